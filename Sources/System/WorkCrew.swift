import Dispatch
import Synchronization

/// Works on inputs with several threads and hands the results back in the order of the inputs.
///
/// The thread that owns the crew submits inputs and takes results; while the next result is not ready it works on an input
/// itself, so that a crew without helpers does everything on the owner's thread. The order of the results, and so anything made
/// of them, does not depend on the number of threads.
public final class WorkCrew<Input: Sendable, Output: Sendable>: Sendable {
  private final class Job: Sendable {
    let input: Input
    let output = Mutex<Output?>(nil)
    init(_ input: Input) { self.input = input }
  }

  private struct Queue {
    /// Jobs in the order in which they were submitted, those at the front first.
    var jobs: [Job] = []
    /// How many jobs at the front have been begun.
    var begun = 0
    var isClosed = false
  }

  private let queue = Mutex(Queue())
  private let waiting = DispatchSemaphore(value: 0)
  private let done = DispatchSemaphore(value: 0)
  private let work: @Sendable (Input) -> Output
  private let helpers: Int

  /// Makes a crew.
  ///
  /// - Parameters:
  ///   - threads: how many threads work at the same time, the owner's included.
  ///   - work: works on an input.
  /// - Throws: ``SystemError`` if the system gives no thread.
  public init(threads: Int, _ work: @escaping @Sendable (Input) -> Output) throws(SystemError) {
    self.work = work
    helpers = max(0, threads - 1)
    for _ in 0..<helpers { try Threads.start { [self] in help() } }
  }

  /// How many inputs were submitted whose results were not taken.
  public var pending: Int { queue.withLock { $0.jobs.count } }

  /// How many inputs should be waiting so that no thread is idle.
  public var enough: Int { 2 * helpers + 1 }

  /// Adds an input.
  public func submit(_ input: Input) {
    queue.withLock { $0.jobs.append(Job(input)) }
    waiting.signal()
  }

  /// The result of the oldest input whose result was not taken; nil if there is none.
  public func next() -> Output? {
    guard let job = queue.withLock({ $0.jobs.first }) else { return nil }
    while true {
      if let output = job.output.withLock({ $0 }) {
        queue.withLock { queue in
          queue.jobs.removeFirst()
          queue.begun -= 1
        }
        return output
      }
      if waiting.wait(timeout: .now()) == .success { doOne() } else { done.wait() }
    }
  }

  /// Works on inputs, no more of them waiting than are enough, and hands the results over in their order.
  ///
  /// - Throws: the errors of `body`; results that are not taken stay.
  public func forEachResult(of inputs: some Sequence<Input>, _ body: (Output) throws -> Void) rethrows {
    var rest = inputs.makeIterator()
    var isAtEnd = false
    while true {
      while !isAtEnd, pending < enough {
        if let input = rest.next() { submit(input) } else { isAtEnd = true }
      }
      guard let output = next() else { return }
      try body(output)
    }
  }

  /// Sends the helpers home; they finish what they have begun.
  public func close() {
    queue.withLock { $0.isClosed = true }
    for _ in 0..<helpers { waiting.signal() }
  }

  private func help() {
    while true {
      waiting.wait()
      guard doOne() else { return }
      done.signal()
    }
  }

  /// Works on the oldest input that has not been begun.
  @discardableResult
  private func doOne() -> Bool {
    let job = queue.withLock { queue -> Job? in
      guard !queue.isClosed, queue.begun < queue.jobs.count else { return nil }
      queue.begun += 1
      return queue.jobs[queue.begun - 1]
    }
    guard let job else { return false }
    let output = work(job.input)
    job.output.withLock { $0 = output }
    return true
  }
}
