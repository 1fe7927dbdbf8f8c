#!/usr/bin/env python3
"""cities.py MONTH LEDGER...: the books of a month of many cities, a process for each, so many at a time, and their sums.

Each log is verified by the process that reports on it; nothing is moved between them. Prints one JSON object with a row for each
city, and the rows of all added up by scheme and district. If one city fails nothing is printed, and the exit is 1."""
import argparse, concurrent.futures, json, os, subprocess, sys
from pathlib import Path


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("month")
    parser.add_argument("ledgers", nargs="+", metavar="LEDGER")
    parser.add_argument("--program", default="subsidy")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--claims", metavar="DIR", help="what `person --all --format json` prints of each city, in a file by its number")
    options = parser.parse_args()

    def run(ledger, *words):
        # One process is given one thread: the others have the other processors.
        done = subprocess.run([options.program, *words, "--ledger", ledger], capture_output=True)
        if done.returncode != 0:
            raise RuntimeError(f"{ledger}: subsidy {words[0]} ended with {done.returncode}: {done.stderr.decode().strip()}")
        return done.stdout

    def city(number, ledger):
        verified = json.loads(run(ledger, "audit", "verify", "--threads", "1", "--format", "json"))
        books = json.loads(run(ledger, "report", "monthly", options.month, "--format", "json"))
        if options.claims:
            (Path(options.claims) / f"{number}.json").write_bytes(run(ledger, "person", "--all", "--format", "json"))
        return {"ledger": ledger, "size": verified["size"], "root": verified["root"]}, books["rows"]

    try:
        with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
            found = list(pool.map(city, range(1, len(options.ledgers) + 1), options.ledgers))
    except RuntimeError as error:
        sys.exit(f"cities.py: {error}")
    sums = {}
    for row in (row for _, rows in found for row in rows):
        place = sums.setdefault((row["scheme"], row["district"] or ""), {key: row[key] for key in ("scheme", "district")})
        for key, value in row.items():
            if key.endswith("Fen"):
                place[key] = place.get(key, 0) + value
    json.dump({"month": options.month, "cities": [city for city, _ in found], "rows": [sums[key] for key in sorted(sums)]}, sys.stdout)
    print()


if __name__ == "__main__":
    main()
