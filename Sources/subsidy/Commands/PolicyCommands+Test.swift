import Catalogue
import JSONText
import Ledger
import Papers
import Policy
import Reports
import Subsidy
import Values

extension PolicyCommands {
  /// The specification of `policy test`.
  static var testSpec: CommandSpec {
    CommandSpec(
      path: ["policy", "test"], audience: .everyday,
      positionals: [
        Positional(name: "ID-OR-FILE", kind: .path),
        Positional(name: "CASES.jsonl", kind: .path),
      ],
      options: [Option(name: "--set", valueName: "K=V", kind: .setting, repeats: true)],
      usesLedger: false,
      printsData: true,
      example: "policy test our-pack.json our-cases.jsonl --set rate=2/3",
      exits: [.done, .found]
    )
  }

  /// Runs `policy test`.
  static func test(_ context: CommandContext) throws -> ExitCode {
    let name = try context.path("ID-OR-FILE")
    let text = try packText(name)
    _ = try read(text, name, checkingBounds: true)
    let rows = try tried(
      try JSONValue(text), on: try context.path("CASES.jsonl"), try context.parameters("--set"))
    try context.emit(CaseReports.tried, rows)
    let wrong = rows.count { !$0.isRight }
    if context.format == .text { context.say(.casesTried(rows.count, wrong: wrong)) }
    return wrong == 0 ? .done : .found
  }

  /// Tries a pack on every case of a file.
  ///
  /// - Throws: ``LedgerFailure/lines(_:)`` with each line that is no case, or cannot be tried.
  private static func tried(
    _ document: JSONValue, on file: String, _ parameters: [String: String]
  ) throws -> [CaseReports.Row] {
    var bytes = try Input.read(file, atMost: InputLimit.document)
    if bytes.last == UInt8(ascii: "\n") { bytes.removeLast() }
    var rows: [CaseReports.Row] = []
    var problems: [LineProblem] = []
    for (place, line) in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated() {
      func note(_ problem: LineProblem.Problem) {
        problems.append(LineProblem(file: file, line: place + 1, problem: problem))
      }
      do throws(PolicyCase.Fault) {
        let policyCase = try PolicyCase(Array(line))
        rows.append(
          CaseReports.Row(line: place + 1, policyCase, try policyCase.differences(under: document, parameters)))
      } catch {
        switch error {
        case .form(let error): note(line.isEmpty ? .empty : .form(error))
        case .beyondBounds(let problem): note(.refused(.beyondBounds(problem)))
        case .policy(let error): note(.policy(error))
        }
      }
    }
    if !problems.isEmpty { throw LedgerFailure.lines(problems) }
    return rows
  }
}
