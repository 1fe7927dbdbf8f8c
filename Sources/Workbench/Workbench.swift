import Catalogue
package import Ledger
import Papers
import Subsidy
import Synchronization
import System
package import Values
package import Web

/// A ledger in a browser: the open ledger, the sessions, and the pages.
///
/// It decides nothing: a page shows a report or a state of the ledger, and the ledger's own roles decide who may do what.
package final class Workbench: Sendable {
  /// How often an operator may search and look.
  private enum Limits {
    static var finds: Rate { Rate(30, in: 60) }
    static var reveals: Rate { Rate(60, in: 60 * 60) }
  }

  package let live: LiveLedger
  let audits: Audits
  private let memo = Memo()
  private let forms: HeldForms
  /// Runs long acts beside their requests.
  private let beside: WorkQueue
  private let shell: Shell
  private let style: StaticFiles.File
  private let icon: StaticFiles.File
  private let seats: Sessions<Seat>
  private let entrance: Entrance
  let finds: RateLimit<String>
  let reveals: RateLimit<String>
  private let faults = Atomic<Int>(0)
  private let log: @Sendable (String) -> Void

  /// Opens a ledger for its operators.
  ///
  /// - Parameters:
  ///   - ledger: the ledger; it is verified first.
  ///   - keys: the folder of the operators' private keys.
  ///   - tokenProgram: the program that signs with keys on tokens; nil for none.
  ///   - isSecure: whether browsers reach the server by TLS.
  ///   - clock: the clock for sessions and limits.
  ///   - log: receives the server's messages to the office, in one line each, without private data.
  ///   - progress: receives the number of events that were read, and of all events.
  /// - Throws: ``StartFailure/noOperators``, and the failures of the ledger.
  package init(
    _ ledger: SubsidyLedger, keys: String, tokenProgram: String? = nil, isSecure: Bool,
    clock: @escaping @Sendable () -> Instant = { SystemClock.now() },
    log: @escaping @Sendable (String) -> Void = { _ in }, progress: (Int, Int) -> Void = { _, _ in }
  ) throws {
    live = try LiveLedger(ledger, waitingForPast: false, progress: progress)
    let haveKeys = try live.read { $0.state.operators.all.contains { !$0.keysInForce.isEmpty } }
    if !haveKeys { throw StartFailure.noOperators }
    style = StaticFiles.File(
      name: "workbench", suffix: "css", type: "text/css; charset=utf-8", bytes: PackageResources.workbench_css)
    icon = StaticFiles.File(
      name: "workbench", suffix: "svg", type: "image/svg+xml", bytes: PackageResources.workbench_svg)
    shell = Shell(style: style.path.text, icon: icon.path.text)
    seats = Sessions(isSecure: isSecure, most: 1_000, clock: clock)
    finds = RateLimit(Limits.finds, clock: clock)
    reveals = RateLimit(Limits.reveals, clock: clock)
    audits = Audits(live.reader, log: log)
    forms = HeldForms(clock: clock)
    beside = try WorkQueue(threads: Workbench.mostBeside, mostWaiting: 100)
    self.log = log
    entrance = Entrance(
      live, KeyFolder(path: keys, tokenProgram: tokenProgram), shell, forms, seats, isSecure: isSecure, clock: clock,
      log: log)
  }

  /// The most long acts at the same time; each may hold a table and its entries in memory.
  private static let mostBeside = 2

  // The queue's threads keep it alive; they end with the workbench.
  deinit { beside.close() }

  /// Returns when the long acts that were begun are over; takes no more.
  package func finish() { beside.finish() }

  /// The routes of all pages and forms.
  package var router: Router {
    Router([StaticFiles([style, icon]).route] + ways + pages)
  }

  /// The page for a request that reached no operator's page.
  package func faultPage(_ fault: Fault) -> Response.Body {
    .html(
      shell.bytes(title: .faultTitle(fault), .zh) { main in
        main.element("h1", text: Text.faultTitle(fault)(in: .zh))
        main.element("p", text: Text.faultHelp(fault)(in: .zh))
        main.element("p", ["lang": "en"], text: "\(Text.faultTitle(fault)(in: .en)) \(Text.faultHelp(fault)(in: .en))")
        main.element("p") { $0.element("a", ["href": Place.today.path.text], text: Place.today.name(in: .zh)) }
      })
  }
}

// MARK: - In and out

extension Workbench {
  private var ways: [Route] {
    let visitor = entrance.visitors.guard { [self] _ in .seeOther(entrance.path([])) }
    return [
      .get(Paths.login, for: .everybody) { [self] request, _ throws(Fault) in
        try entrance.form(request, wrong: nil, status: .ok)
      },
      .post(Paths.login, for: visitor, on: .readers) { [self] request, visit throws(Fault) in
        do { return try entrance.login(request, visit) } catch let fault as Fault { throw fault } catch {
          return try failed(error, request)
        }
      },
    ]
  }

