import Ledger
import Merkle
import Synchronization
import Values

/// Lists that are computed of a whole ledger, kept for the log and the day that they speak of: pages ask for the same ones again and
/// again, and they change only with the log.
///
/// Whoever asks for one that is being computed waits for it. Those of the ledger as it is now go with the next change.
final class Memo: Sendable {
  /// What a list speaks of.
  struct Point: Hashable, Sendable {
    /// Whether it is the ledger as it is now.
    let isLive: Bool
    let log: ReplayedLog
    let day: CivilDate
  }

  /// How many lists are kept of now, and of points in the past; those go first that nobody has asked for the longest.
  private static let (mostLive, mostPast) = (64, 32)

  private struct Key: Hashable, Sendable {
    let name: String
    let point: Point
  }

  private final class Slot: Sendable {
    let value = Mutex<(any Sendable)?>(nil)
  }

  /// The last that was asked for at the end.
  private let slots = Mutex<[(key: Key, slot: Slot)]>([])

  /// A list by its name.
  ///
  /// - Parameters:
  ///   - name: what it is called; always of the same type.
  ///   - point: what it speaks of.
  ///   - make: computes it.
  /// - Returns: what was computed now or before.
  /// - Throws: what computing throws; then nothing is kept.
  func value<Value: Sendable, Failure: Error>(
    _ name: String, at point: Point, _ make: () throws(Failure) -> Value
  ) throws(Failure) -> Value {
    let slot = slot(Key(name: name, point: point))
    return try slot.value.withLock { kept throws(Failure) in
      // Nothing kept is no value, not even if there may be none.
      if let kept, let value = kept as? Value { return value }
      let value = try make()
      kept = value
      return value
    }
  }

  private func slot(_ key: Key) -> Slot {
    slots.withLock { slots in
      let found = slots.first { $0.key == key }?.slot ?? Slot()
      slots.removeAll { other in
        // Of a log that is over nobody asks any more.
        other.key == key || key.point.isLive && other.key.point.isLive && other.key.point != key.point
      }
      let most = key.point.isLive ? Memo.mostLive : Memo.mostPast
      if slots.count(where: { $0.key.point.isLive == key.point.isLive }) >= most,
        let oldest = slots.firstIndex(where: { $0.key.point.isLive == key.point.isLive })
      {
        slots.remove(at: oldest)
      }
      slots.append((key, found))
      return found
    }
  }
}
