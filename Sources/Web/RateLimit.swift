public import System
import Synchronization
public import Values

/// How often something may be done.
public struct Rate: Hashable, Sendable {
  /// How many times.
  public let count: Int
  /// Within which time.
  ///
  /// > Units: seconds.
  public let seconds: Int64

  /// Makes a rate.
  public init(_ count: Int, in seconds: Int64) {
    precondition(count > 0 && seconds > 0)
    self.count = count
    self.seconds = seconds
  }
}

/// Counts acts by key, in a sliding window: only so many in any such time.
///
/// If there are more keys than may be counted, new ones are refused: memory is bounded, and no one gets in by filling it.
public final class RateLimit<Key: Hashable & Sendable>: Sendable {
  private let windows: Mutex<SlidingWindows<Key>>
  private let clock: @Sendable () -> Instant

  /// Makes a limit.
  ///
  /// - Parameters:
  ///   - rate: how often.
  ///   - most: how many keys are counted at the same time.
  ///   - clock: tells the time.
  public init(_ rate: Rate, most: Int = 50_000, clock: @escaping @Sendable () -> Instant = { SystemClock.now() }) {
    windows = Mutex(SlidingWindows(rate, most: most))
    self.clock = clock
  }

  /// Counts one more for a key.
  ///
  /// - Throws: ``Fault/tooManyRequests(retryAfter:)`` if it would be one too many; that one does not count.
  public func take(_ key: Key) throws(Fault) {
    let now = clock()
    if let seconds = windows.withLock({ $0.take(key, now) }) { throw .tooManyRequests(retryAfter: seconds) }
  }

  /// Forgets the counts of a key, as for an operator after a successful login.
  public func forget(_ key: Key) { windows.withLock { $0.forget(key) } }

  /// Takes back the last count of a key, for an act that the limit is not meant for; all others still count.
  public func giveBack(_ key: Key) { windows.withLock { $0.giveBack(key) } }
}

/// The windows as a value, at a time that the caller says.
struct SlidingWindows<Key: Hashable & Sendable>: Sendable {
  private let rate: Rate
  private let most: Int
  /// When something was done, the oldest first.
  private var times: [Key: [Instant]] = [:]

  init(_ rate: Rate, most: Int) {
    self.rate = rate
    self.most = most
  }

  /// Counts one more; if that is too many, returns after how many seconds it is not.
  mutating func take(_ key: Key, _ now: Instant) -> Int? {
    let recent = (times[key] ?? []).filter { counts($0, now) }
    if recent.count >= rate.count { return Int(max(1, recent[0].seconds + rate.seconds - now.seconds)) }
    if times[key] == nil, times.count >= most {
      times = times.filter { $0.value.contains { counts($0, now) } }
      if times.count >= most { return Int(rate.seconds) }
    }
    times[key] = recent + [now]
    return nil
  }

  mutating func forget(_ key: Key) { times[key] = nil }

  mutating func giveBack(_ key: Key) {
    guard var counted = times[key] else { return }
    counted.removeLast()
    times[key] = counted.isEmpty ? nil : counted
  }

  private func counts(_ time: Instant, _ now: Instant) -> Bool { now.seconds - time.seconds < rate.seconds }
}
