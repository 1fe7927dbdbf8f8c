import Catalogue
import Demo
import Foundation
import Ledger
import Merkle
import Papers
import Subsidy
import System
import Testing
import Values

@testable import subsidy

/// The output of every command that prints data, byte for byte, in all its forms.
///
/// JSON and CSV are contracts with other programs: their files never change. Text is for people: a change of it is reviewed in
/// the difference of its file. `SUBSIDY_WRITE_OUTPUTS=1 swift test --filter GoldenOutputTests` writes the files again.
@Suite struct GoldenOutputTests {
  /// A use of a command on a ledger.
  struct Use {
    /// The name of its files.
    let name: String
    /// The command line; a word `@name` is the path of a file of the folder.
    let line: String
    /// The command lines to run first.
    let first: [String]
    /// Whether the ledger is put back after each form.
    let changesLedger: Bool

    init(_ name: String, _ line: String, after first: [String]? = nil) {
      self.name = name
      self.line = line
      self.first = first ?? []
      changesLedger = first != nil
    }
  }

  /// A form of the output, and the words added to the command line for it.
  enum Form: String, CaseIterable {
    case en, zh, json, csv

    var options: String {
      switch self {
      case .en, .zh: "--lang \(rawValue)"
      case .json, .csv: "--format \(rawValue)"
      }
    }
  }

  /// On the ledger of the demonstration.
  static let demo = [
    Use("audit-verify", "audit verify"), Use("audit-replay", "audit replay"),
    Use("audit-replay-then", "audit replay --known-at 2025-12-23T16:00:00Z --unpaid-after 30"),
    Use("audit-explain", "audit explain lz-004 2025-07"), Use("audit-explain-paid", "audit explain yg-001 2025-11"),
    Use("audit-timeline", "audit timeline lz-004"), Use("audit-timeline-annulled", "audit timeline lz-007"),
    Use("audit-diff", "audit diff --from 2025-12-20T16:00:00Z --to 2025-12-27T16:00:00Z"),
    Use("audit-sample", "audit sample --size 6 --seed lot-1 --stratify scheme"),
    Use("audit-check-proof", "audit check-proof @41.proof", after: ["audit prove 41 --to @41.proof"]),
    Use(
      "audit-check-growth", "audit check-proof @growth.proof --old @old.checkpoint",
      after: [
        "audit checkpoint --to @old.checkpoint", "@record entry.jsonl",
        "audit consistency 2749 --to @growth.proof",
      ]),
    Use(
      "audit-verify-against", "audit verify --against @kept.checkpoint",
      after: ["audit checkpoint --to @kept.checkpoint"]),
    Use(
      "audit-witness", "audit witness @w",
      after: ["audit checkpoint --to @kept.checkpoint", "audit witness @w --add @kept.checkpoint"]),
    Use("vault-status", "vault status"), Use("vault-check", "vault check"),
    Use("vault-access", "vault access"), Use("vault-access-operators", "vault access --sum operator"),
    Use("vault-access-person", "vault access --sum person --person lz-005 --since 2025-12-13"),
    Use("vault-due", "vault due --on 2099-01-01"),
    Use("backup", "backup @b.backup", after: []),
    Use(
      "restore", "restore @b.backup --ledger @l.restored --against @kept.checkpoint",
      after: ["backup @b.backup", "@record entry.jsonl", "audit checkpoint --to @kept.checkpoint"]),
    Use("batch-list", "batch list"), Use("batch-show", "batch show lz-2025-11"),
    Use("batch-totals", "batch show jd-2025-11 --totals"), Use("batch-reconcile", "batch reconcile lz-2025-11"),
    Use("deadlines", "deadlines --on 2025-12-30 --scheme beijing"),
    Use("eligible", "eligible --scheme linyi --month 2025-11 --known-at 2025-12-02T00:00:00Z"),
    Use("person", "person lz-003"), Use("person-all", "person --all"),
    Use("person-as-if", "person lz-004 --as-if-policy liuzhou-2022-9"),
    Use("policy-list", "policy list"), Use("policy-show-liuzhou", "policy show liuzhou-2022-9"),
    Use("policy-show-jingdezhen", "policy show jingdezhen-2024-139"),
    Use("policy-show-beijing", "policy show beijing-2019-1"), Use("policy-show-linyi", "policy show linyi-2021-63"),
    Use("policy-show-lianyungang", "policy show lianyungang-2021-50"),
    Use("policy-test", "policy test jingdezhen-2024-139 @cases.jsonl"),
    Use("policy-compare", "policy compare beijing-2019-1 beijing-2019-1 --set amountFen=90000"),
    Use("projections-status", "projections status", after: ["projections rebuild"]),
    Use("projections-missing", "projections status", after: ["@remove read-model.sqlite"]),
    Use("projections-rebuild", "projections rebuild --dry-run"),
    Use("projections-check", "projections check", after: ["projections rebuild"]),
    Use(
      "projections-differ", "projections check",
      after: ["projections rebuild", "@sql UPDATE months SET paid_fen = 1 WHERE person = 'jd-001'"]),
    Use("recovery", "recovery"), Use("requests", "requests"), Use("recovery-notices", "recovery notices"),
    Use("recovery-ageing", "recovery ageing --as-of 2026-02-01"),
    Use("registration", "registration jd-001 --known-at 2025-12-29T16:00:00Z"),
    Use("report-monthly", "report monthly 2025-11"),
    Use("report-unpaid", "report unpaid --as-of 2025-12-31 --known-at 2025-12-12T16:00:00Z"),
    Use("sweep", "sweep --on 2025-12-31 --dry-run"),
    Use("sweep-recorded", "sweep --on 2025-12-31 --by op-001", after: []),
  ]

