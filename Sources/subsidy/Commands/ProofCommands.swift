import Catalogue
import Ledger
import Notes
import Papers
import Reports
import Subsidy

/// `subsidy key` and the checkpoints and proofs of `subsidy audit`: evidence that can be checked outside the office.
enum ProofCommands {
  /// The commands of this file, each with what runs it.
  static var commands: [Command] {
    [
      Command(spec: checkpointSpec, run: checkpoint),
      Command(spec: proveSpec, run: prove),
      Command(spec: consistencySpec, run: consistency),
      Command(spec: checkSpec, run: check),
      Command(spec: keySpec, run: createKey), Command(spec: publicKeySpec, run: publicKey),
    ]
  }

  /// The specification of `audit checkpoint`.
  static var checkpointSpec: CommandSpec {
    CommandSpec(
      path: ["audit", "checkpoint"], audience: .auditor,
      options: [
        .noteKey, .origin, .treeHash, Option(name: "--to", valueName: "FILE", kind: .output),
      ],
      example: "audit checkpoint --key ledger.key --to 2024-12.checkpoint",
      exits: [.done, .found]
    )
  }

  /// The specification of `audit prove`.
  static var proveSpec: CommandSpec {
    CommandSpec(
      path: ["audit", "prove"], audience: .auditor,
      positionals: [Positional(name: "SEQ", kind: .number)],
      options: [.noteKey, .origin, .treeHash, .proofTo],
      example: "audit prove 41 --key ledger.key --to 41.tlog-proof"
    )
  }

  /// The specification of `audit consistency`.
  static var consistencySpec: CommandSpec {
    CommandSpec(
      path: ["audit", "consistency"], audience: .auditor,
      positionals: [Positional(name: "SIZE", kind: .number)],
      options: [.noteKey, .origin, .treeHash, .proofTo],
      example: "audit consistency 2724 --to since-december.proof"
    )
  }

  /// The specification of `audit check-proof`.
  static var checkSpec: CommandSpec {
    CommandSpec(
      path: ["audit", "check-proof"], audience: .auditor,
      positionals: [Positional(name: "FILE", kind: .path)],
      options: [
        Option(name: "--old", valueName: "CHECKPOINT", kind: .path),
        Option(name: "--vkey", valueName: "VKEY", kind: .text, repeats: true),
      ],
      printsData: true,
      example: "audit check-proof since-december.proof --old 2024-12.checkpoint",
      exits: [.done, .found, .refused]
    )
  }

  /// The specification of `key create`.
  static var keySpec: CommandSpec {
    CommandSpec(
      path: ["key", "create"], audience: .developer,
      options: [
        Option(
          name: "--name", valueName: "ORIGIN", kind: .text, presence: .requiredUnless("--operator"),
          idleWith: ["--operator"]),
        Option(name: "--operator", valueName: "OP", kind: .identifier),
        Option(name: "--to", valueName: "FILE", kind: .newOutput, presence: .required),
        Option(name: "--sm2"),
        Option(name: "--witness", idleWith: ["--operator"]), .passphraseFile,
      ],
      example: "key create --operator op-017 --to op-017.pem"
    )
  }

  /// The specification of `key public`.
  static var publicKeySpec: CommandSpec {
    CommandSpec(
      path: ["key", "public"], audience: .developer,
      positionals: [Positional(name: "FILE", kind: .path)],
      options: [
        Option(name: "--operator", valueName: "OP", kind: .identifier, presence: .required), .passphraseFile,
      ],
      example: "key public token.der --operator op-017"
    )
  }
}

extension Option {
  /// The private keys that sign.
  static var noteKey: Option {
    Option(name: "--key", valueName: "FILE", kind: .path, repeats: true)
  }

  /// The tree whose root the checkpoint gives.
  fileprivate static var treeHash: Option {
    Option(
      name: "--hash", valueName: "sha256|sm3", kind: .choice(TreeHash.allCases.map(\.rawValue)))
  }

  /// Which log the checkpoint says it is.
  static var origin: Option {
    Option(name: "--origin", valueName: "NAME", kind: .text)
  }

  /// The file for the proof.
  fileprivate static var proofTo: Option {
    Option(name: "--to", valueName: "FILE", kind: .output)
  }
}

