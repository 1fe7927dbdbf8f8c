public import JSONText
public import Subsidy
import Values

extension FieldReader {
  /// Reads an array of `{"code", "clause"}`; a bare text stands for a code without a clause.
  func reasons(_ member: JSONMember) throws(EventError) -> [RejectionReason] {
    var reasons: [RejectionReason] = []
    for (index, element) in try elements("reasons", member, .reasons).enumerated() {
      try refuseUnknown(in: element, of: "reasons[\(index)].", but: ["code", "clause"])
      if let code = element.text, !code.isEmpty {
        reasons.append(RejectionReason(code: code, clause: nil))
        continue
      }
      guard let code = element["code"]?.text, !code.isEmpty else { throw illFormed("reasons", member, .reasons) }
      switch element["clause"] {
      case .string(let clause)?: reasons.append(RejectionReason(code: code, clause: clause))
      case .null?, nil: reasons.append(RejectionReason(code: code, clause: nil))
      default: throw illFormed("reasons", member, .reasons)
      }
    }
    return reasons
  }

  /// Refuses the first member of an element that is not one of its fields.
  private func refuseUnknown(in element: JSONValue, of path: String, but known: [String]) throws(EventError) {
    for member in element.members ?? [] where !known.contains(member.key) {
      throw EventError(.unknown, field: path + member.key)
    }
  }

  /// Reads the reasons, if there are any.
  mutating func optionalReasons(_ key: JSONKey) throws(EventError) -> [RejectionReason] {
    guard let member = try optional(key) else { return [] }
    return try reasons(member)
  }

  /// Reads an array of `{"month", "amountFen"}` with at least one element.
  mutating func demands(_ key: JSONKey) throws(EventError) -> [ClawedBack.Demand] {
    let member = try required(key)
    var demands: [ClawedBack.Demand] = []
    for (index, element) in try elements(key, member, .demands).enumerated() {
      try refuseUnknown(in: element, of: "\(key)[\(index)].", but: ["month", "amountFen"])
      guard let text = element["month"]?.text, let month = Month(text),
        let amount = element["amountFen"]?.number
      else { throw illFormed(key, member, .demands) }
      demands.append(ClawedBack.Demand(month: month, amount: Fen(amount)))
    }
    guard !demands.isEmpty else { throw illFormed(key, member, .demands) }
    return demands
  }
}

extension JSONWriter {
  mutating func reasons(_ reasons: [RejectionReason]) {
    key("reasons")
    beginArray()
    for reason in reasons {
      beginObject()
      field("code", reason.code)
      key("clause")
      if let clause = reason.clause { value(clause) } else { null() }
      endObject()
    }
    endArray()
  }

  /// Writes a basis, as in `approved` and in `person --format json`.
  ///
  /// > Source: contract section 7.
  public mutating func value(_ basis: Basis) {
    beginObject()
    switch basis {
    case .months(let months):
      field("kind", "months")
      field("months", months)
    case .until(let month):
      field("kind", "until")
      field("month", month)
    }
    endObject()
  }
}
