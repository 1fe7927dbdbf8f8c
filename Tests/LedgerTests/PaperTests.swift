import Foundation
import Ledger
import Merkle
import Papers
import Policy
import Subsidy
import System
import Testing
import Values

/// A ledger with the people of Fixtures/papers, all of them invented.
struct PaperLedger {
  let test: TestLedger
  var ledger: SubsidyLedger { test.ledger }

  init() throws {
    test = try TestLedger(adopting: [])
    _ = try test.ledger.importHistory(PaperLedger.folder.appending(path: "story.jsonl").path)
  }

  /// A paper without the digits at its foot: each test's ledger has keys of its own, and with them another root.
  static func withoutRoot(_ bytes: [UInt8]) -> [UInt8] {
    guard let text = String(validating: bytes, as: UTF8.self) else { return bytes }
    return Array(text.replacing(/校验( [0-9a-f]{4}){5}/, with: "校验 …").utf8)
  }

  static var folder: URL {
    URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Fixtures/papers")
  }

  /// Compares bytes with a reviewed file; `SUBSIDY_WRITE_PAPERS=1` writes it again, for reviewers to read.
  static func compare(_ bytes: [UInt8], _ name: String) throws {
    let bytes = withoutRoot(bytes)
    let file = folder.appending(path: name)
    if ProcessInfo.processInfo.environment["SUBSIDY_WRITE_PAPERS"] != nil { try Data(bytes).write(to: file) }
    let reviewed = Array(try Data(contentsOf: file))
    #expect(bytes == reviewed, "\(name): \(String(decoding: bytes, as: UTF8.self))")
  }
}

