import Catalogue
import Ledger
import Merkle
import Papers
import Reports
import Subsidy
import System
import Values
import Web

/// The pages of acts: the form, the result of its trial, and the recorded events.
struct ActPages: Sendable {
  /// The parameter that names a held form.
  static let formField = "form"
  /// The field in which a form sends its token.
  static let tokenField = "token"

  let live: LiveLedger
  let forms: HeldForms
  /// Limits how often each operator sees private data as they are.
  let reveals: RateLimit<String>
  /// Runs long acts beside their requests.
  let queue: WorkQueue
  /// Receives failures beside a request.
  let log: @Sendable (String) -> Void

  // MARK: - The form

  /// An act's page: its form, or the standing of a held one.
  func page(_ act: Act?, _ desk: Desk) throws -> Workbench.Answer {
    guard let act else { throw Fault.notFound }
    guard act.isReadable || desk.may(act.events) else { return .page(ErrorPages.forbidden(act.title, act.roles)) }
    let token = try desk.request.query.optional(ActPages.formField).flatMap { ChangeToken($0) }
    guard let token, let held = forms.form(token, of: desk.seat.by), held.path == act.path else {
      return .page(try form(act, ActValues(initial: act.fields), give(act, desk), [], desk))
    }
    return try page(act, held, token, desk)
  }

  /// The page of a held form's standing.
  private func page(_ act: Act, _ held: HeldForms.Held, _ token: ChangeToken, _ desk: Desk) throws -> Workbench.Answer {
    switch held.standing {
    case .typed: .page(form(act, held.values, token, [], desk))
    case .refused(let problems, let status): .page(form(act, held.values, token, problems, desk, status))
    case .trying(let since, let work), .recording(let since, let work): .page(running(act, since, work, desk))
    case .tried(let preview): .page(tried(act, preview, token, desk))
    case .recorded: .seeOther(Paths.done(token).with(desk.kept))
    case .overtaken(let event):
      .page(try conflict(event == nil ? .pageIsOlder : .somebodyWasFaster, event, act, desk))
    }
  }

  /// A token for a form of the page.
  private func give(_ act: Act, _ desk: Desk) throws -> ChangeToken {
    try forms.give(to: desk.seat.by, at: desk.log.size, showing: act.basis?.shown)
  }

