#!/usr/bin/env python3
"""verify.py LEDGER: checks a log without the program that wrote it; prints SIZE ROOT, or the first fault (exit 1)."""
import hashlib, json, pathlib, sys

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
ledger, tree, size, roots = pathlib.Path(sys.argv[1]), [], 0, {0: root([])}  # roots: by size, at every commit
require((ledger / "log").is_dir() and (ledger / "HEAD").is_file(), ledger, "no ledger: log or HEAD is missing")
for segment in sorted((ledger / "log").iterdir()):
    require(segment.name == f"{size:020}.jsonl", segment, f"expected {size:020}.jsonl")
    for number, line in enumerate(segment.open("rb"), 1):
        place, text = f"{segment}:{number}", line[:-1]
        require(line[-1:] == b"\n" and 0 < len(text) < 65536 and min(text) >= 32, place, "no line of a log")
        if text.startswith(b'{"commit":'):
            expected = f'{{"commit":{{"size":{size},"root":"{root(tree)}",'
            require(text.startswith(expected.encode()) and size not in roots, place, f"expected {expected}")
            roots[size] = root(tree)
        else:
            require((read := event(text, place)).get("seq") == size, place, f"expected seq {size}")
            opened = [read.get(key) for key in ("type", "format", "hash")] == ["ledger-opened", 1, "sha256"]
            require(size or opened, place, "expected ledger-opened, format 1, hash sha256")
            size += 1
            append(tree, text)
    require(size in roots, segment, "ends with events that no commit covers")
require(size > 0, ledger, "the log holds no event")
slots = [slot.rpartition(" sha256=") for slot in (ledger / "HEAD").read_text().splitlines()]
head = max([body for body, _, digest in slots if sha256(body.encode()).hex() == digest.rstrip()], default="")
require(any(f" size={s:020} root={r} " in head for s, r in roots.items()), "HEAD", "acknowledges another log")
print(size, roots[size])
