import EventLog
import Subsidy
import System
import Values
import Vault

/// A comparison of the vault with the digests of the log.
public struct VaultComparison: Error, Hashable, Sendable {
  /// How many events name a digest.
  public internal(set) var digests: UInt64
  /// The number of them for which the vault has nothing.
  public internal(set) var missing: UInt64
  /// The number for which it has other data than the digest was made of.
  public internal(set) var damaged: UInt64
  /// The first of these events; nil if there is none.
  public internal(set) var firstFault: UInt64?
  /// How many of them name data that were erased since, which are not looked for.
  public internal(set) var erased: UInt64
  /// For how many of the erased the vault still has data: an erasure was cut short, or a copy brought them back.
  public internal(set) var toErase: UInt64
  /// Whether the vault is sealed and its key was not given, so that only what is missing was looked for.
  public internal(set) var isSealed: Bool

  /// Makes a comparison.
  public init(
    digests: UInt64 = 0, missing: UInt64 = 0, damaged: UInt64 = 0, firstFault: UInt64? = nil, erased: UInt64 = 0,
    toErase: UInt64 = 0, isSealed: Bool = false
  ) {
    (self.erased, self.toErase) = (erased, toErase)
    self.isSealed = isSealed
    self.digests = digests
    self.missing = missing
    self.damaged = damaged
    self.firstFault = firstFault
  }

  /// Whether the vault has the data for all digests of the log.
  public var isWhole: Bool { firstFault == nil }
}

/// The digests that events of the log name, for each of which the vault must have data.
public struct VaultDigests: Sendable {
  private var claims: [VaultClaim] = []
  /// How many events the log had.
  private(set) var size: UInt64 = 0
  /// The events by which data were erased, and the requests for that or for an operator.
  private var consents: [Event] = []
  /// The first event that may name one and cannot be read.
  private var unreadable: (sequence: UInt64, error: any Error)?

  init() {}

  /// Takes in what an event names.
  mutating func note(_ event: Event) {
    switch event.body {
    case .requested(let body) where body.act == .erased || body.act.changesOperators: consents.append(event)
    case .erased: consents.append(event)
    default: break
    }
    guard let digest = event.body.vault, let owner = event.body.vaultOwner else { return }
    claims.append(VaultClaim(sequence: event.sequence, owner: owner, digest: digest))
  }

  /// Takes note of an event that may name a digest and cannot be read.
  mutating func note(unreadable error: any Error, at sequence: UInt64) {
    if unreadable == nil { unreadable = (sequence, error) }
  }

