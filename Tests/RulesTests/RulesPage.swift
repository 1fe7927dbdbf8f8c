import Policy

/// docs/rules.md, made from the table of rules, the packs and the names of the tests.
struct RulesPage {
  let ids: RuleIDs
  let tests: TestIndex

  static let path = "docs/rules.md"

  var text: String {
    var lines = [
      "# 条款对照表 Rules, clause by clause", "",
      "五份文件的每一条规则、文件未写明之处（P）和样例（G）：本账本怎么做，写在政策包或程序的哪里，由哪个测试证明。",
      "不由本账本处理的列在各表之后，附理由。编号为本项目所加。",
      "PackMutationTests 逐一改动每个政策包的每个键（引文除外）：改动后政策包被拒绝，或样例不符，或经办结果不同；",
      "因此，任何一行的规则都不能从政策包中去掉而不被发现。", "",
      "Every rule of the five documents, what they leave open (P) and the golden cases (G): what the ledger does, where in a",
      "pack or in the code, and which tests say so. What is not for the ledger stands below each table, with the reason. The",
      "numbers are this project's. `SUBSIDY_WRITE_RULES=1 swift test --filter RulesTests` writes this page; do not edit it.",
      "`PackMutationTests` changes each key of each pack in turn, quoted texts excepted: the pack is refused, or a case of it is",
      "wrong, or an office is told something else. So no rule of a row can be taken out of its pack unnoticed.", "",
    ]
    for section in RuleTable.sections { lines += rows(section) }
    return lines.joined(separator: "\n")
  }

  private func rows(_ section: RuleSection) -> [String] {
    var lines = ["## \(section.chinese) \(section.english)", ""]
    if let pack = section.pack { lines += ["政策包 pack: `\(pack)`", ""] }
    lines += [
      "| 规则 rule | 条款 clause | 账本怎么做 what the ledger does | 所在 where | 测试 tests |", "| --- | --- | --- | --- | --- |",
    ]
    for rule in section.rules where rule.standing != .outOfScope {
      let cells = [
        rule.id, RulesPage.cell(ids.clause(of: rule.id)), RulesPage.cell("\(rule.chinese)<br>\(rule.english)"),
        places(rule, section.pack).joined(separator: "<br>"), tests(rule).joined(separator: "<br>"),
      ]
      lines.append("| \(cells.joined(separator: " | ")) |")
    }
    let left = section.rules.filter { $0.standing == .outOfScope }
    if !left.isEmpty {
      lines += ["", "不由本账本处理 Not for the ledger:", "", "| 规则 rule | 条款 clause | 理由 reason |", "| --- | --- | --- |"]
      for rule in left {
        lines.append("| \(rule.id) | \(RulesPage.cell(ids.clause(of: rule.id))) | \(rule.chinese)<br>\(rule.english) |")
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

  /// The ids of the interpretations that settle an open question in a pack: its own, or one that says so.
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
