-- name: tables
-- The facts, each once; a table is its primary key's index.
CREATE TABLE people (person TEXT PRIMARY KEY, district TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE approvals (person TEXT, scheme TEXT, approved_on TEXT NOT NULL, PRIMARY KEY (person, scheme)) STRICT, WITHOUT ROWID;
CREATE TABLE contributions (person TEXT, month TEXT, fen INTEGER NOT NULL, PRIMARY KEY (person, month)) STRICT, WITHOUT ROWID;
CREATE TABLE items (person TEXT, scheme TEXT, month TEXT, batch TEXT, fen INTEGER NOT NULL, outcome TEXT NOT NULL,
  PRIMARY KEY (person, scheme, month, batch)) STRICT, WITHOUT ROWID;
CREATE TABLE movements (book TEXT NOT NULL, person TEXT NOT NULL, scheme TEXT NOT NULL, fen INTEGER NOT NULL,
  kind TEXT NOT NULL) STRICT;
CREATE TABLE demands (person TEXT, scheme TEXT, notice TEXT, demanded_on TEXT NOT NULL, cancelled_on TEXT NOT NULL,
  fen INTEGER NOT NULL, reason TEXT NOT NULL, PRIMARY KEY (person, scheme, notice)) STRICT, WITHOUT ROWID;
CREATE TABLE receipts (person TEXT NOT NULL, scheme TEXT NOT NULL, notice TEXT NOT NULL, received_on TEXT NOT NULL,
  fen INTEGER NOT NULL) STRICT;
CREATE TABLE batches (batch TEXT PRIMARY KEY, scheme TEXT NOT NULL, through TEXT NOT NULL, persons INTEGER NOT NULL,
  items INTEGER NOT NULL, fen INTEGER NOT NULL, state TEXT NOT NULL) STRICT, WITHOUT ROWID;
-- What the city's rules decide, out of the program's own output.
CREATE TABLE worth (person TEXT, scheme TEXT, month TEXT, entitled_fen INTEGER NOT NULL, payable_fen INTEGER NOT NULL,
  overpaid_fen INTEGER NOT NULL, PRIMARY KEY (person, scheme, month)) STRICT, WITHOUT ROWID;
CREATE TABLE owed (person TEXT, scheme TEXT, overpaid_fen INTEGER NOT NULL, undemanded_fen INTEGER NOT NULL,
  reasons TEXT NOT NULL, PRIMARY KEY (person, scheme)) STRICT, WITHOUT ROWID;
CREATE TABLE duties (office TEXT NOT NULL, due TEXT NOT NULL, state TEXT NOT NULL, kind TEXT NOT NULL, person TEXT NOT NULL,
  scheme TEXT NOT NULL, month TEXT NOT NULL, since TEXT NOT NULL) STRICT;

-- name: indexes
CREATE INDEX receipts_of_demand ON receipts (person, scheme, notice, received_on, fen);
CREATE INDEX items_of_batch ON items (batch, person, scheme, month, fen, outcome);
CREATE INDEX items_paid ON items (scheme, person, fen) WHERE outcome = 'paid';
CREATE INDEX items_open ON items (person, scheme, month, fen) WHERE outcome = 'open';
CREATE INDEX movements_of_book ON movements (book, scheme, person, kind, fen);
CREATE INDEX worth_of_scheme ON worth (scheme, person, entitled_fen, payable_fen, overpaid_fen);
CREATE INDEX worth_payable ON worth (person, scheme, month, payable_fen) WHERE payable_fen > 0;
ANALYZE;
