import Glibc
import Merkle
import System
import Synchronization
import Testing
import Web

/// An answer as it came over the network.
struct Answer: Equatable {
  var status: Int
  var fields: [String: [String]]
  var body: [UInt8]

  var text: String { String(decoding: body, as: UTF8.self) }
  func field(_ name: String) -> String? { fields[name]?.first }
}

/// A client that sends bytes as they are, well-formed or not.
final class Client {
  struct Closed: Error {}

  private let number: Int32
  private var buffer: [UInt8] = []

  init(_ endpoint: Endpoint) throws {
    number = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    // A test that waits for what never comes fails and does not hang.
    var patience = timeval(tv_sec: 20, tv_usec: 0)
    unsafe setsockopt(number, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = endpoint.port.bigEndian
    unsafe inet_pton(AF_INET, "\(endpoint.address)", &address.sin_addr)
    let connected = unsafe withUnsafePointer(to: &address) {
      unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe connect(number, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard connected == 0 else { throw Closed() }
  }

  deinit { close(number) }

  /// Sends bytes; what the other end does not take any more is dropped.
  func send(_ bytes: [UInt8]) {
    var done = 0
    while done < bytes.count {
      let sent = unsafe bytes.withUnsafeBytes {
        unsafe Glibc.send(number, $0.baseAddress! + done, bytes.count - done, Int32(MSG_NOSIGNAL))
      }
      if sent <= 0 { return }
      done += sent
    }
  }

  func send(_ text: String) { send(Array(text.utf8)) }

  /// Sends bytes one by one, each in a packet of its own.
  func trickle(_ bytes: [UInt8]) {
    var on: Int32 = 1
    unsafe setsockopt(number, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
    for byte in bytes { send([byte]) }
  }

  /// Whether the other end has ended the connection, once all that it sent is read.
  func isEnded() -> Bool {
    while fill() {}
    return true
  }

  /// Reads an answer.
  func answer(toHead: Bool = false) throws -> Answer {
    let end = Array("\r\n\r\n".utf8)
    while true {
      if let start = buffer.indices.first(where: { buffer[$0...].starts(with: end) }) {
        let lines = String(decoding: buffer[..<start], as: UTF8.self).split(separator: "\r\n")
        buffer.removeFirst(start + 4)
        var answer = Answer(status: Int(lines[0].split(separator: " ")[1])!, fields: [:], body: [])
        for line in lines.dropFirst() {
          let sides = line.split(separator: ":", maxSplits: 1)
          answer.fields[sides[0].lowercased(), default: []].append(String(sides[1].drop { $0 == " " }))
        }
        if answer.status == 100 { continue }
        let length = toHead || answer.status == 304 ? 0 : Int(answer.field("content-length") ?? "0")!
        while buffer.count < length { guard fill() else { throw Closed() } }
        answer.body = Array(buffer[..<length])
        buffer.removeFirst(length)
        return answer
      }
      guard fill() else { throw Closed() }
    }
  }

  /// Sends a request and passes its answer over, by its length alone; 1 if it came whole, for a client that must cost little.
  func skim(_ request: [UInt8], _ bodyLength: Int) -> Int {
    send(request)
    var piece = [UInt8](repeating: 0, count: 64 << 10)
    var (total, bodyStart) = (0, 0)
    repeat {
      let count = unsafe piece.withUnsafeMutableBytes { unsafe recv(number, $0.baseAddress!, $0.count, 0) }
      guard count > 0 else { return 0 }
      if bodyStart == 0, let end = piece[..<count].firstRange(of: Array("\r\n\r\n".utf8)) {
        bodyStart = total + end.upperBound
      }
      total += count
    } while bodyStart == 0 || total < bodyStart + bodyLength
    return 1
  }

  private func fill() -> Bool {
    var piece = [UInt8](repeating: 0, count: 64 << 10)
    let count = unsafe piece.withUnsafeMutableBytes { unsafe recv(number, $0.baseAddress!, $0.count, 0) }
    guard count > 0 else { return false }
    buffer += piece[..<count]
    return true
  }
}

/// A program's end of the tests: routes that say what they were asked.
enum Example {
  static let person = PathPattern("/persons/{person}/months/{month}", String.self, Int.self)
  static let page = [UInt8](repeating: UInt8(ascii: "x"), count: 44_000)

  static var routes: [Route] {
    [
      .get(PathPattern("/"), for: .everybody) { request, _ in
        .html(Array("hello \(request.language) \(request.query.items.map { "\($0.name)=\($0.value)" })".utf8))
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

/// What several threads write down.
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
