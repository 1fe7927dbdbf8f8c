import Merkle
public import Subsidy
import System
public import Values

/// A request for a sample of the claims.
public struct SampleRequest: Sendable {
  /// How many claims.
  public var size: Int
  /// The seed.
  public var seed: Identifier
  /// By what the population is parted.
  public var stratification: Stratification
  /// The scheme; nil for all.
  public var scheme: Identifier?

  /// Makes a request.
  public init(size: Int, seed: Identifier, stratification: Stratification = .none, scheme: Identifier? = nil) {
    self.size = size
    self.seed = seed
    self.stratification = stratification
    self.scheme = scheme
  }
}

/// A draw with the head of the log that it was drawn at.
public struct DrawnSample: Sendable {
  /// The draw.
  public let sample: AuditSample
  /// The list that was drawn from, a line for each claim, in the order of the bytes.
  public let list: [String]
  /// The log that it was drawn from.
  public let log: ReplayedLog
}

extension SubsidyLedger {
  /// Draws claims with payments, for an auditor to examine; nothing is appended.
  ///
  /// - Parameters:
  ///   - request: how many, from what, by which seed.
  ///   - knownAt: the point up to which events count; nil for all.
  ///   - progress: receives how many events have been taken in, and the total.
  /// - Returns: the draw, which is the same for the same head, request and point.
  /// - Throws: ``Refusal/unknownScheme(_:)``, ``LedgerFailure`` and the log's failures.
  public func auditSample(
    _ request: SampleRequest, knownAt: Instant? = nil, progress: (Int, Int) -> Void = { _, _ in }
  ) throws -> DrawnSample {
    let replay = try Replay(self, knownAt: knownAt)
    let state = try replay.state(verifying: true, with: replay.hindsight(), progress: progress)
    if let scheme = request.scheme, state.timeline(of: scheme) == nil { throw Refusal.unknownScheme(scheme) }
    let population = state.paidClaims(by: request.stratification, in: request.scheme)
    let sample = AuditSample(request.size, from: population, seed: request.seed) { SHA256.hash($0).description }
    return DrawnSample(
      sample: sample,
      list: population.map(\.line).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) },
      log: ReplayedLog(size: state.size, root: try root(replay, at: state.size)))
  }
}
