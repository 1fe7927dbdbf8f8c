package import Policy
import Values

/// One line of a pack's clause sheet: what a clause says and what the program does with it.
package struct ClauseRow: Hashable, Sendable {
  /// The clause, nil where the document is silent.
  package let clause: String?
  /// The id of the interpretation that the rule rests on, or that this row states; nil for the document's plain word.
  package let interpretation: String?
  /// The topic in English: `Amount`.
  package let topicEnglish: String
  /// The topic in Chinese: 补贴标准.
  package let topicChinese: String
  /// The rule in English.
  package let english: String
  /// The rule in Chinese.
  package let chinese: String
}

extension PolicyPack {
  /// The pack clause by clause, in Chinese and English, for a lawyer who holds the document next to it.
  ///
  /// The document comes first, then the rules in the order of their clauses, then those without a clause, then the
  /// interpretations.
  ///
  /// - Parameter values: an adoption's parameters, to show them in place of what is left open.
  /// - Returns: rows in a fixed order.
  package func clauseSheet(parameters values: [String: String] = [:]) -> [ClauseRow] {
    var sheet = ClauseSheet(pack: self, values: values)
    sheet.addScope()
    sheet.addMoney()
    sheet.addFacts()
    sheet.addRegistration()
    sheet.addApplication()
    sheet.addProcess()
    sheet.addSupervision()
    sheet.addDecisions()
    let placed = sheet.rows.enumerated().sorted { left, right in
      switch (left.element.clause.map { ClauseOrder($0) }, right.element.clause.map { ClauseOrder($0) }) {
      case (let first?, let second?) where first != second: first < second
      case (nil, _?): false
      case (_?, nil): true
      default: left.offset < right.offset
      }
    }
    return [documentRow] + placed.map(\.element)
      + interpretations.map {
        ClauseRow(
          clause: $0.clause, interpretation: $0.id, topicEnglish: "Interpretation \($0.id)",
          topicChinese: "解释 \($0.id)", english: "\($0.reading) (\($0.why))", chinese: $0.readingChinese)
      }
  }

  private var documentRow: ClauseRow {
    func list(_ label: String, _ numbers: [String]) -> String {
      numbers.isEmpty ? "" : "\(label)\(numbers.joined(separator: "、"))"
    }
    return ClauseRow(
      clause: nil, interpretation: nil, topicEnglish: "Document", topicChinese: "文件",
      english: "\(document.number), issued \(document.issuedOn)" + list("; rests on ", document.basis)
        + list("; repeals ", document.repeals),
      chinese: "\(document.issuers.joined(separator: "、"))\(document.title)（\(document.number)），\(document.issuedOn)印发"
        + list("；依据", document.basis) + list("；废止", document.repeals))
  }
}

/// Collects the rows of a pack; a rule's path finds the interpretation that it rests on.
struct ClauseSheet {
  let pack: PolicyPack
  let values: [String: String]
  var rows: [ClauseRow] = []

  mutating func add(_ topic: (String, String), _ text: (String, String), _ clause: String?, _ path: String) {
    rows.append(
      ClauseRow(
        clause: clause, interpretation: pack.interpretations.first { $0.rules.contains(path) }?.id,
        topicEnglish: topic.0, topicChinese: topic.1, english: text.0, chinese: text.1))
  }

  /// A quantity as text: its value, the adoption's, the standard, or what an adoption has to supply.
  ///
  /// What is left open has the unit of its parameter, fen; a value has the unit that is given, yuan.
  func show<Value>(
    _ quantity: Quantity<Value>, _ text: (Value) -> String, unit: (String, String) = ("", ""),
    parse: (String) -> Value?
  ) -> (String, String) {
    switch quantity {
    case .fixed(let value): return (text(value) + unit.0, text(value) + unit.1)
    case .parameter(let name):
      guard let rule = pack.parameters.first(where: { $0.name == name }) else { return (name, name) }
      guard let value = values[name] ?? rule.standard else {
        let isMoney = if case .fen = rule.kind { true } else { false }
        return (
          "\(name) as adopted (\(rule.kind.range)\(isMoney ? " fen" : ""))",
          "采用时设定的 \(name)（\(rule.kind.rangeChinese)\(isMoney ? "分" : "")）"
        )
      }
      let shown = parse(value).map(text) ?? value
      return ("\(shown)\(unit.0) (\(name))", "\(shown)\(unit.1)（\(name)）")
    }
  }

