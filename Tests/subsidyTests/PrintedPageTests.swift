import Catalogue
import Foundation
import Ledger
import Testing

@testable import subsidy

/// Pages for print, as a browser lays them out on A4.
@Suite(.enabled(if: Browser.isThere, "no chromium in PATH: the pages are not opened"))
struct PrintedPageTests {
  /// Each page with the command that writes it, the ledger and the file left out.
  static let pages = [
    "report monthly 2025-12 --as html", "batch list --as html", "batch show lz-2025-11 --full-names --as html",
    "recovery notices --as html", "report unpaid --as-of 2025-12-31 --as html", "deadlines --on 2025-12-20 --as html",
    "paper payout-list lz-2025-11 --as html", "paper payout-list bj-2025-11 --public --as html",
    "paper roster --scheme beijing --month 2025-11 --all-current --as html",
    "paper funding-plan --scheme beijing --month 2026-03 --as html", "paper ledger jd-001 --as html",
    "paper print --scheme liuzhou --month 2025-12", "recovery letter DEMAND --as html",
  ]

  @Test("nothing is cut off on A4, in either language", arguments: pages)
  func fits(_ command: String) throws {
    let box = try Box()
    #expect(run("demo \(box.ledger)").code == .done)
    let browser = try #require(Browser())
    let notices = box.run("recovery notices --format csv").output.split(separator: "\n")
    let demand = try #require(notices.last?.prefix { $0 != "," })
    for language in ["en", "zh"] {
      let line = command.replacing("DEMAND", with: demand)
      try FinanceCommandTests.ok(box, "\(line) --to @page.html --lang \(language) --replace")
      let page = String(decoding: try box.read("page.html"), as: UTF8.self)
      // The body is as wide on a screen as on the paper; parts that extend beyond it would be cut off.
      let script = """
        <script>addEventListener("load", () => {
          const edge = document.body.getBoundingClientRect().right + 1;
          const out = [...document.querySelectorAll("body *")].filter(e => e.getBoundingClientRect().right > edge);
          const texts = out.slice(0, 3).map(e => e.tagName + " " + e.textContent.slice(0, 40));
          document.body.textContent = "measured" + out.length + " " + texts.join("; ") + "measured";
        })</script></body>
        """
      try box.write("measured.html", page.replacing("</body>", with: script))
      let shown = String(
        decoding: try browser.open(box.path("measured.html"), "--dump-dom", "--window-size=1400,2000"), as: UTF8.self)
      #expect(shown.contains("measured0 measured"), "\(language): \(shown.suffix(400))")
      _ = try browser.open(box.path("page.html"), "--no-pdf-header-footer", "--print-to-pdf=\(box.path("page.pdf"))")
      let sizes = Set(
        String(decoding: try box.read("page.pdf"), as: UTF8.self)
          .matches(of: /\/MediaBox *\[0 0 ([0-9]+)[0-9.]* ([0-9]+)/).map { "\($0.1)x\($0.2)" })
      #expect(!sizes.isEmpty && sizes.isSubset(of: ["594x841", "841x594"]), "\(sizes)")
      #expect(sizes.count == 1 || command.hasPrefix("paper print"), "\(sizes)")
    }
  }
}
