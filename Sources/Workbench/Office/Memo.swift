import Ledger
import Merkle
import Synchronization
import Values

/// Lists that are computed of a whole ledger, kept for the log and the day that they speak of: pages ask for the same ones again and
/// again, and they change only with the log.
///
/// Whoever asks for one that is being computed waits for it.
final class Memo: Sendable {
  /// How many lists are kept.
  private static let most = 24

  private struct Key: Hashable, Sendable {
    let name: String
    let log: ReplayedLog
    let day: CivilDate
  }

  private final class Slot: Sendable {
    let value = Mutex<(any Sendable)?>(nil)
  }

  private let slots = Mutex<[(key: Key, slot: Slot)]>([])

  /// A list by its name.
  ///
  /// - Parameters:
  ///   - name: what it is called; always of the same type.
  ///   - log: the log that it speaks of.
  ///   - day: the day on which it is asked for.
  ///   - make: computes it.
  /// - Returns: what was computed now or before.
  /// - Throws: what computing throws; then nothing is kept.
  func value<Value: Sendable, Failure: Error>(
    _ name: String, of log: ReplayedLog, on day: CivilDate, _ make: () throws(Failure) -> Value
  ) throws(Failure) -> Value {
    let key = Key(name: name, log: log, day: day)
    let slot = slots.withLock { slots in
      if let found = slots.first(where: { $0.key == key }) { return found.slot }
      slots = slots.suffix(Memo.most - 1) + [(key, Slot())]
      return slots[slots.count - 1].slot
    }
    return try slot.value.withLock { kept throws(Failure) in
      // Nothing kept is no value, not even if there may be none.
      if let kept, let value = kept as? Value { return value }
      let value = try make()
      kept = value
      return value
    }
  }
}
