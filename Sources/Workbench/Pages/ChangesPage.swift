import Catalogue
import Ledger
import Papers
import ReadModel
import Reports
import Subsidy
import Values
import Web

/// The knowledge of two days compared: about a person's months, and about the books of a month.
///
/// The later day is the page's own point, so that every link of the page keeps it.
enum ChangesPage {
  /// The parameter with the earlier day.
  private static let fromField = "from"

  /// The changes of a person's months, with the events that caused them.
  static func page(of person: Identifier, _ desk: Desk) throws -> Page {
    let (day, from) = try earlier(desk)
    let compared = try desk.read { try $0.difference(of: person, from: from, to: desk.knownAt) }
    return page(
      Text(same: person.description), .find, Paths.person(person), day, from, desk,
      isSame: compared.diff.changes.isEmpty,
      try desk.table(
        "changes", .changesCaption(day, desk.day), ExplainReports.diff, compared.diff.changes,
        without: ["person"],
        links: ["month": { cell, _ in Month(cell.code).map { Paths.explanation(person, $0) } }]))
  }

  /// The changes in the books of a month.
  static func page(of month: Month, _ desk: Desk) throws -> Page {
    let (day, from) = try earlier(desk)
    let before = try desk.ledger.answer(.books(of: month), at: ReplayPoint(knownAt: from)).value
    let changes = FinanceReports.changes(from: before, to: try desk.books(of: month))
    return page(
      .booksCaption(month), .months, Paths.month(month), day, from, desk,
      isSame: changes.isEmpty,
      try desk.table("changes", .changesCaption(day, desk.day), FinanceReports.changes, changes))
  }

  private static func page(
    _ title: Text, _ place: Place, _ whole: LocalPath, _ day: CivilDate, _ from: Instant,
    _ desk: Desk, isSame: Bool, _ table: Page.Part
  ) -> Page {
    var parts: [Page.Part] = [.custom { write(daysTo: &$0, day, $1) }]
    if let later = desk.knownAt, later < from {
      parts.append(.note(.daysBackwards(day, desk.day), .bad))
    } else {
      parts += isSame ? [.note(.nothingChangedBetween(day, desk.day), .ok)] : [table]
    }
    return Page(
      title: .onTwoDays(title), question: .changesQuestion, place: place, above: [(title, whole)], parts: parts)
  }

  /// The earlier day, and its end: the requested one, else the last day of the month before the later day.
  private static func earlier(_ desk: Desk) throws -> (day: CivilDate, end: Instant) {
    let typed = try desk.request.query.optional(fromField).flatMap { $0.isEmpty ? nil : $0 }
    let day = typed.map { CivilDate($0) } ?? desk.day.month.adding(-1).lastDay
    guard let day else { throw Fault.malformed(.target) }
    return (day, Instant(endOf: day))
  }

  /// The form with both days.
  private static func write(daysTo html: inout HTMLWriter, _ day: CivilDate, _ desk: Desk) {
    html.element("form", ["method": "get", "class": "card filter no-print"]) { form in
      if desk.language != .zh {
        form.hidden(Desk.languageField, desk.language.rawValue)
      }
      let later = desk.knownAt == nil ? "" : desk.day.description
      for (name, label, value) in [
        (fromField, Text.earlierDay, day.description), (Desk.knownAtField, .laterDay, later),
      ] {
        form.element("label", ["for": "day-\(name)"], text: desk.say(label))
        form.void("input", ["type": "date", "id": "day-\(name)", "name": name, "value": value])
      }
      form.button(desk.say(.compare), "btn small")
    }
  }
}
