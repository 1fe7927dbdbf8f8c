import SeededRandom
import System
import Testing
import WebSupport
import Web

/// No bytes that a client sends end the server, and the requests taken are the same however the bytes were cut.
@Suite struct RequestFuzzTests {
  private static let site = Site(hosts: ["h"], isSecure: true, isBehindProxy: true)

  private static let words = [
    "GET", "POST", "/", "//", "..", "%", "%2e", "%00", "%ff", "%E9%99%86", "?", "&", "=", "+", "#", "a", "陆", " ", "\t",
    "\r\n", "\r\n\r\n", "\r", "\n", "\u{0}", ":", ";", ",", "\"", "--", "--B", "\r\n--B\r\n", "\r\n--B--", "HTTP/1.1",
    "HTTP/1.0", "Host", "h", "Content-Length", "0", "5", "99999999999", "Transfer-Encoding", "chunked", "Origin",
    "https://h", "Cookie", "session=", "Content-Disposition: form-data; name=\"a\"", "; filename=\"b\"",
    "Accept-Language",
    "zh;q=0.1", "q=", "X-Forwarded-For", "1.2.3.4", "Sec-Fetch-Site", "same-origin", "Expect", "100-continue",
    "Content-Type", "multipart/form-data; boundary=B", "application/x-www-form-urlencoded",
  ].map { Array($0.utf8) }

  private static func bytes(_ random: inout SeededRandom, _ most: Int) -> [UInt8] {
    (0..<Int.random(in: 0...most, using: &random)).flatMap { _ in
      Int.random(in: 0..<12, using: &random) == 0
        ? [UInt8.random(in: 0...255, using: &random)] : words.randomElement(using: &random)!
    }
  }

  @Test("a header of any bytes is a fault or a request whose path leads nowhere upwards")
  func headers() {
    for seed in Seeds.chosen("SUBSIDY_WEB", few: 200) {
      var random = SeededRandom(seed)
      for _ in 0..<50 {
        var raw = RawHead()
        raw.method = Array("GET".utf8)
        raw.version = Array("HTTP/1.1".utf8)
        raw.target = Array("/".utf8) + RequestFuzzTests.bytes(&random, 6)
        raw.fields = [(Array("host".utf8), Array("h".utf8))]
        for _ in 0..<Int.random(in: 0...4, using: &random) {
          raw.fields.append((RequestFuzzTests.bytes(&random, 2), RequestFuzzTests.bytes(&random, 3)))
        }
        raw.size = raw.writtenSize
        guard let framing = try? Framing(raw, Limits()),
          let head = try? RequestHead(raw, framing, of: RequestFuzzTests.site, Limits(), peer: "p")
        else { continue }
        let isSafe = head.segments.allSatisfy { segment in
          !segment.isEmpty && segment != ".." && segment != "." && !segment.utf8.contains { $0 < 0x20 || $0 == 0x2F }
        }
        #expect(isSafe, "SUBSIDY_WEB_SEED=\(seed)")
        #expect(head.remote == "p" || NetworkAddress(head.remote) != nil, "SUBSIDY_WEB_SEED=\(seed)")
      }
    }
  }

  @Test("a form of any bytes is the same form or the same fault however it is cut")
  func forms() {
    let limits = FormLimits(textBytes: 60, fields: 4, uploadBytes: 30, uploads: 1, uploadFolder: nil)
    func read(_ type: String, _ pieces: [[UInt8]]) -> String {
      do {
        var reader = try FormReader(contentType: type, limits: limits)
        for piece in pieces where !piece.isEmpty { try reader.feed(piece) }
        let form = try reader.finish()
        return "\(form.fields) \(form.uploads.map { "\($0.field) \($0.claimedName) \($0.size)" })"
      } catch { return "\(error)" }
    }
    var taken = 0
    for seed in Seeds.chosen("SUBSIDY_WEB", few: 200) {
      var random = SeededRandom(seed)
      for _ in 0..<20 {
        let isMultipart = Bool.random(using: &random)
        var body = RequestFuzzTests.bytes(&random, 8)
        if isMultipart {
          let front =
            "--B\r\nContent-Disposition: form-data; name=\"a\"\(Bool.random(using: &random) ? "; filename=\"b\"" : "")\r\n\r\n"
          body = Array(front.utf8) + body + Array("\r\n--B--\r\n".utf8)
        }
        let type = isMultipart ? "multipart/form-data; boundary=B" : "application/x-www-form-urlencoded"
        let whole = read(type, [body])
        if whole.contains("items") { taken += 1 }
        #expect(read(type, body.map { [$0] }) == whole, "SUBSIDY_WEB_SEED=\(seed)")
        let cut = Int.random(in: 0...body.count, using: &random)
        #expect(read(type, [Array(body[..<cut]), Array(body[cut...])]) == whole, "SUBSIDY_WEB_SEED=\(seed)")
      }
    }
    #expect(taken > 0)
  }

  @Test("whatever bytes come over the network, the next client is served and no connection stays")
  func network() throws {
    try Example.serve(
      Example.routes,
      {
        $0.limits.headerTime = .milliseconds(500)
        $0.limits.bodyTime = .milliseconds(500)
        $0.limits.lookEvery = .milliseconds(20)
      }
    ) { endpoint in
      for seed in Seeds.chosen("SUBSIDY_WEB", few: 150) {
        var random = SeededRandom(seed)
        let client = try Client(endpoint)
        var request = Example.post(
          "/upload", endpoint, RequestFuzzTests.bytes(&random, 20), type: "multipart/form-data; boundary=B")
        for _ in 0..<Int.random(in: 0...3, using: &random) {
          let place = Int.random(in: 0...request.count, using: &random)
          let end = min(request.count, place + Int.random(in: 0...4, using: &random))
          request.replaceSubrange(place..<end, with: RequestFuzzTests.bytes(&random, 2))
        }
        client.send(request)
        if Bool.random(using: &random) { _ = try? client.answer() }
        let page = try Example.ask(endpoint, Example.get("/", endpoint))
        #expect(page.status == 200, "SUBSIDY_WEB_SEED=\(seed)")
      }
    }
  }
}
