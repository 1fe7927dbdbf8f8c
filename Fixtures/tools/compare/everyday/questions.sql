-- The everyday questions. PostgreSQL, SQLite and DuckDB are asked the same words; the columns are those of `subsidy`, in the
-- order that everyday.py names them.

-- name: choice
-- Whom and what to ask about: of all, in the order of their size, the one in the middle.
SELECT
  (SELECT person FROM log WHERE person IS NOT NULL GROUP BY person ORDER BY count(*), person
    LIMIT 1 OFFSET (SELECT count(DISTINCT person) FROM log) // 2) AS person,
  (SELECT batch FROM batches ORDER BY items, batch LIMIT 1 OFFSET (SELECT count(*) FROM batches) // 2) AS batch,
  (SELECT book FROM movements GROUP BY book ORDER BY count(*), book
    LIMIT 1 OFFSET (SELECT count(DISTINCT book) FROM movements) // 2) AS month,
  (SELECT scheme FROM approvals GROUP BY scheme ORDER BY count(*), scheme
    LIMIT 1 OFFSET (SELECT count(DISTINCT scheme) FROM approvals) // 2) AS scheme,
  (SELECT max(day(recorded)) FROM log) AS day;

-- name: person
WITH known AS (
  SELECT person, scheme, month, fen AS contributed, 0 AS paid FROM approvals JOIN contributions USING (person)
  WHERE person = '{person}'
  UNION ALL
  SELECT person, scheme, month, 0, CASE outcome WHEN 'paid' THEN fen ELSE 0 END FROM items WHERE person = '{person}')
SELECT person, scheme, month, sum(contributed), sum(paid) FROM known GROUP BY person, scheme, month;

-- name: batch
SELECT person, scheme, month, fen, outcome FROM items WHERE batch = '{batch}';

-- name: batches
SELECT batch, scheme, through, state, persons, items, fen FROM batches;

-- name: book
WITH sums AS (
  SELECT scheme, person, kind, fen FROM movements WHERE book = '{month}'
  UNION ALL
  SELECT scheme, person, 'owed', fen FROM demands
  WHERE demanded_on <= '{month}-31' AND (cancelled_on = '' OR cancelled_on > '{month}-31')
  UNION ALL
  SELECT receipts.scheme, receipts.person, 'owed', -receipts.fen FROM receipts JOIN demands USING (person, scheme, notice)
  WHERE received_on <= '{month}-31' AND (cancelled_on = '' OR cancelled_on > '{month}-31'))
SELECT scheme, district,
  sum(CASE kind WHEN 'paid' THEN fen ELSE 0 END),
  sum(CASE WHEN kind IN ('returned', 'bounced') THEN fen ELSE 0 END),
  sum(CASE kind WHEN 'bounced' THEN fen ELSE 0 END),
  sum(CASE kind WHEN 'paid' THEN fen WHEN 'bounced' THEN -fen ELSE 0 END),
  sum(CASE kind WHEN 'repaid' THEN fen ELSE 0 END),
  sum(CASE kind WHEN 'owed' THEN fen ELSE 0 END)
FROM sums JOIN people USING (person) GROUP BY scheme, district;

-- name: unpaid
WITH waiting AS (
  SELECT person, scheme, month, payable_fen AS payable, 0 AS in_flight FROM worth WHERE payable_fen > 0
  UNION ALL
  SELECT person, scheme, month, 0, fen FROM items WHERE outcome = 'open')
SELECT person, scheme, district, count(DISTINCT month), min(month), sum(payable), sum(in_flight)
FROM waiting JOIN people USING (person) GROUP BY person, scheme, district;

-- name: owed
WITH received AS (SELECT person, scheme, notice, sum(fen) AS fen FROM receipts GROUP BY person, scheme, notice),
demanded AS (
  SELECT person, scheme, sum(demands.fen) AS fen, sum(coalesce(received.fen, 0)) AS repaid
  FROM demands LEFT JOIN received USING (person, scheme, notice) WHERE cancelled_on = '' GROUP BY person, scheme)
SELECT person, scheme, overpaid_fen, coalesce(fen, 0), coalesce(repaid, 0), coalesce(fen - repaid, 0), undemanded_fen, reasons
FROM owed LEFT JOIN demanded USING (person, scheme);

-- name: demands
WITH received AS (SELECT person, scheme, notice, sum(fen) AS fen FROM receipts GROUP BY person, scheme, notice)
SELECT notice, person, scheme, demanded_on, demands.fen, coalesce(received.fen, 0),
  CASE cancelled_on WHEN '' THEN demands.fen - coalesce(received.fen, 0) ELSE 0 END,
  CASE cancelled_on WHEN '' THEN 'false' ELSE 'true' END, reason
FROM demands LEFT JOIN received USING (person, scheme, notice);

-- name: scheme
WITH paid AS (SELECT person, sum(fen) AS fen FROM items WHERE scheme = '{scheme}' AND outcome = 'paid' GROUP BY person),
decided AS (
  SELECT person, scheme, sum(entitled_fen) AS entitled, sum(payable_fen) AS payable, sum(overpaid_fen) AS overpaid
  FROM worth WHERE scheme = '{scheme}' GROUP BY person, scheme)
SELECT person, scheme, entitled, coalesce(fen, 0), payable, overpaid FROM decided LEFT JOIN paid USING (person);

-- name: deadlines
SELECT office, due, state, kind, person, scheme, month, since FROM duties;
