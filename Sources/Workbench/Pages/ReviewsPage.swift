import Policy
import Catalogue
import EventLog
import Ledger
import Papers
import Reports
import Subsidy
import Values
import Web

/// Applications under review: whose turn it is, and whether one passes, fails or has to be corrected.
enum ReviewsPage {
  /// The parameter that names what was just recorded, by the token of its form.
  static let doneField = "done"

  /// All that wait, what is due first.
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
      .table(
        try TableView(
          "reviews", .reviewsCaption, DeadlineReports.deadlines, reviews, desk, sorted: "due", without: ["kind"],
          isOfLog: true,
          links: [
            "application": { cell, person in
              Identifier(cell.code).flatMap { name in person.map { Paths.review($0, name) } }
            }
          ])))
    return Page(title: .placeReviews, question: .reviewsQuestion, place: .reviews, parts: parts)
  }

  /// What a review decides on: the work that waits, and the checks of the first month with their clauses.
  private struct Case {
    let person: Identifier
    let application: Identifier
    /// Nil for an application that waits for nobody.
    let work: OpenWork?
    let explanation: MonthExplanation?
    let history: Evidence<[HistoryEvent]>

    init(_ person: Identifier, _ application: Identifier, _ desk: Desk) throws {
      history = try desk.ledger.timeline(of: person, knownAt: desk.knownAt)
      (self.person, self.application) = (history.person, application)
      let key = history.person
      let applied = history.content.lazy.compactMap { entry -> Applied? in
        guard case .applied(let body) = entry.event.body, body.application == application else { return nil }
        return body
      }.last
      guard let applied else { throw NoApplication() }
      let number = desk.state.number(ofPerson: key).map(Int.init)
      let open = number.map { number in
        desk.state.entitlements(ofPersonAt: number).flatMap { desk.state.openWork(ofPersonAt: number, $0) }
      }
      work = open?.first { $0.kind == .review && $0.application == application }
      explanation = try desk.ledger.explain(applied.from, of: key, knownAt: desk.knownAt).content
        .first { $0.scheme == applied.scheme }
    }

    /// The reasons that a failure may name: the checks of the documents, each with its clause.
    var reasons: [Reason] { explanation?.checks.map(\.reason) ?? [] }
  }

  private struct NoApplication: Error {}

  /// One application.
  static func page(of application: Identifier, _ person: Identifier, _ desk: Desk) throws -> Page {
    do {
      return try page(of: Case(person, application, desk), nil, [], desk)
    } catch is NoApplication {
      return ErrorPages.notFound(.lookedFor(application), .reviews)
    }
  }

  private static func page(
    of found: Case, _ typed: ReviewForm?, _ problems: [FormProblem], _ desk: Desk
  ) throws -> Page {
    var parts: [Page.Part] = []
    if !problems.isEmpty {
      parts.append(.custom { html, desk in FormProblem.write(problems, to: &html, desk.language) })
    }
    if let done = try desk.request.query.optional(doneField).flatMap({ Identifier($0) }) {
      parts += recorded(done, found.history)
    }
    if let work = found.work, let stage = work.stage {
      let words = desk.words.stage(stage, in: work.scheme)
      parts.append(.note(.stageWaits(words, office: work.office, since: work.since, clause: work.clause), .note))
      if let refusal = standsAgainst(found, stage, desk) {
        parts.append(.note(refusal, .warn))
      } else {
        let form = try typed ?? ReviewForm(of: stage, at: desk.log.size)
        parts.append(.custom { html, desk in write(form, found, problems, to: &html, desk) })
      }
    } else {
      parts.append(.note(.waitsForNobody, .note))
    }
    let card = try desk.ledger.card(of: found.person, at: desk.point)
    parts.append(.facts(.personFacts, PersonReports.card.figures(PersonReports.Row(card, desk.words))))
    if let explanation = found.explanation {
      var words = ExplanationWords(explanation, found.history.words)
      parts.append(.sentences(.checksCaption(explanation.month), words.lines()))
    }
    parts.append(
      .table(
        try TableView(
          "events", .eventsCaption, ExplainReports.timeline(found.history.words), found.history.content, desk,
          sorted: "-seq")))
    return Page(
      title: Text(same: found.application.description), question: .reviewQuestion, place: .reviews,
      crumbs: [(.placeReviews, Paths.reviews()), (Text(same: found.person.description), Paths.person(found.person))],
      parts: parts, status: problems.isEmpty ? .ok : .unprocessable)
  }

  /// Why somebody cannot decide a stage here; nil where nothing is known against it.
  private static func standsAgainst(_ found: Case, _ stage: Identifier, _ desk: Desk) -> Text? {
    if desk.knownAt != nil { return .notInThePast }
    let body = EventBody.verified(
      Verified(person: found.person, application: found.application, stage: stage, hasPassed: true))
    do throws(Refusal) {
      try desk.state.refuseWithoutRole(body, by: desk.seat.by)
      return nil
    } catch {
      return CommandFailure(mapping: error).text
    }
  }

  /// What a form has recorded, with what followed from it at once.
  private static func recorded(_ token: Identifier, _ history: Evidence<[HistoryEvent]>) -> [Page.Part] {
    guard let first = history.content.first(where: { $0.event.id == token })?.event else { return [] }
    return history.content.filter { $0.event.sequence >= first.sequence && $0.event.recorded == first.recorded }
      .map { .note(.recordedAs(EventWords($0.event.body, history.words), $0.event.sequence), .ok) }
  }

  // MARK: - Recording

  /// Records what a reviewer decided: once, and signed with the key of the session.
  ///
  /// It is refused if anything was recorded of the person since the form was made. What another process appends between that look
  /// and the record, the ledger's rules judge.
  static func submit(
    _ application: Identifier, of person: Identifier, _ desk: Desk, _ live: LiveLedger
  ) throws -> Workbench.Answer {
    let form = try ReviewForm(desk.request.form.fields)
    let found: Case
    do { found = try Case(person, application, desk) } catch is NoApplication {
      return .page(ErrorPages.notFound(.lookedFor(application), .reviews))
    }
    let problems = form.problems(among: found.reasons)
    let entry = form.entry(of: found.person, application, found.reasons)
    if let before = found.history.content.first(where: { $0.event.id == form.token })?.event {
      // A reload or a double click: the first result is shown, and nothing happens again.
      return before.body == entry
        ? done(form, found, desk) : .page(conflict(.formWasUsed, before, found, desk))
    }
    if let other = found.history.content.last(where: { $0.event.sequence >= form.size })?.event {
      return .page(conflict(.somebodyWasFaster, other, found, desk))
    }
    guard problems.isEmpty, let entry, desk.knownAt == nil else {
      return .page(try page(of: found, form, problems, desk))
    }
    do {
      _ = try live.append { ledger in
        var signing = ledger
        signing.signer = desk.seat.signer
        return try signing.record(
          entries: EventLine.entry(entry, id: form.token), named: "workbench", by: desk.seat.by)
      }
    } catch {
      guard let refused = refusals(error) else { throw error }
      var page = try page(of: found, form, refused, desk)
      if case LogError.inUse? = error as? LogError { page.status = .unavailable }
      return .page(page)
    }
    return done(form, found, desk)
  }

  /// What stands against an entry, so that the form comes back with it; nil for a failure of the program or the system.
  private static func refusals(_ error: any Error) -> [FormProblem]? {
    let texts: [Text]
    switch error {
    case LedgerFailure.lines(let faults): texts = faults.map(\.problem.text)
    case is LedgerFailure, is Refusal, LogError.inUse: texts = [CommandFailure(mapping: error).text]
    default: return nil
    }
    return texts.map { FormProblem(field: "decision-passed", text: $0) }
  }

  private static func done(_ form: ReviewForm, _ found: Case, _ desk: Desk) -> Workbench.Answer {
    let fields = [Fields.Item(name: doneField, value: form.token.description)] + desk.kept.items
    return .seeOther(Paths.review(found.person, found.application).with(Fields(fields)))
  }

  /// Nothing was recorded, and why: what has happened since the form was made, when and by whom.
  private static func conflict(_ what: Text, _ event: Event, _ found: Case, _ desk: Desk) -> Page {
    let words = EventWords(event.body, found.history.words)
    return Page(
      title: what, question: .nothingRecorded, place: .reviews,
      crumbs: [(.placeReviews, Paths.reviews())],
      parts: [
        .note(.happenedSince(words, by: event.by, at: event.recorded.chinaMinute, event.sequence), .warn),
        .links([(.openAnew, Paths.review(found.person, found.application))]),
      ], status: .conflict)
  }

  // MARK: - The form

  private static func write(
    _ form: ReviewForm, _ found: Case, _ problems: [FormProblem], to html: inout HTMLWriter, _ desk: Desk
  ) {
    let action = desk.link(Paths.review(found.person, found.application))
    html.element("form", ["method": "post", "class": "card no-print", "action": action]) { part in
      for (name, value) in [
        ("token", form.token.description), ("size", "\(form.size)"), ("stage", form.stage.description),
      ] { part.void("input", ["type": "hidden", "name": name, "value": value]) }
      Shell.token(to: &part, desk)
      part.element("fieldset") { set in
        set.element("legend", text: desk.say(.decision))
        for decision in ReviewForm.Decision.allCases {
          set.element("div", ["class": "choice"]) { choice in
            let id = "decision-\(decision.rawValue)"
            choice.void(
              "input",
              form.decision == decision
                ? ["type": "radio", "name": "decision", "id": id, "value": decision.rawValue, "checked": ""]
                : ["type": "radio", "name": "decision", "id": id, "value": decision.rawValue])
            choice.element("label", ["for": id], text: desk.say(.decision(decision)))
          }
        }
      }
      func field(_ name: String, _ label: Text, _ hint: Text) -> FormField {
        FormField(name, label, hint, wrong: problems.first { $0.field == name }?.text)
      }
      field("reason", .failureReason, .failureReasonHint).write(to: &part, desk.language) { field, attributes in
        field.element("select", attributes) { select in
          select.element("option", ["value": ""], text: "–")
          for reason in found.reasons {
            let code = reason.code.code
            let words = reason.code.words + .inBrackets(reason.clause)
            select.element(
              "option", code == form.reason ? ["value": code, "selected": ""] : ["value": code], text: desk.say(words))
          }
        }
      }
      field("items", .missingItems, .missingItemsHint).write(to: &part, desk.language) { field, attributes in
        field.element("textarea", attributes + ["rows": "4"], text: form.items)
      }
      var why = field("why", .correctionWhy, .correctionWhyHint)
      (why.value, why.isRequired) = (form.why, false)
      why.write(inputTo: &part, desk.language)
      part.element("p", ["class": "buttons"]) { buttons in
        buttons.element("button", ["class": "btn main", "type": "submit"], text: desk.say(.recordDecision))
      }
    }
  }
}
