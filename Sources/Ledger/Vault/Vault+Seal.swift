import JSONText
import Subsidy
import Values
import Vault

/// Private data that an entry brings, to be stored.
struct SealedData {
  /// The data, whole.
  let data: PrivateData
  /// The identity number, if the person did not have it before.
  ///
  /// Only a live entry is checked for another person with it; a history may have one human under two keys, for an audit to
  /// find.
  let newNumber: ResidentIDNumber?
}

extension Vault {
  /// Leaves in an entry only the digest of its private data, which are checked and returned; the caller that takes the entry
  /// stores them.
  ///
  /// The data are the known ones, overlaid with those of the entry, so that a registration without private data names the
  /// previous digest.
  ///
  /// - Parameters:
  ///   - entry: the entry.
  ///   - current: the digest of the person's data until now; nil if there are none.
  ///   - isLive: whether an entry without private data is compared with the known identity number.
  /// - Returns: the private data; nil if none are to be stored.
  /// - Throws: ``LineProblem/Reason``, and the vault's failures.
  ///
  /// > Source: contract section 3, `registered`: the identity number agrees with birth and sex; contract 3, section 4.
  func seal(_ entry: inout Entry, onto current: String?, isLive: Bool) throws -> SealedData? {
    guard entry.body.type.isSealed, let person = entry.body.person else { return nil }
    if case .applied(var applied) = entry.body {
      guard let data = try delegate(of: entry, applied) else { return nil }
      (applied.delegate, applied.vault) = (nil, try digest(of: data, person: person))
      entry.body = .applied(applied)
      return SealedData(data: data, newNumber: nil)
    }
    guard let patch = entry.privateData else {
      // A history may name a digest itself.
      if entry.body.vault != nil { return nil }
      if isLive, let current, let known = try? data(digest: current) { try checkIdentity(known, of: entry.body) }
      entry.body.seal(with: current)
      return nil
    }
    let known = try current.flatMap { try data(digest: $0) }
    let merged = try read(patch, of: entry.body.type, onto: known)
    try checkIdentity(merged, of: entry.body)
    entry.body.seal(with: try digest(of: merged, person: person))
    return SealedData(data: merged, newNumber: merged.idNumber == known?.idNumber ? nil : merged.idNumber)
  }

  /// Whether an entry says the same as the event that has its id: overlaid on the data of the event, it leaves them unchanged.
  func says(_ entry: Entry, theSameAs event: EventBody) throws -> Bool {
    // Erased data cannot be compared any more.
    if let digest = event.vault, try version(digest: digest)?.isErased ?? false {
      return entry.body.unsealed == event.unsealed
    }
    if case .applied(var applied) = entry.body, let data = try delegate(of: entry, applied), event.vault != nil {
      (applied.delegate, applied.vault) = (nil, try digest(of: data, person: applied.person))
      return .applied(applied) == event
    }
    guard event.type != .applied, let patch = entry.privateData, let person = event.person else {
      if entry.body.vault != nil { return entry.body == event }
      return entry.body.unsealed == event.unsealed
    }
    guard entry.body.unsealed == event.unsealed else { return false }
    let known = try event.vault.flatMap { try data(digest: $0) }
    return try digest(of: read(patch, of: event.type, onto: known), person: person) == event.vault
  }

  /// The data of the person who acts for the applicant, by an application; nil if there is none.
  ///
  /// The name may be beside the other fields, as older programs wrote it in the log.
  private func delegate(of entry: Entry, _ applied: Applied) throws -> PrivateData? {
    var members = entry.privateData?.members ?? []
    if let name = applied.delegate { members.append(JSONValue.Member("delegate", .string(name))) }
    return members.isEmpty ? nil : try read(.object(members), of: .applied, onto: nil)
  }

  private func read(_ patch: JSONValue, of type: EventType, onto known: PrivateData?) throws -> PrivateData {
    let fields =
      type == .accountChanged
      ? PrivateData.Field.ofAccount : type == .applied ? PrivateData.Field.ofDelegate : PrivateData.Field.ofPerson
    do { return try PrivateData(patch, onto: known, fields: fields) } catch {
      throw LineProblem.Reason(.vault(error))
    }
  }

  private func checkIdentity(_ data: PrivateData, of body: EventBody) throws {
    guard let number = data.idNumber, case .registered(let registered) = body else { return }
    if number.birth != registered.birth { throw LineProblem.Reason(.refused(.identityDisagrees(field: "birth"))) }
    if number.isMale != registered.isMale { throw LineProblem.Reason(.refused(.identityDisagrees(field: "sex"))) }
  }
}

extension EventBody {
  /// The same without the digest of private data.
  fileprivate var unsealed: EventBody {
    var body = self
    body.seal(with: nil)
    return body
  }
}
