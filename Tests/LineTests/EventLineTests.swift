import EventLog
import JSONText
import Subsidy
import Testing
import Values

/// Contract section 3: the fields of every event type, no more and no less, read in any order and written in one.
@Suite struct EventLineTests {
  @Test("every event type has a sample")
  func everyTypeHasASample() {
    #expect(Set(Sample.all.map(\.type)) == Set(EventType.allCases))
    #expect(Sample.all.count == EventType.allCases.count)
  }

  @Test("what is written reads back the same, in any order and with blanks", arguments: Sample.all)
  func readsBack(_ sample: Sample) throws {
    let bytes = Line.bytes(sample.event)
    #expect(try EventLine.readEvent(bytes, 0..<bytes.count) == sample.event)
    #expect(!bytes.contains { $0 < 0x20 })
    let members = try Line.members(sample.event)
    #expect(try Line.event(members) == sample.event)
    #expect(try Line.event(members.reversed()) == sample.event)
    #expect(try Line.event(members, blank: " ") == sample.event)
    #expect(try Line.event(members.reversed(), blank: "  ") == sample.event)
  }

  @Test("what a fold has to know before it begins is told by a line's beginning", arguments: Sample.all)
  func speaksOfEarlier(_ sample: Sample) throws {
    let bytes = Line.bytes(sample.event)
    let speaks = [
      EventType.annulled, .reversed, .requested, .historyImported, .recovered, .clockCorrected, .monthReopened,
      .samePerson, .operatorRegistered, .operatorChanged, .operatorRetired, .operatorRecovered,
    ].contains(sample.type)
    #expect(EventLine.maySpeakOfEarlier(bytes, 0..<bytes.count) == speaks)
  }

  @Test("contract 3, 6: what may say who has which keys is told by a line's beginning", arguments: Sample.all)
  func saysWhoSigns(_ sample: Sample) throws {
    let bytes = Line.bytes(sample.event)
    let says = [
      EventType.ledgerOpened, .requested, .historyImported, .operatorRegistered, .operatorChanged, .operatorRetired,
      .operatorRecovered,
    ].contains(sample.type)
    #expect(EventLine.maySayWhoSigns(bytes, 0..<bytes.count) == says)
  }

  @Test("who recorded an event is told by its line's beginning, in the writer's order alone", arguments: Sample.all)
  func tellsAuthor(_ sample: Sample) throws {
    func author(_ bytes: [UInt8]) -> String? {
      let run = EventRun(bytes: bytes, lines: [2..<bytes.count], firstSequence: 41, segment: 0, offset: 0)
      return run.author(of: 0).map { String(decoding: bytes[$0], as: UTF8.self) }
    }
    let bytes = Line.bytes(sample.event)
    #expect(author([0, 0] + bytes) == "op-017")
    let members = try Line.members(sample.event)
    #expect(author([0, 0] + Array(Line.text(.object(members.reversed())).utf8)) == nil)
  }

  @Test(
    "contract 3, 6: every event that names money of the office is counted before somebody signs it",
    arguments: Sample.all)
  func namesMoney(_ sample: Sample) {
    // Contributions of people are not the office's money, and a draft comes with its items.
    let isCounted =
      sample.type != .contributed && (sample.forms["amountFen"] != nil || sample.forms["months"] == .demands)
    let money = LedgerState().money(of: [sample.body])
    #expect((money?.items ?? 0) == (isCounted ? 1 : 0) && (money != nil) == isCounted)
    #expect(!isCounted || money!.amount > .zero)
  }

  @Test("the writer's order is that of the table", arguments: Sample.all)
  func writesCommonFieldsFirst(_ sample: Sample) throws {
    let keys = try Line.members(sample.event).map(\.key)
    #expect(keys.prefix(6) == ["seq", "type", "recorded", "by", "key", "id"])
    #expect(Set(keys.dropFirst(6)) == Set(sample.forms.keys))
  }

