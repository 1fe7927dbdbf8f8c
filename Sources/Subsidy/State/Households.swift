public import Values

/// The districts in which a person's household is registered (户籍所在地), each with the day from which it holds.
///
/// > Source: contract 2, section 5.5.
public struct Households: Hashable, Sendable {
  /// A household that holds from a day on.
  public struct Move: Hashable, Sendable {
    /// The first day.
    public let since: CivilDate
    /// Its district.
    public internal(set) var region: Region
  }

  /// The household from the beginning of time; nil if the first one had a day.
  private var first: Region?
  /// The later ones, by their first days.
  private var moves: [Move] = []

  /// None.
  init() {}

  /// Takes in a registration.
  ///
  /// - Parameters:
  ///   - region: the household.
  ///   - since: the day of a move; nil for a correction, which is of the household with the latest day.
  mutating func register(_ region: Region, since: CivilDate?) {
    if let since {
      let place = moves.firstIndex { $0.since >= since } ?? moves.count
      if place < moves.count, moves[place].since == since {
        moves[place].region = region
      } else {
        moves.insert(Move(since: since, region: region), at: place)
      }
    } else if moves.isEmpty {
      first = region
    } else {
      moves[moves.count - 1].region = region
    }
  }

  /// The household with the latest day; nil if nothing was registered.
  public var latest: Region? { moves.last?.region ?? first }

  /// The day of the household with the latest day; nil if it has none.
  public var latestSince: CivilDate? { moves.last?.since }

  /// The household in force on a day, with its first day, if it has one; nil if none is.
  public func inForce(on day: CivilDate) -> (region: Region, since: CivilDate?)? {
    if let move = moves.last(where: { $0.since <= day }) { return (move.region, move.since) }
    return first.map { ($0, nil) }
  }

  /// The households that held before another one, the latest first.
  ///
  /// - Parameter since: the first day of the other one; nil for the beginning of time.
  /// - Returns: the households; empty for the beginning of time.
  func earlier(than since: CivilDate?) -> [Region] {
    guard let since else { return [] }
    return moves.filter { $0.since < since }.reversed().map(\.region) + (first.map { [$0] } ?? [])
  }
}
