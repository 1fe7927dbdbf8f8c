import Policy
package import Subsidy
import Values

/// What an event says, as a line of somebody's history; the Chinese is that of the paper 台账.
package struct EventWords {
  /// What kind of thing happened.
  package let matter: Text
  /// Its particulars.
  package let content: Text
  /// The clause that the event itself names.
  package let clause: String?

  /// The words of an event.
  package init(_ body: EventBody) {
    let line = LedgerWords.line(of: body)
    let (matter, content) = EventWords.english(body)
    self.matter = Text(en: matter, zh: line.matter.printable)
    self.content = Text(en: content.compactMap { $0 }.joined(separator: ", ").printable, zh: line.content.printable)
    clause = line.clause
  }

  private static func english(_ body: EventBody) -> (String, [String?]) {
    switch body {
    case .registered, .factRecorded, .contributed, .debitFailed, .reported, .checked, .visited, .notified:
      personLine(body)
    case .applied, .verified, .approved, .rejected, .withdrawn, .startConfirmed, .correctionRequested:
      applicationLine(body)
    case .suspended, .resumed, .ended, .extended: claimLine(body)
    case .paymentOrdered, .paid, .paymentReturned, .clawedBack, .repaid, .putBack, .writtenOff, .clawbackCancelled:
      moneyLine(body)
    case .batchApproved(let body): ("batch approved", ["batch \(body.batch)"])
    case .batchCancelled(let body): ("batch cancelled", ["batch \(body.batch)"])
    case .annulled(let body):
      switch body.of {
      case .sequence(let number): ("annulled", ["event \(number)", body.reason])
      case .id(let id): ("annulled", ["entry \(id)", body.reason])
      }
    case .findingDisposed(let body):
      ("finding disposed of", ["\(body.finding)", body.outcome.words.en, body.note])
    case .ledgerOpened, .policyAdopted, .batchDrafted, .batchExported, .historyImported, .recovered, .sampleDrawn,
      .paperIssued, .listChecked, .fundsRequested, .fundsReceived, .monthClosed:
      (body.type.rawValue, [])
    }
  }

  private static func personLine(_ body: EventBody) -> (String, [String?]) {
    switch body {
    case .registered(let body):
      let prior = body.prior.map { "\($0.months) months enjoyed elsewhere, first approved \($0.firstApproved)" }
      return ("registered", ["household \(body.household)", prior])
    case .factRecorded(let body):
      let days = body.to.map { "\(body.from) to \($0)" } ?? "from \(body.from)"
      return ("fact recorded", [body.fact.words.en, days, body.detail, "source \(body.source)"])
    case .contributed(let body):
      let amount = body.amount == .zero ? "refunded" : "\(body.amount.yuan) yuan"
      return ("contributed", ["\(body.month)", amount, "on \(body.paidOn)", "source \(body.source)"])
    case .debitFailed(let body): return ("debit failed", ["\(body.month)", "source \(body.source)"])
    case .reported(let body):
      let work = body.work.map { "\($0.kind) at \($0.place), \($0.hours) hours a week, income \($0.incomeBand)" }
      return ("reported", ["on \(body.on)", body.channel, work])
    case .checked(let body):
      let outcome = body.hasPassed ? "passed" : "failed"
      return ("checked", ["\(body.check) \(outcome)", "on \(body.on)", body.detail, "source \(body.source)"])
    case .visited(let body): return ("visited", ["on \(body.on)", body.finding])
    case .notified(let body):
      let application = body.application.map { "application \($0)" }
      return ("notified", ["\(body.notice)", "on \(body.on)", body.channel, application])
    default: return (body.type.rawValue, [])
    }
  }

  private static func applicationLine(_ body: EventBody) -> (String, [String?]) {
    switch body {
    case .applied(let body):
      let work = body.work.map { "\($0.kind) since \($0.since), income \($0.incomeBand)" }
      return (
        "applied",
        [
          "application \(body.application)", "\(body.scheme)", "from \(body.from)", body.channel, work,
          body.delegate.map { "through \($0)" }, body.undertaking ? "undertaking signed" : "no undertaking",
        ]
      )
    case .verified(let body):
      return (
        body.hasPassed ? "review passed" : "review failed",
        ["application \(body.application)", "stage \(body.stage)"] + body.reasons.map { Text.code($0.code).en }
      )
    case .approved(let body):
      return ("approved", ["application \(body.application)", "from \(body.from)", body.basis.words.en, "pack \(body.policy)"])
    case .rejected(let body):
      return ("rejected", ["application \(body.application)"] + body.reasons.map { Text.code($0.code).en })
    case .withdrawn(let body): return ("withdrawn", ["application \(body.application)"])
    case .startConfirmed(let body):
      return ("first month confirmed", ["application \(body.application)", "\(body.from)", body.mode?.rawValue])
    case .correctionRequested(let body):
      return ("correction requested", ["application \(body.application)"] + body.items + [body.reason])
    default: return (body.type.rawValue, [])
    }
  }

  private static func claimLine(_ body: EventBody) -> (String, [String?]) {
    switch body {
    case .suspended(let body):
      return ("suspended", ["\(body.scheme)", "from \(body.from)", Text.code(body.reason).en])
    case .resumed(let body): return ("resumed", ["\(body.scheme)", "from \(body.from)"])
    case .ended(let body): return ("ended", ["\(body.scheme)", "from \(body.from)", Text.code(body.reason).en])
    case .extended(let body): return ("extended", ["\(body.scheme)", "\(body.months) months", body.reason])
    default: return (body.type.rawValue, [])
    }
  }

  private static func moneyLine(_ body: EventBody) -> (String, [String?]) {
    switch body {
    case .paymentOrdered(let body):
      return ("ordered", ["\(body.scheme)", "\(body.month)", "\(body.amount.yuan) yuan", "batch \(body.batch)"])
    case .paid(let body):
      let reference = body.reference.map { "reference \($0)" }
      return (
        "paid", ["\(body.scheme)", "\(body.month)", "\(body.amount.yuan) yuan", "batch \(body.batch)", reference]
      )
    case .paymentReturned(let body):
      return (
        "returned",
        ["\(body.scheme)", "\(body.month)", "\(body.amount.yuan) yuan", "batch \(body.batch)", "code \(body.code)"]
      )
    case .clawedBack(let body):
      let months = body.months.map { "\($0.month) \($0.amount.yuan) yuan" }.joined(separator: ", ")
      let reasons = body.reason.split(separator: ", ").map { Text.code(String($0)).en }.joined(separator: ", ")
      return ("demanded back", ["notice \(body.notice)", months, reasons, body.debtor.map { "from \($0)" }])
    case .repaid(let body):
      return ("repaid", ["notice \(body.notice)", "\(body.amount.yuan) yuan", "receipt \(body.receipt)"])
    case .putBack(let body):
      return (
        "put back", ["notice \(body.notice)", "\(body.amount.yuan) yuan", "\(body.unit)", "receipt \(body.receipt)"]
      )
    case .writtenOff(let body):
      return ("written off", ["notice \(body.notice)", "\(body.amount.yuan) yuan", body.authority])
    case .clawbackCancelled(let body): return ("demand cancelled", ["notice \(body.notice)", body.authority])
    default: return (body.type.rawValue, [])
    }
  }
}

extension Text {
  /// An event by its number, in a sentence.
  package static func event(_ event: Event) -> Text {
    let words = EventWords(event.body)
    let number = event.sequence
    return Text(
      en: "event \(number): \(words.matter.en), \(words.content.en)",
      zh: "事件 \(number)：\(words.matter.zh)，\(words.content.zh)")
  }
}
