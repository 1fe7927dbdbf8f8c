import Catalogue
import Foundation
import Testing

@testable import subsidy

/// `--known-at`: every command that reads a ledger can look at it as it was known then.
@Suite struct KnownAtTests {
  /// A real use of each command that takes the option, on the ledger of two pasts.
  static let lines: [String: String] = [
    "policy list": "policy list",
    "policy compare": "policy compare beijing-2019-1 beijing-2019-1 --set amountFen=90000",
    "person": "person p1", "registration": "registration p2 --scheme linyi",
    "find": "find p1", "today": "today", "paper payout-list": "paper payout-list b1",
    "paper print": "paper print --scheme beijing --month 2022-06 --to @letter --replace",
    "eligible": "eligible --scheme beijing --month 2022-06", "deadlines": "deadlines",
    "sweep": "sweep --on 2022-08-01 --dry-run", "paper roster": "paper roster --scheme beijing --month 2022-06",
    "paper notices": "paper notices --scheme beijing --month 2022-07 --kind report-due",
    "paper funding-plan": "paper funding-plan --scheme beijing --month 2022-06",
    "paper new-starters": "paper new-starters --scheme beijing --month 2022-05",
    "paper statistics": "paper statistics --scheme linyi --from 2021-01 --through 2022-06",
    "paper ledger": "paper ledger p1", "paper form": "paper form a1", "paper undertaking": "paper undertaking a1",
    "batch show": "batch show b1", "batch list": "batch list", "batch reconcile": "batch reconcile b1",
    "requests": "requests", "operators": "operators", "recovery": "recovery", "recovery notices": "recovery notices",
    "recovery ageing": "recovery ageing",
    "recovery letter": "recovery letter n1 --to @letter --replace", "report monthly": "report monthly 2022-06",
    "report unpaid": "report unpaid", "audit replay": "audit replay",
    "audit explain": "audit explain p1 2022-03", "audit timeline": "audit timeline p1",
    "audit sample": "audit sample --size 9 --seed x", "audit report": "audit report --to @letter --replace",
    "sample show": "sample show s2", "sample population": "sample population --scheme beijing",
  ]

  /// Those whose answer goes by the day on which they are run, unless a point is named.
  static let byTheClock: Set<String> = [
    "registration", "eligible", "deadlines", "today", "requests", "recovery ageing", "report unpaid",
  ]

  /// Those that show what no history can bring.
  static let ofLiveEvents: Set<String> = ["requests", "operators"]

  /// The commands that take the option and name no ledger.
  ///
  /// `fold` counts the lines that it was given, so that a shorter log gives another answer. The fold's own tests hold it against the
  /// whole.
  static let ofLines: Set<String> = ["fold"]

  /// The commands that look at no knowledge: at bytes, at files outside of the ledger, at the read model, at the vault; `audit diff`,
  /// which takes two points, and `audit package`, which hands the whole log over.
  static let without: Set<String> = [
    "policy show", "policy validate", "policy test", "audit verify", "audit diff", "audit package", "audit checkpoint",
    "audit prove",
    "audit consistency", "audit check-proof", "audit witness", "batch check-file", "projections status",
    "projections check",
    "projections rebuild",
    "key create", "key public", "vault status", "vault check", "vault seal", "vault rekey", "vault export-person",
    "vault access", "vault purge", "vault due",
    "demo", "backup", "restore", "store create", "push", "pull",
    // A form for what is yet to be told.
    "template contributions", "template registrations", "template applications", "template facts", "template reviews",
  ]

  @Test("every command that reads takes the option, and every one that takes it is tried here")
  func isEverywhere() {
    for spec in Program.commands.map(\.spec) {
      let takes = spec.options.contains { $0.name == "--known-at" }
      let isTried = KnownAtTests.lines[spec.name] != nil || KnownAtTests.ofLines.contains(spec.name)
      #expect(takes == isTried, "\(spec.name)")
      // A command that appends names an operator.
      let appends = spec.options.contains { $0.name == "--by" } || spec.name == "record"
      #expect(takes || appends || KnownAtTests.without.contains(spec.name), "\(spec.name) reads and has no --known-at")
    }
  }

  @Test("at a point in the past a command says what it says on a ledger that ends there")
  func saysWhatItSaidThen() throws {
    let two = try TwoPasts()
    func answer(_ line: String, onEarlier: Bool) throws -> String {
      // Whether a file is new is said, too.
      for name in ["letter", "letter.findings.csv"] { try? FileManager.default.removeItem(atPath: two.box.path(name)) }
      let ran = two.run(line, onEarlier: onEarlier)
      let file = line.contains("@letter") ? String(decoding: try two.box.read("letter"), as: UTF8.self) : ""
      return "\(ran.code) \(ran.output) \(ran.code == .refused ? ran.messages : "") \(file)"
    }
    for (name, line) in KnownAtTests.lines.sorted(by: { $0.key < $1.key }) {
      let point = line + " --known-at \(TwoPasts.end)"
      let then = try answer(point, onEarlier: false)
      #expect(then == (try answer(point, onEarlier: true)), "\(name)")
      if !KnownAtTests.byTheClock.contains(name) {
        #expect(then == (try answer(line, onEarlier: true)), "\(name) without the option")
      }
      if !KnownAtTests.ofLiveEvents.contains(name) {
        #expect(then != (try answer(line, onEarlier: false)), "\(name): nothing that came later shows")
      }
    }
  }

  @Test("what is recorded or issued rests on what is known now")
  func notForChanges() throws {
    let two = try TwoPasts()
    let before = try two.box.fingerprint()
    for line in [
      "sweep --on 2022-08-01 --by op-1", "paper roster --scheme beijing --month 2022-06 --by op-1",
    ] {
      #expect(two.box.run("\(line) --known-at \(TwoPasts.end)").code == .usage, "\(line)")
    }
    #expect(try two.box.fingerprint() == before)
  }
}
