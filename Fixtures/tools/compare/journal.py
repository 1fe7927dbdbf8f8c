"""journal.py LEDGER: the payments of a log as a journal of hledger, on standard output.

An account for each person and scheme, dated with the month that is paid for, so that `balance --monthly` is the answer;
amounts in fen.
"""
import sys

from movements import events, paid

confirmed = set()
for event in events(sys.argv[1]):
    if fen := paid(event, confirmed):
        print(f"{event['month']}-01 {event['batch']}\n    paid:{event['person']}:{event['scheme']}  {fen} fen\n    bank\n")
