import Catalogue
import Ledger
import Papers
import Reports
import Subsidy
import System
import Values
import Web

/// The pages of acts: the form, what came of trying it, and what was recorded.
struct ActPages: Sendable {
  /// The parameter that names a form that was typed.
  static let formField = "form"
  /// The field in which a form sends its token.
  static let tokenField = "token"

  let live: LiveLedger
  let forms: HeldForms
  /// Hears what went wrong beside a request.
  let log: @Sendable (String) -> Void

  // MARK: - The form

  /// An act's page: its form, or what became of one that was typed.
  func page(_ act: Act?, _ desk: Desk) throws -> Workbench.Answer {
    guard let act else { throw Fault.notFound }
    guard act.isReadable || desk.may(act.events) else { return .page(ErrorPages.forbidden(act.title, act.roles)) }
    let token = try desk.request.query.optional(ActPages.formField).flatMap { ChangeToken($0) }
    guard let token, let held = forms.form(token, of: desk.seat.by), held.path == act.path else {
      return .page(try form(act, ActValues(initial: act.fields), ChangeToken(at: desk.log.size), [], desk))
    }
    switch held.standing {
    case .typed: return .page(form(act, held.values, token, [], desk))
    case .refused(let problems, let status): return .page(form(act, held.values, token, problems, desk, status))
    case .running(let since): return .page(running(act, since, desk))
    case .tried(let preview): return .page(tried(act, preview, token, desk))
    case .recorded: return .seeOther(Paths.done(token).with(desk.kept))
    }
  }

  private func form(
    _ act: Act, _ values: ActValues, _ token: ChangeToken, _ problems: [FormProblem], _ desk: Desk,
    _ status: Status = .unprocessable
  ) -> Page {
    var page = Page(title: act.title, question: act.question, place: act.place, crumbs: act.crumbs, parts: act.parts)
    if !problems.isEmpty {
      page.parts.insert(.custom { html, desk in FormProblem.write(problems, to: &html, desk.language) }, at: 0)
      page.status = status
    }
    if let against = desk.knownAt == nil ? act.against : .notInThePast {
      // Whoever sends a form that nobody was given is refused, and not only told.
      if desk.request.method == .post { page.status = .forbidden }
      page.parts += [.note(against, .warn)] + act.below
      return page
    }
    page.parts.append(
      .custom { html, desk in
        let path = act.trial?.path ?? act.path
        var attributes: HTMLWriter.Attributes = [
          "method": "post", "class": "card no-print", "action": desk.link(path), "id": "act",
        ]
        if act.fields.contains(where: { if case .file = $0.control { true } else { false } }) {
          attributes = attributes + ["enctype": "multipart/form-data"]
        }
        html.element("form", attributes) { part in
          ActPages.write(token, to: &part, desk)
          // Many stand side by side where there is room.
          part.element("div", act.fields.count > 6 ? ["class": "fields"] : [:]) { fields in
            for field in act.fields {
              field.write(to: &fields, values, problems.first { $0.field == field.controlID }?.text, desk.language)
            }
          }
          part.element("p", ["class": "buttons"]) { buttons in
            let words = act.trial == nil ? act.button : .tryIt
            buttons.element("button", ["class": "btn main", "type": "submit"], text: desk.say(words))
          }
        }
      })
    page.parts += act.below
    return page
  }

  /// What every form of an act sends back.
  private static func write(_ token: ChangeToken, to form: inout HTMLWriter, _ desk: Desk) {
    form.void("input", ["type": "hidden", "name": tokenField, "value": token.id.description])
    Shell.token(to: &form, desk)
  }

  private func running(_ act: Act, _ since: Instant, _ desk: Desk) -> Page {
    let seconds = max(0, desk.ledger.now.seconds - since.seconds)
    return Page(
      title: act.title, question: act.question, place: act.place, crumbs: act.crumbs,
      parts: [.note(.underWay(seconds: seconds), .note)], refresh: 2)
  }

  private func tried(_ act: Act, _ preview: Act.Preview, _ token: ChangeToken, _ desk: Desk) -> Page {
    var parts: [Page.Part] = []
    if preview.problems.isEmpty {
      parts.append(.note(.triedOnly, .note))
      if !preview.figures.isEmpty { parts.append(.figures(preview.figures)) }
      parts.append(.sentences(.wouldBeRecorded, preview.sentences))
      parts.append(
        .custom { html, desk in
          html.element("form", ["method": "post", "class": "no-print", "action": desk.link(act.path)]) { form in
            ActPages.write(token, to: &form, desk)
            form.element("p", ["class": "buttons"]) { buttons in
              buttons.element("button", ["class": "btn main", "type": "submit"], text: desk.say(act.button))
              buttons.element("a", ["class": "btn", "href": desk.link(act.path)], text: desk.say(.startOver))
            }
          }
        })
    } else {
      parts.append(.note(.cannotBeTaken(preview.problems.count), .bad))
      parts.append(.custom { html, desk in ActPages.write(preview.problems, to: &html, desk) })
      var links = [(Text.startOver, act.path)]
      if let file = preview.refused { links.append((Text(same: file.name), Paths.file(token, 0))) }
      parts.append(.links(links))
    }
    return Page(title: act.title, question: act.question, place: act.place, crumbs: act.crumbs, parts: parts)
  }