  /// The open sessions of an operator.
  func sessions(of by: Identifier) -> [Session<Seat>] { seats.all().filter { $0.value.by.isSameOperator(as: by) } }

  /// Ends a session of the operator's own, by the number of its key.
  func end(_ number: Int, of by: Identifier) {
    if let own = sessions(of: by).first(where: { $0.key.number == number }) { seats.end(own.key) }
  }
}

// MARK: - Pages

extension Workbench {
  private var signedIn: Guard<Session<Seat>> {
    seats.guard { [self] request in .seeOther(entrance.path(request.query.items)) }
  }

  /// Also admits a session that ended a while ago: the form is kept.
  private var signedInUntilNow: Guard<Session<Seat>> {
    seats.guard(takingLapsed: true, named: { $0.by.lowercased.description }) { [self] request in
      .seeOther(entrance.path(request.query.items))
    }
  }

  private var pages: [Route] {
    acts + [
      page(.overview) { desk in try OverviewPage.page(desk) },
      page(.today) { desk in try TodayPage.page(desk) },
      page(.reviews) { desk in try ReviewsPage.page(desk) },
      page(.deadlines) { desk in try DeadlinesPage.page(desk) },
      page(.months) { desk in try MonthsPage.page(desk) },
      page(Paths.month, .months) { desk, month in try MonthsPage.page(of: month, desk) },
      page(.batches) { desk in try BatchesPage.page(desk) },
      page(Paths.batch, .batches) { desk, batch in try BatchesPage.page(of: batch, desk) },
      page(.recovery) { desk in try RecoveryPage.page(desk) },
      page(.audit) { [audits] desk in try AuditPage.page(desk, audits) },
      page(Paths.findings, .audit) { [audits] desk in try AuditPage.findings(desk, audits) },
      page(.operators) { desk in try OperatorsPage.page(desk) },
      page(Paths.operator, .operators) { desk, name in try OperatorsPage.page(of: name, desk) },
      page(.looks) { desk in try LooksPage.page(desk) },
      page(.policies) { desk in try PoliciesPage.page(desk) },
      page(Paths.policy, .policies) { desk, policy in try PoliciesPage.page(of: policy, desk) },
      page(Paths.policyAgainst, .policies) { desk, policy, other in
        try PoliciesPage.page(of: policy, against: other, desk)
      },
      page(.sessions) { [self] desk in try SessionsPage.page(desk, sessions(of: desk.seat.by)) },
      page(.find) { desk in try PeoplePage.find(desk) },
      page(Paths.found, .find) { desk, search in try PeoplePage.found(search, desk) },
      page(Paths.person, .find) { desk, person in try PeoplePage.page(of: person, nil, desk) },
      page(Paths.explanation, .find) { desk, person, month in try PeoplePage.explanation(of: month, person, desk) },
      page(Paths.personChanges, .find) { desk, person in try ChangesPage.page(of: person, desk) },
      page(Paths.monthChanges, .months) { desk, month in try ChangesPage.page(of: month, desk) },
      .get(Paths.revealed, for: signedIn) { [self] request, session, person, token throws(Fault) in
        try answer(request, session, .find) { desk in
          // Shown once: a reload gets the masked page.
          guard let card = desk.seat.revealed(token, of: person) else {
            return .seeOther(Paths.person(person).with(desk.request.query))
          }
          let page = try PeoplePage.page(of: person, card, desk)
          desk.seat.letGo(token)
          return .page(page)
        }
      },
      .post(Place.find.pattern, for: signedIn, on: .readers) { [self] request, session throws(Fault) in
        try finds.take(session.value.by.lowercased.description)
        let who = try request.form.fields.one("who")
        return try answer(request, session, .find) { desk in try PeoplePage.search(who, desk) }
      },
      .post(Paths.reveal, for: signedIn, on: .readers) { [self] request, session, person throws(Fault) in
        let reason = try request.form.fields.one("reason")
        return try answer(request, session, .find, at: Paths.person(person)) { desk in
          try reveals.take(session.value.by.lowercased.description)
          return try PeoplePage.reveal(person, because: reason, desk)
        }
      },
      .post(Place.audit.pattern, for: signedIn, on: .readers) { [self] request, session throws(Fault) in
        try answer(request, session, .audit) { [audits] desk in
          try audits.begin(desk)
          return .seeOther(Place.audit.path.with(desk.kept))
        }
      },
      .post(Paths.endSession, for: signedIn, on: .readers) { [self] request, session, number throws(Fault) in
        try answer(request, session, .sessions) { desk in
          end(number, of: desk.seat.by)
          return .seeOther(Place.sessions.path.with(desk.kept))
        }
      },
      .post(Paths.logout, for: signedIn, on: .readers) { [self] request, session throws(Fault) in
        .seeOther(entrance.path(request.query.items)).setting(seats.end(session.key))
      },
    ]
  }

