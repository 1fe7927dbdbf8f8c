#!/usr/bin/env python3
"""fold.py LEDGER: verifies a log in ranges and folds it in partitions, with Spark and `subsidy fold`; see docs/scale.md.

What it prints on standard output, or writes to --to, is what `subsidy person --all --format json` prints of the same log, to the
byte. Any fault ends it with 1 and prints nothing of the answer."""
import argparse, heapq, json, os, subprocess, sys, time, zlib
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import log
from log import Fault


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("ledger")
    parser.add_argument("--program", default="subsidy", help="the program, on every machine")
    parser.add_argument("--partitions", type=int, default=8)
    parser.add_argument("--ranges", type=int, default=16)
    parser.add_argument("--master", default="local[*]")
    parser.add_argument("--known-at", help="as everywhere")
    parser.add_argument("--books", metavar="FILE", help="the sums by batch and month of all partitions, added up")
    parser.add_argument("--to", metavar="FILE", help="the answer; else standard output")
    parser.add_argument("--memory", default="4g", help="of the Java process that Spark runs in")
    return parser.parse_args()


def verify(spark, ledger, parts):
    """Counts the events of the ranges, then hashes each range by itself, and joins them in order."""
    numbers = spark.parallelize(list(enumerate(parts)), len(parts))
    counts = dict(numbers.map(
        lambda part: (part[0], sum(not log.is_commit(line) for line in log.read_lines(ledger, part[1])))).collect())
    firsts, first = [], 0
    for number, _ in enumerate(parts):
        firsts.append(first)
        first += counts[number]
    whole = log.Joined()
    # One range after the other comes to the driver, which holds none of them.
    for part in numbers.map(lambda part: log.Range(log.read_lines(ledger, part[1]), firsts[part[0]])).toLocalIterator(True):
        whole.take(part)
    whole.finish(log.read_head(ledger))
    return whole


def worker(command, shared):
    """Pipes the lines of a partition and those about nobody through `subsidy fold`; its failure is the task's."""
    def run(lines):
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        try:
            for line in shared.value:
                process.stdin.write(line + b"\n")
            for line in lines:
                process.stdin.write(line + b"\n")
        except BrokenPipeError:
            pass  # It says itself why it reads no more.
        output, messages = process.communicate()
        if process.returncode != 0:
            raise Fault(f"subsidy fold ended with {process.returncode}: {messages.decode(errors='replace').strip()}")
        yield output.decode()
    return run


def read(output):
    """The claims, the books and the trailer that a worker has printed."""
    lines = output.split("\n")
    if lines[0] != "[" or lines[-1] != "" or not lines[-2].startswith('{"fold":'):
        raise Fault("a worker has not printed to its end")
    end = lines.index("]")
    rest = {key: value for line in lines[end + 1:-1] for key, value in json.loads(line).items()}
    return [line.removesuffix(",") for line in lines[1:end] if line], rest.get("books", []), rest["fold"]


def check(trailers, whole, persons):
    """Holds what the workers were given against the verified log: every line once, and nobody in two places."""
    shared = {(trailer["sharedLines"], trailer["sharedHashes"]) for trailer in trailers}
    if len(shared) != 1:
        raise Fault("the workers were given different events about nobody")
    (lines, hashes), = shared
    count = lines + sum(trailer["lines"] for trailer in trailers)
    total = (int(hashes, 16) + sum(int(trailer["hashes"], 16) for trailer in trailers)) % 2**256
    if count != whole.size:
        raise Fault(f"the workers were given {count} lines, expected {whole.size}")
    if total != whole.sum:
        raise Fault("the workers were given other lines than were verified")
    together = [tuple(group) for trailer in trailers for group in trailer["together"]]
    if len(set(together)) != len(together):
        raise Fault("the lines of a joined person are in two partitions")
    if sum(trailer["persons"] for trailer in trailers) != persons:
        raise Fault("the lines of a person are in two partitions")


