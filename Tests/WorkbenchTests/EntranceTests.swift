import Demo
import EventLog
import Foundation
import Ledger
import Subsidy
import Synchronization
import System
import Testing
import Values
import Web
import WebSupport

import Workbench

/// Who comes in, and how a session is ended.
@Suite struct EntranceTests {
  /// Every page, and every address that takes a form.
  static let pages = [
    "/", "/sessions", "/looks", "/looks?person=jd-001", "/operators", "/operators/of/op-110",
    "/operators/register", "/operators/of/op-110/change", "/operators/of/op-110/retire", "/people", "/people/jd-001",
    "/people/jd-001/months/2025-11",
    "/reviews",
    "/reviews/jd-001/A-jd-001", "/deadlines", "/months",
    "/people/jd-001/changes", "/months/2025-11", "/months/2025-11/changes", "/batches", "/batches/jd-2025-11",
    "/recovery", "/audit", "/audit/findings",
    "/audit/findings/paid-twice~jd-001", "/policies",
    "/policies/liuzhou-2022-9", "/policies/liuzhou-2022-9/against/linyi-2021-63", "/deadlines/sweep",
    "/people/found/\(String(repeating: "0", count: 64))",
    "/people/jd-001/revealed/\(String(repeating: "0", count: 64))",
  ]
  static let forms = [
    "/people", "/people/jd-001/reveal", "/reviews/jd-001/A-jd-001", "/audit", "/audit/findings/paid-twice~jd-001",
    "/operators/register", "/operators/of/op-110/retire", "/deadlines/sweep", "/sessions/0/end", "/logout",
  ]

  /// The browser tests' list of routes, in the folder of their own.
  private static let routes = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Fixtures/browser/routes.txt")

  @Test func `the routes that the browser tests have to walk are the program's`() throws {
    let routes = try Office().bench.router.spelled.joined(separator: "\n") + "\n"
    if ProcessInfo.processInfo.environment["SUBSIDY_WRITE_OUTPUTS"] != nil {
      try routes.write(to: EntranceTests.routes, atomically: true, encoding: .utf8)
    }
    #expect(try String(contentsOf: EntranceTests.routes, encoding: .utf8) == routes)
  }

  /// The values for the names in a route's braces.
  private static let samples = [
    "application": "A-jd-001", "batch": "jd-2025-11", "demand": "N1", "finding": "paid-twice~jd-001",
    "form": "w-bcdfghjkmnpq-0", "month": "2025-11", "number": "0", "operator": "op-110", "other": "linyi-2021-63",
    "person": "jd-001", "policy": "liuzhou-2022-9", "request": "Q20260105-1", "scheme": "liuzhou",
    "search": String(repeating: "0", count: 64), "session": "0", "token": String(repeating: "0", count: 64),
  ]

  @Test func `without a session every address leads to the login`() throws {
    let office = try Office()
    let browser = Browser(office)
    for route in office.bench.router.spelled where !route.contains("/static/") && !route.hasSuffix(" /login") {
      let parts = route.split(separator: " ")
      let path = try parts[1].split(separator: "/").map { part in
        try part.hasPrefix("{") ? #require(EntranceTests.samples[part.dropFirst().dropLast().description]) : "\(part)"
      }
      let address = "/" + path.joined(separator: "/")
      let answer = try parts[0] == "GET" ? browser.get(address) : browser.post(address, [:])
      #expect(answer.status == 303 && answer.field("location") == "/login", "\(route)")
    }
    for page in EntranceTests.pages {
      let answer = try browser.get(page)
      #expect(answer.status == 303 && answer.field("location") == "/login", "\(page)")
    }
    for form in EntranceTests.forms {
      let answer = try browser.post(form, ["who": "x", "reason": "x"])
      #expect(answer.status == 303 && answer.field("location") == "/login", "\(form)")
    }
  }

