import Catalogue
import Foundation
import JSONText
import Testing

@testable import subsidy

/// The worked examples through the program itself: the history comes in by `record --history`, the answer is what
/// `person --all --format json` prints.
@Suite struct WorkedExamplesTests {
  private static var examples: URL {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Fixtures/examples")
  }

  private static func lines(_ name: String) throws -> [[UInt8]] {
    Array(try Data(contentsOf: examples.appendingPathComponent(name))).split(separator: 10).map(Array.init)
  }

  @Test(arguments: [("small", "2025-09-13T12:53:28Z"), ("wide", "2024-12-17T01:00:00Z")])
  func agree(name: String, midway: String) throws {
    let box = try Box()
    #expect(box.run("init --history-from 2019-01-01T00:00:00Z --by chief").code == .done)
    let history = WorkedExamplesTests.examples.appendingPathComponent("\(name).history.jsonl").path
    let taken = box.run("record --history \(history)")
    #expect(taken.code == .done && taken.messages.isEmpty, "\(taken.messages)")
    for (expected, point) in [("\(name).expected", ""), ("\(name).midway.expected", " --known-at \(midway)")] {
      let ran = box.run("person --all --format json\(point)")
      #expect(ran.code == .done && ran.messages.isEmpty, "\(ran.messages)")
      let found = try JSONValue(Array(ran.output.utf8)).elements ?? []
      let wanted = try WorkedExamplesTests.lines("\(expected).jsonl").map { try JSONValue($0) }
      #expect(found.count == wanted.count)
      for (found, wanted) in zip(found, wanted) {
        #expect(
          WorkedExamplesTests.codesOnly(found, withTerm: wanted["term"] != nil).sameMeaning(as: wanted),
          "\(expected): \(wanted["person"]?.text ?? "") \(wanted["scheme"]?.text ?? "")")
      }
    }
    #expect(box.run("audit verify").code == .done)
    #expect(box.run("projections rebuild").code == .done)
    #expect(box.run("projections check").code == .done)
  }

  /// The examples give only the codes of reasons, and the older ones no term.
  private static func codesOnly(_ value: JSONValue, withTerm: Bool) -> JSONValue {
    switch value {
    case .object(let members):
      .object(
        members.filter { withTerm || $0.key != "term" }.map { member in
          guard member.key == "reasons" else { return .init(member.key, codesOnly(member.value, withTerm: withTerm)) }
          return .init("reasons", .array((member.value.elements ?? []).compactMap { $0["code"] }))
        })
    case .array(let elements): .array(elements.map { codesOnly($0, withTerm: withTerm) })
    default: value
    }
  }
}