  /// On the ledger of two pasts.
  static let pasts = [
    Use("batch-draft", "batch draft b3 --scheme beijing --through 2022-05 --by op-21", after: []),
    Use(
      "batch-settle", "batch settle @result.csv --batch b3 --by op-21",
      after: [
        // Events that a history brought are no one's consent: its months go through two live hands.
        "batch cancel b2 --by op-21", "batch draft b3 --scheme beijing --through 2022-04 --by op-21",
        "batch approve b3 --by op-22", "batch export b3 --to @b3.csv --as csv --by op-21",
      ]),
    Use("deadlines-linyi", "deadlines --on 2022-08-01 --list"), Use("today-pasts", "today --on 2022-08-01"),
    Use("find-pasts", "find p1"),
    Use(
      "operators", "operators",
      after: [
        "@operator chief administer", "@operator deputy administer audit",
      ]),
    Use("eligible-beijing", "eligible --scheme beijing --month 2022-06 --known-at 2022-07-01T00:00:00Z"),
    Use("recovery-demand", "recovery demand --by op-31", after: ["@record found.jsonl"]),
    Use(
      "recovery-demand-debtor", "recovery demand --person p1 --debtor d-1 --reason fraud --by op-31",
      after: ["@record found.jsonl"]),
    Use("recovery-owed", "recovery", after: ["@record found.jsonl"]),
    Use("registration-linyi", "registration p2 --scheme linyi --known-at 2022-06-30T00:00:00Z"),
    Use("sample-draw", "sample draw --scheme beijing --sample s3 --seed lot --size 1 --by op-51", after: []),
    Use("sample-show", "sample show s2"), Use("sweep-missed", "sweep --on 2022-08-01 --dry-run"),
    Use("audit-replay-pasts", "audit replay"), Use("audit-diff-pasts", "audit diff --from 2022-05-31T02:00:00Z"),
    Use("audit-timeline-pasts", "audit timeline p1"),
    Use("report-closed", "report monthly 2022-06", after: ["close 2022-06 --by op-21"]),
    Use("report-unpaid-pasts", "report unpaid --as-of 2022-12-31"),
    Use("recovery-ageing-pasts", "recovery ageing --as-of 2022-12-31"),
  ]

  @Test func `every command that prints data is recorded`() {
    let used = (GoldenOutputTests.demo + GoldenOutputTests.pasts).map(\.line)
    for spec in Program.commands.map(\.spec) where spec.printsData {
      #expect(used.contains { $0 == spec.name || $0.hasPrefix(spec.name + " ") }, "\(spec.name)")
    }
    let names = (GoldenOutputTests.demo + GoldenOutputTests.pasts).map(\.name)
    #expect(Set(names).count == names.count)
  }

