import Catalogue
import Ledger
import Papers
import Subsidy
import Synchronization
import Values
import Web

/// The login: its form, and the sessions that it opens for operators with a key.
final class Entrance: Sendable {
  /// The limits of the login.
  private enum Limits {
    /// Logins that fail, of one operator and from one address.
    static var logins: Rate { Rate(5, in: 15 * 60) }
    /// Login forms that one address asks for.
    static var forms: Rate { Rate(300, in: 60) }
    /// Logins with a token at the same time, each of which keeps a reader's thread waiting.
    static var tokens: Int { 2 }
    /// A visitor's session, which holds nothing but the token of the login's form.
    static var visit: SessionLimits { SessionLimits(idle: 10 * 60, absolute: 60 * 60) }
  }

  /// A visitor who has not signed in.
  struct Visitor: Sendable {}

  let visitors: Sessions<Visitor>
  private let live: LiveLedger
  private let keys: KeyFolder
  private let shell: Shell
  private let forms: HeldForms
  private let seats: Sessions<Seat>
  private let namesTried: RateLimit<String>
  private let addressesTried: RateLimit<String>
  private let formsAsked: RateLimit<String>
  /// The number of logins that wait for the button of a token.
  private let tokensAsked = Atomic<Int>(0)
  private let clock: @Sendable () -> Instant
  private let log: @Sendable (String) -> Void

  init(
    _ live: LiveLedger, _ keys: KeyFolder, _ shell: Shell, _ forms: HeldForms, _ seats: Sessions<Seat>, isSecure: Bool,
    clock: @escaping @Sendable () -> Instant, log: @escaping @Sendable (String) -> Void
  ) {
    visitors = Sessions(named: "visit", isSecure: isSecure, clock: clock)
    namesTried = RateLimit(Limits.logins, clock: clock)
    addressesTried = RateLimit(Limits.logins, clock: clock)
    formsAsked = RateLimit(Limits.forms, clock: clock)
    (self.live, self.keys, self.shell, self.forms, self.seats) = (live, keys, shell, forms, seats)
    (self.clock, self.log) = (clock, log)
  }
}

extension Entrance {
  /// The login's address, in the language of some parameters.
  func path(_ fields: [Fields.Item]) -> LocalPath {
    Paths.login().with(Entrance.tongue(fields))
  }

  /// The form that was open when the session ended.
  private func keptForm(_ request: Request) throws(Fault) -> ChangeToken? {
    try request.query.optional(ActPages.formField).flatMap { ChangeToken($0) }
  }

  /// The parameter of the language among some.
  private static func tongue(_ fields: [Fields.Item]) -> Fields {
    Fields(fields.filter { $0.name == Desk.languageField })
  }

  /// The form, with a session of its own for the token in it.
  ///
  /// `wrong` is the reason for which the last login was refused.
  ///
  /// - Throws: `Fault`, as for an address that asks too often.
  func form(_ request: Request, wrong: Text?, status: Status) throws(Fault) -> Response {
    let language = try Desk.language(request)
    try formsAsked.take(request.remote)
    let (session, cookie) = try visitors.begin(
      Visitor(), limits: Limits.visit, insteadOf: visitors.session(of: request))
    let title = wrong == nil ? Text.login : .errorTitle(.login)
    let kept = try keptForm(request)
    let bytes = shell.bytes(title: title, language) { main in
      if let wrong {
        FormProblem.write([FormProblem(field: "operator", text: wrong)], to: &main, language)
      }
      main.element("h1", text: Text.login(in: language))
      main.element("p", text: Text.loginLead(in: language))
      if kept != nil { main.element("p", ["class": "note"], text: Text.typedIsKept(in: language)) }
      let login = path(request.query.items)
      let action = (kept.map { login.with([ActPages.formField: $0.id.description]) } ?? login).text
      main.element("form", ["method": "post", "action": action, "class": "card"]) { form in
        form.hidden(Sessions<Visitor>.field, session.formSecret.text)
        for field in [
          FormField("operator", .operatorId, .operatorIdHint, .input(type: "text", filled: "username")),
          FormField(
            "passphrase", .passphraseLabel, .passphraseHint, .input(type: "password", filled: "current-password")),
        ] {
          field.write(to: &form, language, isMarked: wrong != nil)
        }
        form.buttons(Text.login(in: language))
      }
      let other: Language = language == .zh ? .en : .zh
      let asked = Fields(
        (kept.map { [Fields.Item(name: ActPages.formField, value: $0.id.description)] } ?? [])
          + (other == .zh ? [] : [Fields.Item(name: Desk.languageField, value: other.rawValue)]))
      let there = Paths.login().with(asked)
      main.element("p") { $0.element("a", ["href": there.text], text: Text.ownName(of: other)) }
    }
    return .html(bytes, status: status).setting(cookie)
  }

