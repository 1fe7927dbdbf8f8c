public import Values

/// When events count as recorded, known before the fold begins.
///
/// The instant of an event is the least of its own and of all later corrections of the clock. The log keeps the instant that
/// was written; every reader who needs more of an event than its bytes takes its instant from here.
///
/// > Source: contract 3, section 5.
public struct ClockCorrections: Hashable, Sendable {
  private struct Correction: Hashable, Sendable {
    let sequence: UInt64
    /// The least instant of this correction and of all later ones.
    var least: Instant
  }

  /// Ascending.
  private var corrections: [Correction] = []
  /// The requests for a correction that follow each other and that no correction follows.
  private var asked: Range<UInt64>?
  /// Those that a correction follows.
  private var answered: [Range<UInt64>] = []

  /// No corrections.
  public init() {}

  /// Whether there are none.
  @inline(__always) public var isEmpty: Bool { corrections.isEmpty }

  /// Takes in an event as it was written, in the order of the log.
  public mutating func note(_ event: Event) {
    let sequence = event.sequence
    if case .clockCorrected = event.body {
      for index in corrections.indices where corrections[index].least > event.recorded {
        corrections[index].least = event.recorded
      }
      corrections.append(Correction(sequence: sequence, least: event.recorded))
      if let asked, asked.upperBound == sequence { answered.append(asked) }
      asked = nil
    } else if event.asksForClock {
      let begin = asked.flatMap { $0.upperBound == sequence ? $0.lowerBound : nil } ?? sequence
      asked = begin..<sequence + 1
    }
  }

  /// When an event counts as recorded.
  ///
  /// - Parameters:
  ///   - recorded: its instant as it was written.
  ///   - sequence: its number.
  /// - Returns: the least of it and of all later corrections.
  @inline(__always)
  public func instant(_ recorded: Instant, of sequence: UInt64) -> Instant {
    corrections.isEmpty ? recorded : corrected(recorded, of: sequence)
  }

  private func corrected(_ recorded: Instant, of sequence: UInt64) -> Instant {
    let place = corrections.indices.firstNot { corrections[$0].sequence <= sequence }
    return place < corrections.count ? min(recorded, corrections[place].least) : recorded
  }

  /// An event as it counts, made of it as it was written.
  @inline(__always)
  public func corrected(_ event: Event) -> Event { corrections.isEmpty ? event : changed(event) }

  private func changed(_ event: Event) -> Event {
    var event = event
    event.recorded = corrected(event.recorded, of: event.sequence)
    if case .historyImported(var body) = event.body {
      body.importedAt = corrected(body.importedAt, of: event.sequence)
      event.body = .historyImported(body)
    }
    return event
  }

  /// Whether an event asks for a correction that comes next or has not come yet, so that its instant may be earlier than that
  /// of the event before it, even as corrected.
  ///
  /// - Parameters:
  ///   - sequence: its number.
  ///   - size: how many events there are.
  /// - Returns: whether it may.
  public func isAskedFor(by sequence: UInt64, upTo size: UInt64) -> Bool {
    answered.contains { $0.contains(sequence) }
      || asked.map { $0.contains(sequence) && $0.upperBound >= size } ?? false
  }
}

/// The basis for a decision on a correction of the clock: the steps by which the clock leapt, and the events that then count
/// otherwise.
public struct ClockSurvey: Sendable {
  /// An event whose instant changes.
  public struct Change: Hashable, Sendable {
    /// Its number.
    public let sequence: UInt64
    /// Its content.
    public let body: EventBody
    /// Its instant as it was written.
    public let recorded: Instant
    /// When it counts as recorded.
    public let corrected: Instant

    /// Names a change.
    public init(sequence: UInt64, body: EventBody, recorded: Instant, corrected: Instant) {
      self.sequence = sequence
      self.body = body
      self.recorded = recorded
      self.corrected = corrected
    }
  }

  private var steps = ClockSteps()
  private let first: UInt64
  private let now: Instant
  /// The events from the named one on whose instants change if the clock is corrected now.
  public private(set) var changes: [Change] = []

  /// Begins before the first event.
  ///
  /// - Parameters:
  ///   - first: the event from which on changes are listed.
  ///   - now: the instant of the correction.
  public init(from first: UInt64, at now: Instant) {
    self.first = first
    self.now = now
  }

  /// The largest step since the last correction; nil if the clock never went forward.
  public var largest: ClockSteps.Step? { steps.largest }

  /// Takes in the next event of the log.
  public mutating func take(_ event: Event) {
    if case .clockCorrected = event.body { return steps.restart(at: event.recorded) }
    // An event with an earlier instant asks for a correction.
    if let last = steps.last, event.recorded < last { return }
    steps.take(event.sequence, event.recorded)
    if event.sequence >= first, event.recorded > now {
      changes.append(
        Change(sequence: event.sequence, body: event.body, recorded: event.recorded, corrected: now))
    }
  }
}
