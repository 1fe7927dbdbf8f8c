import JSONText
import System
public import Values

/// What somebody looks for in the vault: a name or part of one, a telephone number, an identity number, or the end of
/// either number.
public struct VaultSearch: Sendable {
  /// The end of a number with fewer digits than these says too little.
  static var fewestDigits: Int { 4 }

  private let name: String
  /// What the data of whoever answers has in it as it is stored: nobody else's data need be read.
  let trace: String
  /// The digits of a number, the check character in capitals; nil for what cannot be one.
  private let number: String?

  /// Reads what somebody typed; nil for nothing.
  public init?(_ text: String) {
    name = text.comparableName
    if name.isEmpty { return nil }
    let digits = text.filter { $0 != " " && $0 != "-" }.uppercased()
    let isNumber =
      digits.utf8.count >= VaultSearch.fewestDigits
      && digits.utf8.dropLast().allSatisfy { (0x30...0x39).contains($0) }
      && digits.utf8.last.map { (0x30...0x39).contains($0) || $0 == UInt8(ascii: "X") } ?? false
    number = isNumber ? digits : nil
    // A stored number may have blanks between its groups, and a stored name any dot.
    trace =
      isNumber
      ? String(digits.suffix(VaultSearch.fewestDigits))
      : text.split { $0.isWhitespace || $0.isNameDot }.max { $0.utf8.count < $1.utf8.count }.map(String.init) ?? text
  }

  /// Whether a person's data answer.
  func answers(_ data: PrivateData) -> Bool {
    if let number {
      return data.idNumber?.text.hasSuffix(number) ?? false || data.phone?.filter(\.isNumber).hasSuffix(number) ?? false
    }
    return data.name?.comparableName.contains(name) ?? false
  }
}

extension Character {
  /// Whether it is the dot between the parts of a name, or what is typed for it.
  fileprivate var isNameDot: Bool { self == "·" || unicodeScalars.allSatisfy(\.isOtherDotOfName) }
}

extension String {
  /// A name without blanks, with the one dot that the notice of twelve ministries of 2016 has for names: `·`.
  fileprivate var comparableName: String {
    String(compactMap { $0.isWhitespace ? nil : $0.isNameDot ? "·" : $0 })
  }
}

/// A person of whom the vault has data.
public struct VaultMatch: Sendable {
  /// The person's key.
  public let person: Identifier
  /// What was stored last.
  public let data: PrivateData
}

extension Vault {
  /// The persons whose last data answer to a search, by key.
  ///
  /// - Parameters:
  ///   - search: what is looked for.
  ///   - limit: how many are wanted at most.
  /// - Returns: the persons with their data.
  /// - Throws: ``VaultError``.
  ///
  /// > Complexity: linear in the versions of the vault, of which only those with the text in them are read whole.
  public func find(_ search: VaultSearch, atMost limit: Int) throws(VaultError) -> [VaultMatch] {
    var found: [VaultMatch] = []
    do throws(SQLiteError) {
      let select = try database.prepare(
        """
        SELECT person, data FROM version WHERE instr(data, ?1) > 0
          AND number = (SELECT max(number) FROM version AS other WHERE other.person = version.person)
        ORDER BY person
        """)
      try select.bind(Array(search.trace.utf8), at: 1)
      while found.count < limit, try select.step() {
        guard let person = select.text(at: 0).flatMap({ Identifier($0) }),
          let data = select.blob(at: 1).flatMap({ PrivateData(canonicalJSON: $0) }), search.answers(data)
        else { continue }
        found.append(VaultMatch(person: person, data: data))
      }
    } catch { throw .database(error) }
    return found
  }

  /// What was stored last of some persons; nobody of whom there is nothing.
  ///
  /// - Throws: ``VaultError``.
  public func last(of persons: some Sequence<Identifier>) throws(VaultError) -> [Identifier: PrivateData] {
    var found: [Identifier: PrivateData] = [:]
    do throws(SQLiteError) {
      let select = try database.prepare(
        "SELECT data FROM version WHERE person = ?1 ORDER BY number DESC LIMIT 1")
      for person in persons where found[person] == nil {
        defer { select.reset() }
        try select.bind(person.description, at: 1)
        guard try select.step() else { continue }
        found[person] = select.blob(at: 0).flatMap { PrivateData(canonicalJSON: $0) }
      }
    } catch { throw .database(error) }
    return found
  }
}
