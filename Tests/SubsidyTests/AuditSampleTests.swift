import SeededRandom
import Subsidy
import Testing
import TestSupport
import Values

/// An auditor's draw: how it is shared out among strata, and that it depends on nothing but list and seed.
@Suite struct AuditSampleTests {
  @Test(arguments: [
    // In proportion if that leaves no group out; else the small ones get one, and the rest follows the sizes.
    (5, [10, 10], [3, 2]), (10, [70, 20, 10], [7, 2, 1]), (2, [1000, 1], [1, 1]), (3, [1000, 1], [2, 1]),
    (10, [90, 8, 1, 1], [7, 1, 1, 1]), (4, [50, 49, 1], [2, 1, 1]),
    // Fewer than strata: by the largest remainder alone.
    (1, [3, 5, 2], [0, 1, 0]), (2, [4, 4, 4], [1, 1, 0]),
    // All that there are.
    (99, [2, 3], [2, 3]), (5, [2, 3], [2, 3]), (0, [2, 3], [0, 0]), (3, [1, 1, 1], [1, 1, 1]), (4, [], []),
  ])
  func `strata get their shares by the largest remainder`(number: Int, sizes: [Int], expected: [Int]) {
    #expect(AuditSample.allot(number, to: sizes) == expected)
  }

  @Test(arguments: 1...200)
  func `shares add up, never exceed a stratum, and lie within one of their proportion or are one`(seed: Int) {
    var random = SeededRandom(UInt64(seed))
    let sizes = (0..<Int.random(in: 1...9, using: &random)).map { _ in Int.random(in: 1...500, using: &random) }
    let all = sizes.reduce(0, +)
    let number = Int.random(in: 0...(all + 5), using: &random)
    let shares = AuditSample.allot(number, to: sizes)
    #expect(shares.reduce(0, +) == min(number, all), "seed \(seed)")
    #expect(zip(shares, sizes).allSatisfy { $0 <= $1 }, "seed \(seed)")
    let least = min(number, all) >= sizes.count ? 1 : 0
    #expect(shares.allSatisfy { $0 >= least }, "seed \(seed)")
    // A group that gets more than one, or none, gets a share of the rest, after the groups with just one, in proportion.
    let whole = zip(shares, sizes).filter { $0.0 > 1 || least == 0 }
    let (rest, base) = (whole.reduce(0) { $0 + $1.0 }, whole.reduce(0) { $0 + $1.1 })
    for (share, size) in whole { #expect(abs(share * base - rest * size) <= base, "seed \(seed)") }
    for (one, other) in zip(zip(shares, sizes), zip(shares, sizes).dropFirst()) where one.1 < other.1 {
      #expect(one.0 <= other.0, "seed \(seed)")
    }
  }

  private static func made() throws -> [PaidClaim] {
    try Fixtures.fold(Fixtures.history("wide")).paidClaims(by: .scheme)
  }

  private static let claims = Result { try made() }

  // A rank that is not SHA-256 will do here; docs/en/auditor.md is tested with the real one.
  private func digits(_ bytes: [UInt8]) -> String {
    String(bytes.reduce(UInt64(7)) { ($0 &* 31 &+ UInt64($1)) &* 0x9E37_79B9 }, radix: 16)
  }

  @Test func `a draw does not depend on the order of the list, and another seed draws others`() throws {
    let claims = try Self.claims.get()
    try #require(claims.count > 20)
    let drawn = AuditSample(7, from: claims, seed: "a", hash: digits)
    #expect(drawn.drawn == AuditSample(7, from: claims.reversed(), seed: "a", hash: digits).drawn)
    #expect(drawn.drawn != AuditSample(7, from: claims, seed: "b", hash: digits).drawn)
    #expect(drawn.drawn.count == 7 && Set(drawn.drawn).count == 7 && drawn.population == claims.count)
    #expect(drawn.strata.map(\.population).reduce(0, +) == claims.count)
    for stratum in drawn.strata {
      #expect(drawn.drawn.count { $0.stratum == stratum.name } == stratum.size)
    }
  }

  @Test(arguments: Stratification.allCases)
  func `every paid claim is in exactly one stratum`(stratification: Stratification) throws {
    let state = try Fixtures.fold(Fixtures.history("wide"))
    let claims = state.paidClaims(by: stratification)
    #expect(Set(claims.map(\.key)).count == claims.count)
    #expect(try claims.map(\.key) == Self.made().map(\.key))
    #expect(claims.allSatisfy { $0.paid > .zero && $0.months > 0 && !$0.stratum.contains(" ") })
    let all = AuditSample(claims.count, from: claims, seed: "a", hash: digits)
    #expect(Set(all.drawn) == Set(claims))
  }

  @Test func `classes of amounts sort by name as the amounts do`() {
    #expect(AmountClass.allCases.map(\.rawValue) == AmountClass.allCases.map(\.rawValue).sorted())
    let edges = [0, 99_999, 100_000, 499_999, 500_000, 999_999, 1_000_000].map { AmountClass(Fen(Int64($0))) }
    #expect(
      edges == [.below1000, .below1000, .below5000, .below5000, .below10000, .below10000, .more])
  }
}
