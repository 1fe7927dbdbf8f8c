import Papers
import Policy
import Testing
import Values

@Test(arguments: ShippedPacks.all.map(\.id))
func `A clause sheet speaks both languages and cites a clause or an interpretation for every rule`(
  id: Identifier
) throws {
  let pack = try #require(ShippedPacks.pack(id))
  let rows = pack.clauseSheet()
  for row in rows {
    #expect(!row.topicEnglish.isEmpty && !row.english.isEmpty)
    #expect(row.topicChinese.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) })
    #expect(!row.chinese.isEmpty)
    #expect(row.topicEnglish == "Document" || row.clause != nil || row.interpretation != nil, "\(row)")
  }
  #expect(rows.first?.topicEnglish == "Document")
  #expect(rows.count { $0.topicEnglish.hasPrefix("Interpretation") } == pack.interpretations.count)
  #expect(rows.count { $0.topicEnglish == "Excluded" } == pack.excluded.count)
  #expect(rows.count { $0.topicEnglish == "Review" } == pack.process.stages.count)
}

@Test func `A clause sheet follows the order of the document, what is attached last, silence after it`() throws {
  func clauses(_ id: Identifier) throws -> [String] {
    var clauses: [String] = []
    for row in try #require(ShippedPacks.pack(id)).clauseSheet().dropFirst() {
      if row.topicEnglish.hasPrefix("Interpretation") { break }
      let clause = row.clause ?? "-"
      if clauses.last != clause { clauses.append(clause) }
    }
    return clauses
  }
  #expect(
    try clauses("liuzhou-2022-9") == [
      "前言", "一（一）", "一（二）", "一（三）1", "一（三）2", "一（三）3", "一（三）4", "一（三）5", "二（一）", "二（一）1", "二（一）2", "二（一）3", "二（二）",
      "二（二）1", "二（二）2", "二（二）3",
      "二（三）", "二（四）", "三（一）1", "三（一）2", "三（一）3", "三（一）4", "三（二）", "三（二）1", "三（二）2", "三（二）3", "三（二）4", "三（二）5", "三（二）6",
      "四（一）", "五（二）", "附件一", "附件二", "附件三", "附件四", "附件五", "页尾", "-",
    ])
  #expect(
    try clauses("jingdezhen-2024-139") == [
      "主送", "一（一）", "一（二）", "二", "三", "四", "五（一）", "五（三）", "五（四）", "五（五）", "六", "六.1", "六.2", "六.3", "六.4", "六.5",
      "六.7", "七", "附件 承诺书", "承诺书2", "承诺书3", "-",
    ])
  #expect(
    try clauses("beijing-2019-1") == [
      "一", "三.1", "三.2", "三.3", "三.4", "三.5", "四.1", "五.5", "附件2", "附件3", "附件3 二.1", "附件3 二.3", "附件3 二.5", "附件3 二.6",
      "附件4 一",
      "附件4 二", "附件4 三", "附件4 四", "附件4 五", "-",
    ])
}

@Test func `A clause sheet shows what is left open, and an adoption's values in its place`() throws {
  let pack = try #require(ShippedPacks.pack("lianyungang-2021-50"))
  func amount(_ values: [String: String]) -> (String, String)? {
    pack.clauseSheet(parameters: values).first { $0.topicEnglish == "Amount" }.map { ($0.english, $0.chinese) }
  }
  let open = try #require(amount([:]))
  #expect(open.0 == "any contribution: rate as adopted (1/2 to 2/3) of the contribution")
  #expect(open.1 == "不论实缴多少：按实缴的采用时设定的 rate（1/2至2/3）")
  #expect(try #require(amount(["rate": "2/3"])).0 == "any contribution: 2/3 (rate) of the contribution")
}

@Test func `LZ07 LZ08: the two steps of Liuzhou read as the document has them`() throws {
  let rows = try #require(ShippedPacks.pack("liuzhou-2022-9")).clauseSheet().filter { $0.topicEnglish == "Amount" }
  #expect(rows.map(\.chinese) == ["实缴405.00元及以上：每月270.00元", "实缴未达405.00元：按实缴的2/3"])
  #expect(rows.map(\.clause) == ["一（一）", "一（一）"])
  #expect(rows.map(\.interpretation) == [nil, "P1"])
}
