import JSONText
import Values

/// Whether the lines of events begin with one that opens a ledger, count from 0 without gaps and never go back in time, as
/// far as their first members say; a correction of the clock alone goes back, as far as it may.
///
/// The hashes cannot show that: a program that wrote the wrong number hashed it as well. Lines are not parsed; in the writer's
/// order of keys both values come first, and only lines with another order are walked through.
///
/// > Source: contract section 2, `seq` and `recorded`; contract 3 section 5, `clock-corrected`.
struct EventOrder {
  /// Judges a line as the first one.
  private let opens: ([UInt8], Range<Int>) -> FirstEvent
  /// The number of other events that the event closing an import of a history counts; nil for every other event.
  private let closes: (EventRun, Int) -> UInt64?
  /// The events that close imports of a history, each with the number of other events that it counts.
  private var closings: [(sequence: UInt64, entries: UInt64, fault: LogFault)] = []
  /// The instant of the first event; nil before it.
  private(set) var first: Instant?
  /// Whether a line corrects the clock, goes back in time, or follows one that does: whether it may depends on all earlier
  /// lines.
  private(set) var dependsOnSteps = false
  /// The instant of the last event; nil before the first.
  var last: Instant? { steps.last }
  /// The steps of the clock since its last correction.
  private var steps = ClockSteps()
  /// The request in front for a correction of the clock, if it went back: nothing but the correction follows it.
  private var asked: ClockLine?
  private var lastBytes: (UInt64, UInt64, UInt32) = (0, 0, 0)
  /// The first line that is out of order.
  private(set) var fault: LogFault?
  /// The first event of a type that is not among ``types``, or an opening that a newer program made.
  private(set) var newer: UInt64?
  /// The types that are known, as bytes; none if any type will do.
  private let types: Set<[UInt8]>
  /// Those of them that ``closes`` is not asked about.
  private let silent: Set<[UInt8]>
  /// The known type that was met last of each length, up to that of the longest key: nearly every line has one of a few.
  private var met = [(name: JSONKey, isSilent: Bool, isClock: Bool)?](repeating: nil, count: 17)

  init(
    types: [String], silent: Set<String>, opens: @escaping ([UInt8], Range<Int>) -> FirstEvent,
    closes: @escaping (EventRun, Int) -> UInt64?
  ) {
    self.types = Set(types.map { Array($0.utf8) })
    self.silent = Set(silent.map { Array($0.utf8) })
    self.closes = closes
    self.opens = opens
  }

  /// Compares the marks of the commits with the events that close an import, as far as commits cover them.
  ///
  /// The tree covers the events but no commit line; without its mark, a history would count as live acts and consents.
  ///
  /// > Source: contract 3 section 2: a live event is one of a commit without `history`.
  mutating func compare(_ marked: [MarkedHistory], upTo size: UInt64) {
    guard fault == nil else { return }
    let counted = Dictionary(closings.map { ($0.sequence, $0.entries) }, uniquingKeysWith: { first, _ in first })
    var wrong: [(sequence: UInt64, fault: LogFault)] = []
    var ends: Set<UInt64> = []
    for history in marked {
      let end = history.events.upperBound - 1
      ends.insert(end)
      if counted[end] != UInt64(history.events.count) - 1 { wrong.append((end, history.fault)) }
    }
    for closing in closings where closing.sequence < size && !ends.contains(closing.sequence) {
      wrong.append((closing.sequence, closing.fault))
    }
    fault = wrong.min { $0.sequence < $1.sequence }?.fault
  }

  /// Checks the lines of a block, whose first line is the line after `linesBefore` of its segment.
  ///
  /// - Parameters:
  ///   - run: the block.
  ///   - linesBefore: how many lines of the segment precede it.
  ///   - unreadable: the first of its lines that is no event, if the lines were read as events.
  mutating func check(_ run: EventRun, linesBefore: UInt64, _ unreadable: UnreadableLine?) {
    guard fault == nil else { return }
    // Lines are counted on from the last count.
    let bytes = run.bytes
    var (counted, lines) = (0, linesBefore)
    func place(_ line: Range<Int>, _ kind: LogFault.Kind) -> LogFault {
      lines = bytes[counted..<line.lowerBound].reduce(into: lines) { if $1 == 10 { $0 += 1 } }
      counted = line.lowerBound
      return LogFault(segment: run.segment, line: lines + 1, offset: run.offset + UInt64(line.lowerBound), kind: kind)
    }
    for (number, line) in run.lines.enumerated() {
      let sequence = run.firstSequence + UInt64(number)
      var isSilent = false
      if let kind = fault(of: bytes, line, sequence, &isSilent) {
        fault = place(line, kind)
        return
      }
      // Behind an event of a newer program, this one cannot say what a line may have.
      if let unreadable, unreadable.line == number, newer == nil {
        fault = place(line, .unreadable(unreadable.reason))
        return
      }
      if !isSilent, let entries = closes(run, number) {
        closings.append((sequence, entries, place(line, .historyNotMarked)))
      }
    }
  }

