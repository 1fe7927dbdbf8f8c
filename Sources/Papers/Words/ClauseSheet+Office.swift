import Policy
import Values

extension ClauseSheet {
  /// The persons and matters that the document covers.
  mutating func addScope() {
    guard let scope = pack.scope else { return }
    addList(("For whom", "补贴对象"), scope.targets, "scope.targets")
    addList(("Kind of work", "灵活就业范围"), scope.work, "scope.work")
    addList(("Usual jobs", "常见岗位"), scope.jobs, "scope.jobs")
    if let rule = scope.jurisdiction {
      let but = rule.excludes.joined(separator: ", ")
      add(
        ("Area", "适用范围"),
        (
          "region codes beginning with \(rule.includes.joined(separator: ", "))\(but.isEmpty ? "" : ", but for \(but)")",
          "行政区划代码以\(rule.includes.joined(separator: "、"))开头\(but.isEmpty ? "" : "，\(but)除外")"
        ), rule.clause, "scope.jurisdiction")
    }
    if let rule = scope.funding {
      add(("Fund", "资金来源"), (rule.source, rule.source), rule.clause, "scope.funding")
    }
    if let clause = scope.publicationClause {
      add(("Publication", "公开"), ("the document is public", "主动公开"), clause, "scope.publication")
    }
  }

  /// The requirements for an application.
  mutating func addApplication() {
    guard let rule = pack.application else { return }
    if let window = rule.window {
      let days = show(window.days, { "\($0)" }, parse: { YearWindow($0) })
      add(
        ("Application window", "申报时间"), ("taken within \(days.0) of each year", "每年\(days.1)内申报，逾期不予受理"), window.clause,
        "application.window")
    }
    if let clause = rule.payFirstClause {
      add(("Pay first", "先缴后补"), ("contributions first, then the subsidy", "先缴费，后补贴"), clause, "application.payFirst")
    }
    addList(("Place", "申请地点"), rule.places, "application.places")
    addList(("Channel", "申请渠道"), rule.channels, "application.channels")
    if let order = rule.order {
      add(
        ("Order", "办理次序"),
        (
          order.facts.map(\.definition.en).joined(separator: ", then "),
          "依次办理：\(order.facts.map(\.definition.zh).joined(separator: "、"))、申请补贴"
        ), order.clause, "application.order")
    }
    for (index, fact) in rule.excluded.enumerated() {
      add(
        ("Not when applying", "申请时不得存在"),
        standing(("\(fact.fact.definition.en) (\(fact.fact.rawValue))", fact.fact.definition.zh), fact.when),
        fact.clause, "application.excluded[\(index)]")
    }
    if let delegation = rule.delegation {
      add(("Delegate", "委托代办"), (delegation.english, delegation.chinese), delegation.clause, "application.delegation")
    }
    for (index, material) in rule.materials.enumerated() {
      add(
        ("Papers", "申领材料"),
        (material.item.english + material.condition.english, material.item.chinese + material.condition.chinese),
        material.item.clause, "application.materials[\(index)]")
    }
    addForms(rule)
  }

  private mutating func addForms(_ rule: ApplicationRule) {
    if let form = rule.form {
      add(
        ("Form", "申请表"),
        (
          "\(form.title): \(form.fields.map(\.english).joined(separator: ", "))",
          "《\(form.title)》：\(form.fields.map(\.chinese).joined(separator: "、"))"
        ), form.clause, "application.form")
    }
    if let undertaking = rule.undertaking {
      add(
        ("Undertaking", "承诺书"), ("\(undertaking.title), \(undertaking.lines.count) lines", "《\(undertaking.title)》"),
        undertaking.clause, "application.undertaking")
    }
  }

  /// The way in which a person registers as flexibly employed.
  mutating func addRegistration() {
    guard let rule = pack.registration else { return }
    if let clause = rule.commitmentClause {
      add(
        ("Registration", "就业登记"), ("on the applicant's word; no proofs are asked for", "书面承诺，无需提供证明材料"), clause,
        "registration.commitment")
    }
    if let age = rule.minimumAge {
      add(("Age", "年龄"), ("\(age.years) or over", "年满\(age.years)周岁"), age.clause, "registration.minimumAge")
    }
    addList(("Place of registration", "登记地点"), rule.places, "registration.places")
    addList(("Registered data", "登记信息"), rule.fields, "registration.fields")
    addList(("Cross-check", "信息比对"), rule.checks, "registration.checks")
  }

