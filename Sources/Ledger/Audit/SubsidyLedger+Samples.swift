import Merkle
import Policy
public import Subsidy
import System
public import Values

extension SubsidyLedger {
  /// Draws a sample (抽查) of the persons with an approval in force, and records it.
  ///
  /// - Parameters:
  ///   - sample: the sample's id.
  ///   - scheme: the scheme.
  ///   - seed: the seed, which the caller is free to choose.
  ///   - size: how many persons.
  ///   - by: the operator.
  /// - Returns: the sample, and whether it was drawn now; the same draw again appends nothing.
  /// - Throws: ``Refusal`` and the log's failures.
  ///
  /// > Source: 柳人社规〔2022〕9号 四（一）.
  public func drawSample(
    _ sample: Identifier, scheme: Identifier, seed: Identifier, size: Int, by: Identifier
  ) throws -> (sample: SampleDrawn, isNew: Bool) {
    var session = try WriteSession.open(self, by: by)
    let decided = try session.state.decideSample(
      sample, scheme: scheme, seed: seed, size: size, on: session.now.civilDate
    ) { SHA256.hash($0).description }
    try session.append(decided.events, by: by)
    follow(session.change, to: session.state)
    return (decided.sample, !decided.events.isEmpty)
  }
}
