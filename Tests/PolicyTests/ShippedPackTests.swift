import JSONText
import Policy
import Testing
import Values

/// A row of the table in contract section 5, written down a second time by hand.
struct PackRow: Sendable, CustomTestStringConvertible {
  let id: Identifier
  let scheme: Identifier
  let number: String
  let effectiveFrom: String
  let tiers: [String]
  let terms: [String]
  let women: Quantity<Int>
  let excluded: [String]
  let required: [String]
  let prefix: String?
  let parameters: [String]
  let stages: [Identifier]
  var testDescription: String { id.description }

  static let all: [PackRow] = [
    PackRow(
      id: "liuzhou-2022-9", scheme: "liuzhou", number: "柳人社规〔2022〕9号", effectiveFrom: "2022-01-01",
      tiers: ["from 40500: 27000", "2/3"],
      terms: ["women-of-fifty: until 55", "until-1: until retirement", "until-2: until 55", "limit: 36"],
      women: .parameter("womenAge"),
      excluded: ["employed", "business-owner", "pension", "other-subsidy", "moved-out", "deceased"],
      required: ["difficulty-recognised", "flexible-registered", "annual-verified"], prefix: nil,
      parameters: [
        "applicationWindow=01-01/12-31", "verificationWindow=01-01/12-31", "start=any", "insurances=all", "womenAge=55",
        "claimWindow=once", "timely=off", "womenOfFifty=own-age", "retentionMonths=",
      ],
      stages: ["community", "street", "district", "city"]),
    PackRow(
      id: "jingdezhen-2024-139", scheme: "jingdezhen", number: "景人社字〔2024〕139号", effectiveFrom: "2024-12-06",
      tiers: ["50000 or capRate", "50000"],
      terms: ["until-1: until retirement", "limit: 36"],
      women: .fixed(50),
      excluded: [
        "employed", "unemployment-benefit", "training", "public-post", "imprisoned", "fiscally-supported", "dishonest",
        "pension", "deceased", "contribution-refunded",
      ],
      required: ["difficulty-recognised", "flexible-registered"], prefix: "3602",
      parameters: ["capped=no", "capRate=2/3", "start=any", "insurances=all", "claimWindow=once", "retentionMonths="],
      stages: ["acceptance", "review"]),
    PackRow(
      id: "beijing-2019-1", scheme: "beijing", number: "京劳服失发〔2019〕1号", effectiveFrom: "2019-04-01",
      tiers: ["amountFen"],
      terms: ["until-1: until retirement", "limit: limitMonths"],
      women: .parameter("womenAge"), excluded: ["employed", "pension", "deceased"],
      required: ["difficulty-recognised", "flexible-registered"], prefix: nil,
      parameters: [
        "amountFen=", "limitMonths=36", "womenAge=50", "failedDebits=2", "missedReport=ended", "start=any",
        "insurances=all",
        "difficulty=not-asked", "reportsFrom=start", "retentionMonths=",
      ],
      stages: ["street", "district-1", "district-2"]),
    PackRow(
      id: "linyi-2021-63", scheme: "linyi", number: "临人社字〔2021〕63号", effectiveFrom: "2021-07-16",
      tiers: ["rate"],
      terms: ["graduate: 24", "until-1: until retirement", "limit: limitMonths"],
      women: .parameter("womenAge"), excluded: ["employed", "business-owner", "pension", "deceased"],
      required: ["difficulty-recognised unless graduate", "flexible-registered"], prefix: nil,
      parameters: [
        "rate=", "limitMonths=36", "womenAge=50", "minimumLivingFen=", "start=any", "insurances=all", "retirement=age",
        "timely=off", "retentionMonths=",
      ], stages: ["review"]),
    PackRow(
      id: "lianyungang-2021-50", scheme: "lianyungang", number: "连政办发〔2021〕50号", effectiveFrom: "2021-11-08",
      tiers: ["rate"],
      terms: ["graduate: 24", "until-1: until retirement", "limit: 36 + 12 extension"],
      women: .parameter("womenAge"), excluded: ["employed", "pension", "deceased"],
      required: ["difficulty-recognised unless graduate"], prefix: nil,
      parameters: [
        "rate=", "womenAge=50", "minimumWageFen=", "start=any", "insurances=all", "retirement=age", "extension=used-up",
        "retentionMonths=",
      ], stages: ["review"]),
  ]
}

extension PackRow {
  /// A tier in short: from which contribution on, and what it pays.
  static func tier(_ tier: AmountRule.Tier) -> String {
    let from = tier.when.compactMap { test -> String? in
      if case .contribution(let range) = test { "from \(range.lower?.value.value ?? 0): " } else { nil }
    }
    let pay = tier.pay.map { value in
      switch value {
      case .flat(let amount): PackRow.text(amount) { "\($0.value)" }
      case .rate(let rate, _): PackRow.text(rate) { "\($0)" }
      }
    }
    return from.joined() + pay.joined(separator: " or ")
  }

