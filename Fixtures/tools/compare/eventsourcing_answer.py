"""Python's eventsourcing over the events of a log: an aggregate for each person, kept by the library's own SQLite recorder.

eventsourcing_answer.py append LEDGER DATABASE    every event, saved a thousand at a time
eventsourcing_answer.py replay DATABASE           every person from their events; the answer as CSV on standard output
"""
import pathlib
import sys
import uuid

from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event

from movements import events, paid


class Person(Aggregate):
    """A person with what was paid; the events about nobody go to a person without a key."""

    def __init__(self, key: str):
        self.key = key
        self.confirmed = set()
        self.sums = {}

    @staticmethod
    def create_id(key: str) -> uuid.UUID:
        return uuid.uuid5(uuid.NAMESPACE_OID, key)

    @event("Recorded")
    def record(self, line: dict) -> None:
        if fen := paid(line, self.confirmed):
            row = line["scheme"], line["month"]
            self.sums[row] = self.sums.get(row, 0) + fen


def application(database):
    return Application(env={"PERSISTENCE_MODULE": "eventsourcing.sqlite", "SQLITE_DBNAME": database})


def append(ledger, database):
    app, people, touched = application(database), {}, {}
    for count, line in enumerate(events(ledger), 1):
        key = line.get("person", "")
        person = people.get(key) or people.setdefault(key, Person(key))
        person.record(line)
        touched[key] = person
        if count % 1_000 == 0:
            app.save(*touched.values())
            touched.clear()
    app.save(*touched.values())
    pathlib.Path(database + ".people").write_text("".join(f"{person.id}\n" for person in people.values()))


def replay(database):
    app = application(database)
    for line in pathlib.Path(database + ".people").read_text().split():
        person = app.repository.get(uuid.UUID(line))
        for (scheme, month), fen in person.sums.items():
            if fen:
                print(f"{person.key},{scheme},{month},{fen}")


{"append": append, "replay": replay}[sys.argv[1]](*sys.argv[2:])
