import Foundation
import System
import Testing
import WebSupport
import Web

/// The server starts at an address at which it may, and stops with nothing half done.
@Suite struct StopTests {
  @Test("a stop under load answers what was begun, takes nothing more, and loses no effect")
  func underLoad() throws {
    for _ in 0..<3 {
      let effects = Notes<Int>()
      let answered = Notes<Int>()
      let records = Notes<RequestRecord>()
      let routes =
        Example.routes + [
          .post(PathPattern("/append"), for: .everybody, on: .writer) { _, _ in
            usleep(500)
            effects.add(1)
            return .html([])
          }
        ]
      let ended = Notes<Int>()
      try Example.serve(routes, { $0.log = { records.add($0) } }) { endpoint in
        for thread in 0..<6 {
          try Threads.start {
            // Each goes on until the server is gone.
            loop: while let client = try? Client(endpoint) {
              for round in 0..<50 {
                let isForm = round % 2 == 0
                client.send(
                  isForm ? Example.post("/append", endpoint, []) : Array(Example.get("/page", endpoint).utf8))
                guard let answer = try? client.answer() else { continue loop }
                if isForm, answer.status == 200 { answered.add(1) }
              }
            }
            ended.add(thread)
          }
        }
        _ = answered.all(atLeast: 100)
      }
      // A client that was told so had it done; and once the server is gone, nothing is done any more.
      let done = effects.all.count
      #expect(ended.all(atLeast: 6).count == 6)
      #expect(effects.all.count == done && answered.all.count <= done && answered.all.count >= 100)
      // An act whose answer could not be sent is in the log as such.
      let told = records.all.filter { $0.route == "/append" && $0.status == .ok }
      #expect(told.count == done)
    }
  }

  @Test("a stop waits for a form that is being recorded, and cuts idle connections and those that send nothing")
  func waits() throws {
    let begun = Notes<Int>()
    let statuses = Notes<Int>()
    let routes: [Route] = [
      .post(PathPattern("/append"), for: .everybody, on: .writer) { _, _ in
        begun.add(1)
        usleep(300_000)
        return .html([])
      },
      .get(PathPattern("/"), for: .everybody) { _, _ in .html([]) },
    ]
    try Example.serve(
      routes,
      { $0.limits.stopTime = .milliseconds(50) }
    ) { endpoint in
      let idle = try Client(endpoint)
      idle.send(Example.get("/", endpoint))
      #expect(try idle.answer().status == 200)
      let silent = try Client(endpoint)
      silent.send(
        "POST /append HTTP/1.1\r\nHost: \(endpoint)\r\nOrigin: http://\(endpoint)\r\nContent-Length: 5\r\n"
          + "Content-Type: \(Example.urlEncoded)\r\n\r\na=")
      try Threads.start {
        let answer = try? Example.ask(endpoint, Example.post("/append", endpoint, []))
        statuses.add(answer?.status ?? 0)
      }
      _ = begun.all(atLeast: 1)
    }
    #expect(statuses.all(atLeast: 1) == [200])
  }

  @Test("an answer that took longer to make than a stop waits is sent whole")
  func lateAnswer() throws {
    let begun = Notes<Int>()
    let lengths = Notes<Int>()
    let routes: [Route] = [
      .get(PathPattern("/late"), for: .everybody) { _, _ in
        begun.add(1)
        usleep(600_000)
        return .html([UInt8](repeating: 0x41, count: 16 << 20))
      }
    ]
    try Example.serve(routes, { $0.limits.stopTime = .milliseconds(400) }) { endpoint in
      try Threads.start { lengths.add((try? Example.ask(endpoint, Example.get("/late", endpoint)).body.count) ?? 0) }
      _ = begun.all(atLeast: 1)
    }
    #expect(lengths.all(atLeast: 1) == [16 << 20])
  }

