package import Ledger
package import Papers
package import Sheets
package import Values

// The faults of tables that come in.

extension SheetFault {
  /// The reason that a file cannot be read as a table.
  package func text(_ file: String) -> Text {
    switch self {
    case .encrypted:
      Text(
        en: "\(file.quoted) has a password; take it off (in the program that made it) and save it again",
        zh: "\(file.quoted) 设有密码；请在表格软件中取消密码后重新保存")
    case .oldWorkbook:
      Text(
        en: "\(file.quoted) is a workbook of an old form, .xls or .et; open it and save it as .xlsx",
        zh: "\(file.quoted) 是 .xls 或 .et 旧格式；请打开后另存为 .xlsx")
    case .openDocument:
      Text(
        en: "\(file.quoted) is an .ods or another OpenDocument file; open it and save it as .xlsx",
        zh: "\(file.quoted) 是 .ods 等 OpenDocument 文件；请打开后另存为 .xlsx")
    case .webPage:
      Text(
        en: "\(file.quoted) is a web page, whatever its name ends in; open it and save it as .xlsx",
        zh: "\(file.quoted) 实为网页格式；请打开后另存为 .xlsx")
    case .notWorkbook:
      Text(
        en: "\(file.quoted) is an archive, but no .xlsx workbook; open it and save it as .xlsx",
        zh: "\(file.quoted) 是压缩文件，但不是 .xlsx 工作簿；请打开后另存为 .xlsx")
    case .damaged(let part):
      Text(
        en: "\(file.quoted) is damaged: \(part.quoted) is not what the file says of it; get it anew",
        zh: "\(file.quoted) 已损坏：\(part.quoted) 与文件所载不符；请重新取得")
    case .tooLarge(let part):
      Text(
        en: "\(file.quoted): \(part.quoted) would take more room than any table; nothing of it was read; get it anew",
        zh: "\(file.quoted)：\(part.quoted) 解开后过大，不予读取；请重新取得文件")
    case .documentType(let part):
      Text(
        en: "\(file.quoted): \(part.quoted) declares a document type, which is never read; open it and save it again",
        zh: "\(file.quoted)：\(part.quoted) 声明了文档类型，不予读取；请打开后重新保存")
    case .unreadableText:
      Text(en: "\(file.quoted) is no text that is read; save it as .xlsx", zh: "\(file.quoted) 的编码无法识别；请另存为 .xlsx")
    case .notCSV(let line):
      Text(
        en: "\(file.quoted): line \(line) is not CSV; correct it", zh: "\(file.quoted)：第 \(line) 行不是 CSV；请更正")
    case .empty:
      Text(en: "\(file.quoted) has no rows; get it whole", zh: "\(file.quoted) 没有内容；请重新取得文件")
    case .missingColumn(let column):
      Text(
        en: "\(file.quoted) has no column \(column.quoted); add it", zh: "\(file.quoted) 缺少 \(column.quoted) 列；请补上")
    case .severalSheets(let names):
      Text(
        en:
          "\(file.quoted) has the columns on several sheets, \(names.map(\.quoted).joined(separator: ", ")), expected one",
        zh: "\(file.quoted) 有多张工作表含所需各列（\(names.map(\.quoted).joined(separator: "、"))），只应有一张"
      ).then(
        Text(
          en: "delete or hide the others, or name one with `--profile`", zh: "请删除或隐藏其余各表，或用 `--profile` 指定"),
        onPage: Text(en: "delete or hide the others", zh: "请删除或隐藏其余各表"))
    case .noSheet(let name):
      Text(
        en: "\(file.quoted) has no sheet \(name.quoted), which the profile names; correct one of the two",
        zh: "\(file.quoted) 没有对照文件所指定的工作表 \(name.quoted)；请更正其一")
    case .mergedHeadings(let row):
      Text(
        en: "\(file.quoted): the headings in row \(row) are merged cells, so that it is not clear which is whose; "
          + "undo the merge and give each column one heading in one row",
        zh: "\(file.quoted)：第 \(row) 行表头有合并单元格，无法判断各列含义；请取消合并，每列只用一行表头")
    case .sameMeaning(let row, let column, _):
      Text(
        en: "\(file.quoted): two headings in row \(row) mean the column \(column.quoted); take one out",
        zh: "\(file.quoted)：第 \(row) 行有两个表头对应 \(column.quoted) 列；请删去一列")
    case .rowCount(let found, let expected):
      Text(
        en: "\(file.quoted): found \(found) rows, expected \(expected); count again",
        zh: "\(file.quoted)：实为 \(found) 行，应为 \(expected) 行；请重新点数")
    }
  }
}

extension RowFault {
  /// The fault of a row, as it follows `FILE:LINE:`.
  package var text: Text {
    switch self {
    case .cell(let column, let found, let fault): fault.text(column, found).about(column)
    case .total(let column, let found, let expected):
      Text(
        en:
          "the column \(column.quoted): the row of totals says \(found.yuan), and the rows above it sum to \(expected.yuan); "
          + "a row is missing or wrong: clear it up with the list's author",
        zh: "\(column.quoted) 列：合计行为 \(found.yuan) 元，以上各行之和为 \(expected.yuan) 元；可能缺行或有误，请与制表单位核实")
    case .hidden:
      Text(
        en: "the row is hidden, maybe by a filter, so that it may have been overlooked; show it or delete it",
        zh: "该行被隐藏或筛选掉，可能未经核对；请取消隐藏，或删去该行")
    }
  }
}