  @Test func `an operator's passphrase opens a session with an id of its own, and nothing else does`() throws {
    let office = try Office()
    let browser = Browser(office)
    _ = try browser.get("/login")
    let visitor = try #require(browser.cookies["visit"])
    for (name, passphrase) in [
      ("op-110", "wrong"), ("op-999", "demo-demo"), ("", "demo-demo"), ("../op-110", "demo-demo"),
    ] {
      let answer = try browser.post("/login", ["operator": name, "passphrase": passphrase])
      #expect(answer.status == 422 && answer.text.contains("口令、PIN 不符"), "\(name)")
      #expect(answer.text.contains("<title>错误：") && answer.text.contains("aria-invalid"))
      #expect(!answer.text.contains(passphrase))
    }
    let answer = try browser.post("/login", ["operator": "OP-110", "passphrase": "demo-demo"])
    #expect(answer.status == 303 && answer.field("location") == "/")
    let cookie = try #require(answer.field("set-cookie"))
    #expect(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict") && cookie.contains("Path=/"))
    #expect(browser.cookies["visit"] == nil && browser.cookies["session"].map { $0 != visitor } == true)
    #expect(try browser.get("/").status == 200)
  }

  @Test func `for a name that no operator has a key is tried as for a wrong passphrase`() throws {
    let office = try Office()
    let request = try office.signing("op-001").change(.retired("op-110"), AskedReason("left"), by: "op-001")
    _ = try office.signing("op-002").consent(to: try #require(request).request, by: "op-002")
    let keys = "\(office.folder)/keys"
    try Files.remove("\(keys)/op-112.pem")
    // An operator who never was, a former one, one without a file, and one whose passphrase it is not.
    for name in ["op-999", "op-110", "op-112", "op-111"] {
      let reads = Reads(of: try Files.names(in: keys).filter { $0.hasSuffix(".pem") }.map { "\(keys)/\($0)" })
      let answer = try Browser(office).signIn(name, "wrong")
      #expect(answer.status == 422 && reads.found == 1, "\(name)")
      office.clock.move(seconds: 15 * 60)
    }
  }

  /// Counts which of some files are read.
  private final class Reads {
    private let number: Int32

    init(of paths: [String]) {
      number = inotify_init()
      for path in paths { _ = unsafe inotify_add_watch(number, path, UInt32(IN_OPEN)) }
    }

    deinit { close(number) }

    /// How many of them were opened since.
    var found: Int {
      var waiting = pollfd(fd: number, events: Int16(POLLIN), revents: 0)
      guard unsafe poll(&waiting, 1, 0) > 0 else { return 0 }
      var bytes = [UInt8](repeating: 0, count: 4_096)
      let count = unsafe bytes.withUnsafeMutableBytes { unsafe read(number, $0.baseAddress!, $0.count) }
      // Each event of a watched file is its watch, its kind, a cookie and a length of no name: 16 bytes.
      return Set(stride(from: 0, to: max(0, count), by: 16).map { bytes[$0] }).count
    }
  }

  @Test func `a login without its form's token, or from another site, is refused`() throws {
    let office = try Office()
    let browser = Browser(office)
    _ = try browser.get("/login")
    let fields = ["operator": "op-110", "passphrase": SampleOperators.passphrase]
    #expect(try browser.post("/login", fields, withSecret: false).status == 400)
    #expect(try browser.post("/login", fields, origin: "http://elsewhere.example").status == 403)
    browser.secret = String(repeating: "0", count: 64)
    #expect(try browser.post("/login", fields).status == 403)
  }

  @Test func `the sixth wrong passphrase within a quarter of an hour is not looked at`() throws {
    let office = try Office()
    let browser = Browser(office)
    _ = try browser.get("/login")
    for _ in 1...5 { #expect(try browser.post("/login", ["operator": "op-110", "passphrase": "wrong"]).status == 422) }
    let answer = try browser.post("/login", ["operator": "op-110", "passphrase": "demo-demo"])
    #expect(answer.status == 429 && answer.field("retry-after") != nil)
    office.clock.move(seconds: 15 * 60)
    _ = try browser.get("/login")
    #expect(try browser.post("/login", ["operator": "op-110", "passphrase": "demo-demo"]).status == 303)
  }

  @Test func `a login of one's own between them frees no address for more guesses`() throws {
    let office = try Office()
    let browser = Browser(office)
    var statuses: [Int] = []
    for name in ["op-021", "op-022", "op-111", "op-112"] {
      for _ in 1...3 { statuses.append(try browser.signIn(name, "wrong").status) }
      _ = try browser.signIn("op-110", "demo-demo")
    }
    #expect(statuses.prefix(5).allSatisfy { $0 == 422 } && statuses.dropFirst(5).allSatisfy { $0 == 429 })
  }

  @Test func `an office behind one address asks for three hundred login forms a minute, and for no more`() throws {
    let office = try Office()
    for _ in 1...300 { try #require(try Browser(office).get("/login").status == 200) }
    #expect(try Browser(office).get("/login").status == 429)
    office.clock.move(seconds: 60)
    #expect(try Browser(office).get("/login").status == 200)
  }

  @Test func `the other language at the login leads back to the form that was kept`() throws {
    let office = try Office()
    let drafter = try Browser(office, as: "op-021")
    let path = "/months/2025-12/draft"
    let fields = ["token": try Browser.token(drafter.get(path).text), "batch": "lz-kept", "scheme": "liuzhou"]
    office.clock.move(seconds: 16 * 60)
    let login = try #require(try drafter.post(path, fields).field("location"))
    let other = try #require(drafter.get(login).text.firstMatch(of: #/<a href="(\/login\?[^"]+)"[^>]*>English/#)?.1)
    let english = String(other).replacing("&amp;", with: "&")
    let page = try drafter.get(english).text
    #expect(page.contains("<html lang=\"en\">") && page.contains("href=\"\(login)\""))
    let back = try drafter.post(english, ["operator": "op-021", "passphrase": "demo-demo"])
    let form = try drafter.get(try #require(back.field("location"))).text
    #expect(form.contains("<html lang=\"en\">") && form.contains("value=\"lz-kept\""))
  }

  @Test func `everybody of an office behind one address comes in`() throws {
    let office = try Office()
    for name in ["op-021", "op-022", "op-051", "op-110", "op-111", "op-112", "op-110", "op-021"] {
      #expect(try Browser(office).signIn(name, "demo-demo").status == 303)
    }
  }

  @Test func `a session ends when it is idle, after ten hours, and when its operator leaves`() throws {
    let office = try Office()
    let clerk = try Browser(office, as: "op-110")
    office.clock.move(seconds: 29 * 60)
    #expect(try clerk.get("/").status == 200)
    office.clock.move(seconds: 30 * 60)
    #expect(try clerk.get("/").status == 303)
    let finance = try Browser(office, as: "op-021")
    office.clock.move(seconds: 15 * 60)
    #expect(try finance.get("/").status == 303)
    let auditor = try Browser(office, as: "op-051")
    for _ in 1...25 {
      #expect(try auditor.get("/").status == 200)
      office.clock.move(seconds: 24 * 60)
    }
    #expect(try auditor.get("/").status == 303)
    let other = try Browser(office, as: "op-051")
    let cookies = other.cookies
    let answer = try other.post("/logout", [:])
    #expect(answer.status == 303 && answer.field("set-cookie")?.contains("Max-Age=0") == true)
    let stolen = Browser(office)
    stolen.cookies = cookies
    #expect(try stolen.get("/").status == 303)
  }

  @Test func `one's sessions are listed, and another one of them can be ended`() throws {
    let office = try Office()
    let third = try Browser(office, as: "op-111")
    let (one, other) = (try Browser(office, as: "op-110"), try Browser(office, as: "op-110"))
    let page = try one.get("/sessions").text
    let ends = page.matches(of: #/action="(\/sessions\/[0-9]+\/end)"/#).map { String($0.1) }
    #expect(ends.count == 1)
    // One that ends before takes no other's place.
    _ = try third.post("/logout", [:])
    #expect(try one.post(try #require(ends.first), [:]).status == 303)
    #expect(try other.get("/").status == 303)
    #expect(try one.get("/").status == 200)
  }

  @Test func `a look at the login's page leaves a session as it is`() throws {
    let office = try Office()
    let clerk = try Browser(office, as: "op-110")
    _ = try clerk.get("/login")
    #expect(try clerk.get("/").status == 200)
    let before = clerk.cookies["session"]
    #expect(try clerk.signIn("op-110", SampleOperators.passphrase).status == 303)
    #expect(clerk.cookies["session"] != before)
    // A login from the same browser ends the session that it had.
    #expect(try clerk.get("/sessions").text.matches(of: #/sessions\/[0-9]+\/end/#).isEmpty)
  }

  @Test func `a session ends with the key that opened it`() throws {
    let office = try Office()
    let clerk = try Browser(office, as: "op-110")
    #expect(try clerk.get("/").status == 200)
    let key = try OperatorKeyFiles.create(
      of: "op-110", isSM2: false, in: OutputFile("\(office.folder)/new.pem"), under: { Array("another".utf8) })
    try EntranceTests.give(key, to: "op-110", of: office)
    #expect(try clerk.get("/").status == 303)
  }

  /// Two administrators give an operator another key in the place of all that there were.
  private static func give(_ key: OperatorKey, to name: Identifier, of office: Office) throws {
    var details = try #require(try office.ledger.state().operators[name]).details
    details.keys = [key]
    let request = try office.signing("op-001").change(.changed(details), AskedReason("stolen"), by: "op-001")
    _ = try office.signing("op-002").consent(to: try #require(request).request, by: "op-002")
  }

  /// An office in which op-110 has a key on a token, and a program that signs if a condition of the shell holds.
  private static func officeWithToken(signingIf condition: String, readers: Int = 2) throws -> Office {
    let office = try Office(readers: readers) { folder in
      let program = "\(folder)/sign-with-token"
      let script = """
        #!/bin/sh
        \(condition) || exit 1
        cat > "\(folder)/text.$$" && openssl pkeyutl -sign -rawin -inkey "\(folder)/token.pem" -in "\(folder)/text.$$"
        """
      try OutputFile(program).write(Array(script.utf8), mode: 0o700)
      return program
    }
    let made = "openssl genpkey -algorithm ed25519 -out token.pem && openssl pkey -in token.pem -pubout -out token.pub"
    _ = try HelperProgram.run("/bin/sh", ["-c", "cd '\(office.folder)' && \(made)"], input: [], atMost: 0)
    let key = try OperatorKeyFiles.publicKey(of: "op-110", in: "\(office.folder)/token.pub") { [] }
    try give(key, to: "op-110", of: office)
    try Files.remove("\(office.folder)/keys/op-110.pem")
    // The server takes in the records of other processes when a user signs in; of two who come at once, one is not kept waiting
    // for it.
    #expect(try Browser(office).signIn("op-110", "0000").status == 422)
    return office
  }

  @Test func `the PIN of a token opens a session, and the token signs what is recorded in it`() throws {
    let office = try EntranceTests.officeWithToken(signingIf: #"[ "$SUBSIDY_PIN" = 4711 ]"#)
    let browser = Browser(office)
    #expect(try browser.signIn("op-110", "0815").status == 422)
    #expect(try browser.signIn("op-110", "4711").status == 303)
    let token = try Browser.token(browser.get(CounterTests.one).text)
    _ = try browser.outcome(browser.post("\(CounterTests.one)/try", CounterTests.application(token)))
    #expect(try browser.post(CounterTests.one, ["token": token]).status == 303)
    #expect(try browser.get("/done/\(token)").text.contains("已登记"))
    #expect(office.ledger.verify().outcome == .whole)
  }

  @Test func `two logins at a time wait for a token, a third is told to come again, and nobody else waits`() throws {
    // Each says that it is there, and waits until a user presses the button.
    let pressed =
      #": > "$(dirname "$0")/asked.$$"; while [ ! -e "$(dirname "$0")/pressed.$$" ] && [ ! -e "$(dirname "$0")/pressed" ]; do sleep 0.05; done"#
    let office = try EntranceTests.officeWithToken(
      signingIf: #"[ "$SUBSIDY_PIN" = 4711 ] && { \#(pressed); }"#, readers: 4)
    let statuses = Mutex<[Int]>([])
    for _ in 1...2 {
      try Threads.start {
        let status = (try? Browser(office).signIn("op-110", "4711").status) ?? 0
        statuses.withLock { $0.append(status) }
      }
    }
    func asking() throws -> [String] {
      try Files.names(in: office.folder).filter { $0.hasPrefix("asked.") }
    }
    for _ in 0..<2_000 where try asking().count < 2 { usleep(5_000) }
    let two = try asking()
    try #require(two.count == 2)
    let third = try Browser(office).signIn("op-110", "4711")
    #expect(try third.status == 503 && third.field("retry-after") == "5" && asking() == two)
    // Pages are answered meanwhile.
    #expect(try Browser(office).get("/login").status == 200 && statuses.withLock { $0.isEmpty })
    for (place, name) in two.enumerated() {
      try OutputFile("\(office.folder)/\(name.replacing("asked", with: "pressed"))").write([], mode: 0o600)
      for _ in 0..<2_000 where statuses.withLock({ $0.count }) <= place { usleep(5_000) }
    }
    #expect(statuses.withLock { $0 } == [303, 303], "\(office.log.text)")
    try OutputFile("\(office.folder)/pressed").write([], mode: 0o600)
    for _ in 1...3 {
      let after = try Browser(office).signIn("op-110", "4711")
      #expect(after.status == 303, "\(office.log.text)")
    }
  }

  @Test func `two tokens that sign at the same moment open two sessions`() throws {
    let office = try EntranceTests.officeWithToken(signingIf: #"[ "$SUBSIDY_PIN" = 4711 ]"#, readers: 4)
    let statuses = Mutex<[Int]>([])
    for round in 1...5 {
      for _ in 1...2 {
        try Threads.start {
          let status = (try? Browser(office).signIn("op-110", "4711").status) ?? 0
          statuses.withLock { $0.append(status) }
        }
      }
      for _ in 0..<2_000 where statuses.withLock({ $0.count }) < 2 * round { usleep(5_000) }
    }
    #expect(statuses.withLock { $0 } == Array(repeating: 303, count: 10), "\(office.log.text)")
  }

  @Test func `a program that signs without the PIN opens no session`() throws {
    let office = try EntranceTests.officeWithToken(signingIf: "true")
    #expect(try Browser(office).signIn("op-110", "4711").status == 422)
    #expect(office.log.text.contains("SUBSIDY_PIN"))
  }

  @Test func `whoever is no operator any more is signed out by the next page`() throws {
    let office = try Office()
    let clerk = try Browser(office, as: "op-110")
    let request = try office.signing("op-001").change(.retired("op-110"), AskedReason("left"), by: "op-001")
    _ = try office.signing("op-002").consent(to: try #require(request).request, by: "op-002")
    #expect(try clerk.get("/").status == 303)
    #expect(try Browser(office).signIn("op-110", SampleOperators.passphrase).status == 422)
  }

  @Test func `a ledger whose operators have no keys is not opened`() throws {
    let folder = try Files.makeTemporaryDirectory("workbench-bare")
    let ledger = SubsidyLedger("\(folder)/ledger")
    try ledger.create(name: "bare", openedAt: nil, by: "op-001")
    #expect(throws: StartFailure.noOperators) { try Workbench(ledger, keys: folder, isSecure: false) }
  }

  @Test func `another address than the machine's own needs TLS or a proxy`() throws {
    let open = try WorkbenchOptions(["--keys", "k", "--listen", "0.0.0.0:8080"])
    #expect(throws: ServerError.self) {
      var settings = ServerSettings(endpoint: open.endpoint)
      settings.exposure = open.exposure
      _ = try HTTPServer(settings, Router([]))
    }
    #expect(throws: StartFailure.badValue(option: "--keys", found: nil)) { try WorkbenchOptions([]) }
    #expect(throws: StartFailure.unknownOption("--key")) { try WorkbenchOptions(["--key", "k"]) }
    #expect(throws: StartFailure.badValue(option: "--tls-key", found: nil)) {
      try WorkbenchOptions(["--keys", "k", "--tls-certificate", "c"])
    }
    #expect(try WorkbenchOptions(["--demo"]).demo?.folder == nil)
    #expect(try WorkbenchOptions(["--demo", "d", "--lang", "en"]).demo?.folder == "d")
  }
}
