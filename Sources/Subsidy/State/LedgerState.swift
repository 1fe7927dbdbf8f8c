public import Values

/// The result of the events up to some point: the fold of the ledger.
///
/// It holds the data that decisions and entitlements need and nothing else: it grows with people, their months and batches, not
/// with events. Annulled events must be left out before they come here (``Annulments``), so that every event is folded once,
/// forward, and never taken back.
public struct LedgerState: Sendable {
  /// The schemes, numbered as they are first named.
  public internal(set) var schemes = IdentifierTable()
  /// The adopted policies of each scheme, by scheme number.
  public internal(set) var timelines: [AdoptedPolicies] = []
  /// The persons, numbered as they are first named.
  public internal(set) var persons = IdentifierTable()
  /// The state of each person, by person number.
  public internal(set) var people: [PersonState] = []
  /// Codes that facts have as their details, numbered as they are first met.
  var details = IdentifierTable()
  /// A bit for each fact that any person has had, at its ordinal.
  var factsSeen: UInt64 = 0

  /// The batches, numbered as they are first named.
  public internal(set) var batchNames = IdentifierTable()
  /// The state of each batch, by batch number.
  public internal(set) var batches: [BatchState] = []
  /// Applications, demands, operators and keys, numbered as they are first named.
  public internal(set) var names = IdentifierTable()
  /// The samples (抽查) that were drawn, in the order of the draws.
  public internal(set) var samples: [SampleDrawn] = []
  /// The papers with numbers of their own that were issued, in the order of their issue.
  public internal(set) var papers: [PaperIssued] = []
  /// The closes of the books that were not undone, in the order in which they came.
  public internal(set) var closes: [BookClose] = [] { didSet { bookMonths.count(closes) } }
  /// Which events count in which month of the books.
  var bookMonths = BookMonths()
  /// The outcomes of the findings of audits, by the keys of the findings.
  public internal(set) var dispositions: [FindingKey: FindingDisposition] = [:]
  /// The receipts of money that came back.
  var receipts = Receipts()
  /// The requests for acts that need two people, by their ids.
  public internal(set) var requests: [Identifier: ConsentRequest] = [:]
  /// The operators and their rights.
  public internal(set) var operators = OperatorRegister()
  /// The data kept of events that may be reversed.
  var reversals: Reversals
  /// The keys that belong to one person.
  var joins = JoinedPersons()
  /// The number of the event that joined each key with a person, by the number of the key.
  var joinSequences: [UInt32: UInt64] = [:]
  /// The number of the last event that joined a key with another or took that back, by the key's number.
  var joinMoves: [UInt32: UInt64] = [:]
  /// How many events were folded: the sequence number of the next one.
  public internal(set) var size: UInt64 = 0
  /// When the last event was recorded; nil for an empty ledger.
  public internal(set) var lastRecorded: Instant?
  /// When the last import of a history was made; nil if there was none.
  public internal(set) var lastImported: Instant?
  /// Whether the ledger was opened as a trial one, whose clock may leap.
  public internal(set) var isTrial = false
  /// When the last event was recorded that is not an auditor's disposition of a finding; nil for an empty ledger.
  ///
  /// A disposition decides nothing and must not make anything late.
  public internal(set) var lastActed: Instant?
  /// Which of the events came with imports of a history.
  public internal(set) var imports = Imports()
  /// The ledger's name.
  public internal(set) var name = ""

  /// The state before the first event.
  ///
  /// - Parameters:
  ///   - imports: the imports of the whole log, if its events are folded to a point that may lie within one.
  ///   - reversible: the events for which to keep the data needed to undo them.
  ///   - keys: the keys that may belong to one person.
  public init(
    imports: Imports = Imports(), keeping reversible: Set<UInt64> = [], joining keys: PersonKeys = PersonKeys()
  ) {
    self.imports = imports
    reversals = Reversals(targets: reversible)
    joins.keys = keys
  }

  /// The number of a person who has an event; nil otherwise.
  ///
  /// A key that was joined with another person's belongs to that person.
  public func number(ofPerson person: Identifier) -> UInt32? {
    persons.number(of: person).map { UInt32(home(Int($0))) }
  }

  /// The state of a person who has an event; nil otherwise.
  public func person(_ person: Identifier) -> PersonState? {
    number(ofPerson: person).map { people[Int($0)] }
  }

  /// The adopted policies of a scheme; nil if none of its events was seen.
  public func timeline(of scheme: Identifier) -> AdoptedPolicies? {
    schemes.number(of: scheme).map { timelines[Int($0)] }
  }

  /// The state of a batch that has an event; nil otherwise.
  public func batch(_ batch: Identifier) -> BatchState? {
    batchNames.number(of: batch).map { batches[Int($0)] }
  }

  /// The sample with this id, the first of its name in an imported past; nil if none was drawn.
  public func sample(_ sample: Identifier) -> SampleDrawn? { samples.first { $0.sample == sample } }

  /// The paper of a kind with this number, the first of its number in an imported past; nil if none was issued.
  public func paper(_ paper: Identifier, number: Identifier) -> PaperIssued? {
    papers.first { $0.paper == paper && $0.number == number }
  }

  mutating func schemeNumber(_ scheme: Identifier) -> UInt32 {
    let number = schemes.intern(scheme)
    if Int(number) == timelines.count { timelines.append(AdoptedPolicies()) }
    return number
  }

  /// The number of the person to whom a key belongs.
  mutating func personNumber(_ person: Identifier) -> Int { home(keyNumber(person)) }

  /// The number of a key itself, whichever person it belongs to.
  mutating func keyNumber(_ key: Identifier) -> Int {
    let number = Int(persons.intern(key))
    if number == people.count { people.append(PersonState()) }
    return number
  }

