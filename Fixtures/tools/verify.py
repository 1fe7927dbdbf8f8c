#!/usr/bin/env python3
"""verify.py LEDGER: checks a log without the program that wrote it; prints SIZE ROOT, or the first fault (exit 1)."""
import datetime, hashlib, json, pathlib, sys

def sha256(data): return hashlib.sha256(data).digest()
def require(holds, place, fault): holds or sys.exit(f"{place}: {fault}")
def append(tree, line):  # tree: the perfect subtrees as (height, root), the largest first
    node = 0, sha256(b"\0" + line)
    while tree and tree[-1][0] == node[0]: node = node[0] + 1, sha256(b"\1" + tree.pop()[1] + node[1])
    tree.append(node)
def root(tree):
    hashes = [node for _, node in tree] or [sha256(b"")]
    while len(hashes) > 1: hashes[-2:] = [sha256(b"\1" + hashes[-2] + hashes[-1])]
    return hashes[0].hex()
def event(text, place):
    try: return dict(json.loads(text))
    except (ValueError, TypeError) as error: sys.exit(f"{place}: no event: {error}")
def clock(read):  # of, request, whether it only asks: of an event that corrects the clock or asks for that
    asks = (read.get("type"), read.get("act")) == ("requested", "clock-corrected")
    if asks: return read["content"]["of"], read["request"], True
    if read.get("type") == "clock-corrected": return read["of"], read["request"], False
def check_time(read, place):  # time: the last instant, the largest step (length, seq, instant before), a request that waits
    last, step, asked = time
    now, said = datetime.datetime.strptime(read["recorded"], "%Y-%m-%dT%H:%M:%SZ"), clock(read)
    if asked or (last and now < last):
        follows = said and (said[0] == asked[0] and (said[2] or said == (*asked[:2], False)) if asked else said[2])
        require(follows, place, "earlier than the event before, or no correction of the clock where one was asked for")
        require(said[0] == step[1] and now >= step[2], place, "not of the largest step, or before it")
        time[2] = said if said[2] else None
    elif last and now - last > step[0]: step = now - last, read["seq"], last
    if said and not said[2]: step = NO_STEP
    time[:2] = now, step
NO_STEP = datetime.timedelta(0), None, None
time = [None, NO_STEP, None]
ledger, tree, size, chain = pathlib.Path(sys.argv[1]), [], 0, bytes(32)
ends = {0: (root([]), "", chain.hex(), chain.hex())}  # by size, at every commit: root, peaks, chain over the commits, before it
require((ledger / "log").is_dir() and (ledger / "HEAD").is_file(), ledger, "no ledger: log or HEAD is missing")
for segment in sorted((ledger / "log").iterdir()):
    require(segment.name == f"{size:020}.jsonl", segment, f"expected {size:020}.jsonl")
    for number, line in enumerate(segment.open("rb"), 1):
        place, text = f"{segment}:{number}", line[:-1]
        require(line[-1:] == b"\n" and 0 < len(text) < 65536 and min(text) >= 32, place, "no line of a log")
        if text.startswith(b'{"commit":'):
            expected = f'{{"commit":{{"size":{size},"root":"{root(tree)}",'
            require(text.startswith(expected.encode()) and size not in ends, place, f"expected {expected}")
            before, chain = chain, sha256(chain + text)
            ends[size] = root(tree), ",".join(node.hex() for _, node in tree), chain.hex(), before.hex()
        else:
            require((read := event(text, place)).get("seq") == size, place, f"expected seq {size}")
            opened = [read.get(key) for key in ("type", "format", "hash")] == ["ledger-opened", 1, "sha256"]
            require(size or opened, place, "expected ledger-opened, format 1, hash sha256")
            try: check_time(read, place)
            except (KeyError, ValueError, TypeError) as error: sys.exit(f"{place}: no event: {error}")
            size += 1
            append(tree, text)
    require(size in ends, segment, "ends with events that no commit covers")
require(size > 0, ledger, "the log holds no event")
slots = [slot.rpartition(" sha256=") for slot in (ledger / "HEAD").read_text().splitlines()]
head = max([body for body, _, digest in slots if sha256(body.encode()).hex() == digest.rstrip()], default="")
known = [end for s, end in ends.items() if f" size={s:020} root={end[0]} " in head]
require(known, "HEAD", "acknowledges another log")
_, peaks, commits, before = known[0]
front = f" before={before} peaks={peaks}" if head.startswith("head-v2 ") else ""
require(head.endswith(f" commits={commits}{front}"), "HEAD", "has other commits or peaks than the log")
print(size, ends[size][0])
