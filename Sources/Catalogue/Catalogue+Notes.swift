package import Ledger
package import Papers
package import Subsidy
package import Values

// What somebody should know of what a use case did, in the order in which it is said: the same words at a terminal and on a page.

extension DraftOutcome {
  /// What was left out, and what a sweep would have recorded.
  package var notes: [Text] {
    HeldPayment.groups(held).map { .leftOut($0) } + (unswept.isEmpty ? [] : [.unswept(unswept)])
  }
}

extension ApprovalOutcome {
  /// What a second person should know.
  package func notes(of batch: Identifier) -> [Text] {
    (lacksListCheck ? [.listWasNotChecked(batch)] : [])
      + (withSharedAccount.isEmpty ? [] : [.withSharedAccount(withSharedAccount)])
  }
}

extension ExportOutcome {
  /// What is odd about payees and funds.
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
  /// What the answers name otherwise than it was sent.
  package var notes: [Text] {
    (differences.isEmpty ? [] : [.answersDiffer(differences)])
      + (uncertain.isEmpty ? [] : [.payeesUncertain(uncertain)])
  }
}

extension RecordOutcome {
  /// So many persons are named one by one.
  private static let mostNamed = 20

  /// What was taken and what followed, behind how many entries.
  package var results: [Text] {
    (repeated > 0 ? [.entriesRepeated(repeated)] : []) + (approvals > 0 ? [.approvalsFollowed(approvals)] : [])
      + rejections.map { .applicationRejected(line: $0.line, $0.person, $0.reasons) }
  }

  /// What took the place of other kinds, and who loses months that are paid or on their way.
  package var notes: [Text] {
    regrouped.prefix(RecordOutcome.mostNamed).map { .contributionRegrouped($0) }
      + (regrouped.count > RecordOutcome.mostNamed ? [.contributionsRegrouped(regrouped)] : [])
      + RecordOutcome.notes(of: taken)
  }

  /// Who loses months that are paid or on their way.
  package static func notes(of taken: [TakenMonth]) -> [Text] {
    if taken.isEmpty { return [] }
    let persons = Dictionary(grouping: taken, by: \.person).sorted { $0.key < $1.key }
    return persons.prefix(mostNamed).map { .monthsTaken($0.value) } + [.monthsTakenInAll(taken, persons: persons.count)]
  }
}
