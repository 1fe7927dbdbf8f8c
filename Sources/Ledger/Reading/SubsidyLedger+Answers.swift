import EventLog
import Merkle
public import ReadModel
import Subsidy
import System
import Values

/// An answer, and how much of the log it speaks of.
public struct Answered<Value> {
  /// The answer.
  public let value: Value
  /// How many events it speaks of.
  public let size: UInt64
  /// Whether the tables on the disk have given it, and not tables in memory.
  public let isFromTables: Bool
}

extension ReadModelSource {
  /// Makes the source of tables that are not kept and that take no events of their own.
  fileprivate init(of state: LedgerState, _ annulments: Annulments, reading source: EventSource) {
    self.init(
      state: state, index: EventIndex(), annulments: annulments,
      position: LogStamp(size: state.size, root: "", segment: 0, offset: 0, recorded: state.lastRecorded),
      reading: source.event(at:))
  }
}

extension SubsidyLedger {
  /// How many persons a thread folds at a time for an answer about all persons in the past.
  public static var personsInGroup: Int { 256 }

  /// Answers a question from the tables: those on the disk, brought up to the head first, or at a point in the past, and if
  /// they cannot follow, those that the question needs, made of folds.
  ///
  /// - Parameters:
  ///   - question: the question.
  ///   - point: the point up to which events count.
  ///   - persons: how many persons a thread folds at a time, if they are folded.
  ///   - progress: receives how many events have been taken in, and the total, if they are folded.
  /// - Returns: the answer, and the size that it speaks of.
  /// - Throws: ``LedgerFailure/sizeAhead(_:size:)`` and the failures of the log and of SQLite.
  public func answer<Value>(
    _ question: Question<Value>, at point: ReplayPoint = ReplayPoint(),
    inGroupsOf persons: Int = SubsidyLedger.personsInGroup,
    progress: (Int, Int) -> Void = { _, _ in }
  ) throws -> Answered<Value> {
    if let found = try answerFromDisk(question, at: point) { return found }
    let tables = question.tables
    return try past(at: point, progress: progress) { groups in
      let source = try EventSource(self)
      let annulments = groups.annulments
      var size: UInt64 = 0
      let model = try ReadModel.temporary(tables) { write in
        size = try groups.forEachGroup(of: persons, progress: progress) { state, persons in
          try ReadModelSource(of: state, annulments, reading: source).rows(of: persons, in: tables)
        } _: { rows in
          try write(rows)
        }
        return ReadModelSource(of: try groups.stateOfNobody(), annulments, reading: source)
      }
      return try answer(question, from: model, size)
    } whole: { state, annulments in
      try answer(question, from: state, annulments)
    }
  }

  /// Answers a question from the tables that it needs, made from a fold of all persons.
  func answer<Value>(
    _ question: Question<Value>, from state: LedgerState, _ annulments: Annulments
  ) throws -> Answered<Value> {
    let source = ReadModelSource(of: state, annulments, reading: try EventSource(self))
    return try answer(question, from: ReadModel.temporary(question.tables, from: source), state.size)
  }

  private func answer<Value>(
    _ question: Question<Value>, from tables: borrowing ReadModel, _ size: UInt64
  ) throws -> Answered<Value> {
    guard let value = try tables.answer(question) else { preconditionFailure("tables are made for their question") }
    return Answered(value: value, size: size, isFromTables: false)
  }

  /// How often the tables are tried: another writer may add to the log between reading it and reading them.
  private static var mostLooks: Int { 3 }

  /// How many events the log has if a point in time leaves out none of them; nil if it leaves out some, or if that cannot be
  /// said without the whole log.
  ///
  /// If the clock was ever corrected, the last event need not be the latest.
  private func sizeOfHead(knownAt point: ReplayPoint) -> UInt64? {
    guard let knownAt = point.knownAt, point.size == nil, let shared = PartialReplay.load(self, persons: []),
      shared.annulments.clock.isEmpty, let last = shared.state.lastRecorded, last <= knownAt
    else { return nil }
    return shared.state.size
  }

  /// The answer of the tables on the disk at the head of the log; nil if they cannot be brought there, or if the point leaves out
  /// an event.
  func answerFromDisk<Value>(_ question: Question<Value>, at point: ReplayPoint) throws -> Answered<Value>? {
    let size = sizeOfHead(knownAt: point)
    guard point.isHead || size != nil else { return nil }
    for look in 1...SubsidyLedger.mostLooks {
      let head = try? LogReader(ledger: path).head
      if let size, let head, head.size != size { return nil }
      // Tables that cannot be read are rebuilt, just as tables that are behind are brought up.
      if let head, let found = try? lookAtTables(for: question, at: head) { return found }
      if look == SubsidyLedger.mostLooks || follow() != nil { return nil }
    }
    return nil
  }

  /// The answer of the tables on the disk if they are at a head of the log.
  private func lookAtTables<Value>(for question: Question<Value>, at head: Head) throws -> Answered<Value>? {
    try ReadModel(opening: readModelPath, projections, access: .readOnly).consistently { model in
      guard let position = try model.position(), position.size == head.size, position.root == head.root.description
      else { return nil }
      return try model.answer(question).map { Answered(value: $0, size: head.size, isFromTables: true) }
    }
  }
}
