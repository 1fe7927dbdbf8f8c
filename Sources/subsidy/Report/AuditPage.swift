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
  /// The findings by code.
  let groups: [FindingGroup]

  /// Prepares the page.
  init(_ brief: AuditBrief, language: Language) {
    self.brief = brief
    self.language = language
    groups = FindingGroup.groups(of: brief.report.findings)
  }

  var state: LedgerState { brief.report.state }

  /// A text in the language of the page.
  func say(_ text: Text) -> String { text(in: language) }

  /// The sections in their order, by the names of their anchors.
  private enum Section: String, CaseIterable {
    case figures, months, refusals, limits, findings, persons, recoveries

    var title: Text {
      switch self {
      case .figures: .reportFigures
      case .months: .reportMonths
      case .refusals: .reportRefusals
      case .limits: .reportLimits
      case .findings: .reportFindings
      case .persons: .reportPersons
      case .recoveries: .reportRecoveries
      }
    }
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
          for section in Section.allCases {
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
    case .figures: write(figuresTo: &page)
    case .months: write(monthsTo: &page)
    case .refusals: write(refusalsTo: &page)
    case .limits: write(limitsTo: &page)
    case .findings: write(findingsTo: &page)
    case .persons: write(personsTo: &page)
    case .recoveries: write(recoveriesTo: &page)
    }
  }

  private func write(headTo page: inout HTMLWriter) {
    page.element("h1", text: say(.reportTitle(brief)))
    page.element("p", ["class": "lead"], text: say(.reportLead))
    let checkpoint = brief.checkpoint
    page.element("dl", ["class": "head"]) { list in
      for (label, value, style) in [
        (Heading.origin.text, checkpoint.origin.printable, ""), (Heading.events.text, checkpoint.size.description, ""),
        (Heading.root.text, checkpoint.root.description, "hash"),
        (.reportLastEvent, brief.lastRecorded?.description ?? "–", ""), (.reportDay, brief.day.description, ""),
      ] {
        list.element("dt", text: say(label))
        list.element("dd", style.isEmpty ? [:] : ["class": style], text: value)
      }
    }
    page.element("nav", ["aria-label": say(.reportContents)]) { nav in
      nav.element("ul") { list in
        for section in Section.allCases {
          list.element("li") { $0.element("a", ["href": "#\(section.rawValue)"], text: say(section.title)) }
        }
      }
    }
  }
}

extension AuditPage {
  private func write(figuresTo page: inout HTMLWriter) {
    let totals = brief.report.totals
    let counts = [
      (Heading.persons.text, "persons", totals.persons), (Heading.months.text, "months", totals.months),
      (Text.reportFindings, "findings", brief.report.findings.count),
      (.reportKnown, "known", brief.report.findings.count { $0.wasKnownWhenPaid == true }),
    ]
    let amounts = [
      (Heading.entitled, "entitledFen", totals.entitled), (.paid, "paidFen", totals.paid),
      (.repaid, "repaidFen", totals.repaid), (.payable, "payableFen", totals.payable),
      (.overpaid, "overpaidFen", totals.recovery.overpaid), (.demanded, "demandedFen", totals.recovery.demanded),
      (.outstanding, "outstandingFen", totals.recovery.outstanding),
      (.undemanded, "undemandedFen", totals.recovery.undemanded),
    ]
    page.element("p", ["class": "note"], text: say(.reportInYuan))
    page.element("dl", ["class": "figures"]) { list in
      for (label, name, count) in counts { figure(label, name, "\(count)", Int64(count).grouped, to: &list) }
      for (label, name, amount) in amounts {
        figure(label.text, name, "\(amount.value)", amount.yuan, to: &list)
      }
    }
    page.line()
    for clock in brief.report.clocks {
      write(AuditReports.changedInstants.table(clock.changes), caption: .clockCorrected(clock), to: &page)
    }
  }

  /// A figure, with the value that a program reads: whole numbers and fen, as `audit replay --format json` writes them.
  private func figure(_ label: Text, _ name: String, _ value: String, _ shown: String, to list: inout HTMLWriter) {
    list.element("div") { entry in
      entry.element("dt", text: say(label))
      entry.element("dd") { $0.element("data", ["id": "figure-\(name)", "value": value], text: shown) }
    }
    list.line()
  }

  private func write(monthsTo page: inout HTMLWriter) {
    let months = brief.survey.months
    guard let highest = months.max(by: { ($0.paid, $1.month) < ($1.paid, $0.month) }) else {
      return page.element("p", text: say(.reportNoMonths))
    }
    let drawn = Array(months.suffix(Month.longestSpan))
    let title = say(.reportMonthsTitle(drawn, highest))
    let chart = BarChart(
      drawn.map { sum in
        BarChart.Bar(
          label: sum.month.number == 1 ? "\(sum.month.year)" : "", value: max(0, sum.paid.value),
          part: min(max(0, sum.paid.value), sum.repaid.value))
      })
    page.element("div", ["class": "scroll", "tabindex": "0", "role": "group", "aria-label": say(.reportChart)]) {
      chart.write(to: &$0, title: title) { (value: Int64) in (value / 100).grouped }
    }
    if drawn.count < months.count {
      page.element("p", ["class": "warn"], text: say(.reportMonthsNotDrawn(months.count - drawn.count)))
    }
    page.element("ul", ["class": "legend"]) { list in
      for (style, text) in [("paid", Text.reportBar), ("part", .reportBarPart)] {
        list.element("li") { entry in
          entry.element("i", ["class": style], text: "")
          entry.text(say(text))
        }
      }
    }
    let table = AuditPageReports.months.table(months.filter { $0.claims > 0 })
    folded(.reportAsTable, to: &page) { write(table, caption: .reportMonthsCaption, to: &$0) }
  }

  private func write(refusalsTo page: inout HTMLWriter) {
    for (caption, counts, heading) in [
      (Text.reportRejections, brief.survey.rejections, Heading.count),
      (.reportUnentitled, brief.survey.unentitled, .months),
    ] {
      page.element("h3", text: say(caption))
      if counts.isEmpty {
        page.element("p", text: Text.noRows(in: language))
        continue
      }
      let table = AuditPageReports.reasons(counting: heading).table(counts)
      write(table, caption: .reportReasonsCaption, share: ["count"], to: &page)
    }
  }

  private func write(limitsTo page: inout HTMLWriter) {
    page.element("p", text: say(.reportExhausted(brief.survey.exhausted)))
    let table = AuditPageReports.limits.table(brief.survey.limits)
    write(table, caption: .reportLimitsCaption, share: ["limited", "until"], to: &page)
  }

  private func write(recoveriesTo page: inout HTMLWriter) {
    let table = AuditPageReports.recoveries.table(brief.survey.recoveries)
    write(table, caption: .reportRecoveriesCaption(brief.day), share: ["outstandingFen"], to: &page)
    let demands = state.openDemands(on: brief.day)
    if demands.isEmpty { return }
    folded(.reportOpenDemands, to: &page) { part in
      write(FinanceReports.ageing.table(demands), caption: .reportOpenDemands, to: &part)
    }
  }
}
