import EventText
import JSONText
import Subsidy
import Values
import Vault

extension Vault {
  /// Puts the private data of a registration into the vault and leaves their digest in the entry.
  ///
  /// > Source: contract section 3, `registered`: the identity number agrees with birth and sex.
  func seal(_ data: JSONValue, into entry: inout Entry) throws {
    guard case .registered(var registered) = entry.body else { return }
    let privateData: PrivateData
    do { privateData = try PrivateData(data) } catch { throw LineProblem.Reason(.vault(error)) }
    if let number = privateData.idNumber {
      if number.birth != registered.birth { throw LineProblem.Reason(.refused(.identityDisagrees(field: "birth"))) }
      if number.isMale != registered.isMale { throw LineProblem.Reason(.refused(.identityDisagrees(field: "sex"))) }
      if let other = try person(withIDNumber: number, otherThan: registered.person) {
        throw LineProblem.Reason(.refused(.identityTaken(by: other)))
      }
    }
    registered.vault = try store(privateData, for: registered.person)
    entry.body = .registered(registered)
  }
}
