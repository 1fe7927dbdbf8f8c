public import Policy
public import Values

/// Consecutive events in the form that the fold takes them: the frequent ones small, their names as numbers.
///
/// An ``Event`` holds its names whole, several hundred bytes of them. A replay of millions makes blocks on many threads and
/// folds them in order on one; the folded form has to be small, and a name is looked up once in a block and not in every event.
/// ``LedgerState/evolve(_:)-(EventBlock)`` has the same result as folding the events one by one.
public struct EventBlock: Sendable {
  /// The sequence number of the first event.
  public let first: UInt64
  /// When the first event was recorded; nil for an empty block.
  public private(set) var firstRecorded: Instant?
  /// When the last event was recorded; nil for an empty block.
  public private(set) var lastRecorded: Instant?
  /// When the last event of a frequent type was recorded that counts; nil if there is none.
  private(set) var lastFrequent: Instant?
  /// How many events there are.
  public var count: Int { steps.count }

  /// The next step of the fold.
  enum Step: Sendable, BitwiseCopyable {
    /// Takes in an event of a frequent type.
    case frequent(NumberedEvent)
    /// Takes in one of the others, by its position among them.
    case other(Int)
    /// Passes over an event that counts as never having happened.
    case annulled
    /// Passes over one of the events of which a part is kept, by its position among them.
    case passedOver(Int)
  }

  /// The numbers, among ``names``, of persons with a value of a frequent event that no entry could have had.
  private var odd: Set<UInt32> = []
  private var monthStarts = MonthStarts()
  /// The events with which another month begins than the one before was recorded in, and these months.
  var months: [(sequence: UInt64, month: Month)] { monthStarts.starts }
  private(set) var steps: [Step] = []
  private(set) var others: [Event] = []
  /// The annulled events of which a part is kept, each with the number of its annulment.
  private(set) var passedOver: [(event: Event, annulment: UInt64)] = []
  /// The operator who recorded events of a frequent type, each type and operator once, if the caller asks for them.
  public struct Writer: Sendable {
    /// The sequence number of the first of them.
    public let sequence: UInt64
    /// Their type.
    public let type: EventType
    /// The operator.
    public let by: Identifier
  }

  /// The operators who recorded events of frequent types, in the order of their first event; again after a change of operators.
  public private(set) var writers: [Writer] = []
  private var knownWriters: [EventType: Set<Identifier>] = [:]

  /// Notes the operator who recorded the event that is added next.
  public mutating func note(writer by: Identifier, of type: EventType) {
    if knownWriters[type, default: []].insert(by).inserted {
      writers.append(Writer(sequence: first + UInt64(steps.count), type: type, by: by))
    }
  }

  /// Forgets the operators noted so far, so that they are noted again: the rights of operators have changed.
  public mutating func forgetWriters() { knownWriters.removeAll(keepingCapacity: true) }

  /// The names that the block's events use; the numbers of its own ``NumberedEvent``s are theirs.
  public var names: Names

  /// The names of a block, numbered as they are first met.
  public struct Names: Sendable {
    /// Persons.
    public var persons: IdentifierTable
    /// Schemes.
    public var schemes = IdentifierTable()
    /// Batches.
    public var batches = IdentifierTable()
    /// Codes that facts have as their details.
    public var details = IdentifierTable()

    /// No names.
    ///
    /// - Parameter capacity: how many persons are expected.
    public init(capacity: Int) { persons = IdentifierTable(capacity: capacity) }
  }

  /// The persons with a value of a frequent event that no entry could have had.
  public var oddPersons: [Identifier] { odd.map { names.persons[$0] } }

  /// Makes an empty block.
  ///
  /// - Parameters:
  ///   - first: the sequence number of the event that comes first.
  ///   - capacity: how many events are expected.
  public init(first: UInt64, capacity: Int) {
    self.first = first
    steps.reserveCapacity(capacity)
    names = Names(capacity: capacity / 2)
  }

