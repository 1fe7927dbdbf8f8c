#!/usr/bin/env python3
"""check.py PROGRAM: folds small logs with Spark and compares the bytes with those of one process; then lets workers fail.

The logs are the demonstration's and kept ones, which together have an event of every type. Exit 0: all is right."""
import json, os, shutil, stat, subprocess, sys, tempfile, types
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import fold, log

ROOT = Path(__file__).resolve().parent.parent.parent
PROGRAM = str(Path(sys.argv[1]).resolve())


def run(*words, text=None):
    return subprocess.run([PROGRAM, *words], check=True, capture_output=True, input=text).stdout


def options(ledger, partitions, program=PROGRAM, known_at=None):
    return types.SimpleNamespace(
        ledger=ledger, program=program, partitions=partitions, ranges=5, master="local[2]", known_at=known_at, books=True,
        memory="1g")


def equal(spark, ledger, counts=(1, 3, 8, 32)):
    """Every number of partitions gives the bytes of one process, at the end of the log and within it."""
    lines = [line for part in log.ranges(ledger, 1) for line in log.read_lines(ledger, part) if not log.is_commit(line)]
    middle = json.loads(lines[len(lines) // 2])["recorded"]
    for partitions, known_at in [(count, None) for count in counts] + [(3, middle)]:
        at = ["--known-at", known_at] if known_at else []
        one = run("person", "--all", "--format", "json", "--ledger", ledger, *at)
        printed = run("fold", "--books", *at, text=b"\n".join(lines) + b"\n").splitlines()
        claims, books, _ = fold.fold(spark, options(ledger, partitions, known_at=known_at))
        answer = ("[" + ",".join("\n" + line for line in claims) + "\n]\n").encode()
        assert answer == one, f"{ledger}: {partitions} partitions, known at {known_at}: other bytes than one process prints"
        assert books == json.loads(printed[-2])["books"], f"{ledger}: {partitions} partitions: other books"


def faults(spark, ledger, folder):
    """A worker that fails, loses, doubles or changes a line fails the job."""
    cases = {
        "exit": ("exit 3", "ended with 3"),
        "killed": ("kill -9 $$", "ended with -9"),
        "silent": ("cat > /dev/null", "not printed to its end"),
        "lost": (f"sed '$d' | {PROGRAM} fold \"$@\"", "lines, expected"),
        "lost shared": (f"sed '1{{n;d}}' | {PROGRAM} fold \"$@\"", "lines, expected"),
        "doubled": (f"sed '$p' | {PROGRAM} fold \"$@\"", "stands in line"),
        "alien": (f"(cat; echo '{{}}') | {PROGRAM} fold \"$@\"", "-:"),
        "changed": (f"sed '$s/\"by\":\"/&x/' | {PROGRAM} fold \"$@\"", "other lines than were verified"),
        "cut": (f"{PROGRAM} fold \"$@\" | head -c -1", "not printed to its end"),
    }
    for name, (body, expected) in cases.items():
        script = folder / f"worker {name}"
        script.write_text(f"#!/bin/sh\nshift\n{body}\n")
        script.chmod(script.stat().st_mode | stat.S_IXUSR)
        refuse(name, expected, lambda: fold.fold(spark, options(ledger, 3, str(script))))


def refuse(name, expected, body):
    try:
        body()
    except Exception as error:
        assert expected in fold.said(error), f"{name}: {fold.said(error)}, expected {expected}"
    else:
        raise AssertionError(f"{name}: nobody has noticed")


def split(spark, ledger):
    """The keys of a joined person in different partitions are noticed, and so is one key in two."""
    joined, log.joined = log.joined, lambda lines: {}
    try:
        refuse("joined", "a joined person are in two partitions", lambda: fold.fold(spark, options(ledger, 32)))
    finally:
        log.joined = joined


def damaged(spark, ledger, folder):
    """What verification in ranges has to find: a byte of a line, an author in a commit line, and bytes that are not there."""
    for name, change in {
        "leaf": lambda data: data.replace(b'"recorded":"20', b'"recorded":"19', 1),
        "commit": lambda data: data[:data.rindex(b'"by":"')] + b'"by":"x' + data[data.rindex(b'"by":"') + 7:],
        "short": lambda data: data[:-1],
    }.items():
        copy = folder / name
        shutil.copytree(ledger, copy)
        segment = next((copy / "log").iterdir())
        segment.chmod(0o644)
        segment.write_bytes(change(segment.read_bytes()))
        refuse(name, "", lambda: fold.fold(spark, options(str(copy), 3)))


ENTRIES = """\
{"type":"registered","person":"p1","birth":"1985-05-16","sex":"male","household":"450200"}
{"type":"registered","person":"p2","birth":"1985-05-16","sex":"male","household":"450200"}
{"type":"registered","person":"p3","birth":"1980-05-16","sex":"female","household":"450200"}
{"type":"fact-recorded","person":"p1","fact":"difficulty-recognised","from":"2024-01-10","source":"s","detail":"4050"}
{"type":"fact-recorded","person":"p2","fact":"flexible-registered","from":"2024-01-12","source":"s"}
{"type":"applied","person":"p2","application":"a1","scheme":"liuzhou","from":"2024-02","undertaking":true,"channel":"counter"}
{"type":"contributed","person":"p1","month":"2024-11","amountFen":60750,"paidOn":"2024-11-20","source":"si"}
{"type":"contributed","person":"p2","month":"2024-12","amountFen":60750,"paidOn":"2024-12-20","source":"si"}
"""


def join(ledger):
    """A ledger in which two keys with events of their own are one person."""
    at = ["--ledger", ledger]
    run("init", "--name", "joined", "--by", "op-1", *at)
    run("policy", "adopt", "liuzhou-2022-9", "--by", "op-1", *at)
    run("record", "-", "--by", "op-1", *at, text=ENTRIES.encode())
    run("same-person", "p1", "p2", "--reason", "twice", "--by", "op-1", *at)
    asked = [json.loads(line) for part in log.ranges(ledger, 1) for line in log.read_lines(ledger, part) if b'"requested"' in line]
    run("consent", asked[-1]["request"], "--by", "op-2", *at)


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        demo = str(folder / "demo")
        run("demo", demo)
        every, operators, erasure = kept = [str(folder / name) for name in ("every-type", "operators", "erasure")]
        for copy in kept:
            shutil.copytree(ROOT / "Fixtures/kept" / Path(copy).name / "ledger", copy)
        joined = str(folder / "joined")
        join(joined)
        spark = fold.start(options(demo, 1))
        try:
            for ledger in demo, every:
                equal(spark, ledger)
            for ledger, counts in (joined, (1, 32)), (operators, (3,)), (erasure, (3,)):
                equal(spark, ledger, counts)
            faults(spark, demo, folder)
            split(spark, joined)
            damaged(spark, demo, folder)
        finally:
            spark.stop()
    print("Spark: the same bytes in 1, 3, 8 and 32 partitions, and every fault is noticed")


if __name__ == "__main__":
    main()
