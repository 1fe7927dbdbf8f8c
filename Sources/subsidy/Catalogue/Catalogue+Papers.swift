import Ledger
import Papers
import Subsidy
import Values

/// What the commands about papers say of themselves.
extension Text {
  static var paperRosterSummary: Text {
    Text(en: "print the roster of those approved in a month, or issue it", zh: "生成或签发复核确认花名册")
  }
  static var paperAllCurrent: Text {
    Text(en: "everybody in receipt in the month, not only those approved in it", zh: "列出当月全部在享人员，而非仅当月核准人员")
  }
  static var paperNumber: Text {
    Text(en: "the roster's number; issued without one it is SCHEME-MONTH-DISTRICT", zh: "花名册编号；签发时默认为“项目-月份-地区”")
  }
  static var paperBy: Text {
    Text(en: "issue it: record number and hash in the name of OP", zh: "签发：以该经办人名义登记编号和摘要")
  }
  static var paperRosterExample: Text {
    Text(en: "issues the roster of a district for November 2024", zh: "签发某区 2024 年 11 月的花名册")
  }
  static var paperNoticesSummary: Text {
    Text(en: "word the notices of a month that nobody has sent", zh: "生成当月尚未发送的提醒通知")
  }
  static var paperNoticeKind: Text { Text(en: "only notices of this kind", zh: "仅限此类通知") }
  static var paperNoticesExample: Text {
    Text(en: "writes the reminders of reports due in November for the gateway", zh: "为短信平台生成 11 月就业情况报告提醒")
  }
  static var paperFundingSummary: Text {
    Text(en: "plan the funds needed, by district", zh: "按区生成用款计划")
  }
  static var paperFundingExample: Text {
    Text(en: "shows what each district needs through November", zh: "查看各区截至 11 月的用款需求")
  }
  static var paperStartersSummary: Text {
    Text(en: "list those whose subsidy begins in a month", zh: "生成当月开始享受人员的增员名单")
  }
  static var paperStartersExample: Text { Text(en: "lists who begins in December 2024", zh: "列出 2024 年 12 月开始享受的人员") }
  static var paperStatisticsSummary: Text {
    Text(en: "count the newly employed of a period by rule", zh: "按规则统计城镇新增就业")
  }
  static var paperFrom: Text { Text(en: "the first month", zh: "统计期首月") }
  static var paperThrough: Text { Text(en: "the last month; else the first", zh: "统计期末月；默认同首月") }
  static var paperList: Text { Text(en: "the persons instead of their numbers", zh: "列出人员名单，而非人数") }
  static var paperStatisticsExample: Text { Text(en: "counts the whole of 2024", zh: "统计 2024 年全年") }
  static var paperLedgerSummary: Text {
    Text(en: "print everything recorded of one person", zh: "生成个人台账")
  }
  static var paperLedgerExample: Text { Text(en: "shows the person's ledger on the screen", zh: "在屏幕上查看该人员的台账") }
  static var paperFormSummary: Text {
    Text(en: "fill in the application form, with the list of materials", zh: "填写申请表并附材料清单")
  }
  static var paperFormExample: Text {
    Text(en: "writes the form as a page that a browser prints", zh: "生成可用浏览器打印的申请表")
  }
  static var paperUndertakingSummary: Text { Text(en: "fill in the undertaking", zh: "填写承诺书") }
  static var paperUndertakingExample: Text {
    Text(en: "prints it with what the district adds", zh: "打印承诺书，附本区增加内容")
  }
  static var paperDistrictText: Text {
    Text(en: "the district's own version, which may add lines and leave none out", zh: "本区版本，可增加内容，不得删减")
  }
  static var paperApplication: Text { Text(en: "the application's id", zh: "申请编号") }
  static var paperApplicant: Text {
    Text(en: "whose application it is, where several persons use the id", zh: "申请人标识，用于多人使用同一申请编号时")
  }
  static var paperMonth: Text { Text(en: "the month", zh: "月份") }
  static var paperDistrict: Text { Text(en: "only this district, a region code", zh: "仅限此区，行政区划代码") }
  static var paperTableAs: Text {
    Text(en: "csv for a spreadsheet (the default) or text", zh: "csv 供表格软件（默认），text 供阅读")
  }
  static var paperSheetAs: Text { Text(en: "text (the default) or a printable page", zh: "text 供阅读（默认），html 供打印") }
  static var paperTo: Text {
    Text(en: "the file, mode 0600; else standard output", zh: "输出文件，权限 0600；默认输出到屏幕")
  }
  static var sampleDrawSummary: Text { Text(en: "draw persons to be checked, repeatably", zh: "抽查：随机抽取人员，可复核") }
  static var sampleShowSummary: Text { Text(en: "show a sample that was drawn", zh: "查看已抽取的样本") }
  static var samplePopulationSummary: Text {
    Text(en: "list whom a sample is drawn from, one key a line", zh: "列出抽查总体，每行一个人员标识")
  }
  static var samplePopulationExample: Text {
    Text(en: "lists who could be drawn at that time, to repeat the draw", zh: "列出当时可被抽取的人员，用于复核抽取")
  }
  static var sampleID: Text { Text(en: "the sample's id", zh: "抽查编号") }
  static var sampleSeed: Text {
    Text(en: "the seed, best one that nobody could choose", zh: "随机种子，宜取无人可预先选定的值")
  }
  static var sampleSize: Text { Text(en: "how many; all where there are fewer", zh: "抽取人数；不足时全部抽取") }
  static var sampleDrawExample: Text { Text(en: "draws five of those in receipt", zh: "从在享人员中抽取 5 人") }
  static var sampleShowExample: Text { Text(en: "shows who was drawn, and from how many", zh: "查看抽中人员及总体人数") }
}

