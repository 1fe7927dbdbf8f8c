/// Writes a part of a value into a target: the member of an object, the cell of a row.
///
/// A whole city's figures, or a past of millions of events, are written by such writers. The value is `inout` so that it is
/// passed by its place in memory, while a closure that takes a value of any type would get a copy; and the closure has a struct
/// around it, because an array wraps a bare closure in another one.
public struct PartWriter<Value, Target>: Sendable {
  /// Writes it, or nothing.
  public let write: @Sendable (inout Value, inout Target) -> Void

  /// Makes a writer.
  @inlinable
  public init(_ write: @escaping @Sendable (inout Value, inout Target) -> Void) { self.write = write }

  /// Makes a writer of some parts, one after the other.
  ///
  /// Each is held by the one behind it. A closure that is taken out of an array is counted before its call and after, by an
  /// instruction that threads wait for; one that a closure holds is only called.
  @inlinable
  public init(all parts: some Sequence<PartWriter>) {
    self =
      parts.reduce(nil as PartWriter?) { before, next in
        guard let before else { return next }
        return PartWriter { value, target in
          before.write(&value, &target)
          next.write(&value, &target)
        }
      } ?? PartWriter { _, _ in }
  }
}
