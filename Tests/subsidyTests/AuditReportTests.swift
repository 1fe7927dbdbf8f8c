import Foundation
import JSONText
import Ledger
import Papers
import Testing

@testable import subsidy

/// The page of `audit report`: read as text, and opened in a browser where there is one.
@Suite struct AuditReportTests {
  /// The demonstration's ledger with the page in each language, made once.
  private struct Made {
    let folder: String

    init() throws {
      folder = NSTemporaryDirectory() + "report-test-\(UUID().uuidString)"
      let demo = run("demo \(folder)/ledger")
      guard demo.code == .done else { throw CommandFailure(.bug, .internalError(demo.messages)) }
      for language in Language.allCases {
        let ran = run("audit report --to \(folder)/\(language).html --lang \(language) --ledger \(folder)/ledger")
        guard ran.code == .done else { throw CommandFailure(.bug, .internalError(ran.messages)) }
      }
    }
  }

  private static let made = Result { try Made() }

  private func page(_ language: Language) throws -> String {
    try String(contentsOfFile: "\(try AuditReportTests.made.get().folder)/\(language).html", encoding: .utf8)
  }

  private func replay() throws -> JSONValue {
    let ledger = "\(try AuditReportTests.made.get().folder)/ledger"
    return try JSONValue(Array(run("audit replay --ledger \(ledger) --format json").output.utf8))
  }

  /// Checks what a page shows against what `audit replay` says.
  private func check(_ page: String, _ replay: JSONValue) throws {
    let totals = try #require(replay["totals"]?.members)
    #expect(totals.count > 5)
    for member in totals {
      let value = try #require(member.value.number.map { "\($0)" })
      #expect(page.contains(#"<data id="figure-\#(member.key)" value="\#(value)">"#), "\(member.key)")
    }
    let findings = replay["findings"]?.elements ?? []
    #expect(findings.count >= 2 && page.contains(#"<data id="figure-findings" value="\#(findings.count)">"#))
    for code in Set(findings.compactMap { $0["code"]?.text }) {
      #expect(page.contains("<code>\(code)</code>") && page.contains(#"id="code-\#(code)""#), "\(code)")
    }
    for person in Set(findings.compactMap { $0["person"]?.text }) {
      #expect(page.matches(of: try Regex(#"id="person-\#(person)""#)).count == 1, "\(person)")
    }
    #expect(page.contains(try #require(replay["root"]?.text)))
  }

  @Test(arguments: Language.allCases)
  func `figures, codes and persons are those of the replay`(language: Language) throws {
    try check(page(language), replay())
  }

