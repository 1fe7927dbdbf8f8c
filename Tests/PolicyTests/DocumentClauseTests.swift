import Foundation
import JSONText
import Policy
import Testing
import Values

/// A document compared with its pack, clause by clause.
@Suite struct DocumentClauseTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(
    path: "../../Fixtures/documents")

  private static func document(_ pack: PolicyPack) throws -> String {
    try String(contentsOf: folder.appending(path: "\(pack.id).txt"), encoding: .utf8)
  }

  private static func json(_ pack: PolicyPack) throws -> JSONValue {
    try JSONValue(#require(ShippedPacks.text(pack.id)))
  }

  /// The clauses that the five packs do not name: those about offices and campaigns, and a few rules that are kept elsewhere.
  static let unnamed: [Identifier: [String]] = [
    "liuzhou-2022-9": [
      "一（三）", "三（三）", "三（三）1", "三（三）2", "四（二）", "五（一）",
    ],
    "jingdezhen-2024-139": ["五（二）", "六.6", "承诺书1"],
    "linyi-2021-63": ["五"],
    "lianyungang-2021-50": [
      "一（二）", "二（四）", "二（五）", "二（六）", "三（七）", "三（八）", "三（九）", "四（十）", "四（十一）", "五（十三）", "五（十四）", "六（十七）",
    ],
  ]

  @Test("what no rule of a pack names is found in the document's own order", arguments: unnamed.keys.sorted())
  func found(_ id: Identifier) throws {
    let pack = try #require(ShippedPacks.pack(id))
    let parts = DocumentClauses.unnamed(of: try Self.document(pack), by: try Self.json(pack))
    // The head of the list, since further down the catalogue of jobs is numbered like chapters.
    #expect(Array(parts.map(\.name).prefix(Self.unnamed[id]?.count ?? 0)) == Self.unnamed[id])
  }

  @Test("a clause that a pack stops naming is missed", arguments: ShippedPacks.all)
  func mutated(_ pack: PolicyPack) throws {
    let document = try Self.document(pack)
    let text = String(decoding: try #require(ShippedPacks.text(pack.id)), as: UTF8.self)
    let before = Set(DocumentClauses.unnamed(of: document, by: try Self.json(pack)).map(\.name))
    var missed = 0
    for match in text.matches(of: /"clause": "([^"]+)"/) {
      let other = text.replacingOccurrences(of: String(match.0), with: #""clause": "-""#)
      let now = Set(DocumentClauses.unnamed(of: document, by: try JSONValue(Array(other.utf8))).map(\.name))
      #expect(now.isSuperset(of: before), "\(match.1)")
      if now != before { missed += 1 }
    }
    #expect(missed > 0)
  }

  @Test("a document without numbers has no parts, and a heading alone is none to be named")
  func bare() {
    #expect(DocumentClauses.parts(of: "各有关单位：\n请遵照执行。\n").isEmpty)
    let parts = DocumentClauses.parts(of: "一、总则\n（一）补贴标准为\n500元。\n（二）甲；\n1. 乙。\n")
    #expect(parts.map(\.name) == ["一", "一（一）", "一（二）", "一（二）1"])
    #expect(parts.map(\.isHeading) == [true, false, false, false])
    #expect(parts[1].text == "补贴标准为500元。")
  }
}
