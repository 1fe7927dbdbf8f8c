public import Merkle
public import System
import Synchronization
public import Values

/// What became of a form that was sent with a token.
public enum Submission<Outcome: Sendable>: Sendable {
  /// It was sent for the first time, and this came of it.
  case first(Outcome)
  /// It was sent before, as by a reload or a double click; this came of it then, and nothing happened now.
  case again(Outcome)
  /// Another form was sent with the token before; this came of that one, and nothing happened now.
  case otherContent(Outcome)
  /// The token was never given to this session, or too long ago.
  case unknown
}

/// Tokens that let a form have its effect once, with the result kept.
///
/// A form that is refused with an error has had no effect: its token can be sent again.
public final class FormTokens<Outcome: Sendable>: Sendable {
  /// A token's place; whoever sends the token a second time waits at it until the first is done.
  private final class Slot: Sendable {
    let owner: Int
    let issued: Instant
    let done = Mutex<(content: Digest, outcome: Outcome)?>(nil)

    init(owner: Int, issued: Instant) {
      self.owner = owner
      self.issued = issued
    }
  }

  private let slots = Mutex<[Secret: Slot]>([:])
  private let seconds: Int64
  private let most: Int
  private let clock: @Sendable () -> Instant
  private let random: Secret.Source

  /// Makes a place for tokens.
  ///
  /// - Parameters:
  ///   - seconds: how long a token and its result are kept.
  ///   - most: how many there may be.
  ///   - clock: what time it is.
  ///   - random: where tokens come from.
  public init(
    seconds: Int64, most: Int = 100_000, clock: @escaping @Sendable () -> Instant = { SystemClock.now() },
    random: @escaping Secret.Source = { count throws(SystemError) in try randomBytes(count) }
  ) {
    self.seconds = seconds
    self.most = most
    self.clock = clock
    self.random = random
  }

  /// A token for a form that a session is shown.
  ///
  /// - Throws: ``Fault/unavailable(retryAfter:)`` where there are as many as there may be, ``Fault/failed`` without random bytes.
  public func issue<Value>(to session: Session<Value>) throws(Fault) -> Secret {
    let (token, now) = (try Secret(from: random), clock())
    let slot = Slot(owner: session.key.number, issued: now)
    let isKept = slots.withLock { slots in
      if slots.count >= most { slots = slots.filter { !isOver($0.value, now) } }
      guard slots.count < most else { return false }
      slots[token] = slot
      return true
    }
    if !isKept { throw .unavailable(retryAfter: 60) }
    return token
  }

  /// Lets a form have its effect, unless it has had it.
  ///
  /// - Parameters:
  ///   - sent: the token that came with the form.
  ///   - session: whose form it is.
  ///   - content: what the form says (``Form/digest(without:)``).
  ///   - effect: what it does; it runs once for a token, however many threads send it.
  /// - Returns: what became of it.
  /// - Throws: what the effect throws.
  public func submit<Value>(
    _ sent: String, by session: Session<Value>, content: Digest, effect: () throws(Fault) -> Outcome
  ) throws(Fault) -> Submission<Outcome> {
    let now = clock()
    guard let token = Secret(sent), let slot = slots.withLock({ $0[token] }), !isOver(slot, now),
      slot.owner == session.key.number
    else { return .unknown }
    return try slot.done.withLock { done throws(Fault) in
      if let done { return done.content == content ? .again(done.outcome) : .otherContent(done.outcome) }
      let outcome = try effect()
      done = (content, outcome)
      return .first(outcome)
    }
  }

  private func isOver(_ slot: Slot, _ now: Instant) -> Bool { now.seconds - slot.issued.seconds >= seconds }
}

extension Form {
  /// What tells one content of a form from another, its files included.
  ///
  /// - Parameter names: the fields that do not belong to it: its tokens.
  /// - Returns: a hash of all others, and of the files' bytes.
  /// - Throws: `SystemError` where a file cannot be read.
  public func digest(without names: Set<String>) throws(SystemError) -> Digest {
    var stream = SHA256Stream()
    for item in fields.items where !names.contains(item.name) {
      stream.update(prefixed: Array(item.name.utf8))
      stream.update(prefixed: Array(item.value.utf8))
    }
    for upload in uploads {
      stream.update(prefixed: Array(upload.field.utf8))
      stream.update(prefixed: Array(try upload.digest().description.utf8))
    }
    return stream.finish()
  }
}

extension SHA256Stream {
  /// Adds bytes with their number before them, so that no two lists of texts run together into the same bytes.
  fileprivate mutating func update(prefixed bytes: [UInt8]) {
    let count = unsafe withUnsafeBytes(of: UInt64(bytes.count).bigEndian) { unsafe Array($0) }
    update(count, 0..<count.count)
    update(bytes, 0..<bytes.count)
  }
}
