public import JSONText
import Values

/// The reason that a line is not an event or entry of the contract.
///
/// It names the field and the value found, in codes; the sentence for people is made at the edge of the program.
public struct EventError: Error, Hashable, Sendable {
  /// The kind of error.
  public enum Kind: Hashable, Sendable {
    /// The line is not strict JSON; the offset counts from the start of the line.
    case json(JSONError.Kind, offset: Int)
    /// A field that the type must have is not there.
    case missing
    /// A field that the type does not have, most often a typing error.
    case unknown
    /// A field twice.
    case repeated
    /// A value of another form than the field's.
    case illFormed(expected: Expected)
    /// A field that only the ledger itself writes.
    case notForEntries
    /// `type` names no event that is allowed here.
    case unknownType
    /// A sequence number that is not the next one.
    case outOfSequence(expected: UInt64)
  }

  /// The form that a field must have.
  public enum Expected: String, CaseIterable, Hashable, Sendable {
    /// `[A-Za-z0-9._-]{1,64}`
    case identifier
    /// `[A-Za-z0-9_-]{1,64}`
    case personKey
    /// An entry's own id: 1 to 64 bytes of text without quotes, backslashes and control characters.
    case entryID
    /// `2024-11`
    case month
    /// `2024-12-05`
    case date
    /// `2024-12-06T01:30:00Z`
    case instant
    /// A whole number of fen, 0 to 10^12.
    case fen
    /// A whole number from 0 to 10^12.
    case number
    /// A number of months, 0 to 10^12.
    case months
    /// `true` or `false`.
    case bool
    /// Text, not empty.
    case text
    /// Six digits of GB/T 2260.
    case region
    /// `male` or `female`.
    case sex
    /// `passed` or `failed`.
    case outcome
    /// A fact code of contract section 4.
    case factCode
    /// 64 lowercase hexadecimal digits.
    case sha256
    /// An object.
    case object
    /// An array of objects with `month` and `amountFen`, not empty.
    case demands
    /// An array of objects with `code` and `clause`.
    case reasons
    /// `{"kind":"months","months":36}` or `{"kind":"until","month":"2029-05"}`.
    case basis
    /// An object of texts.
    case parameters
    /// A sequence number or an entry's id.
    case annulmentTarget
    /// An array of roles, not empty, each once.
    case roles
    /// An array of public keys, not empty, each once.
    case keys
    /// A type of event that takes two people.
    case act
    /// An object, or an array of objects, with the fields of such events.
    case actContent
    /// `1`, the only format there is.
    case formatOne
    /// `sha256`, the only hash of the tree there is.
    case treeHash
    /// A date that is not before `from`.
    case notBeforeFrom
    /// `household`, `residence`, `employment` or `insurance`.
    case place
    /// `as-applied`, `postponed` or `refunded`.
    case startMode
    /// A whole number of hours a week, 0 to 168.
    case weekHours
    /// An array of identifiers, not empty.
    case identifiers
    /// An array of persons' keys, not empty.
    case persons
    /// An array of texts, not empty.
    case texts
    /// `first` or `again`.
    case entry
    /// `confirmed`, `explained`, `corrected` or `referred`.
    case disposition
    /// `appeal`, `review` or `lawsuit`.
    case procedure
    /// `upheld` or `cancelled`.
    case objectionOutcome
    /// An array of entries, not empty.
    case caseEntries
    /// A whole number of fen, or an array of codes of reasons, not empty.
    case caseWorth
    /// Nothing: `employment` is allowed only with the fact `flexible-registered`.
    case noEmployment
    /// 50 or 55.
    case womenAge
    /// Nothing: `womenAge` is allowed only with the sex `female`.
    case womenAgeOfWoman
    /// A date not before the birth.
    case dateFromBirth
    /// A kind of social insurance.
    case insuranceKind
    /// A date not after the day on which the entry is recorded.
    case dateUntilRecorded
  }

  /// The kind of error.
  public let kind: Kind
  /// The field, such as `work.since`; empty if the line as a whole is meant.
  public let field: String
  /// The value found, cut to 40 characters and as ``Swift/String/shownInErrors`` has it; empty if that adds nothing.
  public let found: String

  /// Makes an error.
  public init(_ kind: Kind, field: String = "", found: String = "") {
    self.kind = kind
    self.field = field
    self.found = found.shownInErrors
  }

  /// Whether the line is one of a newer program: whole, and of a type or format that this one does not know.
  public var isOfNewerProgram: Bool {
    switch kind {
    case .unknownType: Identifier(found) != nil
    case .illFormed(.formatOne): UInt64(found).map { $0 > 1 } ?? false
    case .json, .missing, .unknown, .repeated, .illFormed, .notForEntries, .outOfSequence: false
    }
  }

  static func json(_ error: JSONError, lineStart: Int) -> EventError {
    EventError(.json(error.kind, offset: error.offset - lineStart))
  }
}
