import EventLog
import Merkle
import ReadModel
import Subsidy
import System
import Values

/// The state in hand at the end of a change, so that nothing has to be folded again.
struct KnownState {
  /// The fold of the whole log, or of the events of some persons and those about no person.
  let state: LedgerState
  /// The annulments of the whole log.
  let annulments: Annulments
  /// The persons that it covers; nil if all.
  let persons: Set<Identifier>?

  /// Some persons with all keys that may belong to the same humans.
  func together(with others: Set<Identifier>) -> Set<Identifier> { annulments.keys.together(with: others) }

  /// Whether it covers some persons.
  func knows(_ others: Set<Identifier>) -> Bool {
    persons.map { together(with: others).isSubset(of: together(with: $0)) } ?? true
  }
}

extension SubsidyLedger {
  /// Brings the index and the read model up to the log after a change, the index first: tables are made with its help.
  ///
  /// The change is already durable, so a file that cannot follow never makes it fail: the failure is reported
  /// (``LedgerNews/leftBehind(_:)``), and the next change, question or rebuild brings the file up. A damaged one is thrown
  /// away. Each has its own stamp and goes on from there, so that a crash between the two leaves only one of them behind.
  func follow(_ change: LogChange, to state: LedgerState) {
    if change.before == change.after { return }
    // The state that a correction of the clock was decided on has other instants than the events have now.
    let known =
      change.correctsClock
      ? nil
      : KnownState(
        state: state, annulments: change.annulments, persons: change.isWhole ? nil : change.persons)
    if let failure = bringUp(to: change.after, knowing: known, change.added, most: change.mostBehind) {
      onNews(.leftBehind(failure))
    }
  }

  /// Brings both up to the head of the log without anything in hand, as before a question or after an import.
  ///
  /// - Returns: why they could not follow; nil if they could.
  func follow() -> FollowFailure? {
    do {
      let head = try LogReader(ledger: path).head
      return bringUp(to: head, knowing: nil, most: PartialReplay.mostBehind)
    } catch {
      return FollowFailure(.index, error)
    }
  }

  /// Brings both up to a head of the log.
  ///
  /// - Parameters:
  ///   - head: the head.
  ///   - known: the state in hand.
  ///   - added: the last events up to there, if they are in hand as well.
  ///   - most: how many events a file may lack that follows, and is not rebuilt.
  /// - Returns: as ``follow()``.
  func bringUp(
    to head: Head, knowing known: KnownState?, _ added: EventStretch? = nil, most: UInt64
  ) -> FollowFailure? {
    do throws(FollowFailure) {
      var fold: ReadModelSource?
      var new = try failing(.index) { NewEvents(of: try EventSource(self), most: most, knowing: added) }
      let index = try failing(.index) {
        if try !IndexFile.follows(self, to: head, &new) {
          // The starts of segments are kept with the index, and found by hashing.
          fold = try foldForTables(verifying: segments().count > 1)
          if let fold { try makeIndex(from: fold) }
        }
        return try readIndex()
      }
      try failing(.readModel) {
        // Another change has updated the index: that change, or the next, will update the tables.
        guard let stamp = try index.stamp(), stamp.size == fold?.position.size ?? head.size else { return }
        try updateTables(to: stamp, index, fold, knowing: known, &new)
      }
      return nil
    } catch {
      if error.isDamage {
        switch error.file {
        case .index: try? SQLiteFile.remove(indexPath)
        case .readModel: try? SQLiteFile.remove(readModelPath)
        }
      }
      return error
    }
  }

  /// Runs a step; if it fails, the file could not follow.
  private func failing<Result: ~Copyable>(
    _ file: FollowFailure.File, _ body: () throws -> Result
  ) throws(FollowFailure) -> Result {
    do { return try body() } catch { throw FollowFailure(file, error) }
  }

  /// Opens the index in one read transaction, so that all reads of it agree.
  private func readIndex() throws(SQLiteError) -> IndexFile {
    let index = try IndexFile(opening: indexPath)
    try index.beginReading()
    _ = try index.stamp()
    return index
  }

