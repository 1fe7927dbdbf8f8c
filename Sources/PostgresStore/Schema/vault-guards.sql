-- What keeps sealed vaults in PostgreSQL 15 or later: who sees which, and the functions that alone write.

-- Who may see the vault of which ledger: a row for each login.
CREATE TABLE subsidy_vault.member (
  login name NOT NULL,
  ledger text COLLATE "C" NOT NULL,
  PRIMARY KEY (login, ledger)
);

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
