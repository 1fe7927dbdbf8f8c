import EventLog
import Foundation
import Ledger
import Merkle
import Subsidy
import Testing
import Values

/// docs/en/auditor.md shows how an auditor's draw is repeated without this program: its lines are run here.
@Suite struct AuditSampleDocumentTests {
  private static let start = "size=5 seed=lot-321"

  private func pipeline(seed: Identifier, size: Int) throws -> String {
    let page = try Project.text("docs/en/auditor.md")
    let blocks = page.components(separatedBy: "```sh\n").dropFirst().map { $0.components(separatedBy: "```")[0] }
    let block = try #require(blocks.first { $0.hasPrefix("\(AuditSampleDocumentTests.start)\n") })
    return block.replacing(AuditSampleDocumentTests.start, with: "size=\(size) seed=\(seed)")
  }

  private static let ledger = Result {
    let folder = FileManager.default.temporaryDirectory.appending(path: "audit-sample-\(UUID().uuidString)")
    let ledger = SubsidyLedger(folder.appending(path: "ledger").path)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try ledger.create(name: "sample", openedAt: Instant("2018-01-01T00:00:00Z"), by: "op-001")
    _ = try ledger.importHistory(Project.root.appending(path: "Fixtures/examples/wide.history.jsonl").path)
    return ledger
  }

  @Test(
    "an auditor's draw is the one that sort, sha256sum and awk make",
    arguments: Stratification.allCases, [("lot-321", 5), ("x", 1), ("Q_9", 17), ("all", 500)] as [(Identifier, Int)])
  func repeatable(_ stratification: Stratification, _ draw: (seed: Identifier, size: Int)) throws {
    let ledger = try AuditSampleDocumentTests.ledger.get()
    let folder = FileManager.default.temporaryDirectory.appending(path: "audit-draw-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let request = SampleRequest(size: draw.size, seed: draw.seed, stratification: stratification)
    let drawn = try ledger.auditSample(request)
    try #require(drawn.list.count > 20)
    // In another order than the program's: the page sorts for itself.
    try Data(drawn.list.reversed().map { "\($0)\n" }.joined().utf8).write(
      to: folder.appending(path: "population.txt"))
    let ran = try Shell.run(pipeline(seed: draw.seed, size: draw.size), in: folder)
    #expect(ran.code == 0 && ran.fault.isEmpty, "\(ran.fault)")
    let lines = ran.output.split(separator: "\n").map(String.init)
    #expect(lines.first == "\(drawn.sample.populationHash)  sorted.txt")
    #expect(Array(lines.dropFirst()) == drawn.sample.drawn.map(\.line))
    #expect(drawn.sample.drawn.count == min(draw.size, drawn.list.count))
  }

  @Test func `an auditor's draw writes nothing`() throws {
    let ledger = try AuditSampleDocumentTests.ledger.get()
    let before = ledger.verify().root
    _ = try ledger.auditSample(SampleRequest(size: 3, seed: "a", stratification: .amount))
    #expect(ledger.verify().root == before)
  }
}