  /// Adds the next event.
  ///
  /// - Parameters:
  ///   - event: the event, whose sequence number must be the next one.
  ///   - annulments: which events count as never having happened, which may be reversed, and which keys may be joined.
  public mutating func append(_ event: Event, _ annulments: Annulments) {
    precondition(event.sequence == first + UInt64(steps.count), "events come without gaps")
    if let annulment = annulments.annulment(of: event) {
      guard case .objectionDecided = event.body else { return append(.annulled, recorded: event.recorded) }
      passedOver.append((event, annulment))
      return append(.passedOver(passedOver.count - 1), recorded: event.recorded)
    }
    if annulments.reversible.contains(event.sequence) { return appendWhole(event) }
    if !annulments.keys.isEmpty, let person = event.body.person, annulments.keys.contains(person) {
      return appendWhole(event)
    }
    switch event.body {
    case .contributed(let body): append(NumberedEvent(body, numbering: &names), recorded: event.recorded)
    case .factRecorded(let body): append(NumberedEvent(body, numbering: &names), recorded: event.recorded)
    case .paymentOrdered(let body): append(NumberedEvent(body, numbering: &names), recorded: event.recorded)
    // A payment for which two people are responsible uses up their request.
    case .paid(let body) where body.request == nil:
      append(NumberedEvent(body, numbering: &names), recorded: event.recorded)
    case .paymentReturned(let body): append(NumberedEvent(body, numbering: &names), recorded: event.recorded)
    default: appendWhole(event)
    }
  }

  private mutating func appendWhole(_ event: Event) {
    others.append(event)
    append(.other(others.count - 1), recorded: event.recorded)
  }

  /// Adds the next event in the form in which it is kept.
  ///
  /// - Parameters:
  ///   - event: the event, whose names are numbers of ``names``.
  ///   - recorded: when it was recorded.
  public mutating func append(_ event: NumberedEvent, recorded: Instant) {
    append(.frequent(event), recorded: recorded)
    lastFrequent = recorded
    if event.isOdd(at: recorded) { odd.insert(event.subject.person) }
  }

  private mutating func append(_ step: Step, recorded: Instant) {
    if firstRecorded == nil { firstRecorded = recorded }
    lastRecorded = recorded
    monthStarts.note(first + UInt64(steps.count), recorded)
    steps.append(step)
  }
}

/// An event of a frequent type, its names numbers of tables: those of its block, or those of the state.
///
/// It holds the data that the fold needs and nothing else: no operator, no source.
public enum NumberedEvent: Sendable, BitwiseCopyable {
  /// Social insurance paid for a month, by the person's number.
  case contributed(UInt32, PersonState.Contribution)
  /// A fact, by the person's number.
  case factRecorded(UInt32, PersonState.Fact)
  /// An item of a batch.
  case ordered(NumberedPayment)
  /// The bank's confirmation, with the fingerprint of its reference.
  case paid(NumberedPayment, reference: UInt32)
  /// The bank's refusal, with the fingerprint of its code.
  case returned(NumberedPayment, code: UInt32)
}

/// Gives names the numbers that represent them.
protocol NameNumbering {
  /// The number of a person's key.
  mutating func keyNumber(_ key: Identifier) -> Int
  mutating func schemeNumber(_ scheme: Identifier) -> UInt32
  mutating func batchNumber(_ batch: Identifier) -> UInt32
  mutating func detailNumber(_ detail: Identifier) -> UInt32
}

extension LedgerState: NameNumbering {}

extension EventBlock.Names: NameNumbering {
  mutating func keyNumber(_ key: Identifier) -> Int { Int(persons.intern(key)) }
  mutating func schemeNumber(_ scheme: Identifier) -> UInt32 { schemes.intern(scheme) }
  mutating func batchNumber(_ batch: Identifier) -> UInt32 { batches.intern(batch) }
  mutating func detailNumber(_ detail: Identifier) -> UInt32 { details.intern(detail) }
}

extension NumberedEvent {
  init(_ body: Contributed, numbering names: inout some NameNumbering) {
    self = .contributed(UInt32(names.keyNumber(body.person)), PersonState.Contribution(body))
  }

  init(_ body: FactRecorded, numbering names: inout some NameNumbering) {
    let detail = body.detail.flatMap { Identifier($0) }.map { names.detailNumber($0) }
    self = .factRecorded(
      UInt32(names.keyNumber(body.person)),
      PersonState.Fact(body.fact, from: body.from, to: body.to, detail: detail))
  }

