import Foundation
import Ledger
import Subsidy
import Testing
import Values

/// Private values never enter the log by the texts of live entries.
@Suite struct PrivateTextTests {
  private static let person = idNumber("99020019800505123")
  private static let stranger = idNumber("99020019750101001")
  private static let account = "6222021234567890128"
  private static let secret =
    #"{"name":"欧阳小明","idNumber":"\#(person)","phone":"13800138000","account":"\#(account)"}"#

  /// A ledger with a registered person and an application under review.
  private static func ledger() throws -> TestLedger {
    let test = try TestLedger()
    try test.record(
      Entry.registered(privateData: secret), Entry.fact("flexible-registered"), Entry.fact("difficulty-recognised"),
      #"{"type":"applied","person":"p1","application":"a1","scheme":"jingdezhen","from":"2024-12","undertaking":true,"channel":"c"}"#
    )
    return test
  }

  /// An entry with a text in a field.
  private static func entry(_ field: String, _ text: String) -> String {
    switch field {
    case "source": Entry.contributed("2025-01").replacing(#""si""#, with: #""\#(text)""#)
    case "detail": Entry.fact("employed").replacing(#""source""#, with: #""detail":"\#(text)","source""#)
    case "reason": #"{"type":"annulled","of":3,"reason":"\#(text)"}"#
    case "finding": #"{"type":"visited","person":"p1","on":"2025-03-01","finding":"\#(text)"}"#
    case "work.kind":
      #"{"type":"reported","person":"p1","on":"2025-03-01","channel":"c","work":{"kind":"\#(text)","place":"x","hours":8,"incomeBand":"1"}}"#
    case "items[1]":
      #"{"type":"correction-requested","person":"p1","application":"a1","items":["照片","\#(text)"]}"#
    default: preconditionFailure(field)
    }
  }

  private static let fields = ["source", "detail", "reason", "finding", "work.kind", "items[1]"]

  @Test("an identity number, a mobile number and an account are refused in every free text", arguments: fields)
  func numbers(_ field: String) throws {
    let test = try Self.ledger()
    let before = try test.disk()
    for (text, kind) in [
      ("见 \(Self.stranger)", NumberOfPerson.idNumber), ("电话13912345678", .mobile), ("卡号 \(Self.account)", .account),
    ] {
      let found = try problems { try test.record(Self.entry(field, text)) }
      #expect(found == [1: .refused(.privateText(PrivateText(field: field, .number(kind))))])
    }
    #expect(try test.disk() == before)
  }

  @Test("the name of the entry's own person is refused in a free text, another's is not", arguments: fields)
  func names(_ field: String) throws {
    let test = try Self.ledger()
    if field != "reason" {
      // An annulment names an event, and so no person by name.
      let found = try problems { try test.record(Self.entry(field, "欧阳 小明本人")) }
      #expect(found == [1: .refused(.privateText(PrivateText(field: field, .name)))])
    }
    try test.record(Self.entry(field, "司马大光经手"))
  }

  @Test("the name of who acts for an applicant is refused in the entry's other texts")
  func delegates() throws {
    let test = try Self.ledger()
    try test.record(Entry.registered("p2"))
    let line =
      #"{"type":"applied","person":"p2","application":"b1","scheme":"jingdezhen","from":"2024-12","undertaking":true,"channel":"c","work":{"kind":"王五代办","since":"2024-01-01","incomeBand":"1"},"private":{"delegate":"王五"}}"#
    #expect(
      try problems { try test.record(line) }
        == [1: .refused(.privateText(PrivateText(field: "work.kind", .name)))])
  }

  @Test("receipts and identifiers are tested for identity numbers only")
  func designations() throws {
    let test = try Self.ledger()
    let notified =
      #"{"type":"notified","person":"p1","scheme":"jingdezhen","notice":"report-due","on":"2025-03-01","channel":"13912345678"}"#
    try test.record(notified)
    let checked =
      #"{"type":"checked","person":"p1","check":"c-\#(Self.stranger)","outcome":"passed","on":"2025-03-01","source":"s"}"#
    #expect(
      try problems { try test.record(checked) }
        == [1: .refused(.privateText(PrivateText(field: "check", .number(.idNumber))))])
    #expect(
      try problems { try test.record(Entry.fact("employed", id: "si/\(Self.stranger)")) }
        == [1: .refused(.privateText(PrivateText(field: "id", .number(.idNumber))))])
  }

  @Test("an identity number is no key of a new person, and one that an old ledger has goes on")
  func keys() throws {
    let test = try Self.ledger()
    #expect(
      try problems { try test.record(Entry.registered(Self.stranger, birth: "1975-01-01")) }
        == [1: .refused(.privateText(PrivateText(field: "person", .number(.idNumber))))])
    let old = try TestLedger(adopting: [])
    try old.history(Entry.past(Entry.registered(Self.stranger, birth: "1975-01-01"), "2020-01-01T00:00:00Z"))
    try old.record(Entry.contributed("2025-01", 60_000, Self.stranger))
    try old.record(Entry.registered(Self.stranger, birth: "1975-01-02"))
    #expect(try old.events().count == 5)
  }

  @Test("a request brings no private value into the log either, by the texts of the act that it asks for")
  func requests() throws {
    let test = try ConsentTests.paid()
    try test.record(Entry.fact("employed", from: "2025-01-10"))
    let demand = try #require(try test.ledger.demandRecovery(by: "op-1").first { $0.person == "p1" })
    let owed = demand.months.reduce(Fen.zero) { $0 + $1.amount }
    let line =
      #"{"type":"repaid","person":"p1","scheme":"jingdezhen","notice":"\#(demand.demand)","amountFen":\#(owed.value + 100),"receipt":"R-1"}"#
    _ = try test.ledger.record(test.file([line]), by: "op-1", key: nil, skipsRefused: false, aboveDebt: true)
    let before = try test.disk()
    #expect(
      try refusal {
        _ = try test.ledger.request(
          .refund(.init(demand.demand), Fen(100), reference: "T \(Self.stranger)"), AskedReason("x"), by: "asker")
      } == .privateText(PrivateText(field: "content.reference", .number(.idNumber))))
    #expect(try test.disk() == before)
  }

  @Test("a history is taken with whatever its texts hold")
  func histories() throws {
    let test = try TestLedger(adopting: [])
    try test.history(
      Entry.past(Entry.registered(), "2020-01-01T00:00:00Z"),
      Entry.past(
        Entry.contributed("2019-12").replacing(#""si""#, with: #""\#(Self.stranger)""#), "2020-01-02T00:00:00Z"))
    #expect(try test.events().count == 4)
  }

  @Test("a message never repeats what was found, and names its field")
  func message() throws {
    let test = try Self.ledger()
    let found = try #require(try problems { try test.record(Self.entry("finding", "电话13912345678")) })
    #expect(!"\(found)".contains("13912345678"))
  }

  @Test("every field with a text says what kind of text it is", arguments: EventType.allCases)
  func declarations(_ type: EventType) {
    func check(_ fields: [EventField]) {
      for field in fields {
        check(field.fields)
        let isText =
          switch field.form {
          case .text, .identifier, .personKey, .entryID, .identifiers, .persons, .texts, .reasons: true
          case .month, .date, .instant, .fen, .number, .months, .bool, .region, .sex, .outcome, .factCode, .sha256,
            .object, .demands, .basis, .parameters, .annulmentTarget, .formatOne, .treeHash, .notBeforeFrom, .place,
            .startMode, .weekHours, .entry, .disposition, .procedure, .objectionOutcome, .noEmployment, .act,
            .womenAge, .womenAgeOfWoman, .dateFromBirth, .insuranceKind, .dateUntilRecorded,
            .actContent, .caseEntries, .caseWorth, .roles, .keys:
            false
          }
        #expect((field.text != nil) == isText || field.name == "vault", "\(type.rawValue).\(field.name)")
      }
    }
    check(type.fields)
  }
}
