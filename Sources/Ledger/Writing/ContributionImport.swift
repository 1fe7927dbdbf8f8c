import Papers
import Policy
import Subsidy
import System
public import Values
import Vault

/// What an import of contributions did.
public struct ContributionOutcome: Sendable {
  /// Contributions that were new or changed.
  public internal(set) var recorded = 0
  /// Contributions that the ledger held already, to the fen and the day.
  public internal(set) var unchanged = 0
  /// The sum of the file.
  public internal(set) var total = Fen.zero
}

extension SubsidyLedger {
  /// Takes in the social insurance bureau's list of contributions paid for a month.
  ///
  /// - Parameters:
  ///   - file: CSV with a header: `person` or `idNumber`, `amount` in yuan, `paidOn`, and where there is one `month`,
  ///     which then must be the month; UTF-8 or GB18030.
  ///   - month: the month that the contributions are for.
  ///   - by: the operator.
  /// - Returns: how many contributions were new, and their sum.
  /// - Throws: ``LedgerFailure`` with every line that cannot be taken; nothing is appended then.
  public func importContributions(
    _ file: String, month: Month, by: Identifier
  ) throws -> ContributionOutcome {
    let csv = try CSVFile(file, columns: ["person", "idNumber", "amount", "paidOn", "month"])
    if !csv.has("person"), !csv.has("idNumber") { throw LedgerFailure.missingColumn(file: file, column: "person") }
    try csv.require("amount")
    try csv.require("paidOn")
    let vault = try Vault.open(ledger: path)
    var session = try WriteSession.open(self, by: by)
    let context = DecisionContext(now: session.now, by: by, calendar: calendar)
    var outcome = ContributionOutcome()
    var seen: Set<Identifier> = []
    let contributions = try csv.read { row in
      let body = try contribution(row, csv, month, vault)
      if !seen.insert(body.person).inserted { throw LineProblem.Reason(.repeated(person: body.person, month: month)) }
      do throws(Refusal) {
        _ = try session.state.decide(.contributed(body), context)
      } catch {
        throw LineProblem.Reason(.refused(error))
      }
      return body
    }
    for body in contributions {
      outcome.total += body.amount
      let held = session.state.person(body.person)?.contribution(for: month)
      if held?.amount == body.amount, held?.paidOn == body.paidOn {
        outcome.unchanged += 1
      } else {
        try session.add(.contributed(body), by: by)
        outcome.recorded += 1
      }
    }
    try session.commit(by: by)
    follow(session.change, to: session.state)
    return outcome
  }

  private func contribution(
    _ row: CSVReader.Record, _ csv: CSVFile, _ month: Month, _ vault: borrowing Vault
  ) throws -> Contributed {
    try csv.demand("month", row, is: month.description)
    let person: Identifier
    if csv.field("person", row) != nil || !csv.has("idNumber") {
      person = try csv.value("person", row, .personKey) { text in
        Identifier(text).flatMap { $0.isPersonKey ? $0 : nil }
      }
    } else {
      let number = try csv.value("idNumber", row, .idNumber) { ResidentIDNumber($0) }
      guard let known = try vault.person(withIDNumber: number) else { throw LineProblem.Reason(.unknownIdentity) }
      person = known
    }
    return Contributed(
      person: person, month: month, amount: try csv.value("amount", row, .yuan) { Fen(yuan: $0) },
      paidOn: try csv.value("paidOn", row, .date) { CivilDate($0) }, source: "si-bureau")
  }
}
