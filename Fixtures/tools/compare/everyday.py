"""everyday.py SUBSIDY LEDGER FOLDER: an office's everyday questions, put to this program and to what one would use instead.

Prints the tables of docs/comparison.md. Two answers that differ in a byte end the run without one. PostgreSQL is the server
that the environment names; whatever is made goes into FOLDER. Needs DuckDB's module.
"""
import csv
import dataclasses
import io
import pathlib
import re
import subprocess
import sys
import time

import duckdb

HERE = pathlib.Path(__file__).parent
FACTS = ["people", "approvals", "contributions", "items", "movements", "demands", "receipts", "batches"]
READS = re.compile(rf"\b(?:FROM|JOIN) (?:{'|'.join(FACTS)})\b")


@dataclasses.dataclass
class Question:
    name: str
    words: str
    command: str
    # Those of the program's CSV that are compared; of its text, if the command has no CSV of the answer.
    columns: str
    needs_rules: bool = False


QUESTIONS = [
    Question("person", "one person's months", "person {person}", "person scheme month contributionFen paidFen"),
    Question("batch", "one batch's lines", "batch show {batch}", "person scheme month amountFen outcome"),
    Question("batches", "all batches with sums", "batch list", "batch scheme through state persons items totalFen"),
    Question("book", "one month's book", "report monthly {month}",
             "scheme district paidFen returnedFen bouncedFen netFen repaidFen outstandingFen"),
    Question("demands", "all demands", "recovery notices",
             "notice person scheme since demandedFen repaidFen outstandingFen cancelled reason"),
    Question("owed", "who owes what", "recovery",
             "person scheme overpaidFen demandedFen repaidFen outstandingFen undemandedFen reasons", needs_rules=True),
    Question("unpaid", "who waits for money", "report unpaid --as-of {day}",
             "person scheme district months oldest payableFen inFlightFen", needs_rules=True),
    Question("scheme", "everyone in a scheme with sums", "person --all --scheme {scheme} --format text",
             "person scheme entitled paid payable overpaid", needs_rules=True),
    Question("deadlines", "what an office has to do", "deadlines --on {day}",
             "office due state kind person scheme month since", needs_rules=True),
]

# What the rules decide, as the others are given it: a table, and whence its columns come.
DECIDED = {
    "worth": ("person --all", "person scheme month entitledFen payableFen overpaidFen"),
    "owed": ("recovery", "person scheme overpaidFen undemandedFen reasons"),
    "duties": ("deadlines --on {day}", "office due state kind person scheme month since"),
}


def sections(file):
    """The statements of a file of SQL, by the name above them."""
    parts = re.split(r"^-- name: (\w+)\n", (HERE / "everyday" / file).read_text(), flags=re.M)
    return dict(zip(parts[1::2], parts[2::2]))


# --- Running and measuring


def run(*command, **options):
    done = subprocess.run(command, capture_output=True, text=True, **options)
    if done.returncode:
        sys.exit(f"everyday.py: {' '.join(command)} ended with {done.returncode}: {done.stderr}")
    return done.stdout


def timed(act):
    start = time.perf_counter()
    value = act()
    return time.perf_counter() - start, value


def best(act):
    """The shortest time and the last value of three to ten runs, fewer the longer they take; of one if it takes ten seconds."""
    times = []
    while not times or times[0] < 10 and (len(times) < 3 or len(times) < 10 and sum(times) < 1):
        took, value = timed(act)
        times.append(took)
    return min(times), value


# --- Answers


