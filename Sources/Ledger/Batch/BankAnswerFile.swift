import Papers
import Sheets
import Subsidy
import System
import Values

/// The bank's answers as written in its file; only with the batch is it known which items they are about.
enum BankAnswerFile {
  /// A row of a table.
  struct Row {
    let number: Int
    /// The person, which may be left out beside an end-to-end id.
    let person: Identifier?
    /// The month, which may be left out beside an end-to-end id.
    let month: Month?
    let endToEnd: String?
    let scheme: String?
    let stated: StatedPayment
    let answer: SettlementLine.Answer
  }

  case table([Row], file: String)
  case report(Pain002, file: String)

  /// Reads a file.
  ///
  /// - Parameters:
  ///   - path: a table with the columns of ``SheetForm/answers``, or a pain.002 message in XML.
  ///   - name: its name in problems; nil for its path.
  ///   - batch: the batch that it must answer.
  ///   - count: how many answers it has by a person's count; nil if no one counted.
  ///   - onNews: receives how far its rows have come.
  /// - Throws: ``LedgerFailure`` with every line that is wrong.
  init(
    _ path: String, named name: String? = nil, answering batch: Identifier, rows count: Int?,
    telling onNews: @escaping (LedgerNews) -> Void
  ) throws {
    let bytes = try Input.read(path, atMost: InputLimit.table)
    let file = name ?? path
    let first = bytes.first { !$0.isBlankOrMark }
    self =
      first == UInt8(ascii: "<")
      ? try .report(BankAnswerFile.report(bytes, file), file: file)
      : try .table(BankAnswerFile.table(bytes, file, batch, rows: count, telling: onNews), file: file)
  }

  private static func report(_ bytes: [UInt8], _ file: String) throws -> Pain002 {
    func problem(_ line: Int, _ problem: LineProblem.Problem) -> LedgerFailure {
      .lines([LineProblem(file: file, line: line, problem: problem)])
    }
    let root: XMLElement
    do { root = try XMLParser.parse(bytes) } catch { throw problem(error.line, .xml(error.kind)) }
    do { return try Pain002(root) } catch {
      switch error.kind {
      case .notReport: throw LedgerFailure.notStatusReport(file: file)
      case .repeated(let name): throw problem(error.number, .repeatedElement(name))
      case .amount(let text):
        throw problem(error.number, .column(name: "InstdAmt", found: text.shownInErrors, expected: .yuan))
      case .contradiction(let one, let other):
        throw problem(error.number, .statusesDiffer(one.shownInErrors, other.shownInErrors))
      }
    }
  }

  private static func table(
    _ bytes: [UInt8], _ file: String, _ batch: Identifier, rows count: Int?,
    telling onNews: @escaping (LedgerNews) -> Void
  ) throws -> [Row] {
    let table = try SheetFile(bytes, named: file, .answers, rows: count.map { UInt64($0) }, telling: onNews)
    if !table.has("endToEnd") {
      for column in ["person", "month"] where !table.has(column) {
        throw LedgerFailure.missingColumn(file: file, column: column)
      }
    }
    return try table.read { row in
      try table.demand("batch", row, is: batch.description)
      return try read(row, table)
    }
  }

  private static func read(_ row: SheetTable.Row, _ table: SheetFile) throws -> Row {
    let endToEnd = try table.text("endToEnd", row)
    func isLeftOut(_ column: String) throws -> Bool { try endToEnd != nil && !table.isFilled(column, row) }
    let person = try isLeftOut("person") ? nil : table.personKey("person", row)
    let month = try isLeftOut("month") ? nil : table.month("month", row)
    let amount = try table.isFilled("amount", row) ? table.amount("amount", row) : nil
    let isPaid = try table.choice("status", row, .status) == "paid"
    return Row(
      number: row.number, person: person, month: month, endToEnd: endToEnd, scheme: try table.text("scheme", row),
      stated: StatedPayment(
        amount: amount, currency: try table.text("currency", row), account: try table.text("account", row),
        name: try table.text("name", row)),
      answer: isPaid
        ? .paid(reference: try table.text("reference", row))
        : .returned(code: try table.value("code", row, .code) { $0.isEmpty ? nil : $0 }))
  }
}

