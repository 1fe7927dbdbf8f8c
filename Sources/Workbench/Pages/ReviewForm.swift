import Policy
import Catalogue
import Ledger
import Papers
import Subsidy
import System
import Values
import Web

/// What a reviewer typed of an application: how its next stage is decided, or what is missing of it.
struct ReviewForm: Sendable {
  /// What is decided.
  enum Decision: String, CaseIterable, Sendable {
    case passed, failed, correction
  }

  /// The id that the entry gets in the ledger, so that the form has its effect once, also after a restart.
  let token: Identifier
  /// How many events the ledger had when the form was made.
  let size: UInt64
  /// The stage that the form was made for.
  let stage: Identifier
  var decision: Decision?
  /// The code of the reason of a failure.
  var reason = ""
  /// What is missing or wrong, a line each.
  var items = ""
  /// Why it was not told at once.
  var why = ""

  /// A new form.
  ///
  /// - Throws: `SystemError` without random bytes.
  init(of stage: Identifier, at size: UInt64) throws {
    guard let token = Identifier("w-" + (try randomBytes(16).hexadecimal)) else { preconditionFailure("an identifier") }
    (self.token, self.size, self.stage) = (token, size, stage)
  }

  /// What came with a request.
  ///
  /// - Throws: ``Fault/malformed(_:)`` for what no form of ours sends.
  init(_ fields: Fields) throws(Fault) {
    guard let token = Identifier(try fields.one("token")), token.description.hasPrefix("w-"),
      let size = UInt64(try fields.one("size")), let stage = Identifier(try fields.one("stage"))
    else { throw .malformed(.form) }
    (self.token, self.size, self.stage) = (token, size, stage)
    decision = try fields.optional("decision").flatMap { Decision(rawValue: $0) }
    reason = try fields.one("reason")
    items = try fields.one("items")
    why = try fields.one("why")
  }

  /// The lines of what is missing.
  private var missing: [String] {
    items.split(whereSeparator: \.isNewline).map { $0.split(separator: " ").joined(separator: " ") }.filter {
      !$0.isEmpty
    }
  }

  /// What is wrong with the form itself; what the rules say the ledger says.
  func problems(among reasons: [Reason]) -> [FormProblem] {
    switch decision {
    case nil: [FormProblem(field: "decision-passed", text: .decisionMissing)]
    case .passed: []
    case .failed:
      reasons.contains { $0.code.code == reason } ? [] : [FormProblem(field: "reason", text: .failureNeedsReason)]
    case .correction: missing.isEmpty ? [FormProblem(field: "items", text: .correctionNeedsItems)] : []
    }
  }

  /// The entry that it asks for; nil as long as nothing is decided.
  func entry(of person: Identifier, _ application: Identifier, _ reasons: [Reason]) -> EventBody? {
    switch decision {
    case nil: return nil
    case .passed, .failed:
      let named = decision == .failed ? reasons.first { $0.code.code == reason } : nil
      return .verified(
        Verified(
          person: person, application: application, stage: stage, hasPassed: decision == .passed,
          reasons: named.map { [RejectionReason(code: $0.code.code, clause: $0.clause)] } ?? []))
    case .correction:
      return .correctionRequested(
        CorrectionRequested(
          person: person, application: application, items: missing, reason: why.isEmpty ? nil : why))
    }
  }
}
