#!/usr/bin/env python3
"""Runs the tests of faults over and over, with other seeds each time, and adds up what they did.

Usage: Fixtures/tools/soak.py (--cpu-hours HOURS | --minutes MINUTES) [--workers N] [--seed SEED] [--debug]

    --cpu-hours HOURS   until the programs have used so many hours of processor time: a day is --cpu-hours 24
    --minutes MINUTES   until so many minutes are over
    --workers N         how many tests run at once (the processors of the machine)
    --seed SEED         where the seeds begin (drawn, and printed)
    --debug             the debug build, which is there at a desk; else the release build, as README.md makes it

A test that began is let end. One that fails is told with the command that runs its seed again, its output is kept, and the
others go on; the exit code is 1 then. What six competing clerks do depends on the machine, too: their seed is run several times
to see a failure again.
"""
import argparse
import ctypes
import os
import re
import resource
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
RELEASE = ["-c", "release", "--disable-xctest", "--disable-testable-imports"]
DEBUG = ["--disable-xctest"]
# No test takes so long.
LIMIT = 3600

# What is run: the test, and its variables for a seed. Each takes a stretch of STRIDE seeds for itself.
STRIDE = 1000
KINDS = {
    "rivals": ("RivalTests/compete", lambda seed: {"SUBSIDY_RIVAL_SEED": seed, "SUBSIDY_RIVAL_STARTS": 180}),
    "deaths": ("DeathTests/atEveryCall", lambda seed: {"SUBSIDY_DEATH_SEED": seed, "SUBSIDY_DEATHS": 4}),
    "disk": ("SimulationTests/everySeed", lambda seed: {"SUBSIDY_SIM_SEED": seed, "SUBSIDY_SIM_SEEDS": 300}),
    "folders": ("HostileFolderTests/fuzz", lambda seed: {"SUBSIDY_FOLDER_SEED": seed, "SUBSIDY_FOLDERS": 8}),
    "batches": ("BatchPropertyTests/adds", lambda seed: {"SUBSIDY_BATCH_SEED": seed, "SUBSIDY_BATCH_SEEDS": 8}),
    "parsers": (r"FaultsTests\.FuzzTests", lambda seed: {"SUBSIDY_FUZZ_SEED": seed, "SUBSIDY_FUZZ_SECONDS": 2}),
}


def fail(text):
    sys.exit(f"soak: {text}")


def run_here(log, words):
    """Runs a test and waits for all that it started, so that their processor time counts as this process's children's."""
    # Whoever loses its parent becomes a child of this process: PR_SET_CHILD_SUBREAPER.
    ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)
    with open(log, "wb") as output:
        try:
            code = subprocess.run(words, stdout=output, stderr=subprocess.STDOUT, timeout=LIMIT).returncode
        except subprocess.TimeoutExpired:
            code = 124
    while True:
        try:
            os.wait()
        except ChildProcessError:
            return code


