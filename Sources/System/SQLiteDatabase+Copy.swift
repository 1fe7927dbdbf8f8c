import CSQLite

extension SQLiteDatabase {
  /// How many pages are copied before others may write in between.
  private static var pagesAtOnce: Int32 { 1_024 }

  /// How often the copy waits as long as a busy timeout for its turn.
  private static var mostRefusals: Int { 12 }

  /// Copies the database into another one as it is at one moment, whatever other processes write to it meanwhile.
  ///
  /// A change by another process in between makes the copy start again. After as many pages as three copies have, the rest is
  /// taken at once, and other writers wait that long: so a process that never stops writing does not keep the copy from its
  /// end.
  ///
  /// - Parameter target: a database that is empty, or whose content is replaced.
  /// - Throws: ``SQLiteError``, ``SQLiteResultCode/busy`` if others write without a pause for a dozen busy timeouts.
  ///
  /// > Source: SQLite, "Using the SQLite Online Backup API".
  public func copy(into target: borrowing SQLiteDatabase) throws(SQLiteError) {
    guard let backup = unsafe sqlite3_backup_init(target.handle, "main", handle, "main") else {
      throw unsafe SQLiteDatabase.error(sqlite3_extended_errcode(target.handle), of: target.handle)
    }
    var copied: Int64 = 0
    var result = SQLITE_OK
    var refusals = 0
    while result == SQLITE_OK || result & 0xFF == SQLITE_BUSY && refusals < SQLiteDatabase.mostRefusals {
      if result != SQLITE_OK { refusals += 1 }
      let isLate = unsafe copied > 3 * Int64(sqlite3_backup_pagecount(backup)) + 3 * Int64(SQLiteDatabase.pagesAtOnce)
      result = unsafe sqlite3_backup_step(backup, isLate ? -1 : SQLiteDatabase.pagesAtOnce)
      copied += Int64(SQLiteDatabase.pagesAtOnce)
    }
    // The code that comes back repeats the error of the last step.
    unsafe sqlite3_backup_finish(backup)
    if result != SQLITE_DONE { throw unsafe SQLiteDatabase.error(result, of: target.handle) }
  }

  /// Rewrites the file, so that no page of it holds removed data.
  ///
  /// - Throws: ``SQLiteError``, ``SQLiteResultCode/busy`` as long as others read.
  ///
  /// > Source: SQLite, "VACUUM": it attaches a temporary database.
  public func vacuum() throws(SQLiteError) {
    let limit = unsafe sqlite3_limit(handle, SQLITE_LIMIT_ATTACHED, 1)
    defer { unsafe _ = sqlite3_limit(handle, SQLITE_LIMIT_ATTACHED, limit) }
    try execute("VACUUM")
  }
}
