import Dispatch
import Synchronization
package import System

/// Jobs that wait for a thread, done in their order.
package final class WorkQueue: Sendable {
  package typealias Job = @Sendable () -> Void

  private struct State {
    /// The jobs; a begun job is released with the requests that it holds.
    var jobs: [Job?] = []
    /// How many at the front were begun.
    var begun = 0
    var isClosed = false
  }

  private let state = Mutex(State())
  private let waiting = DispatchSemaphore(value: 0)
  private let ended = DispatchSemaphore(value: 0)
  private let mostWaiting: Int
  private let threads: Int

  /// Starts threads.
  ///
  /// - Parameters:
  ///   - threads: how many work at the same time; with one, no two jobs overlap.
  ///   - mostWaiting: how many jobs may wait.
  /// - Throws: `SystemError` if the system gives no thread.
  package init(threads: Int, mostWaiting: Int) throws(SystemError) {
    self.threads = threads
    self.mostWaiting = mostWaiting
    for started in 0..<threads {
      do {
        try Threads.start { [self] in work() }
      } catch {
        end(started)
        throw error
      }
    }
  }

  /// Adds a job; false if too many wait already, or the queue is finished.
  package func submit(_ job: @escaping Job) -> Bool {
    let isTaken = state.withLock { state in
      guard !state.isClosed, state.jobs.count - state.begun < mostWaiting else { return false }
      state.jobs.append(job)
      return true
    }
    if isTaken { waiting.signal() }
    return isTaken
  }

  /// Takes no more jobs; the threads end when all that were taken are done.
  package func close() { _ = close(threads) }

  /// Takes no more jobs, and returns when all that were taken are done; at once if the queue was closed before.
  package func finish() { end(threads) }

  private func end(_ threads: Int) {
    if close(threads) { for _ in 0..<threads { ended.wait() } }
  }

  /// Whether the queue was open.
  private func close(_ threads: Int) -> Bool {
    let wasOpen = state.withLock { state in
      defer { state.isClosed = true }
      return !state.isClosed
    }
    if wasOpen { for _ in 0..<threads { waiting.signal() } }
    return wasOpen
  }

  private func work() {
    while true {
      waiting.wait()
      guard let job = next() else { break }
      job()
    }
    ended.signal()
  }

  /// The oldest job not yet begun; nil if there is none, which after a signal means the end.
  private func next() -> Job? {
    state.withLock { state in
      guard state.begun < state.jobs.count else { return nil }
      defer {
        state.begun += 1
        // The front is removed in one go, so that a long queue is not moved for every job.
        if state.begun == state.jobs.count || state.begun >= 64 {
          state.jobs.removeFirst(state.begun)
          state.begun = 0
        }
      }
      return state.jobs[state.begun].take()
    }
  }
}
