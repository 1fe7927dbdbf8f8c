/// A point in time to the second, written as RFC 3339 in UTC: `2024-12-06T01:30:00Z`.
///
/// > Units: seconds since 1970-01-01T00:00:00Z.
public struct Instant: Hashable, Comparable, Sendable, BitwiseCopyable {
  /// Seconds since 1970-01-01T00:00:00Z, leap seconds not counted.
  public let seconds: Int64

  /// Makes the instant that lies `seconds` after 1970-01-01T00:00:00Z.
  public init(seconds: Int64) { self.seconds = seconds }

  /// The civil date in China Standard Time: the date of the instant plus eight hours.
  ///
  /// The last eight hours of the year 9999 stay in it, so that every date that is read has a month.
  ///
  /// > Source: contract section 1.
  public var civilDate: CivilDate {
    let (sum, overflows) = seconds.addingReportingOverflow(8 * 3_600)
    let (days, rest) = (overflows ? Int64.max : sum).quotientAndRemainder(dividingBy: 86_400)
    return CivilDate(clampingDays: Int(rest < 0 ? days - 1 : days))
  }

  /// The date and time in China Standard Time, `2024-12-06 09:30:00`.
  public var chinaTime: String {
    let (day, time) = (civilDate, Int(seconds - Instant(startOf: civilDate).seconds))
    let written = String(decoding: Digits.of { $0.instant(Instant(seconds: Int64(time))) }, as: UTF8.self)
    return "\(day) \(written.dropFirst(11).dropLast())"
  }

  /// The same to the minute: `2024-12-06 09:30`.
  public var chinaMinute: String { String(chinaTime.dropLast(3)) }

  /// The first second of a civil date in China Standard Time.
  public init(startOf day: CivilDate) { self.init(seconds: Int64(day.days) * 86_400 - 8 * 3_600) }

  /// The last second of a civil date in China Standard Time.
  public init(endOf day: CivilDate) { self.init(seconds: Instant(startOf: day).seconds + 86_399) }

  /// Whether the first instant is the earlier one.
  public static func < (left: Instant, right: Instant) -> Bool { left.seconds < right.seconds }
}

extension Instant: CustomStringConvertible {
  /// The instant as the log writes it: `2024-12-06T01:30:00Z`.
  public var description: String { String(decoding: Digits.of { $0.instant(self) }, as: UTF8.self) }

  /// Reads an instant in its one text form; nil for offsets, fractions and anything else.
  public init?(_ text: some StringProtocol) {
    let bytes = Array(text.utf8)
    self.init(bytes: bytes, at: 0, count: bytes.count)
  }

  /// Reads an instant in a line of the log.
  ///
  /// - Parameters:
  ///   - bytes: the line or block that holds it.
  ///   - start: the offset of its first byte.
  ///   - count: how many bytes the value has; with any number but twenty it is not an instant.
  public init?(bytes: [UInt8], at start: Int, count: Int) {
    guard count == 20, bytes[start + 10] == UInt8(ascii: "T"), bytes[start + 13] == UInt8(ascii: ":"),
      bytes[start + 16] == UInt8(ascii: ":"), bytes[start + 19] == UInt8(ascii: "Z"),
      let date = CivilDate(bytes: bytes, at: start, count: 10),
      let hour = Digits.read(bytes, start + 11, 2), hour < 24,
      let minute = Digits.read(bytes, start + 14, 2), minute < 60,
      let second = Digits.read(bytes, start + 17, 2), second < 60
    else { return nil }
    self.init(seconds: Int64(date.days) * 86_400 + Int64(hour * 3_600 + minute * 60 + second))
  }
}
