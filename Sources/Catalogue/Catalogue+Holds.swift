package import Papers
package import Subsidy
import Values

/// Payments that wait for the same cause.
package struct HoldGroup {
  package let held: [HeldPayment]
  package let cause: Text
  package let wayOut: Text
}

extension HeldPayment {
  /// Payments by their hold, each group once, in the order of its first payment.
  package static func groups(_ held: [HeldPayment]) -> [HoldGroup] {
    var order: [Text] = []
    var groups: [Text: [HeldPayment]] = [:]
    for payment in held {
      let cause = payment.hold.cause
      if groups[cause] == nil { order.append(cause) }
      groups[cause, default: []].append(payment)
    }
    return order.compactMap { cause in
      guard let found = groups[cause], let first = found.first else { return nil }
      return HoldGroup(held: found, cause: cause, wayOut: first.hold.wayOut)
    }
  }

  /// The payments of a group: `p1 2026-01 405.00 yuan, …`.
  fileprivate static func listed(_ held: [HeldPayment]) -> Text {
    Text(
      en: Text.listed(held.map { "\($0.person) \($0.month) \($0.amount) yuan" }).en,
      zh: Text.listed(held.map { "\($0.person) \($0.month) \($0.amount) 元" }).zh)
  }

  /// Everything that is kept back, with the cause and the way out of each group.
  package static func explained(_ held: [HeldPayment]) -> Text {
    let groups = groups(held).map { group in
      Text.joined([Text.joined([listed(group.held), group.cause], by: .colon), group.wayOut], by: .semicolon)
    }
    return Text.joined(groups, by: .fullStop)
  }
}

extension PaymentHold {
  /// Why the payment waits.
  fileprivate var cause: Text {
    switch self {
    case .worthLess(let reasons) where reasons.isEmpty: kind.words
    case .worthLess(let reasons):
      Text(
        en: "no longer due (\(reasons.map(\.words.en).joined(separator: ", ")))",
        zh: "已不应发放（\(reasons.map(\.words.zh).joined(separator: "、"))）")
    case .openBatch(let batch):
      Text(
        en: "in the open batch \(batch.batch), drafted on \(batch.drafted), \(counted(batch.age, "day")) ago",
        zh: "已列入未结批次 \(batch.batch)（\(batch.drafted) 起草，已 \(batch.age) 天）")
    case .otherScheme(let scheme, let batch):
      Text(
        en: "the open batch \(batch.batch) of the scheme \(scheme) has the month, drafted on \(batch.drafted), "
          + "\(counted(batch.age, "day")) ago",
        zh: "已列入补贴项目 \(scheme) 的未结批次 \(batch.batch)（\(batch.drafted) 起草，已 \(batch.age) 天）")
    case .notBegun: Text(en: "the month has not begun", zh: "月份未到")
    case .startUnconfirmed(_, let clause): kind.words.cited(clause)
    case .exitUnrecorded(let item):
      Text(
        en: "left the registration, and no sweep has recorded it", zh: "已退出灵活就业登记，尚未登记终止"
      ).cited(item.clause)
    case .erased(let sequence):
      Text(en: "the private data were erased (event \(sequence))", zh: "个人信息已删除（事件 \(sequence)）")
    }
  }

  /// The way out, so that the payment can leave, or never does.
  fileprivate var wayOut: Text {
    switch self {
    case .worthLess: Text(en: "cancel the batch and draft a new one", zh: "请撤销本批次并重新起草")
    case .openBatch(let batch), .otherScheme(_, let batch):
      batch.isExported
        ? Text(
          en: "record the bank's answer with `subsidy batch settle FILE --batch \(batch.batch)`",
          zh: "请先用 `subsidy batch settle 文件 --batch \(batch.batch)` 登记银行回盘"
        ).orOnPage(Text(en: "record the bank's answer to \(batch.batch)", zh: "请先登记 \(batch.batch) 的银行回盘"))
        : Text(
          en: "export it and record the bank's answer, or run `subsidy batch cancel \(batch.batch)`",
          zh: "请先导出并登记银行回盘，或用 `subsidy batch cancel \(batch.batch)` 撤销"
        ).orOnPage(Text(en: "export it and record the bank's answer, or cancel it", zh: "请先送银行并登记回盘，或作废该批次"))
    case .notBegun:
      Text(en: "`--months-ahead` pays in advance", zh: "确需预发的，请加 `--months-ahead`").orOnPage(
        Text(en: "a draft of months that have not begun pays in advance", zh: "确需预发的，起草时请选择含尚未开始的月份"))
    case .startUnconfirmed:
      Text(en: "record a `start-confirmed`", zh: "请登记 `start-confirmed`（确认开始月份）")
    case .exitUnrecorded:
      Text(en: "run `subsidy sweep` of today", zh: "请先用 `subsidy sweep` 登记当日到期事项").orOnPage(
        Text(en: "let the server's administrator sweep", zh: "请先由服务器管理人员巡检"))
    case .erased:
      Text(en: "record a `registered` with all private data", zh: "请重新登记 `registered`，个人信息须齐全")
    }
  }
}

extension Text {
  /// Payments that a draft left out.
  package static func leftOut(_ group: HoldGroup) -> Text {
    Text(en: "left out: ", zh: "未列入：") + HeldPayment.explained(group.held)
  }

  /// The items that a sweep would record for the persons of a draft.
  package static func unswept(_ items: [SweepItem]) -> Text {
    let listed = SweepItem.listed(items)
    return Text(
      en: "a sweep of today would record for persons of this draft: \(listed.en)",
      zh: "本批次人员当日另有到期事项未登记：\(listed.zh)"
    ).then(
      Text(en: "see `subsidy sweep --dry-run`", zh: "请用 `subsidy sweep --dry-run` 查看"),
      onPage: Text(en: "let the server's administrator sweep", zh: "请由服务器管理人员巡检"))
  }
}

extension SweepItem {
  /// The first items: `p1 from 2026-02 (no report in time), …`.
  package static func listed(_ items: [SweepItem]) -> Text {
    Text(
      en: Text.listed(items.map { "\($0.person) from \($0.from) (\($0.cause.words.en))" }).en,
      zh: Text.listed(items.map { "\($0.person) 自 \($0.from) 起（\($0.cause.words.zh)）" }).zh)
  }
}
