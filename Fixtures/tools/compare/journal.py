"""journal.py LEDGER: the payments of a log as a journal of hledger, on standard output; amounts in fen."""
import sys

from movements import events, paid

confirmed = set()
for event in events(sys.argv[1]):
    if fen := paid(event, confirmed):
        account = f"paid:{event['person']}:{event['scheme']}:{event['month']}"
        print(f"{event['recorded'][:10]} {event['batch']}\n    {account}  {fen} fen\n    bank\n")
