/// Why a sweep of the ledger suspends or ends an approval: the reasons it writes, and recognises as its own.
///
/// Any other reason of a `suspended` or `ended` is an operator's.
public enum SweepCause: String, CaseIterable, Hashable, Sendable {
  /// The periodic report is overdue (逾期不报告).
  case reportMissed = "report-missed"
  /// The bank could not collect the contribution for months on end (连续扣款不成功).
  case debitsFailed = "debits-failed"
  /// The certificate was not verified for the year (未年度核验).
  case annualVerificationMissing = "annual-verification-missing"
  /// The retirement month is over (达到法定退休年龄).
  case retired
  /// Every month of the limit was used (享受期满).
  case limitReached = "limit-reached"
  /// The months of the extension were used (延长期满).
  case extensionRunOut = "extension-run-out"
  /// The registration as flexibly employed ended (退出登记).
  case registrationExit = "registration-exit"
}
