import Extremes
import JSONText
import Policy
import Testing
import Values

/// Contract 3 section 5: bounds hold for a pack to be adopted, and not for one that a log holds already.
@Suite struct PackBoundsTests {
  /// The error that refuses a pack before it is adopted; nil for one that is taken.
  private func refusal(of pack: JSONValue) -> PolicyError? {
    do throws(PolicyError) {
      try PolicyPack.checkBounds(of: pack)
      return nil
    } catch {
      return error
    }
  }

  @Test("no value of a shipped pack can be set beyond what it means", arguments: ShippedPacks.all.map(\.id))
  func noValueIsUnbounded(id: Identifier) throws {
    let pack = try JSONValue(#require(ShippedPacks.text(id)))
    #expect(refusal(of: pack) == nil)
    var readable = 0
    for place in pack.places {
      for extreme in place.value.extremes {
        let changed = pack.replacing(place.path, with: extreme)
        // A value that the form of a pack refuses needs no bound.
        guard (try? PolicyPack(json: changed)) != nil else { continue }
        readable += 1
        switch extreme {
        case .number(let number):
          // Amounts go up to those of an event; the tests of packs hold every other range.
          let isAmount = place.name.hasSuffix("Fen") || place.name.hasPrefix("parameters[")
          #expect(number <= 1_000_000 || isAmount, "\(place.name)")
        case .string(let text):
          let isBeyond =
            CivilDate(text).map { !CivilDate.entered.contains($0) } ?? (text.utf8.count > PolicyPack.longestText)
          #expect(refusal(of: changed)?.path == (isBeyond ? place.name : nil), "\(place.name): \(text.prefix(20))")
        case .array, .bool, .null, .object: break
        }
      }
    }
    #expect(readable > 100)
  }

  @Test("a list of a pack has at most a thousand elements")
  func listsAreBounded() {
    let list = JSONValue.object([.init("x", .array(Array(repeating: .number(1), count: 1_001)))])
    #expect(
      refusal(of: list)
        == PolicyError(
          .outOfRange, path: "x", found: "1001 elements", expected: "at most 1000 elements"))
  }
}
