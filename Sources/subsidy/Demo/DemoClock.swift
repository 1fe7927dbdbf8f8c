import Synchronization
import Values

/// The clock of the story: it stands still until the story moves it.
final class DemoClock: Sendable {
  private let time: Mutex<Instant>

  init(_ time: Instant) { self.time = Mutex(time) }

  /// The time of the story.
  var now: Instant { time.withLock { $0 } }

  /// Moves the clock; the story only goes forward.
  func move(to next: Instant) {
    time.withLock { now in
      precondition(next >= now, "the story goes forward")
      now = next
    }
  }
}