  mutating func detailNumber(_ detail: Identifier) -> UInt32 { details.intern(detail) }

  mutating func batchNumber(_ batch: Identifier) -> UInt32 {
    let number = batchNames.intern(batch)
    if Int(number) == batches.count { batches.append(BatchState()) }
    return number
  }
}

/// The state of a payment batch.
public struct BatchState: Sendable {
  /// The stage of a batch.
  public enum Stage: String, CaseIterable, Hashable, Sendable {
    /// Named by items or results, but never drafted: only in an imported past.
    case named
    /// Drawn up, waiting for the second person.
    case drafted
    /// A second person consented.
    case approved
    /// Handed to the bank.
    case exported
    /// Given up.
    case cancelled
    /// Its file was written and not sent.
    case recalled

    /// Whether its items are free for other batches.
    public var isGivenUp: Bool {
      switch self {
      case .cancelled, .recalled: true
      case .named, .drafted, .approved, .exported: false
      }
    }

    /// Whether the bank has it, so that an answer may come.
    public var isSent: Bool {
      switch self {
      case .named, .exported: true
      case .drafted, .approved, .cancelled, .recalled: false
      }
    }

    /// Whether its money is still to leave: the money of any other batch has left or never will.
    public var isToBePaid: Bool {
      switch self {
      case .drafted, .approved: true
      case .named, .exported, .cancelled, .recalled: false
      }
    }
  }

  /// The number of its scheme, once it is drafted.
  public internal(set) var scheme: UInt32?
  /// The last month it may pay, once it is drafted.
  public internal(set) var through: Month?
  /// The one district that it pays; nil for all.
  public internal(set) var district: Region?
  /// The number of the operator who drafted it.
  public internal(set) var drafter: UInt32?
  /// When it was drafted.
  public internal(set) var draftedAt: Instant?
  /// The number of the operator who approved it.
  public internal(set) var approver: UInt32?
  /// When it was approved.
  public internal(set) var approvedAt: Instant?
  /// The number of the operator who found its list right (核对名单).
  public internal(set) var checker: UInt32?
  /// The amount asked from the treasury for it.
  public internal(set) var fundsRequested = Fen.zero
  /// The receipts from the treasury for it.
  public internal(set) var funds: [FundsReceived] = []
  /// How much the treasury sent for it.
  public var fundsReceived: Fen { funds.reduce(.zero) { $0 + $1.amount } }
  /// How many persons it pays, as drafted.
  public internal(set) var persons = 0
  /// How many items it had, as drafted.
  public internal(set) var itemsDrafted = 0
  /// How many items it has, less those withheld.
  public var items: Int { itemsDrafted - withheldItems.count }
  /// The sum of its items, as drafted.
  public internal(set) var totalDrafted = Fen.zero
  /// The sum of its items, less those withheld.
  public var total: Fen { totalDrafted - withheldItems.values.reduce(.zero) { $0 + $1 } }
  /// The part of the treasury's money that exceeds the batch's sum, and has to go back.
  public var fundsToReturn: Fen {
    BatchState.fundsToReturn(received: fundsReceived, total: total, isGivenUp: isGivenUp)
  }

  /// The part of the treasury's money that exceeds a batch's sum.
  static func fundsToReturn(received: Fen, total: Fen, isGivenUp: Bool) -> Fen {
    (received - (isGivenUp ? .zero : total)).orZero
  }
  /// Whether it was given up, anywhere in the log.
  public internal(set) var isCancelled = false
  /// Whether its file was written and not sent.
  public internal(set) var isRecalled = false
  /// Whether its items are free for other batches.
  public var isGivenUp: Bool { isCancelled || isRecalled }
  /// The items that were withheld after its approval, and the amount ordered for each; a partial fold knows those of its
  /// persons.
  var withheldItems: [WithheldItem: Fen] = [:]

  /// A month of a person, by numbers.
  struct WithheldItem: Hashable, Sendable {
    let person: UInt32
    let month: Month
  }
  /// Whether a second person consented.
  public internal(set) var isApproved = false
  /// The formats and hashes of the files handed to the bank, in the order of the exports.
  public internal(set) var exports: [BatchExported] = []
  /// The format and hash of the file last handed to the bank.
  public var export: BatchExported? { exports.last }

  /// The sequence number of its last item; nil if it has none.
  public internal(set) var lastOrdered: UInt64?

  /// The sequence numbers of its draft and its approval.
  public internal(set) var sequences: [UInt64] = []
  /// The events about the batch as a whole, in their order.
  public internal(set) var steps: [Step] = []

  /// The sequence number of its draft; nil for one that was never drafted.
  var draftSequence: UInt64? { steps.first { $0.type == .batchDrafted }?.sequence }

  /// The sequence number of its approval; nil for one that was not approved.
  public var approvalSequence: UInt64? { steps.first { $0.type == .batchApproved }?.sequence }

  /// The sequence number of its first export; nil for one that was not exported.
  public var exportSequence: UInt64? { steps.first { $0.type == .batchExported }?.sequence }

  /// An event about a batch as a whole.
  public struct Step: Sendable {
    /// Its type.
    public let type: EventType
    /// Its sequence number.
    public let sequence: UInt64
    /// The number of the operator whom it names.
    public let by: UInt32
  }

  /// The stage of the batch.
  public var stage: Stage {
    if isCancelled { return .cancelled }
    if isRecalled { return .recalled }
    if export != nil { return .exported }
    if isApproved { return .approved }
    return drafter == nil ? .named : .drafted
  }
}
