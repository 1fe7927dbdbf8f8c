import Catalogue
import Ledger
import Papers
import Policy
import Subsidy
import Values
import Web

/// The act by which a reviewer decides an application's next stage, or asks for corrections.
enum ReviewActs {
  enum Decision: String, CaseIterable {
    case passed, failed, correction
  }

  /// The review of an application.
  ///
  /// - Parameters:
  ///   - person: the applicant.
  ///   - application: the application.
  ///   - stage: the stage that is decided; nil for an application without an open stage.
  ///   - reasons: the reasons that a failure may name: the checks of the documents, each with its clause.
  ///   - against: why the operator cannot decide it; nil if nothing is known against it.
  ///   - desk: the page's request.
  /// - Returns: the act.
  static func act(
    _ person: Identifier, _ application: Identifier, _ stage: Identifier?, _ reasons: [Reason], against: Text?,
    _ desk: Desk
  ) -> Act {
    let by = desk.seat.by
    let fields = [
      FormField("decision", .decision, .decisionHint, .radio(Decision.allCases.map { ($0.rawValue, .decision($0)) })),
      FormField(
        "reason", .failureReason, .failureReasonHint,
        .choice(reasons.map { ($0.code.code, $0.code.words + .inBrackets($0.clause)) }), isRequired: false),
      FormField("items", .missingItems, .missingItemsHint, .lines, isRequired: false),
      FormField("why", .correctionWhy, .correctionWhyHint, .value(.text), isRequired: false),
    ]
    let body = { @Sendable (values: ActValues) throws(FormRefusal) -> EventBody in
      guard values["decision"] != Decision.correction.rawValue else {
        return .correctionRequested(
          CorrectionRequested(
            person: person, application: application, items: missing(values), reason: values.text("why")))
      }
      guard let stage else { throw FormRefusal(field: "decision", text: .waitsForNobody) }
      let hasPassed = values["decision"] == Decision.passed.rawValue
      let named = hasPassed ? nil : reasons.first { $0.code.code == values["reason"] }
      return .verified(
        Verified(
          person: person, application: application, stage: stage, hasPassed: hasPassed,
          reasons: named.map { [RejectionReason(code: $0.code.code, clause: $0.clause)] } ?? []))
    }
    return Act(
      path: Paths.review(person, application), place: .reviews, title: Text(same: application.description),
      question: .reviewQuestion,
      above: [(Text(same: person.description), Paths.person(person))],
      button: .recordDecision, events: [.verified], begins: [.correctionRequested], subject: .persons([person]),
      fields: fields, against: against, isReadable: true,
      check: { values in
        switch Decision(rawValue: values["decision"]) {
        case .failed where !values.has("reason"): [FormProblem(field: "reason", text: .failureNeedsReason)]
        case .correction where missing(values).isEmpty: [FormProblem(field: "items", text: .correctionNeedsItems)]
        case .passed, .failed, .correction, nil: []
        }
      }
    ) { ledger, values in
      let outcome = try ledger.record(entries: EventLine.entry(body(values)), named: "workbench", by: by)
      return Act.Outcome(notes: outcome.notes)
    }
  }

  /// The missing or wrong items, a line each.
  private static func missing(_ values: ActValues) -> [String] {
    values["items"].split(whereSeparator: \.isNewline).map { $0.split(separator: " ").joined(separator: " ") }.filter {
      !$0.isEmpty
    }
  }
}
