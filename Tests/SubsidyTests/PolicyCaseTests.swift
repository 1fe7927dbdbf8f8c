import JSONText
import Policy
import Subsidy
import TestSupport
import Testing
import Values

/// The cases that travel with the shipped packs.
@Suite struct PolicyCaseTests {
  private static func lines(_ pack: PolicyPack) throws -> [[UInt8]] {
    let bytes = try Fixtures.bytes("policy-cases/\(pack.id).jsonl")
    return Fixtures.lines(bytes).map { Array(bytes[$0]) }
  }

  @Test("every case of a shipped pack is right", arguments: ShippedPacks.all)
  func areRight(_ pack: PolicyPack) throws {
    let document = try JSONValue(#require(ShippedPacks.text(pack.id)))
    for line in try PolicyCaseTests.lines(pack) {
      let policyCase = try PolicyCase(line)
      #expect(try policyCase.differences(under: document) == [], "\(pack.id): \(policyCase.name)")
    }
  }

  @Test(
    "every case of a city that is a test pack is right",
    arguments: ["dalian-2017-46", "lushan-guide", "jingmen-list", "shanghai-2022-8"])
  func citiesAreRight(_ city: String) throws {
    let document = try JSONValue(Fixtures.bytes("packs/cities/\(city).json"))
    let bytes = try Fixtures.bytes("policy-cases/\(city).jsonl")
    let lines = Fixtures.lines(bytes)
    #expect(lines.count > 3)
    for line in lines {
      let policyCase = try PolicyCase(Array(bytes[line]))
      #expect(try policyCase.differences(under: document) == [], "\(city): \(policyCase.name)")
    }
  }

  @Test("a shipped pack has a case for every rule that decides a month", arguments: ShippedPacks.all)
  func areWhole(_ pack: PolicyPack) throws {
    let lines = try PolicyCaseTests.lines(pack).map { try JSONValue($0) }
    func months(_ line: JSONValue) -> [JSONValue] { (line["expect"]?["months"]?.members ?? []).map(\.value) }
    let reasons = Set(lines.flatMap(months).flatMap { $0.elements ?? [] }.compactMap(\.text))
    let wanted =
      pack.excluded.map(\.fact.rawValue) + pack.required.map { "missing-\($0.fact.rawValue)" }
      + (pack.household == nil ? [] : ["household"])
      + ["fraud", "no-policy", "no-approval", "ended", "suspended", "no-contribution", "other-scheme", "retired"]
      + ["over-limit"]
    #expect(Set(wanted).subtracting(reasons).isEmpty, "\(pack.id)")
    let bases = lines.compactMap { $0["expect"]?["basis"] }
    #expect(Set(bases.compactMap { $0["kind"]?.text }) == ["months", "until"])
    if case .months(.fixed(let months))? = pack.terms.first(where: { $0.name == "graduate" })?.length {
      #expect(bases.contains { $0["months"]?.number == Int64(months) })
    }
    func types(_ line: JSONValue) -> [String] { (line["entries"]?.elements ?? []).compactMap { $0["type"]?.text } }
    #expect(lines.contains { types($0).contains("extended") }, "\(pack.id)")
    #expect(
      lines.contains { line in line["entries"]?.elements?.contains { $0["prior"] != nil } ?? false }, "\(pack.id)")
  }

  @Test("a case that is wrong says what was expected and what was found")
  func isWrong() throws {
    let found = try PolicyCaseTests.differences(
      #"{"months":{"2022-01":27001,"2022-02":27000},"basis":{"kind":"until","month":"2030-01"},"used":3,"remaining":null}"#
    )
    #expect(found.map(\.subject) == [.month("2022-01"), .month("2022-02"), .basis, .used, .remaining])
    #expect(
      found.map(\.expected) == [
        .worth(Fen(27_001)), .worth(Fen(27_000)), .basis(.until("2030-01")), .count(3), .nothing,
      ])
    #expect(
      found.map(\.found) == [
        .worth(Fen(27_000)), .reasons(["no-contribution"]), .basis(.months(36)), .count(1), .count(35),
      ])
  }

  @Test(
    "a line that is no case is refused by name",
    arguments: [
      ("{", ""), (#"{"case":"x"}"#, "shows"), (#"{"case":"x","shows":"y","entry":[]}"#, "entry"),
      (#"{"case":"x","shows":"y","entries":[],"expect":{}}"#, "entries"),
      (#"{"case":"x","shows":"y","entries":[{}],"expect":{}}"#, "expect.months"),
      (
        #"{"case":"x","shows":"y","entries":[{}],"expect":{"months":{"2022-02/2022-01":1}}}"#,
        "expect.months.2022-02/2022-01"
      ),
      (#"{"case":"x","shows":"y","entries":[{}],"expect":{"months":{"2022-02":"1"}}}"#, "expect.months.2022-02"),
      (#"{"case":"x","shows":"y","entries":[{}],"expect":{"used":"1"}}"#, "expect.used"),
      (#"{"case":"x","shows":"y","entries":[{}],"expect":{"basis":36}}"#, "expect.basis"),
      (#"{"case":"x","shows":"y","set":{"a":1},"entries":[{}],"expect":{"used":1}}"#, "set"),
      (#"{"case":"x","shows":"y","entries":[{}],"expect":{"used":1}}"#, "entries[0].type"),
      (#"{"case":"x","shows":"y","entries":[{"type":"policy-adopted"}],"expect":{"used":1}}"#, "entries[0].type"),
      (#"{"case":"x","shows":"y","entries":[{"type":"ended","from":"x"}],"expect":{"used":1}}"#, "entries[0].from"),
      (
        #"{"case":"x","shows":"y","entries":[{"type":"contributed","month":"2022"}],"expect":{"used":1}}"#,
        "entries[0].month"
      ),
      (
        #"{"case":"x","shows":"y","entries":[{"type":"ended","recorded":"2022"}],"expect":{"used":1}}"#,
        "entries[0].recorded"
      ),
    ])
  func isRefused(_ line: String, _ field: String) throws {
    do throws(PolicyCase.Fault) {
      let document = JSONValue.readShipped
      _ = try PolicyCase(Array(line.utf8)).differences(under: document)
      Issue.record("taken")
    } catch {
      guard case .form(let fault) = error else {
        Issue.record("\(error)")
        return
      }
      #expect(fault.field == field)
    }
  }

  private static func differences(_ expect: String) throws -> [PolicyCase.Difference] {
    let line = """
      {"case":"x","shows":"y","entries":[\
      {"type":"registered","birth":"1985-05-16","sex":"male","household":"450200"},\
      {"type":"fact-recorded","fact":"difficulty-recognised","from":"2022-01-01"},\
      {"type":"fact-recorded","fact":"flexible-registered","from":"2022-01-01"},\
      {"type":"fact-recorded","fact":"annual-verified","from":"2022-01-01"},\
      {"type":"contributed","month":"2022-01","amountFen":60000},{"type":"approved","from":"2022-01"}],"expect":\(expect)}
      """
    return try PolicyCase(Array(line.utf8)).differences(under: .readShipped)
  }
}

extension JSONValue {
  fileprivate static var readShipped: JSONValue {
    guard let text = ShippedPacks.text("liuzhou-2022-9"), let document = try? JSONValue(text) else {
      preconditionFailure("the pack ships")
    }
    return document
  }
}
