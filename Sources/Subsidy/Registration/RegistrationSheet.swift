import Policy
public import Values

/// A person's registration as flexibly employed, with the scheme and the pack whose rules apply to it.
public struct RegistrationSheet: Hashable, Sendable {
  /// The person.
  public let person: Identifier
  /// The scheme.
  public let scheme: Identifier
  /// The pack.
  public let policy: Identifier
  /// The registration.
  public let record: RegistrationRecord
}

extension LedgerState {
  /// The sheets of the schemes whose policy in force has rules of registration, by scheme.
  ///
  /// - Parameters:
  ///   - person: the person.
  ///   - scheme: the only scheme; nil for all.
  ///   - month: the month whose policy applies.
  /// - Returns: the sheets.
  /// - Throws: ``Refusal/unknownScheme(_:)``.
  public func registrationSheets(
    of person: Identifier, in scheme: Identifier?, _ month: Month
  ) throws(Refusal) -> [RegistrationSheet] {
    if let scheme, timeline(of: scheme)?.policies.isEmpty ?? true { throw .unknownScheme(scheme) }
    return schemes.identifiers.filter { scheme == nil || $0 == scheme }.sorted().compactMap { name in
      let policies = timeline(of: name)
      guard let pack = (policies?.timeline.inForce(for: month) ?? policies?.policies.last)?.pack,
        let record = registration(of: person, in: name, under: pack)
      else { return nil }
      return RegistrationSheet(person: person, scheme: name, policy: pack.id, record: record)
    }
  }
}
