import SeededRandom
import Synchronization
import System
import Testing
import WebSupport
import Values
import Web

/// Time that a test sets.
final class TestClock: Sendable {
  private let seconds = Mutex<Int64>(1_000_000)
  var now: Instant { Instant(seconds: seconds.withLock { $0 }) }
  func advance(_ count: Int64) { seconds.withLock { $0 += count } }
}

/// Bytes that are the same every time.
final class TestRandom: Sendable {
  private let generator = Mutex(SeededRandom(1))
  func bytes(_ count: Int) -> [UInt8] {
    generator.withLock { generator in (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) } }
  }
}

/// Sessions and rates, under a clock and random bytes of the test's own.
@Suite struct SessionTests {
  private let clock = TestClock()
  private let random = TestRandom()
  private let limits = SessionLimits(idle: 900, absolute: 36_000)

  private func sessions(most: Int = 100, isSecure: Bool = false) -> Sessions<String> {
    let (clock, random) = (clock, random)
    return Sessions(
      isSecure: isSecure, most: most, clock: { clock.now }, random: { count throws(SystemError) in random.bytes(count) }
    )
  }

  /// A server whose visitors sign in, see who they are, and sign out.
  private func routes(_ sessions: Sessions<String>) -> [Route] {
    let limits = limits
    let signedIn = sessions.guard { _ in .html(Array("who?".utf8), status: .forbidden) }
    return [
      .post(PathPattern("/login"), for: .everybody, on: .readers) { request, _ throws(Fault) in
        let old = sessions.session(of: request)
        let begun = try sessions.begin(try request.form.fields.one("name"), limits: limits, insteadOf: old)
        return Response.html(Array(begun.session.formSecret.text.utf8)).setting(begun.cookie)
      },
      .get(PathPattern("/me"), for: signedIn) { _, session in .html(Array(session.value.utf8)) },
      .post(PathPattern("/act"), for: signedIn, on: .writer) { _, session in .html(Array(session.value.utf8)) },
      .post(PathPattern("/logout"), for: signedIn, on: .readers) { _, session in
        Response.html([]).setting(sessions.end(session.key))
      },
    ]
  }

  private func login(_ endpoint: Endpoint, _ name: String, _ fields: String = "") throws -> (
    cookie: String, secret: String
  ) {
    let answer = try Example.ask(endpoint, Example.post("/login", endpoint, Array("name=\(name)".utf8), fields: fields))
    let cookie = try #require(answer.field("set-cookie")?.split(separator: ";").first)
    return (String(cookie), answer.text)
  }

  @Test("a session's cookie is for this host alone, and for no script; its prefix needs TLS")
  func cookie() throws {
    let plain = try sessions().begin("a", limits: limits, insteadOf: nil).cookie
    let secure = try sessions(isSecure: true).begin("a", limits: limits, insteadOf: nil).cookie
    #expect("\(plain)".contains("session=") && !"\(plain)".contains("__Host-") && !"\(plain)".contains("Secure"))
    #expect("\(secure)".contains("__Host-session=") && "\(secure)".contains("; Secure"))
    for cookie in [plain, secure] { #expect("\(cookie)".contains("; Path=/; HttpOnly; SameSite=Strict")) }
  }

  @Test("who is signed in is known by the cookie; a login gives a new id and ends the old one")
  func login() throws {
    let sessions = sessions()
    try Example.serve(routes(sessions)) { endpoint in
      func me(_ cookie: String) throws -> Answer {
        try Example.ask(endpoint, Example.get("/me", endpoint, "Cookie: \(cookie)\r\n"))
      }
      let planted = "session=\(String(repeating: "a", count: 64))"
      #expect(try me(planted).status == 403 && me("session=x").status == 403 && me("").status == 403)
      let first = try login(endpoint, "%E9%99%86", "Cookie: \(planted)\r\n")
      #expect(first.cookie != planted)
      #expect(try me(first.cookie).text == "陆")
      #expect(try me("a=b; \(first.cookie);c=d").text == "陆")
      // A second one may have been planted.
      #expect(try me("\(first.cookie); \(planted)").status == 403)
      let second = try login(endpoint, "b", "Cookie: \(first.cookie)\r\n")
      #expect(try me(first.cookie).status == 403 && me(second.cookie).text == "b")
      #expect(sessions.all().map(\.value) == ["b"])
    }
  }

  @Test("a form without the session's secret, or with another session's, has no effect")
  func formSecret() throws {
    try Example.serve(routes(sessions())) { endpoint in
      let (mine, theirs) = (try login(endpoint, "a"), try login(endpoint, "b"))
      func act(_ body: String) throws -> Int {
        try Example.ask(
          endpoint, Example.post("/act", endpoint, Array(body.utf8), fields: "Cookie: \(mine.cookie)\r\n")
        ).status
      }
      #expect(try act("csrf=\(mine.secret)") == 200)
      #expect(try act("csrf=\(theirs.secret)") == 403)
      #expect(try act("csrf=") == 403)
      #expect(try act("a=1") == 400)
      #expect(try act("csrf=\(mine.secret)&csrf=\(mine.secret)") == 400)
      #expect(
        try Example.ask(endpoint, Example.post("/act", endpoint, Array("csrf=\(mine.secret)".utf8))).status == 403)
    }
  }

