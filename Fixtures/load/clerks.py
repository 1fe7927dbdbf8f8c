#!/usr/bin/env python3
"""Fifty clerks at once: browsers that look and record in a workbench, how long it takes, and what a kill -9 leaves.

Usage: Fixtures/load/clerks.py [--ledger DIR --keys DIR] [--browsers N] [--seconds N] [--think S] [--seed N]
                               [--limit] [--kill] [--bin DIR]

    --ledger DIR, --keys DIR   a ledger with the sample operators and the folder of their keys, as `subsidy-bench --office`
                               makes them; else the sample ledger, in a new folder. It is recorded in: give a copy
    --browsers N               how many are signed in at once (50)
    --seconds N                how long they work (60)
    --think S                  how long each thinks before a request, on average (1.0)
    --seed N                   of what they do (drawn, and printed)
    --limit                    exit 1 if the p95 of pages is above 200 ms, or that of what is recorded above 500 ms
    --kill                     kill -9 the server under the load, then check that all that was acknowledged is there, once
    --bin DIR                  where subsidy and subsidy-workbench are (.build/release)

Each browser has an address of its own on the loopback, a connection that it keeps, and waits for each answer before it thinks
of the next request. A time is from before the request goes out until all of its answer is there. The server is started here, on a
free port of 127.0.0.1.
"""
import argparse, collections, html, http.client, json, os, random, re, shutil, signal, subprocess, sys, tempfile, threading, time
from pathlib import Path
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parent.parent.parent
PASSPHRASE = "demo-demo"
# Who sits at ten desks: several browsers share an operator of the sample.
DESKS = ["op-110", "op-111", "op-021", "op-112", "op-110", "op-022", "op-111", "op-051", "op-110", "op-112"]
# What they do, with how often. What is in APPENDS is recorded.
COUNTER = {"fact": 4, "application": 2, "today": 2, "person": 3, "search": 1, "counter": 1, "deadlines": 1, "recovery": 1}
FINANCE = {"today": 2, "months": 3, "batches": 2, "batch": 3, "recovery": 2, "person": 1, "search": 1}
WORK = {
    "op-110": COUNTER, "op-112": COUNTER, "op-021": FINANCE, "op-022": FINANCE,
    "op-111": {"review": 5, "reviews": 2, "today": 2, "person": 2, "deadlines": 1, "search": 1},
    "op-051": {"today": 1, "months": 1, "batches": 1, "batch": 2, "deadlines": 2, "reviews": 1, "recovery": 1, "person": 2, "policies": 1},
}
PLACES = {"today": "/"} | {name: f"/{name}" for name in
                           ("counter", "deadlines", "recovery", "months", "batches", "reviews", "policies")}
APPENDS = ("fact", "application", "review")
# What the limits are, in milliseconds; the server allows 30 searches a minute of an operator.
LIMITS = {"pages": 200, "appends": 500}
SEARCHES = 25


def fail(text):
    sys.exit(f"clerks: {text}")


class Gone(Exception):
    """The server does not answer."""


class Unlike(Exception):
    """An answer that is not what a browser counts on."""


class Server:
    """A workbench that was started here."""

    def __init__(self, options, folder, *words):
        self.log = folder / f"server-{time.monotonic_ns()}.log"
        with open(self.log, "wb") as output:
            self.process = subprocess.Popen(
                [options.bin / "subsidy-workbench", "--listen", "127.0.0.1:0", "--lang", "en", *words], stdout=output, stderr=output)
        until = time.monotonic() + 120
        while not (found := re.search(r"http://127\.0\.0\.1:([0-9]+)/ .*", self.log.read_text(errors="replace"))):
            if self.process.poll() is not None or time.monotonic() > until:
                self.process.kill()
                fail(f"the server does not start: {self.log.read_text(errors='replace')}")
            time.sleep(0.05)
        self.port = int(found[1])
        print(found[0], flush=True)

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self):
        self.process.terminate()
        if self.process.wait(60) != 0:
            fail(f"the server ended with {self.process.returncode}; {self.log}")


