/// The form in which a bank takes its file: columns, encoding, one file or one for each bank; a profile is data, not code.
public struct ExportProfile: Hashable, Sendable {
  /// The bytes of the text.
  public enum Encoding: String, CaseIterable, Hashable, Sendable {
    /// UTF-8.
    case utf8 = "utf-8"
    /// UTF-8 with a byte order mark, by which spreadsheets know it.
    case utf8WithMark = "utf-8-bom"
    /// GB18030, as most banks' own programs want it.
    case gb18030
  }

  /// The way in which fields are laid out in a line.
  public enum Layout: String, CaseIterable, Hashable, Sendable {
    /// Between commas.
    case csv
    /// In columns of a fixed number of bytes.
    case fixed
  }

  /// The end of a line.
  public enum LineEnd: String, CaseIterable, Hashable, Sendable {
    /// A line feed.
    case lf
    /// Carriage return and line feed.
    case crlf

    /// The bytes.
    var bytes: [UInt8] { self == .lf ? [0x0A] : [0x0D, 0x0A] }
  }

  /// The content of a column.
  public enum Field: String, CaseIterable, Hashable, Sendable {
    /// The number of the line in its file, from 1.
    case number
    /// The batch.
    case batch
    /// The person's key.
    case person
    /// The payee's name.
    case name
    /// The payee's bank.
    case bank
    /// The payee's account.
    case account
    /// The scheme.
    case scheme
    /// The month that is paid.
    case month
    /// The amount in yuan with two decimals.
    case amount
    /// The amount in fen.
    case amountFen
    /// The id by which the bank answers.
    case endToEnd
    /// The text for the payee.
    case remark

    /// Whether a spreadsheet may add it up; all others are texts, an account's digits too.
    var isNumber: Bool {
      switch self {
      case .number, .amount, .amountFen: true
      case .batch, .person, .name, .bank, .account, .scheme, .month, .endToEnd, .remark: false
      }
    }
  }

  /// A column.
  public struct Column: Hashable, Sendable {
    /// Its content.
    public let field: Field
    /// How many bytes it has in a fixed layout; zero in CSV.
    public let width: Int
    /// Whether its text is aligned to the right.
    public let isRight: Bool
    /// The byte that fills the rest, one of ASCII.
    public let pad: UInt8
  }

  /// Its name, which is the format of the `batch-exported` event.
  public let name: String
  /// The bytes of the text.
  public let encoding: Encoding
  /// The way in which fields are laid out in a line.
  public let layout: Layout
  /// Whether the first line names the columns.
  public let hasHeader: Bool
  /// The end of a line.
  public let lineEnd: LineEnd
  /// Whether there is a file for each bank.
  public let isByBank: Bool
  /// Whether people open the file in a spreadsheet, so that texts are written as ``SheetCell/field`` has them.
  public internal(set) var isForSpreadsheets: Bool
  /// The columns.
  public let columns: [Column]

  /// The profile with its texts as they are, which was the form of every profile before there were those for spreadsheets.
  public var withPlainTexts: ExportProfile {
    var profile = self
    profile.isForSpreadsheets = false
    return profile
  }
}
