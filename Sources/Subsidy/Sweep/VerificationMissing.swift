import Policy
import Values

extension ClaimSweep {
  /// A year whose days for the certificate's verification are over without one.
  ///
  /// A year counts only if the claim has a month in it that is not suspended. The verification may come late: the clerk who
  /// takes it in resumes the payment.
  ///
  /// > Source: 柳人社规〔2022〕9号 三（二）6, 一（三）4; interpretation P40.
  func verificationMissing(since start: Month) -> SweepItem? {
    let last = day.month
    var year = start.year
    while year <= last.year {
      defer { year += 1 }
      guard let december = Month(year: year, month: 12), let policy = policies.timeline.inForce(for: december),
        let closed = policy.verificationWindow?.lastDay(in: year), closed < day,
        let supervision = policy.pack.supervision
      else { continue }
      let january = december.adding(-11)
      let isCovered = (0..<12).contains { offset in
        let month = january.adding(offset)
        return start <= month && month <= last && !claim.isSuspended(month)
      }
      let isVerified = person.facts.contains {
        $0.code == .annualVerified && $0.hasDay(from: january.firstDay, to: december.lastDay)
      }
      guard isCovered, !isVerified else { continue }
      let found = item(
        .suspended, from: closed.month.adding(1), .annualVerificationMissing,
        clause: supervision.exitClause(SweepCause.annualVerificationMissing.rawValue)
          ?? supervision.verification?.clause, .notVerified(year: year, closed: closed))
      if let found { return found }
    }
    return nil
  }
}
