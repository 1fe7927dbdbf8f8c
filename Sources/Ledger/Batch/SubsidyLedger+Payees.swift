import Papers
import Subsidy
import Values
import Vault

extension SubsidyLedger {
  /// The lines of a batch with their payees as they were known when it was approved.
  ///
  /// Two people consented to those payees; data registered since are for the next batch.
  ///
  /// - Parameters:
  ///   - batch: the batch.
  ///   - state: its state.
  ///   - reader: gives the private data.
  /// - Returns: the lines, in the order of the batch's items.
  /// - Throws: the vault's failures, also for a payee whose data do not give the digest in the log.
  ///
  /// > Source: contract 3, section 3, payees.
  func paymentLines(of batch: Identifier, _ state: LedgerState, _ reader: VaultReader) throws -> [PaymentLine] {
    try paymentLines(of: batch, state, reader, payeesBefore: state.batch(batch)?.approvalSequence ?? .max)
  }

  /// The lines of a batch with their payees as they were known just before an event.
  func paymentLines(
    of batch: Identifier, _ state: LedgerState, _ reader: VaultReader, payeesBefore sequence: UInt64
  ) throws -> [PaymentLine] {
    try state.items(ofBatch: batch).map { item in
      let data = try reader.payee(of: state.registration(ofKey: item.person), before: sequence).data
      return PaymentLine(
        item: item, name: data?.payeeName, bank: data?.bank, account: data?.account,
        endToEnd: EndToEnd.id(batch, item.person, item.month), remark: item.remark)
    }
  }

  /// The persons of a batch's lines whose account has changed since its approval, each once.
  func changedAccounts(_ lines: [PaymentLine], of batch: Identifier, _ state: LedgerState) throws -> [Identifier] {
    guard let approval = state.batch(batch)?.approvalSequence else { return [] }
    return try privateData(for: .program) { reader in
      var changed: [Identifier] = []
      var last: Identifier?
      // A person's lines are adjacent.
      for line in lines where line.item.person != last {
        last = line.item.person
        guard let person = state.registration(ofKey: line.item.person), let digest = person.registered?.vault else {
          continue
        }
        let approved = person.payee(before: approval)
        if digest == approved { continue }
        let (before, now) = (try reader.holding(approved, of: person).data, try reader.holding(of: person).data)
        if now?.account != line.account || now?[.accountHolder] != before?[.accountHolder] {
          changed.append(line.item.person)
        }
      }
      return changed
    }
  }
}
