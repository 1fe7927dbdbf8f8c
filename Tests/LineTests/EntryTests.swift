import JSONText
import Policy
import Subsidy
import Testing
import Values

/// Entries are what people send: everything that the ledger writes itself is refused by name.
@Suite struct EntryTests {
  static let recordable = Sample.all.filter { $0.type.isRecordable }

  static func members(_ sample: Sample, _ source: LineSource) throws -> [JSONValue.Member] {
    let members = try Line.members(sample.event).without("seq")
    if source == .history { return members }
    let entry = members.without("recorded", "by", "vault")
    // The purpose of an entry of this type.
    return sample.type == .accountChanged
      ? entry + [.init("private", .object([.init("account", .string("62220000"))]))] : entry
  }

  @Test("the entry of a type reads as its event", arguments: recordable)
  func readsEntries(_ sample: Sample) throws {
    let entry = try Line.entry(EntryTests.members(sample, .entry))
    var body = sample.body
    body.seal(with: nil)
    #expect(
      entry == Entry(body: body, id: sample.event.id, key: sample.event.key, privateData: entry.privateData))
    #expect((entry.privateData != nil) == (sample.type == .accountChanged))
  }

  @Test("an entry does not say when, by whom or with what number it is recorded", arguments: recordable)
  func refusesTheLedgersOwnFields(_ sample: Sample) throws {
    let members = try EntryTests.members(sample, .entry)
    for (field, value) in [
      ("seq", JSONValue.number(1)), ("recorded", .string("2024-12-06T01:30:00Z")), ("by", .string("op")),
    ] {
      let error = eventError { () throws(EventError) in try Line.entry(members + [.init(field, value)]) }
      #expect(error == EventError(.notForEntries, field: field))
    }
  }

  @Test("a type that follows from commands is not for entries", arguments: Sample.all.filter { !$0.type.isRecordable })
  func refusesTheLedgersOwnTypes(_ sample: Sample) throws {
    let error = eventError { () throws(EventError) in
      try Line.entry(
        #"{"type":"\#(sample.type.rawValue)","person":"p1"}"#)
    }
    #expect(error == EventError(.notForEntries, field: "type", found: sample.type.rawValue))
  }

  @Test(
    "contract 3 and decision 15: record takes these types, a history all but those of the ledger and of its operators")
  func takenTypes() {
    let live: Set<EventType> = [
      .registered, .factRecorded, .applied, .verified, .withdrawn, .startConfirmed, .contributed, .debitFailed,
      .reported, .suspended, .resumed, .ended, .extended, .repaid, .writtenOff, .clawbackCancelled, .annulled,
      .checked, .notified, .visited, .correctionRequested, .putBack, .accountChanged, .objected, .objectionDecided,
      .claimed, .retirementChosen,
    ]
    #expect(Set(EventType.allCases.filter(\.isRecordable)) == live)
    #expect(
      Set(EventType.allCases.filter { !$0.isHistorical }) == [
        .ledgerOpened, .historyImported, .recovered, .operatorRegistered, .operatorChanged, .operatorRetired,
        .operatorRecovered, .erased,
      ])
  }

  @Test("a history brings its own time and operator", arguments: Sample.all.filter { $0.type.isHistorical })
  func readsHistory(_ sample: Sample) throws {
    let members = try EntryTests.members(sample, .history)
    let event = sample.event
    let entry = try Line.entry(members, .history)
    #expect(
      entry == Entry(body: event.body, id: event.id, key: event.key, recorded: event.recorded, by: event.by))
    for field in ["recorded", "by"] {
      let error = eventError { () throws(EventError) in try Line.entry(members.without(field), .history) }
      #expect(error == EventError(.missing, field: field))
    }
    let numbered = eventError { () throws(EventError) in
      try Line.entry(members + [.init("seq", .number(1))], .history)
    }
    #expect(numbered == EventError(.notForEntries, field: "seq"))
  }

  @Test("a history does not open a ledger", arguments: Sample.all.filter { !$0.type.isHistorical })
  func refusesTheLedgersOwnHistory(_ sample: Sample) throws {
    let members = try EntryTests.members(sample, .history)
    let error = eventError { () throws(EventError) in try Line.entry(members, .history) }
    #expect(error == EventError(.notForEntries, field: "type", found: sample.type.rawValue))
  }

  @Test("a history's adoption of a shipped pack need not repeat it", arguments: ShippedPacks.all.map(\.id.description))
  func fillsInShippedPacks(_ name: String) throws {
    let id = try #require(Identifier(name))
    let pack = try #require(ShippedPacks.pack(id))
    let line =
      #"{"type":"policy-adopted","recorded":"2024-12-06T01:30:00Z","by":"op","scheme":"\#(pack.scheme)","policy":"\#(name)","parameters":{}}"#
    let body = try #require(try Line.entry(line, .history).body.adopted)
    #expect(body.effectiveFrom == pack.effectiveFrom)
    #expect(try body.document == JSONValue(#require(ShippedPacks.text(id))))
    let later = line.replacing(#""parameters""#, with: #""effectiveFrom":"2025-01-01","parameters""#)
    let dated = try #require(try Line.entry(later, .history).body.adopted)
    #expect(dated.effectiveFrom == "2025-01-01")
    #expect(dated.document == body.document)
  }

  @Test("a pack that is not shipped must be there whole, and the log's own lines are never filled in")
  func fillsInNothingElse() throws {
    let line =
      #"{"type":"policy-adopted","recorded":"2024-12-06T01:30:00Z","by":"op","scheme":"x","policy":"x-1","parameters":{}}"#
    #expect(
      eventError { () throws(EventError) in try Line.entry(line, .history) } == EventError(.missing, field: "document"))
    let event = Array(
      #"{"seq":1,"type":"policy-adopted","recorded":"2024-12-06T01:30:00Z","by":"op","scheme":"liuzhou","policy":"liuzhou-2022-9","parameters":{}}"#
        .utf8)
    #expect(
      eventError { () throws(EventError) in try EventLine.readEvent(event, 0..<event.count) }
        == EventError(.missing, field: "document"))
    let noParameters =
      #"{"type":"policy-adopted","recorded":"2024-12-06T01:30:00Z","by":"op","scheme":"liuzhou","policy":"liuzhou-2022-9"}"#
    #expect(
      eventError { () throws(EventError) in try Line.entry(noParameters, .history) }
        == EventError(.missing, field: "parameters"))
  }

  @Test("an entry's fact does not end before it begins; one that is in the log is read as it is")
  func factEndsAfterItBegins() throws {
    let fields =
      #""type":"fact-recorded","person":"p1","fact":"employed","from":"2024-02-01","to":"2024-01-31","source":"s""#
    let expected = EventError(.illFormed(expected: .notBeforeFrom), field: "to", found: "2024-01-31")
    #expect(eventError { () throws(EventError) in try Line.entry("{\(fields)}") } == expected)
    let timed = #"{"recorded":"2024-12-06T01:30:00Z","by":"op",\#(fields)}"#
    #expect(eventError { () throws(EventError) in try Line.entry(timed, .history) } == expected)
    let event = Array(#"{"seq":1,"recorded":"2024-12-06T01:30:00Z","by":"op",\#(fields)}"#.utf8)
    #expect(eventError { () throws(EventError) in try EventLine.readEvent(event, 0..<event.count) } == nil)
    let oneDay = fields.replacing("2024-01-31", with: "2024-02-01")
    #expect(eventError { () throws(EventError) in try Line.entry("{\(oneDay)}") } == nil)
  }

  @Test("LY05 LG08 employment data stand only with a registration as flexibly employed, and each field has its form")
  func employment() throws {
    func entry(_ fact: String, _ employment: String) -> String {
      #"{"type":"fact-recorded","person":"p1","fact":"\#(fact)","from":"2024-02-01","source":"s","employment":\#(employment)}"#
    }
    func fault(_ fact: String, _ employment: String) -> EventError? {
      eventError { () throws(EventError) in try Line.entry(entry(fact, employment)) }
    }
    let bare = try Line.entry(entry("flexible-registered", #"{"entry":"first","urban":false}"#))
    guard case .factRecorded(let fact) = bare.body else { throw EventError(.missing, field: "employment") }
    #expect(fact.employment == .init(entry: .first, isUrban: false))
    #expect(
      fault("employed", #"{"entry":"first","urban":true}"#)
        == EventError(.illFormed(expected: .noEmployment), field: "employment"))
    #expect(fault("flexible-registered", #"{"urban":true}"#) == EventError(.missing, field: "employment.entry"))
    #expect(fault("flexible-registered", #"{"entry":"first"}"#) == EventError(.missing, field: "employment.urban"))
    let forms: [(String, EventError.Expected)] = [
      (#""entry":"second""#, .entry), (#""entry":"first","urban":1"#, .bool),
      (#""entry":"first","urban":true,"place":"37""#, .region),
      (#""entry":"first","urban":true,"hours":169"#, .weekHours),
      (#""entry":"first","urban":true,"incomeFen":"3""#, .fen),
    ]
    for (fields, form) in forms {
      #expect(fault("flexible-registered", "{\(fields)}")?.kind == .illFormed(expected: form), "\(fields)")
    }
    #expect(
      fault("flexible-registered", #"{"entry":"first","urban":true,"wage":1}"#)
        == EventError(.unknown, field: "employment.wage"))
  }

  @Test("private data belong to registrations alone, as an object, and an entry brings no digest")
  func privateData() throws {
    let fields = #""type":"registered","person":"p1","birth":"1975-02-01","sex":"male","household":"450200""#
    let entry = try Line.entry(#"{\#(fields),"private":{"name":"张三"}}"#)
    #expect(entry.privateData == .object([.init("name", .string("张三"))]))
    let wrong = eventError { () throws(EventError) in try Line.entry(#"{\#(fields),"private":"张三"}"#) }
    #expect(wrong == EventError(.illFormed(expected: .object), field: "private"))
    let digest = eventError { () throws(EventError) in try Line.entry(#"{\#(fields),"vault":"00"}"#) }
    #expect(digest == EventError(.unknown, field: "vault"))
    let other = eventError { () throws(EventError) in
      try Line.entry(#"{"type":"withdrawn","person":"p1","application":"a","private":{}}"#)
    }
    #expect(other == EventError(.unknown, field: "private"))
  }

  @Test(
    "lines that are no JSON object of the contract",
    arguments: ["", "{", "[]", "1", "nonsense", #"{"type":"withdrawn","person":"p1","application":"a"}}"#, "{}x"])
  func refusesOtherJSON(_ text: String) {
    #expect(eventError { () throws(EventError) in try Line.entry(text) }?.isJSON == true)
  }

  @Test("amounts are whole fen from 0 to 10^12", arguments: ["1e4", "12.0", "-1", "1000000000001", "01", "+1"])
  func refusesOtherNumbers(_ number: String) {
    let line =
      #"{"type":"contributed","person":"p1","month":"2024-11","amountFen":\#(number),"paidOn":"2024-11-20","source":"s"}"#
    #expect(eventError { () throws(EventError) in try Line.entry(line) }?.isJSON == true)
  }
}

extension String {
  /// Replaces the first occurrence of a text.
  func replacing(_ old: String, with new: String) -> String {
    guard let range = self.firstRange(of: old) else { return self }
    return String(self[..<range.lowerBound]) + new + String(self[range.upperBound...])
  }
}

extension EventError {
  var isJSON: Bool { if case .json = kind { true } else { false } }
}

extension EventBody {
  var adopted: PolicyAdopted? { if case .policyAdopted(let body) = self { body } else { nil } }
}
