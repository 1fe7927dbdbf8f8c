import System
public import Values

/// A search in the vault: a name or part of one, a telephone number, an identity number, or the end of either number.
public struct VaultSearch: Sendable {
  /// The end of a number with fewer digits than these says too little.
  static var fewestDigits: Int { 4 }

  let name: String
  /// A text that matching data contain in their stored form, so that no other data need be read.
  let trace: String
  /// The digits of a number, the check character in capitals; nil for what cannot be one.
  let number: String?

  /// Reads a typed text; nil for an empty one.
  public init?(_ text: String) {
    name = text.comparableName
    guard let last = name.last else { return nil }
    var digits = text.numberAsTyped
    if digits.hasPrefix("+86") { digits.removeFirst(3) }
    let isNumber =
      digits.utf8.count >= VaultSearch.fewestDigits
      && digits.utf8.dropLast().allSatisfy { (0x30...0x39).contains($0) }
      && digits.utf8.last.map { (0x30...0x39).contains($0) || $0 == UInt8(ascii: "X") } ?? false
    number = isNumber ? digits : nil
    // A stored number may have blanks between its groups, and a stored Chinese name blanks and any dot.
    trace =
      isNumber
      ? String(digits.suffix(VaultSearch.fewestDigits))
      : last.isASCII
        ? text.split { $0.isWhitespace || $0.isNameDot }.max { $0.utf8.count < $1.utf8.count }.map(String.init) ?? text
        : String(last)
  }

  /// Whether a person's data answer.
  public func answers(_ data: PrivateData) -> Bool {
    if let number {
      return data.idNumber?.text.hasSuffix(number) ?? false || data.phone?.filter(\.isNumber).hasSuffix(number) ?? false
    }
    return data.name?.comparableName.contains(name) ?? false
  }
}

extension Character {
  /// Whether it is the dot between the parts of a name, or a character typed for it.
  fileprivate var isNameDot: Bool { self == "·" || unicodeScalars.allSatisfy(\.isOtherDotOfName) }
}

extension String {
  /// A name without blanks and dots, which people leave out or type in many ways.
  fileprivate var comparableName: String { filter { !$0.isWhitespace && !$0.isNameDot } }

  /// A number without blanks and dashes, in half width and capitals.
  fileprivate var numberAsTyped: String {
    String(halfWidth.filter { !$0.isWhitespace && $0 != "-" }).uppercased()
  }
}

extension String {
  /// Whether it is a typed number of a person or a telephone, in any groups.
  public var isTypedNumber: Bool {
    let digits = numberAsTyped
    return (11...19).contains(digits.utf8.count) && digits.utf8.dropLast().allSatisfy { (0x30...0x39).contains($0) }
  }
}

extension Vault {
  /// The persons with any data, ever stored, that match a search, by key.
  ///
  /// Only the log tells which of their data count: the caller must check those again.
  ///
  /// - Parameters:
  ///   - search: the search.
  ///   - limit: how many are wanted at most.
  /// - Returns: the persons.
  /// - Throws: ``VaultError``.
  ///
  /// > Complexity: for a clear vault, linear in its versions, of which only those with the text in them are read whole. In a
  ///   sealed vault a number is looked up by the keyed digest of its end, and a name opens all persons' data: keyed digests of
  ///   parts of names would tell how often each is there.
  public func find(_ search: VaultSearch, atMost limit: Int) throws(VaultError) -> [Identifier] {
    var found: [Identifier] = []
    let select = try candidates(for: search)
    while found.count < limit {
      let stored: (person: Identifier, digest: String, kept: [UInt8])?
      do throws(SQLiteError) {
        guard try select.step() else { break }
        stored = select.text(at: 0).flatMap { Identifier($0) }.flatMap { person in
          select.blob(at: 2).flatMap { kept in select.text(at: 1).map { (person, $0, kept) } }
        }
      } catch { throw .database(error) }
      guard let (person, digest, kept) = stored, person != found.last,
        let data = try plain(kept, digest, of: .person(person)).flatMap({ PrivateData(canonicalJSON: $0) }),
        search.answers(data)
      else { continue }
      found.append(person)
    }
    return found
  }

  /// The versions that may answer.
  private func candidates(for search: VaultSearch) throws(VaultError) -> SQLiteStatement {
    let code: [UInt8]?
    if isSealed, let number = search.number {
      code = try self.code(Vault.endField, String(number.suffix(VaultSearch.fewestDigits)))
    } else {
      code = nil
    }
    do throws(SQLiteError) {
      if let code {
        let select = try database.prepare(
          """
          SELECT person, digest, data FROM version WHERE person IN (SELECT person FROM lookup WHERE code = ?1)
          ORDER BY person
          """)
        try select.bind(code, at: 1)
        return select
      }
      if isSealed { return try database.prepare("SELECT person, digest, data FROM version ORDER BY person") }
      let select = try database.prepare(
        "SELECT person, digest, data FROM version WHERE instr(data, ?1) > 0 ORDER BY person")
      try select.bind(Array(search.trace.utf8), at: 1)
      return select
    } catch { throw .database(error) }
  }

  /// The field name for the codes of the ends of numbers.
  private static var endField: String { "end" }

  /// Keeps the ends of numbers by which a person is found in a sealed vault.
  func noteEnds(
    of data: PrivateData, _ person: VaultOwner, by statements: SealedStatements
  ) throws(VaultError) {
    let numbers = [data.idNumber?.text, data.phone?.filter(\.isNumber)].compactMap { $0 }
    for number in numbers where number.count >= VaultSearch.fewestDigits {
      let code = try code(Vault.endField, String(number.suffix(VaultSearch.fewestDigits)))
      do throws(SQLiteError) { try statements.keep(code: code, of: person) } catch { throw .database(error) }
    }
  }
}
