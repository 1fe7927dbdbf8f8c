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
  /// Whether it is the dot between the parts of a name, or what is typed for it.
  fileprivate var isNameDot: Bool { self == "·" || unicodeScalars.allSatisfy(\.isOtherDotOfName) }
}

extension String {
  /// A name without blanks and dots, which people leave out or type in many ways.
  fileprivate var comparableName: String { filter { !$0.isWhitespace && !$0.isNameDot } }

  /// A number without blanks and dashes, in half width and capitals.
  fileprivate var numberAsTyped: String {
    var typed = String.UnicodeScalarView()
    for scalar in unicodeScalars where !scalar.properties.isWhitespace && scalar != "-" {
      let isWide = (0xFF01...0xFF5E).contains(scalar.value)
      typed.append(isWide ? Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar : scalar)
    }
    return String(typed).uppercased()
  }
}

extension String {
  /// Whether somebody has typed the number of a person or a telephone, in whatever groups.
  public var isTypedNumber: Bool {
    let digits = numberAsTyped
    return (11...19).contains(digits.utf8.count) && digits.utf8.dropLast().allSatisfy { (0x30...0x39).contains($0) }
  }
}

extension Vault {
  /// The persons of whom any data that were ever stored answer to a search, by key.
  ///
  /// Which of their data count only the log knows: whoever asks looks again at those.
  ///
  /// - Parameters:
  ///   - search: what is looked for.
  ///   - limit: how many are wanted at most.
  /// - Returns: the persons.
  /// - Throws: ``VaultError``.
  ///
  /// > Complexity: linear in the versions of the vault, of which only those with the text in them are read whole.
  public func find(_ search: VaultSearch, atMost limit: Int) throws(VaultError) -> [Identifier] {
    var found: [Identifier] = []
    do throws(SQLiteError) {
      let select = try database.prepare("SELECT person, data FROM version WHERE instr(data, ?1) > 0 ORDER BY person")
      try select.bind(Array(search.trace.utf8), at: 1)
      while found.count < limit, try select.step() {
        guard let person = select.text(at: 0).flatMap({ Identifier($0) }), person != found.last,
          let data = select.blob(at: 1).flatMap({ PrivateData(canonicalJSON: $0) }), search.answers(data)
        else { continue }
        found.append(person)
      }
    } catch { throw .database(error) }
    return found
  }
}
