import Ledger
import Policy
import Subsidy
import Testing
import Values

/// A past brought in: only its form is checked, and a failure leaves nothing of it behind.
@Suite struct HistoryTests {
  static let early = "2020-01-01T00:00:00Z"

  /// A ledger that was opened in 2019 and holds nothing else.
  static func ledger() throws -> TestLedger { try TestLedger(adopting: []) }

  @Test("a bad past is loaded as it is and closed with what it was")
  func imports() throws {
    let test = try HistoryTests.ledger()
    let file = try test.file(
      [
        Entry.past(
          #"{"type":"policy-adopted","scheme":"jingdezhen","policy":"jingdezhen-2024-139","parameters":{}}"#,
          HistoryTests.early),
        Entry.past(Entry.registered(), HistoryTests.early, by: "op-a"),
        // Never ordered, never approved, and paid twice: a past is not decided.
        Entry.past(
          #"{"type":"paid","person":"p1","scheme":"jingdezhen","month":"2025-01","amountFen":50000,"batch":"b1"}"#,
          "2025-02-01T00:00:00Z", by: "op-b"),
        Entry.past(
          #"{"type":"paid","person":"p1","scheme":"jingdezhen","month":"2025-01","amountFen":50000,"batch":"b1"}"#,
          "2025-02-01T00:00:00Z", by: "op-b"),
      ], name: "past.jsonl")
    let outcome = try test.ledger.importHistory(file)
    #expect(outcome.entries == 4)
    let events = try test.events()
    #expect(events.map(\.body.type) == [.ledgerOpened, .policyAdopted, .registered, .paid, .paid, .historyImported])
    #expect(events[2].by == "op-a")
    #expect(events.last?.recorded == Instant("2025-02-01T00:00:00Z")!)
    guard case .historyImported(let closed)? = events.last?.body else { return }
    #expect(closed.file == "past.jsonl")
    #expect(closed.entries == 4)
    #expect(closed.importedAt == test.clock.now)
    guard case .policyAdopted(let adopted) = events[1].body else { return }
    #expect(adopted.effectiveFrom == CivilDate("2024-12-06")!)
    let last = try #require(try test.log.split(separator: "\n").last)
    #expect(last.hasSuffix(#""history":true}}"#))
    #expect(try test.month("2025-01").paid == Fen(100_000))
    _ = try test.ledger.rebuildProjections()
    try test.check()
  }

