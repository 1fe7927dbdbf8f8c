import Glibc
import Merkle
import SeededRandom
import System
import Testing
import WebSupport
import Web

/// Forms are read right however the network cuts them, and a text that is no form is refused.
@Suite struct FormTests {
  static var limits: FormLimits {
    FormLimits(textBytes: 4_096, fields: 20, uploadBytes: 100_000, uploads: 2, uploadFolder: nil)
  }

  /// Text that looks like a boundary and is none, line ends of all kinds, and every byte that there is.
  static let content =
    Array("\r\n--\(Multipart.boundary.dropLast())\r\n--\r\r\n\n\r\n-".utf8) + (0...255).map { UInt8($0) }
    + Array("\r\n-".utf8)

  static let form = Multipart.form([
    Multipart.text("name", "陆 㛃𬭛·"), Multipart.text("empty", ""), Multipart.text("lines", "a\r\nb\r\n"),
    Multipart.text("name", "second"),
    Multipart.file("file", "C:\\fakepath\\../发放%22.csv", content), Multipart.file("none", "", []),
  ])

  private func read(_ pieces: [[UInt8]], type: String = Multipart.type) throws(Fault) -> Form {
    var reader = try FormReader(contentType: type, limits: FormTests.limits)
    for piece in pieces where !piece.isEmpty { try reader.feed(piece) }
    return try reader.finish()
  }

  private func fault(_ bytes: [UInt8], type: String = Multipart.type) -> Fault? {
    do {
      _ = try read([bytes], type: type)
      return nil
    } catch { return error }
  }

  private func check(_ form: Form) throws {
    #expect(form.fields.items.map(\.name) == ["name", "empty", "lines", "name"])
    #expect(form.fields.items.map(\.value) == ["陆 㛃𬭛·", "", "a\r\nb\r\n", "second"])
    let file = try form.upload("file")
    #expect(form.uploads.count == 1 && file.claimedName == "发放\".csv" && file.size == FormTests.content.count)
    #expect(try file.bytes(atMost: 1_000) == FormTests.content)
  }

  @Test("a form cut in two at any byte, characters and boundaries included, is the same form")
  func everyCut() throws {
    for cut in 0...FormTests.form.count {
      try check(try read([Array(FormTests.form[..<cut]), Array(FormTests.form[cut...])]))
    }
  }

  @Test("a form that comes byte by byte is the same form")
  func byteByByte() throws { try check(try read(FormTests.form.map { [$0] })) }

  @Test("a form that comes byte by byte over the network is the same form, an urlencoded one as well")
  func network() throws {
    try Example.serve { endpoint in
      let upload = Multipart.form([Multipart.file("file", "a.csv", FormTests.content)])
      let client = try Client(endpoint)
      client.trickle(Example.post("/upload", endpoint, upload, type: Multipart.type))
      let hash = SHA256.hash(FormTests.content)
      #expect(try client.answer().text == "a.csv \(FormTests.content.count) \(hash) true 600 0")
      client.trickle(Example.post("/form", endpoint, Array("name=%E9%99%86+x&name=2&e=".utf8)))
      #expect(try client.answer().text == "name=陆 x\nname=2\ne=\n")
    }
  }

  @Test("every beginning of a form that is not the whole is refused")
  func cutShort() {
    // The last line end may be missing.
    for end in 0..<FormTests.form.count - 2 {
      #expect(fault(Array(FormTests.form[..<end])) == .malformed(.form), "\(end)")
    }
    #expect(fault(Array(FormTests.form.dropLast(2))) == nil)
  }

  @Test(
    "what is not what browsers send is refused",
    arguments: [
      "preamble\r\n--B\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--B--\r\n",
      "--B\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--B--\r\nepilogue",
      "--B \r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--B--\r\n",
      "--B\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--BX--\r\n",
      "--B\r\n\r\n1\r\n--B--\r\n", "--B\r\nContent-Type: text/plain\r\n\r\n1\r\n--B--\r\n",
      "--B\r\nContent-Disposition: form-data\r\n\r\n1\r\n--B--\r\n",
      "--B\r\nContent-Disposition: form-data; name=\"\"\r\n\r\n1\r\n--B--\r\n",
      "--B\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n--B--\r\n",
      "--B\r\nContent-Disposition: attachment; name=\"a\"\r\n\r\n1\r\n--B--\r\n",
      "--B\r\nContent-Disposition: form-data; name=\"a\"; filename*=UTF-8''x\r\n\r\n1\r\n--B--\r\n",
      "--B\r\nContent-Disposition: form-data; name=\"a\"; name=\"b\"\r\n\r\n1\r\n--B--\r\n",
      "--B\r\nContent-Disposition: form-data; name=\"a\"\r\nContent-Transfer-Encoding: base64\r\n\r\nMQ==\r\n--B--\r\n",
      "--B\r\nContent-Disposition: form-data; name=\"a\"\r\nContent-Disposition: form-data; name=\"b\"\r\n\r\n1\r\n--B--\r\n",
      "--B\r\nContent-Disposition: form-data; name=\"a\u{0}\"\r\n\r\n1\r\n--B--\r\n",
      "--B\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\u{0}\r\n--B--\r\n",
      "--B\nContent-Disposition: form-data; name=\"a\"\n\n1\n--B--\n", "", "a=1",
    ])
  func odd(_ body: String) {
    #expect(fault(Array(body.utf8), type: "multipart/form-data; boundary=B") == .malformed(.form))
  }

