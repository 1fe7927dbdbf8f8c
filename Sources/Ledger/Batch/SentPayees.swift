import Papers
import Subsidy
import Values

/// The payees of a batch as its file named them, as far as that is known.
///
/// An older program wrote the payees of the day of the export, this one writes those of the approval, and the log does not
/// say which program wrote. So a payee who changed between the two is known only by the file itself, or if one of the two
/// days gives the hash in the log again.
///
/// > Source: contract 3, section 3, payees; decision 73.
struct SentPayees {
  /// A column of an answer that contradicts the payees sent.
  struct Difference {
    /// The column: `account`, `name`, `currency`.
    let column: String
    /// Whether the payee sent is known, so that a `paid` line that differs is wrong.
    let isCertain: Bool
  }

  /// The payees that may have been sent for an item: one if that is certain, none if nothing is known.
  private struct Candidates {
    var names: Set<String> = []
    var accounts: Set<String> = []
    let isCertain: Bool
  }

  private let candidates: [ItemKey: Candidates]

  /// Finds out what was sent.
  ///
  /// - Parameters:
  ///   - sent: the file that was exported; nil if the caller has none.
  ///   - answers: the bank's answers; if they name no payee, nothing is looked up.
  ///   - ledger: the ledger.
  ///   - batch: the batch.
  ///   - state: its state.
  /// - Throws: ``LedgerFailure/notExported(file:sha256:batch:)`` for another file than one that was exported; the problems of
  ///   its lines; the vault's failures.
  init(
    in sent: String?, for answers: [ItemAnswer], _ ledger: SubsidyLedger, of batch: Identifier, _ state: LedgerState
  ) throws {
    let asks = answers.contains { $0.stated.account != nil || $0.stated.name != nil }
    var found = asks ? try SentPayees.known(ledger, of: batch, state) : [:]
    if let sent {
      for (key, payee) in try SentFile(sent, of: batch, state).payees {
        found[key] = Candidates(
          names: Set([payee.name].compactMap(\.self)), accounts: Set([payee.account].compactMap(\.self)),
          isCertain: true)
      }
    }
    candidates = found
  }

  /// The payees as the log and the vault have them.
  private static func known(
    _ ledger: SubsidyLedger, of batch: Identifier, _ state: LedgerState
  ) throws -> [ItemKey: Candidates] {
    let moments = [state.batch(batch)?.approvalSequence, state.batch(batch)?.exportSequence].compactMap(\.self)
    let digests = state.items(ofBatch: batch).map { item in
      Set(moments.map { state.registration(ofKey: item.person)?.payee(before: $0) })
    }
    let asks = digests.contains { $0.count > 1 } ? moments : Array(moments.prefix(1))
    var versions = try ledger.privateData(for: .program) { reader in
      try asks.map { try ledger.paymentLines(of: batch, state, reader, payeesBefore: $0) }
    }
    if versions.count > 1, let sent = try versions.first(where: { try ledger.isExported($0, of: batch, state) }) {
      versions = [sent]
    }
    return Dictionary(grouping: versions.joined()) { ItemKey($0.item) }
      .mapValues { lines in
        // The same payee on both days is the one that was sent.
        Candidates(
          names: Set(lines.compactMap(\.name)), accounts: Set(lines.compactMap(\.account)),
          isCertain: Set(lines).count == 1)
      }
  }

  /// The columns of an answer that name another payee than was sent; none if nothing is known of the item.
  func differences(from stated: StatedPayment, _ item: BatchItem) -> [Difference] {
    var differences: [Difference] = []
    if let currency = stated.currency, !PayeeMatch.isYuan(currency) {
      differences.append(Difference(column: "currency", isCertain: true))
    }
    guard let sent = candidates[ItemKey(item)] else { return differences }
    func check(_ column: String, _ answered: String?, _ known: Set<String>, _ agrees: (String, String) -> Bool) {
      guard let answered, !known.isEmpty, !known.contains(where: { agrees($0, answered) }) else { return }
      differences.append(Difference(column: column, isCertain: sent.isCertain))
    }
    check("account", stated.account, sent.accounts) { PayeeMatch.accounts(sent: $0, answered: $1) }
    check("name", stated.name, sent.names) { PayeeMatch.names(sent: $0, answered: $1) }
    return differences
  }
}
