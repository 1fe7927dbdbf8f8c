import JSONText
import Subsidy
import Values
import Vault

extension Vault {
  /// Leaves in the entry of a registration only the digest of its private data, which are checked and returned; whoever
  /// takes the entry stores them.
  ///
  /// - Parameters:
  ///   - entry: the entry.
  ///   - refusingTakenIdentity: whether an identity number that another person has is refused; a history may hold one
  ///     human under two keys, for an audit to find.
  /// - Returns: the private data; nil for an entry without any.
  /// - Throws: ``LineProblem/Reason``, and the vault's failures.
  ///
  /// > Source: contract section 3, `registered`: the identity number agrees with birth and sex.
  func seal(_ entry: inout Entry, refusingTakenIdentity: Bool) throws -> PrivateData? {
    guard let data = entry.privateData, case .registered(var registered) = entry.body else { return nil }
    let privateData: PrivateData
    do { privateData = try PrivateData(data) } catch { throw LineProblem.Reason(.vault(error)) }
    if let number = privateData.idNumber {
      if number.birth != registered.birth { throw LineProblem.Reason(.refused(.identityDisagrees(field: "birth"))) }
      if number.isMale != registered.isMale { throw LineProblem.Reason(.refused(.identityDisagrees(field: "sex"))) }
      if refusingTakenIdentity, let other = try person(withIDNumber: number, otherThan: registered.person) {
        throw LineProblem.Reason(.refused(.identityTaken(by: other)))
      }
    }
    registered.vault = try digest(of: privateData, person: registered.person)
    entry.body = .registered(registered)
    return privateData
  }
}
