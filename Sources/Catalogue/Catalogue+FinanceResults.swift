package import Ledger
package import Papers
package import Subsidy
package import Values

/// The messages of the commands of finance about files, funds, months and reports.
extension Text {
  /// The outcome of an output, and its content; one that had these very bytes is not called written.
  package static func written(_ file: String, isNew: Bool, _ content: Text? = nil) -> Text {
    let name = file.printable
    let (english, chinese) = content.map { (": \($0.en)", "：\($0.zh)") } ?? ("", "")
    return isNew
      ? Text(en: "wrote \(name)\(english)", zh: "已写入 \(name)\(chinese)")
      : Text(en: "\(name) is unchanged\(english)", zh: "\(name) 内容未变\(chinese)")
  }

  /// One file of several, for one bank.
  package static func bankFileWritten(_ file: ExportOutcome.File, isNew: Bool) -> Text {
    let bank = file.bank.flatMap { $0.isEmpty ? nil : $0.printable }
    return .written(
      file.path, isNew: isNew,
      Text(
        en: "\(bank ?? "bank unknown"), \(counted(file.lines, "line")), SHA-256 \(file.sha256)",
        zh: "\(bank ?? "银行未知")，\(Int64(file.lines).grouped) 行，SHA-256 \(file.sha256)"))
  }

  /// In place of a name that neither the ledger nor the vault has.
  package static var valueUnknown: Text { Text(en: "(not known)", zh: "（未知）") }

  package static func withBadAccount(_ persons: [Identifier]) -> Text {
    let names = listed(persons.map(\.description))
    return Text(
      en: "with an account of a wrong length or check digit: \(names.en); compare them with the cards",
      zh: "账号位数或校验位有误：\(names.zh)；请与银行卡核对")
  }

  package static func withOddName(_ persons: [Identifier]) -> Text {
    let names = listed(persons.map(\.description))
    return Text(
      en: "with a name that banks may refuse, for its dot is not `·` (U+00B7) or a character is of a private use area: "
        + "\(names.en); compare them with the identity cards",
      zh: "姓名间隔号不是“·”（U+00B7）或含造字区字符，银行可能退回：\(names.zh)；请与身份证件核对")
  }

  package static func withSharedAccount(_ persons: [Identifier]) -> Text {
    let names = listed(persons.map(\.description))
    return Text(
      en: "with one account for several persons: \(names.en); ask whose it is",
      zh: "同一账户有多个收款人：\(names.zh)；请核实账户归属")
  }

  package static var nothingRecorded: Text {
    Text(en: "nothing was recorded", zh: "未作任何登记")
  }

  package static func withChangedAccount(_ persons: [Identifier]) -> Text {
    let names = listed(persons.map(\.description))
    return Text(
      en: "the account has changed since the approval: \(names.en); the file has the one that was approved",
      zh: "核准后账号已变更：\(names.zh)；导出文件仍用核准时的账号")
  }

  package static func answersDiffer(_ differences: [AnswerDifference]) -> Text {
    let lines = listed(differences.map { "\($0.person) \($0.month) \($0.column)" })
    return Text(
      en: "returned, and named otherwise than exported: \(lines.en); compare them with the bank's reason",
      zh: "下列退回明细与导出内容不一致：\(lines.zh)；请对照银行退回原因")
  }

  package static func payeesUncertain(_ differences: [AnswerDifference]) -> Text {
    let lines = listed(differences.map { "\($0.person) \($0.month) \($0.column)" })
    return Text(
      en: "paid, and named otherwise than the ledger knows, which does not know any more what was sent: \(lines.en)",
      zh: "下列已付明细与台账所知不一致，而台账已无从得知当时导出的内容：\(lines.zh)"
    ).then(
      Text(
        en: "give the exported file with `--sent` to compare with it", zh: "请用 `--sent` 提供当时导出的文件以供核对"),
      onPage: Text(en: "compare them with the exported file", zh: "请与当时导出的文件核对"))
  }

  /// The heading of a column of a bank's file, in Chinese.
  package static func payeeColumn(_ column: String) -> String {
    ["account": "账号", "name": "户名", "currency": "币种"][column] ?? column
  }

  package static func listWasNotChecked(_ batch: Identifier) -> Text {
    let found = Text(
      en: "the list of the batch \(batch) was not checked, as its document asks", zh: "发放批次 \(batch) 的名单未经核对，不符合文件要求")
    return found.then(
      Text(en: "see `subsidy batch check --help`", zh: "参见 `subsidy batch check --help`"), onPage: nil)
  }

  package static func fundsAreMissing(_ batch: Identifier, _ missing: Fen) -> Text {
    let found = Text(
      en: "\(missing.yuan) yuan of the treasury's money for the batch \(batch) are not recorded",
      zh: "发放批次 \(batch) 尚有 \(missing.yuan) 元财政资金未登记到位")
    return found.then(
      Text(en: "see `subsidy batch fund --help`", zh: "参见 `subsidy batch fund --help`"), onPage: nil)
  }

  package static func listChecked(_ batch: Identifier, isNew: Bool) -> Text {
    isNew
      ? Text(en: "the list of the batch \(batch) is checked", zh: "已核对发放批次 \(batch) 的名单")
      : Text(en: "the list of the batch \(batch) was checked before", zh: "发放批次 \(batch) 的名单早已核对")
  }

  package static func fundsRequested(_ batch: Identifier, isNew: Bool) -> Text {
    isNew
      ? Text(en: "requested the money of the batch \(batch)", zh: "已为发放批次 \(batch) 申请资金")
      : Text(en: "the money of the batch \(batch) was requested before", zh: "早已为发放批次 \(batch) 申请资金")
  }

