import Dispatch
import Synchronization
import System

/// A connection that a browser made, with the time by which it must have made progress.
///
/// The library's own timeout starts again with every byte, so a client that sends one each second could hold a connection for
/// ever.
final class Connection: Sendable {
  /// The phases that a connection waits in.
  enum Phase: Sendable {
    /// For a header.
    case header
    /// For a body.
    case body
    /// For the program: the client cannot be late.
    case work
    /// For the client to take its answer.
    case answer
  }

  /// A phase with its times.
  struct Wait: Sendable {
    let phase: Phase
    /// When it began.
    let since = ContinuousClock.now
    /// When the client is late; nil for never.
    let deadline: ContinuousClock.Instant?

    init(for phase: Phase, within time: Duration?) {
      self.phase = phase
      deadline = time.map { .now + $0 }
    }
  }

  private struct State {
    /// The socket; nil once the library has closed it, and its number may be another file's.
    var socket: Int32?
    var wait: Wait
  }

  /// The address of the other end, in numbers.
  let peer: String
  private let state: Mutex<State>

  init(socket: Int32, peer: String, within time: Duration) {
    self.peer = peer
    state = Mutex(State(socket: socket, wait: Wait(for: .header, within: time)))
  }

  /// Enters a phase.
  ///
  /// - Parameters:
  ///   - phase: the phase that it now waits in.
  ///   - time: how long; nil for as long as it takes.
  func await(_ phase: Phase, within time: Duration?) {
    state.withLock { $0.wait = Wait(for: phase, within: time) }
  }

  /// Notes that the library is about to close the socket.
  func noteClosed() { state.withLock { $0.socket = nil } }

  /// Ends the connection if its client went away in the middle of a body: the library would wait for the rest until its time is
  /// over, and the bytes that came would take up its room.
  func shutDownIfAbandoned() {
    state.withLock { state in
      guard let socket = state.socket else { return }
      switch state.wait.phase {
      case .body: if ConnectedSocket.isAtEnd(socket) { ConnectedSocket.shutDown(socket) }
      case .header, .work, .answer: break
      }
    }
  }

  /// Ends the connection if its wait is due; the library sees it closed and releases it.
  func shutDown(if isDue: (Wait) -> Bool) {
    state.withLock { state in
      if let socket = state.socket, isDue(state.wait) { ConnectedSocket.shutDown(socket) }
    }
  }
}

/// The connections of a server, and the thread that ends those that are late, or whose clients went away.
final class Connections: Sendable {
  private let all = Mutex<[ObjectIdentifier: Connection]>([:])
  private let stop = DispatchSemaphore(value: 0)
  private let stopped = DispatchSemaphore(value: 0)

  /// Begins to watch.
  ///
  /// - Throws: `SystemError` if the system gives no thread.
  func watch(every time: Duration) throws(SystemError) {
    let nanoseconds = Int(time / .nanoseconds(1))
    try Threads.start { [self] in
      while stop.wait(timeout: .now() + .nanoseconds(nanoseconds)) == .timedOut {
        let now = ContinuousClock.now
        shutDown { wait in wait.deadline.map { $0 <= now } ?? false }
        for connection in all.withLock({ Array($0.values) }) { connection.shutDownIfAbandoned() }
      }
      stopped.signal()
    }
  }

  /// Ends the watch.
  func endWatch() {
    stop.signal()
    stopped.wait()
  }

  /// How many there are.
  var count: Int { all.withLock { $0.count } }

  func add(_ connection: Connection) { all.withLock { $0[ObjectIdentifier(connection)] = connection } }

  func remove(_ connection: Connection) { all.withLock { $0[ObjectIdentifier(connection)] = nil } }

  /// Ends those that are due by what they wait for.
  func shutDown(if isDue: (Connection.Wait) -> Bool) {
    for connection in all.withLock({ Array($0.values) }) { connection.shutDown(if: isDue) }
  }
}
