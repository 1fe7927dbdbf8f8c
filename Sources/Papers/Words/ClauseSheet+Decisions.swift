import Policy
import Values

extension ClauseSheet {
  mutating func addFacts() {
    for (index, rule) in pack.excluded.enumerated() {
      let outside =
        rule.outside.isEmpty
        ? Text.none
        : Text(
          en: "; or a dated move out of \(rule.outside.joined(separator: ", "))",
          zh: "；或迁出\(rule.outside.joined(separator: "、"))")
      addJudging(
        ("Excluded", "不予补贴"),
        standing(
          ("\(rule.fact.definition.en) (\(rule.fact.rawValue))\(outside.en)", rule.fact.definition.zh + outside.zh),
          rule.when), rule.clause, rule.applying, "excluded[\(index)]")
    }
    for (index, rule) in pack.required.enumerated() {
      let counts = show(rule.counts, { $0.words }, parse: { RequirementRule.Counting(rawValue: $0) })
      let isPlain = rule.counts == .fixed(.month)
      addJudging(
        ("Required", "补贴条件"),
        standing(
          (
            "\(rule.fact.definition.en) (\(rule.fact.rawValue))\(isPlain ? "" : ", counted \(counts.0)")",
            "\(rule.fact.definition.zh)\(isPlain ? "" : "（\(counts.1)）")"
          ), rule.when), rule.clause, rule.applying, "required[\(index)]")
    }
    if let rule = pack.household {
      let inside = rule.includes.joined(separator: ", ")
      let except =
        rule.excludes.isEmpty
        ? Text.none
        : Text(
          en: ", not with \(rule.excludes.joined(separator: ", "))", zh: "，\(rule.excludes.joined(separator: "、"))除外")
      let moved = rule.movedOut ? Text(en: "; unknown after a move out", zh: "；迁出后未登记新户籍的视为不明") : .none
      addJudging(
        ("Household", "户籍"),
        standing(
          (
            "region code begins with \(inside)\(except.en)\(moved.en)",
            "户籍行政区划代码以\(rule.includes.joined(separator: "、"))开头\(except.zh)\(moved.zh)"
          ), rule.when), rule.clause, rule.applying, "household")
    }
    if let rule = pack.retired {
      addJudging(
        ("Retirement", "退休"), standing(("no month after the retirement month", "退休当月之后不补贴"), rule.when), rule.clause,
        rule.applying, rule.path)
    }
    if let rule = pack.process.start {
      let shown = show(rule.from, { $0.words }, parse: { StartRule.Earliest(rawValue: $0) })
      add(("Earliest month", "最早享受月份"), shown, rule.clause, "process.start")
    }
  }

  /// A rule that is against a month, with the clause that bars applying, if that is another one.
  private mutating func addJudging(
    _ topic: (String, String), _ text: (String, String), _ clause: String?, _ applying: ApplyingClause,
    _ path: String
  ) {
    let bars: Text =
      switch applying {
      case .same: .none
      case .other(let clause): Text(en: "; who applies: \(clause)", zh: "；申请时依 \(clause)")
      case .none: Text(en: "; bars no application", zh: "；不影响申请")
      }
    add(topic, (text.0 + bars.en, text.1 + bars.zh), clause, path)
    if case .other(let clause) = applying { add(("Bars applying", "不得申请"), text, clause, path) }
  }

