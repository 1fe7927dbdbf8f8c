public import Values

extension LedgerState {
  /// Decides what is recorded of a finding: of one that an audit of this state finds, and only what is not known.
  ///
  /// - Parameters:
  ///   - name: the finding, as its key reads.
  ///   - outcome: what became of it.
  ///   - note: why, in words.
  ///   - operator: who says so: nobody who is responsible for the finding.
  ///   - findings: what an audit of this state finds.
  /// - Returns: the event; none where the same is recorded already.
  /// - Throws: ``Refusal/unknownFinding(_:)`` where no finding is called so, ``Refusal/disposedByResponsible(_:)``.
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
