import Ledger
import SeededRandom
import Testing

/// An index that lost an id would let an entry in twice.
@Suite struct EntryIndexTests {
  /// How the hashes of a test are spread.
  enum Spread: CaseIterable {
    case even, equal, alikeAtFirst, alikeAtLast

    func hash(_ number: UInt64, _ random: inout SeededRandom) -> UInt64 {
      switch self {
      case .even: random.next()
      case .equal: 0x1234_5678_9ABC_DEF0
      case .alikeAtFirst: 0xFFFF_F000_0000_0000 | number << 32
      case .alikeAtLast: number << 48 | 0x0000_AAAA_0000_0000
      }
    }
  }

  @Test(
    "every number is found by its hash, and a hash that none has finds none", arguments: Spread.allCases,
    [1, 2] as [UInt64])
  func finds(_ spread: Spread, _ seed: UInt64) {
    var random = SeededRandom(seed)
    let count: UInt64 = spread == .even ? 50_000 : 3_000
    var index = EntryIndex()
    var hashes: [UInt64] = []
    for number in 0..<count {
      hashes.append(spread.hash(number, &random))
      index.insert(hashes[Int(number)], number << 8)
    }
    let lost = hashes.indices.filter { position in
      let number = UInt64(position) << 8
      return index.number(of: hashes[position]) { $0 == number } != number
    }
    #expect(lost.isEmpty, "seed \(seed)")
    var asked = 0
    _ = index.number(of: 0x5555_5555_5555_5555) { _ in
      asked += 1
      return false
    }
    #expect(asked <= 1, "seed \(seed)")
  }

  @Test("the largest number is kept, and zero")
  func keepsExtremes() {
    var index = EntryIndex()
    for (hash, number) in [(UInt64.max, UInt64(1 << 40) - 2), (0, 0)] {
      index.insert(hash, number)
      #expect(index.number(of: hash) { _ in true } == number)
    }
  }
}
