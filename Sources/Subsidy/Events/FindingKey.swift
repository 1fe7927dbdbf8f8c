public import Values

/// The key by which a finding is identified: it has no running number, so that the same fault has the same name in every audit.
public struct FindingKey: Hashable, Sendable {
  /// The code, as the outputs write it.
  public let code: Identifier
  /// The person; nil for a finding about a batch.
  public let person: Identifier?
  /// The scheme.
  public let scheme: Identifier?
  /// The month; nil if no month is meant.
  public let month: Month?
  /// The application; nil if none is meant.
  public let application: Identifier?
  /// The stage; nil if none is meant.
  public let stage: Identifier?
  /// The batch; nil if none is meant.
  public let batch: Identifier?

  /// Makes a key.
  public init(
    code: Identifier, person: Identifier? = nil, scheme: Identifier? = nil, month: Month? = nil,
    application: Identifier? = nil, stage: Identifier? = nil, batch: Identifier? = nil
  ) {
    self.code = code
    self.person = person
    self.scheme = scheme
    self.month = month
    self.application = application
    self.stage = stage
    self.batch = batch
  }
}

extension FindingKey: CustomStringConvertible {
  /// The key as people copy it: its parts in their order, `paid-employed/p0012345/liuzhou/2024-11`.
  ///
  /// The code determines the parts, and no part can hold a slash, so that no two keys of the same code read alike.
  public var description: String {
    let parts: [String?] = [
      code.description, person?.description, scheme?.description, month?.description, application?.description,
      stage?.description, batch?.description,
    ]
    return parts.compactMap { $0 }.joined(separator: "/")
  }
}
