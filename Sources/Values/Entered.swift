// The values that may be entered: calendars reach from the year 1 to 9999, people's lives and papers do not.
//
// > Source: contract 3 section 5, "Bounds".

extension CivilDate {
  /// The days that an entry or a pack may name.
  public static var entered: ClosedRange<CivilDate> { CivilDate(days: -25_567)...CivilDate(days: 84_370) }
}

extension Month {
  /// The months that an entry or a pack may name.
  public static var entered: ClosedRange<Month> { Month(unchecked: 1900, 1)...Month(unchecked: 2200, 12) }

  /// The most months that a person can have enjoyed, be granted or be shown: a hundred years.
  public static var longestSpan: Int { 1_200 }
}

extension Instant {
  /// The instants that a history may name, those of ``CivilDate/entered`` in UTC.
  public static var entered: ClosedRange<Instant> {
    Instant(
      seconds: Int64(CivilDate.entered.lowerBound.days) * 86_400)...Instant(
        seconds: Int64(CivilDate.entered.upperBound.days) * 86_400 + 86_399)
  }
}

extension Int64 {
  /// This part of a whole in `parts` equal parts, rounded down: `3.scaled(to: 1000, of: 4)` is 750.
  ///
  /// - Parameters:
  ///   - parts: into how many parts the whole is divided.
  ///   - whole: the whole, above zero and at least this part.
  /// - Returns: a number from 0 to `parts`, for every part that is not negative.
  public func scaled(to parts: Int64, of whole: Int64) -> Int64 {
    whole.dividingFullWidth(multipliedFullWidth(by: parts)).quotient
  }
}

/// The lines of a log, and of the files of entries that become lines.
public enum LogLine {
  /// The longest line, its line feed left out.
  ///
  /// > Units: bytes.
  /// > Source: contract section 2; durability rule 1.
  public static var longest: Int { 65_535 }
}
