import JSONText
import Values

extension ExportProfile {
  /// The reason that a text is not a profile.
  public struct ProfileError: Error, Hashable, Sendable {
    /// The member that is wrong, or missing.
    public let field: String
  }

  /// The names of the profiles that ship with the program, in their order.
  public static var shippedNames: [String] { shippedFiles.map(\.name) }

  /// The files of the shipped profiles, by the name that each gives itself.
  private static var shippedFiles: [(name: String, json: [UInt8])] {
    [
      ("csv-bom", PackageResources.csv_bom_json), ("csv-by-bank", PackageResources.csv_by_bank_json),
      ("fixed", PackageResources.fixed_json),
    ]
  }

  /// The shipped profile of this name; nil if there is none.
  public static func shipped(_ name: String) -> ExportProfile? {
    guard let file = shippedFiles.first(where: { $0.name == name }) else { return nil }
    guard let profile = try? ExportProfile(json: file.json), profile.name == name else {
      preconditionFailure("a shipped profile is whole and gives itself its name")
    }
    return profile
  }

  /// Reads a profile; every member except `forSpreadsheets` must be there, and no other.
  ///
  /// - Throws: ``ProfileError``, for the first member that is wrong.
  public init(json bytes: [UInt8]) throws(ProfileError) {
    guard let value = try? JSONValue(bytes), let members = value.members else { throw ProfileError(field: "{}") }
    let known = ["name", "encoding", "layout", "header", "lineEnd", "byBank", "forSpreadsheets", "columns"]
    if let other = members.first(where: { !known.contains($0.key) }) { throw ProfileError(field: other.key) }
    func text(_ key: String) throws(ProfileError) -> String {
      guard let text = members.first(where: { $0.key == key })?.value.text else { throw ProfileError(field: key) }
      return text
    }
    func flag(_ key: String) throws(ProfileError) -> Bool {
      guard case .bool(let flag)? = members.first(where: { $0.key == key })?.value else {
        throw ProfileError(field: key)
      }
      return flag
    }
    func choice<Choice: RawRepresentable<String>>(_ key: String, _ type: Choice.Type) throws(ProfileError) -> Choice {
      guard let choice = Choice(rawValue: try text(key)) else { throw ProfileError(field: key) }
      return choice
    }
    name = try text("name")
    // The log has the name as a format, with a number behind it if there are several files.
    guard Identifier(name) != nil, name.utf8.count <= 32 else { throw ProfileError(field: "name") }
    encoding = try choice("encoding", Encoding.self)
    layout = try choice("layout", Layout.self)
    hasHeader = try flag("header")
    lineEnd = try choice("lineEnd", LineEnd.self)
    isByBank = try flag("byBank")
    isForSpreadsheets = members.contains { $0.key == "forSpreadsheets" } ? try flag("forSpreadsheets") : false
    guard !isForSpreadsheets || layout == .csv else { throw ProfileError(field: "forSpreadsheets") }
    guard case .array(let elements)? = members.first(where: { $0.key == "columns" })?.value, !elements.isEmpty else {
      throw ProfileError(field: "columns")
    }
    var columns: [Column] = []
    for element in elements { columns.append(try Column(element, layout)) }
    self.columns = columns
  }
}

extension ExportProfile.Column {
  fileprivate init(
    _ value: JSONValue, _ layout: ExportProfile.Layout
  ) throws(ExportProfile.ProfileError) {
    var field: ExportProfile.Field?
    var width: Int64 = 0
    var isRight = false
    var pad = UInt8(ascii: " ")
    for member in value.members ?? [] {
      switch (member.key, member.value) {
      case ("field", .string(let text)): field = ExportProfile.Field(rawValue: text)
      case ("width", .number(let number)) where layout == .fixed: width = Int64(number)
      case ("align", .string("left")) where layout == .fixed: isRight = false
      case ("align", .string("right")) where layout == .fixed: isRight = true
      case ("pad", .string(let text)) where layout == .fixed && (text == "0" || text == " "): pad = Array(text.utf8)[0]
      default: throw ExportProfile.ProfileError(field: "columns.\(member.key)")
      }
    }
    guard let field else { throw ExportProfile.ProfileError(field: "columns.field") }
    guard layout == .csv || (1...1_000).contains(width) else {
      throw ExportProfile.ProfileError(field: "columns.width")
    }
    self.init(field: field, width: Int(width), isRight: isRight, pad: pad)
  }
}