  mutating func addMoney() {
    add(
      ("In force", "施行日期"), ("from \(pack.effectiveFrom)", "自\(pack.effectiveFrom)起施行"), pack.effectiveClause,
      "effective")
    for (index, parameter) in pack.parameters.enumerated() {
      let standard = parameter.standard
      add(
        ("Parameter \(parameter.name)", "参数 \(parameter.name)"),
        (
          "\(parameter.kind.range); \(standard.map { "\($0) unless set" } ?? (parameter.isOptional ? "may be set" : "must be set")): \(parameter.why)",
          "\(parameter.kind.rangeChinese)；\(standard.map { "未设定时为\($0)" } ?? (parameter.isOptional ? "可以设定" : "必须设定"))"
        ), parameter.clause, "parameters[\(index)]")
    }
    var above: Fen?
    for (index, tier) in pack.amount.tiers.enumerated() {
      let step: (String, String) =
        if tier.atLeast > .zero {
          ("contribution of \(tier.atLeast) yuan or more", "实缴\(tier.atLeast)元及以上")
        } else if let above {
          ("contribution below \(above) yuan", "实缴未达\(above)元")
        } else {
          ("any contribution", "不论实缴多少")
        }
      let worth: (String, String)
      switch tier.value {
      case .flat(let amount):
        let shown = show(amount, { "\($0)" }, unit: (" yuan", "元"), parse: { Int64($0).map(Fen.init) })
        worth = ("\(shown.0) a month", "每月\(shown.1)")
      case .rate(let rate):
        let shown = show(rate, { "\($0)" }, parse: { Ratio($0) })
        worth = ("\(shown.0) of it", "按实缴的\(shown.1)")
      }
      add(
        ("Amount", "补贴标准"), ("\(step.0): \(worth.0)", "\(step.1)：\(worth.1)"), tier.clause, "amount.tiers[\(index)]")
      above = tier.atLeast
    }
    addTerms()
  }

  private mutating func addTerms() {
    let months = show(pack.limit.months, { "\($0)" }, parse: { Int($0) })
    add(("Limit", "补贴期限"), ("\(months.0) months", "最长\(months.1)个月"), pack.limit.clause, "limit")
    if let rule = pack.limit.extensionRule {
      add(
        ("Extension", "期限延长"), ("once, at most \(rule.maximumMonths) months", "一次性，不超过\(rule.maximumMonths)个月"),
        rule.clause, "limit.extension")
    }
    for (index, rule) in pack.untilRules.enumerated() {
      switch rule {
      case .underYears(let years, let clause):
        add(
          ("Near retirement", "临近退休"),
          (
            "under \(years) years to the statutory age at first approval: until the retirement month",
            "首次核定时距法定退休年龄不足\(years)年的：到退休当月"
          ), clause, "until[\(index)]")
      case .womanAged(let age, let untilAge, let clause):
        add(
          ("Near retirement", "临近退休"),
          (
            "a woman of \(age) or over at first approval: until the month of her \(untilAge)th birthday",
            "女性首次核定时年满\(age)周岁的：到\(untilAge)周岁当月"
          ), clause, "until[\(index)]")
      }
    }
    let women = show(pack.statutoryAge.women, { "\($0)" }, parse: { Int($0) })
    let men = pack.statutoryAge.men
    add(
      ("Statutory age", "法定退休年龄"),
      ("men \(men), women \(women.0), before the gradual delay", "男\(men)周岁，女\(women.1)周岁（渐进式延迟前）"),
      pack.statutoryAge.clause, "statutoryAge")
    if let rule = pack.graduates {
      add(
        ("Graduates", "离校未就业高校毕业生"),
        (
          "first approval within \(rule.withinYears) years of leaving school: \(rule.months) months",
          "离校\(rule.withinYears)年内首次核定的：\(rule.months)个月"
        ), rule.clause, "graduates")
    }
    let toPerson = pack.payee == .person
    add(
      ("Payee", "发放对象"),
      (toPerson ? "the person's account" : "the social insurance fund", toPerson ? "本人社保卡账户" : "社会保险基金"),
      pack.payeeClause, "payee")
  }
}

extension ParameterRule.Kind {
  /// The values allowed, in short.
  fileprivate var rangeChinese: String {
    switch self {
    case .fen(let range), .months(let range): "\(range.lowerBound)至\(range.upperBound)"
    case .age(let ages): ages.map { "\($0)" }.joined(separator: "或")
    case .choice(let words): words.joined(separator: "或")
    case .window: "MM-DD/MM-DD"
    case .ratio(let lower, let includesLower, let upper):
      includesLower ? "\(lower)至\(upper)" : "大于\(lower)、至多\(upper)"
    }
  }
}