/// The other data that the bank gives with a payment's outcome; nil for each that it leaves out.
struct StatedPayment {
  var amount: Fen?
  var currency: String?
  var account: String?
  var name: String?
}

/// An answer that is known to be about an item of the batch.
struct ItemAnswer {
  /// The line of the file; 0 for an answer about the whole message.
  let number: Int
  let item: BatchItem
  let stated: StatedPayment
  let answer: SettlementLine.Answer

  var line: SettlementLine {
    SettlementLine(person: item.person, month: item.month, amount: stated.amount, answer: answer)
  }
}

extension BankAnswerFile {
  var file: String {
    switch self {
    case .table(_, let file), .report(_, let file): file
    }
  }

  /// The answers, each with the item of the batch that it is about.
  ///
  /// - Throws: ``Refusal`` if an id is not of the batch; ``LedgerFailure/lines(_:)``.
  func answers(of batch: Identifier, _ state: LedgerState) throws -> [ItemAnswer] {
    guard state.batch(batch) != nil else { throw Refusal.unknownBatch(batch) }
    switch self {
    case .table(let rows, let file):
      let items = BatchItems(batch, state, byID: rows.contains { $0.endToEnd != nil })
      return try BankAnswerFile.answers(rows, file, batch, items)
    case .report(let report, let file):
      return try BankAnswerFile.answers(report, file, batch, BatchItems(batch, state, byID: true))
    }
  }

  /// An item may occur in a file once, by either of its names: of two answers, no one could say which one holds.
  private static func answers(
    _ rows: [Row], _ file: String, _ batch: Identifier, _ items: BatchItems
  ) throws -> [ItemAnswer] {
    try items.check(ids: rows.compactMap(\.endToEnd))
    try items.check(rows)
    var problems: [LineProblem] = []
    var seen: Set<ItemKey> = []
    var answers: [ItemAnswer] = []
    for row in rows {
      guard let item = items[row] else { continue }
      func problem(_ problem: LineProblem.Problem) {
        problems.append(LineProblem(file: file, line: row.number, problem: problem))
      }
      if !seen.insert(.init(item)).inserted { problem(.repeated(person: item.person, month: item.month)) }
      if let person = row.person, person != item.person {
        problem(.otherThanAsked(column: "person", found: "\(person)", expected: "\(item.person)"))
      }
      if let month = row.month, month != item.month {
        problem(.otherThanAsked(column: "month", found: "\(month)", expected: "\(item.month)"))
      }
      if let scheme = row.scheme, scheme != item.scheme.description {
        problem(.otherThanAsked(column: "scheme", found: scheme.shownInErrors, expected: "\(item.scheme)"))
      }
      answers.append(ItemAnswer(number: row.number, item: item, stated: row.stated, answer: row.answer))
    }
    if !problems.isEmpty { throw LedgerFailure.lines(problems) }
    return answers
  }

  private static func answers(
    _ report: Pain002, _ file: String, _ batch: Identifier, _ items: BatchItems
  ) throws -> [ItemAnswer] {
    let message = EndToEnd.message(batch)
    if report.message != message { throw Refusal.otherMessage(report.message.shownInErrors, expected: message) }
    let payment = Pain001.payment(ofMessage: message)
    if let found = report.payment, found != payment {
      throw Refusal.otherMessage(found.shownInErrors, expected: payment)
    }
    try items.check(ids: report.lines.map(\.endToEnd))
    var problems: [LineProblem] = []
    var answers: [ItemAnswer] = []
    var named: Set<String> = []
    for line in report.lines {
      guard let item = items[line.endToEnd] else { continue }
      func problem(_ problem: LineProblem.Problem) {
        problems.append(LineProblem(file: file, line: line.number, problem: problem))
      }
      if !named.insert(line.endToEnd).inserted { problem(.repeated(person: item.person, month: item.month)) }
      guard let meaning = Pain002.meaning(of: line.status) else {
        problem(.unknownStatus(line.status.shownInErrors))
        continue
      }
      if let answer = answer(meaning, reference: line.reference, code: line.reason ?? line.status) {
        let stated = StatedPayment(
          amount: line.amount, currency: line.currency, account: line.account, name: line.name)
        answers.append(ItemAnswer(number: line.number, item: item, stated: stated, answer: answer))
      }
    }
    guard let rest = report.meaningOfMessage else {
      problems.append(LineProblem(file: file, line: 0, problem: .unknownStatus((report.status ?? "").shownInErrors)))
      throw LedgerFailure.lines(problems)
    }
    if !problems.isEmpty { throw LedgerFailure.lines(problems) }
    if let answer = answer(rest, reference: nil, code: report.reason ?? report.status ?? "") {
      for item in items.all where !named.contains(EndToEnd.id(batch, item.person, item.month)) {
        answers.append(ItemAnswer(number: 0, item: item, stated: StatedPayment(), answer: answer))
      }
    }
    return answers
  }

