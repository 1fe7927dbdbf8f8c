import COpenSSL
public import Merkle

/// SHA-256, by libcrypto.
///
/// > Source: FIPS 180-4.
public enum SHA256 {
  /// The hash of an array.
  public static func hash(_ bytes: [UInt8]) -> Digest {
    var stream = SHA256Stream()
    stream.update(bytes, 0..<bytes.count)
    return stream.finish()
  }
}

/// SHA-256 of bytes that come in parts.
public struct SHA256Stream: ~Copyable {
  private var context = SHA256_CTX()

  /// Starts with no bytes.
  public init() { unsafe _ = SHA256_Init(&context) }

  /// Adds a part of an array.
  public mutating func update(_ bytes: [UInt8], _ range: Range<Int>) {
    precondition(range.lowerBound >= 0 && range.upperBound <= bytes.count)
    guard !range.isEmpty else { return }
    unsafe bytes.withUnsafeBytes { unsafe _ = SHA256_Update(&context, $0.baseAddress! + range.lowerBound, range.count) }
  }

  /// The hash of all that was added.
  public consuming func finish() -> Digest {
    var out = [UInt8](repeating: 0, count: 32)
    unsafe _ = SHA256_Final(&out, &context)
    return Digest(whole: out)
  }
}

/// The hashes of the ledger's tree, on a path of their own: a leaf of 226 bytes costs as little as its blocks.
///
/// > Source: RFC 9162 section 2.1.1.
public struct SHA256TreeHasher: TreeHasher {
  /// Makes a hasher; it holds nothing.
  public init() {}

  /// The hash of no bytes.
  public func emptyRoot() -> Digest { SHA256.hash([]) }

  /// The hash of a leaf, `H(0x00 || entry)`.
  public func leaf(_ bytes: [UInt8], _ range: Range<Int>) -> Digest {
    precondition(range.lowerBound >= 0 && range.upperBound <= bytes.count)
    var digest = Digest()
    unsafe bytes.withUnsafeBufferPointer { bytes in
      unsafe digest.withMutableWords { words in
        guard let base = bytes.baseAddress else { return unsafe subsidy_sha256_leaf("", 0, words) }
        unsafe subsidy_sha256_leaf(base + range.lowerBound, range.count, words)
      }
    }
    return digest
  }

  /// The hashes of many leaves of one block, in their order.
  public func leaves(_ bytes: [UInt8], _ lines: [Range<Int>], into digests: inout [Digest]) {
    digests.removeAll(keepingCapacity: true)
    digests.reserveCapacity(lines.count)
    unsafe bytes.withUnsafeBufferPointer { bytes in
      for line in lines {
        precondition(line.lowerBound >= 0 && line.upperBound <= bytes.count)
        var digest = Digest()
        unsafe digest.withMutableWords {
          unsafe subsidy_sha256_leaf(bytes.baseAddress! + line.lowerBound, line.count, $0)
        }
        digests.append(digest)
      }
    }
  }

  /// The hash of a node, `H(0x01 || left || right)`.
  public func node(_ left: Digest, _ right: Digest) -> Digest {
    unsafe Digest.combining(left, right) { unsafe subsidy_sha256_node($0, $1, $2) }
  }
}

/// The same hashes by libcrypto's own buffering and padding: the second opinion on what is about to be acknowledged.
///
/// > Source: durability rule 7.
public struct PlainSHA256TreeHasher: TreeHasher {
  /// Makes a hasher; it holds nothing.
  public init() {}

  /// The hash of no bytes.
  public func emptyRoot() -> Digest { SHA256.hash([]) }

  /// The hash of a leaf, `H(0x00 || entry)`.
  public func leaf(_ bytes: [UInt8], _ range: Range<Int>) -> Digest {
    precondition(range.lowerBound >= 0 && range.upperBound <= bytes.count)
    var digest = Digest()
    unsafe bytes.withUnsafeBufferPointer { bytes in
      unsafe digest.withMutableWords { words in
        guard let base = bytes.baseAddress else { return unsafe subsidy_sha256_prefixed(0, "", 0, words) }
        unsafe subsidy_sha256_prefixed(0, base + range.lowerBound, range.count, words)
      }
    }
    return digest
  }

  /// The hash of a node, `H(0x01 || left || right)`.
  public func node(_ left: Digest, _ right: Digest) -> Digest {
    unsafe Digest.combining(left, right) { unsafe subsidy_sha256_prefixed_node($0, $1, $2) }
  }
}

extension Digest {
  /// The 32 bytes that libcrypto wrote.
  fileprivate init(whole bytes: [UInt8]) {
    precondition(bytes.count == 32)
    self.init()
    for slot in 0..<4 {
      var word: UInt64 = 0
      for offset in 0..<8 { word = word << 8 | UInt64(bytes[slot * 8 + offset]) }
      words[slot] = word
    }
  }

  @inline(__always)
  mutating func withMutableWords(_ body: (UnsafeMutablePointer<UInt64>) -> Void) {
    unsafe withUnsafeMutablePointer(to: &self) {
      unsafe $0.withMemoryRebound(to: UInt64.self, capacity: 4) { unsafe body($0) }
    }
  }

  /// The digest that a C function makes from the words of two digests.
  @inline(__always)
  fileprivate static func combining(
    _ left: Digest, _ right: Digest,
    _ body: (UnsafePointer<UInt64>, UnsafePointer<UInt64>, UnsafeMutablePointer<UInt64>) -> Void
  ) -> Digest {
    var digest = Digest()
    unsafe withUnsafePointer(to: left) { left in
      unsafe withUnsafePointer(to: right) { right in
        unsafe left.withMemoryRebound(to: UInt64.self, capacity: 4) { left in
          unsafe right.withMemoryRebound(to: UInt64.self, capacity: 4) { right in
            unsafe digest.withMutableWords { unsafe body(left, right, $0) }
          }
        }
      }
    }
    return digest
  }
}
