import EventLog
public import Subsidy
public import Values

/// A correction of the clock, and the events whose instants it changes.
public struct CorrectedClock: Sendable {
  /// The number of the correction.
  public let sequence: UInt64
  /// The body of the `clock-corrected`.
  public let body: ClockCorrected
  /// The operator who consented to it.
  public let by: Identifier
  /// When it was recorded.
  public let recorded: Instant
  /// The events whose instants it changes, in the order of the log.
  public internal(set) var changes: [ClockSurvey.Change] = []
}

extension SubsidyLedger {
  /// The corrections of the clock, with the events whose instants they change.
  ///
  /// - Throws: ``LedgerFailure`` and the log's failures.
  public func correctedClocks() throws -> [CorrectedClock] {
    let replay = try Replay(self)
    return try correctedClocks(try replay.hindsight(), in: replay.reader)
  }

  func correctedClocks(_ hindsight: Hindsight, in reader: borrowing LogReader) throws -> [CorrectedClock] {
    var found = hindsight.clockCorrections
    if found.isEmpty { return [] }
    let clock = hindsight.annulments.clock
    var next = 0
    try reader.forEachBlock { block in
      for event in block.events {
        while next < found.count, found[next].sequence <= event.sequence { next += 1 }
        let corrected = clock.instant(event.recorded, of: event.sequence)
        if next < found.count, corrected != event.recorded {
          found[next].changes.append(
            ClockSurvey.Change(
              sequence: event.sequence, body: event.body, recorded: event.recorded, corrected: corrected))
        }
      }
      return next < found.count
    }
    return found
  }
}

extension CorrectedClock {
  init?(_ event: Event) {
    guard case .clockCorrected(let body) = event.body else { return nil }
    self.init(sequence: event.sequence, body: body, by: event.by, recorded: event.recorded)
  }
}
