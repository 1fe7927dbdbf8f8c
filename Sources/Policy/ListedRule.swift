public import Values

/// One entry of a list in a document: a group of persons, a requirement, a reason to leave.
public struct ListedRule: Hashable, Sendable {
  /// The code by which events and papers name it: `disabled`, `labour-record`.
  public let code: String
  /// The document's own words.
  public let chinese: String
  /// The same in English.
  public let english: String
  /// The clause; nil if the entry rests on an interpretation alone.
  public let clause: String?
}

/// A part of the year, the same every year: `03-01/11-30`, both days included.
public struct YearWindow: Hashable, Sendable, CustomStringConvertible {
  /// The first day as month times 100 plus day.
  let first: Int
  /// The last day in the same form.
  let last: Int

  private init(first: Int, last: Int) {
    self.first = first
    self.last = last
  }

  /// Reads `MM-DD/MM-DD`, the first day not after the last; nil for anything else and for days that not every year has.
  public init?(_ text: some StringProtocol) {
    let days = text.split(separator: "/", omittingEmptySubsequences: false).map { YearWindow.day(String($0)) }
    guard days.count == 2, let first = days[0], let last = days[1], first <= last else { return nil }
    self.init(first: first, last: last)
  }

  private static func day(_ text: String) -> Int? {
    // A year without a 29 February, so that the window has its days in every year.
    guard text.utf8.count == 5, let date = CivilDate("2021-\(text)") else { return nil }
    return date.parts.month * 100 + date.parts.day
  }

  /// Whether a date lies in the window of its year.
  public func contains(_ date: CivilDate) -> Bool {
    let day = date.parts.month * 100 + date.parts.day
    return (first...last).contains(day)
  }

  /// The window's last day in a year.
  public func lastDay(in year: Int) -> CivilDate? {
    CivilDate(YearWindow.text(year: year, last))
  }

  /// The text that ``init(_:)`` reads.
  public var description: String { "\(YearWindow.text(first))/\(YearWindow.text(last))" }

  private static func text(_ day: Int) -> String { "\(two(day / 100))-\(two(day % 100))" }
  private static func text(year: Int, _ day: Int) -> String { "\(year)-\(text(day))" }
  private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
