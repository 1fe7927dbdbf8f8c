public import Policy
import Values

/// The policies adopted for one scheme, with the properties of each that the evaluation of a month needs.
public struct AdoptedPolicies: Sendable {
  /// The policies in the order of adoption, and which of them is in force for a month.
  public private(set) var timeline = PolicyTimeline()
  /// The sequence number of each policy's `policy-adopted`.
  public private(set) var sequences: [UInt64] = []
  private(set) var factSets: [FactSets] = []
  /// Whether any of them asks for periodic reports.
  private(set) var asksForReports = false
  /// Whether any of them ends a registration by a fact alone.
  private(set) var hasExitsByFact = false
  /// Whether any of them asks for claims.
  private(set) var asksForClaims = false
  /// Whether any of them limits the month from which on an approval can start.
  private(set) var limitsStart = false

  /// The facts that one policy asks about; for nearly every month they show at once that no rule on facts is against it.
  struct FactSets: Sendable {
    /// Exclude a month, if their rules apply.
    let excluded: FactSet
    /// Are required for a month, if their rules apply.
    let required: FactSet
    /// Whether a move of the household may exclude a month, too.
    let asksForMoves: Bool
    /// Whether a required fact may have a day in a month and not count for it.
    let countsLater: Bool
  }

  /// The policies in the order of adoption.
  public var policies: [Policy] { timeline.policies }

  mutating func adopt(_ policy: Policy, sequence: UInt64) {
    let rules = policy.rules
    timeline.append(policy)
    sequences.append(sequence)
    if policy.pack.supervision?.reports != nil { asksForReports = true }
    if policy.pack.supervision?.exits.contains(where: \.isAutomatic) ?? false { hasExitsByFact = true }
    factSets.append(
      FactSets(
        excluded: FactSet(rules.excluded.map(\.fact)), required: FactSet(rules.required.map(\.fact)),
        asksForMoves: rules.excluded.contains { !$0.outside.isEmpty },
        countsLater: rules.required.contains { $0.counts == .nextMonth }))
    if rules.start != .any { limitsStart = true }
    if rules.claims != nil { asksForClaims = true }
  }

  /// The policy that an event adopted; nil if it adopted none of these.
  func policy(adoptedBy sequence: UInt64) -> Policy? {
    sequences.firstIndex(of: sequence).map { policies[$0] }
  }

  /// Those of the policies that were adopted before an event.
  func adopted(before sequence: UInt64) -> AdoptedPolicies {
    if sequences.allSatisfy({ $0 < sequence }) { return self }
    var earlier = AdoptedPolicies()
    for (policy, adopted) in zip(policies, sequences) where adopted < sequence {
      earlier.adopt(policy, sequence: adopted)
    }
    return earlier
  }
}

extension AdoptedPolicies {
  /// The first month in which an approval may start at all; nil if any may.
  ///
  /// The rule is that of the policy in force for the month of the approval, else of the first adopted.
  ///
  /// > Source: contract 2, section 5.4.
  func earliestStart(of application: UInt32, approvedOn date: CivilDate, in claim: ClaimState?) -> Month? {
    guard limitsStart, let policy = timeline.inForce(for: date.month) ?? policies.first else { return nil }
    let applied = claim?.applications.first { $0.application == application }?.recorded.civilDate ?? date
    switch policy.rules.start {
    case .any: return nil
    case .application: return applied.month
    case .applicationNext: return applied.month.adding(1)
    case .approval: return date.month
    case .approvalNext: return date.month.adding(1)
    }
  }
}

extension AdoptedPolicies {
  /// The policy whose process an application runs through: of those adopted before the application, the one in force
  /// on the day on which it was recorded.
  ///
  /// It is settled with the application: no pack adopted later, even with effect for the past, changes the stages of a running
  /// case. If none of them was in force on the day, as in an imported past or with a pack that was brought in late, all
  /// policies are considered; else the one in force for the month, or the first, decides.
  ///
  /// - Returns: nil if no policy was adopted at all.
  ///
  /// > Source: 京劳服失发〔2019〕1号 四.1 (4月1日0时前受理的按原流程, 之后的按新流程).
  public func process(of application: ClaimState.Application) -> Policy? {
    process(acceptedOn: application.recorded.civilDate, before: application.sequence)
  }

  /// The policy whose process an application follows that is accepted on a day, as the event of this number.
  func process(acceptedOn day: CivilDate, before sequence: UInt64 = .max) -> Policy? {
    let earlier = PolicyTimeline(zip(policies, sequences).filter { $0.1 < sequence }.map(\.0))
    return earlier.inForce(on: day) ?? timeline.inForce(on: day) ?? earlier.inForce(for: day.month)
      ?? timeline.inForce(for: day.month) ?? earlier.policies.first ?? policies.first
  }
}

extension AdoptedPolicies {
  /// The policy whose process led to an approval: that of its application, or, in an imported past without one, the one
  /// in force when the approval was given.
  func process(of approval: ClaimState.Approval, in claim: ClaimState) -> Policy? {
    let application = claim.applications.last { $0.application == approval.application }
    return application.flatMap { process(of: $0) } ?? timeline.inForce(for: approval.date.month) ?? policies.first
  }
}

extension LedgerState {
  /// The packs that were adopted, each in its last adopted version, by id.
  public var lastAdopted: [PolicyPack] {
    let packs = timelines.flatMap(\.policies).map { ($0.pack.id, $0.pack) }
    return Dictionary(packs, uniquingKeysWith: { _, last in last }).values.sorted { $0.id < $1.id }
  }
}

/// A set of fact codes as a bitmap, one bit for each ``FactCode/ordinal``.
struct FactSet: Hashable, Sendable, BitwiseCopyable {
  var bits: UInt32 = 0

  init() {}

  init(bits: UInt32) { self.bits = bits }

  init(_ facts: [FactCode]) { for fact in facts { insert(fact) } }

  mutating func insert(_ fact: FactCode) { bits |= 1 << UInt32(fact.ordinal) }

  func contains(_ fact: FactCode) -> Bool { bits & 1 << UInt32(fact.ordinal) != 0 }

  static func & (left: FactSet, right: FactSet) -> FactSet { FactSet(bits: left.bits & right.bits) }

  func subtracting(_ other: FactSet) -> FactSet { FactSet(bits: bits & ~other.bits) }
}
