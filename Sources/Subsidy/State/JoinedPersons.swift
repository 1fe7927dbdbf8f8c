import Policy
public import Values

/// The keys that belong to one person, and the data that the fold keeps to put their events together.
///
/// A join counts from its own place on, for the events before it as well. So the fold keeps the events of the keys that may be
/// joined, which are known before it (``Annulments/keys``), and folds these again, in the order of the log, if two are joined,
/// or if that is reversed. No events of other persons are kept.
///
/// > Source: contract 3, section 4, `same-person`.
struct JoinedPersons: Sendable {
  /// The keys whose events are kept.
  var keys = PersonKeys()
  /// The effective events of each, in the order of the log, with the reversals of any of them.
  private(set) var histories: [Identifier: [Event]] = [:]
  /// The number of the person to whom another key belongs, by that key's number.
  private(set) var homes: [UInt32: UInt32] = [:]
  /// The further keys of a person, in the order in which they were joined, by the person's number.
  private(set) var others: [UInt32: [UInt32]] = [:]

  /// Whether no person has two keys, which is checked for every order and contribution.
  private(set) var isEmpty = true

  /// Keeps an event of a key that may be joined.
  mutating func keep(_ event: Event, of key: Identifier) {
    if case .samePerson = event.body { return }
    histories[key, default: []].append(event)
  }

  /// Replaces the kept events of a key by others.
  mutating func replace(_ events: [Event], of key: Identifier) {
    let own = events.filter { event in if case .samePerson = event.body { false } else { true } }
    let numbers = Set(own.map(\.sequence))
    histories[key] = own.filter { event in
      if case .reversed(let body) = event.body { numbers.contains(body.of) } else { event.body.person == key }
    }
  }

  mutating func join(_ other: UInt32, to person: UInt32) {
    homes[other] = person
    others[person, default: []].append(other)
    isEmpty = false
  }

  mutating func separate(_ other: UInt32) {
    guard let person = homes.removeValue(forKey: other) else { return }
    others[person]?.removeAll { $0 == other }
    if others[person]?.isEmpty ?? false { others[person] = nil }
    isEmpty = homes.isEmpty
  }

  /// The number of the person to whom a key belongs, by its number: the key's own if it is not another key of a person.
  @inline(__always)
  func home(_ key: Int) -> Int { isEmpty ? key : joinedHome(key) }

  private func joinedHome(_ key: Int) -> Int { homes[UInt32(key)].map { Int($0) } ?? key }

  /// The place of a key, by its number, among those of its person: 0 for the person's own.
  @inline(__always)
  func place(ofKey key: UInt32) -> UInt16 { isEmpty ? 0 : joinedPlace(ofKey: key) }

  private func joinedPlace(ofKey key: UInt32) -> UInt16 {
    guard let person = homes[key], let place = others[person]?.firstIndex(of: key) else { return 0 }
    return UInt16(clamping: place + 1)
  }

  /// The events of some keys, put together in the order of the log.
  func events(of keys: [Identifier]) -> [Event] {
    let found = keys.map { histories[$0] ?? [] }
    if found.count == 1 { return found[0] }
    var taken: Set<UInt64> = []
    return found.joined().sorted { $0.sequence < $1.sequence }.filter { taken.insert($0.sequence).inserted }
  }
}

extension LedgerState {
  /// The number of the person to whom a key belongs: the key's own if it is not another key of a person.
  @inline(__always)
  func home(_ key: Int) -> Int { joins.home(key) }

  /// Whether a key, by its number, was joined with another person's.
  public func isJoined(_ key: Int) -> Bool { !joins.isEmpty && joins.homes[UInt32(key)] != nil }

  /// Whether a person, by their number, has further keys.
  func hasOtherKeys(_ number: Int) -> Bool { !joins.isEmpty && joins.others[UInt32(number)] != nil }

  /// The key of the person to whom a key belongs: the key itself if it is not another key of a person.
  public func personKey(_ key: Identifier) -> Identifier {
    if joins.isEmpty { return key }
    return persons.number(of: key).map { persons.identifiers[home(Int($0))] } ?? key
  }

  /// All keys of the person to whom a key belongs, the person's own first, in the order in which they were joined.
  public func keys(of key: Identifier) -> [Identifier] {
    let person = personKey(key)
    if joins.isEmpty { return [person] }
    return [person] + (persons.number(of: person).flatMap { joins.others[$0] } ?? []).map { persons[$0] }
  }

  /// The place of a key, by its number, among those of its person: 0 for the person's own.
  @inline(__always)
  func place(ofKey key: UInt32) -> UInt16 { joins.place(ofKey: key) }

  /// The number of the key at a place among those of a person.
  func key(at place: UInt16, ofPersonAt number: Int) -> UInt32 {
    if place == 0 { return UInt32(number) }
    return joins.others[UInt32(number)]?[Int(place) - 1] ?? UInt32(number)
  }

  /// The key with which an item of a person was booked.
  public func key(of item: ClaimState.PaymentItem, ofPersonAt number: Int) -> Identifier {
    persons[key(at: item.key, ofPersonAt: number)]
  }

  /// The key with which a demand of a person was booked.
  public func key(of demand: ClaimState.Demand, ofPersonAt number: Int) -> Identifier {
    persons[key(at: demand.key, ofPersonAt: number)]
  }

  /// The state of the registration that was made with a key, whether or not the key was joined with another person's.
  ///
  /// An item keeps the payee of the key with which it was booked.
  public func registration(ofKey key: Identifier) -> PersonState? {
    persons.number(of: key).map { people[Int($0)] }
  }

  /// The persons' keys, each person once.
  public var ownKeys: [Identifier] {
    joins.isEmpty
      ? persons.identifiers
      : persons.identifiers.indices.filter { !isJoined($0) }.map { persons.identifiers[$0] }
  }

