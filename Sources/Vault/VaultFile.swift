import Glibc

/// The file of the vault as the system sees it.
///
/// It works on the path and opens nothing: closing a second descriptor of an SQLite file would give up the locks that
/// this process holds on it.
///
/// > Source: SQLite, "How To Corrupt An SQLite Database File", section 2.2.
enum VaultFile {
  static func path(inLedger ledger: String) -> String { ledger + "/vault.sqlite" }

  /// Removes the permissions of everyone but the file's owner, since a copy or a backup may have come back with the mode of its
  /// umask.
  ///
  /// A link is no vault: the mode of its target is not this program's to change. On a medium that cannot be written, the mode
  /// cannot be changed, and anyone who may read it has the medium.
  static func makePrivate(_ path: String) throws(VaultError) {
    guard try mode(of: path) != 0o600 else { return }
    guard unsafe chmod(path, 0o600) == 0 || errno == EROFS else { throw .notPrivate(systemCode: errno) }
  }

  /// The permissions of the file.
  ///
  /// - Throws: ``VaultError/missing``; ``VaultError/notAVault`` for what is no regular file.
  @discardableResult
  static func mode(of path: String) throws(VaultError) -> mode_t {
    var status = stat()
    guard unsafe lstat(path, &status) == 0 else {
      if errno == ENOENT || errno == ENOTDIR { throw .missing }
      throw .notPrivate(systemCode: errno)
    }
    guard status.st_mode & S_IFMT == S_IFREG else { throw .notAVault }
    return status.st_mode & 0o777
  }

  /// Refuses a file that would have more than sixteen times its size if its holes were filled: a copy would fill a disk.
  static func refuseHole(_ path: String) throws(VaultError) {
    var status = stat()
    guard unsafe lstat(path, &status) == 0 else { return }
    if status.st_size > 64 << 20, status.st_size / 16 > status.st_blocks * 512 { throw .inconsistent }
  }

  /// Removes a file that was made by this process and never became a vault.
  static func discard(_ path: String) { unsafe unlink(path) }
}
