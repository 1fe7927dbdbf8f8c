"""The sums paid, out of the JSON of `subsidy person --all` on standard input: person,scheme,month,fen."""
import json
import sys

for claim in json.load(sys.stdin):
    for month in claim["months"]:
        if month["paidFen"]:
            print(f"{claim['person']},{claim['scheme']},{month['month']},{month['paidFen']}")
