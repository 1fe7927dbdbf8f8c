public import Policy
public import Values

/// Consecutive events in the form that the fold takes them: the frequent ones small, their names as numbers.
///
/// An ``Event`` holds its names whole, several hundred bytes of them. A replay of millions makes blocks on many threads
/// and folds them in order on one; what is folded has to be small, and a name is looked up once in a block and not in
/// every event. ``LedgerState/evolve(_:)-(EventBlock)`` gives what folding the events one by one gives.
public struct EventBlock: Sendable {
  /// The sequence number of the first event.
  public let first: UInt64
  /// When the first event was recorded; nil for an empty block.
  public private(set) var firstRecorded: Instant?
  /// When the last event was recorded; nil for an empty block.
  public private(set) var lastRecorded: Instant?
  /// When the last event of a frequent type was recorded that counts; nil where there is none.
  private(set) var lastFrequent: Instant?
  /// How many events there are.
  public var count: Int { steps.count }

  private(set) var steps: [NumberedEvent] = []
  private(set) var others: [Event] = []
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

    /// No names.
    ///
    /// - Parameter capacity: how many persons are expected.
    public init(capacity: Int) { persons = IdentifierTable(capacity: capacity) }
  }

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
  ///   - isAnnulled: whether it counts as never having happened.
  public mutating func append(_ event: Event, isAnnulled: Bool) {
    precondition(event.sequence == first + UInt64(steps.count), "events come without gaps")
    append(isAnnulled ? .annulled : numbered(event), recorded: event.recorded)
  }

  /// Adds the next event in the form in which it is kept.
  ///
  /// - Parameters:
  ///   - event: the event, whose names are numbers of ``names``.
  ///   - recorded: when it was recorded.
  public mutating func append(_ event: NumberedEvent, recorded: Instant) {
    if firstRecorded == nil { firstRecorded = recorded }
    lastRecorded = recorded
    switch event {
    case .contributed, .factRecorded, .ordered, .paid, .returned: lastFrequent = recorded
    case .other, .annulled: break
    }
    steps.append(event)
  }

  private mutating func numbered(_ event: Event) -> NumberedEvent {
    switch event.body {
    case .contributed(let body): return .contributed(names.persons.intern(body.person), PersonState.Contribution(body))
    case .factRecorded(let body): return .factRecorded(names.persons.intern(body.person), PersonState.Fact(body))
    case .paymentOrdered(let body):
      return .ordered(payment(body.person, body.scheme, body.month, body.amount, body.batch))
    case .paid(let body):
      let payment = payment(body.person, body.scheme, body.month, body.amount, body.batch)
      return .paid(payment, reference: BankAnswer.mark(body.reference))
    case .paymentReturned(let body):
      let payment = payment(body.person, body.scheme, body.month, body.amount, body.batch)
      return .returned(payment, code: BankAnswer.mark(body.code))
    default:
      others.append(event)
      return .other(others.count - 1)
    }
  }

  private mutating func payment(
    _ person: Identifier, _ scheme: Identifier, _ month: Month, _ amount: Fen, _ batch: Identifier
  ) -> NumberedPayment {
    NumberedPayment(
      person: names.persons.intern(person), scheme: names.schemes.intern(scheme), batch: names.batches.intern(batch),
      month: month,
      amount: amount)
  }
}

/// An event whose names are numbers of tables: those of its block, or those of the state.
///
/// It holds what the fold needs and nothing else: no operator, no source.
public enum NumberedEvent: Sendable, BitwiseCopyable {
  /// Social insurance paid for a month, by the person's number.
  case contributed(UInt32, PersonState.Contribution)
  /// A fact, by the person's number.
  case factRecorded(UInt32, PersonState.Fact)
  /// An item of a batch.
  case ordered(NumberedPayment)
  /// The bank's confirmation, with the mark of its reference.
  case paid(NumberedPayment, reference: UInt32)
  /// The bank's refusal, with the mark of its code.
  case returned(NumberedPayment, code: UInt32)
  /// One of the rare ones, by its position among the block's whole events.
  case other(Int)
  /// It counts as never having happened.
  case annulled
}

