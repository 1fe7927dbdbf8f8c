import Policy
import Catalogue
import EventLog
import Ledger
import Papers
import Reports
import Subsidy
import Values
import Web

/// Applications under review: the office that is next, and the decision to pass, fail or ask for corrections.
enum ReviewsPage {
  /// All waiting applications, the earliest deadline first.
  static func page(_ desk: Desk) throws -> Page {
    let office = desk.operator.details.office
    let groups = try desk.deadlineGroups().groups.filter { $0.row.kind == .review }
    let reviews = RowGroups(groups, desk) { $0.kind == .review }
    let mine = groups.indices.filter { place in
      let row = groups[place].row
      return row.state != .waiting && (office == nil || row.office == office)
    }
    func days(_ place: Int) -> (CivilDate, CivilDate) { (groups[place].row.due ?? .last, groups[place].row.since) }
    let soonest = mine.sorted { days($0) == days($1) ? $0 < $1 : days($0) < days($1) }
    let first = try reviews.rows(0..<1, in: soonest) { days($0) == days($1) }.first
    var parts: [Page.Part] = []
    if let first, let application = first.application, desk.may(.verified) {
      let stage = first.stage.map { desk.words.stage($0, in: first.scheme) } ?? Text(same: "")
      parts.append(
        .next(
          .reviewOf(application, stage, due: first.due), why: nil,
          link: (.open, Paths.review(first.person, application))))
    }
    if groups.isEmpty { parts.append(.note(.nothingUnderReview, .ok)) }
    parts.append(
      try desk.table(
        "reviews", .reviewsCaption, DeadlineReports.deadlines, reviews, sorted: "due", without: ["kind"], isOfLog: true,
        links: [
          "application": { cell, row in
            Identifier(cell.code).flatMap { name in row.person.map { Paths.review($0, name) } }
          }
        ]))
    return Page(title: Place.reviews.name, question: .reviewsQuestion, place: .reviews, parts: parts)
  }

  /// The basis of a review: the open work, and the checks of the first month with their clauses.
  private struct Case {
    let person: Identifier
    let application: Identifier
    /// Nil for an application without open work.
    let work: OpenWork?
    let explanation: MonthExplanation?
    let history: Evidence<[HistoryEvent]>

    /// Nil for an application that the person does not have.
    init?(_ person: Identifier, _ application: Identifier, _ desk: Desk) throws {
      history = try desk.read { try $0.timeline(of: person, knownAt: desk.knownAt) }
      (self.person, self.application) = (history.person, application)
      let key = history.person
      let applied = history.content.lazy.compactMap { entry -> Applied? in
        guard case .applied(let body) = entry.event.body, body.application == application else { return nil }
        return body
      }.last
      guard let applied else { return nil }
      let number = desk.state.number(ofPerson: key).map(Int.init)
      let open = number.map { number in
        desk.state.entitlements(ofPersonAt: number).flatMap { desk.state.openWork(ofPersonAt: number, $0) }
      }
      work = open?.first { $0.kind == .review && $0.application == application }
      explanation = try desk.read { try $0.explain(applied.from, of: key, knownAt: desk.knownAt) }.content
        .first { $0.scheme == applied.scheme }
    }

    /// The reasons that a failure may name: the checks of the documents, with their clauses.
    var reasons: [Reason] { explanation?.checks.map(\.reason) ?? [] }
  }

  /// One application: the form of its review, and the basis of the decision; nil if there is none.
  static func act(of application: Identifier, _ person: Identifier, _ desk: Desk) throws -> Act? {
    guard let found = try Case(person, application, desk) else { return nil }
    let stage = found.work?.stage
    var act = ReviewActs.act(
      found.person, application, stage, found.reasons,
      against: stage.map { standsAgainst(found, $0, desk) } ?? .waitsForNobody, desk)
    if let work = found.work, let stage {
      let words = desk.words.stage(stage, in: work.scheme)
      act.parts = [.note(.stageWaits(words, office: work.office, since: work.since, clause: work.clause), .note)]
    }
    let card = try desk.read { try $0.card(of: found.person, at: desk.point) }
    act.below.append(Page.facts(.personFacts, PersonReports.card, PersonReports.Row(card, desk.words), desk))
    if let explanation = found.explanation {
      var words = ExplanationWords(explanation, found.history.words)
      act.below.append(.sentences(.checksCaption(explanation.month), words.lines()))
    }
    act.below.append(
      try desk.table(
        "events", .eventsCaption, ExplainReports.timeline(found.history.words), found.history.content, sorted: "-seq"))
    return act
  }

  /// Why the operator cannot decide a stage here; nil if nothing is known against it.
  private static func standsAgainst(_ found: Case, _ stage: Identifier, _ desk: Desk) -> Text? {
    let body = EventBody.verified(
      Verified(person: found.person, application: found.application, stage: stage, hasPassed: true))
    return Act.against { () throws(Refusal) in try desk.state.refuseWithoutRole(body, by: desk.seat.by) }
  }
}
