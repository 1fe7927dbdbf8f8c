import Ledger
import Papers
import Subsidy
import Values
import Web

/// The counter's start: forms for single entries, and tables.
enum CounterPage {
  static func page(_ desk: Desk) -> Page {
    var parts: [Page.Part] = []
    for scheme in desk.schemes {
      let name = desk.words.scheme(scheme)
      let tables = EntryTable.allCases.filter { desk.may($0.event) }
      let one = tables.filter { $0 != .reviews }.map { (Text.name(of: $0), Paths.entry($0, scheme)) }
      parts.append(.actions(name, one + tables.map { (.importOf($0), Paths.table($0, scheme)) }))
    }
    if desk.may(.contributed) {
      let last = desk.day.month.adding(-1)
      parts.append(
        .actions(
          .contributionsCaption,
          [last.adding(-1), last, desk.day.month].map { (.contributionsTitle($0), Paths.contributions($0)) }))
    }
    return Page(title: Place.counter.name, question: .counterQuestion, place: .counter, parts: parts)
  }
}
