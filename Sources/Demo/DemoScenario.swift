import DemoData
import JSONText
package import Ledger
import Papers
import Policy
package import Subsidy
import System
package import Values

/// The story of the demonstration: a made-up district's past and one month of its life, through the public use cases.
///
/// The clock is the story's own, so that the same events with the same times come out on every run. The tree head still differs
/// each time: a `registered` event holds a digest of the private data under the vault's random key.
package struct DemoScenario {
  /// A scheme with the letters that its batches begin with.
  package struct Scheme {
    package let name: Identifier
    package let letters: String

    /// The batch of a month.
    package func batch(_ month: Month) -> Identifier { must(Identifier("\(letters)-\(month)")) }
  }

  package static let schemes = [
    Scheme(name: "liuzhou", letters: "lz"), Scheme(name: "jingdezhen", letters: "jd"),
    Scheme(name: "beijing", letters: "bj"), Scheme(name: "linyi", letters: "ly"),
    Scheme(name: "lianyungang", letters: "yg"),
  ]
  /// The month that the story pays.
  package static let month = must(Month("2025-11"))
  package static let drafter: Identifier = "op-021"
  package static let approver: Identifier = "op-022"
  /// The person whose account was closed, and below the bank's code for it.
  package static let returned: Identifier = "lz-005"
  package static let returnedCode = "account-closed"

  package let ledger: SubsidyLedger
  package let files: String
  package let story = DemoStory()
  package var report = DemoReport()
  private let clock: DemoClock
  private var fileCount = 0

  /// Prepares the story for a folder that holds no ledger.
  ///
  /// - Parameters:
  ///   - path: the ledger's folder.
  ///   - files: the folder of the files that go in and come out.
  ///   - vaultKey: the key of the vault, for a test; nil for a random one.
  package init(ledger path: String, files: String, vaultKey: [UInt8]? = nil) {
    let clock = DemoClock(must(Instant("2022-11-14T01:00:00Z")))
    self.clock = clock
    self.files = files
    // It is tried with a real clock afterwards, years after the story.
    var ledger = SubsidyLedger(
      path, clock: { clock.now }, clockIsRight: true, patience: 10_000)
    ledger.vaultKey = vaultKey
    // The same on every machine, as everything in it.
    ledger.viewer = Viewer(account: "demo", purpose: "demo")
    self.ledger = ledger
    report.ledger = path
    report.files = files
  }

  /// Lives through all of it.
  ///
  /// - Parameter progress: receives how many of the parts are done, and the total.
  /// - Returns: its results.
  /// - Throws: anything that stops a use case: a full disk, a failing device.
  package mutating func run(progress: (Int, Int) -> Void) throws -> DemoReport {
    let parts: [(inout DemoScenario) throws -> Void] = [
      { try $0.open() }, { try $0.apply() }, { try $0.review() }, { try $0.pay() }, { try $0.settle() },
      { try $0.recover() }, { try $0.audit() },
    ]
    for (index, part) in parts.enumerated() {
      progress(index, parts.count)
      try part(&self)
    }
    return report
  }

  /// Opens the ledger, adopts the documents as they come out, and brings the past in.
  private mutating func open() throws {
    try ledger.create(name: "demo-district", openedAt: nil, by: "op-001")
    // The documents come in with the past: an adoption of its own would be live, and end it.
    try importPast(.until2024, at: "2024-12-06T00:30:00Z")
    try importPast(.until2025, at: "2025-12-01T00:30:00Z")
    let state = try ledger.state(verifying: false)
    report.pastPersons = state.people.count
    for number in state.people.indices {
      for claim in state.entitlements(ofPersonAt: number) {
        for month in claim.months where month.paid > .zero {
          report.pastMonths += 1
          report.pastPaid += month.paid
        }
      }
    }
  }

  private mutating func importPast(_ past: DemoData.Past, at instant: String) throws {
    move(instant)
    let file = try write("past-until-\(clock.now.civilDate).jsonl", past.lines)
    report.pastEntries += try ledger.importHistory(file).entries
  }

  package mutating func move(_ instant: String) { clock.move(to: must(Instant(instant))) }

  /// Writes a file of the story; its number keeps them in the order in which they were used.
  package mutating func write(_ name: String, _ bytes: [UInt8]) throws -> String {
    let path = nextFile(name)
    // The files hold names, identity numbers and accounts.
    try OutputFile(path).write(bytes, mode: 0o600)
    return path
  }

  /// The path of the next file.
  package mutating func nextFile(_ name: String) -> String {
    fileCount += 1
    return "\(files)/\(fileCount < 10 ? "0" : "")\(fileCount)-\(name)"
  }

  /// Records the entries of a step of the story at its time.
  @discardableResult
  package mutating func record(_ step: String) throws -> RecordOutcome {
    let lines = story.entries.filter { $0.step == step }
    let first = must(lines.first)
    clock.move(to: first.at)
    let bytes = lines.flatMap { JSONWriter.line($0.entry) + [UInt8(ascii: "\n")] }
    return try ledger.record(write("\(step).jsonl", bytes), by: first.by, key: first.key, skipsRefused: false)
  }

  /// Records a step of the story that a rule is against, and keeps the refusal.
  package mutating func recordRefused(_ step: String) throws {
    do {
      try record(step)
      preconditionFailure("the step \(step) of the story is refused")
    } catch LedgerFailure.lines(let problems) {
      guard problems.count == 1, case .refused(let refusal) = problems[0].problem else {
        throw LedgerFailure.lines(problems)
      }
      report.refusals[step] = refusal
    }
  }

  /// A person's case in the month of the story.
  package func claim(_ person: Identifier, _ scheme: Identifier, in state: LedgerState) -> DemoReport.Case {
    let claim = must(state.entitlement(of: person, in: scheme))
    let month = claim.months.first { $0.month == DemoScenario.month }
    let policy = state.timeline(of: scheme).flatMap { month?.policy(in: $0) }
    return DemoReport.Case(
      person: person, reasons: month?.reasons.reasons(under: policy, term: claim.term) ?? [], basis: claim.basis,
      used: claim.usedMonths,
      prior: state.person(person)?.registered?.prior?.months ?? 0)
  }
}
