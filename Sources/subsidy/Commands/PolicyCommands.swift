import Catalogue
import EventLog
import JSONText
import Ledger
import Merkle
import Papers
import Policy
import Reports
import Subsidy
import System
import Values

/// `subsidy policy`: the packs of rules.
enum PolicyCommands {
  /// The commands of this file, each with what runs it.
  static var commands: [Command] {
    [
      Command(spec: listSpec, run: list),
      Command(spec: showSpec, run: show),
      Command(spec: validateSpec, run: validate),
      Command(spec: adoptSpec, run: adopt),
      Command(spec: compareSpec, run: compare),
      Command(spec: testSpec, run: test),
    ]
  }

  /// The specification of `policy list`.
  static var listSpec: CommandSpec {
    CommandSpec(
      path: ["policy", "list"], audience: .everyday,
      options: [.knownAt],
      printsData: true,
      example: "policy list --format json"
    )
  }

  /// The specification of `policy show`.
  static var showSpec: CommandSpec {
    CommandSpec(
      path: ["policy", "show"], audience: .everyday,
      positionals: [Positional(name: "ID-OR-FILE", kind: .path)],
      options: [Option(name: "--document", valueName: "TEXT", kind: .path)],
      printsData: true,
      example: "policy show liuzhou-2022-9"
    )
  }

  /// The specification of `policy validate`.
  static var validateSpec: CommandSpec {
    CommandSpec(
      path: ["policy", "validate"], audience: .everyday,
      positionals: [Positional(name: "FILE", kind: .path)],
      options: [Option(name: "--document", valueName: "TEXT", kind: .path)],
      example: "policy validate our-pack.json --document our-notice.txt"
    )
  }

  /// The specification of `policy adopt`.
  static var adoptSpec: CommandSpec {
    CommandSpec(
      path: ["policy", "adopt"], audience: .everyday,
      positionals: [Positional(name: "ID-OR-FILE", kind: .path)],
      options: [
        Option(name: "--set", valueName: "K=V", kind: .setting, repeats: true),
        Option(name: "--effective-from", valueName: "DATE", kind: .date),
        Option(name: "--although-paid", needs: .init(option: "--reason")),
        Option(name: "--reason", valueName: "TEXT", kind: .text, needs: .init(option: "--although-paid")),
        Option(name: "--authority", valueName: "TEXT", kind: .text, needs: .init(option: "--although-paid")),
        Option(name: "--to", valueName: "OUT.csv", kind: .output, needs: .init(option: "--dry-run")),
        Option(name: "--dry-run"),
        .by,
      ],
      example: "policy adopt linyi-2021-63 --set rate=2/3 --by op-001",
      exits: [.refused]
    )
  }
}

extension PolicyCommands {
  /// Runs `policy list`.
  static func list(_ context: CommandContext) throws -> ExitCode {
    let state = try adoptions(context)
    try context.emit(PolicyReports.list, PolicyReports.rows(state))
    noteLaterPack(of: state?.lastAdopted ?? [], context)
    return .done
  }

  /// Runs `policy show`.
  static func show(_ context: CommandContext) throws -> ExitCode {
    let name = try context.path("ID-OR-FILE")
    let text = try packText(name)
    let pack = try read(text, name)
    if context.format == .json {
      context.output.write(text)
    } else if context.format == .csv {
      context.output.write(PolicyReports.sheet.table(pack.clauseSheet()).csv())
    } else {
      let file = try context.optionalPath("--document")
      write(pack.comparison(with: try file.map { try document(in: $0, of: pack, context) }), context)
    }
    noteLaterPack(of: (try adoptions(context)?.lastAdopted ?? []).filter { $0.id == pack.id }, context)
    return .done
  }

  /// The adoptions of the ledger; nil without a ledger, when there are only the shipped packs.
  private static func adoptions(_ context: CommandContext) throws -> LedgerState? {
    do {
      return try SubsidyLedger(context.ledger).stateOfPolicies(at: context.point)
    } catch LogError.notLedger {
      return nil
    }
  }

  /// Runs `policy validate`.
  static func validate(_ context: CommandContext) throws -> ExitCode {
    let file = try context.path("FILE")
    let text = try Input.read(file, atMost: InputLimit.document)
    let pack = try read(text, file, checkingBounds: true)
    context.say(.packIsValid(file, pack))
    if let document = try context.optionalPath("--document") { try compare(pack, text, with: document, context) }
    for rule in pack.excluded where rule.clause == nil { context.diagnostics.note(.exclusionWithoutClause(rule.fact)) }
    return .done
  }

  /// Runs `policy adopt`.
  static func adopt(_ context: CommandContext) throws -> ExitCode {
    let name = try context.path("ID-OR-FILE")
    let text = try packText(name)
    _ = try read(text, name, checkingBounds: true)
    let outcome = try SubsidyLedger(context.ledger).adopt(
      text,
      parameters: try context.parameters("--set"),
      effectiveFrom: try context.date("--effective-from"),
      asking: context.has("--although-paid") ? try ConsentCommands.reason(context) : nil,
      isDryRun: context.has("--dry-run"), by: try context.identifier("--by"))
    try tell(outcome.effect, context)
    tellReadings(of: outcome, context)
    let isDryRun = context.has("--dry-run")
    switch outcome.step {
    case .adoptedBefore: context.say(.policyAdoptedBefore(outcome.policy))
    case .adopted: if !isDryRun { context.say(.policyAdopted(outcome.policy)) }
    case .changesPaid: if !isDryRun { throw CommandFailure(.refused, .adoptionChangesPaid(outcome.policy)) }
    case .asked(let requested):
      if let requested { ConsentCommands.tell(requested, context) }
      if requested != nil, ShippedPacks.text(outcome.policy.pack.id) != text {
        context.diagnostics.note(.consentTakesPack(name))
      }
    }
    if isDryRun { context.diagnostics.note(.nothingRecorded) }
    return .done
  }

