public import Subsidy
public import Values

/// The books of a month as a paper (月报), amounts in yuan: the month, the year to its end, and the corrections.
public enum MonthBooksPaper {
  /// The paper.
  ///
  /// - Parameters:
  ///   - books: the books of the month, or of several.
  ///   - year: the books of the year to the end of the month; nil if they are not asked for.
  ///   - isSigned: whether every decision is signed.
  ///   - inFlight: the amount in open batches when the paper is made.
  ///   - office: the office that makes it.
  ///   - scheme: the words for a scheme.
  /// - Returns: the sheet.
  public static func sheet(
    _ books: MonthBooks, yearToDate year: MonthBooks?, isSigned: Bool, inFlight: Fen, by office: OfficeDetails,
    scheme: (Identifier) -> String
  ) -> PaperSheet {
    func place(_ row: MonthBooks.Row) -> [String] { [scheme(row.scheme), row.district?.inWords ?? "（未知）"] }
    var parts: [PaperSheet.Part] = [
      .line("编制单位：\(office.name ?? PrintedPage.blank)　　单位：元"), rows(books, place),
    ]
    if let year { parts += [.heading("本年累计（\(year.first) 至 \(year.month)）"), rows(year, place)] }
    let total = books.total
    if total.reversed.isAny || total.refunded > .zero || total.offset > .zero || total.offsetUndone > .zero {
      // Reversed amounts are listed beside the month's own movements, never within them.
      parts += [
        .heading("红字冲销"),
        .rows(
          ["补贴项目", "区划", "已发", "银行退回", "已收回", "归垫", "核销", "退还个人", "抵扣", "抵扣撤销"], words: 2,
          books.rows.map { place($0) + corrections($0.sums) } + [["合计", ""] + corrections(total)]),
      ]
    }
    parts.append(.line("制表时在途：\(inFlight.yuan) 元（已列入批次、银行尚未答复，含以前月份）"))
    switch books.closing?.month {
    case nil: parts.append(.line("尚未月结"))
    case books.month: parts.append(.line("已月结"))
    case let later?: parts.append(.line("已随 \(later) 一并月结"))
    }
    if !books.isAsClosed { parts.append(.line("注意：与月结事件所记合计不一致")) }
    if !isSigned { parts.append(.line("注意：办理未经签名（登记密钥的管理员不足两名）")) }
    parts.append(.signatures(PrintedPage.signatures))
    let period = books.first == books.month ? "\(books.month)" : "\(books.first) 至 \(books.month)"
    return PaperSheet(title: "社会保险补贴月报 \(period)", isWide: true, parts: parts)
  }

  private static func rows(
    _ books: MonthBooks, _ place: (MonthBooks.Row) -> [String]
  ) -> PaperSheet.Part {
    .rows(
      [
        "补贴项目", "区划", "已发", "银行退回", "其中已发后退回", "其中调整以前月份", "净发放", "已收回", "归垫", "核销", "期末待追回",
      ], words: 2, books.rows.map { place($0) + cells($0.sums) } + [["合计", ""] + cells(books.total)])
  }

  private static func corrections(_ sums: MonthSums) -> [String] {
    [
      sums.reversed.paid, sums.reversed.returned, sums.reversed.repaid, sums.reversed.putBack, sums.reversed.writtenOff,
      sums.refunded, sums.offset, sums.offsetUndone,
    ].map(\.yuan)
  }

  private static func cells(_ sums: MonthSums) -> [String] {
    [
      sums.paid, sums.returned, sums.bounced, sums.adjusted, sums.net, sums.repaid, sums.putBack, sums.writtenOff,
      sums.outstanding,
    ].map(\.yuan)
  }
}
