import FaultSupport
import Foundation
import Testing

/// Backups of a ledger in use, and the steps that the pages give operators and outsiders for one.
@Suite struct BackupTests {
  private static func page(_ name: String) throws -> String {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    return try String(contentsOf: root.appending(path: "docs/\(name)"), encoding: .utf8)
  }

  /// The fenced blocks of a language in a section of a page.
  private static func blocks(_ language: String, of section: String, in page: String) throws -> [String] {
    let text = try BackupTests.page(page)
    let found = try #require(text.components(separatedBy: "\n## ").first { $0.hasPrefix(section + "\n") })
    return found.components(separatedBy: "```\(language)\n").dropFirst().compactMap {
      $0.components(separatedBy: "\n```").first
    }
  }

  /// Runs a script in a new folder, in which `subsidy` is the program; the folder goes with the body.
  private func inFolder<Result>(_ script: String, _ body: (String, Ran) throws -> Result) throws -> Result {
    let folder = URL(filePath: NSTemporaryDirectory()).resolvingSymlinksInPath().path + "/backup-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder + "/bin", withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try FileManager.default.createSymbolicLink(atPath: folder + "/bin/subsidy", withDestinationPath: Program.path)
    return try body(folder, try run(script, in: folder))
  }

  private func run(_ script: String, in folder: String) throws -> Ran {
    try Program.run(["bash", "-uc", "cd '\(folder)'; PATH=$PWD/bin:$PATH\n" + script])
  }