  package static func fundsReceived(_ batch: Identifier, _ amount: Fen, isNew: Bool) -> Text {
    isNew
      ? Text(en: "received \(amount.yuan) yuan for the batch \(batch)", zh: "发放批次 \(batch) 到位资金 \(amount.yuan) 元")
      : Text(en: "this receipt for the batch \(batch) is known", zh: "发放批次 \(batch) 的此笔到账早已登记")
  }

  package static func batchUnbalanced(_ batch: Identifier) -> Text {
    let found = Text(en: "the draft of the batch \(batch) does not come to its items", zh: "发放批次 \(batch) 的起草合计与明细不符")
    return found.then(
      Text(en: "see `subsidy audit replay`", zh: "请用 `subsidy audit replay` 审计"),
      onPage: Text(en: "let an auditor audit the ledger", zh: "请由审计人员审计"))
  }

  package static func monthClosed(_ close: MonthClosed) -> Text {
    Text(
      en:
        "closed \(close.month): paid \(close.sums.paid.yuan), returned by the bank \(close.sums.returned.yuan), recovered \(close.sums.repaid.yuan), outstanding \(close.sums.outstanding.yuan) yuan",
      zh:
        "已月结 \(close.month)：已发 \(close.sums.paid.yuan)、银行退回 \(close.sums.returned.yuan)、已收回 \(close.sums.repaid.yuan)、待追回 \(close.sums.outstanding.yuan) 元"
    )
  }

  /// Whether a file is the one handed to the bank.
  package static func fileChecked(_ file: String, _ check: ExportedFileCheck, _ batch: Identifier) -> Text {
    let name = file.printable
    if check.exports == 0 {
      return Text(
        en: "nothing was exported for the batch \(batch), so that \(name) is no file of it",
        zh: "发放批次 \(batch) 未曾导出，\(name) 不是其文件")
    }
    guard let export = check.export else {
      return Text(
        en: "\(name) (SHA-256 \(check.sha256)) is none of the files that were exported for the batch \(batch), "
          + "and none of those can be made again to compare it with",
        zh: "\(name)（SHA-256 \(check.sha256)）不是发放批次 \(batch) 导出的文件，且所导出文件无法重新生成以供比对")
    }
    if check.isSame {
      return Text(
        en:
          "\(name) is what was exported for the batch \(batch) as \(export.format), to the byte (SHA-256 \(check.sha256))",
        zh: "\(name) 即发放批次 \(batch) 以 \(export.format) 格式导出的文件，逐字节一致（SHA-256 \(check.sha256)）")
    }
    let lines = Text.listed(check.differing.map { "\($0)" })
    return Text(
      en: "\(name) (SHA-256 \(check.sha256)) is not what was exported for the batch \(batch) as \(export.format) "
        + "(SHA-256 \(export.sha256)); it differs in \(counted(check.differing.count, "line")): \(lines.en)",
      zh: "\(name)（SHA-256 \(check.sha256)）与发放批次 \(batch) 以 \(export.format) 格式导出的文件"
        + "（SHA-256 \(export.sha256)）不一致，有 \(check.differing.count) 行不同：第 \(lines.zh) 行")
  }

  package static func monthIsRunning(_ month: Month) -> Text {
    Text(
      en: "\(month) has not ended: entries from now on belong to the month after it",
      zh: "\(month) 尚未结束：此后登记的事项归入下月")
  }

  package static func booksDiffer(_ month: Month) -> Text {
    Text(en: "the books of \(month) are not what the close said", zh: "\(month) 的账目与月结所记不符").then(
      Text(en: "see `subsidy audit verify`", zh: "请用 `subsidy audit verify` 核验"),
      onPage: Text(en: "let an auditor audit the ledger", zh: "请由审计人员审计"))
  }

  package static func monthState(_ books: MonthBooks) -> Text {
    switch books.closing?.month {
    case nil: Text(en: "\(books.month) is not closed yet", zh: "\(books.month) 尚未月结")
    case books.month: Text(en: "\(books.month) is closed", zh: "\(books.month) 已月结")
    case let later?: Text(en: "\(books.month) was closed with \(later)", zh: "\(books.month) 已随 \(later) 一并月结")
    }
  }

  /// The sums of a year to the end of a month, and the amount on its way.
  package static func yearToDate(_ month: Month, _ sums: MonthSums, inFlight: Fen) -> Text {
    Text(
      en:
        "\(month.firstOfYear) to \(month): paid \(sums.paid.yuan), returned by the bank \(sums.returned.yuan), net \(sums.net.yuan), recovered \(sums.repaid.yuan); in flight now \(inFlight.yuan) yuan",
      zh:
        "\(month.firstOfYear) 至 \(month) 累计：已发 \(sums.paid.yuan)、银行退回 \(sums.returned.yuan)、净发放 \(sums.net.yuan)、已收回 \(sums.repaid.yuan) 元；目前在途 \(inFlight.yuan) 元"
    )
  }

  /// The unit of a report's amounts.
  package static var inYuan: Text { Text(en: "amounts in yuan", zh: "单位：元") }

  /// The content of a file of a month's papers.
  package static func papersOfMonth(_ counts: (letters: Int, forms: Int, notices: Int)) -> Text {
    Text(
      en:
        "\(counted(counts.letters, "letter")), \(counted(counts.forms, "form")), \(counted(counts.notices, "notice"))",
      zh: "追回通知书 \(counts.letters) 份、申请表 \(counts.forms) 份、提醒 \(counts.notices) 条")
  }

  /// The log that a close names.
  package static func closeOfLog(_ close: MonthClosed) -> Text {
    Text(
      en: "closed at \(close.size) events, root \(close.root)", zh: "月结时事件 \(close.size) 个，根哈希 \(close.root)")
  }
}
