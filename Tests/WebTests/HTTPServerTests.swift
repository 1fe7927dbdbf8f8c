import Glibc
import Synchronization
import System
import Testing
import WebSupport
import Web

/// The server answers what browsers ask, with the header fields that every answer has.
@Suite struct HTTPServerTests {
  /// The fields of every answer, by what they are.
  static let standard = [
    "content-security-policy":
      "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff", "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin", "referrer-policy": "no-referrer", "cache-control": "no-store",
  ]

  @Test("a page comes with its length and type")
  func page() throws {
    try Example.serve { endpoint in
      let answer = try Example.ask(
        endpoint, Example.get("/?a=%E9%99%86+x&b", endpoint))
      #expect(answer.status == 200 && answer.text == "hello [\"a=陆 x\", \"b=\"]")
      #expect(answer.field("content-type") == "text/html; charset=utf-8")
      #expect(try Example.ask(endpoint, Example.get("/", endpoint)).text == "hello []")
    }
  }

  @Test(
    "every answer has the standard header fields, whatever its status",
    arguments: [
      ("GET / HTTP/1.1", "", 200), ("GET /nowhere HTTP/1.1", "", 404),
      ("POST / HTTP/1.1", "Content-Length: 0\r\n", 405),
      ("DELETE / HTTP/1.1", "", 405), ("GET /%2e%2e/ HTTP/1.1", "", 400), ("GET /broken HTTP/1.1", "", 500),
      ("POST /elsewhere HTTP/1.1", "Content-Length: 0\r\n", 303), ("HEAD /page HTTP/1.1", "", 200),
      ("GET /table HTTP/1.1", "", 200), ("POST /form HTTP/1.1", "Transfer-Encoding: chunked\r\n", 411),
      ("POST /form HTTP/1.1", "Content-Length: 9999999999\r\n", 413),
      ("POST /form HTTP/1.1", "Content-Length: 1\r\nContent-Type: text/plain\r\n", 415),
    ])
  func standardFields(_ line: String, _ fields: String, _ status: Int) throws {
    try Example.serve { endpoint in
      let body = fields.contains("Length: 1\r\n") ? "x" : ""
      let answer = try Example.ask(
        endpoint, "\(line)\r\nHost: \(endpoint)\r\nOrigin: http://\(endpoint)\r\n\(fields)\r\n\(body)",
        toHead: line.hasPrefix("HEAD"))
      #expect(answer.status == status)
      for (name, value) in HTTPServerTests.standard { #expect(answer.fields[name] == [value], "\(name)") }
      #expect(answer.field("strict-transport-security") == nil)
    }
  }

  @Test("HEAD has the header of the page and no body; the next request on the connection is read right")
  func head() throws {
    try Example.serve { endpoint in
      let client = try Client(endpoint)
      client.send("HEAD /page HTTP/1.1\r\nHost: \(endpoint)\r\n\r\n")
      let head = try client.answer(toHead: true)
      #expect(head.status == 200 && head.field("content-length") == "44000")
      client.send(Example.get("/", endpoint))
      #expect(try client.answer().text == "hello []")
    }
  }

  @Test("requests that come together on one connection are answered one after the other")
  func pipelined() throws {
    try Example.serve { endpoint in
      let client = try Client(endpoint)
      let form = Example.post("/form", endpoint, Array("a=1".utf8))
      client.send(Array(Example.get("/", endpoint).utf8) + form + Array(Example.get("/page", endpoint).utf8))
      #expect(try client.answer().text == "hello []")
      #expect(try client.answer().text == "a=1\n")
      #expect(try client.answer().body == Example.page)
    }
  }

  @Test("values in a path come typed; what is no such value is not found; a link leads where its route is")
  func typedPaths() throws {
    #expect(Example.person("陆/%", 7).with(["q": "a&b"]).text == "/persons/%E9%99%86%2F%25/months/7?q=a%26b")
    try Example.serve { endpoint in
      let path = Example.person("陆 a", 11).text
      #expect(try Example.ask(endpoint, Example.get(path, endpoint)).text == "陆 a 11")
      for month in ["x", "-1", "007", "99999999999999999999"] {
        #expect(try Example.ask(endpoint, Example.get("/persons/a/months/\(month)", endpoint)).status == 404)
      }
      let moved = try Example.ask(endpoint, Example.post("/elsewhere", endpoint, []))
      #expect(moved.status == 303 && moved.field("location") == path)
    }
  }

  @Test("405 names the methods of the path")
  func allow() throws {
    try Example.serve { endpoint in
      let answer = try Example.ask(endpoint, Example.get("/form", endpoint))
      #expect(answer.status == 405 && answer.field("allow") == "POST")
      for method in ["PUT", "TRACE", "OPTIONS", "get"] {
        let other = try Example.ask(
          endpoint, "\(method) / HTTP/1.1\r\nHost: \(endpoint)\r\nOrigin: http://\(endpoint)\r\n\r\n")
        #expect(other.status == 405 && other.field("allow") == "GET, HEAD", "\(method)")
      }
    }
  }

  @Test("a file's name may have any characters, and a range is answered whole")
  func download() throws {
    try Example.serve { endpoint in
      let answer = try Example.ask(endpoint, Example.get("/table", endpoint, "Range: bytes=0-1\r\n"))
      #expect(answer.status == 200 && answer.text == "a,b\r\n")
      #expect(
        answer.field("content-disposition")
          == "attachment; filename=\"__ _11_.csv\"; filename*=UTF-8''%E5%8F%91%E6%94%BE%20%2211%22.csv")
    }
  }

