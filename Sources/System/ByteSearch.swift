import CLinux
import Glibc

/// Finds bytes at the speed of the C library.
public enum ByteSearch {
  /// The offset of the next occurrence of a needle; nil if there is none.
  ///
  /// - Parameters:
  ///   - needle: the bytes to find, not empty.
  ///   - bytes: the bytes to search.
  ///   - range: the part of it to look in.
  /// - Returns: the offset from the start of `bytes`.
  public static func first(_ needle: StaticString, in bytes: [UInt8], _ range: Range<Int>) -> Int? {
    precondition(range.lowerBound >= 0 && range.upperBound <= bytes.count)
    return unsafe bytes.withUnsafeBytes { haystack -> Int? in
      guard let base = haystack.baseAddress else { return nil }
      let start = unsafe base + range.lowerBound
      guard let found = unsafe subsidy_find(start, range.count, needle.utf8Start, needle.utf8CodeUnitCount)
      else { return nil }
      return unsafe range.lowerBound + (found - start)
    }
  }

  /// The offset of the next occurrence of a byte; nil if there is none.
  public static func first(_ byte: UInt8, in bytes: [UInt8], _ range: Range<Int>) -> Int? {
    precondition(range.lowerBound >= 0 && range.upperBound <= bytes.count)
    return unsafe bytes.withUnsafeBytes { haystack -> Int? in
      guard let base = haystack.baseAddress else { return nil }
      let start = unsafe base + range.lowerBound
      guard let found = unsafe memchr(start, Int32(byte), range.count) else { return nil }
      return unsafe range.lowerBound + (UnsafeRawPointer(found) - start)
    }
  }
}