  /// So many problems are shown; a workbook has them all.
  private static let mostShown = 100

  private static func write(_ problems: [(place: Text, text: Text)], to html: inout HTMLWriter, _ desk: Desk) {
    html.element("ul", ["class": "card list"]) { list in
      for problem in problems.prefix(mostShown) {
        list.element("li") { item in
          item.element("strong", text: desk.say(problem.place))
          item.text(" \(desk.say(problem.text).withoutNumbersOfPersons)")
        }
      }
      if problems.count > mostShown { list.element("li", text: desk.say(.moreProblems(problems.count - mostShown))) }
    }
  }

  // MARK: - Trying

  /// Tries an act: nothing is recorded, and its page says what would be.
  func attempt(_ act: Act?, _ desk: Desk) throws -> Workbench.Answer {
    guard let act else { throw Fault.notFound }
    guard desk.may(act.events) else {
      return .page(ErrorPages.forbidden(act.title, act.roles))
    }
    guard let trial = act.trial else { throw Fault.notFound }
    let (token, values) = (try token(desk), try ActValues(act.fields, desk.request.form))
    let problems = act.problems(in: values)
    if !problems.isEmpty || act.against != nil || desk.knownAt != nil {
      return .page(form(act, values, token, problems, desk))
    }
    let (ledger, by, fields) = (desk.ledger, desk.seat.by, act.fields)
    forms.hold(values, token, of: by, at: act.path, .running(since: desk.ledger.now))
    try go(act, token, desk) {
      do { return .tried(try trial.run(ledger, values)) } catch {
        return try ActPages.refused(error, in: fields)
      }
    }
    return .seeOther(act.path.with(desk.kept).with([ActPages.formField: token.id.description]))
  }

  /// Runs what is done with a form, beside the request if it is long, and keeps what came of it.
  private func go(
    _ act: Act, _ token: ChangeToken, _ desk: Desk, _ body: @escaping @Sendable () throws -> HeldForms.Standing
  ) throws {
    if !act.isLong {
      do { return forms.set(try body(), token) } catch {
        // What failed is not under way any more.
        forms.set(.typed, token)
        throw error
      }
    }
    let (forms, log) = (forms, log)
    try Threads.start {
      do { forms.set(try body(), token) } catch {
        log("what was begun beside a request failed: \(CommandFailure(mapping: error).text.en)")
        forms.set(.refused([FormProblem(field: "act", text: .failedBeside)], status: .failed), token)
      }
    }
  }

  private func token(_ desk: Desk) throws(Fault) -> ChangeToken {
    guard let token = ChangeToken(try desk.request.form.fields.one(ActPages.tokenField)) else {
      throw .malformed(.form)
    }
    return token
  }

  /// Keeps what came with a session that is over, for whoever signs in as the same operator.
  func keep(_ act: Act?, _ desk: Desk) throws -> Workbench.Answer {
    guard let act else { throw Fault.notFound }
    let token = try token(desk)
    // What was tried is held already.
    if forms.form(token, of: desk.seat.by)?.path != act.path {
      forms.hold(try ActValues(act.fields, desk.request.form), token, of: desk.seat.by, at: act.path)
    }
    return .signIn(token)
  }

  // MARK: - Recording

  /// Records an act: once, signed with the key of the session.
  ///
  /// It is refused if anything was recorded of its subject since the form was made. What another process appends between that look
  /// and the record, the ledger's rules judge.
  func submit(_ act: Act?, _ desk: Desk) throws -> Workbench.Answer {
    let token = try token(desk)
    let made = try desk.ledger.change(token)?.events.first
    // What was done may not be there to be done any more.
    guard let act else {
      guard made?.by == desk.seat.by else { throw Fault.notFound }
      return .seeOther(Paths.done(token).with(desk.kept))
    }
    guard desk.may(act.events) else { return .page(ErrorPages.forbidden(act.title, act.roles)) }
    if let made { return try again(act, made, token, desk) }
    // Before what stands against it: that may be what somebody else has done.
    if let other = try desk.ledger.lastEvent(since: token.size, where: { act.subject.isSubject(of: $0.body) }) {
      return .page(try conflict(.somebodyWasFaster, other, act, desk))
    }
    let values: ActValues
    if act.trial == nil {
      values = try ActValues(act.fields, desk.request.form)
    } else {
      guard let held = forms.form(token, of: desk.seat.by), held.path == act.path else {
        let problem = FormProblem(field: act.fields.firstID, text: .formIsOver)
        return .page(form(act, ActValues(initial: act.fields), token, [problem], desk))
      }
      // A second press while the first is at work.
      if case .running = held.standing { return .seeOther(back(act, token, desk)) }
      values = held.values
    }
    let problems = act.problems(in: values)
    if !problems.isEmpty || act.against != nil || desk.knownAt != nil {
      return .page(form(act, values, token, problems, desk))
    }
    forms.hold(values, token, of: desk.seat.by, at: act.path, .running(since: desk.ledger.now))
    let (live, signer, viewer, fields, perform) =
      (live, desk.seat.signer, desk.ledger.viewer, act.fields, act.perform)
    try go(act, token, desk) {
      do {
        let outcome = try live.append { ledger in
          var signing = ledger
          (signing.signer, signing.viewer, signing.token) = (signer, viewer, token)
          return try perform(signing, values)
        }
        return .recorded(outcome)
      } catch is ChangeMadeBefore {
        return .recorded(Act.Outcome())
      } catch {
        return try ActPages.refused(error, in: fields)
      }
    }
    if act.isLong { return .seeOther(back(act, token, desk)) }
    guard case .refused(let problems, let status)? = forms.form(token, of: desk.seat.by)?.standing else {
      return .seeOther(Paths.done(token).with(desk.kept))
    }
    return .page(form(act, values, token, problems, desk, status))
  }

