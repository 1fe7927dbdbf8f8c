import Merkle
import Papers
import Policy
import Subsidy
import Values
import Vault

/// The sources of papers: the state, the cases beside it, and the private data of the persons they name.
struct CaseFile: ~Copyable {
  let state: LedgerState
  let records: CaseRecords
  /// The log that it was made from.
  let log: PrintedHead
  private let ledger: SubsidyLedger
  /// The events in which papers were issued, by the papers' kind and number.
  private let issues: [PaperIssued: UInt64]
  private let reader: VaultReader

  /// Folds the log of a ledger up to a point in time.
  ///
  /// - Parameters:
  ///   - ledger: the ledger.
  ///   - reader: gives the private data.
  ///   - knownAt: the point; nil for all that is known.
  /// - Throws: the failures of the log.
  init(_ ledger: SubsidyLedger, _ reader: VaultReader, knownAt: Instant? = nil) throws {
    let replay = try Replay(ledger, knownAt: knownAt)
    let hindsight = try replay.hindsight()
    let annulments = hindsight.annulments
    var records = CaseRecords(joining: annulments.keys)
    var issues: [PaperIssued: UInt64] = [:]
    let state = try replay.state(
      verifying: true, with: hindsight
    ) { event in
      if annulments.contains(event) { return }
      records.note(event)
      if case .paperIssued(let body) = event.body, issues[body] == nil { issues[body] = event.sequence }
    }
    records.join(by: state)
    let log = PrintedHead(size: state.size, root: try ledger.root(replay, at: state.size))
    self.state = state
    self.records = records
    self.log = log
    self.ledger = ledger
    self.issues = issues
    self.reader = reader
  }

  /// The log that a paper was made from when it was issued: it ends in front of the event of its issue.
  func log(ofIssued paper: PaperIssued) throws -> PrintedHead {
    guard let sequence = issues[paper] else {
      preconditionFailure("the state knows no other papers than the fold has seen")
    }
    return try ledger.printedHead(at: sequence)
  }

  /// The details that papers print of a person, as registered last.
  func details(of person: Identifier) throws -> PersonalDetails {
    PersonalDetails(try reader.holding(of: state.person(person)))
  }

  /// The pack of a scheme that governs a month, else its first.
  func pack(of scheme: Identifier, for month: Month) throws -> PolicyPack {
    guard let policies = state.timeline(of: scheme)?.timeline, let first = policies.policies.first else {
      throw Refusal.unknownScheme(scheme)
    }
    return (policies.inForce(for: month) ?? first).pack
  }
}

extension PersonalDetails {
  /// The private data under the names that forms have for them.
  init(_ data: PrivateData) {
    var values: [FormValue: String] = [:]
    for field in PrivateData.Field.allCases { if let value = field.formValue { values[value] = data[field] } }
    self.init(values)
  }
}

extension PrivateData.Field {
  /// The name of the field on a form; nil for a field that no form asks for.
  fileprivate var formValue: FormValue? {
    switch self {
    case .name: .name
    case .idNumber: .idNumber
    case .phone: .phone
    case .emergencyContact: .emergencyContact
    case .bank: .bank
    case .account: .account
    case .address: .address
    case .householdAddress: .householdAddress
    case .education: .education
    case .formerStatus: .formerStatus
    case .archive: .archive
    case .accountHolder, .delegate, .delegateNumber: nil
    }
  }
}
