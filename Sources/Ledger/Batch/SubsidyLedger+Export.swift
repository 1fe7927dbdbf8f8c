import Merkle
public import Papers
import Policy
public import Subsidy
import System
public import Values
import Vault

/// The outcome of an export.
public struct ExportOutcome: Sendable {
  /// A file that was written.
  public struct File: Hashable, Sendable {
    /// Its path.
    public let path: String
    /// The bank whose lines it has; nil for a file with all of them.
    public let bank: String?
    /// How many lines it has.
    public let lines: Int
    /// SHA-256 of its bytes.
    public let sha256: String
  }

  /// How many lines the files have.
  public let lines: Int
  /// The sum of their lines.
  public let total: Fen
  /// The files, one unless the profile has one for each bank.
  public let files: [File]
  /// The paths of those that were there with these very bytes.
  public let unchanged: Set<String>
  /// The persons whose account the vault does not have, in the order of the lines.
  public let withoutAccount: [Identifier]
  /// The persons whose account fails its check digit, in the order of the lines.
  public let withBadAccount: [Identifier]
  /// The persons whose name banks may refuse, because it has another dot than U+00B7, or a character of a private use area; in
  /// the order of the lines.
  public let withOddName: [Identifier]
  /// The persons whose account is also that of another person in the batch, in the order of the lines.
  public let withSharedAccount: [Identifier]
  /// The persons whose account has changed since the approval; the files have the approved one.
  public let withChangedAccount: [Identifier]
  /// The part of the treasury's money that has not come; nil if the document asks for no request.
  public let fundsMissing: Fen?
  /// Whether the same files were exported before.
  public let isRepeated: Bool

  /// SHA-256 of the first file.
  public var sha256: String { files.first?.sha256 ?? "" }
}

/// Whether a file is one that was handed to the bank.
public struct ExportedFileCheck: Sendable {
  /// SHA-256 of the file, 64 hexadecimal digits.
  public let sha256: String
  /// How many files were exported for the batch.
  public let exports: Int
  /// The export that it is, or is nearest to; nil if no export can be made again to compare it with.
  public let export: BatchExported?
  /// Whether it is that export, to the byte.
  public let isSame: Bool
  /// The numbers of the lines in which it differs, from 1, lines too many or missing included.
  public var differing: [Int] = []
}

/// The files to write of a batch, and the conditions that the office insists on.
public struct ExportOrder: Sendable {
  /// The form of the file.
  public enum Form: Hashable, Sendable {
    /// The fixed CSV of ``BatchCSV``, format `csv`.
    case csv
    /// ISO 20022, format `pain.001`, with who pays.
    case pain001(Payer)
    /// By a profile.
    case profile(ExportProfile)
    /// The control sheet as text; nothing is recorded of it.
    case control
    /// The control sheet as HTML; nothing is recorded of it.
    case controlPage
  }

  /// The form of the file.
  public var form: Form
  /// Whether the treasury's money must have come.
  public var requiresFunds: Bool
  /// Whether every account must be there and pass its check.
  public var requiresAccounts: Bool

  /// Makes an order.
  public init(
    _ form: Form = .csv, requiresFunds: Bool = false, requiresAccounts: Bool = false
  ) {
    self.form = form
    self.requiresFunds = requiresFunds
    self.requiresAccounts = requiresAccounts
  }
}

extension ExportOrder.Form {
  /// Who sees the payees: the people who get the file; a control sheet has only sums.
  fileprivate func eyes(on batch: Identifier) -> Eyes {
    switch self {
    case .csv, .pain001, .profile: .people(about: batch.description)
    case .control, .controlPage: .program
    }
  }
}

