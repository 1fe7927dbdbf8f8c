import Foundation
import Ledger
import Policy
import Subsidy
import Testing
import Values

/// Deadlines and sweeps of a ledger on disk.
@Suite struct SweepLedgerTests {
  /// Beijing and Jingdezhen with approvals in 2024 of persons whose time has run out.
  private func box() throws -> TestLedger {
    let box = try TestLedger(adopting: [])
    try box.history(
      Entry.past(adopted("jingdezhen", "jingdezhen-2024-139", "{}"), "2024-12-06T01:00:00Z"),
      Entry.past(adopted("beijing", "beijing-2019-1", #"{"amountFen":"77733"}"#), "2024-12-06T01:00:00Z"),
      Entry.past(Entry.registered("p2", birth: "1964-12-20"), "2024-12-06T02:00:00Z"),
      Entry.past(Entry.registered("p1"), "2024-12-06T02:00:01Z"),
      Entry.past(approved("p2", "jingdezhen"), "2024-12-06T02:00:02Z"),
      Entry.past(approved("p1", "beijing"), "2024-12-06T02:00:03Z"),
      Entry.past(Entry.contributed("2024-12", 60_000, "p2"), "2024-12-31T02:00:00Z"))
    _ = try box.ledger.rebuildProjections()
    return box
  }

  private func adopted(_ scheme: String, _ pack: String, _ parameters: String) -> String {
    #"{"type":"policy-adopted","scheme":"\#(scheme)","policy":"\#(pack)","parameters":\#(parameters)}"#
  }

  private func approved(_ person: String, _ scheme: String) -> String {
    #"{"type":"approved","person":"\#(person)","application":"a1","scheme":"\#(scheme)","policy":"x","from":"2024-12","basis":{"kind":"months","months":36},"first":true}"#
  }

  static let day = CivilDate("2025-04-10")!

  @Test("a sweep is one commit, the read model follows, and a second one leaves log and HEAD byte for byte")
  func sweeps() throws {
    let box = try box()
    let (commits, events) = (try box.commits, try box.events().count)
    let items = try box.ledger.sweep(on: SweepLedgerTests.day, by: "op-7")
    #expect(items.map(\.person) == ["p1", "p2"])
    #expect(items.map(\.cause) == [.reportMissed, .retired])
    #expect(try box.commits == commits + 1)
    let added = try box.events().dropFirst(events)
    #expect(added.map(\.body) == items.map(\.body) && added.allSatisfy { $0.by == "op-7" })
    try box.check()
    let disk = try box.disk()
    for day in [SweepLedgerTests.day, CivilDate("2025-04-09")!] {
      #expect(try box.ledger.sweep(on: day, by: "op-7").isEmpty)
      #expect(try box.disk() == disk)
    }
  }

  @Test("a preview finds the same and leaves log and HEAD byte for byte, for days ahead too")
  func previews() throws {
    let box = try box()
    let disk = try box.disk()
    let found = try box.ledger.sweepPreview(on: SweepLedgerTests.day)
    #expect(try box.ledger.sweepPreview(on: SweepLedgerTests.day, scheme: "beijing") == [found[0]])
    #expect(try box.ledger.sweepPreview(on: CivilDate("2031-01-01")!).count == 2)
    #expect(try box.disk() == disk)
    #expect(try box.ledger.sweep(on: SweepLedgerTests.day, by: "op-7") == found)
  }

  @Test("a day that has not come is refused")
  func future() throws {
    let box = try box()
    let disk = try box.disk()
    let refused = try refusal { _ = try box.ledger.sweep(on: CivilDate("2025-04-11")!, by: "op-7") }
    #expect(refused == .inFuture(field: "--on", value: "2025-04-11"))
    #expect(try box.disk() == disk)
  }

  @Test("an annulled suspension or end comes again while its cause holds")
  func annulled() throws {
    let box = try box()
    let items = try box.ledger.sweep(on: SweepLedgerTests.day, by: "op-7")
    try box.record(Entry.annulled("\(try #require(box.events().last).sequence)"))
    #expect(try box.ledger.sweep(on: SweepLedgerTests.day, by: "op-7") == [items[1]])
  }

  @Test("what is due on a day that is over is what was known at its end")
  func deadlinesOfThePast() throws {
    let box = try box()
    let rows = try box.ledger.deadlines(scheme: "jingdezhen").value.rows
    #expect(rows.isEmpty)
    try box.record(Entry.fact("difficulty-recognised", "p2"), Entry.fact("flexible-registered", "p2"))
    #expect(try box.ledger.deadlines(scheme: "jingdezhen").value.rows.map(\.state) == [.overdue])
    let before = try box.ledger.deadlines(on: CivilDate("2025-04-09")!, scheme: "jingdezhen").value
    #expect(before.rows.isEmpty && before.on == CivilDate("2025-04-09"))
    #expect(try box.ledger.deadlines(on: CivilDate("2025-04-10")!, scheme: "jingdezhen").value.rows.count == 1)
    #expect(Instant(endOf: CivilDate("2025-04-09")!) == Instant("2025-04-09T15:59:59Z"))
  }
}

/// Working days beyond the shipped ones.
@Suite struct CalendarFileTests {
  private func calendar(_ lines: String...) throws -> WorkingDayCalendar {
    let box = try TestLedger(adopting: [])
    return try .shipped(and: box.file(lines, name: "calendar.csv"))
  }

  @Test("P26 a file brings a new year and keeps the others")
  func brings() throws {
    let calendar = try calendar("date,kind,holiday", "2027-01-01,off,New Year's Day", "2027-02-07,work,")
    #expect(try !calendar.isWorkingDay(CivilDate("2027-01-01")!))
    #expect(try calendar.isWorkingDay(CivilDate("2027-02-07")!))
    #expect(try calendar.isWorkingDay(CivilDate("2019-04-28")!))
  }

  @Test("every line that is wrong is told by file and line")
  func strict() throws {
    let found = try problems {
      _ = try calendar(
        "date,kind,holiday", "2027-01-01,off,a", "2027-02-30,off,b", "2027-02-01,free,c", "2027-01-01,work,d",
        "2027-03-01,off")
    }
    #expect(
      found == [
        3: .column(name: "date", found: "2027-02-30", expected: .date),
        4: .column(name: "kind", found: "free", expected: .dayKind), 5: .repeatedDay(CivilDate("2027-01-01")!),
        6: .columnCount(found: 2, expected: 3),
      ])
  }

  @Test("a file without one of the columns, or without a day, is refused")
  func incomplete() throws {
    for (header, missing) in [("day,kind,holiday", "date"), ("date,sort,holiday", "kind"), ("date,kind", "holiday")] {
      let box = try TestLedger(adopting: [])
      let file = try box.file([header, "2027-01-01,off,x"], name: "calendar.csv")
      #expect(throws: LedgerFailure.missingColumn(file: file, column: missing)) {
        try WorkingDayCalendar.shipped(and: file)
      }
    }
    let box = try TestLedger(adopting: [])
    let file = try box.file(["date,kind,holiday"], name: "calendar.csv")
    #expect(throws: LedgerFailure.emptyFile(file: file)) { try WorkingDayCalendar.shipped(and: file) }
  }
}
