import JSONText
import Merkle
public import Policy
public import Subsidy
import System
public import Values

/// The outcome of an attempt to adopt a pack.
public struct AdoptionOutcome: Sendable {
  /// How far it went.
  public enum Step: Hashable, Sendable {
    /// It is adopted, or would be, for a dry run.
    case adopted
    /// It equals the scheme's last adoption; nothing is appended.
    case adoptedBefore
    /// It changes months held or in flight, and no reason was given for that; nothing is appended.
    case changesPaid
    /// It is asked for, and waits for a second person; nil for a dry run.
    case asked(Requested?)
  }

  /// The policy.
  public let policy: Policy
  /// The months held or in flight that it changes.
  public let effect: PolicyComparison
  /// The parameters that the adoption left at their standard: readings that were taken without being named.
  public let standards: [ParameterRule]
  /// The terms that earlier adopted packs of the scheme have and this one has not: tests that name one hold for no new person.
  public let termsGone: [String]
  /// How far it went.
  public let step: Step

  /// Whether it was adopted now.
  public var isNew: Bool { step == .adopted }
}

extension SubsidyLedger {
  /// Adopts a pack for its scheme, or asks for that if months held or in flight would change.
  ///
  /// - Parameters:
  ///   - text: the pack as JSON.
  ///   - parameters: the values that the document leaves open.
  ///   - effectiveFrom: the first day; nil for the pack's own.
  ///   - reason: why it is asked for although months held or in flight change; nil to ask for nothing.
  ///   - isDryRun: whether nothing is recorded.
  ///   - by: the operator.
  /// - Returns: the policy, the months that change, and what was done.
  /// - Throws: ``PolicyError`` if the pack or a parameter is refused; the log's failures.
  ///
  /// > Source: contract 3, section 5.
  public func adopt(
    _ text: [UInt8], parameters: [String: String], effectiveFrom: CivilDate?, asking reason: AskedReason? = nil,
    isDryRun: Bool = false, by: Identifier
  ) throws -> AdoptionOutcome {
    let (pack, document) = try SubsidyLedger.pack(text)
    let policy = try Policy(pack: pack, parameters: parameters, effectiveFrom: effectiveFrom)
    let adoption = try PlannedAdoption(
      PolicyAdopted(
        scheme: pack.scheme, policy: pack.id, effectiveFrom: policy.effectiveFrom, document: document,
        parameters: parameters.sorted { $0.key < $1.key }.map { .init(name: $0.key, value: $0.value) }),
      hash: SubsidyLedger.sha256)
    var session = try WriteSession.open(self, by: by, isDryRun: isDryRun)
    let earlier = session.state.timeline(of: pack.scheme)?.policies ?? []
    if earlier.last == policy {
      return AdoptionOutcome(
        policy: policy, effect: .none(in: pack.scheme), standards: [], termsGone: [], step: .adoptedBefore)
    }
    let terms = Set(earlier.flatMap { $0.pack.terms.map(\.name) }).subtracting(pack.terms.map(\.name))
    let effect = session.state.effect(ofAdopting: policy)
    func outcome(_ step: AdoptionOutcome.Step) -> AdoptionOutcome {
      AdoptionOutcome(
        policy: policy, effect: effect, standards: pack.standards(besides: parameters), termsGone: terms.sorted(),
        step: step)
    }
    var body = EventBody.policyAdopted(adoption.body)
    var requested: Requested?
    if !effect.changes.isEmpty {
      guard let reason else { return outcome(.changesPaid) }
      let context = DecisionContext(now: session.now, by: by, calendar: calendar)
      let asked = session.state.request(
        for: adoption, changing: effect, session.state.requestName(context), reason)
      (body, requested) = (.requested(asked), asked)
    }
    let step = requested == nil ? AdoptionOutcome.Step.adopted : .asked(isDryRun ? nil : requested)
    try session.add(body, by: by)
    if isDryRun { return outcome(step) }
    try session.commit(by: by)
    follow(session.change, to: session.state)
    return outcome(step)
  }

  /// The adoption that a request asks for, with the pack that was given, or else with the shipped one if that is the right one.
  ///
  /// - Returns: nil for another act, and if the pack is not given.
  func adoption(_ asked: Requested?, _ text: [UInt8]?) throws -> PlannedAdoption? {
    guard let asked else { return nil }
    guard let adoption = asked.adoption else {
      if text != nil { throw Refusal.packNotAsked(asked.request) }
      return nil
    }
    guard let known = text ?? ShippedPacks.text(adoption.policy) else { return nil }
    let body = adoption.adoption(of: try SubsidyLedger.pack(known).document, asked.request)
    if text == nil, body.digest(SubsidyLedger.sha256) != adoption.sha256 { return nil }
    return try PlannedAdoption(body, hash: SubsidyLedger.sha256)
  }

  /// A pack with its document, checked against the bounds of a pack.
  private static func pack(_ text: [UInt8]) throws -> (pack: PolicyPack, document: JSONValue) {
    let pack = try PolicyPack(text: text)
    guard case .success(let document) = Result(catching: { try JSONValue(text) }) else {
      preconditionFailure("a pack that was read is JSON")
    }
    try PolicyPack.checkBounds(of: document)
    return (pack, document)
  }

  /// SHA-256 as 64 hexadecimal digits.
  static let sha256: ByteHash = { SHA256.hash($0).description }
}
