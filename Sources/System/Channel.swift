import Dispatch
import Glibc
import Synchronization

/// Hands values from one thread to another in order, and makes the faster one wait.
///
/// It ends in one of two ways: the sender finishes, perhaps with an error that the receiver is given after the last
/// value, or the receiver closes it and the sender's next value is refused.
public final class Channel<Element: Sendable>: Sendable {
  private struct State {
    var elements: [Element] = []
    var isFinished = false
    var isClosed = false
    var failure: (any Error)?
  }

  private let state = Mutex(State())
  private let free: DispatchSemaphore
  private let filled = DispatchSemaphore(value: 0)

  /// Makes a channel that holds at most so many values.
  public init(capacity: Int) { free = DispatchSemaphore(value: capacity) }

  /// Hands a value over, waiting while the channel is full.
  ///
  /// - Returns: false where the receiver wants no more.
  public func send(_ element: Element) -> Bool {
    free.wait()
    let isOpen = state.withLock { state in
      if !state.isClosed { state.elements.append(element) }
      return !state.isClosed
    }
    if isOpen { filled.signal() }
    return isOpen
  }

  /// Says that no more values come, and why if that is a failure.
  public func finish(throwing failure: (any Error)? = nil) {
    state.withLock { state in
      state.isFinished = true
      state.failure = failure
    }
    filled.signal()
  }

  /// Takes the next value, waiting for it.
  ///
  /// - Returns: nil after the last one.
  /// - Throws: what the sender finished with.
  public func receive() throws -> Element? {
    filled.wait()
    let element = try state.withLock { state -> Element? in
      if !state.elements.isEmpty { return state.elements.removeFirst() }
      if let failure = state.failure { throw failure }
      return nil
    }
    // The signal that nothing more comes must be found again by whoever asks again.
    if element == nil { filled.signal() } else { free.signal() }
    return element
  }

  /// Says that the receiver wants no more.
  public func close() {
    state.withLock { $0.isClosed = true }
    free.signal()
  }
}

/// Threads of the program's own.
public enum Threads {
  private final class Work {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }

  /// Runs a body on a new thread.
  ///
  /// - Throws: ``SystemError`` where the system gives no thread.
  public static func start(_ body: @escaping @Sendable () -> Void) throws(SystemError) {
    var thread = pthread_t()
    let work = unsafe Unmanaged.passRetained(Work(body))
    let result = unsafe pthread_create(
      &thread, nil,
      { pointer in
        guard let pointer = unsafe pointer else { return nil }
        unsafe Unmanaged<Work>.fromOpaque(pointer).takeRetainedValue().body()
        return nil
      }, work.toOpaque())
    guard result == 0 else {
      unsafe work.release()
      throw .failed(.createThread, path: "", Errno(code: result))
    }
    pthread_detach(thread)
  }
}
