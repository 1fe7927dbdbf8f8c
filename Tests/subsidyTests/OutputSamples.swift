import Catalogue
import Foundation
import Testing

@testable import subsidy

/// A real use of each command that writes a file or folder, `OUT` in the place of its name.
struct OutputSample: Sendable, CustomTestStringConvertible {
  /// The command and the argument that names the place.
  let name: String
  /// The command line.
  let line: String
  /// The spec of the command.
  let spec: CommandSpec
  /// How the name of the output ends besides the argument's value.
  let ending: String
  /// The form of the argument.
  let kind: ValueKind

  var testDescription: String { name }

  /// The ledger of two pasts has what the papers need; a batch is exported from one that was made by two people.
  static let past: [String: String] = [
    "paper roster --to": "paper roster --scheme beijing --month 2022-06 --to OUT",
    "paper notices --to": "paper notices --scheme beijing --month 2022-07 --to OUT",
    "paper funding-plan --to": "paper funding-plan --scheme beijing --month 2022-06 --to OUT",
    "paper new-starters --to": "paper new-starters --scheme beijing --month 2022-05 --to OUT",
    "paper statistics --to": "paper statistics --scheme linyi --from 2021-01 --through 2022-06 --to OUT",
    "paper payout-list --to": "paper payout-list b1 --to OUT",
    "paper print --to": "paper print --scheme beijing --month 2022-06 --to OUT",
    "batch list --to": "batch list --as html --to OUT", "batch show --to": "batch show b1 --as html --to OUT",
    "deadlines --to": "deadlines --on 2022-06-30 --as html --to OUT",
    "today --to": "today --on 2022-06-30 --as html --to OUT",
    "eligible --to": "eligible --scheme beijing --month 2022-06 --as html --to OUT",
    "recovery --to": "recovery --as html --to OUT", "recovery notices --to": "recovery notices --as html --to OUT",
    "recovery ageing --to": "recovery ageing --as html --to OUT", "vault due --to": "vault due --as html --to OUT",
    "report monthly --to": "report monthly 2022-06 --as html --to OUT",
    "report unpaid --to": "report unpaid --as xlsx --to OUT",
    "policy adopt --to": "policy adopt jingdezhen-2024-139 --dry-run --to OUT --by op-1",
    "paper ledger --to": "paper ledger p1 --to OUT", "paper form --to": "paper form a1 --to OUT",
    "paper undertaking --to": "paper undertaking a1 --to OUT", "recovery letter --to": "recovery letter n1 --to OUT",
    "report monthly --html": "report monthly 2022-06 --html OUT", "audit replay --doubts": "audit replay --doubts OUT",
    "audit verify --proof-to": "audit verify --against @kept --proof-to OUT",
    "audit report --to": "audit report --to OUT", "audit checkpoint --to": "audit checkpoint --to OUT",
    "audit prove --to": "audit prove 3 --to OUT", "audit consistency --to": "audit consistency 2 --to OUT",
    "audit package DIR": "audit package OUT --month 2022-02", "key create --to": "key create --name office --to OUT",
    "audit witness DIR": "audit witness OUT --add @kept",
    "audit witness --to": "audit witness @w --add @signed --key @cosigner --to OUT",
    "backup DIR": "backup OUT", "record --skip-refused": "record OUT --skip-refused --by op-1", "demo DIR": "demo OUT",
    "import contributions --skip-unknown": "import contributions OUT --month 2022-02 --skip-unknown --by op-1",
    "import contributions --refused-to":
      "import contributions @strangers.csv --month 2022-02 --refused-to OUT --by op-1",
    "import registrations --refused-to":
      "import registrations @strangers.csv --scheme beijing --refused-to OUT --by op-1",
    "import applications --refused-to":
      "import applications @strangers.csv --scheme beijing --refused-to OUT --by op-1",
    "import facts --skip-unknown": "import facts OUT --scheme beijing --skip-unknown --by op-1",
    "import facts --refused-to": "import facts @strangers.csv --scheme beijing --refused-to OUT --by op-1",
    "import reviews --skip-unknown": "import reviews OUT --scheme beijing --skip-unknown --by op-1",
    "import reviews --refused-to": "import reviews @strangers.csv --scheme beijing --refused-to OUT --by op-1",
    "template contributions --to": "template contributions --scheme beijing --to OUT",
    "template registrations --to": "template registrations --scheme beijing --to OUT",
    "template applications --to": "template applications --scheme beijing --to OUT",
    "template facts --to": "template facts --scheme beijing --to OUT",
    "template reviews --to": "template reviews --scheme beijing --to OUT",
  ]

