import EventLog
import Papers
import Subsidy
import System
public import Values
import Vault

/// The viewer of private data through a ledger, and the reason: what the log of looks records of them.
public struct Viewer: Hashable, Sendable {
  /// The operator; nil if none is named, which only a ledger without operators allows.
  public var by: Identifier?
  /// The system's user; nil for the one who runs the program.
  public var account: String?
  /// The means by which the data are shown, such as a command's name.
  public var purpose: String
  /// The reason that the viewer gives, in words.
  public var reason: String?
  /// Whether the viewer was checked against the operators of the ledger.
  fileprivate(set) var isAdmitted = false

  /// Names a viewer.
  public init(by: Identifier? = nil, account: String? = nil, purpose: String = "library", reason: String? = nil) {
    self.by = by
    self.account = account
    self.purpose = purpose
    self.reason = reason
  }
}

/// The audience for which private data leave the vault.
enum Eyes {
  /// For people, on a screen, on paper or in a file: it is recorded, with what it is about.
  case people(about: String?)
  /// For the program alone, which compares or masks them.
  case program

  /// The audience of data that are shown in a form.
  static func form(_ form: NameForm, about: String? = nil) -> Eyes {
    switch form {
    case .whole: .people(about: about)
    case .masked: .program
    }
  }
}

extension PersonalDetails {
  /// The details that papers print of a person.
  init(_ holding: VaultReader.Holding) {
    switch holding {
    case .none: self.init([:])
    case .erased: self = .erased
    case .data(let data): self.init(data)
    }
  }
}

/// Gives out private data of the vault, and keeps a list of their owners.
final class VaultReader {
  private let vault: Vault
  /// The persons whose data it has given out, by the keys under which the vault has them.
  private(set) var persons: Set<Identifier> = []
  /// The names by which a text would give them away.
  private var names: Set<String> = []

  init(_ vault: consuming Vault) { self.vault = vault }

  /// The vault's data of a person.
  enum Holding {
    /// Nothing, and there never was.
    case none
    /// Nothing any more.
    case erased
    /// These data.
    case data(PrivateData)

    /// The data, if there are any.
    var data: PrivateData? { if case .data(let data) = self { data } else { nil } }
  }

  /// The data with a digest of a person's events.
  ///
  /// Data erased by the log are none, even if an erasure that was cut short has left them.
  ///
  /// - Throws: as `Vault.version(digest:)`.
  func holding(_ digest: String?, of person: PersonState?) throws(VaultError) -> Holding {
    guard let digest else { return .none }
    if person?.erased != nil, digest == person?.registered?.vault { return .erased }
    guard let version = try vault.version(digest: digest) else { return .none }
    guard let data = version.data else { return .erased }
    if let key = version.owner.person { note(data, of: key) }
    return .data(data)
  }

  /// The data of a person's last registration.
  ///
  /// - Throws: as ``holding(_:of:)``.
  func holding(of person: PersonState?) throws(VaultError) -> Holding {
    try holding(person?.registered?.vault, of: person)
  }

  /// The data of a person as a payee just before an event; a person whose data were emptied without an erasure in the log is
  /// not paid.
  ///
  /// - Throws: as ``holding(_:of:)``, for such data `VaultError.damaged(digest:)`.
  func payee(of person: PersonState?, before sequence: UInt64) throws(VaultError) -> Holding {
    let digest = person?.payee(before: sequence)
    let found = try holding(digest, of: person)
    if case .erased = found, person?.lastErased == nil, let digest { throw .damaged(digest: digest) }
    return found
  }

  /// All versions of the data that the vault keeps under a key.
  ///
  /// - Throws: as `Vault.forEachVersion(of:_:)`.
  func versions(of key: Identifier) throws(VaultError) -> [PrivateVersion] {
    var versions: [PrivateVersion] = []
    try vault.forEachVersion(of: key) { _, digest, data throws(VaultError) in
      if let data { note(data, of: key) }
      versions.append(PrivateVersion(person: key, digest: digest, data: data))
    }
    return versions
  }

