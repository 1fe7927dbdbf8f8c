import Foundation
import Merkle
import Policy
import System
import Testing

/// The sentences that explanations quote are the documents' own.
@Suite struct DocumentQuoteTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(
    path: "../../Fixtures/documents")

  private static func bytes(of pack: PolicyPack) throws -> [UInt8] {
    Array(try Data(contentsOf: folder.appending(path: "\(pack.id).txt")))
  }

  @Test(
    "each sentence stands in the document whose SHA-256 the pack has, line breaks apart", arguments: ShippedPacks.all)
  func verbatim(_ pack: PolicyPack) throws {
    let bytes = try Self.bytes(of: pack)
    #expect(SHA256.hash(bytes).description == pack.document.sha256)
    let text = String(decoding: bytes, as: UTF8.self).filter { !$0.isWhitespace }
    let sentences = try #require(DocumentQuotes.sentences[pack.document.number])
    for (clause, sentence) in sentences.sorted(by: { $0.key < $1.key }) {
      #expect(text.contains(sentence.filter { !$0.isWhitespace }), "\(clause)")
    }
  }

  @Test("each clause that decides about a month has its sentence", arguments: ShippedPacks.all)
  func complete(_ pack: PolicyPack) {
    var clauses = [pack.effectiveClause, pack.payeeClause]
    clauses += pack.terms.map(\.clause) + pack.excluded.map(\.clause) + pack.required.map(\.clause)
    clauses += pack.amount.tiers.map(\.clause) + pack.process.stages.map(\.clause)
    clauses += pack.registration?.checks.map(\.clause) ?? []
    for clause in clauses.compactMap({ $0 }) {
      #expect(DocumentQuotes.sentence(of: clause, in: pack.document.number) != nil, "\(clause)")
    }
  }
}
