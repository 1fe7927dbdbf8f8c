import Ledger
import Sheets
import Subsidy
import Testing
import Values

/// The bureau's list of contributions: in either encoding, by key or by identity number, all of it or nothing.
@Suite struct ContributionTests {
  static let month = Month("2025-01")!

  static func ledger() throws -> TestLedger {
    let test = try TestLedger()
    try test.record(
      Entry.registered("p1", privateData: #"{"idNumber":"\#(idNumber("99020019800505123"))"}"#),
      Entry.registered("p2"))
    return test
  }

  static func run(
    _ test: TestLedger, _ csv: String, _ terms: ContributionTerms = ContributionTerms()
  ) throws -> ContributionOutcome {
    try test.ledger.importContributions(
      test.file(Array(csv.utf8)), month: month, terms: terms, by: "op-1")
  }

  @Test("by key, in UTF-8, with other columns and a byte order mark passed over")
  func byKey() throws {
    let test = try ContributionTests.ledger()
    let outcome = try ContributionTests.run(
      test, "\u{FEFF}姓名,person,amount,paidOn\r\n张三,p1,607.5,2025-01-20\r\n\"李,四\",p2,\"405\",2025-01-21\r\n")
    #expect(outcome.recorded == 2)
    #expect(outcome.total == Fen(101_250))
    #expect(
      try test.events().suffix(2).map(\.body) == [
        .contributed(
          Contributed(
            person: "p1", month: ContributionTests.month, amount: Fen(60_750), paidOn: CivilDate("2025-01-20")!,
            source: "si-bureau")),
        .contributed(
          Contributed(
            person: "p2", month: ContributionTests.month, amount: Fen(40_500), paidOn: CivilDate("2025-01-21")!,
            source: "si-bureau")),
      ])
    #expect(try !test.log.contains("张三"))
    try test.check()
  }

  @Test("by identity number, in GB18030")
  func byIdentityNumber() throws {
    let test = try ContributionTests.ledger()
    // 姓名 and 张三, as GB18030 has them.
    let name: [UInt8] = [0xD0, 0xD5, 0xC3, 0xFB]
    let person: [UInt8] = [0xD5, 0xC5, 0xC8, 0xFD]
    let bytes =
      name + Array(",idNumber,amount,paidOn\n".utf8) + person
      + Array(",\(idNumber("99020019800505123")),607.50,2025-01-20\n".utf8)
    let outcome = try test.ledger.importContributions(test.file(bytes), month: ContributionTests.month, by: "op-1")
    #expect(outcome.recorded == 1)
    #expect(try test.events().last?.body.person == "p1")
    #expect(try !test.log.contains("990200"))
  }

  @Test("the same list again changes nothing; a changed line is recorded alone")
  func unchanged() throws {
    let test = try ContributionTests.ledger()
    let csv = "person,amount,paidOn\np1,607.50,2025-01-20\np2,405.00,2025-01-21\n"
    _ = try ContributionTests.run(test, csv)
    let before = try test.disk()
    let again = try ContributionTests.run(test, csv)
    #expect(again.recorded == 0)
    #expect(again.unchanged == 2)
    #expect(try test.disk() == before)
    let changed = try ContributionTests.run(
      test, "person,amount,paidOn\np1,0,2025-01-20\np2,405,2025-01-21\n", ContributionTerms(replacesWithLess: true))
    #expect(changed.recorded == 1)
    #expect(changed.unchanged == 1)
  }

