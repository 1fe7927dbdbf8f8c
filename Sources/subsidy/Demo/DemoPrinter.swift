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

  func print() {
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
    context.output.write(batches().text(in: context.language))
    context.output.line()
    let late = report.findings.filter { $0.wasKnownWhenPaid == false }.compactMap(\.person)
    step("2025-12-23", .demoLate(must(late.first), must(late.last)))
    heading(.demoAuditTable)
    context.output.write(findings().text(in: context.language))
    context.output.line()
    step("2025-12-24", .demoDemanded(report.notices))
    step("2025-12-29", .demoRepaid(report.repaid, open: report.outstanding))
    let person = must(late.first)
    heading(.demoPersonTable(person))
    context.output.write(months(of: person, in: "jingdezhen").text(in: context.language))
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
          extended.person, limit: limit, used: extended.used, clause: pack?.limit.extensionRule?.clause))
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
  private func batches() -> Table {
    var table = Table([
      .init("batch", .batch), .init("scheme", .scheme), .init("persons", .persons, .number),
      .init("totalFen", .total, .money), .init("paidFen", .paid, .money), .init("returnedFen", .bankReturned, .money),
      .init("openFen", .inFlight, .money),
    ])
    for batch in report.batches {
      table.row([
        .text(batch.batch.description), .text(batch.scheme.description), .number(Int64(batch.persons)),
        .money(batch.total), .money(batch.paid), .money(batch.returned), .money(batch.open),
      ])
    }
    func sum(_ part: (DemoReport.BatchRow) -> Fen) -> Table.Cell {
      .money(report.batches.reduce(Fen.zero) { $0 + part($1) })
    }
    table.total = [.none, .none, .none, sum(\.total), sum(\.paid), sum(\.returned), sum(\.open)]
    return table
  }

  /// The findings, those of one person and code in one row.
  private func findings() -> Table {
    var table = Table([
      .init("person", .person), .init("finding", .finding), .init("month", .month), .init("amountFen", .amount, .money),
      .init("clause", .clause), .init("knownWhenPaid", .known), .init("responsible", .responsible),
    ])
    var rest = report.findings.filter { $0.code != .overpaidNotDemanded }[...]
    while let first = rest.first {
      let group = rest.prefix { $0.code == first.code && $0.person == first.person && $0.scheme == first.scheme }
      rest = rest.dropFirst(group.count)
      let last = must(group.last)
      var months = first.month?.description ?? ""
      if let from = first.month, let to = last.month, from != to {
        months += "…\(from.year == to.year ? String(to.description.suffix(2)) : to.description)"
      }
      table.row([
        .text(first.person?.description ?? ""), .word(.findingBriefly(first.code), code: first.code.code),
        .text(months), .money(group.reduce(Fen.zero) { $0 + $1.amount }), .text(first.clause ?? ""),
        first.wasKnownWhenPaid.map { .word(($0 ? Word.yes : .no).text, code: "\($0)") } ?? .none,
        .text(group.flatMap(\.responsible).distinctOperators.map(\.description).joined(separator: " ")),
      ])
    }
    return table
  }

  private func months(of person: Identifier, in scheme: Identifier) -> Table {
    var table = Table([
      .init("month", .month), .init("contributionFen", .contribution, .money), .init("entitledFen", .entitled, .money),
      .init("paidFen", .paid, .money), .init("repaidFen", .repaid, .money), .init("reasons", .reasons),
      .init("clause", .clause),
    ])
    let claim = must(report.state.entitlement(of: person, in: scheme))
    let policies = must(report.state.timeline(of: scheme))
    for month in claim.months {
      let reasons = month.reasons.reasons(under: month.policy(in: policies))
      let reason = reasons.first
      table.row([
        .text(month.month.description), .money(month.contribution), .money(month.entitled), .money(month.paid),
        .money(month.repaid), reason.map { .word(Word.text(for: $0.code.code), code: $0.code.code) } ?? .none,
        .text(reason?.clause ?? ""),
      ])
    }
    return table
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