  @Test("a form without parts has none that anybody requires")
  func noParts() throws {
    let form = try read([Array("--\(Multipart.boundary)--\r\n".utf8)])
    #expect(form.fields.items.isEmpty && form.uploads.isEmpty)
  }

  @Test("text that is no UTF-8 is refused, a file of any bytes is not")
  func notText() {
    #expect(fault(Multipart.form([("Content-Disposition: form-data; name=\"a\"", [0xFF])])) == .malformed(.form))
    #expect(fault(Multipart.form([Multipart.file("a", "b", [0xFF, 0])])) == nil)
    #expect(fault(Multipart.form([Multipart.file("a", "", [0x41])])) == nil)
  }

  @Test(
    "an odd boundary or another type is refused before anything is read",
    arguments: [
      ("multipart/form-data", Fault.malformed(.form)), ("multipart/form-data; boundary=", .unsupportedMediaType),
      ("multipart/form-data; boundary=\"\"", .malformed(.form)),
      ("multipart/form-data; boundary=a;boundary=b", .unsupportedMediaType),
      ("multipart/form-data; boundary=a\"b", .malformed(.form)),
      ("multipart/form-data; boundary=\(String(repeating: "a", count: 71))", .malformed(.form)),
      ("multipart/mixed; boundary=a", .unsupportedMediaType), ("text/plain", .unsupportedMediaType),
      ("application/json", .unsupportedMediaType), ("", .unsupportedMediaType), (";", .unsupportedMediaType),
    ])
  func contentType(_ type: String, _ expected: Fault) { #expect(fault([], type: type) == expected) }

  @Test("a boundary may be quoted, and other parameters may stand beside it")
  func quotedBoundary() throws {
    let body = Array("--B\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--B--".utf8)
    for type in ["Multipart/Form-Data; boundary=\"B\"", "multipart/form-data;charset=utf-8;BOUNDARY=B"] {
      #expect(try read([body], type: type).fields.one("a") == "1")
    }
    #expect(try read([Array("a=1".utf8)], type: "\(Example.urlEncoded); charset=UTF-8").fields.one("a") == "1")
  }

  @Test("texts, files and parts beyond their limits are refused")
  func tooLarge() {
    func file(_ count: Int) -> (header: String, content: [UInt8]) {
      Multipart.file("f", "a", [UInt8](repeating: 0, count: count))
    }
    let long = String(repeating: "a", count: 2_050)
    #expect(fault(Multipart.form([file(100_000), file(100_000)])) == nil)
    #expect(fault(Multipart.form([file(100_001)])) == .contentTooLarge(limit: 100_000))
    #expect(fault(Multipart.form([file(1), file(1), file(1)])) == .contentTooLarge(limit: 100_000))
    #expect(
      fault(Multipart.form([Multipart.text("a", long), Multipart.text("b", long)]))
        == .contentTooLarge(limit: 4_096))
    #expect(
      fault(Multipart.form((0..<21).map { Multipart.text("a\($0)", "") })) == .malformed(.form))
    let header = "Content-Disposition: form-data; name=\"\(String(repeating: "a", count: 5_000))\""
    #expect(fault(Multipart.form([(header, [])])) == .malformed(.form))
    #expect(fault(Array("--\(Multipart.boundary)\r\n\(header)".utf8)) == .malformed(.form))
    let many = Array((0..<21).map { "a\($0)=1" }.joined(separator: "&").utf8)
    #expect(fault(many, type: Example.urlEncoded) == .malformed(.form))
    #expect(fault(Array("a=\(long)\(long)".utf8), type: Example.urlEncoded) == .contentTooLarge(limit: 4_096))
  }

  @Test(
    "an urlencoded form that is not percent-encoded UTF-8 is refused",
    arguments: [
      "a=%", "a=%4", "a=%GG", "a=%ff", "a=%00", "%00=1", "a=1&&b=2", "&a=1", "a=1&", "=1", "a=\u{9646}", "a=b c",
    ])
  func urlEncoded(_ body: String) { #expect(fault(Array(body.utf8), type: Example.urlEncoded) == .malformed(.form)) }

  @Test("a field is there as often as whoever reads it says")
  func accessors() throws {
    let fields = try read([Array("a=1&b=2&b=3&%C3%A9=4".utf8)], type: Example.urlEncoded).fields
    #expect(try fields.one("a") == "1" && fields.optional("c") == nil && fields.all("b") == ["2", "3"])
    #expect(throws: Fault.malformed(.missingField("c"))) { try fields.one("c") }
    #expect(throws: Fault.malformed(.repeatedField("b"))) { try fields.optional("b") }
    // A character written in another way makes another name.
    #expect(try fields.one("\u{E9}") == "4" && fields.optional("e\u{301}") == nil)
  }

  @Test("an upload is streamed to a file, and one that is too long is refused as a whole")
  func upload() throws {
    try Example.serve { endpoint in
      let most = [UInt8](repeating: 0x0D, count: 1 << 20)
      let fits = try Example.ask(
        endpoint,
        Example.post(
          "/upload", endpoint, Multipart.form([Multipart.file("file", "a", most)]), type: Multipart.type))
      #expect(fits.text == "a \(1 << 20) \(SHA256.hash(most)) true 600 0")
      let over = Multipart.form([Multipart.file("file", "a", most + [0])])
      let answer = try Example.ask(endpoint, Example.post("/upload", endpoint, over, type: Multipart.type))
      #expect(answer.status == 413)
      // An office's forms have one file each, however short more are.
      let two = Multipart.form([Multipart.file("file", "a", [1]), Multipart.file("other", "b", [2])])
      #expect(try Example.ask(endpoint, Example.post("/upload", endpoint, two, type: Multipart.type)).status == 413)
      let none = Multipart.form([Multipart.file("file", "", [])])
      #expect(try Example.ask(endpoint, Example.post("/upload", endpoint, none, type: Multipart.type)).status == 400)
    }
  }

  @Test("who is sending as many bytes of files as one may sends no more until they have come, and others do")
  func uploadsOfCaller() throws {
    let named = Guard<String>(
      admit: { request in .admitted(request.query.items.first?.value ?? "") }, name: { $0.isEmpty ? nil : $0 })
    let routes: [Route] = [
      .post(PathPattern("/upload"), for: named, on: .readers, taking: .upload(atMost: 1 << 20)) { _, _ in .html([]) }
    ]
    let body = Multipart.form([Multipart.file("file", "a", [UInt8](repeating: 1, count: 600_000))])
    let small = Multipart.form([Multipart.file("file", "a", [1])])
    func change(_ settings: inout ServerSettings) {
      settings.limits.uploadBytesOfCaller = 1_000_000
      settings.limits.bodyTime = .seconds(600)
    }
    try Example.serve(routes, change) { endpoint in
      func ask(_ path: String, _ body: [UInt8]) throws -> Answer {
        try Example.ask(endpoint, Example.post(path, endpoint, body, type: Multipart.type))
      }
      for path in ["/upload?by=a", "/upload"] {
        let slow = try Client(endpoint)
        let request = Example.post(path, endpoint, body, type: Multipart.type)
        slow.send(Array(request.dropLast(300_000)))
        // Until the server has read its header.
        var second = try ask(path, body)
        for _ in 0..<500 where second.status == 200 { second = try ask(path, body) }
        #expect(second.status == 503 && second.field("retry-after") == "5")
        // A file that fits beside it is taken, and so are those of others.
        #expect(try ask(path, small).status == 200 && ask("/upload?by=b", body).status == 200)
        slow.send(Array(request.suffix(300_000)))
        #expect(try slow.answer().status == 200)
        #expect(try ask(path, body).status == 200)
        // A client that goes away in the middle takes up nothing.
        var gone: Client? = try Client(endpoint)
        gone?.send(Array(request.dropLast(300_000)))
        gone = nil
        var after = try ask(path, body)
        for _ in 0..<2500 where after.status == 503 {
          usleep(20_000)
          after = try ask(path, body)
        }
        #expect(after.status == 200, "\(path)")
      }
    }
  }
}
