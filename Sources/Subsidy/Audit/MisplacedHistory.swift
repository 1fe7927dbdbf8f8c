import Values

/// Gathers the events that histories brought after a ledger had gone live and must not bring: those of the types that need a
/// decision.
///
/// All that is found about the same person, scheme, month, application, stage and batch is one finding. No operator is named as
/// responsible: the operator of an imported event is the one the file names, and the log does not say who imported it.
///
/// > Source: contract 3, section 2.
public struct MisplacedHistory {
  private var found: [FindingKey: Finding] = [:]

  /// Nothing yet.
  public init() {}

  /// Takes in an event if a history brought it and must not; any other is passed over.
  public mutating func note(_ event: Event) {
    guard event.body.type.isMisplacedLate else { return }
    let subject = EventSubject(event)
    found.join(Finding(.imported(subject.type), subject, sequences: [event.sequence]))
  }

  /// The findings, in the order of the events.
  public func findings() -> [Finding] { found.values.sorted { $0.sequences[0] < $1.sequences[0] } }
}

extension [FindingKey: Finding] {
  /// Adds a finding, joined to the one that is known by the same key.
  mutating func join(_ finding: Finding) {
    let key = finding.key
    guard let before = self[key] else {
      self[key] = finding
      return
    }
    self[key] = Finding(
      finding.code, person: before.person, scheme: before.scheme, month: before.month,
      amount: before.amount + finding.amount, responsible: before.responsible + finding.responsible,
      clause: before.clause, sequences: before.sequences + finding.sequences, application: before.application,
      stage: before.stage, batch: before.batch)
  }
}