  @Test("a session ends without requests, at its age, and at logout")
  func ends() throws {
    try Example.serve(routes(sessions())) { endpoint in
      func me(_ cookie: String) throws -> Int {
        try Example.ask(endpoint, Example.get("/me", endpoint, "Cookie: \(cookie)\r\n")).status
      }
      let idle = try login(endpoint, "a").cookie
      clock.advance(899)
      #expect(try me(idle) == 200)
      clock.advance(900)
      #expect(try me(idle) == 403)
      let old = try login(endpoint, "a").cookie
      for _ in 0..<45 {
        #expect(try me(old) == 200)
        clock.advance(800)
      }
      #expect(try me(old) == 403)
      let left = try login(endpoint, "a")
      let answer = try Example.ask(
        endpoint,
        Example.post("/logout", endpoint, Array("csrf=\(left.secret)".utf8), fields: "Cookie: \(left.cookie)\r\n"))
      #expect(answer.field("set-cookie")?.contains("Max-Age=0") == true)
      #expect(try me(left.cookie) == 403)
    }
  }

  @Test("there are only so many sessions; those that are over make room")
  func most() throws {
    let sessions = sessions(most: 2)
    for name in ["a", "b"] { _ = try sessions.begin(name, limits: limits, insteadOf: nil) }
    #expect(throws: Fault.unavailable(retryAfter: 60)) { try sessions.begin("c", limits: limits, insteadOf: nil) }
    clock.advance(900)
    #expect(sessions.all().isEmpty)
    _ = try sessions.begin("c", limits: limits, insteadOf: nil)
    #expect(sessions.all().map(\.value) == ["c"])
  }

  /// The value of a session, which is gone with its last copy.
  private final class Held: Sendable {}

  @Test("a session whose forms nobody asks for any more is let go of when another one begins, and none before")
  func forgotten() throws {
    let (clock, random) = (clock, random)
    let sessions = Sessions<Held>(
      isSecure: false, clock: { clock.now }, random: { count throws(SystemError) in random.bytes(count) })
    weak var first: Held?
    func begin() throws -> Held {
      let held = Held()
      _ = try sessions.begin(held, limits: limits, insteadOf: nil)
      return held
    }
    first = try begin()
    // It is over, but its forms are still asked for.
    clock.advance(limits.idle + Sessions<Held>.lapsedLength - 1)
    _ = try begin()
    #expect(first != nil)
    clock.advance(1)
    _ = try begin()
    #expect(first == nil)
  }

  @Test("five in fifteen minutes are five in any fifteen minutes, by key")
  func rate() throws {
    let clock = clock
    let limit = RateLimit<String>(Rate(5, in: 900), clock: { clock.now })
    for _ in 0..<5 {
      try limit.take("a")
      clock.advance(100)
    }
    #expect(throws: Fault.tooManyRequests(retryAfter: 400)) { try limit.take("a") }
    try limit.take("b")
    clock.advance(399)
    #expect(throws: Fault.tooManyRequests(retryAfter: 1)) { try limit.take("a") }
    clock.advance(1)
    try limit.take("a")
    #expect(throws: Fault.tooManyRequests(retryAfter: 100)) { try limit.take("a") }
    limit.forget("a")
    for _ in 0..<5 { try limit.take("a") }
  }

  @Test("what is given back does not count, and all that was counted besides does")
  func givenBack() throws {
    let clock = clock
    let limit = RateLimit<String>(Rate(2, in: 60), clock: { clock.now })
    limit.giveBack("a")
    for _ in 0..<9 {
      try limit.take("a")
      limit.giveBack("a")
    }
    try limit.take("a")
    try limit.take("a")
    limit.giveBack("a")
    limit.giveBack("b")
    try limit.take("a")
    #expect(throws: Fault.tooManyRequests(retryAfter: 60)) { try limit.take("a") }
  }

  @Test("more keys than are counted at a time are refused until others are over")
  func mostKeys() throws {
    let clock = clock
    let limit = RateLimit<Int>(Rate(2, in: 60), most: 3, clock: { clock.now })
    for key in 0..<3 { try limit.take(key) }
    #expect(throws: Fault.tooManyRequests(retryAfter: 60)) { try limit.take(3) }
    try limit.take(0)
    clock.advance(60)
    try limit.take(3)
  }

  @Test("a rate, whatever is done when, is never exceeded in any window, and never refuses what fits in it")
  func rateAgainstReference() {
    for seed in Seeds.chosen("SUBSIDY_WEB", few: 20) {
      var random = SeededRandom(seed)
      let rate = Rate(Int.random(in: 1...4, using: &random), in: Int64.random(in: 1...20, using: &random))
      let clock = TestClock()
      let limit = RateLimit<Int>(rate, clock: { clock.now })
      var taken: [Int64] = []
      for _ in 0..<200 {
        clock.advance(Int64.random(in: 0...5, using: &random))
        let now = clock.now.seconds
        let fits = taken.filter { now - $0 < rate.seconds }.count < rate.count
        let isTaken = (try? limit.take(1)) != nil
        #expect(isTaken == fits, "SUBSIDY_WEB_SEED=\(seed)")
        if isTaken { taken.append(now) }
      }
    }
  }
}