/// What the commands about papers say when they are done.
extension Text {
  static func paperWritten(_ file: String) -> Text {
    Text(en: "wrote \(file.printable)", zh: "已写入 \(file.printable)")
  }

  static func paperWithoutDetails(_ count: Int) -> Text {
    Text(
      en: "\(counted(count, "person")) without private data in the vault: those cells are blank",
      zh: "保密库中没有 \(Int64(count).grouped) 人的个人信息，相应栏目留空")
  }

  static func rosterIssued(_ issued: IssuedRoster, rows: Int) -> Text {
    let (number, hash) = (issued.number.description, issued.sha256)
    return issued.isRepeated
      ? Text(
        en: "the roster \(number) was issued before with the same content, SHA-256 \(hash)",
        zh: "花名册 \(number) 曾签发，内容相同，SHA-256 \(hash)")
      : Text(
        en: "issued the roster \(number) with \(counted(rows, "row")), SHA-256 \(hash)",
        zh: "已签发花名册 \(number)，共 \(Int64(rows).grouped) 行，SHA-256 \(hash)")
  }

  /// A sweep that records and an earlier point do not go together.
  static var sweepIsNow: Text {
    Text(
      en: "--by records what holds now and does not go with --known-at; look at an earlier point with --dry-run",
      zh: "--by 按当前情况登记，不能与 --known-at 同用；查看过去时点请用 --dry-run")
  }
  /// An issue and an earlier point do not go together.
  static var issueIsNow: Text {
    Text(
      en: "--by issues the roster as it is now and does not go with --known-at; leave one of them out",
      zh: "--by 按当前内容签发，不能与 --known-at 同用；请去掉其中一个")
  }

  static func noFormInDocument(_ isEmpty: Bool) -> Text {
    isEmpty
      ? Text(en: "the scheme's document has no form and names no materials", zh: "该项目文件没有申请表，也未列明材料")
      : Text(en: "the scheme's document has no form; this is its list of materials", zh: "该项目文件没有申请表；以上为其材料清单")
  }

  static func periodBackwards(from: Month, to: Month) -> Text {
    Text(
      en: "--through: found \(to), expected \(from) or later", zh: "--through：实为 \(to)，不得早于 \(from)")
  }

  static func sampleHeading(_ sample: SampleDrawn) -> Text {
    Text(
      en:
        "sample \(sample.sample) of \(sample.scheme): \(sample.persons.count) of \(Int64(sample.population).grouped), seed \(sample.seed), population SHA-256 \(sample.populationSHA256)",
      zh:
        "抽查 \(sample.sample)，项目 \(sample.scheme)：从 \(Int64(sample.population).grouped) 人中抽取 \(sample.persons.count) 人，种子 \(sample.seed)，总体 SHA-256 \(sample.populationSHA256)"
    )
  }

  static func sampleKnown(_ sample: Identifier) -> Text {
    Text(en: "the sample \(sample) was drawn before, the same way", zh: "抽查 \(sample) 曾以相同方式抽取")
  }
}

extension PaperKind {
  /// The wording.
  var text: Text {
    switch self {
    case .notices: Text(en: "wording of notices", zh: "通知文本")
    case .undertaking: Text(en: "undertaking", zh: "承诺书")
    case .statistics: Text(en: "rule for employment statistics", zh: "就业统计规则")
    }
  }
}
