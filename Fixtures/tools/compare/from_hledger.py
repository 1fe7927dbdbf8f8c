"""The answer, person,scheme,month,fen, out of hledger's `balance --monthly` as CSV on standard input: a column a month."""
import csv
import sys

table = csv.reader(sys.stdin)
months = next(table)[1:]
for account, *sums in table:
    _, person, scheme = account.split(":")
    for month, sum_ in zip(months, sums, strict=True):
        if sum_ != "0":
            print(f"{person},{scheme},{month},{sum_.removesuffix(' fen')}")
