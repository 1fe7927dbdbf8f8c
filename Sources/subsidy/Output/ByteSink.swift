import Glibc
import Synchronization
import System

/// An output for bytes: a descriptor, or memory in tests.
///
/// The first failure stays. Bytes after it are dropped, so that a command that has already appended to the ledger runs to its
/// end even if its output fails.
final class ByteSink: Sendable {
  private struct State {
    var collected: [UInt8] = []
    var failure: Int32?
  }

  private let descriptor: Int32?
  private let state = Mutex(State())
  /// The bytes that went to memory.
  var collected: [UInt8] { state.withLock { $0.collected } }
  /// The errno of the first failure.
  var failure: Int32? { state.withLock { $0.failure } }

  /// Makes a sink for a descriptor, which stays open; nil for memory.
  init(descriptor: Int32?) { self.descriptor = descriptor }

  /// Whether a person may be watching.
  var isTerminal: Bool { descriptor.map { isatty($0) == 1 } ?? false }

  /// How many cells a line of the terminal has; nil if there is no terminal.
  var columns: Int? { isTerminal ? descriptor.flatMap(Terminal.columns(of:)) : nil }

  /// Writes all the bytes, or drops them after a failure.
  func write(_ bytes: [UInt8]) {
    state.withLock { state in
      guard let descriptor else {
        state.collected += bytes
        return
      }
      var start = 0
      while start < bytes.count, state.failure == nil {
        let written = unsafe bytes.withUnsafeBytes { buffer in
          unsafe Glibc.write(descriptor, buffer.baseAddress! + start, buffer.count - start)
        }
        if written >= 0 { start += written } else { state.failure = ByteSink.failure(errno, descriptor) }
      }
    }
  }

  /// The error after a failed write; nil if its cause has passed, so that the write is tried again.
  private static func failure(_ code: Int32, _ descriptor: Int32) -> Int32? {
    switch code {
    case EINTR: return nil
    case EAGAIN:
      // The descriptor is non-blocking, as terminals and pipes shared with other programs can be.
      var wanted = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
      _ = unsafe poll(&wanted, 1, -1)
      return nil
    default: return code
    }
  }
}