def lines(rows):
    """Rows as CSV in the order of their bytes."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return sorted(text.getvalue().splitlines())


def columns(text, names):
    """The named columns of a CSV with headings, row by row."""
    return ([row[name] for name in names.split()] for row in csv.DictReader(io.StringIO(text)))


def fen(cell):
    """An amount in yuan as fen; any other cell as it is."""
    return str(int(re.sub("[,.]", "", cell))) if re.fullmatch(r"[\d,]+\.\d\d", cell) else cell


def columns_of_text(text, names):
    """The named columns of a table for people, amounts in fen.

    Its rows are between the first two rules. The columns that do not fit are in a second line, indented; the first of them,
    which are numbers, are never empty.
    """
    before, rows = text.split("\n-", 1)
    headings, rows = before.split("\n\n")[-1].splitlines(), ("-" + rows).splitlines()
    spans = [match.span() for match in re.finditer("-+", rows[0])]

    def cells(row):
        return [row[0][start:end].strip() for start, end in spans] + re.split(" {2,}", "".join(row[1:]).strip())

    body = rows[1:rows.index(rows[0], 1)]
    height = len(headings)
    found = cells(headings)
    table = [dict(zip(found, cells(body[at:at + height]))) for at in range(0, len(body), height)]
    return [[fen(row[name]) for name in names.split()] for row in table]


def compare(question, contender, found, expected):
    if found == expected:
        return
    pairs = zip(found + [None] * len(expected), expected + [None] * len(found))
    theirs, ours = next(pair for pair in pairs if pair[0] != pair[1])
    sys.exit(f"everyday.py: {question.words}: {contender} says {theirs}, subsidy says {ours}; they must agree")


# --- Contenders. Each has a name, answers a question's SQL as a process, and says how long it takes inside, in seconds.


class Subsidy:
    name = "subsidy"

    def __init__(self, program, ledger):
        self.program, self.ledger = program, ledger

    def ask(self, command):
        words = command.split()
        form = [] if "--format" in words else ["--format", "csv"]
        return run(self.program, *words, *form, "--ledger", self.ledger)

    def start(self):
        run(self.program, "--version")


class PostgreSQL:
    name = "PostgreSQL"
    knows_rules = True
    psql = ("psql", "-XAtq", "-v", "ON_ERROR_STOP=1")

    def load(self, tables):
        statements = sections("postgres.sql")
        copies = [f"\\copy {table} FROM '{file}' (FORMAT csv, NULL '\\N')" for table, file in tables.items()]
        script = "\n".join(["BEGIN;", statements["tables"], *copies, "COMMIT;"])
        yield "tables (COPY)", lambda: run(*self.psql, input=script)
        yield "keys, indexes, VACUUM ANALYZE", lambda: run(*self.psql, input=statements["indexes"])

    def ask(self, sql):
        return run(*self.psql, "--csv", "-c", sql)

    def inside(self, sql):
        out = run(*self.psql, input="\\timing on\n\\o /dev/null\n" + sql * 5)
        return min(float(ms) for ms in re.findall(r"Time: ([\d.]+) ms", out)) / 1000

    def start(self):
        self.ask("SELECT 1")


class SQLite:
    name = "SQLite"
    knows_rules = True

    def __init__(self, folder):
        self.file = str(folder / "everyday.sqlite")

    def load(self, tables):
        statements = sections("sqlite.sql")
        imports = [f".import --csv '{file}' {table}" for table, file in tables.items()]
        fast = "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"
        script = "\n".join([fast, statements["tables"], "BEGIN;", *imports, "COMMIT;"])
        yield "tables (.import)", lambda: run("sqlite3", "-bail", self.file, input=script)
        yield "indexes, ANALYZE", lambda: run("sqlite3", "-bail", self.file, fast + statements["indexes"])

    def ask(self, sql):
        return run("sqlite3", "-readonly", "-csv", self.file, sql)

    def inside(self, sql):
        # Its clock counts milliseconds; the processor's time, all on one thread, is finer.
        out = run("sqlite3", "-readonly", self.file, input=".timer on\n.output /dev/null\n" + sql * 5)
        return min(float(user) + float(system) for user, system in re.findall(r"user ([\d.]+) sys ([\d.]+)", out))

    def start(self):
        self.ask("SELECT 1")


def views_of_log(once):
    """The facts to DuckDB. What asks for several of them is faster if it takes the log into memory once."""
    views = (HERE / "everyday/duckdb.sql").read_text()
    return views.replace("CREATE VIEW log", "CREATE TABLE log") if once else views


class DuckDB:
    name = "DuckDB"
    knows_rules = False

    def __init__(self, ledger, folder):
        self.ledger, self.folder, self.times = ledger, folder, []

    def ask(self, sql):
        views, question, answer = (self.folder / name for name in ("views.sql", "question.sql", "answer.csv"))
        views.write_text(views_of_log(once=len(READS.findall(sql)) > 2))
        question.write_text(sql)
        took = run(sys.executable, str(HERE / "duckdb_answer.py"), self.ledger, *map(str, (views, question, answer)))
        self.times.append(float(took))
        return answer.read_text()

    def inside(self, _):
        """Of the runs that were asked last."""
        times, self.times = self.times, []
        return min(times)

    def start(self):
        run(sys.executable, "-c", "import duckdb; duckdb.execute('SELECT 1')")


# --- The run


def facts(ledger, folder):
    """Writes the facts of the log as CSV; returns their files, and what to ask about."""
    connection = duckdb.connect()
    log = (ledger + "/log/*.jsonl").replace("'", "''")
    connection.execute(views_of_log(once=True).replace("{log}", log))
    files = {table: folder / f"{table}.csv" for table in FACTS}
    for table, file in files.items():
        connection.execute(f"COPY (SELECT * FROM {table} ORDER BY ALL) TO '{file}' (FORMAT csv, HEADER false)")
    choice = connection.execute(sections("questions.sql")["choice"])
    return files, dict(zip([column[0] for column in choice.description], choice.fetchone()))


def decided(subsidy, choice, folder):
    """Writes what the rules decide as CSV, out of the program's own output; returns the files."""
    files = {}
    for table, (command, names) in DECIDED.items():
        files[table] = folder / f"{table}.csv"
        with files[table].open("w") as file:
            csv.writer(file, lineterminator="\n").writerows(columns(subsidy.ask(command.format(**choice)), names))
    return files


