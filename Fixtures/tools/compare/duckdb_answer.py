"""duckdb_answer.py LEDGER VIEWS QUESTION ANSWER: DuckDB over the log as it stands, on all threads.

VIEWS is a file of SQL that reads {log}; QUESTION is a file of one query. Writes the answer as CSV, and prints the seconds
without the start of Python.
"""
import pathlib
import sys
import time

import duckdb

ledger, views, question, answer = sys.argv[1:]
log = (ledger + "/log/*.jsonl").replace("'", "''")
start = time.perf_counter()
duckdb.execute(pathlib.Path(views).read_text().replace("{log}", log))
rows = pathlib.Path(question).read_text().rstrip().removesuffix(";")
target = answer.replace("'", "''")
duckdb.execute(f"COPY ({rows}) TO '{target}' (FORMAT csv, HEADER false)")
print(time.perf_counter() - start)
