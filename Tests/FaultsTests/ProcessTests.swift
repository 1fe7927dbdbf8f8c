import FaultSupport
import Foundation
import Testing

/// The real program, killed, starved and run twice.
///
/// > Source: durability section 2: F1, F11, F12, F20, F26, F30, F31.
@Suite struct ProcessTests {
  private let template: Template

  init() throws { template = try Template.shared.get() }

  @Test("F1 killed again and again under load, nothing acknowledged is lost, and verification never fails falsely")
  func killLoop() throws {
    let rounds = Program.rounds("SUBSIDY_KILLS", 25)
    var random = SystemRandomNumberGenerator()
    try template.withCopy { copy in
      var acknowledged: [String] = []
      var killed = 0
      for number in 0..<rounds {
        let entry = Template.registrations(number + 100_000..<number + 100_001)
        let file = copy.path + ".jsonl"
        try entry.write(toFile: file, atomically: true, encoding: .utf8)
        let process = try Program.start([Program.path, "record", file, "--by", "op-001", "--ledger", copy.path])
        usleep(UInt32.random(in: 1_000...60_000, using: &random))
        // Half of them while they work, half of them when they are done.
        if number.isMultiple(of: 2) { kill(process.processID, SIGKILL) }
        if number.isMultiple(of: 5) {
          let report = try Program.run(copy.verify)
          #expect(report.code == 0 || report.code == 2, "round \(number): \(report.output) \(report.messages)")
        }
        if try process.wait() == 0 {
          acknowledged.append("r-\(number + 100_000)")
        } else {
          killed += 1
        }
      }
      #expect(acknowledged.count + killed == rounds && !acknowledged.isEmpty)
      let log = try String(contentsOfFile: copy.segment, encoding: .utf8)
      for id in acknowledged { #expect(log.contains("\"\(id)\""), "\(id) is lost") }
      try? FileManager.default.removeItem(atPath: copy.path + ".jsonl")
      #expect(try Program.run(copy.record).code == 0)
      #expect(try Program.run(copy.verify).code == 0)
    }
  }

  @Test(
    "F20 a second writer that does not wait gets exit 69 at once, and verification does not stand in the way of the first"
  )
  func secondWriter() throws {
    try template.withCopy { copy in
      let lock = ["flock", "--nonblock", copy.path + "/LOCK"]
      let second = try Program.run(lock + copy.record + ["--wait", "0"])
      #expect(second.code == 69, "\(second.messages)")
      // A process that only asks, over and over, turns no writer away.
      let flag = copy.path + ".asking"
      try "".write(toFile: flag, atomically: true, encoding: .utf8)
      let asks = "while [ -e '\(flag)' ]; do flock --shared --nonblock '\(copy.path)/LOCK' true; sleep 0.01; done"
      let asking = try Program.start(["bash", "-c", asks])
      for _ in 0..<8 { #expect(try Program.run(copy.record).code == 0) }
      try FileManager.default.removeItem(atPath: flag)
      _ = try asking.wait()
    }
  }

  /// Runs a script in the folder of a copy; its words are the ledger, the entries and the program.
  private func script(_ text: String, _ copy: Copy, prefix: [String] = []) throws -> Ran {
    try Program.run(prefix + ["bash", "-c", text, "bash", copy.path, template.entries, Program.path])
  }

  @Test("F11 on a disk that is really full, an append fails for certain and works when there is space again")
  func fullDisk() throws {
    try template.withCopy { copy in
      let ran = try script(
        """
        set -u; disk=$(mktemp -d); mount -t tmpfs -o size=4m tmpfs "$disk" || exit 99
        for left in 0 4 8 16 32 64 68 72 80 96 128 192 256; do
          rm -rf "$disk"/*; cp -a "$1" "$disk/ledger"
          free=$(df -k --output=avail "$disk" | tail -1)
          [ "$free" -gt "$left" ] && head -c $(( (free - left) * 1024 )) /dev/zero > "$disk/filler"
          "$3" record "$2" --by op-001 --ledger "$disk/ledger" >/dev/null 2>&1; code=$?
          "$3" audit verify --format csv --ledger "$disk/ledger" > "$disk.report"; whole=$?
          rm -f "$disk/filler"
          "$3" record "$2" --by op-001 --ledger "$disk/ledger" >/dev/null; again=$?
          "$3" audit verify --ledger "$disk/ledger" >/dev/null; last=$?
          echo "$left $code $whole $again $last $(grep -c '"registered"' "$disk/ledger/log/"*)"
        done
        """, copy, prefix: ["unshare", "-Urm"])
      if ran.code == 99 || ran.output.isEmpty {
        return print("skipped: no file system may be mounted here \(ran.messages)")
      }
      let rows = ran.output.split(separator: "\n").map { $0.split(separator: " ").compactMap { Int($0) } }
      #expect(rows.count == 13)
      for row in rows {
        #expect([0, 74].contains(row[1]) && row[2] == 0 && row[3] == 0 && row[4] == 0, "\(row) \(ran.messages)")
        #expect(row[5] == template.size - 1 + 2, "\(row)")
      }
      #expect(rows.contains { $0[1] == 74 } && rows.contains { $0[1] == 0 })
    }
  }

  @Test("F12 a file that may not grow takes a part of a write, and the append is taken back")
  func shortWrite() throws {
    let size = try template.withCopy { try $0.bytes($0.segment).count }
    for more in [0, 1, 100, 250, 399, 500, 20_000] {
      try template.withCopy { copy in
        let ran = try script(
          "trap '' XFSZ; exec prlimit --fsize=\(size + more) \"$3\" record \"$2\" --by op-001 --ledger \"$1\"", copy)
        // The read model may not grow either, and it comes after the append.
        let counts = try Copy.size(Program.run(copy.verify)) == template.size + 2
        #expect(ran.code == 74 || ran.code == 0, "\(more): \(ran.messages)")
        #expect(counts == (more >= 500), "\(more): \(ran.messages)")
        try copy.expectSound(acknowledged: ran.code == 0, "\(more) more bytes")
      }
    }
  }

  @Test("F30 a huge tail is verified and moved away in little memory")
  func hugeTail() throws {
    try template.withCopy { copy in
      let ran = try script(
        """
        head -c 200000000 /dev/zero >> "$1/log/00000000000000000000.jsonl"
        prlimit --data=150000000 "$3" audit verify --ledger "$1"; echo "$?"
        prlimit --data=150000000 "$3" record "$2" --by op-001 --ledger "$1"; echo "$?"
        stat -c %s "$1"/quarantine/*
        """, copy)
      let lines = ran.output.split(separator: "\n")
      #expect(lines.contains("2") && lines.contains("0") && lines.last == "200000000", "\(ran)")
      #expect(try Program.run(copy.verify).code == 0)
    }
  }

  @Test("F31 without file descriptors nothing is appended, or all of it")
  func noDescriptors() throws {
    for limit in 3..<16 {
      try template.withCopy { copy in
        let ran = try script("exec prlimit --nofile=\(limit) \"$3\" record \"$2\" --by op-001 --ledger \"$1\"", copy)
        try copy.expectSound(acknowledged: ran.code == 0, "\(limit) descriptors: \(ran.messages)")
      }
    }
  }
}
