import Catalogue
import Ledger
import Papers
import Reports
import Subsidy
import Values

extension AuditPage {
  /// Writes the first part: how much was paid wrongly, who could have known, and how much of how much is still to be recovered.
  func write(moneyTo page: inout HTMLWriter) {
    let (survey, money) = (brief.survey, brief.survey.money)
    let isClean = money.wrong == .zero
    page.element("dl", ["class": "money", "aria-label": say(.reportMoney)]) { list in
      for (heading, name, amount, note) in [
        (Heading.wrong, "wrong", money.wrong, Text.reportWrongOf(survey)),
        (.knownThen, "known", money.known, Text.reportShare(of: money.known, in: money.wrong)),
        (.unknownThen, "unknown", money.unknown, Text.reportShare(of: money.unknown, in: money.wrong)),
        (.toRecover, "open", money.open, .reportBack(money.wrong - money.open)),
        (.paid, "paid", money.paid ?? .zero, .reportPaidOf(survey)),
      ] {
        list.element("div", isClean || name == "paid" ? [:] : ["class": "hot"]) { entry in
          entry.element("dt", text: say(heading.text))
          entry.element("dd") { value in
            value.element("data", ["id": "money-\(name)", "value": "\(amount.value)"], text: amount.yuan)
            value.element("small", text: say(note))
          }
        }
        list.line()
      }
    }
    page.line()
  }

  /// How many rows of a kind of sums are listed.
  private static var mostSums: Int { 20 }
  /// How many months of payment are listed.
  private static var mostMonths: Int { 60 }

  /// Writes by what the wrong money belongs together.
  func write(sumsTo page: inout HTMLWriter) {
    let survey = brief.survey
    if survey.money.wrong == .zero { return page.element("p", ["class": "good"], text: say(.reportNothingWrong)) }
    page.element("p", ["class": "note"], text: say(.reportSumsNote))
    if brief.cut.by != nil { page.element("p", ["class": "note"], text: say(.reportPaidByOperator)) }
    page.element("div", ["class": "tables"]) { tables in
      for (caption, heading, sums) in [
        (Text.reportByOperators, Heading.operators, survey.byOperators), (.reportByBatch, .batch, survey.byBatch),
        (.reportByScheme, .scheme, survey.byScheme), (.reportByDistrict, .district, survey.byDistrict),
      ] {
        let listed = sums.prefix(AuditPage.mostSums)
        let rest = sums.dropFirst(AuditPage.mostSums)
        write(listed + left(rest), heading, caption, to: &tables)
      }
      // The last months, in their order.
      let months = survey.byMonthOfPayment
      write(
        left(months.dropLast(AuditPage.mostMonths)) + months.suffix(AuditPage.mostMonths), .monthOfPayment,
        .reportByMonthOfPayment, to: &tables)
    }
    page.line()
  }

  private func left(_ rest: ArraySlice<AuditSurvey.MoneySum>) -> [AuditSurvey.MoneySum] {
    rest.isEmpty ? [] : [.rest(of: rest, name: say(.reportOthers(rest.count)))]
  }

  private func write(
    _ sums: [AuditSurvey.MoneySum], _ heading: Heading, _ caption: Text, to page: inout HTMLWriter
  ) {
    let local = brief.words
    let table = AuditPageReports.money(by: heading) { name in
      switch heading {
      case .scheme: Identifier(name).map { local.scheme($0) }
      case .district: Region(name).map { local.region($0) }
      default: nil
      }
    }
    write(table.table(sums), caption: caption, to: &page)
  }

  /// Writes what was paid for each month, the wrong money in a colour of its own.
  func write(monthsTo page: inout HTMLWriter) {
    let months = brief.survey.months
    guard let highest = months.max(by: { ($0.paid, $1.month) < ($1.paid, $0.month) }) else {
      return page.element("p", text: say(.reportNoMonths))
    }
    let drawn = Array(months.suffix(Month.longestSpan))
    let title = say(.reportMonthsTitle(drawn, highest, brief.survey.money.wrong))
    let chart = BarChart(
      drawn.map { sum in
        BarChart.Bar(
          label: sum.month.number == 1 ? "\(sum.month.year)" : "", value: max(0, sum.paid.value),
          wrong: max(0, sum.open.value), part: max(0, sum.repaid.value))
      })
    page.element("div", ["class": "scroll", "tabindex": "0", "role": "group", "aria-label": say(.reportChart)]) {
      chart.write(to: &$0, title: title) { (value: Int64) in (value / 100).grouped }
    }
    if drawn.count < months.count {
      page.element("p", ["class": "warn"], text: say(.reportMonthsNotDrawn(months.count - drawn.count)))
    }
    page.element("ul", ["class": "legend"]) { list in
      for (style, text) in [("paid", Text.reportBar), ("bad", .reportBarWrong), ("part", .reportBarPart)] {
        list.element("li") { entry in
          entry.element("i", ["class": style], text: "")
          entry.text(say(text))
        }
      }
    }
    let table = AuditPageReports.months.table(months.filter { $0.claims > 0 || $0.wrong > .zero })
    folded(.reportAsTable, to: &page) { write(table, caption: .reportMonthsCaption, to: &$0) }
  }
}
