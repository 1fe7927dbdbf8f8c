import EventLog
import Ledger
import Merkle
import Notes
import Values

/// `subsidy audit`: checks that trust nothing but the log.
enum AuditCommands {
  /// The commands of this file, each with what runs it.
  static var commands: [Command] {
    [
      Command(spec: verifySpec, run: verify),
      Command(spec: replaySpec, run: replay),
    ]
  }

  /// What `audit verify` takes.
  static var verifySpec: CommandSpec {
    CommandSpec(
      path: ["audit", "verify"], audience: .auditor, summary: .auditVerifySummary,
      options: [
        Option(name: "--against", valueName: "CHECKPOINT", kind: .path, help: .verifyAgainst),
        Option(name: "--vkey", valueName: "VKEY", kind: .text, repeats: true, help: .verifyKey),
        Option(name: "--proof-to", valueName: "FILE", kind: .path, help: .verifyProofTo),
      ],
      printsData: true,
      example: Example("audit verify --ledger copy-of-ledger", .auditVerifyExample),
      exits: [
        (.done, .exitWhole),
        (.found, .exitCorrupt),
        (.tornTail, .exitTorn),
        (.unreadable, .exitUnreadable),
        (.signatureMissing, .exitUnsigned),
      ]
    )
  }

  /// What `audit replay` takes.
  static var replaySpec: CommandSpec {
    CommandSpec(
      path: ["audit", "replay"], audience: .auditor, summary: .auditReplaySummary,
      options: [
        .knownAt
      ],
      printsData: true,
      example: Example("audit replay --format json", .auditReplayExample),
      exits: [
        (.done, .exitNoFindings),
        (.found, .exitFindings),
      ]
    )
  }
}

extension AuditCommands {
  /// Runs `audit verify`.
  static func verify(_ context: CommandContext) throws -> ExitCode {
    if context.has("--proof-to") || context.has("--vkey"), !context.has("--against") {
      throw UsageError.missingOption(label: "--against CHECKPOINT", command: context.spec.name)
    }
    let ledger = SubsidyLedger(context.ledger)
    // What was kept is read first: a check against nothing must not look like one that went well.
    let published = try context.optionalPath("--against").map { try NoteFiles.checkpoint($0) }
    let unsigned = try published.flatMap { try missingSignature(of: $0, context) }
    let kept = published?.checkpoint
    let report = ledger.verify()
    let exit = AuditTables.exit(of: report)
    if case .unreadable(let error) = report.outcome, context.format != .json {
      // Figures of what could not be read would only mislead.
      context.diagnostics.report(CommandFailure(mapping: error))
      return exit
    }
    let comparison = try exit == .done || exit == .tornTail ? kept.map { try ledger.compare(with: $0) } : nil
    // The evidence first: it must be there even if nobody takes what is printed.
    let file = try comparison.flatMap { try keepProof($0, context) }
    context.emit {
      AuditTables.verification(report)
    } json: { writer in
      AuditTables.write(report, comparison.map { ($0, file) }, to: &writer)
    }
    if context.format == .text {
      context.say(.verification(report))
    } else if report.outcome != .whole {
      context.diagnostics.note(.verification(report))
    }
    guard let comparison else { return exit }
    guard comparison.isPrefix else { throw comparison }
    if context.format == .text { context.say(.keptAgrees(comparison)) }
    guard let unsigned else { return exit }
    context.diagnostics.note(unsigned.text)
    return exit == .done ? .signatureMissing : exit
  }

  /// The signature by one of the given keys that a kept checkpoint lacks; nil where it lacks none.
  ///
  /// - Throws: ``SignatureFailure`` for a signature that is wrong: then nothing in the file is to be believed.
  private static func missingSignature(
    of published: PublishedCheckpoint, _ context: CommandContext
  ) throws -> SignatureFailure? {
    let keys = try context.all("--vkey").map { try NoteFiles.verifierKey($0) }
    do throws(SignatureFailure) {
      _ = try published.signers(among: keys, isRequired: true, by: LibcryptoNotes())
      return nil
    } catch {
      guard case .missing = error else { throw error }
      return error
    }
  }

  /// Keeps the proof that fails, beside the checkpoint where no other place was named.
  ///
  /// That it cannot be written is said, and hides nothing of what was found.
  ///
  /// - Returns: the file; nil where nothing fails or nothing was written.
  private static func keepProof(_ comparison: KeptComparison, _ context: CommandContext) throws -> String? {
    guard let failing = comparison.failing, let kept = try context.optionalPath("--against") else { return nil }
    // The name tells the head that was found, so that another finding never meets the file of this one.
    let beside = "\(kept).\(comparison.size)-\(comparison.head.description.prefix(8)).failed.proof"
    let file = try context.optionalPath("--proof-to") ?? beside
    do {
      let isNew = try NoteFiles.keep(failing, in: file)
      context.diagnostics.note(.failingProof(file, against: kept, isNew: isNew))
      return file
    } catch {
      context.diagnostics.report(CommandFailure(mapping: error))
      return nil
    }
  }

  /// Runs `audit replay`.
  static func replay(_ context: CommandContext) throws -> ExitCode {
    let progress = context.diagnostics.progress()
    let report = try SubsidyLedger(context.ledger).auditReplay(knownAt: try context.instant("--known-at")) {
      progress.update(done: $0, of: $1)
    }
    progress.finish()
    if context.format == .text {
      context.say(.replayed(report))
      context.output.write(AuditTables.totals(report.totals).text(in: context.language))
      context.output.write("\n")
    }
    if context.format == .text, report.findings.isEmpty {
      context.say(.noFindings)
    } else {
      context.emit {
        AuditTables.findings(report.findings)
      } json: { writer in
        AuditTables.write(report, to: &writer)
      }
    }
    return report.findings.isEmpty ? .done : .found
  }
}
