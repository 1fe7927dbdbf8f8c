import JSONText
import Policy
public import Subsidy
public import Values

/// The persons who have money to bring back, or had.
public struct RecoveryList: Hashable, Sendable {
  /// The claims with a sum of recovery, each with the months with money that is, or was, to come back.
  public let claims: [ClaimStatement]
  /// The demands that ask for money that is no longer in excess.
  public let withoutGround: [RecoveryDemand]

  /// Puts them together.
  public init(claims: [ClaimStatement], withoutGround: [RecoveryDemand]) {
    self.claims = claims
    self.withoutGround = withoutGround
  }
}

extension ReadModel {
  /// Which claims are listed, and which of their months.
  public enum ClaimChoice: Hashable, Sendable {
    /// All of a scheme, or of all schemes, without months.
    case sums(scheme: Identifier?)
    /// The same with all their months.
    case months(scheme: Identifier?)
    /// Those with a sum of recovery, of some persons or of all, and the months with money that is, or was, to come back.
    case recovery(of: Set<Identifier>?)
    /// Those with a sum of recovery, without months.
    case recovered
    /// Those that are granted and have no more than some months left, without months.
    case ending(within: Int)
  }

  /// The question for some claims, in SQL.
  package static func question(for choice: ClaimChoice) -> String {
    """
    SELECT person, scheme, limit_months, until_month, term, used_months, remaining_months, entitled_fen, paid_fen,
      payable_fen, overpaid_fen, demanded_fen, repaid_fen, offset_fen, refunded_fen, refundable_fen, reversed_fen,
      written_off_fen, outstanding_fen, undemanded_fen
    FROM claims \(choice.conditions.claims)
    """
  }

  /// Gives claims one by one, by person and scheme; those that end the soonest first.
  ///
  /// - Throws: ``UnreadableCell``, `SQLiteError`, and what the body throws.
  public func forEachClaim(_ choice: ClaimChoice, _ body: (ClaimStatement) throws -> Void) throws {
    let (_, months, bound) = choice.conditions
    var following: MonthRows?
    if let months {
      following = try MonthRows(
        answer(
          """
          SELECT person, scheme, month, policy, contribution_fen, entitled_fen, paid_fen, repaid_fen, in_flight_fen,
            payable_fen, overpaid_fen, offset_fen, reasons, clauses
          FROM months \(months)
          """, bound))
    }
    try forEach(ReadModel.question(for: choice), bound) { answer in
      var claim = try ClaimStatement(&answer)
      claim.months = try following?.take(of: claim) ?? []
      try body(claim)
    }
  }

  /// The claims of ``forEachClaim(_:_:)`` together.
  ///
  /// - Throws: ``UnreadableCell`` and `SQLiteError`.
  func claims(_ choice: ClaimChoice) throws -> [ClaimStatement] {
    var claims: [ClaimStatement] = []
    try forEachClaim(choice) { claims.append($0) }
    return claims
  }

  /// The claims that can be paid or are on their way on a day, the oldest first.
  ///
  /// - Throws: ``UnreadableCell`` and `SQLiteError`.
  public func unpaidClaims(on day: CivilDate) throws -> [UnpaidClaim] {
    var found: [UnpaidClaim] = []
    var claim: (person: Identifier, scheme: Identifier, district: Region?, approved: CivilDate?)?
    var months: [WaitingMonth] = []
    func finish() {
      guard let claim else { return }
      found.append(
        UnpaidClaim(
          person: claim.person, scheme: claim.scheme, district: claim.district, months: months,
          approved: claim.approved, on: day))
    }
    try forEach(
      """
      SELECT m.person, m.scheme, m.month, m.payable_fen, m.in_flight_fen, c.district, c.approved_on
      FROM (SELECT person, scheme, month, payable_fen, in_flight_fen FROM months WHERE \(MonthsProjection.isWaiting)) m
        JOIN claims c ON c.person = m.person AND c.scheme = m.scheme
      ORDER BY m.person, m.scheme, m.month
      """
    ) { answer in
      let (person, scheme): (Identifier, Identifier) = try (answer.read(), answer.read())
      let month = WaitingMonth(
        month: try answer.read(), payable: try answer.read(), inFlight: try answer.read())
      if let claim, claim.person == person, claim.scheme == scheme { return months.append(month) }
      finish()
      claim = (person, scheme, try answer.read(), try answer.read())
      months = [month]
    }
    finish()
    return found.sorted { ($0.since, $0.person, $0.scheme) < ($1.since, $1.person, $1.scheme) }
  }
}

