public import Merkle
public import Subsidy
public import Values

/// The control sheet (控制单) of a batch, for signature: counts, sums, hash total, and the files by their SHA-256.
///
/// It names no person and no account, so that it can be filed beside the log.
public struct ControlSheet: Sendable {
  /// The batch.
  public var batch: String
  /// The scheme.
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
  /// Who drafted, checked and approved it; empty where nobody did.
  public var hands: (drafted: String, checked: String, approved: String)
  /// What the lines come to by scheme, district, bank, month and fund.
  public var totals: [BatchTotal]
  /// The files that the log names.
  public var files: [BatchExported]
  /// The log that it was made from, which stands at its foot.
  public var log: PrintedHead

  /// Makes a sheet.
  public init(
    batch: String, scheme: String, through: String, persons: Int, items: Int, total: Fen, hashTotal: String,
    hands: (drafted: String, checked: String, approved: String), totals: [BatchTotal], files: [BatchExported],
    log: PrintedHead
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
    self.log = log
  }

  private var facts: [(String, String)] {
    [
      ("发放批次", batch), ("补贴项目", scheme), ("截至月份", through), ("人数", String(persons)), ("笔数", String(items)),
      ("金额（元）", total.description), ("账号散列总数", hashTotal), ("起草", hands.drafted), ("核对名单", hands.checked),
      ("核准", hands.approved),
    ]
  }

  private static let signatures = ["制表", "复核", "财务负责人", "日期"]

  private static func label(_ kind: BatchTotal.Kind) -> String {
    switch kind {
    case .scheme: "补贴项目"
    case .district: "区划"
    case .bank: "开户银行"
    case .month: "月份"
    case .fund: "资金来源"
    }
  }

  /// The sheet as text in UTF-8.
  public var text: [UInt8] {
    var lines = ["社会保险补贴发放批次控制单", ""]
    for (label, value) in facts { lines.append("\(label)：\(value)") }
    lines += ["", "分类合计（类别、名称、笔数、金额）"]
    for total in totals {
      lines.append("\(ControlSheet.label(total.kind))  \(total.name)  \(total.items)  \(total.total)")
    }
    lines += ["", "文件（格式、SHA-256）"]
    lines += files.map { "\($0.format)  \($0.sha256)" }
    lines += [""] + ControlSheet.signatures.map { "\($0)：________________" } + ["", log.line, ""]
    return Array(lines.joined(separator: "\n").utf8)
  }

  /// The sheet as a page of HTML in UTF-8 that needs nothing else.
  public var html: [UInt8] {
    var page = HTMLPage(title: "社会保险补贴发放批次控制单 \(batch)", over: log)
    page.table([], facts.map { [$0.0, $0.1] })
    page.table(
      ["类别", "名称", "笔数", "金额（元）"],
      totals.map { [ControlSheet.label($0.kind), $0.name, String($0.items), $0.total.description] }, numbersFrom: 2)
    page.table(["文件格式", "SHA-256"], files.map { [$0.format, $0.sha256] })
    page.paragraph(ControlSheet.signatures.map { "\($0)：________________" }.joined(separator: "　"))
    return page.bytes
  }
}

extension BatchTotal {
  fileprivate var name: String { value.isEmpty ? "（未知）" : value }
}

/// A plain page for printing: no script, nothing fetched, every text escaped.
struct HTMLPage {
  private let title: String
  private let log: PrintedHead
  private var body = HTMLWriter()

  init(title: String, over log: PrintedHead) {
    self.title = title
    self.log = log
    body.element("h1", text: title)
    body.line()
  }

  /// Adds a table; columns from `numbersFrom` on stand to the right.
  mutating func table(_ head: [String], _ rows: [[String]], numbersFrom: Int = .max) {
    body.element("table") { table in
      table.line()
      if !head.isEmpty { HTMLPage.row(&table) { for cell in head { $0.element("th", text: cell) } } }
      for cells in rows {
        HTMLPage.row(&table) { row in
          for (index, cell) in cells.enumerated() {
            row.element("td", index >= numbersFrom ? ["class": "n"] : [:], text: cell)
          }
        }
      }
    }
    body.line()
  }

  private static func row(_ table: inout HTMLWriter, _ cells: (inout HTMLWriter) -> Void) {
    table.element("tr") { cells(&$0) }
    table.line()
  }

  mutating func paragraph(_ text: String) {
    body.element("p", text: text)
    body.line()
  }

  private static let style = """
    body { font-family: serif; margin: 2em }
    table { border-collapse: collapse; margin: 1em 0 }
    td, th { border: 1px solid; padding: 0.2em 0.6em; text-align: left }
    td.n { text-align: right }
    """

  var bytes: [UInt8] {
    HTMLWriter.page(language: "zh", title: title, style: HTMLPage.style, over: log) { $0.append(body) }
  }
}
