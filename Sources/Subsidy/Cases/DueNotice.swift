public import Policy
public import Values

/// A notice that has to be sent, with everything its text needs but the person's private data.
///
/// > Source: 京劳服失发〔2019〕1号 附件4.
public struct DueNotice: Sendable {
  /// The template.
  public let template: NoticeTemplate
  /// The person.
  public let person: Identifier
  /// The digest of the person's private data.
  public let vault: String?
  /// The application it is about.
  public var application: Identifier?
  /// What was granted.
  public var granted: GrantedMonths?
  /// Why the application failed.
  public var reasons: [RejectionReason] = []
  /// By when something has to be done.
  public var dueOn: CivilDate?
  /// The month from which nothing is paid any more.
  public var stopMonth: Month?
}

extension LedgerState {
  /// The notices of a month that no `notified` tells of, by kind in the order of the pack and by person.
  ///
  /// - Parameters:
  ///   - scheme: the scheme.
  ///   - month: the month.
  ///   - kind: only this kind; nil for all.
  ///   - records: the cases.
  /// - Returns: the notices; none where the document has no templates.
  public func dueNotices(
    of scheme: Identifier, _ month: Month, kind: NoticeTemplate.Kind?, _ records: CaseRecords
  ) -> [DueNotice] {
    guard let pack = timeline(of: scheme)?.timeline.inForce(for: month)?.pack, let supervision = pack.supervision
    else { return [] }
    var notices: [DueNotice] = []
    for template in supervision.notices where kind == nil || template.kind == kind {
      for person in persons.identifiers.sorted() {
        let due =
          switch template.kind {
          case .approved: approvals(person, scheme, month, template, records)
          case .rejected: rejections(person, scheme, month, template, records)
          case .reportDue: report(person, scheme, month, template, supervision.reports, records)
          case .debitFailed: failedDebit(person, scheme, month, template, records)
          case .newStandard: newStandard(person, scheme, month, template, records)
          }
        notices += due.filter { notice in !records[person].wasSent(notice, scheme, month) }
      }
    }
    return notices
  }

  private func notice(_ template: NoticeTemplate, _ person: Identifier) -> DueNotice {
    DueNotice(template: template, person: person, vault: self.person(person)?.registered?.vault)
  }

  private func approvals(
    _ person: Identifier, _ scheme: Identifier, _ month: Month, _ template: NoticeTemplate, _ records: CaseRecords
  ) -> [DueNotice] {
    records[person].applications.compactMap { application in
      guard application.scheme == scheme, application.approvedAt?.civilDate.month == month,
        let approved = application.approved, let first = application.firstMonth
      else { return nil }
      var notice = notice(template, person)
      notice.application = application.id
      notice.granted = granted(approved.basis, from: first, to: person, in: scheme)
      return notice
    }
  }

  private func rejections(
    _ person: Identifier, _ scheme: Identifier, _ month: Month, _ template: NoticeTemplate, _ records: CaseRecords
  ) -> [DueNotice] {
    records[person].applications.compactMap { application in
      guard application.scheme == scheme, application.rejectedAt?.civilDate.month == month,
        let rejected = application.rejected
      else { return nil }
      var notice = notice(template, person)
      notice.application = application.id
      notice.reasons = rejected.reasons
      return notice
    }
  }

  /// A report is due by the last day of each window; who has reported in it is not reminded.
  ///
  /// > Source: 附件1 三.5, and the pack's interpretation P27: fixed windows from the first month on.
  private func report(
    _ person: Identifier, _ scheme: Identifier, _ month: Month, _ template: NoticeTemplate, _ rule: ReportRule?,
    _ records: CaseRecords
  ) -> [DueNotice] {
    guard let rule, let application = currentApproval(of: person, in: scheme, for: month, records),
      let first = application.firstMonth, (Int(month.index - first.index) + 1).isMultiple(of: rule.everyMonths)
    else { return [] }
    let window = month.adding(1 - rule.everyMonths).firstDay...month.lastDay
    if self.person(person)?.reports.contains(where: { window.contains($0.on) }) ?? false { return [] }
    var notice = notice(template, person)
    notice.dueOn = month.lastDay
    notice.stopMonth = month.adding(1)
    return [notice]
  }

  /// The next debit is made within the following month, so its last day is the day to have paid in by.
  private func failedDebit(
    _ person: Identifier, _ scheme: Identifier, _ month: Month, _ template: NoticeTemplate, _ records: CaseRecords
  ) -> [DueNotice] {
    guard self.person(person)?.failedDebits.contains(month) ?? false,
      currentApproval(of: person, in: scheme, for: month, records) != nil
    else { return [] }
    var notice = notice(template, person)
    notice.dueOn = month.adding(1).lastDay
    return [notice]
  }

  private func newStandard(
    _ person: Identifier, _ scheme: Identifier, _ month: Month, _ template: NoticeTemplate, _ records: CaseRecords
  ) -> [DueNotice] {
    guard month.number == 7, currentApproval(of: person, in: scheme, for: month, records) != nil else { return [] }
    var notice = notice(template, person)
    notice.dueOn = month.lastDay
    return [notice]
  }
}

extension PersonCase {
  /// Whether a notice was sent: for its application whenever that was, else in the month that it is about.
  fileprivate func wasSent(_ notice: DueNotice, _ scheme: Identifier, _ month: Month) -> Bool {
    notices.contains { sent in
      guard sent.scheme == scheme, sent.notice.description == notice.template.kind.rawValue else { return false }
      if let application = sent.application, notice.application != nil { return application == notice.application }
      return sent.on.month == month
    }
  }
}
