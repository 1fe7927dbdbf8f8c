import EventLog
import JSONText
import Notes
import Subsidy
import System
import Values

/// The parts of a block of the log that bear on signatures: the work of one thread.
struct SigningBlock: Sendable {
  /// A step, in the order of the log.
  enum Step: Sendable {
    /// The author of the events from here on.
    case author(Identifier)
    /// An event that may say which operator has which keys.
    case event(Event)
    /// A commit, and the number of its line among those of the block.
    case commit(CommitLine, line: Int, offset: UInt64)
  }

  let segment: UInt64
  private(set) var steps: [Step] = []
  /// How many lines the block has.
  let lines: Int

  init(_ run: EventRun) throws {
    segment = run.segment
    lines = run.lines.count + run.commits.count
    var (next, last) = (0, 0..<0)
    for (number, commit) in run.commits.enumerated() {
      while next < commit.eventsBefore { try take(run, &next, &last) }
      guard let line = CommitLine(run.bytes, commit.line) else { continue }
      steps.append(
        .commit(line, line: commit.eventsBefore + number, offset: run.offset + UInt64(commit.line.lowerBound)))
      // The author of the next append is named again, even if it is the same.
      last = 0..<0
    }
    while next < run.lines.count { try take(run, &next, &last) }
  }

  /// Takes an event's line: its author, if the line before it in the append had another one, and the event itself if it may
  /// change who signs.
  private mutating func take(_ run: EventRun, _ next: inout Int, _ last: inout Range<Int>) throws {
    defer { next += 1 }
    var isSaid = false
    if let place = run.author(of: next), !place.isEmpty {
      isSaid = run.bytes[place] == run.bytes[last]
      if !isSaid, let name = Identifier(bytes: run.bytes, at: place.lowerBound, count: place.count) {
        steps.append(.author(name))
        (last, isSaid) = (place, true)
      }
    }
    if isSaid, !EventLine.maySayWhoSigns(run.bytes, run.lines[next]) { return }
    let event = try Replay.event(run, next)
    if !isSaid {
      steps.append(.author(event.by))
      last = 0..<0
    }
    switch event.body {
    case .ledgerOpened, .requested, .operatorRegistered, .operatorChanged, .operatorRetired, .operatorRecovered,
      .historyImported:
      steps.append(.event(event))
    default: break
    }
  }
}

/// Follows which operators have which keys, and judges the signatures of every commit by that.
///
/// A commit is judged by the keys that commits before it gave: a key that comes with it, or after it, signs nothing of it.
///
/// > Source: contract 3, section 6.
struct CommitWatch: Sendable {
  /// Operators, and the requests that they consented to; nothing else.
  private var state = LedgerState()
  private var rings: [Identifier: KeyRing] = [:]
  private let clock: ClockCorrections
  /// The events of the append that may change who signs.
  private var waiting: [Event] = []
  /// The authors of the events of the append, each once in a row.
  private var authors: [Identifier] = []
  /// How many events the log had with the commit before.
  private var size: UInt64 = 0
  private var segment: UInt64 = 0
  private var line: UInt64 = 0

  /// Starts in front of the first event.
  init(clock: ClockCorrections) { self.clock = clock }

  /// Starts behind a state, if no event corrects the clock.
  init(behind state: LedgerState) {
    self.state = LedgerState(knowingOperatorsOf: state)
    size = state.size
    clock = ClockCorrections()
  }

  /// Takes a block and gives the checks that its commits need.
  mutating func take(_ block: SigningBlock) throws -> [SignatureTask] {
    if block.segment != segment { (segment, line) = (block.segment, 0) }
    defer { line += UInt64(block.lines) }
    var tasks: [SignatureTask] = []
    for step in block.steps {
      switch step {
      case .author(let name): authors.append(name)
      case .event(let event): waiting.append(clock.corrected(event))
      case .commit(let commit, let number, let offset):
        let place = LogFault(
          segment: segment, line: line + UInt64(number) + 1, offset: offset, kind: .malformedCommit)
        tasks.append(SignatureTask(size: commit.size, judge(commit, at: place)))
        try close(commit)
      }
    }
    return tasks
  }

