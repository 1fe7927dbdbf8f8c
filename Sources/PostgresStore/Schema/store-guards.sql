-- What keeps the log of ledgers in PostgreSQL 15 or later: an append calls append_begin and append_end in one transaction. Nothing
-- else writes, and nothing at all changes or removes a line.

-- Lines of a long append, which come by COPY. Those of other transactions nobody sees, and the end of an append removes its own.
CREATE UNLOGGED TABLE subsidy.staging (
  transaction xid8 NOT NULL DEFAULT pg_catalog.pg_current_xact_id(),
  number bigint NOT NULL,
  line bytea NOT NULL,
  PRIMARY KEY (transaction, number)
);

CREATE FUNCTION subsidy.refuse() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RAISE EXCEPTION 'a log only grows' USING ERRCODE = 'SU009';
END $$;

CREATE FUNCTION subsidy.grow() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NEW.ledger <> OLD.ledger OR NEW.size <= OLD.size THEN
    RAISE EXCEPTION 'a head only grows' USING ERRCODE = 'SU009';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON subsidy.event EXECUTE FUNCTION subsidy.refuse();
CREATE TRIGGER only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON subsidy.commit EXECUTE FUNCTION subsidy.refuse();
CREATE TRIGGER never_goes BEFORE DELETE OR TRUNCATE ON subsidy.head EXECUTE FUNCTION subsidy.refuse();
CREATE TRIGGER only_grows BEFORE UPDATE ON subsidy.head FOR EACH ROW EXECUTE FUNCTION subsidy.grow();
-- For a session that calls itself a replica, too.
ALTER TABLE subsidy.event ENABLE ALWAYS TRIGGER only_grows;
ALTER TABLE subsidy.commit ENABLE ALWAYS TRIGGER only_grows;
ALTER TABLE subsidy.head ENABLE ALWAYS TRIGGER never_goes;
ALTER TABLE subsidy.head ENABLE ALWAYS TRIGGER only_grows;

-- Begins an append: until the transaction ends nobody else appends to this ledger.
CREATE FUNCTION subsidy.append_begin(
  p_ledger text, OUT size bigint, OUT root bytea, OUT recorded text, OUT commits bytea, OUT peaks bytea
) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  -- Whoever goes silent with the head in hand is cut off.
  PERFORM set_config('idle_in_transaction_session_timeout', '5s', true);
  LOOP
    SELECT head.size, head.root, head.recorded, head.commits, head.peaks INTO size, root, recorded, commits, peaks
      FROM subsidy.head WHERE head.ledger = p_ledger FOR UPDATE;
    EXIT WHEN FOUND;
    INSERT INTO subsidy.head VALUES (p_ledger, 0, ''::bytea, sha256(''::bytea), '', decode(repeat('00', 32), 'hex'))
      ON CONFLICT DO NOTHING;
  END LOOP;
END $$;

-- Ends an append of whole lines, events and commits in their order: those given, or those in staging if none are given.
--
-- It was decided on the first p_decided events, about some persons or, without them, about everybody. The tree is computed here;
-- a commit that does not bear it out, or whose clock goes back, is refused.
CREATE FUNCTION subsidy.append_end(
  p_ledger text, p_decided bigint, p_persons text[], p_lines bytea[],
  OUT size bigint, OUT root bytea, OUT recorded text, OUT commits bytea
) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  v_head subsidy.head%ROWTYPE;
  v_start bigint;
  v_committed bigint;
  v_line bytea;
  v_last bytea;
  v_text text;
  v_recorded text;
  v_hash bytea;
  v_bits bigint;
  v_end integer;
