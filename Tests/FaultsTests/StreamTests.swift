import FaultSupport
import Foundation
import Testing

/// The real program between pipes, beside others, and on a medium that cannot be written.
@Suite struct StreamTests {
  private let template: Template

  init() throws { template = try Template.shared.get() }

  /// Runs a script in the folder of a copy; its words are the ledger, the entries and the program.
  private func script(_ text: String, _ copy: Copy, prefix: [String] = []) throws -> Ran {
    try Program.run(prefix + ["bash", "-c", text, "bash", copy.path, template.entries, Program.path])
  }

  @Test(
    "entries come from standard input, a pipe or a substituted process",
    arguments: [
      #""$3" record - --by op-001 --ledger "$1" <"$2""#, #"cat "$2" | "$3" record - --by op-001 --ledger "$1""#,
      #""$3" record <(cat "$2") --by op-001 --ledger "$1""#,
      #"cat "$2" | "$3" record /dev/stdin --by op-001 --ledger "$1""#,
      // The part that another process has read is not read again.
      #"{ read -r line; "$3" record - --by op-001 --ledger "$1"; } < <(echo x; cat "$2")"#,
      #"(echo x; cat "$2") >"$1.both"; { read -r line; "$3" record - --by op-001 --ledger "$1"; } <"$1.both""#,
    ])
  func standardInput(line: String) throws {
    try template.withCopy { copy in
      let ran = try script(line, copy)
      #expect(ran.code == 0 && ran.output.contains("2 entries taken"), "\(ran.messages)")
      try? FileManager.default.removeItem(atPath: copy.path + ".both")
      try copy.expectSound(acknowledged: true, "\(line)")
    }
  }

  @Test("a history through a pipe is the same as from a file, ids that come back among it")
  func history() throws {
    try template.withCopy { copy in
      let ran = try script(
        """
        set -eu
        for n in 1 2 3; do
          sed 's/}$/,"recorded":"2024-02-01T00:00:00Z","by":"op"}/' "$2"
        done >"$1.past"
        for way in file pipe; do
          "$3" init --by op --history-from 2024-01-01T00:00:00Z --ledger "$1.$way" >/dev/null
        done
        "$3" record --history "$1.past" --ledger "$1.file" | sed "s,.*past:,:,"
        cat "$1.past" | "$3" record --history - --ledger "$1.pipe" | sed "s,^-:,:,"
        rm -rf "$1.past" "$1.file" "$1.pipe"
        """, copy)
      let lines = ran.output.split(separator: "\n")
      #expect(ran.code == 0 && lines.count == 4 && lines.prefix(2) == lines.suffix(2), "\(ran)")
      #expect(lines.first?.contains("2 entries") == true && lines[1].contains("4 entries"), "\(ran)")
    }
  }

  @Test(
    "an endless stream is refused in few words, and leaves no file behind", arguments: ["record", "record --history"])
  func endless(command: String) throws {
    try template.withCopy { copy in
      let by = command == "record" ? "--by op-001" : ""
      let ran = try script(
        "mkdir \"$1.tmp\"; yes | TMPDIR=\"$1.tmp\" \"$3\" \(command) - \(by) --ledger \"$1\"; code=$?; "
          + "ls -A \"$1.tmp\"; rmdir \"$1.tmp\"; exit $code", copy)
      #expect(ran.code == 65 && ran.output.isEmpty, "\(ran)")
      #expect(ran.messages.contains("holds more than") && ran.messages.utf8.count < 400, "\(ran.messages)")
      #expect(try Copy.size(Program.run(copy.verify)) == template.size)
    }
  }

  @Test("of four clerks at once none is turned away")
  func clerks() throws {
    let each = 40
    try template.withCopy { copy in
      let ran = try script(
        """
        clerk() {
          for number in $(seq \(each)); do
            echo '{"type":"registered","person":"c'$4x$number'","birth":"1980-01-02","sex":"male","household":"450200"}' |
              "$3" record - --by op-$4 --ledger "$1" >/dev/null || echo "turned away: $?"
          done
        }
        for clerk in 1 2 3 4; do clerk "$1" "$2" "$3" $clerk & done
        wait
        """, copy)
      #expect(ran.code == 0 && ran.output.isEmpty, "\(ran.output) \(ran.messages)")
      #expect(!ran.messages.contains("projections rebuild"), "\(ran.messages)")
      #expect(try Copy.size(Program.run(copy.verify)) == template.size + 4 * each)
      #expect(try Program.run([Program.path, "projections", "check", "--ledger", copy.path]).code == 0)
    }
  }

  @Test("who waits for another writer says so, and records when that one is done")
  func waits() throws {
    try template.withCopy { copy in
      // The other one is done when the message is there.
      let ran = try script(
        """
        exec 9>"$1/LOCK"; flock 9; : >"$1.said"
        "$3" record "$2" --by op-001 --wait 600 --ledger "$1" 9>&- 2>"$1.said" &
        until grep -q waiting "$1.said"; do sleep 0.05; done
        flock -u 9
        wait $!; code=$?
        cat "$1.said" >&2; rm "$1.said"; exit $code
        """, copy)
      #expect(ran.code == 0, "\(ran.messages)")
      #expect(ran.messages.hasPrefix("subsidy: another writer holds the ledger `"), "\(ran.messages)")
      #expect(ran.messages.hasSuffix("`; waiting for up to 600 s\n"), "\(ran.messages)")
      try copy.expectSound(acknowledged: true, "waited")
    }
  }

