import Catalogue
import Ledger
import Papers
import Reports
import Subsidy
import Values
import Vault
import Web

/// Looks at private data as they are: the operator's own, and for auditors and administrators those of all.
enum LooksPage {
  /// The parameter with the person at whose data an operator has looked.
  static let personField = "person"

  static func page(_ desk: Desk) throws -> Page {
    let seesAll = desk.has(.audit, .administer)
    let person = try desk.request.query.optional(personField).flatMap { Identifier($0) }
    // The heads of the looks that closes keep, whichever point is asked about.
    let heads = try desk.ledger.known(at: ReplayPoint()).state.closes.compactMap(\.close.looks)
    let comparison = try desk.ledger.compareLooks(with: heads)
    let filter = LookFilter(by: seesAll ? nil : desk.seat.by, person: person)
    let looks = try desk.ledger.looks(comparison?.looks ?? [], filter).filter { $0.at <= desk.knownAt ?? $0.at }
    var parts: [Page.Part] = []
    if let fault = comparison?.fault {
      parts.append(.note(fault.text, .bad))
    } else if seesAll {
      parts.append(comparison.map { .note(.looksWhole($0), .ok) } ?? .note(.nobodyLooked, .note))
    }
    if let person {
      parts.append(.links([(.allLooks, Place.looks.path), (Text(same: person.description), Paths.person(person))]))
    }
    parts.append(
      try desk.table(
        "looks", seesAll ? .looksOfAll : .ownLooks, AccessReports.looks, looks, sorted: "-at",
        filters: ["by", "purpose"]))
    if person == nil {
      if seesAll {
        parts.append(
          try desk.table(
            "operators", .looksOfOperators, AccessReports.byOperator, LookSum.byOperator(looks),
            links: ["by": { cell, _ in cell.code.isEmpty ? nil : Place.looks.path.with(["looks.by": cell.code]) }]))
      }
      parts.append(
        try desk.table(
          "persons", .looksAtPersons, AccessReports.byPerson, LookSum.byPerson(looks), sorted: "-last",
          links: ["looks": { _, row in row.person.map { Place.looks.path.with([personField: "\($0)"]) } }]))
    }
    return Page(
      title: Place.looks.name, question: seesAll ? .looksQuestion : .ownLooksQuestion, place: .looks, parts: parts)
  }
}
