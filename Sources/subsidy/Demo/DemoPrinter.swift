import Demo
import Catalogue
import EventLog
import Ledger
import Merkle
import Papers
import Policy
import Subsidy
import Values

/// Tells the story of the demonstration to a person.
struct DemoPrinter {
  private let report: DemoReport
  private let context: CommandContext

  /// How many terminal cells a line may have.
  private static let width = 100

  init(_ report: DemoReport, _ context: CommandContext) {
    self.report = report
    self.context = context
  }

  func print() throws {
    context.say(.demoTitle)
    context.say(.demoPremise)
    context.output.line()
    step("2022-11-14", .demoOpened(later: must(CivilDate("2024-12-06"))))
    step(
      "2025-12-01",
      .demoPast(
        entries: report.pastEntries, persons: report.pastPersons, months: report.pastMonths, paid: report.pastPaid))
    applications()
    month()
    heading(.demoFinanceTable)
    try context.write(DemoPrinter.batches.table(report.batches))
    context.output.line()
    let late = report.findings.filter { $0.wasKnownWhenPaid == false }.compactMap(\.person)
    step("2025-12-23", .demoLate(must(late.first), must(late.last)))
    heading(.demoAuditTable)
    try context.write(findingsInBrief())
    context.output.line()
    step("2025-12-24", .demoDemanded(report.demands))
    step("2025-12-29", .demoRepaid(report.repaid, open: report.outstanding))
    let person = must(late.first)
    heading(.demoPersonTable(person))
    try context.write(table(of: person, in: "jingdezhen"))
    ending()
  }

  private func applications() {
    step("2025-12-01", .demoRejected(report.rejected, report.rejectionReasons))
    step("2025-12-03", .demoMistake)
    if let extended = report.extended, case .months(let limit)? = extended.basis {
      let pack = ShippedPacks.pack("lianyungang-2021-50")
      step(
        "2025-12-04",
        .demoExtended(
          extended.person, limit: limit, used: extended.used, clause: pack?.terms.last?.extensionRule?.clause))
    }
    if let first = report.approvals.first, case .months(let months)? = first.basis {
      step("", .demoApproved(first.person, months: months))
    }
    let applicant = must(report.approvals.last).person
    step("2025-12-08", .demoPublicity(applicant, report.refusals["too-early"]))
    step(
      "2025-12-09",
      .demoSecondReview(applicant, report.refusals["same-operator"], report.refusals["same-key"]))
  }

  private func month() {
    step(
      "2025-12-10",
      .demoContributions(DemoScenario.month, count: report.contributions, total: report.contributed))
    let first = report.batches.prefix(DemoScenario.schemes.count)
    let total = first.reduce(Fen.zero) { $0 + $1.total }
    step("2025-12-11", .demoDrafted(first.count, total: total, by: DemoScenario.drafter))
    for person in report.notDue { for reason in person.reasons { step("", .demoNotDue(person.person, reason)) } }
    if let last = report.lastMonth { step("", .demoLastMonth(last.person, used: last.used, prior: last.prior)) }
    if let graduate = report.graduate, case .months(let months)? = graduate.basis {
      step("", .demoGraduate(graduate.person, months: months))
    }
    if let export = report.firstExport, case .approvedByDrafter(let drafter)? = report.refusals["approve"] {
      step(
        "2025-12-12",
        .demoApproval(drafter, DemoScenario.approver, batch: report.batches[0].batch, sha256: export.sha256))
    }
    step(
      "2025-12-18",
      .demoReturned(DemoScenario.returned, report.batches[0].returned, code: DemoScenario.returnedCode))
    if let last = report.batches.last { step("2025-12-19", .demoSecondBatch(last.batch)) }
  }

