import Glibc
import System
import Testing
import WebSupport
import Web

/// A request that is ill-formed, another host's, another site's, too long or too slow is refused, and others are served
/// meanwhile.
@Suite struct HostileRequestTests {
  /// Sends a first request and a second one behind it: whatever is smuggled shows as another answer.
  private func statuses(_ endpoint: Endpoint, _ request: [UInt8]) throws -> [Int] {
    let client = try Client(endpoint)
    client.send(request)
    var statuses: [Int] = []
    while let answer = try? client.answer() { statuses.append(answer.status) }
    return statuses
  }

  private static let inner = "GET /smuggled HTTP/1.1\r\nHost: HOST\r\n\r\n"

  @Test(
    "a body whose end can be read in two ways is refused, and nothing behind it is read",
    arguments: [
      "Content-Length: 0\r\nContent-Length: 41\r\n", "Content-Length: 41\r\nContent-Length: 41\r\n",
      "Content-Length: 0\r\nTransfer-Encoding: chunked\r\n", "Transfer-Encoding: chunked\r\nContent-Length: 41\r\n",
      "Transfer-Encoding: chunked\r\n", "Transfer-Encoding: identity\r\n", "Transfer-Encoding: xchunked\r\n",
      "Transfer-Encoding : chunked\r\n", "Content-Length : 41\r\n", "Content-Length: 0\r\n Content-Length: 41\r\n",
      "Content-Length: +0\r\n", "Content-Length: 0x0\r\n", "Content-Length: 0, 41\r\n", "Content-Length: -1\r\n",
      "Content-Length:\r\n", "Content-Length: 99999999999999999999\r\n", "Transfer-Encoding:\r\n chunked\r\n",
      "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n", "X: a\rContent-Length: 41\r\n",
      "Transfer-Encoding:\r\n chunked\r\nA:b\r\nC:d\r\n", "Content-Length:\r\n\t41\r\nA:b\r\nC:d\r\n", "X: a\n",
      "X: \u{0}\r\n", "\u{1}: a\r\n", "Content_Length\u{0}: 41\r\n",
    ])
  func smuggling(_ fields: String) throws {
    try Example.serve { endpoint in
      let host = "\(endpoint)"
      let request =
        "POST /form HTTP/1.1\r\nHost: \(host)\r\nOrigin: http://\(host)\r\n"
        + "Content-Type: \(Example.urlEncoded)\r\n\(fields)\r\n"
        + HostileRequestTests.inner.split(separator: "HOST").joined(separator: host)
      let statuses = try statuses(endpoint, Array(request.utf8))
      #expect(statuses == [400] || statuses == [411] || statuses == [413] || statuses == [], "\(statuses)")
      #expect(try Example.ask(endpoint, Example.get("/", endpoint)).status == 200)
    }
  }

  @Test(
    "a path or a query that is not percent-encoded UTF-8, or leads upwards, is refused",
    arguments: [
      "/..", "/../etc/passwd", "/%2e%2e/x", "/.%2E", "/a/./b", "/.", "//", "//evil.example", "/a//b", "/a/", "/%",
      "/%4",
      "/%zz", "/%00", "/a%00b", "/%ff", "/%c0%af", "/%ed%a0%80", "/a%2Fb", "/a%5Cb", "/a\\b", "/%0a", "/%7f", "/陆",
      "/?a=%", "/?a=%00", "/?%ff=1", "/?a=1&&b=2", "/?=1", "/?&", "*", "a", "http://127.0.0.1/", "/#", "/?a=%u9646",
      "/a\"b?\u{1}",
    ])
  func target(_ target: String) throws {
    try Example.serve { endpoint in
      let statuses = try statuses(
        endpoint, Array("GET \(target) HTTP/1.1\r\nHost: \(endpoint)\r\nConnection: close\r\n\r\n".utf8))
      // "/#" is a path of its own here: browsers send no fragment.
      #expect(statuses == (target == "/#" ? [404] : [400]))
    }
  }

