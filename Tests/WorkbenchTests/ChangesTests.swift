import Foundation
import Ledger
import ReadModel
import Subsidy
import Testing
import Values
import WebSupport

import Workbench

/// The page that compares what was known on two days.
@Suite struct ChangesTests {
  private let office: Office

  init() throws { office = try Office() }

  @Test func `what changed of one person is what changed of them among all, by the held state and by the log alone`()
    throws
  {
    let days = ["2025-06-01", "2025-11-30", "2025-12-20"].map { Instant(endOf: CivilDate($0)!) }
    for (from, to) in [(days[0], nil), (days[1], days[2]), (days[0], days[1])] {
      let all = try office.ledger.difference(from: from, to: to)
      let persons = Set(all.diff.changes.map(\.person)).sorted()
      #expect(!persons.isEmpty)
      for person in persons.prefix(25) + ["lz-004"] {
        for ledger in [office.ledger, office.bench.live.reader] {
          let own = try ledger.difference(of: person, from: from, to: to)
          #expect(own.diff.changes == all.diff.changes.filter { $0.person == person }, "\(person)")
          #expect(own.before == all.before && own.after == all.after)
        }
      }
    }
    #expect(throws: LedgerFailure.unknownPerson("nobody")) {
      try office.ledger.difference(of: "nobody", from: days[0])
    }
  }

  @Test func `a person's page of two days shows the months that changed, with the events that did it`() throws {
    let clerk = try Browser(office, as: "op-110")
    let page = try clerk.get("/people/lz-004/changes?from=2025-06-30&known-at=2025-09-30")
    #expect(page.status == 200 && page.text.contains("2025-06-30 终了至 2025-09-30 终了的变化"))
    #expect(page.text.contains("href=\"/people/lz-004/months/2025-07?known-at=2025-09-30\""))
    #expect(page.text.contains("1239") && page.text.contains("270.00") && !page.text.contains("江大"))
    #expect(try clerk.get("/people/lz-004/changes?from=2025-12-29").text.contains("没有变化"))
    let english = try clerk.get("/people/lz-004/changes?from=2025-12-29&lang=en").text
    #expect(english.contains("Nothing changed from the end of 2025-12-29 to that of 2026-01-05."))
    #expect(try clerk.get("/people/lz-004/changes?from=2025-12-10&known-at=2025-12-01").text.contains("请对调"))
    #expect(try clerk.get("/people/lz-004/changes?from=soon").status == 400)
    #expect(try clerk.get("/people/nobody/changes").status == 404)
    for path in ["/people/lz-004", "/people/lz-004/months/2025-07"] {
      #expect(try clerk.get(path).text.contains("href=\"/people/lz-004/changes\""), "\(path)")
    }
  }

  @Test func `the books of a month on two days differ by what was booked between them`() throws {
    let auditor = try Browser(office, as: "op-051")
    let month = Month("2025-12")!
    let path = "/months/2025-12/changes?from=2025-12-01"
    let (before, after) = try (
      office.ledger.answer(.books(of: month), at: ReplayPoint(knownAt: Instant(endOf: CivilDate("2025-12-01")!))).value,
      office.ledger.answer(.books(of: month)).value
    )
    let paid = after.total.paid - before.total.paid
    #expect(paid > .zero)
    let file = try auditor.get("\(path)&export=changes.csv").text
    let change = file.matches(of: #/,已发,0.00,[^\n]*?,"?([0-9]{1,3}(?:,[0-9]{3})*\.[0-9]{2})"?\n/#).compactMap {
      Fen(yuan: $0.1.replacing(",", with: ""))
    }
    #expect(change.reduce(Fen.zero) { $0 + $1 } == paid, "\(file)")
    #expect(try auditor.get("/months/2025-12").text.contains("href=\"/months/2025-12/changes\""))
    #expect(try Browser(office, as: "op-110").get(path).status == 403)
  }
}
