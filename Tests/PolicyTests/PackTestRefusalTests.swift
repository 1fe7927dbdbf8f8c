import Foundation
import JSONText
import Policy
import Testing

/// The language of tests, terms and values: what a pack may not say, with the path.
@Suite struct PackTestRefusalTests {
  struct Fault: Sendable, CustomTestStringConvertible {
    let pack: String
    let old: String
    let new: String
    let kind: PolicyError.Kind
    let path: String
    var testDescription: String { "\(path) \(kind.rawValue): \(new)" }

    init(_ pack: String, _ old: String, _ new: String, _ kind: PolicyError.Kind, _ path: String) {
      (self.pack, self.old, self.new, self.kind, self.path) = (pack, old, new, kind, path)
    }
  }

  private static let jm = "jingmen-list"
  private static let dl = "dalian-2017-46"
  private static let ls = "lushan-guide"
  private static let sh = "shanghai-2022-8"

  static let tests: [Fault] = [
    Fault(jm, #"{"sameYear":"graduated"}"#, "{}", .contradiction, "terms[0].when[0]"),
    Fault(
      jm, #"{"sameYear":"graduated"}"#, #"{"sameYear":"graduated","sex":"male"}"#, .contradiction, "terms[0].when[0]"),
    Fault(jm, #"{"sameYear":"graduated"}"#, #"{"sameMonth":"graduated"}"#, .unknownKey, "terms[0].when[0].sameMonth"),
    Fault(jm, #"{"sameYear":"graduated"}"#, #"{"sameYear":"married"}"#, .unknownFact, "terms[0].when[0].sameYear"),
    Fault(jm, #"{"sameYear":"graduated"}"#, #"{"term":["near"]}"#, .contradiction, "terms[0].when[0].term"),
    Fault(
      jm, #"{"sameYear":"graduated"}"#, #"{"contribution":{"from":1}}"#, .contradiction, "terms[0].when[0].contribution"
    ),
    Fault(jm, #"{"toRetirement":{"to":5}}"#, #"{"toRetirement":{}}"#, .empty, "terms[2].when[0].toRetirement"),
    Fault(
      jm, #"{"toRetirement":{"to":5}}"#, #"{"toRetirement":{"to":5,"below":6}}"#, .contradiction,
      "terms[2].when[0].toRetirement.below"),
    Fault(
      jm, #"{"toRetirement":{"to":5}}"#, #"{"toRetirement":{"from":5,"below":5}}"#, .outOfOrder,
      "terms[2].when[0].toRetirement"),
    Fault(
      jm, #"{"toRetirement":{"to":5}}"#, #"{"toRetirement":{"to":151}}"#, .outOfRange,
      "terms[2].when[0].toRetirement.to"),
    Fault(
      jm, #"{"toRetirement":{"to":5}}"#, #"{"toRetirement":{"to":"5"}}"#, .wrongType, "terms[2].when[0].toRetirement.to"
    ),
    Fault(
      jm, #""term":["graduate","graduate-year"]}],"pay""#, #""term":["nobody"]}],"pay""#, .undeclared,
      "amount.tiers[1].when[0].term[0]"),
    Fault(jm, #""detail":["disabled"]"#, #""detail":["4050"]"#, .undeclared, "amount.tiers[0].when[0].fact.detail[0]"),
    Fault(jm, #""detail":["disabled"]"#, #""detail":[]"#, .empty, "amount.tiers[0].when[0].fact.detail"),
    Fault(
      jm, #"{"sameYear":"graduated"}"#, #"{"parameter":{"name":"extension","is":["never"]}}"#, .undeclared,
      "terms[0].when[0].parameter.is[0]"),
    Fault(
      jm, #"{"sameYear":"graduated"}"#, #"{"parameter":{"name":"nothing","is":["never"]}}"#, .undeclared,
      "terms[0].when[0].parameter.name"),
    Fault(jm, #"{"sameYear":"graduated"}"#, #"{"any":[]}"#, .empty, "terms[0].when[0].any"),
    Fault(jm, #"{"sameYear":"graduated"}"#, #"{"sex":"other"}"#, .malformed, "terms[0].when[0].sex"),
  ]

  static let rules: [Fault] = [
    Fault(dl, #"{"name":"last-year","months":12,"#, #"{"name":"named","months":12,"#, .repeated, "terms[2].name"),
    Fault(dl, #"{"name":"last-year","months":12,"#, #"{"name":"last-year","#, .missingKey, "terms[2]"),
    Fault(
      dl, #"{"name":"last-year","months":12,"#, #"{"name":"last-year","months":12,"until":"retirement","#,
      .contradiction, "terms[2].until"),
    Fault(
      dl, #"{"name":"last-year","months":12,"#, #"{"name":"last-year","until":"death","#, .malformed, "terms[2].until"),
    Fault(
      dl, #"{"name":"last-year","months":12,"#, #"{"name":"last-year","when":[{"sex":"male"}],"months":12,"#,
      .contradiction,
      "terms[2].when"),
    Fault(
      ls, #"{"name":"men-55","when":[{"sex":"male"},{"age":{"from":55}}],"#, #"{"name":"men-55","#, .missingKey,
      "terms[0].when"),
    Fault(
      dl, #""terms":["#, #""limit":{"months":36,"extension":null,"clause":"x"},"terms":["#, .contradiction, "limit"),
    Fault(dl, #"{"pensionBase":"3/25","#, #"{"rate":"3/25","#, .undeclared, "amount.tiers[0].pay[0].of.rate"),
    Fault(
      dl, #"{"pensionBase":"3/25","#, #"{"pensionBase":"0.12","#, .malformed, "amount.tiers[0].pay[0].of.pensionBase"),
    Fault(dl, #""pay":[{"#, #""flatFen":1,"pay":[{"#, .contradiction, "amount.tiers[0].flatFen"),
    Fault(dl, #""counts":"next-month""#, #""counts":"later""#, .malformed, "required[0].counts"),
    Fault(dl, #""counts":"next-month""#, #""unlessGraduate":false"#, .contradiction, "required[0].unlessGraduate"),
    Fault(
      dl, #"{"fact":"employed","clause":null,"#, #"{"fact":"employed","applying":"一","clause":null,"#, .contradiction,
      "excluded[0].applying"),
    Fault(dl, #"{"fact":"employed","#, #"{"fact":"employed","outside":["21"],"#, .contradiction, "excluded[0].outside"),
    Fault(ls, #""movedOut":true"#, #""prefix":"3604""#, .contradiction, "household.includes"),
    Fault(ls, #""standard":"13-01/15-31""#, #""standard":"15-31/13-01""#, .outOfRange, "parameters[2].standard"),
    Fault(ls, #""standard":"13-01/15-31""#, #""standard":"25-01/25-31""#, .outOfRange, "parameters[2].standard"),
    Fault(ls, #""standard":"year""#, #""standard":"weeks:1""#, .outOfRange, "parameters[3].standard"),
    Fault(ls, #""claims":{"every":"year""#, #""claims":{"every":"week""#, .malformed, "claims.every"),
    Fault(sh, #""by":"months:1""#, #""by":"months:1000""#, .malformed, "timely.by"),
    Fault(
      sh, #""standard":"pension,medical""#, #""standard":"pension,pension""#, .outOfRange, "parameters[2].standard"),
    Fault(sh, #""from":"application-next""#, #""from":"birth""#, .malformed, "process.start.from"),
    Fault(
      sh, #""recovery":{"clause":null,"interpretation":"silent"}"#, #""recovery":[{"reasons":["greed"],"clause":"x"}]"#,
      .undeclared, "clauses.recovery[0].reasons[0]"),
  ]

  @Test("a pack that says what the language does not have is refused with the path", arguments: tests + rules)
  func refuses(_ fault: Fault) throws {
    let whole = try JSONValue(Array(Data(contentsOf: Self.cities.appending(path: "\(fault.pack).json"))))
    var writer = JSONWriter()
    writer.value(whole)
    let text = String(decoding: writer.bytes, as: UTF8.self)
    #expect(throws: Never.self) { try PolicyPack(text: Array(text.utf8)) }
    let place = try #require(text.firstRange(of: fault.old), "the pack no longer says \(fault.old)")
    let error = try #require(throws: PolicyError.self) {
      try PolicyPack(text: Array((text[..<place.lowerBound] + fault.new + text[place.upperBound...]).utf8))
    }
    #expect(error.kind == fault.kind, "\(error)")
    #expect(error.path == fault.path, "\(error)")
  }

  private static let cities = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Fixtures/packs/cities")

  @Test("a table must have an amount for the first month in force, the others are refused by their form")
  func adoptions() throws {
    let bytes = try Array(Data(contentsOf: Self.cities.appending(path: "shanghai-2022-8.json")))
    let pack = try PolicyPack(text: bytes)
    #expect(try Policy(pack: pack, parameters: ["lowerBase": "2021-07:600000"]).rules.tiers.count == 1)
    for value in ["2022-02:600000", "2021-07:0", "2022-01:1,2022-01:2", "2022-01", "", "2022-01:1,"] {
      let error = #expect(throws: PolicyError.self) { try Policy(pack: pack, parameters: ["lowerBase": value]) }
      #expect(error?.path == "parameters.lowerBase")
    }
  }
}
