public import Policy
public import Values

/// An adoption as an operator means to make it or to consent to it.
public struct PlannedAdoption: Sendable {
  /// The event.
  public let body: PolicyAdopted
  /// The policy that the event adopts.
  public let policy: Policy
  let hash: ByteHash

  /// Plans an adoption.
  ///
  /// - Parameters:
  ///   - body: the event.
  ///   - hash: makes SHA-256.
  /// - Throws: `PolicyError` if the document is not a pack, or not the named one, or a parameter is not one of the pack's.
  public init(_ body: PolicyAdopted, hash: @escaping ByteHash) throws(PolicyError) {
    self.body = body
    policy = try body.readPolicy()
    self.hash = hash
  }
}

extension LedgerState {
  /// Decides a request for an adoption that changes months held or in flight.
  ///
  /// - Parameters:
  ///   - adoption: the adoption.
  ///   - effect: its effect, from ``effect(ofAdopting:)``.
  ///   - request: the id, from ``requestName(_:)``.
  ///   - reason: why, and the authority that decided it.
  /// - Returns: the request.
  ///
  /// > Source: contract 3, sections 1 and 5.
  public func request(
    for adoption: PlannedAdoption, changing effect: PolicyComparison, _ request: Identifier, _ reason: AskedReason
  ) -> Requested {
    let body = adoption.body
    let asked = AskedAdoption(
      scheme: body.scheme, policy: body.policy, effectiveFrom: body.effectiveFrom,
      sha256: body.digest(adoption.hash), parameters: body.parameters,
      effect: AdoptionEffect(effect, hash: adoption.hash))
    return Requested(
      request: request, act: .policyAdopted, content: asked.content, reason: reason.reason,
      authority: reason.authority)
  }

  /// The adoption that a second person consents to, if it is the one that was asked for and still has the effect that was
  /// shown.
  ///
  /// > Source: contract 3, section 1.
  func consented(_ asked: Requested, _ adoption: PlannedAdoption?) throws(Refusal) -> EventBody {
    guard let wanted = asked.adoption else { throw .actDiffers(asked.request) }
    guard let adoption else { throw .packMissing(asked.request, wanted.policy) }
    guard wanted.asks(for: adoption.body, hash: adoption.hash) else { throw .packDiffers(asked.request, wanted.policy) }
    let effect = AdoptionEffect(self.effect(ofAdopting: adoption.policy), hash: adoption.hash)
    if effect != wanted.effect { throw .adoptionStale(asked.request, shown: wanted.effect, now: effect) }
    return .policyAdopted(adoption.body)
  }
}
