package import Papers
package import Subsidy
import Values

// The parts of refusals' messages that are not refusals themselves.

extension OutOfBounds {
  /// The value found, the values allowed and the way out.
  var text: Text {
    let (least, most) = (bound.least, bound.most)
    return switch bound.unit {
    case .value:
      Text(
        en: "\(field): found \(found.quoted), expected \(least) to \(most); correct it",
        zh: "\(field)：实为 \(found.quoted)，应为 \(least) 至 \(most)；请更正")
    case .bytes:
      Text(
        en: "\(field): found \(found) bytes, expected at most \(most); shorten it",
        zh: "\(field)：实为 \(found) 字节，不得超过 \(most) 字节；请缩短")
    case .elements:
      Text(
        en: "\(field): found \(found) elements, expected \(least) to \(most); divide the entry",
        zh: "\(field)：实为 \(found) 项，应为 \(least) 至 \(most) 项；请分开登记")
    case .character:
      Text(
        en: "\(field): found the control character \(found), expected text on one line; remove it",
        zh: "\(field)：含有控制字符 \(found)，应为一行文字；请删去")
    }
  }
}

extension BatchState.Stage {
  private var atBank: Text {
    Text(
      en: "the bank has it: settle what the bank answers, and recover what was wrong",
      zh: "文件已交银行：请登记回盘，差错款项予以追回")
  }

  /// The way out for a batch that a history brought.
  func wayOutOfHistory(of batch: Identifier) -> Text {
    switch self {
    case .exported: atBank
    case .named, .drafted, .approved, .cancelled, .recalled:
      Text(
        en: "run `subsidy batch cancel \(batch)`, then draft a new batch under another id",
        zh: "请运行 `subsidy batch cancel \(batch)`，再另用编号重新起草"
      ).orOnPage(Text(en: "cancel it, then draft a new batch under another id", zh: "请作废该批次，再另用编号重新起草"))
    }
  }

  /// The way out for a batch in another stage than a command needs.
  func wayOut(of batch: Identifier, to needed: BatchState.Stage) -> Text {
    switch (self, needed) {
    case (.drafted, .approved):
      Text(
        en: "let another operator run `subsidy batch approve \(batch)` first",
        zh: "请先由另一经办人运行 `subsidy batch approve \(batch)`"
      ).orOnPage(Text(en: "let another operator approve it first", zh: "请先由另一经办人核准"))
    case (.drafted, _):
      Text(
        en: "let another operator approve it, then run `subsidy batch export \(batch)`",
        zh: "请先由另一经办人核准，再运行 `subsidy batch export \(batch)`"
      ).orOnPage(Text(en: "let another operator approve it, then make the bank's file", zh: "请先由另一经办人核准，再生成银行文件"))
    case (.approved, .exported):
      Text(en: "run `subsidy batch export \(batch)` first", zh: "请先运行 `subsidy batch export \(batch)`")
        .orOnPage(Text(en: "make the bank's file first", zh: "请先生成银行文件"))
    case (.approved, _):
      Text(
        en: "that step is done; to mend it cancel it and draft anew",
        zh: "该步骤已完成；如有差错，请撤销后重新起草")
    case (.exported, _): atBank
    case (.cancelled, _), (.recalled, _): Text(en: "draft a new batch under another id", zh: "请另用编号重新起草")
    case (.named, _):
      Text(
        en: "it comes from an imported past, in which it was never drafted", zh: "该批次来自导入的历史记录，从未起草"
      ).then(
        Text(
          en: "run `subsidy batch cancel \(batch)`, then draft a new batch",
          zh: "请运行 `subsidy batch cancel \(batch)`，再另行起草批次"),
        onPage: Text(en: "cancel it, then draft a new batch", zh: "请作废该批次，再另行起草"))
    }
  }
}

extension PrivateText.Kind {
  /// The kind of the private data found, without its value.
  var text: Text {
    switch self {
    case .number(.idNumber): Text(en: "an identity number", zh: "公民身份号码")
    case .number(.mobile): Text(en: "a mobile number", zh: "手机号码")
    case .number(.account): Text(en: "the number of a bank account", zh: "银行账号")
    case .name: Text(en: "the name of the person or of who acts for them", zh: "本人或代办人的姓名")
    }
  }
}

extension RestingEntry {
  /// The person and the reason that the entry stays: month and batch, an application, or the application that a review is of.
  fileprivate var words: Text {
    switch ground {
    case .ordered(let month, let batch): Text(same: "\(person) \(month) (\(batch))")
    case .application(let application): Text(same: "\(person) (\(application))")
    case .event(let sequence): Text(en: "\(person) (event \(sequence))", zh: "\(person)（事件 \(sequence)）")
    case .review(let application):
      Text(en: "\(person) (review of \(application))", zh: "\(person)（\(application) 的审核）")
    }
  }
}

extension Text {
  /// The first of some entries on which something rests.
  package static func listed(_ entries: [RestingEntry]) -> Text {
    Text(en: Text.listed(entries.map(\.words.en)).en, zh: Text.listed(entries.map(\.words.zh)).zh)
  }
}
