import Catalogue
import Ledger
import Papers
import Reports
import Subsidy
import Values
import Web

/// A person, and the worth of each month: masked, until an operator asks with a reason.
enum PeoplePage {
  // MARK: - Find

  /// The page with the search.
  static func find(_ desk: Desk) throws -> Page {
    Page(
      title: Place.find.name, question: .findQuestion, place: .find,
      parts: [
        .custom { html, desk in
          html.element("form", ["method": "post", "class": "card", "action": desk.link(Place.find.path)]) { form in
            FormField("who", .findHint, .findPrivate, .input(type: "text", filled: "off")).write(
              to: &form, desk.language)
            form.token(desk)
            form.buttons(desk.say(.find))
          }
        }
      ])
  }

  /// Searches for a person; no address contains the typed words.
  static func search(_ who: String, _ desk: Desk) throws -> Workbench.Answer {
    let typed = who.split(separator: " ").joined(separator: " ")
    if typed.isEmpty { return .seeOther(Place.find.path.with(desk.kept)) }
    let found = try desk.ledger.find(typed, at: desk.point)
    if found.cards.count == 1, !found.isCut { return .seeOther(Paths.person(found.cards[0].person).with(desk.kept)) }
    let token = try desk.seat.keep(.found(found))
    return .seeOther(Paths.found(token).with(desk.kept))
  }

  /// The persons that a search found, as of the search.
  static func found(_ token: Secret, _ desk: Desk) throws -> Page {
    guard let found = desk.seat.found(token) else { return ErrorPages.notFound(.searchIsOver, .find) }
    let (cards, words) = (found.cards, desk.words)
    var parts: [Page.Part] = found.isCut ? [.note(.moreFound(cards.count), .warn)] : []
    if cards.isEmpty { parts.append(.note(.nobodyHasThat, .warn)) }
    parts.append(
      try desk.table(
        "found", .foundCaption, PersonReports.found, cards.map { PersonReports.Row($0, words) }, without: ["name"]))
    return Page(
      title: .foundTitle(cards.count), question: .findQuestion, place: .find, above: [],
      parts: parts)
  }

  // MARK: - A person

  /// A person: open demands, the card (masked unless an unmasked one is given), each claim with its months, and the events.
  ///
  /// - Throws: `LedgerFailure/unknownPerson(_:)` and the log's failures.
  static func page(of person: Identifier, _ revealed: PersonCard?, _ desk: Desk) throws -> Page {
    let timeline = try desk.read { try $0.timeline(of: person, knownAt: desk.knownAt) }
    let key = timeline.person
    let card = try revealed ?? desk.read { try $0.card(of: key, at: desk.point) }
    let claims = desk.state.number(ofPerson: key).map { desk.state.statements(ofPersonAt: Int($0)) } ?? []
    var parts: [Page.Part] = []
    if key != person { parts.append(.note(.joinedKey(person, key), .note)) }
    if revealed != nil { parts.append(.note(.revealedNote, .warn)) }
    for claim in claims where claim.recovery.isAny {
      let isOpen = claim.recovery.outstanding > .zero || claim.recovery.undemanded > .zero
      parts.append(.note(.recoveryLine(claim.recovery), isOpen ? .bad : .note))
    }
    parts.append(Page.facts(.personFacts, PersonReports.card, PersonReports.Row(card, desk.words), desk))
    if desk.knownAt == nil { parts.append(.actions(.whatCanBeDone, try acts(of: key, claims, desk))) }
    if revealed == nil { parts.append(.custom { write(revealTo: &$0, key, $1) }) }
    for claim in claims {
      parts.append(
        try desk.table(
          "months-\(claim.scheme)", .claimHeading(claim, desk.words.scheme(claim.scheme), policy: nil),
          EntitlementReports.months, EntitlementReports.months(of: [claim]), without: ["person", "scheme"],
          links: ["month": { cell, _ in Month(cell.code).map { Paths.explanation(key, $0) } }]))
    }
    if claims.isEmpty { parts.append(.note(.noClaims(key, nil), .note)) }
    parts.append(
      try desk.table(
        "events", .eventsCaption, ExplainReports.timeline(timeline.words), timeline.content, sorted: "-seq"))
    parts.append(
      .links([
        (.compareDays, Paths.personChanges(key)),
        (.whoLooked, Place.looks.path.with([LooksPage.personField: "\(key)"])),
      ]))
    let name = revealed.flatMap { $0.data?.name }.map { Text(same: "\($0) \(key)") }
    return Page(
      // A name is on the requested page, and never in a title that a browser keeps.
      title: Text(same: key.description), question: name ?? .personQuestion, place: .find,
      above: [], parts: parts)
  }

