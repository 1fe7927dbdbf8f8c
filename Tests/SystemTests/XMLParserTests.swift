import Foundation
import SeededRandom
import System
import Testing
import Values

/// XML is read as expat reads it, into a tree, and nothing in it fetches, grows or runs deep.
@Suite struct XMLParserTests {
  static let report = """
    <?xml version="1.0" encoding="UTF-8"?>
    <!-- the bank's own words -->
    <p:Document xmlns:p="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"><p:CstmrPmtStsRpt>
    <p:GrpHdr><p:MsgId>bank-1</p:MsgId></p:GrpHdr>
    <p:OrgnlGrpInfAndSts><p:OrgnlMsgId>b1</p:OrgnlMsgId><p:GrpSts>PART</p:GrpSts></p:OrgnlGrpInfAndSts>
    <p:OrgnlPmtInfAndSts><p:TxInfAndSts x="1&gt;"><p:OrgnlEndToEndId>a&amp;b</p:OrgnlEndToEndId>
    <p:TxSts>ACSC</p:TxSts><p:Nm><![CDATA[柳<州]]>&#x4E2D;</p:Nm></p:TxInfAndSts></p:OrgnlPmtInfAndSts>
    </p:CstmrPmtStsRpt></p:Document>

    """

  static func error(_ bytes: [UInt8]) -> XMLError? {
    do {
      _ = try XMLParser.parse(bytes)
      return nil
    } catch { return error }
  }

  static func kind(_ bytes: [UInt8]) -> XMLError.Kind? { error(bytes)?.kind }

  @Test("elements come with namespace, local name, text and children")
  func tree() throws {
    let root = try XMLParser.parse(
      Array("<a:b xmlns:a='u' c=\"d>\"><e/> x&lt;&#65;<![CDATA[<&]]>\n<a:f>y</a:f></a:b >\n".utf8))
    #expect(root.namespace == "u" && root.name == "b")
    #expect(root.children.map(\.name) == ["e", "f"] && root.children.map(\.namespace) == ["", "u"])
    #expect(root.text == " x<A<&\n" && root.value == "x<A<&")
    #expect(root.children("e").isEmpty)
    #expect(try root.child("f")?.value == "y")
  }

  @Test("a child that may stand once and stands twice is told by its name")
  func twice() throws {
    let root = try XMLParser.parse(Array("<a><b/><b/></a>".utf8))
    let repeated = #expect(throws: XMLElement.Repeated.self) { try root.child("b") }
    #expect(repeated?.name == "b")
  }

  @Test(
    "what is ill-formed is refused on its line",
    arguments: [
      ("<a></b>", 1), ("<a>\n<b>\n</a>", 3), ("<a>&x;</a>", 1), ("<a b=c/>", 1), ("<a/><a/>", 1), ("<a", 1), ("<a>", 1),
      ("", 1), ("x", 1), ("<a b='1' b='2'/>", 1), ("<a>\n]]></a>", 2), ("<a><!-- -- --></a>", 1), ("<p:a/>", 1),
      ("<a>\u{1}</a>", 1), ("<a>&#0;</a>", 1), ("<a/>\n<?xml version='1.0'?>", 2), ("<1/>", 1), ("<a b='<'/>", 1),
      ("<a xmlns:p=''><p:b/></a>", 1), ("<a>\u{FFFE}</a>", 1),
    ])
  func illFormed(_ text: String, _ line: Int) {
    let error = XMLParserTests.error(Array(text.utf8))
    #expect(error?.line == line && error?.kind == .notWellFormed)
  }

  @Test(
    "a document type is refused, whatever it declares",
    arguments: [
      "<!DOCTYPE a><a/>", "<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>",
      "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>",
      "<!DOCTYPE a [<!ENTITY % p SYSTEM 'http://127.0.0.1/x'> %p;]><a/>",
      "<!DOCTYPE a [<!ENTITY x0 'ha'>"
        + (1...30).map { "<!ENTITY x\($0) '&x\($0 - 1);&x\($0 - 1);'>" }.joined() + "]><a>&x30;</a>",
    ])
  func documentTypes(_ text: String) {
    #expect(XMLParserTests.kind(Array(text.utf8)) == .documentType)
  }

  @Test("elements nest 64 deep and no deeper")
  func depth() throws {
    func nested(_ depth: Int) -> [UInt8] {
      Array((String(repeating: "<a>", count: depth) + String(repeating: "</a>", count: depth)).utf8)
    }
    _ = try XMLParser.parse(nested(XMLParser.deepest))
    #expect(XMLParserTests.kind(nested(XMLParser.deepest + 1)) == .tooLarge)
    #expect(XMLParserTests.kind(Array(String(repeating: "<a>", count: 1_000_000).utf8)) == .tooLarge)
  }