/// The tables that the documents ask for, made from a ledger.
@Suite struct PaperTests {
  @Test("BJ53 the roster has the fourteen columns of 附件5 in their order, for those the second review confirmed")
  func roster() throws {
    let made = try PaperLedger()
    let roster = try made.ledger.roster(RosterRequest(scheme: "beijing", month: Month("2024-09")!))
    #expect(
      roster.paper.columns == [
        "序号", "姓名", "性别", "年龄", "身份证号", "户籍类型", "所在街道", "从事灵活就业项目", "批准补贴月数", "递交申请日期",
        "享受补贴起止日期", "联系电话", "人员类型", "备注",
      ])
    #expect(roster.rows == 3 && roster.withoutDetails == 1)
    try PaperLedger.compare(roster.csv, "roster-2024-09.csv")
    try PaperLedger.compare(roster.text, "roster-2024-09.txt")
    let all = try made.ledger.roster(
      RosterRequest(scheme: "beijing", month: Month("2024-11")!, includesAllCurrent: true))
    try PaperLedger.compare(all.csv, "roster-all-2024-11.csv")
    let district = try made.ledger.roster(
      RosterRequest(scheme: "beijing", month: Month("2024-11")!, district: Region("110108")!, includesAllCurrent: true))
    #expect(district.paper.rows.count == 1 && district.paper.heading[0] == "区：北京市海淀区（盖章）")
    #expect(try made.ledger.roster(RosterRequest(scheme: "beijing", month: Month("2024-10")!)).rows == 0)
  }

  @Test("BJ54 a roster is issued once: the same again appends nothing, other content under its number is refused")
  func issuing() throws {
    let made = try PaperLedger()
    let request = RosterRequest(scheme: "beijing", month: Month("2024-09")!)
    let file = "\(made.test.directory)/roster.csv"
    func issue(_ request: RosterRequest, _ file: String?) throws -> IssuedRoster {
      try made.ledger.issueRoster(request, as: { try $0.csv }, to: file.map { OutputFile($0) }, by: "op-041").issued
    }
    let first = try issue(request, file)
    #expect(first.number == "beijing-2024-09" && !first.isRepeated)
    #expect(try made.test.bytes(file) == first.bytes)
    #expect(try made.test.mode(file) == 0o600)
    #expect(SHA256.hash(first.bytes).description == first.sha256)
    guard case .paperIssued(let body)? = try made.test.events().last?.body else {
      Issue.record("the issue is not in the log")
      return
    }
    #expect(
      body
        == PaperIssued(
          scheme: "beijing", paper: "roster", number: "beijing-2024-09", month: Month("2024-09")!,
          sha256: first.sha256, rows: 3))
    let before = try made.test.disk()
    let again = try issue(request, nil)
    #expect(again.isRepeated && again.bytes == first.bytes && again.number == first.number)
    #expect(try made.test.disk() == before)
    var other = request
    other.district = Region("110105")!
    other.number = "beijing-2024-09"
    #expect(
      try refusal { _ = try issue(other, "\(made.test.directory)/other.csv") }
        == .paperDiffers("roster", number: "beijing-2024-09", before: first.sha256))
    #expect(!FileManager.default.fileExists(atPath: "\(made.test.directory)/other.csv"))
    #expect(try FileManager.default.contentsOfDirectory(atPath: made.test.directory).allSatisfy { !$0.hasPrefix(".") })
    other.number = nil
    #expect(try issue(other, nil).number == "beijing-2024-09-110105")
    try made.test.check()
  }

  @Test("BJ54 a roster can be printed again as it was issued, after the ledger has gone on")
  func printedAgain() throws {
    let made = try PaperLedger()
    var request = RosterRequest(scheme: "beijing", month: Month("2024-09")!)
    let issued = try made.ledger.issueRoster(request, as: { try $0.csv }, to: nil, by: "op-041").issued
    let issuedAt = made.test.clock.now
    made.test.clock.now = Instant(seconds: issuedAt.seconds + 60)
    try made.test.record(
      #"{"type":"registered","person":"p01","birth":"1979-08-16","sex":"female","household":"110105","private":{"name":"改名"}}"#
    )
    #expect(
      try refusal { _ = try made.ledger.issueRoster(request, as: { try $0.csv }, to: nil, by: "op-041") }
        == .paperDiffers("roster", number: "beijing-2024-09", before: issued.sha256))
    request.number = issued.number
    #expect(try made.ledger.roster(request, knownAt: issuedAt).csv == issued.bytes)
  }

  @Test("BJ05 BJ06 the plan of funds is what a batch orders, and the city's is the sum of the districts'")
  func fundingPlan() throws {
    let made = try PaperLedger()
    let month = Month("2024-11")!
    let plan = try made.ledger.fundingPlan(of: "beijing", through: month)
    try PaperLedger.compare(plan.csv, "funding-plan-2024-11.csv")
    try PaperLedger.compare(plan.text, "funding-plan-2024-11.txt")
    var persons = 0
    var months = 0
    for (district, name) in [("110105", "北京市朝阳区"), ("110108", "北京市海淀区")] {
      let own = try made.ledger.fundingPlan(of: "beijing", through: month, district: Region(district)!).paper
      #expect(own.rows == plan.paper.rows.filter { $0[0] == name })
      persons += Int(own.total?[1] ?? "") ?? 0
      months += Int(own.total?[2] ?? "") ?? 0
    }
    #expect(plan.paper.total?[1] == "\(persons)" && plan.paper.total?[2] == "\(months)")
    let drafted = try made.ledger.draft("b-11", scheme: "beijing", through: month, by: "op-031").drafted
    // The last two columns are a forecast, which no batch orders.
    #expect(
      plan.paper.total?.dropLast(2) == [
        "合计", "\(drafted.persons)", "\(drafted.items)", "\(drafted.total)", "1", "777.33",
      ])
    let after = try made.ledger.fundingPlan(of: "beijing", through: month).paper
    #expect(after.total?.dropLast(2) == ["合计", "0", "0", "0.00", "2", "1554.66"])
    // A person in receipt in a month to come is expected in it, once for each month behind the last contribution.
    try PaperLedger.compare(
      try made.ledger.fundingPlan(of: "beijing", through: Month("2025-02")!).csv, "funding-plan-2025-02.csv")
  }

  @Test("a month's prints are the forms of the applications that came in it, and the notices first")
  func monthPrints() throws {
    let made = try PaperLedger()
    let month = Month("2024-09")!
    let papers = try made.ledger.papers(of: "beijing", month) { $0 }
    let notices = try made.ledger.notifications(of: "beijing", month).rows
    let story = try String(contentsOf: PaperLedger.folder.appending(path: "story.jsonl"), encoding: .utf8).split(
      separator: "\n")
    let applied = story.count {
      $0.contains(#""type":"applied""#) && $0.contains(#""scheme":"beijing""#) && $0.contains(#""recorded":"2024-09"#)
    }
    #expect(papers.counts == (0, applied, notices) && applied > 1 && notices > 0)
    #expect(papers.sheets.map(\.isWide) == [true] + Array(repeating: false, count: applied))
  }

  @Test("BJ27 the list of new members has those whose confirmed first month it is, by district")
  func starters() throws {
    let made = try PaperLedger()
    let october = try made.ledger.starters(of: "beijing", Month("2024-10")!)
    try PaperLedger.compare(october.csv, "new-starters-2024-10.csv")
    #expect(october.rows == 4)
    // The application asked for September, and the confirmation put it off.
    #expect(try made.ledger.starters(of: "beijing", Month("2024-09")!).rows == 0)
    #expect(try made.ledger.starters(of: "beijing", Month("2024-10")!, district: Region("110108")!).rows == 1)
  }

  @Test("LZ40 LZ41 the personal ledger has everything recorded of a person in order, what was annulled marked as such")
  func personLedger() throws {
    let made = try PaperLedger()
    let paper = try made.ledger.personLedger(of: "p01")
    try PaperLedger.compare(paper.csv, "ledger-p01.csv")
    try PaperLedger.compare(paper.text, "ledger-p01.txt")
    let matters = paper.paper.rows.map { $0[2] }
    for matter in ["人员登记", "申请", "核准", "走访", "就业情况报告", "实际缴费", "发放", "情况登记（已作废）", "作废"] {
      #expect(matters.contains(matter), "\(matter)")
    }
    #expect(paper.paper.rows.map { Int($0[6]) ?? -1 } == paper.paper.rows.map { Int($0[6]) ?? -1 }.sorted())
    #expect(throws: LedgerFailure.unknownPerson("nobody")) { _ = try made.ledger.personLedger(of: "nobody") }
  }

  @Test("LY10 LY19 the statistics of a year have a row for each rule with its clause, and the persons once")
  func statistics() throws {
    let made = try PaperLedger()
    let year = try #require(StatisticPeriod(from: Month("2024-01")!, to: Month("2024-12")!))
    let counts = try made.ledger.statistics(of: "linyi", year, listing: false)
    try PaperLedger.compare(counts.csv, "statistics-linyi-2024.csv")
    try PaperLedger.compare(counts.text, "statistics-linyi-2024.txt")
    let list = try made.ledger.statistics(of: "linyi", year, listing: true)
    try PaperLedger.compare(list.csv, "statistics-linyi-2024-list.csv")
    #expect(Set(list.paper.rows.map { $0[0] }).count == list.paper.rows.count)
    #expect(
      try refusal { _ = try made.ledger.statistics(of: "beijing", year, listing: false) }
        == .paperNotInDocument(scheme: "beijing", .statistics))
  }

  @Test("LG09 P46 without an adopted minimum wage the row says so and counts nobody")
  func statisticsWithoutThreshold() throws {
    let made = try PaperLedger()
    let year = try #require(StatisticPeriod(from: Month("2024-01")!, to: Month("2024-12")!))
    let row = try #require(try made.ledger.statistics(of: "lianyungang", year, listing: false).paper.rows.first)
    #expect(row[0] == "platform-income" && row[2] == "（十五）" && row[3] == "0")
    #expect(row[4].contains("minimumWageFen"))
  }
}