  /// The persons with any data that match a search; no data are given out.
  func find(_ search: VaultSearch, atMost limit: Int) throws(VaultError) -> [Identifier] {
    try vault.find(search, atMost: limit)
  }

  private func note(_ data: PrivateData, of person: Identifier) {
    persons.insert(person)
    if let name = data.name, name.count > 1 { names.insert(name) }
  }

  /// Whether a text names one of them.
  func isNamed(in text: String) -> Bool { names.contains { text.contains($0) } }
}

extension SubsidyLedger {
  /// Reads private data: the only way in which they leave the vault for people.
  ///
  /// The persons whose data people get are in the log of looks, durably, before this returns; if that fails, nothing is handed
  /// on. On a medium that cannot be written, people get the data and ``LedgerNews/unrecordedLook`` reports it.
  ///
  /// - Parameters:
  ///   - eyes: the audience.
  ///   - by: the operator of a change; nil for the ``viewer``'s.
  ///   - read: reads, and makes of it what is handed on.
  /// - Returns: the result of `read`.
  /// - Throws: ``LedgerFailure/viewerUnnamed`` and ``LedgerFailure/viewerUnknown(_:)``; ``LedgerFailure/reasonNamesPerson``;
  ///   `AccessLogFault`; the failures of the vault and the system, and the errors of `read`.
  func privateData<Result: ~Copyable>(
    for eyes: Eyes, by: Identifier? = nil, _ read: (VaultReader) throws -> Result
  ) throws -> Result {
    switch eyes {
    case .program: return try read(VaultReader(openVault()))
    case .people(let about):
      var viewer = viewer
      if let by, by != viewer.by { (viewer.by, viewer.isAdmitted) = (by, false) }
      viewer = try admitting(viewer)
      let reader = VaultReader(try openVault())
      let result = try read(reader)
      try record(viewer, about, reader)
      return result
    }
  }

  /// Admits the viewer: in a ledger with operators, it must be one of them.
  ///
  /// - Throws: ``LedgerFailure/viewerUnnamed`` and ``LedgerFailure/viewerUnknown(_:)``; ``LedgerFailure/reasonNamesPerson``
  ///   for a number of a person in the reason; the log's failures.
  package func admitting(_ viewer: Viewer) throws -> Viewer {
    if viewer.isAdmitted { return viewer }
    var admitted = viewer
    if let reason = viewer.reason, reason.withoutNumbersOfPersons != reason { throw LedgerFailure.reasonNamesPerson }
    let operators = try stateOfPolicies().operators
    if !operators.isEmpty {
      guard let by = viewer.by else { throw LedgerFailure.viewerUnnamed }
      guard let found = operators[by], !found.isRetired else { throw LedgerFailure.viewerUnknown(by) }
      admitted.by = found.details.name
    }
    admitted.isAdmitted = true
    return admitted
  }

  private func record(_ viewer: Viewer, _ about: String?, _ reader: VaultReader) throws {
    if reader.persons.isEmpty { return }
    if let reason = viewer.reason, reader.isNamed(in: reason) { throw LedgerFailure.reasonNamesPerson }
    let look = Look(
      at: try timeToRecord(), by: viewer.by, account: viewer.account ?? SystemUser.name(), purpose: viewer.purpose,
      about: about, reason: viewer.reason, persons: reader.persons)
    do {
      try AccessLog.append(look, inLedger: path, waiting: LockWait(milliseconds: SubsidyLedger.lookPatience) {})
    } catch let error as SystemError where error.errno == .readOnlyFileSystem {
      onNews(.unrecordedLook)
    }
  }

  /// How long a look waits for other looks that are being recorded, each of which takes a moment.
  ///
  /// > Units: milliseconds.
  private static var lookPatience: Int { 10_000 }
}