class Soak:
    def __init__(self, options, tests):
        self.options, self.tests = options, tests
        self.began = time.monotonic()
        self.lock = threading.Lock()
        self.rounds = 0
        self.failures = []
        # By kind: how many runs and seeds, and what the tests counted.
        self.sums = {kind: {"runs": 0, "seeds": 0} for kind in KINDS}
        self.folder = Path(tempfile.mkdtemp(prefix="subsidy-soak-"))

    def minutes(self):
        return (time.monotonic() - self.began) / 60

    @staticmethod
    def cpu_minutes():
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        return (used.ru_utime + used.ru_stime) / 60

    def is_over(self):
        if self.options.minutes is not None:
            return self.minutes() >= self.options.minutes
        return self.cpu_minutes() >= 60 * self.options.cpu_hours

    def work(self):
        while True:
            with self.lock:
                # Every kind has its turn, however short the time is.
                if self.is_over() and self.rounds >= len(KINDS):
                    return
                number, self.rounds = self.rounds, self.rounds + 1
            kind = list(KINDS)[number % len(KINDS)]
            self.run(kind, self.options.seed + number * STRIDE)

    def run(self, kind, seed):
        test, variables = KINDS[kind]
        chosen = {name: str(value) for name, value in variables(seed).items()}
        log = self.folder / f"{kind}-{seed}.log"
        words = [str(self.tests), "--testing-library", "swift-testing", "--filter", test]
        here = [sys.executable, __file__, "--here", str(log)] + words
        code = subprocess.run(here, env=os.environ | chosen, cwd=ROOT).returncode
        text = log.read_text(errors="replace")
        has_run = re.search(r"Test run with [1-9][0-9]* test", text) is not None
        counted = {}
        for line in re.findall(r"^counted [a-z]+:(.*)$", text, re.M):
            for name, count in re.findall(r"([a-z]+)=([0-9]+)", line):
                counted[name] = counted.get(name, 0) + int(count)
        # How many moments there are in all is the same in each run.
        counted.pop("of", None)
        seeds = next((int(value) for name, value in chosen.items() if name.endswith(("SEEDS", "FOLDERS"))), 1)
        with self.lock:
            sums = self.sums[kind]
            for name, count in {"runs": 1, "seeds": seeds, **counted}.items():
                sums[name] = sums.get(name, 0) + count
            said = " ".join(f"{name}={count}" for name, count in counted.items())
            if code == 0 and has_run:
                log.unlink()
            else:
                again = " ".join(f"{name}={value}" for name, value in chosen.items())
                why = f"exit {code}" if has_run else "no test was run"
                self.failures.append(f"{kind}, seed {seed}: {why}; {log}\n    {again} swift test --filter '{test}'")
                said = f"FAILED, {why}: {log}"
            print(f"[{self.minutes():7.1f} min, {self.cpu_minutes():8.1f} CPU min] {kind}, seeds from {seed}: {said or 'well'}",
                  flush=True)

    def report(self):
        print(f"\n{self.minutes():.1f} minutes, {self.cpu_minutes() / 60:.2f} hours of processor time, "
              f"{self.options.workers} at once, seeds from {self.options.seed}, {len(self.failures)} failures\n")
        print("| what | runs | seeds | counted |\n| --- | --- | --- | --- |")
        for kind, sums in self.sums.items():
            rest = ", ".join(f"{count:,} {name}" for name, count in sums.items() if name not in ("runs", "seeds"))
            print(f"| {kind} | {sums['runs']:,} | {sums['seeds']:,} | {rest} |")
        for failure in self.failures:
            print(f"\nfailed: {failure}")
        if not self.failures:
            self.folder.rmdir()


def built(options):
    """The program of the tests, built as README.md builds it."""
    flags = DEBUG if options.debug else RELEASE
    # It is built by running a test that takes no time; the tests themselves are then started without the build's lock.
    if subprocess.run(["swift", "test", *flags, "--filter", "DeathTests/isComplete"], cwd=ROOT).returncode:
        fail("the tests cannot be built, or a command has no sample")
    shown = subprocess.run(
        ["swift", "build", "-c", "debug" if options.debug else "release", "--show-bin-path"],
        cwd=ROOT, capture_output=True, text=True, check=True)
    return Path(shown.stdout.strip()) / "subsidyPackageTests.xctest"


def main():
    if sys.argv[1:2] == ["--here"]:
        sys.exit(run_here(sys.argv[2], sys.argv[3:]))
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    until = parser.add_mutually_exclusive_group(required=True)
    until.add_argument("--cpu-hours", type=float)
    until.add_argument("--minutes", type=float)
    parser.add_argument("--workers", type=int, default=os.cpu_count())
    parser.add_argument("--seed", type=int, default=int.from_bytes(os.urandom(4)) * STRIDE)
    parser.add_argument("--debug", action="store_true")
    options = parser.parse_args()
    soak = Soak(options, built(options))
    print(f"seeds from {options.seed}", flush=True)
    workers = [threading.Thread(target=soak.work) for _ in range(options.workers)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    soak.report()
    sys.exit(1 if soak.failures else 0)


main()
