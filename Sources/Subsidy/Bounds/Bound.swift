import Values

/// The bounds of an entry's value that follow from its meaning, if its form alone would allow more.
///
/// Bounds hold for values that are taken in, live, in a history or by an adoption; never for reading a log, which keeps its
/// meaning with any values.
///
/// > Source: contract 3 section 5, "Bounds".
public enum Bound: String, CaseIterable, Hashable, Sendable {
  /// A civil date.
  case day
  /// A calendar month.
  case month
  /// A point in time.
  case instant
  /// A number of months: enjoyed elsewhere, granted or added.
  case months
  /// A monthly income in fen.
  case income
  /// How many persons, items, rows or entries there are.
  case count
  /// A text that names something: a source, a channel, a number of a receipt.
  case name
  /// A text that makes a statement: a reason, a note.
  case sentence
  /// A character of a text, whichever its size: no control character and none that turns the direction of writing.
  case character
  /// How many reasons, materials or items are listed.
  case list
  /// How many months a demand names.
  case demands
  /// How many persons a sample names.
  case drawn
  /// The whole line of an event.
  case line

  /// The unit in which a bound counts.
  public enum Unit: Hashable, Sendable {
    /// The value itself.
    case value
    /// Bytes of UTF-8.
    case bytes
    /// Elements of an array.
    case elements
    /// A character.
    case character
  }

  /// The least allowed, as an entry writes it.
  public var least: String {
    switch self {
    case .character: "U+0020"
    case .day: CivilDate.entered.lowerBound.description
    case .month: Month.entered.lowerBound.description
    case .instant: Instant.entered.lowerBound.description
    case .months, .income, .count, .name, .sentence, .list, .demands, .drawn, .line: "\(numbers.lowerBound)"
    }
  }

  /// The most allowed, as an entry writes it.
  public var most: String {
    switch self {
    // The two code points behind it are not characters.
    case .character: "U+10FFFD"
    case .day: CivilDate.entered.upperBound.description
    case .month: Month.entered.upperBound.description
    case .instant: Instant.entered.upperBound.description
    case .months, .income, .count, .name, .sentence, .list, .demands, .drawn, .line: "\(numbers.upperBound)"
    }
  }

  /// The unit of ``least`` and ``most``.
  public var unit: Unit {
    switch self {
    case .day, .month, .instant, .months, .income, .count: .value
    case .name, .sentence, .line: .bytes
    case .list, .demands, .drawn: .elements
    case .character: .character
    }
  }

  /// Whether a number, or a number of bytes or elements, is allowed.
  public func allows(_ number: Int) -> Bool { numbers.contains(number) }

  /// The numbers allowed; of days, months and instants those of the units in which they count.
  var numbers: ClosedRange<Int> {
    switch self {
    case .day: Int(CivilDate.entered.lowerBound.days)...Int(CivilDate.entered.upperBound.days)
    case .month: Int(Month.entered.lowerBound.index)...Int(Month.entered.upperBound.index)
    case .instant: Int(Instant.entered.lowerBound.seconds)...Int(Instant.entered.upperBound.seconds)
    case .months: 0...Month.longestSpan
    case .income: 0...1_000_000_000
    case .count: 0...1_000_000_000
    case .name: 1...256
    case .sentence: 1...4_096
    case .list: 0...200
    case .demands: 1...Month.longestSpan
    case .drawn: 1...10_000
    case .line: 1...LogLine.longest
    case .character: 0x20...0x10FFFD
    }
  }
}

/// A value that is outside the bounds of its field's meaning.
public struct OutOfBounds: Hashable, Sendable {
  /// The field, as `prior.months`.
  public let field: String
  /// The value found, as an entry writes it; for texts and arrays how many bytes or elements, for a character its code.
  public let found: String
  /// The bound it exceeds.
  public let bound: Bound

  /// Makes a problem.
  public init(field: String, found: String, bound: Bound) {
    self.field = field
    self.found = found
    self.bound = bound
  }
}
