-- The roles of a database that keeps logs, and the schemas that they own.

DO $$
DECLARE
  v_role text;
BEGIN
  FOREACH v_role IN ARRAY ARRAY[
    'subsidy_owner', 'subsidy_writer', 'subsidy_reader', 'subsidy_vault_owner', 'subsidy_vault'
  ] LOOP
    -- Roles belong to the whole cluster, which may have them from another database.
    IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = v_role) THEN
      EXECUTE format('CREATE ROLE %I NOLOGIN', v_role);
    END IF;
  END LOOP;
END $$;
GRANT subsidy_owner, subsidy_vault_owner TO CURRENT_USER;
CREATE SCHEMA subsidy AUTHORIZATION subsidy_owner;
CREATE SCHEMA subsidy_vault AUTHORIZATION subsidy_vault_owner;
REVOKE ALL ON SCHEMA subsidy, subsidy_vault FROM PUBLIC;
SET LOCAL ROLE subsidy_owner;
