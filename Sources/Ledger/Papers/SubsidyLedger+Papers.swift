import EventLog
public import Merkle
public import Papers
public import Policy
import Sheets
public import Subsidy
import System
public import Values

/// A paper that was made.
public struct PaperOutcome<Paper: Sendable>: Sendable {
  /// The paper.
  public let paper: Paper
  /// The log that it was made from.
  public let log: PrintedHead
  /// How many persons it names, or rows it has.
  public let rows: Int
  /// How many of its persons have no data in the vault, so that it has blanks.
  public let withoutDetails: Int
  /// SHA-256 of the paper that was issued under its number; nil if none was.
  public var issued: String?
  /// The person whom it is about; nil for a paper about several.
  public var person: Identifier?
  /// The paper as an earlier version of the program made it, if it was issued.
  var earlier: Paper?

  /// Takes a paper.
  public init(
    paper: Paper, log: PrintedHead, rows: Int, withoutDetails: Int, issued: String? = nil, person: Identifier? = nil,
    earlier: Paper? = nil
  ) {
    self.paper = paper
    self.log = log
    self.rows = rows
    self.withoutDetails = withoutDetails
    self.issued = issued
    self.person = person
    self.earlier = earlier
  }
}

/// The forms in which a paper of rows and columns is handed out.
public enum PaperForm: String, CaseIterable, Sendable {
  /// CSV for a spreadsheet, with a byte order mark and text that stays text.
  case csv
  /// Aligned text.
  case text
  /// A workbook.
  case xlsx
  /// A page for printing on A4.
  case html
}

extension PaperOutcome<PaperTable> {
  /// The paper in a form; an issued one is the same again, even if an earlier version wrote it in another way.
  ///
  /// - Throws: the system's failures while a workbook is made.
  public func bytes(as form: PaperForm, by office: OfficeDetails) throws -> [UInt8] {
    switch form {
    case .csv:
      let isForPrograms = paper.title == nil
      let now = isForPrograms ? [] : [paper.csvForSpreadsheets(over: log)]
      return asIssued(
        now + [paper, earlier].compactMap { $0 }.flatMap { [$0.csv(over: log)] + $0.earlierCSVs })
    case .text:
      return asIssued([paper, earlier].compactMap { $0 }.flatMap { [$0.text(over: log), $0.text(over: nil)] })
    case .xlsx: return try paper.workbook(over: log, by: office)
    case .html: return paper.html(over: log, by: office)
    }
  }

  private func asIssued(_ forms: [[UInt8]]) -> [UInt8] {
    forms.first { SHA256.hash($0).description == issued } ?? forms[0]
  }
}

/// The terms of a roster.
public struct RosterRequest: Sendable {
  /// The scheme.
  public var scheme: Identifier
  /// The month.
  public var month: Month
  /// Only this district; nil for all.
  public var district: Region?
  /// Whether to list everyone in receipt in the month, whenever they were approved.
  public var includesAllCurrent: Bool
  /// The roster's number; nil for a roster without one: when it is issued, the number is made of scheme, month and district.
  public var number: Identifier?

  /// Makes a request.
  public init(
    scheme: Identifier, month: Month, district: Region? = nil, includesAllCurrent: Bool = false,
    number: Identifier? = nil
  ) {
    self.scheme = scheme
    self.month = month
    self.district = district
    self.includesAllCurrent = includesAllCurrent
    self.number = number
  }

  /// The number under which a roster is issued: the given one, or one made for it.
  public var issueNumber: Identifier {
    if let number { return number }
    let tail = (district.map { "-\($0)" } ?? "") + (includesAllCurrent ? "-all" : "")
    // A scheme of 64 letters leaves no room; such a roster is numbered by its month alone.
    return Identifier("\(scheme)-\(month)\(tail)") ?? Identifier("\(month)\(tail)") ?? "roster"
  }
}

/// A roster that was issued: its bytes as they are printed and kept.
public struct IssuedRoster: Sendable {
  /// The number.
  public let number: Identifier
  /// The bytes.
  public let bytes: [UInt8]
  /// SHA-256 of the bytes.
  public let sha256: String
  /// Whether the same roster was issued before.
  public let isRepeated: Bool
}

