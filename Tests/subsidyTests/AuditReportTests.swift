import Catalogue
import Foundation
import JSONText
import Ledger
import Papers
import Testing

@testable import subsidy

/// The page of `audit report`: read as text, and opened in a browser if there is one.
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
    let tables = page.components(separatedBy: "<table style=\"").dropFirst()
    #expect(tables.count > 8)
    for table in tables {
      #expect(table.drop { $0 != ">" }.hasPrefix("><caption>") && !table.contains("<caption></caption>"))
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
  static func manyFindings(persons: Int) throws -> Box {
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

  /// The number that a page says for programs.
  private func value(_ name: String, in page: String) throws -> Int {
    let rest = try #require(page.components(separatedBy: "id=\"\(name)\" value=\"").dropFirst().first)
    return try #require(Int(rest.prefix { $0 != "\"" }))
  }

  private func report(_ box: Box, _ options: String = "") throws -> String {
    let ran = box.run("audit report --replace --to @page.html \(options)")
    #expect(ran.code == .done, "\(ran.messages)")
    return String(decoding: try box.read("page.html"), as: UTF8.self)
  }

  @Test func `a page with 5,000 findings stays below three megabytes, and the list beside it has all of them`() throws {
    let box = try AuditReportTests.manyFindings(persons: 640)
    let page = try report(box)
    let found = try value("figure-findings", in: page)
    #expect(found >= 5_000 && page.utf8.count < 3_000_000, "\(page.utf8.count) bytes for \(found) findings")
    #expect(page.contains("content-visibility: auto"))
    let groups = page.components(separatedBy: "<details class=\"code").dropFirst()
    #expect(groups.count == Set(page.matches(of: /id="code-[a-z-]+"/).map { String($0.0) }).count)
    for group in groups {
      let rows =
        group.components(separatedBy: "</details>")[0].components(separatedBy: "<tr><th scope=\"row\"").count - 1
      #expect(rows <= 100)
    }
    // The largest hundred of each code are about the same persons.
    #expect(page.matches(of: /<details class="person">/).count == 100)
    let list = String(decoding: try box.read("page.findings.csv"), as: UTF8.self)
    #expect(list.hasPrefix("\u{FEFF}Doubtful points\n"))
    let rows = try CSVReader.records(list).dropFirst(3)
    #expect(rows.count == found && Set(rows.map { $0.fields[1] }).count == found)
  }

  @Test func `money of a month counts once, however many findings are about it`() throws {
    let box = try AuditReportTests.manyFindings(persons: 3)
    let page = try report(box)
    #expect(try value("figure-findings", in: page) > 3)
    for name in ["wrong", "known", "open", "paid"] {
      #expect(try value("money-\(name)", in: page) == 81_000, "\(name)")
    }
    #expect(try value("money-unknown", in: page) == 0)
    // The money comes before anything else.
    let money = try #require(page.range(of: #"<dl class="money""#)), first = try #require(page.range(of: "<h2"))
    #expect(money.lowerBound < first.lowerBound)
  }

  @Test func `money that came back counts as wrongly paid, and not as still to recover`() throws {
    let (page, totals) = (try page(.en), try #require(try replay()["totals"]))
    let open = try value("money-open", in: page)
    #expect(Int64(open) == totals["overpaidFen"]?.number)
    #expect(Int64(try value("money-wrong", in: page) - open) == totals["repaidFen"]?.number)
    #expect(try value("money-known", in: page) + value("money-unknown", in: page) == value("money-wrong", in: page))
    #expect(Int64(try value("money-paid", in: page)) == totals["paidFen"]?.number)
  }

  @Test(arguments: [
    ("--scheme liuzhou", 81_000), ("--operator OP-9", 81_000), ("--operator op-8", 0),
    ("--from 2024-05", 81_000), ("--from 2024-06", 0), ("--through 2024-05", 81_000), ("--through 2024-04", 0),
    ("--scheme liuzhou --operator op-9 --from 2024-05 --through 2024-05", 81_000),
  ])
  func `a scheme, an operator and months of payment cut sums and lists`(options: String, wrong: Int) throws {
    let box = try AuditReportTests.manyFindings(persons: 3)
    let page = try report(box, options)
    #expect(try value("money-wrong", in: page) == wrong)
    #expect(page.contains("Only a part: "))
    #expect(page.contains("<td>2024-03</td>") == (wrong > 0))
    let list = try box.read("page.findings.csv").split(separator: UInt8(ascii: "\n"))
    #expect((list.count > 3) == (wrong > 0))
  }

  @Test func `a cut by what is not there is no clean audit`() throws {
    let box = try AuditReportTests.manyFindings(persons: 1)
    func report(_ options: String) -> Ran { box.run("audit report --to \(box.path("cut.html")) --replace \(options)") }
    #expect(report("--scheme beijing").code == .refused)
    let backwards = report("--from 2024-06 --through 2024-05")
    #expect(backwards.code == .usage && backwards.messages.contains("exchange them"), "\(backwards.messages)")
    let nobody = report("--operator op-8")
    #expect(nobody.code == .done && nobody.messages.contains("no batch, review or finding"), "\(nobody.messages)")
    #expect(report("--operator OP-9").messages.isEmpty)
  }

  @Test func `the largest amounts come first, each finding once`() throws {
    let page = try page(.en)
    let rows = page.components(separatedBy: "<details class=\"code").dropFirst().flatMap {
      $0.components(separatedBy: "</details>")[0].components(separatedBy: "<tr><th scope=\"row\"").dropFirst()
    }
    #expect(rows.count == (try replay()["findings"]?.elements?.count))
    let amounts = page.matches(of: /findings?, ([0-9,.]+) yuan/).compactMap { Double($0.1.filter { $0 != "," }) }
    #expect(amounts == amounts.sorted(by: >) && !amounts.isEmpty)
  }

  @Test func `times are those of China, events lead to the history, and rules, imports and signatures are there`()
    throws
  {
    let box = try AuditReportTests.manyFindings(persons: 2)
    let page = try report(box)
    #expect(page.contains("2024-05-03 10:00") && page.matches(of: /T\d\d:\d\d:\d\dZ/).isEmpty)
    let links = page.matches(of: /href="#(event-\d+)"/)
    #expect(!links.isEmpty)
    for link in links { #expect(page.contains(#"id="\#(link.1)""#), "\(link.1)") }
    #expect(page.contains("<th scope=\"row\">liuzhou-2022-9</th>") && page.contains("柳人社规〔2022〕9号"))
    #expect(page.contains("history imported") && page.contains("past, 7 entries, imported at 20"))
    #expect(page.contains(#"<section id="signatures">"#) && page.contains("prepared by"))
    let chinese = try report(box, "--lang zh")
    for word in ["编制", "复核", "负责人", "日期", "导入历史记录"] { #expect(chinese.contains(word), "\(word)") }
  }

  @Test func `the list is written with the page or not at all`() throws {
    let box = try AuditReportTests.manyFindings(persons: 1)
    try box.write("page.findings.csv", "mine")
    #expect(box.run("audit report --to @page.html").code == .refused)
    #expect(!FileManager.default.fileExists(atPath: box.path("page.html")))
    #expect(box.run("audit report --to @page.html --replace").code == .done)
    #expect(try box.read("page.findings.csv") != Array("mine".utf8))
    #expect(box.run("audit report --to -").output.hasPrefix("<!DOCTYPE html>"))
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
    // A browser repairs text that is not HTML; the shown page has everything that was written.
    let written = try String(contentsOfFile: page, encoding: .utf8)
    for element in ["<table", "<caption", "<th scope=\"col\"", "<svg", "<details", "<summary", "<li", "<section"] {
      #expect(
        shown.components(separatedBy: element).count == written.components(separatedBy: element).count, "\(element)")
    }
    #expect(!shown.contains("<script"))
    try photograph(page, "audit-report-\(language)", browser, in: folder)
  }

  /// The measures that a browser takes of a page in a frame of a width.
  private struct Measured: Decodable {
    /// The width of the frame, and what the page needs.
    let width: Int, needs: Int
    /// The end of the figures of the money.
    let money: Int
    /// How wide the content is, and the first elements that extend beyond the frame.
    let main: Int, out: [String]
  }

  private func measure(_ page: String, width: Int, height: Int, _ browser: Browser) throws -> Measured {
    let script = """
      <script>addEventListener("load", () => {
        const end = element => Math.ceil(element.getBoundingClientRect().right);
        const out = [...document.querySelectorAll("main *, header *")]
          .filter(e => !e.closest("thead") && end(e) > innerWidth + 1).slice(0, 5).map(e => e.tagName + " " + end(e));
        parent.postMessage(JSON.stringify({ width: innerWidth, needs: document.documentElement.scrollWidth, out,
          money: Math.ceil(document.querySelector("dl.money").getBoundingClientRect().bottom),
          main: Math.ceil(document.querySelector("main").getBoundingClientRect().width) }), "*")
      })</script></body>
      """
    // Everything is opened, so that nothing is measured that is not laid out.
    let open = try String(contentsOfFile: page, encoding: .utf8)
      .replacing("<details class", with: "<details open class").replacing("</body>", with: script)
    try open.write(toFile: page + ".open.html", atomically: true, encoding: .utf8)
    let name = page.split(separator: "/").last ?? ""
    let frame = """
      <body><iframe style="border:0;width:\(width)px;height:\(height)px" src="\(name).open.html"></iframe>
      <script>addEventListener("message", event => document.body.textContent = "measured" + event.data + "measured")
      </script></body>
      """
    try frame.write(toFile: page + ".frame.html", atomically: true, encoding: .utf8)
    let shown = String(decoding: try browser.open(page + ".frame.html", "--dump-dom"), as: UTF8.self)
    let parts = shown.components(separatedBy: "measured")
    try #require(parts.count == 3, "\(shown.prefix(400))")
    return try JSONDecoder().decode(Measured.self, from: Data(parts[1].utf8))
  }

  @Test(arguments: [(390, 844), (1024, 768), (1680, 1050)], Language.allCases)
  func `nothing is cut off at any width, the money is on the first screen, and a wide screen is used`(
    size: (width: Int, height: Int), language: Language
  ) throws {
    let box = try AuditReportTests.manyFindings(persons: 120)
    let browser = try #require(Browser())
    #expect(run("demo \(box.path("demo"))").code == .done)
    for ledger in ["ledger", "demo"] {
      let page = box.path("\(ledger).html")
      #expect(run("audit report --to \(page) --lang \(language) --ledger \(box.path(ledger))").code == .done)
      let found = try measure(page, width: size.width, height: size.height, browser)
      #expect(found.width == size.width && found.needs <= size.width && found.out.isEmpty, "\(found)")
      #expect(found.money < size.height && found.main > size.width * 9 / 10, "\(found)")
    }
  }

  @Test func `thousands of findings are on fewer than a hundred sheets of paper`() throws {
    let box = try AuditReportTests.manyFindings(persons: 640)
    #expect(box.run("audit report --to @page.html").code == .done)
    let browser = try #require(Browser())
    _ = try browser.open(box.path("page.html"), "--no-pdf-header-footer", "--print-to-pdf=\(box.path("page.pdf"))")
    let paper = String(decoding: try box.read("page.pdf"), as: UTF8.self)
    let sheets = paper.matches(of: /\/Type *\/Page[^s]/).count
    #expect((2..<100).contains(sheets), "\(sheets) sheets")
  }

  /// Takes pictures; they are kept if `SUBSIDY_ARTIFACTS` names a folder.
  private func photograph(_ page: String, _ name: String, _ browser: Browser, in folder: String) throws {
    let kept = ProcessInfo.processInfo.environment["SUBSIDY_ARTIFACTS"]
    if let kept { try FileManager.default.createDirectory(atPath: kept, withIntermediateDirectories: true) }
    for (width, height) in [(1024, 1600), (1680, 1600)] {
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
