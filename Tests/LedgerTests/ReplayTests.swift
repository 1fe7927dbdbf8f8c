import JSONText
import Ledger
import Papers
import ReadModel
import Subsidy
import Testing
import Values

/// A replay of a log of several blocks.
@Suite struct ReplayTests {
  /// Three years of contributions of a few hundred persons and a batch, with annulments: some megabytes.
  private static let made = Result {
    let test = try TestLedger()
    var lines: [String] = []
    for number in 1...400 {
      let person = "p\(number)"
      lines += [
        Entry.registered(person), Entry.fact("difficulty-recognised", person),
        Entry.fact("flexible-registered", person),
        #"{"type":"applied","person":"\#(person)","application":"a-\#(person)","scheme":"jingdezhen","from":"2024-12","undertaking":true,"channel":"c"}"#,
        #"{"type":"verified","person":"\#(person)","application":"a-\#(person)","stage":"acceptance","outcome":"passed"}"#,
        #"{"type":"verified","person":"\#(person)","application":"a-\#(person)","stage":"review","outcome":"passed"}"#,
      ]
      for month in 0..<39 {
        let month = Month("2022-01")!.adding(month)
        lines.append(Entry.contributed("\(month)", 60_000 + number, person, id: "c\(number)-\(month)"))
      }
    }
    for number in stride(from: 7, to: 400, by: 40) { lines.append(Entry.annulled("\"c\(number)-2025-02\"")) }
    _ = try test.ledger.record(test.file(lines), by: "op-1", key: nil, skipsRefused: false)
    try test.pay()
    return test
  }

  private static func json(_ state: LedgerState) -> [UInt8] {
    let json = EntitlementReports.claims
    var writer = JSONWriter()
    for number in state.personsInOrder {
      for claim in state.statements(ofPersonAt: number) { json.write(claim, to: &writer) }
    }
    return writer.bytes
  }

  @Test("the state is the same to the byte whatever the number of threads", arguments: [1, 2, 3, 5, 8])
  func threads(number: Int) throws {
    let ledger = try ReplayTests.made.get().ledger
    #expect(try ReplayTests.json(ledger.state(threads: number)) == ReplayTests.json(ledger.state(threads: 1)))
  }

  @Test("the tables are the same to the byte whatever the number of threads", arguments: [2, 3, 5, 8])
  func tables(number: Int) throws {
    let ledger = try ReplayTests.made.get().ledger
    let one = try ledger.surveyProjections(threads: 1)
    #expect(one.contains { $0.rows > 15_000 })
    #expect(try ledger.surveyProjections(threads: number) == one)
  }
}
