"""The lines of a ledger's log, and what they say of money, for the contenders that are written in Python."""
import json
import pathlib


def events(ledger):
    """The events of the log in their order; a commit line is none."""
    for segment in sorted(pathlib.Path(ledger, "log").iterdir()):
        with segment.open("rb") as lines:
            for line in lines:
                if not line.startswith(b'{"commit":'):
                    yield json.loads(line)


def paid(event, confirmed):
    """What the event changes in what was paid, in fen; `confirmed` keeps the items that the bank has paid."""
    item = event.get("person"), event.get("scheme"), event.get("month"), event.get("batch")
    if event["type"] == "paid":
        confirmed.add(item)
        return event["amountFen"]
    if event["type"] == "payment-returned" and item in confirmed:
        return -event["amountFen"]
    return 0
