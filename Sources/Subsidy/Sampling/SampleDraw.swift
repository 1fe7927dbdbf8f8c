import Policy
public import Values

/// A draw (抽查) that anybody can repeat with ordinary tools: every person is ranked by a hash of seed and key, and the
/// first ones are taken.
///
/// The hash comes from outside: this module computes none.
///
/// > Source: 柳人社规〔2022〕9号 四（一）; the packs' interpretation P32.
public struct SampleDraw: Sendable {
  /// How many persons there were to draw from.
  public let population: Int
  /// The hash over their keys, in the order of their bytes, each followed by a line feed.
  public let populationHash: String
  /// The persons drawn, in the order of their ranks.
  public let persons: [Identifier]

  /// Draws.
  ///
  /// - Parameters:
  ///   - size: how many; all if there are fewer.
  ///   - population: the persons to draw from, in any order.
  ///   - seed: the seed.
  ///   - hash: SHA-256 of some bytes as 64 lowercase hexadecimal digits.
  public init(_ size: Int, from population: [Identifier], seed: Identifier, hash: ([UInt8]) -> String) {
    let sorted = population.sorted()
    self.population = sorted.count
    populationHash = DrawRank.hash(ofList: sorted, hash)
    persons = Array(DrawRank.ordered(sorted, seed: seed, hash) { $0.description }.prefix(size))
  }
}

/// The order in which every draw takes its items, and the hash of the list that it drew from.
enum DrawRank {
  /// The items by the hash of seed, colon and key, ascending.
  ///
  /// - Parameters:
  ///   - items: the items by key, no key twice.
  ///   - seed: the seed.
  ///   - hash: SHA-256 of some bytes as 64 lowercase hexadecimal digits.
  ///   - key: the key of an item.
  /// - Returns: all of them.
  static func ordered<Item>(
    _ items: [Item], seed: Identifier, _ hash: ([UInt8]) -> String, key: (Item) -> String
  ) -> [Item] {
    // Sorting keeps equal ranks in the order of the keys, should SHA-256 ever give any.
    items.enumerated().map { place, item in (rank: hash(Array("\(seed):\(key(item))".utf8)), place: place) }
      .sorted { ($0.rank, $0.place) < ($1.rank, $1.place) }.map { items[$0.place] }
  }

  /// The hash over the lines of a list, each followed by a line feed.
  static func hash(ofList lines: [some CustomStringConvertible], _ hash: ([UInt8]) -> String) -> String {
    var list: [UInt8] = []
    for line in lines { list.append(contentsOf: "\(line)\n".utf8) }
    return hash(list)
  }
}

extension LedgerState {
  /// The persons a sample of a scheme is drawn from: those with an approval in force, by key.
  public func samplingPopulation(of scheme: Identifier) -> [Identifier] {
    guard let number = schemes.number(of: scheme) else { return [] }
    return personsInOrder.compactMap { position in
      guard let claim = people[position].claim(scheme: number), !claim.approvals.isEmpty, !claim.isEnded,
        !claim.hasFraud
      else { return nil }
      return persons.identifiers[position]
    }
  }

  /// Decides a draw; the same one again, by the same id, gives no event.
  ///
  /// - Parameters:
  ///   - sample: the sample's id.
  ///   - scheme: the scheme.
  ///   - seed: the seed.
  ///   - size: how many persons.
  ///   - day: the day of the draw; the policy in force then sets the least number of persons.
  ///   - hash: SHA-256 as hexadecimal digits.
  /// - Returns: the sample, and the events, none if it was drawn before.
  /// - Throws: ``Refusal`` if the id is taken by another draw, the size is below the document's, or the population is empty.
  public func decideSample(
    _ sample: Identifier, scheme: Identifier, seed: Identifier, size: Int, on day: CivilDate,
    hash: ([UInt8]) -> String
  ) throws(Refusal) -> (sample: SampleDrawn, events: [EventBody]) {
    guard let policies = timeline(of: scheme)?.timeline, let anyPolicy = policies.policies.first else {
      throw .unknownScheme(scheme)
    }
    let rule = (policies.inForce(for: day.month) ?? anyPolicy).pack.supervision?.sampling
    let least = rule?.atLeast ?? 1
    if size < least { throw .sampleTooSmall(least: least, clause: rule?.clause) }
    let draw = SampleDraw(size, from: samplingPopulation(of: scheme), seed: seed, hash: hash)
    let drawn = SampleDrawn(
      scheme: scheme, sample: sample, seed: seed, population: draw.population, populationSHA256: draw.populationHash,
      persons: draw.persons)
    if let before = self.sample(sample) {
      guard before == drawn else { throw .sampleTaken(sample) }
      return (before, [])
    }
    if draw.persons.isEmpty { throw .nobodyToSample(scheme) }
    return (drawn, [.sampleDrawn(drawn)])
  }
}
