"""duckdb_answer.py LEDGER QUESTION ANSWER: DuckDB over the log as it stands, on all threads; writes the answer as CSV."""
import pathlib
import sys

import duckdb

ledger, question, answer = sys.argv[1:]
quoted = (ledger + "/log/*.jsonl").replace("'", "''")
duckdb.execute(f"""
    CREATE VIEW movements AS SELECT seq, type, person, scheme, month, batch, amountFen AS fen
    FROM read_json('{quoted}', format = 'newline_delimited', columns = {{
        seq: 'BIGINT', type: 'VARCHAR', person: 'VARCHAR', scheme: 'VARCHAR', month: 'VARCHAR', batch: 'VARCHAR',
        amountFen: 'BIGINT'}})
    WHERE type IN ('paid', 'payment-returned')""")
rows = pathlib.Path(question).read_text()
target = answer.replace("'", "''")
duckdb.execute(f"COPY ({rows}) TO '{target}' (FORMAT csv, HEADER false)")
