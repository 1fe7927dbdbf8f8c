import Foundation
import Ledger
import Subsidy
import Testing
import Values

/// docs/en/auditor.md shows how a draw is repeated without this program: its lines are run here.
@Suite struct SampleTests {
  /// The shell lines of the page, for a seed and a size.
  private func pipeline(seed: String, size: Int) throws -> String {
    let page = try Project.text("docs/en/auditor.md")
    let blocks = page.components(separatedBy: "```sh\n").dropFirst().map { $0.components(separatedBy: "```")[0] }
    let block = try #require(blocks.first { $0.hasPrefix("seed=lot-321 size=5\n") })
    return block.replacing("seed=lot-321 size=5", with: "seed=\(seed) size=\(size)")
  }

  /// A past in which some persons were approved.
  private func history(of persons: Int) -> String {
    let common = #""recorded":"2022-11-03T02:00:00Z","by":"op-001""#
    var lines = [
      #"{"type":"policy-adopted",\#(common),"scheme":"liuzhou","policy":"liuzhou-2022-9","parameters":{}}"#
    ]
    for number in 1...persons {
      let person = #""person":"p_\#(number)-x""#
      lines.append(
        #"{"type":"registered",\#(common),\#(person),"birth":"1980-01-01","sex":"male","household":"450200"}"#)
      lines.append(
        #"{"type":"approved",\#(common),\#(person),"application":"a","scheme":"liuzhou","policy":"liuzhou-2022-9","from":"2022-11","basis":{"kind":"months","months":36},"first":true}"#
      )
    }
    return lines.map { $0 + "\n" }.joined()
  }

  @Test(
    "LZ42 the draw is the one that sort, sha256sum and head make", arguments: [("lot-321", 5), ("x", 7), ("Q_9", 40)])
  func repeatable(_ seed: Identifier, _ size: Int) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "sample-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let ledger = SubsidyLedger(folder.appending(path: "ledger").path)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try ledger.create(name: "sample", openedAt: Instant("2018-01-01T00:00:00Z"), by: "op-001")
    try Data(history(of: 12).utf8).write(to: folder.appending(path: "past.jsonl"))
    _ = try ledger.importHistory(folder.appending(path: "past.jsonl").path)
    let population = try ledger.state().samplingPopulation(of: "liuzhou")
    #expect(population.count == 12)
    // In another order than the program's: the page sorts for itself.
    let list = population.reversed().map { "\($0)\n" }.joined()
    try Data(list.utf8).write(to: folder.appending(path: "population.txt"))
    let drawn = try ledger.drawSample("s-1", scheme: "liuzhou", seed: seed, size: size, by: "op-051").sample
    let script = try pipeline(seed: seed.description, size: size)
    let lines = try Shell.run(script, in: folder).output.split(separator: "\n").map(String.init)
    #expect(lines.first == "\(drawn.populationSHA256)  -")
    #expect(Array(lines.dropFirst()) == drawn.persons.map(\.description))
    #expect(drawn.persons.count == min(size, population.count) && drawn.population == population.count)
  }
}
