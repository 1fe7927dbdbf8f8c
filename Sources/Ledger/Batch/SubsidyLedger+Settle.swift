import Papers
import Subsidy
import System
public import Values

/// What a settlement did.
public struct SettlementOutcome: Sendable {
  /// Items that the bank confirmed now.
  public internal(set) var paid = 0
  /// Their sum.
  public internal(set) var paidTotal = Fen.zero
  /// Items that came back now.
  public internal(set) var returned = 0
  /// Their sum.
  public internal(set) var returnedTotal = Fen.zero
  /// Lines that the ledger knew already.
  public internal(set) var known = 0
  /// Items of the batch that the bank has not answered.
  public internal(set) var open = 0
}

extension SubsidyLedger {
  /// Takes in what the bank answered.
  ///
  /// - Parameters:
  ///   - batch: the batch.
  ///   - file: CSV with a header: `person` and `month` or `endToEnd`, `status` (`paid`, `returned`), and where there are
  ///     any `amount`, `code` and `reference`; other columns are passed over, so that the exported file can come back
  ///     with a status. Or a pain.002 message in XML.
  ///   - by: the operator.
  /// - Returns: what the answers were.
  /// - Throws: ``Refusal``, ``LedgerFailure`` with every line that is wrong, the log's failures.
  public func settle(_ batch: Identifier, results file: String, by: Identifier) throws -> SettlementOutcome {
    let answer = try BankAnswerFile(file)
    var session = try WriteSession.open(self, by: by)
    let lines = try answer.lines(of: batch, session.state)
    let events = try session.state.decideSettlement(of: batch, lines)
    var outcome = SettlementOutcome()
    outcome.known = lines.count - events.count
    for event in events {
      if case .paid(let body) = event {
        outcome.paid += 1
        outcome.paidTotal += body.amount
      } else if case .paymentReturned(let body) = event {
        outcome.returned += 1
        outcome.returnedTotal += body.amount
      }
    }
    try session.append(events, by: by)
    outcome.open = session.state.items(ofBatch: batch).filter { $0.outcome == .open }.count
    follow(session.change, to: session.state)
    return outcome
  }
}

/// What the bank answered, as it stands in its file; which items it is about is only known with the batch.
private enum BankAnswerFile {
  /// A line of CSV.
  struct Line {
    let number: Int
    let item: (person: Identifier, month: Month)?
    let endToEnd: String?
    let amount: Fen?
    let answer: SettlementLine.Answer
  }

  case csv([Line], file: String)
  case report(Pain002, file: String)