  /// Whether a line is one of those of a type with private data, and names no digest of any, so that it need not be read.
  static func namesNone(_ bytes: [UInt8], _ line: Range<Int>) -> Bool {
    EventLine.mayBeSealed(bytes, line) && ByteSearch.first(#""vault""#, in: bytes, line) == nil
      && ByteSearch.first(UInt8(ascii: "\\"), in: bytes, line) == nil
  }

  /// Leaves out the digests of events that no commit covers.
  mutating func cut(at size: UInt64) {
    self.size = size
    claims.removeAll { $0.sequence >= size }
    consents.removeAll { $0.sequence >= size }
    if let first = unreadable?.sequence, first >= size { unreadable = nil }
  }

  /// Checks whether a vault has the data of each digest.
  ///
  /// - Throws: the error of an unreadable event, or the failures of the vault.
  func compare(with vault: borrowing Vault) throws -> VaultComparison {
    try compare(isSealed: false) { try vault.holdings(of: $0) }
  }

  /// Checks whether the sealed vault of a ledger has data for each of them, which needs no key.
  ///
  /// - Throws: as ``compare(with:)``.
  func compare(withSealed ledger: String) throws -> VaultComparison {
    try compare(isSealed: true) { claims in
      try Vault.holdings(under: claims.map(\.digest), ledger: ledger)
    }
  }

  /// The persons whose data were erased, with the digests named since.
  ///
  /// - Throws: the error of an unreadable event.
  private func erasures() throws -> Erasures {
    if let unreadable { throw unreadable.error }
    var erasures = Erasures()
    for event in consents { erasures.note(event) }
    if erasures.isEmpty { return erasures }
    for claim in claims {
      if let person = claim.owner.person { erasures.note(claim.digest, of: person, at: claim.sequence) }
    }
    return erasures
  }

  /// The data that the vault must no longer have.
  ///
  /// - Throws: the error of an unreadable event.
  func toDestroy() throws -> [VaultErasure] {
    let erasures = try erasures()
    return erasures.persons.compactMap { erasures.erasure(of: $0) }
  }

  /// The versions in a vault that no event names any more: erased data, and data left by an append that failed or a request
  /// without consent.
  ///
  /// - Parameters:
  ///   - versions: the versions that have data, those of an owner together.
  ///   - day: the day, on which requests may still be open.
  /// - Returns: how many there are, and by which erasures they go.
  /// - Throws: the error of an unreadable event.
  func leftovers(
    among versions: [(owner: VaultOwner, digest: String)], on day: CivilDate
  ) throws -> (count: Int, erasures: [VaultErasure]) {
    let erasures = try erasures()
    var standing = Set(claims.lazy.filter { !erasures.covers($0) }.map(\.digest))
    for event in consents {
      guard case .requested(let body) = event.body, day <= ConsentRequest.lastDay(of: event.recorded) else { continue }
      standing.formUnion(body.acts.compactMap(\.vault))
    }
    var (count, found) = (0, [VaultErasure]())
    var rest = versions[...]
    while let owner = rest.first?.owner {
      let own = rest.prefix { $0.owner == owner }
      rest = rest[own.endIndex...]
      let kept = own.filter { standing.contains($0.digest) }
      if kept.count == own.count { continue }
      count += own.count - kept.count
      found.append(VaultErasure(owner, keeping: Set(kept.map(\.digest))))
    }
    return (count, found)
  }

  private func compare(
    isSealed: Bool, _ holdings: ([VaultClaim]) throws -> [VaultHolding]
  ) throws -> VaultComparison {
    let erasures = try erasures()
    var comparison = VaultComparison(digests: UInt64(claims.count), isSealed: isSealed)
    for start in stride(from: 0, to: claims.count, by: VaultDigests.claimsAtOnce) {
      let part = Array(claims[start..<min(start + VaultDigests.claimsAtOnce, claims.count)])
      for (claim, holding) in zip(part, try holdings(part)) {
        if erasures.covers(claim) {
          comparison.erased += 1
          if holding == .sound || holding == .damaged { comparison.toErase += 1 }
          continue
        }
        switch holding {
        case .sound: continue
        // Nothing in the log says that they were erased.
        case .missing, .erased: comparison.missing += 1
        case .damaged: comparison.damaged += 1
        }
        comparison.firstFault = comparison.firstFault ?? claim.sequence
      }
    }
    return comparison
  }

  /// So few claims keep no writer waiting.
  static var claimsAtOnce: Int { 4_096 }
}

extension EventBody {
  /// The owner of the private data that the event may name; nil for an event about neither a person nor an operator.
  fileprivate var vaultOwner: VaultOwner? {
    person.map { .person($0) } ?? operatorNamed.map { .operatorNamed($0) }
  }
}

extension SubsidyLedger {
  /// Whether the folder has a vault; an auditor's copy of the log has none.
  public var hasVault: Bool {
    get throws { try Files.look(at: "\(path)/vault.sqlite", followingLink: false) != nil }
  }

  /// Checks whether the vault has the data for digests of the log, and writes nothing.
  ///
  /// The vault is read after the log: data are in the vault before a writer records them. If the vault is sealed and there is
  /// no key, only missing data are reported.
  ///
  /// - Parameter digests: those of a verified log.
  /// - Returns: the comparison; the vault may hold more than the log names.
  /// - Throws: ``LedgerFailure`` for an event that cannot be read, and the failures of the vault.
  public func compareVault(with digests: VaultDigests) throws -> VaultComparison {
    let found = try compareOnce(with: digests)
    // Data erased since the log was read are no fault.
    if found.isWhole || (try? LogReader(ledger: path).head.size) ?? 0 <= digests.size { return found }
    return try compareOnce(with: verifyWithDigests().digests)
  }

  private func compareOnce(with digests: VaultDigests) throws -> VaultComparison {
    do {
      return try digests.compare(with: Vault.openUnchanged(ledger: path, with: vaultKeys))
    } catch VaultError.sealed {
      return try digests.compare(withSealed: path)
    }
  }
}
