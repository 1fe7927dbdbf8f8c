-- The facts as DuckDB sees them in the log's lines: views, nothing is kept. Their columns are those of the tables of the others,
-- which are filled from them. A day is the civil date of an instant in China (UTC+8); what is annulled does not count.
CREATE VIEW log AS SELECT * FROM read_json('{log}', format = 'newline_delimited', columns = {
  seq: 'BIGINT', type: 'VARCHAR', recorded: 'TIMESTAMP', id: 'VARCHAR', "of": 'VARCHAR', person: 'VARCHAR', scheme: 'VARCHAR',
  month: 'VARCHAR', batch: 'VARCHAR', amountFen: 'BIGINT', household: 'VARCHAR', notice: 'VARCHAR', reason: 'VARCHAR',
  months: 'STRUCT("month" VARCHAR, amountFen BIGINT)[]', through: 'VARCHAR', persons: 'BIGINT', items: 'BIGINT',
  totalFen: 'BIGINT'});
CREATE MACRO day(instant) AS strftime(instant + INTERVAL 8 HOUR, '%Y-%m-%d');

CREATE VIEW people AS
  SELECT person, arg_max(household, seq) AS district FROM log WHERE type = 'registered' GROUP BY person;
CREATE VIEW approvals AS
  SELECT person, scheme, min(day(recorded)) AS approved_on FROM log WHERE type = 'approved' GROUP BY person, scheme;
CREATE VIEW contributions AS
  SELECT person, month, arg_max(amountFen, seq) AS fen FROM log
  WHERE type = 'contributed' AND (id IS NULL OR id NOT IN (SELECT "of" FROM log WHERE type = 'annulled'))
  GROUP BY person, month;
-- An item of a batch with the bank's last word on it.
CREATE VIEW items AS
  SELECT person, scheme, month, batch, max(amountFen) FILTER (type = 'payment-ordered') AS fen,
    coalesce(arg_max(if(type = 'paid', 'paid', 'returned'), seq) FILTER (type <> 'payment-ordered'), 'open') AS outcome
  FROM log WHERE type IN ('payment-ordered', 'paid', 'payment-returned') GROUP BY person, scheme, month, batch;
-- What moved, in the month of its day; `bounced` is what came back after it was paid.
CREATE VIEW movements AS
  SELECT day(recorded)[:7] AS book, person, scheme, amountFen AS fen, CASE
      WHEN type <> 'payment-returned' THEN type
      WHEN bool_or(type = 'paid') OVER (PARTITION BY person, scheme, month, batch ORDER BY seq) THEN 'bounced'
      ELSE 'returned' END AS kind
  FROM log WHERE type IN ('paid', 'payment-returned', 'repaid');
CREATE VIEW demands AS
  SELECT person, scheme, notice, min(day(recorded)) FILTER (type = 'clawed-back') AS demanded_on,
    coalesce(min(day(recorded)) FILTER (type = 'clawback-cancelled'), '') AS cancelled_on,
    sum(list_sum([part.amountFen FOR part IN months])) FILTER (type = 'clawed-back')::BIGINT AS fen,
    min(reason) FILTER (type = 'clawed-back') AS reason
  FROM log WHERE type IN ('clawed-back', 'clawback-cancelled') GROUP BY person, scheme, notice;
CREATE VIEW receipts AS
  SELECT person, scheme, notice, day(recorded) AS received_on, amountFen AS fen FROM log WHERE type = 'repaid';
CREATE VIEW batches AS
  SELECT batch, max(scheme) AS scheme, max(through) AS through, max(persons) AS persons, max(items) AS items,
    max(totalFen) AS fen, replace(arg_max(type, seq), 'batch-', '') AS state
  FROM log WHERE type IN ('batch-drafted', 'batch-approved', 'batch-exported', 'batch-cancelled') GROUP BY batch;