  /// The events of a person without those that have no effect for them: registrations with another key.
  public func counting(_ events: [Event], for person: Identifier) -> [Event] {
    if joins.isEmpty { return events }
    let own = personKey(person)
    return events.filter { event in
      switch event.body {
      case .registered(let body): body.person == own
      case .accountChanged(let body): body.person == own
      default: true
      }
    }
  }

  /// The obstacle to joining two keys; nil if there is none.
  func obstacle(to join: SamePerson) -> JoinObstacle? {
    if join.person == join.other { return .sameKey(join.person) }
    if let number = persons.number(of: join.person), isJoined(Int(number)) {
      return .isOther(join.person, of: personKey(join.person))
    }
    guard let other = persons.number(of: join.other) else { return nil }
    if isJoined(Int(other)) { return .isOther(join.other, of: personKey(join.other)) }
    if joins.others[other] != nil { return .hasOthers(join.other, keys(of: join.other).dropFirst().map(\.self)) }
    return nil
  }

  /// Keeps an event of a key that may be joined, and a reversal of such an event.
  mutating func keepOfJoined(_ event: Event) {
    if let person = event.body.person {
      if joins.keys.contains(person) { joins.keep(event, of: person) }
    } else if case .reversed(let body) = event.body, !imports.contains(event.sequence),
      let person = reversals.kept[body.of]?.body.listedPerson, joins.keys.contains(person)
    {
      joins.keep(event, of: person)
    }
  }

  /// Takes in a join; one that cannot be, or that could not be known before the fold, has no effect.
  mutating func join(_ body: SamePerson, at sequence: UInt64) throws(PolicyError) {
    use(body.request, at: sequence)
    guard joins.keys.contains(body.person), joins.keys.contains(body.other), obstacle(to: body) == nil else { return }
    let (person, other) = (keyNumber(body.person), keyNumber(body.other))
    joins.join(UInt32(other), to: UInt32(person))
    joinSequences[UInt32(other)] = sequence
    noteJoinMove(person, other)
    try refold([person])
  }

  /// Undoes a join.
  mutating func separate(_ body: SamePerson, joinedAt sequence: UInt64) throws(PolicyError) {
    let (person, other) = (keyNumber(body.person), keyNumber(body.other))
    guard joinSequences[UInt32(other)] == sequence, home(other) == person else { return }
    joins.separate(UInt32(other))
    joinSequences[UInt32(other)] = nil
    noteJoinMove(person, other)
    try refold([person, other])
  }

  /// Notes that the event being folded changes which keys belong to whom.
  private mutating func noteJoinMove(_ numbers: Int...) {
    for number in numbers { joinMoves[UInt32(number)] = size - 1 }
  }

  /// Folds persons again from the kept events of all of their keys; the rest of the state stays.
  private mutating func refold(_ numbers: [Int]) throws(PolicyError) {
    let (size, lastRecorded, lastActed, kept) = (size, lastRecorded, lastActed, joins.keys)
    let all = numbers.map { keys(of: persons.identifiers[$0]) }
    let waived = all.joined().flatMap { waivers(ofPersonAt: keyNumber($0)) }
    for key in all.joined() {
      let number = keyNumber(key)
      people[number] = PersonState()
      reversals.forget(UInt32(number), named: key)
    }
    // They are kept already.
    joins.keys = PersonKeys()
    for keys in all { for event in joins.events(of: keys) { try evolve(event) } }
    joins.keys = kept
    (self.size, self.lastRecorded, self.lastActed) = (size, lastRecorded, lastActed)
    for waiver in waived { waive(waiver.events, waiver.demand, bookedWith: waiver.key, in: waiver.scheme) }
  }

  /// The facts that are missing from the kept events of a person: which annulled decisions had cancelled demands.
  private func waivers(
    ofPersonAt number: Int
  ) -> [(scheme: UInt32, demand: UInt32, key: Int, events: Range<UInt64>)] {
    people[number].claims.flatMap { claim in
      claim.demands.flatMap { demand in
        demand.waivers.map { (claim.scheme, demand.name, Int(key(at: demand.key, ofPersonAt: number)), $0) }
      }
    }
  }

  /// Notes for a demand that no debt was outstanding from a decision that cancelled it to the annulment of that decision.
  ///
  /// - Parameters:
  ///   - events: the numbers of the two.
  ///   - demand: the demand's number.
  ///   - key: the number of the key with which it was booked.
  ///   - scheme: the scheme's number.
  mutating func waive(_ events: Range<UInt64>, _ demand: UInt32, bookedWith key: Int, in scheme: UInt32) {
    let (person, place) = (home(key), place(ofKey: UInt32(key)))
    guard let claim = people[person].claims.firstIndex(where: { $0.scheme == scheme }),
      let found = people[person].claims[claim].demands.firstIndex(where: { $0.name == demand && $0.key == place })
    else { return }
    people[person].claims[claim].demands[found].waive(events)
  }

  /// Folds again the person to whom a joinable key belongs, after the events of the key have changed.
  mutating func refoldJoined(_ key: Identifier, from events: [Event]) throws(PolicyError) {
    joins.replace(events, of: key)
    try refold([home(keyNumber(key))])
  }
}

/// An obstacle to joining two keys.
///
/// > Source: contract 3, section 4: `person` is no one's `other`.
public enum JoinObstacle: Hashable, Sendable {
  /// The two are one.
  case sameKey(Identifier)
  /// One of the two was joined with a person before.
  case isOther(Identifier, of: Identifier)
  /// The other has keys that were joined with it.
  case hasOthers(Identifier, [Identifier])
}