  @Test("a static file is kept for ever under the name with its hash, and is not sent to whoever has it")
  func staticFiles() throws {
    let style = StaticFiles.File(
      name: "style", suffix: "css", type: "text/css; charset=utf-8", bytes: Array("a{}".utf8))
    try Example.serve([StaticFiles([style]).route]) { endpoint in
      let answer = try Example.ask(endpoint, Example.get(style.path.text, endpoint))
      #expect(answer.text == "a{}" && answer.field("cache-control") == "public, max-age=31536000, immutable")
      let tag = try #require(answer.field("etag"))
      let known = try Example.ask(endpoint, Example.get(style.path.text, endpoint, "If-None-Match: \(tag)\r\n"))
      #expect(known.status == 304 && known.body.isEmpty)
      #expect(try Example.ask(endpoint, Example.get("/static/style.0.css", endpoint)).status == 404)
    }
  }

  @Test("forms are answered one after the other, pages several at a time")
  func queues() throws {
    let running = Mutex(0)
    let most = Notes<Int>()
    @Sendable func work() -> Response {
      most.add(
        running.withLock {
          $0 += 1
          return $0
        })
      usleep(5_000)
      running.withLock { $0 -= 1 }
      return .html([])
    }
    let routes: [Route] = [
      .post(PathPattern("/append"), for: .everybody, on: .writer) { _, _ in work() },
      .get(PathPattern("/read"), for: .everybody) { _, _ in work() },
    ]
    try Example.serve(routes, { $0.readers = 4 }) { endpoint in
      try together(8) { _ in _ = try? Example.ask(endpoint, Example.post("/append", endpoint, [])) }
      #expect(most.all.count == 8 && most.all.max() == 1)
      try together(8) { _ in _ = try? Example.ask(endpoint, Example.get("/read", endpoint)) }
      #expect(most.all.count == 16 && most.all.max() ?? 0 <= 4)
    }
  }

