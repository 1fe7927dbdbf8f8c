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
  let tiers: [(Int64, AmountRule.Tier.Value)]
  let limit: Quantity<Int>
  let extended: Int?
  let until: [String]
  let women: Quantity<Int>
  let excluded: [String]
  let required: [String]
  let prefix: String?
  let graduates: Bool
  let parameters: [String]
  let stages: [Identifier]
  var testDescription: String { id.description }

  static let all: [PackRow] = [
    PackRow(
      id: "liuzhou-2022-9", scheme: "liuzhou", number: "柳人社规〔2022〕9号", effectiveFrom: "2022-01-01",
      tiers: [(40500, .flat(.fixed(Fen(27000)))), (0, .rate(.fixed(Ratio(2, 3)!)))], limit: .fixed(36), extended: nil,
      until: ["under 5", "woman 50 until 55"], women: .fixed(55),
      excluded: ["employed", "business-owner", "pension", "other-subsidy", "moved-out", "deceased"],
      required: ["difficulty-recognised", "flexible-registered", "annual-verified"], prefix: nil, graduates: false,
      parameters: ["applicationWindow=01-01/12-31", "verificationWindow=01-01/12-31"],
      stages: ["community", "street", "district", "city"]),
    PackRow(
      id: "jingdezhen-2024-139", scheme: "jingdezhen", number: "景人社字〔2024〕139号", effectiveFrom: "2024-12-06",
      tiers: [(0, .flat(.fixed(Fen(50000))))], limit: .fixed(36), extended: nil, until: ["under 5"],
      women: .fixed(50),
      excluded: [
        "employed", "unemployment-benefit", "training", "public-post", "imprisoned", "fiscally-supported", "dishonest",
        "pension", "deceased", "contribution-refunded",
      ],
      required: ["difficulty-recognised", "flexible-registered"], prefix: "3602", graduates: false, parameters: [],
      stages: ["acceptance", "review"]),
    PackRow(
      id: "beijing-2019-1", scheme: "beijing", number: "京劳服失发〔2019〕1号", effectiveFrom: "2019-04-01",
      tiers: [(0, .flat(.parameter("amountFen")))], limit: .parameter("limitMonths"), extended: nil,
      until: ["under 5"], women: .parameter("womenAge"), excluded: ["employed", "pension", "deceased"],
      required: ["flexible-registered"], prefix: nil, graduates: false,
      parameters: ["amountFen=", "limitMonths=36", "womenAge=50", "failedDebits=2", "missedReport=ended"],
      stages: ["street", "district-1", "district-2"]),
    PackRow(
      id: "linyi-2021-63", scheme: "linyi", number: "临人社字〔2021〕63号", effectiveFrom: "2021-07-16",
      tiers: [(0, .rate(.parameter("rate")))], limit: .parameter("limitMonths"), extended: nil, until: ["under 5"],
      women: .parameter("womenAge"), excluded: ["employed", "business-owner", "pension", "deceased"],
      required: ["difficulty-recognised unless graduate", "flexible-registered"], prefix: nil, graduates: true,
      parameters: ["rate=", "limitMonths=36", "womenAge=50", "minimumLivingFen="], stages: ["review"]),
    PackRow(
      id: "lianyungang-2021-50", scheme: "lianyungang", number: "连政办发〔2021〕50号", effectiveFrom: "2021-11-08",
      tiers: [(0, .rate(.parameter("rate")))], limit: .fixed(36), extended: 12, until: ["under 5"],
      women: .parameter("womenAge"), excluded: ["employed", "pension", "deceased"],
      required: ["difficulty-recognised unless graduate"], prefix: nil, graduates: true,
      parameters: ["rate=", "womenAge=50", "minimumWageFen="], stages: ["review"]),
  ]
}

@Test(arguments: PackRow.all)
func `A shipped pack says what the contract's table says`(row: PackRow) throws {
  let pack = try #require(ShippedPacks.pack(row.id))
  #expect(pack.scheme == row.scheme)
  #expect(pack.document.number == row.number)
  #expect(pack.effectiveFrom.description == row.effectiveFrom)
  #expect(pack.amount.tiers.map(\.atLeast.value) == row.tiers.map(\.0))
  #expect(pack.amount.tiers.map(\.value) == row.tiers.map(\.1))
  #expect(pack.limit.months == row.limit)
  #expect(pack.limit.extensionRule?.maximumMonths == row.extended)
  let until = pack.untilRules.map { rule in
    switch rule {
    case .underYears(let years, _): "under \(years)"
    case .womanAged(let age, let end, _): "woman \(age) until \(end)"
    }
  }
  #expect(until == row.until)
  #expect(pack.statutoryAge.men == 60)
  #expect(pack.statutoryAge.women == row.women)
  #expect(pack.excluded.map(\.fact.rawValue) == row.excluded)
  #expect(pack.required.map { $0.fact.rawValue + ($0.unlessGraduate ? " unless graduate" : "") } == row.required)
  #expect(pack.household?.prefix == row.prefix)
  #expect(pack.graduates.map { [$0.withinYears, $0.months] } == (row.graduates ? [2, 24] : nil))
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
    ("liuzhou-2022-9", "flexible-registered", "一（三）3"), ("liuzhou-2022-9", "annual-verified", "一（三）4"),
    ("jingdezhen-2024-139", "employed", "六.5"), ("jingdezhen-2024-139", "contribution-refunded", "承诺书3"),
    ("linyi-2021-63", "difficulty-recognised", "四"), ("lianyungang-2021-50", "difficulty-recognised", "（十二）"),
  ] as [(Identifier, String, String?)])
func `A fact's rule cites its clause`(id: Identifier, fact: String, clause: String?) throws {
  let pack = try #require(ShippedPacks.pack(id))
  let rules = pack.excluded.map { ($0.fact, $0.clause) } + pack.required.map { ($0.fact, $0.clause) }
  #expect(try #require(rules.first { $0.0.rawValue == fact }).1 == clause)
}
