import JSONText
import Policy
import Values

/// One change of a pack at one place: a key taken out, a number one up, a word for another.
struct PackMutation {
  /// The place that is changed.
  let path: [PackPath.Step]
  /// The change: `taken out`, `36 for 37`.
  let change: String
  /// The whole pack with the change.
  let document: JSONValue

  /// Every change of every key and list element of a pack, the quoted texts left alone.
  static func all(of document: JSONValue) -> [PackMutation] {
    changes(of: document, []).map { PackMutation(path: $0.path, change: $0.change, document: $0.value) }
  }

  /// The keys whose values quote the document, or say in words what the pack means: people read them, no rule does.
  static let quoted: Set<String> = [
    "clause", "chinese", "english", "why", "title", "reading", "interpretation", "document", "issuers",
    "interpretations",
    "text", "lines", "statements", "opinion", "notes", "copied",
  ]

  /// A change below a value, with that value as it is then.
  private typealias Change = (path: [PackPath.Step], change: String, value: JSONValue)

  private static func changes(of value: JSONValue, _ path: [PackPath.Step]) -> [Change] {
    switch value {
    case .object(let members): changes(of: members, path)
    case .array(let elements): changes(of: elements, path)
    case .string(let text): MutatedText.others(of: text).map { (path, "\($0) for \(text)", .string($0)) }
    case .number(let number):
      [number + 1, number - 1].filter { $0 >= 0 }.map { (path, "\($0) for \(number)", .number($0)) }
    case .bool(let bool): [(path, "\(!bool) for \(bool)", .bool(!bool))]
    case .null: []
    }
  }

  private static func changes(of members: [JSONValue.Member], _ path: [PackPath.Step]) -> [Change] {
    var found: [Change] = []
    for (place, member) in members.enumerated() where !quoted.contains(member.key) {
      let own = path + [.key(member.key)]
      func with(_ new: JSONValue.Member?) -> JSONValue {
        var changed = members
        changed.replaceSubrange(place...place, with: new.map { [$0] } ?? [])
        return .object(changed)
      }
      found.append((own, "taken out", with(nil)))
      if member.value != .null { found.append((own, "null", with(.init(member.key, .null)))) }
      if let other = otherEnds[member.key], isRange(members) {
        found.append((own, "\(other) for \(member.key)", with(.init(other, member.value))))
      }
      for change in changes(of: member.value, own) {
        found.append((change.path, change.change, with(.init(member.key, change.value))))
      }
    }
    return found
  }

  private static func changes(of elements: [JSONValue], _ path: [PackPath.Step]) -> [Change] {
    elements.indices.flatMap { place -> [Change] in
      let own = path + [.element(place)]
      func with(_ new: [JSONValue]) -> JSONValue {
        var changed = elements
        changed.replaceSubrange(place...place, with: new)
        return .array(changed)
      }
      return [(own, "taken out", with([]))]
        + changes(of: elements[place], own).map { ($0.path, $0.change, with([$0.value])) }
    }
  }

  /// The other name of an end of a range: whether the bound itself is within.
  private static let otherEnds = ["from": "above", "above": "from", "to": "below", "below": "to"]

  /// Whether an object is the range of a test, or the bounds of a parameter: it has ends and says nothing else but of what.
  private static func isRange(_ members: [JSONValue.Member]) -> Bool {
    members.allSatisfy { otherEnds[$0.key] != nil || $0.key == "fact" || $0.key == "name" }
      || members.contains { $0.key == "kind" }
  }
}

/// Other texts of the same kind: texts that an author could have written by mistake.
enum MutatedText {
  /// Words of which a rule names one; a text among them is changed to each of the others.
  private static let choices: [[String]] = [
    ["immediate", "same-day", "week", "working-days"], ["acceptance", "previous", "publicity"],
    ["year", "quarter", "month"], ["month", "next-month"], ["person", "insurance-fund"], ["ended", "suspended"],
    ["any", "application", "application-next", "approval", "approval-next"], ["any-time", "used-up"],
    ["start", "start-next"], ["always", "household-from-elsewhere", "delegated", "not-shared"], ["male", "female"],
    ["once", "any-day", "01-01/06-30"], ["off", "year", "days:15", "months:2"], ["all", "pension", "medical"],
    ["age", "pension"], ["no", "yes"], ["not-asked", "required"], ["own-age", "to-55"],
    StatisticRule.Test.allCases.map(\.rawValue), NotificationTemplate.Kind.allCases.map(\.rawValue),
  ]

  /// The other texts; each is tried.
  static func others(of text: String) -> [String] {
    if let date = CivilDate(text) { return [date.adding(days: 1), date.adding(months: 1)].map(\.description) }
    if let ratio = Ratio(text) {
      let (above, below) = (ratio.numerator, ratio.denominator)
      return (above == 0 ? [] : ["\(above)/\(below + 1)"]) + ["\(2 * above + 1)/\(2 * below + 3)"]
    }
    if let number = Int64(text) { return ["\(number + 1)", "\(number - 1)", String(text.dropLast())] }
    var others: [String] = []
    if let fact = FactCode(rawValue: text) {
      others.append(FactCode.allCases[(Int(fact.ordinal) + 1) % FactCode.allCases.count].rawValue)
    }
    for words in choices where words.contains(text) { others += words.filter { $0 != text } }
    if YearWindow(text) != nil { others += ["02-01/12-31", "01-01/11-30"] }
    if ClaimWindow(text) != nil { others += ["13-01/14-28", "any-day"] }
    if ContributionDeadline(text) != nil { others += ["off", "months:3"] }
    if InsuranceSet(text) != nil { others += ["all", "medical"] }
    return others.isEmpty
      ? [text + "x"]
      : others.reduce(into: []) { list, other in
        if other != text, !list.contains(other) { list.append(other) }
      }
  }
}
