public import System
import Values

/// 256 random bits that no one can guess, as 64 hexadecimal digits.
public struct Secret: Hashable, Sendable {
  /// The source of random bytes.
  public typealias Source = @Sendable (_ count: Int) throws(SystemError) -> [UInt8]

  /// The digits.
  public let text: String

  /// Draws a secret.
  ///
  /// - Parameter source: the source of its bytes; by default the system's random bytes.
  /// - Throws: ``Fault/failed`` if the system has no random bytes.
  public init(from source: Source = { count throws(SystemError) in try randomBytes(count) }) throws(Fault) {
    do { text = try source(32).hexadecimal } catch { throw .failed }
  }

  /// Takes the digits that a client sent; nil for a text that does not have the form of a secret.
  public init?(_ text: String) {
    guard text.utf8.count == 64,
      text.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) })
    else { return nil }
    self.text = text
  }

  /// Whether a text that a client sent is this secret; the time taken does not reveal how much of it is right.
  public func matches(_ sent: String) -> Bool {
    sent.utf8.count == text.utf8.count && zip(sent.utf8, text.utf8).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
  }
}
