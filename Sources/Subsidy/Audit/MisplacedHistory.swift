import Values

/// Gathers what histories brought after a ledger had gone live and may not: events of all types that somebody decides.
///
/// What is said of the same person, scheme, month, application, stage and batch is one finding. Nobody is responsible by
/// name: the operator of an imported event is whom the file names, and who imported it the log does not say.
///
/// > Source: contract 3, section 2.
public struct MisplacedHistory {
  private var found: [Subject: (amount: Fen, sequences: [UInt64])] = [:]

  /// Nothing yet.
  public init() {}

  /// What an event is about.
  private struct Subject: Hashable {
    let type: EventType
    let person: Identifier?
    let scheme: Identifier?
    var month: Month?
    var application: Identifier?
    var stage: Identifier?
    var batch: Identifier?
  }

  /// Takes an event in that a history brought and may not.
  public mutating func note(_ event: Event) {
    var subject = Subject(type: event.body.type, person: event.body.person, scheme: event.body.scheme)
    var amount = Fen.zero
    switch event.body {
    case .verified(let body): (subject.application, subject.stage) = (body.application, body.stage)
    case .approved(let body): subject.application = body.application
    case .rejected(let body): subject.application = body.application
    case .startConfirmed(let body): subject.application = body.application
    case .correctionRequested(let body): subject.application = body.application
    case .batchDrafted(let body): (subject.month, subject.batch, amount) = (body.through, body.batch, body.total)
    case .batchApproved(let body): subject.batch = body.batch
    case .batchCancelled(let body): subject.batch = body.batch
    case .listChecked(let body): subject.batch = body.batch
    case .batchExported(let body): subject.batch = body.batch
    case .fundsRequested(let body): (subject.batch, amount) = (body.batch, body.amount)
    case .fundsReceived(let body): (subject.batch, amount) = (body.batch, body.amount)
    case .paymentOrdered(let body): (subject.month, subject.batch, amount) = (body.month, body.batch, body.amount)
    case .paid(let body): (subject.month, subject.batch, amount) = (body.month, body.batch, body.amount)
    case .paymentReturned(let body): (subject.month, subject.batch, amount) = (body.month, body.batch, body.amount)
    case .clawedBack(let body): amount = body.months.reduce(.zero) { $0 + $1.amount }
    case .repaid(let body): amount = body.amount
    case .putBack(let body): amount = body.amount
    case .writtenOff(let body): amount = body.amount
    case .monthClosed(let body): subject.month = body.month
    case .findingDisposed(let body):
      subject.month = body.finding.month
      (subject.application, subject.stage, subject.batch) = (
        body.finding.application, body.finding.stage, body.finding.batch
      )
    case .policyAdopted, .suspended, .resumed, .ended, .extended, .clawbackCancelled, .annulled, .sampleDrawn,
      .paperIssued:
      break
    case .ledgerOpened, .historyImported, .recovered, .registered, .factRecorded, .applied, .withdrawn, .contributed,
      .debitFailed, .reported, .checked, .notified, .visited:
      return
    }
    found[subject, default: (.zero, [])].amount += amount
    found[subject, default: (.zero, [])].sequences.append(event.sequence)
  }

  /// The findings, in the order of the events.
  public func findings() -> [Finding] {
    found.map { subject, found in
      Finding(
        .imported(subject.type), person: subject.person, scheme: subject.scheme, month: subject.month,
        amount: found.amount, sequences: found.sequences, application: subject.application, stage: subject.stage,
        batch: subject.batch)
    }.sorted { $0.sequences[0] < $1.sequences[0] }
  }
}