  mutating func addProcess() {
    for (index, stage) in pack.process.stages.enumerated() {
      var english = "\(index + 1). \(stage.name): \(stage.office)"
      var chinese = "第\(index + 1)步：\(stage.office)"
      for name in stage.otherOperatorThan {
        english += ", another operator than \(name)"
        chinese += "，经办人不得与\(name)相同"
      }
      for name in stage.otherKeyThan {
        english += ", another key than \(name)"
        chinese += "，钥匙盘不得与\(name)相同"
      }
      if stage.afterPublicity {
        english += ", after the publicity"
        chinese += "，公示结束后"
      }
      if let deadline = stage.deadline {
        english += "; \(deadline.english)"
        chinese += "；\(deadline.chinese)"
      }
      add(("Review", "审核"), (english, chinese), stage.clause, "process.stages[\(index)]")
    }
    if let rule = pack.process.publicity {
      add(
        ("Publicity", "公示"),
        ("\(rule.workingDays) working days after \(rule.after)", "\(rule.after)通过后公示\(rule.workingDays)个工作日"),
        rule.clause, "process.publicity")
    }
    if let clause = pack.process.undertakingClause {
      add(("Undertaking", "承诺书"), ("the applicant must sign one", "申请人须签订"), clause, "process.undertaking")
    }
    if let clause = pack.process.startConfirmationClause {
      let day = pack.process.startConfirmationDay
      add(
        ("First month", "开始享受月份"),
        (
          "confirmed separately\(day.map { ", by day \($0) of the month after the application" } ?? "")",
          "\(day.map { "申请次月\($0)日前" } ?? "另行")确认"
        ), clause, "process.startConfirmation")
    }
    if let rule = pack.process.transition {
      add(
        ("Cases in hand", "新旧衔接"),
        (
          "accepted from \(rule.acceptedFrom) 00:00 on; older cases finish as they began",
          "\(rule.acceptedFrom)零时起受理的按本流程，此前受理的按原流程"
        ), rule.clause, "process.transition")
    }
    if let rule = pack.process.listCheck {
      add(
        ("List check", "核对名单"), ("before funds are asked for: \(rule.office)", "申请拨付资金前：\(rule.office)"), rule.clause,
        "process.listCheck")
    }
  }

  mutating func addDecisions() {
    let clauses = pack.clauses
    let rows: [(String, String, String, String, String?, String)] = [
      ("Fraud", "弄虚作假", "voids every month of the scheme", "全部月份无效，取消资格", clauses.fraud, "fraud"),
      ("Approval", "核定", "no month before an approval", "未经核定的月份不补贴", clauses.approval, "approval"),
      ("End", "终止", "no month from the end of the approval on", "自终止之月起不补贴", clauses.ended, "ended"),
      ("Suspension", "停发", "no month while suspended", "停发期间不补贴", clauses.suspended, "suspended"),
      (
        "Contribution", "缴费", "no month without a contribution", "未实际缴费的月份不补贴", clauses.contribution, "contribution"
      ),
      (
        "Other scheme", "重复享受", "no month that another scheme paid first", "其他地区已先支付的月份不补贴", clauses.otherScheme,
        "otherScheme"
      ),
    ]
    for row in rows { add((row.0, row.1), (row.2, row.3), row.4, "clauses.\(row.5)") }
    for (index, rule) in clauses.recovery.enumerated() {
      let reasons = rule.reasons.map { $0.map(\.words).joined }
      add(
        ("Recovery", "追回"),
        (
          reasons.map { "what was paid against: \($0.en)" } ?? "money wrongly paid is recovered",
          reasons.map { "已发而有下列情形的予以追回：\($0.zh)" } ?? "多发、错发的予以追回"
        ), rule.clause, rule.reasons == nil ? "clauses.recovery" : "clauses.recovery[\(index)]")
    }
  }
}

extension StageDeadline {
  fileprivate var english: String {
    switch length {
    case .immediate: "at once"
    case .sameDay: "on the same day"
    case .week: "within the week"
    case .workingDays(let days):
      "within \(days) working days of \(start == .publicity ? "the publicity's end" : start == .acceptance ? "acceptance" : "the stage before")"
    }
  }

  fileprivate var chinese: String {
    switch length {
    case .immediate: "即时办结"
    case .sameDay: "日清日结"
    case .week: "每周一次"
    case .workingDays(let days): "\(start == .publicity ? "公示结束后" : "")\(days)个工作日内"
    }
  }
}
