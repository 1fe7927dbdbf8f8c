package import Papers
package import Subsidy
import Values

/// Why an entry about an approval, or about the person, is refused: a start, an end, an extension, a household, a chosen
/// retirement, a claim.
extension Refusal {
  /// The wording of these refusals.
  package var personText: Text {
    switch self {
    case .startBeforeApplication(let month):
      Text(
        en: "the first month lies before \(month), the month applied for; expected \(month) or later",
        zh: "起始月份早于申请的月份；应为 \(month) 或以后")
    case .nothingApproved(let scheme):
      Text(
        en: "the person has no approval in the scheme \(scheme); check the person and the scheme",
        zh: "该人员在补贴项目 \(scheme) 中没有批准记录；请核对人员标识和补贴项目")
    case .alreadyEnded(let scheme):
      Text(
        en: "the person's approval in the scheme \(scheme) has ended; it takes a new application to go on",
        zh: "该人员在补贴项目 \(scheme) 中已终止；如需继续享受，须重新申请")
    case .notSuspended(let scheme):
      Text(
        en: "the person's subsidy in the scheme \(scheme) is not suspended; there is nothing to resume",
        zh: "该人员在补贴项目 \(scheme) 中未暂停发放；无需恢复")
    case .noExtension(let scheme):
      Text(
        en: "the document of the scheme \(scheme) does not provide for an extension; leave the entry out",
        zh: "补贴项目 \(scheme) 的文件没有延长规定；请删去本记录")
    case .limitNotUsedUp(let clause):
      Text(
        en: "the limit is not used up, and an extension is decided after it is; record it then",
        zh: "享受期限尚未用完；延长应在期满后决定，请届时登记"
      ).cited(clause)
    case .extensionNotOpen(let month, let clause):
      Text(
        en:
          "the limit was used up \(month.map { "in \($0)" } ?? "elsewhere"), and the document allows no extension then; "
          + "leave the entry out",
        zh: "\(month.map { "\($0) 期满" } ?? "期限在外地用完")，不在文件允许延长的时间内；请删去本记录"
      ).cited(clause)
    case .notRepeated(let field):
      Text(
        en: "the person's last registration has `\(field)`, this one has not, and the last one counts whole; repeat it",
        zh: "该人员上次登记有 `\(field)`，本次没有；以最后一次登记为准，请重复填写"
      ).about(entry: field)
    case .moveWithoutDay(let known, let found, let birth):
      Text(
        en: "the household is \(found), expected \(known) as registered", zh: "户籍地实为 \(found)，原登记为 \(known)"
      ).then(
        Text(
          en: "give the day of the move as `since`, or \(birth), the birth, if it was wrong from the start",
          zh: "请在 `since` 中填写迁移日期，如原登记自始有误，填写出生日期 \(birth)"),
        onPage: Text(
          en: "give the day of the move, or \(birth), the birth, if it was wrong from the start",
          zh: "请填写户籍迁移日期，如原登记自始有误，填写出生日期 \(birth)")
      ).about("since")
    case .moveWasCorrected(let sequence):
      Text(
        en: "event \(sequence) set the household of this move right and would change another one without it; "
          + "annul event \(sequence) first",
        zh: "事件 \(sequence) 更正了本次迁移的户籍地，撤销本次迁移后将错改其他户籍；请先撤销事件 \(sequence)")
    case .detailNotListed(let found, let known):
      Text(
        en: "detail `\(found)` is no target group of an adopted pack, and a pack decides by it; "
          + "use one of: \(known.joined(separator: ", "))",
        zh: "detail `\(found)` 不是已采用政策包中的补贴对象，而政策包依此判定；可用代码：\(known.joined(separator: "、"))"
      ).about("detail")
    case .retiresLate(let statutory):
      Text(
        en:
          "the statutory day of retirement is \(statutory); who retires later agrees it with an employer, and a flexible "
          + "worker has none",
        zh: "法定退休日期为 \(statutory)；弹性延迟退休须与用人单位协商一致，灵活就业人员不适用")
    case .retiresTooEarly(let earliest):
      Text(
        en:
          "retirement can be chosen from \(earliest) on: at most three years before the statutory day, and not before "
          + "the age without the delay",
        zh: "最早可选择 \(earliest) 退休：弹性提前最长不超过 3 年，且不得低于原法定退休年龄")
    case .claimWithoutPolicy(let month):
      Text(
        en: "no policy is in force for \(month), so that it cannot be claimed; correct the months",
        zh: "\(month) 没有施行的政策，不能申报；请更正月份")
    case .claimOutOfWindow(let month, let days, let found, let clause):
      Text(
        en:
          "\(month) is claimed from \(days.lowerBound) to \(days.upperBound), found \(found); claim only months whose "
          + "window is open",
        zh: "\(month) 的申报期为 \(days.lowerBound) 至 \(days.upperBound)，实为 \(found)；请只申报在申报期内的月份"
      ).cited(clause)
    case .claimBeforeEnd(let month, let clause):
      Text(
        en: "\(month) was not over when it was claimed; claim it after \(month.lastDay)",
        zh: "申报时 \(month) 尚未结束；请在 \(month.lastDay) 以后申报"
      ).cited(clause)
    case .claimBeforeContribution(let month, let clause):
      Text(
        en:
          "no contribution that counts for \(month) was paid by the day of the claim; record it, or claim the month later",
        zh: "至申报之日，\(month) 没有可计入的缴费；请先登记缴费，或以后再申报"
      ).cited(clause)
    case .extensionTaken(let clause):
      Text(
        en: "the person was granted the one extension before; leave the entry out",
        zh: "该人员已享受过一次性延长，不得再次延长；请删去本记录"
      ).cited(clause)
    case .extensionTooLong(let most, let clause):
      Text(
        en: "months: an extension has 1 to \(most) months; correct the number",
        zh: "months：延长期应为 1 至 \(most) 个月；请更正"
      ).cited(clause)
    case .nothingToExtend(let clause):
      Text(
        en: "graduates and those paid until retirement have no limit to extend; leave the entry out",
        zh: "高校毕业生和享受至退休的人员不适用延长；请删去本记录"
      ).cited(clause)
    default: preconditionFailure("not a refusal about what is approved or about the person")
    }
  }
}