  @Test(arguments: Language.allCases)
  func `nothing is fetched and nothing runs`(language: Language) throws {
    let page = try page(language)
    for word in ["<script", "http:", "https:", "//", "url(", "@import", "src=", "javascript", "<link", "<img"] {
      #expect(!page.contains(word), "\(word)")
    }
    // Every link leads to a place of the page.
    for link in page.matches(of: /href="#([^"]+)"/) { #expect(page.contains(#"id="\#(link.1)""#), "\(link.1)") }
    #expect(page.matches(of: /href="/).count == page.matches(of: /href="#/).count)
  }

  @Test(arguments: Language.allCases)
  func `headings come in order, tables have captions and headings with scope`(language: Language) throws {
    let page = try page(language)
    #expect(page.contains(language == .zh ? #"<html lang="zh-CN">"# : #"<html lang="en">"#))
    var level = 0
    for heading in page.matches(of: /<h([1-6])/) {
      let next = Int(heading.1) ?? 0
      #expect(next <= level + 1)
      level = next
    }
    #expect(page.matches(of: /<h1/).count == 1)
    let tables = page.components(separatedBy: "<table>").dropFirst()
    #expect(tables.count > 8)
    for table in tables {
      #expect(table.hasPrefix("<caption>") && !table.hasPrefix("<caption></caption>"))
      #expect(table.contains(#"<th scope="col""#))
      #expect(!table.components(separatedBy: "</table>")[0].contains("<th>"))
    }
    for drawing in page.matches(of: /<svg [^>]*>/) {
      #expect(drawing.0.contains(#"role="img""#) && drawing.0.contains("aria-label="))
    }
    #expect(page.matches(of: /<details/).count == page.matches(of: /<summary/).count)
  }

  @Test func `the same head gives the same page, whatever the clock says`() throws {
    let folder = try AuditReportTests.made.get().folder
    let ran = run("audit report --to \(folder)/again.html --ledger \(folder)/ledger")
    #expect(ran.code == .done)
    #expect(try String(contentsOfFile: "\(folder)/again.html", encoding: .utf8) == page(.en))
    #expect(run("audit report --to /dev/null --ledger \(folder)/ledger").code == .done)
    let known = run("audit report --to \(folder)/known.html --known-at 2024-12-07T00:00:00Z --ledger \(folder)/ledger")
    #expect(known.code == .done && known.output != ran.output)
  }

  @Test func `what people wrote into the ledger is text on the page`() throws {
    let box = try Box()
    let lines = [
      #"{"type":"registered","recorded":"2023-01-02T02:00:00Z","by":"op-9","person":"p1","birth":"1985-05-16","sex":"male","household":"450200"}"#,
      #"{"type":"fact-recorded","recorded":"2023-01-03T02:00:00Z","by":"op-9","person":"p1","fact":"employed","from":"2024-01-01","source":"<script>alert(1)</script>"}"#,
      #"{"type":"paid","recorded":"2024-04-03T02:00:00Z","by":"op-9","person":"p1","scheme":"liuzhou","month":"2024-03","amountFen":27000,"batch":"b1"}"#,
    ]
    try box.write("past", lines.joined(separator: "\n"))
    _ = box.run("init --name a<b> --history-from 2022-01-01T00:00:00Z --by op-001")
    #expect(box.run("record --history @past").code == .done)
    #expect(box.run("audit report --to @page.html").code == .done)
    let page = String(decoding: try box.read("page.html"), as: UTF8.self)
    #expect(!page.contains("<script") && page.contains("&lt;script&gt;") && !page.contains("a<b>"))
  }

  /// A ledger in which many were paid a month that much is against.
  private func manyFindings(persons: Int) throws -> Box {
    let box = try Box()
    var lines: [String] = []
    func entry(_ type: String, _ day: String, _ rest: String) {
      lines.append(#"{"type":"\#(type)","recorded":"2024-0\#(day)T02:00:00Z","by":"op-9",\#(rest)}"#)
    }
    entry("policy-adopted", "1-02", #""scheme":"liuzhou","policy":"liuzhou-2022-9","parameters":{}"#)
    for person in 1...persons {
      entry(
        "registered", "1-03", #""person":"p\#(person)","birth":"1985-05-16","sex":"male","household":"450200""#)
    }
    for person in 1...persons {
      entry(
        "fact-recorded", "2-03", #""person":"p\#(person)","fact":"employed","from":"2024-01-01","source":"bureau""#)
    }
    for person in 1...persons {
      entry(
        "paid", "5-03",
        #""person":"p\#(person)","scheme":"liuzhou","month":"2024-03","amountFen":27000,"batch":"b1""#)
    }
    try box.write("past", lines.joined(separator: "\n"))
    _ = box.run("init --name many --history-from 2022-01-01T00:00:00Z --by op-001")
    let ran = box.run("record --history @past")
    if ran.code != .done { throw CommandFailure(.bug, .internalError(ran.messages)) }
    return box
  }

  @Test func `a page with 5,000 findings stays within a few megabytes`() throws {
    let box = try manyFindings(persons: 640)
    let ran = box.run("audit report --to @page.html")
    #expect(ran.code == .done, "\(ran.messages)")
    let page = String(decoding: try box.read("page.html"), as: UTF8.self)
    let found = try #require(page.firstMatch(of: /figure-findings" value="(\d+)"/).flatMap { Int($0.1) })
    #expect(found >= 5_000)
    #expect(page.utf8.count < found * 1_000, "\(page.utf8.count) bytes for \(found) findings")
    #expect(page.contains("content-visibility: auto"))
  }
}

/// The page in a browser.
@Suite(.enabled(if: Browser.isThere, "no chromium in PATH: the page is not opened"))
struct AuditReportBrowserTests {
  @Test(arguments: Language.allCases)
  func `a browser shows the figures, the codes and the tables`(language: Language) throws {
    let folder = NSTemporaryDirectory() + "report-browser-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    #expect(run("demo \(folder)/ledger").code == .done)
    let page = "\(folder)/page.html"
    #expect(run("audit report --to \(page) --lang \(language) --ledger \(folder)/ledger").code == .done)
    let replay = try JSONValue(Array(run("audit replay --ledger \(folder)/ledger --format json").output.utf8))
    let browser = try #require(Browser())
    let shown = String(decoding: try browser.open(page, "--dump-dom"), as: UTF8.self)
    for member in try #require(replay["totals"]?.members) {
      let value = try #require(member.value.number.map { "\($0)" })
      #expect(shown.contains(#"<data id="figure-\#(member.key)" value="\#(value)">"#), "\(member.key)")
    }
    for finding in replay["findings"]?.elements ?? [] {
      let code = try #require(finding["code"]?.text)
      #expect(shown.contains("<code>\(code)</code>"))
    }
    // A browser puts right what is not HTML; what it shows has everything that was written.
    let written = try String(contentsOfFile: page, encoding: .utf8)
    for element in ["<table", "<caption", "<th scope=\"col\"", "<svg", "<details", "<summary", "<li", "<section"] {
      #expect(
        shown.components(separatedBy: element).count == written.components(separatedBy: element).count, "\(element)")
    }
    #expect(!shown.contains("<script"))
    try photograph(page, "audit-report-\(language)", browser, in: folder)
  }

  /// Takes pictures; they are kept where `SUBSIDY_ARTIFACTS` names a folder.
  private func photograph(_ page: String, _ name: String, _ browser: Browser, in folder: String) throws {
    let kept = ProcessInfo.processInfo.environment["SUBSIDY_ARTIFACTS"]
    if let kept { try FileManager.default.createDirectory(atPath: kept, withIntermediateDirectories: true) }
    for (width, height) in [(1280, 1600), (400, 1600)] {
      let picture = "\(kept ?? folder)/\(name)-\(width).png"
      _ = try browser.open(page, "--window-size=\(width),\(height)", "--screenshot=\(picture)")
      let bytes = try Data(contentsOf: URL(filePath: picture))
      #expect(bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]))
      // A blank page compresses to a few thousand bytes.
      #expect(bytes.count > 30_000, "\(picture) has \(bytes.count) bytes")
    }
  }
}

/// Colours that are read against each other, by the formula of WCAG 2.2.
@Suite struct ReportStyleTests {
  private func colours(of block: Substring) -> [String: Double] {
    var colours: [String: Double] = [:]
    for match in block.matches(of: /--([a-z-]+): #([0-9a-f]{6});/) {
      let value = Int(match.2, radix: 16) ?? 0
      let parts = [16, 8, 0].map { shift -> Double in
        let part = Double(value >> shift & 255) / 255
        return part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4)
      }
      colours[String(match.1)] = 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
    }
    return colours
  }

  @Test func `text stands out from its ground by 4,5 to 1, drawings by 3 to 1, by day and by night`() throws {
    let themes = ReportStyle.css.components(separatedBy: ":root {").dropFirst().prefix(2)
    try #require(themes.count == 2)
    for theme in themes {
      let colours = colours(of: theme.prefix { $0 != "}" })
      func contrast(_ first: String, _ second: String) throws -> Double {
        let pair = [try #require(colours[first]), try #require(colours[second])].sorted()
        return (pair[1] + 0.05) / (pair[0] + 0.05)
      }
      for text in ["ink", "muted", "accent", "bad", "warn", "good"] {
        #expect(try contrast(text, "page") >= 4.5, "\(text)")
      }
      for drawing in ["paid", "bad", "warn"] { #expect(try contrast(drawing, "page") >= 3, "\(drawing)") }
    }
  }
}