  /// The page of a place.
  private func page(_ place: Place, _ make: @escaping @Sendable (Desk) throws -> Page) -> Route {
    page(place.pattern, place, make)
  }

  /// A page that a place's roles open.
  private func page<each Parameter: PathParameter>(
    _ path: PathPattern<repeat each Parameter>, _ place: Place,
    _ make: @escaping @Sendable (Desk, repeat each Parameter) throws -> Page
  ) -> Route {
    .get(path, for: signedIn) {
      [self] (request: Request, session: Session<Seat>, parameters: repeat each Parameter) throws(Fault) -> Response in
      try answer(request, session, place) { desk in .page(try make(desk, repeat each parameters)) }
    }
  }

  /// The result of a page's code.
  enum Answer {
    case page(Page)
    case seeOther(LocalPath)
    case file(Act.File)
    /// The operator has to sign in, and then finds this form again.
    case signIn(ChangeToken)
  }

  private var actPages: ActPages { ActPages(live: live, forms: forms, reveals: reveals, queue: beside, log: log) }

  private var acts: [Route] {
    let pages = actPages
    let routes: [[Route]] = [
      act(Paths.review, .reviews) { try ReviewsPage.act(of: $2, $1, $0) },
      act(Paths.batchAct, trial: Paths.batchTrial, .batches) { try FinanceActs.act($2, of: $1, $0) },
      act(Paths.monthAct, .months) { try FinanceActs.act($2, of: $1, $0) },
      act(Paths.demandAct, .recovery) { try RecoveryActs.act($3, of: $2, $1, $0) },
      act(Paths.raise, .recovery) { RecoveryActs.raise($1, of: $2, $0) },
      act(Paths.registerOperator, .operators) { OperatorActs.register($0) },
      act(Paths.operatorAct, .operators) { OperatorActs.act($2, of: $1, $0) },
      act(Paths.sweep, .deadlines) { try SweepActs.sweep($0) },
      act(Paths.finding, .audit) { [audits] in try FindingActs.act(of: $1, $0, audits) },
      act(Paths.request, .requests) { try ConsentActs.consent(to: $1, $0) },
      act(Paths.entry, trial: Paths.entryTrial, .counter) { try CounterActs.entry($1, of: $2, $0) },
      act(Paths.table, trial: Paths.tableTrial, .counter) { CounterActs.table($1, of: $2, $0) },
      act(Paths.contributions, trial: Paths.contributionsTrial, .counter) { CounterActs.contributions($1, $0) },
    ]
    return routes.flatMap(\.self) + [
      page(.counter) { desk in CounterPage.page(desk) },
      page(.requests) { desk in try ConsentActs.page(desk) },
      page(Paths.demand, .recovery) { desk, person, demand in try RecoveryActs.page(of: demand, person, desk) },
      page(Paths.done, .today) { desk, token in try pages.done(token, desk) },
      .get(Paths.file, for: signedIn) { [self] request, session, token, number throws(Fault) in
        try answer(request, session, .today) { desk in
          let file = forms.file(number, of: token, for: desk.seat.by) { desk.may($0) }
          guard let file else { throw Fault.notFound }
          return .file(file)
        }
      },
    ]
  }

  /// The routes of an act: its page, its trial if it has one, and its record.
  private func act<each Parameter: PathParameter>(
    _ path: PathPattern<repeat each Parameter>, trial: PathPattern<repeat each Parameter>? = nil, _ place: Place,
    _ make: @escaping @Sendable (Desk, repeat each Parameter) throws -> Act?
  ) -> [Route] {
    let pages = actPages
    let routes: [Route] = [
      .get(path, for: signedIn, respond: answering(path, place, make) { act, desk, _ in try pages.page(act, desk) }),
      .post(
        path, for: signedInUntilNow, on: .writer,
        respond: answering(path, place, takingLapsed: true, make) { act, desk, isOver in
          try isOver ? pages.keep(act, isTyped: act?.trial == nil, desk) : pages.submit(act, desk)
        }),
    ]
    guard let trial else { return routes }
    return routes + [
      .post(
        trial, for: signedInUntilNow, on: .readers, taking: .upload(atMost: Workbench.mostUploaded),
        respond: answering(path, place, takingLapsed: true, make) { act, desk, isOver in
          try isOver ? pages.keep(act, isTyped: true, desk) : pages.attempt(act, desk)
        })
    ]
  }

