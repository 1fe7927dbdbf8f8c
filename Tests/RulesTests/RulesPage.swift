import Policy

/// A page of the rules, docs/en/rules.md or docs/zh/rules.md, made from the table of rules, the packs and the names of the tests.
struct RulesPage {
  /// The languages of the handbook.
  enum Tongue: String, CaseIterable {
    case en
    case zh
  }

  let ids: RuleIDs
  let tests: TestIndex
  let tongue: Tongue

  var path: String { "docs/\(tongue.rawValue)/rules.md" }

  var text: String {
    let beginning =
      switch tongue {
      case .en:
        [
          "# Rules (条款对照), clause by clause", "",
          "You want to know what the ledger does with a sentence of a document. Each table below is a document: every rule with its",
          "clause, what the ledger does, where that is in the pack or in the code, and which tests show it. The last two tables have",
          "what the documents leave open (P) and the golden cases (G). A rule that is not for the ledger is below its table, with the",
          "reason. The numbers are this project's.", "",
          "`PackMutationTests` changes each key of each pack in turn, except quoted texts. Then the pack is refused, a case of it is",
          "wrong, or an office gets another answer. So no rule of a row can be taken out of its pack unnoticed.", "",
          "`SUBSIDY_WRITE_RULES=1 swift test --filter RulesTests` writes this page in both languages; do not edit it.",
          "",
        ]
      case .zh:
        [
          "# 条款对照表", "",
          "本页供需要了解文件某句话在台账中如何执行的人员查阅。每份文件一张表，列明各条规则、条款、台账的做法、",
          "在政策包或程序中的位置以及证明它的测试（测试名称为英文）。最后两张表为文件未写明之处（P）和样例（G）。",
          "不由台账处理的，列在各表之后，附理由。编号为本项目所加。", "",
          "`PackMutationTests` 逐一改动每个政策包的每个键（引文除外）：改动后政策包不予采用，或样例不符，或经办结果不同。",
          "因此，任何一行的规则从政策包中去掉，都会被发现。", "",
          "本页由 `SUBSIDY_WRITE_RULES=1 swift test --filter RulesTests` 按两种文字生成，请勿直接修改。", "",
        ]
      }
    return (beginning + RuleTable.sections.flatMap(rows)).joined(separator: "\n")
  }

  private func said(_ english: String, _ chinese: String) -> String {
    switch tongue {
    case .en: english
    case .zh: chinese
    }
  }

  private func row(_ cells: [String]) -> String { "| \(cells.joined(separator: " | ")) |" }

  private func rows(_ section: RuleSection) -> [String] {
    var lines = ["## \(said(section.english, section.chinese))", ""]
    if let pack = section.pack { lines += ["\(said("Pack:", "政策包："))\(said(" ", ""))`\(pack)`", ""] }
    lines += [
      row([
        said("rule", "规则"), said("clause", "条款"), said("what the ledger does", "台账的做法"), said("place", "位置"),
        said("tests", "测试"),
      ]), "| --- | --- | --- | --- | --- |",
    ]
    for rule in section.rules where rule.standing != .outOfScope {
      lines.append(
        row([
          rule.id, RulesPage.cell(ids.clause(of: rule.id)), RulesPage.cell(said(rule.english, rule.chinese)),
          places(rule, section.pack).joined(separator: "<br>"), tests(rule).joined(separator: "<br>"),
        ]))
    }
    let left = section.rules.filter { $0.standing == .outOfScope }
    if !left.isEmpty {
      lines += [
        "", said("Not for the ledger:", "不由台账处理："), "",
        row([said("rule", "规则"), said("clause", "条款"), said("reason", "理由")]),
        "| --- | --- | --- |",
      ]
      for rule in left {
        lines.append(row([rule.id, RulesPage.cell(ids.clause(of: rule.id)), said(rule.english, rule.chinese)]))
      }
    }
    return lines + [""]
  }

  private func places(_ rule: Rule, _ pack: String?) -> [String] {
    if rule.places.isEmpty {
      return ShippedPacks.all.compactMap { shipped in
        let named = RulesPage.settling(rule.id, in: shipped)
        return named.isEmpty ? nil : "\(shipped.scheme): \(named.joined(separator: ", "))"
      }
    }
    return rule.places.map { place in
      switch place {
      case .pack(let path, let id, let clause):
        (id == nil || id == pack ? "" : "`\(id ?? "")` ") + "`\(path)`" + (clause.map { " \($0)" } ?? "")
      case .code(let name): "`\(name)`"
      }
    }
  }

  /// The ids of the interpretations that settle an open question in a pack: its own, or one that is marked so.
  static func settling(_ id: String, in pack: PolicyPack) -> [String] {
    pack.interpretations.filter { interpretation in
      if interpretation.id == id { return true }
      let settled = "\(interpretation.why) \(interpretation.reading)".firstMatch(of: /settles (.+) too/)?.1
      return settled?.matches(of: /P\d+/).contains { $0.0 == id } ?? false
    }.map(\.id)
  }

  private func tests(_ rule: Rule) -> [String] {
    // A test that names one rule says more about it than one that names many.
    let found = tests.tests(of: rule.id).enumerated().sorted { left, right in
      (ids.named(in: left.element.name).count, left.offset) < (ids.named(in: right.element.name).count, right.offset)
    }.map(\.element)
    let shown = found.prefix(3).map { entry in
      // The numbers at its beginning are what brought it here.
      let words = entry.name.split(separator: " ").drop { ids.isNumber($0) }.joined(separator: " ")
      return "\(entry.file): \(RulesPage.cell(words.count > 70 ? "\(words.prefix(67))…" : words))"
    }
    return found.count > 3 ? shown + ["+\(found.count - 3)"] : shown
  }

  private static func cell(_ text: String) -> String { text.replacing("|", with: "\\|") }
}
