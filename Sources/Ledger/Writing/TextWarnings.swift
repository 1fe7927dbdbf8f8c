import Papers
import Subsidy
public import Values
import Vault

/// Texts of a file with a warning: never refused, since a name cannot be changed.
public struct TextWarnings: Sendable {
  /// The place of a text with a warning.
  public struct Place: Hashable, Sendable {
    /// The line of the file.
    public let line: Int
    /// The field, as `private.name`.
    public let field: String
    /// The warning.
    public let warning: TextWarning
  }

  /// More of them than these are of no further use to a reader.
  static let mostPlaces = 100

  /// The first hundred.
  public private(set) var places: [Place] = []
  /// How many there are.
  public private(set) var count = 0

  /// Brings the places into the order of the file.
  mutating func sort() { places.sort { $0.line < $1.line } }

  /// Adds those of an entry that was taken.
  mutating func note(_ body: EventBody, _ privateData: PrivateData?, line: Int) {
    for (field, warning) in body.textWarnings { note(field, warning, line: line) }
    if case .registered(let registered) = body, RegionNames.name(of: registered.household) == nil {
      note("household", .unknownRegion(registered.household), line: line)
    }
    for (field, warning) in privateData?.warnings ?? [] {
      note("private.\(field.rawValue)", warning, line: line)
    }
  }

  private mutating func note(_ field: String, _ warning: TextWarning, line: Int) {
    count += 1
    if places.count < TextWarnings.mostPlaces { places.append(Place(line: line, field: field, warning: warning)) }
  }
}