  @Test("200 connections are served at the same time")
  func manyConnections() throws {
    try Example.serve { endpoint in
      let statuses = Notes<Int>()
      try together(8) { _ in
        func open(_ rest: Int) {
          guard rest > 0, let client = try? Client(endpoint) else { return }
          client.send(Example.get("/page", endpoint))
          // All of them are open before the first is let go of.
          open(rest - 1)
          if let answer = try? client.answer(), answer.body == Example.page { statuses.add(answer.status) }
        }
        open(25)
      }
      #expect(statuses.all == [Int](repeating: 200, count: 200))
    }
  }

  @Test("more connections of one address than it may have are closed at once")
  func connectionsOfAddress() throws {
    try Example.serve(Example.routes, { $0.limits.connectionsOfAddress = 2 }) { endpoint in
      let (first, second, third) = (try Client(endpoint), try Client(endpoint), try Client(endpoint))
      first.send(Example.get("/", endpoint))
      second.send(Example.get("/", endpoint))
      #expect(try first.answer().status == 200)
      #expect(try second.answer().status == 200)
      third.send(Example.get("/", endpoint))
      #expect(third.isEnded())
      #expect(throws: Client.Closed.self) { try third.answer() }
    }
  }

  @Test("more connections than there may be in all wait until another ends")
  func connections() throws {
    try Example.serve(
      Example.routes,
      {
        $0.limits.connections = 2
        $0.limits.headerTime = .milliseconds(300)
        $0.limits.lookEvery = .milliseconds(20)
      }
    ) { endpoint in
      let (first, second) = (try Client(endpoint), try Client(endpoint))
      first.send(Example.get("/", endpoint))
      #expect(try first.answer().status == 200)
      // Both say nothing more, and are cut.
      #expect(try Example.ask(endpoint, Example.get("/", endpoint)).status == 200)
      #expect(first.isEnded() && second.isEnded())
    }
  }

  @Test("a full queue answers that it is busy")
  func busy() throws {
    let begun = Notes<Int>()
    let gate = Mutex(false)
    let routes: [Route] = [
      .get(PathPattern("/wait"), for: .everybody) { _, _ in
        begun.add(1)
        while !gate.withLock({ $0 }) { usleep(1_000) }
        return .html([])
      }
    ]
    try Example.serve(
      routes,
      {
        $0.readers = 1
        $0.limits.waitingRequests = 1
      }
    ) { endpoint in
      let (first, second) = (try Client(endpoint), try Client(endpoint))
      first.send(Example.get("/wait", endpoint))
      _ = begun.all(atLeast: 1)
      second.send(Example.get("/wait", endpoint))
      var statuses: [Int] = []
      // The second may be on its way still; of any further ones, all but one are refused.
      for _ in 0..<3 {
        let client = try Client(endpoint)
        client.send(Example.get("/wait", endpoint))
        usleep(20_000)
        if statuses.isEmpty { statuses.append(try client.answer().status) }
      }
      gate.withLock { $0 = true }
      #expect(statuses == [503])
      #expect(try first.answer().status == 200)
      #expect(try second.answer().status == 200)
    }
  }

  @Test("a log says the form of the path, and no query, no value in a path, no path that is not there")
  func log() throws {
    let records = Notes<RequestRecord>()
    try Example.serve(Example.routes, { $0.log = { records.add($0) } }) { endpoint in
      _ = try Example.ask(endpoint, Example.get("/persons/secret/months/1?name=secret", endpoint))
      _ = try Example.ask(endpoint, Example.get("/secret", endpoint))
      _ = try Example.ask(endpoint, "GET /secret HTTP/1.1\r\nHost: \(endpoint)\r\nBad Name: secret\r\n\r\n")
    }
    let lines = records.all(atLeast: 3).map(\.line)
    #expect(lines.count == 3 && !lines.contains { $0.contains("secret") }, "\(lines)")
    #expect(lines.contains { $0.hasPrefix("127.0.0.1 GET /persons/{person}/months/{month} 200 8 ") }, "\(lines)")
    #expect(lines.contains { $0.hasPrefix("127.0.0.1 GET - 404 14 ") }, "\(lines)")
  }
}
