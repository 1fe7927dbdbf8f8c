import Ledger
import Merkle
import Papers
import Subsidy
import Synchronization
import System
import Values
import Web

/// The forms that operators have open, with the typed values and their standing, by the forms' tokens: for half an hour, in memory
/// alone.
///
/// So a form can be tried before it is recorded, and an operator whose session ends in the middle of a form finds it again.
///
/// The values are not encrypted: the key would be in the same memory.
final class HeldForms: Sendable {
  /// A form.
  struct Held: Sendable {
    let by: Identifier
    /// The page that it is on.
    let path: LocalPath
    /// The types of events that it is about; an operator whose roles no longer allow any of them gets no file of it.
    let events: [EventType]
    var values: ActValues
    /// A digest of the page and of all typed values.
    let content: Digest
    var standing: Standing
    fileprivate var used: Instant
    fileprivate let turn: Int

    /// Its size in memory or on disk.
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

  /// The standing of a form.
  enum Standing: Sendable {
    /// It was typed, and no more.
    case typed
    /// It is being tried, with the progress of its rows.
    case trying(since: Instant, RowWork?)
    case tried(Act.Preview)
    /// It is being recorded, with the progress of its rows.
    case recording(since: Instant, RowWork?)
    case recorded(Act.Outcome)
    /// It was refused: nothing was recorded.
    case refused([FormProblem], status: Status)
    /// Nothing was recorded, because this event was recorded first; nil if it may have been several events.
    case overtaken(Event?)

    fileprivate var isBusy: Bool {
      switch self {
      case .trying, .recording: true
      case .typed, .tried, .recorded, .refused, .overtaken: false
      }
    }
  }

  /// The right to change a form's standing, until the form is sent again.
  struct Ticket: Sendable {
    let token: ChangeToken
    fileprivate let turn: Int
  }

  /// The time for which an idle form is held.
  ///
  /// > Units: seconds.
  private static let longest: Int64 = 30 * 60
  /// The most forms of one operator: held, held with a file, and open with a token.
  private static let (mostHeld, mostFiles, mostGiven) = (200, 20, 1_000)
  /// The most that the forms of one operator take up.
  ///
  /// > Units: bytes.
  private static let mostBytes = 256 << 20

  /// A form that an operator has open.
  struct Given: Sendable {
    fileprivate let token: ChangeToken
    /// The digest of its act's basis; nil if it has none.
    let shown: Digest?
  }

  private struct Table {
    var forms: [ChangeToken: Held] = [:]
    /// The open forms of each operator, the last at the end.
    var given: [Identifier: [Given]] = [:]
    var turns = 0

    mutating func dropWhatIsOver(at now: Instant) { forms = forms.filter { !$0.value.isOver(at: now) } }
  }

  private let table = Mutex(Table())
  private let clock: @Sendable () -> Instant

  init(clock: @escaping @Sendable () -> Instant) { self.clock = clock }

  /// Gives an operator a token for a form.
  ///
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

  /// An operator's open form; nil if there is none with the token.
  func given(_ token: ChangeToken, to by: Identifier) -> Given? {
    table.withLock { table in table.given[by.lowercased]?.last { $0.token == token } }
  }

  /// Holds a form, in place of the values typed before.
  ///
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

  /// Changes the standing of a form.
  func set(_ standing: Standing, _ ticket: Ticket) {
    let now = clock()
    change(ticket) { held in
      (held.standing, held.used) = (standing, now)
      switch standing {
      // A form that is over needs no file, and a browser gives none back to it; the values of a recorded form are not shown again.
      case .recorded: held.values = ActValues(initial: [])
      case .typed, .refused, .overtaken: held.values.letGoOfFile()
      case .trying, .tried, .recording: break
      }
    }
  }

  /// Reports the progress of a form's rows.
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

  /// An operator's form; nil if it is not held, or is another operator's.
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

  /// A file of an operator's form; nil if there is none, or if the operator's roles allow none of the form's types of events.
  func file(_ number: Int, of token: ChangeToken, for by: Identifier, _ mayHave: ([EventType]) -> Bool) -> Act.File? {
    guard let held = form(token, of: by), mayHave(held.events) else { return nil }
    return switch held.standing {
    case .recorded(let outcome): outcome.files.indices.contains(number) ? outcome.files[number] : nil
    case .tried(let preview): number == 0 ? preview.refused : nil
    case .typed, .trying, .recording, .refused, .overtaken: nil
    }
  }
}
