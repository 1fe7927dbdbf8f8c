import JSONText
import Policy
import Subsidy
import TestSupport
import Values

/// The plan of an office under a pack: its persons, the words it uses, and the parameters with which it adopts.
///
/// The plan is made once, of the pack as it is, and the same for all packs. The office keeps to it when the pack is
/// changed.
struct OfficePlan {
  /// The pack.
  let pack: PolicyPack
  /// Values that an adoption can name, by parameter: each is tried by itself.
  let trials: [(name: String, value: String)]
  /// The parameters of whole runs; the first has the standards wherever there is one.
  let settings: [[String: String]]
  /// A place within the pack's area.
  let home: Region
  /// That place, and places just inside and outside of every area that the pack names.
  let regions: [Region]
  /// The applicants.
  let applicants: [Applicant]
  /// The recipients, and the events about them.
  let recipients: [Recipient]

  init(_ pack: PolicyPack) {
    self.pack = pack
    trials = pack.parameters.flatMap { rule in rule.kind.trials.map { (rule.name, $0) } }
    settings = OfficePlan.settings(pack)
    let areas = pack.areas.isEmpty ? ["11"] : pack.areas
    regions = areas.flatMap { [$0, OfficePlan.neighbour(of: $0)] }.compactMap(OfficePlan.region)
    home = regions[0]
    let usual = OfficePlan.usualFacts(pack)
    let applicant = Applicant(household: home, facts: usual, places: pack.application?.places ?? [])
    applicants = Applicant.all(under: pack, applicant, regions)
    recipients = Recipient.all(under: pack, applicant, regions)
  }

  /// The facts that all packs together ask for, their first days in the usual order.
  private static func usualFacts(_ pack: PolicyPack) -> [PlannedFact] {
    [
      PlannedFact(.unemployedRegistered, from: "2015-01-01"),
      PlannedFact(.difficultyRecognised, from: "2016-01-01", detail: pack.scope?.targets.first?.code),
      PlannedFact(.flexibleRegistered, from: "2017-01-01"), PlannedFact(.annualVerified, from: "2015-01-01"),
    ]
  }

  /// A region of an area: its first digits, with zeros behind them.
  private static func region(_ area: String) -> Region? {
    Region(area + String(repeating: "0", count: max(0, 6 - area.count)))
  }

  /// The area beside another.
  private static func neighbour(of area: String) -> String {
    let last = area.last.flatMap(\.wholeNumberValue) ?? 0
    return "\(area.dropLast())\((last + 1) % 10)"
  }

  /// The standards, and then for each parameter each other value once, in as few adoptions as possible.
  private static func settings(_ pack: PolicyPack) -> [[String: String]] {
    var needed: [String: String] = [:]
    for rule in pack.parameters where rule.standard == nil { needed[rule.name] = rule.kind.usual }
    let others = pack.parameters.map { rule in (rule.name, rule.kind.others.filter { $0 != rule.standard }) }
    let most = others.map(\.1.count).max() ?? 0
    return [needed]
      + (0..<most).map { number in
        var set = needed
        for (name, values) in others where !values.isEmpty { set[name] = values[number % values.count] }
        return set
      }
  }
}

/// A fact that a plan gives a person.
struct PlannedFact {
  let code: FactCode
  let from: CivilDate
  let to: CivilDate?
  let detail: String?
  let employment: FactRecorded.Employment?

  init(
    _ code: FactCode, from: CivilDate, to: CivilDate? = nil, detail: String? = nil,
    employment: FactRecorded.Employment? = nil
  ) {
    (self.code, self.from, self.to, self.detail) = (code, from, to, detail)
    self.employment = employment
  }

  func body(_ person: Identifier) -> EventBody {
    .factRecorded(
      FactRecorded(
        person: person, fact: code, from: from, to: to, source: "s", detail: detail, employment: employment))
  }
}

extension PolicyPack {
  /// The areas that it names: beginnings of region codes, that of its own area first.
  fileprivate var areas: [String] {
    let own = scope?.jurisdiction.map { $0.includes + $0.excludes } ?? []
    let others = (household.map { $0.includes + $0.excludes } ?? []) + excluded.flatMap(\.outside)
    return (own + others).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }
}

extension ParameterRule.Kind {
  /// Values at both sides of each border.
  fileprivate var trials: [String] {
    switch self {
    case .fen(let range), .months(let range):
      [range.lowerBound - 1, range.lowerBound, range.upperBound, range.upperBound + 1].map { "\($0)" }
    case .table(let range):
      [range.lowerBound, range.upperBound, range.upperBound + 1].map { "2015-01:\($0)" }
    case .ratio(let lower, _, let upper):
      [
        "\(lower)", "\(max(1, lower.numerator * 1000 - 1))/\(lower.denominator * 1000)", "\(upper)",
        "\(upper.numerator + 1)/\(upper.denominator)",
      ]
    case .age, .choice, .window, .claims, .deadline, .insurances: others + ["nothing"]
    }
  }

  /// A value for a parameter that has no standard.
  fileprivate var usual: String {
    switch self {
    case .ratio: "1/2"
    case .table: "2015-01:600000,2024-07:640000"
    case .fen(let range): "\(min(range.upperBound, 77_733))"
    case .months, .age, .choice, .window, .claims, .deadline, .insurances: others[0]
    }
  }

  /// Values that make a difference.
  fileprivate var others: [String] {
    switch self {
    case .fen(let range): ["\(min(range.upperBound, 77_733))"]
    case .months(let range): ["\(min(range.upperBound, 12))", "\(range.lowerBound)"]
    case .ratio(_, _, let upper): ["1/2", "\(upper)"]
    case .table: []
    case .age(let ages): ages.map { "\($0)" }
    case .choice(let words): words
    case .window: ["02-10/11-20"]
    case .claims: ["any-day", "01-10/12-20", "once"]
    case .deadline: ["year", "days:15", "off"]
    case .insurances: ["pension", "medical,pension", "all"]
    }
  }
}