  @Test("more elements or bytes than are read are refused")
  func size() {
    let many = [UInt8]("<a>".utf8) + [[UInt8]](repeating: Array("<b/>".utf8), count: 2_000_000).joined()
    #expect(XMLParserTests.kind(many + Array("</a>".utf8)) == .tooLarge)
    #expect(XMLParserTests.kind([UInt8](repeating: 0x20, count: XMLParser.largest + 1)) == .tooLarge)
  }

  private static func encoded(_ text: String, _ name: String, _ encoding: String.Encoding) throws -> [UInt8] {
    let declared = text.replacing("encoding=\"UTF-8\"", with: "encoding=\"\(name)\"")
    return Array(try #require(declared.data(using: encoding)))
  }

  @Test("UTF-8 with and without a mark, UTF-16 and GB18030 give the same tree")
  func encodings() throws {
    let expected = try XMLParser.parse(Array(XMLParserTests.report.utf8))
    #expect(try XMLParser.parse([0xEF, 0xBB, 0xBF] + XMLParserTests.report.utf8) == expected)
    for order in [String.Encoding.utf16LittleEndian, .utf16BigEndian] {
      let mark: [UInt8] = order == .utf16LittleEndian ? [0xFF, 0xFE] : [0xFE, 0xFF]
      #expect(try XMLParser.parse(mark + XMLParserTests.encoded(XMLParserTests.report, "UTF-16", order)) == expected)
    }
    for name in ["GB18030", "gbk", "GB2312"] {
      let declared = XMLParserTests.report.replacing("encoding=\"UTF-8\"", with: "encoding=\"\(name)\"")
      let bytes = try #require(XMLParserTests.gb18030(declared))
      #expect(try XMLParser.parse(bytes) == expected)
      // A text cut within a character is in no encoding.
      let character = try #require(XMLParserTests.gb18030("柳"))
      let cut = try #require(bytes.firstRange(of: character)?.lowerBound)
      #expect(XMLParserTests.kind(Array(bytes[...cut])) == .encoding)
    }
    #expect(XMLParserTests.kind(try #require(XMLParserTests.gb18030(XMLParserTests.report))) == .notWellFormed)
    #expect(XMLParserTests.kind(Array("<?xml version='1.0' encoding='KOI8-R'?><a/>".utf8)) == .encoding)
  }

  private static func gb18030(_ text: String) -> [UInt8]? { GB18030Encoder()?.encode(text) }

  /// Python's expat as another driver of the same grammar: it reads a text for each line of hexadecimal digits.
  private static func refusedByPython(_ texts: [[UInt8]]) throws -> [Bool] {
    let program = """
      import sys, xml.parsers.expat as x
      for line in sys.stdin:
        p = x.ParserCreate(namespace_separator="\\n")
        try: p.Parse(bytes.fromhex(line.strip()), True); print("taken")
        except x.ExpatError: print("refused")
        except Exception: print("refused")
      """
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["python3", "-c", program]
    let input = FileManager.default.temporaryDirectory.appending(path: "xml-\(UUID().uuidString)")
    let hex = texts.map { $0.map { String(format: "%02x", $0) }.joined() + "\n" }.joined()
    try Data(hex.utf8).write(to: input)
    defer { try? FileManager.default.removeItem(at: input) }
    let output = Pipe()
    process.standardInput = try FileHandle(forReadingFrom: input)
    process.standardOutput = output
    try process.run()
    let said = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return String(decoding: said, as: UTF8.self).split(separator: "\n").map { $0 == "refused" }
  }

  @Test("of thousands of mutations of a good report none is taken that another reader refuses")
  func mutations() throws {
    let good = Array(XMLParserTests.report.utf8)
    var random = SeededRandom(20_022)
    var texts: [[UInt8]] = []
    for index in good.indices {
      texts.append(Array(good[..<index] + good[(index + 1)...]))
      texts.append(Array(good[..<index]))
      if index > 0 {
        var swapped = good
        swapped.swapAt(index - 1, index)
        texts.append(swapped)
      }
      var other = good
      other[index] = [0x3C, 0x3E, 0x26, 0x22, 0x00, 0x2F, 0xFF, 0x3A].randomElement(using: &random)!
      texts.append(other)
    }
    let refused = try XMLParserTests.refusedByPython(texts)
    #expect(refused.count == texts.count && refused.contains(true) && refused.contains(false))
    for (text, isRefused) in zip(texts, refused) where isRefused {
      #expect(XMLParserTests.kind(text) != nil, "\(String(decoding: text, as: UTF8.self))")
    }
  }
}
