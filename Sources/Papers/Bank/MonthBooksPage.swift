public import Merkle
public import Subsidy
import Values

/// The books of a month as a page of HTML for printing, amounts in yuan.
public enum MonthBooksPage {
  /// The page in UTF-8.
  ///
  /// - Parameters:
  ///   - books: the books.
  ///   - log: the log that they were made from, which stands at its foot.
  /// - Returns: the bytes.
  public static func html(_ books: MonthBooks, over log: PrintedHead) -> [UInt8] {
    var page = HTMLPage(title: "社会保险补贴月报 \(books.month)", over: log)
    let head = [
      "补贴项目", "区划", "已发", "退回", "其中已发后退回", "其中调整以前月份", "净发放", "追回", "归垫", "核销", "期末待追回",
    ]
    let rows = books.rows.map { [$0.scheme.description, $0.district?.description ?? "（未知）"] + cells($0.sums) }
    page.table(head, rows + [["合计", ""] + cells(books.total)], numbersFrom: 2)
    let total = books.total
    if total.reversed.isAny || total.refunded > .zero || total.offset > .zero || total.offsetUndone > .zero {
      // What was taken back stands beside the month's own movements, never within them.
      page.table(
        ["红字冲销", "已发", "退回", "追回", "归垫", "核销", "退还个人", "抵扣", "抵扣撤销"],
        books.rows.map { ["\($0.scheme) \($0.district?.description ?? "（未知）")"] + corrections($0.sums) }
          + [["合计"] + corrections(total)], numbersFrom: 1)
    }
    if let close = books.close {
      page.paragraph("已月结：事件 \(close.size) 个，树根 \(close.root)")
      if !books.isAsClosed { page.paragraph("注意：与月结事件所记合计不一致") }
    } else {
      page.paragraph("未月结")
    }
    return page.bytes
  }

  private static func corrections(_ sums: MonthSums) -> [String] {
    [
      sums.reversed.paid, sums.reversed.returned, sums.reversed.repaid, sums.reversed.putBack, sums.reversed.writtenOff,
      sums.refunded, sums.offset, sums.offsetUndone,
    ].map(\.description)
  }

  private static func cells(_ sums: MonthSums) -> [String] {
    [
      sums.paid, sums.returned, sums.bounced, sums.adjusted, sums.net, sums.repaid, sums.putBack, sums.writtenOff,
      sums.outstanding,
    ].map(\.description)
  }
}
