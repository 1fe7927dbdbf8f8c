extension RuleTable {
  /// 景人社字〔2024〕139号.
  static let jingdezhen = RuleSection(
    chinese: "景德镇 景人社字〔2024〕139号", english: "Jingdezhen", pack: "jingdezhen-2024-139",
    rules: jingdezhenTerms + jingdezhenProcess + jingdezhenExclusions)

  private static let jingdezhenTerms: [Rule] = [
    .kept(
      "JD01", "两个依据写入政策包；困难认定作为事实记来源", "both bases are named; the recognition is a fact with its source",
      .pack("document.basis[1]"),
      .pack("required[fact=difficulty-recognised]", clause: "一（二）")),
    .kept(
      "JD02", "九类对象写入政策包；认定登记的类别为准", "the nine groups are listed; the recorded recognition decides",
      .pack("scope.targets[code=4050]"),
      .pack("scope.targets[code=other]")),
    .kept(
      "JD03", "逐月核查本市户籍、未过退休月、困难认定、灵活就业登记、个人缴费",
      "household, age, recognition, registration and contribution, month by month",
      .pack("household"), .pack("required[fact=difficulty-recognised]"), .pack("scope.work[code=self-employed]")),
    .kept("JD04", "每月 500 元", "500 yuan a month", .pack("amount.tiers[0]")),
    .kept("JD05", "累计 36 个月", "36 months in all", .pack("limit")),
    .kept(
      "JD06", "男 60、女 50 不足 5 年的到退休当月", "under 5 years to 60 or 50: until the retirement month", .pack("until[0]"),
      .pack("statutoryAge"), .code("RuleTest.toRetirement")),
    .kept(
      "JD07", "以首次核定之日为准，写入核定事件", "the first approval's day counts and is in the event", .pack("until[0]"),
      .code("Approved")),
    .kept(
      "JD08", "按季度发放写入政策包；批次可截至任何月份", "the quarter is named; a batch may go through any month",
      .pack("supervision.cycle")),
    .kept(
      "JD09", "身份证、迁入人员户口本列入材料", "identity card; household book of who moved in",
      .pack("application.materials[code=id-copy]"),
      .pack("application.materials[code=household-book]")),
    .kept(
      "JD10", "就业证明、缴费证明列入材料", "proof of work and of contributions",
      .pack("application.materials[code=employment-proof]"),
      .pack("application.materials[code=contribution-proof]")),
    .kept(
      "JD11", "两项证明只在系统核查不到时才要", "both proofs are asked for only if no system has them",
      .pack("application.materials[code=employment-proof].when"), .code("MaterialRule.Condition")),
  ]

  private static let jingdezhenProcess: [Rule] = [
    .kept(
      "JD12", "六个渠道写入政策包；申请记渠道", "six channels are listed; an application keeps its own",
      .pack("application.channels[code=ganfutong]")),
    .kept(
      "JD13", "户籍所在地受理；参保地不是条件", "the place of the household; that of the insurance is no condition",
      .pack("application.places[code=household]")),
    .kept(
      "JD14", "失业登记、困难认定、灵活就业登记、申请的日期不得倒置", "the registrations' days may not go backwards",
      .pack("application.order")),
    .kept(
      "JD15", "申请记经办人、渠道、所交材料；影像存业务系统",
      "an application keeps operator, channel and papers; the images stay in the office's system",
      .code("Applied"), .code("Event")),
    .kept(
      "JD16", "一次性告知；第二次须说明理由", "all that is missing at once; a second request has to say why",
      .pack("process.stages[name=acceptance]"),
      .code("CorrectionRequested")),
    .kept(
      "JD17", "受理不通过即驳回并记原因；截图存业务系统",
      "a failed acceptance rejects with its reasons; the screenshot stays in the office's system",
      .pack("process.stages[name=acceptance]"), .code("RejectionReason")),
    .kept("JD18", "驳回告知记日期、渠道、经办人", "the notification of a rejection has day, channel and operator", .code("Notified")),
    .kept("JD19", "审核通过即核定", "the review approves", .pack("process.stages[name=review]"), .code("Approved")),
    .kept(
      "JD20", "不符只取消本次申请，可再申请", "a rejection ends this application only", .pack("process.stages[name=review]"),
      .code("Rejected")),
    .kept(
      "JD21", "名单（批次）由另一人核准后才能导出、发放；核对、申请资金、到位各有记录，缺则提示",
      "a list is approved by a second person before export and payment; check, request and receipt of funds are recorded, and reported if they are missing",
      .pack("process.listCheck"), .pack("payee"), .code("LedgerState.decideApproval"),
      .code("LedgerState.decideListCheck"), .code("LedgerState.decideFundsRequest")),
    .kept(
      "JD21a", "次序：核对名单、申请、到位、发放（P50）", "the order is check, request, funds, payment (P50)",
      .pack("interpretations[id=P50]")),
    .kept(
      "JD29", "每个事件有经办人，可有密钥；审计发现列责任人", "every event has its operator and may have a key; findings name who decided",
      .code("Event"),
      .code("Finding")),
    .outOfScope(
      "JD30", "未能申报由谁负责，属单位内部责任认定；账本留有每步的经办人和时间",
      "who answers for a missed application is decided inside the office; the ledger has every step's operator and time"
    ),
    .kept(
      "JD31", "自印发之日起施行；新政策包自其生效日接替", "in force from its issue; a later pack takes over from its own day",
      .pack("effective"),
      .code("PolicyTimeline.inForce")),
    .kept(
      "JD32", "未签承诺书的驳回；承诺书全文随政策包入账",
      "without the undertaking an application is rejected; its text is in the log with the pack",
      .pack("process.undertaking", clause: "附件 承诺书"), .pack("application.undertaking.lines[1]", clause: "附件 承诺书")),
    .kept(
      "JD33", "弄虚作假：全部月份无效并追回", "deceit voids and recovers every month", .pack("clauses.fraud"),
      .pack("clauses.recovery[1]")),
    .kept(
      "JD34", "社保退费、用人单位缴费的，只追回相应月份", "contributions refunded or an employer's: that month alone",
      .pack("clauses.recovery[0]"),
      .pack("excluded[fact=contribution-refunded]")),
    .kept(
      "JD35", "承诺书落款为申请人手印、日期；纸件留存", "the undertaking ends with fingerprint and day; the paper is kept",
      .pack("application.undertaking.lines[5]", clause: "附件 承诺书")),
    .kept(
      "JD35a", "全市（含高新区、昌南新区）均适用", "all of the city, its zones included",
      .pack("scope.jurisdiction")),
    .kept("JD36", "两个印发部门写入政策包", "both issuers are named", .pack("document.issuers[1]")),
  ]

  private static let jingdezhenExclusions: [Rule] = [
    .kept(
      "JD22", "领取失业保险金的月份不补贴", "unemployment benefit in a month: not paid", .pack("excluded[fact=unemployment-benefit]")
    ),
    .kept(
      "JD23", "参加企业职工技能提升培训的月份不补贴", "training for employees in a month: not paid", .pack("excluded[fact=training]")),
    .kept(
      "JD24", "公益性岗位、服刑、财政供养的月份不补贴", "a public post, prison or public pay in a month: not paid",
      .pack("excluded[fact=public-post]"),
      .pack("excluded[fact=imprisoned]"), .pack("excluded[fact=fiscally-supported]")),
    .kept(
      "JD25", "退休当月之后不补贴", "not paid after the retirement month", .pack("clauses.retired"),
      .pack("excluded[fact=pension]")),
    .kept("JD26", "用人单位参保的月份不补贴", "insured by an employer in a month: not paid", .pack("excluded[fact=employed]")),
    .kept(
      "JD27", "累计满限的不再补贴，外地月数并入", "nothing beyond the limit; months elsewhere count", .pack("limit", clause: "三"),
      .code("Registered.Prior")),
    .kept("JD28", "列入失信名单的月份不补贴", "listed as dishonest in a month: not paid", .pack("excluded[fact=dishonest]")),
  ]
}
