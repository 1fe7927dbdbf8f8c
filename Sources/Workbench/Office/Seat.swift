import Ledger
import Synchronization
import System
import Values
import Web

/// An operator who is signed in, with the signer and the results that wait for the next page.
final class Seat: Sendable {
  /// A result for a page, under a token that takes the place of names and numbers in its address.
  enum Waiting: Sendable {
    /// The masked result of a search.
    case found(PersonsFound)
    /// A person's data as they are, to be shown once; the look is recorded.
    case revealed(PersonCard)
  }

  /// The operator, as the registration spells the name.
  let by: Identifier
  let signer: CommitSigner
  private let waiting = Mutex<[(token: Secret, what: Waiting)]>([])

  /// The most results that wait at the same time.
  private static var most: Int { 20 }

  init(by: Identifier, signer: CommitSigner) {
    self.by = by
    self.signer = signer
  }

  /// Keeps a result for the next page, under the returned token.
  ///
  /// - Throws: ``Fault/failed`` without random bytes.
  func keep(_ what: Waiting) throws(Fault) -> Secret {
    let token = try Secret()
    waiting.withLock { $0 = $0.suffix(Seat.most - 1) + [(token, what)] }
    return token
  }

  /// The result of a search; nil for an unknown or old token.
  func found(_ token: Secret) -> PersonsFound? {
    waiting.withLock { waiting in
      guard case .found(let found)? = waiting.last(where: { $0.token == token })?.what else { return nil }
      return found
    }
  }

  /// A person's data as they are; nil for an unknown or used token, or another person's.
  func revealed(_ token: Secret, of person: Identifier) -> PersonCard? {
    waiting.withLock { waiting in
      guard case .revealed(let card)? = waiting.last(where: { $0.token == token })?.what, card.person == person else {
        return nil
      }
      return card
    }
  }

  /// Forgets the result under a token: it was shown.
  func letGo(_ token: Secret) { waiting.withLock { $0.removeAll { $0.token == token } } }
}
