import Catalogue
import Foundation
import JSONText
import Testing
import Values

@testable import subsidy

/// Golden cases that only the whole program can show.
@Suite struct CaseCommandTests {
  private func done(_ box: Box, _ line: String) throws -> JSONValue {
    // The working days of the year of the run need not be shipped; without them a command says so.
    let year = Instant(seconds: Int64(Date().timeIntervalSince1970)).civilDate.parts.year
    try box.write("calendar", "date,kind,holiday\n\(year)-01-01,off,元旦\n")
    let environment = ["SUBSIDY_LEDGER": box.ledger, "SUBSIDY_CALENDAR": box.path("calendar")]
    let ran = run(line + " --format json", environment: environment)
    #expect(ran.code == .done && ran.messages.isEmpty, "\(line): \(ran.messages)")
    return try JSONValue(Array(ran.output.utf8))
  }

  private func succeed(_ box: Box, _ lines: String...) {
    for line in lines {
      let ran = box.run(line)
      #expect(ran.code == .done && ran.messages.isEmpty, "\(line): \(ran.messages)")
    }
  }

  /// A ledger whose batch b1 orders 2024-10 and 2024-11 for p1 and has been exported.
  private func exported() throws -> Box {
    let box = try Box(adopting: "liuzhou-2022-9")
    try box.write("entries", CommandRunTests.entries.joined(separator: "\n"))
    try box.write("c.csv", "person,amount,paidOn\np1,607.50,2024-11-20\n")
    succeed(
      box, "record @entries --by op-017", "import contributions @c.csv --month 2024-10 --by op-017",
      "import contributions @c.csv --month 2024-11 --by op-017",
      "batch draft b1 --scheme liuzhou --through 2024-11 --by op-021", "batch approve b1 --by op-022",
      "batch export b1 --to @b1.csv --as csv --by op-021")
    return box
  }

  private func newAccount(_ box: Box) throws {
    let entry = CommandRunTests.entries[0].replacing(#""id":"c-1""#, with: #""id":"c-11""#)
      .replacing("6222020000000000000", with: "6222020000000000018")
    try box.write("account", entry)
    succeed(box, "record @account --by op-017")
  }

  @Test("G15 two exports are the same bytes, and a third after an account has changed, which is told")
  func exportTwice() throws {
    let box = try exported()
    succeed(box, "batch export b1 --to @again.csv --as csv --by op-021")
    #expect(try box.read("b1.csv") == box.read("again.csv"))
    try newAccount(box)
    let before = try box.fingerprint()
    let third = box.run("batch export b1 --to @third.csv --as csv --by op-021")
    #expect(third.code == .done && third.messages.contains("changed since the approval: p1"), "\(third.messages)")
    #expect(try box.read("third.csv") == box.read("b1.csv"))
    #expect(try box.fingerprint() == before)
  }

  @Test("G16 a returned line is paid in the next batch with the corrected account, counts once, and the sums agree")
  func returnedLine() throws {
    let box = try exported()
    try box.write("r1.csv", "person,month,status,code\np1,2024-10,paid,\np1,2024-11,returned,AC04\n")
    succeed(box, "batch settle @r1.csv --batch b1 --by op-021")
    try newAccount(box)
    succeed(
      box, "batch draft b2 --scheme liuzhou --through 2024-11 --by op-021", "batch approve b2 --by op-022",
      "batch export b2 --to @b2.csv --as csv --by op-021")
    let file = String(decoding: try box.read("b2.csv"), as: UTF8.self)
    #expect(file.hasSuffix("\nb2,p1,某人,bank,6222020000000000018,liuzhou,2024-11,270.00\n"))
    #expect(file.split(separator: "\n").count == 2)
    try box.write("r2.csv", "person,month,status\np1,2024-11,paid\n")
    succeed(box, "batch settle @r2.csv --batch b2 --by op-021")
    func outcomes(_ batch: String) throws -> [String] {
      (try done(box, "batch show \(batch)")["lines"]?.elements ?? []).map {
        "\($0["month"]?.text ?? "") \($0["outcome"]?.text ?? "") \($0["amountFen"]?.number ?? 0)"
      }
    }
    #expect(try outcomes("b1") == ["2024-10 paid 27000", "2024-11 returned 27000"])
    #expect(try outcomes("b2") == ["2024-11 paid 27000"])
    let claim = try #require(try done(box, "person p1").elements?.first)
    #expect(claim["usedMonths"]?.number == 2)
    #expect(claim["months"]?.elements?.map { $0["paidFen"]?.number } == [27_000, 27_000])
    let totals = try done(box, "audit replay")["totals"]
    #expect(totals?["paidFen"]?.number == 54_000)
    #expect(totals?["payableFen"]?.number == 0)
    #expect(totals?["overpaidFen"]?.number == 0)
  }

  @Test(
    "G4 LZ01 known in June 2022 there was no policy, in December the months are decided anew; the log stays as it was")
  func knownAt() throws {
    let box = try Box()
    func past(_ type: String, _ recorded: String, _ rest: String) -> String {
      #"{"type":"\#(type)","recorded":"\#(recorded)","by":"op-9",\#(rest)}"#
    }
    var lines = [
      past(
        "registered", "2022-05-01T02:00:00Z", #""person":"p1","birth":"1985-05-16","sex":"male","household":"450200""#)
    ]
    for fact in ["difficulty-recognised", "flexible-registered", "annual-verified"] {
      lines.append(
        past(
          "fact-recorded", "2022-05-02T02:00:00Z", #""person":"p1","fact":"\#(fact)","from":"2022-01-01","source":"s""#)
      )
    }
    lines.append(
      past(
        "contributed", "2022-05-03T02:00:00Z",
        #""person":"p1","month":"2022-02","amountFen":60000,"paidOn":"2022-02-20","source":"si""#))
    lines.append(
      past(
        "approved", "2022-05-20T02:00:00Z",
        #""person":"p1","application":"a1","scheme":"liuzhou","policy":"liuzhou-2019-5","from":"2022-01","#
          + #""basis":{"kind":"months","months":36},"first":true"#))
    lines.append(
      past(
        "policy-adopted", "2022-11-02T02:00:00Z",
        #""scheme":"liuzhou","policy":"liuzhou-2022-9","parameters":{}"#))
    try box.write("past", lines.joined(separator: "\n"))
    succeed(box, "init --history-from 2022-01-01T00:00:00Z --by op-001", "record --history @past")
    let log = try box.fingerprint()
    let june = try done(box, "person p1 --known-at 2022-06-30T00:00:00Z").elements?.first?["months"]?.elements?.first
    #expect(june?["entitledFen"]?.number == 0)
    #expect(june?["policy"] == .null)
    #expect(june?["reasons"]?.elements?.map { $0["code"]?.text } == ["no-policy"])
    let december =
      try done(box, "person p1 --known-at 2022-12-31T00:00:00Z").elements?.first?["months"]?.elements?.first
    #expect(december?["entitledFen"]?.number == 27_000)
    #expect(december?["policy"]?.text == "liuzhou-2022-9")
    #expect(try box.fingerprint() == log)
  }
}
