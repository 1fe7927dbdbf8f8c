import JSONText
import Policy
import TestSupport
import Testing
import Values

/// A pack with one piece of its text exchanged, and the place at which that must be found.
struct Mutation: Sendable, CustomTestStringConvertible {
  let pack: Identifier
  let old: String
  let new: String
  let kind: PolicyError.Kind
  let path: String
  var testDescription: String { "\(path) \(kind.rawValue): \(new)" }

  init(_ pack: Identifier, _ old: String, _ new: String, _ kind: PolicyError.Kind, _ path: String) {
    (self.pack, self.old, self.new, self.kind, self.path) = (pack, old, new, kind, path)
  }

  /// The text before: that of a shipped pack as it is, that of a city's without spaces between.
  func text() throws -> String {
    if let shipped = ShippedPacks.text(pack) { return String(decoding: shipped, as: UTF8.self) }
    var writer = JSONWriter()
    writer.value(try JSONValue(Fixtures.bytes("packs/cities/\(pack).json")))
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  static let form: [Mutation] = [
    Mutation(jdz, #""repeals": []"#, #""repeals": [],"#, .notJSON, ""),
    Mutation(lz, #""scheme": "liuzhou","#, #""scheme": "liuzhou", "scheme": "liuzhou","#, .notJSON, ""),
    Mutation(lz, #""scheme""#, #""schema""#, .unknownKey, "schema"),
    Mutation(lz, #""household": null,"#, "", .missingKey, "household"),
    Mutation(lz, #""id": "liuzhou-2022-9""#, #""id": "柳州""#, .malformed, "id"),
    Mutation(lz, #""id": "liuzhou-2022-9""#, #""id": 9"#, .wrongType, "id"),
    Mutation(lz, #""from": "2022-01-01""#, #""from": "2022-02-30""#, .malformed, "effective.from"),
    Mutation(lz, #""issuedOn": "2022-11-02""#, #""issuedOn": "2022-11-2""#, .malformed, "document.issuedOn"),
    Mutation(lz, #""sha256": "68f1"#, #""sha256": "68F1"#, .malformed, "document.sha256"),
    Mutation(lz, #""sha256": "68f1"#, #""sha256": "8f1"#, .malformed, "document.sha256"),
    Mutation(lz, #"["柳州市人力资源和社会保障局"]"#, "[]", .empty, "document.issuers"),
    Mutation(lz, #""number": "柳人社规〔2022〕9号""#, #""number": """#, .empty, "document.number"),
    Mutation(lz, #""to": "person""#, #""to": "bank""#, .malformed, "payee.to"),
    Mutation(lz, #""excluded": ["#, #""excluded": {}, "x": ["#, .unknownKey, "x"),
  ]

  static let rules: [Mutation] = [
    Mutation(lz, #""rate": "2/3""#, #""rate": "0.7""#, .malformed, "amount.tiers[1].rate"),
    Mutation(lz, #""rate": "2/3""#, #""rate": "3/2""#, .outOfRange, "amount.tiers[1].rate"),
    Mutation(lz, #""rate": "2/3""#, #""rate": "0/3""#, .outOfRange, "amount.tiers[1].rate"),
    Mutation(lz, #""rate": "2/3""#, #""rate": 1"#, .wrongType, "amount.tiers[1].rate"),
    Mutation(lz, #""rate": "2/3", "#, "", .missingKey, "amount.tiers[1]"),
    Mutation(lz, #""rate": "2/3""#, #""rate": "2/3", "flatFen": 1"#, .contradiction, "amount.tiers[1].rate"),
    Mutation(lz, #""rate": "2/3""#, #""rate": {"parameter": "rate"}"#, .undeclared, "amount.tiers[1].rate.parameter"),
    Mutation(lz, #""flatFen": 27000"#, #""flatFen": "27000""#, .wrongType, "amount.tiers[0].flatFen"),
    Mutation(lz, #""flatFen": 27000"#, #""flatFen": 0"#, .outOfRange, "amount.tiers[0].flatFen"),
    Mutation(lz, #""flatFen": 27000"#, #""flatFen": 270.00"#, .notJSON, ""),
    Mutation(lz, #""atLeastFen": 40500"#, #""atLeastFen": 0"#, .outOfOrder, "amount.tiers[1].atLeastFen"),
    Mutation(lz, #""atLeastFen": 0"#, #""atLeastFen": 40500"#, .outOfOrder, "amount.tiers[1].atLeastFen"),
    Mutation(lz, #""atLeastFen": 0"#, #""atLeastFen": 1"#, .outOfRange, "amount.tiers[1].atLeastFen"),
    Mutation(lz, #""flatFen": 27000, "clause": "一（一）""#, #""flatFen": 27000"#, .missingKey, "amount.tiers[0].clause"),
    Mutation(
      lz, #""flatFen": 27000, "clause": "一（一）""#, #""flatFen": 27000, "clause": null"#, .noAuthority,
      "amount.tiers[0].clause"),
    Mutation(
      lz, #""flatFen": 27000, "clause": "一（一）""#, #""flatFen": 27000, "clause": """#, .empty, "amount.tiers[0].clause"),
    Mutation(lz, #""interpretation": "P45""#, #""interpretation": "P99""#, .undeclared, "excluded[5].interpretation"),
    Mutation(lz, #""id": "P3""#, #""id": "P1""#, .repeated, "interpretations[1].id"),
    Mutation(lz, #""months": 36"#, #""months": 0"#, .outOfRange, "terms[3].months"),
    Mutation(bj, #""underYears": 5"#, #""underYears": 0"#, .outOfRange, "until[0].underYears"),
    Mutation(
      bj, #""underYears": 5"#, #""womanAged": 50, "untilAge": 50"#, .outOfOrder, "until[0].untilAge"),
    Mutation(bj, #""underYears": 5"#, #""womanAged": 50"#, .missingKey, "until[0].untilAge"),
    Mutation(bj, #""underYears": 5"#, #""untilAge": 55"#, .missingKey, "until[0]"),
    Mutation(bj, #""underYears": 5"#, #""underYears": 5, "untilAge": 55"#, .contradiction, "until[0]"),
    Mutation(bj, #""underYears": 5"#, #""underYears": 5, "womanAged": 50"#, .contradiction, "until[0]"),
    Mutation(
      bj, #"{"underYears": 5,"#, #"{"underYears": 4, "clause": "x"}, {"underYears": 5,"#, .repeated,
      "until[1].underYears"),
    Mutation(lz, #""men": 60"#, #""men": 65"#, .outOfRange, "statutoryAge.men"),
    Mutation(jdz, #""women": 50"#, #""women": 52"#, .outOfRange, "statutoryAge.women"),
    Mutation(lz, #""fact": "moved-out""#, #""fact": "moved""#, .unknownFact, "excluded[4].fact"),
    Mutation(lz, #""fact": "moved-out""#, #""fact": "employed""#, .repeated, "excluded[4].fact"),
    Mutation(lz, #""fact": "annual-verified""#, #""fact": "employed""#, .contradiction, "required[2].fact"),
    Mutation(
      lz, #""fact": "annual-verified""#, #""fact": "flexible-registered""#, .repeated, "required[2].fact"),
    Mutation(
      lz, #""annual-verified", "unlessGraduate": false"#, #""annual-verified", "unlessGraduate": true"#, .contradiction,
      "required[2].unlessGraduate"),
    Mutation(
      jdz, #""includes": ["3602"], "excludes": [], "movedOut""#, #""includes": ["36-02"], "excludes": [], "movedOut""#,
      .malformed, "household.includes[0]"),
    Mutation(ly, #""withinYears": 2"#, #""withinYears": "2""#, .wrongType, "graduates.withinYears"),
    Mutation(lyg, #""maximumMonths": 12"#, #""maximumMonths": 0"#, .outOfRange, "limit.extension.maximumMonths"),
  ]

  static let process: [Mutation] = [
    Mutation(lz, #""name": "city""#, #""name": "street""#, .repeated, "process.stages[3].name"),
    Mutation(
      bj, #""otherKeyThan": ["district-1"]"#, #""otherKeyThan": ["district-2"]"#, .undeclared,
      "process.stages[2].otherKeyThan[0]"),
    Mutation(
      bj, #""afterPublicity": true"#, #""afterPublicity": "true""#, .wrongType,
      "process.stages[2].afterPublicity"),
    Mutation(bj, #""after": "street""#, #""after": "district-2""#, .contradiction, "process.stages[1].deadline.from"),
    Mutation(bj, #""after": "street""#, #""after": "city""#, .contradiction, "process.stages[1].deadline.from"),
    Mutation(
      bj, #""from": "acceptance""#, #""from": "publicity""#, .contradiction, "process.stages[0].deadline.from"),
    Mutation(
      jdz, #"{"name": "review","#, #"{"name": "review", "afterPublicity": true,"#, .contradiction,
      "process.stages[1].afterPublicity"),
    Mutation(bj, #""workingDays": 5"#, #""workingDays": 0"#, .outOfRange, "process.publicity.workingDays"),
    Mutation(
      bj, #""undertaking": {"clause": "三.1"}"#, #""undertaking": {"clause": null}"#, .wrongType,
      "process.undertaking.clause"),
    Mutation(bj, #""fraud": {"clause": "附件3 二.5", "#, #""fraud": {"#, .missingKey, "clauses.fraud.clause"),
    Mutation(lz, #""recovery""#, #""recover""#, .unknownKey, "clauses.recover"),
  ]

  static let parameters: [Mutation] = [
    Mutation(lyg, #""name": "rate""#, #""name": "ratio""#, .undeclared, "amount.tiers[0].rate.parameter"),
    Mutation(lyg, #"{"parameter": "rate"}"#, #""1/2""#, .unused, "parameters[0].name"),
    Mutation(
      lyg, #"{"parameter": "rate"}"#, #"{"parameter": "womenAge"}"#, .contradiction,
      "amount.tiers[0].rate.parameter"),
    Mutation(lyg, #""name": "womenAge""#, #""name": "rate""#, .repeated, "parameters[1].name"),
    Mutation(lyg, #""kind": "ratio""#, #""kind": "rate""#, .malformed, "parameters[0].kind"),
    Mutation(
      lyg, #""to": "2/3", "standard": null"#, #""to": "2/3", "standard": "7/10""#, .outOfRange,
      "parameters[0].standard"),
    Mutation(lyg, #""from": "1/2", "to": "2/3""#, #""from": "2/3", "to": "1/2""#, .outOfOrder, "parameters[0].to"),
    Mutation(lyg, #""from": "1/2", "to": "2/3""#, #""from": "1/2", "to": "3/2""#, .outOfRange, "parameters[0].to"),
    Mutation(lyg, #""from": "1/2", "to""#, #""from": "0.5", "to""#, .malformed, "parameters[0].from"),
    Mutation(
      lyg, #""from": "1/2", "to""#, #""above": "0/1", "from": "1/2", "to""#, .unknownKey,
      "parameters[0].above"),
    Mutation(lyg, #""from": "1/2", "to": "2/3""#, #""from": "1/2""#, .missingKey, "parameters[0].to"),
    Mutation(lyg, #""oneOf": [50, 55]"#, #""oneOf": [50, 60]"#, .outOfRange, "parameters[1].oneOf[1]"),
    Mutation(lyg, #""oneOf": [50, 55]"#, #""oneOf": []"#, .empty, "parameters[1].oneOf"),
    Mutation(ly, #""from": 1, "to": 1200"#, #""from": 36, "to": 12"#, .outOfOrder, "parameters[1].to"),
    Mutation(ly, #""standard": "36""#, #""standard": 36"#, .wrongType, "parameters[1].standard"),
  ]

  static let office: [Mutation] = [
    Mutation(lz, #""scope": {"#, #""scopes": {"#, .unknownKey, "scopes"),
    Mutation(
      lz, #""excludes": ["450206", "45022"]"#, #""excludes": ["4602"]"#, .contradiction,
      "scope.jurisdiction.excludes[0]"),
    Mutation(lz, #""code": "part-time""#, #""code": "sole-trader""#, .repeated, "scope.work[1].code"),
    Mutation(lz, #""when": "always""#, #""when": "sometimes""#, .malformed, "application.materials[0].when"),
    Mutation(lz, #""within": "same-day""#, #""within": "soon""#, .malformed, "process.stages[1].deadline.within"),
    Mutation(
      lz, #""within": "immediate", "from": "acceptance""#, #""within": "immediate", "from": "previous""#,
      .contradiction, "process.stages[0].deadline.from"),
    Mutation(
      lz, #""fact": "moved-out", "automatic": false"#, #""fact": null, "automatic": true"#, .contradiction,
      "supervision.exits[2].automatic"),
    Mutation(lz, #""standard": "01-01/12-31""#, #""standard": "01-01""#, .outOfRange, "parameters[0].standard"),
    Mutation(bj, #""fromYuan": 1001"#, #""fromYuan": 1000"#, .outOfOrder, "application.form.incomeBands[1].fromYuan"),
    Mutation(bj, "{work-since}", "{work-from}", .undeclared, "application.form.statements[0]"),
    Mutation(bj, "{id-tail}", "{id-number}", .undeclared, "supervision.notices[0].text"),
    Mutation(bj, #""from": "archive""#, #""from": "files""#, .malformed, "application.form.fields[9].from"),
    Mutation(
      bj, #""acceptedFrom": "2019-04-01""#, #""acceptedFrom": "2019-04""#, .malformed,
      "process.transition.acceptedFrom"),
    Mutation(bj, #""byDay": 24"#, #""byDay": 31"#, .outOfRange, "process.startConfirmation.byDay"),
    Mutation(
      ly, #""threshold": "minimumLivingFen""#, #""threshold": "rate""#, .undeclared,
      "supervision.statistics[0].threshold"),
    Mutation(
      ly, #""standard": null, "optional": true"#, #""standard": "1", "optional": true"#, .contradiction,
      "parameters[3].standard"),
    Mutation(ly, #""test": "returned""#, #""test": "came-back""#, .malformed, "supervision.statistics[2].test"),
  ]

  private static let lz: Identifier = "liuzhou-2022-9"
  private static let jdz: Identifier = "jingdezhen-2024-139"
  private static let bj: Identifier = "beijing-2019-1"
  private static let ly: Identifier = "linyi-2021-63"
  private static let lyg: Identifier = "lianyungang-2021-50"
}

@Test(
  arguments: [
    Mutation.form, Mutation.rules, Mutation.process, Mutation.parameters, Mutation.office, Mutation.conditions,
    Mutation.cityRules,
  ].flatMap { $0 })
func `LG05: a malformed pack is refused with the path of the fault`(mutation: Mutation) throws {
  let text = try mutation.text()
  #expect(throws: Never.self) { try PolicyPack(text: Array(text.utf8)) }
  let place = try #require(text.firstRange(of: mutation.old), "the pack no longer says \(mutation.old)")
  let error = try #require(throws: PolicyError.self) {
    try PolicyPack(text: Array(text.replacingCharacters(in: place, with: mutation.new).utf8))
  }
  #expect(error.kind == mutation.kind, "\(error)")
  #expect(error.path == mutation.path, "\(error)")
}

extension String {
  fileprivate func replacingCharacters(in range: Range<String.Index>, with text: String) -> String {
    String(self[..<range.lowerBound]) + text + String(self[range.upperBound...])
  }
}

@Test func `A refusal says where, what was found and what was expected`() {
  let error = PolicyError(.malformed, path: "amount.tiers[1].rate", found: "\"0.7\"", expected: "n/d")
  #expect(error.description == "amount.tiers[1].rate: malformed: found \"0.7\", expected n/d")
}

@Test(arguments: ["", "null", "[]", "{}", "{\"id\":1}", "\u{FEFF}{}"])
func `A text that is no pack is refused`(text: String) {
  #expect(throws: PolicyError.self) { try PolicyPack(text: Array(text.utf8)) }
}

@Test func `A refusal of a rule of several kinds names them as a pack has to write them`() throws {
  let text = String(decoding: try #require(ShippedPacks.text("beijing-2019-1")), as: UTF8.self)
  let mixed = text.replacing(#""underYears": 5"#, with: #""underYears": 5, "untilAge": 55"#)
  let error = #expect(throws: PolicyError.self) { try PolicyPack(text: Array(mixed.utf8)) }
  #expect(
    error?.description
      == "until[0]: contradiction: found several, expected underYears, or womanAged with untilAge")
}
