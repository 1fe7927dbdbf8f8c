import Foundation
import Ledger
import Papers
import Subsidy
import System
import Testing
import Values

/// The bank's answers, as CSV or as pain.002: each line finds its item, once.
@Suite struct SettleTests {
  static func exported() throws -> (TestLedger, ids: [String]) {
    let test = try BankStory.approved()
    _ = try test.ledger.export(
      "b1", to: "\(test.directory)/p.xml", as: ExportOrder(.pain001(Payer(name: "人社局"))), by: "x")
    let xml = String(decoding: try test.bytes("\(test.directory)/p.xml"), as: UTF8.self)
    return (test, xml.matches(of: #/<EndToEndId>([0-9a-f]{32})</#).map { String($0.1) })
  }

  static func counts(_ outcome: SettlementOutcome) -> [Int] { [outcome.paid, outcome.returned, outcome.open] }

  static func report(_ lines: [String], message: String = "b1", group: String? = "PART") -> [UInt8] {
    let status = group.map { "<GrpSts>\($0)</GrpSts>" } ?? ""
    return Array(
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <!-- the bank's own words -->
      <Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"><CstmrPmtStsRpt>
      <GrpHdr><MsgId>bank-1</MsgId><CreDtTm>2025-04-11T02:00:00Z</CreDtTm></GrpHdr>
      <OrgnlGrpInfAndSts><OrgnlMsgId>\(message)</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId>\(status)
      </OrgnlGrpInfAndSts><OrgnlPmtInfAndSts><OrgnlPmtInfId>\(message)-1</OrgnlPmtInfId>
      \(lines.joined(separator: "\n"))
      </OrgnlPmtInfAndSts></CstmrPmtStsRpt></Document>

      """.utf8)
  }

  static func line(
    _ id: String, _ status: String, reason: String? = nil, reference: String? = nil, amount: String? = nil
  )
    -> String
  {
    let why = reason.map { "<StsRsnInf><Rsn><Cd>\($0)</Cd></Rsn><AddtlInf>x &amp; y</AddtlInf></StsRsnInf>" } ?? ""
    let number = reference.map { "<AcctSvcrRef>\($0)</AcctSvcrRef>" } ?? ""
    let sum = amount.map { "<OrgnlTxRef><Amt><InstdAmt Ccy=\"CNY\">\($0)</InstdAmt></Amt></OrgnlTxRef>" } ?? ""
    return
      "<TxInfAndSts><OrgnlEndToEndId>\(id)</OrgnlEndToEndId><TxSts>\(status)</TxSts>\(why)\(number)\(sum)</TxInfAndSts>"
  }

  @Test("a pain.002 settles line by line; silent lines stay sent; the same file again appends nothing")
  func settlesReport() throws {
    let (test, ids) = try SettleTests.exported()
    #expect(Set(ids).count == 8)
    let file = try test.file(
      SettleTests.report([
        SettleTests.line(ids[0], "ACCP", reference: "R-1", amount: "500.00"),
        SettleTests.line(ids[1], "RJCT", reason: "AC04"), SettleTests.line(ids[2], "ACSC"),
        SettleTests.line(ids[3], "PDNG"), SettleTests.line(ids[4], "RJCT", reason: "AM05"),
      ]))
    let outcome = try test.ledger.settle("b1", results: file, by: "x")
    #expect(SettleTests.counts(outcome) == [2, 2, 4])
    let codes = try test.events().compactMap {
      if case .paymentReturned(let body) = $0.body { body.code } else { nil }
    }
    #expect(codes == ["AC04", "AM05"])
    #expect(try test.events().contains { if case .paid(let body) = $0.body { body.reference == "R-1" } else { false } })
    let before = try test.disk()
    #expect(try test.ledger.settle("b1", results: file, by: "x").known == 4)
    #expect(try test.disk() == before)
    let found = try test.reconciliation(of: "b1")
    #expect(
      [found.answers.all, found.answers[.paid], found.answers[.returned], found.answers[.open]].map(\.items) == [
        8, 2, 2, 4,
      ])
    #expect(found.isBalanced)
    try test.check()
  }

  @Test("another content for the same id is refused; what bounces after paid is taken")
  func contradictions() throws {
    let (test, ids) = try SettleTests.exported()
    func settle(_ lines: String...) throws -> SettlementOutcome {
      try test.ledger.settle("b1", results: test.file(SettleTests.report(lines)), by: "x")
    }
    _ = try settle(
      SettleTests.line(ids[0], "ACCP", reference: "R-1"), SettleTests.line(ids[1], "RJCT", reason: "AC04"))
    let before = try test.disk()
    #expect(
      try refusal { _ = try settle(SettleTests.line(ids[0], "ACCP", reference: "R-2")) }
        == .answerDiffers(person: "p1", month: Month("2025-01")!))
    #expect(
      try refusal { _ = try settle(SettleTests.line(ids[1], "RJCT", reason: "AC01")) }
        == .answerDiffers(person: "p1", month: Month("2025-02")!))
    #expect(
      try refusal { _ = try settle(SettleTests.line(ids[1], "ACCP")) }
        == .settledOtherwise(person: "p1", month: Month("2025-02")!))
    #expect(
      try refusal { _ = try settle(SettleTests.line(ids[2], "ACCP", amount: "499.99")) }
        == .amountDiffers(person: "p2", month: Month("2025-01")!, ordered: Fen(50_000), found: Fen(49_999)))
    #expect(try test.disk() == before)
    #expect(try settle(SettleTests.line(ids[0], "RJCT", reason: "AC04")).returned == 1)
    #expect(try test.month("2025-01").paid == .zero)
    // The payment that bounced, reported once more and spelled otherwise, is no new one.
    for spelling in ["R-1", "r-1", "Ｒ-１", "R -1"] {
      #expect(try settle(SettleTests.line(ids[0], "ACCP", reference: spelling)).known == 1, "\(spelling)")
    }
    #expect(try test.month("2025-01").paid == .zero)
  }

  @Test("unknown ids, another message and unknown statuses are reported, and nothing is appended")
  func unknown() throws {
    let (test, ids) = try SettleTests.exported()
    let before = try test.disk()
    let good = SettleTests.line(ids[0], "ACCP")
    func settle(_ bytes: [UInt8]) throws { _ = try test.ledger.settle("b1", results: test.file(bytes), by: "x") }
    let strange = String(repeating: "0", count: 32)
    #expect(
      try refusal { try settle(SettleTests.report([good, SettleTests.line(strange, "ACCP")])) }
        == .unknownEndToEnd([strange], batch: "b1"))
    #expect(
      try refusal { try settle(SettleTests.report([good], message: "b2")) } == .otherMessage("b2", expected: "b1"))
    #expect(
      try problems { try settle(SettleTests.report([good, SettleTests.line(ids[1], "ABCD")])) }
        == [2: .unknownStatus("ABCD")])
    #expect(
      try problems { try settle(SettleTests.report([good, good])) }
        == [2: .repeated(person: "p1", month: Month("2025-01")!)])
    #expect(try test.disk() == before)
  }

  @Test(
    "a message's status covers the lines it does not name, but an acceptance of the file is no payment",
    arguments: [("RJCT", 0, 8), ("ACSC", 8, 0), ("ACCP", 0, 0), ("PART", 0, 0)])
  func wholeMessage(_ status: String, _ paid: Int, _ returned: Int) throws {
    let (test, _) = try SettleTests.exported()
    let file = try test.file(SettleTests.report([], group: status))
    let outcome = try test.ledger.settle("b1", results: file, by: "x")
    #expect(SettleTests.counts(outcome) == [paid, returned, 8 - paid - returned])
  }

  @Test("CSV may name its lines by end-to-end id in place of person and month")
  func csvByID() throws {
    let (test, ids) = try SettleTests.exported()
    let csv = "endToEnd,status,code\n\(ids[0]),paid,\n\(ids[7]),returned,AC01\n"
    let outcome = try test.ledger.settle("b1", results: test.file(Array(csv.utf8)), by: "x")
    #expect(SettleTests.counts(outcome) == [1, 1, 6])
    #expect(
      try refusal {
        _ = try test.ledger.settle("b1", results: test.file(Array("endToEnd,status\nx,paid\n".utf8)), by: "x")
      } == .unknownEndToEnd(["x"], batch: "b1"))
  }

  @Test("two lines of CSV about one item are refused, by whichever of its names")
  func csvTwice() throws {
    let (test, ids) = try SettleTests.exported()
    let before = try test.disk()
    func problemLines(_ csv: String) throws -> [Int: LineProblem.Problem]? {
      try problems { _ = try test.ledger.settle("b1", results: test.file(Array(csv.utf8)), by: "x") }
    }
    let twice = LineProblem.Problem.repeated(person: "p1", month: Month("2025-01")!)
    let head = "endToEnd,person,month,status,code\n"
    #expect(try problemLines(head + "\(ids[0]),,,paid,\n\(ids[0]),,,returned,AC01\n") == [3: twice])
    #expect(try problemLines(head + "\(ids[0]),,,paid,\n,p1,2025-01,paid,\n") == [3: twice])
    #expect(try problemLines("person,month,status\np1,2025-01,paid\np1,2025-01,paid\n") == [3: twice])
    #expect(try test.disk() == before)
  }

  @Test("the file that told of a payment says nothing new after the payment has bounced; another payment is one")
  func toldAgain() throws {
    let (test, ids) = try SettleTests.exported()
    func settle(_ line: String) throws -> [Int] {
      let csv = "endToEnd,status,code,reference\n\(line)\n"
      return SettleTests.counts(try test.ledger.settle("b1", results: test.file(Array(csv.utf8)), by: "x"))
    }
    #expect(try settle("\(ids[0]),paid,,R-1") == [1, 0, 7])
    #expect(try settle("\(ids[0]),returned,AC04,") == [0, 1, 7])
    let before = try test.disk()
    #expect(try settle("\(ids[0]),paid,,R-1") == [0, 0, 7])
    #expect(try settle("\(ids[0]),returned,AC04,") == [0, 0, 7])
    // Without a reference no one could tell an old payment from a new one.
    #expect(
      try refusal { _ = try settle("\(ids[0]),paid,,") }
        == .settledOtherwise(person: "p1", month: Month("2025-01")!))
    #expect(
      try refusal { _ = try settle("\(ids[0]),returned,AC01,") }
        == .answerDiffers(person: "p1", month: Month("2025-01")!))
    #expect(try test.disk() == before)
    #expect(try settle("\(ids[0]),paid,,R-2") == [1, 0, 7])
  }

  @Test(
    "what is no report is told as such",
    arguments: [
      ("<a></b>", 1, XMLError.Kind.notWellFormed), ("<a>\n<b>\n</a>", 3, .notWellFormed),
      ("<!DOCTYPE a [<!ENTITY x \"y\">]><a/>", 1, .documentType), (String(repeating: "<a>", count: 99), 1, .tooLarge),
      ("<?xml version='1.0' encoding='EBCDIC'?><a/>", 1, .encoding),
    ])
  func brokenXML(_ text: String, _ line: Int, _ kind: XMLError.Kind) throws {
    let (test, _) = try SettleTests.exported()
    let file = try test.file(Array(text.utf8))
    #expect(try problems { _ = try test.ledger.settle("b1", results: file, by: "x") } == [line: .xml(kind)])
  }

  @Test(
    "XML that is no pain.002 is refused by name",
    arguments: [
      ("Document", "Other"), ("pain.002", "pain.001"), ("pain.002.001.10", "pain.002.001.x"), ("urn:iso", "urn:ISO"),
      ("xmlns=", "xmlns:p="), ("OrgnlMsgId>", "MsgId>"), ("OrgnlPmtInfAndSts>", "SplmtryData>"),
      ("OrgnlPmtInfAndSts>", "GrpHdr>"), ("OrgnlEndToEndId>", "Id>"), ("TxSts>", "Sts>"), ("<TxSts>ACCP", "<TxSts> "),
    ])
  func otherXML(_ old: String, _ new: String) throws {
    let (test, ids) = try SettleTests.exported()
    let report = String(decoding: SettleTests.report([SettleTests.line(ids[0], "ACCP")]), as: UTF8.self)
    let file = try test.file(Array(report.replacing(old, with: new).utf8))
    #expect(throws: LedgerFailure.notStatusReport(file: file)) {
      try test.ledger.settle("b1", results: file, by: "x")
    }
  }

  @Test("elements of another namespace say nothing; a prefix is as good as none")
  func namespaces() throws {
    let (test, ids) = try SettleTests.exported()
    var text = String(decoding: SettleTests.report([SettleTests.line(ids[0], "ACCP")]), as: UTF8.self)
    text = text.replacing("<TxSts>", with: "<x:TxSts xmlns:x=\"urn:other\">RJCT</x:TxSts><TxSts>")
    text = text.replacing(#/<(/?)(\w+)([ >])/#) { "<\($0.1)p:\($0.2)\($0.3)" }.replacing("xmlns=", with: "xmlns:p=")
    #expect(text.contains("<p:TxSts>ACCP</p:TxSts>"))
    let outcome = try test.ledger.settle("b1", results: test.file(Array(text.utf8)), by: "x")
    #expect(SettleTests.counts(outcome) == [1, 0, 7])
  }

  @Test(
    "what stands twice and may stand once is refused, and never chosen from",
    arguments: [
      ("<TxSts>ACCP</TxSts>", "TxSts", 1), ("<TxSts>RJCT</TxSts>", "TxSts", 1),
      ("<OrgnlEndToEndId>x</OrgnlEndToEndId>", "OrgnlEndToEndId", 1),
      ("<AcctSvcrRef>R-2</AcctSvcrRef>", "AcctSvcrRef", 1),
      ("<OrgnlTxRef><Amt><InstdAmt>1</InstdAmt><InstdAmt>2</InstdAmt></Amt></OrgnlTxRef>", "InstdAmt", 1),
      ("</TxInfAndSts></OrgnlPmtInfAndSts><OrgnlPmtInfAndSts><TxInfAndSts>", "OrgnlPmtInfAndSts", 0),
    ])
  func twice(_ more: String, _ name: String, _ number: Int) throws {
    let (test, ids) = try SettleTests.exported()
    let before = try test.disk()
    let line = SettleTests.line(ids[0], "ACCP", reference: "R-1").replacing(
      "</TxInfAndSts>", with: more + "</TxInfAndSts>")
    let file = try test.file(SettleTests.report([line]))
    #expect(
      try problems { _ = try test.ledger.settle("b1", results: file, by: "x") } == [number: .repeatedElement(name)])
    #expect(try test.disk() == before)
  }

  @Test("an amount that is none is refused")
  func amount() throws {
    let (test, ids) = try SettleTests.exported()
    let file = try test.file(SettleTests.report([SettleTests.line(ids[0], "ACCP", amount: "5e2")]))
    #expect(
      try problems { _ = try test.ledger.settle("b1", results: file, by: "x") }
        == [1: .column(name: "InstdAmt", found: "5e2", expected: .yuan)])
  }

  static func payment(_ group: String, _ payment: String) -> [UInt8] {
    let text = String(decoding: SettleTests.report([], group: group), as: UTF8.self)
    let status = "<PmtInfSts>\(payment)</PmtInfSts><StsRsnInf><Rsn><Prtry>NARR</Prtry></Rsn></StsRsnInf>"
    return Array(text.replacing("-1</OrgnlPmtInfId>", with: "-1</OrgnlPmtInfId>\(status)").utf8)
  }

  @Test(
    "the payment's status is more exact than the message's",
    arguments: [("ACCP", "RJCT", 0, 8), ("PART", "CANC", 0, 8), ("ACTC", "ACSC", 8, 0), ("ACSC", "ACCP", 0, 0)])
  func paymentLevel(_ group: String, _ status: String, _ paid: Int, _ returned: Int) throws {
    let (test, _) = try SettleTests.exported()
    let file = try test.file(SettleTests.payment(group, status))
    let outcome = try test.ledger.settle("b1", results: file, by: "x")
    #expect(SettleTests.counts(outcome) == [paid, returned, 8 - paid - returned])
  }

  @Test("levels that contradict each other are refused")
  func contradictingLevels() throws {
    let (test, ids) = try SettleTests.exported()
    func said(_ bytes: [UInt8]) throws -> [Int: LineProblem.Problem]? {
      let file = try test.file(bytes)
      return try problems { _ = try test.ledger.settle("b1", results: file, by: "x") }
    }
    #expect(try said(SettleTests.payment("ACSC", "RJCT")) == [0: .statusesDiffer("ACSC", "RJCT")])
    #expect(try said(SettleTests.payment("RJCT", "ACCC")) == [0: .statusesDiffer("RJCT", "ACCC")])
    let line = SettleTests.line(ids[0], "ACSC")
    #expect(try said(SettleTests.report([line], group: "RJCT")) == [1: .statusesDiffer("RJCT", "ACSC")])
  }
}
