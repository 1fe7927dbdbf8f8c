-- The log of ledgers: plain tables, which every database of PostgreSQL's kind has.
--
-- A line is kept as the bytes that a file has of it; person, id and region are read off it, for looking up.

CREATE TABLE subsidy.head (
  ledger text COLLATE "C" PRIMARY KEY,
  size bigint NOT NULL CHECK (size >= 0),
  -- The roots of the perfect subtrees, the largest first, 32 bytes each.
  peaks bytea NOT NULL,
  root bytea NOT NULL CHECK (octet_length(root) = 32),
  -- When the last commit was made, as its line has it; empty in front of the first.
  recorded text COLLATE "C" NOT NULL,
  -- The hash chain over all commit lines.
  commits bytea NOT NULL CHECK (octet_length(commits) = 32)
);

CREATE TABLE subsidy.event (
  ledger text COLLATE "C" NOT NULL,
  seq bigint NOT NULL,
  person text COLLATE "C",
  id text COLLATE "C",
  region text COLLATE "C",
  line bytea NOT NULL CHECK (octet_length(line) BETWEEN 1 AND 65535),
  PRIMARY KEY (ledger, seq)
);
CREATE UNIQUE INDEX event_id ON subsidy.event (ledger, id) WHERE id IS NOT NULL;
CREATE INDEX event_person ON subsidy.event (ledger, person, seq) WHERE person IS NOT NULL;

CREATE TABLE subsidy.commit (
  ledger text COLLATE "C" NOT NULL,
  size bigint NOT NULL,
  line bytea NOT NULL,
  PRIMARY KEY (ledger, size)
);
