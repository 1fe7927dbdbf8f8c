-- What each person was paid in each scheme for each month, in fen: what the bank confirmed, less what came back after that.
-- DuckDB and PostgreSQL read the same words; each has its own view movements (seq, type, person, scheme, month, batch, fen).
WITH movement AS MATERIALIZED (SELECT * FROM movements), moved AS (
  SELECT person, scheme, month, fen FROM movement WHERE type = 'paid'
  UNION ALL
  SELECT person, scheme, month, -fen FROM movement back
  WHERE type = 'payment-returned' AND EXISTS (
    SELECT 1 FROM movement paid
    WHERE paid.type = 'paid' AND paid.person = back.person AND paid.scheme = back.scheme
      AND paid.month = back.month AND paid.batch = back.batch AND paid.seq < back.seq)
)
SELECT person, scheme, month, sum(fen) AS fen FROM moved GROUP BY person, scheme, month HAVING sum(fen) <> 0
