import Catalogue
import EventLog
import Extremes
import Foundation
import JSONText
import Merkle
import Policy
import Subsidy
import Testing
import Values

@testable import subsidy

/// Contract 3 section 5: no value that is accepted, and none that an older log holds, hurts who looks at it.
///
/// Every field of every type is set to every extreme of its kind, derived from a line of the type; the order is fixed.
@Suite(.timeLimit(.minutes(20))) struct ExtremesTests {
  /// A line of each type with every field that it can have, about the cases of `TwoPasts`.
  static let lines: [EventType: String] = {
    let hash = String(repeating: "0", count: 64)
    let fields: [EventType: String] = [
      .ledgerOpened: #""ledger":"x","format":1,"hash":"sha256","clockIsRight":true"#,
      .registered:
        #""person":"p1","birth":"1985-05-16","sex":"male","household":"110105","prior":{"firstApproved":"2020-01-02","months":7}"#,
      .factRecorded:
        #""person":"p2","fact":"flexible-registered","from":"2021-01-01","to":"2023-01-01","source":"s","detail":"d","employment":{"entry":"again","urban":true,"place":"371302","kind":"k","hours":40,"incomeFen":300000,"platform":"p"}"#,
      .applied:
        #""person":"p5","application":"a9","scheme":"linyi","from":"2022-05","undertaking":true,"channel":"c","work":{"kind":"k","since":"2021-01-02","incomeBand":"1"},"delegate":"d","district":"371302","place":"household","category":"c","materials":["m"]"#,
      .verified:
        #""person":"p6","application":"a6","stage":"street","outcome":"failed","reasons":[{"code":"x","clause":"y"}]"#,
      .approved:
        #""person":"p6","application":"a6","scheme":"beijing","policy":"beijing-2019-1","from":"2022-05","basis":{"kind":"months","months":36},"first":true"#,
      .rejected: #""person":"p6","application":"a6","reasons":[{"code":"x","clause":"y"}]"#,
      .withdrawn: #""person":"p6","application":"a6""#,
      .startConfirmed: #""person":"p1","application":"a1","from":"2022-03","mode":"postponed""#,
      .contributed: #""person":"p1","month":"2022-05","amountFen":90000,"paidOn":"2022-05-20","source":"s""#,
      .debitFailed: #""person":"p1","month":"2022-05","source":"s""#,
      .reported:
        #""person":"p1","on":"2022-06-20","channel":"c","work":{"kind":"k","place":"p","hours":40,"incomeBand":"1"}"#,
      .suspended: #""person":"p1","scheme":"beijing","from":"2022-05","reason":"r","clause":"c""#,
      .resumed: #""person":"p1","scheme":"beijing","from":"2022-06""#,
      .ended: #""person":"p4","scheme":"beijing","from":"2022-08","reason":"r","clause":"c""#,
      .extended: #""person":"p1","scheme":"beijing","months":12,"reason":"r""#,
      .batchDrafted: #""batch":"b9","scheme":"beijing","through":"2022-06","persons":1,"items":1,"totalFen":77733"#,
      .paymentOrdered: #""person":"p1","scheme":"beijing","month":"2022-05","amountFen":77733,"batch":"b9""#,
      .batchApproved: #""batch":"b9""#, .batchCancelled: #""batch":"b8""#, .listChecked: #""batch":"b9""#,
      .batchExported: #""batch":"b9","format":"csv","sha256":"\#(hash)""#,
      .paid:
        #""person":"p1","scheme":"beijing","month":"2022-05","amountFen":77733,"batch":"b9","reference":"r","request":"q1""#,
      .paymentReturned:
        #""person":"p1","scheme":"beijing","month":"2022-04","amountFen":77733,"batch":"b2","code":"c""#,
      .clawedBack:
        #""person":"p1","scheme":"beijing","notice":"n9","months":[{"month":"2022-03","amountFen":9}],"reason":"r","clause":"c","debtor":"u""#,
      .repaid: #""person":"p1","scheme":"beijing","notice":"n1","amountFen":1000,"receipt":"r9""#,
      .writtenOff: #""person":"p1","scheme":"beijing","notice":"n1","amountFen":1,"authority":"a","request":"q1""#,
      .clawbackCancelled: #""person":"p1","scheme":"beijing","notice":"n9","authority":"a""#,
      .annulled: #""of":9,"reason":"r""#,
      .historyImported: #""file":"f","sha256":"\#(hash)","entries":1,"importedAt":"2022-06-30T00:00:00Z""#,
      .recovered: #""segment":0,"offset":1,"bytes":1,"sha256":"\#(hash)""#,
      .checked: #""person":"p1","check":"c","outcome":"passed","on":"2022-06-20","source":"s","detail":"d""#,
      .notified:
        #""person":"p1","scheme":"beijing","notice":"approved","on":"2022-06-20","channel":"c","application":"a1""#,
      .visited: #""person":"p1","on":"2022-06-20","finding":"f""#,
      .correctionRequested: #""person":"p6","application":"a6","items":["i"],"reason":"r""#,
      .sampleDrawn:
        #""scheme":"beijing","sample":"s2","seed":"l","population":1,"populationSha256":"\#(hash)","persons":["p1"]"#,
      .putBack: #""person":"p1","scheme":"beijing","notice":"n1","amountFen":5,"unit":"u","receipt":"r9""#,
      .paperIssued:
        #""scheme":"beijing","paper":"roster","number":"n","month":"2022-06","sha256":"\#(hash)","rows":1"#,
      .fundsRequested: #""batch":"b2","amountFen":77733"#,
      .fundsReceived: #""batch":"b2","amountFen":1,"reference":"r""#,
      .monthClosed:
        #""month":"2022-05","size":9,"root":"\#(hash)","paidFen":1,"returnedFen":1,"bouncedFen":1,"adjustedFen":1,"repaidFen":1,"putBackFen":1,"writtenOffFen":1,"outstandingFen":1,"refundedFen":1,"reversed":{"paidFen":1,"returnedFen":1,"repaidFen":1,"putBackFen":1,"writtenOffFen":1},"offsetFen":1,"offsetUndoneFen":1,"looks":{"count":1,"sha256":"\#(hash)"}"#,
      .requested:
        #""request":"q1","act":"payment-withheld","content":[{"person":"p1","scheme":"beijing","month":"2022-05","batch":"b9","reason":"r"}],"reason":"r","authority":"a""#,
      .reversed: #""of":9,"request":"q1""#,
      .paymentWithheld:
        #""person":"p1","scheme":"beijing","month":"2022-05","batch":"b9","request":"q1","reason":"r""#,
      .batchRecalled: #""batch":"b9","request":"q1","reason":"r""#,
      .repaymentRefunded:
        #""person":"p1","scheme":"beijing","notice":"n1","amountFen":1,"reference":"r","request":"q1""#,
      .monthReopened: #""month":"2022-05","request":"q1""#,
      .operatorRegistered:
        #""operator":"op-9","office":"o","district":"110105","roles":["enter"],"keys":["op-9+1e5b9a23+AXkSe2Jfmz40lmAj4pA5r8DLpgatbHpujzP8OwGA9E42"],"request":"q1""#,
      .operatorChanged:
        #""operator":"op-9","office":"o","district":"110105","roles":["enter"],"keys":["op-9+1e5b9a23+AXkSe2Jfmz40lmAj4pA5r8DLpgatbHpujzP8OwGA9E42"],"request":"q1""#,
      .operatorRetired: #""operator":"op-9","request":"q1""#,
      .operatorRecovered:
        #""operator":"op-9","keys":["op-9+1e5b9a23+AXkSe2Jfmz40lmAj4pA5r8DLpgatbHpujzP8OwGA9E42"],"request":"q1","reason":"r""#,
      .samePerson: #""person":"p1","other":"p2","request":"q1""#,
      .erased: #""person":"p1","request":"q1""#,
      .clockCorrected: #""of":9,"request":"q1","reason":"r""#,
      .claimed:
        #""person":"p1","scheme":"beijing","from":"2022-05","through":"2022-06","on":"2022-07-01","claim":"c1""#,
      .retirementChosen: #""person":"p1","on":"2045-05-05""#,
      .findingDisposed:
        #""code":"paid-employed","person":"p1","scheme":"beijing","month":"2022-02","application":"a1","stage":"s","batch":"b1","outcome":"confirmed","note":"n""#,
      .objected:
        #""person":"p1","scheme":"beijing","notice":"n1","procedure":"review","on":"2022-06-20","reference":"r""#,
      .objectionDecided:
        #""person":"p1","scheme":"beijing","notice":"n1","outcome":"upheld","on":"2022-06-20","authority":"a""#,
      .debtOffset:
        #""person":"p1","scheme":"beijing","month":"2022-05","notice":"n1","amountFen":1,"agreement":"k","authority":"a","request":"q1""#,
      .accountChanged: #""person":"p1","vault":"\#(hash)""#,
    ]
    return fields.reduce(into: [:]) { $0[$1.key] = #"{"type":"\#($1.key.rawValue)",\#($1.value)}"# }
  }()

  /// The types in groups of a log each: one bad value is to be seen through by every command, and so are many.
  static let groups: [[EventType]] = {
    let types = EventType.allCases.filter { lines[$0] != nil }
    return stride(from: 0, to: types.count, by: 6).map { Array(types[$0..<min($0 + 6, types.count)]) }
  }()

  /// A line of a type as it is, then with each field at each of its extremes.
  private static func variants(of type: EventType) throws -> [JSONValue] {
    let whole = try JSONValue(Array((lines[type] ?? "").utf8))
    return [whole]
      + whole.places.flatMap { place in
        if place.name == "type" { return [JSONValue]() }
        return place.value.extremes.map { whole.replacing(place.path, with: $0) }
      }
  }

  /// The most that a command may print.
  private static let mostBytes = 1 << 20

  private func look(_ two: TwoPasts, _ what: String, verified: ExitCode = .done) throws {
    for (name, line) in KnownAtTests.lines.sorted(by: { $0.key < $1.key }) {
      let ran = two.run(line, onEarlier: false)
      #expect([.done, .found, .refused, .usage].contains(ran.code), "\(what), \(name): \(ran.messages.prefix(500))")
      let printed = ran.output.utf8.count + ran.messages.utf8.count
      let written = line.contains("@letter") ? (try? two.box.read("letter").count) ?? 0 : 0
      #expect(printed + written <= ExtremesTests.mostBytes, "\(what), \(name): \(printed) and \(written) bytes")
    }
    #expect(two.run("audit verify", onEarlier: false).code == verified, "\(what)")
  }

  @Test("every type but the adoption, whose pack has tests of its own, has a line")
  func everyTypeHasALine() {
    #expect(Set(EventType.allCases).subtracting(ExtremesTests.lines.keys) == [.policyAdopted])
  }

  @Test("a live entry at an extreme is refused with its reason, or every command gets along with it", arguments: groups)
  func liveEntries(types: [EventType]) throws {
    let two = try TwoPasts()
    try two.box.write(
      "open",
      #"{"type":"applied","person":"p6","application":"a6","scheme":"beijing","from":"2022-05","undertaking":true,"channel":"c"}"#
    )
    try #require(two.box.run("record @open --by op-1").code == .done)
    for type in types where type.isRecordable {
      let lines = try ExtremesTests.variants(of: type)
      try two.box.write("entries", Array(lines.map(\.line).joined(separator: [10])))
      let ran = two.box.run("record @entries --by op-2 --skip-refused")
      #expect(ran.code == .done || ran.code == .refused, "\(type.rawValue): \(ran.messages.prefix(500))")
      let said = ran.lines.filter { $0.contains("/entries:") }
      for line in said { #expect(line.utf8.count < 1_000 && !line.contains("internal"), "\(line.prefix(300))") }
    }
    try look(two, "live \(types.map(\.rawValue))")
  }

  @Test("an older log with every extreme is read, and what is drawn from it is bounded", arguments: groups)
  func olderLogs(types: [EventType]) throws {
    let two = try TwoPasts()
    for type in types {
      var log = try LogWriter(opening: two.box.ledger)
      try log.beginAppend()
      let first = log.head.size
      var next = first
      for body in try ExtremesTests.variants(of: type) {
        let common: [JSONValue.Member] = [
          .init("seq", .number(Int64(next))), .init("type", .string(type.rawValue)),
          .init("recorded", .string("2022-07-01T00:00:00Z")), .init("by", .string("op-9")),
        ]
        // A close says which log it closes: another one is no log of an older program.
        let known: [String: JSONValue] =
          type == .monthClosed
          ? ["size": .number(Int64(first)), "root": .string(log.head.root.description)] : [:]
        let members = (body.members ?? []).filter { $0.key != "type" }.map { member in
          JSONValue.Member(member.key, known[member.key] ?? member.value)
        }
        let line = JSONValue.object(common + members).line
        guard line.count <= 65_535, (try? EventLine.readEvent(line, 0..<line.count)) != nil else { continue }
        _ = try log.add(line, 0..<line.count)
        next += 1
      }
      #expect(next > first + 1, "\(type.rawValue) has extremes that a log can hold")
      _ = try log.commit(recorded: #require(Instant("2022-07-01T00:00:00Z")), by: "op-9")
    }
    // Whatever an extreme says of a history, no commit of this log is marked as one; no vault has private data of it, and no
    // log of looks what a close keeps.
    let isFound = !Set(types).isDisjoint(with: [.historyImported, .accountChanged, .monthClosed])
    // Keys that were recovered are named for ever.
    let isNamed = types.contains(.operatorRecovered)
    try look(
      two, "older log \(types.map(\.rawValue))", verified: isFound ? .found : isNamed ? .signatureMissing : .done)
  }

  @Test("an event of the last second that can be written is read")
  func theEndOfTime() throws {
    let two = try TwoPasts()
    var log = try LogWriter(opening: two.box.ledger)
    try log.beginAppend()
    let size = log.head.size
    for (place, person) in ["p1", "p4"].enumerated() {
      let line = Array(
        #"{"seq":\#(size + UInt64(place)),"type":"visited","recorded":"9999-12-31T23:59:59Z","by":"op-9","person":"\#(person)","on":"9999-12-31"}"#
          .utf8)
      _ = try log.add(line, 0..<line.count)
    }
    _ = try log.commit(recorded: #require(Instant("9999-12-31T23:59:59Z")), by: "op-9")
    _ = consume log
    try look(two, "the end of time")
  }

  /// The extremes of a word of a command line, by its form; none for names.
  private static func extremes(of word: String) -> [String] {
    let kinds: [(Bool, [String])] = [
      (Month(word) != nil, ["0001-01", "1900-01", "2200-12", "9999-12"]),
      (CivilDate(word) != nil, ["0001-01-01", "1900-01-01", "2200-12-31", "9999-12-31"]),
      (UInt64(word) != nil, ["0", "1", "1000000000000", "18446744073709551615"]),
    ]
    return kinds.first { $0.0 }?.1 ?? []
  }

  @Test("every month, day and number of a command line at its extremes ends in bounded output")
  func optionsOfReaders() throws {
    let two = try TwoPasts()
    let standard: [ValueKind: String] = [.month: "2022-01", .date: "2022-01-01", .number: "1"]
    var tried = 0
    for spec in Program.commands.map(\.spec) {
      guard let line = KnownAtTests.lines[spec.name] else { continue }
      var lines: [[String]] = [line.split(separator: " ").map(String.init)]
      for option in spec.options where !lines[0].contains(option.name) {
        if let kind = option.kind, let value = standard[kind] { lines.append(lines[0] + [option.name, value]) }
      }
      for words in lines {
        for (place, word) in words.enumerated() {
          for extreme in ExtremesTests.extremes(of: word) {
            var changed = words
            changed[place] = extreme
            let line = changed.joined(separator: " ")
            let ran = two.run(line, onEarlier: false)
            #expect([.done, .found, .refused, .usage].contains(ran.code), "\(line): \(ran.messages.prefix(500))")
            let printed = ran.output.utf8.count + ran.messages.utf8.count
            #expect(printed <= ExtremesTests.mostBytes, "\(line): \(printed) bytes")
            tried += 1
          }
        }
      }
    }
    #expect(tried > 60)
  }

  @Test("months of a log that no strip can show are counted, not drawn, and found")
  func countedNotDrawn() throws {
    let two = try TwoPasts()
    var log = try LogWriter(opening: two.box.ledger)
    try log.beginAppend()
    let line = Array(
      (#"{"seq":\#(log.head.size),"type":"registered","recorded":"2022-07-01T00:00:00Z","by":"op-9","person":"p1","#
        + #""birth":"1985-05-16","sex":"male","household":"110105","prior":{"firstApproved":"2020-01-02","months":1000000000000}}"#)
        .utf8)
    _ = try log.add(line, 0..<line.count)
    _ = try log.commit(recorded: #require(Instant("2022-07-01T00:00:00Z")), by: "op-9")
    _ = consume log
    #expect(two.run("audit report --to @page", onEarlier: false).code == .done)
    let page = String(decoding: try two.box.read("page"), as: UTF8.self)
    #expect(page.utf8.count < 200_000)
    #expect(page.contains("enjoyed elsewhere: 1200 (… and 999,999,998,800 more)"))
    #expect(two.run("audit replay --format json", onEarlier: false).output.contains(#""finding":"beyond-bounds/p1""#))
  }
}

/// Entries that are refused live because their days contradict one another.
@Suite struct ImpossibleDayTests {
  private func refused(_ body: String, _ expected: String) throws {
    let two = try Box(adopting: "liuzhou-2022-9")
    try two.write(
      "entries",
      #"{"type":"registered","person":"p1","birth":"1985-05-16","sex":"male","household":"450200"}"# + "\n" + body)
    let ran = two.run("record @entries --by op")
    #expect(ran.code == .refused && ran.messages.contains(expected), "\(body): \(ran.messages)")
  }

  /// A month as many after this one, as a live entry has it.
  private func month(_ ahead: Int) -> String {
    Instant(seconds: Int64(Date().timeIntervalSince1970)).civilDate.month.adding(ahead).description
  }

  @Test(
    arguments: [
      (#""fact":"employed","from":"1985-05-15","source":"s""#, "fact-recorded", "from: found `1985-05-15`"),
      (#""fact":"employed","from":"0206-02-28","source":"s""#, "fact-recorded", "expected 1900-01-01 to 2200-12-31"),
      (#""on":"1985-05-15","channel":"c""#, "reported", "on: found `1985-05-15`"),
      (#""on":"1985-05-15""#, "visited", "on: found `1985-05-15`"),
      (#""check":"c","outcome":"passed","on":"1985-05-15","source":"s""#, "checked", "on: found"),
      (#""scheme":"liuzhou","notice":"deposit","on":"1985-05-15","channel":"c""#, "notified", "on: found"),
      (#""month":"1985-04","source":"s""#, "debit-failed", "month: found `1985-04`"),
      (#""month":"1985-04","amountFen":1,"paidOn":"2024-01-01","source":"s""#, "contributed", "month: found `1985-04`"),
      (#""month":"2024-01","amountFen":1,"paidOn":"1985-05-15","source":"s""#, "contributed", "paidOn: found"),
      (
        #""birth":"1985-05-16","sex":"male","household":"450200","prior":{"firstApproved":"1985-05-15","months":1}"#,
        "registered", "prior.firstApproved: found"
      ),
      (
        #""birth":"1985-05-16","sex":"male","household":"450200","prior":{"firstApproved":"2180-01-01","months":1}"#,
        "registered", "no later than today"
      ),
      (
        #""birth":"1985-05-16","sex":"male","household":"450200","prior":{"firstApproved":"2020-01-01","months":1201}"#,
        "registered", "prior.months: found `1201`, expected 0 to 1200"
      ),
    ])
  func isRefused(fields: String, type: String, expected: String) throws {
    try refused(#"{"type":"\#(type)","person":"p1",\#(fields)}"#, expected)
  }

  @Test("a month may lie 24 months ahead, and no more")
  func monthsAhead() throws {
    for (type, fields) in [
      ("contributed", #""amountFen":1,"paidOn":"2024-01-01","source":"s","month""#),
      ("debit-failed", #""source":"s","month""#),
      (
        "applied",
        #""application":"a1","scheme":"liuzhou","undertaking":true,"channel":"c","from""#
      ),
    ] {
      let entry = #"{"type":"\#(type)","person":"p1",\#(fields):"#
      try refused(entry + #""\#(month(25))"}"#, "24 months from now")
      let box = try Box(adopting: "liuzhou-2022-9")
      let registered = #"{"type":"registered","person":"p1","birth":"1985-05-16","sex":"male","household":"450200"}"#
      try box.write("entries", registered + "\n" + entry + #""\#(month(24))"}"#)
      let ran = box.run("record @entries --by op")
      #expect(ran.code == .done, "\(type): \(ran.messages)")
    }
  }
}

/// Every command that makes an event from its options is held to the bounds.
@Suite struct BoundedOptionTests {
  @Test func adoptions() throws {
    let box = try Box(adopting: "liuzhou-2022-9")
    let late = box.run("policy adopt jingdezhen-2024-139 --effective-from 2201-01-01 --by op")
    #expect(late.code == .refused && late.messages.contains("effectiveFrom: found `2201-01-01`"), "\(late.messages)")
    let pack = try String(decoding: #require(ShippedPacks.text("liuzhou-2022-9")), as: UTF8.self)
    try box.write("pack.json", pack.replacing(/"issuedOn": ?"[0-9-]+"/, with: #""issuedOn":"0022-01-01""#))
    for line in ["policy validate @pack.json", "policy adopt @pack.json --by op"] {
      let ran = box.run(line)
      #expect(ran.code == .refused && ran.messages.contains("`document.issuedOn`"), "\(line): \(ran.messages)")
    }
  }

  @Test func histories() throws {
    let box = try Box()
    #expect(box.run("init --name box --history-from 2020-01-01T00:00:00Z --by op").code == .done)
    func line(_ rest: String) -> String { #"{"recorded":"2020-02-01T00:00:00Z","by":"op",\#(rest)}"# }
    let registered = #""type":"registered","person":"p1","birth":"1985-05-16","sex":"male","household":"450200""#
    let long = String(repeating: "s", count: 257)
    try box.write(
      "bad",
      [
        line(registered), line(registered + #","prior":{"firstApproved":"2018-01-01","months":1201}"#),
        line(#""type":"visited","person":"p1","on":"2201-01-01""#),
        line(#""type":"debit-failed","person":"p1","month":"2020-01","source":"\#(long)""#),
      ].joined(separator: "\n"))
    let ran = box.run("record --history @bad")
    #expect(ran.code == .refused)
    for told in [
      "bad:2: prior.months: found `1201`", "bad:3: on: found `2201-01-01`", "bad:4: source: found 257 bytes",
    ] {
      #expect(ran.messages.contains(told), "\(ran.messages)")
    }
    // Entries with contradicting days come in, and the audit finds them.
    try box.write(
      "odd",
      [
        line(registered),
        line(#""type":"contributed","person":"p1","month":"2023-01","amountFen":1,"paidOn":"2020-01-31","source":"s""#),
        line(#""type":"contributed","person":"p1","month":"2020-01","amountFen":1,"paidOn":"2020-02-02","source":"s""#),
        line(#""type":"fact-recorded","person":"p1","fact":"employed","from":"1970-01-01","source":"s""#),
      ].joined(separator: "\n"))
    #expect(box.run("record --history @odd").code == .done)
    let found = box.run("audit replay --format csv")
    for name in [
      "contribution-too-far-ahead/p1/2023-01", "paid-on-after-recording/p1/2020-01", "fact-before-birth/p1",
    ] {
      #expect(found.output.contains(name), "\(found.output)")
    }
  }

  @Test func beginnings() throws {
    let box = try Box()
    let early = box.run("init --name box --history-from 1899-12-31T00:00:00Z --by op")
    #expect(early.code == .refused && early.messages.contains("1900-01-01"), "\(early.messages)")
    let long = box.run("init --name \(String(repeating: "x", count: 257)) --by op")
    #expect(long.code == .refused && long.messages.contains("257 bytes"), "\(long.messages)")
    #expect(!FileManager.default.fileExists(atPath: box.ledger))
  }

  @Test func batchesClosesAndPapers() throws {
    let two = try TwoPasts()
    let (reference, note) = (String(repeating: "r", count: 257), String(repeating: "n", count: 4_097))
    let disposal = "audit dispose paid-employed/p1/beijing/2022-02 --outcome confirmed --note"
    for (line, expected) in [
      ("batch draft --scheme beijing --through 2201-01 --batch b9 --by op-7", "through: found `2201-01`"),
      ("batch draft b3 --scheme beijing --through 2022-05 --by op-7", ""), ("batch approve b3 --by op-8", ""),
      ("batch fund b3 --request --by op-7", ""),
      ("batch fund b3 --receive --amount 1.00 --reference \(reference) --by op-7", "reference: found 257"),
      ("close 1899-12 --by op-7", "month: found `1899-12`"),
      ("\(disposal) \(note) --by op-7", "note: found 4097"),
      ("paper roster --scheme beijing --month 1899-12 --number n-1 --by op-7", "month: found `1899-12`"),
    ] {
      let ran = two.box.run(line)
      if expected.isEmpty { continue }
      #expect(ran.code == .refused && ran.messages.contains(expected), "\(line.prefix(60)): \(ran.messages)")
    }
  }
}
