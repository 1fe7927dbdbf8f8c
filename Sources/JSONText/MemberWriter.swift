/// Writes a member of the object of a value.
///
/// A whole city's figures, or a past of millions of events, are written by such. The value is `inout` so that it is handed
/// on by its place in memory, where a closure that takes a value of any type would be given a copy; and the closure has a
/// struct around it, because one that stands in an array by itself is wrapped in another.
public struct MemberWriter<Value>: Sendable {
  /// Writes it, or nothing.
  public let write: @Sendable (inout Value, inout JSONWriter) -> Void

  /// Makes a writer.
  @inlinable
  public init(_ write: @escaping @Sendable (inout Value, inout JSONWriter) -> Void) { self.write = write }
}
