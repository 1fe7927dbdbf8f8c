import JSONText
import Policy
package import SeededRandom
package import Subsidy
package import Values

/// Random pasts: anything may happen to anyone, the same for the same seed.
package enum RandomHistory {
  package static let people: [Identifier] = ["p1", "p2", "p3", "p4"]
  static let schemes: [Identifier] = ["jingdezhen", "beijing", "lianyungang"]

  /// A history in which anything may happen to anyone, whether a rule is against it or not.
  package static func events(_ seed: UInt64, count: Int = 240) -> [Event] {
    var random = SeededRandom(seed)
    var story = Story(on: "2024-12-10")
    story.adopt("jingdezhen-2024-139")
    story.adopt("lianyungang-2021-50", ["rate": "2/3"])
    for index in 0..<count {
      if Int.random(in: 0..<6, using: &random) == 0 { story.day = story.day.adding(days: 3) }
      if index == count / 3 { story.adopt("beijing-2019-1", ["amountFen": "77733"]) }
      if index == count / 2 { story.adopt("beijing-2019-1", ["amountFen": "80000"], from: "2025-02-01") }
      let id = Int.random(in: 0..<3, using: &random) == 0 ? Identifier("e\(index)") : nil
      story.given(body(story, index, &random), by: "op-\(index % 3)".identifier, id: id)
    }
    return story.events
  }

  /// Something that may happen next.
  package static func body(_ story: Story, _ index: Int, _ random: inout SeededRandom) -> EventBody {
    func pick<Element>(_ elements: [Element]) -> Element {
      elements[Int.random(in: 0..<elements.count, using: &random)]
    }
    let person = pick(people)
    let scheme = pick(schemes)
    let month = ("2024-11" as Month).adding(pick(Array(0..<8)))
    let day = month.firstDay.adding(days: pick(Array(0..<28)))
    let amount = Fen(Int64(pick([0, 1, 30_000, 50_000, 77_733])))
    let batch = "b\(pick([1, 2, 3]))".identifier
    let application = "a\(pick([1, 2]))".identifier
    let demand = "n\(pick([1, 2]))".identifier
    switch pick(Array(0..<26)) {
    case 0:
      return .registered(
        Registered(
          person: person, birth: pick(["1966-03-01", "1980-02-29", "2001-01-01"]), isMale: pick([true, false]),
          household: Region(pick(["360200", "110101"]))!,
          prior: pick([nil, nil, .init(firstApproved: "2023-05-05", months: 34)])))
    case 1, 2:
      return .factRecorded(
        FactRecorded(
          person: person, fact: pick(FactCode.allCases), from: day,
          to: pick([nil, day.adding(days: 40), day.adding(days: -1)]),
          source: "s"))
    case 3:
      return .factRecorded(
        FactRecorded(
          person: person, fact: pick([.difficultyRecognised, .flexibleRegistered]), from: "2015-01-01", source: "s"))
    case 4: return Entries.applied(scheme, from: month, application: application, person: person)
    case 5, 6:
      return .approved(
        Approved(
          person: person, application: application, scheme: scheme, policy: "x", from: month, basis: .months(1),
          first: true))
    case 7: return .startConfirmed(StartConfirmed(person: person, application: application, from: month))
    case 8, 9, 10:
      return .contributed(
        Contributed(person: person, month: month, amount: amount, paidOn: day, source: "s"))
    case 11: return .suspended(Suspended(person: person, scheme: scheme, from: month, reason: "r"))
    case 12: return .resumed(Resumed(person: person, scheme: scheme, from: month))
    case 13:
      return .ended(Ended(person: person, scheme: scheme, from: month, reason: pick(["x", "x", "x", Ended.fraud])))
    case 14: return .extended(Extended(person: person, scheme: scheme, months: 5, reason: "r"))
    case 15:
      return .paymentOrdered(
        PaymentOrdered(person: person, scheme: scheme, month: month, amount: amount, batch: batch))
    case 16:
      return .paid(Paid(person: person, scheme: scheme, month: month, amount: amount, batch: batch))
    case 17:
      return .paymentReturned(
        PaymentReturned(person: person, scheme: scheme, month: month, amount: amount, batch: batch, code: "x"))
    case 18:
      return pick([
        .clawedBack(
          ClawedBack(
            person: person, scheme: scheme, demand: demand, months: [.init(month: month, amount: amount)], reason: "r")),
        .repaid(Repaid(person: person, scheme: scheme, demand: demand, amount: amount, receipt: "r")),
        .writtenOff(WrittenOff(person: person, scheme: scheme, demand: demand, amount: amount, authority: "x")),
        .clawbackCancelled(ClawbackCancelled(person: person, scheme: scheme, demand: demand, authority: "x")),
        .objected(Objected(person: person, scheme: scheme, demand: demand, procedure: .review, on: day)),
        .objectionDecided(
          ObjectionDecided(
            person: person, scheme: scheme, demand: demand, outcome: pick([.upheld, .cancelled]), on: day,
            authority: "x")),
      ])
    case 19: return .batchCancelled(BatchCancelled(batch: batch))
    case 20: return .debitFailed(DebitFailed(person: person, month: month, source: "bank"))
    case 21: return .reported(Reported(person: person, on: day, channel: "c"))
    case 22:
      return .checked(
        Checked(
          person: person, check: pick(["labour-record", "shares"]), hasPassed: pick([true, false]), on: day,
          source: "s\(index)"))
    case 23:
      return pick([
        .notified(Notified(person: person, scheme: scheme, notification: "report-due", on: day, channel: "c")),
        .visited(Visited(person: person, on: day)),
        .correctionRequested(CorrectionRequested(person: person, application: application, items: ["x"])),
        .putBack(PutBack(person: person, scheme: scheme, demand: demand, amount: amount, unit: "u", receipt: "r")),
      ])
    case 24:
      return pick([
        .rejected(Rejected(person: person, application: application, reasons: [])),
        .withdrawn(Withdrawn(person: person, application: application)),
        .monthClosed(
          MonthClosed(
            month: story.day.month.adding(pick([-1, 0])), size: 1, root: String(repeating: "0", count: 64),
            sums: MonthSums())),
        .monthReopened(MonthReopened(month: story.day.month, request: "q")),
        .reversed(Reversed(of: UInt64(pick(Array(0..<Int(story.sequence)))), request: "q")),
      ])
    default:
      let target = UInt64(pick(Array(0..<Int(story.sequence + 3))))
      return .annulled(
        Annulled(of: pick([.sequence(target), .id("e\(target)".identifier)]), reason: "wrong"))
    }
  }

  /// An event as a line of an input file: without its number, and for a live file without its time and operator.
  package static func line(_ event: Event, isHistory: Bool = true) -> String {
    var writer = JSONWriter()
    EventLine.write(event, to: &writer)
    var text = String(decoding: writer.bytes, as: UTF8.self)
    text.replace("{\"seq\":\(event.sequence),", with: "{", maxReplacements: 1)
    if !isHistory {
      text.replace(",\"recorded\":\"\(event.recorded)\",\"by\":\"\(event.by)\"", with: "", maxReplacements: 1)
    }
    return text
  }
}

extension String {
  package var identifier: Identifier { Identifier(self)! }
}

extension Sequence<Event> {
  /// The events of a person with the reversals of any of them, in the order of the log.
  package func history(of person: Identifier) -> [Event] {
    let numbers = Set(filter { $0.body.person == person }.map(\.sequence))
    return filter { event in
      if case .reversed(let body) = event.body { numbers.contains(body.of) } else { event.body.person == person }
    }
  }
}
