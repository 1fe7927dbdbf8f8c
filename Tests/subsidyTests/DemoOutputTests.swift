import Catalogue
import Foundation
import Testing

@testable import subsidy

/// The output of the demonstration, word for word; only its folder and the root, into which the vault's random key goes, differ
/// from run to run.
@Suite struct DemoOutputTests {
  private static var fixtures: URL {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Fixtures/demo-output")
  }

  /// A change of the text is reviewed in the fixture: `SUBSIDY_WRITE_DEMO=1 swift test --filter DemoOutputTests`.
  @Test(arguments: ["en", "zh"]) func isWhatWasReviewed(language: String) throws {
    let box = try Box()
    let ran = box.run("demo @demo --lang \(language)")
    #expect(ran.code == .done && ran.messages.isEmpty)
    let output = ran.output.replacing(box.folder, with: "DIR").replacing(/[0-9a-f]{64}/, with: "ROOT")
    let file = DemoOutputTests.fixtures.appendingPathComponent("\(language).txt")
    if ProcessInfo.processInfo.environment["SUBSIDY_WRITE_DEMO"] != nil {
      try Data(output.utf8).write(to: file)
    }
    let reviewed = try String(contentsOf: file, encoding: .utf8)
    let found = output.split(separator: "\n", omittingEmptySubsequences: false)
    let wanted = reviewed.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(found.count == wanted.count)
    for (found, wanted) in zip(found, wanted) { #expect(found == wanted) }
  }
}
