import Policy
import Subsidy
import Testing
import TestSupport
import Values

/// An explanation says what the evaluation found, for every month of the worked examples.
@Suite struct ExplanationTests {
  /// A person's events as an audit reads them: their own, those of their batches, and the annulments.
  private static func events(of person: Identifier, _ all: [Event]) -> [Event] {
    all.filter { event in
      switch event.body {
      case .annulled, .batchDrafted, .batchApproved, .batchCancelled: true
      default: event.body.person == person
      }
    }
  }

  @Test(
    "every explanation's arithmetic is the month's amount, and its reasons are the month's reasons",
    arguments: ExamplesTests.examples)
  func agreesWithTheEvaluation(_ example: ExamplesTests.Example) throws {
    let all = try Fixtures.history(example.history, knownAt: example.knownAt)
    let state = try Fixtures.fold(all)
    var months = 0
    var slots = 0
    for number in state.personsInOrder {
      let person = state.persons.identifiers[number]
      let events = Self.events(of: person, all)
      let claims = state.entitlements(ofPersonAt: number).sorted { state.schemes[$0.scheme] < state.schemes[$1.scheme] }
      for month in Set(claims.flatMap { $0.months.map(\.month) }).sorted() {
        let explanations = state.explanations(of: month, for: person, events: events)
        #expect(explanations.map(\.scheme) == claims.map { state.schemes[$0.scheme] })
        for (claim, explanation) in zip(claims, explanations) {
          guard let found = claim.months.first(where: { $0.month == month }) else { continue }
          months += 1
          if found.slot > 0 { slots += 1 }
          agree(explanation, found, claim, state, "\(person) \(explanation.scheme) \(month)")
        }
      }
    }
    #expect(months > 100 && slots > 50)
  }

  private func agree(
    _ explanation: MonthExplanation, _ found: MonthEntitlement, _ claim: ClaimEntitlement, _ state: LedgerState,
    _ who: String
  ) {
    let policy = found.policy(in: state.timelines[Int(claim.scheme)])
    #expect(explanation.arithmetic?.amount ?? .zero == found.entitled, "\(who)")
    #expect(explanation.reasons == found.reasons.reasons(under: policy, term: claim.term), "\(who)")
    #expect(explanation.term?.basis == claim.basis, "\(who)")
    #expect(explanation.policy?.policy == policy, "\(who)")
    // The events behind the figures sum up to them.
    let paid = explanation.contributions.reduce(Fen.zero) { sum, event in
      if case .contributed(let body) = event.body { sum + body.amount } else { sum }
    }
    let isWhole = policy.map { $0.rules.timely == nil && $0.rules.insurances == .all } ?? true
    #expect(isWhole ? paid == found.contribution : paid >= found.contribution, "\(who)")
    #expect(explanation.shares.reduce(.zero) { $0 + $1.repaid } == found.repaid, "\(who)")
    // A reason against a month that comes from an event names that event.
    for check in explanation.checks where check.outcome == .against {
      switch check.reason.code {
      case .fraud, .ended, .suspended, .excluded, .otherScheme:
        #expect(!check.evidence.isEmpty, "\(who) \(check.reason)")
      case .noApproval: #expect(check.evidence.isEmpty, "\(who) \(check.reason)")
      // One that counts from the next month on is there already.
      case .missing(let fact):
        let isLater = policy?.rules.required.contains { $0.fact == fact && $0.counts == .nextMonth } ?? false
        #expect(isLater || check.evidence.isEmpty, "\(who) \(check.reason)")
      case .noPolicy, .noContribution, .lateContribution, .notClaimed, .household, .retired, .outsideTerm, .overLimit:
        break
      }
    }
    for check in explanation.checks where check.outcome == .passed {
      switch check.reason.code {
      case .noApproval, .noContribution, .missing: #expect(!check.evidence.isEmpty, "\(who) \(check.reason)")
      // A move out is over once another household is registered.
      case .excluded(.movedOut): break
      case .fraud, .ended, .excluded: #expect(check.evidence.isEmpty, "\(who) \(check.reason)")
      case .noPolicy, .suspended, .lateContribution, .notClaimed, .otherScheme, .household, .retired, .outsideTerm,
        .overLimit:
        break
      }
    }
  }

  @Test("a month that is not listed is explained too: nothing was paid for it, and it takes no slot")
  func unlisted() throws {
    let all = try Fixtures.history("small")
    let state = try Fixtures.fold(all)
    let person = state.persons.identifiers[state.personsInOrder[0]]
    let month: Month = "1999-01"
    let explanations = state.explanations(of: month, for: person, events: Self.events(of: person, all))
    #expect(!explanations.isEmpty)
    for explanation in explanations {
      #expect(!explanation.isListed && explanation.slot == .notAsked && explanation.arithmetic == nil)
      #expect(explanation.reasons.contains { $0.code == .noContribution })
    }
  }

  @Test("slots are numbered from 1 in the order in which they are given, and end at the limit")
  func slotNumbers() throws {
    let state = try Fixtures.fold(Fixtures.history("wide"))
    var limited = 0
    for number in state.personsInOrder {
      for claim in state.entitlements(ofPersonAt: number) {
        let slots = claim.months.map { Int($0.slot) }.filter { $0 > 0 }
        #expect(slots.sorted() == Array(1..<slots.count + 1))
        let held = claim.months.filter { $0.slot > 0 && $0.hasMoney }.map(\.slot)
        if case .months(let months)? = claim.basis {
          limited += 1
          let prior = state.people[number].registered?.prior?.months ?? 0
          #expect(slots.count <= max(0, months - prior))
          #expect(held == held.sorted() && held.max() ?? 0 == UInt16(held.count), "months with money come first")
        }
      }
    }
    #expect(limited > 10)
  }
}
