import Subsidy
import Values
import Vault

/// Texts of a file that spreadsheets take for formulas: never refused, since a name is what it is, and always told.
public struct FormulaTexts: Sendable {
  /// Where one stands.
  public struct Place: Hashable, Sendable {
    /// The line of the file.
    public let line: Int
    /// The field, as `private.name`.
    public let field: String
    /// The sign that it begins with.
    public let sign: Unicode.Scalar
  }

  /// More of them than these say no more to a reader.
  static let mostPlaces = 100

  /// The first hundred.
  public private(set) var places: [Place] = []
  /// How many there are.
  public private(set) var count = 0

  /// Brings the places into the order of the file.
  mutating func sort() { places.sort { $0.line < $1.line } }

  /// Adds those of an entry that was taken.
  mutating func note(_ body: EventBody, _ privateData: PrivateData?, line: Int) {
    for (field, sign) in body.formulaTexts { note(field, sign, line: line) }
    for (field, sign) in privateData?.formulaFields ?? [] { note("private.\(field.rawValue)", sign, line: line) }
  }

  private mutating func note(_ field: String, _ sign: Unicode.Scalar, line: Int) {
    count += 1
    if places.count < FormulaTexts.mostPlaces { places.append(Place(line: line, field: field, sign: sign)) }
  }
}