  @Test("beside a writer every backup is whole, and the last one, restored, takes all entries again")
  func besideWriter() throws {
    // Half of the backups are killed at some moment: their remains have no backup's name.
    let script = """
      subsidy init --by op-001 > /dev/null; mkdir entries; : > writing
      ( n=0; while [ -e writing ]; do n=$((n + 1))
          printf '{"type":"registered","id":"w-%s","person":"w%s","birth":"1980-01-02","sex":"male",' $n $n > entries/$n
          printf '"household":"450200","private":{"name":"张三","account":"6222000011112222"}}\\n' >> entries/$n
          subsidy record entries/$n --by op-001 > /dev/null || echo "record $?" >> faults
        done; echo $n > written ) & writer=$!
      for n in 01 02 03 04 05 06 07 08 09 10 11 12; do
        subsidy backup backup-$n --format json >> made 2>> said & program=$!
        case $n in *[13579]) sleep 0.0$((RANDOM % 90 + 10)); kill -9 $program 2> /dev/null ;; esac
        wait $program; code=$?
        if [ $code = 0 ] || [ -e backup-$n ]; then
          subsidy audit verify --ledger backup-$n --against backup-$n/checkpoint --format json >> verified ||
            echo "verify $n" >> faults
        fi
        case $n in *[02468]) [ $code = 0 ] || echo "backup $n: $code" >> faults; last=backup-$n ;; esac
      done 2> /dev/null
      rm writing; wait $writer
      subsidy restore $last --ledger restored > /dev/null || echo "restore $?" >> faults
      for n in $(seq $(cat written)); do subsidy record entries/$n --by op-001 --ledger restored > /dev/null; done
      for ledger in ledger restored; do subsidy audit verify --ledger $ledger --format json; done
      cat faults said 2> /dev/null
      """
    try inFolder(script) { folder, ran in
      let lines = ran.output.split(separator: "\n")
      try #require(lines.count == 2, "\(ran.output) \(ran.messages)")
      let written = try #require(
        Int(try String(contentsOfFile: folder + "/written", encoding: .utf8).trimmingCharacters(in: .newlines)))
      for line in lines {
        #expect(line.contains(#""size":\#(written + 1),"#) && line.contains(#""digests":\#(written),"missing":0,"#))
      }
      let verified = try String(contentsOfFile: folder + "/verified", encoding: .utf8).split(separator: "\n")
      #expect(verified.count >= 6 && verified.allSatisfy { $0.contains(#""vault":{"outcome":"whole""#) })
      let sizes = verified.compactMap { $0.firstMatch(of: #/"size":([0-9]+)/#).flatMap { Int($0.1) } }
      #expect(sizes == sizes.sorted() && Set(sizes).count > 2, "\(sizes)")
    }
  }

  @Test("the vault is copied only after HEAD was read for the last time", .enabled(if: Program.tracingProblem == nil))
  func order() throws {
    let script = "subsidy init --by op-001 && strace -f -y -o trace -e trace=openat subsidy backup made && cat trace"
    try inFolder(script) { folder, ran in
      let lines = ran.output.split(separator: "\n")
      let head = try #require(lines.lastIndex { $0.contains("\"ledger/HEAD\"") })
      let vault = try #require(lines.firstIndex { $0.contains("ledger/vault.sqlite\"") })
      #expect(head < vault && !lines[..<vault].isEmpty)
    }
  }

  @Test("the drill of docs/en/operations.md, as it stands there: lose the disk, restore, go on")
  func drill() throws {
    let blocks = try BackupTests.blocks("sh", of: "Losing the disk", in: "en/operations.md")
    try #require(blocks.count == 3)
    let prepare = """
      mkdir backups elsewhere; subsidy init --by op-001
      printf '%s' '\(Template.privateRegistrations(0..<3))' > morning.jsonl
      printf '%s' '\(Template.privateRegistrations(3..<5))' > afternoon.jsonl
      subsidy record morning.jsonl --by op-001
      """
    try inFolder(prepare) { folder, ran in
      #expect(ran.code == 0, "\(ran.messages)")
      let evening = try run("set -e\n" + blocks[0], in: folder)
      #expect(evening.code == 0, "\(evening.messages)")
      // The disk goes after more was recorded and a checkpoint left the office.
      let day = """
        set -e; subsidy record afternoon.jsonl --by op-001; subsidy audit checkpoint --to elsewhere/last.checkpoint
        rm -r ledger
        """
      #expect(try run(day, in: folder).code == 0)
      let restored = try run(blocks[1], in: folder)
      #expect(restored.code == 1, "\(restored.messages)")
      #expect(restored.messages.contains("2 events, seq 4 to 5"), "\(restored.messages)")
      let again = try run("set -e\n" + blocks[2], in: folder)
      #expect(again.code == 0, "\(again.messages)")
      let verified = try run("subsidy audit verify --format json", in: folder)
      #expect(verified.code == 0 && verified.output.contains(#""digests":5,"missing":0,"damaged":0"#))
    }
  }

  @Test("what docs/formats.md says of the digest is enough for another program to come to it")
  func digest() throws {
    let block = try #require(try BackupTests.blocks("python", of: "The vault", in: "formats.md").first)
    let prepare = """
      set -e; subsidy init --by op-001
      printf '%s' '\(Template.privateRegistrations(0..<3))' > in.jsonl
      printf '%s\\n' '{"type":"registered","person":"q","birth":"1980-01-02","sex":"male","household":"450200","private":{"archive":"a\\\\b \\"c\\" 𠮷/","name":"Z"}}' >> in.jsonl
      subsidy record in.jsonl --by op-001
      """
    try inFolder(prepare) { folder, ran in
      #expect(ran.code == 0, "\(ran.messages)")
      try block.write(toFile: folder + "/digests.py", atomically: true, encoding: .utf8)
      let sound = try run("python3 digests.py ledger", in: folder)
      #expect(sound.code == 0 && sound.output == "4 digests\n", "\(sound)")
      let spoil = """
        python3 -c 'import sqlite3; b = sqlite3.connect("ledger/vault.sqlite")
        b.execute("DELETE FROM version WHERE person = ?", ("p1",)); b.commit()'
        python3 digests.py ledger
        """
      #expect(try run(spoil, in: folder).code != 0)
    }
  }
}
