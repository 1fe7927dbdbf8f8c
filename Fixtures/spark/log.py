"""What a driver has to know of a log: how ranges of it are verified apart and joined, and whose a line is.

Nothing here knows what an event means. See docs/scale.md and docs/formats.md."""
import hashlib, json, pathlib

EMPTY = hashlib.sha256(b"").digest()


class Fault(Exception):
    """The log, or what the workers made of it, is not what it must be."""


def sha256(data):
    return hashlib.sha256(data).digest()


def ranges(ledger, count):
    """The bytes of all segments in about so many ranges, in order: (segment, from, to). Lines are whole in no range: one
    belongs to the range in which it begins."""
    files = sorted((pathlib.Path(ledger) / "log").iterdir())
    if not files or any(len(file.name) != 26 or file.suffix != ".jsonl" for file in files):
        raise Fault(f"{ledger}: no log")
    head = read_head(ledger)
    ends = {int(file.stem): file.stat().st_size for file in files}
    ends = {first: size for first, size in ends.items() if first <= head["segment"]}
    if head["segment"] not in ends or ends[head["segment"]] < head["offset"]:
        raise Fault("the log ends before what HEAD acknowledges")
    # What stands behind HEAD no commit covers.
    ends[head["segment"]] = head["offset"]
    step = max(1, -(-sum(ends.values()) // count))
    return [
        (segment, start, min(start + step, end))
        for segment, end in sorted(ends.items()) for start in range(0, end, step)
    ]


def read_head(ledger):
    """The newest sound slot of HEAD."""
    slots = []
    for slot in (pathlib.Path(ledger) / "HEAD").read_bytes().split(b"\n"):
        body, _, digest = slot.rpartition(b" sha256=")
        if body and sha256(body).hex().encode() == digest.rstrip():
            slots.append(dict(part.split("=") for part in body.decode().split(" ")[1:]))
    if not slots:
        raise Fault("HEAD has no sound slot")
    newest = max(slots, key=lambda slot: slot["generation"])
    return {key: int(newest[key]) for key in ("size", "segment", "offset")} | {
        key: newest[key] for key in ("root", "commits")}


def read_lines(ledger, part):
    """The lines that begin in a range, without their ends."""
    segment, start, end = part
    with open(pathlib.Path(ledger) / "log" / f"{segment:020}.jsonl", "rb") as file:
        if start > 0:
            file.seek(start - 1)
            file.readline()
        while file.tell() < end:
            line = file.readline()
            if line[-1:] != b"\n" or not 1 < len(line) <= 65536:
                raise Fault(f"segment {segment}: no line of a log at byte {file.tell() - len(line)}")
            yield line[:-1]


def is_commit(line):
    return line.startswith(b'{"commit":')


def owner(line):
    """Whose an event is, told without knowing its type: None for one about nobody, which every worker is given.

    A join of two keys is such a one, for it is about two."""
    read = json.loads(line)
    return None if read["type"] == "same-person" else read.get("person")


def joined(lines):
    """By key the least of the keys that it was ever joined with, itself among them."""
    least = {}

    def home(key):
        while least.get(key, key) != key:
            key = least[key]
        return key

    for line in lines:
        read = json.loads(line)
        if read["type"] == "same-person":
            one, other = sorted([home(read["person"]), home(read["other"])])
            least[other] = one
    return {key: home(key) for key in least}


def add(tree, height, node):
    """Appends a perfect subtree to a tree that is known by its perfect subtrees, the largest first."""
    while tree and tree[-1][0] == height:
        height, node = height + 1, sha256(b"\1" + tree.pop()[1] + node)
    tree.append((height, node))


def root(tree):
    hashes = [node for _, node in tree] or [EMPTY]
    while len(hashes) > 1:
        hashes[-2:] = [sha256(b"\1" + hashes[-2] + hashes[-1])]
    return hashes[0]


class Range:
    """What a range comes to, made without knowing what stands before it but how many events.

    The root at a commit is known only when what stands in front of the range is: so of each commit are kept its line and the
    subtrees since the one before."""

    def __init__(self, lines, first):
        self.first, self.size, self.count, self.sum, self.shared = first, first, 0, 0, []
        self.steps = []  # (subtrees, commit line or None), in order
        part = []
        for line in lines:
            if is_commit(line):
                self.steps.append((part, line))
                part = []
                continue
            if json.loads(line).get("seq") != self.size:
                raise Fault(f"expected event {self.size}")
            leaf = sha256(b"\0" + line)
            self.sum = (self.sum + int.from_bytes(leaf, "big")) % 2**256
            height, node, place = 0, leaf, self.size
            # A left neighbour of the same height is a sibling only if the place says so.
            while place >> height & 1 and part and part[-1][0] == height:
                node, height = sha256(b"\1" + part.pop()[1] + node), height + 1
            part.append((height, node))
            self.size += 1
            if owner(line) is None:
                self.shared.append(line)
        self.steps.append((part, None))


class Joined:
    """Ranges joined in the order of the log: every root of a commit, the chain over the commits, and HEAD."""

    def __init__(self):
        self.tree, self.size, self.sum, self.chain, self.shared = [], 0, 0, bytes(32), []
        self.pending = 0

    def take(self, part):
        if part.first != self.size:
            raise Fault(f"a range begins with event {part.first}, expected {self.size}")
        for subtrees, commit in part.steps:
            for height, node in subtrees:
                add(self.tree, height, node)
                self.pending += 1 << height
            if commit is None:
                continue
            size = sum(1 << height for height, _ in self.tree)
            expected = f'{{"commit":{{"size":{size},"root":"{root(self.tree).hex()}",'
            if not self.pending or not commit.startswith(expected.encode()):
                raise Fault(f"the commit at {size} events has another size or root")
            self.chain, self.pending = sha256(self.chain + commit), 0
        self.size, self.sum = part.size, (self.sum + part.sum) % 2**256
        self.shared += part.shared

    def finish(self, head):
        if self.pending:
            raise Fault("the log ends with events that no commit covers")
        if (self.size, root(self.tree).hex(), self.chain.hex()) != (head["size"], head["root"], head["commits"]):
            raise Fault("HEAD acknowledges another log")
