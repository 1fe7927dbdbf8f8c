import Values

extension PersonHistory {
  /// The findings about values that no live entry could have had, one for each code and month.
  ///
  /// - Parameters:
  ///   - person: whose events count.
  ///   - birth: the person's birth, as last registered.
  /// - Returns: the findings, in the order of their keys.
  func valueFindings(of person: Identifier, birth: CivilDate?) -> [Finding] {
    var found: [FindingKey: (code: Finding.Code, events: [Event])] = [:]
    func note(_ code: Finding.Code, _ event: Event, month: Month? = nil) {
      found[Finding(code, person: person, month: month).key, default: (code, [])].events.append(event)
    }
    func look(at event: Event) {
      guard event.body.person == person else { return }
      switch event.body {
      case .contributed(let body):
        if let fault = PersonState.Contribution(body).impossible(at: event.recorded) {
          note(.impossible(fault), event, month: body.month)
        }
      case .factRecorded(let body):
        if let birth, PersonState.Fact(body.fact, from: body.from, to: body.to).isBefore(birth) {
          note(.impossible(.beforeBirth), event)
        }
      default: break
      }
      if event.body.hasValueOutOfBounds { note(.beyondBounds, event) }
    }
    // An event is wide: handed to a function it is copied once, in a loop once for each use.
    for index in effective.indices { look(at: effective[index]) }
    return found.sorted { $0.key.description < $1.key.description }.map { key, found in
      Finding(
        found.code, person: person, month: key.month, responsible: found.events.map(\.by),
        sequences: found.events.map(\.sequence))
    }
  }
}