  @Test func `on the demonstration`() throws {
    let box = try Box()
    var scenario = DemoScenario(ledger: box.ledger, files: box.path("files"), vaultKey: GoldenOutputTests.key)
    try FileManager.default.createDirectory(atPath: box.path("files"), withIntermediateDirectories: true)
    _ = try scenario.run { _, _ in }
    try box.write(
      "entry.jsonl", #"{"type":"registered","person":"zz-1","birth":"1970-01-01","sex":"female","household":"450200"}"#)
    let wrong = SmallCases.jingdezhen.replacing("\"household\"", with: "\"employed\"")
    try box.write("cases.jsonl", SmallCases.jingdezhen + wrong)
    try check(GoldenOutputTests.demo, "demo", in: box)
  }

  @Test func `on a ledger of two pasts`() throws {
    let box = try Box()
    try GoldenOutputTests.take(TwoPasts.first + TwoPasts.second, from: "2021-12-01T00:00:00Z", into: box)
    try box.write(
      "found.jsonl",
      #"{"type":"fact-recorded","person":"p1","fact":"employed","from":"2022-03-05","to":"2022-03-08","source":"bureau"}"#
    )
    try box.write(
      "result.csv",
      "person,scheme,month,amount,status,code,reference\np1,beijing,2022-04,777.33,returned,account-closed,\n")
    try check(GoldenOutputTests.pasts, "pasts", in: box)
  }

  /// The worked examples are large: only the SHA-256 of their output is recorded.
  @Test(arguments: ["small", "wide"]) func `on the worked examples`(name: String) throws {
    let box = try Box()
    let file = GoldenOutputTests.root.appendingPathComponent("Fixtures/examples/\(name).history.jsonl")
    let history = try String(contentsOf: file, encoding: .utf8)
    // Some of its entries are of a time to come; nothing is appended behind them.
    try GoldenOutputTests.take([history], from: "2019-01-01T00:00:00Z", at: "2027-01-01T00:00:00Z", into: box)
    var found = ""
    for line in [
      "person --all", "audit replay", "recovery", "recovery notices", "batch list", "report unpaid --as-of 2026-01-01",
      "deadlines --on 2026-01-01", "recovery ageing --as-of 2026-01-01", "sweep --on 2026-01-01 --dry-run",
    ] {
      for form in Form.allCases {
        let ran = box.run("\(line) \(form.options)")
        found += "\(line) \(form.options) [\(ran.code.rawValue)] \(SHA256.hash(Array(ran.output.utf8)))\n"
      }
    }
    try compare(found, "\(name).sha256")
  }

  @Test func `help pages`() throws {
    for language in Language.allCases {
      let lines = [""] + Program.commands.map { "help \($0.spec.name)" }
      let pages = lines.map { run("\($0) --lang \(language.rawValue)").output }
      try compare(pages.joined(separator: "\n"), "help.\(language.rawValue).txt")
    }
  }

  @Test(arguments: Language.allCases) func `papers of an audit`(language: Language) throws {
    let box = try Box()
    var scenario = DemoScenario(ledger: box.ledger, files: box.path("files"), vaultKey: GoldenOutputTests.key)
    try FileManager.default.createDirectory(atPath: box.path("files"), withIntermediateDirectories: true)
    _ = try scenario.run { _, _ in }
    let point = "2025-12-23T16:00:00Z"
    for (line, files) in [
      ("audit report --known-at \(point) --to @report.html", ["report.html"]),
      ("audit replay --known-at \(point) --doubts @doubts.csv", ["doubts.csv"]),
      (
        "audit package @package --month 2025-11",
        ["package/summary.txt", "package/findings.json", "package/books.csv", "package/payments.csv"]
      ),
    ] {
      let ran = box.run("\(line) --lang \(language.rawValue)")
      #expect(ran.code == .done || ran.code == .found, "\(ran.messages)")
      for file in files {
        let text = String(decoding: try box.read(file), as: UTF8.self)
        try compare(text, "papers.\(language.rawValue)/\(file.replacing("/", with: "-"))")
      }
    }
  }
}

extension GoldenOutputTests {
  /// The key of the vaults: digests of private data, and with them the root, are the same on every run.
  private static let key = [UInt8](1...32)

  private static var root: URL {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
  }

  /// The ledger, at a fixed time.
  private static func ledger(in box: Box, at time: String = "2026-01-02T00:00:00Z") throws -> SubsidyLedger {
    let now = try #require(Instant(time))
    var ledger = SubsidyLedger(box.ledger, clock: { now }, clockIsRight: true)
    ledger.vaultKey = key
    return ledger
  }

