import Catalogue
import JSONText
import Ledger
import Papers
import Reports
import Subsidy

/// `subsidy fold`: one worker of many that fold a log together.
enum FoldCommand {
  /// The commands of this file, each with what runs it.
  static var commands: [Command] { [Command(spec: foldSpec, run: fold)] }

  /// The specification of `fold`.
  static var foldSpec: CommandSpec {
    CommandSpec(
      path: ["fold"], audience: .developer,
      positionals: [Positional(name: "FILE", kind: .path, presence: .optional)],
      options: [Option(name: "--books"), .knownAt],
      usesLedger: false,
      example: "fold --known-at 2024-12-31T16:00:00Z"
    )
  }
}

extension FoldCommand {
  /// Runs `fold`.
  ///
  /// Nothing is printed before all lines have been folded, so that a failed worker has printed nothing.
  static func fold(_ context: CommandContext) throws -> ExitCode {
    let fold = try PartitionFold(
      PartitionLines(reading: context.optionalPath("FILE") ?? Input.standard), knownAt: context.knownAt)
    PersonCommand.writeJSON(context) { fold.forEachClaim($0) }
    var writer = JSONWriter()
    func line(_ key: StaticString, _ write: (inout JSONWriter) -> Void) {
      writer.removeAll()
      writer.beginObject()
      writer.key(key)
      write(&writer)
      writer.endObject()
      writer.newline()
      context.output.write(writer.bytes)
    }
    if context.has("--books") { line("books") { FoldReports.books.write(fold.batchMonths, to: &$0) } }
    line("fold") { FoldReports.trailer.write(fold, to: &$0) }
    return .done
  }
}
