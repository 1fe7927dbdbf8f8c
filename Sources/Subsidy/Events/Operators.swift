public import Values

extension Identifier {
  /// Whether two names are those of one operator, or of one signing key: small and capital letters are the same.
  ///
  /// > Source: contract 3, section 1: `OP-021` and `op-021` are one operator everywhere.
  public func isSameOperator(as other: Identifier) -> Bool { lowercased == other.lowercased }
}

extension Identifier {
  /// The look of a name: two operators whose names share it are easily mistaken for each other.
  ///
  /// > Source: contract 3, section 1: names that only look alike (`op-1`, `op-l`).
  var looks: String {
    String(
      lowercased.description.map { character in
        switch character {
        case "0": "o"
        case "1", "i": "l"
        case "2": "z"
        case "5": "s"
        case "8": "b"
        case ".", "_": "-"
        default: character
        }
      })
  }
}

extension Sequence<Identifier> {
  /// Each operator once, in the spelling that was entered, ascending.
  public var distinctOperators: [Identifier] {
    var seen: Set<Identifier> = []
    return sorted().filter { seen.insert($0.lowercased).inserted }
  }
}

extension LedgerState {
  /// Whether a batch, a review or an approval names an operator.
  public func knowsOperator(_ by: Identifier) -> Bool { names.identifiers.contains { $0.isSameOperator(as: by) } }
}
