// What the ledger uses of SQLite.
#include <sqlite3.h>

// Swift cannot call a function with any number of arguments: here one option and its value.
static inline int subsidy_configure(sqlite3 *database, int option, int value) {
  return sqlite3_db_config(database, option, value, (int *)0);
}

// SQLITE_TRANSIENT is a macro with a cast that Swift cannot import: SQLite copies what is bound.
static inline int subsidy_bind_text(sqlite3_stmt *statement, int index, const char *text, int count) {
  return sqlite3_bind_text(statement, index, text, count, SQLITE_TRANSIENT);
}
static inline int subsidy_bind_blob(sqlite3_stmt *statement, int index, const void *bytes, int count) {
  return sqlite3_bind_blob(statement, index, bytes, count, SQLITE_TRANSIENT);
}
// What is bound without a copy must stay where it is until the statement has run.
static inline int subsidy_bind_static(sqlite3_stmt *statement, int index, const void *bytes, int count, int is_text) {
  return is_text ? sqlite3_bind_text(statement, index, (const char *)bytes, count, SQLITE_STATIC)
                 : sqlite3_bind_blob(statement, index, bytes, count, SQLITE_STATIC);
}
