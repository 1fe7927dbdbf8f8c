import Policy
import TestSupport
import Testing
import Values

/// The language of tests, terms and values: texts that a pack may not have, with the path.
extension Mutation {
  private static let jm: Identifier = "jingmen-list"
  private static let dl: Identifier = "dalian-2017-46"
  private static let ls: Identifier = "lushan-guide"
  private static let sh: Identifier = "shanghai-2022-8"

  static let conditions: [Mutation] = [
    Mutation(jm, #"{"sameYear":"graduated"}"#, "{}", .contradiction, "terms[0].when[0]"),
    Mutation(
      jm, #"{"sameYear":"graduated"}"#, #"{"sameYear":"graduated","sex":"male"}"#, .contradiction, "terms[0].when[0]"),
    Mutation(
      jm, #"{"sameYear":"graduated"}"#, #"{"sameMonth":"graduated"}"#, .unknownKey, "terms[0].when[0].sameMonth"),
    Mutation(jm, #"{"sameYear":"graduated"}"#, #"{"sameYear":"married"}"#, .unknownFact, "terms[0].when[0].sameYear"),
    Mutation(jm, #"{"sameYear":"graduated"}"#, #"{"term":["near"]}"#, .contradiction, "terms[0].when[0].term"),
    Mutation(
      jm, #"{"sameYear":"graduated"}"#, #"{"contribution":{"from":1}}"#, .contradiction, "terms[0].when[0].contribution"
    ),
    Mutation(jm, #"{"toRetirement":{"to":5}}"#, #"{"toRetirement":{}}"#, .empty, "terms[2].when[0].toRetirement"),
    Mutation(
      jm, #"{"toRetirement":{"to":5}}"#, #"{"toRetirement":{"to":5,"below":6}}"#, .contradiction,
      "terms[2].when[0].toRetirement.below"),
    Mutation(
      jm, #"{"toRetirement":{"to":5}}"#, #"{"toRetirement":{"from":5,"below":5}}"#, .outOfOrder,
      "terms[2].when[0].toRetirement"),
    Mutation(
      jm, #"{"toRetirement":{"to":5}}"#, #"{"toRetirement":{"to":151}}"#, .outOfRange,
      "terms[2].when[0].toRetirement.to"),
    Mutation(
      jm, #"{"toRetirement":{"to":5}}"#, #"{"toRetirement":{"to":"5"}}"#, .wrongType, "terms[2].when[0].toRetirement.to"
    ),
    Mutation(
      jm, #""term":["graduate","graduate-year"]}],"pay""#, #""term":["nobody"]}],"pay""#, .undeclared,
      "amount.tiers[1].when[0].term[0]"),
    Mutation(
      jm, #""detail":["disabled"]"#, #""detail":["4050"]"#, .undeclared, "amount.tiers[0].when[0].fact.detail[0]"),
    Mutation(jm, #""detail":["disabled"]"#, #""detail":[]"#, .empty, "amount.tiers[0].when[0].fact.detail"),
    Mutation(
      jm, #"{"sameYear":"graduated"}"#, #"{"parameter":{"name":"extension","is":["never"]}}"#, .undeclared,
      "terms[0].when[0].parameter.is[0]"),
    Mutation(
      jm, #"{"sameYear":"graduated"}"#, #"{"parameter":{"name":"nothing","is":["never"]}}"#, .undeclared,
      "terms[0].when[0].parameter.name"),
    Mutation(jm, #"{"sameYear":"graduated"}"#, #"{"any":[]}"#, .empty, "terms[0].when[0].any"),
    Mutation(jm, #"{"sameYear":"graduated"}"#, #"{"sex":"other"}"#, .malformed, "terms[0].when[0].sex"),
  ]

  static let cityRules: [Mutation] = [
    Mutation(dl, #"{"name":"last-year","months":12,"#, #"{"name":"named","months":12,"#, .repeated, "terms[2].name"),
    Mutation(dl, #"{"name":"last-year","months":12,"#, #"{"name":"last-year","#, .missingKey, "terms[2]"),
    Mutation(
      dl, #"{"name":"last-year","months":12,"#, #"{"name":"last-year","months":12,"until":"retirement","#,
      .contradiction, "terms[2].until"),
    Mutation(
      dl, #"{"name":"last-year","months":12,"#, #"{"name":"last-year","until":"death","#, .malformed, "terms[2].until"),
    Mutation(
      dl, #"{"name":"last-year","months":12,"#, #"{"name":"last-year","when":[{"sex":"male"}],"months":12,"#,
      .contradiction,
      "terms[2].when"),
    Mutation(
      ls, #"{"name":"men-55","when":[{"sex":"male"},{"age":{"from":55}}],"#, #"{"name":"men-55","#, .missingKey,
      "terms[0].when"),
    Mutation(
      dl, #""terms":["#, #""limit":{"months":36,"extension":null,"clause":"x"},"terms":["#, .contradiction, "limit"),
    Mutation(dl, #"{"pensionBase":"3/25","#, #"{"rate":"3/25","#, .undeclared, "amount.tiers[0].pay[0].of.rate"),
    Mutation(
      dl, #"{"pensionBase":"3/25","#, #"{"pensionBase":"0.12","#, .malformed, "amount.tiers[0].pay[0].of.pensionBase"),
    Mutation(dl, #""pay":[{"#, #""flatFen":1,"pay":[{"#, .contradiction, "amount.tiers[0].flatFen"),
    Mutation(dl, #""counts":"next-month""#, #""counts":"later""#, .malformed, "required[0].counts"),
    Mutation(dl, #""counts":"next-month""#, #""unlessGraduate":false"#, .contradiction, "required[0].unlessGraduate"),
    Mutation(
      dl, #"{"fact":"employed","clause":null,"#, #"{"fact":"employed","applying":"一","clause":null,"#, .contradiction,
      "excluded[0].applying"),
    Mutation(
      dl, #"{"fact":"employed","#, #"{"fact":"employed","outside":["21"],"#, .contradiction, "excluded[0].outside"),
    Mutation(ls, #""movedOut":true"#, #""prefix":"3604""#, .contradiction, "household.includes"),
    Mutation(ls, #""standard":"13-01/15-31""#, #""standard":"15-31/13-01""#, .outOfRange, "parameters[2].standard"),
    Mutation(ls, #""standard":"13-01/15-31""#, #""standard":"25-01/25-31""#, .outOfRange, "parameters[2].standard"),
    Mutation(ls, #""standard":"year""#, #""standard":"weeks:1""#, .outOfRange, "parameters[3].standard"),
    Mutation(ls, #""claims":{"every":"year""#, #""claims":{"every":"week""#, .malformed, "claims.every"),
    Mutation(sh, #""by":"months:1""#, #""by":"months:1000""#, .malformed, "timely.by"),
    Mutation(
      sh, #""standard":"pension,medical""#, #""standard":"pension,pension""#, .outOfRange, "parameters[2].standard"),
    Mutation(sh, #""from":"application-next""#, #""from":"birth""#, .malformed, "process.start.from"),
    Mutation(
      sh, #""recovery":{"clause":null,"interpretation":"silent"}"#, #""recovery":[{"reasons":["greed"],"clause":"x"}]"#,
      .undeclared, "clauses.recovery[0].reasons[0]"),
  ]
}

@Test("a table must have an amount for the first month in force, the others are refused by their form")
func adoptions() throws {
  let pack = try PolicyPack(text: Fixtures.bytes("packs/cities/shanghai-2022-8.json"))
  #expect(try Policy(pack: pack, parameters: ["lowerBase": "2021-07:600000"]).rules.tiers.count == 1)
  for value in ["2022-02:600000", "2021-07:0", "2022-01:1,2022-01:2", "2022-01", "", "2022-01:1,"] {
    let error = #expect(throws: PolicyError.self) { try Policy(pack: pack, parameters: ["lowerBase": value]) }
    #expect(error?.path == "parameters.lowerBase")
  }
}
