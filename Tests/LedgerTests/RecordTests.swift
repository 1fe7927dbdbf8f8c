import Foundation
import Ledger
import Subsidy
import Testing
import Values
import Vault

/// Live recording: all of a file or nothing, each entry once, and nothing private in the log.
@Suite struct RecordTests {
  static let bad =
    #"{"type":"contributed","person":"p1","month":"2024-13","amountFen":1,"paidOn":"2024-11-20","source":"s"}"#

  @Test("a file with one bad line leaves the ledger as it was, and every bad line is named")
  func allOrNothing() throws {
    let test = try TestLedger()
    let before = try test.disk()
    let found = try problems {
      try test.record(
        Entry.registered(), RecordTests.bad, "", Entry.contributed("2025-01", 1, "p2"), Entry.contributed("2025-01"))
    }
    #expect(
      found == [
        2: .form(
          EventError(.illFormed(expected: .month), field: "month", found: "2024-13")), 3: .empty,
        4: .refused(.unknownPerson("p2")),
      ])
    #expect(try test.disk() == before)
    try test.check()
  }

  @Test("skipping leaves out the bad lines and keeps them beside the file, for the owner's eyes only")
  func skips() throws {
    let test = try TestLedger()
    let file = try test.file(
      [
        Entry.registered(), RecordTests.bad, Entry.contributed("2025-01"),
        Entry.registered("p2", privateData: #"{"name":"张三","idNumber":"1"}"#), "nonsense",
      ], name: "day.jsonl")
    let outcome = try test.ledger.record(file, by: "op-1", key: nil, skipsRefused: true)
    #expect(outcome.accepted == 2)
    #expect(outcome.refused.map(\.line) == [2, 4, 5])
    let lines = String(decoding: try test.bytes(file + ".refused.jsonl"), as: UTF8.self).split(separator: "\n")
    #expect(
      lines == [
        #"{"line":2,"reason":"form: month","entry":\#(RecordTests.bad)}"#,
        #"{"line":4,"reason":"private","entry":{"type":"registered","person":"p2","birth":"1980-05-05","sex":"male","household":"360200","private":{"name":"张三","idNumber":"1"}}}"#,
        #"{"line":5,"reason":"form: ","entry":"nonsense"}"#,
      ])
    #expect(try test.mode(file + ".refused.jsonl") == 0o600)
    #expect(try test.events().map(\.body.type) == [.ledgerOpened, .policyAdopted, .registered, .contributed])
    try test.check()
  }

  @Test("a file with Windows line ends, and without a last one, is taken as it is meant")
  func lineEnds() throws {
    let test = try TestLedger()
    let file = try test.file(Array("\(Entry.registered())\r\n\(Entry.contributed("2025-01"))".utf8))
    #expect(try test.ledger.record(file, by: "op-1", key: nil, skipsRefused: false).accepted == 2)
    #expect(try !test.log.utf8.contains(UInt8(ascii: "\r")))
  }

  @Test("after an annulled approval the application can be withdrawn and made again")
  func annulsApprovals() throws {
    let test = try TestLedger()
    try test.approve()
    let approval = try #require(try test.events().first { $0.body.type == .approved })
    let again =
      #"{"type":"applied","person":"p1","application":"a2","scheme":"jingdezhen","from":"2024-12","undertaking":true,"channel":"c"}"#
    try test.record(
      Entry.annulled("\(approval.sequence)"), #"{"type":"withdrawn","person":"p1","application":"a-p1"}"#, again)
    #expect(try test.events().last?.body.type == .applied)
    try test.check()
  }

  @Test("an id with the same content is acknowledged once, with other content refused: in a file, across files")
  func ids() throws {
    let test = try TestLedger()
    let outcome = try test.record(
      Entry.registered(id: "r1"), Entry.contributed("2025-01", id: "c1"), Entry.contributed("2025-01", id: "c1"))
    #expect(outcome.accepted == 2)
    #expect(outcome.repeated == 1)
    let before = try test.disk()
    test.clock.now = Instant("2025-05-01T00:00:00Z")!
    let again = try test.record(Entry.contributed("2025-01", id: "c1"), Entry.registered(id: "r1"), by: "op-2")
    #expect(again.accepted == 0)
    #expect(again.repeated == 2)
    #expect(try test.disk() == before)
    for line in [
      Entry.contributed("2025-01", 1, id: "c1"), Entry.contributed("2025-02", id: "c1"),
      Entry.fact("employed", id: "c1"), Entry.annulled("2", id: "c1"),
    ] {
      #expect(try problems { try test.record(line) } == [1: .refused(.idTaken("c1"))])
    }
    #expect(
      try problems {
        try test.record(Entry.contributed("2025-02", id: "c2"), Entry.contributed("2025-03", id: "c2"))
      } == [2: .refused(.idTaken("c2"))])
    #expect(try problems { try test.record(Entry.contributed("2025-01", id: "c1"), key: "k1") } != nil)
  }

  @Test("an application that is rejected at once is acknowledged once too")
  func rejectedOnce() throws {
    let test = try TestLedger()
    let line =
      #"{"type":"applied","id":"x1","person":"p1","application":"a1","scheme":"jingdezhen","from":"2025-01","undertaking":false,"channel":"c"}"#
    let outcome = try test.record(Entry.registered(), line)
    #expect(outcome.rejections.first?.line == 2)
    #expect(outcome.rejections.first?.reasons.last == .init(code: "no-undertaking", clause: "附件 承诺书"))
    #expect(try test.events().suffix(2).map(\.body.type) == [.applied, .rejected])
    #expect(try test.events().suffix(2).map(\.id) == ["x1", nil])
    #expect(try test.record(line).repeated == 1)
  }

  @Test(
    "annulled and decided again in one file, whether the event is in the log or in the file itself",
    arguments: [true, false])
  func annulsAndDecidesAgain(_ inOneFile: Bool) throws {
    let test = try TestLedger()
    try test.approve()
    let fact = Entry.fact("employed", from: "2025-01-01", id: "f1")
    if !inOneFile { try test.record(fact) }
    let rest = [
      Entry.contributed("2025-01"), Entry.annulled(#""f1""#), Entry.contributed("2025-02"),
      Entry.fact("employed", from: "2025-02-01", to: "2025-02-03"),
    ]
    let file = try test.file(inOneFile ? [fact] + rest : rest)
    #expect(try test.ledger.record(file, by: "op-1", key: nil, skipsRefused: false).accepted == (inOneFile ? 5 : 4))
    #expect(try test.month("2025-01").entitled == Fen(50_000))
    #expect(try test.month("2025-02").entitled == .zero)
    #expect(try problems { try test.record(Entry.annulled(#""f1""#)) } == [1: .refused(.alreadyAnnulled)])
    try test.check()
  }

  @Test("an annulment by the number of an event of the same file, and one of nothing")
  func annulsByNumber() throws {
    let test = try TestLedger()
    try test.approve()
    let next = try test.events().count
    try test.record(Entry.fact("employed", from: "2025-01-01"), Entry.annulled("\(next)"), Entry.contributed("2025-01"))
    #expect(try test.month("2025-01").entitled == Fen(50_000))
    #expect(try problems { try test.record(Entry.annulled("9999")) } == [1: .refused(.annulsNothing)])
    #expect(try problems { try test.record(Entry.annulled(#""nobody""#)) } == [1: .refused(.annulsNothing)])
    #expect(try problems { try test.record(Entry.annulled("0")) } == [1: .refused(.cannotBeAnnulled(.ledgerOpened))])
    try test.check()
  }

  @Test("an annulment of a registration of the same file leaves the person unknown again")
  func annulsRegistrations() throws {
    let test = try TestLedger()
    let found = try problems {
      try test.record(Entry.registered(id: "r1"), Entry.annulled(#""r1""#), Entry.contributed("2025-01"))
    }
    #expect(found == [3: .refused(.unknownPerson("p1"))])
  }

  @Test("a clock behind the last event is refused with both times")
  func clockBehind() throws {
    let test = try TestLedger()
    try test.record(Entry.registered())
    let last = test.clock.now
    let now = Instant(seconds: last.seconds - 1)
    test.clock.now = now
    let before = try test.disk()
    #expect(throws: LedgerFailure.clockBehind(last: last, now: now)) { try test.record(Entry.contributed("2025-01")) }
    #expect(try test.disk() == before)
    test.clock.now = last
    try test.record(Entry.contributed("2025-01"))
  }

  @Test("an approval is recorded with the key of the reviewer")
  func keys() throws {
    let test = try TestLedger()
    try test.record(
      Entry.registered(),
      Entry.contributed("2025-01").replacingOccurrences(of: #""person""#, with: #""key":"k2","person""#),
      key: "k1")
    #expect(try test.events().suffix(2).map(\.key) == ["k1", "k2"])
    try test.approve("p2")
    try test.record(Entry.contributed("2025-01", 60_000, "p2"))
    _ = try test.ledger.draft("b1", scheme: "jingdezhen", through: Month("2025-01")!, by: "drafter")
    try test.ledger.approve("b1", by: "second", key: "k3")
    #expect(try test.events().last?.key == "k3")
  }

  // MARK: Private data

  static let secret =
    #"{"name":"欧阳小明","idNumber":"\#(idNumber("99020019800505123"))","phone":"13800000001","account":"6222000011112222333","bank":"景德镇银行"}"#

  @Test("private data are in the vault and not a byte of them in the log or the read model")
  func privateData() throws {
    let test = try TestLedger()
    try test.record(Entry.registered(privateData: RecordTests.secret))
    let log = try test.log
    try test.settle("read-model.sqlite")
    let model = String(decoding: try test.bytes("\(test.ledger.path)/read-model.sqlite"), as: UTF8.self)
    for text in ["欧阳", "小明", "990200", "1380000", "622200", "景德镇银行", "idNumber", "private"] {
      #expect(!log.contains(text), "\(text)")
      #expect(!model.contains(text), "\(text)")
    }
    let digest = try #require(try test.ledger.state().person("p1")?.registered?.vault)
    #expect(log.contains(#""vault":"\#(digest)""#))
    let vault = try Vault.open(ledger: test.ledger.path)
    #expect(try vault.data(digest: digest)?.name == "欧阳小明")
    #expect(try test.mode("\(test.ledger.path)/vault.sqlite") == 0o600)
  }

  @Test("an identity number must agree with birth and sex, be valid, and belong to nobody else")
  func identity() throws {
    let test = try TestLedger()
    let before = try test.disk()
    #expect(
      try problems { try test.record(Entry.registered(birth: "1980-05-06", privateData: RecordTests.secret)) }
        == [1: .refused(.identityDisagrees(field: "birth"))])
    #expect(
      try problems { try test.record(Entry.registered(sex: "female", privateData: RecordTests.secret)) }
        == [1: .refused(.identityDisagrees(field: "sex"))])
    #expect(
      try problems { try test.record(Entry.registered(privateData: #"{"idNumber":"990200198005051230"}"#)) }
        == [1: .vault(.invalidIDNumber)])
    #expect(
      try problems { try test.record(Entry.registered(privateData: #"{"nmae":"x"}"#)) }
        == [1: .vault(.unknownField("nmae"))])
    #expect(try test.disk() == before)
    // A refused line has left nothing behind.
    try test.record(Entry.registered("p2", privateData: RecordTests.secret))
    #expect(
      try problems { try test.record(Entry.registered("p1", privateData: RecordTests.secret)) }
        == [1: .refused(.identityTaken(by: "p2"))])
    try test.record(Entry.registered("p2", privateData: RecordTests.secret))
  }

  @Test("two numbers that were mixed up are exchanged in one file, which is judged at its end")
  func exchangedNumbers() throws {
    let (one, two) = (idNumber("99020019800505123"), idNumber("99020019800505125"))
    func line(_ person: String, _ number: String) -> String {
      Entry.registered(person, privateData: #"{"idNumber":"\#(number)"}"#)
    }
    let test = try TestLedger()
    try test.record(line("p1", two), line("p2", one))
    let before = try test.disk()
    // The one cannot have it as long as the other keeps it.
    #expect(try problems { try test.record(line("p1", one)) } == [1: .refused(.identityTaken(by: "p2"))])
    #expect(
      try problems { try test.record(line("p1", one), line("p2", one)) } == [1: .refused(.identityTaken(by: "p2"))])
    #expect(
      try problems {
        // The line that would have freed the number is left out.
        try test.record(line("p1", one), line("p2", "990200198005051230"), skipsRefused: true)
      } == [1: .refused(.identityTaken(by: "p2")), 2: .vault(.invalidIDNumber)])
    #expect(try test.disk() == before)
    #expect(try test.record(line("p1", one), line("p2", two)).accepted == 2)
    #expect(try problems { try test.record(line("p2", one)) } == [1: .refused(.identityTaken(by: "p1"))])
    try test.check()
  }

  @Test(
    "a name with another dot or a character of a private use area is taken and told",
    arguments: [
      ("阿依努尔•吐尔逊", TextWarning.otherDot("•")), ("阿依努尔・吐尔逊", .otherDot("・")), ("阿依努尔.吐尔逊", .otherDot(".")),
      ("阿依努尔‧吐尔逊", .otherDot("‧")), ("王\u{E863}", .privateUse("\u{E863}")), ("王\u{F0001}", .privateUse("\u{F0001}")),
      ("=1+1", .formula("=")), ("阿依·古丽", nil), ("王㛃", nil), ("李𬭛", nil),
    ] as [(String, TextWarning?)])
  func namesTold(_ name: String, _ warning: TextWarning?) throws {
    let test = try TestLedger()
    let outcome = try test.record(Entry.registered(privateData: #"{"name":"\#(name)"}"#))
    #expect(outcome.textWarnings.places.map(\.warning) == (warning.map { [$0] } ?? []))
    #expect(outcome.textWarnings.places.allSatisfy { $0.field == "private.name" && $0.line == 1 })
  }

  @Test(
    "whatever takes away a month that is paid says which, be it a fact, a contribution, a stop or an annulment",
    arguments: [
      (Entry.fact("employed", from: "2025-02-10"), true), (Entry.contributed("2025-02", 0), true),
      (#"{"type":"suspended","person":"p1","scheme":"jingdezhen","from":"2025-02","reason":"x"}"#, true),
      (#"{"type":"ended","person":"p1","scheme":"jingdezhen","from":"2025-02","reason":"x"}"#, true),
      (Entry.annulled("3"), true), (Entry.contributed("2025-03"), false),
      (Entry.fact("employed", from: "2024-01-01", to: "2024-02-01"), false),
    ])
  func takenMonths(_ line: String, _ takes: Bool) throws {
    let test = try ConsentTests.paid()
    let february = try test.month("2025-02").paid
    let taken = try test.record(line).taken
    if takes {
      #expect(taken.contains { $0.person == "p1" && $0.month == Month("2025-02") && $0.amount == february })
    } else {
      #expect(taken.isEmpty)
    }
  }

  @Test("two people in one file cannot have the same identity number")
  func identityInOneFile() throws {
    let test = try TestLedger()
    let found = try problems {
      try test.record(
        Entry.registered("p1", privateData: RecordTests.secret), Entry.registered("p2", privateData: RecordTests.secret)
      )
    }
    #expect(found == [2: .refused(.identityTaken(by: "p1"))])
    try test.record(Entry.registered("p2", privateData: RecordTests.secret))
  }
}
