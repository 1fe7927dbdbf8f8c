import Catalogue
import JSONText
import Ledger
import Papers
import Reports
import Subsidy
import Values
import Vault

/// Who may do what: operators and their roles.
///
/// > Source: contract 3, section 6.
enum OperatorCommands {
  /// The commands of this file, each with what runs it.
  static var commands: [Command] {
    [
      Command(spec: operatorsSpec, run: operators), Command(spec: registerSpec, run: register),
      Command(spec: changeSpec, run: change), Command(spec: retireSpec, run: retire),
      Command(spec: recoverSpec, run: recover),
    ]
  }

  /// The specification of `operators`.
  static var operatorsSpec: CommandSpec {
    CommandSpec(
      path: ["operators"], audience: .developer, options: [.knownAt, Option(name: "--with-names")], printsData: true,
      example: "operators"
    )
  }

  /// The specification of `operator register`.
  static var registerSpec: CommandSpec {
    spec(
      path: ["operator", "register"], details,
      example: "operator register op-017 --roles enter,review --reason hired --by op-001")
  }

  /// The specification of `operator change`.
  static var changeSpec: CommandSpec {
    spec(
      path: ["operator", "change"],
      details + [
        Option(name: "--all-offices"), Option(name: "--all-districts"), Option(name: "--no-keys", idleWith: ["--vkey"]),
      ],
      example: "operator change op-017 --roles enter --reason moved --by op-001")
  }

  /// The specification of `operator retire`.
  static var retireSpec: CommandSpec {
    spec(path: ["operator", "retire"], [], example: "operator retire op-017 --reason left --by op-001")
  }

  /// The specification of `operator recover`.
  static var recoverSpec: CommandSpec {
    CommandSpec(
      path: ["operator", "recover"], audience: .developer,
      positionals: [Positional(name: "OPERATOR", kind: .identifier)],
      options: [
        Option(name: "--vkey", valueName: "VKEY", kind: .text, presence: .required, repeats: true),
        Option(name: "--reason", valueName: "TEXT", kind: .text, presence: .required),
        Option(name: "--authority", valueName: "TEXT", kind: .text), .by,
      ],
      example: "operator recover op-001 --vkey op-001+1e5b9a23+AfQ… --reason lost --by op-002", exits: [.refused])
  }

  private static func spec(path words: [String], _ options: [Option], example: String) -> CommandSpec {
    CommandSpec(
      path: words, audience: .developer,
      positionals: [Positional(name: "OPERATOR", kind: .identifier)],
      options: options + [
        Option(name: "--reason", valueName: "TEXT", kind: .text),
        Option(name: "--authority", valueName: "TEXT", kind: .text, needs: .init(option: "--reason")), .by,
      ],
      example: example, exits: [.refused])
  }

  private static var details: [Option] {
    [
      Option(name: "--roles", valueName: "LIST", kind: .roles, presence: .required),
      Option(name: "--office", valueName: "NAME", kind: .text),
      Option(name: "--district", valueName: "CODE", kind: .region),
      Option(name: "--vkey", valueName: "VKEY", kind: .text, repeats: true),
      Option(name: "--name", valueName: "NAME", kind: .text),
      Option(name: "--phone", valueName: "NUMBER", kind: .text, needs: .init(option: "--name")),
    ]
  }
}

extension OperatorCommands {
  /// Runs `operators`.
  static func operators(_ context: CommandContext) throws -> ExitCode {
    let ledger = SubsidyLedger(context.ledger)
    let operators = try ledger.operators(at: context.point)
    let names = context.has("--with-names") ? try ledger.names(of: operators) : [:]
    try context.emit(OperatorReports.operators, operators.map { OperatorRow($0, name: names[$0.details.name]) })
    return .done
  }

  /// Runs `operator register`.
  static func register(_ context: CommandContext) throws -> ExitCode {
    try ask(.registered(try details(context)), knownAs: try privateData(context), context)
  }

  /// Runs `operator change`.
  static func change(_ context: CommandContext) throws -> ExitCode {
    var details = try details(context)
    // Values that are not given stay.
    let known = try SubsidyLedger(context.ledger).operators().first { $0.details.name.isSameOperator(as: details.name) }
    if details.office == nil, !context.has("--all-offices") { details.office = known?.details.office }
    if details.district == nil, !context.has("--all-districts") { details.district = known?.details.district }
    if details.keys.isEmpty, !context.has("--no-keys") { details.keys = known?.keysInForce ?? [] }
    details.vault = known?.details.vault
    return try ask(.changed(details), knownAs: try privateData(context), context)
  }

  /// Runs `operator retire`.
  static func retire(_ context: CommandContext) throws -> ExitCode {
    try ask(.retired(try context.identifier("OPERATOR")), context)
  }

  /// Runs `operator recover`.
  static func recover(_ context: CommandContext) throws -> ExitCode {
    let act = AskedAct.recovery(try context.identifier("OPERATOR"), try keys(context))
    let requested = try SubsidyLedger(context.ledger).request(
      act, ConsentCommands.reason(context), by: context.identifier("--by"))
    ConsentCommands.tell(requested, context)
    return .done
  }

  private static func keys(_ context: CommandContext) throws -> [OperatorKey] {
    try context.all("--vkey").map { try OperatorKeyFiles.publicKey(typed: $0) }
  }

  private static func details(_ context: CommandContext) throws -> OperatorDetails {
    OperatorDetails(
      try context.identifier("OPERATOR"), roles: try context.roles("--roles"),
      office: try context.optionalText("--office"), district: try context.region("--district"),
      keys: try keys(context))
  }

  /// The data that the vault is to have of the operator; nil if the command line names none.
  private static func privateData(_ context: CommandContext) throws -> PrivateData? {
    guard let name = try context.optionalText("--name") else { return nil }
    let phone = try context.optionalText("--phone").map { JSONValue.Member("phone", .string($0)) }
    return try PrivateData(.object([JSONValue.Member("name", .string(name))] + (phone.map { [$0] } ?? [])))
  }

  private static func ask(
    _ change: OperatorChange, knownAs data: PrivateData? = nil, _ context: CommandContext
  ) throws -> ExitCode {
    let reason = try context.optionalText("--reason").map {
      AskedReason($0, authority: try context.optionalText("--authority"))
    }
    let requested = try SubsidyLedger(context.ledger).change(
      change, knownAs: data, reason, by: try context.identifier("--by"))
    if let requested {
      ConsentCommands.tell(requested, context)
    } else {
      context.say(.acted(EventWords(change.event(nil))))
    }
    return .done
  }
}
