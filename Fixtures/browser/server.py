"""The workbench with its sample ledger, and a client without a browser."""
import html
import http.client
import json
import re
import socket
import subprocess
import threading
import time
import urllib.parse
from pathlib import Path

FIXTURES = Path(__file__).resolve().parent.parent
PASSPHRASE = "demo-demo"
# One operator of each kind, as Sources/Demo/SampleOperators.swift has them; op-002 may what op-001 may, and COLLEAGUE drafts and
# approves, what others have drafted.
CLERK, REVIEWER, RECOVERY, DRAFTER, APPROVER, COLLEAGUE, CHECKER, AUDITOR, ADMINISTRATOR = (
    "op-110", "op-111", "op-112", "op-021", "op-022", "op-023", "op-041", "op-051", "op-001")
# Whose pages are looked at: those of the two that are left out are among them.
OPERATORS = [ADMINISTRATOR, CLERK, REVIEWER, RECOVERY, DRAFTER, APPROVER, AUDITOR]


def private_words():
    """The names and numbers of persons that the sample ledger holds."""
    words = set()
    for path in [FIXTURES / "Demo/story.jsonl", *sorted((FIXTURES / "Demo/Past").glob("*.jsonl"))]:
        for line in path.read_text(encoding="utf-8").splitlines():
            entry = json.loads(line)
            private = entry.get("entry", entry).get("private", {})
            words.update(private[key] for key in ("name", "idNumber", "phone", "account") if private.get(key))
    return words


class Workbench:
    """The server: started on a free port of this machine, in a folder of its own, and stopped."""

    def __init__(self, program, folder, command=()):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.log_path = Path(folder) / "server.log"
        self._log = self.log_path.open("wb")
        self._process = subprocess.Popen(
            [*command, program, "--demo", str(Path(folder) / "demo"), "--listen", f"127.0.0.1:{self.port}", "--lang", "en"],
            stdin=subprocess.DEVNULL, stdout=self._log, stderr=self._log)
        self._clients, self._lock = {}, threading.Lock()
        # What the browsers have kept: addresses and titles.
        self.remembered = []

    @property
    def address(self):
        return f"http://127.0.0.1:{self.port}"

    def wait(self, seconds=90):
        """Waits until it answers."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self._process.poll() is not None:
                raise RuntimeError(f"the workbench ended with {self._process.returncode}: {self.log()[-2000:]}")
            try:
                Client(self).get("/")
                return
            except OSError:
                time.sleep(0.1)
        raise RuntimeError(f"the workbench does not answer: {self.log()[-2000:]}")

    def most_memory(self):
        """The most memory that it has had at once, in MiB."""
        status = Path(f"/proc/{self._process.pid}/status").read_text()
        return int(re.search(r"VmHWM:\s+([0-9]+) kB", status)[1]) // 1024

    def log(self):
        return self.log_path.read_text(encoding="utf-8", errors="replace")

    def stop(self):
        if self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(30)
            except subprocess.TimeoutExpired:
                self._process.kill()
        self._log.close()

    def client(self, operator):
        """An operator's session that scenarios share."""
        with self._lock:
            if operator not in self._clients:
                self._clients[operator] = Client(self).sign_in(operator)
            return self._clients[operator]

    def forget(self, operator):
        """Has the next client of an operator sign in anew."""
        with self._lock:
            self._clients.pop(operator, None)


class Page:
    """An answer."""

    def __init__(self, path, status, fields, body):
        self.path, self.status, self.fields, self.body = path, status, fields, body

    @property
    def text(self):
        return self.body.decode("utf-8", "replace")

    @property
    def location(self):
        return self.fields.get("location", "")

    def hidden(self, name):
        """A hidden field of its first form that has one."""
        found = re.search(rf'name="{name}" value="([^"]*)"', self.text)
        return html.unescape(found[1]) if found else None

    @property
    def size(self):
        """How many events the ledger had, which the strip says; the page is asked for in English."""
        return int(re.search(r"([0-9,]+) events, verified", self.text)[1].replace(",", ""))


class Client:
    """Asks the server without a browser: it keeps its cookies, and sends the session's secret."""

    def __init__(self, server):
        self.server, self.cookies, self.secret = server, {}, None

    def sign_in(self, operator):
        self.get("/login")
        answer = self.post("/login", {"operator": operator, "passphrase": PASSPHRASE})
        if answer.status != 303:
            raise AssertionError(f"{operator} is not signed in: {answer.status}")
        self.get("/sessions")
        return self

    def get(self, path):
        return self._ask("GET", path)

    def post(self, path, fields, secret=None):
        """Sends a form; with the session's secret unless another is given, and without one for an empty one."""
        secret = self.secret if secret is None else secret
        fields = {**fields, "csrf": secret} if secret else fields
        return self._ask("POST", path, urllib.parse.urlencode(fields).encode(), "application/x-www-form-urlencoded")

    def of(self, chrome):
        """Takes over the session of a browser."""
        self.cookies = chrome.cookies()
        self.get("/sessions")
        return self

    def upload(self, path, fields, name, content):
        """Sends a form with a file."""
        line = "sample-boundary-6f1b"
        parts = [f'--{line}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'
                 for key, value in {**fields, "csrf": self.secret}.items()]
        parts.append(f'--{line}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
                     f"Content-Type: text/csv\r\n\r\n{content}\r\n--{line}--\r\n")
        return self._ask("POST", path, "".join(parts).encode(), f"multipart/form-data; boundary={line}")

    def outcome(self, answer):
        """The page that an answer leads to, when what was begun is over."""
        for _ in range(600):
            if answer.status == 303:
                answer = self.get(answer.location)
            elif "refresh" in answer.fields:
                time.sleep(0.1)
                answer = self.get(answer.path)
            else:
                return answer
        raise AssertionError(f"what was begun does not end: {answer.path}")

    def size(self):
        return self.get("/sessions?lang=en").size

    def _ask(self, method, path, body=None, kind=None):
        fields = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            fields |= {"Content-Type": kind, "Origin": self.server.address}
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=60)
        try:
            connection.request(method, path, body, fields)
            answer = connection.getresponse()
            page = Page(path, answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read())
            for name, value in answer.getheaders():
                if name.lower() == "set-cookie":
                    key, _, rest = value.partition("=")
                    self.cookies[key] = rest.split(";")[0]
                    if "Max-Age=0" in value:
                        del self.cookies[key]
        finally:
            connection.close()
        self.secret = page.hidden("csrf") or self.secret
        return page
