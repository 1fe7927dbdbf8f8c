// What the ledger uses of libpq, the client library of PostgreSQL.
#include <libpq-fe.h>

// Swift does not import macros of one character.
static inline const char *subsidy_sqlstate(const PGresult *result) {
  return PQresultErrorField(result, PG_DIAG_SQLSTATE);
}
static inline const char *subsidy_primary(const PGresult *result) {
  return PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
}

// Notices are nobody's: what matters comes as an error.
static inline void subsidy_pass_over(void *unused, const PGresult *notice) {
  (void)unused;
  (void)notice;
}
static inline void subsidy_silence(PGconn *connection) {
  PQsetNoticeReceiver(connection, subsidy_pass_over, (void *)0);
}
