import FaultSupport
import Foundation
import Testing

/// The real program, whose output or whose file fails when the append already counts.
@Suite struct UnheardTests {
  private let template: Template

  init() throws { template = try Template.shared.get() }

  private func script(_ text: String, _ copy: Copy) throws -> Ran {
    try Program.run(["bash", "-c", text, "bash", copy.path, template.entries, Program.path])
  }

  @Test("what was recorded is said on standard error, and exit 74 tells it even where that cannot be written either")
  func outputFails() throws {
    let record = #""$3" record "$2" --by op-001 --ledger "$1""#
    let told = "recorded all the same: 2 events, and the log has \(template.size + 2); do not record it again\n"
    let cases = [("\(record) >/dev/full", told), ("\(record) >/dev/full 2>/dev/full", ""), ("\(record) >&-", told)]
    // A shell that ends with the program's code after its reader has gone.
    for (line, words) in cases + [("\(record) > >(exec <&-; sleep 2)", told)] {
      try template.withCopy { copy in
        let pause = line.contains("exec") ? line.replacing(record, with: "{ sleep 0.3; \(record); }") : line
        let ran = try script(pause, copy)
        #expect(ran.code == 74, "\(line): \(ran.messages)")
        #expect(ran.messages.hasSuffix(words), "\(line): \(ran.messages)")
        try copy.expectSound(acknowledged: true, "\(line)")
      }
    }
  }

  @Test(
    "a file that gets no name after its hash was recorded is told, and the same command again names it",
    .enabled(if: Program.tracingProblem == nil), arguments: ["error=EIO", "signal=KILL"])
  func fileGetsNoName(fault: String) throws {
    try template.withCopy { copy in
      let paper = copy.path + "-roster.csv"
      defer { try? FileManager.default.removeItem(atPath: paper) }
      let adopt = ["policy", "adopt", "beijing-2019-1", "--set", "amountFen=90000", "--by", "op-001"]
      #expect(try Program.run([Program.path] + adopt + ["--ledger", copy.path]).code == 0)
      let issue =
        [Program.path, "paper", "roster", "--scheme", "beijing", "--month", "2024-11", "--by", "op-041"]
        + ["--to", paper, "--ledger", copy.path]
      let strace = ["strace", "-f", "-o", "/dev/null", "-P", paper, "-e", "trace=renameat2"]
      let ran = try Program.run(strace + ["-e", "inject=renameat2:\(fault)"] + issue)
      #expect(ran.code == (fault == "signal=KILL" ? nil : 74), "\(ran.messages)")
      if ran.code != nil {
        #expect(ran.messages.contains("cannot put in place"), "\(ran.messages)")
        #expect(
          ran.messages.hasSuffix(
            "recorded all the same: 1 event, and the log has \(template.size + 2); "
              + "the same command again makes the output and records nothing more\n"), "\(ran.messages)")
      }
      #expect(!FileManager.default.fileExists(atPath: paper))
      let again = try Program.run(issue)
      #expect(again.code == 0 && FileManager.default.fileExists(atPath: paper), "\(again.messages)")
      #expect(try Copy.size(Program.run(copy.verify)) == template.size + 2)
    }
  }
}