  /// The input for an output that gets the lines that cannot be taken.
  static let leavingOut: [String: String] = [
    "record --skip-refused": "{}\n",
    "import contributions --skip-unknown": "person,amount,paidOn\nstranger,405.00,2022-02-20\n",
    "import facts --skip-unknown": strangers, "import reviews --skip-unknown": strangers,
  ]

  /// A table with the columns of every kind, of a person who is not registered.
  static let strangers =
    "person,户籍地,amount,paidOn,from,undertaking,fact,factFrom,source,outcome\n"
    + "stranger,110105,405.00,2022-02-20,2022-02,yes,employed,2022-02-01,si,passed\n"

  static let live: [String: String] = [
    "batch export --to": "batch export b1 --to OUT --as csv --by op-1",
    "vault access --to": "vault access --as html --to OUT",
    "vault export-person --to": "vault export-person p1 --to OUT",
  ]

  /// All outputs that the commands declare, by the command and the argument.
  static var declared: [(name: String, spec: CommandSpec, ending: String, kind: ValueKind)] {
    Program.commands.map(\.spec).flatMap { spec in
      spec.kinds.filter { [.output, .newOutput, .outputFolder].contains($0.kind) }.map {
        (name: "\(spec.name) \($0.name)", spec: spec, ending: "", kind: $0.kind)
      }
        + (spec.outputBeside.map { [("\(spec.name) \($0.flag)", spec, $0.ending, ValueKind.output)] } ?? [])
    }
  }

  /// The samples of the declared outputs.
  static var all: [OutputSample] {
    declared.compactMap { name, spec, ending, kind in
      (past[name] ?? live[name]).map { OutputSample(name: name, line: $0, spec: spec, ending: ending, kind: kind) }
    }
  }

  /// The box with the ledger that the command line is run on.
  func box() throws -> Box {
    guard OutputSample.live[name] != nil else {
      let two = try TwoPasts()
      try two.box.write("kept", two.run("audit checkpoint", onEarlier: true).output)
      try two.box.write("strangers.csv", OutputSample.strangers)
      if spec.name == "audit witness" { try OutputSample.prepareWitness(two.box) }
      return two.box
    }
    let box = try FinanceCommandTests.box()
    try FinanceCommandTests.ok(box, "batch approve b1 --by op-2")
    return box
  }

  /// Makes the keys of an office and a witness, a signed checkpoint, and a witness that knows the office's key.
  static func prepareWitness(_ box: Box) throws {
    let key = try FinanceCommandTests.ok(box, "key create --name office --to @office.key").output
    for line in [
      "audit checkpoint --key @office.key --to @signed", "key create --witness --name witness --to @cosigner",
      "audit witness @w --add @signed --vkey \(key.trimmingCharacters(in: .newlines))",
    ] { try FinanceCommandTests.ok(box, line) }
  }

  /// The command line with a place for its output; nil if the output cannot have this name.
  func line(to place: String, replacing: Bool = false) -> String? {
    guard place.hasSuffix(ending) else { return nil }
    let replace = replacing && spec.ownOptions.contains { $0.name == "--replace" } ? " --replace" : ""
    return line.replacing("OUT", with: String(place.dropLast(ending.count))) + replace
  }
}
