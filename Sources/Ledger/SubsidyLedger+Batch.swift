import Merkle
import Papers
import Policy
public import Subsidy
import System
public import Values
import Vault

/// What an export did.
public struct ExportOutcome: Sendable {
  /// How many lines the file has.
  public let lines: Int
  /// The sum of its lines.
  public let total: Fen
  /// SHA-256 of the file.
  public let sha256: String
  /// Lines whose account the vault does not know.
  public let withoutAccount: Int
  /// Whether the same file was exported before.
  public let isRepeated: Bool
}

/// What a settlement did.
public struct SettlementOutcome: Sendable {
  /// Items that the bank confirmed now.
  public internal(set) var paid = 0
  /// Their sum.
  public internal(set) var paidTotal = Fen.zero
  /// Items that came back now.
  public internal(set) var returned = 0
  /// Their sum.
  public internal(set) var returnedTotal = Fen.zero
  /// Lines that the ledger knew already.
  public internal(set) var known = 0
  /// Items of the batch that the bank has not answered.
  public internal(set) var open = 0
}

extension SubsidyLedger {
  /// Drafts a batch: everything payable of a scheme through a month.
  ///
  /// - Returns: what was drafted.
  /// - Throws: ``Refusal`` and the log's failures.
  public func draft(
    _ batch: Identifier, scheme: Identifier, through: Month, by: Identifier
  ) throws -> BatchDrafted {
    var session = try WriteSession.open(self, by: by)
    let events = try session.state.decideDraft(batch, scheme: scheme, through: through)
    try session.append(events, by: by)
    follow(session.change, to: session.state)
    guard case .batchDrafted(let drafted)? = events.last else {
      preconditionFailure("a draft ends with its batch-drafted")
    }
    return drafted
  }

  /// Records a second person's consent.
  ///
  /// - Throws: ``Refusal`` and the log's failures.
  public func approve(_ batch: Identifier, by: Identifier, key: Identifier? = nil) throws {
    var session = try WriteSession.open(self, by: by)
    let context = DecisionContext(now: session.now, by: by, key: key, calendar: calendar)
    try session.append(session.state.decideApproval(of: batch, context), by: by, key: key)
    follow(session.change, to: session.state)
  }

  /// Gives a batch up and frees its items.
  ///
  /// - Throws: ``Refusal`` and the log's failures.
  public func cancel(_ batch: Identifier, by: Identifier) throws {
    var session = try WriteSession.open(self, by: by)
    try session.append(session.state.decideCancellation(of: batch), by: by)
    follow(session.change, to: session.state)
  }

  /// Writes the payment file of an approved batch and records its hash.
  ///
  /// The file is written first, so that a place that cannot be written leaves the ledger as it was; but the hash is in the
  /// log before the file has its name, so that no file is handed out that the ledger does not know. The same export again writes the same bytes and appends nothing.
  ///
  /// - Throws: ``Refusal``, the vault's and the log's failures.
  public func export(_ batch: Identifier, to file: String, by: Identifier) throws -> ExportOutcome {
    var session = try WriteSession.open(self, by: by)
    let vault = try Vault.open(ledger: path)
    var withoutAccount = 0
    var total = Fen.zero
    let lines = try session.state.items(ofBatch: batch).map { item in
      let digest = session.state.person(item.person)?.registered?.vault
      let data = try digest.flatMap { try vault.data(digest: $0) }
      if data?.account == nil { withoutAccount += 1 }
      total += item.amount
      return PaymentLine(item: item, name: data?.name, bank: data?.bank, account: data?.account)
    }
    let bytes = BatchCSV.file(batch: batch.description, lines)
    let sha256 = SHA256.hash(bytes).description
    let events = try session.state.decideExport(of: batch, format: "csv", sha256: sha256)
    try handOut(bytes, to: file) { try session.append(events, by: by) }
    follow(session.change, to: session.state)
    return ExportOutcome(
      lines: lines.count, total: total, sha256: sha256, withoutAccount: withoutAccount, isRepeated: events.isEmpty)
  }

  /// Takes in what the bank answered.
  ///
  /// - Parameters:
  ///   - batch: the batch.
  ///   - file: CSV with a header: `person`, `month`, `status` (`paid`, `returned`), and where there are any `amount`,
  ///     `code` and `reference`; other columns are passed over, so that the exported file can come back with a status.
  ///   - by: the operator.
  /// - Returns: what the answers were.
  /// - Throws: ``Refusal``, ``LedgerFailure`` with every line that is wrong, the log's failures.
  public func settle(_ batch: Identifier, results file: String, by: Identifier) throws -> SettlementOutcome {
    let csv = try CSVFile(file)
    for column in ["person", "month", "status"] { try csv.require(column) }
    var seen: Set<String> = []
    let lines = try csv.read { row in
      let line = try settlementLine(row, csv)
      if !seen.insert("\(line.person) \(line.month)").inserted {
        throw LineProblem.Reason(.repeated(person: line.person, month: line.month))
      }
      return line
    }
    var session = try WriteSession.open(self, by: by)
    let events = try session.state.decideSettlement(of: batch, lines)
    var outcome = SettlementOutcome()
    outcome.known = lines.count - events.count
    for event in events {
      if case .paid(let body) = event {
        outcome.paid += 1
        outcome.paidTotal += body.amount
      } else if case .paymentReturned(let body) = event {
        outcome.returned += 1
        outcome.returnedTotal += body.amount
      }
    }
    try session.append(events, by: by)
    outcome.open = session.state.items(ofBatch: batch).filter { $0.outcome == .open }.count
    follow(session.change, to: session.state)
    return outcome
  }

  private func settlementLine(_ row: CSVReader.Record, _ csv: CSVFile) throws -> SettlementLine {
    let person = try csv.value("person", row, .personKey) { text in
      Identifier(text).flatMap { $0.isPersonKey ? $0 : nil }
    }
    let month = try csv.value("month", row, .month) { Month($0) }
    let amount = try csv.field("amount", row) == nil ? nil : csv.value("amount", row, .yuan) { Fen(yuan: $0) }
    let isPaid = try csv.value("status", row, .status) { $0 == "paid" ? true : $0 == "returned" ? false : nil }
    let answer: SettlementLine.Answer =
      isPaid
      ? .paid(reference: csv.field("reference", row))
      : .returned(code: try csv.value("code", row, .code) { $0.isEmpty ? nil : $0 })
    return SettlementLine(person: person, month: month, amount: amount, answer: answer)
  }
}

extension WriteSession {
  /// Adds events and appends them.
  mutating func append(_ events: [EventBody], by: Identifier, key: Identifier? = nil) throws {
    for event in events { try add(event, by: by, key: key) }
    try commit(by: by)
  }
}
