import Catalogue
import JSONText
import Ledger
import Papers
import Policy
import Reports
import Subsidy
import Values

extension PolicyCommands {
  /// The specification of `policy compare`.
  static var compareSpec: CommandSpec {
    CommandSpec(
      path: ["policy", "compare"], audience: .everyday,
      positionals: [
        Positional(name: "OLD", kind: .path),
        Positional(name: "NEW", kind: .path),
      ],
      options: [
        Option(name: "--set", valueName: "K=V", kind: .setting, repeats: true),
        Option(name: "--effective-from", valueName: "DATE", kind: .date),
        .knownAt,
      ],
      printsData: true,
      example: "policy compare liuzhou-2019-5.json liuzhou-2022-9"
    )
  }

  /// Runs `policy compare`.
  static func compare(_ context: CommandContext) throws -> ExitCode {
    let state = try context.state()
    let old = try compared(try context.path("OLD"), state, [:], nil)
    let new = try compared(
      try context.path("NEW"), state, try context.parameters("--set"), try context.date("--effective-from"))
    guard old.scheme == new.scheme else { throw CommandFailure(.refused, .packsOfTwoSchemes(old.scheme, new.scheme)) }
    let comparison = state.comparison(of: old.policy, with: new.policy, in: new.scheme)
    try context.emit {
      PolicyReports.changes.table(comparison.changes)
    } json: { writer in
      PolicyReports.comparison.write((comparison, old.policy.id, new.policy.id), to: &writer)
    }
    if context.format == .text { context.say(.policiesCompared(comparison)) }
    return .done
  }

  /// The side of a comparison that a name means: the ledger's own adoption of that pack, unless other values are given;
  /// else a shipped pack or a file, as if it were adopted.
  private static func compared(
    _ name: String, _ state: LedgerState, _ parameters: [String: String], _ from: CivilDate?
  ) throws -> (scheme: Identifier, policy: ComparedPolicy) {
    if parameters.isEmpty, from == nil, let id = Identifier(name) {
      for scheme in state.schemes.identifiers
      where state.timeline(of: scheme)?.policies.contains(where: { $0.pack.id == id }) == true {
        return (scheme, .adopted(id))
      }
    }
    let pack = try read(try packText(name), name)
    return (pack.scheme, .assumed(try Policy(pack: pack, parameters: parameters, effectiveFrom: from)))
  }
}
