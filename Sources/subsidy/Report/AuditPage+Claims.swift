import Catalogue
import Ledger
import Papers
import Reports
import Subsidy
import Values

// The parts about whole claims.
extension AuditPage {
  func write(figuresTo page: inout HTMLWriter) {
    let totals = brief.survey.totals
    let counts = [
      (Heading.persons.text, "persons", totals.persons), (Heading.months.text, "months", totals.months),
      (Text.reportFindings, "findings", brief.findings.count),
      (.reportKnown, "known", brief.findings.count { $0.wasKnownWhenPaid == true }),
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
  }

  /// A figure, with the value that a program reads: whole numbers and fen, as `audit replay --format json` writes them.
  private func figure(_ label: Text, _ name: String, _ value: String, _ shown: String, to list: inout HTMLWriter) {
    list.element("div") { entry in
      entry.element("dt", text: say(label))
      entry.element("dd") { $0.element("data", ["id": "figure-\(name)", "value": value], text: shown) }
    }
    list.line()
  }

  func write(refusalsTo page: inout HTMLWriter) {
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

  func write(limitsTo page: inout HTMLWriter) {
    page.element("p", text: say(.reportExhausted(brief.survey.exhausted)))
    let table = AuditPageReports.limits.table(brief.survey.limits)
    write(table, caption: .reportLimitsCaption, share: ["limited", "until"], to: &page)
  }

  func write(recoveriesTo page: inout HTMLWriter) {
    let table = AuditPageReports.recoveries.table(brief.survey.recoveries)
    write(table, caption: .reportRecoveriesCaption(brief.day), share: ["outstandingFen"], to: &page)
    let demands = state.openDemands(on: brief.day).filter { $0.demand.scheme == brief.cut.scheme ?? $0.demand.scheme }
    if demands.isEmpty { return }
    folded(.reportOpenDemands, to: &page) { part in
      let listed = Array(demands.prefix(FindingGroup.listed))
      write(FinanceReports.ageing.table(listed), caption: .reportOpenDemands, to: &part)
      if listed.count < demands.count {
        part.element("p", ["class": "note"], text: say(.reportDemandsLeft(demands.count - listed.count)))
      }
    }
  }
}

// The sources of the report.
extension AuditPage {
  func write(policiesTo page: inout HTMLWriter) {
    let adoptions = AuditPageReports.adoptions(brief)
    if adoptions.isEmpty { return page.element("p", text: Text.noRows(in: language)) }
    write(AuditPageReports.policies.table(adoptions), caption: .reportPoliciesCaption, to: &page)
  }

  func write(changesTo page: inout HTMLWriter) {
    let changes = brief.report.incidents
    if changes.isEmpty { return page.element("p", text: say(.reportNoChanges)) }
    let listed = Array(changes.suffix(FindingGroup.listed))
    write(AuditReports.incidents.table(listed), caption: .reportChangesCaption, to: &page)
    if listed.count < changes.count {
      page.element("p", ["class": "note"], text: say(.reportChangesLeft(changes.count - listed.count)))
    }
    for clock in brief.report.clocks {
      let listed = AuditReports.changedInstants.table(Array(clock.changes.prefix(FindingGroup.listed)))
      write(listed, caption: .clockCorrected(clock, at: clock.recorded.chinaTime), to: &page)
    }
  }

  /// Writes the lines for signatures on paper.
  func write(signaturesTo page: inout HTMLWriter) {
    page.element("dl", ["class": "sign"]) { list in
      for text in [Text.reportPreparedBy, .reportReviewedBy, .reportHead, .reportSignedOn] {
        list.element("div") { place in
          place.element("dt", text: say(text))
          place.element("dd", text: "")
        }
      }
    }
    page.line()
  }
}
