import Ledger
import Papers
import Subsidy
import Synchronization
import Values
import Web

/// What was typed into forms, and what became of it, by the forms' tokens: for half an hour, in memory alone.
///
/// So a form can be tried before it is recorded, and who is signed out in the middle of one finds it again.
///
/// A key for what is held in memory would be held in the same memory: it is not encrypted there.
final class HeldForms: Sendable {
  /// A form.
  struct Held: Sendable {
    let by: Identifier
    /// The page that it stands on.
    let path: LocalPath
    var values: ActValues
    var standing: Standing
    fileprivate var used: Instant
  }

  /// What has become of a form.
  enum Standing: Sendable {
    /// Nothing yet.
    case typed
    /// It is being tried or recorded.
    case running(since: Instant)
    /// It was tried.
    case tried(Act.Preview)
    /// It was recorded.
    case recorded(Act.Outcome)
    /// Nothing was recorded, for these reasons.
    case refused([FormProblem], status: Status)
  }

  /// How long a form is held that nobody asks for.
  ///
  /// > Units: seconds.
  private static let longest: Int64 = 30 * 60
  /// How many are held.
  private static let most = 2_000

  private let forms = Mutex<[ChangeToken: Held]>([:])
  private let clock: @Sendable () -> Instant

  init(clock: @escaping @Sendable () -> Instant) { self.clock = clock }

  /// Holds a form.
  func hold(
    _ values: ActValues, _ token: ChangeToken, of by: Identifier, at path: LocalPath, _ standing: Standing = .typed
  ) {
    let now = clock()
    forms.withLock { forms in
      if forms.count >= HeldForms.most { forms = forms.filter { !HeldForms.isOver($0.value, now) } }
      if forms.count >= HeldForms.most, let oldest = forms.min(by: { $0.value.used < $1.value.used }) {
        forms[oldest.key] = nil
      }
      forms[token] = Held(by: by, path: path, values: values, standing: standing, used: now)
    }
  }

  /// Says what has become of a form that is held.
  func set(_ standing: Standing, _ token: ChangeToken) {
    let now = clock()
    forms.withLock { forms in
      forms[token]?.standing = standing
      forms[token]?.used = now
    }
  }

  /// An operator's form; nil for one that is not held, or is somebody else's.
  func form(_ token: ChangeToken, of by: Identifier) -> Held? {
    let now = clock()
    return forms.withLock { forms in
      guard let held = forms[token], held.by.isSameOperator(as: by) else { return nil }
      if HeldForms.isOver(held, now) {
        forms[token] = nil
        return nil
      }
      return held
    }
  }

  /// A file that came of an operator's form; nil if there is none.
  func file(_ number: Int, of token: ChangeToken, for by: Identifier) -> Act.File? {
    switch form(token, of: by)?.standing {
    case .recorded(let outcome): outcome.files.indices.contains(number) ? outcome.files[number] : nil
    case .tried(let preview): number == 0 ? preview.refused : nil
    case .typed, .running, .refused, nil: nil
    }
  }

  private static func isOver(_ held: Held, _ now: Instant) -> Bool {
    if case .running = held.standing { return false }
    return now.seconds - held.used.seconds >= longest
  }
}
