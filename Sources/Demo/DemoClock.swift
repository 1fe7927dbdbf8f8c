import Synchronization
package import Values

/// The clock of the story: it stands still until the story moves it.
package final class DemoClock: Sendable {
  private let time: Mutex<Instant>

  package init(_ time: Instant) { self.time = Mutex(time) }

  /// The time of the story.
  package var now: Instant { time.withLock { $0 } }

  /// Moves the clock; the story only goes forward.
  package func move(to next: Instant) {
    time.withLock { now in
      precondition(next >= now, "the story goes forward")
      now = next
    }
  }
}