  @Test("a field that is not there is missing by name, unless it may be", arguments: Sample.all)
  func namesTheMissingField(_ sample: Sample) throws {
    let members = try Line.members(sample.event)
    for member in members {
      let error = eventError { () throws(EventError) in try Line.event(members.without(member.key)) }
      if sample.isOptional(member.key) {
        #expect(error == nil, "\(member.key)")
      } else {
        #expect(error == EventError(.missing, field: member.key))
      }
    }
  }

  @Test("a field that the type does not have is unknown by name, first or last", arguments: Sample.all)
  func namesTheUnknownField(_ sample: Sample) throws {
    let members = try Line.members(sample.event)
    let extra = JSONValue.Member("colour", .string("red"))
    for line in [members + [extra], [extra] + members] {
      #expect(eventError { () throws(EventError) in try Line.event(line) } == EventError(.unknown, field: "colour"))
    }
  }

  @Test("a field of another type is unknown, not passed over", arguments: Sample.all)
  func namesForeignFields(_ sample: Sample) throws {
    let members = try Line.members(sample.event)
    for foreign in ["amountFen", "outcome", "private", "annulled"] where sample.forms[foreign] == nil {
      let error = eventError { () throws(EventError) in try Line.event(members + [.init(foreign, .number(1))]) }
      #expect(error == EventError(.unknown, field: foreign))
    }
  }

  @Test("the same field twice is repeated, by name", arguments: Sample.all)
  func namesTheRepeatedField(_ sample: Sample) throws {
    let members = try Line.members(sample.event)
    for member in members {
      let error = eventError { () throws(EventError) in try Line.event(members + [member]) }
      #expect(error == EventError(.repeated, field: member.key))
    }
  }

  @Test("a value of another form is named with the form that it must have", arguments: Sample.all)
  func namesTheIllFormedField(_ sample: Sample) throws {
    let members = try Line.members(sample.event)
    for member in members {
      let form = try #require(sample.form(of: member.key), "\(member.key)")
      var wrong: [JSONValue] = [.null, .string("")]
      if form != .reasons { wrong.append(.array([])) }
      if form != .bool { wrong.append(.bool(true)) }
      if form == .bool { wrong.append(.number(1)) }
      if form == .text || form == .instant || form == .month { wrong.append(.number(1)) }
      for value in wrong {
        let error = eventError { () throws(EventError) in try Line.event(members.replacing(member.key, value)) }
        #expect(error?.kind == .illFormed(expected: form), "\(member.key): \(value)")
        #expect(error?.field == member.key)
      }
    }
  }

  @Test("a number out of sequence names the one that was due")
  func namesTheNextNumber() {
    let bytes = Line.bytes(Sample.all[0].event)
    let error = eventError { () throws(EventError) in try EventLine.readEvent(bytes, 0..<bytes.count, expecting: 42) }
    #expect(error == EventError(.outOfSequence(expected: 42), field: "seq", found: "41"))
  }

  @Test("a line with many more fields than any type names one that is unknown, or says that there are too many")
  func manyFields() throws {
    let extra = (0..<70).map { JSONValue.Member("x\($0)", .number(1)) }
    let members = try Line.members(Sample.all[3].event)
    let few = eventError { () throws(EventError) in
      try Line.event(extra.prefix(JSONMembers.capacity - members.count) + members)
    }
    #expect(few == EventError(.unknown, field: "x0"))
    let many = eventError { () throws(EventError) in try Line.event(extra + members) }
    #expect(many?.kind.isTooManyMembers == true)
  }

