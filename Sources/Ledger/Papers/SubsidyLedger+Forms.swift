import JSONText
public import Merkle
public import Papers
import Policy
import Subsidy
import System
public import Values

/// A form of one application, as far as the document has one.
public struct FormOutcome: Sendable {
  /// The sheet.
  public let sheet: PaperSheet
  /// The log that it was made from.
  public let log: PrintedHead
  /// Whether the document has a form, so that the sheet is more than the list of materials.
  public let hasForm: Bool
  /// Whether the vault has no data of the person, so that the sheet has blanks.
  public let isWithoutDetails: Bool

  /// The sheet as text.
  public var text: [UInt8] { sheet.text(over: log) }
  /// The sheet as a page of HTML.
  public var html: [UInt8] { sheet.html(over: log) }
}

extension SubsidyLedger {
  /// The application form (申请表) of an application, with the list of materials; for a document without a form, the list alone.
  ///
  /// - Parameters:
  ///   - application: the application.
  ///   - person: the applicant, if several persons have an application with this id.
  ///   - knownAt: the point up to which events count; nil for all.
  /// - Returns: the sheet.
  /// - Throws: ``LedgerFailure/unknownApplication(_:)`` and ``LedgerFailure/ambiguousApplication(_:persons:)``.
  public func applicationForm(
    _ application: Identifier, of person: Identifier? = nil, knownAt: Instant? = nil
  ) throws -> FormOutcome {
    try privateData(for: .people(about: application.description)) { reader in
      let file = try CaseFile(self, reader, knownAt: knownAt)
      let form = try file.filledForm(application, of: person)
      return FormOutcome(
        sheet: form.sheet ?? MaterialsPaper.sheet(form.pack.application?.materials ?? []), log: file.log,
        hasForm: form.sheet != nil, isWithoutDetails: form.details.isMissing)
    }
  }

  /// The undertaking (承诺书) of an application.
  ///
  /// - Parameters:
  ///   - application: the application.
  ///   - person: the applicant, if several persons have an application with this id.
  ///   - districtText: the file of a district's own version, one line a line; nil for the document's.
  ///   - knownAt: the point up to which events count; nil for all.
  /// - Returns: the sheet.
  /// - Throws: ``Refusal/undertakingShortened(line:clause:)`` if the district's version leaves a line out,
  ///   ``Refusal/paperNotInDocument(scheme:_:)`` if the document has no undertaking.
  ///
  /// > Source: 京劳服失发〔2019〕1号 附件1 四.2 (不能删减，可…自行增加内容).
  public func undertaking(
    _ application: Identifier, of person: Identifier? = nil, districtText: String? = nil,
    knownAt: Instant? = nil
  ) throws -> FormOutcome {
    try privateData(for: .people(about: application.description)) { reader in
      let file = try CaseFile(self, reader, knownAt: knownAt)
      let form = try file.filledForm(application, of: person)
      guard let rule = form.pack.application?.undertaking else {
        throw Refusal.paperNotInDocument(scheme: form.pack.scheme, .undertaking)
      }
      var district: [String] = []
      if let districtText {
        district = try SubsidyLedger.lines(of: districtText)
        if let line = rule.firstLineMissing(in: district) {
          throw Refusal.undertakingShortened(line: line, clause: rule.clause)
        }
      }
      return FormOutcome(
        sheet: UndertakingPaper.sheet(rule, district: district, form.facts, form.details), log: file.log,
        hasForm: true,
        isWithoutDetails: form.details.isMissing)
    }
  }

  /// The lines of a text in UTF-8 or GB18030, line feeds of either kind.
  private static func lines(of file: String) throws -> [String] {
    let bytes = try Input.read(file, atMost: InputLimit.document)
    guard let text = String(validating: bytes, as: UTF8.self) ?? decodeGB18030(bytes) else {
      throw LedgerFailure.unreadableText(file: file)
    }
    return text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }.map(String.init)
  }

  /// One person's ledger (台账).
  ///
  /// - Parameters:
  ///   - person: the person.
  ///   - knownAt: the point up to which events count; nil for all.
  /// - Returns: the paper.
  /// - Throws: ``LedgerFailure/unknownPerson(_:)``.
  public func personLedger(of person: Identifier, knownAt: Instant? = nil) throws -> PaperOutcome<PaperTable> {
    let shown = try evidence(of: person, knownAt: knownAt) { state, events, annulments in
      (state: state, history: events.history(of: state.keys(of: person)), annulments: annulments)
    }
    let (state, events, annulments) = shown.content
    guard let found = state.person(person) else { throw LedgerFailure.unknownPerson(person) }
    let details = try privateData(for: .people(about: shown.person.description)) { reader in
      PersonalDetails(try reader.holding(of: found))
    }
    return PaperOutcome(
      paper: PersonLedgerPaper.table(
        events, annulments, details: details, registration: found.registered, person: shown.person, local: shown.words),
      log: PrintedHead(size: shown.log.size, root: shown.log.root), rows: events.count,
      withoutDetails: details.isMissing ? 1 : 0, person: shown.person)
  }
}

/// The values printed into the forms of one application.
struct FilledForm {
  let pack: PolicyPack
  let facts: FormFacts
  let details: PersonalDetails

  /// The application form; nil if the document has none.
  var sheet: PaperSheet? {
    pack.application?.form.map {
      ApplicationFormPaper.sheet($0, facts, details, materials: pack.application?.materials ?? [])
    }
  }
}

extension CaseFile {
  /// Gathers what an application's forms ask for.
  ///
  /// Before the approval the months are those that one on the day of the application would grant.
  func filledForm(_ id: Identifier, of person: Identifier?) throws -> FilledForm {
    let asked = person.map { state.personKey($0) }
    let persons =
      if let asked { records[asked].application(id) == nil ? [] : [asked] } else {
        records.persons(withApplication: id)
      }
    guard let owner = persons.first else { throw LedgerFailure.unknownApplication(id) }
    guard persons.count == 1 else { throw LedgerFailure.ambiguousApplication(id, persons: persons) }
    guard let application = records[owner].application(id), let scheme = application.scheme else {
      throw LedgerFailure.unknownApplication(id)
    }
    let registered = state.person(owner)?.registered
    let appliedOn = (application.appliedAt ?? application.approvedAt)?.civilDate
    let first = application.firstMonth
    let pack = try pack(of: scheme, for: appliedOn?.month ?? first ?? Month.last)
    var basis = application.approved?.basis
    if basis == nil, let appliedOn {
      basis = state.basis(of: owner, in: scheme, approvedOn: appliedOn)?.basis
    }
    let granted = first.flatMap { first in basis.map { state.granted($0, from: first, to: owner, in: scheme) } }
    let unemployed = records[owner].facts.last { fact in
      fact.fact == .unemployedRegistered && appliedOn.map { fact.from <= $0 } ?? true
    }
    let work = application.applied?.work
    return FilledForm(
      pack: pack,
      facts: FormFacts(
        isMale: registered?.isMale, birth: registered?.birth, unemployedSince: unemployed?.from,
        workKind: work?.kind, workSince: work?.since, incomeBand: work?.incomeBand, from: first,
        months: granted?.count, appliedOn: appliedOn),
      details: try details(of: owner))
  }
}
