public import Subsidy
public import Values

/// The control sheet (控制单) of a batch, for signature: counts, sums, hash total, and the files by their SHA-256.
///
/// It names no person and no account, so that it can be filed beside the log.
public struct ControlSheet: Sendable {
  /// The batch.
  public var batch: String
  /// The scheme in words.
  public var scheme: String
  /// The last month that it may pay.
  public var through: String
  /// How many persons.
  public var persons: Int
  /// How many lines.
  public var items: Int
  /// Their sum.
  public var total: Fen
  /// The hash total of the accounts.
  public var hashTotal: String
  /// The operators who drafted, checked and approved it; empty for a step that was not taken.
  public var hands: (drafted: String, checked: String, approved: String)
  /// The sums of the lines by scheme, district, bank, month and fund.
  public var totals: [BatchTotal]
  /// The files that the log names.
  public var files: [BatchExported]

  /// Makes a sheet.
  public init(
    batch: String, scheme: String, through: String, persons: Int, items: Int, total: Fen, hashTotal: String,
    hands: (drafted: String, checked: String, approved: String), totals: [BatchTotal], files: [BatchExported]
  ) {
    self.batch = batch
    self.scheme = scheme
    self.through = through
    self.persons = persons
    self.items = items
    self.total = total
    self.hashTotal = hashTotal
    self.hands = hands
    self.totals = totals
    self.files = files
  }

  private var facts: [(String, String)] {
    [
      ("发放批次", batch), ("补贴项目", scheme), ("截至月份", through), ("人数", String(persons)), ("笔数", String(items)),
      ("金额（元）", total.yuan), ("金额大写", total.capital), ("账号散列总数", hashTotal), ("起草", hands.drafted),
      ("核对名单", hands.checked),
      ("核准", hands.approved),
    ]
  }

  /// The sheet.
  public var sheet: PaperSheet {
    PaperSheet(
      title: "社会保险补贴发放批次控制单",
      parts: facts.map { .field($0.0, $0.1) } + [
        .heading("分类合计"),
        .rows(
          ["类别", "名称", "笔数", "金额（元）"], words: 2,
          totals.map {
            [
              $0.kind.words.zh, $0.kind == .scheme ? scheme : $0.words.zh, Int64($0.items).grouped,
              $0.total.yuan,
            ]
          }),
        .heading("文件"), .rows(["格式", "SHA-256"], words: 2, files.map { [$0.format, $0.sha256] }),
        .signatures(["制表", "复核", "财务负责人", "日期"]),
      ])
  }
}
