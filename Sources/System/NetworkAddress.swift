import Glibc

/// An address of the Internet, of either version.
///
/// > Source: RFC 791, RFC 4291.
public struct NetworkAddress: Hashable, Sendable {
  /// The address, highest byte first: four bytes, or sixteen.
  let bytes: [UInt8]

  private init(bytes: [UInt8]) { self.bytes = bytes }

  /// This machine itself, 127.0.0.1.
  public static var loopback: NetworkAddress { NetworkAddress(bytes: [127, 0, 0, 1]) }

  /// Whether nothing sent to it leaves the machine: 127.0.0.0/8 and `::1`.
  public var isLoopback: Bool {
    bytes.count == 4 ? bytes[0] == 127 : bytes.dropLast().allSatisfy { $0 == 0 } && bytes.last == 1
  }

  /// Whether it is of version 6, which is put in brackets in front of a port.
  public var isVersion6: Bool { bytes.count == 16 }

  /// The address in the system's description of a socket's other end; nil for a socket of another family, or none.
  public init?(socketAddress: UnsafeRawPointer?) {
    guard let socketAddress = unsafe socketAddress else { return nil }
    switch Int32(unsafe socketAddress.loadUnaligned(as: sockaddr.self).sa_family) {
    case AF_INET:
      self.init(unsafe socketAddress.loadUnaligned(as: sockaddr_in.self))
    case AF_INET6:
      self.init(unsafe socketAddress.loadUnaligned(as: sockaddr_in6.self))
    default: return nil
    }
  }

  init(_ address: sockaddr_in) { bytes = unsafe withUnsafeBytes(of: address.sin_addr) { unsafe Array($0) } }

  init(_ address: sockaddr_in6) { bytes = unsafe withUnsafeBytes(of: address.sin6_addr) { unsafe Array($0) } }
}

extension NetworkAddress: CustomStringConvertible {
  /// Reads an address as it is written in numbers; nil for a name, and for anything else.
  public init?(_ text: String) {
    guard !text.utf8.contains(0) else { return nil }
    var bytes = [UInt8](repeating: 0, count: 16)
    if unsafe inet_pton(AF_INET, text, &bytes) == 1 {
      self.init(bytes: Array(bytes.prefix(4)))
    } else if unsafe inet_pton(AF_INET6, text, &bytes) == 1 {
      self.init(bytes: bytes)
    } else {
      return nil
    }
  }

  /// The address in numbers: `127.0.0.1`, `::1`.
  public var description: String {
    var text = [UInt8](repeating: 0, count: Int(INET6_ADDRSTRLEN))
    let written = unsafe text.withUnsafeMutableBytes { text in
      unsafe inet_ntop(
        isVersion6 ? AF_INET6 : AF_INET, bytes, text.baseAddress?.assumingMemoryBound(to: CChar.self),
        socklen_t(text.count)) != nil
    }
    precondition(written, "an address has the length of its version")
    return String(decoding: text.prefix { $0 != 0 }, as: UTF8.self)
  }
}

/// The place at which a server listens: an address and a port.
public struct Endpoint: Hashable, Sendable, CustomStringConvertible {
  /// The address.
  public let address: NetworkAddress
  /// The port; 0 for one that the system chooses.
  public let port: UInt16

  /// Makes an endpoint.
  public init(_ address: NetworkAddress, port: UInt16) {
    self.address = address
    self.port = port
  }

  /// As an authority of a URL has it: `127.0.0.1:8080`, `[::1]:8080`.
  public var description: String { address.isVersion6 ? "[\(address)]:\(port)" : "\(address):\(port)" }
}