  private func form(
    _ act: Act, _ values: ActValues, _ token: ChangeToken, _ problems: [FormProblem], _ desk: Desk,
    _ status: Status = .unprocessable
  ) -> Page {
    var page = act.page(act.parts)
    if !problems.isEmpty {
      page.parts.insert(.custom { html, desk in FormProblem.write(problems, to: &html, desk.language) }, at: 0)
      page.status = status
    }
    if let against = desk.knownAt == nil ? act.against : .notInThePast {
      // A request with a form that was not open is refused, and not only answered.
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
          // Many fields lie side by side if there is room.
          part.element("div", act.fields.count > 6 ? ["class": "fields"] : [:]) { fields in
            for field in act.fields {
              let wrong = problems.first { $0.field == field.controlID }?.text
              field.write(to: &fields, desk.language, typed: values[field.name], wrong: wrong)
            }
          }
          part.buttons(desk.say(act.trial == nil ? act.button : .tryIt))
        }
      })
    page.parts += act.below
    return page
  }

  /// Writes the hidden values of every form of an act.
  private static func write(_ token: ChangeToken, to form: inout HTMLWriter, _ desk: Desk) {
    form.hidden(tokenField, token.id.description)
    form.token(desk)
  }

  /// The page that asks for itself again until the work is done.
  private func running(_ act: Act, _ since: Instant, _ work: RowWork?, _ desk: Desk) -> Page {
    let seconds = max(0, desk.ledger.now.seconds - since.seconds)
    var page = act.page((work.map { [.note(.rowWork($0), .note)] } ?? []) + [.note(.underWay(seconds: seconds), .note)])
    page.refresh = 2
    return page
  }

  private func tried(_ act: Act, _ preview: Act.Preview, _ token: ChangeToken, _ desk: Desk) -> Page {
    var parts: [Page.Part] = []
    if preview.problems.isEmpty {
      parts.append(.note(.triedOnly, .note))
      if !preview.figures.isEmpty { parts.append(.figures(preview.figures)) }
      parts.append(.sentences(.wouldBeRecorded, preview.sentences))
      if let file = preview.refused { parts.append(.links([(Text(same: file.name), Paths.file(token, 0))])) }
      parts.append(
        .custom { html, desk in
          html.element("form", ["method": "post", "class": "no-print", "action": desk.link(act.path)]) { form in
            ActPages.write(token, to: &form, desk)
            form.buttons(desk.say(act.button)) {
              $0.element("a", ["class": "btn", "href": desk.link(act.path)], text: desk.say(.startOver))
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
    return act.page(parts)
  }

  /// The most problems that are shown; a workbook has them all.
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

  /// Tries an act: nothing is recorded, and its page shows what would be.
  ///
  /// Values that come while the form is tried take the place of the earlier ones.
  func attempt(_ act: Act?, _ desk: Desk) throws -> Workbench.Answer {
    guard let act else { throw Fault.notFound }
    guard desk.may(act.events) else { return .page(ErrorPages.forbidden(act.title, act.roles)) }
    guard let trial = act.trial else { throw Fault.notFound }
    let (token, by) = (try token(desk), desk.seat.by)
    if let made = try desk.ledger.change(token)?.events.first {
      return .page(try conflict(.formWasUsed, made, act, desk))
    }
    if case .recording? = forms.form(token, of: by)?.standing { return .seeOther(back(act, token, desk)) }
    let values = try ActValues(act.fields, desk.request.form)
    let problems = act.problems(in: values)
    if !problems.isEmpty || act.against != nil || desk.knownAt != nil {
      return .page(form(act, values, token, problems, desk))
    }
    guard forms.given(token, to: by) != nil else { return try isOver(act, values, desk) }
    let content = try values.digest(at: act.path)
    let ticket = try forms.hold(act, values, content, token, of: by, .trying(since: desk.ledger.now, nil))
    let (live, ledger, fields) = (live, naming(token, ticket, desk.ledger), act.fields)
    try go(act, ticket, orElse: .typed) {
      do {
        let size = try live.read(\.size)
        var preview = try trial.run(ledger, values)
        preview.size = size
        return .tried(preview)
      } catch {
        return try ActPages.refused(error, in: fields)
      }
    }
    return .seeOther(back(act, token, desk))
  }

  /// The form once more, with the typed values, for a token that the server has not given or no longer knows.
  private func isOver(_ act: Act, _ values: ActValues, _ desk: Desk) throws -> Workbench.Answer {
    .page(form(act, values, try give(act, desk), [FormProblem(field: act.fields.firstID, text: .formIsOver)], desk))
  }

  /// A ledger whose next change has a form's token, and which reports the progress of rows to the form's page.
  private func naming(_ token: ChangeToken, _ ticket: HeldForms.Ticket, _ ledger: SubsidyLedger) -> SubsidyLedger {
    let forms = forms
    var naming = ledger.telling { news in
      if case .working(let work) = news { forms.advance(work, ticket) }
    }
    naming.token = token
    return naming
  }

  /// Runs the work on a form, beside the request if the act is long, and sets the form's standing: `before` if the work does not begin.
  ///
  /// - Throws: ``Fault/unavailable(retryAfter:)`` if too many wait already; for an act that is not long, the errors of the body.
  private func go(
    _ act: Act, _ ticket: HeldForms.Ticket, orElse before: HeldForms.Standing,
    _ body: @escaping @Sendable () throws -> HeldForms.Standing
  ) throws {
    if !act.isLong {
      do { return forms.set(try body(), ticket) } catch {
        forms.set(before, ticket)
        throw error
      }
    }
    let (forms, log) = (forms, log)
    let isTaken = queue.submit {
      do { forms.set(try body(), ticket) } catch {
        log("what was begun beside a request failed: \(CommandFailure(mapping: error).text.en)")
        forms.set(.refused([FormProblem(field: "act", text: .failedBeside)], status: .failed), ticket)
      }
    }
    if !isTaken {
      forms.set(before, ticket)
      throw Fault.unavailable(retryAfter: 5)
    }
  }

  private func token(_ desk: Desk) throws(Fault) -> ChangeToken {
    guard let token = ChangeToken(try desk.request.form.fields.one(ActPages.tokenField)) else {
      throw .malformed(.form)
    }
    return token
  }

  /// Keeps the form of a request whose session is over, until the operator signs in again.
  ///
  /// A form that was tried is held already.
  func keep(_ act: Act?, isTyped: Bool, _ desk: Desk) throws -> Workbench.Answer {
    guard let act else { throw Fault.notFound }
    let (token, by) = (try token(desk), desk.seat.by)
    guard forms.given(token, to: by) != nil else { throw Fault.forbidden }
    if case .recording? = forms.form(token, of: by)?.standing { return .signIn(token) }
    if isTyped {
      let values = try ActValues(act.fields, desk.request.form)
      _ = try forms.hold(act, values, values.digest(at: act.path), token, of: by)
    }
    return .signIn(token)
  }

  // MARK: - Recording

  /// An event since an act's form was made is about its subject, or changes the page that the operator saw.
  private struct Overtaken: Error { let event: Event? }

  /// The pages that the operator saw before recording an act, and how they are made again.
  private struct Seen: Sendable {
    let subject: Act.Subject
    /// The digest of the basis that the form's page showed.
    let shown: Digest?
    let basis: Act.Basis?
    /// The result of the trial, and the code that tries it again; nil for an act without a trial.
    let tried: (preview: Act.Preview, again: @Sendable (SubsidyLedger) throws -> Act.Preview)?

    /// Refuses an act whose pages have changed since its form was made, at a size of the ledger, or since it was tried.
    ///
    /// It is tried again if the ledger has grown; no other act of this program is recorded meanwhile.
    ///
    /// - Throws: ``Overtaken``, and the errors of the trial.
    func refuseIfOther(
      since size: UInt64, _ now: LedgerSnapshot, _ ledger: SubsidyLedger, trying reader: SubsidyLedger
    ) throws {
      if let other = try ledger.lastEvent(since: size, where: { subject.isSubject(of: $0.body) }) {
        throw Overtaken(event: other)
      }
      if let basis, try basis.of(now.state) != shown { throw Overtaken(event: nil) }
      guard let tried, now.size != tried.preview.size else { return }
      if try !tried.again(reader).shows(what: tried.preview) { throw Overtaken(event: nil) }
    }
  }

  /// Records an act: once, signed with the key of the session.
  ///
  /// It is refused if an event about its subject was recorded since the form was made. If another process appends between that look and
  /// the record, the ledger's rules decide.
  func submit(_ act: Act?, _ desk: Desk) throws -> Workbench.Answer {
    let (token, by) = (try token(desk), desk.seat.by)
    let made = try desk.ledger.change(token)?.events.first
    // An act that was performed may not be offered any more.
    guard let act else {
      guard let made, made.by.isSameOperator(as: by) else { throw Fault.notFound }
      return .seeOther(Paths.done(token).with(desk.kept))
    }
    guard desk.may(act.events) else { return .page(ErrorPages.forbidden(act.title, act.roles)) }
    let held = forms.form(token, of: by)
    let typed = act.trial == nil ? try ActValues(act.fields, desk.request.form) : nil
    let content = try typed?.digest(at: act.path)
    if let answer = try repeated(act, token, held, made, content, desk) { return answer }
    let values: ActValues
    let before: HeldForms.Standing
    if let typed {
      (values, before) = (typed, .typed)
    } else {
      guard let held, held.path == act.path else { return try isOver(act, ActValues(initial: act.fields), desk) }
      guard case .tried(let preview) = held.standing, preview.problems.isEmpty else {
        return .seeOther(back(act, token, desk))
      }
      (values, before) = (held.values, held.standing)
    }
    guard let given = forms.given(token, to: by) else { return try isOver(act, values, desk) }
    var subject = act.subject
    if case .tried(let preview) = before, let found = preview.subject { subject = found }
    subject = subject.resolved(values, in: desk.state)
    let problems = act.problems(in: values)
    if !problems.isEmpty || act.against != nil || desk.knownAt != nil {
      // The reason against it may be another operator's act.
      if let other = try desk.ledger.lastEvent(since: token.size, where: { subject.isSubject(of: $0.body) }) {
        return .page(try conflict(.somebodyWasFaster, other, act, desk))
      }
      return .page(form(act, values, token, problems, desk))
    }
    var tried: (Act.Preview, @Sendable (SubsidyLedger) throws -> Act.Preview)?
    if case .tried(let preview) = before, let run = act.trial?.run { tried = (preview, { try run($0, values) }) }
    let ticket = try forms.hold(
      act, values, content ?? held?.content ?? values.digest(at: act.path), token, of: by,
      .recording(since: desk.ledger.now, nil))
    let seen = Seen(subject: subject, shown: given.shown, basis: act.basis, tried: tried)
    try record(act, values, seen, ticket, orElse: before, desk)
    if act.isLong { return .seeOther(back(act, token, desk)) }
    guard let held = forms.form(token, of: by) else { return .seeOther(Paths.done(token).with(desk.kept)) }
    return try page(act, held, token, desk)
  }

  /// The answer to a reload or a double click: the result of the first request; nothing happens again.
  ///
  /// - Parameters:
  ///   - act: the act.
  ///   - token: the form's.
  ///   - held: the form, if it is still held.
  ///   - made: the first event that was recorded through the form; nil for none.
  ///   - content: the digest of the request's values; nil if they are those of the trial.
  ///   - desk: the page's request.
  /// - Throws: the failures of the ledger.
  /// - Returns: nil if the form was not used yet.
  private func repeated(
    _ act: Act, _ token: ChangeToken, _ held: HeldForms.Held?, _ made: Event?, _ content: Digest?, _ desk: Desk
  ) throws -> Workbench.Answer? {
    let isSame = held.map { $0.path == act.path && (content == nil || $0.content == content) }
    if let made {
      // After a restart the typed values are lost: the page shows the recorded events.
      let isRepeated = isSame ?? (made.body.begins(with: act.beginnings) && made.by.isSameOperator(as: desk.seat.by))
      return isRepeated
        ? .seeOther(Paths.done(token).with(desk.kept)) : .page(try conflict(.formWasUsed, made, act, desk))
    }
    switch held?.standing {
    case .trying, .recording, .recorded:
      guard isSame ?? false else { return .page(try conflict(.formWasUsed, nil, act, desk)) }
      if case .recorded? = held?.standing { return .seeOther(Paths.done(token).with(desk.kept)) }
      return .seeOther(back(act, token, desk))
    case .tried, .typed, .refused, .overtaken, nil: return nil
    }
  }

  /// Performs an act, in the queue of changes if it appends, and sets its form's standing.
  ///
  /// - Throws: as ``go(_:_:orElse:_:)``.
  private func record(
    _ act: Act, _ values: ActValues, _ seen: Seen, _ ticket: HeldForms.Ticket, orElse before: HeldForms.Standing,
    _ desk: Desk
  ) throws {
    let (token, reader) = (ticket.token, naming(ticket.token, ticket, desk.ledger))
    let (live, fields, perform, beginnings) = (live, act.fields, act.perform, act.beginnings)
    let (appends, revealsData) = (act.appends, act.revealsData)
    let (by, signer, viewer) = (desk.seat.by, desk.seat.signer, desk.ledger.viewer)
    try go(act, ticket, orElse: before) { [self] in
      do {
        if revealsData { try reveals.take(by.lowercased.description) }
        if !appends { return .recorded(try perform(reader, values)) }
        let outcome = try live.append { ledger in
          try seen.refuseIfOther(since: token.size, live.read(\.self), ledger, trying: reader)
          var signing = naming(token, ticket, ledger)
          (signing.signer, signing.viewer) = (signer, viewer)
          return try perform(signing, values)
        }
        return .recorded(outcome)
      } catch let repeated as ChangeMadeBefore {
        let first = repeated.first
        return first.by.isSameOperator(as: by) && first.body.begins(with: beginnings)
          ? .recorded(Act.Outcome()) : .overtaken(first)
      } catch let overtaken as Overtaken {
        return .overtaken(overtaken.event)
      } catch {
        return try ActPages.refused(error, in: fields)
      }
    }
  }

  private func back(_ act: Act, _ token: ChangeToken, _ desk: Desk) -> LocalPath {
    act.path.with(desk.kept).with([ActPages.formField: token.id.description])
  }

  /// The refusal of an act, which its form then shows.
  ///
  /// - Throws: the error, if it is a failure of the program or the system.
  private static func refused(_ error: any Error, in form: [FormField]) throws -> HeldForms.Standing {
    guard let (problems, status) = FormProblem.refusals(error, in: form) else { throw error }
    return .refused(problems, status: status)
  }

  /// The page that says why nothing was recorded: the event since the form was made, when and by whom, if it is known.
  private func conflict(_ what: Text, _ event: Event?, _ act: Act, _ desk: Desk) throws -> Page {
    let notes = try event.map { event in
      let words = EventWords(event.body, try words(of: [event], desk))
      return [
        Page.Part.note(.happenedSince(words, by: event.by, at: event.recorded.chinaMinute, event.sequence), .warn)
      ]
    }
    return Page(
      title: what, question: .nothingRecorded, place: act.place, above: act.above,
      parts: (notes ?? []) + [.links([(.openAnew, act.path)])], status: .conflict)
  }

  // MARK: - Done

  /// The events that were recorded through a form, after a reload and a restart, too.
  func done(_ token: ChangeToken, _ desk: Desk) throws -> Page {
    var outcome: Act.Outcome?
    if case .recorded(let held)? = forms.form(token, of: desk.seat.by)?.standing { outcome = held }
    var parts = (outcome?.notes ?? []).map { Page.Part.note($0, .note) }
    if let files = outcome?.files, !files.isEmpty {
      parts.append(.links(files.enumerated().map { (Text(same: $0.element.name), Paths.file(token, $0.offset)) }))
    }
    guard let change = try desk.ledger.change(token) else {
      guard let outcome else { return ErrorPages.notFound(.lookedFor(token.id), .today) }
      return Page(
        title: outcome.title ?? .nothingNew, question: outcome.title == nil ? .nothingNewHelp : .nothingAppended,
        place: nil, parts: parts)
    }
    let rows = change.events.map { HistoryEvent(event: $0) }
    let words = try words(of: change.events, desk)
    parts.append(try desk.table("recorded", .recordedCaption, ExplainReports.timeline(words), rows))
    if change.isCut { parts.append(.note(.moreRecorded(RecordedChange.mostEvents), .note)) }
    parts.append(.links(ActPages.links(change.events)))
    return Page(title: .recordedTitle, question: .recordedQuestion, place: nil, parts: parts)
  }

  /// The words for events about one person, with the stages of their applications; for others, those of the packs.
  private func words(of events: [Event], _ desk: Desk) throws -> LocalWords {
    let persons = Set(events.compactMap(\.body.person))
    guard persons.count == 1, let person = persons.first else { return desk.words }
    return try desk.ledger.timeline(of: person).words
  }

  /// The pages of the subjects of some events.
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
    return links + [(Place.today.name, Place.today.path)]
  }
}
