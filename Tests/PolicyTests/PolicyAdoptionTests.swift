import Policy
import TestSupport
import Testing
import Values

func adopt(
  _ id: Identifier, _ parameters: [String: String] = [:], from start: String? = nil
) throws -> Policy {
  let pack = try #require(ShippedPacks.pack(id))
  return try Policy(pack: pack, parameters: parameters, effectiveFrom: start.flatMap { CivilDate($0) })
}

@Test(
  arguments: [
    // G1: LZ08 below the threshold, LZ07 from it on.
    ("liuzhou-2022-9", [:], 40498, 26999), ("liuzhou-2022-9", [:], 40499, 26999),
    ("liuzhou-2022-9", [:], 40500, 27000), ("liuzhou-2022-9", [:], 60000, 27000),
    // G2: one month of 365.57.
    ("liuzhou-2022-9", [:], 36557, 24371), ("liuzhou-2022-9", [:], 1, 1),
    // JD04: 500 yuan whatever the contribution.
    ("jingdezhen-2024-139", [:], 1, 50000), ("jingdezhen-2024-139", [:], 200_000, 50000),
    ("beijing-2019-1", ["amountFen": "98765"], 1, 98765),
    // A half fen goes up.
    ("linyi-2021-63", ["rate": "1/2"], 40001, 20001), ("linyi-2021-63", ["rate": "1/1"], 40001, 40001),
    // LG03, G13: from 1/2 to 2/3, both included.
    ("lianyungang-2021-50", ["rate": "1/2"], 60000, 30000), ("lianyungang-2021-50", ["rate": "2/3"], 40000, 26667),
  ] as [(Identifier, [String: String], Int64, Int64)])
func `LZ07 LZ08 JD04 LG03: a contribution is worth its amount, half up to a fen`(
  id: Identifier, parameters: [String: String], contribution: Int64, amount: Int64
) throws {
  let policy = try adopt(id, parameters)
  #expect(policy.amount(for: policy.effectiveFrom.month, of: Fen(contribution)) == Fen(amount))
  let clauses: [Identifier: String?] = [
    "liuzhou-2022-9": "一（一）", "jingdezhen-2024-139": "二", "beijing-2019-1": nil, "linyi-2021-63": "四",
    "lianyungang-2021-50": "（十二）",
  ]
  #expect(policy.rules.tiers.allSatisfy { $0.clause == clauses[id] ?? nil })
}

@Test func `Standards are filled in and shown`() throws {
  let policy = try adopt("linyi-2021-63", ["rate": "11/20"])
  #expect(
    policy.parameters == [
      "rate": "11/20", "limitMonths": "36", "womenAge": "50", "start": "any", "insurances": "all", "retirement": "age",
      "timely": "off",
    ])
  #expect(policy.rules.terms.last?.length == .months(36))
  #expect(policy.rules.womenAge == 50)
  #expect(policy.statutoryAge(isMale: true, own: nil) == 60)
  #expect(policy.effectiveFrom == policy.pack.effectiveFrom)
  let other = try adopt(
    "linyi-2021-63", ["rate": "1/2", "limitMonths": "30", "womenAge": "55"], from: "2024-03-01")
  #expect(other.rules.terms.last?.length == .months(30))
  #expect(other.statutoryAge(isMale: false, own: nil) == 55)
  #expect(other.statutoryAge(isMale: false, own: 50) == 50)
  #expect(other.effectiveFrom.description == "2024-03-01")
}

struct RefusedAdoption: Sendable, CustomTestStringConvertible {
  let id: Identifier
  let parameters: [String: String]
  let start: String?
  let error: PolicyError
  var testDescription: String { error.description }

  init(
    _ id: Identifier, _ parameters: [String: String], start: String? = nil, _ kind: PolicyError.Kind, _ path: String,
    _ found: String, _ expected: String
  ) {
    (self.id, self.parameters, self.start) = (id, parameters, start)
    error = PolicyError(kind, path: path, found: found, expected: expected)
  }
}

