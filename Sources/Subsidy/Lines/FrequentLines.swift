import JSONText
import Policy
public import Values

/// Reads the lines of the five types that make up nearly all of a log, as the writer writes them, straight into the form that
/// the fold takes.
///
/// It only takes a short cut: ``EventLine`` reads the same event from every line that it reads, and gets all other lines
/// (another type, another order, an escape, a fault), for which it also names the error. Names, times and dates that came
/// before are recognised by their bytes.
///
/// > Precondition: the lines are UTF-8, as the log's reader has made sure.
public struct FrequentLines: ~Copyable {
  /// An event that was read.
  public struct Found {
    /// When it was recorded.
    public let recorded: Instant
    /// The sender's own id; nil if it has none.
    public let id: QuotedName?
    /// The event, its names as numbers of the block's.
    public let event: NumberedEvent
  }

  /// The types.
  public static let types: Set<EventType> = [.contributed, .factRecorded, .paymentOrdered, .paid, .paymentReturned]

  private let bytes: [UInt8]
  private var position = 0
  private var recorded = Known<Instant>()
  private var date = Known<CivilDate>()
  private var month = Known<Month>()
  private var by = KnownName()
  private var key = KnownName()
  private var scheme = KnownName()
  private var batch = KnownName()

  /// The operator who recorded the event that was read last.
  public var lastBy: Identifier? {
    let count = by.range.count - 1
    return count > 0 ? Identifier(bytes: bytes, at: by.range.lowerBound, count: count) : nil
  }

  /// Begins with a block.
  public init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Reads a line.
  ///
  /// - Parameters:
  ///   - line: the range of the line in the block, without its newline.
  ///   - sequence: the number it must have.
  ///   - names: the names of the block of events.
  /// - Returns: the event; nil if ``EventLine`` has to read the line.
  public mutating func read(_ line: Range<Int>, expecting sequence: UInt64, _ names: inout EventBlock.Names) -> Found? {
    position = line.lowerBound
    guard take(LineHead.sequence), number() == Int64(sequence), take(LineHead.type), let type = type(),
      take(LineHead.recorded), let recorded = instant(), take(LineHead.by), let by = takeName(by)
    else { return nil }
    self.by = by
    if take(LineHead.key) {
      guard let key = takeName(key) else { return nil }
      self.key = key
    }
    var id: QuotedName?
    if take(LineHead.id) {
      let start = position
      guard text() != nil, let name = QuotedName(bytes, at: start) else { return nil }
      id = name
    }
    guard take(LineHead.person), let person = person(&names),
      let event = body(type, person, &names), take("}"), position == line.upperBound
    else { return nil }
    return Found(recorded: recorded, id: id, event: event)
  }

  private enum FrequentType { case contributed, factRecorded, paymentOrdered, paid, paymentReturned }

  @inline(__always)
  private mutating func type() -> FrequentType? {
    if take("contributed\"") { return .contributed }
    if take("paid\"") { return .paid }
    if take("payment-") {
      if take("ordered\"") { return .paymentOrdered }
      return take("returned\"") ? .paymentReturned : nil
    }
    return take("fact-recorded\"") ? .factRecorded : nil
  }

  @inline(__always)
  private mutating func body(
    _ type: FrequentType, _ person: UInt32, _ names: inout EventBlock.Names
  ) -> NumberedEvent? {
    switch type {
    case .contributed: return contributed(person)
    case .factRecorded: return factRecorded(person, &names)
    case .paymentOrdered:
      guard let payment = payment(person, &names) else { return nil }
      return .ordered(payment)
    case .paid:
      guard let payment = payment(person, &names) else { return nil }
      guard take(",\"reference\":\"") else { return .paid(payment, reference: BankAnswer.fingerprint(nil)) }
      guard let reference = text() else { return nil }
      return .paid(payment, reference: BankAnswer.fingerprint(bytes: bytes[reference]))
    case .paymentReturned:
      guard let payment = payment(person, &names), take(",\"code\":\""), let code = text() else { return nil }
      return .returned(payment, code: BankAnswer.fingerprint(bytes: bytes[code]))
    }
  }

