import CMicroHTTPD
import System

/// A connection of libmicrohttpd, for as long as one of its callbacks runs or it is suspended.
@safe
struct LibraryConnection: @unchecked Sendable {
  private let pointer: OpaquePointer

  init(_ pointer: OpaquePointer) { unsafe self.pointer = pointer }

  /// The socket's number.
  var socket: Int32 { unsafe subsidy_socket(pointer) }

  /// The address of the other end, in numbers.
  var peer: String { unsafe NetworkAddress(socketAddress: subsidy_peer(pointer))?.description ?? "-" }

  /// The connection that the server watches.
  var watched: Connection {
    guard let context = unsafe subsidy_socket_context(pointer) else {
      preconditionFailure("a connection has its watch from its beginning on")
    }
    return unsafe Unmanaged<Connection>.fromOpaque(context).takeUnretainedValue()
  }

  /// The header that came.
  ///
  /// - Parameters:
  ///   - target: the path with its query, as the library gave it before it decoded anything.
  ///   - method: the method's word.
  ///   - version: the protocol's.
  /// - Returns: the whole header, unchecked.
  func head(target: [UInt8], method: [UInt8], version: [UInt8]) -> RawHead {
    var head = RawHead()
    (head.target, head.method, head.version) = (target, method, version)
    unsafe withUnsafeMutablePointer(to: &head) { head in
      _ = unsafe MHD_get_connection_values_n(
        pointer, MHD_ValueKind.HEADER_KIND,
        { head, _, name, nameCount, value, valueCount in
          let fields = unsafe head?.assumingMemoryBound(to: RawHead.self)
          unsafe fields?.pointee.fields.append(
            (name: LibraryBytes.copy(name, nameCount), value: LibraryBytes.copy(value, valueCount)))
          return .YES
        }, head)
    }
    head.size = unsafe subsidy_header_size(pointer)
    return head
  }

  /// Makes the library leave the connection alone until ``resume()``.
  func suspend() { unsafe MHD_suspend_connection(pointer) }

  /// Makes the library continue; its handler is called again.
  func resume() { unsafe MHD_resume_connection(pointer) }

  /// Hands an answer over.
  ///
  /// - Returns: false if the library does not take it, and has to close the connection.
  func answer(_ response: Response, _ standard: [(name: String, value: String)]) -> Bool {
    let made = LibraryResponse(response, standard)
    return unsafe MHD_queue_response(pointer, response.status.rawValue, made.pointer) == .YES
  }
}

/// The one owner of an answer as libmicrohttpd has it; the library keeps what it has been handed.
@safe
private struct LibraryResponse: ~Copyable {
  let pointer: OpaquePointer

  init(_ response: Response, _ standard: [(name: String, value: String)]) {
    let bytes = response.body?.bytes ?? []
    let made = unsafe bytes.withUnsafeBytes {
      unsafe MHD_create_response_from_buffer(
        $0.count, UnsafeMutableRawPointer(mutating: $0.baseAddress), MHD_ResponseMemoryMode.RESPMEM_MUST_COPY)
    }
    guard let pointer = unsafe made else { preconditionFailure("out of memory") }
    unsafe self.pointer = pointer
    for (name, value) in standard { add(name, value) }
    add("Cache-Control", response.caching.rawValue)
    if let body = response.body { add("Content-Type", body.type) }
    for (name, value) in response.fields { add(name, value) }
    if response.endsConnection { add("Connection", "close") }
  }

  private func add(_ name: String, _ value: String) {
    precondition(unsafe MHD_add_response_header(pointer, name, value) == .YES, "a field is a line of text")
  }

  deinit { unsafe MHD_destroy_response(pointer) }
}

/// Bytes that libmicrohttpd hands over, copied.
enum LibraryBytes {
  static func copy(_ start: UnsafePointer<CChar>?, _ count: Int) -> [UInt8] {
    unsafe Array(UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : count))
  }

  static func copy(_ text: UnsafePointer<CChar>?) -> [UInt8] {
    unsafe text.map { unsafe copy($0, String(cString: $0).utf8.count) } ?? []
  }
}