  @Test("a NUL in the first line is not passed over")
  func zero() throws {
    try Example.serve { endpoint in
      for target in ["/\u{0}", "/page\u{0}x", "/?a=\u{0}"] {
        let statuses = try statuses(
          endpoint, Array("GET \(target) HTTP/1.1\r\nHost: \(endpoint)\r\nConnection: close\r\n\r\n".utf8))
        #expect(!statuses.contains(200), "\(target.debugDescription) \(statuses)")
      }
    }
  }

  @Test(
    "another protocol or version is refused",
    arguments: ["HTTP/0.9", "HTTP/1.2", "HTTP/2.0", "HTTP/1.10", "http/1.1", "ICY"])
  func version(_ version: String) throws {
    try Example.serve { endpoint in
      let statuses = try statuses(endpoint, Array("GET / \(version)\r\nHost: \(endpoint)\r\n\r\n".utf8))
      #expect(statuses == [505] || statuses == [400] || statuses == [], "\(statuses)")
    }
  }

  @Test("a host that the server is not is refused, and so are none and two")
  func host() throws {
    try Example.serve { (endpoint) throws -> Void in
      func status(_ fields: String) throws -> [Int] {
        try statuses(endpoint, Array("GET / HTTP/1.1\r\n\(fields)Connection: close\r\n\r\n".utf8))
      }
      #expect(try status("Host: \(endpoint)\r\n") == [200])
      #expect(try status("Host: LOCALHOST:\(endpoint.port)\r\n") == [200])
      #expect(try status("Host: evil.example\r\n") == [421])
      #expect(try status("Host: \(endpoint).evil.example\r\n") == [421])
      #expect(try status("Host: localhost\r\n") == [421])
      #expect(try status("") == [400])
      #expect(try status("Host: \(endpoint)\r\nHost: \(endpoint)\r\n") == [400])
    }
  }

  @Test(
    "a form of another site is refused, by what the browser says of its page",
    arguments: [
      ("Origin: OWN\r\n", 200), ("Sec-Fetch-Site: same-origin\r\n", 200),
      ("Origin: null\r\nSec-Fetch-Site: same-origin\r\n", 200), ("Origin: OWN\r\nSec-Fetch-Site: same-origin\r\n", 200),
      ("", 403), ("Origin: null\r\n", 403), ("Origin: http://evil.example\r\n", 403),
      ("Origin: https://127.0.0.1\r\n", 403), ("Origin: OWN\r\nSec-Fetch-Site: cross-site\r\n", 403),
      ("Origin: OWN\r\nSec-Fetch-Site: same-site\r\n", 403), ("Sec-Fetch-Site: none\r\n", 403),
      ("Origin: http://evil.example\r\nSec-Fetch-Site: same-origin\r\n", 403),
      ("Origin: OWN\r\nOrigin: OWN\r\n", 400),
      ("Origin: OWN\r\nSec-Fetch-Site: same-origin\r\nSec-Fetch-Site: cross-site\r\n", 400),
    ])
  func origin(_ fields: String, _ status: Int) throws {
    try Example.serve { endpoint in
      let own = fields.split(separator: "OWN", omittingEmptySubsequences: false).joined(separator: "http://\(endpoint)")
      let answer = try Example.ask(
        endpoint,
        "POST /form HTTP/1.1\r\nHost: \(endpoint)\r\n\(own)Content-Type: \(Example.urlEncoded)\r\n"
          + "Content-Length: 3\r\n\r\na=1")
      #expect(answer.status == status)
    }
  }

