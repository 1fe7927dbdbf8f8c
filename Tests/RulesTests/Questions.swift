extension RuleTable {
  /// What the documents leave open, with the default that the packs name as their interpretation.
  static let questions = RuleSection(
    chinese: "未尽事项", english: "What the documents leave open", pack: nil,
    rules: [
      .kept("P1", "四舍五入到分", "half up to a fen"),
      .kept("P2", "逐月计算，不按合计", "month by month, not on the sum"),
      .kept("P3", "以社保机构登记的当月实缴为准", "what the bureau recorded as paid for the month"),
      .kept("P4", "一次缴多月的按所属月份记入", "a lump is recorded by the months it is for"),
      .kept("P5", "缴费按所属月份计入，补缴不排除", "a contribution counts for its own month, whenever paid"),
      .kept("P6", "开始月份以核定为准，另行确认的以确认为准", "the approval's month, or the one confirmed"),
      .kept("P7", "当月任何一日存在即不补", "any day in the month excludes it"),
      .kept("P8", "退休当月为最后一个补贴月", "the retirement month is the last"),
      .kept("P9", "累计月数，中断不计", "months in all, not running"),
      .kept("P10", "追回的月份退还名额", "a recovered month gives its place back"),
      .kept("P11", "外地月数登记后并入", "months elsewhere count once registered"),
      .kept("P12", "按日计算，正好 5 年不算", "by day, exactly 5 years is not under 5"),
      .kept("P13", "以首次核定之日为准", "on the day of the first approval"),
      .kept("P14", "首次核定指第一次，中断后不重起", "the first ever, not the first after a gap"),
      .kept("P15", "是否不足 5 年依首次核定日施行的规定；截止月含延迟", "the test by the law of that day; the last month with the delay"),
      .kept("P16", "女性年龄按政策包或参数，不推测", "women's age is the pack's or its parameter's, never guessed"),
      .kept("P17", "55 周岁按文义", "55 is literal"),
      .kept("P18", "先看不足 5 年，再看女性满 50", "under 5 years first, then a woman of 50"),
      .kept("P19", "仅按月数享受者，一次", "only for a number of months, once"),
      .kept("P20", "以登记的经营者事实为准；各市按条款", "the recorded fact decides; each city by its clause"),
      .kept("P21", "登记信息所载任何股份", "any share that a registry shows"),
      .kept("P22", "只排除同一月份", "the same months only"),
      .kept("P23", "同一自然月", "the same calendar month"),
      .kept("P24", "500 元不设上限", "500 yuan without a ceiling"),
      .kept("P25", "次一工作日起算；公示自初审通过起", "from the next working day; publicity from the street's review"),
      .kept("P26", "按国务院通知的日历，缺年报错", "the yearly notice's calendar, a missing year is an error"),
      .kept("P27", "自开始月份起固定三个月一期", "fixed windows of three months from the first month"),
      .kept("P28", "连续 2 个月", "two months running"),
      .kept("P29", "视为放弃，可再申请", "given up, may apply again"),
      .kept("P30", "异议由第二次复核作结论", "the second review concludes on an objection"),
      .kept("P31", "两次区复核的人和钥匙不同", "the two district reviews differ in person and key"),
      .kept("P32", "不足 5 人全部抽取；种子记账", "all of fewer than 5; the seed is recorded"),
      .kept("P33", "弄虚作假全部追回，退费只追当月", "deceit: every month; a refund: that month"),
      .kept("P34", "离校之日起 2 年内首次核定", "first approval within 2 years of leaving school"),
      .kept("P35", "采用时设定一个比例", "adoption sets one rate"),
      .kept("P36", "追溯月份适用新文件，已付差额由人决定", "past months follow the new document, a person decides on differences"),
      .kept("P37", "印发之日起；在办件按受理时", "from issue; cases in hand as accepted"),
      .kept("P38", "柳州、景德镇、临沂、连云港付本人，北京付社保基金", "the person; in Beijing the insurance fund"),
      .kept("P39", "逐月认定，按周期发放", "decided by month, paid by cycle"),
      .kept("P40", "核验期内的月份补贴", "the months that a verification covers"),
      .kept("P41", "申请时不查户籍", "no check of the household at entry"),
      .kept("P42", "整元，元以下舍去", "whole yuan, cut"),
      .kept("P43", "两人的复印件都留", "both copies are kept"),
      .kept("P44", "以登记的名单及日期为准", "the recorded listing and its days"),
      .kept("P45", "死亡当月起不补", "not from the month of death on"),
      .kept("P46", "标准由采用时设定", "adoption sets the threshold"),
      .kept("P47", "以申请所在区为准，受理后不变", "the district of the application, for good"),
      .kept("P48", "未比对的显示为未比对", "shown as not checked"),
      .kept("P49", "不再核定", "no new approval"),
      .kept("P50", "核对、申请、到位、发放", "check, request, funds, payment"),
      .kept("P51", "0时整为新流程", "midnight belongs to the new process"),
    ])

  /// Golden cases.
  static let cases = RuleSection(
    chinese: "样例", english: "Golden cases", pack: nil,
    rules: [
      .kept("G1", "404.98→269.99（四舍五入）、404.99→269.99、405.00 和 600.00→270.00", "269.99 half up, 269.99, 270.00, 270.00"),
      .kept(
        "G2", "每月 243.71，十二个月 2,924.52；按年合计为 2,924.56（P2）",
        "243.71 a month, 2,924.52 in all; on the year's sum it would be 2,924.56 (P2)"),
      .kept("G3", "满 50 的到 55 周岁；差一个月的按 36 个月或不足 5 年", "to 55; one month younger: 36 months, or under 5 years"),
      .kept(
        "G4", "--known-at 2022-06 无该政策，2022-12 重新认定；原事件不变。旧文件原文不在手头，故为“无政策”",
        "known at 2022-06 there is no policy (the older text is not at hand), at 2022-12 it is decided anew; the event stays"
      ),
      .kept(
        "G5", "条款表列 P20、三（一）1 和三（二）2；无雇工且无经营者事实的补贴",
        "the clause sheet names P20 and both clauses; without the fact the month is paid"),
      .kept(
        "G6", "2024-12 核定按旧龄不足 5 年：到 2031-11（契约：截止月含延迟）；2025 年核定：36 个月",
        "approved in 2024-12: until 2031-11 (contract: with the delay); in 2025: 36 months"),
      .kept("G7", "只追回 03 月 500.00，依据承诺书3，原因六.5", "March alone, 500.00, by 承诺书3, for 六.5"),
      .kept("G8", "第 36 个补贴月为止，中断不计", "the limit stops after the 36th paid month"),
      .kept(
        "G9", "拒绝；拒绝不入账，由退出码和提示说明（契约 3）",
        "refused; by contract a refusal is no event, it is told by exit code and message"),
      .kept("G10", "前者走原流程，后者走新流程", "the old and the new process"),
      .pending(
        "G11", "deadlines", "初审期限 2019-04-28；公示跨五一", "the first review by 2019-04-28; publicity over the holiday"),
      .pending("G12", "sweep", "一次不停，连续两次停，隔月不停", "only two running stop it"),
      .kept("G13", "1/2、2/3 可采用；0.7 和缺少的拒绝", "1/2 and 2/3 are taken; 0.7 or none is refused"),
      .kept("G14", "12 个月可以；13 个月、第二次拒绝", "12 months; 13 or a second one is refused"),
      .kept("G15", "两次字节相同；内容变了的拒绝", "the same bytes; other content is refused"),
      .kept("G16", "月份计一次，两个批次各有记录，合计相符", "counted once, in two batches, the sums agree"),
    ])
}