  init(_ body: PaymentOrdered, numbering names: inout some NameNumbering) {
    self = .ordered(NumberedPayment(body.person, body.scheme, body.month, body.amount, body.batch, &names))
  }

  init(_ body: Paid, numbering names: inout some NameNumbering) {
    let payment = NumberedPayment(body.person, body.scheme, body.month, body.amount, body.batch, &names)
    self = .paid(payment, reference: BankAnswer.fingerprint(body.reference))
  }

  init(_ body: PaymentReturned, numbering names: inout some NameNumbering) {
    let payment = NumberedPayment(body.person, body.scheme, body.month, body.amount, body.batch, &names)
    self = .returned(payment, code: BankAnswer.fingerprint(body.code))
  }

  /// The payment; nil for an event about none.
  var payment: NumberedPayment? {
    switch self {
    case .contributed, .factRecorded: nil
    case .ordered(let payment), .paid(let payment, _), .returned(let payment, _): payment
    }
  }

  /// The same about a payment with other numbers.
  fileprivate func with(_ payment: NumberedPayment) -> NumberedEvent {
    switch self {
    case .contributed, .factRecorded: self
    case .ordered: .ordered(payment)
    case .paid(_, let reference): .paid(payment, reference: reference)
    case .returned(_, let code): .returned(payment, code: code)
    }
  }

  /// The type and the person's number.
  public var subject: (type: EventType, person: UInt32) {
    switch self {
    case .contributed(let person, _): (.contributed, person)
    case .factRecorded(let person, _): (.factRecorded, person)
    case .ordered(let payment): (.paymentOrdered, payment.person)
    case .paid(let payment, _): (.paid, payment.person)
    case .returned(let payment, _): (.paymentReturned, payment.person)
    }
  }
}

extension NumberedEvent {
  /// Whether it has a day or month that no live entry could have had, the person's birth apart.
  fileprivate func isOdd(at recorded: Instant) -> Bool {
    switch self {
    case .contributed(_, let contribution):
      contribution.impossible(at: recorded) != nil || !Month.entered.contains(contribution.month)
        || !CivilDate.entered.contains(contribution.paidOn)
    case .factRecorded(_, let fact):
      !CivilDate.entered.contains(fact.from) || !(fact.isOpen || CivilDate.entered.contains(fact.to))
    case .ordered(let payment), .paid(let payment, _), .returned(let payment, _):
      !Month.entered.contains(payment.month)
    }
  }
}

/// The values that the three events of a payment share, with numbers for names.
public struct NumberedPayment: Sendable, BitwiseCopyable {
  var person: UInt32
  var scheme: UInt32
  var batch: UInt32
  var month: Month
  var amount: Fen

  /// Makes a payment.
  public init(person: UInt32, scheme: UInt32, batch: UInt32, month: Month, amount: Fen) {
    self.person = person
    self.scheme = scheme
    self.batch = batch
    self.month = month
    self.amount = amount
  }

  fileprivate init(
    _ person: Identifier, _ scheme: Identifier, _ month: Month, _ amount: Fen, _ batch: Identifier,
    _ names: inout some NameNumbering
  ) {
    self.init(
      person: UInt32(names.keyNumber(person)), scheme: names.schemeNumber(scheme), batch: names.batchNumber(batch),
      month: month, amount: amount)
  }
}

extension LedgerState {
  /// Takes in the next events.
  ///
  /// - Parameters:
  ///   - block: the events.
  ///   - watch: sees every event of a rare type that counts, with the state just before it.
  ///   - writer: receives the operators who recorded events of frequent types, each before the first of them.
  /// - Throws: ``PolicyError`` if a `policy-adopted` holds a pack that this program cannot read; it is the event before
  ///   ``size``.
  public mutating func evolve(
    _ block: EventBlock, before watch: ((Event, LedgerState) -> Void)? = nil,
    writer: ((EventBlock.Writer, LedgerState) -> Void)? = nil
  ) throws(PolicyError) {
    var writers = block.writers[...]
    var numbers = BlockNumbers(block, in: self)
    for (sequence, month) in block.months { bookMonths.begin(month, with: sequence) }
    for (position, step) in block.steps.enumerated() {
      while let next = writers.first, next.sequence == block.first + UInt64(position) {
        writer?(next, self)
        writers.removeFirst()
      }
      switch step {
      case .frequent(let event): take(event, at: block.first + UInt64(position), known: &numbers)
      case .other(let index):
        watch?(block.others[index], self)
        try evolve(block.others[index])
      case .annulled: break
      case .passedOver(let index):
        passOver(block.passedOver[index].event, annulledBy: block.passedOver[index].annulment)
      }
    }
    guard let last = block.lastRecorded else { return }
    size = block.first + UInt64(block.count)
    lastRecorded = last
    if let acted = block.lastFrequent { lastActed = max(lastActed ?? acted, acted) }
  }