  @Test("every line that cannot be taken is named, and the ledger is as it was")
  func refuses() throws {
    let test = try HistoryTests.ledger()
    let before = try test.disk()
    let later = "2024-01-01T00:00:00Z"
    let hash = String(repeating: "0", count: 64)
    let found = try problems {
      try test.history(
        Entry.past(Entry.registered(id: "r1"), later), Entry.past(Entry.contributed("2023-01"), HistoryTests.early),
        Entry.past(Entry.contributed("2023-01"), "2025-04-10T02:00:01Z"),
        Entry.past(Entry.contributed("2023-01", 1, "p2"), later), Entry.past(Entry.registered("p3", id: "r1"), later),
        Entry.past(Entry.registered(id: "r1"), later),
        Entry.past(Entry.fact("employed", from: "2023-02-01", to: "2023-01-31"), later), Entry.registered(), "",
        Entry.past(
          #"{"type":"policy-adopted","scheme":"beijing","policy":"beijing-2019-1","parameters":{}}"#, later),
        Entry.past(#"{"type":"suspended","person":"p1","scheme":"nowhere","from":"2023-01","reason":"r"}"#, later),
        Entry.past(
          #"{"type":"sample-drawn","scheme":"liuzhou","sample":"s","seed":"x","population":2,"populationSha256":"\#(hash)","persons":["p1","p7"]}"#,
          later))
    }
    #expect(
      found?.filter { $0.key != 10 } == [
        2: .recordedBefore(Instant(later)!, found: Instant(HistoryTests.early)!),
        3: .recordedAfterImport(now: test.clock.now, found: Instant("2025-04-10T02:00:01Z")!),
        4: .refused(.unknownPerson("p2")), 5: .refused(.idTaken("r1")),
        7: .form(EventError(.illFormed(expected: .notBeforeFrom), field: "to", found: "2023-01-31")),
        8: .form(EventError(.missing, field: "recorded")), 9: .empty, 11: .refused(.unknownScheme("nowhere")),
        12: .refused(.unknownPerson("p7")),
      ])
    guard case .policy(let error)? = found?[10] else {
      Issue.record("the adoption without an amount was taken")
      return
    }
    #expect(error.path == "parameters.amountFen")
    #expect(try test.disk() == before)
    try test.check()
  }

  @Test("nothing before the log's last event is taken")
  func beforeTheLog() throws {
    let test = try HistoryTests.ledger()
    let opened = Instant("2019-01-01T00:00:00Z")!
    let found = try problems { try test.history(Entry.past(Entry.registered(), "2018-12-31T23:59:59Z")) }
    #expect(found == [1: .recordedBefore(opened, found: Instant("2018-12-31T23:59:59Z")!)])
    try test.history(Entry.past(Entry.registered(), "2019-01-01T00:00:00Z"))
  }

  @Test("the same id with the same content is taken once, in the file and in a later one")
  func ids() throws {
    let test = try HistoryTests.ledger()
    let line = Entry.past(Entry.registered(id: "r1"), HistoryTests.early)
    let first = try test.history(line, line)
    #expect(first.entries == 1)
    #expect(first.repeated == 1)
    let before = try test.disk()
    let second = try test.history(Entry.past(Entry.registered(id: "r1"), "2021-01-01T00:00:00Z", by: "op-z"))
    #expect(second.entries == 0)
    #expect(second.repeated == 1)
    #expect(try test.disk() == before)
    let other = try problems {
      try test.history(Entry.past(Entry.registered(birth: "1990-01-01", id: "r1"), "2021-01-01T00:00:00Z"))
    }
    #expect(other == [1: .refused(.idTaken("r1"))])
    #expect(try test.disk() == before)
    #expect(try test.record(Entry.registered(id: "r1")).repeated == 1)
  }

  @Test("private data of a past go to the vault, and not there either when the file is refused")
  func privateData() throws {
    let test = try HistoryTests.ledger()
    let secret = #"{"name":"欧阳小明","idNumber":"\#(idNumber("99020019800505123"))"}"#
    let line = Entry.past(Entry.registered("p9", privateData: secret), HistoryTests.early)
    #expect(try problems { try test.history(line, "") } == [2: .empty])
    // The number is free again.
    try test.history(Entry.past(Entry.registered("p1", privateData: secret), HistoryTests.early))
    #expect(try !test.log.contains("欧阳"))
    #expect(try test.ledger.state().person("p1")?.registered?.vault != nil)
  }

  @Test("an annulment in a past of what cannot be annulled has no effect")
  func annulments() throws {
    let test = try HistoryTests.ledger()
    try test.history(
      Entry.past(Entry.registered(), HistoryTests.early),
      Entry.past(Entry.contributed("2020-01", id: "c1"), HistoryTests.early),
      Entry.past(Entry.annulled("0"), HistoryTests.early), Entry.past(Entry.annulled("77"), HistoryTests.early),
      Entry.past(Entry.annulled(#""c1""#), HistoryTests.early))
    #expect(try test.ledger.state().person("p1")?.contributions.isEmpty == true)
    #expect(try test.ledger.state().name == "test")
  }

  @Test("an empty file brings nothing in")
  func empty() throws {
    let test = try HistoryTests.ledger()
    let before = try test.disk()
    #expect(try test.ledger.importHistory(test.file([UInt8]())).entries == 0)
    #expect(try test.disk() == before)
  }
}