/// The five notifications of 附件4.
@Suite struct NotificationPaperTests {
  /// The rows of a month's notifications of a kind.
  private func rows(
    _ made: PaperLedger, _ month: String, _ kind: NotificationTemplate.Kind? = nil
  ) throws -> [[String]] {
    try made.ledger.notifications(of: "beijing", Month(month)!, kind: kind).paper.rows
  }

  @Test("BJ48 who was approved is told from when and for how long, with the number's last four only, and once")
  func approved() throws {
    let made = try PaperLedger()
    let september = try made.ledger.notifications(of: "beijing", Month("2024-09")!)
    try PaperLedger.compare(september.csv, "notices-2024-09.csv")
    try PaperLedger.compare(september.text, "notices-2024-09.txt")
    #expect(september.paper.columns == ["kind", "person", "phone", "text", "clause"])
    let approved = try rows(made, "2024-09", .approved)
    #expect(approved.map { $0[1] } == ["p01", "p03"], "p02 was told")
    #expect(!String(decoding: try september.csv, as: UTF8.self).contains("110105197908161"))
    try made.test.record(
      #"{"type":"notified","person":"p01","scheme":"beijing","notice":"approved","on":"2025-04-01","channel":"短信","application":"a-1"}"#
    )
    #expect(try rows(made, "2024-09", .approved).map { $0[1] } == ["p03"])
  }

