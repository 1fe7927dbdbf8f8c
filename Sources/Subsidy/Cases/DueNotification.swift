public import Policy
public import Values

/// A notification that has to be sent, with all values that its text needs except the person's private data.
///
/// > Source: 京劳服失发〔2019〕1号 附件4.
public struct DueNotification: Sendable {
  /// The template.
  public let template: NotificationTemplate
  /// The person.
  public let person: Identifier
  /// The application it is about.
  public var application: Identifier?
  /// The months granted.
  public var granted: GrantedMonths?
  /// Why the application failed.
  public var reasons: [RejectionReason] = []
  /// The day by which the person has to act.
  public var dueOn: CivilDate?
  /// The first month that is not paid any more.
  public var stopMonth: Month?
}

extension LedgerState {
  /// The notifications of a month that no `notified` records, by kind in the order of the pack and by person.
  ///
  /// - Parameters:
  ///   - scheme: the scheme.
  ///   - month: the month.
  ///   - kind: only this kind; nil for all.
  ///   - records: the cases.
  /// - Returns: the notifications; none if the document has no templates.
  public func dueNotifications(
    of scheme: Identifier, _ month: Month, kind: NotificationTemplate.Kind?, _ records: CaseRecords
  ) -> [DueNotification] {
    guard let pack = timeline(of: scheme)?.timeline.inForce(for: month)?.pack, let supervision = pack.supervision
    else { return [] }
    var notifications: [DueNotification] = []
    for template in supervision.notifications where kind == nil || template.kind == kind {
      for person in ownKeys.sorted() {
        let due =
          switch template.kind {
          case .approved: approvals(person, scheme, month, template, records)
          case .rejected: rejections(person, scheme, month, template, records)
          case .reportDue: report(person, scheme, month, template, supervision.reports, records)
          case .debitFailed: failedDebit(person, scheme, month, template, records)
          case .newStandard: newStandard(person, scheme, month, template, records)
          }
        notifications += due.filter { notification in !records[person].wasSent(notification, scheme, month) }
      }
    }
    return notifications
  }

  private func notification(_ template: NotificationTemplate, _ person: Identifier) -> DueNotification {
    DueNotification(template: template, person: person)
  }

  private func approvals(
    _ person: Identifier, _ scheme: Identifier, _ month: Month, _ template: NotificationTemplate, _ records: CaseRecords
  ) -> [DueNotification] {
    records[person].applications.compactMap { application in
      guard application.scheme == scheme, application.approvedAt?.civilDate.month == month,
        let approved = application.approved, let first = application.firstMonth
      else { return nil }
      var notification = notification(template, person)
      notification.application = application.id
      notification.granted = granted(approved.basis, from: first, to: person, in: scheme)
      return notification
    }
  }

  private func rejections(
    _ person: Identifier, _ scheme: Identifier, _ month: Month, _ template: NotificationTemplate, _ records: CaseRecords
  ) -> [DueNotification] {
    records[person].applications.compactMap { application in
      guard application.scheme == scheme, application.rejectedAt?.civilDate.month == month,
        let rejected = application.rejected
      else { return nil }
      var notification = notification(template, person)
      notification.application = application.id
      notification.reasons = rejected.reasons
      return notification
    }
  }

  /// A report is due by the last day of each window; a person who has reported in it is not reminded.
  ///
  /// > Source: 附件1 三.5, and the pack's interpretation P27: fixed windows from the first month on.
  private func report(
    _ person: Identifier, _ scheme: Identifier, _ month: Month, _ template: NotificationTemplate, _ rule: ReportRule?,
    _ records: CaseRecords
  ) -> [DueNotification] {
    guard let rule, let application = currentApproval(of: person, in: scheme, for: month, records),
      let first = application.firstMonth, (Int(month.index - first.index) + 1).isMultiple(of: rule.everyMonths)
    else { return [] }
    let window = month.adding(1 - rule.everyMonths).firstDay...month.lastDay
    if self.person(person)?.reports.contains(where: { window.contains($0.on) }) ?? false { return [] }
    var notification = notification(template, person)
    notification.dueOn = month.lastDay
    notification.stopMonth = month.adding(1)
    return [notification]
  }

  /// The next debit is made within the following month, so its last day is the day to have paid in by.
  private func failedDebit(
    _ person: Identifier, _ scheme: Identifier, _ month: Month, _ template: NotificationTemplate, _ records: CaseRecords
  ) -> [DueNotification] {
    guard self.person(person)?.failedDebits.contains(month) ?? false,
      currentApproval(of: person, in: scheme, for: month, records) != nil
    else { return [] }
    var notification = notification(template, person)
    notification.dueOn = month.adding(1).lastDay
    return [notification]
  }

  private func newStandard(
    _ person: Identifier, _ scheme: Identifier, _ month: Month, _ template: NotificationTemplate, _ records: CaseRecords
  ) -> [DueNotification] {
    guard month.number == 7, currentApproval(of: person, in: scheme, for: month, records) != nil else { return [] }
    var notification = notification(template, person)
    notification.dueOn = month.lastDay
    return [notification]
  }
}

extension PersonCase {
  /// Whether a notification was sent: for its application whenever that was, else in the month that it is about.
  fileprivate func wasSent(_ notification: DueNotification, _ scheme: Identifier, _ month: Month) -> Bool {
    notifications.contains { sent in
      guard sent.scheme == scheme, sent.notification.description == notification.template.kind.rawValue else {
        return false
      }
      if let application = sent.application, let own = notification.application { return application == own }
      return sent.on.month == month
    }
  }
}