  private func back(_ act: Act, _ token: ChangeToken, _ desk: Desk) -> LocalPath {
    act.path.with(desk.kept).with([ActPages.formField: token.id.description])
  }

  /// A reload or a double click: the first result is shown, and nothing happens again.
  private func again(
    _ act: Act, _ made: Event, _ token: ChangeToken, _ desk: Desk
  ) throws -> Workbench.Answer {
    let isSame = try act.isSame.map { $0(made.body, try ActValues(act.fields, desk.request.form)) }
    return isSame ?? act.mayBegin(with: made.body) && made.by == desk.seat.by
      ? .seeOther(Paths.done(token).with(desk.kept)) : .page(try conflict(.formWasUsed, made, act, desk))
  }

  /// What stands against an act, so that the form comes back with it.
  ///
  /// - Throws: what is a failure of the program or the system.
  private static func refused(_ error: any Error, in form: [ActField]) throws -> HeldForms.Standing {
    guard let (problems, status) = FormProblem.refusals(error, in: form) else { throw error }
    return .refused(problems, status: status)
  }

  /// Nothing was recorded, and why: what has happened since the form was made, when and by whom.
  private func conflict(_ what: Text, _ event: Event, _ act: Act, _ desk: Desk) throws -> Page {
    let words = EventWords(event.body, try words(of: [event], desk))
    return Page(
      title: what, question: .nothingRecorded, place: act.place, crumbs: act.crumbs,
      parts: [
        .note(.happenedSince(words, by: event.by, at: event.recorded.chinaMinute, event.sequence), .warn),
        .links([(.openAnew, act.path)]),
      ], status: .conflict)
  }

  // MARK: - Done

  /// What was recorded through a form, after a reload and a restart, too.
  func done(_ token: ChangeToken, _ desk: Desk) throws -> Page {
    var outcome: Act.Outcome?
    if case .recorded(let held)? = forms.form(token, of: desk.seat.by)?.standing { outcome = held }
    var parts = (outcome?.notes ?? []).map { Page.Part.note($0, .note) }
    if let files = outcome?.files, !files.isEmpty {
      parts.append(.links(files.enumerated().map { (Text(same: $0.element.name), Paths.file(token, $0.offset)) }))
    }
    guard let change = try desk.ledger.change(token) else {
      if outcome == nil { return ErrorPages.notFound(.lookedFor(token.id), .today) }
      return Page(title: .nothingNew, question: .nothingNewHelp, place: nil, parts: parts)
    }
    let rows = change.events.map { HistoryEvent(event: $0) }
    let words = try words(of: change.events, desk)
    parts.append(.table(try TableView("recorded", .recordedCaption, ExplainReports.timeline(words), rows, desk)))
    if change.isCut { parts.append(.note(.moreRecorded(RecordedChange.mostEvents), .note)) }
    parts.append(.links(ActPages.links(change.events)))
    return Page(title: .recordedTitle, question: .recordedQuestion, place: nil, parts: parts)
  }

  /// The words of events that are about one person, with the stages of their applications; of others those of the packs.
  private func words(of events: [Event], _ desk: Desk) throws -> LocalWords {
    let persons = Set(events.compactMap(\.body.person))
    guard persons.count == 1, let person = persons.first else { return desk.words }
    return try desk.ledger.timeline(of: person).words
  }

  /// The pages of what some events are about.
  private static func links(_ events: [Event]) -> [(Text, LocalPath)] {
    var links: [(Text, LocalPath)] = []
    func add(_ name: Identifier, _ path: LocalPath) {
      if links.count < 20, !links.contains(where: { $0.1 == path }) {
        links.append((Text(same: name.description), path))
      }
    }
    for event in events {
      if let batch = event.body.batch { add(batch, Paths.batch(batch)) }
      if let person = event.body.person { add(person, Paths.person(person)) }
      if case .monthClosed(let close) = event.body {
        links.append((.monthTitle(close.month), Paths.month(close.month)))
      }
    }
    return links + [(.placeToday, Paths.today())]
  }
}
