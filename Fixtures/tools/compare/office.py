"""office.py HISTORY: the past that subsidy-bench makes, as an office would have lived it; entries on standard output.

HISTORY has everything recorded on one day, month after month. Here each month is recorded in its own days: contributions on
the 20th, batches of about 500 lines drafted, approved and exported on the 25th, the bank's answers on the 28th. One payment in
500 comes back in the next month (退回). Of what the bank refuses, nine in ten are ordered again with the next batch, as is all
that comes back later. Who was paid and turns out to be employed gets a demand in the next month (追回), and most bring money in
the month after. Nine in ten of Beijing's people report each quarter. In the last month one batch is only drafted, one only
approved, and one has no answers yet. The same HISTORY gives the same bytes.
"""
import collections
import hashlib
import json
import sys

LAST = "2026-10"  # What is about later months was recorded at its end: nobody records in a time to come.
OPEN = {"lianyungang": 1, "linyi": 2, "beijing": 3}  # How far the last month's first batch of a scheme has come.


def place(line, key):
    """Where the text of a key begins and ends."""
    start = line.index(f'"{key}":"') + len(key) + 4
    return start, line.index('"', start)


def field(line, key):
    start, end = place(line, key)
    return line[start:end]


def fen(line):
    return int(line.split('"amountFen":', 1)[1].split(",", 1)[0])


def kind(line):
    return line[9:line.index('"', 9)]  # {"type":"…


def at(day, line):
    start, end = place(line, "recorded")
    return f"{line[:start]}{day}T01:00:00Z{line[end:]}"


def entry(kind, day, by, **fields):
    return json.dumps({"type": kind, "recorded": f"{day}T01:00:00Z", "by": by, **fields}, separators=(",", ":")) + "\n"


def item(line):
    """A payment, as every event about it names it."""
    fields = {key: field(line, key) for key in ("person", "scheme", "month")}
    return fields | {"amountFen": fen(line), "batch": field(line, "batch")}


def number(line):
    return int(field(line, "person")[1:]) - 10_000_000


def in_part(line):
    """The scheme's one batch of a month, in parts of 500 people: of five schemes, 2,500."""
    end = place(line, "batch")[1]
    return f"{line[:end]}-{number(line) // 2_500:02}{line[end:]}"


def rounds(lines):
    """The lines month by month; what comes before the first month is the round of None."""
    month, found = None, []
    for line in lines:
        if kind(line) == "contributed" and (next_ := field(line, "month")) != month:
            yield month, found
            month, found = next_, []
        found.append(line)
    yield month, found


class Office:
    def __init__(self, write):
        self.write, self.paid = write, 0
        self.bounces, self.again, self.employed, self.demands, self.reporters = [], [], [], [], []

    def enrol(self, lines):
        for line in lines:
            self.write(at("2024-12-02" if kind(line) == "policy-adopted" else "2024-12-20", line))
            if kind(line) == "approved" and field(line, "scheme") == "beijing" and number(line) % 50 != 2:
                person = field(line, "person")
                start = {"person": person, "application": f"a-{person}", "from": "2025-01"}
                self.write(entry("start-confirmed", "2024-12-20", "op-017", **start))
                self.reporters.append(person)

    def live(self, month, lines, is_last):
        def day(number):
            return f"{month}-{number:02}" if month <= LAST else f"{LAST}-30"

        by_kind = collections.defaultdict(list)
        for line in lines:
            by_kind[kind(line)].append(line)
        self.look_back(day)
        for payment in self.again:
            payment["batch"] = f"b-{payment['scheme']}-{month}"
            for type_ in ("payment-ordered", "paid"):
                by_kind[type_].append(entry(type_, day(25), "op-017", **payment))
        self.again = []
        if month[5:] in ("01", "04", "07", "10"):
            for person in self.reporters:
                self.write(entry("reported", day(10), "op-017", person=person, on=day(10), channel="hall"))
        for line in by_kind["contributed"]:
            self.write(at(day(20), line))
        unfinished = {f"b-{scheme}-{month}-00": steps for scheme, steps in OPEN.items()} if is_last else {}
        self.order(month, map(in_part, by_kind["payment-ordered"]), day(25), unfinished)
        paid = {}
        for line in map(in_part, by_kind["payment-returned"] + by_kind["paid"]):
            if field(line, "batch") not in unfinished:
                self.write(at(day(28), line))
                self.settle(line, paid)
        for line in by_kind["fact-recorded"] + by_kind["annulled"]:
            self.write(at(day(28), line))
            if kind(line) == "fact-recorded" and (payment := paid.get(field(line, "person"))):
                self.employed.append(payment)

    def look_back(self, day):
        """What earlier months have left to do."""
        for payment in self.bounces:
            self.write(entry("payment-returned", day(5), "op-017", **payment, code="AC06"))
        self.again += [dict(payment) for payment in self.bounces]
        for count, (demand, sum_) in enumerate(self.demands):
            if count % 10 == 0:
                self.write(entry("clawback-cancelled", day(6), "op-031", **demand, authority="chief"))
            elif count % 10 < 8:
                part = sum_ if count % 3 else sum_ // 2
                self.write(entry("repaid", day(6), "op-031", **demand, amountFen=part, receipt="r-" + demand["notice"]))
        self.demands = []
        for payment in self.employed:
            demand = {key: payment[key] for key in ("person", "scheme")}
            demand["notice"] = f"n-{payment['person']}-{payment['month']}"
            months = [{key: payment[key] for key in ("month", "amountFen")}]
            self.write(entry("clawed-back", day(7), "op-031", **demand, months=months, reason="employed"))
            self.demands.append((demand, payment["amountFen"]))
        self.bounces, self.employed = [], []

    def order(self, month, lines, day, unfinished):
        """Drafts the batches of a month, and takes each as far as it has come."""
        batches = collections.defaultdict(list)
        for line in lines:
            batches[field(line, "batch")].append(line)
        for batch, orders in batches.items():
            for line in orders:
                self.write(at(day, line))
            sums = {
                "persons": len({field(line, "person") for line in orders}), "items": len(orders),
                "totalFen": sum(map(fen, orders))}
            sha256 = hashlib.sha256(batch.encode()).hexdigest()
            steps = [
                entry("batch-drafted", day, "op-017", batch=batch, scheme=field(orders[0], "scheme"), through=month, **sums),
                entry("batch-approved", day, "op-022", batch=batch),
                entry("batch-exported", day, "op-017", batch=batch, format="csv", sha256=sha256),
            ]
            for step in steps[:unfinished.get(batch, 3)]:
                self.write(step)

    def settle(self, line, paid):
        """Keeps what an answer of the bank gives to do later: who was paid, what came back, what will."""
        payment = item(line)
        if kind(line) == "paid":
            self.paid += 1
            if self.paid % 500:
                paid[payment["person"]] = payment
            else:
                self.bounces.append(payment)
        elif number(line) % 10:
            self.again.append(payment)


with open(sys.argv[1], encoding="utf-8") as lines:
    office, before = Office(sys.stdout.write), None
    for round_ in rounds(lines):
        if before:
            office.live(*before, is_last=False) if before[0] else office.enrol(before[1])
        before = round_
    office.live(*before, is_last=True)
