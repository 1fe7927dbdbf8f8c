import Catalogue
import Ledger
import Notes
import Papers
import Reports
import System

/// `subsidy audit witness`: run by a party outside the office that keeps the heads of its log.
enum WitnessCommand {
  /// The commands of this file, each with what runs it.
  static var commands: [Command] { [Command(spec: spec, run: witness)] }

  /// The specification of `audit witness`.
  static var spec: CommandSpec {
    CommandSpec(
      path: ["audit", "witness"], audience: .auditor,
      positionals: [Positional(name: "DIR", kind: .outputFolder)],
      options: [
        Option(name: "--add", valueName: "FILE", kind: .path),
        Option(name: "--vkey", valueName: "VKEY", kind: .text, repeats: true),
        Option(name: "--key", valueName: "FILE", kind: .path),
        Option(name: "--to", valueName: "FILE", kind: .output),
      ],
      usesLedger: false,
      printsData: true,
      example: "audit witness kept --add since-december.proof --key witness.key --to cosigned",
      exits: [.done, .found]
    )
  }

  /// Runs `audit witness`.
  static func witness(_ context: CommandContext) throws -> ExitCode {
    let witness = Witness(try context.outputFolder("DIR"))
    guard let file = try context.optionalPath("--add") else { return try list(witness, context) }
    let cosigner = try context.optionalPath("--key").map { try NoteFiles.cosigningKey($0) }
    if cosigner == nil, context.has("--to") {
      throw UsageError.missingOption(label: "--key FILE", command: context.spec.name)
    }
    let target = try context.optionalOutputFile("--to")
    let outcome = try witness.add(
      file, signedBy: context.all("--vkey").map { try NoteFiles.verifierKey($0) }, cosigner: cosigner,
      at: SystemClock.now())
    if let cosigned = outcome.cosigned {
      if let target {
        context.diagnostics.note(try context.write(cosigned.bytes, to: target, mode: 0o644))
      } else {
        context.output.write(cosigned.bytes)
      }
    }
    context.diagnostics.note(.witnessed(outcome))
    return .done
  }

  private static func list(_ witness: Witness, _ context: CommandContext) throws -> ExitCode {
    for option in ["--vkey", "--key", "--to"] where context.has(option) {
      throw UsageError.missingOption(label: "--add FILE", command: context.spec.name)
    }
    let kept = try witness.kept()
    if kept.isEmpty, context.format == .text {
      context.say(.witnessKeepsNothing(witness.path))
    } else {
      try context.emit(AuditReports.witness, kept)
    }
    return .done
  }
}
