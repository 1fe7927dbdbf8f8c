import EventLog
import Ledger
import Policy
import Subsidy
import Values

/// What the story showed, for whoever prints it.
struct DemoReport {
  /// The money of a batch.
  struct BatchRow {
    let batch: Identifier
    let scheme: Identifier
    let through: Month
    let persons: Int
    let total: Fen
    /// What was handed to the bank.
    var file = ""
    var paid = Fen.zero
    var returned = Fen.zero
    var open = Fen.zero
  }

  /// A person's reasons against the month of the story.
  struct Case {
    let person: Identifier
    let reasons: [Reason]
    let basis: Basis?
    let used: Int
    let prior: Int
  }

  var ledger = ""
  var files = ""
  // The past.
  var pastEntries = 0
  var pastPersons = 0
  var pastMonths = 0
  var pastPaid = Fen.zero
  // Applications.
  var rejected: Identifier = "-"
  var rejectionReasons: [RejectionReason] = []
  var refusals: [String: Refusal] = [:]
  var approvals: [Case] = []
  var extended: Case?
  // The month.
  var contributions = 0
  var contributed = Fen.zero
  var notDue: [Case] = []
  var lastMonth: Case?
  var graduate: Case?
  var batches: [BatchRow] = []
  var firstExport: ExportOutcome?
  // The audit.
  var findings: [Finding] = []
  var demands: [ClawedBack] = []
  var repaid = Fen.zero
  var outstanding = Fen.zero
  var state = LedgerState()
  var totals = AuditTotals()
  var openFindings = 0
  var verification: VerificationReport?
}
