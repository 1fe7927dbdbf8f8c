package import EventLog
package import Ledger
import Policy
package import Subsidy
package import Values

/// The results of the story, for the code that prints them.
package struct DemoReport {
  /// The money of a batch.
  package struct BatchRow {
    package let batch: Identifier
    package let scheme: Identifier
    package let through: Month
    package let persons: Int
    package let total: Fen
    /// The file handed to the bank.
    package var file = ""
    package var paid = Fen.zero
    package var returned = Fen.zero
    package var open = Fen.zero
  }

  /// A person's reasons against the month of the story.
  package struct Case {
    package let person: Identifier
    package let reasons: [Reason]
    package let basis: Basis?
    package let used: Int
    package let prior: Int
  }

  package var ledger = ""
  package var files = ""
  // The past.
  package var pastEntries = 0
  package var pastPersons = 0
  package var pastMonths = 0
  package var pastPaid = Fen.zero
  // Applications.
  package var rejected: Identifier = "-"
  package var rejectionReasons: [RejectionReason] = []
  package var refusals: [String: Refusal] = [:]
  package var approvals: [Case] = []
  package var extended: Case?
  // The month.
  package var contributions = 0
  package var contributed = Fen.zero
  package var notDue: [Case] = []
  package var lastMonth: Case?
  package var graduate: Case?
  package var batches: [BatchRow] = []
  package var firstExport: ExportOutcome?
  // The audit.
  package var findings: [Finding] = []
  package var demands: [ClawedBack] = []
  package var repaid = Fen.zero
  package var outstanding = Fen.zero
  package var state = LedgerState()
  package var totals = AuditTotals()
  package var openFindings = 0
  package var verification: VerificationReport?
}
