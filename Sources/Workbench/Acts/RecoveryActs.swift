import Catalogue
import Ledger
import Papers
import ReadModel
import Reports
import Subsidy
import Values
import Web

/// An act of a demand, by the last part of its address.
enum DemandAct: String, CaseIterable, WordInPath {
  case repaid, refund, letter
  case writeOff = "write-off"
}

/// The acts of money that comes back.
enum RecoveryActs {
  /// A demand of a person; nil if there is none.
  ///
  /// - Throws: as `Desk.demands`.
  static func demand(_ name: Identifier, of person: Identifier, _ desk: Desk) throws -> RecoveryDemand? {
    try desk.demands().first { $0.id == name && $0.person == person }
  }

  /// An act of a demand; nil if there is no such demand.
  static func act(_ kind: DemandAct, of name: Identifier, _ person: Identifier, _ desk: Desk) throws -> Act? {
    guard let demand = try demand(name, of: person, desk) else { return nil }
    let by = desk.seat.by
    func act(
      _ event: EventType, button: Text, fields: [FormField] = [],
      perform: @escaping @Sendable (SubsidyLedger, ActValues) throws -> Act.Outcome
    ) -> Act {
      Act(
        path: Paths.demandAct(person, name, kind), place: .recovery, title: .act(kind, name),
        question: .question(of: kind), above: [(Text(same: name.description), Paths.demand(person, name))],
        button: button, events: [event], subject: .persons([person]), parts: [facts(demand, desk)], fields: fields,
        perform: perform)
    }
    let amount = FormField("amount", Heading.amount.text, .fundsHint, .value(.yuan))
    switch kind {
    case .repaid:
      let fields = [
        amount, FormField("receipt", .receipt, .receiptHint, .value(.text)),
        FormField("above", .aboveDebt, .aboveDebtHint, .tick),
      ]
      return act(.repaid, button: .repaidIt, fields: fields) { ledger, values in
        let body = Repaid(
          person: person, scheme: demand.scheme, demand: name, amount: try values.amount("amount"),
          receipt: values["receipt"])
        let outcome = try ledger.record(
          entries: EventLine.entry(.repaid(body)), named: "workbench", by: by, aboveDebt: values.has("above"))
        return Act.Outcome(notes: outcome.results + outcome.notes)
      }
    case .refund:
      let reference = FormField("reference", .refundReference, .refundReferenceHint, .value(.text))
      return act(.repaymentRefunded, button: .askIt, fields: [amount, reference] + ConsentActs.reasons) {
        ledger, values in
        let refund = AskedAct.refund(
          .init(name, of: person), try values.amount("amount"), reference: values["reference"])
        return try ConsentActs.ask(for: refund, ledger, values, by)
      }
    case .writeOff:
      return act(.writtenOff, button: .askIt, fields: [amount] + ConsentActs.reasons) { ledger, values in
        let writeOff = AskedAct.writeOff(.init(name, of: person), try values.amount("amount"))
        return try ConsentActs.ask(for: writeOff, ledger, values, by)
      }
    case .letter:
      var letter = act(.clawedBack, button: .letterIt) { ledger, _ in
        let (letters, _, log) = try ledger.demandLetters(name, of: person) { Text.demandReason($0).zh }
        let bytes = PaperSheet.html(letters, title: letters.first?.title ?? "", over: log)
        let file = Act.File(name: "\(name).html", type: "text/html; charset=utf-8", bytes: bytes)
        return Act.Outcome(files: [file], title: .letterMade)
      }
      (letter.appends, letter.revealsData) = (false, true)
      return letter
    }
  }

  /// Demands back from a person the overpaid money of a scheme.
  static func raise(_ person: Identifier, of scheme: Identifier, _ desk: Desk) -> Act? {
    guard desk.schemes.contains(scheme) else { return nil }
    let by = desk.seat.by
    let undemanded =
      desk.state.number(ofPerson: person).map { desk.state.statements(ofPersonAt: Int($0)) }?
      .filter { $0.scheme == scheme && $0.recovery.isAny } ?? []
    let fields = [FormField("reason", .raiseReason, .raiseReasonHint, .value(.text), isRequired: false)]
    return Act(
      path: Paths.raise(person, scheme), place: .recovery, title: .raiseTitle(person), question: .raiseQuestion,
      above: [(Text(same: person.description), Paths.person(person))],
      button: .raiseIt, events: [.clawedBack], subject: .persons([person]),
      parts: undemanded.map { .note(.recoveryLine($0.recovery), .note) }, fields: fields,
      perform: { ledger, values in
        let order = DemandOrder(person: person, scheme: scheme, reason: values.text("reason"))
        let raised = try ledger.demandRecovery(order, by: by)
        return Act.Outcome(title: raised.isEmpty ? .nothingToDemand : nil)
      })
  }

  /// A demand, with its acts.
  static func page(of name: Identifier, _ person: Identifier, _ desk: Desk) throws -> Page {
    guard let demand = try demand(name, of: person, desk) else {
      return ErrorPages.notFound(.lookedFor(name), .recovery)
    }
    var links: [(Text, LocalPath)] = []
    for kind in DemandAct.allCases where try act(kind, of: name, person, desk).map({ desk.may($0.events) }) ?? false {
      links.append((.act(kind, name), Paths.demandAct(person, name, kind)))
    }
    let next: [Page.Part] =
      demand.outstanding > .zero && desk.may(.repaid)
      ? [.next(.demandOpen(demand.outstanding), why: nil, link: (.repaidIt, Paths.demandAct(person, name, .repaid)))]
      : []
    return Page(
      title: Text(same: name.description), question: .demandQuestion, place: .recovery,
      above: [],
      parts: next + [facts(demand, desk), .links(links + [(Text(same: person.description), Paths.person(person))])])
  }

  private static func facts(_ demand: RecoveryDemand, _ desk: Desk) -> Page.Part {
    Page.facts(.demandFacts, DemandReports.all, demand, desk)
  }
}
