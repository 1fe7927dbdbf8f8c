#!/usr/bin/env python3
"""cut.py PROGRAM [--postgres] [--cuts N] [--seed N] [--deaf]: records into a log, cuts the power, and looks whether all counts
that was acknowledged.

The log, or with --postgres the whole cluster of a server, is on a disk that loses what was not synchronised (disk.py). Each cut
comes at another call of it. Then the log is verified, or the server is started again and the log is pulled and verified; every
entry that was acknowledged is there once, no other is there twice, and the next entry is taken. With --deaf the disk
acknowledges and forgets: the check fails then, or it is no check.

Needs FUSE, as root: apt-get install fuse python3-fusepy; and with --postgres a program built with --traits Postgres, and
postgresql-15. Exit 0: nothing was lost; 1: something was; 77: no FUSE here."""
import argparse, contextlib, json, os, random, shutil, signal, subprocess, sys, tempfile, threading, time
from pathlib import Path

HERE = Path(__file__).resolve().parent
SERVER = "/usr/lib/postgresql/15/bin"
ACCOUNT = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"]
ENTRIES = 12


class Fault(Exception):
    pass


class Trial:
    """One disk, from its first call to what is left of it."""

    def __init__(self, folder, seed, after, deaf):
        self.folder, self.seed, self.after, self.deaf = folder, seed, after, deaf
        self.state, self.mount = folder / "state", folder / "disk"
        self.state.mkdir()
        self.mount.mkdir()
        (self.state / "seed").write_text(str(seed))
        if after:
            (self.state / "after").write_text(str(after))
        if deaf:
            (self.state / "deaf").touch()

    def __enter__(self):
        self.process = subprocess.Popen([sys.executable, HERE / "disk.py", self.mount, self.state], stderr=subprocess.PIPE)
        until(lambda: os.path.ismount(self.mount) or self.process.poll() is not None, "the disk is mounted")
        if self.process.poll() is not None:
            raise Fault(f"no disk: {self.process.stderr.read().decode()}")
        return self

    def cut(self):
        os.kill(self.process.pid, signal.SIGUSR1)

    def __exit__(self, *_):
        until(lambda: subprocess.run(["fusermount", "-u", self.mount], capture_output=True).returncode == 0, "unmounted")
        if self.process.wait(60) != 0:
            raise Fault(f"the disk failed: {self.process.stderr.read().decode()}")

    @property
    def survived(self):
        return self.state / "survived"

    @property
    def calls(self):
        return int((self.state / "report").read_text().split()[0])

    @property
    def lost(self):
        return int((self.state / "report").read_text().split()[1])


def until(holds, what):
    for _ in range(600):
        if holds():
            return
        time.sleep(0.1)
    raise Fault(f"after a minute not: {what}")


def run(program, *words, text=None, **environment):
    return subprocess.run(
        [program, *map(str, words)], input=text, capture_output=True, text=True, env={**os.environ, **environment})


def ok(program, *words, **rest):
    ran = run(program, *words, **rest)
    if ran.returncode != 0:
        raise Fault(f"{words}: exit {ran.returncode}: {ran.stderr}")
    return ran.stdout


def entry(number):
    return json.dumps({"type": "visited", "person": f"p{number % 3}", "on": "2024-12-01", "id": f"c-{number}"})


def sample(program, folder):
    """A ledger with three persons."""
    ok(program, "init", "--name", "cut", "--ledger", folder, "--by", "op-1")
    lines = [{"type": "registered", "person": f"p{number}", "birth": "1979-09-06", "sex": "male", "household": "360202"}
             for number in range(3)]
    ok(program, "record", "-", "--ledger", folder, "--by", "op-1", text="\n".join(map(json.dumps, lines)))


def record(program, ledger, numbers, acknowledged, **environment):
    """Records entries one after the other until one fails, as all do when the power is gone."""
    for number in numbers:
        ran = run(program, "record", "-", "--ledger", ledger, "--by", "op-1", text=entry(number), **environment)
        if ran.returncode != 0:
            return
        acknowledged.append(number)


def look(program, ledger, acknowledged, sent):
    """Whether the log is whole and has each acknowledged entry once."""
    verified = run(program, "audit", "verify", "--ledger", ledger)
    if verified.returncode not in (0, 1):
        raise Fault(f"audit verify: exit {verified.returncode}: {verified.stdout}{verified.stderr}")
    segments = sorted((Path(ledger) / "log").glob("*.jsonl"))
    lines = b"".join(segment.read_bytes() for segment in segments).split(b"\n")
    ids = [json.loads(line).get("id") for line in lines if line.startswith(b'{"seq":') and line.endswith(b"}")]
    for number in acknowledged:
        if ids.count(f"c-{number}") != 1:
            raise Fault(f"c-{number} was acknowledged and is there {ids.count(f'c-{number}')} times")
    for number in sent:
        if ids.count(f"c-{number}") > 1:
            raise Fault(f"c-{number} is there twice")


def folder_trial(program, trial):
    """A ledger in a folder."""
    acknowledged = []
    (trial.state / "live").mkdir()
    sample(program, trial.state / "live/ledger")
    with trial:
        record(program, trial.mount / "ledger", range(ENTRIES), acknowledged)
    ledger = trial.survived / "ledger"
    ok(program, "record", "-", "--ledger", ledger, "--by", "op-1", text=entry(ENTRIES))
    look(program, ledger, acknowledged + [ENTRIES], range(ENTRIES))
    return acknowledged, ENTRIES


