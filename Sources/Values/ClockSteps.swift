/// The largest step of a clock between two consecutive events.
///
/// > Source: contract 3, section 5, `clock-corrected`.
public struct ClockSteps: Hashable, Sendable {
  /// A step forward.
  public struct Step: Hashable, Sendable {
    /// The number of the event after it.
    public let sequence: UInt64
    /// The instant of the event before it.
    public let before: Instant
    /// The instant of the event after it.
    public let after: Instant

    /// Names a step.
    public init(sequence: UInt64, before: Instant, after: Instant) {
      self.sequence = sequence
      self.before = before
      self.after = after
    }
  }

  /// The first of the largest steps; nil as long as the clock never went forward.
  public private(set) var largest: Step?
  private var length: Int64 = 0
  /// The instant of the last event; nil before the first.
  public private(set) var last: Instant?

  /// No events yet.
  public init() {}

  /// Takes in the next event.
  @inline(__always)
  public mutating func take(_ sequence: UInt64, _ recorded: Instant) {
    if let last, recorded.seconds - last.seconds > length {
      length = recorded.seconds - last.seconds
      largest = Step(sequence: sequence, before: last, after: recorded)
    }
    last = recorded
  }

  /// Begins again after a correction of the clock.
  public mutating func restart(at corrected: Instant) {
    self = ClockSteps()
    last = corrected
  }
}
