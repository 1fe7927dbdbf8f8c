import Papers
import Subsidy
import Values
import Vault

extension SubsidyLedger {
  /// The lines of a batch with their payees as they were known when it was approved.
  ///
  /// Two people consented to those; what was registered since is for the next batch.
  ///
  /// - Throws: the vault's failures, also for a payee whose data do not give the digest in the log.
  ///
  /// > Source: contract 3, section 3, payees.
  func paymentLines(of batch: Identifier, _ state: LedgerState) throws -> [PaymentLine] {
    let vault = try Vault.open(ledger: path)
    let approval = state.batch(batch)?.approvalSequence
    return try state.items(ofBatch: batch).map { item in
      let digest = state.person(item.person)?.payee(before: approval ?? .max)
      let data = try digest.flatMap { try vault.data(digest: $0) }
      return PaymentLine(
        item: item, name: data?.payeeName, bank: data?.bank, account: data?.account,
        endToEnd: EndToEnd.id(batch, item.person, item.month), remark: item.remark)
    }
  }

  /// The persons of a batch's lines whose account has changed since its approval, each once.
  func changedAccounts(_ lines: [PaymentLine], of batch: Identifier, _ state: LedgerState) throws -> [Identifier] {
    guard let approval = state.batch(batch)?.approvalSequence else { return [] }
    let vault = try Vault.open(ledger: path)
    var changed: [Identifier] = []
    var last: Identifier?
    // A person's lines stand together.
    for line in lines where line.item.person != last {
      last = line.item.person
      guard let person = state.person(line.item.person), let digest = person.registered?.vault else { continue }
      let approved = person.payee(before: approval)
      if digest == approved { continue }
      let (before, now) = (try approved.flatMap { try vault.data(digest: $0) }, try vault.data(digest: digest))
      if now?.account != line.account || now?[.accountHolder] != before?[.accountHolder] {
        changed.append(line.item.person)
      }
    }
    return changed
  }
}

/// The payees of a batch as its file may have named them.
struct SentPayees: ~Copyable {
  private let vault: Vault
  private let state: LedgerState
  private let moments: [UInt64]

  init(_ ledger: SubsidyLedger, of batch: Identifier, _ state: LedgerState) throws {
    vault = try Vault.open(ledger: ledger.path)
    self.state = state
    let found = state.batch(batch)
    // An older program wrote the payees as they were when it exported.
    moments = [found?.approvalSequence, found?.exportSequence].compactMap(\.self)
  }

  /// Which columns of an answer name another payee than the file can have named; none for what the vault does not know.
  func differences(from stated: StatedPayment, _ item: BatchItem) throws -> [String] {
    var columns: [String] = []
    if let currency = stated.currency, !PayeeMatch.isYuan(currency) { columns.append("currency") }
    guard stated.account != nil || stated.name != nil, let person = state.person(item.person) else { return columns }
    let digests = Set(moments.compactMap { person.payee(before: $0) })
    let sent = try digests.compactMap { try vault.data(digest: $0) }
    func check(_ column: String, _ answered: String?, _ known: [String], _ agrees: (String, String) -> Bool) {
      guard let answered, !known.isEmpty, !known.contains(where: { agrees($0, answered) }) else { return }
      columns.append(column)
    }
    check("account", stated.account, sent.compactMap(\.account)) { PayeeMatch.accounts(sent: $0, answered: $1) }
    check("name", stated.name, sent.compactMap(\.payeeName)) { PayeeMatch.names(sent: $0, answered: $1) }
    return columns
  }
}