  /// Names the silent decisions of an adoption: readings that took their standard, and terms that no longer are.
  private static func tellReadings(of outcome: AdoptionOutcome, _ context: CommandContext) {
    if !outcome.standards.isEmpty { context.diagnostics.note(.standardsTaken(outcome.standards.count)) }
    for parameter in outcome.standards { context.diagnostics.note(.standardTaken(parameter, in: outcome.policy.pack)) }
    if !outcome.termsGone.isEmpty { context.diagnostics.note(.termsGone(outcome.termsGone, outcome.policy.pack.id)) }
  }

  /// So many of the months that an adoption changes are named; all of them are in the file.
  private static let mostNamed = 10

  /// Shows the months held or in flight that an adoption changes, and writes them to the file that `--to` names.
  private static func tell(_ effect: PolicyComparison, _ context: CommandContext) throws {
    if let file = try context.optionalOutputFile("--to") {
      let table = PolicyReports.changes.table(effect.changes).csv()
      context.diagnostics.note(try context.write(table, to: file, mode: 0o600))
    }
    if effect.changes.isEmpty {
      if context.has("--dry-run") { context.say(.adoptionChangesNothing) }
      return
    }
    let named = Array(effect.changes.prefix(mostNamed))
    try context.write(PolicyReports.changes.table(named))
    context.output.write("\n")
    context.say(.adoptionChanges(effect, named: named.count))
  }

  /// Notes that the program has a later version of a pack than the ledger has adopted.
  private static func noteLaterPack(of packs: [PolicyPack], _ context: CommandContext) {
    for pack in packs {
      guard let later = ShippedPacks.laterRevision(than: pack) else { continue }
      context.diagnostics.note(.shippedPackIsLater(pack, revision: later))
    }
  }

  /// Lists what of its document no rule of a pack names.
  private static func compare(
    _ pack: PolicyPack, _ text: [UInt8], with file: String, _ context: CommandContext
  ) throws {
    let document = try document(in: file, of: pack, context)
    let parts = DocumentClauses.parts(of: document).filter { !$0.isHeading }
    let unnamed = DocumentClauses.unnamed(of: document, by: try JSONValue(text))
    context.say(.clausesNamed(parts.count - unnamed.count, of: parts.count))
    for part in unnamed {
      for line in Text.clauseUnnamed(part)(in: context.language).wrappedHanging(to: HelpPage.width) {
        context.output.line(line)
      }
    }
  }

  /// The text of a pack's document; another hash than the pack names is reported.
  private static func document(in file: String, of pack: PolicyPack, _ context: CommandContext) throws -> String {
    let bytes = try Input.read(file, atMost: InputLimit.document)
    guard let document = String(validating: bytes, as: UTF8.self) ?? decodeGB18030(bytes) else {
      throw LedgerFailure.unreadableText(file: file)
    }
    if DocumentClauses.parts(of: document).allSatisfy(\.isHeading) {
      throw CommandFailure(.refused, .documentWithoutClauses(file))
    }
    if SHA256.hash(bytes).description != pack.document.sha256 {
      context.diagnostics.note(.otherDocument(file, pack.document))
    }
    return document
  }

  /// Writes a document with the pack's reading of it; English has the document's own language under it.
  private static func write(_ comparison: DocumentComparison, _ context: CommandContext) {
    func write(_ row: ClauseRow, indent: String) {
      for line in (indent + Text.clauseRow(row)(in: context.language)).wrappedHanging(to: HelpPage.width) {
        context.output.line(line)
      }
      if context.language == .zh { return }
      for line in (indent + "    " + row.chinese).wrappedHanging(to: HelpPage.width) { context.output.line(line) }
    }
    write(comparison.document, indent: "")
    for part in comparison.parts {
      context.output.line("")
      for line in Text.documentPart(part)(in: context.language).wrappedHanging(to: HelpPage.width) {
        context.output.line(line)
      }
      for row in part.rows { write(row, indent: "  ") }
      if part.rows.isEmpty { context.output.line("  " + Text.partUnnamed(in: context.language)) }
    }
  }

  /// The pack that a text is; a fault is reported with the file's name.
  static func read(_ text: [UInt8], _ name: String, checkingBounds: Bool = false) throws -> PolicyPack {
    do throws(PolicyError) {
      let pack = try PolicyPack(text: text)
      if checkingBounds, let document = try? JSONValue(text) { try PolicyPack.checkBounds(of: document) }
      return pack
    } catch {
      throw CommandFailure(.refused, .inFile(name, error.text))
    }
  }

  /// The text of a shipped pack, or of the file with this name.
  static func packText(_ name: String) throws -> [UInt8] {
    if let id = Identifier(name), let text = ShippedPacks.text(id) { return text }
    guard try Input.exists(name) else { throw LedgerFailure.unknownPack(name) }
    return try Input.read(name, atMost: InputLimit.document)
  }
}
