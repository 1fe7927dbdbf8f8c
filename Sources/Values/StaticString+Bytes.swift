extension StaticString {
  /// Whether an array holds this text at a place.
  ///
  /// Words are compared with words of the literal; the last word, which may overlap the one before, ends with the literal.
  @inlinable @inline(__always)
  public func stands(in bytes: [UInt8], at start: Int) -> Bool {
    let count = utf8CodeUnitCount
    guard start >= 0, start + count <= bytes.count else { return false }
    return unsafe bytes.withUnsafeBytes { bytes in
      let literal = unsafe UnsafeRawPointer(utf8Start)
      @inline(__always) func agree<Word: FixedWidthInteger & BitwiseCopyable>(_ offset: Int, _: Word.Type) -> Bool {
        unsafe bytes.loadUnaligned(fromByteOffset: start + offset, as: Word.self)
          == literal.loadUnaligned(fromByteOffset: offset, as: Word.self)
      }
      if count >= 8 {
        var offset = 0
        while offset + 8 < count {
          guard agree(offset, UInt64.self) else { return false }
          offset += 8
        }
        return agree(count - 8, UInt64.self)
      }
      if count >= 4 { return agree(0, UInt32.self) && agree(count - 4, UInt32.self) }
      for offset in 0..<count where !agree(offset, UInt8.self) { return false }
      return true
    }
  }
}