@Test(arguments: [
  RefusedAdoption("lianyungang-2021-50", [:], .parameterMissing, "parameters.rate", "nothing", "1/2 to 2/3"),
  RefusedAdoption(
    "lianyungang-2021-50", ["rate": "7/10"], .outOfRange, "parameters.rate", "\"7/10\"", "1/2 to 2/3"),
  RefusedAdoption("lianyungang-2021-50", ["rate": "0.7"], .outOfRange, "parameters.rate", "\"0.7\"", "1/2 to 2/3"),
  RefusedAdoption("lianyungang-2021-50", ["rate": "0.5"], .outOfRange, "parameters.rate", "\"0.5\"", "1/2 to 2/3"),
  RefusedAdoption(
    "lianyungang-2021-50", ["rate": "49/100"], .outOfRange, "parameters.rate", "\"49/100\"", "1/2 to 2/3"),
  RefusedAdoption(
    "lianyungang-2021-50", ["rate": "1/2", "limitMonths": "30"], .parameterUnknown, "parameters.limitMonths", "\"30\"",
    "rate, womenAge, minimumWageFen, start, insurances, retirement, extension, retentionMonths"),
  RefusedAdoption("linyi-2021-63", ["rate": "0/1"], .outOfRange, "parameters.rate", "\"0/1\"", "above 0/1 to 1/1"),
  RefusedAdoption("linyi-2021-63", ["rate": "3/2"], .outOfRange, "parameters.rate", "\"3/2\"", "above 0/1 to 1/1"),
  RefusedAdoption("linyi-2021-63", [:], .parameterMissing, "parameters.rate", "nothing", "above 0/1 to 1/1"),
  RefusedAdoption(
    "beijing-2019-1", [:], .parameterMissing, "parameters.amountFen", "nothing", "1 to 1000000000000"),
  RefusedAdoption(
    "beijing-2019-1", ["amountFen": "0"], .outOfRange, "parameters.amountFen", "\"0\"", "1 to 1000000000000"),
  RefusedAdoption(
    "beijing-2019-1", ["amountFen": "+1"], .outOfRange, "parameters.amountFen", "\"+1\"", "1 to 1000000000000"),
  RefusedAdoption(
    "beijing-2019-1", ["amountFen": "010"], .outOfRange, "parameters.amountFen", "\"010\"", "1 to 1000000000000"),
  RefusedAdoption(
    "beijing-2019-1", ["amountFen": "1", "womenAge": "52"], .outOfRange, "parameters.womenAge", "\"52\"", "50 or 55"),
  RefusedAdoption(
    "beijing-2019-1", ["amountFen": "1", "limitMonths": "0"], .outOfRange, "parameters.limitMonths", "\"0\"",
    "1 to 1200"),
  RefusedAdoption(
    "jingdezhen-2024-139", ["rate": "2/3"], .parameterUnknown, "parameters.rate", "\"2/3\"",
    "capped, capRate, start, insurances, claimWindow, retentionMonths"),
  RefusedAdoption(
    "liuzhou-2022-9", ["applicationWindow": "11-30/03-01"], .outOfRange, "parameters.applicationWindow",
    "\"11-30/03-01\"", "MM-DD/MM-DD"),
  RefusedAdoption(
    "beijing-2019-1", ["amountFen": "1", "missedReport": "nothing"], .outOfRange, "parameters.missedReport",
    "\"nothing\"", "ended or suspended"),
  RefusedAdoption(
    "liuzhou-2022-9", [:], start: "2021-12-31", .beforePack, "effectiveFrom", "2021-12-31", "2022-01-01 or later"),
])
func `G13: an adoption names what is unknown, missing, out of range or too early`(row: RefusedAdoption) throws {
  #expect(throws: row.error) { try adopt(row.id, row.parameters, from: row.start) }
}
