public import EventLog
import Policy
import ReadModel
public import Subsidy
import System
import Values

/// The findings of a verification of the log, and what it has read in the events on the way.
public struct LedgerVerification: Sendable {
  /// The report of the verification.
  public let report: VerificationReport
  /// The digests that the verified events name.
  public let digests: VaultDigests
  /// The events about the log itself, its time and closed books, in the order of the log.
  public let incidents: [Event]
  /// The heads of the log of looks that closes of the books keep, in the order of the log, including those of closes that were
  /// undone.
  public let lookHeads: [LookHead]
  /// Who signed; nil if no operator has keys and there is no signature, or if the log was not sound enough to ask.
  package let signatures: SignatureSummary?

  /// Whether an event corrects the clock.
  public var correctsClock: Bool { incidents.contains { $0.body.type == .clockCorrected } }
}

extension SubsidyLedger {
  /// Recomputes every hash and commit, reads every event as strictly as a replay, and checks the first event, the order of all
  /// of them and the marks of histories; it writes nothing.
  public func verify() -> VerificationReport { verifyWithDigests().report }

  /// As ``verify()``, with what the verified events say, so that the log need not be read again for that.
  ///
  /// If operators have keys, the signature of every commit is checked against the keys that its operator had.
  ///
  /// - Parameters:
  ///   - size: the signatures of commits up to this size are not checked, because they have been checked before.
  ///   - threads: how many threads work; nil for as many as the machine runs. The result does not depend on it.
  /// - Returns: the report, and what the events say.
  public func verifyWithDigests(since size: UInt64 = 0, threads: Int? = nil) -> LedgerVerification {
    let threads = threads ?? Threads.available
    var hasKeys = false
    var digests = VaultDigests()
    var incidents: [Event] = []
    var heads: [(sequence: UInt64, head: LookHead)] = []
    var clock = ClockCorrections()
    let silent = EventType.allCases.filter { type in
      !type.isIncident && !type.changesOperators && ![.monthClosed, .requested, .erased].contains(type)
        && !type.fields.contains { $0.name == "vault" }
    }
    let report = LogVerifier.verify(
      ledger: path, types: EventType.allCases.map(\.rawValue), silent: Set(silent.map(\.rawValue)),
      eventsOpenedBy: { bytes, line in
        do throws(EventError) {
          let event = try EventLine.readEvent(bytes, line, expecting: 0)
          return event.body.type == .ledgerOpened ? .opensLedger : .other
        } catch {
          return error.isOfNewerProgram ? .newer : .other
        }
      },
      historyClosedBy: { run, line in
        // Events of a silent type do not come here, and most registrations that name no digest are not read.
        if VaultDigests.namesNone(run.bytes, run.lines[line]) { return nil }
        let event: Event
        do { event = try Replay.event(run, line) } catch {
          digests.note(unreadable: error, at: run.firstSequence + UInt64(line))
          return nil
        }
        digests.note(event)
        if case .monthClosed(let close) = event.body, let head = close.looks { heads.append((event.sequence, head)) }
        clock.note(event)
        if event.body.givesKeys { hasKeys = true }
        if event.body.type.isIncident { incidents.append(event) }
        guard case .historyImported(let body) = event.body else { return nil }
        return UInt64(clamping: body.entries)
      },
      reading: { StrictLines.firstUnreadable(in: $0) }, threads: threads, from: keptStarts(),
      restarting: { (hasKeys, digests, incidents, heads, clock) = (false, VaultDigests(), [], [], ClockCorrections()) })
    digests.cut(at: report.size)
    let (signed, signatures) =
      hasKeys || report.signed > 0 ? checkSignatures(of: report, since: size, clock, threads) : (report, nil)
    return LedgerVerification(
      report: signed, digests: digests,
      incidents: incidents.filter { $0.sequence < report.size }.map(clock.corrected),
      lookHeads: heads.filter { $0.sequence < report.size }.map(\.head), signatures: signatures)
  }

  /// The starts of segments that the index keeps, which the verification compares with those it finds.
  ///
  /// The file is read as it is: a verification changes nothing, and puts nothing beside it.
  private func keptStarts() -> [LogStart] {
    guard let index = try? IndexFile(opening: indexPath, access: .asItLies), (try? index.stamp()) != nil else {
      return []
    }
    return (try? index.starts()) ?? []
  }

  /// Checks who signed the commits of a log that is sound so far.
  private func checkSignatures(
    of report: VerificationReport, since size: UInt64, _ clock: ClockCorrections, _ threads: Int
  ) -> (VerificationReport, SignatureSummary?) {
    switch report.outcome {
    case .whole, .tornTail: break
    case .corrupt, .unreadable: return (report, nil)
    }
    do {
      return (report, try LogReader(ledger: path).checkSignatures(since: size, clock: clock, threads: threads))
    } catch LogError.corrupt(let fault) {
      return (report.ended(with: .corrupt(fault)), nil)
    } catch {
      return (report.ended(with: .unreadable(error as? LogError ?? .corrupt(.opensNoLedger))), nil)
    }
  }
}

/// Reads the events of a block as strictly as a replay does, and refuses the same lines.
private enum StrictLines {
  static func firstUnreadable(in run: EventRun) -> UnreadableLine? {
    var frequent = FrequentLines(run.bytes)
    var names = EventBlock.Names(capacity: run.lines.count)
    for (number, line) in run.lines.enumerated() {
      let sequence = run.firstSequence + UInt64(number)
      if frequent.read(line, expecting: sequence, &names) != nil { continue }
      do throws(EventError) {
        let event = try EventLine.readEvent(run.bytes, line, expecting: sequence)
        guard case .policyAdopted(let body) = event.body else { continue }
        do throws(PolicyError) { _ = try body.readPolicy() } catch { return UnreadableLine(line: number, error) }
      } catch {
        if !error.isOfNewerProgram { return UnreadableLine(line: number, error) }
      }
    }
    return nil
  }
}