def merge(claims):
    """The claims of all workers by person and scheme; one that comes twice is a fault."""
    def keyed(lines):
        for line in lines:
            claim = json.loads(line)
            yield (claim["person"].encode(), claim["scheme"].encode()), line
    last = None
    for key, line in heapq.merge(*map(keyed, claims)):
        if key == last:
            raise Fault(f"{key[0].decode()} is told twice")
        last = key
        yield line


def added(books):
    """The sums of all workers, added up."""
    def plus(one, other):
        if isinstance(one, dict):
            return {key: plus(one[key], other[key]) for key in one}
        return one + other if isinstance(one, int) else one
    found = {}
    for row in (row for part in books for row in part):
        key = row["batch"].encode(), row["scheme"].encode(), row["month"]
        found[key] = plus(found[key], row) if key in found else row
    return [found[key] for key in sorted(found)]


def start(options):
    from pyspark import SparkConf, SparkContext
    if options.master.startswith("local"):
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    conf = SparkConf().setMaster(options.master).setAppName("subsidy fold")
    # A task that fails is told at once; a worker that has refused its lines refuses them again.
    for key, value in {
        "spark.ui.enabled": "false", "spark.ui.showConsoleProgress": "false", "spark.task.maxFailures": "1",
        "spark.driver.memory": options.memory, "spark.driver.maxResultSize": "0",
    }.items():
        conf.set(key, value)
    spark = SparkContext(conf=conf)
    spark.setLogLevel("OFF")
    spark.addPyFile(str(Path(log.__file__).resolve()))
    return spark


def fold(spark, options):
    """The lines of the answer, the books, and what was verified.

    A log on a file system that all machines share is read by each of them, a range at a time."""
    ledger = str(Path(options.ledger).resolve())
    times = [time.monotonic()]
    parts = log.ranges(ledger, options.ranges)
    whole = verify(spark, ledger, parts)
    times.append(time.monotonic())
    homes, shared = spark.broadcast(log.joined(whole.shared)), spark.broadcast(whole.shared)
    command = [options.program, "fold"] + (["--books"] if options.books else [])
    command += ["--known-at", options.known_at] if options.known_at else []

    def own(part):
        for line in log.read_lines(ledger, part):
            if not log.is_commit(line) and (person := log.owner(line)) is not None:
                yield person, line

    lines = spark.parallelize(parts, len(parts)).flatMap(own)
    persons = lines.keys().distinct().count()

    def place(person):
        return zlib.crc32(homes.value.get(person, person).encode())

    outputs = lines.partitionBy(options.partitions, place).values().mapPartitions(worker(command, shared)).collect()
    times.append(time.monotonic())
    claims, books, trailers = zip(*map(read, outputs))
    check(trailers, whole, persons)
    print(
        f"{whole.size} events, root {log.root(whole.tree).hex()}: verified in {len(parts)} ranges in "
        f"{times[1] - times[0]:.1f} s, folded in {options.partitions} partitions in {times[2] - times[1]:.1f} s",
        file=sys.stderr)
    return merge(claims), added(books), whole


def said(error):
    """What is wrong: of a failed task Spark tells what the worker said among much else."""
    faults = [line for line in str(error).split("\n") if "Fault: " in line]
    return faults[-1].rpartition("Fault: ")[2] if faults else str(error)


def main():
    options = arguments()
    spark = start(options)
    try:
        claims, books, _ = fold(spark, options)
        # Nothing is written before all of it is known to be right.
        answer = "[" + ",".join("\n" + line for line in claims) + "\n]\n"
        if options.books:
            rows = ",".join(json.dumps(row, separators=(",", ":"), ensure_ascii=False) for row in books)
            Path(options.books).write_text('{"books":[' + rows + "]}\n")
        Path(options.to).write_text(answer) if options.to else sys.stdout.write(answer)
    except Exception as error:
        sys.exit(f"fold.py: {said(error)}")
    finally:
        spark.stop()


if __name__ == "__main__":
    main()
