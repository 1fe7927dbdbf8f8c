import Ledger
import Merkle
import Papers
import Subsidy
import Synchronization
import System
import Values
import Web

/// The forms that operators were given, what was typed into them, and what became of it, by the forms' tokens: for half an hour, in
/// memory alone.
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
    /// The types of events that it is about; whose roles allow none of them any more gets no file of it.
    let events: [EventType]
    var values: ActValues
    /// What was asked for: a digest of the page and of all that was typed.
    let content: Digest
    var standing: Standing
    fileprivate var used: Instant
    fileprivate let turn: Int

    /// How much of memory or disk it takes up.
    fileprivate var bytes: Int {
      switch standing {
      case .tried(let preview): (values.file?.size ?? 0) + (preview.refused?.bytes.count ?? 0)
      case .recorded(let outcome): outcome.files.reduce(0) { $0 + $1.bytes.count }
      case .typed, .trying, .recording, .refused, .overtaken: values.file?.size ?? 0
      }
    }

    fileprivate var hasFile: Bool { values.file != nil }

    fileprivate func isOver(at now: Instant) -> Bool {
      !standing.isBusy && now.seconds - used.seconds >= HeldForms.longest
    }
  }

  /// What has become of a form.
  enum Standing: Sendable {
    /// Nothing yet.
    case typed
    /// It is being tried, and how far its rows have come.
    case trying(since: Instant, RowWork?)
    /// It was tried.
    case tried(Act.Preview)
    /// It is being recorded, and how far its rows have come.
    case recording(since: Instant, RowWork?)
    /// It was recorded.
    case recorded(Act.Outcome)
    /// Nothing was recorded, for these reasons.
    case refused([FormProblem], status: Status)
    /// Nothing was recorded, because this was recorded first; nil if several events may be what changed the page.
    case overtaken(Event?)

    fileprivate var isBusy: Bool {
      switch self {
      case .trying, .recording: true
      case .typed, .tried, .recorded, .refused, .overtaken: false
      }
    }
  }

  /// Who may say what became of a form: of a form that was typed anew since, nobody who began before.
  struct Ticket: Sendable {
    let token: ChangeToken
    fileprivate let turn: Int
  }

  /// How long a form is held after what was done with it last.
  ///
  /// > Units: seconds.
  private static let longest: Int64 = 30 * 60
  /// How many forms of one operator are held, how many of them with a file, and how many that were given are known.
  private static let (mostHeld, mostFiles, mostGiven) = (200, 20, 1_000)
  /// How much the forms of one operator take up.
  ///
  /// > Units: bytes.
  private static let mostBytes = 256 << 20

  /// A form that an operator was given.
  struct Given: Sendable {
    fileprivate let token: ChangeToken
    /// What its page shows besides the act's subject, in short; nil for nothing.
    let shown: Digest?
  }

  private struct Table {
    var forms: [ChangeToken: Held] = [:]
    /// The forms that each operator was given, the last at the end.
    var given: [Identifier: [Given]] = [:]
    var turns = 0

    mutating func dropWhatIsOver(at now: Instant) { forms = forms.filter { !$0.value.isOver(at: now) } }
  }

  private let table = Mutex(Table())
  private let clock: @Sendable () -> Instant

  init(clock: @escaping @Sendable () -> Instant) { self.clock = clock }

  /// Gives an operator a token for a form.
  ///
  /// - Parameters:
  ///   - by: the operator.
  ///   - size: how many events the page speaks of.
  ///   - shown: what the page shows besides the act's subject, in short; nil for nothing.
  /// - Returns: the token.
  /// - Throws: `SystemError` without random bytes.
  func give(to by: Identifier, at size: UInt64, showing shown: Digest?) throws(SystemError) -> ChangeToken {
    let (token, now) = (try ChangeToken(at: size), clock())
    table.withLock { table in
      table.dropWhatIsOver(at: now)
      let given = (table.given[by.lowercased] ?? []).suffix(HeldForms.mostGiven - 1)
      table.given[by.lowercased] = given + [Given(token: token, shown: shown)]
    }
    return token
  }

  /// The form that an operator was given with a token; nil if none was.
  func given(_ token: ChangeToken, to by: Identifier) -> Given? {
    table.withLock { table in table.given[by.lowercased]?.last { $0.token == token } }
  }

  /// Holds a form, in the place of what was typed into it before.
  ///
  /// - Returns: the ticket with which is said what becomes of it.
  /// - Throws: ``Fault/unavailable(retryAfter:)`` for an operator whose forms are all at work.
  func hold(
    _ act: Act, _ values: ActValues, _ content: Digest, _ token: ChangeToken, of by: Identifier,
    _ standing: Standing = .typed
  ) throws(Fault) -> Ticket {
    let now = clock()
    var values = values
    if case .typed = standing { values.letGoOfFile() }
    let kept = values
    let ticket = table.withLock { table -> Ticket? in
      table.dropWhatIsOver(at: now)
      table.turns += 1
      let form = Held(
        by: by, path: act.path, events: act.events, values: kept, content: content, standing: standing, used: now,
        turn: table.turns)
      var own = table.forms.filter { $0.key != token && $0.value.by.isSameOperator(as: by) }
      func drop(_ isMeant: (Held) -> Bool = { _ in true }) -> Bool {
        let idle = own.filter { !$0.value.standing.isBusy && isMeant($0.value) }
        guard let oldest = idle.min(by: { ($0.value.used, $0.value.turn) < ($1.value.used, $1.value.turn) }) else {
          return false
        }
        (own[oldest.key], table.forms[oldest.key]) = (nil, nil)
        return true
      }
      while own.count >= HeldForms.mostHeld { if !drop() { return nil } }
      while form.hasFile, own.values.count(where: \.hasFile) >= HeldForms.mostFiles {
        if !drop(\.hasFile) { return nil }
      }
      while form.bytes > 0, own.values.reduce(form.bytes, { $0 + $1.bytes }) > HeldForms.mostBytes {
        if !drop({ $0.bytes > 0 }) { return nil }
      }
      table.forms[token] = form
      return Ticket(token: token, turn: table.turns)
    }
    guard let ticket else { throw .unavailable(retryAfter: 5) }
    return ticket
  }

  /// Says what has become of a form.
  func set(_ standing: Standing, _ ticket: Ticket) {
    let now = clock()
    change(ticket) { held in
      (held.standing, held.used) = (standing, now)
      switch standing {
      // What is over needs no file any more, and a browser gives none back to a form; of what is recorded nobody asks what was typed.
      case .recorded: held.values = ActValues(initial: [])
      case .typed, .refused, .overtaken: held.values.letGoOfFile()
      case .trying, .tried, .recording: break
      }
    }
  }

  /// Says how far the rows of a form have come.
  func advance(_ work: RowWork, _ ticket: Ticket) {
    change(ticket) { held in
      switch held.standing {
      case .trying(let since, _): held.standing = .trying(since: since, work)
      case .recording(let since, _): held.standing = .recording(since: since, work)
      case .typed, .tried, .recorded, .refused, .overtaken: break
      }
    }
  }

  private func change(_ ticket: Ticket, _ body: (inout Held) -> Void) {
    table.withLock { table in
      guard var held = table.forms[ticket.token], held.turn == ticket.turn else { return }
      body(&held)
      table.forms[ticket.token] = held
    }
  }

  /// An operator's form; nil for one that is not held, or is somebody else's.
  func form(_ token: ChangeToken, of by: Identifier) -> Held? {
    let now = clock()
    return table.withLock { table in
      guard let held = table.forms[token], held.by.isSameOperator(as: by) else { return nil }
      if held.isOver(at: now) {
        table.forms[token] = nil
        return nil
      }
      return held
    }
  }

  /// A file that came of an operator's form; nil if there is none, or if the operator's roles allow none of the form's types of events.
  func file(_ number: Int, of token: ChangeToken, for by: Identifier, _ mayHave: ([EventType]) -> Bool) -> Act.File? {
    guard let held = form(token, of: by), mayHave(held.events) else { return nil }
    return switch held.standing {
    case .recorded(let outcome): outcome.files.indices.contains(number) ? outcome.files[number] : nil
    case .tried(let preview): number == 0 ? preview.refused : nil
    case .typed, .trying, .recording, .refused, .overtaken: nil
    }
  }
}
