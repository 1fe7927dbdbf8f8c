import Policy
import ReadModel
public import Subsidy
import System
public import Values
public import Vault

/// A person as somebody at a counter sees them: who it is, what was applied for, and what is still missing.
public struct PersonCard: Sendable {
  /// An application and where it stands.
  public struct Application: Sendable {
    /// Its id.
    public let id: Identifier
    /// The scheme; nil if an imported past names none.
    public let scheme: Identifier?
    /// What became of it.
    public let outcome: ApplicationCase.Outcome
    /// What waits for an office: its next stage, or its first month's confirmation.
    public let waiting: OpenWork?
  }

  /// What a person cannot be paid without.
  public enum Missing: String, CaseIterable, Sendable {
    case registration, name, idNumber = "id-number", account, bank, application, contribution
  }

  /// The person's key.
  public let person: Identifier
  /// Other keys that stand for the same human.
  public let otherKeys: [Identifier]
  /// The registration; nil if there is none.
  public let registered: PersonState.Registration?
  /// What the vault has.
  public let data: PrivateData?
  /// The applications, in the order in which they came.
  public let applications: [Application]
  /// What is missing.
  public let missing: [Missing]
}

/// What somebody looked for.
public struct PersonsFound: Sendable {
  /// Those who answer, by key.
  public let cards: [PersonCard]
  /// Whether there are more than were looked at.
  public let isCut: Bool
}

extension SubsidyLedger {
  /// How many persons a search shows at most: whoever finds more looks for more words.
  public static var mostFound: Int { 50 }

  /// How many persons whose data have the text are looked at.
  private static var mostCandidates: Int { 200 }

  /// Who answers to a name or a part of it, an identity or telephone number or its end, a key, or an application's id.
  ///
  /// - Parameters:
  ///   - text: what somebody typed.
  ///   - point: up to where events count.
  /// - Returns: the persons, ``mostFound`` at most.
  /// - Throws: the failures of the log, of the tables and of the vault.
  public func find(_ text: String, at point: ReplayPoint = ReplayPoint()) throws -> PersonsFound {
    var keys: [Identifier] = []
    if let name = Identifier(text) {
      keys = try answer(.persons(withApplication: name), at: point).value
      if name.isPersonKey, try state(of: [name], at: point, verifying: false).number(ofPerson: name) != nil {
        keys.append(name)
      }
    }
    if !keys.isEmpty { return PersonsFound(cards: try cards(of: keys, at: point), isCut: false) }
    guard let search = VaultSearch(text) else { return PersonsFound(cards: [], isCut: false) }
    // Data that were corrected, annulled or not known yet are somebody's no more, or not yet.
    let candidates = try openVault().find(search, atMost: SubsidyLedger.mostCandidates)
    let answering = try cards(of: candidates, at: point).filter { $0.data.map(search.answers) ?? false }
    return PersonsFound(
      cards: Array(answering.prefix(SubsidyLedger.mostFound)),
      isCut: answering.count > SubsidyLedger.mostFound || candidates.count == SubsidyLedger.mostCandidates)
  }

  /// The names and identity numbers of some persons, as the log says at a point; nobody of whom nothing is known.
  ///
  /// - Throws: the failures of the log and of the vault.
  public func names(
    of persons: Set<Identifier>, at point: ReplayPoint = ReplayPoint()
  ) throws -> [Identifier: (name: String?, idNumber: String?)] {
    let state = try state(of: persons, at: point, verifying: false)
    let vault = try openVault()
    var names: [Identifier: (name: String?, idNumber: String?)] = [:]
    for person in persons {
      guard let data = try vault.data(of: state.registration(ofKey: person)) else { continue }
      names[person] = (data.name, data.idNumber?.text)
    }
    return names
  }

  /// A person's card.
  ///
  /// - Throws: ``LedgerFailure/unknownPerson(_:)``, and as ``find(_:at:)``.
  public func card(of person: Identifier, at point: ReplayPoint = ReplayPoint()) throws -> PersonCard {
    guard let card = try cards(of: [person], at: point).first else { throw LedgerFailure.unknownPerson(person) }
    return card
  }

  /// The cards of the humans whom some keys stand for; a key that no event names has none.
  private func cards(of keys: [Identifier], at point: ReplayPoint) throws -> [PersonCard] {
    if keys.isEmpty { return [] }
    let (state, records) = try stateAndRecords(of: Set(keys), at: point)
    let persons = Set(keys.filter { state.number(ofPerson: $0) != nil }.map { state.personKey($0) }).sorted()
    let vault = try openVault()
    return try persons.map { person in
      state.card(of: person, records[person], try vault.data(of: state.person(person)))
    }
  }

  private func stateAndRecords(
    of persons: Set<Identifier>, at point: ReplayPoint
  ) throws -> (LedgerState, CaseRecords) {
    if let partial = PartialReplay.load(self, persons: persons, at: point) {
      var records = CaseRecords(joining: partial.annulments.keys)
      for event in partial.events where !partial.annulments.contains(event) { records.note(event) }
      records.join(by: partial.state)
      return (partial.state, records)
    }
    let replay = try Replay(self, at: point)
    let hindsight = try replay.hindsight()
    let persons = hindsight.annulments.keys.together(with: persons)
    var records = CaseRecords(joining: hindsight.annulments.keys)
    let state = try replay.state(verifying: false, with: hindsight) { event in
      if let person = event.body.person, persons.contains(person), !hindsight.annulments.contains(event) {
        records.note(event)
      }
    }
    records.join(by: state)
    return (state, records)
  }
}

extension LedgerState {
  /// A person's card, of what papers and the vault know beside the state.
  fileprivate func card(of person: Identifier, _ record: PersonCase, _ data: PrivateData?) -> PersonCard {
    let number = number(ofPerson: person).map(Int.init)
    let work =
      number.map { number in
        entitlements(ofPersonAt: number).flatMap { openWork(ofPersonAt: number, $0) }
      } ?? []
    let applications = record.applications.map { application in
      PersonCard.Application(
        id: application.id, scheme: application.scheme, outcome: application.decision.outcome,
        waiting: work.first { $0.application == application.id })
    }
    let found = self.person(person)
    return PersonCard(
      person: person, otherKeys: keys(of: person).filter { $0 != person }, registered: found?.registered, data: data,
      applications: applications,
      missing: PersonCard.Missing.allCases.filter { missing in
        switch missing {
        case .registration: found?.registered == nil
        case .name: data?.name == nil
        case .idNumber: data?.idNumber == nil
        case .account: data?.account == nil
        case .bank: data?.bank == nil
        case .application: applications.isEmpty
        case .contribution: found?.contributions.isEmpty ?? true
        }
      })
  }
}