  private static func answer(
    _ meaning: Pain002.Meaning, reference: String?, code: String
  ) -> SettlementLine.Answer? {
    switch meaning {
    case .paid: .paid(reference: reference)
    case .returned: .returned(code: code)
    case .silent: nil
    }
  }
}

/// The name of an item within its batch.
struct ItemKey: Hashable {
  let person: Identifier
  let month: Month

  init(_ item: BatchItem) { (person, month) = (item.person, item.month) }
  init(_ person: Identifier, _ month: Month) { (self.person, self.month) = (person, month) }
}

/// The items of a batch, by their end-to-end ids and by person and month.
private struct BatchItems {
  let batch: Identifier
  let all: [BatchItem]
  private let byID: [String: BatchItem]
  private let byKey: [ItemKey: BatchItem]

  /// Takes the items of a batch.
  ///
  /// - Parameters:
  ///   - batch: the batch.
  ///   - state: its state.
  ///   - isByID: whether any is looked for by its id.
  init(_ batch: Identifier, _ state: LedgerState, byID isByID: Bool) {
    self.batch = batch
    all = state.items(ofBatch: batch)
    byID = Dictionary(
      isByID ? all.map { (EndToEnd.id(batch, $0.person, $0.month), $0) } : [],
      uniquingKeysWith: { first, _ in first })
    byKey = Dictionary(all.map { (ItemKey($0), $0) }, uniquingKeysWith: { first, _ in first })
  }

  subscript(id: String) -> BatchItem? { byID[id] }

  /// The item that a row names, by its id if it has one.
  subscript(row: BankAnswerFile.Row) -> BatchItem? {
    if let id = row.endToEnd { return byID[id] }
    guard let person = row.person, let month = row.month else { return nil }
    return byKey[ItemKey(person, month)]
  }

  /// A text in the form of an id is no person's number.
  private static func shown(_ id: String) -> String {
    let isID = id.utf8.count == 32 && id.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    return isID ? id : id.shownInErrors
  }

  func check(ids: [String]) throws(Refusal) {
    let unknown = ids.filter { byID[$0] == nil }
    if !unknown.isEmpty { throw .unknownEndToEnd(unknown.map(BatchItems.shown), batch: batch) }
  }

  func check(_ rows: [BankAnswerFile.Row]) throws(Refusal) {
    let lines = rows.filter { self[$0] == nil }.compactMap { row -> SettlementLine? in
      guard let person = row.person, let month = row.month else { return nil }
      return SettlementLine(person: person, month: month, amount: row.stated.amount, answer: row.answer)
    }
    if lines.count > 1 { throw .notOrderedLines(lines, batch: batch) }
    if let line = lines.first { throw .notOrdered(person: line.person, month: line.month, batch: batch) }
  }
}

extension UInt8 {
  /// Whether it may come before the first byte of a text: a blank, or a byte of the byte order mark.
  fileprivate var isBlankOrMark: Bool {
    self == 0x20 || (0x09...0x0D).contains(self) || [0xEF, 0xBB, 0xBF].contains(self)
  }
}
