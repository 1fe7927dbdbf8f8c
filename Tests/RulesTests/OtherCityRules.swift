extension RuleTable {
  /// 临人社字〔2021〕63号.
  static let linyi = RuleSection(
    chinese: "临沂 临人社字〔2021〕63号", english: "Linyi", pack: "linyi-2021-63",
    rules: [
      .kept(
        "LY01", "自印发之日起；两个依据写入政策包", "in force from its issue; both bases are named",
        .pack("effective", clause: "六（末段）"), .pack("document.basis[0]")),
      .kept(
        "LY02", "年满 16 周岁至享受养老待遇", "from 16 until a pension", .pack("registration.minimumAge"),
        .pack("excluded[fact=pension]", clause: "三")),
      .kept(
        "LY03", "四类范围；领取营业执照的不在内", "four kinds; licensed traders are outside", .pack("scope.work[code=self-employed]"),
        .pack("excluded[fact=business-owner]", clause: "三")),
      .kept(
        "LY04", "基本信息四项（存入私密库）", "four items on the person, kept in the vault",
        .pack("registration.fields[code=id-number]")),
      .kept("LY05", "就业信息六项", "six items on the work", .pack("registration.fields[code=hours]")),
      .kept(
        "LY06", "初次就业且收入不低于低保标准", "first employment with the minimum income",
        .pack("supervision.statistics[code=first-income]")),
      .kept(
        "LY07", "初次参保且初次就业", "first insured and first employed",
        .pack("supervision.statistics[code=first-insured]")),
      .kept(
        "LY08", "状态转换、断缴后又缴", "a change of status and paying again after a gap",
        .pack("supervision.statistics[code=returned]")),
      .kept(
        "LY09", "领取失业金期间参保、领完续缴并登记", "insured while on benefit, paying on and registered",
        .pack("supervision.statistics[code=after-benefit]")),
      .kept(
        "LY10", "限城镇、统计期内，每人一次", "in towns, in the period, once a person",
        .pack("supervision.statistics[code=first-income]", clause: "二 一是")),
      .kept("LY11", "承诺制登记，自愿", "registered on one's word", .pack("registration.commitment")),
      .kept(
        "LY12", "四个地点均可", "any of four places", .pack("registration.places[code=insurance]"), .code("Applied.Place")),
      .kept("LY13", "不要求任何证明材料", "no proof is asked for", .pack("registration.commitment"), .code("RegistrationRule")),
      .kept(
        "LY14", "五项比对，无误即办", "five checks, registered the same day",
        .pack("registration.checks[code=shareholder]"), .code("Checked")),
      .kept(
        "LY15", "六种退出，可查的自动退出", "six exits, automatic if a fact says so",
        .pack("supervision.exits[code=stable-job]"), .code("SweepCause.registrationExit")),
      .kept(
        "LY16", "困难人员、离校 2 年内毕业生登记并缴费的补贴；比例由采用时设定",
        "people in difficulty and graduates who are registered and pay; adoption sets the rate", .pack("graduates"),
        .pack("required[fact=flexible-registered]"), .pack("parameters[name=rate]")),
      .outOfScope("LY17", "培训、创业补贴、贷款、税收属其他办法", "training, start-ups, loans and taxes belong to other rules"),
      .outOfScope("LY18", "岗位信息、指导、代缴等服务不涉及补贴认定", "services around jobs decide nothing about the subsidy"),
      .kept(
        "LY19", "年度考核的统计", "yearly statistics",
        .pack("supervision.statistics[code=first-income]", clause: "二 一是")),
      .outOfScope(
        "LY20", "信用惩戒由信用主管部门实施；账本内以终止（弄虚作假）处理",
        "credit sanctions are another authority's; in the ledger deceit ends the approval"),
      .kept("LY21", "主动公开", "the document is public", .pack("scope.publication")),
    ])

  /// 连政办发〔2021〕50号.
  static let lianyungang = RuleSection(
    chinese: "连云港 连政办发〔2021〕50号", english: "Lianyungang", pack: "lianyungang-2021-50",
    rules: [
      .kept(
        "LG01", "无施行日期条款：自印发之日起（P37）", "no clause on effect: from its issue (P37)", .pack("effective"),
        .pack("document.basis[0]")),
      .kept(
        "LG02", "困难人员、离校 2 年内毕业生", "people in difficulty and graduates of 2 years",
        .pack("scope.targets[code=graduate]"), .pack("graduates")),
      .kept(
        "LG03", "比例在 1/2 至 2/3 之间由采用时设定，超出或缺少的拒绝",
        "one rate from 1/2 to 2/3, set by adoption, refused outside or without", .pack("parameters[name=rate]"),
        .pack("amount.tiers[0]")),
      .kept(
        "LG04", "一次性延长，不超过 12 个月，毕业生除外", "once, at most 12 months, not for graduates", .pack("limit.extension"),
        .code("Extended")),
      .kept(
        "LG05", "政策包每条规则须有条款，否则须指明解释，两者皆无的拒绝；排除项只有三项",
        "a rule needs a clause or a named interpretation, or the pack is refused; three exclusions, no more",
        .pack("interpretations[id=C5-excluded]"), .code("PackDecoder.clause")),
      .kept(
        "LG06", "大数据比对；符合条件未申请名单", "comparisons of data; a list of who is eligible and has not applied",
        .pack("registration.checks[code=social-insurance]"), .code("EligiblePerson")),
      .kept(
        "LG07", "三个地点，承诺后不再要证明", "any of three places, no proof after the word",
        .pack("registration.places[code=employment]"), .pack("registration.commitment")),
      .kept(
        "LG08", "平台信息为登记栏目", "the platform is a registered field",
        .pack("registration.fields[code=platform]")),
      .kept(
        "LG09", "平台收入达最低工资且参保", "platform income of the minimum wage, insured",
        .pack("supervision.statistics[code=platform-income]")),
      .outOfScope(
        "LG10", "参保资格由社保经办机构审核，账本只收实缴结果",
        "the insurance office decides who may be insured; the ledger takes what was paid"),
      .kept(
        "LG11", "缴费档次由本人选，账本按实缴金额计", "the person chooses the base; the amount paid is what counts", .code("Contributed")
      ),
      .kept(
        "LG12", "单位只缴工伤的不是“用人单位参保”事实", "work-injury insurance alone is no employment",
        .pack("excluded[fact=employed]", clause: "（十二）"), .code("FactCode")),
      .kept(
        "LG13", "补缴按所属月份计入（P5）", "a contribution paid late counts for its own month (P5)",
        .pack("interpretations[id=P5]", clause: "（十二）")),
      .outOfScope("LG14", "低保、临时救助属民政", "minimum living and relief belong to civil affairs"),
      .outOfScope(
        "LG15", "税收、贷款、创业补贴属其他部门；个体户不排除见 P20",
        "taxes, loans and start-up money are other departments'; for licensed traders see P20"),
      .outOfScope(
        "LG16", "公益性岗位补贴是另一项补贴；文件未列为排除，（十二）禁止增设门槛",
        "another subsidy; the text does not exclude for it, and （十二） forbids new bars"),
      .outOfScope("LG17", "准入、场地属市场监管等部门", "licences and premises are other departments'"),
      .outOfScope("LG18", "金融、培训、载体不涉及补贴认定", "finance, training and sites decide nothing about the subsidy"),
      .outOfScope("LG19", "培训补贴是另一项补贴；文件未列为排除", "another subsidy; the text does not exclude for it"),
      .outOfScope(
        "LG20", "劳动关系、人力资源服务、职称不涉及补贴认定", "labour relations, services and titles decide nothing about the subsidy"),
      .kept(
        "LG21", "资金来源写入政策包；绩效评估在账外，以审计总数为据",
        "the fund is named; the evaluation is outside, with the audit's totals as its figures", .pack("scope.funding"),
        .code("AuditTotals")),
      .outOfScope("LG22", "督查、宣传为工作要求", "inspection and publicity are advice"),
    ])
}