  private mutating func contributed(_ person: UInt32) -> NumberedEvent? {
    guard take(",\"month\":\""), let month = monthOf(), take(",\"amountFen\":"), let amount = number(),
      take(",\"paidOn\":\""), let paidOn = dateOf(), take(",\"source\":\""), text() != nil
    else { return nil }
    return .contributed(person, PersonState.Contribution(month: month, paidOn: paidOn, amount: Fen(amount)))
  }

  private mutating func factRecorded(_ person: UInt32, _ names: inout EventBlock.Names) -> NumberedEvent? {
    guard take(",\"fact\":\""), let fact = name(), let ordinal = FrequentLines.facts.number(of: fact, in: bytes),
      take(",\"from\":\""), let from = dateOf()
    else { return nil }
    var to: CivilDate?
    if take(",\"to\":\"") {
      to = dateOf()
      if to == nil { return nil }
    }
    guard take(",\"source\":\""), text() != nil else { return nil }
    var detail: UInt32?
    if take(",\"detail\":\"") {
      let start = position
      guard text() != nil else { return nil }
      // A detail that is not a name is not a code either, and no rule asks for it.
      detail = QuotedName(bytes, at: start).flatMap { Identifier($0, in: bytes) }.map { names.details.intern($0) }
    }
    return .factRecorded(
      person, PersonState.Fact(FactCode.allCases[Int(ordinal)], from: from, to: to, detail: detail))
  }

  @inline(__always)
  private mutating func payment(_ person: UInt32, _ names: inout EventBlock.Names) -> NumberedPayment? {
    guard take(",\"scheme\":\""), let scheme = takeName(scheme, in: &names.schemes),
      take(",\"month\":\""), let month = monthOf(), take(",\"amountFen\":"), let amount = number(),
      take(",\"batch\":\""), let batch = takeName(batch, in: &names.batches)
    else { return nil }
    self.scheme = scheme
    self.batch = batch
    return NumberedPayment(
      person: person, scheme: scheme.number, batch: batch.number, month: month, amount: Fen(amount))
  }

  /// The codes of facts by ``FactCode/ordinal``.
  private static let facts: IdentifierTable = {
    var table = IdentifierTable()
    for code in FactCode.allCases {
      guard let name = Identifier(code.rawValue) else { preconditionFailure("a code has the form of a name") }
      _ = table.intern(name)
    }
    return table
  }()
}

