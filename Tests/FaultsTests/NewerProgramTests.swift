import FaultSupport
import Foundation
import Testing

/// The forms of a newer program are reported as such, and nothing is made of them.
@Suite struct NewerProgramTests {
  private let template: Template

  init() throws { template = try Template.shared.get() }

  private func said(_ words: [String], _ copy: Copy) throws -> (code: Int32?, messages: String) {
    let ran = try Program.run([Program.path] + words + ["--ledger", copy.path])
    return (ran.code, ran.messages + ran.output)
  }

  private func expectNewer(_ copy: Copy) throws {
    let before = try ["log", "HEAD"].map {
      try Program.run(["bash", "-c", "find '\(copy.path)/\($0)' -type f -exec sha256sum {} +"]).output
    }
    for (words, code) in [
      (["audit", "verify"], 3), (["audit", "replay"], 65), (["record", template.entries, "--by", "op-001"], 65),
      (["projections", "rebuild"], 65),
    ] as [([String], Int32)] {
      let (found, messages) = try said(words, copy)
      #expect(found == code, "\(words): \(messages)")
      #expect(messages.contains("newer program") && !messages.contains("corrupt"), "\(words): \(messages)")
    }
    let after = try ["log", "HEAD"].map {
      try Program.run(["bash", "-c", "find '\(copy.path)/\($0)' -type f -exec sha256sum {} +"]).output
    }
    #expect(before == after)
  }

  @Test("a HEAD of another version", arguments: ["head-v3 ", "head-v10 "])
  func head(_ mark: String) throws {
    try template.withCopy { copy in
      var bytes = try copy.bytes(copy.head)
      bytes.replaceSubrange(4_096..<4_096 + mark.utf8.count, with: Data(mark.utf8))
      try bytes.write(to: URL(filePath: copy.head))
      try expectNewer(copy)
    }
  }

  @Test("a commit with further members", arguments: [#","signature":"x""#, #","note":{"a":[1]}"#])
  func commit(_ member: String) throws {
    try template.withCopy { copy in
      var log = String(decoding: try copy.bytes(copy.segment), as: UTF8.self)
      let end = try #require(log.range(of: "}}\n", options: .backwards))
      log.replaceSubrange(end, with: "\(member)}}\n")
      try Data(log.utf8).write(to: URL(filePath: copy.segment))
      // HEAD, which no longer fits, is made to be the one of such a log.
      let python = try Program.run(["python3", "-c", NewerProgramTests.rehead, copy.path])
      try #require(python.code == 0, "\(python.messages)")
      try expectNewer(copy)
      // Without HEAD, the last commit that is understood is not the end.
      try FileManager.default.removeItem(atPath: copy.head)
      let (code, messages) = try said(["repair", "head", "--by", "op-001"], copy)
      #expect(code == 65 && messages.contains("newer program"), "\(messages)")
    }
  }

  @Test("an event of an unknown type, and an opening of a higher format")
  func event() throws {
    for (old, new) in [(#""type":"registered""#, #""type":"registerez""#), (#""format":1"#, #""format":2"#)] {
      try template.withCopy { copy in
        // Whole log, right hashes: made by another program, with the one that checks logs for auditors.
        let made = try Program.run(["python3", "-c", NewerProgramTests.remake, copy.path, old, new])
        try #require(made.code == 0, "\(made.messages)")
        try expectNewer(copy)
      }
    }
  }

  /// Changes events and makes commits and HEAD fit.
  static let remake = """
    import hashlib, json, re, sys
    folder, old, new = sys.argv[1], sys.argv[2].encode(), sys.argv[3].encode()
    h = lambda b: hashlib.sha256(b).digest()
    def root(leaves):
      if len(leaves) == 1: return leaves[0]
      k = 1
      while k * 2 < len(leaves): k *= 2
      return h(b"\\1" + root(leaves[:k]) + root(leaves[k:]))
    name = folder + "/log/00000000000000000000.jsonl"
    leaves, chain, out = [], bytes(32), b""
    with open(name, "rb") as f: lines = f.read().splitlines()
    for line in lines:
      if line.startswith(b'{"commit":'):
        size, top = len(leaves), root(leaves).hex()
        line = re.sub(b'"root":"[0-9a-f]{64}"', b'"root":"' + top.encode() + b'"', line)
        chain = h(chain + line)
      else:
        line = line.replace(old, new)
        leaves.append(h(b"\\0" + line))
      out += line + b"\\n"
    with open(name, "wb") as f: f.write(out)
    slots = b""
    for g in (0, 1):
      text = f"head-v1 generation={g:020d} size={size:020d} root={top} segment={0:020d} offset={len(out):020d} commits={chain.hex()}".encode()
      slots += (text + b" sha256=" + hashlib.sha256(text).hexdigest().encode()).ljust(4095) + b"\\n"
    with open(folder + "/HEAD", "wb") as f: f.write(slots)
    """

  /// Makes HEAD end at the segment's end, with a right checksum: then only the form of one commit is against it.
  static let rehead = """
    import hashlib, os, sys
    folder = sys.argv[1]
    size = os.path.getsize(folder + "/log/00000000000000000000.jsonl")
    slots = []
    with open(folder + "/HEAD", "rb") as f: data = f.read()
    for slot in (data[:4096], data[4096:]):
      fields = slot.split(b" sha256=")[0].split(b" ")
      fields = [b"offset=%020d" % size if x.startswith(b"offset=") else x for x in fields]
      line = b" ".join(fields)
      line += b" sha256=" + hashlib.sha256(line).hexdigest().encode()
      slots.append(line.ljust(4095) + b"\\n")
    with open(folder + "/HEAD", "wb") as f: f.write(b"".join(slots))
    """
}
