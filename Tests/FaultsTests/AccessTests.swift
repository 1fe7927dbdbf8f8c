import FaultSupport
import Foundation
import Testing

/// The log of looks, at the system calls of the real program.
@Suite(.enabled(if: Program.tracingProblem == nil))
struct AccessTests {
  /// Runs a script in a new folder with a ledger of one person, in which `subsidy` is the program.
  private func run(_ script: String) throws -> Ran {
    let folder = URL(filePath: NSTemporaryDirectory()).resolvingSymlinksInPath().path + "/access-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder + "/bin", withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try FileManager.default.createSymbolicLink(atPath: folder + "/bin/subsidy", withDestinationPath: Program.path)
    let ledger = """
      cd '\(folder)'; PATH=$PWD/bin:$PATH; export SUBSIDY_LEDGER=$PWD/ledger; subsidy init --by op-001 > /dev/null
      printf '%s' '\(Template.privateRegistrations(1..<2))' > entries; subsidy record entries --by op-001 > /dev/null
      looks=$SUBSIDY_LEDGER/vault-access.jsonl
      """
    return try Program.run(["bash", "-euc", ledger + "\n" + script])
  }

  @Test(
    "the line is on the disk, and so is the file's name, before anything is shown or written",
    arguments: ["find p1 --full-names", "vault export-person p1 --to out"])
  func order(command: String) throws {
    let ran = try run(
      "strace -f -y -o trace -e trace=write,fdatasync,fsync subsidy \(command) > shown; cat trace; cat \"$looks\" >&2")
    let lines = ran.output.split(separator: "\n")
    func first(_ call: String, _ what: String) -> Int? {
      lines.firstIndex { $0.contains("\(call)(") && $0.contains(what) }
    }
    let written = try #require(first("write", "vault-access.jsonl"))
    let durable = try #require(first("fdatasync", "vault-access.jsonl"))
    let named = try #require(first("fsync", "/ledger>"))
    let shown = try #require(first("write", command.hasSuffix("out") ? ".tmp>" : "shown>"))
    #expect(written < durable && durable < named && named < shown, "\(ran.output)")
    #expect(ran.messages.contains(#""count":1,"persons":["p1"]"#), "\(ran.messages)")
  }

  @Test("on a medium that cannot be written names are shown, and it is said that nobody recorded it")
  func readOnly() throws {
    let ran = try run(
      #"strace -f -o trace -P "$looks" -e trace=openat -e inject=openat:error=EROFS subsidy find p1 --full-names"#)
    #expect(ran.code == 0 && ran.output.contains("张三"), "\(ran.output) \(ran.messages)")
    #expect(ran.messages.contains("is not recorded"), "\(ran.messages)")
  }

  @Test(
    "whatever else keeps the line from the disk keeps the names from the screen",
    arguments: [
      "openat:error=EACCES", "write:error=ENOSPC", "fdatasync:error=EIO",
    ])
  func fails(fault: String) throws {
    let call = fault.prefix { $0 != ":" }
    let ran = try run(
      #"strace -f -o trace -P "$looks" -e trace=\#(call) -e inject=\#(fault) subsidy find p1 --full-names"#)
    #expect(ran.code == 74 && !ran.output.contains("张三"), "\(ran.output) \(ran.messages)")
  }

  @Test("looks of several processes at once are all there, in one chain")
  func atOnce() throws {
    let ran = try run(
      """
      for n in 1 2 3 4 5 6 7 8 9 10 11 12; do subsidy find p1 --full-names > /dev/null & done; wait
      subsidy vault access --format csv | tail -n +2 | wc -l
      """)
    #expect(ran.code == 0 && ran.output.trimmingCharacters(in: .whitespacesAndNewlines) == "12", "\(ran.messages)")
  }
}
