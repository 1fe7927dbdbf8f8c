public import System
import Synchronization
public import Values

/// How long a session lasts.
public struct SessionLimits: Hashable, Sendable {
  /// How long it lasts without a request.
  ///
  /// > Units: seconds.
  public let idle: Int64
  /// How long it lasts at most.
  ///
  /// > Units: seconds.
  public let absolute: Int64

  /// Makes limits.
  public init(idle: Int64, absolute: Int64) {
    self.idle = idle
    self.absolute = absolute
  }
}

/// One browser's session.
public struct Session<Value: Sendable>: Sendable {
  /// Names a session within the program, to list and to end it; no secret.
  public struct Key: Hashable, Sendable {
    /// Its place among all that were ever begun.
    package let number: Int
  }

  /// Its name.
  public let key: Key
  /// Its value: who is signed in.
  public let value: Value
  /// The secret that every form of the session's pages sends back.
  public let formSecret: Secret
  /// When it began.
  public let opened: Instant
  /// When its last request came.
  public internal(set) var used: Instant
  /// How long it lasts.
  public let limits: SessionLimits

  func isOver(at now: Instant) -> Bool { now.seconds >= end }

  /// Whether it ended so long ago that its forms are no longer taken.
  func isForgotten(at now: Instant) -> Bool { now.seconds >= end + Sessions<Value>.lapsedLength }

  /// The second from which on it is over.
  private var end: Int64 { min(used.seconds + limits.idle, opened.seconds + limits.absolute) }
}

/// The sessions of all browsers, in memory: they end with the program.
///
/// A session's id is a ``Secret`` in a cookie; nothing else of the program sees it.
///
/// > Source: OWASP, Session Management Cheat Sheet; OWASP, Cross-Site Request Forgery Prevention Cheat Sheet (synchronizer token).
public final class Sessions<Value: Sendable>: Sendable {
  /// The form field in which ``Session/formSecret`` is sent.
  public static var field: String { "csrf" }

  private let table: Mutex<SessionTable<Value>>
  private let name: String
  private let isSecure: Bool
  private let clock: @Sendable () -> Instant
  private let random: Secret.Source

  /// Makes a place for sessions.
  ///
  /// - Parameters:
  ///   - name: the name of the cookie: sessions of another kind have another one, so that none ends those of this one.
  ///   - isSecure: whether browsers reach the server by TLS (``Exposure/isSecure``); the cookie then has the prefix `__Host-`.
  ///   - most: how many sessions there may be at the same time.
  ///   - clock: tells the time.
  ///   - random: the source of ids.
  public init(
    named name: String = "session", isSecure: Bool, most: Int = 10_000,
    clock: @escaping @Sendable () -> Instant = { SystemClock.now() },
    random: @escaping Secret.Source = { count throws(SystemError) in try randomBytes(count) }
  ) {
    table = Mutex(SessionTable(most: most))
    self.name = name
    self.isSecure = isSecure
    self.clock = clock
    self.random = random
  }

  private var cookieName: String { isSecure ? "__Host-\(name)" : name }

  /// Begins a session, with an id of its own: at login and at every step that gives more rights, so that an id planted or seen
  /// before gives none.
  ///
  /// - Parameters:
  ///   - value: its value.
  ///   - limits: how long it lasts.
  ///   - old: the browser's session until now, which ends; nil if it has none.
  ///   - lapsed: a session of the same user in the same browser that is over by its time: it ends, and forms that it still has open
  ///     are forms of the new one; nil for none.
  /// - Returns: the session, and the cookie that the answer has to set.
  /// - Throws: ``Fault/unavailable(retryAfter:)`` if there are as many as there may be, ``Fault/failed`` without random bytes.
  public func begin(
    _ value: Value, limits: SessionLimits, insteadOf old: Session<Value>?, goingOnFrom lapsed: Session<Value>? = nil
  ) throws(Fault) -> (session: Session<Value>, cookie: Cookie) {
    let (id, fresh, now) = (try Secret(from: random), try Secret(from: random), clock())
    let formSecret = lapsed?.formSecret ?? fresh
    let session = table.withLock { $0.begin(value, limits, id, formSecret, now, insteadOf: (old ?? lapsed)?.key) }
    guard let session else { throw .unavailable(retryAfter: 60) }
    return (session, Cookie(name: cookieName, value: id.text, isSecure: isSecure))
  }

  /// The session of a request, which is thereby used; nil if there is none, or it is over.
  public func session(of request: Request) -> Session<Value>? {
    guard let id = request.cookie(cookieName).flatMap({ Secret($0) }) else { return nil }
    let now = clock()
    return table.withLock { $0.use(id, now) }
  }

