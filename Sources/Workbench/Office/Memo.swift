package import Ledger
import Merkle
package import ReadModel
package import Subsidy
import Synchronization
package import Values

/// What is kept, and how much of it there is.
package protocol Countable {
  /// How many rows it has, each about as large as any other list's.
  var rowCount: Int { get }
}

/// Lists that are computed of a whole ledger, kept for the log and the day that they speak of: pages ask for the same ones again and
/// again, and they change only with the log.
///
/// Whoever asks for one that is being computed waits for it. Those of the ledger as it is now go with the next change.
package final class Memo: Sendable {
  /// What a list speaks of.
  package struct Point: Hashable, Sendable {
    /// Whether it is the ledger as it is now.
    let isLive: Bool
    let log: ReplayedLog
    let day: CivilDate

    package init(isLive: Bool, log: ReplayedLog, day: CivilDate) {
      (self.isLive, self.log, self.day) = (isLive, log, day)
    }
  }

  /// How many lists are kept of now, and of points in the past; those go first that nobody has asked for the longest.
  private static let (mostLive, mostPast) = (64, 32)
  /// How many rows all lists together have, of now and of the past; one that is longer by itself is kept alone.
  private let mostRows: Int

  private struct Key: Hashable, Sendable {
    let name: String
    let point: Point
  }

  private final class Slot: Sendable {
    let value = Mutex<(any Sendable)?>(nil)
  }

  private struct Kept: Sendable {
    let key: Key
    let slot: Slot
    /// None until the list is computed.
    var rows = 0
  }

  /// The last that was asked for at the end.
  private let slots = Mutex<[Kept]>([])

  /// Begins with nothing.
  ///
  /// - Parameter mostRows: how many rows all lists together have.
  package init(mostRows: Int = 4_000_000) { self.mostRows = mostRows }

  /// A list by its name.
  ///
  /// - Parameters:
  ///   - name: what it is called; always of the same type.
  ///   - point: what it speaks of.
  ///   - make: computes it.
  /// - Returns: what was computed now or before.
  /// - Throws: what computing throws; then nothing is kept.
  package func value<Value: Countable & Sendable, Failure: Error>(
    _ name: String, at point: Point, _ make: () throws(Failure) -> Value
  ) throws(Failure) -> Value {
    let slot = slot(Key(name: name, point: point))
    return try slot.value.withLock { kept throws(Failure) in
      // Nothing kept is no value, not even if there may be none.
      if let kept, let value = kept as? Value { return value }
      let value = try make()
      kept = value
      count(value.rowCount, of: slot)
      return value
    }
  }

  private func slot(_ key: Key) -> Slot {
    slots.withLock { slots in
      let found = slots.first { $0.key == key } ?? Kept(key: key, slot: Slot())
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
      slots.append(found)
      return found.slot
    }
  }

  /// Lets lists go, the longest unasked first, until there is room for one that was computed.
  private func count(_ rows: Int, of slot: Slot) {
    slots.withLock { slots in
      // What went meanwhile takes up nothing.
      guard let place = slots.firstIndex(where: { $0.slot === slot }) else { return }
      slots[place].rows = rows
      var all = slots.reduce(0) { $0 + $1.rows }
      while all > mostRows, let oldest = slots.firstIndex(where: { $0.slot !== slot && $0.rows > 0 }) {
        all -= slots.remove(at: oldest).rows
      }
    }
  }
}

extension Array: Countable {
  package var rowCount: Int { count }
}

extension Optional: Countable where Wrapped: Countable {
  package var rowCount: Int { self?.rowCount ?? 0 }
}

extension DeadlineList: Countable {
  package var rowCount: Int { rows.count }
}

extension DeadlineGroups: Countable {
  package var rowCount: Int { groups.count }
}

extension BatchContent: Countable {
  package var rowCount: Int { lines.count }
}

extension RecoveryList: Countable {
  package var rowCount: Int { claims.reduce(withoutGround.count) { $0 + 1 + $1.months.count } }
}

extension MonthBooks: Countable {
  package var rowCount: Int { rows.count }
}

extension PolicyComparison: Countable {
  package var rowCount: Int { changes.count }
}
