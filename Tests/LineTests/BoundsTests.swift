import Extremes
import Foundation
import JSONText
import Subsidy
import Testing
import Values

/// Contract 3 section 5: every value is bounded by what it means, and docs/formats.md says by what.
@Suite struct BoundsTests {
  /// The fields whose form is all that bounds them: amounts, and numbers of events, bytes and files.
  private static func isBoundedByForm(_ field: String) -> Bool {
    field.hasSuffix("Fen") && field != "employment.incomeFen"
      || ["seq", "of", "size", "segment", "offset", "bytes"].contains(field)
  }

  /// The name of a field without places in arrays: `months.month` of `months[0].month`.
  private static func plain(_ name: String) -> String {
    name.replacing(/\[[0-9]+\]/, with: "")
  }

  /// The result of every change of one field to one extreme: the field, and the value beyond its bounds.
  private static func changes(
    of sample: Sample
  ) throws -> [(field: String, now: JSONValue, problem: OutOfBounds?)] {
    let whole = try JSONValue(Line.bytes(sample.event))
    var changes: [(field: String, now: JSONValue, problem: OutOfBounds?)] = []
    // A pack has bounds of its own.
    for place in whole.places where !place.name.hasPrefix("document") && !place.name.hasPrefix("parameters") {
      var extremes = place.value.extremes
      if let first = place.value.elements?.first {
        extremes.append(.array(Array(repeating: first, count: 10_001)))
      }
      for extreme in extremes {
        let line = whole.replacing(place.path, with: extreme).line
        guard let event = try? EventLine.readEvent(line, 0..<line.count) else { continue }
        changes.append((plain(place.name), extreme, event.outOfBounds))
      }
    }
    return changes
  }

  @Test("a field that takes a value of any size has a bound, and one beyond it is named", arguments: Sample.all)
  func everyFieldIsBounded(_ sample: Sample) throws {
    for change in try BoundsTests.changes(of: sample) where !BoundsTests.isBoundedByForm(change.field) {
      let isBeyond =
        switch change.now {
        case .number(let number): number > 1_000_000_000
        case .array(let elements): elements.count > 10_000
        case .string(let text):
          CivilDate(text).map { !CivilDate.entered.contains($0) } ?? Month(text).map { !Month.entered.contains($0) }
            ?? Instant(text).map { !Instant.entered.contains($0) } ?? (text.utf8.count > 4_096)
        case .bool, .null, .object: false
        }
      guard isBeyond else { continue }
      let found = change.problem.map { BoundsTests.plain($0.field) }
      #expect(found == change.field, "\(sample.type.rawValue)")
    }
  }

  @Test("a sample is within its bounds, and so is the edge of each bound", arguments: Sample.all)
  func edgesAreWithin(_ sample: Sample) throws {
    // A name of a ledger in the log may have a line break, since older programs took it; no entry opens one.
    let own = sample.event.outOfBounds
    #expect(own == nil || own?.bound == .character && sample.type == .ledgerOpened)
    for change in try BoundsTests.changes(of: sample) {
      switch change.now {
      case .string("1900-01-01"), .string("2200-12-31"), .string("1900-01"), .string("2200-12"), .string("x"),
        .number(0), .number(1), .number(1_200):
        #expect(
          change.problem == nil || change.problem == own, "\(sample.type.rawValue).\(change.field): \(change.now)")
      default: break
      }
    }
  }

  @Test("no text holds a control character or one that turns the direction of writing", arguments: Sample.all)
  func textsHoldNoControls(_ sample: Sample) throws {
    for change in try BoundsTests.changes(of: sample) where change.field != "id" || sample.event.outOfBounds == nil {
      guard case .string(let text) = change.now, ["\u{202E}z", "a\tb"].contains(text) else { continue }
      // An annulment names an id of the log, which may be older than the bound.
      if change.field == "of" { continue }
      let found = OutOfBounds(
        field: change.problem?.field ?? "", found: text == "a\tb" ? "U+0009" : "U+202E", bound: .character)
      #expect(change.problem == found && BoundsTests.plain(found.field) == change.field, "\(sample.type.rawValue)")
    }
  }

  @Test("docs/formats.md has a row for each bound, with its edges")
  func pageHasTheBounds() throws {
    let rows = try BoundsTests.rows()
    #expect(Set(rows.keys) == Set(Bound.allCases.map(\.rawValue)))
    for bound in Bound.allCases {
      let cells = try #require(rows[bound.rawValue])
      let unit =
        switch bound.unit {
        case .value: "value"
        case .bytes: "bytes"
        case .elements: "elements"
        case .character: "character"
        }
      #expect(cells[1] == bound.least && cells[2] == bound.most && cells[3] == unit, "\(bound)")
    }
  }

  @Test("docs/formats.md names each field at its bound", arguments: Sample.all)
  func pageNamesTheFields(_ sample: Sample) throws {
    let rows = try BoundsTests.rows()
    for change in try BoundsTests.changes(of: sample) {
      // These hold for every field of their form.
      guard let problem = change.problem, ![.day, .month, .instant, .character].contains(problem.bound) else {
        continue
      }
      let field = BoundsTests.plain(problem.field)
      let fields = try #require(rows[problem.bound.rawValue])[4]
      let names = [field, field.split(separator: ".").last.map(String.init) ?? field]
      #expect(
        names.contains { fields.contains("`\($0)`") }, "\(sample.type.rawValue).\(field) at `\(problem.bound.rawValue)`"
      )
    }
  }

  /// The rows of the table of bounds, by the bound.
  private static func rows() throws -> [String: [String]] {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let page = try String(contentsOf: root.appendingPathComponent("docs/formats.md"), encoding: .utf8)
    let table = try #require(page.components(separatedBy: "| bound | least | most | of | fields |\n").last)
    var rows: [String: [String]] = [:]
    for line in table.split(separator: "\n", omittingEmptySubsequences: false).prefix(while: { $0.hasPrefix("|") })
      .dropFirst()
    {
      let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
      rows[cells[0].filter { $0 != "`" }] = cells
    }
    return rows
  }
}