class Load:
    """What all browsers share."""

    def __init__(self, options):
        self.options = options
        self.lock = threading.Lock()
        # By kind: the times in milliseconds; and how often something was not done, by what was said instead.
        self.times = collections.defaultdict(list)
        self.refused = collections.Counter()
        # By token: who recorded what, and whether it was acknowledged.
        self.sent, self.acknowledged = {}, {}
        self.searches = collections.defaultdict(collections.deque)
        self.persons, self.batches, self.born = [], [], 0
        self.is_over, self.is_rush, self.problem = False, False, None

    def maySearch(self, operator):
        with self.lock:
            times, now = self.searches[operator], time.monotonic()
            while times and now - times[0] > 60:
                times.popleft()
            if len(times) >= SEARCHES:
                return False
            times.append(now)
            return True

    def number(self):
        """A resident ID number of a region that is the sample's that nobody had before in this run."""
        with self.lock:
            self.born += 1
            day = self.options.seed % 3000 + self.born // 400
        digits = f"450202{1976 + day // 336 % 12}{day // 28 % 12 + 1:02}{day % 28 + 1:02}{2 * (self.born % 400) + 2:03}"
        weights = [2 ** (17 - place) % 11 for place in range(17)]
        return digits + "10X98765432"[sum(int(digit) * weight for digit, weight in zip(digits, weights)) % 11]


