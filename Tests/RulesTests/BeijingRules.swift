extension RuleTable {
  /// 京劳服失发〔2019〕1号.
  static let beijing = RuleSection(
    chinese: "北京 京劳服失发〔2019〕1号", english: "Beijing", pack: "beijing-2019-1",
    rules: beijingPlan + beijingSteps + beijingForm + beijingUndertaking + beijingNotices)

  private static let beijingPlan: [Rule] = [
    .kept(
      "BJ01", "依据的文件不在手头：金额必须由采用时设定", "its basis is not at hand: adoption has to set the amount",
      .pack("document.basis[0]"),
      .pack("parameters[name=amountFen]")),
    .kept("BJ02", "新流程自 2019-04-01 起", "the new process begins on 2019-04-01", .pack("effective", clause: "一")),
    .outOfScope("BJ03", "“逐步”没有日期，也没有可执行的规则", "a later step without a date or a rule that could be applied"),
    .kept(
      "BJ04", "街道受理初审是第一个环节", "the street's first review is the first stage",
      .pack("process.stages[name=street]", clause: "三.2")),
    .kept(
      "BJ05", "区双岗复核；用款计划", "two district posts; the funding plan",
      .pack("process.stages[name=district-2]", clause: "三.3")),
    .kept(
      "BJ06", "统计、抽查、全市用款计划", "statistics, samples, the city's plan",
      .code("SampleDraw")),
    .kept(
      "BJ24", "4月1日0时前受理的按原流程，此后按新流程，受理后不变",
      "accepted before midnight of 1 April: the old process, else the new one, for good",
      .pack("process.transition"), .code("AdoptedPolicies.process")),
    .kept(
      "BJ25", "区承诺书须含市模板每一行", "a district's undertaking has to hold every line of the city's",
      .pack("application.undertaking", clause: "附件3"), .code("UndertakingRule.firstLineMissing")),
    .kept(
      "BJ26", "“社保状态确认”即确认开始月份", "the confirmed status is the confirmed first month",
      .pack("process.startConfirmation", clause: "三.4")),
    .kept("BJ27", "每月增员名单", "the monthly list of who newly starts", .code("StartConfirmed")),
    .kept(
      "BJ28", "双岗由程序强制；批次由制单人自批的列为审计发现；其余为工作要求",
      "the two posts are enforced; a batch approved by its drafter is a finding; the rest is advice",
      .pack("process.stages[name=district-2]", clause: "三.3"), .code("LedgerState.batchFaults")),
  ]

  private static let beijingSteps: [Rule] = [
    .kept(
      "BJ07", "户口所在地或常住地街道", "the street of the household or the residence",
      .pack("application.places[code=household]"),
      .pack("application.places[code=residence]")),
    .kept(
      "BJ08", "申请表、承诺书列入材料；未签承诺书的驳回", "form and undertaking are listed; without the undertaking it is rejected",
      .pack("process.undertaking"), .pack("application.materials[code=application-form]", clause: "三.2")),
    .kept(
      "BJ09", "三项材料拍照上传、纸质留存列入政策包；申请记所交材料", "three papers, photographed and kept; an application keeps which",
      .pack("application.materials[code=id-card]"), .pack("application.materials[code=undertaking]")),
    .kept(
      "BJ10", "比对记来源、日期、结果", "a comparison has source, day and outcome", .pack("interpretations[id=P48]"),
      .code("Checked")),
    .kept(
      "BJ11", "当面核查记为一次核查：核查人、日期、结果", "the check in person is a check: by whom, when, with which outcome",
      .code("Checked")),
    .kept(
      "BJ12", "初审期限：2 个工作日", "the first review within 2 working days",
      .pack("process.stages[name=street].deadline")),
    .kept(
      "BJ13", "初审通过即自动公示 5 个工作日", "5 working days of publicity begin by themselves", .pack("process.publicity"),
      .code("WorkingDayCalendar")),
    .kept("BJ14", "区两次复核是两个环节", "the district's two reviews are two stages", .pack("process.stages[name=district-1]")),
    .kept(
      "BJ15", "区复核期限：5 个工作日", "the district within 5 working days",
      .pack("process.stages[name=district-1].deadline")),
    .kept(
      "BJ16", "两次须为不同经办人，否则拒收", "two operators, or it is refused",
      .pack("process.stages[name=district-2].otherOperatorThan")),
    .kept(
      "BJ17", "两次须为不同钥匙盘，否则拒收", "two keys, or it is refused", .pack("process.stages[name=district-2].otherKeyThan")),
    .kept(
      "BJ18", "公示结束后才能第二次复核，否则拒收", "the second only after the publicity, or it is refused",
      .pack("process.stages[name=district-2].afterPublicity"), .code("StageRules.runningPublicity")),
    .kept(
      "BJ19", "申请次月 24 日前确认开始月份", "the first month is confirmed by the 24th of the next month",
      .pack("process.startConfirmation.byDay"), .code("StartConfirmed")),
    .kept(
      "BJ20", "确认方式：按申请、顺延、退费", "confirmed as applied, postponed or refunded", .pack("process.startConfirmation"),
      .code("StartConfirmed.Mode")),
    .kept("BJ21", "足额存款通知记日期、渠道", "the notification to keep enough money has day and channel", .code("Notified")),
    .kept(
      "BJ22", "每三个月一期的报告", "a report in every window of three months", .pack("supervision.reports"),
      .code("Reported")),
    .kept(
      "BJ23", "逾期未报告的停止资格", "without one the subsidy stops", .pack("supervision.reports"),
      .code("SweepCause.reportMissed")),
  ]

  private static let beijingForm: [Rule] = [
    .kept(
      "BJ29", "申请表十个栏目写入政策包，个人信息在私密库", "the form's ten fields are in the pack, their values in the vault",
      .pack("application.form.fields[9]"), .code("PrivateData")),
    .kept(
      "BJ30", "声明工作、起始日、天数；申请记工作与起始日", "the statement of work, first day and days; an application keeps work and day",
      .pack("application.form.statements[0]"), .code("Applied.Work")),
    .kept(
      "BJ31", "四个收入区间，整元，不重叠", "four bands of income, whole yuan, none overlapping",
      .pack("application.form.incomeBands[1]"), .code("IncomeBand")),
    .kept(
      "BJ32", "声明无劳动合同、真实", "the statements on contracts and truth", .pack("application.form.statements[2]"),
      .pack("application.form.statements[3]")),
    .kept(
      "BJ33", "核查人、核查日期由核查事件记载", "who checked and when are in the check's event", .code("Checked"), .code("Verified")),
    .kept(
      "BJ34", "初审意见写明起始月、月数；核定事件记二者；街道只有一个环节，复核人签在纸上",
      "the opinion names first month and months, as the approval does; the street has one stage, its second signature is on paper",
      .pack("application.form.opinion[0]"), .code("Approved")),
    .kept(
      "BJ35", "留存、拍照上传的附注写入政策包；纸件在街道", "the notes on keeping are in the pack; the paper stays with the street",
      .pack("application.form.notes[0]", clause: "附件2")),
  ]

  private static let beijingUndertaking: [Rule] = [
    .kept("BJ36", "三个确认项", "three items to confirm", .pack("application.undertaking.lines[2]", clause: "附件3")),
    .kept(
      "BJ37", "缴费银行和账号；银行按所填记载，不限两家", "bank and account, as filled in; the bank is not limited to the two",
      .pack("application.undertaking.lines[6]", clause: "附件3"), .code("PrivateData")),
    .kept(
      "BJ38", "联系方式和紧急联系人", "contacts", .pack("application.undertaking.lines[9]", clause: "附件3"), .code("PrivateData")),
    .kept(
      "BJ39", "连续 2 个月扣款不成功的停止", "two failed debits running stop the subsidy", .pack("supervision.debits"),
      .pack("parameters[name=failedDebits]"),
      .code("SweepCause.debitsFailed")),
    .kept(
      "BJ40", "就业变更记为事实，当月起不补贴", "a change of work is a fact and counts from its month",
      .pack("excluded[fact=employed]", clause: "附件2"), .code("FactRecorded")),
    .kept(
      "BJ41", "报告四项：内容、地点、时间、收入；逾期视为放弃",
      "a report has work, place, hours and income; without one it is given up",
      .pack("supervision.exits[code=report-missed]"), .code("Reported")),
    .kept(
      "BJ42", "次月又有缴费的顺延：确认较晚的开始月份", "another contribution next month postpones: a later first month is confirmed",
      .pack("application.undertaking.lines[14]", clause: "附件3"), .code("StartConfirmed")),
    .kept(
      "BJ43", "不实承诺的终止、追回引用本条", "ends for untrue undertakings and demands cite this clause", .pack("clauses.fraud"),
      .pack("clauses.recovery[0]")),
    .kept(
      "BJ44", "补贴拨付社保基金；账户变更重新登记", "the money goes to the insurance fund; a new account is a new registration",
      .pack("payee")),
    .kept(
      "BJ45", "真实意思表示写入承诺书", "the undertaking says that it is one's own will",
      .pack("application.undertaking.lines[17]", clause: "附件3")),
    .kept("BJ46", "抄写段写入政策包", "the passage to be copied by hand", .pack("application.undertaking.copied")),
    .kept(
      "BJ47", "必含内容按市模板逐行核对；纸件在街道",
      "its required text is compared line by line; the paper stays with the street",
      .pack("application.undertaking", clause: "附件3"), .code("UndertakingRule.firstLineMissing")),
  ]

  private static let beijingNotices: [Rule] = [
    .kept(
      "BJ48", "通过通知，只用身份证尾号", "notification of approval, with the ID's last digits only",
      .pack("supervision.notices[kind=approved]")),
    .kept(
      "BJ49", "未通过通知，写明原因", "notification of rejection with its reason", .pack("supervision.notices[kind=rejected]")
    ),
    .kept(
      "BJ50", "报告提醒，写明期限和停止月", "reminder of a report, with day and month",
      .pack("supervision.notices[kind=report-due]")),
    .kept("BJ51", "扣款未成功提醒", "notification of a failed debit", .pack("supervision.notices[kind=debit-failed]")),
    .kept("BJ52", "每年 7 月新标准提醒", "each July the new standard", .pack("supervision.notices[kind=new-standard]")),
    .kept("BJ53", "花名册 14 列", "the roster's 14 columns", .code("PaperIssued")),
    .kept("BJ54", "花名册编号、每月留存", "numbered rosters, kept each month", .code("PaperIssued")),
    .outOfScope("BJ55", "流程图在所得文本中缺失，无法还原", "the flow chart is missing from the text at hand"),
  ]
}