extension PaperIssued {
  /// The kind of paper that a roster is.
  fileprivate static var roster: Identifier { "roster" }
}

extension SubsidyLedger {
  /// A roster (花名册) as a draft, or again as it was printed at a point in time; nothing is appended.
  public func roster(_ request: RosterRequest, knownAt: Instant? = nil) throws -> PaperOutcome<PaperTable> {
    try privateData(for: .people(about: request.issueNumber.description)) { reader in
      try roster(request, number: request.number, CaseFile(self, reader, knownAt: knownAt))
    }
  }

  private func roster(
    _ request: RosterRequest, number: Identifier?, _ file: borrowing CaseFile
  ) throws -> PaperOutcome<PaperTable> {
    let pack = try file.pack(of: request.scheme, for: request.month)
    let entries = file.state.roster(
      of: request.scheme, request.month, district: request.district, includesAllCurrent: request.includesAllCurrent,
      file.records)
    var lines: [(entry: RosterEntry, details: PersonalDetails)] = []
    for entry in entries { lines.append((entry, try file.details(of: entry.person))) }
    let issued = number.flatMap { file.state.paper(PaperIssued.roster, number: $0) }
    let log = if let issued { try file.log(ofIssued: issued) } else { file.log }
    func paper(withCodes hasCodes: Bool) -> PaperTable {
      RosterPaper.table(
        lines, number: number, district: request.district, targets: pack.scope?.targets ?? [], withCodes: hasCodes)
    }
    return PaperOutcome(
      paper: paper(withCodes: false), log: log, rows: lines.count,
      withoutDetails: lines.count { $0.details.isMissing }, issued: issued?.sha256,
      earlier: issued == nil ? nil : paper(withCodes: true))
  }

  /// Issues a roster: numbers it, and records the hash of its bytes and how many rows it has.
  ///
  /// The same roster again has the same number and bytes, and appends nothing.
  ///
  /// - Parameters:
  ///   - request: the roster.
  ///   - render: makes the bytes of the form that is printed.
  ///   - file: the place to write to; nil to leave the bytes to the caller.
  ///   - by: the operator.
  /// - Returns: the roster as a table and as it was issued.
  /// - Throws: ``Refusal/paperDiffers(_:number:before:)`` if a paper with other content has the number.
  ///
  /// > Source: 京劳服失发〔2019〕1号 附件5.
  public func issueRoster(
    _ request: RosterRequest, as render: (PaperOutcome<PaperTable>) throws -> [UInt8], to file: OutputFile?,
    by: Identifier
  ) throws -> (outcome: PaperOutcome<PaperTable>, issued: IssuedRoster) {
    var session = try WriteSession.open(self, by: by)
    let number = request.issueNumber
    // The lock is held, so the roster covers exactly what the session has folded.
    let (outcome, bytes, sha256, events) = try privateData(for: .people(about: number.description), by: by) { reader in
      let outcome = try roster(request, number: number, CaseFile(self, reader))
      let bytes = try render(outcome)
      let sha256 = SHA256.hash(bytes).description
      let events = try session.state.decideIssue(
        PaperIssued(
          scheme: request.scheme, paper: PaperIssued.roster, number: number, month: request.month, sha256: sha256,
          rows: outcome.rows))
      return (outcome, bytes, sha256, events)
    }
    try OutputFile.handOut(file.map { [($0, bytes)] } ?? []) { try session.append(events, by: by) }
    follow(session.change, to: session.state)
    return (outcome, IssuedRoster(number: number, bytes: bytes, sha256: sha256, isRepeated: events.isEmpty))
  }

