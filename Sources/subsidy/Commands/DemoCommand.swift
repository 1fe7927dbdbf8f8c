import EventLog
import Demo
import Catalogue
import Ledger
import Papers
import System

/// `subsidy demo`: a sample ledger to look around in.
enum DemoCommand {
  /// The commands of this file, each with what runs it.
  static var commands: [Command] {
    [Command(spec: demoSpec, run: demo)]
  }

  /// The specification of `demo`.
  static var demoSpec: CommandSpec {
    CommandSpec(
      path: ["demo"], audience: .everyday,
      positionals: [Positional(name: "DIR", kind: .outputFolder, presence: .optional)],
      usesLedger: false,
      example: "demo demo-ledger"
    )
  }
}

extension DemoCommand {
  /// Runs `demo`.
  static func demo(_ context: CommandContext) throws -> ExitCode {
    let ledger: String
    let files: String
    if let directory = try context.optionalOutputFolder("DIR") {
      ledger = trimmed(directory)
      files = "\(ledger)-files"
      // The command line said nothing about the files.
      try OutputFile.checkFolder(files)
      for path in [ledger, files] where try Files.exists(path) {
        // A place that is no folder, or that may not be read, is not empty either.
        guard let names = try? Files.names(in: path), names.isEmpty else {
          throw CommandFailure(.refused, .demoExists(path))
        }
      }
    } else {
      let folder = try Files.makeTemporaryDirectory("subsidy-demo")
      ledger = "\(folder)/ledger"
      files = "\(folder)/demo-files"
    }
    // A ledger is put in its place whole, so nothing may be there.
    if try Files.exists(ledger) { try Files.removeDirectory(ledger) }
    try Files.makeDirectories(Files.directory(of: files))
    if try !Files.exists(files) { try Files.makeDirectory(files, mode: 0o700) }
    var scenario = DemoScenario(ledger: ledger, files: files)
    let report = try scenario.run { done, parts in
      context.diagnostics.status(Text.demoProgress(done: done, of: parts)(in: context.language))
    }
    context.diagnostics.clearStatus()
    // If the ledger just written cannot be read back, that is the device's failure.
    if let outcome = report.verification?.outcome, outcome != .whole {
      throw CommandFailure(.io, .demoNotWhole("\(outcome)"))
    }
    try DemoPrinter(report, context).print()
    return .done
  }

  /// The path without the slashes at its end.
  private static func trimmed(_ path: String) -> String {
    var path = path
    while path.count > 1, path.hasSuffix("/") { path.removeLast() }
    return path
  }
}
