#!/usr/bin/env python3
"""verify.py LEDGER: checks a log without the program that wrote it; prints SIZE ROOT, or the first fault (exit 1).

Signatures of commits are checked by the program openssl, which must be there if operators have keys."""
import base64, datetime, hashlib, json, pathlib, subprocess, sys, tempfile

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
def name_of(origin):  # the ledger's name without scheme; what no name of a key holds is a hyphen
    text, name = origin.partition("://")[2] or origin, ""
    for sign in text:
        if not sign.isspace() and sign != "+" and sign >= " ": name += sign
        elif name and name[-1] != "-": name += "-"
    return name.rstrip("-") or "ledger"
def take(read, live):  # who may sign from the next commit on
    kind, by = read["type"], read["by"].lower()
    if kind == "requested" and read["request"] not in requests: requests[read["request"]] = read, live
    if not kind.startswith("operator-"): return
    asked, was_live = requests.pop(read.get("request"), (None, False))
    own = {k: v for k, v in read.items() if k not in ("seq", "type", "recorded", "by", "request")}
    agreed = asked and was_live and asked["act"] == kind and asked["content"] == own and asked["by"].lower() != by
    recovers, name = kind == "operator-recovered", read["operator"].lower()
    who, is_chief = [by] + ([asked["by"].lower()] if agreed else []), lambda o: "administer" in operators.get(o, {}).get("roles", [])
    if not live or operators and not all(o in operators if recovers else is_chief(o) for o in who): return
    if agreed: agreed = (7 if recovers else 0) * 86400 <= seconds(asked, read) and day(read) - day(asked) <= 30
    if not agreed and (recovers or len(known) >= 2): return
    mine = operators.get(name, {}).get("keys", [])
    if any(k.split("+", 2)[2] in held and k not in mine or k.split("+")[0].lower() != name for k in own.get("keys", [])): return
    if recovers and not is_chief(name) or kind == "operator-registered" and name in operators: return
    if kind in ("operator-changed", "operator-retired") and name not in operators: return
    roles = own.get("roles", operators.get(name, {}).get("roles", []) if recovers else [])
    if "administer" in roles and {"draft", "approve", "export"} & set(roles): return
    if kind == "operator-registered" and len(known) < 2 and ("administer" not in roles or not known and by != name): return
    chiefs = [o for o in operators if is_chief(o)]
    if is_chief(name) and "administer" not in roles and len(chiefs) <= 2: return
    if is_chief(name) and "all" in signing and mine and not (own.get("keys") and "administer" in roles):
        if sum(bool(operators[o]["keys"]) for o in chiefs) <= 2: return
    known.add(name)
    if kind == "operator-retired": operators.pop(name, None)
    else: operators[name] = {"roles": roles, "keys": own.get("keys", [])}
    if recovers: recovered.append(read)
    held.update(k.split("+", 2)[2] for k in own.get("keys", []))
    signing.update(own.get("keys", []))
    if sum(bool(o["keys"]) for o in operators.values() if "administer" in o["roles"]) >= 2: signing.add("all")
FORM = "%Y-%m-%dT%H:%M:%SZ"
def seconds(first, last):
    return (datetime.datetime.strptime(last["recorded"], FORM) - datetime.datetime.strptime(first["recorded"], FORM)).total_seconds()
def day(read):  # in China
    return (datetime.datetime.strptime(read["recorded"], FORM) + datetime.timedelta(hours=8)).toordinal()
def check_signatures(commit, events, authors, place):
    by, signature = commit["by"], commit.get("signature")
    keys = [base64.b64decode(key.split("+", 2)[2]) for key in operators.get(by.lower(), {}).get("keys", [])]
    recovers = commit["size"] - start == 1 and len(events) == 1 and "operator-recovered" in (events[0]["type"], events[0].get("act"))
    if not signing and not signature: return
    others = authors - {by.lower()} if not commit.get("history") else set()
    require(not others, place, f"an event of {others} in a commit of {by}")
    may = recovers and (not keys and by.lower() in operators or "administer" in operators.get(by.lower(), {}).get("roles", []))
    if not signature: return require(may or not keys and "all" not in signing, place, f"{by} has not signed")
    text = f"{origin}/commit\n{commit['size']}\n{base64.b64encode(bytes.fromhex(commit['root'])).decode()}\n{commit['recorded']}\n{by}\n"
    used = set()
    for part in map(base64.b64decode, signature.split(" ")):
        known = [key for key in keys if sha256(names[key] + b"\n" + key)[:4] == part[:4]]
        require(known and openssl_verifies(known[0], text.encode(), part[4:]), place, f"no signature of {by}")
        used.add(known[0][0])
    require(used == {key[0] for key in keys}, place, f"{by} has not signed with a key of each algorithm")
def openssl_verifies(key, text, signature):
    ed25519 = bytes.fromhex("302a300506032b6570032100")  # RFC 8410: what stands before a raw key in SubjectPublicKeyInfo
    der, how = (ed25519 + key[1:], []) if key[0] == 1 else (key[28:], ["-digest", "sm3", "-pkeyopt", "distid:1234567812345678"])
    with tempfile.TemporaryDirectory() as folder:
        for name, data in ("key", der), ("text", text), ("signature", signature): (pathlib.Path(folder) / name).write_bytes(data)
        run = ["openssl", "pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-inkey", "key", "-rawin", "-in", "text", "-sigfile", "signature"]
        return subprocess.run(run + how, cwd=folder, capture_output=True).returncode == 0
requests, operators, known, signing, names, held, recovered = {}, {}, set(), set(), {}, set(), []
waiting, authors, start, origin = [], set(), 0, ""
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
            try:
                commit = json.loads(text)["commit"]
                check_signatures(commit, waiting, authors, place)
                for read in waiting:
                    take(read, "history" not in commit)
                    for key in read.get("keys", []): names[base64.b64decode(key.split("+", 2)[2])] = key.split("+")[0].encode()
            except (KeyError, ValueError, TypeError, AttributeError) as error: sys.exit(f"{place}: no commit: {error!r}")
            waiting, authors, start = [], set(), size
        else:
            require((read := event(text, place)).get("seq") == size, place, f"expected seq {size}")
            opened = [read.get(key) for key in ("type", "format", "hash")] == ["ledger-opened", 1, "sha256"]
            require(size or opened, place, "expected ledger-opened, format 1, hash sha256")
            try: check_time(read, place)
            except (KeyError, ValueError, TypeError) as error: sys.exit(f"{place}: no event: {error}")
            if not size: origin = name_of(read["ledger"])
            authors.add(read["by"].lower())
            if read["type"].startswith(("operator-", "requested")): waiting.append(read)
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
for read in recovered: print(f"event {read['seq']}: {read['operator']} was given new keys without the old ones; ask the office", file=sys.stderr)
sys.exit(4 if recovered else 0)