  /// The list of the persons who newly begin in a month (增员名单).
  public func starters(
    of scheme: Identifier, _ month: Month, district: Region? = nil, knownAt: Instant? = nil
  ) throws -> PaperOutcome<PaperTable> {
    try privateData(for: .people(about: "\(scheme) \(month)")) { reader in
      let file = try CaseFile(self, reader, knownAt: knownAt)
      _ = try file.pack(of: scheme, for: month)
      var lines: [(entry: RosterEntry, details: PersonalDetails)] = []
      for entry in file.state.starters(of: scheme, month, district: district, file.records) {
        lines.append((entry, try file.details(of: entry.person)))
      }
      return PaperOutcome(
        paper: StartersPaper.table(lines, month: month), log: file.log, rows: lines.count,
        withoutDetails: lines.count { $0.details.isMissing })
    }
  }

  /// The plan of funds (用款计划) through a month.
  public func fundingPlan(
    of scheme: Identifier, through month: Month, district: Region? = nil, knownAt: Instant? = nil
  ) throws -> PaperOutcome<PaperTable> {
    let file = try privateData(for: .program) { try CaseFile(self, $0, knownAt: knownAt) }
    _ = try file.pack(of: scheme, for: month)
    let needs = file.state.fundingPlan(
      of: scheme, through: month, on: (knownAt ?? now).civilDate, district: district, file.records)
    return PaperOutcome(
      paper: FundingPlanPaper.table(needs, scheme: LocalWords(file.state).scheme(scheme).zh, month: month),
      log: file.log, rows: needs.count,
      withoutDetails: 0)
  }

  /// The notifications (推送提醒) of a month that have not been sent yet.
  ///
  /// - Throws: ``Refusal/paperNotInDocument(scheme:_:)`` if the document words none.
  public func notifications(
    of scheme: Identifier, _ month: Month, kind: NotificationTemplate.Kind? = nil, knownAt: Instant? = nil
  ) throws -> PaperOutcome<PaperTable> {
    try privateData(for: .people(about: "\(scheme) \(month)")) { reader in
      try notifications(of: scheme, month, kind: kind, CaseFile(self, reader, knownAt: knownAt))
    }
  }

  /// The same of a file that is open.
  func notifications(
    of scheme: Identifier, _ month: Month, kind: NotificationTemplate.Kind? = nil, _ file: borrowing CaseFile
  ) throws -> PaperOutcome<PaperTable> {
    let pack = try file.pack(of: scheme, for: month)
    if pack.supervision?.notifications.isEmpty ?? true {
      throw Refusal.paperNotInDocument(scheme: scheme, .notifications)
    }
    var lines: [(notification: DueNotification, details: PersonalDetails)] = []
    for notification in file.state.dueNotifications(of: scheme, month, kind: kind, file.records) {
      lines.append((notification, try file.details(of: notification.person)))
    }
    return PaperOutcome(
      paper: NotificationsPaper.table(lines, stages: pack.process.stages), log: file.log, rows: lines.count,
      withoutDetails: lines.count { $0.details.isMissing })
  }

  /// The newly employed of a period (城镇新增就业): their number under each rule, or their names.
  ///
  /// - Throws: ``Refusal/paperNotInDocument(scheme:_:)`` if the document has no rule for it.
  public func statistics(
    of scheme: Identifier, _ period: StatisticPeriod, listing: Bool, knownAt: Instant? = nil
  ) throws -> PaperOutcome<PaperTable> {
    let file = try privateData(for: .program) { try CaseFile(self, $0, knownAt: knownAt) }
    let pack = try file.pack(of: scheme, for: period.to)
    if pack.supervision?.statistics.isEmpty ?? true { throw Refusal.paperNotInDocument(scheme: scheme, .statistics) }
    let counts = file.state.statistics(of: scheme, period, file.records)
    let table = listing ? StatisticsPaper.list(counts, period) : StatisticsPaper.counts(counts, period)
    return PaperOutcome(paper: table, log: file.log, rows: table.rows.count, withoutDetails: 0)
  }
}

extension SubsidyLedger {
  /// The head of the log at a size, as printed on paper.
  public func printedHead(at size: UInt64) throws -> PrintedHead {
    PrintedHead(size: size, root: try root(Replay(self), at: size))
  }
}

extension SubsidyLedger {
  /// How many events the log has.
  ///
  /// - Throws: the log's failures.
  public func size() throws -> UInt64 { try LogReader(ledger: path).head.size }
}
