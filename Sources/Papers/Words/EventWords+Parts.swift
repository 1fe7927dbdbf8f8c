package import Subsidy
import Values

/// Parts that several events have.
extension Text {
  /// A person's own words, as they are.
  static func own(_ text: String?) -> Text? { text.map { Text(same: $0) } }
  static func yuan(_ amount: Fen) -> Text { Text(en: "\(amount.yuan) yuan", zh: "\(amount.yuan) 元") }
  static func on(_ day: CivilDate) -> Text { Text(en: "on \(day)", zh: day.description) }
  static func from(_ day: CivilDate) -> Text { Text(en: "from \(day)", zh: "自 \(day) 起") }
  static func from(_ month: Month) -> Text { Text(en: "from \(month)", zh: "自 \(month) 起") }
  static func source(_ source: some CustomStringConvertible) -> Text {
    Text(en: "source \(source)", zh: "来源 \(source)")
  }
  static func application(_ id: Identifier) -> Text { Text(en: "application \(id)", zh: "申请 \(id)") }
  static func offset(_ offset: UInt64, segment: UInt64) -> Text {
    Text(en: "segment \(segment), offset \(offset)", zh: "日志段 \(segment)，字节偏移 \(offset)")
  }
  static func batch(_ id: Identifier) -> Text { Text(en: "batch \(id)", zh: "批次 \(id)") }
  static func request(_ id: Identifier, if isNamed: Bool = true) -> Text? {
    isNamed ? Text(en: "request \(id)", zh: "申请 \(id)") : nil
  }
  static func demand(_ id: Identifier) -> Text { Text(en: "demand \(id)", zh: "追回通知 \(id)") }
  static func receipt(_ receipt: some CustomStringConvertible) -> Text {
    Text(en: "receipt \(receipt)", zh: "收据 \(receipt)")
  }

  /// Keys by their IDs.
  static func keys(_ keys: [OperatorKey]) -> Text {
    Text(
      en: "\(keys.count == 1 ? "key" : "keys") \(keys.map(\.id).joined(separator: ", "))",
      zh: "密钥 \(keys.map(\.id).joined(separator: "、"))")
  }

  /// An event in a sentence: its number, who recorded it and when, and its content.
  package static func event(_ event: Event, _ local: LocalWords = LocalWords()) -> Text {
    let words = EventWords(event.body, local)
    let (number, by, time) = (event.sequence, event.by, event.recorded.chinaMinute)
    let said = Text.joined([words.matter] + (words.content == .none ? [] : [words.content]), by: .comma)
    return Text(
      en: "event \(number), \(by), \(time): \(said.en)", zh: "事件 \(number)（\(by)，\(time)）：\(said.zh)")
  }
}

extension AdoptionEffect {
  /// The changes that an adoption makes in months held or in flight.
  package var words: Text {
    Text(
      en: "changes \(counted(months, "month")) paid or in flight of \(counted(persons, "person")): "
        + "\(up) yuan more, \(down) yuan less",
      zh: "\(Int64(persons).grouped) 人共 \(Int64(months).grouped) 个月的已发或在途补贴随之变动：增加 \(up) 元，减少 \(down) 元")
  }
}
