import Subsidy
import Values
import Vault

extension SubsidyLedger {
  /// The findings about one account for several persons, as far as the vault has the data that the digests of the log name; nil
  /// without a vault beside the log, and for a sealed vault without a key.
  ///
  /// Data changed in the vault do not give the digest in the log. They are counted, and `audit verify` names them.
  func sharedAccounts(in state: LedgerState) throws -> (findings: [Finding], unknown: Int)? {
    guard try hasVault else { return nil }
    let paid = state.paidDigests()
    if paid.isEmpty { return ([], 0) }
    let vault: Vault
    do throws(VaultError) {
      vault = try Vault.openUnchanged(ledger: path, with: vaultKeys)
    } catch {
      // An auditor need not have the key.
      if case .sealed = error { return nil }
      throw error
    }
    var byAccount: [String: [Int]] = [:]
    var unknown: Set<Identifier> = []
    for start in stride(from: 0, to: paid.count, by: VaultDigests.claimsAtOnce) {
      let part = start..<min(start + VaultDigests.claimsAtOnce, paid.count)
      let claims = part.map { VaultClaim(sequence: 0, person: paid[$0].person, digest: paid[$0].digest) }
      for (place, found) in zip(part, try vault.accounts(of: claims)) {
        if let account = found.account { byAccount[account, default: []].append(place) }
        if !found.isSound { unknown.insert(paid[place].person) }
      }
    }
    let shared = byAccount.values.filter { places in places.contains { paid[$0].person != paid[places[0]].person } }
    return (state.sharedAccounts(shared.map { $0.map { paid[$0] } }), unknown.count)
  }
}
