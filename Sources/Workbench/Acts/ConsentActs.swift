import Catalogue
import Ledger
import Papers
import Reports
import Subsidy
import Values
import Web

/// Acts that need two people: one operator asks here, another one consents in a session of their own.
///
/// > Source: contract 3, section 1.
enum ConsentActs {
  /// The fields for the reason, which every request has.
  static var reasons: [FormField] {
    [
      FormField("reason", Heading.reason.text, .askReasonHint, .value(.text)),
      FormField("authority", Heading.authority.text, .authorityHint, .value(.text), isRequired: false),
    ]
  }

  /// Asks for an act, with the typed reason.
  static func ask(
    for act: AskedAct, _ ledger: SubsidyLedger, _ values: ActValues, _ by: Identifier
  ) throws -> Act.Outcome {
    Act.Outcome(notes: [.asked(try ledger.request(act, reason(values), by: by))])
  }

  /// The reason that was typed.
  static func reason(_ values: ActValues) -> AskedReason {
    AskedReason(values["reason"], authority: values.text("authority"))
  }

  /// The requests that wait for a second person.
  static func page(_ desk: Desk) throws -> Page {
    let open = desk.state.openRequests(on: desk.day)
    return Page(
      title: Place.requests.name, question: .requestsQuestion, place: .requests,
      parts: [
        try desk.table(
          "requests", .requestsCaption, ConsentReports.open, open,
          links: ["request": { cell, _ in Identifier(cell.code).map { Paths.request($0) } }])
      ])
  }

  /// Consents to a request; nil if there is none.
  ///
  /// - Throws: as `TableView`.
  static func consent(to name: Identifier, _ desk: Desk) throws -> Act? {
    guard let request = desk.state.requests[name] else { return nil }
    let isOpen = desk.state.openRequests(on: desk.day).contains { $0.body.request == name }
    let (by, words) = (desk.seat.by, desk.words)
    return Act(
      path: Paths.request(name), place: .requests, title: .consentTitle(name), question: .consentQuestion,
      button: .consentIt, events: [request.body.act],
      subject: .request(name),
      parts: [Page.facts(.requestFacts, ConsentReports.open, request, desk)]
        + (try what(desk.state.askedEvents(of: request.body), desk)),
      against: !isOpen ? .requestIsOver : request.by.isSameOperator(as: by) ? .consentNeedsAnother(request.by) : nil
    ) { ledger, _ in
      let recorded = try ledger.consent(to: name, by: by)
      let more = recorded.count - mostTold
      return Act.Outcome(
        notes: recorded.prefix(mostTold).map { .acted(EventWords($0, words)) }
          + (more > 0 ? [.more(more)] : []))
    }
  }

  /// Up to this number, events are described in sentences; more are a table, with pages, sums and files.
  private static let mostTold = 20

  /// The events that the consent would record.
  private static func what(_ events: [AskedEvent], _ desk: Desk) throws -> [Page.Part] {
    let said = events.prefix(mostTold).map { asked in
      let words = EventWords(asked.body, desk.words)
      return Text.joined([words.matter, words.content], by: .colon)
    }
    if events.count <= mostTold { return [.sentences(.consentTo, said)] }
    let amounts = events.compactMap(\.amount)
    let sum = amounts.isEmpty ? [] : [Page.Figure(label: Heading.total.text, value: amounts.reduce(.zero, +).yuan)]
    return [
      .figures([Page.Figure(label: .eventsToCome, value: Int64(events.count).grouped)] + sum),
      try desk.table("acts", .consentTo, ConsentReports.events(desk.words), events),
    ]
  }
}
