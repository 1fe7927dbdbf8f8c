import Catalogue
import JSONText
import Ledger
import Papers
import Reports
import Subsidy
import Values
import Vault

/// `subsidy vault`: the seal on private data, and the requests that a person may make.
enum VaultCommands {
  /// The commands of this file, each with what runs it.
  static var commands: [Command] {
    [
      Command(spec: statusSpec, run: status), Command(spec: checkSpec, run: check), Command(spec: sealSpec, run: seal),
      Command(spec: rekeySpec, run: rekey), Command(spec: exportSpec, run: export),
      Command(spec: accessSpec, run: access),
      Command(spec: eraseSpec, run: erase), Command(spec: dueSpec, run: due),
      Command(spec: purgeSpec, run: purge),
    ]
  }

  /// The specification of `vault status`.
  static var statusSpec: CommandSpec {
    CommandSpec(path: ["vault", "status"], audience: .developer, printsData: true, example: "vault status")
  }

  /// The specification of `vault check`.
  static var checkSpec: CommandSpec {
    CommandSpec(
      path: ["vault", "check"], audience: .developer, printsData: true, example: "vault check",
      exits: [.done, .found])
  }

  /// The specification of `vault seal`.
  static var sealSpec: CommandSpec {
    CommandSpec(
      path: ["vault", "seal"], audience: .developer, options: newKey, example: "vault seal --key-file /safe/vault.key",
      exits: [.refused])
  }

  /// The specification of `vault rekey`.
  static var rekeySpec: CommandSpec {
    CommandSpec(
      path: ["vault", "rekey"], audience: .developer, options: newKey,
      example: "vault rekey --key-file /safe/second.key",
      exits: [.refused])
  }

  /// The specification of `vault export-person`.
  static var exportSpec: CommandSpec {
    CommandSpec(
      path: ["vault", "export-person"], audience: .everyday,
      positionals: [.someone], options: [Option(name: "--to", valueName: "FILE", kind: .output, presence: .required)],
      unmasks: true,
      example: "vault export-person p0012345 --to p0012345.json")
  }

  /// The specification of `vault erase`.
  static var eraseSpec: CommandSpec {
    CommandSpec(
      path: ["vault", "erase"], audience: .everyday,
      positionals: [
        Positional(name: "P", kind: .person, presence: .requiredUnless("--due"), repeats: true)
      ],
      options: [
        Option(name: "--due"),
        ConsentCommands.althoughOwed,
      ] + ConsentCommands.asked,
      example: "vault erase p0012345 --reason request --by op-001", exits: [.refused])
  }

  /// The specification of `vault due`.
  static var dueSpec: CommandSpec {
    CommandSpec(
      path: ["vault", "due"], audience: .everyday,
      options: [Option(name: "--on", valueName: "DATE", kind: .date)],
      printsData: true, isReport: true, example: "vault due")
  }

  /// The specification of `vault purge`.
  static var purgeSpec: CommandSpec {
    CommandSpec(path: ["vault", "purge"], audience: .developer, example: "vault purge")
  }

  private static var newKey: [Option] {
    [
      Option(name: "--key-file", valueName: "FILE", kind: .text, idleWith: ["--passphrase", "--program"]),
      Option(name: "--passphrase", idleWith: ["--program"]),
      Option(name: "--program", valueName: "PROGRAM", kind: .text),
      Option(name: "--new-passphrase-file", valueName: "FILE", kind: .path, needs: .init(option: "--passphrase")),
    ]
  }
}

extension VaultCommands {
  /// Runs `vault status`.
  static func status(_ context: CommandContext) throws -> ExitCode {
    let status = try SubsidyLedger(context.ledger).vaultStatus()
    try context.emit(VaultReports.status, figures: status)
    if context.format == .text, status.kind == nil { context.say(.vaultClear) }
    return .done
  }

  /// Runs `vault check`.
  static func check(_ context: CommandContext) throws -> ExitCode {
    let ledger = SubsidyLedger(context.ledger)
    let (check, looks) = (try ledger.checkVault(), try ledger.compareLooks())
    try context.emit(AccessReports.check, figures: (vault: check, looks: looks))
    if let first = check.damaged.first { context.diagnostics.note(VaultError.damaged(digest: first).text) }
    if let fault = looks?.fault { context.diagnostics.note(fault.text) }
    if !check.comparison.isWhole { context.diagnostics.note(check.comparison.text) }
    if check.toErase > 0 { context.diagnostics.note(.leftInVault(check.toErase)) }
    return check.isSound && looks?.fault == nil ? .done : .found
  }

