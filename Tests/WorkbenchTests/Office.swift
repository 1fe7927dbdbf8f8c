import Demo
import Foundation
import Ledger
import Synchronization
import System
import Values
import Web
import WebSupport

import Workbench

/// The sample ledger with its operators, behind a server of its own, for as long as this value lives.
final class Office: Sendable {
  /// A clock that a test moves.
  final class Clock: Sendable {
    private let time = Mutex(Instant("2026-01-05T01:00:00Z")!)
    var now: Instant { time.withLock { $0 } }
    func move(seconds: Int64) { time.withLock { $0 = Instant(seconds: $0.seconds + seconds) } }
  }

  /// The ledger as its story left it, made once for all tests; each office has a copy of its own.
  private static let story = Result { () throws -> String in
    let folder = try Files.makeTemporaryDirectory("workbench-story")
    for name in ["files", "keys"] { try Files.makeDirectories("\(folder)/\(name)") }
    var scenario = DemoScenario(ledger: "\(folder)/ledger", files: "\(folder)/files")
    _ = try scenario.run { _, _ in }
    try SampleOperators.register(in: scenario.ledger, keys: "\(folder)/keys")
    return folder
  }

  let folder: String
  let ledger: SubsidyLedger
  let bench: Workbench
  let clock = Clock()
  /// The server's messages to those who run it.
  let log = Lines()
  /// Its address.
  let endpoint: Endpoint
  private let server: Mutex<HTTPServer>
  private let isOwner: Bool

  final class Lines: Sendable {
    private let lines = Mutex<[String]>([])
    func add(_ line: String) { lines.withLock { $0.append(line) } }
    var text: String { lines.withLock { $0.joined(separator: "\n") } }
  }

  convenience init(readers: Int = 2, tokenProgram: (String) throws -> String? = { _ in nil }) throws {
    let folder = try Files.makeTemporaryDirectory("workbench-test") + "/office"
    try FileManager.default.copyItem(atPath: Office.story.get(), toPath: folder)
    try self.init(in: folder, readers: readers, tokenProgram: tokenProgram(folder), isOwner: true)
  }

  /// A second server of an office's ledger.
  convenience init(of other: Office) throws { try self.init(in: other.folder, isOwner: false) }

  private init(in folder: String, readers: Int = 2, tokenProgram: String? = nil, isOwner: Bool) throws {
    (self.folder, self.isOwner) = (folder, isOwner)
    let clock = clock
    ledger = SubsidyLedger("\(folder)/ledger", clock: { clock.now }, clockIsRight: true, patience: 10_000)
    let log = log
    bench = try Workbench(
      ledger, keys: "\(folder)/keys", tokenProgram: tokenProgram, isSecure: false, clock: { clock.now }, log: log.add)
    var settings = ServerSettings(endpoint: Endpoint(.loopback, port: 0))
    let bench = bench
    settings.faultPage = { bench.faultPage($0) }
    settings.readers = readers
    settings.log = { log.add($0.line) }
    let server = try HTTPServer(settings, bench.router)
    endpoint = server.endpoint
    self.server = Mutex(server)
  }

  deinit { if isOwner { try? FileManager.default.removeItem(atPath: (folder as NSString).deletingLastPathComponent) } }

  /// The ledger for an operator who signs, beside the server.
  func signing(_ name: String) throws -> SubsidyLedger {
    var signing = ledger
    signing.signer = CommitSigner(
      keys: [try OperatorKeyFiles.privateKey("\(folder)/keys/\(name).pem") { Array(SampleOperators.passphrase.utf8) }])
    return signing
  }
}

/// A browser: it keeps its cookies, and sends the secret of the page's forms.
final class Browser {
  let office: Office
  var cookies: [String: String] = [:]
  var secret: String?

  init(_ office: Office) { self.office = office }

  /// A browser whose user is signed in.
  convenience init(_ office: Office, as name: String) throws {
    self.init(office)
    let answer = try signIn(name, SampleOperators.passphrase)
    guard answer.status == 303 else { throw NotSignedIn(status: answer.status) }
    _ = try get("/sessions")
  }

