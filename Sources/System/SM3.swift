import COpenSSL
public import Merkle

/// SM3 (密码杂凑算法), by libcrypto.
///
/// > Source: GB/T 32905-2016.
public enum SM3 {
  /// The hash of an array.
  public static func hash(_ bytes: [UInt8]) -> Digest { SM3Context().hash([], bytes, 0..<bytes.count) }
}

/// The hashes of the same tree over SM3, which is another log over the same leaves, with an origin of its own.
///
/// > Source: RFC 9162 section 2.1.1 for the tree; durability rule 39.
public struct SM3TreeHasher: TreeHasher {
  /// Makes a hasher; it holds nothing.
  public init() {}

  /// The hash of no bytes.
  public func emptyRoot() -> Digest { SM3.hash([]) }

  /// The hash of a leaf, `H(0x00 || entry)`.
  public func leaf(_ bytes: [UInt8], _ range: Range<Int>) -> Digest { SM3Context().hash([0], bytes, range) }

  /// The hashes of many leaves of one block, in their order, on one context.
  public func leaves(_ bytes: [UInt8], _ lines: [Range<Int>], into digests: inout [Digest]) {
    digests.removeAll(keepingCapacity: true)
    digests.reserveCapacity(lines.count)
    let context = SM3Context()
    for line in lines { digests.append(context.hash([0], bytes, line)) }
  }

  /// The hash of a node, `H(0x01 || left || right)`.
  public func node(_ left: Digest, _ right: Digest) -> Digest {
    SM3Context().hash([1], left.bytes + right.bytes, 0..<64)
  }
}

/// The one owner of a libcrypto digest context.
@safe
private struct SM3Context: ~Copyable {
  // Fetched once: asking for it by name at every digest costs more than a short line. libcrypto never changes it, and
  // it stays for the life of the program.
  nonisolated(unsafe) private static let algorithm: OpaquePointer = {
    guard let algorithm = unsafe EVP_MD_fetch(nil, "SM3", nil) else {
      preconditionFailure("the libcrypto of this machine was built without SM3")
    }
    return unsafe algorithm
  }()

  private let pointer: OpaquePointer

  init() {
    guard let context = unsafe EVP_MD_CTX_new() else { preconditionFailure("out of memory") }
    unsafe pointer = context
  }

  deinit { unsafe EVP_MD_CTX_free(pointer) }

  func hash(_ prefix: [UInt8], _ bytes: [UInt8], _ range: Range<Int>) -> Digest {
    precondition(range.lowerBound >= 0 && range.upperBound <= bytes.count)
    var digest = Digest()
    let done = unsafe bytes.withUnsafeBufferPointer { bytes in
      var done: Int32 = 0
      unsafe digest.withMutableWords { words in
        // An empty array has no address, and libcrypto takes no address for no bytes.
        let base = unsafe bytes.baseAddress.map { unsafe $0 + range.lowerBound }
        done = unsafe subsidy_sm3(
          pointer, SM3Context.algorithm, prefix, prefix.count, base, range.count, words)
      }
      return done
    }
    precondition(done == 1, "SM3 hashes any bytes in memory")
    return digest
  }
}
