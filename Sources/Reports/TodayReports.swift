package import Ledger
package import Papers
import ReadModel
package import Subsidy
import Values

/// The tasks of today, and how many of each.
package enum TodayReports {
  /// A row for each task, with the command that does it.
  package static let items = Report<TodayItem>(
    "today",
    [
      .column("office", .office) { $0.office }.hidden(.ifBlank),
      .column("task", .task) { $0.task },
      .scheme { $0.scheme }.hidden(.ifBlank),
      .column("about", .subject) { $0.about }.hidden(.ifBlank),
      .column("count", .count) { $0.count },
      .column("overdue", .overdue) { $0.overdue }.hidden(.ifBlank),
      .column("amountFen", .amount) { $0.amount }.hidden(.ifBlank),
      .column("due", .due) { $0.due }.hidden(.ifBlank),
      .column("next", .next) { $0.next },
    ])

  /// A row for each office, kind and scheme of a list of deadlines.
  package static let sums = Report<DeadlineSum>(
    "deadlines summed",
    [
      .column("office", .office) { $0.office },
      .column("kind", .task) { $0.kind },
      .scheme { $0.scheme },
      .column("overdue", .overdue) { $0.counts[.overdue] ?? 0 }.summed(),
      .column("due", .dueInTime) { $0.counts[.due] ?? 0 }.summed(),
      .column("waiting", .waiting) { $0.counts[.waiting] ?? 0 }.summed(),
      .column("earliest", .earliest) { $0.earliest },
    ])
}

extension TodayItem {
  fileprivate var office: String? { if case .deadline(let sum) = self { sum.office } else { nil } }

  fileprivate var task: Table.Cell {
    switch self {
    case .deadline(let sum): sum.kind.cell
    case .consent(let request): .word(.toConsent + request.body.matter, code: "consent")
    case .check: .word(.toCheck, code: "check")
    case .approve: .word(.toApprove, code: "approve")
    case .fund: .word(.toFund, code: "fund")
    case .export: .word(.toExport, code: "export")
    case .settle: .word(.toSettle, code: "settle")
    case .returned: .word(.toPayAgain, code: "returned")
    case .demand: .word(.toDemand, code: "demand")
    case .close: .word(.toClose, code: "close")
    }
  }

  fileprivate var scheme: Identifier? {
    switch self {
    case .deadline(let sum): sum.scheme
    case .check(let batch), .approve(let batch), .fund(let batch), .export(let batch), .settle(let batch): batch.scheme
    case .consent, .returned, .demand, .close: nil
    }
  }

  fileprivate var about: String? {
    switch self {
    case .consent(let request): request.body.request.description
    case .check(let batch), .approve(let batch), .fund(let batch), .export(let batch), .settle(let batch):
      batch.batch.description
    case .close(let month): month.description
    case .deadline, .returned, .demand: nil
    }
  }

  fileprivate var count: Int? {
    switch self {
    case .deadline(let sum): sum.open
    case .consent(let request): request.body.content.lines.count
    case .check(let batch), .approve(let batch), .fund(let batch), .export(let batch): batch.items
    case .settle(let batch): batch.answers[.open].items
    case .returned(let part), .demand(let part): part.items
    case .close: nil
    }
  }

  fileprivate var overdue: Int? { if case .deadline(let sum) = self { sum.counts[.overdue] ?? 0 } else { nil } }

  fileprivate var amount: Fen? {
    switch self {
    case .deadline, .consent, .close: nil
    case .check(let batch), .approve(let batch), .fund(let batch), .export(let batch): batch.total
    case .settle(let batch): batch.answers[.open].total
    case .returned(let part), .demand(let part): part.total
    }
  }

  fileprivate var due: CivilDate? {
    switch self {
    case .deadline(let sum): sum.earliest
    case .consent(let request): request.lastDay
    case .check, .approve, .fund, .export, .settle, .returned, .demand, .close: nil
    }
  }

  /// The command of this program that does the task, or that lists its subject, without the values that the user has to fill
  /// in.
  fileprivate var next: String {
    switch self {
    case .deadline(let sum):
      switch sum.kind {
      case .payment: "batch draft --scheme \(sum.scheme)"
      case .review, .startConfirmation, .report, .claim:
        "deadlines --list --scheme \(sum.scheme)"
      }
    case .consent(let request): "consent \(request.body.request)"
    case .check(let batch): "batch check \(batch.batch)"
    case .approve(let batch): "batch approve \(batch.batch)"
    case .fund(let batch): "batch fund \(batch.batch)"
    case .export(let batch): "batch export \(batch.batch)"
    case .settle(let batch): "batch settle --batch \(batch.batch)"
    case .returned: "report unpaid"
    case .demand: "recovery demand"
    case .close(let month): "close \(month)"
    }
  }
}

extension Text {
  fileprivate static var toConsent: Text { Text(en: "consent to: ", zh: "待第二人同意：") }
  fileprivate static var toCheck: Text { Text(en: "check the list of a batch", zh: "核对批次名单") }
  fileprivate static var toApprove: Text { Text(en: "approve a batch", zh: "核准批次") }
  fileprivate static var toFund: Text { Text(en: "ask for the treasury's money, or record it", zh: "申请资金或登记到位") }
  fileprivate static var toExport: Text { Text(en: "write the bank's file", zh: "导出银行文件") }
  fileprivate static var toSettle: Text { Text(en: "take in the bank's answer", zh: "登记银行回盘") }
  fileprivate static var toPayAgain: Text { Text(en: "returned by the bank, to be paid again", zh: "银行退回待重发") }
  fileprivate static var toDemand: Text { Text(en: "demand back what was overpaid", zh: "多发待通知追回") }
  fileprivate static var toClose: Text { Text(en: "close the month", zh: "月结") }
}