  /// A term in short: its name, how long it is, the extension.
  static func term(_ term: TermRule) -> String {
    let length =
      switch term.length {
      case .months(let months): PackRow.text(months) { "\($0)" }
      case .untilRetirement: "until retirement"
      case .untilAge(let age): "until \(age)"
      }
    return "\(term.name): \(length)" + (term.extensionRule.map { " + \($0.maximumMonths) extension" } ?? "")
  }

  private static func text<Value>(_ quantity: Quantity<Value>, _ text: (Value) -> String) -> String {
    switch quantity {
    case .fixed(let value): text(value)
    case .parameter(let name): name
    }
  }
}

@Test(arguments: PackRow.all)
func `A shipped pack says what the contract's table says`(row: PackRow) throws {
  let pack = try #require(ShippedPacks.pack(row.id))
  #expect(pack.scheme == row.scheme)
  #expect(pack.document.number == row.number)
  #expect(pack.effectiveFrom.description == row.effectiveFrom)
  #expect(pack.amount.tiers.map(PackRow.tier) == row.tiers)
  #expect(pack.terms.map(PackRow.term) == row.terms)
  #expect(pack.statutoryAge.men == 60)
  #expect(pack.statutoryAge.women == row.women)
  #expect(pack.excluded.map(\.fact.rawValue) == row.excluded)
  #expect(
    pack.required.map { $0.fact.rawValue + ($0.when == [.not(.term(["graduate"]))] ? " unless graduate" : "") }
      == row.required)
  #expect(pack.household?.includes.first == row.prefix)
  #expect(pack.parameters.map { "\($0.name)=\($0.standard ?? "")" } == row.parameters)
  #expect(pack.process.stages.map(\.name) == row.stages)
  #expect(pack.payee == (row.scheme == "beijing" ? .insuranceFund : .person))
}

@Test func `Shipped packs are ordered by id and their text is theirs`() throws {
  #expect(ShippedPacks.all.map(\.id) == ShippedPacks.all.map(\.id).sorted())
  #expect(ShippedPacks.all.count == 5)
  for pack in ShippedPacks.all {
    #expect(try PolicyPack(text: try #require(ShippedPacks.text(pack.id))) == pack)
  }
  #expect(ShippedPacks.pack("liuzhou-2019-5") == nil)
  #expect(ShippedPacks.text("liuzhou-2019-5") == nil)
}

@Test(arguments: ShippedPacks.all.map(\.id))
func `A pack survives being written into an event and read back`(id: Identifier) throws {
  var writer = JSONWriter()
  writer.value(try JSONValue(try #require(ShippedPacks.text(id))))
  #expect(try PolicyPack(text: writer.bytes) == ShippedPacks.pack(id))
  // One event is one line of at most 65,535 bytes; a pack must leave room for the rest of it.
  #expect(writer.bytes.count < 32_000)
}

@Test func `BJ14 BJ16 BJ17 BJ18: the second district review needs another operator and key, after the publicity`()
  throws
{
  let process = try #require(ShippedPacks.pack("beijing-2019-1")).process
  let second = process.stages[2]
  #expect(second.otherOperatorThan == ["district-1"])
  #expect(second.otherKeyThan == ["district-1"])
  #expect(second.afterPublicity)
  #expect(process.publicity?.after == "street")
  #expect(process.publicity?.workingDays == 5)
  #expect(process.stages.dropLast().allSatisfy { $0.otherOperatorThan.isEmpty && !$0.afterPublicity })
}

@Test(
  arguments: [
    ("liuzhou-2022-9", "employed", "三（二）1"), ("liuzhou-2022-9", "business-owner", "三（二）2"),
    ("liuzhou-2022-9", "moved-out", "三（二）3"), ("liuzhou-2022-9", "pension", "三（二）4"),
    ("liuzhou-2022-9", "other-subsidy", "二（四）"), ("liuzhou-2022-9", "deceased", nil),
    ("liuzhou-2022-9", "flexible-registered", "一（三）3"), ("liuzhou-2022-9", "annual-verified", "三（二）6"),
    ("jingdezhen-2024-139", "employed", "六.5"), ("jingdezhen-2024-139", "contribution-refunded", "承诺书3"),
    ("linyi-2021-63", "difficulty-recognised", "四"), ("lianyungang-2021-50", "difficulty-recognised", "（十二）"),
  ] as [(Identifier, String, String?)])
func `A fact's rule cites its clause`(id: Identifier, fact: String, clause: String?) throws {
  let pack = try #require(ShippedPacks.pack(id))
  let rules = pack.excluded.map { ($0.fact, $0.clause) } + pack.required.map { ($0.fact, $0.clause) }
  #expect(try #require(rules.first { $0.0.rawValue == fact }).1 == clause)
}
