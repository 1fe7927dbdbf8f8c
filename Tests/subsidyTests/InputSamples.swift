import Testing

@testable import subsidy

/// A real use of each argument that names an input, `IN` in the place of its name.
struct InputSample: Sendable, CustomTestStringConvertible {
  /// The command and the argument.
  let name: String
  /// The command line.
  let line: String
  /// The file of the box that is the input.
  let file: String
  /// How the command ends with it.
  var code = ExitCode.done
  /// What comes before it in the box.
  var before: [String] = []

  var testDescription: String { name }

  /// The samples.
  static let all: [InputSample] = [
    InputSample(name: "record FILE", line: "record IN --by op-1", file: "late"),
    InputSample(name: "record --calendar", line: "record @late --by op-1 --calendar IN", file: "days"),
    InputSample(name: "deadlines --calendar", line: "deadlines --on 2025-03-03 --calendar IN", file: "days"),
    InputSample(
      name: "import contributions FILE.csv", line: "import contributions IN --month 2025-03 --by op-1", file: "c.csv"),
    InputSample(name: "policy show ID-OR-FILE", line: "policy show IN", file: "pack"),
    InputSample(name: "policy validate FILE", line: "policy validate IN", file: "pack"),
    InputSample(name: "policy show --document", line: "policy show liuzhou-2022-9 --document IN", file: "document"),
    InputSample(name: "policy validate --document", line: "policy validate @pack --document IN", file: "document"),
    InputSample(name: "policy adopt ID-OR-FILE", line: "policy adopt IN --by op-1", file: "pack"),
    InputSample(name: "policy test ID-OR-FILE", line: "policy test IN @cases", file: "pack"),
    InputSample(name: "policy test CASES.jsonl", line: "policy test @pack IN", file: "cases"),
    InputSample(name: "consent --pack", line: "consent Q1 --pack IN --by op-4", file: "pack", code: .refused),
    InputSample(name: "policy compare OLD", line: "policy compare IN jingdezhen-2024-139", file: "pack"),
    InputSample(name: "policy compare NEW", line: "policy compare jingdezhen-2024-139 IN", file: "pack"),
    InputSample(name: "person --as-if-policy", line: "person p1 --as-if-policy IN", file: "pack"),
    InputSample(
      name: "batch export --profile", line: "batch export b1 --as profile --profile IN --to @out --by op-1",
      file: "profile", before: ["batch approve b1 --by op-2"]),
    InputSample(
      name: "batch settle RESULT.csv", line: "batch settle IN --batch b1 --by op-1", file: "r.csv",
      before: ["batch approve b1 --by op-2", "batch export b1 --as csv --to @out --by op-1"]),
    InputSample(
      name: "batch settle --sent", line: "batch settle @r.csv --batch b1 --sent IN --by op-1", file: "sent",
      before: ["batch approve b1 --by op-2", "batch export b1 --as csv --to @sent --by op-1"]),
    InputSample(
      name: "batch check-file FILE", line: "batch check-file IN --batch b1", file: "r.csv", code: .found),
    InputSample(
      name: "paper undertaking --district-text", line: "paper undertaking a1 --district-text IN", file: "late",
      code: .refused),
    InputSample(name: "audit verify --against", line: "audit verify --against IN", file: "checkpoint"),
    InputSample(name: "audit check-proof FILE", line: "audit check-proof IN", file: "proof"),
    InputSample(name: "audit check-proof --old", line: "audit check-proof @growth --old IN", file: "checkpoint"),
    InputSample(
      name: "audit witness --add", line: "audit witness @kept --add IN", file: "checkpoint"),
    InputSample(
      name: "audit witness --key", line: "audit witness @kept --add @checkpoint --key IN", file: "cosigner",
      code: .refused),
    InputSample(name: "audit checkpoint --key", line: "audit checkpoint --key IN", file: "key"),
    InputSample(name: "audit prove --key", line: "audit prove 3 --key IN", file: "key"),
    InputSample(name: "audit consistency --key", line: "audit consistency 3 --key IN", file: "key"),
    InputSample(
      name: "audit package --key", line: "audit package @out --month 2025-01 --key IN", file: "key"),
    InputSample(name: "backup --key", line: "backup @copy --key IN", file: "key"),
    InputSample(
      name: "restore --against", line: "restore @copy --ledger @again --against IN", file: "checkpoint",
      before: ["backup @copy"]),
  ]

  /// All inputs that the commands declare, by the command and the argument.
  static var declared: [String] {
    Program.commands.map(\.spec).flatMap { spec in
      spec.kinds.filter { $0.kind == .path }.map { "\(spec.name) \($0.name)" }
    }
  }

  /// A box with a ledger and all the files.
  func box() throws -> Box {
    let box = try FinanceCommandTests.box()
    try box.write(
      "late", #"{"type":"fact-recorded","person":"p1","fact":"employed","from":"2025-03-05","source":"si"}"#)
    try box.write("days", "date,kind,holiday\n2025-03-04,off,x\n")
    try box.write("document", "一、补贴标准\n（一）每月500元。\n")
    try box.write("c.csv", "person,amount,paidOn\np1,600,2025-03-20\n")
    try box.write("r.csv", "person,month,status\np1,2025-01,paid\np1,2025-02,paid\n")
    try box.write("pack", box.run("policy show jingdezhen-2024-139 --format json").output)
    try box.write("cases", SmallCases.jingdezhen)
    try box.write(
      "profile",
      #"{"name":"x","encoding":"utf-8","layout":"csv","header":true,"lineEnd":"lf","byBank":false,"columns":[{"field":"account"}]}"#
    )
    let made = [
      "audit checkpoint --to @checkpoint", "audit prove 3 --to @proof", "key create --name o --to @key",
      "key create --witness --name w --to @cosigner",
      "record @note --by op-1", "audit consistency \(Box.size(of: box)) --to @growth",
    ]
    try box.write("note", #"{"type":"visited","person":"p1","on":"2025-01-10","finding":"at home"}"#)
    for line in made + before { try FinanceCommandTests.ok(box, line) }
    return box
  }
}

/// Files of cases for the tests of commands.
enum SmallCases {
  /// A case that the shipped pack of Jingdezhen gets right.
  static let jingdezhen =
    #"{"case":"未核定 not approved","shows":"五（四）","entries":[{"type":"contributed","month":"2025-01","amountFen":60000}],"#
    + #""expect":{"months":{"2025-01":["no-approval","missing-difficulty-recognised","missing-flexible-registered","#
    + #""household"]}}}"# + "\n"
}
