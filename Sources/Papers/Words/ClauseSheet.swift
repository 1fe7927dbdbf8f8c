package import Policy
import Values

/// One line of a pack's clause sheet: the content of a clause and the program's rule for it.
package struct ClauseRow: Hashable, Sendable {
  /// The clause, nil if the document is silent.
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

  /// Whether it states an interpretation, and no rule.
  package var statesInterpretation: Bool { topicEnglish == "Interpretation \(interpretation ?? "")" }
}

extension PolicyPack {
  /// The pack clause by clause, in Chinese and English, for a lawyer who holds the document next to it.
  ///
  /// The document comes first, then the rules in the order of their clauses, then those without a clause, then the
  /// interpretations.
  ///
  /// - Parameter values: an adoption's parameters, to show them in place of the values left open.
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
    sheet.addRetention()
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

  /// A quantity as text: its value, the adoption's, the standard, or the parameter that an adoption has to supply.
  ///
  /// A value left open has the unit of its parameter, fen; a given value has the given unit, yuan.
  func show<Value>(_ quantity: Quantity<Value>, _ text: (Value) -> Text, parse: (String) -> Value?) -> (String, String)
  {
    switch quantity {
    case .fixed(let value): return (text(value).en, text(value).zh)
    case .parameter(let name):
      let value = (values[name] ?? pack.parameters.first { $0.name == name }?.standard).flatMap(parse)
      guard let value else { return show(quantity, { "\($0)" }, parse: parse) }
      return ("\(text(value).en) (\(name))", "\(text(value).zh)（\(name)）")
    }
  }

