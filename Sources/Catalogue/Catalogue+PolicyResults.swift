package import Papers
package import Policy
package import Subsidy
package import Values

/// The messages of the commands about policies when they are done.
extension Text {
  package static func policyAdopted(_ policy: Policy) -> Text {
    Text(
      en: "adopted \(policy.pack.id) (\(policy.pack.document.number)) from \(policy.effectiveFrom)",
      zh: "已采用 \(policy.pack.id)（\(policy.pack.document.number)），自 \(policy.effectiveFrom) 起施行")
  }

  package static func policyAdoptedBefore(_ policy: Policy) -> Text {
    Text(
      en: "\(policy.pack.id) is adopted already with these parameters; nothing was appended",
      zh: "\(policy.pack.id) 早已按这些参数采用，未追加事件")
  }

  /// The months held or in flight that an adoption changes.
  package static func adoptionChanges(_ effect: PolicyComparison, named: Int) -> Text {
    let (months, persons) = (effect.changes.count, effect.personsChanged)
    let (up, down) = (effect.up.sum, Fen.zero - effect.down.sum)
    let rest =
      named < months
      ? Text(
        en: "; the first \(named) are shown, `--dry-run --to OUT.csv` writes all",
        zh: "；以上为前 \(named) 个月，全部可用 `--dry-run --to OUT.csv` 写出")
      : Text.none
    return Text(
      en: "of what is paid or in flight, \(counted(months, "month")) of \(counted(persons, "person")) would change: "
        + "\(up) yuan more, \(down) yuan less\(rest.en)",
      zh: "\(Int64(persons).grouped) 人共 \(Int64(months).grouped) 个月的已发或在途补贴将随之变动："
        + "增加 \(up) 元，减少 \(down) 元\(rest.zh)")
  }

  package static var adoptionChangesNothing: Text {
    Text(en: "no month that is paid or in flight would change", zh: "已发或在途月份均不变动")
  }

  package static func casesTried(_ count: Int, wrong: Int) -> Text {
    wrong == 0
      ? Text(en: "\(counted(count, "case")), all right", zh: "样例 \(count) 个，全部相符")
      : Text(en: "\(counted(count, "case")), \(wrong) wrong", zh: "样例 \(count) 个，其中 \(wrong) 个不符")
  }

  /// Why one person alone does not make an adoption that changes months held or in flight.
  package static func adoptionChangesPaid(_ policy: Policy) -> Text {
    Text(
      en: "adopting \(policy.pack.id) would change months that are paid or in flight, which takes two people; look at "
        + "the months, and ask for it with `--although-paid --reason TEXT`",
      zh: "采用 \(policy.pack.id) 将使已发或在途月份的金额变动，须两人办理；请核对上列月份，并用 `--although-paid --reason 事由` 提出申请")
  }

  /// A pack that the program does not ship, which the consenting operator has to supply.
  package static func consentTakesPack(_ file: String) -> Text {
    Text(
      en: "the pack is not one of the program's own: the operator who consents names the same file, "
        + "`--pack \(file.printable)`",
      zh: "该政策包不是内置政策包：同意时须指明同一文件，`--pack \(file.printable)`")
  }

  /// A shipped pack that has changed since it was adopted, and the way out.
  package static func shippedPackIsLater(_ pack: PolicyPack, revision: Int) -> Text {
    let own = pack.revision
    return Text(
      en: "\(pack.id): this program ships revision \(revision), and the ledger has adopted "
        + "\(own.map { "revision \($0)" } ?? "one without a number"), which stays in force; see what would change with "
        + "`subsidy policy adopt \(pack.id) --dry-run --by OP` and your `--set` values, then adopt it without `--dry-run`",
      zh: "\(pack.id)：本程序内置第 \(revision) 修订，台账采用的是\(own.map { "第 \($0) 修订" } ?? "未编号的版本")，仍然有效；"
        + "请用 `subsidy policy adopt \(pack.id) --dry-run --by OP` 及原 `--set` 参数查看变动，再去掉 `--dry-run` 采用")
  }

  package static func packIsValid(_ file: String, _ pack: PolicyPack) -> Text {
    Text(
      en: "\(file.printable): \(pack.id) is valid, \(counted(pack.parameters.count, "parameter"))",
      zh: "\(file.printable)：\(pack.id) 有效，参数 \(Int64(pack.parameters.count).grouped) 项")
  }

