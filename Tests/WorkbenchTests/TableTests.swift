import ReadModel
import Papers
import Foundation
import Ledger
import Subsidy
import Testing
import Values
import WebSupport

import Workbench

/// Tables: sorted, filtered, paged, and as files.
@Suite struct TableTests {
  /// The cells of a column of the first table, by its place.
  private func rows(_ page: String) -> [String] {
    page.matches(of: #/<tr><th scope="row"[^>]*>(?:<a[^>]*>)?([^<]*)/#).map { String($0.1) }
  }

  @Test func `a table is sorted by any of its columns, both ways`() throws {
    let browser = try Browser(try Office(), as: "op-051")
    let byName = rows(try browser.get("/batches?batches.sort=batch").text).dropLast()
    #expect(byName.count > 20 && Array(byName) == byName.sorted())
    let back = rows(try browser.get("/batches?batches.sort=-batch").text).dropLast()
    #expect(Array(back) == back.sorted(by: >) && back.first != byName.first)
    let page = try browser.get("/batches?batches.sort=-totalFen").text
    #expect(page.contains("aria-sort=\"descending\"") && page.contains("batches.sort=totalFen"))
    #expect(try browser.get("/batches?batches.sort=nothing").status == 200)
  }

  @Test func `a filter leaves the rows that it names, and the sums are theirs`() throws {
    let office = try Office()
    let browser = try Browser(office, as: "op-051")
    let page = try browser.get("/batches?batches.scheme=liuzhou").text
    let expected = try office.ledger.answer(.batches).value.filter { $0.scheme == "liuzhou" }
    let total = expected.filter { !$0.isGivenUp }.reduce(Fen.zero) { $0 + $1.total }
    #expect(rows(page).dropLast().count == expected.count)
    #expect(page.contains(">\(total.yuan)</td>") && page.contains("\(expected.count) 行（全部"))
  }

  @Test func `a page has fifty rows, and leads to the next`() throws {
    let browser = try Browser(try Office(), as: "op-051")
    let first = try browser.get("/people/jd-001").text
    #expect(!first.contains("rel=\"next\""))
    let policy = try browser.get("/policies/liuzhou-2022-9").text
    let body = try #require(policy.firstMatch(of: #/<tbody>(?s:.*?)<\/tbody>/#)).output
    let count = body.components(separatedBy: "<tr").count - 1
    try #require(policy.contains("rel=\"next\""))
    #expect(count == TableView.rowsOnPage)
    #expect(try browser.get("/policies/liuzhou-2022-9?rules.page=2").text.contains("rel=\"prev\""))
    #expect(try browser.get("/policies/liuzhou-2022-9?rules.page=99").status == 200)
  }

  @Test func `a table is given as csv and xlsx, filtered as on the page, with the log at its foot`() throws {
    let browser = try Browser(try Office(), as: "op-051")
    let csv = try browser.get("/batches?batches.scheme=liuzhou&export=batches.csv")
    #expect(csv.status == 200 && csv.field("content-type") == "text/csv; charset=utf-8")
    #expect(csv.field("content-disposition")?.hasPrefix("attachment") == true)
    #expect(csv.text.contains("柳州市") && !csv.text.contains("北京市") && csv.text.contains("2,791 条"))
    let book = try browser.get("/batches?export=batches.xlsx")
    #expect(book.body.starts(with: Array("PK".utf8)))
    for wrong in ["batches", "batches.pdf", "none.csv"] {
      #expect(try browser.get("/batches?export=\(wrong)").status == 404, "\(wrong)")
    }
    let clerk = try Browser(browser.office, as: "op-110")
    #expect(try clerk.get("/batches?export=batches.csv").status == 403)
  }

  @Test func `a board says of every step whether it was done, comes now, or is missing`() throws {
    let office = try Office()
    func codes(_ day: String, _ batch: Identifier) throws -> [BatchProgress.Standing] {
      let point = ReplayPoint(knownAt: Instant(endOf: CivilDate(day)!))
      let found = try #require(try office.ledger.answer(.batches, at: point).value.first { $0.batch == batch })
      let progress = BatchProgress(found, in: try office.ledger.known(at: point).state)
      return BatchStep.allCases.map { progress[$0] }
    }
    let (one, two): (BatchProgress.Standing, BatchProgress.Standing) = (.done(by: "op-021"), .done(by: "op-022"))
    let (done, asked): (BatchProgress.Standing, BatchProgress.Standing) = (.done(by: nil), .notRecorded(clause: "五（五）"))
    #expect(
      try codes("2025-12-11", "lz-2025-11") == [one, .notAsked, .now, .notAsked, .notAsked, .later, .later, .later])
    #expect(
      try codes("2025-12-11", "jd-2025-11") == [one, .now, .later, .later, .later, .later, .later, .later])
    #expect(
      try codes("2025-12-12", "lz-2025-11") == [one, .notAsked, two, .notAsked, .notAsked, done, .now, .later])
    #expect(try codes("2025-12-19", "jd-2025-11") == [one, asked, two, asked, asked, done, done, done])
  }

  @Test func `a ledger that is held open answers as the ledger itself, now and in the past`() throws {
    let office = try Office()
    let (plain, held) = (office.ledger, office.bench.live.reader)
    for day in [nil, "2024-12-31", "2025-12-11", "2025-12-18", "2025-12-19", "2025-12-11"] {
      let point = ReplayPoint(knownAt: day.map { Instant(endOf: CivilDate($0)!) })
      #expect(try plain.known(at: point).log == held.known(at: point).log)
      #expect(try plain.answer(.batches, at: point).value == held.answer(.batches, at: point).value)
      #expect(try plain.answer(.demands, at: point).value == held.answer(.demands, at: point).value)
      #expect(try plain.today(at: point).value == held.today(at: point).value)
      for person: Identifier in ["jd-001", "lz-005", "bj-024"] where day != "2024-12-31" {
        let (one, other) = (
          try plain.timeline(of: person, knownAt: point.knownAt), try held.timeline(of: person, knownAt: point.knownAt)
        )
        #expect(one.log == other.log && one.content.map(\.event) == other.content.map(\.event))
        #expect(one.content.map(\.annulledBy) == other.content.map(\.annulledBy))
        let month = Month("2025-11")!
        let (why, again) = (
          try plain.explain(month, of: person, knownAt: point.knownAt),
          try held.explain(month, of: person, knownAt: point.knownAt)
        )
        #expect(why.content.map(\.entitlement) == again.content.map(\.entitlement))
        #expect(why.content.map(\.reasons) == again.content.map(\.reasons))
        #expect(why.content.map { $0.movements.map(\.event) } == again.content.map { $0.movements.map(\.event) })
      }
    }
  }
}
