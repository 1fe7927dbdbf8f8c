extension RuleTable {
  /// 柳人社规〔2022〕9号.
  static let liuzhou = RuleSection(
    chinese: "柳州 柳人社规〔2022〕9号", english: "Liuzhou", pack: "liuzhou-2022-9",
    rules: liuzhouTerms + liuzhouWork + liuzhouExits)

  private static let liuzhouTerms: [Rule] = [
    .kept(
      "LZ01", "印发日与施行日分开记载；采用后 2022-01 起的月份适用本文件",
      "issue and effect are two dates; months from 2022-01 are decided by this document",
      .pack("effective"), .pack("document.issuedOn"), .code("PolicyTimeline.inForce")),
    .kept(
      "LZ02", "被废止的文号写入政策包；其原文不在手头，没有旧政策包",
      "the repealed number is named; its text is not at hand, so there is no older pack",
      .pack("document.repeals[0]")),
    .kept("LZ03", "依据的文号写入政策包并显示", "the basis is named and shown", .pack("document.basis[0]")),
    .kept(
      "LZ03a", "对象仅为就业困难人员，逐月核查认定；资金来源写入政策包",
      "only people recognised as hard to employ, month by month; the fund is named",
      .pack("scope.targets[code=difficulty]", clause: "一（一）"), .pack("scope.funding"),
      .pack("required[fact=difficulty-recognised]", clause: "一（一）")),
    .kept(
      "LZ04", "申请地按行政区划代码判断，柳江区除外",
      "the district of the application is inside the city, Liujiang apart",
      .pack("scope.jurisdiction"), .code("JurisdictionRule.covers")),
    .kept(
      "LZ05", "县用自己的政策包（JSON 文件），写明自己的依据，无须改程序",
      "a county brings a pack of its own with its own authority, without any code",
      .code("PolicyPack"), .code("SubsidyLedger.adopt")),
    .kept(
      "LZ06", "当月有灵活就业登记且有实缴才补贴；缴费日记载，不因补缴排除（P5）",
      "a month needs a registration and a contribution of its own; the day of payment is kept and excludes nothing (P5)",
      .pack("required[fact=flexible-registered]", clause: "一（三）3"), .pack("clauses.contribution", clause: "二（三）")),
    .kept("LZ07", "实缴 405 元及以上补 270 元", "270 yuan from a contribution of 405 yuan on", .pack("amount.tiers[0]")),
    .kept(
      "LZ08", "不足 405 元的补实缴的 2/3，分数计算，四舍五入到分", "below it two thirds, as a fraction, half up to a fen",
      .pack("amount.tiers[1].rate")),
    .kept("LZ09", "累计 36 个月", "36 months in all", .pack("terms[name=limit]")),
    .kept(
      "LZ10", "首次核定时距法定退休年龄不足 5 年的到退休当月", "under 5 years at first approval: until the retirement month",
      .pack("terms[name=until-1]"),
      .code("RuleTest.toRetirement")),
    .kept(
      "LZ11", "女性首次核定满 50 周岁的到 55 周岁当月，其余 36 个月", "a woman of 50 at first approval until the month she is 55",
      .pack("terms[name=until-2]")),
    .kept(
      "LZ12", "有劳动关系的月份不补贴，申请时即驳回", "employed in a month: not paid, and an application is rejected",
      .pack("excluded[fact=employed]", clause: "三（二）1")),
    .kept(
      "LZ13", "任法定代表人、股东、合伙人或负责人的月份不补贴", "a role in a business in a month: not paid",
      .pack("excluded[fact=business-owner]", clause: "三（二）2")),
    .kept("LZ14", "无灵活就业登记的月份不补贴", "no registration in a month: not paid", .pack("required[fact=flexible-registered]")),
    .kept(
      "LZ15", "无年度核验的月份不补贴", "no annual verification for a month: not paid",
      .pack("required[fact=annual-verified]", clause: "三（二）6")),
    .kept(
      "LZ16", "退休当月之后、领取养老金的月份不补贴", "after the retirement month, or with a pension: not paid",
      .pack("excluded[fact=pension]", clause: "三（二）4"), .pack("retired", clause: "三（二）4")),
    .kept(
      "LZ17", "四级审核环节依次办理，每步记经办人", "four stages in their order, each with its operator",
      .pack("process.stages[name=city]"),
      .code("Verified")),
    .kept(
      "LZ18", "社区初审期限：即时", "the community decides at once",
      .pack("process.stages[name=community].deadline")),
    .kept("LZ19", "街道复核期限：当日", "the street on the same day", .pack("process.stages[name=street].deadline")),
    .kept("LZ20", "城区复核期限：每周一次", "the district once a week", .pack("process.stages[name=district].deadline")),
    .kept(
      "LZ21", "每次比对记来源、日期、结果；未比对的不视为通过",
      "a check has a source, a day and an outcome; what was not checked is not passed",
      .pack("interpretations[id=P48]"), .code("Checked")),
    .kept(
      "LZ22", "申请地点与两项材料写入政策包，申请记地点和所交材料", "place and papers are named; an application keeps its own",
      .pack("application.places[code=residence]"), .pack("application.materials[code=signed-form]"),
      .code("Applied.Place")),
    .kept(
      "LZ23", "委托代办的条件写入政策包，申请记受委托人；是否身处市外由社区核实",
      "the case for a delegate is named, the delegate is kept; whether the person is away is for the community to see",
      .pack("application.delegation"), .code("Applied")),
    .kept(
      "LZ24", "委托时另列两张照片", "with a delegate two photographs are listed",
      .pack("application.materials[code=authorisation-photo]"),
      .pack("application.materials[code=applicant-photo]")),
    .kept(
      "LZ25", "委托时另列受委托人身份证、照片打印件", "with a delegate their identity card and prints are listed",
      .pack("application.materials[code=delegate-id]"), .pack("application.materials[code=photo-prints]")),
    .kept(
      "LZ26", "留存委托人身份证复印件；两人的都留（P43）；纸件在社区",
      "the applicant's copy is kept, both are (P43); the paper stays with the community",
      .pack("application.materials[code=principal-id-copy]"), .pack("interpretations[id=P43]")),
    .kept("LZ27", "先缴后补：无实缴的月份不补贴", "pay first: no contribution, no subsidy", .pack("application.payFirst")),
    .kept(
      "LZ28", "申报期以外的申请不予受理，起止日由采用时设定",
      "outside of the window an application is refused; adoption sets its days",
      .pack("application.window"), .pack("parameters[name=applicationWindow]")),
    .kept(
      "LZ28a", "已核定未发的逐月显示为应发；文件无天数，不设期限",
      "approved and unpaid months show as payable; the text names no number of days",
      .code("MonthEntitlement"), .code("LedgerState.decideDraft")),
    .kept(
      "LZ29", "其他部门或其他地区已补的同一月份不再补", "a month that another department or city paid is not paid again",
      .pack("excluded[fact=other-subsidy]"), .pack("clauses.otherScheme")),
  ]

  private static let liuzhouWork: [Rule] = [
    .kept(
      "LZ30", "范围含无雇工个体工商户；与三（二）2并列，以登记的事实为准（P20）",
      "sole traders without employees are within; next to 三（二）2 the recorded fact decides (P20)",
      .pack("scope.work[code=sole-trader]")),
    .kept(
      "LZ31", "范围含未参加企业职工养老的非全日制", "part-time without pension insurance by an employer",
      .pack("scope.work[code=part-time]")),
    .kept("LZ32", "范围含平台从业且无劳动关系", "platform work without an employment relation", .pack("scope.work[code=platform]")),
    .kept("LZ33", "范围含国家、自治区规定的其他", "others named by the state or the region", .pack("scope.work[code=other]")),
    .kept(
      "LZ46", "附件一岗位目录 A", "usual jobs, list A", .pack("scope.jobs[code=A]")),
    .kept("LZ46a", "附件二岗位目录 B", "usual jobs, list B", .pack("scope.jobs[code=B]")),
    .kept(
      "LZ46b", "附件四岗位目录 D；有执照的属经营者事实", "usual jobs, list D; a licence is a fact of its own", .pack("scope.jobs[code=D]")
    ),
    .kept("LZ46c", "附件五岗位目录 E", "usual jobs, list E", .pack("scope.jobs[code=E]")),
    .kept(
      "LZ47", "附件三岗位目录 C，含每日 4 小时、每周 24 小时；报告记每周工时，由审核人核对",
      "usual jobs, list C, with its hours; a report keeps the hours of a week, the reviewer compares",
      .pack("scope.jobs[code=C]"),
      .code("Reported")),
  ]

  private static let liuzhouExits: [Rule] = [
    .kept(
      "LZ34", "建立劳动关系之月起不补贴", "not paid from the month of the employment", .pack("supervision.exits[code=employed]"),
      .pack("excluded[fact=employed]")),
    .kept(
      "LZ35", "任职之月起不补贴", "not paid from the month of the role", .pack("supervision.exits[code=business-owner]"),
      .pack("excluded[fact=business-owner]")),
    .kept(
      "LZ36", "户籍迁出市外之月起不补贴", "not paid from the month of moving out", .pack("supervision.exits[code=moved-out]"),
      .pack("excluded[fact=moved-out]")),
    .kept(
      "LZ37", "领取养老金之月起、退休当月之后不补贴", "not paid with a pension or after the retirement month",
      .pack("supervision.exits[code=pension]"),
      .pack("retired")),
    .kept(
      "LZ38", "弄虚作假的终止：全部月份无效", "deceit ends the approval and voids every month",
      .pack("supervision.exits[code=fraud]"),
      .code("Ended.fraud")),
    .kept(
      "LZ39", "核验期过后未核验的停止", "stopped if the year's verification is missing",
      .pack("supervision.exits[code=annual-verification-missing]"), .code("SweepCause.annualVerificationMissing")),
    .kept(
      "LZ40", "变化记为事实，台账（个人逐月、表）随之变", "a change is a fact; the personal ledger and the tables follow",
      .code("FactRecorded"),
      .code("MonthsProjection"), .code("ClaimsProjection")),
    .kept("LZ41", "走访记人、日期、发现", "a visit has a person, a day and what was found", .code("Visited")),
    .kept(
      "LZ42", "抽查不少于 5 人，按种子可复核", "a sample of 5 or more, drawn again from its seed",
      .pack("supervision.sampling"),
      .code("SampleDrawn")),
    .kept(
      "LZ43", "查实：停止、取消资格（不再核定）、全部月份追回", "stopped, no new approval, every paid month is demanded",
      .pack("clauses.fraud"),
      .pack("clauses.recovery[0]"), .code("LedgerState.decideDemands")),
    .outOfScope(
      "LZ44", "移送司法由机关决定；个人时间线和追回通知即所需材料",
      "handing a case to the courts is an authority's act; the person's timeline and the demand are its material"),
    .kept(
      "LZ45", "追回可记责任部门或责任人；归垫另记，不冲减本人",
      "a demand can name the unit or person who has to bring the money back; what a unit puts back is apart",
      .code("ClawedBack"), .code("PutBack")),
    .kept("LZ48", "主动公开", "the document is public", .pack("scope.publication")),
  ]
}
