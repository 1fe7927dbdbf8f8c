import Glibc
import Merkle
import System
import Synchronization
import Testing
import Web
import WebSupport

/// A program's end of the tests: routes that say what they were asked.
enum Example {
  static let person = PathPattern("/persons/{person}/months/{month}", String.self, Int.self)
  static let page = [UInt8](repeating: UInt8(ascii: "x"), count: 44_000)

  static var routes: [Route] {
    [
      .get(PathPattern("/"), for: .everybody) { request, _ in
        .html(Array("hello \(request.query.items.map { "\($0.name)=\($0.value)" })".utf8))
      },
      .get(PathPattern("/page"), for: .everybody) { _, _ in .html(page) },
      .get(PathPattern("/from"), for: .everybody) { request, _ in .html(Array(request.remote.utf8)) },
      .get(PathPattern("/table"), for: .everybody) { _, _ in .csv(Array("a,b\r\n".utf8), name: "发放 \"11\".csv") },
      .get(person, for: .everybody) { _, _, person, month in .html(Array("\(person) \(month)".utf8)) },
      .get(PathPattern("/broken"), for: .everybody) { _, _ throws(Fault) in throw .failed },
      .post(PathPattern("/form"), for: .everybody, on: .writer) { request, _ in
        .html(Array(request.form.fields.items.map { "\($0.name)=\($0.value)\n" }.joined().utf8))
      },
      .post(PathPattern("/elsewhere"), for: .everybody, on: .writer) { _, _ in .seeOther(person("陆 a", 11)) },
      .post(PathPattern("/upload"), for: .everybody, on: .writer, taking: .upload(atMost: 1 << 20)) {
        request, _ throws(Fault) in
        let file = try request.form.upload("file")
        var status = stat()
        let found = unsafe stat(file.path, &status) == 0
        let hash = (try? file.digest().description) ?? ""
        return .html(
          Array(
            "\(file.claimedName) \(file.size) \(hash) \(found) \(String(status.st_mode & 0o777, radix: 8)) \(status.st_nlink)"
              .utf8))
      },
    ]
  }

  /// Runs a server of this machine for as long as a body runs.
  static func serve<Result>(
    _ routes: [Route] = routes, _ change: (inout ServerSettings) -> Void = { _ in },
    _ body: (Endpoint) throws -> Result
  ) throws -> Result {
    var settings = ServerSettings(endpoint: Endpoint(.loopback, port: 0))
    change(&settings)
    let server = try HTTPServer(settings, Router(routes))
    let result = try body(server.endpoint)
    server.stop()
    return result
  }

  static func get(_ path: String, _ endpoint: Endpoint, _ fields: String = "") -> String {
    "GET \(path) HTTP/1.1\r\nHost: \(endpoint)\r\n\(fields)\r\n"
  }

  static func post(
    _ path: String, _ endpoint: Endpoint, _ body: [UInt8], fields: String = "", type: String = urlEncoded
  ) -> [UInt8] {
    let head = """
      POST \(path) HTTP/1.1\r
      Host: \(endpoint)\r
      Origin: http://\(endpoint)\r
      Content-Type: \(type)\r
      \(fields)Content-Length: \(body.count)\r
      \r

      """
    return Array(head.utf8) + body
  }

  static var urlEncoded: String { "application/x-www-form-urlencoded" }

  static func ask(_ endpoint: Endpoint, _ request: [UInt8], toHead: Bool = false) throws -> Answer {
    let client = try Client(endpoint)
    client.send(request)
    return try client.answer(toHead: toHead)
  }

  static func ask(_ endpoint: Endpoint, _ request: String, toHead: Bool = false) throws -> Answer {
    try ask(endpoint, Array(request.utf8), toHead: toHead)
  }
}

extension Form {
  /// The file of an input.
  func upload(_ name: String) throws(Fault) -> Upload {
    guard let upload = uploads.first(where: { $0.field == name }) else { throw .malformed(.missingField(name)) }
    return upload
  }
}

/// The notes of several threads.
final class Notes<Note: Sendable>: Sendable {
  private let notes = Mutex<[Note]>([])
  func add(_ note: Note) { notes.withLock { $0.append(note) } }
  var all: [Note] { notes.withLock { $0 } }

  /// All of them, once there are so many.
  func all(atLeast count: Int) -> [Note] {
    for _ in 0..<2_000 where all.count < count { usleep(5_000) }
    return all
  }
}

/// Runs bodies on as many threads, and returns when all have ended.
func together(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) throws {
  let ended = Notes<Int>()
  for index in 0..<count {
    try Threads.start {
      body(index)
      ended.add(index)
    }
  }
  #expect(ended.all(atLeast: count).count == count)
}