  /// Takes in an event of a frequent type, its names being numbers of the state's.
  mutating func take(_ event: NumberedEvent, at sequence: UInt64) {
    var numbers = OwnNumbers()
    take(event, at: sequence, known: &numbers)
  }

  @inline(__always)
  private mutating func take(_ event: NumberedEvent, at sequence: UInt64, known numbers: inout some StateNumbers) {
    switch event {
    // Each number is looked up in a statement of its own: within the expression, the whole state would be copied.
    case .contributed(let person, let contribution):
      let key = numbers.person(person, &self)
      let home = joins.home(key)
      people[home].contribute(contribution)
    case .factRecorded(let person, let fact):
      let key = numbers.person(person, &self)
      let home = joins.home(key)
      let numbered = numbers.fact(fact, &self)
      people[home].facts.append(numbered)
      factsSeen |= 1 << fact.ordinal
    case .ordered(let payment), .paid(let payment, _), .returned(let payment, _):
      take(event, of: numbers.payment(payment, &self), at: sequence)
    }
  }

  /// Takes in an order or an answer, its names being numbers of the state's.
  @inline(__always)
  private mutating func take(_ event: NumberedEvent, of payment: NumberedPayment, at sequence: UInt64) {
    var isJournaled = false
    var hasComeBack = false
    var told: (confirmation: ClaimState.Movement?, paidAt: UInt64?)?
    withItem(payment) { item in
      if item.isTold(by: event) { told = (item.tellByMovements(), item.isPaid ? item.firstPaid : nil) }
      item.take(event, at: sequence)
      (isJournaled, hasComeBack) = (item.isJournaled, item.isReturned)
    }
    if let told { tell(event, of: payment, at: sequence, behind: told.confirmation, paidAt: told.paidAt) }
    if hasComeBack { countOffsets(beside: payment, at: sequence) }
    switch event {
    case .ordered:
      // A person who is folded again brings older orders once more.
      batches[Int(payment.batch)].lastOrdered = max(batches[Int(payment.batch)].lastOrdered ?? 0, sequence)
    case .paid:
      let person = joins.home(Int(payment.person))
      if people[person].contributions(for: payment.month).isEmpty { people[person].wasPaidEarly = true }
    case .returned, .contributed, .factRecorded: break
    }
    if isJournaled {
      reversals.journals[Reversals.ItemKey(payment)]?.events.append((sequence, event.with(payment)))
    }
  }

  /// Adds the movement of a bank's answer to the movements of its claim.
  private mutating func tell(
    _ event: NumberedEvent, of payment: NumberedPayment, at sequence: UInt64,
    behind confirmation: ClaimState.Movement?, paidAt: UInt64?
  ) {
    let kind: ClaimState.Movement.Kind
    switch event {
    case .contributed, .factRecorded, .ordered: return
    case .paid: kind = .paid
    case .returned: kind = paidAt.map { .bounced($0) } ?? .returned
    }
    withClaim(of: payment) { claim in
      if let confirmation { claim.movements.append(confirmation) }
      claim.movements.append(ClaimState.Movement(sequence: sequence, kind: kind, amount: payment.amount))
    }
  }

  /// Changes the claim that a payment is of.
  mutating func withClaim(of payment: NumberedPayment, _ body: (inout ClaimState) -> Void) {
    let person = joins.home(Int(payment.person))
    let claim = people[person].claimIndex(payment.scheme)
    body(&people[person].claims[claim])
  }

