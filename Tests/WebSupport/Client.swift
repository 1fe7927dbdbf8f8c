import Glibc
package import System

/// An answer as it came over the network.
package struct Answer: Equatable {
  package var status: Int
  package var fields: [String: [String]]
  package var body: [UInt8]

  package var text: String { String(decoding: body, as: UTF8.self) }
  package func field(_ name: String) -> String? { fields[name]?.first }
}

/// A client that sends bytes as they are, well-formed or not.
package final class Client {
  package struct Closed: Error {}

  private let number: Int32
  private var buffer: [UInt8] = []

  package init(_ endpoint: Endpoint) throws {
    number = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    // A test that waits for what never comes fails and does not hang.
    var patience = timeval(tv_sec: 20, tv_usec: 0)
    unsafe setsockopt(number, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = endpoint.port.bigEndian
    unsafe inet_pton(AF_INET, "\(endpoint.address)", &address.sin_addr)
    let connected = unsafe withUnsafePointer(to: &address) {
      unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe connect(number, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard connected == 0 else { throw Closed() }
  }

  deinit { close(number) }

  /// Sends bytes; bytes that the other end does not take any more are dropped.
  package func send(_ bytes: [UInt8]) {
    var done = 0
    while done < bytes.count {
      let sent = unsafe bytes.withUnsafeBytes {
        unsafe Glibc.send(number, $0.baseAddress! + done, bytes.count - done, Int32(MSG_NOSIGNAL))
      }
      if sent <= 0 { return }
      done += sent
    }
  }

  package func send(_ text: String) { send(Array(text.utf8)) }

  /// Sends bytes one by one, each in a packet of its own.
  package func trickle(_ bytes: [UInt8]) {
    var on: Int32 = 1
    unsafe setsockopt(number, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
    for byte in bytes { send([byte]) }
  }

  /// Whether the other end has ended the connection, once all that it sent is read.
  package func isEnded() -> Bool {
    while fill() {}
    return true
  }

  /// Reads an answer.
  package func answer(toHead: Bool = false) throws -> Answer {
    let end = Array("\r\n\r\n".utf8)
    while true {
      if let start = buffer.indices.first(where: { buffer[$0...].starts(with: end) }) {
        let lines = String(decoding: buffer[..<start], as: UTF8.self).split(separator: "\r\n")
        buffer.removeFirst(start + 4)
        var answer = Answer(status: Int(lines[0].split(separator: " ")[1])!, fields: [:], body: [])
        for line in lines.dropFirst() {
          let sides = line.split(separator: ":", maxSplits: 1)
          answer.fields[sides[0].lowercased(), default: []].append(String(sides[1].drop { $0 == " " }))
        }
        if answer.status == 100 { continue }
        let length = toHead || answer.status == 304 ? 0 : Int(answer.field("content-length") ?? "0")!
        while buffer.count < length { guard fill() else { throw Closed() } }
        answer.body = Array(buffer[..<length])
        buffer.removeFirst(length)
        return answer
      }
      guard fill() else { throw Closed() }
    }
  }

  /// Sends a request and passes its answer over, by its length alone; 1 if it came whole, for a client that must cost little.
  package func skim(_ request: [UInt8], _ bodyLength: Int) -> Int {
    send(request)
    var piece = [UInt8](repeating: 0, count: 64 << 10)
    var (total, bodyStart) = (0, 0)
    repeat {
      let count = unsafe piece.withUnsafeMutableBytes { unsafe recv(number, $0.baseAddress!, $0.count, 0) }
      guard count > 0 else { return 0 }
      if bodyStart == 0, let end = piece[..<count].firstRange(of: Array("\r\n\r\n".utf8)) {
        bodyStart = total + end.upperBound
      }
      total += count
    } while bodyStart == 0 || total < bodyStart + bodyLength
    return 1
  }

  private func fill() -> Bool {
    var piece = [UInt8](repeating: 0, count: 64 << 10)
    let count = unsafe piece.withUnsafeMutableBytes { unsafe recv(number, $0.baseAddress!, $0.count, 0) }
    guard count > 0 else { return false }
    buffer += piece[..<count]
    return true
  }
}
