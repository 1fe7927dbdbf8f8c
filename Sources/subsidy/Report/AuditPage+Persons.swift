import Catalogue
import Ledger
import Papers
import Reports
import Subsidy
import Values

extension AuditPage {
  /// Writes each person whose history is shown once: the slots of each claim, and the events recorded.
  func write(personsTo page: inout HTMLWriter) {
    if brief.persons.isEmpty { return page.element("p", text: Text.noRows(in: language)) }
    let all = Set(brief.findings.compactMap(\.person)).count
    page.element("p", text: say(.reportPersonsNote(brief.persons.count, of: all)))
    page.element("ul", ["class": "legend"]) { list in
      for (style, text) in [
        ("paid", Text.slot(.paid)), ("due", .slot(.due)), ("elsewhere", .slot(.elsewhere)), ("free", .slot(.free)),
        ("wrong", .reportWrongSlot),
      ] {
        list.element("li") { entry in
          entry.element("i", ["class": style], text: "")
          entry.text(say(text))
        }
      }
    }
    page.line()
    for person in brief.persons {
      page.element("details", ["class": "person"]) { details in
        details.element("summary") { summary in
          summary.element("h3", text: person.person.description)
          summary.element(
            "span", text: codes(of: person).map { say($0) }.joined(separator: language == .zh ? "、" : ", "))
          summary.element("span", ["class": "sum"], text: say(.reportPersonSum(person)))
        }
        details.element("div", ["id": "person-\(person.person)"]) { write(person, to: &$0) }
      }
      page.line()
    }
  }

  private func codes(of person: AuditBrief.Person) -> [Text] {
    let codes = Set(person.findings.map(\.code))
    return brief.groups.filter { codes.contains($0.code) }.map(\.code.words)
  }

  private func write(_ person: AuditBrief.Person, to page: inout HTMLWriter) {
    for claim in person.claims { write(claim, to: &page) }
    write(timelineOf: person, to: &page)
  }

  private func write(_ claim: ClaimEntitlement, to page: inout HTMLWriter) {
    let strip = SlotStrip(claim)
    page.element("h4", text: say(.reportClaim(claim, scheme: brief.words.scheme(state.schemes[claim.scheme]))))
    let runs = say(.reportRuns(strip))
    if !strip.slots.isEmpty || !strip.beyond.isEmpty {
      StripDrawing(strip).write(to: &page, title: say(.reportStrip))
    }
    page.element("p", ["class": "runs"], text: runs)
    page.line()
  }

  /// How many events of a person the page has at most, so that one person does not fill it.
  private static var mostEvents: Int { 200 }

  /// The part of a person's history that is written: it leaves out the monthly routine that no listed finding names, which is
  /// only counted.
  static func timeline(of person: AuditBrief.Person, _ named: Set<UInt64>) -> [HistoryEvent] {
    Array(
      person.history.filter { !$0.event.body.isRoutine || named.contains($0.event.sequence) }.prefix(mostEvents))
  }

  private func write(timelineOf person: AuditBrief.Person, to page: inout HTMLWriter) {
    let shown = AuditPage.timeline(of: person, namedEvents)
    page.element("h4", text: say(.reportTimeline))
    page.element("ol", ["class": "timeline"]) { list in
      for entry in shown {
        let words = EventWords(entry.event.body, person.words)
        let content = say(words.content)
        let place = "event-\(entry.event.sequence)"
        list.element("li", entry.annulledBy == nil ? ["id": place] : ["id": place, "class": "void"]) { item in
          item.element("time", text: entry.event.recorded.chinaMinute)
          item.text(say(words.matter) + (content.isEmpty ? " " : say(.reportColon) + content + " "))
          item.element("span", ["class": "seq"], text: say(.reportEvent(entry)))
        }
      }
    }
    let left = person.history.count - shown.count
    if left > 0 { page.element("p", ["class": "note"], text: say(.reportRoutine(left, person.person))) }
    page.line()
  }
}

extension EventBody {
  /// Whether it is one of the events that come every month.
  fileprivate var isRoutine: Bool {
    switch self {
    case .contributed, .paymentOrdered, .paid: true
    default: false
    }
  }
}
