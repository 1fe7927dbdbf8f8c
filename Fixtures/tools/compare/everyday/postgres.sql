-- name: tables
-- The facts, each once. Keys and indexes come after the rows, which is faster.
CREATE TABLE people (person text NOT NULL, district text NOT NULL);
CREATE TABLE approvals (person text NOT NULL, scheme text NOT NULL, approved_on text NOT NULL);
CREATE TABLE contributions (person text NOT NULL, month text NOT NULL, fen bigint NOT NULL);
CREATE TABLE items (person text NOT NULL, scheme text NOT NULL, month text NOT NULL, batch text NOT NULL, fen bigint NOT NULL,
  outcome text NOT NULL);
CREATE TABLE movements (book text NOT NULL, person text NOT NULL, scheme text NOT NULL, fen bigint NOT NULL, kind text NOT NULL);
CREATE TABLE demands (person text NOT NULL, scheme text NOT NULL, notice text NOT NULL, demanded_on text NOT NULL,
  cancelled_on text NOT NULL, fen bigint NOT NULL, reason text NOT NULL);
CREATE TABLE receipts (person text NOT NULL, scheme text NOT NULL, notice text NOT NULL, received_on text NOT NULL,
  fen bigint NOT NULL);
CREATE TABLE batches (batch text NOT NULL, scheme text NOT NULL, through text NOT NULL, persons int NOT NULL,
  items int NOT NULL, fen bigint NOT NULL, state text NOT NULL);
-- What the city's rules decide, out of the program's own output.
CREATE TABLE worth (person text NOT NULL, scheme text NOT NULL, month text NOT NULL, entitled_fen bigint NOT NULL,
  payable_fen bigint NOT NULL, overpaid_fen bigint NOT NULL);
CREATE TABLE owed (person text NOT NULL, scheme text NOT NULL, overpaid_fen bigint NOT NULL, undemanded_fen bigint NOT NULL,
  reasons text NOT NULL);
CREATE TABLE duties (office text NOT NULL, due text NOT NULL, state text NOT NULL, kind text NOT NULL, person text NOT NULL,
  scheme text NOT NULL, month text NOT NULL, since text NOT NULL);

-- name: indexes
ALTER TABLE people ADD PRIMARY KEY (person);
ALTER TABLE approvals ADD PRIMARY KEY (person, scheme);
ALTER TABLE contributions ADD PRIMARY KEY (person, month);
ALTER TABLE items ADD PRIMARY KEY (person, scheme, month, batch);
ALTER TABLE demands ADD PRIMARY KEY (person, scheme, notice);
ALTER TABLE batches ADD PRIMARY KEY (batch);
ALTER TABLE worth ADD PRIMARY KEY (person, scheme, month);
ALTER TABLE owed ADD PRIMARY KEY (person, scheme);
CREATE INDEX ON receipts (person, scheme, notice) INCLUDE (received_on, fen);
CREATE INDEX ON items (batch) INCLUDE (person, scheme, month, fen, outcome);
CREATE INDEX ON items (scheme, person) INCLUDE (fen) WHERE outcome = 'paid';
CREATE INDEX ON items (person, scheme) INCLUDE (month, fen) WHERE outcome = 'open';
CREATE INDEX ON movements (book) INCLUDE (scheme, person, kind, fen);
CREATE INDEX ON worth (scheme, person) INCLUDE (entitled_fen, payable_fen, overpaid_fen);
CREATE INDEX ON worth (person, scheme) INCLUDE (month, payable_fen) WHERE payable_fen > 0;
VACUUM ANALYZE;
