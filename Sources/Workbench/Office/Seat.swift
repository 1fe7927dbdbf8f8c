import Ledger
import Synchronization
import System
import Values
import Web

/// Somebody who is signed in: the operator, what signs for them, and what waits for their next page.
final class Seat: Sendable {
  /// What a page is shown once more, or once, under a token that stands in its address in the place of names and numbers.
  enum Waiting: Sendable {
    /// What a search found, masked.
    case found(PersonsFound)
    /// A person's data as they are, to be shown once; that they are looked at is recorded.
    case revealed(PersonCard)
  }

  /// The operator, as the registration spells the name.
  let by: Identifier
  /// What signs for the operator.
  let signer: CommitSigner
  private let waiting = Mutex<[(token: Secret, what: Waiting)]>([])

  /// How many things wait at the same time.
  private static var most: Int { 20 }

  init(by: Identifier, signer: CommitSigner) {
    self.by = by
    self.signer = signer
  }

  /// Keeps something for the next page.
  ///
  /// - Returns: the token for its address.
  /// - Throws: ``Fault/failed`` without random bytes.
  func keep(_ what: Waiting) throws(Fault) -> Secret {
    let token = try Secret()
    waiting.withLock { $0 = $0.suffix(Seat.most - 1) + [(token, what)] }
    return token
  }

  /// The persons that a search found; nil for a token that is none, or too old.
  func found(_ token: Secret) -> PersonsFound? {
    waiting.withLock { waiting in
      guard case .found(let found)? = waiting.last(where: { $0.token == token })?.what else { return nil }
      return found
    }
  }

  /// A person's data as they are; nil for a token that is none, was let go of, or is of somebody else.
  func revealed(_ token: Secret, of person: Identifier) -> PersonCard? {
    waiting.withLock { waiting in
      guard case .revealed(let card)? = waiting.last(where: { $0.token == token })?.what, card.person == person else {
        return nil
      }
      return card
    }
  }

  /// Forgets what waits under a token: it was shown.
  func letGo(_ token: Secret) { waiting.withLock { $0.removeAll { $0.token == token } } }
}
