import Catalogue
import Demo
import DemoData
import EventLog
import Foundation
import JSONText
import Ledger
import Merkle
import Papers
import Policy
import ReadModel
import Subsidy
import System
import Testing
import Values

@testable import subsidy

/// The demonstration, run once in each language; its text is compared with its ledger.
@Suite struct DemoTests {
  private struct Run {
    let folder: String
    let ran: Ran
    var ledger: SubsidyLedger { SubsidyLedger("\(folder)/ledger") }

    init(_ language: String) {
      folder = NSTemporaryDirectory() + "demo-test-\(UUID().uuidString)"
      // An empty folder is as good as none.
      if language == "zh" { try? Files.makeDirectories("\(folder)/ledger") }
      ran = run("demo \(folder)/ledger --lang \(language)")
    }
  }

  // Each is made once; the folders are small and stay, so that a failure can be examined.
  private static let english = Run("en")
  private static let chinese = Run("zh")
  private static let state = Result { try english.ledger.state() }

  private func claim(_ person: Identifier, _ scheme: Identifier) throws -> ClaimEntitlement {
    try #require(try DemoTests.state.get().entitlement(of: person, in: scheme))
  }

  private func reasons(_ person: Identifier, _ scheme: Identifier, _ month: String) throws -> [Reason] {
    let state = try DemoTests.state.get()
    let claim = try claim(person, scheme)
    let cell = try #require(claim.months.first { $0.month == Month(month) })
    return cell.reasons(in: try #require(state.timeline(of: scheme)), term: claim.term)
  }

  @Test func tellsItselfInBothLanguages() {
    for demo in [DemoTests.english, DemoTests.chinese] {
      #expect(demo.ran.code == .done, "\(demo.ran.messages)")
      #expect(demo.ran.messages.isEmpty)
      let lines = demo.ran.output.split(separator: "\n", omittingEmptySubsequences: false)
      #expect(lines.count <= 90)
      // A line with a path is as long as the path.
      for line in lines where !line.contains(demo.folder) {
        #expect(line.cells <= 100, "\(line.cells): \(line)")
        #expect(line.last != " ", "\(line)")
      }
    }
  }

  @Test func theLedgerIsWholeAndTheReadModelFollows() throws {
    let ledger = DemoTests.english.ledger
    let report = ledger.verify()
    #expect(report.outcome == .whole)
    #expect(DemoTests.english.ran.output.contains(report.root.description))
    #expect(try ledger.projectionStatus().isCurrent)
    let check = try ledger.checkProjections()
    for projection in check.checks { #expect(projection.isEqual, "\(projection.name): \(projection.differences)") }
  }

  /// Only what the vault's random key goes into differs, and the name of the file that a history came from.
  @Test func everyRunHasTheSameEvents() throws {
    let logs = try [DemoTests.english, DemoTests.chinese].map { demo in
      let path = "\(demo.folder)/ledger/log/00000000000000000000.jsonl"
      return try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
        .filter { !$0.hasPrefix("{\"commit\"") && !$0.contains("\"history-imported\"") }
        .map { $0.replacing(/"vault":"[^"]*"/, with: "") }
    }
    #expect(logs[0].count == 2_771)
    #expect(logs[0] == logs[1])
  }

  @Test func sumsAgree() throws {
    let state = try DemoTests.state.get()
    var totals = AuditTotals()
    for number in state.people.indices { state.entitlements(ofPersonAt: number).forEach { totals.add($0) } }
    #expect(state.people.count == 120)
    #expect(totals.payable == .zero)
    #expect(totals.repaid == Fen(293_000))
    #expect(totals.recovery.demanded == Fen(320_000))
    #expect(totals.recovery.outstanding == Fen(27_000))
    #expect(totals.recovery.undemanded == .zero)
    #expect(totals.paid - totals.repaid - totals.entitled == Fen(27_000))
  }

  @Test func lateEmployerIsRecovered() throws {
    let claim = try claim("jd-001", "jingdezhen")
    let month = try #require(claim.months.last)
    #expect(month.paid == Fen(50_000) && month.repaid == Fen(50_000) && month.entitled == .zero)
    #expect(try reasons("jd-001", "jingdezhen", "2025-11") == [Reason(.excluded(.employed), clause: "六.5")])
    #expect(try reasons("jd-001", "jingdezhen", "2025-08") == [Reason(.excluded(.training), clause: "六.2")])
    #expect(DemoTests.english.ran.output.contains("承诺书3"))
  }

  @Test func fraudLosesEverything() throws {
    let claim = try claim("lz-003", "liuzhou")
    #expect(claim.months.count == 9)
    for month in claim.months { #expect(month.paid == Fen(27_000) && month.held == .zero && month.entitled == .zero) }
    #expect(claim.recovery.repaid == Fen(243_000) && claim.recovery.outstanding == .zero)
  }

  @Test func carelessPaymentIsFoundAsKnown() throws {
    let findings = try DemoTests.english.ledger.auditReplay().findings
    let careless = try #require(findings.first { $0.person == "lz-004" })
    #expect(careless.code == .paidDespite(.excluded(.businessOwner)))
    #expect(careless.wasKnownWhenPaid == true && careless.responsible == ["op-020"])
    #expect(careless.amount == Fen(27_000) && careless.clause == "三（二）2")
    #expect(findings.contains { $0.code == .batch(.approvedByDrafter) && $0.responsible == ["op-020"] })
    #expect(findings.count == 2)
  }

  @Test func returnedPaymentArrivesInASecondBatch() throws {
    let state = try DemoTests.state.get()
    #expect(state.items(ofBatch: "lz-2025-11").filter { $0.outcome == .returned }.map(\.person) == ["lz-005"])
    #expect(state.items(ofBatch: "lz-2025-11-b").map(\.outcome) == [.paid])
    #expect(try claim("lz-005", "liuzhou").months.last?.paid == Fen(27_000))
    for number in state.batches.indices where state.batches[number].export != nil {
      #expect(state.batches[number].drafter != state.batches[number].approver)
    }
  }

  @Test func termsOfAllKindsOccur() throws {
    #expect(try claim("yg-001", "lianyungang").basis == .months(48))
    #expect(try claim("yg-001", "lianyungang").usedMonths == 37)
    #expect(try reasons("lz-001", "liuzhou", "2025-11") == [Reason(.overLimit, clause: "一（二）")])
    #expect(try claim("lz-002", "liuzhou").basis == .until(try #require(Month("2025-10"))))
    #expect(try reasons("lz-002", "liuzhou", "2025-11") == [Reason(.retired, clause: "三（二）4")])
    #expect(try claim("lz-006", "liuzhou").basis == .until(try #require(Month("2029-11"))))
    let prior = try claim("ly-002", "linyi")
    #expect(prior.usedMonths == 36 && prior.remainingMonths == 0 && prior.months.last?.paid != .zero)
    #expect(try claim("ly-001", "linyi").basis == .months(24))
    #expect(try claim("lz-008", "liuzhou").months.last?.paid == Fen(25_350))
  }

  @Test func applicationsMeetTheirClauses() throws {
    let output = DemoTests.english.ran.output
    let state = try DemoTests.state.get()
    let rejected = try #require(state.person("jd-024")?.claims.first)
    #expect(rejected.applications.map(\.outcome) == [.rejected] && rejected.approvals.isEmpty)
    #expect(output.contains("六.3") && output.contains("五（一）") && output.contains("附件"))
    let beijing = try #require(state.person("bj-024")?.claims.first)
    let passed = try #require(beijing.applications.first).passed
    #expect(passed.map(\.stage) == ["street", "district-1", "district-2"])
    #expect(passed[1].by != passed[2].by && passed[1].key != passed[2].key)
    #expect(beijing.approvals.map(\.date) == [CivilDate("2025-12-09")])
    #expect(output.contains("2025-12-08 (三.2)") && output.contains("(三.3)"))
  }

  @Test func annulledMistakeCountsNothing() throws {
    #expect(try reasons("lz-007", "liuzhou", "2025-11").isEmpty)
    #expect(try claim("lz-007", "liuzhou").months.last?.paid == Fen(27_000))
  }

  /// The registrations of the sample data, those of the past and those of the story.
  static func registrations() throws -> [JSONValue] {
    let past = try DemoData.Past.allCases.flatMap(\.lines).split(separator: UInt8(ascii: "\n")).map {
      try JSONValue(Array($0))
    }
    let entries = past + DemoStory().entries.filter { $0.step == "apply" }.map(\.entry)
    return entries.filter { $0["type"]?.text == "registered" }
  }

  @Test func theLogHoldsNothingPrivate() throws {
    let folder = DemoTests.english.folder
    let log = try String(contentsOfFile: "\(folder)/ledger/log/00000000000000000000.jsonl", encoding: .utf8)
    for person in try DemoTests.registrations() {
      for field in ["name", "idNumber", "account", "phone"] {
        #expect(!log.contains(try #require(person["private"]?[field]?.text)), "\(field)")
      }
    }
    for file in try FileManager.default.contentsOfDirectory(atPath: "\(folder)/ledger-files") {
      let mode = try FileManager.default.attributesOfItem(atPath: "\(folder)/ledger-files/\(file)")[.posixPermissions]
      #expect(mode as? Int == 0o600, "\(file)")
    }
  }

  @Test func aFolderWithALedgerIsRefused() throws {
    let folder = DemoTests.english.folder
    let size = DemoTests.english.ledger.verify().size
    let again = run("demo \(folder)/ledger")
    #expect(again.code == .refused && again.output.isEmpty)
    #expect(again.messages.split(separator: "\n").count == 1)
    // A file is no folder.
    #expect(run("demo \(folder)/ledger/HEAD").code == .refused)
    #expect(DemoTests.english.ledger.verify().size == size)
  }

  @Test func sampleDataHoldTogether() throws {
    let people = try DemoTests.registrations()
    func texts(_ field: String) throws -> [String] { try people.map { try #require($0["private"]?[field]?.text) } }
    #expect(people.count == 120 && Set(people.compactMap { $0["person"]?.text }).count == 120)
    #expect(Set(try texts("idNumber")).count == 120)
    for (person, account) in zip(people, try texts("account")) {
      let (number, household) = (person["private"]?["idNumber"]?.text, person["household"]?.text)
      #expect(number?.hasPrefix(household ?? "-") ?? false)
      #expect(account.utf8.count == 19 && isLuhn(account), "\(person["person"]?.text ?? "")")
    }
  }

  /// > Source: ISO/IEC 7812-1 annex B.
  private func isLuhn(_ number: String) -> Bool {
    let digits = number.utf8.reversed().map { Int($0) - 48 }
    let sum = digits.enumerated().reduce(0) { sum, digit in
      let value = digit.offset.isMultiple(of: 2) ? digit.element : digit.element * 2
      return sum + (value > 9 ? value - 9 : value)
    }
    return sum.isMultiple(of: 10)
  }

  @Test func linesBreakWhereTheyMay() {
    #expect("one two three".wrapped(to: 7) == ["one two", "three"])
    #expect("一二三（四），五".wrapped(to: 8) == ["一二三", "（四），", "五"])
    #expect("".wrapped(to: 8) == [""])
    #expect("abcdefghij k".wrapped(to: 4) == ["abcdefghij", "k"])
  }
}
