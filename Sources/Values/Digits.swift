/// The one place that turns numbers, dates and instants into ASCII digits and back.
///
/// It appends to a byte buffer, because the log and the JSON outputs are byte buffers and formatters cost a hundred
/// times as much.
public struct Digits: Sendable {
  /// The bytes written so far.
  public var bytes: [UInt8]

  /// Starts with these bytes.
  public init(_ bytes: [UInt8] = []) { self.bytes = bytes }

  /// Appends an integer in decimal.
  public mutating func integer(_ number: Int64) {
    if number < 0 { bytes.append(UInt8(ascii: "-")) }
    unsigned(number.magnitude)
  }

  /// Appends a number that is not negative in decimal.
  public mutating func unsigned(_ number: UInt64) {
    if number < 10 {
      bytes.append(UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: number))
      return
    }
    var length = 0
    var rest = number
    while rest > 0 {
      rest /= 10
      length += 1
    }
    let end = bytes.count + length
    for _ in 0..<length { bytes.append(0) }
    rest = number
    var position = end
    while rest > 0 {
      position -= 1
      bytes[position] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
    }
  }

  /// Appends a month, `2024-11`.
  public mutating func month(_ month: Month) {
    padded(month.year, 4)
    bytes.append(UInt8(ascii: "-"))
    padded(month.number, 2)
  }

  /// Appends a date, `2024-12-05`.
  public mutating func date(_ date: CivilDate) {
    let (year, month, day) = date.parts
    padded(year, 4)
    bytes.append(UInt8(ascii: "-"))
    padded(month, 2)
    bytes.append(UInt8(ascii: "-"))
    padded(day, 2)
  }

  /// Appends an instant, `2024-12-06T01:30:00Z`.
  public mutating func instant(_ instant: Instant) {
    var (days, rest) = Int(instant.seconds).quotientAndRemainder(dividingBy: 86_400)
    if rest < 0 { (days, rest) = (days - 1, rest + 86_400) }
    date(CivilDate(days: Int32(clamping: days)))
    bytes.append(UInt8(ascii: "T"))
    padded(rest / 3_600, 2)
    bytes.append(UInt8(ascii: ":"))
    padded(rest / 60 % 60, 2)
    bytes.append(UInt8(ascii: ":"))
    padded(rest % 60, 2)
    bytes.append(UInt8(ascii: "Z"))
  }

  private mutating func padded(_ number: Int, _ width: Int) {
    var divisor = width == 4 ? 1_000 : 10
    while divisor > 0 {
      bytes.append(UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: number / divisor % 10))
      divisor /= 10
    }
  }

  static func of(_ write: (inout Digits) -> Void) -> [UInt8] {
    var digits = Digits()
    write(&digits)
    return digits.bytes
  }

  /// Reads `count` ASCII digits; nil if a byte is not a digit.
  static func read(_ bytes: [UInt8], _ start: Int, _ count: Int) -> Int? {
    var number = 0
    for position in start..<start + count {
      let digit = bytes[position] &- UInt8(ascii: "0")
      guard digit < 10 else { return nil }
      number = number * 10 + Int(digit)
    }
    return number
  }
}