  @Test("an address that others reach needs TLS or a proxy, and a name")
  func exposure() throws {
    let any = Endpoint(try #require(NetworkAddress("0.0.0.0")), port: 0)
    func fault(_ change: (inout ServerSettings) -> Void) -> ServerError? {
      var settings = ServerSettings(endpoint: any)
      change(&settings)
      do {
        _ = try HTTPServer(settings, Router(Example.routes))
        return nil
      } catch { return error }
    }
    #expect(fault { _ in } == .notLoopback(any))
    #expect(fault { $0.exposure = .behindProxy } == .noHosts)
    #expect(
      fault {
        $0.exposure = .behindProxy
        $0.hosts = ["ledger.example"]
      } == nil)
    for address in ["::ffff:127.0.0.1", "10.0.0.1", "::"] {
      let endpoint = Endpoint(try #require(NetworkAddress(address)), port: 0)
      #expect(fault { $0.endpoint = endpoint } == .notLoopback(endpoint))
    }
  }

  @Test("a port that is taken is told")
  func portTaken() throws {
    try Example.serve { endpoint in
      let error = #expect(throws: ServerError.self) {
        _ = try HTTPServer(ServerSettings(endpoint: endpoint), Router(Example.routes))
      }
      guard case .system(.failed(.bind, let path, _)) = error else {
        Issue.record("\(String(describing: error))")
        return
      }
      #expect(path == "\(endpoint)")
    }
  }

  @Test("behind a proxy whoever asks is who the nearest proxy names, and answers are for TLS")
  func proxy() throws {
    try Example.serve(
      Example.routes,
      {
        $0.exposure = .behindProxy
        $0.hosts = ["ledger.example"]
      }
    ) { endpoint in
      func from(_ fields: String) throws -> Answer {
        try Example.ask(endpoint, "GET /from HTTP/1.1\r\nHost: ledger.example\r\n\(fields)\r\n")
      }
      let answer = try from("X-Forwarded-For: 1.2.3.4, 10.0.0.7\r\n")
      #expect(answer.text == "10.0.0.7" && answer.field("strict-transport-security") == "max-age=63072000")
      #expect(try from("X-Forwarded-For: 9.9.9.9\r\nX-Forwarded-For: 2001:db8::1\r\n").text == "2001:db8::1")
      #expect(try from("X-Forwarded-For: <script>\r\n").text == "127.0.0.1")
      #expect(try from("").text == "127.0.0.1")
    }
    try Example.serve { endpoint in
      let answer = try Example.ask(endpoint, Example.get("/from", endpoint, "X-Forwarded-For: 1.2.3.4\r\n"))
      #expect(answer.text == "127.0.0.1")
    }
  }

  @Test("TLS is spoken with a certificate and a key that only its owner reads")
  func tls() throws {
    let folder = NSTemporaryDirectory() + "web-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    func run(_ arguments: String...) throws -> String? {
      let (process, output) = (Process(), Pipe())
      process.executableURL = URL(filePath: "/usr/bin/env")
      process.arguments = arguments
      process.standardOutput = output
      process.standardError = FileHandle.nullDevice
      process.standardInput = FileHandle.nullDevice
      try process.run()
      let bytes = output.fileHandleForReading.readDataToEndOfFile()
      process.waitUntilExit()
      return process.terminationStatus == 0 ? String(decoding: bytes, as: UTF8.self) : nil
    }
    guard try run("openssl", "version") != nil, try run("curl", "--version") != nil else {
      print("skipped: there is no openssl or curl here")
      return
    }
    let (certificate, key) = ("\(folder)/certificate.pem", "\(folder)/key.pem")
    _ = try run(
      "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj",
      "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-days", "2", "-keyout", key, "-out", certificate)
    func start(_ certificate: String, _ key: String) throws -> String? {
      // The name that browsers use has the port in it, so a free one is found before.
      let free = try ListeningSocket(Endpoint(.loopback, port: 0)).endpoint
      return try Example.serve(
        Example.routes,
        {
          $0.exposure = .tls(certificate: certificate, key: key)
          $0.endpoint = free
          $0.hosts = ["localhost:\(free.port)"]
        }
      ) { endpoint in
        try run("curl", "-s", "-i", "--cacert", certificate, "https://localhost:\(endpoint.port)/")
      }
    }
    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: key)
    #expect(throws: ServerError.keyNotPrivate(path: key)) { try start(certificate, key) }
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: key)
    let page = try #require(try start(certificate, key))
    #expect(page.hasPrefix("HTTP/1.1 200") && page.hasSuffix("hello []"))
    #expect(page.contains("Strict-Transport-Security: max-age=63072000"))
    #expect(throws: ServerError.notStarted) { try start(key, key) }
  }
}