// The primitives. Each moves past the bytes it took; after a failure the position does not matter.
extension FrequentLines {
  /// Eight bytes, the first one lowest; zero if the block ends before.
  @inline(__always)
  fileprivate func word(_ offset: Int) -> UInt64 {
    guard offset >= 0, offset + 8 <= bytes.count else { return 0 }
    return unsafe bytes.withUnsafeBytes {
      unsafe UInt64(littleEndian: $0.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }
  }

  /// Moves past bytes that must come next, at most sixteen of them.
  @inline(__always)
  fileprivate mutating func take(_ text: StaticString) -> Bool {
    let isThere = text.stands(in: bytes, at: position)
    if isThere { position += text.utf8CodeUnitCount }
    return isThere
  }

  /// A whole number, 0 to 10^12.
  @inline(__always)
  fileprivate mutating func number() -> Int64? {
    guard let (value, next) = bytes.wholeNumber(at: position, upTo: bytes.count) else { return nil }
    position = next
    return Int64(value)
  }

  /// A name that may be known, and the quotation mark behind it.
  @inline(__always)
  fileprivate mutating func name() -> QuotedName? {
    guard let name = QuotedName(bytes, at: position) else { return nil }
    position = name.end + 1
    return name
  }

  /// A name and its last place.
  fileprivate struct KnownName {
    /// With the quotation mark behind it; empty before the first.
    var range = 0..<0
    /// Its number, if such names have any.
    var number: UInt32 = 0
  }

  /// A name without a number that is most often that of a line before, and the quotation mark behind it.
  @inline(__always)
  fileprivate mutating func takeName(_ known: KnownName) -> KnownName? {
    if takeAgain(known.range) { return known }
    guard let name = name(), Identifier(name, in: bytes) != nil else { return nil }
    return KnownName(range: name.start..<position)
  }

  /// A name with a number, as ``takeName(_:)``.
  ///
  /// - Parameters:
  ///   - known: the last one.
  ///   - names: the table that numbers such names.
  /// - Returns: the name's place and number; nil if there is none.
  @inline(__always)
  fileprivate mutating func takeName(_ known: KnownName, in names: inout IdentifierTable) -> KnownName? {
    if takeAgain(known.range) { return known }
    guard let name = name(), let number = names.intern(name, in: bytes) else { return nil }
    return KnownName(range: name.start..<position, number: number)
  }

  /// Moves past the bytes of an earlier place if they come again.
  @inline(__always)
  private mutating func takeAgain(_ range: Range<Int>) -> Bool {
    guard !range.isEmpty, position + range.count + 8 <= bytes.count else { return false }
    var left = range.count
    var (known, next) = (range.lowerBound, position)
    while left > 8 {
      guard word(known) == word(next) else { return false }
      (left, known, next) = (left - 8, known + 8, next + 8)
    }
    guard (word(known) ^ word(next)) << UInt64(64 - 8 * left) == 0 else { return false }
    position += range.count
    return true
  }

  @inline(__always)
  fileprivate mutating func person(_ names: inout EventBlock.Names) -> UInt32? {
    name().flatMap { names.persons.intern($0, in: bytes, where: \.isPersonKey) }
  }

  /// A text of at least one byte without escapes and control characters, and the quotation mark behind it.
  @inline(__always)
  fileprivate mutating func text() -> Range<Int>? {
    let start = position
    while true {
      guard position + 8 <= bytes.count else { return nil }
      let word = word(position)
      let special =
        Lanes.first(UInt8(ascii: "\""), in: word) | Lanes.first(UInt8(ascii: "\\"), in: word)
        | Lanes.first(below: 0x20, in: word) | Lanes.first(0x7F, in: word)
      if special != 0 {
        let end = position + special.trailingZeroBitCount / 8
        guard bytes[end] == UInt8(ascii: "\""), end > start else { return nil }
        position = end + 1
        return start..<end
      }
      position += 8
    }
  }

  /// A value and the bytes that it was last read from.
  fileprivate struct Known<Value> {
    var bytes: (UInt64, UInt64, UInt32) = (0, 0, 0)
    var value: Value?
  }

  @inline(__always)
  fileprivate mutating func instant() -> Instant? {
    let found = (word(position), word(position + 8), UInt32(truncatingIfNeeded: word(position + 16)))
    if found != recorded.bytes || recorded.value == nil {
      guard position + 20 <= bytes.count else { return nil }
      recorded = Known(bytes: found, value: Instant(bytes: bytes, at: position, count: 20))
    }
    position += 20
    return take("\"") ? recorded.value : nil
  }

  @inline(__always)
  fileprivate mutating func dateOf() -> CivilDate? {
    let found = (word(position), word(position + 8) & 0xFFFF, UInt32(0))
    if found != date.bytes || date.value == nil {
      guard position + 10 <= bytes.count else { return nil }
      date = Known(bytes: found, value: CivilDate(bytes: bytes, at: position, count: 10))
    }
    position += 10
    return take("\"") ? date.value : nil
  }

  @inline(__always)
  fileprivate mutating func monthOf() -> Month? {
    let found = (word(position) & 0xFF_FFFF_FFFF_FFFF, UInt64(0), UInt32(0))
    if found != month.bytes || month.value == nil {
      guard position + 7 <= bytes.count else { return nil }
      month = Known(bytes: found, value: Month(bytes: bytes, at: position, count: 7))
    }
    position += 7
    return take("\"") ? month.value : nil
  }
}