  /// Opens a session for an operator whose key the passphrase opens, or answers with the form once more.
  ///
  /// - Throws: `Fault`; the failures of the ledger and the system.
  func login(_ request: Request, _ visit: Session<Visitor>) throws -> Response {
    let typed = try request.form.fields.one("operator")
    let passphrase = try request.form.fields.one("passphrase")
    try addressesTried.take(request.remote)
    guard let name = Identifier(typed.filter { $0 != " " }) else {
      return try form(request, wrong: .loginRefused, status: .unprocessable)
    }
    try namesTried.take(name.lowercased.description)
    let (known, ledger) = (try current(name), try live.read { $0.state.name })
    guard let found = known, !found.isRetired else {
      // The time of the answer does not tell whether there is such an operator.
      keys.tryInVain(passphrase)
      log("login of \(name) refused: no operator")
      return try form(request, wrong: .loginRefused, status: .unprocessable)
    }
    let waitsForToken = try keys.asksToken(of: found.details.name)
    if waitsForToken, tokensAsked.add(1, ordering: .relaxed).newValue > Limits.tokens {
      tokensAsked.subtract(1, ordering: .relaxed)
      throw Fault.unavailable(retryAfter: 5)
    }
    defer { if waitsForToken { tokensAsked.subtract(1, ordering: .relaxed) } }
    let signer: CommitSigner
    do { signer = try keys.signer(of: found, in: ledger, under: passphrase, at: clock()) } catch {
      // The reason is for the server's administrator: a page does not tell whether an operator exists.
      log("login of \(name) refused: \(CommandFailure(mapping: error).text.en)")
      return try form(request, wrong: .loginRefused, status: .unprocessable)
    }
    namesTried.forget(name.lowercased.description)
    // A login says nothing about other visitors from the address: their failures still count.
    addressesTried.giveBack(request.remote)
    let seat = Seat(by: found.details.name, signer: signer)
    // Forms that the operator still has open in the browser go on.
    let lapsed = seats.lapsed(of: request).flatMap { $0.value.by.isSameOperator(as: seat.by) ? $0 : nil }
    let (_, cookie) = try seats.begin(
      seat, limits: Entrance.limits(of: found), insteadOf: seats.session(of: request), goingOnFrom: lapsed)
    log("login \(found.details.name) from \(request.remote)")
    let kept = try keptForm(request)
    let waiting = kept.flatMap { token in
      forms.form(token, of: found.details.name)?.path.with([ActPages.formField: token.id.description])
    }
    return .seeOther((waiting ?? Place.today.path).with(Entrance.tongue(request.query.items))).setting(cookie).setting(
      visitors.end(visit.key))
  }

  /// An operator as the ledger has them now.
  ///
  /// It does not wait for another process that records; the next request sees its events.
  func current(_ name: Identifier) throws -> OperatorState? {
    try live.follow(waiting: false)
    return try live.read { $0.state.operators[name] }
  }

  /// The length of a session: shorter for operators who move money.
  private static func limits(of operator: OperatorState) -> SessionLimits {
    let movesMoney = [OperatorRole.draft, .approve, .export, .settle, .recover].contains { `operator`.has($0) }
    return SessionLimits(idle: (movesMoney ? 15 : 30) * 60, absolute: 10 * 3_600)
  }
}
