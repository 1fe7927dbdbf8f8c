package import Ledger
import Notes
package import Papers
import Policy
import Sheets
import Subsidy
import System
import Values

/// The problems of a line of an input file.
extension LineProblem.Problem {
  /// The wording, as it follows `FILE:LINE:`.
  package var text: Text {
    switch self {
    case .form(let error): error.text.about(entry: error.field)
    case .refused(let refusal): refusal.text
    case .vault(let error): error.text
    case .policy(let error): error.text
    case .empty: Text(en: "the line is empty, expected an entry; remove it", zh: "空行，应为一条记录；请删去")
    case .tooLong:
      Text(en: "the line has more than 65,535 bytes; shorten it", zh: "该行超过 65,535 字节；请缩短")
    case .commitAsEvent:
      Text(
        en: "the line is a commit line, expected an event; leave out the lines that begin with {\"commit\":",
        zh: "该行是提交行，应为事件；请去掉以 {\"commit\": 开头的行")
    case .repeatedEvent(let sequence, let line):
      Text(
        en:
          "event \(sequence) stands in line \(line) too, expected once; give each line of the log to one worker, once",
        zh: "事件 \(sequence) 已见于第 \(line) 行，只应出现一次；日志的每一行只应交给一个进程一次")
    case .recordedBefore(let last, let found):
      Text(
        en: "recorded: found \(found), expected \(last) or later, the time before it; put the lines in order",
        zh: "recorded：实为 \(found)，不得早于其前的 \(last)；请按时间排序")
    case .recordedAfterImport(let now, let found):
      Text(
        en: "recorded: found \(found), expected no later than the import at \(now); correct it",
        zh: "recorded：实为 \(found)，不得晚于导入时间 \(now)；请更正")
    case .notInLateHistory(let type):
      Text(
        en: "type: found \(type.rawValue), which no late history brings, expected one of "
          + "\(Text.lateTypes); decide it in the ledger, or leave the line out",
        zh: "type：实为 \(type.rawValue)，不得以 `--late` 补录，应为 \(Text.lateTypes) 之一；请在台账中办理，或删去该行")
    case .column(let name, let found, let expected): LineProblem.column(name, found, expected).about(name)
    case .otherThanAsked(let column, let found, let expected):
      Text(
        en:
          "\(column): found \(found.quoted), expected \(expected.quoted); check that file and command belong together",
        zh: "\(column)：实为 \(found.quoted)，应为 \(expected.quoted)；请核对文件与命令是否对应"
      ).orOnPage(
        Text(
          en: "\(column): found \(found.quoted), expected \(expected.quoted); check that file and page belong together",
          zh: "\(column)：实为 \(found.quoted)，应为 \(expected.quoted)；请核对文件与页面是否对应")
      ).about(column)
    case .notAsExported(let column, let person, let month):
      Text(
        en:
          "\(column): \(person) \(month) is paid, and the bank names another \(column) than was exported; clear it up "
          + "with the bank, or take the line out",
        zh: "\(column)：\(person) \(month) 回盘为已付，但\(Text.payeeColumn(column))与导出文件不一致；请与银行核实，或删去该行")
    case .repeatedColumn(let name):
      Text(
        en: "the header has the column \(name) twice, expected once; take the wrong one out",
        zh: "表头中列 \(name) 重复，只应出现一次；请删去多余的一列")
    case .sameMeaning(let column, let headings):
      Text(
        en:
          "the headings \(headings.map(\.quoted).joined(separator: " and ")) both mean the column \(column.quoted), expected one",
        zh: "表头 \(headings.map(\.quoted).joined(separator: " 与 ")) 均对应 \(column.quoted) 列，只应有一列"
      ).then(
        Text(en: "take one out, or name the right one with `--profile`", zh: "请删去一列，或用 `--profile` 指定"),
        onPage: Text(en: "take one out", zh: "请删去一列"))
    case .row(let fault): fault.text
    case .repeated(let person, let month):
      Text(
        en: "\(person) \(month) is in the file twice, expected once; remove one of the lines",
        zh: "\(person) \(month) 在文件中重复，只应出现一次；请删去其中一行")
    case .repeatedRow:
      Text(
        en: "the table says the same of this person in a row above, expected once; remove one of the rows",
        zh: "该人员的同一事项在上方已有一行，只应出现一次；请删去其中一行")
    case .repeatedDay(let day):
      Text(
        en: "the day \(day) is in the file twice, expected once; remove one of the lines",
        zh: "日期 \(day) 在文件中重复，只应出现一次；请删去其中一行")
    case .unknownIdentity:
      Text(
        en: "no registered person has this identity number; register the person or correct the number",
        zh: "没有登记人员使用该公民身份号码；请先登记该人员，或更正号码"
      ).about("idNumber")
    case .xml(let kind): kind.text
    case .repeatedElement(let name):
      Text(
        en: "the element \(name.quoted) is there twice, expected once; ask the bank for a report that says one thing",
        zh: "元素 \(name.quoted) 重复，只应出现一次；请银行提供明确的报告")
    case .statusesDiffer(let one, let other):
      Text(
        en: "the report says \(one.quoted) at one level and \(other.quoted) at another, one paid and one refused; "
          + "ask the bank which one holds",
        zh: "报告各层状态不一致：\(one.quoted) 与 \(other.quoted) 分别为已付和拒付；请向银行核实")
    case .unknownStatus(let status):
      Text(
        en: "the payment status \(status.quoted) is unknown; ask the bank for one of ISO 20022",
        zh: "支付状态 \(status.quoted) 未知；请银行改用 ISO 20022 规定的状态")
    case .notCSV:
      Text(
        en: "the line is not CSV: a quotation mark is out of place or never closed; correct it",
        zh: "该行不是 CSV：引号位置有误或未闭合；请更正")
    case .columnCount(let found, let expected):
      Text(
        en: "found \(found) columns, expected \(expected) as in the header; correct the line",
        zh: "实为 \(found) 列，应与表头一致为 \(expected) 列；请更正该行")
    case .endsWithinField:
      Text(
        en:
          "the file ends within this line, which may have been cut; get it whole, end the line, or give the number of "
          + "rows with `--count` if the command takes it",
        zh: "文件在该行中结束，可能不完整；请重新取得完整文件，或在行末换行，命令支持时也可用 `--count` 给出行数"
      ).orOnPage(
        Text(
          en: "the file ends within this line, which may have been cut; get it whole, end the line, or type how many "
            + "rows you have counted",
          zh: "文件在该行中结束，可能不完整；请重新取得完整文件，或在行末换行，也可填写清点的行数"))
    }
  }
}