BEGIN
  SELECT * INTO v_head FROM subsidy.head WHERE head.ledger = p_ledger FOR UPDATE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'append_end without append_begin' USING ERRCODE = 'SU002';
  END IF;
  IF (p_persons IS NULL AND v_head.size <> p_decided) OR p_decided > v_head.size OR EXISTS (
    SELECT FROM subsidy.event WHERE event.ledger = p_ledger AND seq >= p_decided
      AND (person IS NULL OR person = ANY (p_persons))
  ) THEN
    RAISE EXCEPTION 'moved' USING ERRCODE = 'SU001';
  END IF;
  v_start := v_head.size;
  v_committed := v_head.size;
  FOR v_line IN
    SELECT given.line FROM (
      SELECT line, number FROM unnest(p_lines) WITH ORDINALITY AS array_of (line, number)
      UNION ALL
      SELECT line, number FROM subsidy.staging WHERE transaction = pg_current_xact_id() AND p_lines IS NULL
    ) AS given ORDER BY given.number
  LOOP
    IF substring(v_line FROM 1 FOR 10) = '{"commit":'::bytea THEN
      IF v_head.size = v_committed THEN
        RAISE EXCEPTION 'a commit without events' USING ERRCODE = 'SU002';
      END IF;
      v_end := octet_length(v_head.peaks) - 31;
      v_hash := substring(v_head.peaks FROM v_end FOR 32);
      WHILE v_end > 1 LOOP
        v_end := v_end - 32;
        v_hash := sha256('\x01'::bytea || substring(v_head.peaks FROM v_end FOR 32) || v_hash);
      END LOOP;
      v_text := convert_from(v_line, 'UTF8');
      v_recorded := substring(v_text FROM '"recorded":"([^"]*)"');
      IF NOT starts_with(v_text, format(
        '{"commit":{"size":%s,"root":"%s","recorded":"%s","by":"', v_head.size, encode(v_hash, 'hex'), v_recorded
      )) THEN
        RAISE EXCEPTION 'a commit of another size or root' USING ERRCODE = 'SU002';
      END IF;
      -- One event that corrects the clock, or asks for that, may be earlier.
      IF v_recorded < v_head.recorded COLLATE "C" AND NOT (
        v_head.size = v_committed + 1 AND position('clock-corrected' IN convert_from(v_last, 'UTF8')) > 0
      ) THEN
        RAISE EXCEPTION 'the clock goes back' USING ERRCODE = 'SU003';
      END IF;
      INSERT INTO subsidy.commit VALUES (p_ledger, v_head.size, v_line);
      v_head.root := v_hash;
      v_head.recorded := v_recorded;
      v_head.commits := sha256(v_head.commits || v_line);
      v_committed := v_head.size;
    ELSE
      v_hash := sha256('\x00'::bytea || v_line);
      v_bits := v_head.size;
      v_end := octet_length(v_head.peaks) + 1;
      -- Each trailing one of the size is a perfect subtree that the leaf completes to one of twice its size.
      WHILE v_bits & 1 = 1 LOOP
        v_end := v_end - 32;
        v_hash := sha256('\x01'::bytea || substring(v_head.peaks FROM v_end FOR 32) || v_hash);
        v_bits := v_bits >> 1;
      END LOOP;
      v_head.peaks := substring(v_head.peaks FROM 1 FOR v_end - 1) || v_hash;
      v_head.size := v_head.size + 1;
      v_last := v_line;
    END IF;
  END LOOP;
  IF v_head.size = v_start OR v_head.size <> v_committed THEN
    RAISE EXCEPTION 'events without a commit' USING ERRCODE = 'SU002';
  END IF;
  -- A line that names another number than its place has none, which no row may lack.
  INSERT INTO subsidy.event
    SELECT p_ledger, CASE WHEN (content ->> 'seq')::bigint = place THEN place END,
      content ->> 'person', content ->> 'id', content ->> 'household', line
    FROM (
      SELECT line, convert_from(line, 'UTF8')::json AS content, v_start - 1 + row_number() OVER (ORDER BY number) AS place
      FROM (
        SELECT line, number FROM unnest(p_lines) WITH ORDINALITY AS array_of (line, number)
        UNION ALL
        SELECT line, number FROM subsidy.staging WHERE transaction = pg_current_xact_id() AND p_lines IS NULL
      ) AS given WHERE substring(line FROM 1 FOR 10) <> '{"commit":'::bytea
    ) AS events ORDER BY place;
  IF p_lines IS NULL THEN
    DELETE FROM subsidy.staging WHERE transaction = pg_current_xact_id();
  END IF;
  UPDATE subsidy.head SET size = v_head.size, peaks = v_head.peaks, root = v_head.root, recorded = v_head.recorded,
    commits = v_head.commits WHERE head.ledger = p_ledger;
  size := v_head.size;
  root := v_head.root;
  recorded := v_head.recorded;
  commits := v_head.commits;
END $$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA subsidy FROM PUBLIC;
GRANT USAGE ON SCHEMA subsidy TO subsidy_writer, subsidy_reader;
GRANT SELECT ON subsidy.head, subsidy.event, subsidy.commit TO subsidy_writer, subsidy_reader;
GRANT INSERT (number, line) ON subsidy.staging TO subsidy_writer;
GRANT EXECUTE ON FUNCTION subsidy.append_begin(text), subsidy.append_end(text, bigint, text[], bytea[]) TO subsidy_writer;

-- What an auditor's copy subscribes to: rows that come, and nothing else, for nothing else ever happens to them.
RESET ROLE;
CREATE PUBLICATION subsidy_log FOR TABLE subsidy.event, subsidy.commit WITH (publish = 'insert');
SET LOCAL ROLE subsidy_vault_owner;
