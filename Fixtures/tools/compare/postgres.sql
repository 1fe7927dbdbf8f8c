-- The log in PostgreSQL, a line a row. The separators are bytes that no line of a log holds, so that a line is one value.
-- A table made in the transaction that fills it is not logged ahead (wal_level = minimal).
SET client_min_messages = warning;
BEGIN;
DROP TABLE IF EXISTS log CASCADE;
CREATE TABLE log (event jsonb NOT NULL);
\copy log FROM pstdin WITH (FORMAT csv, DELIMITER E'\x01', QUOTE E'\x02');
CREATE VIEW movements AS
  SELECT (event->>'seq')::bigint AS seq, event->>'type' AS type, event->>'person' AS person,
    event->>'scheme' AS scheme, event->>'month' AS month, event->>'batch' AS batch,
    (event->>'amountFen')::bigint AS fen
  FROM log WHERE event->>'type' IN ('paid', 'payment-returned');
COMMIT;
VACUUM ANALYZE log;