  /// An exclusion that no clause of the document carries: it narrows the subsidy by a reading alone.
  ///
  /// > Source: 连政办发〔2021〕50号（十二）: 全面清理缩小保障范围、提高政策门槛等违规行为.
  package static func exclusionWithoutClause(_ fact: FactCode) -> Text {
    let word = fact.words
    return Text(
      en:
        "the exclusion `\(fact.rawValue)` (\(word.en)) rests on an interpretation alone; cite a clause or leave it out",
      zh: "排除情形 `\(fact.rawValue)`（\(word.zh)）仅以解释为据；请注明条款，否则不应设置")
  }

  /// The result of a comparison of two packs.
  package static func policiesCompared(_ comparison: PolicyComparison) -> Text {
    let (up, down) = (comparison.up, comparison.down)
    return Text(
      en: """
        \(counted(comparison.persons, "person")) compared: \(counted(up.months, "month")) up by \(up.sum.yuan) yuan, \
        \(counted(down.months, "month")) down by \((Fen.zero - down.sum).yuan) yuan; nothing was changed
        """,
      zh: """
        比对 \(Int64(comparison.persons).grouped) 人：\(Int64(up.months).grouped) 个月增加 \(up.sum.yuan) 元，\
        \(Int64(down.months).grouped) 个月减少 \((Fen.zero - down.sum).yuan) 元；仅列示差异，未作改动
        """)
  }

  /// Two packs that cannot be compared.
  package static func packsOfTwoSchemes(_ old: Identifier, _ new: Identifier) -> Text {
    Text(
      en: "the packs are of two schemes, \(old) and \(new); name two packs of one scheme",
      zh: "两个政策包分属补贴项目 \(old) 和 \(new)；请指定同一项目的政策包")
  }

  /// The heading of a part of a document, with its sentence.
  package static func documentPart(_ part: DocumentComparison.Part) -> Text {
    guard let clause = part.clause else {
      return Text(en: "The document does not say:", zh: "文件未写明：")
    }
    let sentence = part.sentence.map { "  \($0.printable)" } ?? ""
    return Text(en: clause.printable + sentence, zh: clause.printable + sentence)
  }

  /// A part of the document for which the pack has no rule.
  package static var partUnnamed: Text { Text(en: "Nothing in the pack refers to it.", zh: "政策包未引用本条。") }

  /// A rule as a line under its part: the topic, the program's rule, and the reading that it rests on.
  package static func clauseRow(_ row: ClauseRow) -> Text {
    let rests = row.statesInterpretation ? nil : row.interpretation
    let mark = rests.map { Text(en: " [\($0)]", zh: " [解释 \($0)]") } ?? .none
    return Text(en: row.topicEnglish + ": " + row.english, zh: row.topicChinese + "：" + row.chinese) + mark
  }

  /// How many readings an adoption took without naming them.
  package static func standardsTaken(_ count: Int) -> Text {
    Text(
      en:
        "\(counted(count, "interpretation")) took the standard of the pack; to choose another, adopt with --set NAME=VALUE:",
      zh: "以下 \(count) 项解释未设定，按政策包的标准值采用；如需改用其他理解，请以 --set 名称=值 重新采用：")
  }

  /// A reading that was taken without naming it.
  package static func standardTaken(_ parameter: ParameterRule, in pack: PolicyPack) -> Text {
    let reading = pack.interpretation(of: parameter)
    let place = Text.inBrackets(
      [parameter.clause, reading?.id].compactMap(\.self).joined(separator: ", "))
    let value = "\(parameter.name)=\(parameter.standard ?? "")"
    return Text(
      en: value + place.en + ": " + (reading?.reading ?? parameter.why).printable,
      zh: value + place.zh + "：" + (reading?.readingChinese ?? parameter.why).printable)
  }

  /// Terms of an earlier pack that the adopted one does not have.
  package static func termsGone(_ terms: [String], _ pack: Identifier) -> Text {
    let names = terms.map(\.printable)
    return Text(
      en:
        "\(pack) has no term \(names.joined(separator: ", ")) that an earlier pack of the scheme has; a test that names one "
        + "does not hold for persons approved under \(pack)",
      zh: "\(pack) 不再有原政策包的享受期限 \(names.joined(separator: "、"))；按该期限设定条件的规则，对依 \(pack) 核定的人员不成立")
  }
}
