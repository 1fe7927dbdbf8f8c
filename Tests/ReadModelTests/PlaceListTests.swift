import EventLog
import ReadModel
import SeededRandom
import Subsidy
import TestSupport
import Testing

/// Places of events, packed.
@Suite struct PlaceListTests {
  @Test("every type has the number of its place among all, and six bits hold it")
  func ordinals() {
    #expect(EventType.allCases.map(\.ordinal) == Array(0..<EventType.allCases.count))
    #expect(EventType.allCases.count <= 64)
  }

  @Test(
    "every list of places comes out as it went in, and packed again is the same bytes",
    arguments: 1...20 as ClosedRange<UInt64>)
  func roundTrips(_ seed: UInt64) throws {
    var random = SeededRandom(seed)
    var list = PlaceList()
    var expected: [LinePlace] = []
    var types: [EventType] = []
    var (segment, offset) = (UInt64(0), UInt64(0))
    for _ in 0..<200 {
      switch Int.random(in: 0..<4, using: &random) {
      case 0:
        segment += UInt64.random(in: 1...5_000_000, using: &random)
        offset = UInt64.random(in: 0...3, using: &random)
      case 1: offset += UInt64.random(in: 0...(256 << 20), using: &random)
      default: break
      }
      let place = LinePlace(segment: segment, offset: offset, count: Int.random(in: 1...65_535, using: &random))
      let type = EventType.allCases.randomElement(using: &random)!
      list.append(place, type)
      expected.append(place)
      types.append(type)
      offset += UInt64(place.count) + 1
    }
    #expect(list.places.map(\.place) == expected, "seed \(seed)")
    #expect(list.places.map(\.type) == types, "seed \(seed)")
    var again = try #require(PlaceList(packed: list.bytes))
    #expect(again == list)
    // A list that was taken up again goes on from its end.
    let next = LinePlace(segment: segment, offset: offset, count: 7)
    again.append(next, .paid)
    #expect(again.places.last?.place == next)
    #expect(again.bytes.count == list.bytes.count + 3)
  }

  @Test("what is no list is refused", arguments: [[0x80], [0x01], [0x00, 0xFF], [0x00, 0x3F]] as [[UInt8]])
  func refuses(_ bytes: [UInt8]) {
    #expect(PlaceList(packed: bytes) == nil)
  }

  @Test("the number of a type fits the six bits that a place has for it")
  func typesFit() { #expect(EventType.allCases.count <= 64) }

  @Test("a hundred events of a person that come three by three take some 400 bytes")
  func isSmall() {
    var list = PlaceList()
    for month in 0..<33 {
      for part in 0..<3 {
        list.append(
          LinePlace(segment: 0, offset: UInt64(month * 23_000_000 + part * 227), count: 226), .contributed)
      }
    }
    #expect(list.bytes.count < 420)
  }
}