  /// A quantity that is a number, with its unit.
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
    addAmount()
    addTerms()
  }

  private mutating func addAmount() {
    let tiers = pack.amount.tiers
    for (index, tier) in tiers.enumerated() {
      let step =
        tier.when.words ?? below(tiers[..<index])
        ?? (tiers.count > 1 ? Text(en: "otherwise", zh: "其他情形") : Text(en: "any contribution", zh: "不论实缴多少"))
      let values = tier.pay.map(words)
      let worth =
        values.count > 1
        ? Text(
          en: "the least of \(values.map(\.en).joined(separator: "; "))",
          zh: "取低者：\(values.map(\.zh).joined(separator: "；"))")
        : values[0]
      add(
        ("Amount", "补贴标准"), ("\(step.en): \(worth.en)", "\(step.zh)：\(worth.zh)"), tier.clause, "amount.tiers[\(index)]"
      )
    }
    if let rule = pack.contributions {
      let shown = show(rule.insurances, { $0.words }, parse: { InsuranceSet($0) })
      add(("Insurances that count", "计入险种"), shown, rule.clause, "contributions")
    }
    if let rule = pack.timely {
      add(
        ("Paid in time", "按时缴纳"), standing(show(rule.by, { $0.words }, parse: { ContributionDeadline($0) }), rule.when),
        rule.clause, "timely")
    }
    if let rule = pack.claims {
      let window = show(rule.window, { $0.words }, parse: { ClaimWindow($0) })
      let over = rule.isOver ? Text(en: ", after the month is over", zh: "，当月结束后") : .none
      let contributed = rule.isContributed ? Text(en: ", after its contribution is paid", zh: "，先缴后补") : .none
      add(
        ("Claims", "申报"),
        standing(
          (
            "\(rule.every.words.en): \(window.0)\(over.en)\(contributed.en)",
            "\(rule.every.words.zh)：\(window.1)\(over.zh)\(contributed.zh)"
          ), rule.when), rule.clause, "claims")
    }
  }

  /// The contributions that remain below tiers whose only test is a least contribution.
  private func below(_ tiers: ArraySlice<AmountRule.Tier>) -> Text? {
    guard case .contribution(let range)? = tiers.last?.when.first, tiers.last?.when.count == 1, let lower = range.lower,
      range.upper == nil
    else { return nil }
    return [RuleTest.contribution(.below(lower))].words
  }

  /// A text with the tests of its rule before it.
  func standing(_ text: (String, String), _ when: [RuleTest]) -> (String, String) {
    guard let tests = when.words else { return text }
    return ("\(tests.en): \(text.0)", "\(tests.zh)：\(text.1)")
  }

  private func words(_ value: AmountRule.Value) -> Text {
    switch value {
    case .flat(let amount):
      let shown = show(amount, { "\($0)" }, unit: (" yuan", "元"), parse: { Int64($0).map(Fen.init) })
      return Text(en: "\(shown.0) a month", zh: "每月\(shown.1)")
    case .rate(let rate, of: .contribution):
      let shown = show(rate, { "\($0)" }, parse: { Ratio($0) })
      return Text(en: "\(shown.0) of the contribution", zh: "按实缴的\(shown.1)")
    case .rate(let rate, of: .tables(let shares)):
      let shown = show(rate, { "\($0)" }, parse: { Ratio($0) })
      let base = shares.map { "\($0.share) × \($0.table)" }.joined(separator: " + ")
      return Text(en: "\(shown.0) of \(base)", zh: "\(base) 的\(shown.1)")
    }
  }

  private mutating func addTerms() {
    for term in pack.terms {
      let length: (String, String)
      switch term.length {
      case .months(let months):
        let shown = show(months, { "\($0)" }, parse: { Int($0) })
        length = ("\(shown.0) months", "最长\(shown.1)个月")
      case .untilRetirement: length = ("until the retirement month", "到退休当月")
      case .untilAge(let age): length = ("until the month of the \(age)th birthday", "到\(age)周岁当月")
      }
      let during = term.during.words.map { Text(en: ", in months with: \($0.en)", zh: "，限以下月份：\($0.zh)") } ?? .none
      let isOnly = pack.terms.count == 1
      let text =
        term.when.words.map { ("at first approval \($0.en): \(length.0)", "首次核定时\($0.zh)：\(length.1)") }
        ?? (isOnly ? length : ("otherwise: \(length.0)", "其他人员：\(length.1)"))
      add(
        ("Term \(term.name)", "补贴期限 \(term.name)"), (text.0 + during.en, text.1 + during.zh), term.clause, term.path)
      if let rule = term.extensionRule {
        let after = show(rule.after, { $0.words }, parse: { ExtensionRule.Time(rawValue: $0) })
        let when = rule.when.words.map { Text(en: ", if then \($0.en)", zh: "，且届时\($0.zh)") } ?? .none
        add(
          ("Extension", "期限延长"),
          (
            "once, at most \(rule.maximumMonths) months; decided \(after.0)\(when.en)",
            "一次性，不超过\(rule.maximumMonths)个月；\(after.1)\(when.zh)"
          ), rule.clause, "\(term.path).extension")
      }
    }
    let women = show(pack.statutoryAge.women, { "\($0)" }, parse: { Int($0) })
    let men = pack.statutoryAge.men
    let own =
      pack.statutoryAge.allowsOwn
      ? Text(en: " unless her own is registered", zh: "（本人另有登记的从其登记）") : .none
    add(
      ("Statutory age", "法定退休年龄"),
      (
        "men \(men), women \(women.0)\(own.en), before the gradual delay",
        "男\(men)周岁，女\(women.1)周岁\(own.zh)（渐进式延迟前）"
      ),
      pack.statutoryAge.clause, "statutoryAge")
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
    case .table(let range): "YYYY-MM:分,…（\(range.lowerBound)至\(range.upperBound)，月份递增）"
    case .claims: "once、any-day 或 MM-DD/MM-DD（月份为 01 至 24）"
    case .deadline: "off、days:N、months:N 或 year"
    case .insurances: "all，或以逗号分隔的险种"
    case .ratio(let lower, let includesLower, let upper):
      includesLower ? "\(lower)至\(upper)" : "大于\(lower)、至多\(upper)"
    }
  }
}
