public import Values

extension LedgerState {
  /// Decides the disposition of a finding: one that an audit of this state finds, and only a disposition that is not recorded
  /// yet.
  ///
  /// - Parameters:
  ///   - name: the finding, as its key reads.
  ///   - outcome: the outcome of the finding.
  ///   - note: why, in words.
  ///   - operator: the operator who states it, who must not be responsible for the finding.
  ///   - findings: the findings of an audit of this state.
  /// - Returns: the event; none if the same is recorded already.
  /// - Throws: ``Refusal/unknownFinding(_:)`` if no finding has this name, ``Refusal/disposedByResponsible(_:)``.
  public func decideDisposition(
    of name: String, _ outcome: FindingDisposed.Outcome, note: String, by operator: Identifier,
    among findings: [Finding]
  ) throws(Refusal) -> [EventBody] {
    guard let finding = findings.first(where: { $0.key.description == name }) else { throw .unknownFinding(name) }
    if finding.isAnswered(by: `operator`) { throw .disposedByResponsible(`operator`) }
    let key = finding.key
    if let known = dispositions[key], known.outcome == outcome, known.note == note { return [] }
    return [.findingDisposed(FindingDisposed(finding: key, outcome: outcome, note: note))]
  }
}

extension LedgerState {
  /// The findings whose outcome was recorded by an operator responsible for them, as older programs allowed.
  public func disposedByResponsible(_ findings: [Finding]) -> [Finding] {
    if dispositions.isEmpty { return [] }
    var found: [FindingKey: Finding] = [:]
    for finding in findings {
      guard let disposition = dispositions[finding.key], finding.isAnswered(by: disposition.by) else { continue }
      found.join(
        Finding(
          .disposedByResponsible, person: finding.person, scheme: finding.scheme, month: finding.month,
          amount: finding.amount, responsible: [disposition.by], sequences: finding.sequences + [disposition.sequence],
          application: finding.application, stage: finding.stage, batch: finding.batch))
    }
    return found.sorted { $0.key.description < $1.key.description }.map(\.value)
  }
}

extension Finding {
  /// Whether an operator is among those who are responsible.
  fileprivate func isAnswered(by operator: Identifier) -> Bool {
    responsible.contains { $0.isSameOperator(as: `operator`) }
  }
}