  /// Answers a request about an act, by the act and whether the session is over.
  private func answering<each Parameter: PathParameter>(
    _ path: PathPattern<repeat each Parameter>, _ place: Place, takingLapsed: Bool = false,
    _ make: @escaping @Sendable (Desk, repeat each Parameter) throws -> Act?,
    _ respond: @escaping @Sendable (Act?, Desk, _ isOver: Bool) throws -> Answer
  ) -> @Sendable (Request, Session<Seat>, repeat each Parameter) throws(Fault) -> Response {
    {
      [self] (request: Request, session: Session<Seat>, parameters: repeat each Parameter) throws(Fault) -> Response in
      try answer(request, session, place, at: path(repeat each parameters), takingLapsed: takingLapsed) { desk in
        try respond(make(desk, repeat each parameters), desk, seats.isOver(session))
      }
    }
  }

  /// The longest file that is taken.
  ///
  /// > Units: bytes.
  private static let mostUploaded = 64 << 20

  /// How often a page is made because the log moves meanwhile.
  private static let mostLooks = 3

  /// Answers an operator who is signed in: with the result of a page's code, or with the page of a refusal.
  private func answer(
    _ request: Request, _ session: Session<Seat>, _ place: Place, at path: LocalPath? = nil, takingLapsed: Bool = false,
    looks: Int = 1, _ make: (Desk) throws -> Answer
  ) throws(Fault) -> Response {
    // It may have been ended while the request was on its way.
    if !takingLapsed, seats.isOver(session) { return .seeOther(entrance.path(request.query.items)) }
    do {
      // The key that opened the session has to be one that the operator signs with now.
      guard let known = try entrance.current(session.value.by), !known.isRetired, session.value.signer.signs(for: known)
      else {
        return .seeOther(entrance.path(request.query.items)).setting(seats.end(session.key))
      }
      let desk: Desk
      do {
        desk = try Desk(request, at: path, session, known, live, memo, isLast: looks == Workbench.mostLooks)
      } catch is PastUnderWay {
        return try pastUnderWay(request)
      }
      if !place.admits(known) { return respond(ErrorPages.forbidden(place), desk) }
      do {
        switch try make(desk) {
        case .seeOther(let path): return .seeOther(path)
        case .signIn(let form):
          return .seeOther(entrance.path(request.query.items).with([ActPages.formField: form.id.description]))
        case .file(let file): return .download(file.bytes, type: file.type, name: file.name)
        case .page(let page):
          let shown = desk.showing(page.log)
          guard let asked = try request.query.optional(TableView.exportField) else { return respond(page, shown) }
          let parts = asked.split(separator: ".", maxSplits: 1)
          guard parts.count == 2, let file = try page.table(parts[0])?.file(as: String(parts[1]), shown) else {
            throw Fault.notFound
          }
          return file
        }
      } catch let fault as Fault {
        throw fault
      } catch is PastUnderWay {
        return try pastUnderWay(request)
      } catch is LedgerMoved {
        return try answer(request, session, place, at: path, takingLapsed: takingLapsed, looks: looks + 1, make)
      } catch {
        guard let page = ErrorPages.page(for: error, place) else { throw error }
        return respond(page, desk)
      }
    } catch let fault as Fault {
      throw fault
    } catch {
      return try failed(error, request)
    }
  }

  /// A page that reloads itself while a point in the past is computed for another operator.
  private func pastUnderWay(_ request: Request) throws(Fault) -> Response {
    let language = try Desk.language(request)
    return .html(
      shell.bytes(title: .pastUnderWay, language) { main in
        main.element("h1", text: Text.pastUnderWay(in: language))
        main.element("p", text: Text.pastUnderWayHelp(in: language))
      }, status: .unavailable
    ).refreshing(after: 2)
  }

  /// The page of a failure, with a number that the server's log has with the reason.
  private func failed(_ error: any Error, _ request: Request) throws(Fault) -> Response {
    let number = faults.add(1, ordering: .relaxed).newValue
    log("fault \(number): \(CommandFailure(mapping: error).text.en)")
    let language = try Desk.language(request)
    return .html(
      shell.bytes(title: .failedTitle, language) { main in
        main.element("h1", text: Text.failedTitle(in: language))
        main.element("p", text: Text.failedHelp(number, mayBeRecorded: request.method == .post)(in: language))
      }, status: .failed)
  }

  private func respond(_ page: Page, _ desk: Desk) -> Response {
    let response = Response.html(shell.bytes(of: page, desk), status: page.status)
    guard let seconds = page.refresh, !desk.isStill else { return response }
    return response.refreshing(after: seconds)
  }
}