  struct NotSignedIn: Error { let status: Int }

  func signIn(_ name: String, _ passphrase: String) throws -> Answer {
    _ = try get("/login")
    return try post("/login", ["operator": name, "passphrase": passphrase])
  }

  /// The page that was asked for last.
  private var last: String?

  func get(_ path: String) throws -> Answer {
    last = path
    return try keep(ask("GET", path, body: nil))
  }

  /// Sends a form as the page has it, with its secret.
  func post(_ path: String, _ fields: [String: String], origin: String? = nil, withSecret: Bool = true) throws -> Answer
  {
    var all = fields
    if withSecret { all["csrf"] = secret ?? "" }
    let body = all.map { "\(Browser.encoded($0.key))=\(Browser.encoded($0.value))" }.joined(separator: "&")
    return try keep(ask("POST", path, body: ("application/x-www-form-urlencoded", Array(body.utf8)), origin: origin))
  }

  /// Sends a form with a file.
  func upload(_ path: String, _ fields: [String: String], _ name: String, _ content: [UInt8]) throws -> Answer {
    var parts = fields.sorted { $0.key < $1.key }.map { Multipart.text($0.key, $0.value) }
    parts += [Multipart.text("csrf", secret ?? ""), Multipart.file("file", name, content)]
    return try keep(ask("POST", path, body: (Multipart.type, Multipart.form(parts)), origin: nil))
  }

  /// The token of the form that a page has.
  static func token(_ page: String) throws -> String {
    guard let match = page.firstMatch(of: #/name="token" value="([^"]+)"/#) else { throw NoForm() }
    return String(match.1)
  }

  struct NoForm: Error {}

  /// Opens an act's page and sends its form.
  func act(_ path: String, _ fields: [String: String] = [:]) throws -> Answer {
    var fields = fields
    fields["token"] = try Browser.token(get(path).text)
    return try post(path, fields)
  }

  /// The page that an answer leads to, when the work begun is over.
  func outcome(_ answer: Answer) throws -> Answer {
    var answer = answer
    for _ in 0..<600 {
      if answer.status == 303 {
        answer = try get(answer.field("location") ?? "")
      } else if answer.field("refresh") != nil, let path = last {
        usleep(50_000)
        answer = try get(path)
      } else {
        return answer
      }
    }
    return answer
  }

  /// Sends a form and follows its answer.
  func follow(_ path: String, _ fields: [String: String]) throws -> (path: String, answer: Answer) {
    let there = try post(path, fields).field("location") ?? ""
    return (there, try get(there))
  }

  private func ask(
    _ method: String, _ path: String, body: (type: String, bytes: [UInt8])?, origin: String? = nil
  ) throws -> Answer {
    var lines = ["\(method) \(path) HTTP/1.1", "Host: \(office.endpoint)"]
    if !cookies.isEmpty {
      lines.append("Cookie: \(cookies.map { "\($0.key)=\($0.value)" }.sorted().joined(separator: "; "))")
    }
    if let body {
      lines += [
        "Origin: \(origin ?? "http://\(office.endpoint)")", "Content-Type: \(body.type)",
        "Content-Length: \(body.bytes.count)",
      ]
    }
    let client = try Client(office.endpoint)
    client.send(Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8) + (body?.bytes ?? []))
    return try client.answer()
  }

  private func keep(_ answer: Answer) -> Answer {
    for set in answer.fields["set-cookie"] ?? [] {
      let sides = set.prefix { $0 != ";" }.split(separator: "=", maxSplits: 1).map(String.init)
      cookies[sides[0]] = set.contains("Max-Age=0") ? nil : sides[1]
    }
    if let match = answer.text.firstMatch(of: #/name="csrf" value="([0-9a-f]{64})"/#) { secret = String(match.1) }
    return answer
  }

  private static func encoded(_ text: String) -> String {
    text.utf8.map { byte in
      let isPlain = (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
      return isPlain ? String(UnicodeScalar(byte)) : "%" + String(format: "%02X", byte)
    }.joined()
  }
}