  /// Counts again the offsets of the claim that a payment is of.
  mutating func countOffsets(beside payment: NumberedPayment, at sequence: UInt64) {
    let person = joins.home(Int(payment.person))
    countOffsets(ofPersonAt: person, people[person].claimIndex(payment.scheme), at: sequence)
  }

  @inline(__always)
  mutating func withItem(_ payment: NumberedPayment, _ body: (inout ClaimState.PaymentItem) -> Void) {
    let (person, key) = (joins.home(Int(payment.person)), joins.place(ofKey: payment.person))
    let claim = people[person].claimIndex(payment.scheme)
    let item = people[person].claims[claim].itemIndex(payment.month, payment.batch, key: key)
    body(&people[person].claims[claim].items[item])
  }
}

/// Maps an event's number for a name to the number that the state has given it.
private protocol StateNumbers {
  mutating func person(_ number: UInt32, _ state: inout LedgerState) -> Int
  mutating func payment(_ payment: NumberedPayment, _ state: inout LedgerState) -> NumberedPayment
  mutating func fact(_ fact: PersonState.Fact, _ state: inout LedgerState) -> PersonState.Fact
}

/// The state's numbers themselves.
private struct OwnNumbers: StateNumbers {
  func person(_ number: UInt32, _ state: inout LedgerState) -> Int { Int(number) }
  func payment(_ payment: NumberedPayment, _ state: inout LedgerState) -> NumberedPayment { payment }
  func fact(_ fact: PersonState.Fact, _ state: inout LedgerState) -> PersonState.Fact { fact }
}

/// The numbers that the state has given to a block's names, found at their first use: names are numbered in the order of
/// the events, as if these came one by one.
private struct BlockNumbers: StateNumbers {
  private var persons: KnownNumbers
  private var schemes: KnownNumbers
  private var batches: KnownNumbers
  private var details: KnownNumbers

  /// Looks up the names that the state knows.
  ///
  /// One after the other, and the persons' states right after them: the processor waits for many places of memory at once,
  /// while the fold would wait for each in turn.
  init(_ block: EventBlock, in state: LedgerState) {
    persons = KnownNumbers(block.names.persons, in: state.persons)
    schemes = KnownNumbers(block.names.schemes, in: state.schemes)
    batches = KnownNumbers(block.names.batches, in: state.batchNames)
    details = KnownNumbers(block.names.details, in: state.details)
    var touched = 0
    for person in persons.numbers { if let person { touched &+= state.people[Int(person)].touch() } }
    withExtendedLifetime(touched) {}
  }

  mutating func person(_ number: UInt32, _ state: inout LedgerState) -> Int {
    Int(persons.number(of: number) { UInt32(state.keyNumber($0)) })
  }

  mutating func fact(_ fact: PersonState.Fact, _ state: inout LedgerState) -> PersonState.Fact {
    guard let detail = fact.detail else { return fact }
    return PersonState.Fact(
      ordinal: fact.ordinal, from: fact.from, to: fact.to,
      detail: details.number(of: detail) { state.detailNumber($0) })
  }

  mutating func payment(_ payment: NumberedPayment, _ state: inout LedgerState) -> NumberedPayment {
    let scheme = schemes.number(of: payment.scheme) { state.schemeNumber($0) }
    let batch = batches.number(of: payment.batch) { state.batchNumber($0) }
    return NumberedPayment(
      person: UInt32(person(payment.person, &state)), scheme: scheme, batch: batch, month: payment.month,
      amount: payment.amount)
  }
}

/// The numbers that one of the state's tables has for the names of a block.
private struct KnownNumbers {
  private let names: IdentifierTable
  /// By the block's numbers; nil if the state has not seen the name.
  private(set) var numbers: [UInt32?]

  init(_ names: IdentifierTable, in table: IdentifierTable) {
    self.names = names
    numbers = table.numbers(of: names)
  }

  /// The state's number of a name.
  ///
  /// - Parameters:
  ///   - number: the block's number of it.
  ///   - add: gives a name that comes for the first time its number.
  /// - Returns: the state's number.
  @inline(__always)
  mutating func number(of number: UInt32, add: (Identifier) -> UInt32) -> UInt32 {
    if let known = numbers[Int(number)] { return known }
    let new = add(names[number])
    numbers[Int(number)] = new
    return new
  }
}
