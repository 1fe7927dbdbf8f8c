import Subsidy
import Values
import Vault

extension SubsidyLedger {
  /// The findings about one account for several persons, as far as the vault has what the digests of the log stand for;
  /// nil without a vault beside the log.
  ///
  /// What was changed in the vault gives no digest of the log and is passed over: `audit verify` names it.
  func sharedAccounts(in state: LedgerState) throws -> [Finding]? {
    guard try hasVault else { return nil }
    let paid = state.paidDigests()
    if paid.isEmpty { return [] }
    let vault = try Vault.openUnchanged(ledger: path)
    var byAccount: [String: [Int]] = [:]
    for start in stride(from: 0, to: paid.count, by: VaultDigests.claimsAtOnce) {
      let part = start..<min(start + VaultDigests.claimsAtOnce, paid.count)
      let claims = part.map { VaultClaim(sequence: 0, person: paid[$0].person, digest: paid[$0].digest) }
      for (place, account) in zip(part, try vault.accounts(of: claims)) {
        if let account { byAccount[account, default: []].append(place) }
      }
    }
    let shared = byAccount.values.filter { places in places.contains { paid[$0].person != paid[places[0]].person } }
    return state.sharedAccounts(shared.map { $0.map { paid[$0] } })
  }
}
