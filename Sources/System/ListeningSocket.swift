import Glibc

/// A socket that takes connections by TCP, closed when its owner releases it.
public struct ListeningSocket: ~Copyable, Sendable {
  private let number: Int32
  /// The address at which it listens, with the port that the system chose if none was asked for.
  public let endpoint: Endpoint

  /// The one owner of a socket that does not listen yet.
  private struct Opened: ~Copyable {
    private(set) var number: Int32

    init(_ endpoint: Endpoint) throws(SystemError) {
      let family = endpoint.address.isVersion6 ? AF_INET6 : AF_INET
      let type = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue) | Int32(SOCK_NONBLOCK.rawValue)
      number = try call(.socket, "\(endpoint)") { Glibc.socket(family, type, 0) }
    }

    deinit { if number >= 0 { _ = Glibc.close(number) } }

    mutating func release() -> Int32 {
      defer { number = -1 }
      return number
    }
  }

  /// Listens at an endpoint.
  ///
  /// - Parameters:
  ///   - endpoint: the address and port; an address of version 6 takes connections of that version only.
  ///   - waiting: how many connections may wait until they are accepted.
  /// - Throws: ``SystemError``.
  public init(_ endpoint: Endpoint, waiting: Int32 = 512) throws(SystemError) {
    var opened = try Opened(endpoint)
    try ListeningSocket.set(SOL_SOCKET, SO_REUSEADDR, of: opened.number, endpoint)
    if endpoint.address.isVersion6 {
      try ListeningSocket.set(Int32(IPPROTO_IPV6), IPV6_V6ONLY, of: opened.number, endpoint)
    }
    try unsafe endpoint.withSocketAddress { address, length throws(SystemError) in
      _ = try call(.bind, "\(endpoint)") { unsafe Glibc.bind(opened.number, address, length) }
    }
    _ = try call(.listen, "\(endpoint)") { Glibc.listen(opened.number, waiting) }
    self.endpoint = Endpoint(endpoint.address, port: try ListeningSocket.port(of: opened.number, endpoint))
    number = opened.release()
  }

  deinit { _ = Glibc.close(number) }

  /// The same socket under a number of its own, for a library that closes what it is given.
  ///
  /// - Throws: ``SystemError``.
  public func duplicate() throws(SystemError) -> Int32 {
    try call(.socket, "\(endpoint)") { fcntl(number, F_DUPFD_CLOEXEC, 3) }
  }

  private static func set(
    _ level: Int32, _ option: Int32, of number: Int32, _ endpoint: Endpoint
  ) throws(SystemError) {
    var on: Int32 = 1
    _ = try call(.socket, "\(endpoint)") {
      unsafe setsockopt(number, level, option, &on, socklen_t(MemoryLayout<Int32>.size))
    }
  }

  private static func port(of number: Int32, _ endpoint: Endpoint) throws(SystemError) -> UInt16 {
    var address = sockaddr_in6()
    var length = socklen_t(MemoryLayout<sockaddr_in6>.size)
    _ = try call(.socket, "\(endpoint)") {
      unsafe withUnsafeMutableBytes(of: &address) {
        unsafe getsockname(number, $0.baseAddress!.assumingMemoryBound(to: sockaddr.self), &length)
      }
    }
    // The port is at the same place in the addresses of both versions.
    return UInt16(bigEndian: address.sin6_port)
  }
}

extension Endpoint {
  fileprivate func withSocketAddress(
    _ body: (UnsafePointer<sockaddr>, socklen_t) throws(SystemError) -> Void
  ) throws(SystemError) {
    func pass<Address>(_ address: Address) throws(SystemError) {
      var address = address
      try unsafe withUnsafeBytes(of: &address) { raw throws(SystemError) in
        try unsafe body(raw.baseAddress!.assumingMemoryBound(to: sockaddr.self), socklen_t(raw.count))
      }
    }
    if address.isVersion6 {
      var target = sockaddr_in6()
      target.sin6_family = sa_family_t(AF_INET6)
      target.sin6_port = port.bigEndian
      unsafe withUnsafeMutableBytes(of: &target.sin6_addr) { unsafe $0.copyBytes(from: address.bytes) }
      try pass(target)
    } else {
      var target = sockaddr_in()
      target.sin_family = sa_family_t(AF_INET)
      target.sin_port = port.bigEndian
      unsafe withUnsafeMutableBytes(of: &target.sin_addr) { unsafe $0.copyBytes(from: address.bytes) }
      try pass(target)
    }
  }
}

/// Operations on a connected socket that other code owns.
public enum ConnectedSocket {
  /// Ends both directions at once; the owner sees the connection closed.
  ///
  /// - Parameter number: the socket, which its owner must not have closed: its number may be another file's by then.
  public static func shutDown(_ number: Int32) { _ = Glibc.shutdown(number, Int32(SHUT_RDWR)) }

  /// Whether the other end sends no more, and everything that it sent was read.
  ///
  /// - Parameter number: as for ``shutDown(_:)``.
  /// - Returns: false also if that cannot be said.
  public static func isAtEnd(_ number: Int32) -> Bool {
    var byte: UInt8 = 0
    return unsafe recv(number, &byte, 1, Int32(MSG_PEEK | MSG_DONTWAIT)) == 0
  }
}