class Server:
    """A PostgreSQL server on a cluster in a folder, with its socket in another."""

    def __init__(self, data, socket, *, may_fail=False):
        self.process = subprocess.Popen(
            [*ACCOUNT, f"{SERVER}/postgres", "-D", data, "-c", "listen_addresses=", "-k", socket, "-c", "wal_level=logical"],
            cwd="/tmp", stdout=open(socket / "log", "ab"), stderr=subprocess.STDOUT, start_new_session=True)
        asking = ["psql", "-h", socket, "-U", "admin", "-d", "postgres", "-c", "SELECT 1"]
        until(lambda: self.process.poll() is not None or subprocess.run(asking, capture_output=True).returncode == 0, "started")
        # On a disk without power from early on.
        if self.process.poll() is not None and not may_fail:
            raise Fault(f"no server: {(socket / 'log').read_text()[-2000:]}")

    def end(self):
        """The machine has no power: no process ends in order."""
        for line in subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True).stdout.splitlines():
            process, parent = map(int, line.split())
            if parent == self.process.pid:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(process, signal.SIGKILL)
        self.process.kill()
        self.process.wait()


def postgres_trial(program, trial):
    """A log in a database, with a folder that follows it on each of two other machines."""
    folder, acknowledged = trial.folder, [[], []]
    socket, live, key = folder / "socket", trial.state / "live", {"SUBSIDY_VAULT_KEY": str(folder / "key")}
    for place in (folder, trial.state, trial.mount):
        place.chmod(0o755)
    for place in (live, socket):
        place.mkdir()
        shutil.chown(place, "nobody", "nogroup")
    address = f"postgresql://admin@/postgres?host={socket}&ledger=cut"
    # The server that makes the cluster ends in order: all of it is durable when the disk begins.
    subprocess.run([*ACCOUNT, f"{SERVER}/initdb", "-D", live / "data", "-U", "admin", "--auth=trust", "-E", "UTF8",
                    "--locale=C", "--no-sync"], check=True, capture_output=True, cwd="/tmp")
    sample(program, folder / "ledger")
    ok(program, "vault", "seal", "--key-file", folder / "key", "--ledger", folder / "ledger")
    first = Server(live / "data", socket)
    ok(program, "store", "create", address)
    ok("psql", "-h", socket, "-U", "admin", "-d", "postgres", "-c", "INSERT INTO subsidy_vault.member VALUES ('admin', 'cut')")
    ok(program, "push", "--vault", "--from", folder / "ledger", "--to", address, **key)
    first.process.send_signal(signal.SIGINT)
    first.process.wait()
    with trial:
        server = Server(trial.mount / "data", socket, may_fail=True)
        offices = [
            threading.Thread(target=record, args=(
                program, address, range(office, 2 * ENTRIES, 2), acknowledged[office]),
                kwargs={"SUBSIDY_MIRRORS": str(folder / f"office-{office}"), **key}) for office in (0, 1)]
        for office in offices:
            office.start()
        # So that a cut comes into the middle of these as well.
        while any(office.is_alive() for office in offices):
            subprocess.run(["psql", "-h", socket, "-U", "admin", "-d", "postgres", "-c", "CHECKPOINT"], capture_output=True)
            time.sleep(0.2)
        trial.cut()
        server.end()
    second = Server(trial.survived / "data", socket)
    try:
        sent = [number for office in acknowledged for number in office]
        for office in (0, 1):
            ok(program, "record", "-", "--ledger", address, "--by", "op-1", text=entry(2 * ENTRIES + office),
               SUBSIDY_MIRRORS=str(folder / f"office-{office}"), **key)
        ok(program, "pull", "--from", address, "--to", folder / "copy")
        look(program, folder / "copy", sent + [2 * ENTRIES, 2 * ENTRIES + 1], range(2 * ENTRIES))
    finally:
        second.end()
    return sent, 2 * ENTRIES


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program", type=lambda path: str(Path(path).resolve()))
    parser.add_argument("--postgres", action="store_true")
    parser.add_argument("--cuts", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--deaf", action="store_true")
    options = parser.parse_args()
    if not os.path.exists("/dev/fuse") or shutil.which("fusermount") is None or os.geteuid() != 0:
        print("cut.py: no FUSE here, or not root: no power was cut")
        return 77
    chance, one = random.Random(options.seed), postgres_trial if options.postgres else folder_trial
    failed = calls = 0
    for cut in range(options.cuts + 1):
        # The first has its power until the end, and says how many calls there are to cut at.
        after = chance.randint(1, calls) if cut else None
        seed = chance.randrange(1 << 32)
        with tempfile.TemporaryDirectory(prefix="powercut-", ignore_cleanup_errors=True) as folder:
            trial = Trial(Path(folder), seed, after, options.deaf)
            try:
                acknowledged, sent = one(options.program, trial)
                if not after and len(acknowledged) < sent:
                    raise Fault(f"{len(acknowledged)} of {sent} entries acknowledged with power")
                place = f"cut at call {after} of {calls}" if after else f"cut at the end, after call {trial.calls}"
                print(f"{place}: {len(acknowledged)} entries acknowledged, all there; {trial.lost} unsynchronised pages lost",
                      flush=True)
            except Fault as fault:
                failed += 1
                print(f"cut at call {after or 'after the end'}: {fault}", flush=True)
                if not cut:
                    return 1
            calls = calls or trial.calls
    print(f"{options.cuts} cuts, {failed} with something lost")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