  @Test(
    "nested fields are named with their path",
    arguments: [
      (EventType.registered, "prior", ["firstApproved", "months"]),
      (.applied, "work", ["kind", "since", "incomeBand"]),
      (.reported, "work", ["kind", "place", "hours", "incomeBand"]), (.approved, "basis", ["kind", "month"]),
    ])
  func namesNestedFields(_ type: EventType, _ field: String, _ nested: [String]) throws {
    let sample = try #require(Sample.all.first { $0.type == type })
    let members = try Line.members(sample.event)
    let inner = try #require(members.first { $0.key == field }?.value.members)
    #expect(inner.map(\.key) == nested)
    for name in nested {
      let missing = members.replacing(field, .object(inner.without(name)))
      #expect(
        eventError { () throws(EventError) in try Line.event(missing) }
          == EventError(.missing, field: "\(field).\(name)"))
      let wrong = eventError { () throws(EventError) in
        try Line.event(members.replacing(field, .object(inner.replacing(name, .bool(false)))))
      }
      #expect(wrong?.field == "\(field).\(name)")
    }
    let extra = members.replacing(field, .object(inner + [.init("colour", .null)]))
    #expect(
      eventError { () throws(EventError) in try Line.event(extra) } == EventError(.unknown, field: "\(field).colour"))
    #expect(try Line.event(members.replacing(field, .object(inner.reversed()))) == sample.event)
  }

  @Test(
    "values that no form has",
    arguments: [
      (EventType.contributed, "month", JSONValue.string("2024-13"), EventError.Expected.month),
      (.contributed, "month", .string("2024-1"), .month), (.contributed, "paidOn", .string("2023-02-29"), .date),
      (.contributed, "person", .string("p.1"), .personKey),
      (.contributed, "person", .string(String(repeating: "p", count: 65)), .personKey),
      (.contributed, "recorded", .string("2024-12-06T01:30:00+08:00"), .instant),
      (.contributed, "by", .string("op 1"), .identifier),
      (.contributed, "id", .string(String(repeating: "i", count: 65)), .entryID),
      (.contributed, "amountFen", .string("27000"), .fen), (.registered, "household", .string("45020"), .region),
      (.registered, "sex", .string("f"), .sex), (.verified, "outcome", .string("pass"), .outcome),
      (.factRecorded, "fact", .string("job"), .factCode), (.extended, "months", .string("12"), .months),
      (.ledgerOpened, "format", .number(2), .formatOne), (.ledgerOpened, "hash", .string("sha512"), .treeHash),
      (.batchExported, "sha256", .string(String(repeating: "A", count: 64)), .sha256),
      (.batchExported, "sha256", .string("00"), .sha256), (.annulled, "of", .string(""), .annulmentTarget),
      (.policyAdopted, "parameters", .object([.init("rate", .number(1))]), .parameters),
      (.approved, "basis", .object([.init("kind", .string("years")), .init("months", .number(1))]), .basis),
      (.clawedBack, "months", .array([.object([.init("month", .string("2024-11"))])]), .demands),
      (.applied, "place", .string("birthplace"), .place), (.applied, "district", .string("1101"), .region),
      (.applied, "materials", .array([.string("a"), .string("b c")]), .identifiers),
      (.applied, "materials", .array([.number(1)]), .identifiers),
      (.startConfirmed, "mode", .string("refund"), .startMode), (.checked, "outcome", .string("unknown"), .outcome),
      (.correctionRequested, "items", .array([.string("a"), .string("")]), .texts),
      (.correctionRequested, "items", .string("a"), .texts),
      (.sampleDrawn, "persons", .array([.string("p.1")]), .persons),
      (.sampleDrawn, "seed", .string("a b"), .identifier), (.sampleDrawn, "populationSha256", .string("00"), .sha256),
    ] as [(EventType, String, JSONValue, EventError.Expected)])
  func refusesTheForm(
    _ type: EventType, _ field: String, _ value: JSONValue, _ expected: EventError.Expected
  ) throws {
    let sample = try #require(Sample.all.first { $0.type == type })
    let members = try Line.members(sample.event).replacing(field, value)
    let error = eventError { () throws(EventError) in try Line.event(members) }
    #expect(error?.kind == .illFormed(expected: expected))
    #expect(error?.field == field)
  }

  @Test("a type that does not exist is named")
  func namesTheUnknownType() throws {
    let members = try Line.members(Sample.all[0].event).replacing("type", .string("payed"))
    #expect(
      eventError { () throws(EventError) in try Line.event(members) }
        == EventError(.unknownType, field: "type", found: "payed"))
  }

  @Test("BJ41 a week has at most 168 hours", arguments: [(0, true), (24, true), (168, true), (169, false)])
  func weekHours(_ hours: Int64, _ isTaken: Bool) throws {
    let line =
      #"{"type":"reported","person":"p1","on":"2024-11-20","channel":"c","work":{"kind":"k","place":"p","hours":\#(hours),"incomeBand":"b"}}"#
    let error = eventError { () throws(EventError) in try Line.entry(line) }
    #expect(
      error
        == (isTaken ? nil : EventError(.illFormed(expected: .weekHours), field: "work.hours", found: "\(hours)")))
  }

  @Test("what an entry does not name is not written", arguments: Sample.all.filter { !$0.optional.isEmpty })
  func writesNoOptionalField(_ sample: Sample) throws {
    let bare = try Line.members(sample.event).filter { !sample.optional.contains($0.key) }
    #expect(try Line.members(Line.event(bare)).map(\.key) == bare.map(\.key))
  }

  @Test("an event stays small enough to be copied freely")
  func size() {
    #expect(MemoryLayout<EventBody>.size <= MemoryLayout<Paid>.size + 1)
  }

  @Test("an annulment names a number or an id, and nothing is lost")
  func annulmentTargets() throws {
    for target in [Annulled.Target.sequence(0), .sequence(999_999_999_999), .id("41"), .id(Sample.entryID("a:b/c"))] {
      let event = Event(
        sequence: 1, recorded: "2024-12-06T01:30:00Z", by: "op", body: .annulled(Annulled(of: target, reason: "错")))
      let bytes = Line.bytes(event)
      #expect(try EventLine.readEvent(bytes, 0..<bytes.count) == event)
    }
  }

  @Test(
    "reasons are codes with or without a clause",
    arguments: [
      (#"[{"code":"a","clause":"三.2"}]"#, [RejectionReason(code: "a", clause: "三.2")]),
      (#"[{"clause":null,"code":"a"}]"#, [RejectionReason(code: "a", clause: nil)]),
      (#"[{"code":"a"}]"#, [RejectionReason(code: "a", clause: nil)]),
      (#"["a",{"code":"b","clause":"七"}]"#, [.init(code: "a", clause: nil), .init(code: "b", clause: "七")]),
      (#"[]"#, []), (#"[{"clause":"三"}]"#, nil), (#"[{"code":""}]"#, nil), (#"[""]"#, nil),
      (#"[{"code":"a","why":"b"}]"#, nil), (#"[{"code":"a","clause":1}]"#, nil), (#"{"code":"a"}"#, nil),
      (#"[1]"#, nil), (#""a""#, nil),
    ] as [(String, [RejectionReason]?)])
  func reasonForms(_ json: String, _ expected: [RejectionReason]?) throws {
    let line = #"{"type":"verified","person":"p1","application":"a","stage":"s","outcome":"failed","reasons":\#(json)}"#
    do throws(EventError) {
      let entry = try Line.entry(line)
      guard case .verified(let body) = entry.body else {
        Issue.record("another type")
        return
      }
      #expect(body.reasons == expected)
    } catch {
      #expect(expected == nil)
      let hasOtherField = json.contains("why")
      #expect(error.kind == (hasOtherField ? .unknown : .illFormed(expected: .reasons)))
      #expect(error.field == (hasOtherField ? "reasons[0].why" : "reasons"))
    }
  }
}

extension EventError.Kind {
  var isTooManyMembers: Bool { if case .json(.tooManyMembers, _) = self { true } else { false } }
}
