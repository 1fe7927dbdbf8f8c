package import Ledger
package import Papers
package import Subsidy
package import Values

/// The messages of the commands about papers when they are done.
extension Text {
  package static func paperWithoutDetails(_ count: Int) -> Text {
    Text(
      en: "\(counted(count, "person")) without private data in the vault: those cells are blank",
      zh: "保密库中没有 \(Int64(count).grouped) 人的个人信息，相应栏目留空")
  }

  package static func rosterIssued(_ issued: IssuedRoster, rows: Int) -> Text {
    let (number, hash) = (issued.number.description, issued.sha256)
    return issued.isRepeated
      ? Text(
        en: "the roster \(number) was issued before with the same content, SHA-256 \(hash)",
        zh: "花名册 \(number) 曾签发，内容相同，SHA-256 \(hash)")
      : Text(
        en: "issued the roster \(number) with \(counted(rows, "row")), SHA-256 \(hash)",
        zh: "已签发花名册 \(number)，共 \(Int64(rows).grouped) 行，SHA-256 \(hash)")
  }

  /// A roster is issued in a form that stays the same bytes.
  package static var issueIsTable: Text {
    Text(
      en: "a roster is issued as csv or text, whose bytes stay the same; leave out --by to print it in another form",
      zh: "签发花名册须用 csv 或 text，以便日后逐字节核对；仅打印时请勿给出 --by")
  }

  /// A sweep that records and an earlier point do not go together.
  package static var sweepIsNow: Text {
    Text(
      en: "--by records what holds now and does not go with --known-at; look at an earlier point with --dry-run",
      zh: "--by 按当前情况登记，不能与 --known-at 同用；查看过去时点请用 --dry-run")
  }
  /// An issue and an earlier point do not go together.
  package static var issueIsNow: Text {
    Text(
      en: "--by issues the roster as it is now and does not go with --known-at; leave one of them out",
      zh: "--by 按当前内容签发，不能与 --known-at 同用；请去掉其中一个")
  }

  package static func noFormInDocument(_ isEmpty: Bool) -> Text {
    isEmpty
      ? Text(en: "the scheme's document has no form and names no materials", zh: "该项目文件没有申请表，也未列明材料")
      : Text(en: "the scheme's document has no form; this is its list of materials", zh: "该项目文件没有申请表；以上为其材料清单")
  }

  package static func periodBackwards(_ name: String, from: Month, to: Month) -> Text {
    Text(
      en: "\(name): found \(to), expected \(from) or later", zh: "\(name)：实为 \(to)，不得早于 \(from)")
  }

  package static func sampleHeading(_ sample: SampleDrawn) -> Text {
    Text(
      en:
        "sample \(sample.sample) of \(sample.scheme): \(sample.persons.count) of \(Int64(sample.population).grouped), seed \(sample.seed), population SHA-256 \(sample.populationSHA256)",
      zh:
        "抽查 \(sample.sample)，项目 \(sample.scheme)：从 \(Int64(sample.population).grouped) 人中抽取 \(sample.persons.count) 人，种子 \(sample.seed)，总体 SHA-256 \(sample.populationSHA256)"
    )
  }

  package static func sampleKnown(_ sample: Identifier) -> Text {
    Text(en: "the sample \(sample) was drawn before, the same way", zh: "抽查 \(sample) 曾以相同方式抽取")
  }
}

extension PaperKind {
  /// The wording.
  package var text: Text {
    switch self {
    case .notifications: Text(en: "wording of notifications", zh: "通知文本")
    case .undertaking: Text(en: "undertaking", zh: "承诺书")
    case .statistics: Text(en: "rule for employment statistics", zh: "就业统计规则")
    }
  }
}