  @Test("a list that lowers an amount is taken only if the office means it, and says by how much")
  func lowers() throws {
    let test = try ContributionTests.ledger()
    _ = try ContributionTests.run(test, "person,amount,paidOn\np1,405.00,2025-01-20\np2,405.00,2025-01-21\n")
    let before = try test.disk()
    let medical = "person,amount,paidOn\np1,200.00,2025-01-22\np2,500.00,2025-01-22\n"
    #expect(
      try refusal { _ = try ContributionTests.run(test, medical) }
        == .contributionsFall(ContributionTests.month, persons: ["p1"], by: Fen(20_500)))
    let trial = try ContributionTests.run(test, medical, ContributionTerms(isDryRun: true))
    #expect(trial.replaced == 2 && trial.difference == Fen(-11_000))
    #expect(try test.disk() == before)
    let taken = try ContributionTests.run(test, medical, ContributionTerms(replacesWithLess: true))
    #expect(taken.replaced == 2 && taken.recorded == 2 && taken.difference == Fen(-11_000))
    let higher = try ContributionTests.run(test, "person,amount,paidOn\np1,605.00,2025-01-22\n")
    #expect(higher.replaced == 1 && higher.difference == Fen(40_500))
  }

  @Test("strangers of a list are left out into a file of their own, and the rest is taken")
  func strangers() throws {
    let test = try ContributionTests.ledger()
    let terms = ContributionTerms(strangers: .writtenBeside(replacing: false))
    let csv = "person,amount,paidOn\np1,405.00,2025-01-20\np9,405.00,2025-01-21\n"
    let file = try test.file(Array(csv.utf8), name: "list.csv")
    let outcome = try test.ledger.importContributions(file, month: ContributionTests.month, terms: terms, by: "op-1")
    #expect(outcome.recorded == 1 && outcome.total == Fen(40_500))
    #expect(outcome.strangers.map(\.line) == [3])
    let left = String(decoding: try test.bytes(file + SubsidyLedger.strangersEnding), as: UTF8.self)
    #expect(left == "person,amount,paidOn\np9,405.00,2025-01-21\n")
    // Any other fault still stops the whole list.
    #expect(
      try problems { _ = try ContributionTests.run(test, csv + "p2,x,2025-01-21\n", terms) }?.keys.sorted() == [4])
  }

  @Test("every bad line is named by column, and nothing is taken")
  func badLines() throws {
    let test = try ContributionTests.ledger()
    let before = try test.disk()
    let found = try problems {
      _ = try ContributionTests.run(
        test,
        "person,amount,paidOn\np1,1,2025-01-20\np1,2,2025-01-20\np2,1.234,2025-01-20\np2,-1,2025-01-20\np2,,2025-01-20\n"
          + "p2,1,2025-13-2\np9,1,2025-01-20\np.2,1,2025-01-20\np2,1\np2,1,2025-04-11\n")
    }
    #expect(
      found == [
        3: .repeated(person: "p1", month: ContributionTests.month),
        4: .row(.cell(column: "amount", found: "1.234", .tooFine)),
        5: .row(.cell(column: "amount", found: "-1", .negative)),
        6: .column(name: "amount", found: "", expected: .yuan),
        7: .column(name: "paidOn", found: "2025-13-2", expected: .date), 8: .refused(.unknownPerson("p9")),
        9: .column(name: "person", found: "p.2", expected: .personKey), 10: .columnCount(found: 2, expected: 3),
        11: .repeated(person: "p2", month: ContributionTests.month),
      ] || found?[11] == .refused(.inFuture(field: "paidOn", value: "2025-04-11")), "\(String(describing: found))")
    #expect(try test.disk() == before)
  }

  @Test("an identity number that nobody has, or that is none, is not repeated in the message")
  func badIdentityNumbers() throws {
    let test = try ContributionTests.ledger()
    let found = try problems {
      _ = try ContributionTests.run(
        test, "idNumber,amount,paidOn\n\(idNumber("99020019700505123")),1,2025-01-20\n990200197005051230,1,2025-01-20\n"
      )
    }
    #expect(found?[2] == .unknownIdentity)
    #expect(found?[3] == .column(name: "idNumber", found: "##################", expected: .idNumber))
  }

  @Test(
    "a file without a column it must have",
    arguments: [("amount,paidOn", "person"), ("person,paidOn", "amount"), ("idNumber,amount", "paidOn")])
  func missingColumns(_ header: String, _ column: String) throws {
    let test = try ContributionTests.ledger()
    let file = try test.file(Array("\(header)\na,b\n".utf8))
    #expect(throws: LedgerFailure.missingColumn(file: file, column: column)) {
      try test.ledger.importContributions(file, month: ContributionTests.month, by: "op-1")
    }
  }

  @Test("a file with nothing but its header, and one that is no text")
  func noFile() throws {
    let test = try ContributionTests.ledger()
    let empty = try test.file(Array("person,amount,paidOn\n".utf8))
    #expect(throws: LedgerFailure.emptyFile(file: empty)) {
      try test.ledger.importContributions(empty, month: ContributionTests.month, by: "op-1")
    }
    let binary = try test.file([0xFF, 0xFF, 0x00])
    #expect(throws: LedgerFailure.unreadableText(file: binary)) {
      try test.ledger.importContributions(binary, month: ContributionTests.month, by: "op-1")
    }
  }
}