class Browser:
    def __init__(self, load, server, number, operator):
        self.load, self.port, self.operator = load, server.port, operator
        self.address = f"127.0.0.{number + 2}"
        self.random = random.Random(f"{load.options.seed} {number}")
        self.cookies, self.secret, self.connection, self.used = {}, None, None, 0
        self.visit("/login")
        status, _, _ = self.ask("POST", "/login", {"operator": operator, "passphrase": PASSPHRASE})
        if status != 303 or "session" not in self.cookies:
            fail(f"{operator} cannot sign in: {status}")

    def ask(self, method, path, fields=None):
        """Sends a request and returns the status, the text and where it leads."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        body = None
        if fields is not None:
            headers |= {"Origin": f"http://127.0.0.1:{self.port}", "Content-Type": "application/x-www-form-urlencoded"}
            body = urlencode(fields | {"csrf": self.secret})
        try:
            # The server closes a connection on which nothing comes for a while.
            if self.connection is None or time.monotonic() - self.used > 10:
                self.close()
                self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60, source_address=(self.address, 0))
            self.connection.request(method, path, body, headers)
            answer = self.connection.getresponse()
            text = answer.read().decode()
        except (OSError, http.client.HTTPException) as error:
            self.close()
            raise Gone(f"{method} {re.sub('[0-9]+', '#', path)}: {error!r}")
        self.used = time.monotonic()
        for header in answer.headers.get_all("Set-Cookie", []):
            name, _, value = header.split(";")[0].partition("=")
            self.cookies.pop(name, None) if "Max-Age=0" in header else self.cookies.update({name: value})
        if found := re.search(r'name="csrf" value="([0-9a-f]{64})"', text):
            self.secret = found[1]
        return answer.status, text, answer.headers.get("Location")

    def close(self):
        if self.connection:
            self.connection.close()
        self.connection = None

    def timed(self, kind, method, path, fields=None, expected=(200,)):
        """Thinks, asks and notes how long it took; an answer that is another one than expected ends what is being done."""
        if not self.load.is_rush:
            time.sleep(self.random.expovariate(1 / self.load.options.think) if self.load.options.think else 0)
        # Before a kill nobody stops: it meets what is under way.
        if self.load.is_over and not self.load.options.kill:
            raise Gone("it is over")
        was_rush, began = self.load.is_rush, time.monotonic()
        answer = self.ask(method, path, fields)
        milliseconds = (time.monotonic() - began) * 1000
        with self.load.lock:
            if answer[0] not in expected:
                self.load.refused[f"{kind}: {answer[0]}"] += 1
            elif not was_rush:
                self.load.times[kind].append(milliseconds)
        if answer[0] not in expected:
            raise Unlike(f"{kind}: {answer[0]}")
        return answer

    def visit(self, path):
        return self.ask("GET", path)[1]

    # What they do.

    def work(self):
        kinds = WORK[self.operator]
        try:
            while True:
                kind = self.random.choices(list(kinds), kinds.values())[0]
                try:
                    self.do(kind)
                except Unlike:
                    pass
        except Gone as error:
            if not self.load.is_over:
                self.load.problem = str(error)
        except Exception as error:
            self.load.problem = repr(error)
            raise

    def do(self, kind):
        load = self.load
        if kind == "search" and not load.maySearch(self.operator):
            kind = "person"
        if kind in PLACES:
            return self.timed(kind, "GET", PLACES[kind])
        person = self.random.choice(load.persons)
        if kind == "person":
            self.timed(kind, "GET", f"/people/{person}")
        elif kind == "search":
            self.timed("find", "GET", "/people")
            _, _, there = self.timed(kind, "POST", "/people", {"who": person}, (303,))
            self.timed("found" if there.startswith("/people/found/") else "person", "GET", there)
        elif kind == "batch":
            self.timed(kind, "GET", f"/batches/{self.random.choice(load.batches)}")
        elif kind == "fact":
            day = f"20{self.random.randrange(19, 25)}-{self.random.randrange(1, 13):02}-{self.random.randrange(1, 29):02}"
            self.enter("facts", {"person": person, "fact": "annual-verified", "factFrom": day, "source": "street",
                                 "detail": f"{self.random.randrange(10 ** 9)}"})
        elif kind == "application":
            self.enter("applications", {
                "idNumber": load.number(), "name": "测试", "household": "450202", "from": "2026-01", "undertaking": "yes",
                "channel": "counter", "source": "street", "fact.difficulty-recognised": "2025-12-01",
                "fact.flexible-registered": "2025-12-01", "fact.annual-verified": "2025-12-01"})
        elif kind == "review":
            self.review()

    def enter(self, table, fields):
        """A row at the counter: the form, the preview, the record, and the page that shows it."""
        path = f"/counter/one/{table}/liuzhou"
        _, page, _ = self.timed("form", "GET", path)
        # What is on the form and not filled in here goes back as it came.
        names = set(re.findall(r'<(?:input|select|textarea)[^>]* name="([^"]+)"', page))
        fields = dict.fromkeys(names - {"csrf"}, "") | fields | {"token": token(page)}
        _, _, there = self.timed("try", "POST", f"{path}/try", fields, (303,))
        _, page, _ = self.timed("preview", "GET", there)
        self.record("fact" if table == "facts" else "application", path, {"token": token(page)})

    def review(self):
        _, page, _ = self.timed("reviews", "GET", "/reviews")
        waiting = sorted(set(re.findall(r'href="(/reviews/[^"/?]+/[^"/?]+)"', page)))
        if not waiting:
            return
        path = html.unescape(self.random.choice(waiting))
        _, page, _ = self.timed("review form", "GET", path)
        # One that waits for another office, or for its publicity, has no form.
        if 'name="decision"' in page:
            self.record("review", path, {"token": token(page), "decision": "passed", "reason": "", "items": "", "why": ""})

    def record(self, kind, path, fields):
        name = fields["token"]
        with self.load.lock:
            self.load.sent[name] = (self.operator, kind)
        _, _, there = self.timed(kind, "POST", path, fields, (303,))
        if there.split("?")[0] != f"/done/{name}":
            raise Unlike(f"{kind}: {there}")
        with self.load.lock:
            self.load.acknowledged[name] = (self.operator, kind)
        self.timed("done", "GET", there)


def token(page):
    if not (found := re.search(r'name="token" value="([^"]+)"', page)):
        raise Unlike("no form")
    return found[1]


def learn(load, browser):
    """Finds persons and batches on the pages that name them."""
    load.batches = sorted(set(re.findall(r'href="/batches/([^"/?]+)"', browser.visit("/batches"))))
    pages = [browser.visit(f"/batches/{batch}") for batch in load.batches[:12]] + [browser.visit("/deadlines")]
    load.persons = sorted({person for page in pages for person in re.findall(r'href="/people/([^"/?]+)"', page)})
    if not load.persons or not load.batches:
        fail("the ledger has no batches, or none with persons")


def share(times, percent):
    """What so many of a hundred take at most, by the nearest rank."""
    return sorted(times)[max(0, -(-len(times) * percent // 100) - 1)]


def report(load):
    """Prints the times, and returns the p95 of pages and of what is recorded."""
    kinds = sorted(load.times, key=lambda kind: (kind in APPENDS, kind))
    rows = [(kind, load.times[kind]) for kind in kinds]
    found = {}
    for name, is_append in (("pages", False), ("appends", True)):
        if times := [time for kind in kinds if (kind in APPENDS) == is_append for time in load.times[kind]]:
            rows.append((f"all {name}", times))
            found[name] = share(times, 95)
    print(f"\n| {'what':12} | {'count':>6} | {'p50 ms':>8} | {'p95 ms':>8} | {'max ms':>8} |\n| --- | ---: | ---: | ---: | ---: |")
    for name, times in rows:
        print(f"| {name:12} | {len(times):6} | {share(times, 50):8.1f} | {share(times, 95):8.1f} | {max(times):8.1f} |")
    limited = sum(count for what, count in load.refused.items() if what.endswith(" 429"))
    print(f"\nrefused by a rate limit: {limited}; other answers: {dict(load.refused) or 'none'}")
    return found


def check(load, options, folder, ledger, keys):
    """What a kill has left: all that was acknowledged, once, in a log that is whole, and on the pages of a new server."""
    lost = []
    verified = subprocess.run([options.bin / "subsidy", "audit", "verify", "--ledger", ledger], capture_output=True, text=True)
    said = dict(re.findall("^(result|events|commits|signed) +(.*)$", verified.stdout, re.M))
    print(f"audit verify: exit {verified.returncode}, {', '.join(f'{name} {value}' for name, value in said.items())}")
    if verified.returncode != 0:
        lost.append(f"the log is not whole: {verified.stdout}{verified.stderr}")
    # Read here, without the program: a change's token is the id of its first event, of a table's rows as I-...-N/1.
    found = collections.Counter()
    for segment in sorted((ledger / "log").iterdir()):
        for line in segment.read_text(errors="replace").splitlines():
            if '"id":"' in line:
                name = re.sub("^I-(.*)/1$", r"w-\1", json.loads(line).get("id", ""))
                if name in load.sent:
                    found[name] += 1
    lost += [f"{name} was acknowledged and is not in the log" for name in load.acknowledged if not found[name]]
    lost += [f"{name} is in the log {count} times" for name, count in found.items() if count > 1]
    silent = [name for name in load.sent if name not in load.acknowledged]
    print(f"acknowledged: {len(load.acknowledged)}, in the log once: {sum(found[name] == 1 for name in load.acknowledged)}; sent and not "
          f"acknowledged: {len(silent)}, of them in the log: {sum(found[name] == 1 for name in silent)}")
    server = Server(options, folder, "--ledger", ledger, "--keys", keys)
    shown, browsers = 0, {}
    for name, (operator, _) in load.acknowledged.items():
        browser = browsers.get(operator) or browsers.setdefault(operator, Browser(load, server, len(browsers), operator))
        status, page, _ = browser.ask("GET", f"/done/{name}")
        if status == 200 and "<h1>已登记</h1>" in page:
            shown += 1
        else:
            lost.append(f"/done/{name} answers {status} to {operator}")
    server.stop()
    print(f"shown by /done/TOKEN after the restart: {shown}")
    return lost


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--ledger", type=Path)
    parser.add_argument("--keys", type=Path)
    parser.add_argument("--browsers", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--think", type=float, default=1.0)
    parser.add_argument("--seed", type=int, default=int.from_bytes(os.urandom(3)))
    parser.add_argument("--limit", action="store_true")
    parser.add_argument("--kill", action="store_true")
    parser.add_argument("--bin", type=Path, default=ROOT / ".build" / "release")
    options = parser.parse_args()
    if (options.ledger is None) != (options.keys is None) or not 1 <= options.browsers <= 200:
        parser.error("--ledger and --keys go together; 1 to 200 browsers")
    folder = Path(tempfile.mkdtemp(prefix="subsidy-clerks-"))
    ledger, keys = options.ledger or folder / "demo" / "ledger", options.keys or folder / "demo" / "keys"
    words = ["--ledger", ledger, "--keys", keys] if options.ledger else ["--demo", folder / "demo"]
    print(f"seed {options.seed}, {options.browsers} browsers, {options.think} s of thought, {options.seconds} s; "
          f"{os.cpu_count()} processors, load before {os.getloadavg()[0]:.1f}", flush=True)
    load, server = Load(options), Server(options, folder, *words)
    try:
        browsers = [Browser(load, server, number, DESKS[number % len(DESKS)]) for number in range(options.browsers)]
        learn(load, Browser(load, server, options.browsers, "op-051"))
        print(f"{len(browsers)} signed in; {len(load.persons)} persons and {len(load.batches)} batches on the pages", flush=True)
        threads = [threading.Thread(target=browser.work, daemon=True) for browser in browsers]
        for thread in threads:
            thread.start()
        time.sleep(options.seconds)
        # Nobody thinks any more, so that something is under way when the server dies; these times do not count.
        load.is_rush = options.kill
        time.sleep(1 if options.kill else 0)
        problem, load.is_over = load.problem, True
        if options.kill:
            server.kill()
        for thread in threads:
            thread.join(90)
        if not options.kill:
            server.stop()
    finally:
        if server.process.poll() is None:
            server.kill()
    found = report(load)
    print(f"load after {os.getloadavg()[0]:.1f}")
    faults = [f"a browser had no answer: {problem}"] if problem else []
    faults += [f"no {name} were measured" for name in LIMITS if name not in found]
    if options.limit:
        faults += [f"the p95 of {name} is {found[name]:.0f} ms, above {most}" for name, most in LIMITS.items()
                   if found.get(name, 0) > most]
    if options.kill:
        faults += check(load, options, folder, ledger, keys)
    for fault in faults:
        print(f"FAILED: {fault}")
    if faults:
        fail(f"{len(faults)} faults; the server's log and the ledger: {folder}")
    shutil.rmtree(folder)


main()