extension NumberedEvent {
  /// The type and the person's number of an event that is held as numbers; nil for the others.
  public var subject: (type: EventType, person: UInt32)? {
    switch self {
    case .contributed(let person, _): (.contributed, person)
    case .factRecorded(let person, _): (.factRecorded, person)
    case .ordered(let payment): (.paymentOrdered, payment.person)
    case .paid(let payment, _): (.paid, payment.person)
    case .returned(let payment, _): (.paymentReturned, payment.person)
    case .other, .annulled: nil
    }
  }
}

/// What the three events of a payment share, with numbers for names.
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
}

extension LedgerState {
  /// Takes the next events in.
  ///
  /// - Parameters:
  ///   - block: the events.
  ///   - watch: sees every event of a rare type that counts, with the state just before it.
  /// - Throws: ``PolicyError`` where a `policy-adopted` holds a pack that this program cannot read; it is the event
  ///   before ``size``.
  public mutating func evolve(
    _ block: EventBlock, before watch: ((Event, LedgerState) -> Void)? = nil
  ) throws(PolicyError) {
    var numbers = BlockNumbers(block, in: self)
    for (position, step) in block.steps.enumerated() {
      switch step {
      case .contributed(let person, let contribution):
        people[numbers.person(person, &self)].contribute(contribution)
      case .factRecorded(let person, let fact): people[numbers.person(person, &self)].facts.append(fact)
      case .ordered(let payment): order(numbers.payment(payment, &self))
      case .paid(let payment, let reference):
        pay(numbers.payment(payment, &self), reference: reference, sequence: block.first + UInt64(position))
      case .returned(let payment, let code): takeBack(numbers.payment(payment, &self), code: code)
      case .other(let index):
        watch?(block.others[index], self)
        try evolve(block.others[index])
      case .annulled: break
      }
    }
    guard let last = block.lastRecorded else { return }
    size = block.first + UInt64(block.count)
    lastRecorded = last
    if let acted = block.lastFrequent { lastActed = max(lastActed ?? acted, acted) }
  }
}

/// The numbers that the state has given to a block's names, found at their first use: names are numbered in the order of
/// the events, as if these came one by one.
private struct BlockNumbers {
  private var persons: KnownNumbers
  private var schemes: KnownNumbers
  private var batches: KnownNumbers

  /// Looks the names up that the state knows.
  ///
  /// One after the other, and the persons' states right after them: the processor waits for many places of memory at
  /// once, where the fold would wait for each in turn.
  init(_ block: EventBlock, in state: LedgerState) {
    persons = KnownNumbers(block.names.persons, in: state.persons)
    schemes = KnownNumbers(block.names.schemes, in: state.schemes)
    batches = KnownNumbers(block.names.batches, in: state.batchNames)
    var touched = 0
    for person in persons.numbers { if let person { touched &+= state.people[Int(person)].touch() } }
    withExtendedLifetime(touched) {}
  }

  mutating func person(_ number: UInt32, _ state: inout LedgerState) -> Int {
    Int(persons.number(of: number) { UInt32(state.personNumber($0)) })
  }

  mutating func payment(_ payment: NumberedPayment, _ state: inout LedgerState) -> NumberedPayment {
    let scheme = schemes.number(of: payment.scheme) { state.schemeNumber($0) }
    let batch = batches.number(of: payment.batch) { state.batchNumber($0) }
    return NumberedPayment(
      person: UInt32(person(payment.person, &state)), scheme: scheme, batch: batch, month: payment.month,
      amount: payment.amount)
  }
}

/// What one of the state's tables calls the names of a block.
private struct KnownNumbers {
  private let names: IdentifierTable
  /// By the block's numbers; nil where the state has not seen the name.
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