def seconds(value):
    return f"{value * 1000:.1f} ms" if value < 0.1 else f"{value * 1000:.0f} ms" if value < 1 else f"{value:.2f} s"


def factor(value):
    return f"{value:.1f} times" if value < 10 else f"{value:.0f} times"


def table(headings, rows, right):
    rows = [headings, ["--:" if i in right else "---" for i in range(len(headings))], *rows]
    for row in rows:
        print("|", " | ".join(row), "|")
    print()


def verdict(times):
    """Who is fastest, and by how much: against subsidy, or subsidy against the next."""
    (best_, winner), (next_, second) = sorted((took, name) for name, took in times.items())[:2]
    if winner == "subsidy":
        return f"subsidy; {second} takes {factor(next_ / best_)} as long"
    return f"{winner}; subsidy takes {factor(times['subsidy'] / best_)} as long"


def main(program, ledger, folder):
    folder = pathlib.Path(folder)
    subsidy = Subsidy(program, ledger)
    contenders = [PostgreSQL(), SQLite(folder), DuckDB(ledger, folder)]
    made = [["subsidy", "log to tables and index (projections rebuild)",
             seconds(timed(lambda: run(program, "projections", "rebuild", "--ledger", ledger))[0])]]
    took, (files, choice) = timed(lambda: facts(ledger, folder))
    made.append(["PostgreSQL, SQLite", "log to files of the facts (by DuckDB)", seconds(took)])
    took, more = timed(lambda: decided(subsidy, choice, folder))
    made.append(["PostgreSQL, SQLite", "what the rules decide (by subsidy)", seconds(took)])
    for contender in contenders[:2]:
        for step, act in contender.load(files | more):
            made.append([contender.name, step, seconds(timed(act)[0])])
            print(*made[-1], sep=", ", file=sys.stderr)
    made.append(["DuckDB", "nothing: it reads the log each time", "0"])

    asked, wins, sql = [], {}, sections("questions.sql")
    for question in QUESTIONS:
        command = question.command.format(**choice)
        took, text = best(lambda: subsidy.ask(command))
        read = columns_of_text if "--format text" in command else columns
        expected = lines(read(text, question.columns))
        if not expected:
            sys.exit(f"everyday.py: {question.words}: subsidy has no row; nothing to compare")
        times, cells = {"subsidy": took}, [seconds(took)]
        statement = sql[question.name].format(**choice)
        for contender in contenders:
            if question.needs_rules and not contender.knows_rules:
                cells.append("cannot")
                continue
            took, text = best(lambda: contender.ask(statement))
            compare(question, contender.name, lines(csv.reader(io.StringIO(text))), expected)
            times[contender.name] = took
            cells.append(f"{seconds(took)} ({seconds(contender.inside(statement))})")
        winner = verdict(times)
        wins.setdefault(winner.split(";")[0], []).append(question.words)
        shown = re.sub(r"\{(\w)\w*\}", lambda match: match[1].upper(), question.command)
        leaves_out = "hashes, rules" if question.needs_rules else "hashes"
        asked.append([question.words, f"`subsidy {shown}`", f"{len(expected):,}", *cells, leaves_out, winner])
        print(question.words, *cells, winner, sep=", ", file=sys.stderr)
    started = ["start alone", "", "", *(seconds(best(each.start)[0]) for each in (subsidy, *contenders)), "", ""]

    names = ["subsidy", *(contender.name for contender in contenders)]
    table(["question", "command", "rows", *names, "the others leave out", "who wins"], [*asked, started], range(2, 7))
    for name, won in sorted(wins.items(), key=lambda win: -len(win[1])):
        print(f"{name} wins {len(won)} of {len(QUESTIONS)}: {', '.join(won)}.")
    print(f"\nAsked about: {', '.join(f'{key} {value}' for key, value in choice.items())}.\n")
    table(["contender", "what is made first, once", "time"], made, [2])


main(*sys.argv[1:])
