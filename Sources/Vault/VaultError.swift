public import System

/// Why private data is refused or the vault cannot be used; it never carries the data itself.
///
/// > Source: contract section 3, `registered`; architecture section 3, "no person's data in errors".
public enum VaultError: Error, Hashable, Sendable {
  /// `private` is no JSON object.
  case notAnObject
  /// A field that private data does not have, by its name, so that a typing error loses nothing silently.
  case unknownField(String)
  /// A field that does not belong to entries of this type.
  case misplacedField(PrivateData.Field)
  /// The same field twice.
  case repeatedField(PrivateData.Field)
  /// A field that is no text.
  case notText(PrivateData.Field)
  /// A field without a character; one that is not known is left out instead.
  case empty(PrivateData.Field)
  /// A field of more than ``PrivateData/longestField`` bytes.
  case tooLong(PrivateData.Field)
  /// A field with a line break or another control character, which no roster or payment file could carry.
  case controlCharacter(PrivateData.Field)
  /// An ID number that is none of GB 11643: its length, date or check character is wrong.
  case invalidIDNumber
  /// An account number that is not 8 to 30 digits.
  case invalidAccount
  /// The directory holds a vault already.
  case exists
  /// The directory holds no vault.
  case missing
  /// The file is a database, but no vault of this version; one whose making was cut short is none either.
  case notAVault
  /// The file can be read by others, and the system refused to remove the permission; with its `errno`.
  case notPrivate(systemCode: Int32)
  /// The data stored under a digest are not those that the digest was made of.
  case damaged(digest: String)
  /// Pages or indexes of the file contradict each other.
  case inconsistent
  /// The vault is sealed, and its key, which is kept so, was not given.
  case sealed(VaultKeyKind)
  /// The key was given and is another one.
  case wrongKey
  /// A key of another number of bytes than 32.
  case keyLength(Int)
  /// The key could not be had.
  case keySource(VaultKeyFailure)
  /// The vault was to be sealed and is; only its key can be changed.
  case alreadySealed
  /// The vault is not sealed, so that it has no key.
  case notSealed
  /// A change of the vault was cut short, and a reader may not repair it.
  case unfinished
  /// libcrypto refused to make random bytes or a code.
  case cryptography
  /// SQLite or the system failed.
  case database(SQLiteError)
}

extension VaultError {
  /// Turns an error of SQLite into its meaning for the vault.
  init(_ error: SQLiteError) { self = error.isUnfinished ? .unfinished : .database(error) }
}