  /// The supervision while a person is paid.
  mutating func addSupervision() {
    guard let rule = pack.supervision else { return }
    if let cycle = rule.cycle {
      add(
        ("Cycle", "发放周期"), ("decided and paid by the \(cycle.every.rawValue)", cycle.chinese), cycle.clause,
        "supervision.cycle")
    }
    if let reports = rule.reports {
      let effect = show(reports.effect, { $0.rawValue }, parse: { ReportRule.Effect(rawValue: $0) })
      add(
        ("Report", "就业情况报告"),
        (
          "once in every \(reports.everyMonths) months; without one: \(effect.0)",
          "每\(reports.everyMonths)个月至少一次；逾期未报告的：\(effect.1)"
        ), reports.clause, "supervision.reports")
    }
    if let debits = rule.debits {
      let failures = show(debits.failures, { "\($0)" }, parse: { Int($0) })
      add(
        ("Failed debits", "扣款不成功"), ("\(failures.0) months running stop the subsidy", "连续\(failures.1)个月扣款不成功的停止补贴"),
        debits.clause, "supervision.debits")
    }
    if let verification = rule.verification {
      let days = show(verification.days, { "\($0)" }, parse: { YearWindow($0) })
      add(
        ("Annual verification", "年度核验"), ("within \(days.0) of each year", "每年\(days.1)内办理"), verification.clause,
        "supervision.verification")
    }
    addLeaving(rule)
  }

  /// How long private data are kept.
  mutating func addRetention() {
    guard let rule = pack.retention else { return }
    let months = show(rule.months, { "\($0)" }, parse: { Int($0) })
    add(
      ("Personal data", "个人信息保存"),
      (
        "kept for \(months.0) months after the end of the year of the last event", "末次登记事项所在年度终了后保存\(months.1)个月"
      ), rule.clause, "retention")
  }

  private mutating func addLeaving(_ rule: SupervisionRule) {
    for (index, exit) in rule.exits.enumerated() {
      add(
        ("Exit", "退出"),
        (
          exit.item.english + (exit.isAutomatic ? ", by itself" : ""),
          exit.item.chinese + (exit.isAutomatic ? "（自动退出）" : "")
        ),
        exit.item.clause, "supervision.exits[\(index)]")
    }
    if let sampling = rule.sampling {
      add(
        ("Sample", "抽查"), ("at least \(sampling.atLeast) persons", "每次不少于\(sampling.atLeast)人"), sampling.clause,
        "supervision.sampling")
    }
    for (index, notification) in rule.notifications.enumerated() {
      add(
        ("Notice", "推送提醒"), ("\(notification.kind.rawValue): \(notification.text)", notification.text),
        notification.clause,
        "supervision.notices[\(index)]")
    }
    for (index, statistic) in rule.statistics.enumerated() {
      add(
        ("Newly employed", "城镇新增就业"),
        (
          statistic.item.english + (statistic.threshold.map { " (\($0))" } ?? ""),
          statistic.item.chinese + (statistic.threshold.map { "（\($0)）" } ?? "")
        ), statistic.item.clause, "supervision.statistics[\(index)]")
    }
  }

  private mutating func addList(_ topic: (String, String), _ list: [ListedRule], _ path: String) {
    for (index, rule) in list.enumerated() {
      add(topic, (rule.english, rule.chinese), rule.clause, "\(path)[\(index)]")
    }
  }
}

extension MaterialRule.Condition {
  fileprivate var english: String {
    switch self {
    case .always, .householdFromElsewhere: ""
    case .delegated: " (with a delegate)"
    case .notShared: " (only where no system has it)"
    }
  }

  fileprivate var chinese: String {
    switch self {
    case .always, .householdFromElsewhere: ""
    case .delegated: "（委托代办的）"
    case .notShared: "（无法通过系统核查或共享获取的）"
    }
  }
}

extension CycleRule {
  fileprivate var chinese: String {
    switch every {
    case .month: "按月审核发放"
    case .quarter: "按季度审核发放"
    case .year: "按年度申报"
    }
  }
}