  /// The session of a request, if its time ended no longer than ``lapsedLength`` ago; nil for any other.
  ///
  /// It admits no one: it identifies the sender of a form that comes too late.
  public func lapsed(of request: Request) -> Session<Value>? {
    guard let id = request.cookie(cookieName).flatMap({ Secret($0) }) else { return nil }
    let now = clock()
    return table.withLock { $0.lapsed(id, now) }
  }

  /// How long a session is known after its time.
  ///
  /// > Units: seconds.
  public static var lapsedLength: Int64 { 30 * 60 }

  /// Ends a session.
  ///
  /// - Returns: the cookie that takes the id away from the browser, if it is the one that ended its own.
  @discardableResult
  public func end(_ key: Session<Value>.Key) -> Cookie {
    table.withLock { $0.end(key) }
    return Cookie(name: cookieName, value: "", isSecure: isSecure, isRemoved: true)
  }

  /// The sessions that are not over, in the order in which they began.
  public func all() -> [Session<Value>] {
    let now = clock()
    return table.withLock { $0.all(at: now) }
  }

  /// A guard for callers with a session: a form must have the session's secret in ``field``.
  ///
  /// - Parameters:
  ///   - takingLapsed: whether a form is taken whose session has lapsed (``lapsed(of:)``): its route must then check that
  ///     itself.
  ///   - name: the owner of a session, to limit what each sends at the same time; nil to go by the address.
  ///   - otherwise: answers callers without a session, with a way to the login.
  /// - Returns: the guard.
  public func `guard`(
    takingLapsed: Bool = false, named name: @escaping @Sendable (Value) -> String? = { _ in nil },
    otherwise: @escaping @Sendable (Request) -> Response
  ) -> Guard<Session<Value>> {
    Guard(
      admit: { [self] request in
        let found = session(of: request) ?? (takingLapsed ? lapsed(of: request) : nil)
        return found.map { .admitted($0) } ?? .refused(otherwise(request))
      },
      confirm: { session, request throws(Fault) in
        guard request.method == .post else { return }
        guard session.formSecret.matches(try request.form.fields.one(Sessions.field)) else { throw .forbidden }
      }, name: { name($0.value) })
  }

  /// Whether a session is over by its time, or was ended since its request began to come.
  public func isOver(_ session: Session<Value>) -> Bool {
    session.isOver(at: clock()) || !table.withLock { $0.has(session.key) }
  }
}

/// The sessions as a value, at a time that the caller says.
struct SessionTable<Value: Sendable>: Sendable {
  private let most: Int
  private var sessions: [Session<Value>.Key: Session<Value>] = [:]
  private var keys: [Secret: Session<Value>.Key] = [:]
  private var ids: [Session<Value>.Key: Secret] = [:]
  private var begun = 0

  init(most: Int) { self.most = most }

  mutating func begin(
    _ value: Value, _ limits: SessionLimits, _ id: Secret, _ formSecret: Secret, _ now: Instant,
    insteadOf old: Session<Value>.Key?
  ) -> Session<Value>? {
    if let old { end(old) }
    sweep { $0.isForgotten(at: now) }
    if sessions.count >= most { sweep { $0.isOver(at: now) } }
    guard sessions.count < most else { return nil }
    begun += 1
    let session = Session(
      key: Session<Value>.Key(number: begun), value: value, formSecret: formSecret, opened: now, used: now,
      limits: limits)
    sessions[session.key] = session
    keys[id] = session.key
    ids[session.key] = id
    return session
  }

  mutating func use(_ id: Secret, _ now: Instant) -> Session<Value>? {
    guard let key = keys[id], var session = sessions[key] else { return nil }
    if session.isOver(at: now) {
      if session.isForgotten(at: now) { end(key) }
      return nil
    }
    session.used = max(session.used, now)
    sessions[key] = session
    return session
  }

  func lapsed(_ id: Secret, _ now: Instant) -> Session<Value>? {
    guard let key = keys[id], let session = sessions[key], session.isOver(at: now), !session.isForgotten(at: now) else {
      return nil
    }
    return session
  }

  mutating func end(_ key: Session<Value>.Key) {
    sessions[key] = nil
    if let id = ids.removeValue(forKey: key) { keys[id] = nil }
  }

  func has(_ key: Session<Value>.Key) -> Bool { sessions[key] != nil }

  func all(at now: Instant) -> [Session<Value>] {
    sessions.values.filter { !$0.isOver(at: now) }.sorted { $0.key.number < $1.key.number }
  }

  private mutating func sweep(_ isMeant: (Session<Value>) -> Bool) {
    for session in sessions.values where isMeant(session) { end(session.key) }
  }
}
