package import Ledger
import Merkle
package import ReadModel
package import Subsidy
import Synchronization
package import Values

/// A list that can be kept, with its size.
package protocol Countable {
  /// The number of its rows, each about as large as any other list's.
  var rowCount: Int { get }
}

/// Lists that are computed of a whole ledger, kept for their log and day: pages ask for the same ones again and again, and they change
/// only with the log.
///
/// A caller that asks for a list while it is computed waits for it. The lists of now are dropped with the next change.
package final class Memo: Sendable {
  /// The log and the day of a list.
  package struct Point: Hashable, Sendable {
    /// Whether it is the ledger as it is now.
    let isLive: Bool
    let log: ReplayedLog
    let day: CivilDate

    package init(isLive: Bool, log: ReplayedLog, day: CivilDate) {
      (self.isLive, self.log, self.day) = (isLive, log, day)
    }
  }

  /// The most lists of now, and of points in the past; the least recently used are dropped first.
  private static let (mostLive, mostPast) = (64, 32)
  /// The most rows of all lists together; a longer list is kept alone.
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

  /// The most recently used at the end.
  private let slots = Mutex<[Kept]>([])

  /// Begins without lists.
  ///
  /// - Parameter mostRows: the most rows of all lists together.
  package init(mostRows: Int = 4_000_000) { self.mostRows = mostRows }

  /// A list by its name.
  ///
  /// - Parameters:
  ///   - name: its name, which always has the same type of list.
  ///   - point: its log and day.
  ///   - make: computes it.
  /// - Returns: the list, computed now or before.
  /// - Throws: the errors of `make`; then nothing is kept.
  package func value<Value: Countable & Sendable, Failure: Error>(
    _ name: String, at point: Point, _ make: () throws(Failure) -> Value
  ) throws(Failure) -> Value {
    let slot = slot(Key(name: name, point: point))
    return try slot.value.withLock { kept throws(Failure) in
      // An empty slot is no value, not even of an optional type.
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
        // No page asks for a log that has grown since.
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

  /// Drops lists, the least recently used first, until there is room for a computed one.
  private func count(_ rows: Int, of slot: Slot) {
    slots.withLock { slots in
      // A list that was dropped meanwhile takes up nothing.
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
