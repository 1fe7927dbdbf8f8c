-- Sealed vaults in PostgreSQL: a schema and roles of their own, in no publication, written in the transaction of the event that
-- names what is written. Everything is sealed by the client, under a key that is never here.

DO $$
DECLARE
  v_role text;
BEGIN
  FOREACH v_role IN ARRAY ARRAY['subsidy_vault_owner', 'subsidy_vault'] LOOP
    IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = v_role) THEN
      EXECUTE format('CREATE ROLE %I NOLOGIN', v_role);
    END IF;
  END LOOP;
END $$;
GRANT subsidy_vault_owner TO CURRENT_USER;

CREATE SCHEMA subsidy_vault AUTHORIZATION subsidy_vault_owner;
SET LOCAL ROLE subsidy_vault_owner;
REVOKE ALL ON SCHEMA subsidy_vault FROM PUBLIC;

-- Who may see the vault of which ledger: a row for each login.
CREATE TABLE subsidy_vault.member (
  login name NOT NULL,
  ledger text COLLATE "C" NOT NULL,
  PRIMARY KEY (login, ledger)
);

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

ALTER TABLE subsidy_vault.secret ENABLE ROW LEVEL SECURITY;
ALTER TABLE subsidy_vault.secret FORCE ROW LEVEL SECURITY;
ALTER TABLE subsidy_vault.version ENABLE ROW LEVEL SECURITY;
ALTER TABLE subsidy_vault.version FORCE ROW LEVEL SECURITY;
-- By who logged in, so that the functions, which run as the owner, see no more.
CREATE POLICY members ON subsidy_vault.secret USING (
  EXISTS (SELECT FROM subsidy_vault.member WHERE login = session_user AND member.ledger = secret.ledger));
CREATE POLICY members ON subsidy_vault.version USING (
  EXISTS (SELECT FROM subsidy_vault.member WHERE login = session_user AND member.ledger = version.ledger));

-- Keeps what a new vault says of its key; a ledger has one vault.
CREATE FUNCTION subsidy_vault.keep_secret(p_ledger text, p_kind text, p_salt bytea, p_key bytea) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  INSERT INTO subsidy_vault.secret VALUES (p_ledger, p_kind, p_salt, p_key) ON CONFLICT DO NOTHING;
  IF NOT EXISTS (SELECT FROM subsidy_vault.secret WHERE ledger = p_ledger AND kind = p_kind AND salt = p_salt AND key = p_key)
  THEN
    RAISE EXCEPTION 'the ledger has another vault' USING ERRCODE = 'SU010';
  END IF;
END $$;

-- Keeps a version of somebody's data; what was kept before stays as it is and becomes the last one.
CREATE FUNCTION subsidy_vault.keep(
  p_ledger text, p_digest text, p_person text, p_id_number bytea, p_data bytea, p_key bytea, p_codes bytea[]
) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  -- Somebody else has made a key for this person meanwhile: then the data are sealed anew.
  IF EXISTS (SELECT FROM subsidy_vault.version WHERE ledger = p_ledger AND person = p_person AND key <> p_key) THEN
    RAISE EXCEPTION 'moved' USING ERRCODE = 'SU001';
  END IF;
  INSERT INTO subsidy_vault.version (ledger, digest, person, id_number, data, key, codes)
    VALUES (p_ledger, p_digest, p_person, p_id_number, p_data, p_key, p_codes)
    ON CONFLICT (ledger, digest) DO UPDATE SET number = nextval('subsidy_vault.change'),
      data = CASE WHEN octet_length(version.data) = 0 THEN excluded.data ELSE version.data END,
      key = coalesce(version.key, excluded.key), codes = excluded.codes;
END $$;

-- Destroys what is kept of somebody; digests stay.
CREATE FUNCTION subsidy_vault.erase(p_ledger text, p_person text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  UPDATE subsidy_vault.version SET number = nextval('subsidy_vault.change'), data = ''::bytea, key = NULL, codes = '{}'
    WHERE ledger = p_ledger AND person = p_person AND octet_length(data) > 0;
END $$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA subsidy_vault FROM PUBLIC;
GRANT USAGE ON SCHEMA subsidy_vault TO subsidy_vault;
GRANT SELECT ON subsidy_vault.secret, subsidy_vault.version, subsidy_vault.member TO subsidy_vault;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA subsidy_vault TO subsidy_vault;
RESET ROLE;
