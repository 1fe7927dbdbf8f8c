import Merkle
public import Subsidy
public import Values
public import Vault

/// The log of looks at private data, checked for itself and against its heads, which closes of the books record.
public struct AccessComparison: Sendable {
  /// The looks, as far as the chain is whole.
  public let looks: [Look]
  /// How many heads closes keep.
  public let heads: Int
  /// The first fault; nil if there is none.
  public let fault: AccessLogFault?
}

/// The terms that narrow a report of looks.
public struct LookFilter: Sendable {
  /// Only those of an operator.
  public var by: Identifier?
  /// Only those at a person, under any of the person's keys.
  public var person: Identifier?
  /// Only those of a day and later.
  public var since: CivilDate?

  /// Narrows to what is named.
  public init(by: Identifier? = nil, person: Identifier? = nil, since: CivilDate? = nil) {
    self.by = by
    self.person = person
    self.since = since
  }
}

/// The looks of one operator, or at one person.
public struct LookSum: Sendable {
  /// The subject of a sum.
  public enum Of: Hashable, Sendable {
    /// An operator's; nil for looks in no operator's name.
    case by(Identifier?)
    /// A person's.
    case person(Identifier)
  }

  /// The subject.
  public let of: Of
  /// How many there were.
  public internal(set) var looks = 0
  /// How many persons they had, each once; for a person, how many operators made them.
  public internal(set) var others = 0
  /// When the last was.
  public internal(set) var last: Instant
}

extension SubsidyLedger {
  /// Verifies the log of looks, and compares it with the heads of closes.
  ///
  /// - Parameter heads: those of closes that were read of the log itself; nil for those of the closes that count.
  /// - Returns: the comparison; nil if there is no such log, and no close names one.
  /// - Throws: the failures of the log and of the system.
  public func compareLooks(with heads: [LookHead]? = nil) throws -> AccessComparison? {
    // The file is read after the log: a look is in the file before a close names it.
    let heads = try heads ?? stateOfPolicies().closes.compactMap(\.close.looks)
    let kept = heads.compactMap { head in
      Digest(hex: head.sha256).map { AccessHead(looks: head.count, digest: $0) }
    }
    guard let history = try AccessLog.history(inLedger: path) else {
      let first = kept.map(\.looks).min()
      return first.map {
        AccessComparison(looks: [], heads: kept.count, fault: AccessLogFault(line: $0, .short(0)))
      }
    }
    return AccessComparison(looks: history.looks, heads: kept.count, fault: history.fault(against: kept))
  }

  /// All keys of the person to whom a filter narrows; nil if it names no person.
  ///
  /// - Throws: ``LedgerFailure/unknownPerson(_:)``, and the failures of the log.
  public func keys(of filter: LookFilter) throws -> Set<Identifier>? {
    guard let person = filter.person else { return nil }
    let state = try state(of: [person], at: ReplayPoint(), verifying: false)
    guard state.number(ofPerson: person) != nil else { throw LedgerFailure.unknownPerson(person) }
    return Set(state.keys(of: state.personKey(person)))
  }

  /// The looks that a filter lets through.
  ///
  /// - Throws: ``LedgerFailure/unknownPerson(_:)``, and the failures of the log.
  public func looks(_ all: [Look], _ filter: LookFilter) throws -> [Look] {
    let keys = try keys(of: filter)
    return all.filter { look in
      if let by = filter.by, !(look.by?.isSameOperator(as: by) ?? false) { return false }
      if let keys, keys.isDisjoint(with: look.persons) { return false }
      return filter.since.map { look.at.civilDate >= $0 } ?? true
    }
  }
}

extension LookSum {
  /// Looks by operator, by name; those in no operator's name last.
  public static func byOperator(_ looks: [Look]) -> [LookSum] {
    sums(looks) {
      [.by($0.by)]
    } others: {
      Set($0.persons.map(\.description))
    }
  }

  /// Looks by person, by key.
  ///
  /// - Parameters:
  ///   - looks: the looks.
  ///   - persons: the persons whose sums are wanted; nil for all.
  /// - Returns: a sum for each person.
  public static func byPerson(_ looks: [Look], only persons: Set<Identifier>? = nil) -> [LookSum] {
    sums(looks) { look in
      look.persons.filter { persons?.contains($0) ?? true }.map { .person($0) }
    } others: {
      [$0.by?.description ?? ""]
    }
  }

  private static func sums(
    _ looks: [Look], _ owners: (Look) -> [Of], others: (Look) -> Set<String>
  ) -> [LookSum] {
    var sums: [Of: (sum: LookSum, others: Set<String>)] = [:]
    for look in looks {
      for owner in owners(look) {
        var found = sums[owner] ?? (LookSum(of: owner, last: look.at), [])
        found.sum.looks += 1
        found.sum.last = max(found.sum.last, look.at)
        found.others.formUnion(others(look))
        sums[owner] = found
      }
    }
    return sums.values.map { found in
      var sum = found.sum
      sum.others = found.others.count
      return sum
    }.sorted { $0.of.order < $1.of.order }
  }
}

extension LookSum.Of {
  fileprivate var order: (Int, String) {
    switch self {
    case .by(let by?): (0, by.description)
    case .by(nil): (1, "")
    case .person(let person): (0, person.description)
    }
  }
}
