extension EventType {
  /// Whether an event tells of something that was done to the log, to its time or to closed books: whoever checks a log is
  /// shown all of these, for nothing else says that they happened.
  public var isIncident: Bool {
    switch self {
    case .recovered, .historyImported, .clockCorrected, .monthReopened: true
    default: false
    }
  }
}
