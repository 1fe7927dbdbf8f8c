public import Papers
import Policy
import ReadModel
public import Subsidy
import System
public import Values
import Vault

/// A person as shown to a clerk at the counter: who it is, what was applied for, and what is still missing.
public struct PersonCard: Sendable {
  /// An application and its outcome so far.
  public struct Application: Sendable {
    /// Its id.
    public let id: Identifier
    /// The scheme; nil if an imported past names none.
    public let scheme: Identifier?
    /// The outcome.
    public let outcome: ApplicationCase.Outcome
    /// The work that waits for an office: the next stage, or the first month's confirmation.
    public let waiting: OpenWork?
  }

  /// A record without which a person cannot be paid.
  public enum Missing: String, CaseIterable, Sendable {
    case registration, name, idNumber = "id-number", account, bank, application, contribution
  }

  /// The person's key.
  public let person: Identifier
  /// Other keys of the same human.
  public let otherKeys: [Identifier]
  /// The registration; nil if there is none.
  public let registered: PersonState.Registration?
  /// The data in the vault, as far as they are shown; nil if there are none.
  public let data: ShownData?
  /// Whether the vault had more, and it was erased.
  public let isErased: Bool
  /// The applications, in the order in which they came.
  public let applications: [Application]
  /// The records that are missing.
  public let missing: [Missing]
}

/// Private data as shown to a clerk at the counter: whole, or masked.
public struct ShownData: Sendable {
  /// The name.
  public let name: String?
  /// The identity number.
  public let idNumber: String?
  /// The telephone number.
  public let phone: String?
  /// The bank, which is never masked.
  public let bank: String?
  /// The account.
  public let account: String?
  /// The name with a mark that distinguishes namesakes, for one cell.
  public let label: String?

  init(_ data: PrivateData, as form: NameForm) {
    name = form.name(data.name)
    idNumber = form.number(data.idNumber?.text)
    phone = form.number(data.phone)
    bank = data.bank
    account = form.number(data.account)
    label = form.person(name: data.name, idNumber: data.idNumber?.text)
  }
}

/// The result of a search for persons.
public struct PersonsFound: Sendable {
  /// The cards of the persons found, by key.
  public let cards: [PersonCard]
  /// Whether there are more than were examined.
  public let isCut: Bool
}

extension SubsidyLedger {
  /// How many persons a search shows at most: a clerk who finds more searches for more words.
  public static var mostFound: Int { 50 }

  /// How many persons whose data have the text are examined.
  private static var mostCandidates: Int { 200 }

  /// Finds the persons who match a name or a part of it, an identity or telephone number or its end, a key, or an application's
  /// id.
  ///
  /// - Parameters:
  ///   - text: the text that the clerk typed.
  ///   - point: the point up to which events count.
  ///   - form: how much of their data is shown; if whole, the look is recorded.
  /// - Returns: the persons, ``mostFound`` at most.
  /// - Throws: the failures of the log, of the tables and of the vault; as ``privateData(for:by:_:)``.
  public func find(
    _ text: String, at point: ReplayPoint = ReplayPoint(), as form: NameForm = .masked
  ) throws -> PersonsFound {
    if let name = Identifier(text) {
      var keys = try answer(.persons(withApplication: name), at: point).value
      if name.isPersonKey { keys.append(name) }
      let cards = try cards(of: keys, at: point, as: form)
      if !cards.isEmpty { return PersonsFound(cards: cards, isCut: false) }
    }
    guard let search = VaultSearch(text) else { return PersonsFound(cards: [], isCut: false) }
    // Data that were corrected or annulled, or not known yet, at the point identify no person there.
    let answers = try privateData(for: .program) { reader -> (candidates: Int, known: KnownPersons, [Identifier])? in
      let candidates = try reader.find(search, atMost: SubsidyLedger.mostCandidates)
      if candidates.isEmpty { return nil }
      let known = try stateAndRecords(of: Set(candidates), at: point)
      let found = try known.state.humans(of: candidates).filter { person in
        try reader.holding(of: known.state.person(person)).data.map(search.answers) ?? false
      }
      return (candidates.count, known, found)
    }
    guard let (candidates, known, found) = answers else { return PersonsFound(cards: [], isCut: false) }
    return PersonsFound(
      cards: try cards(of: found.prefix(SubsidyLedger.mostFound), known, as: form),
      isCut: found.count > SubsidyLedger.mostFound || candidates == SubsidyLedger.mostCandidates)
  }

