#!/usr/bin/env python3
"""cities_check.py PROGRAM: the sums that cities.py makes of several ledgers are those of each, added up; a city that fails is named."""
import json, subprocess, sys, tempfile
from pathlib import Path

CITIES, PROGRAM = Path(__file__).with_name("cities.py"), str(Path(sys.argv[1]).resolve())


def cities(*words):
    return subprocess.run([sys.executable, CITIES, *words, "--program", PROGRAM], capture_output=True)


def run(*words):
    return subprocess.run([PROGRAM, *words], check=True, capture_output=True).stdout


with tempfile.TemporaryDirectory() as folder:
    month, claims = "2025-12", Path(folder) / "claims"
    claims.mkdir()
    ledgers = [f"{folder}/{name}" for name in ("one", "two", "three")]
    for ledger in ledgers[:2]:
        run("demo", ledger)
    run("init", "--name", "new", "--by", "op-1", "--ledger", ledgers[2])
    found = json.loads(cities(month, *ledgers, "--jobs", "2", "--claims", str(claims)).stdout)
    reports = [json.loads(run("report", "monthly", month, "--format", "json", "--ledger", ledger)) for ledger in ledgers]
    assert [city["ledger"] for city in found["cities"]] == ledgers
    assert len(found["rows"]) == len(reports[0]["rows"]) > 5, "rows"
    for key in ("paidFen", "netFen", "repaidFen", "outstandingFen"):
        whole = sum(row[key] for report in reports for row in report["rows"])
        assert sum(row[key] for row in found["rows"]) == whole, key
    assert sum(row["paidFen"] for row in found["rows"]) > 0
    for number, ledger in enumerate(ledgers, 1):
        assert (claims / f"{number}.json").read_bytes() == run("person", "--all", "--format", "json", "--ledger", ledger), ledger
    # A byte of one city's log: no sum of any is printed.
    segment = next((Path(ledgers[1]) / "log").iterdir())
    segment.chmod(0o644)
    segment.write_bytes(segment.read_bytes().replace(b'"recorded":"20', b'"recorded":"19', 1))
    failed = cities(month, *ledgers)
    assert failed.returncode == 1 and not failed.stdout and ledgers[1] in failed.stderr.decode(), failed
print("cities: the sums are those of each, added up")
