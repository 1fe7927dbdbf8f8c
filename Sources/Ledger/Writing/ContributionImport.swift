import Papers
import Policy
public import Sheets
public import Subsidy
import System
public import Values
import Vault

/// The outcome of an import of contributions, or what it would be.
public struct ContributionOutcome: Sendable {
  /// The import's id, by which it can be undone; nil if it recorded nothing.
  public internal(set) var id: Identifier?
  /// Rows of the list, with those that were left out.
  public internal(set) var rows = 0
  /// Contributions that were new or changed.
  public internal(set) var recorded = 0
  /// Those of them that replace another contribution for the month.
  public internal(set) var replaced = 0
  /// By how much their sum exceeds that of the replaced ones; below zero if it is less.
  public internal(set) var difference = Fen.zero
  /// Contributions that the ledger held already, to the fen and the day.
  public internal(set) var unchanged = 0
  /// The sum of the file, without the lines that were left out.
  public internal(set) var total = Fen.zero
  /// Lines of contributions that have not arrived, by the list's own word, which were left out.
  public internal(set) var failed = 0
  /// Lines of persons who are not registered, which were left out.
  public internal(set) var strangers: [LineProblem] = []
  /// Headings of columns that were not taken in, because none of the form's columns is known by them.
  public internal(set) var unreadColumns: [String] = []
  /// Why the list as a whole would be refused, if it was only tried out; nil if it would be taken.
  public internal(set) var refusal: Refusal?
}

/// The terms that an office sets for an import of contributions.
public struct ContributionTerms: Hashable, Sendable {
  /// Whether a contribution may be replaced by a lower one.
  public var replacesWithLess: Bool
  /// How lines of persons who are not registered are treated.
  public var strangers: StrangerRows
  /// Whether nothing is recorded and nothing written.
  public var isDryRun: Bool

  /// Makes terms, by default none of it.
  public init(replacesWithLess: Bool = false, strangers: StrangerRows = .refused, isDryRun: Bool = false) {
    self.replacesWithLess = replacesWithLess
    self.strangers = strangers
    self.isDryRun = isDryRun
  }
}

extension SubsidyLedger {
  /// The ending of a list's name for the file with the lines left out of it.
  public static var strangersEnding: String { ".unknown.csv" }

  /// Takes in the social insurance bureau's list of contributions paid for a month.
  ///
  /// - Parameters:
  ///   - file: a table with the columns of ``SheetForm/contributions``: `person` or `idNumber`, `amount` in yuan, `paidOn`,
  ///     and, if there are any, `month`, which must be the month, `kind`, the insurance, and `paid`, whether the contribution
  ///     has arrived.
  ///   - name: the file's name in problems; nil for its path.
  ///   - month: the month that the contributions are for.
  ///   - terms: the office's terms.
  ///   - by: the operator.
  ///   - count: how many contributions there are by a person's count; nil if no one counted.
  ///   - profile: the bureau's names for its columns; nil for the usual headings.
  ///   - returning: takes the rows that cannot be taken or were left out; nil if the caller does not want them.
  /// - Returns: how many contributions were new, how many they replace, and their sum.
  /// - Throws: ``LedgerFailure`` with every line that cannot be taken, ``Refusal/contributionsFall(_:persons:by:)``;
  ///   nothing is appended then.
  public func importContributions(
    _ file: String, named name: String? = nil, month: Month, terms: ContributionTerms = ContributionTerms(),
    by: Identifier, rows count: UInt64? = nil, profile: SheetProfile? = nil,
    returning: ((ReturnedRows) throws -> Void)? = nil
  ) throws -> ContributionOutcome {
    let list = try SheetFile(
      Input.read(file, atMost: InputLimit.table), named: name ?? file, .contributions, profile: profile, rows: count,
      telling: onNews)
    var outcome = ContributionOutcome()
    try list.handingBack(to: returning) {
      outcome = try take(list, month, terms, by)
      return outcome.strangers
    }
    outcome.unreadColumns = list.table.unread
    return outcome
  }

