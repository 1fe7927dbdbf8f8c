package import EventLog
import Notes
import Subsidy
import Values

/// Who must sign the next append, and with which keys.
///
/// The keys are those that earlier commits gave: keys given in an append count from the next one on.
///
/// > Source: contract 3, section 6.
struct CommitSigning {
  private var operators: OperatorRegister
  private let name: String
  private let signer: CommitSigner?

  /// Reads the operators and the name from a ledger's state.
  init(_ state: LedgerState, _ signer: CommitSigner?) {
    operators = state.operators
    name = state.name
    self.signer = signer
  }

  /// Takes in that a state's events were appended.
  mutating func follow(_ state: LedgerState) { operators = state.operators }

  private func ring(of by: Identifier) -> KeyRing? {
    operators[by].map { KeyRing($0) }.flatMap { $0.keys.isEmpty ? nil : $0 }
  }

  /// Whether an operator's append would be signed as it must be, as far as can be told beforehand.
  func canSign(_ by: Identifier) -> Bool { (try? demand(of: by)) != nil }

  /// Refuses an operator whose append would not be signed as it must be, before anything is decided.
  ///
  /// - Throws: ``Refusal/operatorWithoutKey(_:)``, ``LedgerFailure/signatureNeeded(_:keys:)``.
  func demand(of by: Identifier) throws {
    guard let ring = ring(of: by) else {
      if operators.demandsKeys { throw Refusal.operatorWithoutKey(by) }
      return
    }
    if signer == nil { throw LedgerFailure.signatureNeeded(by, keys: ring.keys.map(\.hexID)) }
  }

  /// Signs a commit, if it must be signed.
  ///
  /// - Parameters:
  ///   - line: the commit.
  ///   - events: the events that it appends.
  ///   - money: how much of it they speak of; nil for none.
  ///   - tell: receives what is to be signed, before it is signed.
  /// - Returns: the signatures; nil for a commit that stays unsigned.
  /// - Throws: as ``demand(of:)``, and what the signer throws.
  func signature(
    of line: CommitLine, _ events: [EventBody], money: @autoclosure () -> (items: Int, amount: Fen)?,
    telling tell: (LedgerNews) -> Void
  ) throws -> String? {
    // An operator who has lost the keys can only ask for others.
    if signer == nil, events.count == 1, events[0].isOfRecovery, operators.maySayThatKeysAreLost(line.by) { return nil }
    try demand(of: line.by)
    guard let signer, let ring = ring(of: line.by) else { return nil }
    try signer.demand(ring)
    let money = money()
    tell(
      .signing(
        SigningNotice(
          by: ring.operator, events: events, items: money?.items ?? 0, amount: money?.amount ?? .zero, size: line.size,
          root: line.root)))
    return try signer.signatures(of: line.signedText(of: name), by: ring)
  }
}

extension CommitLine {
  /// The text that its operator signs.
  ///
  /// - Parameter name: the name of the ledger.
  /// - Returns: the text of a note.
  package func signedText(of name: String) -> [UInt8] {
    CommitNote.text(
      origin: NoteName.made(from: name), size: size, root: root, recorded: recorded.description, by: by.description)
  }
}

extension EventBody {
  /// Whether it asks for new keys of an administrator, or gives them.
  var isOfRecovery: Bool {
    switch self {
    case .operatorRecovered: true
    case .requested(let asked): asked.act == .operatorRecovered
    default: false
    }
  }
}
