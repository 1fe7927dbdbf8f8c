import Catalogue
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
  /// The steps before it in the box.
  var before: [String] = []

  var testDescription: String { name }

  /// The samples.
  static let all: [InputSample] = [
    InputSample(name: "record FILE", line: "record IN --by op-1", file: "late"),
    InputSample(name: "record --calendar", line: "record @late --by op-1 --calendar IN", file: "days"),
    InputSample(name: "today --calendar", line: "today --on 2025-03-03 --calendar IN", file: "days"),
    InputSample(name: "deadlines --calendar", line: "deadlines --on 2025-03-03 --calendar IN", file: "days"),
    InputSample(
      name: "import contributions FILE", line: "import contributions IN --month 2025-03 --by op-1", file: "c.csv"),
    InputSample(
      name: "import contributions --profile",
      line: "import contributions @c.csv --month 2025-03 --profile IN --by op-1", file: "columns"),
    InputSample(
      name: "import registrations FILE", line: "import registrations IN --scheme jingdezhen --by op-1",
      file: "registrations.csv"),
    InputSample(
      name: "import registrations --profile",
      line: "import registrations @registrations.csv --scheme jingdezhen --by op-1 --profile IN", file: "columns"),
    InputSample(
      name: "import registrations --calendar",
      line: "import registrations @registrations.csv --scheme jingdezhen --by op-1 --calendar IN", file: "days"),
    InputSample(
      name: "import applications FILE", line: "import applications IN --scheme jingdezhen --by op-1",
      file: "applications.csv"),
    InputSample(
      name: "import applications --profile",
      line: "import applications @applications.csv --scheme jingdezhen --by op-1 --profile IN", file: "columns"),
    InputSample(
      name: "import applications --calendar",
      line: "import applications @applications.csv --scheme jingdezhen --by op-1 --calendar IN", file: "days"),
    InputSample(
      name: "import facts FILE", line: "import facts IN --scheme jingdezhen --by op-1", file: "facts.csv"),
    InputSample(
      name: "import facts --profile", line: "import facts @facts.csv --scheme jingdezhen --by op-1 --profile IN",
      file: "columns"),
    InputSample(
      name: "import facts --calendar", line: "import facts @facts.csv --scheme jingdezhen --by op-1 --calendar IN",
      file: "days"),
    InputSample(
      name: "import reviews FILE", line: "import reviews IN --scheme jingdezhen --by op-1", file: "reviews.csv",
      before: ["record @pending --by op-1"]),
    InputSample(
      name: "import reviews --profile", line: "import reviews @reviews.csv --scheme jingdezhen --by op-1 --profile IN",
      file: "columns",
      before: ["record @pending --by op-1"]),
    InputSample(
      name: "import reviews --calendar",
      line: "import reviews @reviews.csv --scheme jingdezhen --by op-1 --calendar IN", file: "days",
      before: ["record @pending --by op-1"]),
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
    InputSample(name: "audit verify --since", line: "audit verify --since IN", file: "checkpoint"),
    InputSample(name: "key public FILE", line: "key public IN --operator op-1", file: "token.der"),
    InputSample(
      name: "key public --passphrase-file", line: "key public @op-1.pem --operator op-1 --passphrase-file IN",
      file: "passphrase"),
    InputSample(
      name: "key create --passphrase-file", line: "key create --operator op-1 --to @new.pem --passphrase-file IN",
      file: "passphrase"),
    InputSample(
      name: "vault seal --new-passphrase-file", line: "vault seal --passphrase --new-passphrase-file IN",
      file: "passphrase"),
    // The vault is sealed, and its key is not given here.
    InputSample(
      name: "vault rekey --new-passphrase-file", line: "vault rekey --passphrase --new-passphrase-file IN",
      file: "passphrase", code: .refused, before: ["vault seal --key-file @vault.key"]),
    InputSample(name: "fold FILE", line: "fold IN", file: "part"),
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

  /// A public key of Ed25519 as tokens give it: a SubjectPublicKeyInfo in DER.
  ///
  /// > Source: RFC 8410, section 4; RFC 8032, section 7.1, the public key of the first test.
  static let publicKey: [UInt8] =
    [0x30, 0x2A, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x03, 0x21, 0x00]
    + [0xD7, 0x5A, 0x98, 0x01, 0x82, 0xB1, 0x0A, 0xB7, 0xD5, 0x4B, 0xFE, 0xD3, 0xC9, 0x64, 0x07, 0x3A]
    + [0x0E, 0xE1, 0x72, 0xF3, 0xDA, 0xA6, 0x23, 0x25, 0xAF, 0x02, 0x1A, 0x68, 0xF7, 0x07, 0x51, 0x1A]

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
    let log = String(decoding: try box.read(Box.segment), as: UTF8.self).split(separator: "\n")
    try box.write("part", log.filter { !$0.hasPrefix(#"{"commit""#) }.reversed().joined(separator: "\n") + "\n")
    try box.write("c.csv", "person,amount,paidOn\np1,600,2025-03-20\n")
    try box.write("columns", #"{"columns":{"amount":["金额合计","amount"]}}"#)
    for (name, text) in SmallTables.all { try box.write(name, text) }
    try box.write("r.csv", "person,month,status\np1,2025-01,paid\np1,2025-02,paid\n")
    try box.write("pack", box.run("policy show jingdezhen-2024-139 --format json").output)
    try box.write("cases", SmallCases.jingdezhen)
    try box.write(
      "profile",
      #"{"name":"x","encoding":"utf-8","layout":"csv","header":true,"lineEnd":"lf","byBank":false,"columns":[{"field":"account"}]}"#
    )
    try box.write("token.der", InputSample.publicKey)
    try box.write(secret: "passphrase", "correct horse\n")
    let made = [
      "key create --operator op-1 --to @op-1.pem --passphrase-file @passphrase",
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

/// Tables of entries for the tests of commands, on the ledger of ``FinanceCommandTests``.
enum SmallTables {
  /// The tables, by the names of their files.
  static let all = [
    "pending": FinanceCommandTests.entries.prefix(4).joined(separator: "\n").replacing("p1", with: "p3")
      .replacing("a1", with: "a3").replacing("0000018", with: "0000026"),
    "registrations.csv":
      "身份证号,姓名,户籍地\n990200198005051234,张三,景德镇市珠山区\n99020019760812002X,李四,360203\n",
    "applications.csv":
      "身份证号,姓名,户籍地,申请起始月份,是否签订承诺书\n990200198005051234,张三,360203,2025年2月,是\n",
    "facts.csv": "人员标识,事实,起始日期,终止日期,数据来源\np1,已在单位就业,2010-03-05,2010-03-20,社保\n",
    "reviews.csv": "人员标识,申请编号,审核环节,审核结果,不通过原因\np3,a3,,不通过,材料不全\n",
  ]
}
