import Foundation
import Ledger
import Papers
import Subsidy
import Testing
import Values

/// pain.001 against the official schema, which is not ours to ship: `.ci/run` fetches it.
@Suite struct PainSchemaTests {
  /// The path of `pain.001.001.09.xsd`, and xmllint; nil if one is missing, with the reason printed.
  static let tools: (schema: String, xmllint: String)? = {
    guard let schema = ProcessInfo.processInfo.environment["SUBSIDY_PAIN001_XSD"] else {
      print("pain.001 is not checked against its schema: SUBSIDY_PAIN001_XSD does not name one")
      return nil
    }
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    guard let folder = folders.first(where: { FileManager.default.isExecutableFile(atPath: "\($0)/xmllint") }) else {
      print("pain.001 is not checked against its schema: there is no xmllint (Debian: libxml2-utils)")
      return nil
    }
    return (schema, "\(folder)/xmllint")
  }()

  static func lines(_ count: Int) -> [PaymentLine] {
    (0..<count).map { number in
      let payee = BankStory.payees[number % 4]
      let person = Identifier("p\(number)")!
      return PaymentLine(
        item: BatchItem(
          person: person, scheme: "jingdezhen", month: Month("2025-01")!, amount: Fen(50_000 + Int64(number)),
          outcome: .open),
        name: number % 7 == 0 ? nil : payee.name, bank: number % 5 == 0 ? nil : payee.bank,
        account: number % 3 == 0 ? nil : payee.account,
        endToEnd: String(repeating: "0", count: 27) + "\(10_000 + number)",
        remark: "社保补贴 2025-01")
    }
  }

  @Test("the counts and sums of 50,000 lines agree at both levels")
  func sums() throws {
    let lines = PainSchemaTests.lines(50_000)
    let bytes = try Pain001.bytes(
      message: "b1", created: Instant("2025-04-10T02:00:00Z")!, payer: Payer(name: "就业中心"), lines)
    let text = String(decoding: bytes, as: UTF8.self)
    let total = lines.reduce(Fen.zero) { $0 + $1.item.amount }
    #expect(text.matches(of: #/<NbOfTxs>([0-9]+)</#).map { String($0.1) } == ["50000", "50000"])
    #expect(text.matches(of: #/<CtrlSum>([0-9.]+)</#).map { String($0.1) } == [total.description, total.description])
    let amounts = text.matches(of: #/<InstdAmt Ccy="CNY">([0-9.]+)</#).compactMap { Fen(yuan: $0.1) }
    #expect(amounts.count == 50_000)
    #expect(amounts.reduce(.zero, +) == total)
  }

  @Test(
    "pain.001 of 50,000 lines is valid by the official schema",
    .enabled(if: PainSchemaTests.tools != nil, "no schema or no xmllint"))
  func validates() throws {
    let tools = try #require(PainSchemaTests.tools)
    let test = try TestLedger(adopting: [])
    let payers = [Payer(name: "就业中心"), Payer(name: "就业中心 <1>", account: "123456789", bank: "银行 & 公司")]
    for payer in payers {
      let bytes = try Pain001.bytes(
        message: "b1", created: Instant("2025-04-10T02:00:00Z")!, payer: payer, PainSchemaTests.lines(50_000))
      let xmllint = Process()
      xmllint.executableURL = URL(filePath: tools.xmllint)
      xmllint.arguments = ["--noout", "--nonet", "--schema", tools.schema, try test.file(bytes, name: "pain.xml")]
      try xmllint.run()
      xmllint.waitUntilExit()
      #expect(xmllint.terminationStatus == 0)
    }
  }

  @Test("a payer that the standard has no room for is refused, by the option that named it")
  func payerTooLong() throws {
    let wide = String(repeating: "名", count: 141)
    let payers: [(Payer, Refusal)] = [
      (Payer(name: wide), .payerTooWide(field: "payer", width: 140)),
      (
        Payer(name: "x", account: String(repeating: "1", count: 35)), .payerTooWide(field: "payer-account", width: 34)
      ),
      (Payer(name: "x", bank: wide), .payerTooWide(field: "payer-bank", width: 140)),
    ]
    for (payer, refusal) in payers {
      #expect(throws: refusal) {
        try Pain001.bytes(message: "b", created: Instant(seconds: 0), payer: payer, PainSchemaTests.lines(1))
      }
    }
  }

  @Test("a name that the standard has no room for is refused")
  func tooLong() {
    let item = PainSchemaTests.lines(1)[0].item
    let line = PaymentLine(item: item, name: String(repeating: "名", count: 141), bank: nil, account: nil)
    #expect(throws: Refusal.fieldTooWide(person: "p0", field: "name", width: 140)) {
      try Pain001.bytes(message: "b", created: Instant(seconds: 0), payer: Payer(name: "x"), [line])
    }
  }
}