  private func take(
    _ list: SheetFile, _ month: Month, _ terms: ContributionTerms, _ by: Identifier
  ) throws -> ContributionOutcome {
    let vault = try openVault()
    var session = try WriteSession.open(self, by: by, isDryRun: terms.isDryRun)
    let context = DecisionContext(now: session.now, by: by, calendar: calendar)
    var outcome = ContributionOutcome()
    var seen: [Identifier: Set<InsuranceKind?>] = [:]
    let contributions = try list.read { row -> Contributed? in
      if list.has("paid"), try list.choice("paid", row, .paid) == "no" {
        outcome.failed += 1
        return nil
      }
      do {
        let body = try contribution(row, list, month, vault, session.state)
        let kinds = seen[body.person] ?? []
        // A contribution for all insurances and one for a single insurance contradict each other for a month.
        if kinds.contains(body.insurance) || !kinds.isEmpty && (body.insurance == nil || kinds.contains(nil)) {
          throw LineProblem.Reason(.repeated(person: body.person, month: month))
        }
        seen[body.person, default: []].insert(body.insurance)
        do throws(Refusal) {
          _ = try session.state.decide(.contributed(body), context)
        } catch {
          throw LineProblem.Reason(.refused(error))
        }
        return body
      } catch let reason as LineProblem.Reason where terms.strangers != .refused && reason.problem.namesStranger {
        outcome.strangers.append(LineProblem(file: list.name, line: row.number, problem: reason.problem))
        return nil
      }
    }
    outcome.rows = contributions.count
    var held: [Identifier: Fen] = [:]
    let name = session.importName(context)
    let entries = ImportedEntries(name)
    for body in contributions.compactMap(\.self) {
      outcome.total += body.amount
      let person = session.state.person(body.person)
      let replaced = person?.parts(replacedBy: body) ?? []
      if replaced.count == 1, replaced[0].kind == body.insurance, replaced[0].amount == body.amount,
        replaced[0].paidOn == body.paidOn
      {
        outcome.unchanged += 1
        continue
      }
      if !replaced.isEmpty {
        outcome.replaced += 1
        outcome.difference += replaced.reduce(body.amount) { $0 - $1.amount }
        held[body.person] = held[body.person] ?? person?.contributed(for: month) ?? .zero
      }
      outcome.recorded += 1
      try session.add(.contributed(body), by: by, id: entries.id(outcome.recorded))
    }
    let falls = held.compactMap { person, before in
      let after = session.state.person(person)?.contributed(for: month) ?? .zero
      return after < before ? (person: person, by: before - after) : nil
    }.sorted { $0.person < $1.person }
    if !falls.isEmpty, !terms.replacesWithLess {
      let refusal = Refusal.contributionsFall(
        month, persons: falls.map(\.person), by: falls.reduce(.zero) { $0 + $1.by })
      if !terms.isDryRun { throw refusal }
      outcome.refusal = refusal
    }
    if terms.isDryRun { return outcome }
    // Before the append, so that a file that cannot be written leaves the ledger as it was.
    try list.write(outcome.strangers, as: terms.strangers)
    try session.commit(by: by)
    if outcome.recorded > 0 { outcome.id = name }
    follow(session.change, to: session.state)
    return outcome
  }

  private func contribution(
    _ row: SheetTable.Row, _ list: SheetFile, _ month: Month, _ vault: borrowing Vault, _ state: LedgerState
  ) throws -> Contributed {
    try list.demand("month", row, is: month)
    let person: Identifier
    if try list.isFilled("person", row) || !list.has("idNumber") {
      person = try list.personKey("person", row)
    } else {
      let number = try list.idNumber("idNumber", row)
      guard let known = try vault.person(withIDNumber: number) else { throw LineProblem.Reason(.unknownIdentity) }
      person = state.personKey(known)
    }
    let insurance =
      try list.isFilled("kind", row)
      ? InsuranceKind(rawValue: list.choice("kind", row, .insurance)) : nil
    return Contributed(
      person: person, month: month, amount: try list.amount("amount", row), paidOn: try list.date("paidOn", row),
      source: "si-bureau", insurance: insurance)
  }
}

extension LineProblem.Problem {
  /// Whether the problem is that the person is not registered.
  var namesStranger: Bool {
    if case .refused(.unknownPerson) = self { return true }
    return self == .unknownIdentity
  }
}