extension LineProblem {
  /// The problem with its place.
  package var located: CommandFailure.Located {
    .init(file: file, line: line, text: problem.text.withoutNumbersOfPersons)
  }

  /// The value that a sender put in the place of an identity number or a person's key may be a number or a name: it is not
  /// repeated.
  fileprivate static func column(_ name: String, _ found: String, _ form: ColumnForm) -> Text {
    switch form {
    case .idNumber, .personKey:
      Text(
        en: "the column \(name.quoted) does not hold \(form.text.en); correct it",
        zh: "\(name.quoted) 列的内容有误，应为\(form.text.zh)；请更正")
    case .yuan, .date, .month, .status, .code, .dayKind, .insurance, .paid, .yesNo, .region, .identifier, .fact, .stage,
      .outcome, .reason:
      Text(
        en: "the column \(name.quoted): found \(found.quoted), expected \(form.text.en); correct it",
        zh: "\(name.quoted) 列：实为 \(found.quoted)，应为\(form.text.zh)；请更正")
    }
  }
}

extension XMLError.Kind {
  /// The reason that a line cannot be read as XML.
  fileprivate var text: Text {
    switch self {
    case .notWellFormed:
      Text(
        en: "the line is not well-formed XML; ask the bank for the file anew", zh: "该行不是格式正确的 XML；请银行重新提供文件")
    case .documentType:
      Text(
        en: "the XML declares a document type, which is never read; ask the bank for the file without it",
        zh: "该 XML 声明了文档类型，不予读取；请银行提供不含此声明的文件")
    case .encoding:
      Text(
        en: "the XML is not in the encoding that it names, or names another one than UTF-8, UTF-16 or GB18030; "
          + "save it in one of these",
        zh: "该 XML 与所声明的编码不符，或编码不是 UTF-8、UTF-16 或 GB18030；请改用其中一种保存")
    case .tooLarge:
      Text(
        en:
          "the XML is too large: more than \(XMLParser.largest >> 20) MiB, \(Int64(XMLParser.mostElements).grouped) elements or "
          + "\(XMLParser.deepest) elements in one another; ask the bank for several reports",
        zh:
          "该 XML 过大：超过 \(XMLParser.largest >> 20) MiB、\(Int64(XMLParser.mostElements).grouped) 个元素或 \(XMLParser.deepest) 层嵌套；"
          + "请银行分多份提供")
    }
  }
}

extension LineProblem.ColumnForm {
  /// The form in words, as it follows "expected".
  fileprivate var text: Text {
    switch self {
    case .personKey: ValueKind.person.expected
    case .insurance:
      Text(
        en: "pension, medical, unemployment, injury or maternity, or nothing for all together",
        zh: " pension、medical、unemployment、injury 或 maternity，各险种合计的留空")
    case .paid: Text(en: "whether it has arrived, in the words for success and failure", zh: "缴费成功或失败")
    case .yesNo: Text(en: "yes or no", zh: "是或否")
    case .region: Text(en: "a region's code of six digits or its full name", zh: "六位行政区划代码或地区全称")
    case .identifier:
      Text(en: "the application's id, as the person has not exactly one under review", zh: "申请编号（该人员审核中的申请不止一件或没有）")
    case .fact: Text(en: "a kind of fact, in its code or its name", zh: "事实的名称或代码")
    case .stage: Text(en: "a stage of the scheme's document", zh: "政策规定的审核环节")
    case .outcome: Text(en: "passed or failed", zh: "通过或不通过")
    case .reason: Text(en: "the reason why it failed", zh: "不通过的原因")
    case .idNumber: Text(en: "an identity number with a valid check character", zh: "校验码正确的公民身份号码")
    case .yuan: Text(en: "an amount in yuan such as 607.50", zh: "以元为单位的金额，如 607.50")
    case .date: ValueKind.date.expected
    case .month: ValueKind.month.expected
    case .status: Text(en: "paid or returned", zh: " paid（已发）或 returned（退回）")
    case .code: Text(en: "the bank's reason for the return", zh: "银行退回原因")
    case .dayKind: Text(en: "work or off", zh: " work（上班）或 off（放假）")
    }
  }
}

extension Text {
  /// The types that a late history may bring.
  static var lateTypes: String {
    EventType.allCases.filter(\.isLateHistorical).map(\.rawValue).joined(separator: ", ")
  }
}

extension String {
  /// The heading of a column in tables, behind its key.
  static func headings(of column: String) -> String {
    let names = SheetWords.names(of: column).prefix(3)
    return names.isEmpty ? "" : "（可用表头：\(names.joined(separator: "、"))）"
  }
}