extension SubsidyLedger {
  /// Writes the payment file of an approved batch and records its hash.
  ///
  /// The files are written first, so that a place that cannot be written leaves the ledger as it was; but the hashes are in the
  /// log before the files have their names, so that no file is handed out without a record in the ledger. The same export again
  /// writes the same bytes and appends nothing.
  ///
  /// - Parameters:
  ///   - batch: the batch.
  ///   - file: the place to write to; a profile with a file for each bank puts a number before the name's extension.
  ///   - order: the form, and the conditions that the office insists on.
  ///   - by: the operator.
  /// - Returns: the files written.
  /// - Throws: ``Refusal``, the vault's and the log's failures.
  public func export(
    _ batch: Identifier, to file: OutputFile, as order: ExportOrder = ExportOrder(), by: Identifier
  ) throws -> ExportOutcome {
    var session = try WriteSession.open(self, by: by)
    let (lines, faults, made, hashed, exported, events, places) = try privateData(
      for: order.form.eyes(on: batch), by: by
    ) { reader in
      let lines = try paymentLines(of: batch, session.state, reader)
      let faults = SubsidyLedger.accountFaults(lines)
      if order.requiresAccounts, !faults.isEmpty {
        throw Refusal.accountsMissing(batch, persons: faults.map(\.person))
      }
      let made = try files(of: batch, lines, order, session.state)
      let hashed = made.map { (file: $0, sha256: SHA256.hash($0.bytes).description) }
      let exported = hashed.compactMap { file, sha256 in
        file.format.map { BatchExported(batch: batch, format: $0, sha256: sha256) }
      }
      try refuseChangedPayees(of: batch, lines, made.compactMap(\.format), session.state)
      // A control sheet needs a batch that may be exported, even if nothing is recorded of the sheet.
      let context = DecisionContext(now: session.now, by: by, calendar: calendar)
      let events = try session.state.decideExport(exported, of: batch, context, requiresFunds: order.requiresFunds)
      let places = try made.indices.map { made.count == 1 ? file : try file.numbered($0 + 1) }
      return (lines, faults, made, hashed, exported, events, places)
    }
    let written = try OutputFile.handOut(zip(places, made.map(\.bytes))) { try session.append(events, by: by) }
    follow(session.change, to: session.state)
    let state = session.state.batch(batch)
    return ExportOutcome(
      lines: lines.count, total: lines.reduce(.zero) { $0 + $1.item.amount },
      files: zip(places, hashed).map { place, made in
        ExportOutcome.File(path: place.path, bank: made.file.bank, lines: made.file.lines, sha256: made.sha256)
      }, unchanged: Set(zip(places, written).filter { !$0.1 }.map(\.0.path)),
      withoutAccount: faults.filter { $0.fault == .missing }.map(\.person),
      withBadAccount: faults.filter { $0.fault != .missing }.map(\.person),
      withOddName: SubsidyLedger.oddNames(lines), withSharedAccount: SubsidyLedger.sharedAccounts(lines),
      withChangedAccount: try changedAccounts(lines, of: batch, session.state),
      fundsMissing: session.state.asksForFunds(batch) ? state.map { ($0.total - $0.fundsReceived).orZero } : nil,
      isRepeated: events.isEmpty && !exported.isEmpty)
  }

  /// The persons whose account is missing or wrong, each once.
  private static func accountFaults(
    _ lines: [PaymentLine]
  ) -> [(person: Identifier, fault: AccountNumber.Fault)] {
    var faults: [(person: Identifier, fault: AccountNumber.Fault)] = []
    // A person's lines are adjacent.
    for line in lines where faults.last?.person != line.item.person {
      if let fault = AccountNumber.fault(line.account) { faults.append((line.item.person, fault)) }
    }
    return faults
  }

  /// The persons whose names banks may refuse, each once.
  private static func oddNames(_ lines: [PaymentLine]) -> [Identifier] {
    var persons: [Identifier] = []
    // A person's lines are adjacent.
    for line in lines where persons.last != line.item.person {
      switch line.name?.nameWarning {
      case .otherDot, .privateUse, .blankInName: persons.append(line.item.person)
      case .formula, .checkDigit, .notTelephone, .unknownRegion, nil: break
      }
    }
    return persons
  }

  /// The persons whose account is also that of another person in the batch, each once.
  static func sharedAccounts(_ lines: [PaymentLine]) -> [Identifier] {
    var owners: [String: Set<Identifier>] = [:]
    for line in lines { if let account = line.account { owners[account, default: []].insert(line.item.person) } }
    var persons: [Identifier] = []
    // A person's lines are adjacent.
    for line in lines where persons.last != line.item.person {
      if let account = line.account, owners[account]?.count ?? 0 > 1 { persons.append(line.item.person) }
    }
    return persons
  }

