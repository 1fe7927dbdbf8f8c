-- The log to DuckDB, for question.sql.
CREATE VIEW movements AS SELECT seq, type, person, scheme, month, batch, amountFen AS fen
FROM read_json('{log}', format = 'newline_delimited', columns = {
  seq: 'BIGINT', type: 'VARCHAR', person: 'VARCHAR', scheme: 'VARCHAR', month: 'VARCHAR', batch: 'VARCHAR',
  amountFen: 'BIGINT'})
WHERE type IN ('paid', 'payment-returned');