  /// The acts that the operator may record for a person.
  private static func acts(
    of person: Identifier, _ claims: [ClaimStatement], _ desk: Desk
  ) throws -> [(Text, LocalPath)] {
    var acts: [(Text, LocalPath)] = []
    for scheme in desk.schemes {
      for table in [EntryTable.facts, .applications] where desk.may(table.event) {
        acts.append(
          (.entryTitle(table, desk.words.scheme(scheme)), Paths.entry(table, scheme).with(["person": "\(person)"])))
      }
    }
    for claim in claims where claim.recovery.undemanded > .zero && desk.may(.clawedBack) {
      acts.append((.raiseTitle(person), Paths.raise(person, claim.scheme)))
    }
    for demand in try desk.demands() where demand.person == person {
      acts.append((Text.demandFacts + Text(same: " \(demand.id)"), Paths.demand(person, demand.id)))
    }
    return acts
  }

  private static func write(revealTo html: inout HTMLWriter, _ person: Identifier, _ desk: Desk) {
    html.element("details", ["class": "card no-print"]) { details in
      details.element("summary", text: desk.say(.reveal))
      details.element("form", ["method": "post", "action": desk.link(Paths.reveal(person))]) { form in
        FormField("reason", .revealReason, .revealHint, .input(type: "text", filled: "off")).write(
          to: &form, desk.language)
        form.token(desk)
        form.buttons(desk.say(.reveal), "btn")
      }
    }
  }

  /// Shows a person's data once; the reason and the operator are recorded before.
  static func reveal(_ person: Identifier, because reason: String, _ desk: Desk) throws -> Workbench.Answer {
    let reason = reason.split(separator: " ").joined(separator: " ")
    if reason.isEmpty {
      var page = try page(of: person, nil, desk)
      page.parts.insert(.note(.revealNeedsReason, .bad), at: 0)
      page.status = .unprocessable
      return .page(page)
    }
    var ledger = desk.ledger
    ledger.viewer.reason = reason
    let card = try ledger.card(of: person, at: desk.point, as: .whole)
    let token = try desk.seat.keep(.revealed(card))
    return .seeOther(Paths.revealed(card.person, token).with(desk.kept))
  }

  // MARK: - A month

  /// Why a month of a person is worth what it is, clause by clause.
  static func explanation(of month: Month, _ person: Identifier, _ desk: Desk) throws -> Page {
    let evidence = try desk.read { try $0.explain(month, of: person, knownAt: desk.knownAt) }
    var parts: [Page.Part] = []
    for explanation in evidence.content {
      var words = ExplanationWords(explanation, evidence.words)
      parts.append(.sentences(evidence.words.scheme(explanation.scheme), words.lines()))
      parts.append(
        try desk.table(
          "steps-\(explanation.scheme)", .stepsCaption, ExplainReports.steps, ExplainReports.steps(of: explanation),
          without: ["person", "scheme", "month"]))
    }
    if evidence.content.isEmpty { parts.append(.note(.noClaims(evidence.person, nil), .note)) }
    parts.append(
      .links([
        (.monthBefore, Paths.explanation(evidence.person, month.adding(-1))),
        (.monthAfter, Paths.explanation(evidence.person, month.adding(1))),
        (.compareDays, Paths.personChanges(evidence.person)),
      ]))
    // An auditor has the log and a terminal.
    if desk.has(.audit) { parts.append(.note(.explanationEvidence(evidence.person, month), .note)) }
    return Page(
      title: .explanationTitle(evidence.person, month), question: .explanationQuestion, place: .find,
      above: [(Text(same: evidence.person.description), Paths.person(evidence.person))],
      parts: parts)
  }
}
