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

extension CivilDate {
  /// The instant at which the hour begins on this day in China.
  func at(hour: Int) -> Instant { Instant(seconds: Int64(days) * 86_400 + Int64(hour - 8) * 3_600) }
}