  /// Makes a ledger of a history.
  private static func take(
    _ history: [String], from opened: String, at time: String = "2026-01-01T00:00:00Z", into box: Box
  ) throws {
    let ledger = try ledger(in: box, at: time)
    try ledger.create(name: "golden", openedAt: Instant(opened), by: "op-1")
    try box.write("history.jsonl", history.joined(separator: "\n"))
    _ = try ledger.importHistory(box.path("history.jsonl"))
  }

  /// Runs each use in each form; how it ended and what it said go into one file of the ledger.
  private func check(_ uses: [Use], _ ledger: String, in box: Box) throws {
    var said = ""
    try FileManager.default.moveItem(atPath: box.ledger, toPath: box.path("original"))
    try FileManager.default.copyItem(atPath: box.path("original"), toPath: box.ledger)
    for use in uses {
      for form in Form.allCases {
        if use.changesLedger { try prepare(use, box) }
        let ran = box.run("\(use.line) \(form.options)")
        said += "\(use.line) \(form.options) [\(ran.code.rawValue)]\n\(normal(ran.messages, box))"
        let extent = form == .en || form == .zh ? "\(form.rawValue).txt" : form.rawValue
        try compare(normal(ran.output, box), "\(ledger)/\(use.name).\(extent)")
        if use.changesLedger { try restore(box) }
      }
    }
    try compare(said, "\(ledger)/said.txt")
  }

  private func restore(_ box: Box) throws {
    try FileManager.default.removeItem(atPath: box.ledger)
    try FileManager.default.copyItem(atPath: box.path("original"), toPath: box.ledger)
    for name in try FileManager.default.contentsOfDirectory(atPath: box.folder)
    where [".proof", ".checkpoint", ".backup", ".restored"].contains(where: { name.hasSuffix($0) }) {
      try FileManager.default.removeItem(atPath: box.path(name))
    }
  }

  private func prepare(_ use: Use, _ box: Box) throws {
    for line in use.first {
      if line.hasPrefix("@sql ") {
        let database = try SQLiteDatabase(path: box.ledger + "/read-model.sqlite", access: .readWrite)
        try database.execute(String(line.dropFirst(5)))
      } else if line.hasPrefix("@record ") {
        _ = try GoldenOutputTests.ledger(in: box).record(
          box.path(String(line.dropFirst(8))), by: "op-1", key: nil, skipsRefused: false)
      } else if line.hasPrefix("@operator ") {
        // The list shows the day of a registration, so that it needs a fixed time.
        let words = line.split(separator: " ").dropFirst().map(String.init)
        let roles = words.dropFirst().compactMap(OperatorRole.init)
        _ = try GoldenOutputTests.ledger(in: box).change(
          .registered(OperatorDetails(Identifier(words[0])!, roles: roles)), knownAs: nil, nil, by: "chief")
      } else if line.hasPrefix("@remove ") {
        try? FileManager.default.removeItem(atPath: box.ledger + "/" + line.dropFirst(8))
      } else {
        let ran = box.run(line)
        #expect(ran.code == .done, "\(line): \(ran.messages)")
      }
    }
  }

  /// Without the folder and the day of the run.
  private func normal(_ text: String, _ box: Box) -> String {
    text.replacing(box.folder, with: "DIR").replacing(/\bN20[2-9][0-9][01][0-9][0-3][0-9]-/) { match in
      // Demands of the past keep their day.
      match.output.hasPrefix("N2025") ? String(match.output) : "NYYYYMMDD-"
    }
  }

  private func compare(_ found: String, _ name: String) throws {
    let file = GoldenOutputTests.root.appendingPathComponent("Fixtures/outputs/\(name)")
    if ProcessInfo.processInfo.environment["SUBSIDY_WRITE_OUTPUTS"] != nil {
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(found.utf8).write(to: file)
    }
    // A byte order mark is a part of the recorded text.
    let recorded = String(decoding: try Data(contentsOf: file), as: UTF8.self)
    if found == recorded { return }
    let pairs = zip(
      found.split(separator: "\n", omittingEmptySubsequences: false),
      recorded.split(separator: "\n", omittingEmptySubsequences: false))
    let first = pairs.first { $0 != $1 }
    Issue.record("\(name)\nnow:    \(first?.0 ?? "of another length")\nbefore: \(first?.1 ?? "")")
  }
}
