public import Values

/// Which events count as never having happened, known before the fold begins.
///
/// An annulment changes the past, so a fold that met it at its place would have to take events back. Knowing all of
/// them first keeps the fold a plain forward one: annulled events are left out.
///
/// > Source: contract sections 3 and 6: an annulment of a later or unknown event, or of a type that cannot be
///   annulled, has no effect.
public struct Annulments: Sendable {
  private var bySequence: [UInt64: UInt64] = [:]
  private var ids = IdentifierTable()
  /// By the number of the id.
  private var byID: [UInt64] = []
  /// The events that a reversal names, or that a request for one names.
  ///
  /// They are in effect until they are reversed; a fold keeps the data needed to undo them.
  public private(set) var reversible: Set<UInt64> = []
  /// The keys that joins or requests for joins name: a fold keeps their events.
  public private(set) var keys = PersonKeys()
  /// When events count as recorded, which later events decide as well.
  public var clock = ClockCorrections()

  /// No annulments.
  public init() {}

  /// Whether there are none.
  public var isEmpty: Bool { bySequence.isEmpty && byID.isEmpty }

  /// The number of the last annulment, of any event.
  public var last: UInt64? { [bySequence.values.max(), byID.max()].compactMap(\.self).max() }

  /// How many targets are named.
  public var count: Int { bySequence.count + byID.count }

  /// The annulments among some events.
  public init(in events: some Sequence<Event>) {
    for event in events { insert(event) }
  }

  /// Takes in the references of an event to earlier ones; does nothing if it has none.
  public mutating func insert(_ event: Event) {
    if case .annulled(let body) = event.body { insert(body, at: event.sequence) }
    if case .reversed(let body) = event.body { reversible.insert(body.of) }
    if case .requested(let body) = event.body { reversible.formUnion(body.reverses) }
    keys.note(event)
  }

  /// As ``insert(_:)``, for an event after all others of the log, which may change when they count as recorded.
  public mutating func append(_ event: Event) {
    insert(event)
    clock.note(event)
  }

  /// As ``append(_:)``.
  ///
  /// - Returns: whether a fold made without it may be outdated, so that it has to be made again: if the event takes an earlier
  ///   one back, sets the clock right, closes an import, or is the first to allow that an earlier event be reversed or that
  ///   keys be joined.
  public mutating func learn(_ event: Event) -> Bool {
    let (reversible, keys, clock) = (reversible, keys, clock)
    append(event)
    let type = event.body.type
    return type == .annulled || type == .historyImported || self.clock != clock || self.keys != keys
      || self.reversible != reversible
  }

  /// Makes a fold keep the data needed to join further keys.
  public mutating func keep(_ join: SamePerson) { keys.join(join) }

  /// Makes a fold keep the data needed to undo further events.
  public mutating func keep(_ sequences: Set<UInt64>) { reversible.formUnion(sequences) }

  /// Takes in an `annulled` event.
  public mutating func insert(_ annulled: Annulled, at sequence: UInt64) {
    switch annulled.of {
    case .sequence(let target): bySequence[target] = max(bySequence[target] ?? 0, sequence)
    case .id(let target):
      let number = Int(ids.intern(target))
      if number == byID.count { byID.append(sequence) } else { byID[number] = max(byID[number], sequence) }
    }
  }

  /// Whether an event is annulled: by a later event, and of a type that can be.
  @inline(__always)
  public func contains(_ event: Event) -> Bool {
    if isEmpty { return false }
    return named(event)
  }

  /// Whether an annulment names the number or the id of an event, even if it comes before the event.
  ///
  /// - Parameters:
  ///   - sequence: the event's number.
  ///   - id: its id, if it has one.
  ///   - bytes: the block that has the id.
  /// - Returns: false only if certainly none does.
  public func mayName(_ sequence: UInt64, _ id: QuotedName?, in bytes: [UInt8]) -> Bool {
    if !bySequence.isEmpty, bySequence[sequence] != nil { return true }
    return id.map { ids.number(of: $0, in: bytes) != nil } ?? false
  }

  private func named(_ event: Event) -> Bool { annulment(of: event) != nil }

  /// The sequence number of the last event that annuls an event; nil if none does.
  public func annulment(of event: Event) -> UInt64? {
    var by = bySequence[event.sequence] ?? 0
    if let id = event.id, let number = ids.number(of: id) { by = max(by, byID[Int(number)]) }
    return by > event.sequence && event.body.type.canBeAnnulled ? by : nil
  }
}

extension Annulments {
  /// The events that are not annulled by any of the others.
  static func effective(_ events: [Event]) -> [Event] {
    let annulments = Annulments(in: events)
    return annulments.isEmpty ? events : events.filter { !annulments.contains($0) }
  }
}