  /// The check that a commit needs.
  private mutating func judge(_ commit: CommitLine, at place: LogFault) -> SignatureTask.Work {
    func fault(_ fault: SignatureFault) -> SignatureTask.Work { .failed(place.of(.signature(fault))) }
    let operators = state.operators
    guard operators.hasKeys || commit.signature != nil else { return .nothing }
    // An imported event names its own operator; the operator who imports it signs.
    if !commit.isHistory, let other = authors.first(where: { !$0.isSameOperator(as: commit.by) }) {
      return fault(.otherAuthor(other, by: commit.by))
    }
    let ring = ring(of: commit.by)
    guard let line = commit.signature else {
      if isOfRecovery(commit) { return .nothing }
      if let ring { return fault(.missing(by: commit.by, algorithm: (ring.types.first ?? .ed25519).algorithm)) }
      if operators.demandsKeys, commit.size > 1 { return fault(.operatorWithoutKey(commit.by)) }
      return .nothing
    }
    guard let ring, let signatures = CommitNote.signatures(line, by: ring.operator.description) else {
      return fault(.keyNotInForce(by: commit.by, key: nil))
    }
    var keys: [VerifierKey] = []
    for signature in signatures {
      guard let key = ring.keys.first(where: { $0.id == signature.id }) else {
        return fault(.keyNotInForce(by: commit.by, key: signature.hexID))
      }
      keys.append(key)
    }
    if let type = ring.types.first(where: { type in !keys.contains { $0.type == type } }) {
      return fault(.missing(by: commit.by, algorithm: type.algorithm))
    }
    return .check(commit.signedText(of: state.name), zip(keys, signatures).map { ($0, $1.bytes) }, by: commit.by, place)
  }

  /// Whether the append is one event that asks for new keys of an administrator, or gives them, by an operator who cannot sign:
  /// one without a key, or an administrator, whose key may be the lost one.
  private func isOfRecovery(_ commit: CommitLine) -> Bool {
    guard commit.size == size + 1, waiting.count == 1, waiting[0].body.isOfRecovery else { return false }
    return state.operators.maySayThatKeysAreLost(commit.by)
  }

  /// Takes in what a commit said of operators.
  private mutating func close(_ commit: CommitLine) throws {
    authors.removeAll(keepingCapacity: true)
    size = commit.size
    if waiting.isEmpty { return }
    // The operators named in the events of an imported history change nothing; its last event shows that it is one.
    for event in waiting.suffix(1) where event.body.type == .historyImported { try state.evolve(event) }
    for event in waiting { try state.evolve(event) }
    waiting.removeAll(keepingCapacity: true)
    rings.removeAll(keepingCapacity: true)
  }

  private mutating func ring(of name: Identifier) -> KeyRing? {
    if let known = rings[name] { return known }
    // Keys that cannot be read sign nothing, but an operator who has them must still sign.
    guard let found = state.operators[name], !found.keysInForce.isEmpty else { return nil }
    let ring = KeyRing(found)
    rings[name] = ring
    return ring
  }
}

/// How many commits of a log are signed.
package struct SignatureSummary: Hashable, Sendable {
  /// Commits that their operators' keys have signed.
  package var signed = 0
  /// Commits without a signature, which needed none.
  package var unsigned = 0

  /// Makes a summary.
  package init(signed: Int = 0, unsigned: Int = 0) { (self.signed, self.unsigned) = (signed, unsigned) }
}

/// The check of a commit: the work of one thread.
struct SignatureTask: Sendable {
  enum Work: Sendable {
    /// The commit is unsigned, and needs no signature.
    case nothing
    /// The fault is known already.
    case failed(LogFault)
    /// Signatures of a text, each with its key.
    case check([UInt8], [(key: VerifierKey, signature: [UInt8])], by: Identifier, LogFault)
  }

  /// The size of the log with the commit.
  let size: UInt64
  private let work: Work

  /// Whether there is nothing to check.
  var isNothing: Bool { if case .nothing = work { true } else { false } }

  init(size: UInt64, _ work: Work) {
    self.size = size
    self.work = work
  }

  /// The fault; nil if the signatures are right.
  var fault: LogFault? {
    switch work {
    case .nothing: return nil
    case .failed(let fault): return fault
    case .check(let text, let signatures, let by, let place):
      let wrong = signatures.first { !$0.key.isValid($0.signature, of: text, by: NoteFiles.cryptography) }
      return wrong.map { place.of(.signature(.wrong(by: by, key: $0.key.hexID))) }
    }
  }
}

extension LogFault {
  /// Another fault at the same place.
  fileprivate func of(_ kind: Kind) -> LogFault { LogFault(segment: segment, line: line, offset: offset, kind: kind) }
}