extension ReadModel.ClaimChoice {
  /// The rows of claims and months that it takes, in their order, as SQL, and the parameters of each; no months if it wants
  /// none.
  fileprivate var conditions: (claims: String, months: String?, bound: [String]) {
    let (byClaim, byMonth) = ("ORDER BY person, scheme", "ORDER BY person, scheme, month")
    func of(_ scheme: Identifier?) -> String { scheme == nil ? "" : "WHERE scheme = ? " }
    switch self {
    case .sums(let scheme): return (of(scheme) + byClaim, nil, scheme.map { [$0.description] } ?? [])
    case .months(let scheme):
      return (of(scheme) + byClaim, of(scheme) + byMonth, scheme.map { [$0.description] } ?? [])
    case .recovery(let persons):
      let theirs = persons == nil ? "" : " AND person IN (SELECT value FROM json_each(?))"
      return (
        "WHERE \(ClaimsProjection.hasRecovery)\(theirs) \(byClaim)",
        "WHERE (\(MonthsProjection.isRecovered))\(theirs) \(byMonth)", persons.map { [array(of: $0)] } ?? []
      )
    case .recovered: return ("WHERE \(ClaimsProjection.hasRecovery) \(byClaim)", nil, [])
    case .ending(let months):
      return (
        "WHERE \(ClaimsProjection.isGranted) AND remaining_months <= \(months) ORDER BY remaining_months, person, scheme",
        nil, []
      )
    }
  }

  /// Persons as an array of JSON.
  private func array(of persons: Set<Identifier>) -> String {
    var writer = JSONWriter()
    writer.beginArray()
    for person in persons { writer.value(person) }
    writer.endArray()
    return String(decoding: writer.bytes, as: UTF8.self)
  }
}

/// Months in the order of their claims, each taken by its claim.
private struct MonthRows: ~Copyable {
  private var answer: Answer
  private var person: Identifier?
  private var scheme: Identifier?

  init(_ answer: consuming Answer) throws {
    self.answer = answer
    try advance()
  }

  private mutating func advance() throws {
    (person, scheme) = try answer.next() ? (answer.read(), answer.read()) : (nil, nil)
  }

  mutating func take(of claim: ClaimStatement) throws -> [MonthStatement] {
    // Months of a claim that is not listed come before it.
    while let person, let scheme, (person, scheme) < (claim.person, claim.scheme) { try advance() }
    var months: [MonthStatement] = []
    while person == claim.person, scheme == claim.scheme {
      months.append(try MonthStatement(&answer))
      try advance()
    }
    return months
  }
}

extension MonthStatement {
  fileprivate init(_ answer: inout Answer) throws {
    let (month, policy, contribution): (Month, Identifier?, Fen) = try (answer.read(), answer.read(), answer.read())
    let (entitled, paid, repaid): (Fen, Fen, Fen) = try (answer.read(), answer.read(), answer.read())
    let (inFlight, payable, overpaid): (Fen, Fen, Fen) = try (answer.read(), answer.read(), answer.read())
    let (offset, codes, clauses): (Fen, String, String) = try (answer.read(), answer.read(), answer.read())
    self.init(
      month: month, policy: policy, contribution: contribution, entitled: entitled, paid: paid, repaid: repaid,
      inFlight: inFlight, payable: payable, overpaid: overpaid, offset: offset,
      reasons: codes.isEmpty ? [] : try Reason.list(codes, clauses))
  }
}

extension Reason {
  /// The reasons of a row of `months`.
  fileprivate static func list(_ codes: String, _ clauses: String) throws(UnreadableCell) -> [Reason] {
    let codes = codes.split(separator: " ").map { ReasonCode(code: String($0)) }
    let clauses = clauses.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    var found: [Reason] = []
    guard codes.count == clauses.count else { throw UnreadableCell(question: "months", column: 13) }
    for (code, clause) in zip(codes, clauses) {
      guard let code else { throw UnreadableCell(question: "months", column: 12) }
      found.append(Reason(code, clause: clause.isEmpty ? nil : clause))
    }
    return found
  }
}

extension ClaimStatement {
  fileprivate init(_ answer: inout Answer) throws(UnreadableCell) {
    let (person, scheme): (Identifier, Identifier) = try (answer.read(), answer.read())
    let (limit, until, term): (Int?, Month?, String?) = try (answer.read(), answer.read(), answer.read())
    let (used, remaining): (Int, Int?) = try (answer.read(), answer.read())
    let (entitled, paid, payable): (Fen, Fen, Fen) = try (answer.read(), answer.read(), answer.read())
    var sums = RecoverySums()
    for sum in [
      \RecoverySums.overpaid, \.demanded, \.repaid, \.offset, \.refunded, \.refundable, \.reversed, \.writtenOff,
      \.outstanding, \.undemanded,
    ] { sums[keyPath: sum] = try answer.read() }
    self.init(
      person: person, scheme: scheme, basis: limit.map { .months($0) } ?? until.map { .until($0) }, term: term,
      usedMonths: used, remainingMonths: remaining, entitled: entitled, paid: paid, payable: payable, recovery: sums)
  }
}
