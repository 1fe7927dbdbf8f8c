import JSONText
import Papers
import Policy
import TestSupport
import Testing

/// A document and its pack side by side, as `policy show` prints them.
@Suite struct DocumentComparisonTests {
  private static func document(_ pack: PolicyPack) throws -> String {
    String(decoding: try Fixtures.bytes("documents/\(pack.id).txt"), as: UTF8.self)
  }

  @Test(
    "without the document every rule stands once, under its clause, with the sentence that decides",
    arguments: ShippedPacks.all)
  func quoted(_ pack: PolicyPack) throws {
    let comparison = pack.comparison(with: nil)
    let clauses = comparison.parts.compactMap(\.clause)
    #expect(Set(clauses).count == clauses.count)
    #expect(comparison.parts.flatMap(\.rows).count == pack.clauseSheet().count - 1)
    #expect(comparison.parts.allSatisfy { part in part.rows.allSatisfy { $0.clause == part.clause } })
    for part in comparison.parts {
      #expect(part.sentence == part.clause.flatMap { DocumentQuotes.sentence(of: $0, in: pack.document.number) })
    }
    #expect(comparison.parts.contains { $0.sentence != nil })
  }

  @Test(
    "with the document its parts are there in their order, and what the pack makes nothing of is empty",
    arguments: ShippedPacks.all)
  func whole(_ pack: PolicyPack) throws {
    let document = try DocumentComparisonTests.document(pack)
    let comparison = pack.comparison(with: document)
    #expect(comparison.parts.flatMap(\.rows).count == pack.clauseSheet().count - 1)
    let names = DocumentClauses.parts(of: document).filter { !$0.isHeading }.map(\.name)
    let shown = comparison.parts.compactMap(\.clause)
    #expect(names.allSatisfy { shown.contains($0) })
    let json = try JSONValue(#require(ShippedPacks.text(pack.id)))
    let unnamed = DocumentClauses.unnamed(of: document, by: json).map(\.name)
    #expect(comparison.parts.filter(\.rows.isEmpty).compactMap(\.clause) == unnamed)
  }

  /// Without blanks, and with the punctuation of Chinese: printed texts differ in both.
  private static func plain(_ text: String) -> String {
    let wide: [Character: Character] = [",": "，", ";": "；", ":": "：", "(": "（", ")": "）"]
    return String(text.filter { !$0.isWhitespace }.map { wide[$0] ?? $0 })
  }

  @Test(
    "LZ30–LZ33 LZ46–LZ46c LZ47 LY03 LY06–LY09 JD02 whom, what work and what exits a pack lists are the document's own words",
    arguments: ShippedPacks.all)
  func verbatim(_ pack: PolicyPack) throws {
    let document = DocumentComparisonTests.plain(try DocumentComparisonTests.document(pack))
    let supervision = pack.supervision
    let lists =
      (pack.scope.map { [$0.targets, $0.work, $0.jobs] } ?? []).flatMap(\.self)
      + (supervision?.exits.map(\.item) ?? []) + (supervision?.statistics.map(\.item) ?? [])
    for entry in lists {
      #expect(document.contains(DocumentComparisonTests.plain(entry.chinese)), "\(pack.id): \(entry.chinese)")
    }
  }

  @Test("every sentence that is quoted is the document's", arguments: ShippedPacks.all)
  func sentences(_ pack: PolicyPack) throws {
    let document = DocumentComparisonTests.plain(try DocumentComparisonTests.document(pack))
    for (clause, sentence) in try #require(DocumentQuotes.sentences[pack.document.number]) {
      #expect(document.contains(DocumentComparisonTests.plain(sentence)), "\(pack.id) \(clause)")
    }
  }
}
