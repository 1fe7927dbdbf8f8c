import Subsidy
import Values
import Vault

/// The persons whose private data were erased, by the events of a log in their order, and the digests named since.
///
/// An erasure counts only if another operator had asked for it; otherwise one line in the log could hide a version that an
/// insider has emptied.
///
/// > Source: contract 3, sections 1 and 4.
struct Erasures {
  /// The requests for erasures: who asked, and whose data are to be erased, by the request's name.
  private var asked: [Identifier: (by: Identifier, persons: Set<Identifier>)] = [:]
  private var last: [Identifier: (sequence: UInt64, named: Set<String>)] = [:]

  /// Whether no person's data were.
  var isEmpty: Bool { last.isEmpty }

  /// The persons whose data were erased, by key.
  var persons: [Identifier] { last.keys.sorted() }

  /// Takes the next event in.
  mutating func note(_ event: Event) {
    switch event.body {
    case .requested(let body): note(body, by: event.by)
    case .erased(let body):
      guard let asked = asked[body.request], asked.persons.contains(body.person),
        !asked.by.isSameOperator(as: event.by)
      else { return }
      last[body.person] = (event.sequence, [])
    default:
      if let digest = event.body.vault, let person = event.body.person { note(digest, of: person, at: event.sequence) }
    }
  }

  /// Takes in a request; only the first with an id counts.
  mutating func note(_ body: Requested, by: Identifier) {
    guard body.act == .erased, asked[body.request] == nil else { return }
    asked[body.request] = (by, Set(body.acts.compactMap(\.person)))
  }

  /// An event names a digest of a person's data.
  mutating func note(_ digest: String, of person: Identifier, at sequence: UInt64) {
    guard let erased = last[person]?.sequence, sequence > erased else { return }
    last[person]?.named.insert(digest)
  }

  /// The number of the last event that erased a person's data; nil if none did.
  func sequence(of person: Identifier) -> UInt64? { last[person]?.sequence }

  /// The erasure of a person's data, with the data that came since and stay; nil if nothing was erased.
  func erasure(of person: Identifier) -> VaultErasure? {
    last[person].map { VaultErasure(.person(person), keeping: $0.named) }
  }

  /// Whether a digest is of data that were erased.
  func covers(_ claim: VaultClaim) -> Bool {
    guard let found = claim.owner.person.flatMap({ last[$0] }) else { return false }
    return !found.named.contains(claim.digest)
  }
}
