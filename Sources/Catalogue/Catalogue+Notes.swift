package import Ledger
package import Papers
package import Subsidy
package import Values

// The notes on the effects of a use case, in the order in which they are shown: the same words at a terminal and on a page.

extension DraftOutcome {
  /// The payments left out, and the items that a sweep would have recorded.
  package var notes: [Text] {
    HeldPayment.groups(held).map { .leftOut($0) } + (unswept.isEmpty ? [] : [.unswept(unswept)])
  }
}

extension ApprovalOutcome {
  /// The notes for a second person.
  package func notes(of batch: Identifier) -> [Text] {
    (lacksListCheck ? [.listWasNotChecked(batch)] : [])
      + (withSharedAccount.isEmpty ? [] : [.withSharedAccount(withSharedAccount)])
  }
}

extension ExportOutcome {
  /// The oddities of payees and funds.
  package func notes(of batch: Identifier) -> [Text] {
    var notes: [Text] = []
    func add(_ persons: [Identifier], _ text: ([Identifier]) -> Text) {
      if !persons.isEmpty { notes.append(text(persons)) }
    }
    add(withoutAccount, Text.withoutAccount)
    add(withChangedAccount, Text.withChangedAccount)
    add(withOddName, Text.withOddName)
    add(withSharedAccount, Text.withSharedAccount)
    add(withBadAccount, Text.withBadAccount)
    if let missing = fundsMissing, missing > .zero { notes.append(.fundsAreMissing(batch, missing)) }
    return notes
  }
}

extension SettlementOutcome {
  /// The values that the answers give otherwise than they were sent.
  package var notes: [Text] {
    (differences.isEmpty ? [] : [.answersDiffer(differences)])
      + (uncertain.isEmpty ? [] : [.payeesUncertain(uncertain)])
  }
}

extension RecordOutcome {
  /// How many persons are named one by one.
  private static let mostNamed = 20

  /// The entries taken and the events that followed, after the number of entries.
  package var results: [Text] {
    (repeated > 0 ? [.entriesRepeated(repeated)] : []) + (approvals > 0 ? [.approvalsFollowed(approvals)] : [])
      + rejections.map { .applicationRejected(line: $0.line, $0.person, $0.reasons) }
  }

  /// The contributions that replaced other kinds, and the persons who lose months that are paid or on their way.
  package var notes: [Text] {
    regrouped.prefix(RecordOutcome.mostNamed).map { .contributionRegrouped($0) }
      + (regrouped.count > RecordOutcome.mostNamed ? [.contributionsRegrouped(regrouped)] : [])
      + RecordOutcome.notes(of: taken)
  }

  /// The persons who lose months that are paid or on their way.
  package static func notes(of taken: [TakenMonth]) -> [Text] {
    if taken.isEmpty { return [] }
    let persons = Dictionary(grouping: taken, by: \.person).sorted { $0.key < $1.key }
    return persons.prefix(mostNamed).map { .monthsTaken($0.value) } + [.monthsTakenInAll(taken, persons: persons.count)]
  }
}
