/// Why a text is not the strict JSON that the ledger reads.
///
/// > Source: RFC 8259, narrowed by contract section 2: whole numbers from 0 to 10^12, no equal keys, UTF-8, no byte
///   order mark.
public struct JSONError: Error, Hashable, Sendable {
  /// The kind of error.
  public enum Kind: String, Hashable, Sendable {
    /// The text ends before the value does.
    case endsEarly
    /// A byte at a place at which the grammar does not allow it.
    case unexpectedByte
    /// A control character, a broken escape or bytes that are not UTF-8 inside a string.
    case malformedString
    /// A number with a sign, a fraction, an exponent, a leading zero, or above 10^12.
    case numberOutOfForm
    /// The same key twice in one object.
    case equalKeys
    /// More members in an object than any event has.
    case tooManyMembers
    /// Objects or arrays nested deeper than 32.
    case tooDeep
    /// Bytes after the end of the value.
    case trailingBytes
  }

  /// The kind.
  public let kind: Kind
  /// The place, in bytes from the start of the text.
  public let offset: Int

  /// Makes an error of this kind at a byte offset.
  public init(_ kind: Kind, at offset: Int) {
    self.kind = kind
    self.offset = offset
  }
}
