import Foundation

/// A generator whose sequence is fixed by its seed, on every machine, so that a failing case can be had again.
///
/// > Source: SplitMix64: Steele, Lea, Flood: Fast splittable pseudorandom number generators (2014).
package struct SeededRandom: RandomNumberGenerator, Sendable {
  private var state: UInt64

  package init(_ seed: UInt64) { state = seed }

  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

/// The seeds of a test, as the environment asks for them.
package enum Seeds {
  /// Reads `NAME_SEED`, the first seed, and `NAME_SEEDS`, how many there are.
  ///
  /// - Parameters:
  ///   - name: the beginning of the variables' names.
  ///   - few: how many there are at a desk, from 1 on.
  /// - Returns: the seeds; a beginning without a number is a seed alone.
  package static func chosen(_ name: String, few: UInt64) -> Range<UInt64> {
    let environment = ProcessInfo.processInfo.environment
    let first = environment["\(name)_SEED"].flatMap(UInt64.init)
    let many = environment["\(name)_SEEDS"].flatMap(UInt64.init)
    let start = first ?? 1
    return start..<start + (many ?? (first == nil ? few : 1))
  }
}