  private func ending() {
    let verification = must(report.verification)
    context.output.line()
    step(
      "2025-12-30",
      .demoVerified(events: verification.size, commits: verification.commits, findings: report.openFindings))
    context.output.line()
    context.say(.demoTree(size: verification.size, root: verification.root.description))
    context.say(.demoPlaces(ledger: report.ledger, files: report.files))
    context.output.line()
    context.say(.demoNext)
    context.output.line("  export SUBSIDY_LEDGER=\(report.ledger.shellQuoted)")
    for (line, text) in [
      ("subsidy person jd-001", Text.demoNextPerson), ("subsidy recovery", .demoNextRecovery),
      ("subsidy audit replay", .demoNextReplay),
    ] {
      context.output.line("  \(line.padded(to: 24))# \(text(in: context.language))")
    }
  }

  /// Prints a step with its date in front, wrapped.
  private func step(_ date: String, _ text: Text) {
    let lines = text(in: context.language).wrapped(to: DemoPrinter.width - 12)
    for (index, line) in lines.enumerated() {
      context.output.line((index == 0 ? date : "").padded(to: 12) + line)
    }
  }

  private func heading(_ text: Text) {
    context.output.line()
    context.say(text)
  }
}

extension DemoPrinter {
  private static let batches = Report<DemoReport.BatchRow>(
    "demo batches",
    [
      .column("batch", .batch) { $0.batch },
      .column("scheme", .scheme) { $0.scheme },
      .column("persons", .persons) { $0.persons },
      .column("totalFen", .total) { $0.total }.summed(),
      .column("paidFen", .paid) { $0.paid }.summed(),
      .column("returnedFen", .bankReturned) { $0.returned }.summed(),
      .column("openFen", .inFlight) { $0.open }.summed(),
    ])

  /// The findings of one person and code.
  private static let findings = Report<[Finding]>(
    "demo findings",
    [
      .person { $0[0].person },
      .column("finding", .finding) { Table.Cell.word($0[0].code.wordsInBrief, code: $0[0].code.code) },
      .column("month", .month) { monthsInBrief($0) },
      .column("amountFen", .amount) { $0.reduce(Fen.zero) { $0 + $1.amount } },
      .column("clause", .clause) { $0[0].clause },
      .column("knownWhenPaid", .known) { $0[0].wasKnownWhenPaid },
      .column("responsible", .responsible) { $0.flatMap(\.responsible).distinctOperators },
    ])

  private static let months = Report<(month: MonthEntitlement, reason: Reason?)>(
    "demo months",
    [
      .column("month", .month) { $0.month.month },
      .column("contributionFen", .contribution) { $0.month.contribution },
      .column("entitledFen", .entitled) { $0.month.entitled },
      .column("paidFen", .paid) { $0.month.paid },
      .column("repaidFen", .repaid) { $0.month.repaid },
      .column("reasons", .reasons) { $0.reason?.code },
      .column("clause", .clause) { $0.reason?.clause },
    ])

  private static func monthsInBrief(_ findings: [Finding]) -> String {
    guard let from = findings.first?.month else { return "" }
    guard let to = findings.last?.month, from != to else { return from.description }
    return "\(from)…\(from.year == to.year ? String(to.description.suffix(2)) : to.description)"
  }

  private func findingsInBrief() -> Table {
    var groups: [[Finding]] = []
    for finding in report.findings where finding.code != .overpaidNotDemanded {
      if let last = groups.last?.last, last.code == finding.code, last.person == finding.person,
        last.scheme == finding.scheme
      {
        groups[groups.count - 1].append(finding)
      } else {
        groups.append([finding])
      }
    }
    return DemoPrinter.findings.table(groups)
  }

  private func table(of person: Identifier, in scheme: Identifier) -> Table {
    let claim = must(report.state.entitlement(of: person, in: scheme))
    let policies = must(report.state.timeline(of: scheme))
    return DemoPrinter.months.table(
      claim.months.map { ($0, $0.reasons(in: policies, term: claim.term).first) })
  }
}

extension String {
  /// The text as one word of a shell's line.
  fileprivate var shellQuoted: String {
    let isPlain = utf8.allSatisfy { byte in
      byte >= 0x80 || (0x2B...0x3A).contains(byte) && byte != 0x2C || (0x41...0x5A).contains(byte)
        || (0x61...0x7A).contains(byte) || byte == 0x5F
    }
    return isPlain ? self : "'" + replacing("'", with: "'\\''") + "'"
  }
}
