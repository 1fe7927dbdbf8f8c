-- Sealed vaults: a schema of their own, in no publication, written in the transaction of the event that names what is written.
-- Everything is sealed by the client, under a key that is never here.

CREATE TABLE subsidy_vault.secret (
  ledger text COLLATE "C" PRIMARY KEY,
  kind text NOT NULL,
  salt bytea NOT NULL CHECK (octet_length(salt) = 16),
  key bytea NOT NULL CHECK (octet_length(key) = 60)
);

-- Numbers of changes: whoever follows asks for those behind the last that they have seen.
CREATE SEQUENCE subsidy_vault.change;

CREATE TABLE subsidy_vault.version (
  ledger text COLLATE "C" NOT NULL,
  number bigint NOT NULL DEFAULT nextval('subsidy_vault.change'),
  digest text COLLATE "C" NOT NULL CHECK (length(digest) = 64),
  person text COLLATE "C" NOT NULL,
  id_number bytea CHECK (octet_length(id_number) = 32),
  -- Empty once it is erased; then the person's key and codes are gone, too.
  data bytea NOT NULL,
  key bytea CHECK (octet_length(key) = 60),
  codes bytea[] NOT NULL,
  PRIMARY KEY (ledger, digest),
  CHECK ((key IS NULL) = (octet_length(data) = 0))
);
CREATE UNIQUE INDEX version_number ON subsidy_vault.version (ledger, number);
CREATE INDEX version_person ON subsidy_vault.version (ledger, person);
