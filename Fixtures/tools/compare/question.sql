-- What each person was paid in each scheme for each month, in fen: what the bank confirmed, less what came back after that.
-- DuckDB and PostgreSQL read the same words; each has its own view movements (seq, type, person, scheme, month, batch, fen).
WITH item AS MATERIALIZED (
  SELECT seq, type, person, scheme, month, fen,
    min(seq) FILTER (WHERE type = 'paid') OVER (PARTITION BY person, scheme, month, batch) AS first_paid
  FROM movements
), moved AS (
  SELECT person, scheme, month,
    CASE WHEN type = 'paid' THEN fen WHEN seq > first_paid THEN -fen ELSE 0 END AS fen
  FROM item
)
SELECT person, scheme, month, sum(fen) AS fen FROM moved GROUP BY person, scheme, month HAVING sum(fen) <> 0
