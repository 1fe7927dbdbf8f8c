public import Values

/// The owner of data in a vault, by the name in the log: a person, or an operator.
///
/// Both are in one table, and no person's key has a slash.
public struct VaultOwner: Hashable, Sendable {
  private static let operators = "operator/"

  /// The name in the file and in the digests: a person's key, or `operator/` and the name in small letters.
  let text: String

  /// A person, by the key under which the data are kept.
  public static func person(_ key: Identifier) -> VaultOwner { VaultOwner(text: key.description) }

  /// An operator, however the name is spelt.
  ///
  /// > Source: contract 3, section 6: names in the vault.
  public static func operatorNamed(_ name: Identifier) -> VaultOwner {
    VaultOwner(text: operators + name.lowercased.description)
  }

  /// Reads what the file has; nil for what is neither.
  init?(stored text: String) {
    let name = text.hasPrefix(VaultOwner.operators) ? String(text.dropFirst(VaultOwner.operators.count)) : text
    guard Identifier(name) != nil else { return nil }
    self.text = text
  }

  private init(text: String) { self.text = text }

  /// The person's key; nil for an operator.
  public var person: Identifier? { Identifier(text) }
}

/// The data under a digest of the log.
public struct VaultVersion: Sendable {
  /// Their owner.
  public let owner: VaultOwner
  /// The data; nil if they were erased.
  public let data: PrivateData?

  /// Whether the data were erased, and the digest stayed.
  public var isErased: Bool { data == nil }
}
