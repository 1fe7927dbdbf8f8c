import CMicroHTTPD
import Glibc
import System

/// The one owner of a server of libmicrohttpd and its thread, which is stopped when its life ends.
@safe
struct Daemon: ~Copyable {
  private let pointer: OpaquePointer
  /// The core that the library's callbacks receive, by its address alone.
  private let core: ServerCore
  private let identity: TLSIdentity?

  /// Starts the library's thread.
  ///
  /// - Throws: ``ServerError/notStarted`` if the library refuses, or ``ServerError/system(_:)``.
  init(_ socket: borrowing ListeningSocket, _ identity: TLSIdentity?, _ core: ServerCore) throws(ServerError) {
    let limits = core.settings.limits
    var server = unsafe subsidy_server()
    // The library closes a socket that it is given, sometimes even if it does not start: it gets one of its own.
    unsafe server.listening_socket = try ServerError.wrapping { () throws(SystemError) in try socket.duplicate() }
    unsafe server.most_connections = limits.connections
    unsafe server.most_connections_of_address = limits.connectionsOfAddress
    unsafe server.bytes_of_connection = limits.headerBytes * 2 + Daemon.bytesBesideHeader
    unsafe server.certificate = identity?.certificate.text
    unsafe server.key = identity?.key.text
    unsafe server.context = Unmanaged.passUnretained(core).toOpaque()
    unsafe Daemon.setCallbacks(&server)
    guard let pointer = unsafe subsidy_start_server(&server) else { throw .notStarted }
    unsafe self.pointer = pointer
    self.core = core
    self.identity = identity
  }

  /// The memory that a connection needs beside its header: pieces of a body, and the header of the answer.
  ///
  /// > Units: bytes.
  private static var bytesBesideHeader: Int { 16 << 10 }

  /// Takes no more connections.
  func takeNoMore() {
    let socket = unsafe MHD_quiesce_daemon(pointer)
    if socket >= 0 { _ = close(socket) }
  }

  deinit { unsafe MHD_stop_daemon(pointer) }

  // The library calls these on its one thread, and the last one for everything that the others have begun.
  private static func setCallbacks(_ server: inout subsidy_server) {
    unsafe server.notify = { context, connection, slot, event in
      guard let core = unsafe Daemon.core(context), let connection = unsafe connection, let slot = unsafe slot else {
        return
      }
      unsafe Daemon.note(event, LibraryConnection(connection), slot, core)
    }
    unsafe server.begin = { context, target, connection in
      guard let core = unsafe Daemon.core(context), let connection = unsafe connection else { return nil }
      let exchange = unsafe Exchange(
        target: LibraryBytes.copy(target), LibraryConnection(connection).watched, core)
      return unsafe Unmanaged.passRetained(exchange).toOpaque()
    }
    unsafe server.handle = { _, connection, _, method, version, piece, count, slot in
      guard let connection = unsafe connection, let exchange = unsafe Daemon.exchange(slot), let count = unsafe count
      else { return MHD_Result.NO }
      let bytes = unsafe LibraryBytes.copy(piece, count.pointee)
      unsafe count.pointee = 0
      let goesOn = unsafe exchange.goOn(
        LibraryConnection(connection), method: LibraryBytes.copy(method), version: LibraryBytes.copy(version),
        piece: bytes)
      return goesOn ? MHD_Result.YES : MHD_Result.NO
    }
    unsafe server.complete = { _, _, slot, reason in
      guard let exchange = unsafe Daemon.exchange(slot) else { return }
      exchange.end(isDelivered: reason == .REQUEST_TERMINATED_COMPLETED_OK)
      unsafe Unmanaged.passUnretained(exchange).release()
      unsafe slot?.pointee = nil
    }
  }

  private static func core(_ context: UnsafeMutableRawPointer?) -> ServerCore? {
    unsafe context.map { unsafe Unmanaged<ServerCore>.fromOpaque($0).takeUnretainedValue() }
  }

  private static func exchange(_ slot: UnsafeMutablePointer<UnsafeMutableRawPointer?>?) -> Exchange? {
    unsafe slot?.pointee.map { unsafe Unmanaged<Exchange>.fromOpaque($0).takeUnretainedValue() }
  }

  /// Begins and ends the watch of a connection; the socket is still open in both.
  private static func note(
    _ event: MHD_ConnectionNotificationCode, _ library: LibraryConnection,
    _ slot: UnsafeMutablePointer<UnsafeMutableRawPointer?>, _ core: ServerCore
  ) {
    switch event {
    case .CONNECTION_NOTIFY_STARTED:
      let connection = Connection(
        socket: library.socket, peer: library.peer, within: core.settings.limits.headerTime)
      core.connections.add(connection)
      unsafe slot.pointee = Unmanaged.passRetained(connection).toOpaque()
    case .CONNECTION_NOTIFY_CLOSED:
      guard let pointer = unsafe slot.pointee else { return }
      let connection = unsafe Unmanaged<Connection>.fromOpaque(pointer).takeRetainedValue()
      connection.noteClosed()
      core.connections.remove(connection)
      unsafe slot.pointee = nil
    }
  }
}

/// A certificate and its private key, as the library takes them.
struct TLSIdentity {
  let certificate: PEMText
  let key: PEMText

  /// Reads the files; nil if no TLS is spoken.
  ///
  /// - Throws: ``ServerError``.
  init?(_ exposure: Exposure) throws(ServerError) {
    switch exposure {
    case .loopback, .behindProxy: return nil
    case .tls(let certificate, let key):
      let isPrivate = try ServerError.wrapping { () throws(SystemError) in try Files.isPrivate(key) }
      guard isPrivate else { throw .keyNotPrivate(path: key) }
      self.certificate = try TLSIdentity.read(certificate)
      self.key = try TLSIdentity.read(key)
    }
  }

  private static func read(_ path: String) throws(ServerError) -> PEMText {
    PEMText(try ServerError.wrapping { () throws(SystemError) in try Files.read(path, atMost: 1 << 20) })
  }
}

/// A text that C can read for as long as this lives, and that is wiped then.
@safe
final class PEMText {
  private let bytes: UnsafeMutableBufferPointer<CChar>

  init(_ text: [UInt8]) {
    unsafe bytes = .allocate(capacity: text.count + 1)
    unsafe _ = bytes.initialize(from: text.map { CChar(bitPattern: $0) } + [0])
  }

  /// The text, with a NUL behind it.
  var text: UnsafePointer<CChar>? { unsafe UnsafePointer(bytes.baseAddress) }

  deinit {
    unsafe explicit_bzero(bytes.baseAddress!, bytes.count)
    unsafe bytes.deallocate()
  }
}