  private func updateTables(
    to target: LogStamp, _ index: borrowing IndexFile, _ fold: ReadModelSource?, knowing known: KnownState?,
    _ new: inout NewEvents
  ) throws {
    let events = new.source

    func source(_ known: KnownState, of persons: Set<Identifier>?) throws -> ReadModelSource {
      ReadModelSource(
        state: known.state, index: try persons.map { try index.index(of: $0) } ?? index.places(),
        annulments: known.annulments, position: target, reading: events.event(at:))
    }
    /// The state of all persons: the one in hand if it covers them, else a fold.
    func everybody() throws -> ReadModelSource {
      if let fold { return fold }
      if let known, known.persons == nil { return try source(known, of: nil) }
      return try foldForTables(verifying: false, at: target)
    }
    // Tables that cannot be read are treated as missing.
    guard let catchUp = try? ReadModelCatchUp(self, to: target, &new) else {
      return try makeTables(from: everybody())
    }
    let segments = try segments()
    guard let (touched, types) = try catchUp.touched(index.lookup(segments: segments), events, segments) else {
      // The tables cannot be replaced while they are open.
      catchUp.close()
      return try makeTables(from: everybody())
    }
    func isEnough(_ state: KnownState) -> Bool { state.state.size == target.size && state.knows(touched) }
    var state = known
    if fold == nil, !(known.map(isEnough) ?? false) { state = PartialReplay.load(self, persons: touched)?.known }
    guard fold == nil, let state, isEnough(state) else {
      let everybody = try everybody()
      return try catchUp.update(everybody.touch(touched, by: types), from: everybody)
    }
    let persons = state.together(with: touched)
    let isMost = state.persons == nil && persons.count > state.state.people.count / 4
    let readsEvents = ReadModel.readsEventsOfPersons(projections, changedBy: types)
    try catchUp.update(
      ReadModel.Touch(persons, by: types, isMost: isMost),
      from: source(state, of: !readsEvents ? [] : isMost ? nil : persons))
  }
}

extension SubsidyLedger {
  private func makeTables(from source: ReadModelSource) throws {
    try ReadModel.rebuild(readModelPath, projections, from: source)
  }
}

extension ReadModelSource {
  /// The persons touched, in a fold of all persons.
  fileprivate func touch(_ persons: Set<Identifier>, by types: Set<EventType>) -> ReadModel.Touch {
    let persons = annulments.keys.together(with: persons)
    return ReadModel.Touch(persons, by: types, isMost: persons.count > state.people.count / 4)
  }
}

extension PartialReplay {
  /// The state that it has loaded.
  fileprivate var known: KnownState { KnownState(state: state, annulments: annulments, persons: persons) }
}

/// The change of the log, as far as the read model needs it.
struct LogChange {
  /// The head before the change.
  let before: Head
  /// The head now.
  private(set) var after: Head
  /// Whether the state that the change was decided on covers all persons.
  let isWhole: Bool
  /// The persons that the new events name.
  private(set) var persons: Set<Identifier> = []
  /// Whether the state that the change was decided on has other instants than the events have now.
  private(set) var correctsClock = false
  /// The annulments of the whole log, those of the change among them.
  private(set) var annulments = Annulments()
  /// The new events; nil if others have appended something meanwhile.
  private(set) var added: EventStretch?

  init(_ head: Head, isWhole: Bool) {
    before = head
    added = EventStretch(from: head.size)
    after = head
    self.isWhole = isWhole
  }

  /// How many events a file may lack that follows, and is not rebuilt.
  var mostBehind: UInt64 { max(PartialReplay.mostBehind, 2 * (after.size - before.size)) }

  /// Moves behind the events that others have appended meanwhile.
  mutating func passOver(to head: Head) { (after, added) = (head, nil) }

  mutating func add(_ events: [Event], at places: [LinePlace], _ head: Head, _ annulments: Annulments) {
    after = head
    added?.append(zip(events, places).lazy.map { (event: $0, place: $1) })
    self.annulments = annulments
    persons = annulments.keys.together(with: persons.union(events.compactMap(\.body.person)))
    if events.contains(where: { $0.body.type == .clockCorrected }) { correctsClock = true }
  }
}