  /// An exported batch keeps its payees: another form of it is refused if the first would differ today.
  private func refuseChangedPayees(
    of batch: Identifier, _ lines: [PaymentLine], _ formats: [String], _ state: LedgerState
  ) throws {
    let exports = state.batch(batch)?.exports ?? []
    for before in exports where !formats.contains(before.format) {
      if SubsidyLedger.form(of: before) == nil { continue }
      if try remade(before, of: batch, lines, state) == nil {
        throw Refusal.exportDiffers(batch: batch, before: before.sha256)
      }
      return
    }
  }

  /// Whether lines reproduce every exported file that the ledger alone can make; false if it can make none.
  func isExported(_ lines: [PaymentLine], of batch: Identifier, _ state: LedgerState) throws -> Bool {
    let exports = (state.batch(batch)?.exports ?? []).filter { SubsidyLedger.form(of: $0) != nil }
    return try !exports.isEmpty && exports.allSatisfy { try remade($0, of: batch, lines, state) != nil }
  }

  /// The file of an export, made again; nil if lines give another one, or the ledger alone cannot make it.
  private func remade(
    _ export: BatchExported, of batch: Identifier, _ lines: [PaymentLine], _ state: LedgerState
  ) throws -> MadeFile? {
    guard let form = SubsidyLedger.form(of: export) else { return nil }
    return try files(of: batch, lines, ExportOrder(form), state).first { made in
      made.format == export.format && SHA256.hash(made.bytes).description == export.sha256
    }
  }

  /// The form of a file that the ledger alone can make again; nil for one of a payer or of a profile of the office's own.
  private static func form(of export: BatchExported) -> ExportOrder.Form? {
    if export.format == "csv" { return .csv }
    return ExportProfile.shipped(String(export.format.prefix { $0 != "/" })).map { .profile($0) }
  }

  /// Whether a file is one that was handed to the bank for a batch, by the hash in the log.
  ///
  /// - Parameters:
  ///   - file: the file: the bank's copy, or an auditor's.
  ///   - batch: the batch.
  /// - Returns: which export it is, or which of its lines differ from the export that it is nearest to.
  /// - Throws: ``Refusal/unknownBatch(_:)``; the failures of the file, the vault and the log.
  public func checkFile(_ file: String, of batch: Identifier) throws -> ExportedFileCheck {
    let bytes = try Input.read(file, atMost: InputLimit.table)
    let sha256 = SHA256.hash(bytes).description
    let state = try state()
    guard let found = state.batch(batch) else { throw Refusal.unknownBatch(batch) }
    if let same = found.exports.last(where: { $0.sha256 == sha256 }) {
      return ExportedFileCheck(sha256: sha256, exports: found.exports.count, export: same, isSame: true)
    }
    let lines = try privateData(for: .program) { try paymentLines(of: batch, state, $0) }
    let own = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    var nearest: ExportedFileCheck?
    for export in found.exports {
      // Only bytes that give the hash in the log are the exported ones.
      guard let made = try remade(export, of: batch, lines, state) else { continue }
      let sent = made.bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      let differing = (0..<max(own.count, sent.count)).filter { line in
        line >= own.count || line >= sent.count || own[line] != sent[line]
      }.map { $0 + 1 }
      if differing.count < nearest?.differing.count ?? .max {
        nearest = ExportedFileCheck(
          sha256: sha256, exports: found.exports.count, export: export, isSame: false, differing: differing)
      }
    }
    return nearest ?? ExportedFileCheck(sha256: sha256, exports: found.exports.count, export: nil, isSame: false)
  }

  private struct MadeFile {
    /// The format in the log; nil for a paper that is not recorded.
    let format: String?
    let bank: String?
    let lines: Int
    let bytes: [UInt8]
  }