  /// Runs `vault erase`: asks for it, and destroys nothing yet.
  static func erase(_ context: CommandContext) throws -> ExitCode {
    let persons =
      context.has("--due")
      ? try pastTheirTime(context).persons.map(\.person) : context.all("P").compactMap { Identifier($0) }
    if persons.isEmpty {
      context.say(.nobodyPastTheirTime)
      return .done
    }
    let requested = try SubsidyLedger(context.ledger).requestErasure(
      of: persons, althoughOwed: context.has(ConsentCommands.althoughOwed.name), try ConsentCommands.reason(context),
      by: try context.identifier("--by"))
    ConsentCommands.tell(requested, context)
    return .done
  }

  /// Runs `vault due`.
  static func due(_ context: CommandContext) throws -> ExitCode {
    let found = try pastTheirTime(context)
    try context.emit(VaultReports.due, found.persons)
    if !found.schemesWithoutTime.isEmpty { context.diagnostics.note(.schemesWithoutTime(found.schemesWithoutTime)) }
    if found.open > 0 { context.diagnostics.note(.pastTimeAndOpen(found.open)) }
    return .done
  }

  /// Runs `vault purge`.
  static func purge(_ context: CommandContext) throws -> ExitCode {
    context.say(.purged(try SubsidyLedger(context.ledger).purgeVault()))
    return .done
  }

  private static func pastTheirTime(_ context: CommandContext) throws -> DataPastTheirTime {
    let ledger = SubsidyLedger(context.ledger)
    let day = try context.date("--on") ?? ledger.now.civilDate
    let progress = context.diagnostics.progress()
    defer { progress.finish() }
    return try ledger.dataPastTheirTime(on: day) { progress.update(done: $0, of: $1) }
  }

  /// Runs `vault seal`; one that is sealed with this very key is done.
  static func seal(_ context: CommandContext) throws -> ExitCode {
    let ledger = SubsidyLedger(context.ledger)
    if try ledger.vaultStatus().kind == nil {
      let key = try newKey(context)
      try ledger.sealVault(under: key)
      context.say(.vaultSealed(key.kind))
    } else if try isSealed(with: context) {
      context.say(.vaultSealed(.file))
    } else {
      throw VaultError.alreadySealed
    }
    return .done
  }

  /// Runs `vault rekey`; one that this very key opens is done.
  static func rekey(_ context: CommandContext) throws -> ExitCode {
    let ledger = SubsidyLedger(context.ledger)
    if try ledger.vaultStatus().kind == nil { throw VaultError.notSealed }
    if try isSealed(with: context) {
      context.say(.vaultSealed(.file))
      return .done
    }
    let key = try newKey(context)
    try ledger.rekeyVault(under: key)
    context.say(.vaultSealed(key.kind))
    return .done
  }

  /// Whether the file of the key that the command names exists and opens the vault: the command was cut short behind it.
  private static func isSealed(with context: CommandContext) throws -> Bool {
    guard let file = try keyFile(context), try file.isRegularFile else { return false }
    let key = try VaultKeyFiles.key(file.path)
    var ledger = SubsidyLedger(context.ledger)
    ledger.vaultKeys = VaultKeyring { kind, _ in
      guard kind == .file else { throw VaultError.wrongKey }
      return key
    }
    do {
      return try ledger.opensVault()
    } catch VaultError.wrongKey {
      return false
    }
  }

  /// Runs `vault export-person`: everything that the vault keeps of a person, for that person.
  static func export(_ context: CommandContext) throws -> ExitCode {
    let file = try context.outputFile("--to")
    let (person, state) = try context.person("P")
    let versions = try SubsidyLedger(context.ledger).privateVersions(of: state.keys(of: state.personKey(person)))
    var writer = JSONWriter()
    VaultReports.person.write((person, versions), to: &writer)
    writer.newline()
    try context.say(context.write(writer.bytes, to: file, mode: 0o600), of: file)
    return .done
  }

  private static func keyFile(_ context: CommandContext) throws -> OutputFile? {
    try context.optionalText("--key-file").map { OutputFile($0, ifPresent: .kept) }
  }

  /// The key that the options name; a file for it is made if there is none, and a passphrase is asked for twice.
  private static func newKey(_ context: CommandContext) throws -> NewVaultKey {
    if let file = try keyFile(context) {
      return try NewVaultKey(.file) { _ in
        try file.isRegularFile ? VaultKeyFiles.key(file.path) : VaultKeyFiles.create(in: file)
      }
    }
    if let program = try context.optionalText("--program") {
      return try NewVaultKey(.program) { try VaultKeys.key(of: program, $0) }
    }
    guard context.has("--passphrase") else {
      throw UsageError.missingOption(label: "--key-file FILE", command: context.spec.name)
    }
    let words = Passphrase(file: try context.optionalPath("--new-passphrase-file"), context.language)
    return try NewVaultKey(.passphrase) { salt in
      let passphrase = try words.ask(for: "vault.sqlite", isNew: true)
      if passphrase.isEmpty { throw LedgerFailure.badPassphrase }
      return try NewVaultKey.derived(from: passphrase, salt: salt)
    }
  }
}
