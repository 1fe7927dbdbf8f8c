import Policy
import Values

extension ClaimSweep {
  /// A fact by which a person leaves the registration automatically, with a day since an approval began.
  ///
  /// A person who registered again before the approval has made it good: the approval rests on the new registration. After the
  /// approval, only a new application does.
  ///
  /// > Source: 临人社字〔2021〕63号 三 (视为自动退出灵活就业登记); interpretation P7: the month of the first such day is out.
  func exitByFact(from approval: ClaimState.Approval) -> SweepItem? {
    guard policies.hasExitsByFact else { return nil }
    let start = person.start(of: approval, in: claim, under: policies)
    let registrations = person.facts.filter { $0.code == .flexibleRegistered && $0.from <= approval.date }.map(\.from)
    var earliest: SweepItem?
    for fact in person.facts {
      let first = max(fact.from, start.firstDay)
      guard fact.hasDay(from: start.firstDay, to: day), let policy = policies.timeline.inForce(for: first.month),
        let exit = policy.pack.supervision?.exits.first(where: { $0.isAutomatic && $0.fact == fact.code }),
        !registrations.contains(where: { $0 > first })
      else { continue }
      if let earliest, earliest.from <= first.month { continue }
      earliest = item(
        .ended, from: first.month, .registrationExit, clause: exit.item.clause, .fact(fact.code, first))
    }
    return earliest
  }
}