  /// Asks about a line that another check of the order has found in its place, and that may close an import.
  mutating func ask(about run: EventRun, _ number: Int) {
    guard let entries = closes(run, number) else { return }
    let fault = LogFault(segment: run.segment, line: 0, offset: run.offset, kind: .historyNotMarked)
    closings.append((run.firstSequence + UInt64(number), entries, fault))
  }

  private mutating func fault(
    of bytes: [UInt8], _ line: Range<Int>, _ expected: UInt64, _ isSilent: inout Bool
  ) -> LogFault.Kind? {
    guard let (sequence, type, place) = EventFront.read(bytes, line) else { return .notAnEvent }
    let isClock: Bool
    (isSilent, isClock) = meet(type, in: bytes, at: expected)
    if sequence != expected { return .eventSequence(expected: expected, actual: sequence) }
    if expected == 0 {
      switch opens(bytes, line) {
      case .opensLedger: break
      case .newer: newer = 0
      case .other: return .opensNoLedger
      }
    }
    // Most events were recorded with the one before; then the bytes are the same.
    let packed = EventOrder.pack(bytes, place)
    if steps.last != nil, packed == lastBytes, asked == nil, !isClock { return nil }
    guard let recorded = Instant(bytes: bytes, at: place.lowerBound, count: place.count) else { return .notAnEvent }
    lastBytes = packed
    if first == nil { first = recorded }
    if isClock { dependsOnSteps = true }
    if let last = steps.last, isClock || asked != nil || recorded < last {
      return correct(bytes, line, expected, recorded, last)
    }
    steps.take(expected, recorded)
    return nil
  }

  /// Takes a line that corrects the clock, or that does not and follows a request to correct it, or goes back.
  private mutating func correct(
    _ bytes: [UInt8], _ line: Range<Int>, _ sequence: UInt64, _ recorded: Instant, _ last: Instant
  ) -> LogFault.Kind? {
    dependsOnSteps = true
    let said = ClockLine(bytes, line)
    if let asked {
      guard let said, said.first == asked.first, said.isRequest || said.request == asked.request else {
        return .clockNotCorrected
      }
    } else if recorded >= last {
      // It went forward, so that it corrects nothing.
      steps.restart(at: recorded)
      return nil
    }
    guard let said, said.isRequest || asked != nil else {
      return .eventBackwards(previous: last, found: recorded)
    }
    guard let step = steps.largest, step.sequence == said.first, recorded >= step.before else {
      return .eventBackwards(previous: steps.largest?.before ?? last, found: recorded)
    }
    asked = said.isRequest ? said : nil
    if !said.isRequest { steps.restart(at: recorded) }
    return nil
  }

  /// Checks whether a type is known.
  ///
  /// - Returns: whether ``closes`` is not asked about its lines, and whether they correct the clock.
  private mutating func meet(
    _ type: Range<Int>, in bytes: [UInt8], at sequence: UInt64
  ) -> (isSilent: Bool, isClock: Bool) {
    // No line has a zero byte: among names of one length, each has its own key.
    let name = JSONKey(bytes, type)
    if type.count < met.count, let known = met[type.count], known.name == name {
      return (known.isSilent, known.isClock)
    }
    let text = Array(bytes[type])
    let (isKnown, isSilent) = (types.isEmpty || types.contains(text), silent.contains(text))
    let isClock = text.elementsEqual(ClockLine.correction.utf8)
    if newer == nil, !isKnown { newer = sequence }
    if isKnown, type.count < met.count { met[type.count] = (name, isSilent, isClock) }
    return (isSilent, isClock)
  }

  private static func pack(_ bytes: [UInt8], _ place: Range<Int>) -> (UInt64, UInt64, UInt32) {
    guard place.count == 20 else { return (0, 0, 0) }
    return unsafe bytes.withUnsafeBytes {
      let start = place.lowerBound
      return unsafe (
        $0.loadUnaligned(fromByteOffset: start, as: UInt64.self),
        $0.loadUnaligned(fromByteOffset: start + 8, as: UInt64.self),
        $0.loadUnaligned(fromByteOffset: start + 16, as: UInt32.self)
      )
    }
  }
}