  /// The log's state of some persons, and the records of their papers and applications.
  private typealias KnownPersons = (state: LedgerState, records: CaseRecords)

  /// The names of some persons as a list shows them, as known at a point; a person without any data ever has none.
  ///
  /// - Parameters:
  ///   - persons: their keys.
  ///   - point: the point up to which events count.
  ///   - form: how much is shown; if whole, the look is recorded.
  ///   - about: the subject of the list, a batch for instance; nil if it has none.
  /// - Returns: the names by key, masked ones with the end of the identity number.
  /// - Throws: the failures of the log and of the vault; as ``privateData(for:by:_:)``.
  public func names(
    of persons: Set<Identifier>, at point: ReplayPoint = ReplayPoint(), as form: NameForm = .masked,
    about: String? = nil
  ) throws -> [Identifier: PersonName] {
    let state = try state(of: persons, at: point, verifying: false)
    return try privateData(for: .form(form, about: about)) { reader in
      var names: [Identifier: PersonName] = [:]
      for person in persons {
        switch try reader.holding(of: state.registration(ofKey: person)) {
        case .none: break
        case .erased: names[person] = .erased
        case .data(let data):
          names[person] = form.person(name: data.name, idNumber: data.idNumber?.text).map { .known($0) }
        }
      }
      return names
    }
  }

  /// A person's card.
  ///
  /// - Throws: ``LedgerFailure/unknownPerson(_:)``, and as ``find(_:at:as:)``.
  public func card(
    of person: Identifier, at point: ReplayPoint = ReplayPoint(), as form: NameForm = .masked
  ) throws -> PersonCard {
    guard let card = try cards(of: [person], at: point, as: form).first else {
      throw LedgerFailure.unknownPerson(person)
    }
    return card
  }

  /// The cards of the humans to whom some keys belong; a key that no event names has none.
  private func cards(of keys: [Identifier], at point: ReplayPoint, as form: NameForm) throws -> [PersonCard] {
    if keys.isEmpty { return [] }
    let known = try stateAndRecords(of: Set(keys), at: point)
    return try cards(of: known.state.humans(of: keys), known, as: form)
  }

  /// The cards of some humans.
  private func cards(
    of persons: some Collection<Identifier>, _ known: KnownPersons, as form: NameForm
  ) throws -> [PersonCard] {
    if persons.isEmpty { return [] }
    let state = known.state
    return try privateData(for: .form(form)) { reader in
      try persons.map { person in
        state.card(of: person, known.records[person], try reader.holding(of: state.person(person)), as: form)
      }
    }
  }

  private func stateAndRecords(
    of persons: Set<Identifier>, at point: ReplayPoint
  ) throws -> KnownPersons {
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
  /// The humans to whom some keys belong, by key, each once; a key that no event names belongs to no one.
  fileprivate func humans(of keys: [Identifier]) -> [Identifier] {
    Set(keys.filter { number(ofPerson: $0) != nil }.map { personKey($0) }).sorted()
  }

  /// A person's card, from the state and from the papers' records and vault data beside it.
  fileprivate func card(
    of person: Identifier, _ record: PersonCase, _ holding: VaultReader.Holding, as form: NameForm
  ) -> PersonCard {
    let data = holding.data
    let isErased = if case .erased = holding { true } else { false }
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
      person: person, otherKeys: keys(of: person).filter { $0 != person }, registered: found?.registered,
      data: data.map { ShownData($0, as: form) }, isErased: isErased,
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