  init(_ file: String) throws {
    let bytes = try Files.read(file, atMost: InputLimit.table)
    let first = bytes.first { !$0.isBlankOrMark }
    self =
      first == UInt8(ascii: "<")
      ? try .report(BankAnswerFile.report(bytes, file), file: file)
      : try .csv(BankAnswerFile.csv(file), file: file)
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

  private static func csv(_ file: String) throws -> [Line] {
    let csv = try CSVFile(file)
    if !csv.has("endToEnd") { for column in ["person", "month"] { try csv.require(column) } }
    try csv.require("status")
    return try csv.read { row in try line(row, csv) }
  }

  private static func line(_ row: CSVReader.Record, _ csv: CSVFile) throws -> Line {
    let endToEnd = csv.field("endToEnd", row)
    let item: (person: Identifier, month: Month)? =
      endToEnd != nil
      ? nil
      : (
        try csv.value("person", row, .personKey) { text in
          Identifier(text).flatMap { $0.isPersonKey ? $0 : nil }
        }, try csv.value("month", row, .month) { Month($0) }
      )
    let amount = try csv.field("amount", row) == nil ? nil : csv.value("amount", row, .yuan) { Fen(yuan: $0) }
    let isPaid = try csv.value("status", row, .status) { $0 == "paid" ? true : $0 == "returned" ? false : nil }
    return Line(
      number: row.line, item: item, endToEnd: endToEnd, amount: amount,
      answer: isPaid
        ? .paid(reference: csv.field("reference", row))
        : .returned(code: try csv.value("code", row, .code) { $0.isEmpty ? nil : $0 }))
  }

  /// The answers, each with the item of the batch that it is about.
  ///
  /// - Throws: ``Refusal`` where an id is not of the batch.
  func lines(of batch: Identifier, _ state: LedgerState) throws -> [SettlementLine] {
    guard state.batch(batch) != nil else { throw Refusal.unknownBatch(batch) }
    switch self {
    case .csv(let lines, let file): return try BankAnswerFile.lines(lines, file, batch, state)
    case .report(let report, let file): return try BankAnswerFile.lines(report, file, batch, state)
    }
  }

  /// An item may stand in a file once, by whichever of its names: of two answers nobody could say which one holds.
  private static func lines(
    _ lines: [Line], _ file: String, _ batch: Identifier, _ state: LedgerState
  ) throws -> [SettlementLine] {
    let ids = lines.compactMap(\.endToEnd)
    let items = ids.isEmpty ? nil : ItemsByID(batch, state)
    try items?.check(ids, batch)
    var problems: [LineProblem] = []
    var seen: Set<String> = []
    var answers: [SettlementLine] = []
    for line in lines {
      let found = line.endToEnd.flatMap { items?[$0] }.map { (person: $0.person, month: $0.month) }
      guard let item = found ?? line.item else { continue }
      if !seen.insert("\(item.person) \(item.month)").inserted {
        let problem = LineProblem.Problem.repeated(person: item.person, month: item.month)
        problems.append(LineProblem(file: file, line: line.number, problem: problem))
      }
      answers.append(
        SettlementLine(person: item.person, month: item.month, amount: line.amount, answer: line.answer))
    }
    if !problems.isEmpty { throw LedgerFailure.lines(problems) }
    return answers
  }

  private static func lines(
    _ report: Pain002, _ file: String, _ batch: Identifier, _ state: LedgerState
  ) throws -> [SettlementLine] {
    let message = EndToEnd.message(batch)
    if report.message != message { throw Refusal.otherMessage(report.message.shownInErrors, expected: message) }
    let items = ItemsByID(batch, state)
    try items.check(report.lines.map(\.endToEnd), batch)
    var problems: [LineProblem] = []
    var lines: [SettlementLine] = []
    var named: Set<String> = []
    for line in report.lines {
      guard let item = items[line.endToEnd] else { continue }
      if !named.insert(line.endToEnd).inserted {
        problems.append(
          LineProblem(file: file, line: line.number, problem: .repeated(person: item.person, month: item.month)))
      }
      guard let meaning = Pain002.meaning(of: line.status) else {
        problems.append(LineProblem(file: file, line: line.number, problem: .unknownStatus(line.status.shownInErrors)))
        continue
      }
      if let answer = answer(meaning, reference: line.reference, code: line.reason ?? line.status) {
        lines.append(SettlementLine(person: item.person, month: item.month, amount: line.amount, answer: answer))
      }
    }
    guard let rest = report.meaningOfMessage else {
      problems.append(LineProblem(file: file, line: 0, problem: .unknownStatus((report.status ?? "").shownInErrors)))
      throw LedgerFailure.lines(problems)
    }
    if !problems.isEmpty { throw LedgerFailure.lines(problems) }
    if let answer = answer(rest, reference: nil, code: report.reason ?? report.status ?? "") {
      for item in state.items(ofBatch: batch) where !named.contains(EndToEnd.id(batch, item.person, item.month)) {
        lines.append(SettlementLine(person: item.person, month: item.month, amount: nil, answer: answer))
      }
    }
    return lines
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

/// The items of a batch by their end-to-end ids.
private struct ItemsByID {
  private var items: [String: BatchItem] = [:]

  init(_ batch: Identifier, _ state: LedgerState) {
    for item in state.items(ofBatch: batch) { items[EndToEnd.id(batch, item.person, item.month)] = item }
  }

  subscript(id: String) -> BatchItem? { items[id] }

  /// What has the form of an id is no number of anybody's.
  private static func shown(_ id: String) -> String {
    let isID = id.utf8.count == 32 && id.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    return isID ? id : id.shownInErrors
  }

  func check(_ ids: [String], _ batch: Identifier) throws(Refusal) {
    let unknown = ids.filter { items[$0] == nil }
    if !unknown.isEmpty { throw .unknownEndToEnd(unknown.map(ItemsByID.shown), batch: batch) }
  }
}

extension UInt8 {
  /// Whether it may stand before the first byte of a text: a blank, or a byte of the byte order mark.
  fileprivate var isBlankOrMark: Bool {
    self == 0x20 || (0x09...0x0D).contains(self) || [0xEF, 0xBB, 0xBF].contains(self)
  }
}
