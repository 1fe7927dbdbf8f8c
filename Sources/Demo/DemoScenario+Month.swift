import DemoData
import Ledger
import Papers
import Policy
import Subsidy
import System
import Values

extension DemoScenario {
  /// Registers the newcomers and takes their applications, one of which fails at once; annuls a clerk's mistake.
  package mutating func apply() throws {
    let outcome = try record("apply")
    let rejection = must(outcome.rejections.first)
    report.rejected = rejection.person
    report.rejectionReasons = rejection.reasons
    for step in ["street", "acceptance", "district-1", "mistake", "annul"] { try record(step) }
  }

  /// Extends one approval and reviews two applications; Beijing's second review meets its rules one after the other.
  package mutating func review() throws {
    for step in ["extend", "review"] { try record(step) }
    for step in ["too-early", "same-operator", "same-key"] { try recordRefused(step) }
    try record("district-2")
    let state = try ledger.state(verifying: false)
    report.extended = claim("yg-001", "lianyungang", in: state)
    report.approvals = [claim("jd-023", "jingdezhen", in: state), claim("bj-024", "beijing", in: state)]
  }

  /// Takes the contributions in, drafts a batch for each scheme, meets the rule of two persons, exports.
  package mutating func pay() throws {
    move("2025-12-10T01:00:00Z")
    let imported = try ledger.importContributions(
      write("contributions-\(DemoScenario.month).csv", DemoData.contributions), month: DemoScenario.month, by: "op-110")
    report.contributions = imported.recorded
    report.contributed = imported.total
    move("2025-12-11T01:00:00Z")
    for scheme in DemoScenario.schemes { try draft(scheme.batch(DemoScenario.month), scheme.name) }
    let state = try ledger.state(verifying: false)
    report.notDue = [claim("lz-001", "liuzhou", in: state), claim("lz-002", "liuzhou", in: state)]
    report.lastMonth = claim("ly-002", "linyi", in: state)
    report.graduate = claim("ly-001", "linyi", in: state)
    do {
      try ledger.approve(report.batches[0].batch, by: DemoScenario.drafter)
      preconditionFailure("a drafter cannot approve")
    } catch let refusal as Refusal {
      report.refusals["approve"] = refusal
    }
    move("2025-12-12T01:00:00Z")
    for index in report.batches.indices {
      let outcome = try approveAndExport(index)
      if report.firstExport == nil { report.firstExport = outcome }
    }
  }

  private mutating func draft(_ batch: Identifier, _ scheme: Identifier) throws {
    let drafted = try ledger.draft(batch, scheme: scheme, through: DemoScenario.month, by: DemoScenario.drafter).drafted
    report.batches.append(
      DemoReport.BatchRow(
        batch: batch, scheme: scheme, through: drafted.through, persons: drafted.persons, total: drafted.total))
  }

  private mutating func approveAndExport(_ index: Int) throws -> ExportOutcome {
    let batch = report.batches[index].batch
    try ledger.approve(batch, by: DemoScenario.approver)
    let file = nextFile("bank-\(batch).csv")
    report.batches[index].file = file
    return try ledger.export(batch, to: OutputFile(file), by: DemoScenario.drafter)
  }

  /// Takes the bank's answers in; one payment comes back and goes into a second batch with a new account.
  package mutating func settle() throws {
    move("2025-12-18T08:00:00Z")
    for index in report.batches.indices { try answer(index, returning: DemoScenario.returned) }
    try record("new-account")
    move("2025-12-19T03:00:00Z")
    try draft("lz-2025-11-b", "liuzhou")
    move("2025-12-19T06:00:00Z")
    _ = try approveAndExport(report.batches.count - 1)
    move("2025-12-22T08:00:00Z")
    try answer(report.batches.count - 1, returning: nil)
  }

  /// Writes the bank's answer to the file of a batch, which is that file with more columns, and settles the batch.
  private mutating func answer(_ index: Int, returning returned: Identifier?) throws {
    let batch = report.batches[index].batch
    let rows = try CSVReader.records(
      String(decoding: Files.read(report.batches[index].file, atMost: InputLimit.table), as: UTF8.self))
    var csv = CSVText()
    for (number, row) in rows.enumerated() {
      if number == 0 {
        csv.row(row.fields + ["status", "code", "reference"])
      } else if row.fields[1] == returned?.description {
        csv.row(row.fields + ["returned", DemoScenario.returnedCode, ""])
      } else {
        csv.row(row.fields + ["paid", "", "\(batch)-\(number)"])
      }
    }
    let outcome = try ledger.settle(
      batch, results: write("bank-answer-\(batch).csv", csv.bytes), by: DemoScenario.drafter)
    report.batches[index].paid = outcome.paidTotal
    report.batches[index].returned = outcome.returnedTotal
    report.batches[index].open = report.batches[index].total - outcome.paidTotal - outcome.returnedTotal
  }
}
