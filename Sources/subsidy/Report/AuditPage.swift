import Catalogue
import Ledger
import Notes
import Merkle
import Papers
import Reports
import Subsidy
import Values

/// The report for auditors as one page of HTML: nothing is fetched, nothing runs, and the same head gives the same bytes.
///
/// > Source: durability rule 30.
struct AuditPage {
  let brief: AuditBrief
  let language: Language
  /// The numbers of the events on the page, to which links lead.
  let shownEvents: Set<UInt64>
  /// The persons whose history is on the page.
  let shownPersons: Set<Identifier>
  /// The numbers of the events that a listed finding names.
  let namedEvents: Set<UInt64>

  /// Prepares the page.
  init(_ brief: AuditBrief, language: Language) {
    self.brief = brief
    self.language = language
    let named = Set(brief.groups.flatMap { $0.first.flatMap(\.sequences) })
    namedEvents = named
    shownPersons = Set(brief.persons.map(\.person))
    shownEvents = Set(brief.persons.flatMap { AuditPage.timeline(of: $0, named).map(\.event.sequence) })
  }

  var state: LedgerState { brief.report.state }

  /// A text in the language of the page.
  func say(_ text: Text) -> String { text(in: language) }

  /// The sections in their order, by the names of their anchors.
  private enum Section: String, CaseIterable {
    case sums, months, findings, persons, figures, refusals, limits, recoveries, policies, changes, signatures

    var title: Text {
      switch self {
      case .sums: .reportSums
      case .months: .reportMonths
      case .findings: .reportFindings
      case .persons: .reportPersons
      case .figures: .reportFigures
      case .refusals: .reportRefusals
      case .limits: .reportLimits
      case .recoveries: .reportRecoveries
      case .policies: .reportPolicies
      case .changes: .reportChanges
      case .signatures: .reportSignatures
      }
    }

    /// Whether it is about whole claims, which cannot be divided by operator or month.
    var isOfWholeClaims: Bool {
      switch self {
      case .figures, .refusals, .limits, .recoveries: true
      case .sums, .months, .findings, .persons, .policies, .changes, .signatures: false
      }
    }
  }

  private var sections: [Section] {
    Section.allCases.filter { brief.cut.isOfWholeClaims || !$0.isOfWholeClaims }
  }

  /// The page in UTF-8.
  var bytes: [UInt8] {
    HTMLWriter.page(
      language: language == .zh ? "zh-CN" : "en", title: say(.reportTitle(brief)), style: ReportStyle.css,
      metadata: ["viewport": "width=device-width, initial-scale=1"]
    ) { page in
      page.element("div", ["class": "sheet"]) { sheet in
        sheet.element("header") { write(headTo: &$0) }
        sheet.line()
        sheet.element("main") { main in
          for section in sections {
            main.element("section", ["id": section.rawValue]) { part in
              part.element("h2", text: say(section.title))
              part.line()
              write(section, to: &part)
            }
            main.line()
          }
        }
        sheet.element("footer") { footer in footer.element("p", text: say(.reportRepeat(brief))) }
        sheet.line()
      }
    }
  }

  private func write(_ section: Section, to page: inout HTMLWriter) {
    switch section {
    case .sums: write(sumsTo: &page)
    case .months: write(monthsTo: &page)
    case .findings: write(findingsTo: &page)
    case .persons: write(personsTo: &page)
    case .figures: write(figuresTo: &page)
    case .refusals: write(refusalsTo: &page)
    case .limits: write(limitsTo: &page)
    case .recoveries: write(recoveriesTo: &page)
    case .policies: write(policiesTo: &page)
    case .changes: write(changesTo: &page)
    case .signatures: write(signaturesTo: &page)
    }
  }

  private func write(headTo page: inout HTMLWriter) {
    page.element("h1", text: say(.reportTitle(brief)))
    page.element("p", ["class": "lead"], text: say(.reportOf(brief)))
    if !brief.cut.isWhole { page.element("p", ["class": "cut"], text: say(.reportCut(brief.cut))) }
    write(moneyTo: &page)
    let checkpoint = brief.checkpoint
    page.element("p", ["class": "note"], text: say(.reportLead))
    if !state.operators.demandsKeys { page.element("p", ["class": "note"], text: say(.unsigned)) }
    page.element("dl", ["class": "head"]) { list in
      for (label, value, style) in [
        (Heading.origin.text, checkpoint.origin.printable, ""),
        (Heading.events.text, Int64(clamping: checkpoint.size).grouped, ""),
        (Heading.root.text, checkpoint.root.description, "hash"),
        (.reportLastEvent, brief.lastRecorded?.chinaTime ?? "–", ""), (.reportDay, brief.day.description, ""),
      ] {
        list.element("dt", text: say(label))
        list.element("dd", style.isEmpty ? [:] : ["class": style], text: value)
      }
    }
    page.element("nav", ["aria-label": say(.reportContents)]) { nav in
      nav.element("ul") { list in
        for section in sections {
          list.element("li") { $0.element("a", ["href": "#\(section.rawValue)"], text: say(section.title)) }
        }
      }
    }
  }
}