extension ProofCommands {
  /// Runs `audit checkpoint`.
  ///
  /// A checkpoint in the file is replaced only by one that continues it: an office that has signed two heads that do not agree
  /// has proven against itself.
  static func checkpoint(_ context: CommandContext) throws -> ExitCode {
    let signer = try signer(context)
    let file = try context.optionalOutputFile("--to")
    let before = try file.flatMap { try $0.isRegularFile ? try NoteFiles.checkpoint($0.path) : nil }
    let ledger = SubsidyLedger(context.ledger)
    let published = try ledger.checkpoint(by: signer, after: before?.checkpoint)
    if try !ledger.isSigned() { context.diagnostics.note(.unsigned) }
    try write(published.bytes, published.checkpoint, context)
    return .done
  }

  /// Runs `audit prove`.
  static func prove(_ context: CommandContext) throws -> ExitCode {
    let sequence = try context.number("SEQ")
    let file = try SubsidyLedger(context.ledger).proof(of: sequence, by: try signer(context))
    try write(file.bytes, file.published.checkpoint, context)
    return .done
  }

  /// Runs `audit consistency`.
  static func consistency(_ context: CommandContext) throws -> ExitCode {
    let size = try context.number("SIZE")
    let file = try SubsidyLedger(context.ledger).proofOfGrowth(from: size, by: try signer(context))
    try write(file.bytes, file.published.checkpoint, context)
    return .done
  }

  /// Runs `audit check-proof`.
  static func check(_ context: CommandContext) throws -> ExitCode {
    let keys = try context.all("--vkey").map { try NoteFiles.verifierKey($0) }
    let old = try context.optionalPath("--old").map { try NoteFiles.checkpoint($0) }
    let proof: CheckedProof
    do {
      proof = try NoteFiles.checkProof(try context.path("FILE"), old: old, keys: keys)
    } catch ProofRefusal.oldCheckpointMissing {
      throw UsageError.missingOption(label: "--old CHECKPOINT", command: context.spec.name)
    }
    try context.emit(AuditReports.proof, figures: proof, without: context.format == .text ? ["event"] : [])
    if context.format == .text {
      context.say(.proven(proof))
      // A line is far wider than a table.
      if case .inclusion(_, let line) = proof.claim {
        context.output.line(String(decoding: line, as: UTF8.self).printable)
      }
      context.say(.signedBy(proof))
    }
    return .done
  }

  /// Runs `key public`.
  static func publicKey(_ context: CommandContext) throws -> ExitCode {
    let file = try context.path("FILE")
    let key = try OperatorKeyFiles.publicKey(of: context.identifier("--operator"), in: file) {
      try context.passphrase.ask(for: file)
    }
    context.output.line(key.text)
    return .done
  }

  /// Runs `key create`.
  static func createKey(_ context: CommandContext) throws -> ExitCode {
    let file = try context.outputFile("--to")
    if let name = try context.optionalIdentifier("--operator") {
      let key = try OperatorKeyFiles.create(of: name, isSM2: context.has("--sm2"), in: file) {
        try context.passphrase.ask(for: file.path, isNew: true)
      }
      context.output.line(key.text)
      context.diagnostics.note(.operatorKeyCreated(file.path))
      return .done
    }
    if context.has("--sm2"), context.has("--witness") {
      throw UsageError.idleOption(option: "--sm2", with: "--witness", command: context.spec.name)
    }
    let type: NoteKeyType = context.has("--sm2") ? .sm2 : context.has("--witness") ? .cosignature : .ed25519
    let key = try NoteFiles.createKey(name: try context.text("--name"), type: type, in: file)
    context.output.line(key.text)
    context.diagnostics.note(.keyCreated(file.path))
    return .done
  }

  /// The signer that speaks for the log, by `--key` and `--origin`.
  static func signer(_ context: CommandContext) throws -> Signer {
    Signer(
      origin: try context.optionalText("--origin"), keys: try NoteFiles.signingKeys(context.all("--key")),
      tree: try context.optionalText("--hash").flatMap(TreeHash.init) ?? .sha256)
  }

  private static func write(_ bytes: [UInt8], _ checkpoint: Checkpoint, _ context: CommandContext) throws {
    guard let file = try context.optionalOutputFile("--to") else { return context.output.write(bytes) }
    try context.say(context.write(bytes, to: file, mode: 0o644, .noteContent(checkpoint)), of: file)
  }
}