  @Test("F11 a read model that finds no room is told, and only then")
  func fullDisk() throws {
    try template.withCopy { copy in
      let ran = try script(
        """
        set -u; disk=$(mktemp -d); mount -t tmpfs -o size=4m tmpfs "$disk" || exit 99
        for left in 64 72 80 88 96 104 112 120 128 136 144 160 192 256 1024; do
          rm -rf "$disk"/*; cp -a "$1" "$disk/ledger"
          free=$(df -k --output=avail "$disk" | tail -1)
          head -c $(( (free - left) * 1024 )) /dev/zero > "$disk/filler"
          "$3" record "$2" --by op-001 --ledger "$disk/ledger" >/dev/null 2>"$disk.said"; code=$?
          rm -f "$disk/filler"
          current=$("$3" projections status --format csv --ledger "$disk/ledger" | grep -c ,current)
          told=$(grep -c 'recorded, but.*projections rebuild' "$disk.said")
          "$3" projections rebuild --ledger "$disk/ledger" >/dev/null; "$3" projections check --ledger "$disk/ledger" >/dev/null
          echo "$left $code $current $told $?"
        done
        """, copy, prefix: ["unshare", "-Urm"])
      if ran.code == 99 || ran.output.isEmpty { return print("skipped: no file system may be mounted here") }
      let rows = ran.output.split(separator: "\n").map { $0.split(separator: " ").compactMap { Int($0) } }
      let tables = rows.map { $0[2] }.max() ?? 0
      for row in rows where row[1] == 0 {
        #expect((row[2] == tables) == (row[3] == 0) && row[4] == 0, "\(row) of \(tables) \(ran.messages)")
      }
      #expect(rows.contains { $0[1] == 0 && $0[3] == 1 } && rows.contains { $0[1] == 0 && $0[3] == 0 }, "\(rows)")
    }
  }

  /// Every reader, and what it may end with.
  private static let readers = """
    for line in "projections check" "projections status" "projections rebuild --dry-run" "person p1" "person --all" \\
      "audit verify" "audit replay" "audit report --to -" "audit checkpoint" "audit timeline p1" "deadlines" "batch list" \\
      "policy list" "paper ledger p1" "audit prove 3"; do
      "$3" $line --ledger "$1" >"$1.out" 2>&1; code=$?
      case $code in 0) ;; *) echo "$line: $code $(head -c 300 "$1.out")" ;; esac
    done
    "$3" record "$2" --by op-001 --ledger "$1" >/dev/null 2>&1 && echo recorded
    strace -f -o "$1.trace" "$3" person p1 --ledger "$1" >/dev/null 2>&1
    [ -e "$1.trace" ] && [ $(grep -c 'pread64.*"type"' "$1.trace") -gt 20 ] && echo "folded the log"
    ls -A "$1" | tr '\\n' ' '
    """

  @Test("every reader works on a medium that cannot be written, and by the index", arguments: [true, false])
  func readOnly(hasEmptyLog: Bool) throws {
    try template.withCopy { copy in
      if hasEmptyLog { try Data().write(to: URL(filePath: copy.path + "/index.sqlite-wal")) }
      let names = try FileManager.default.contentsOfDirectory(atPath: copy.path).sorted()
      let mount = #"mount --bind "$1" "$1" && mount -o remount,bind,ro "$1" || exit 99; "# + StreamTests.readers
      let ran = try script(mount, copy, prefix: ["unshare", "-m"])
      if ran.code == 99 || ran.output.isEmpty { return print("skipped: nothing may be mounted here") }
      #expect(ran.output.split(separator: " ").map(String.init).sorted() == names, "\(ran.output)")
    }
  }

  @Test("every reader works in a folder that nobody may write")
  func noRights() throws {
    try template.withCopy { copy in
      let names = try FileManager.default.contentsOfDirectory(atPath: copy.path).sorted()
      let given = """
        chmod -R a+rX "$1" && find "$1" -type f -exec chmod 444 {} + && find "$1" -type d -exec chmod 555 {} + && \
        chown -R 65534 "$1" && exec setpriv --reuid 65534 --clear-groups bash -c "$4" bash "$1" "$2" "$3"
        """
      let readers = StreamTests.readers.replacing("\"$1.out\"", with: "/dev/null")
      let ran = try Program.run(["bash", "-c", given, "bash", copy.path, template.entries, Program.path, readers])
      if ran.code == 126 || ran.output.isEmpty {
        return print("skipped: no other user may be taken on \(ran.messages)")
      }
      #expect(ran.output.split(separator: " ").map(String.init).sorted() == names, "\(ran.output)")
      _ = try Program.run(["chmod", "-R", "u+w", copy.path])
    }
  }

  @Test("a log of changes that was not taken in yet is not passed over on such a medium")
  func pendingLog() throws {
    try template.withCopy { copy in
      // Killed before the last connection took the changes in.
      let ran = try script(
        """
        python3 - "$1/index.sqlite" <<'END'
        import os, sqlite3, sys
        base = sqlite3.connect(sys.argv[1])
        base.execute("PRAGMA wal_autocheckpoint = 0"); base.execute("DELETE FROM events"); base.commit(); os._exit(0)
        END
        rm -f "$1/index.sqlite-shm"
        mount --bind "$1" "$1" && mount -o remount,bind,ro "$1" || exit 99
        "$3" person p1 --ledger "$1" >/dev/null; echo "$?"; "$3" projections check --ledger "$1"; echo "$?"
        """, copy, prefix: ["unshare", "-m"])
      if ran.code == 99 || ran.output.isEmpty { return print("skipped: nothing may be mounted here") }
      let lines = ran.output.split(separator: "\n")
      #expect(
        lines.first == "0" && lines.last == "74" && ran.messages.contains("index.sqlite: its -wal holds"),
        "what the old index says may not be taken for all: \(ran)")
    }
  }
}
