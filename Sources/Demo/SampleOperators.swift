package import Ledger
import Subsidy
import System
package import Values

/// Operators for the sample ledger, each with a key under the same passphrase: the offices' usual desks.
package enum SampleOperators {
  /// The passphrase of all their keys, which guards nothing.
  package static let passphrase = "demo-demo"

  /// An operator.
  private struct Sample {
    let name: Identifier
    let roles: [OperatorRole]
  }

  private static let administrators = [
    Sample(name: "op-001", roles: [.administer]), Sample(name: "op-002", roles: [.administer]),
  ]
  private static let others = [
    Sample(name: "op-110", roles: [.enter]), Sample(name: "op-111", roles: [.review]),
    Sample(name: "op-112", roles: [.enter, .recover]), Sample(name: "op-021", roles: [.draft, .export, .settle]),
    Sample(name: "op-022", roles: [.approve, .settle]), Sample(name: "op-023", roles: [.draft, .approve]),
    Sample(name: "op-041", roles: [.check]), Sample(name: "op-051", roles: [.audit]),
  ]

  /// Their names.
  package static var names: [Identifier] { (administrators + others).map(\.name) }

  /// Makes the keys in an existing folder, and registers the operators in a ledger that has none.
  ///
  /// - Throws: anything that stops a use case: a full disk, a failing device.
  package static func register(in ledger: SubsidyLedger, keys folder: String) throws {
    let words = Array(passphrase.utf8)
    func details(_ sample: Sample) throws -> OperatorDetails {
      let key = try OperatorKeyFiles.create(
        of: sample.name, isSM2: false, in: OutputFile("\(folder)/\(sample.name).pem"), under: { words })
      return OperatorDetails(sample.name, roles: sample.roles, office: nil, district: nil, keys: [key])
    }
    func signing(_ sample: Sample) throws -> SubsidyLedger {
      var signing = ledger
      signing.signer = CommitSigner(
        keys: [try OperatorKeyFiles.privateKey("\(folder)/\(sample.name).pem", under: { words })])
      return signing
    }
    let (first, second) = (administrators[0], administrators[1])
    _ = try ledger.change(.registered(details(first)), nil, by: first.name)
    let (one, other) = (try signing(first), second)
    _ = try one.change(.registered(details(other)), nil, by: first.name)
    let two = try signing(second)
    for sample in others {
      let reason = AskedReason("sample")
      guard let asked = try one.change(.registered(details(sample)), reason, by: first.name) else { continue }
      _ = try two.consent(to: asked.request, by: second.name)
    }
  }
}
