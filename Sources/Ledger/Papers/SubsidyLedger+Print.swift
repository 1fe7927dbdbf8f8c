public import Merkle
public import Papers
import Policy
import Subsidy
public import Values

/// The papers of a month, printed as one file.
public struct MonthPapers: Sendable {
  /// The sheets, each on paper of its own: the list of notices, letters of demands, application forms.
  public let sheets: [PaperSheet]
  /// How many of them are letters, forms and notices.
  public let counts: (letters: Int, forms: Int, notices: Int)
  /// The log that they were made from.
  public let log: PrintedHead

  /// The page.
  public func html(title: String) -> [UInt8] { PaperSheet.html(sheets, title: title, over: log) }
}

extension SubsidyLedger {
  /// Makes the papers that an office prints of a scheme's month: the letters of the demands raised in it, the forms of the
  /// applications made in it, and the notices not yet sent.
  ///
  /// - Parameters:
  ///   - scheme: the scheme.
  ///   - month: the month.
  ///   - knownAt: the point up to which events count; nil for all.
  ///   - reasons: a demand's reason in words.
  /// - Returns: the sheets.
  /// - Throws: ``Refusal/unknownScheme(_:)``, the vault's and the log's failures.
  public func papers(
    of scheme: Identifier, _ month: Month, knownAt: Instant? = nil, reasons: (String) -> String
  ) throws -> MonthPapers {
    try privateData(for: .people(about: "\(scheme) \(month)")) { reader in
      let file = try CaseFile(self, reader, knownAt: knownAt)
      let pack = try file.pack(of: scheme, for: month)
      let demands = file.state.recoveryDemands.filter { $0.scheme == scheme && $0.since.month == month }
      var sheets = try letters(of: demands, file.state, reader, reasons: reasons)
      let letters = sheets.count
      for (person, found) in file.records.cases.sorted(by: { $0.key < $1.key }) {
        for application in found.applications
        where application.scheme == scheme && application.appliedAt?.civilDate.month == month {
          if let form = try file.filledForm(application.id, of: person).sheet { sheets.append(form) }
        }
      }
      let forms = sheets.count - letters
      var notices = 0
      if pack.supervision?.notifications.isEmpty == false {
        let list = try notifications(of: scheme, month, file).paper
        notices = list.rows.count
        if notices > 0 {
          // The list is landscape, so it comes first: the text at the end of a page belongs to a portrait sheet.
          sheets.insert(
            PaperSheet(
              title: "推送提醒 \(month)", isWide: true,
              parts: [.rows(list.columns, words: list.columns.count, list.rows)]), at: 0)
        }
      }
      return MonthPapers(sheets: sheets, counts: (letters, forms, notices), log: file.log)
    }
  }
}