  @Test("BJ49 who was not approved is told why, in words")
  func rejected() throws {
    let rejected = try rows(PaperLedger(), "2024-09", .rejected)
    #expect(rejected.count == 1)
    #expect(rejected.first?[3].contains("因未办理灵活就业登记、区经办机构审核未通过原因") == true)
    for code in FactCode.allCases.flatMap({ [$0.rawValue, "missing-\($0.rawValue)"] })
      + [
        "fraud", "no-policy", "no-contribution", "other-scheme", "household", "retired", "over-limit", "no-undertaking",
      ]
    {
      let words = Text.code(code).zh
      #expect(words != code && words.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) }, "\(code)")
    }
    #expect(Text.code("材料不实").zh == "材料不实")
  }

  @Test("BJ50 a report is due by the last day of each third month, unless one came in the window")
  func reportDue() throws {
    let made = try PaperLedger()
    let december = try made.ledger.notifications(of: "beijing", Month("2024-12")!)
    try PaperLedger.compare(december.csv, "notices-2024-12.csv")
    #expect(try rows(made, "2024-12", .reportDue).map { $0[1] } == ["p02", "p03", "p05"], "p01 reported in November")
    #expect(try rows(made, "2024-11", .reportDue).isEmpty)
    #expect(try rows(made, "2025-03", .reportDue).map { $0[1] } == ["p01", "p02", "p03", "p05"])
  }

  @Test("BJ51 a failed debit is to be made good by the last day of the next month")
  func debitFailed() throws {
    let failed = try rows(PaperLedger(), "2024-12", .debitFailed)
    #expect(failed.map { $0[1] } == ["p02"])
    #expect(failed.first?[3].hasPrefix("请于2025年1月31日前") == true)
  }

  @Test("BJ52 the new standard is told in July, and in no other month")
  func newStandard() throws {
    let made = try PaperLedger()
    try PaperLedger.compare(
      try made.ledger.notifications(of: "beijing", Month("2025-07")!).csv, "notices-2025-07.csv")
    #expect(try rows(made, "2025-07", .newStandard).count == 4)
    #expect(try rows(made, "2025-06", .newStandard).isEmpty && rows(made, "2025-08", .newStandard).isEmpty)
    #expect(
      try refusal { _ = try made.ledger.notifications(of: "liuzhou", Month("2024-12")!) }
        == .paperNotInDocument(scheme: "liuzhou", .notifications))
  }
}

extension PaperOutcome<PaperTable> {
  /// The paper as a spreadsheet's CSV, of an office of which nothing is known.
  fileprivate var csv: [UInt8] { get throws { try bytes(as: .csv, by: OfficeDetails()) } }
  /// The paper as aligned text.
  fileprivate var text: [UInt8] { get throws { try bytes(as: .text, by: OfficeDetails()) } }
}