  private func files(
    of batch: Identifier, _ lines: [PaymentLine], _ order: ExportOrder, _ state: LedgerState
  ) throws -> [MadeFile] {
    func one(_ format: String?, _ bytes: [UInt8]) -> [MadeFile] {
      [MadeFile(format: format, bank: nil, lines: lines.count, bytes: bytes)]
    }
    switch order.form {
    case .csv: return one("csv", BatchCSV.file(batch: batch.description, lines))
    case .pain001(let payer):
      let found = state.batch(batch)
      let created = found?.approvedAt ?? found?.draftedAt ?? state.lastRecorded ?? Instant(seconds: 0)
      return one(
        "pain.001",
        try Pain001.bytes(
          message: EndToEnd.message(batch), created: created, payer: payer, lines))
    case .control:
      return one(nil, try controlSheet(of: batch, lines, state).sheet.text(over: printedHead(at: state.size)))
    case .controlPage:
      return one(nil, try controlSheet(of: batch, lines, state).sheet.html(over: printedHead(at: state.size)))
    case .profile(let profile):
      // A file that an earlier version handed out stays as it was.
      let earlier = profile.isForSpreadsheets ? try files(of: batch, lines, profile.withPlainTexts) : []
      let wasHandedOut = state.batch(batch)?.exports.contains { before in
        earlier.contains { $0.format == before.format && SHA256.hash($0.bytes).description == before.sha256 }
      }
      return wasHandedOut ?? false ? earlier : try files(of: batch, lines, profile)
    }
  }

  private func files(
    of batch: Identifier, _ lines: [PaymentLine], _ profile: ExportProfile
  ) throws -> [MadeFile] {
    let encoder = GB18030Encoder()
    func bytes(_ lines: [PaymentLine]) throws -> [UInt8] {
      try PaymentFile.bytes(profile, batch: batch.description, lines) { encoder?.encode($0) }
    }
    guard profile.isByBank else {
      return [MadeFile(format: profile.name, bank: nil, lines: lines.count, bytes: try bytes(lines))]
    }
    let banks = Dictionary(grouping: lines) { $0.bank ?? "" }
      .sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
    return try banks.enumerated().map { index, bank in
      MadeFile(
        format: banks.count == 1 ? profile.name : "\(profile.name)/\(index + 1)", bank: bank.key,
        lines: bank.value.count, bytes: try bytes(bank.value))
    }
  }

  private func controlSheet(of batch: Identifier, _ lines: [PaymentLine], _ state: LedgerState) throws -> ControlSheet {
    let found = state.batch(batch)
    func name(_ number: UInt32?) -> String { number.map { state.names[$0].description } ?? "" }
    var banks: [Identifier: String] = [:]
    for line in lines { banks[line.item.person] = line.bank }
    return ControlSheet(
      batch: batch.description, scheme: found?.scheme.map { LocalWords(state).scheme(state.schemes[$0]).zh } ?? "",
      through: found?.through?.description ?? "", persons: Set(lines.map(\.item.person)).count, items: lines.count,
      total: lines.reduce(.zero) { $0 + $1.item.amount },
      hashTotal: AccountNumber.hashTotal(lines.compactMap(\.account)),
      hands: (name(found?.drafter), name(found?.checker), name(found?.approver)),
      totals: state.totals(of: lines.map(\.item)) { banks[$0] }, files: found?.exports ?? [])
  }

  /// The sums of a batch by scheme, district, bank, month and fund; without a vault no bank is known.
  ///
  /// - Throws: ``Refusal/unknownBatch(_:)``, and the log's failures.
  public func totals(of batch: Identifier, _ state: LedgerState) throws -> [BatchTotal] {
    guard state.batch(batch) != nil else { throw Refusal.unknownBatch(batch) }
    guard try hasVault else { return state.totals(of: state.items(ofBatch: batch)) { _ in nil } }
    return try privateData(for: .program) { reader in
      try state.totals(of: state.items(ofBatch: batch)) { person in
        try reader.holding(of: state.registration(ofKey: person)).data?.bank
      }
    }
  }
}

/// The ids by which the bank answers: made from the batch alone, so that nothing has to be kept to read the answer.
enum EndToEnd {
  /// The id of a line, 32 hexadecimal digits.
  static func id(_ batch: Identifier, _ person: Identifier, _ month: Month) -> String {
    var bytes: [UInt8] = []
    batch.append(to: &bytes)
    bytes.append(0)
    person.append(to: &bytes)
    bytes.append(0)
    bytes.append(contentsOf: month.description.utf8)
    return SHA256.hash(bytes).firstDigits(32)
  }

  /// The id of the message: the batch's own if it fits the standard, else a hash of it.
  static func message(_ batch: Identifier) -> String {
    let name = batch.description
    return name.utf8.count <= 30 ? name : String(SHA256.hash(Array(name.utf8)).description.prefix(30))
  }
}