  @Test("whatever is too long is refused with its own status, and the server goes on")
  func tooLong() throws {
    let long = String(repeating: "a", count: 5_000)
    let fields = (0..<5).map { "X\($0): \(long)\r\n" }.joined()
    let many = (0..<80).map { "X\($0): a\r\n" }.joined()
    try Example.serve { (endpoint) throws -> Void in
      #expect(try Example.ask(endpoint, Example.get("/\(long)", endpoint)).status == 414)
      #expect(try Example.ask(endpoint, Example.get("/", endpoint, fields)).status == 431)
      #expect(try Example.ask(endpoint, Example.get("/", endpoint, many)).status == 431)
      let giant = String(repeating: fields, count: 40)
      // Beyond what the library keeps it answers by itself, or not at all.
      let statuses = try statuses(endpoint, Array(Example.get("/", endpoint, giant).utf8))
      #expect(statuses.allSatisfy { $0 >= 400 }, "\(statuses)")
      let body = [UInt8](repeating: UInt8(ascii: "a"), count: 3 << 20)
      #expect(try Example.ask(endpoint, Example.post("/form", endpoint, body)).status == 413)
      // A body beyond all measure is not read.
      let beyond =
        "POST /form HTTP/1.1\r\nHost: \(endpoint)\r\nOrigin: http://\(endpoint)\r\nContent-Length: 999999999999\r\n\r\n"
      #expect(try Example.ask(endpoint, beyond).status == 413)
      let pairs = Array((0..<1_001).map { "a\($0)=" }.joined(separator: "&").utf8)
      #expect(try Example.ask(endpoint, Example.post("/form", endpoint, pairs)).status == 400)
      #expect(try Example.ask(endpoint, Example.get("/", endpoint)).status == 200)
    }
  }

  @Test("a page takes no body, and a form is told to wait for a word gets its refusal before it sends")
  func bodies() throws {
    try Example.serve { endpoint in
      #expect(try Example.ask(endpoint, Example.get("/", endpoint, "Content-Length: 3\r\n") + "a=1").status == 413)
      let waiting =
        "POST /nowhere HTTP/1.1\r\nHost: \(endpoint)\r\nOrigin: http://\(endpoint)\r\nExpect: 100-continue\r\n"
      #expect(try Example.ask(endpoint, waiting + "Content-Length: 9\r\n\r\n").status == 404)
      let client = try Client(endpoint)
      client.send(
        "POST /form HTTP/1.1\r\nHost: \(endpoint)\r\nOrigin: http://\(endpoint)\r\nExpect: 100-continue\r\n"
          + "Content-Type: \(Example.urlEncoded)\r\nContent-Length: 3\r\n\r\n")
      client.send("a=1")
      #expect(try client.answer().text == "a=1\n")
    }
  }

  private func short(_ settings: inout ServerSettings) {
    settings.limits.headerTime = .milliseconds(300)
    settings.limits.bodyTime = .milliseconds(300)
    settings.limits.bodyTimePer100KB = .zero
    settings.limits.lookEvery = .milliseconds(20)
  }

  @Test(
    "a client that sends its header or its body too slowly is cut, byte for byte as it may come, while others are served",
    arguments: [
      "", "GET /", "GET / HTTP/1.1\r\nHost: HOST\r\nX: ",
      "POST /form HTTP/1.1\r\nHost: HOST\r\nOrigin: http://HOST\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        + "Content-Length: 100000\r\n\r\na=",
    ])
  func slow(_ beginning: String) throws {
    try Example.serve(Example.routes, short) { endpoint in
      let ended = Notes<Bool>()
      let start = beginning.split(separator: "HOST", omittingEmptySubsequences: false).joined(separator: "\(endpoint)")
      try Threads.start {
        guard let client = try? Client(endpoint) else { return }
        client.send(start)
        for _ in 0..<30 {
          client.send("a")
          usleep(20_000)
        }
        ended.add(client.isEnded())
      }
      for _ in 0..<20 {
        #expect(try Example.ask(endpoint, Example.get("/page", endpoint)).body == Example.page)
        usleep(10_000)
      }
      #expect(ended.all(atLeast: 1) == [true])
    }
  }

  @Test("a client that does not take its answer is cut")
  func slowReader() throws {
    let large = [UInt8](repeating: 0x41, count: 32 << 20)
    let records = Notes<RequestRecord>()
    let routes: [Route] = [.get(PathPattern("/large"), for: .everybody) { _, _ in .html(large) }]
    try Example.serve(
      routes,
      {
        short(&$0)
        $0.log = { records.add($0) }
      }
    ) { endpoint in
      let client = try Client(endpoint)
      client.send(Example.get("/large", endpoint))
      let record = try #require(records.all(atLeast: 1).first)
      #expect(record.status == .ok && !record.isDelivered && record.line.hasSuffix("undelivered"))
    }
  }
}