extension CellFault {
  fileprivate func text(_ column: String, _ found: String) -> Text {
    switch self {
    case .scientific:
      Text(
        en:
          "the column \(column.quoted): found \(found.quoted), a long number in scientific notation, whose last digits are "
          + "lost; format the column as text and type or fetch the numbers anew",
        zh: "\(column.quoted) 列：实为 \(found.quoted)，长号码已变为科学计数，末几位已丢失；请将该列设为文本格式后重新取得号码")
    case .lostDigits:
      Text(
        en:
          "the column \(column.quoted): a long number was kept as a number, and digits behind the fifteenth are lost; "
          + "format the column as text and type or fetch the numbers anew",
        zh: "\(column.quoted) 列：长号码按数值保存，第 15 位以后的数字已丢失；请将该列设为文本格式后重新取得号码")
    case .negative:
      Text(
        en:
          "the column \(column.quoted): found \(found.quoted), an amount below zero; record what remains, or leave the row out",
        zh: "\(column.quoted) 列：实为 \(found.quoted)，金额不得为负；请改为实际金额，或删去该行")
    case .tooFine:
      Text(
        en: "the column \(column.quoted): found \(found.quoted), an amount with more than two decimals; correct it",
        zh: "\(column.quoted) 列：实为 \(found.quoted)，金额至多两位小数；请更正")
    case .failed:
      Text(
        en:
          "the column \(column.quoted): found the error \(found.quoted) of a formula; correct the formula or type the value",
        zh: "\(column.quoted) 列：公式结果为错误 \(found.quoted)；请更正公式或直接填写数值")
    case .uncomputed:
      Text(
        en:
          "the column \(column.quoted): a formula without its result; open the file in a spreadsheet and save it again",
        zh: "\(column.quoted) 列：公式没有计算结果；请用表格软件打开后重新保存")
    case .bareNumber:
      Text(
        en:
          "the column \(column.quoted): found the bare number \(found.quoted), expected a date; format the column as a date",
        zh: "\(column.quoted) 列：实为数值 \(found.quoted)，应为日期；请将该列设为日期格式")
    case .earlySerial:
      Text(
        en:
          "the column \(column.quoted): found \(found.quoted) as the number of a day, expected one after February 1900; correct it",
        zh: "\(column.quoted) 列：日期序号实为 \(found.quoted)，应晚于 1900 年 2 月；请更正")
    case .merged:
      Text(
        en: "the column \(column.quoted): merged cells leave rows without a value; undo the merge and fill every row",
        zh: "\(column.quoted) 列：有合并单元格，部分行没有内容；请取消合并并逐行填写")
    }
  }
}

extension Text {
  /// The heading of the column with the reasons, in rows that are handed back.
  static var reasonHeading: Text { Text(en: "reason", zh: "退回原因（请更正后删去本列）") }

  /// The name of the sheet with rows that are handed back.
  static var refusedSheet: Text { Text(en: "refused", zh: "退回") }

  /// The mark of a column that a form must have.
  package static var requiredMark: Text { Text(en: " (required)", zh: "（必填）") }

  /// The result of an import of a table of entries.
  package static func tableTaken(_ file: String, _ outcome: TableOutcome) -> Text {
    let (rows, new, same) = (outcome.rows, outcome.newPersons.count, outcome.unchanged)
    return Text(
      en: "\(file.printable): \(counted(rows, "row")), \(counted(new, "new person")), "
        + "\(Int64(same).grouped) unchanged, \(counted(outcome.record.rejections.count, "application")) rejected",
      zh: "\(file.printable)：共 \(Int64(rows).grouped) 行，新登记 \(Int64(new).grouped) 人，未变 \(Int64(same).grouped) 行，"
        + "不符合条件 \(Int64(outcome.record.rejections.count).grouped) 件")
  }

  /// A paper is too long for a workbook.
  package static func paperTooLong(rows: Int, most: Int) -> Text {
    Text(
      en: "\(Int64(rows).grouped) rows, and a sheet has room for \(Int64(most).grouped); take html or csv",
      zh: "共 \(Int64(rows).grouped) 行，工作表至多 \(Int64(most).grouped) 行；请改用 html 或 csv")
  }

  /// Columns of a table that were not taken in.
  package static func columnsNotRead(_ headings: [String]) -> Text {
    let named = Text.listed(headings.map(\.quoted))
    return Text(
      en: "not taken in: the columns \(named.en), which the form does not have", zh: "未导入表样中没有的列：\(named.zh)"
    ).then(
      Text(
        en: "if one counts, correct its heading or name it with `--profile`", zh: "如须导入，请按表样更正列名，或用 `--profile` 对照"),
      onPage: Text(en: "if one counts, correct its heading", zh: "如须导入，请按表样更正列名"))
  }

  /// The key that a new person got.
  package static func personMade(row: Int, _ person: Identifier) -> Text {
    Text(en: "row \(row): a new person, \(person)", zh: "第 \(row) 行：新登记人员，标识为 \(person)")
  }
}

extension ReturnedRows {
  /// A workbook of the rows, each with the reason, to be corrected and handed in again.
  ///
  /// - Parameter isFromPage: whether a page hands it back, and the reasons give the way out there.
  /// - Returns: the workbook.
  /// - Throws: the system's failures.
  package func workbook(isFromPage: Bool = false) throws -> [UInt8] {
    func words(_ problem: LineProblem) -> String {
      let text = problem.problem.text.withoutNumbersOfPersons
      return (isFromPage ? text.onPage : text).zh
    }
    let columns = (headings + [Text.reasonHeading.zh]).map { SheetDraft.Column(title: $0) }
    let rows = rows.map { row in
      row.cells + [row.problems.map(words).joined(separator: "；")]
    }
    return try SheetDraft(name: Text.refusedSheet.zh, columns: columns, rows: rows).bytes(made: .sheetEpoch)
  }
}
