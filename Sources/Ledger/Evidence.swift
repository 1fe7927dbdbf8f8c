import Subsidy
import Values

/// The events that bear on some persons, gathered in one pass over the log.
struct Evidence {
  private var own: [Identifier: [Event]] = [:]
  private var batches: [Identifier: [Event]] = [:]
  private var annulments: [Annulled.Target: [Event]] = [:]

  /// Takes an event in; one that bears on none of the persons is passed over.
  mutating func note(_ event: Event, _ persons: Set<Identifier>) {
    if let person = event.body.person {
      if persons.contains(person) { own[person, default: []].append(event) }
      return
    }
    switch event.body {
    case .batchDrafted(let body): batches[body.batch, default: []].append(event)
    case .batchApproved(let body), .batchCancelled(let body): batches[body.batch, default: []].append(event)
    case .annulled(let body): annulments[body.of, default: []].append(event)
    default: break
    }
  }

  /// A person's own events with the annulments of any of them, in the order of the log.
  func history(of person: Identifier) -> [Event] {
    let theirs = own[person] ?? []
    return (theirs + theirs.flatMap(annulments(of:))).sorted { $0.sequence < $1.sequence }
  }

  /// A person's events with the events of their batches and the annulments of their events.
  func events(of person: Identifier) -> [Event] {
    let history = history(of: person)
    var named: Set<Identifier> = []
    for event in history {
      switch event.body {
      case .paymentOrdered(let body): named.insert(body.batch)
      case .paid(let body): named.insert(body.batch)
      case .paymentReturned(let body): named.insert(body.batch)
      default: break
      }
    }
    return (history + named.flatMap { batches[$0] ?? [] }).sorted { $0.sequence < $1.sequence }
  }

  private func annulments(of event: Event) -> [Event] {
    (annulments[.sequence(event.sequence)] ?? []) + (event.id.flatMap { annulments[.id($0)] } ?? [])
  }
}
