import Catalogue
import Foundation
import Ledger
import Merkle
import Subsidy
import System
import Testing
import Values
import Vault

@testable import subsidy

/// The log of looks: every command that shows private data as they are is recorded in it, before it shows them.
@Suite struct AccessCommandTests {
  /// A ledger with a past, its persons' data, batches and demands, made once.
  private static let template = Result { try AccessBox() }

  private let box: AccessBox

  init() throws { box = try AccessBox(copyOf: AccessCommandTests.template.get()) }

  /// A use of every command that can show private data, on the demonstration's ledger.
  static let lines: [String: String] = [
    "find": "find jd-001 --full-names",
    "person": "person jd-001 --full-names",
    "eligible": "eligible --scheme jingdezhen --month 2025-11 --full-names",
    "deadlines": "deadlines --list --full-names",
    "sweep": "sweep --on 2026-12-01 --dry-run --full-names",
    "batch show": "batch show lz-2025-11 --full-names",
    "batch export": "batch export lz-2025-11 --to @out --as csv --by op-021",
    "recovery": "recovery --full-names",
    "recovery notices": "recovery notices --full-names",
    "recovery ageing": "recovery ageing --full-names",
    "recovery letter": "recovery letter DEMAND --to @out",
    "report unpaid": "report unpaid --as-of 2026-02-01 --size 2600 --full-names",
    "paper roster": "paper roster --scheme beijing --month 2025-11 --all-current",
    "paper notices": "paper notices --scheme beijing --month 2025-12",
    "paper new-starters": "paper new-starters --scheme beijing --month 2025-08",
    "paper payout-list": "paper payout-list lz-2025-11 --public",
    "paper print": "paper print --scheme beijing --month 2025-12 --to @out",
    "paper ledger": "paper ledger jd-001 --as text",
    "paper form": "paper form A-bj-001",
    "paper undertaking": "paper undertaking A-bj-001",
    "vault export-person": "vault export-person jd-001 --to @out",
  ]

  /// Commands whose specs say that they can show private data.
  static var unmasking: [CommandSpec] {
    Program.commands.map(\.spec).filter { spec in spec.allOptions.contains { $0.name == "--purpose" } }
  }

  @Test("every command that can show private data is tried here, and none that cannot")
  func isComplete() {
    #expect(Set(AccessCommandTests.unmasking.map(\.name)) == Set(AccessCommandTests.lines.keys))
    for spec in Program.commands.map(\.spec) {
      let takesNames = spec.allOptions.contains { $0.name == "--full-names" }
      let isUnmasking = AccessCommandTests.unmasking.contains { $0.name == spec.name }
      #expect(isUnmasking == (takesNames || spec.unmasks), "\(spec.name)")
      // A user who only looks appends nothing, and needs nothing that an append takes.
      if isUnmasking, !spec.appends {
        #expect(!spec.allOptions.contains { ["--wait", "--clock-is-right", "--sign-with"].contains($0.name) })
      }
    }
  }

  @Test("each is one look at the persons whose names are shown, and at nobody else", arguments: lines.keys.sorted())
  func isRecorded(_ name: String) throws {
    let before = try box.looks().count
    let ran = box.run(try line(name) + viewing(name) + " --purpose 接待来访")
    #expect(ran.code == .done, "\(ran.messages)")
    let looks = try box.looks().dropFirst(before)
    let look = try #require(looks.first)
    #expect(looks.count == 1)
    #expect(look.by == "op-021" && look.account == "tester" && look.reason == "接待来访")
    #expect(look.purpose == (try line(name).contains("--full-names") ? "\(name) --full-names" : name))
    let shown = ran.output + (try box.written())
    let seen = try box.data().mapValues { $0.filter { shown.contains($0) } }.filter { !$0.value.isEmpty }
    #expect(!look.persons.isEmpty)
    #expect(look.persons.allSatisfy { seen[$0] != nil }, "\(look.persons)")
    // Another person may have the same name.
    let told = Set(look.persons.flatMap { seen[$0] ?? [] })
    #expect(seen.values.allSatisfy { told.isSuperset(of: $0) }, "\(Set(seen.keys).subtracting(look.persons))")
  }

  @Test(
    "masked names, and lists without names, are no look",
    arguments: [
      "find jd-001", "person jd-001", "person jd-001 --format csv --names", "batch show lz-2025-11 --names",
      "recovery --names", "eligible --scheme jingdezhen --month 2025-11 --names", "batch show lz-2025-11 --totals",
      "batch export lz-2025-11 --to @out --as control --by op-021", "batch check-file @sent --batch lz-2025-11",
      "paper statistics --scheme linyi --from 2025-01 --through 2025-12",
      "paper funding-plan --scheme beijing --month 2025-11", "vault check", "vault status", "audit verify",
      "audit replay", "find 没有此人 --full-names",
    ])
  func isNotRecorded(_ line: String) throws {
    try box.write("sent", "x\n")
    let before = try box.looks()
    let ran = box.run(line)
    #expect([.done, .found].contains(ran.code), "\(ran.messages)")
    #expect(try box.looks() == before)
    #expect(!line.contains("--full-names") || ran.output.isEmpty || !ran.output.contains("*"))
  }

  @Test("in a ledger with operators one of them looks, or nothing is shown", arguments: lines.keys.sorted())
  func isRefused(_ name: String) throws {
    try box.registerOperators()
    let before = try box.looks()
    let line = try line(name).replacing(" --by op-021", with: "")
    let appends = try #require(AccessCommandTests.unmasking.first { $0.name == name }).appends && name == "batch export"
    for (by, environment, part) in [
      ("", [:], "--by"), (" --by nobody", [:], "nobody"), (" --by gone", [:], "gone"),
      ("", ["SUBSIDY_BY": "gone"], "gone"),
    ] as [(String, [String: String], String)] {
      if appends, by.isEmpty { continue }
      let viewer = name == "paper roster" && !by.isEmpty ? by + " --draft" : by
      let ran = box.run(line + viewer, environment: environment)
      #expect(ran.code == .refused && ran.output.isEmpty, "\(by): \(ran.output)\(ran.messages)")
      #expect(ran.messages.contains(part), "\(ran.messages)")
      #expect(try box.written().isEmpty)
    }
    #expect(try box.looks() == before)
    if appends { return }
    #expect(box.run(line, environment: ["SUBSIDY_BY": "CHIEF"]).code == .done)
    #expect(try box.looks().dropFirst(before.count).map(\.by) == ["chief"])
  }

  @Test("what cannot be recorded is not shown", arguments: lines.keys.sorted())
  func isRecordedFirst(_ name: String) throws {
    try FileManager.default.removeItem(atPath: box.accessLog)
    try FileManager.default.createDirectory(atPath: box.accessLog, withIntermediateDirectories: false)
    let texts = try box.data().values.flatMap { $0 }
    let ran = box.run(try line(name) + viewing(name))
    #expect(ran.code == .refused && ran.messages.contains("expected a regular file"), "\(ran.messages)")
    #expect(!texts.contains { ran.output.contains($0) })
    #expect(try box.written().isEmpty)
  }

  @Test("the reason has nobody's name or number in it", arguments: ["陆庆生来访", "360202197507042195"])
  func reasonIsNotPrivate(_ reason: String) throws {
    let before = try box.looks()
    let ran = box.run("find jd-001 --full-names --purpose \(reason)")
    #expect(ran.code == .refused && ran.output.isEmpty && ran.messages.contains("--purpose"))
    #expect(!ran.messages.contains(reason))
    #expect(try box.looks() == before)
  }

  @Test("--by and --purpose say nothing of masked names", arguments: ["--by op-021", "--purpose x"])
  func isIdle(_ option: String) { #expect(box.run("find jd-001 \(option)").code == .usage) }

  @Test("a draft of a roster names who looks, and issues nothing")
  func draftOfRoster() throws {
    let size = Box.size(of: box.box)
    let ran = box.run("paper roster --scheme beijing --month 2025-11 --by op-021 --draft --known-at 2025-12-12")
    #expect(ran.code == .done, "\(ran.messages)")
    #expect(Box.size(of: box.box) == size)
    #expect(box.run("paper roster --scheme beijing --month 2025-11 --by op-021 --known-at 2025-12-12").code == .usage)
  }

  @Test("the report lists looks, narrows them, and adds them up by operator and by person")
  func report() throws {
    for line in [
      "find jd-001 --full-names --by op-021 --purpose 接待", "find jd-001 --full-names --by op-022",
      "paper ledger bj-001",
    ] { #expect(box.run(line).code == .done) }
    let total = try box.looks().count
    func rows(_ options: String) throws -> [String] {
      let ran = box.run("vault access --format csv \(options)")
      #expect(ran.code == .done, "\(ran.messages)")
      return ran.output.split(whereSeparator: \.isNewline).dropFirst().map(String.init)
    }
    #expect(try rows("").count == total)
    #expect(try rows("--operator OP-022").count == 1)
    #expect(try rows("--person bj-001").last?.contains("paper ledger,bj-001,1") == true)
    #expect(try rows("--since 2100-01-01") == [])
    let byPerson = try rows("--sum person --person jd-001")
    #expect(byPerson.count == 1 && byPerson[0].hasPrefix("jd-001,"))
    let byOperator = try rows("--sum operator")
    #expect(byOperator.map { $0.prefix { $0 != "," } } == ["op-021", "op-022", ""])
    #expect(byOperator[1].hasPrefix("op-022,1,1,"))
    #expect(box.run("vault access --person nobody").code == .refused)
    #expect(box.run("vault access --format json").output.contains(#""reason":"接待","keys":["jd-001"]}]"#) == false)
    #expect(
      box.run("vault access --operator op-021 --format json").output.contains(#""reason":"接待","keys":["jd-001"]}]"#))
    for form in ["xlsx", "html"] { #expect(box.run("vault access --as \(form) --to @out --replace").code == .done) }
  }

  @Test("a close keeps the head, and whoever cuts or rewrites the log later is found", arguments: [true, false])
  func closeKeepsHead(isCut: Bool) throws {
    #expect(box.run("close 2025-11 --by op-001").code == .done)
    let closes = try box.ledger.stateOfPolicies().closes
    let head = try #require(try AccessLog.head(inLedger: box.ledger.path))
    #expect(closes.last?.close.looks?.count == head.looks)
    #expect(closes.last?.close.looks?.sha256 == head.digest.description)
    for line in ["vault check", "audit verify", "vault access"] { #expect(box.run(line).code == .done) }
    let lines = try String(contentsOfFile: box.accessLog, encoding: .utf8).split(separator: "\n")
    try FileManager.default.removeItem(atPath: box.accessLog)
    if isCut {
      try (lines.dropLast().joined(separator: "\n") + "\n").write(
        toFile: box.accessLog, atomically: false, encoding: .utf8)
    } else {
      for _ in 0..<head.looks { #expect(box.run("find jd-001 --full-names").code == .done) }
    }
    for line in ["vault check", "audit verify", "vault access"] {
      let ran = box.run(line)
      #expect(ran.code == .found && ran.messages.contains("line \(head.looks)"), "\(line): \(ran.messages)")
    }
  }

  @Test("a log of looks that is gone is missed where the vault is, and not in a copy of the log alone")
  func isGone() throws {
    #expect(box.run("close 2025-11 --by op-001").code == .done)
    try FileManager.default.removeItem(atPath: box.accessLog)
    #expect(box.run("audit verify").code == .found)
    #expect(box.run("vault access").code == .found)
    try FileManager.default.removeItem(atPath: "\(box.ledger.path)/vault.sqlite")
    let ran = box.run("audit verify --format json")
    #expect(ran.code == .done && !ran.output.contains(#""looks""#), "\(ran.messages)")
  }

  @Test("nothing can be closed over a log of looks that ends with no look")
  func closeRefusesDamage() throws {
    var text = try String(contentsOfFile: box.accessLog, encoding: .utf8)
    text += "{}\n"
    try text.write(toFile: box.accessLog, atomically: false, encoding: .utf8)
    let size = Box.size(of: box.box)
    #expect(box.run("close 2025-11 --by op-001").code == .found)
    #expect(Box.size(of: box.box) == size)
  }

  @Test("a backup has the looks, a restored ledger goes on with them, and damage is told and copied")
  func backup() throws {
    #expect(box.run("close 2025-11 --by op-001").code == .done)
    let looks = try box.looks()
    #expect(box.run("backup @made").code == .done)
    let restored = subsidyTests.run("restore \(box.box.path("made")) --ledger \(box.box.path("restored"))")
    #expect(restored.code == .done, "\(restored.messages)")
    let history = try #require(try AccessLog.history(inLedger: box.box.path("restored")))
    #expect(history.looks == looks)
    #expect(try Files.isPrivate("\(box.box.path("restored"))/\(AccessLog.name)"))
    try FileManager.default.removeItem(atPath: box.accessLog)
    let damaged = box.run("backup @damaged")
    #expect(damaged.code == .found && damaged.messages.contains(AccessLog.name))
    #expect(try Files.exists("\(box.box.path("damaged"))/checkpoint"))
  }

  /// A line of the list with what only the ledger knows.
  private func line(_ name: String) throws -> String {
    let line = try #require(AccessCommandTests.lines[name])
    return line.replacing("DEMAND", with: try box.demand())
  }

  /// The option that names the viewer, for a command that does not name an operator already.
  private func viewing(_ name: String) -> String {
    switch name {
    case "batch export": ""
    case "paper roster": " --by op-021 --draft"
    default: " --by op-021"
    }
  }
}

/// The demonstration's ledger in a folder of its own.
final class AccessBox: Sendable {
  let box: Box

  /// Lives through the demonstration.
  init() throws {
    box = try Box()
    // A person who has not applied is in no list but that of those who could.
    try box.write(
      "free.jsonl",
      #"""
      {"type":"registered","person":"free","birth":"1979-09-06","sex":"male","household":"360202","private":{"name":"欧阳自由"}}
      {"type":"fact-recorded","person":"free","fact":"difficulty-recognised","from":"2025-11-03","source":"street","detail":"大龄失业人员"}
      {"type":"fact-recorded","person":"free","fact":"flexible-registered","from":"2025-11-03","source":"street"}

      """#.replacing("\n\n", with: "\n"))
    for line in ["demo \(box.ledger)", "record \(box.path("free.jsonl")) --by op-110 --ledger \(box.ledger)"] {
      let ran = subsidyTests.run(line)
      if ran.code != .done { throw CommandFailure(.bug, .internalError(ran.messages)) }
    }
  }

  /// Copies another one.
  init(copyOf other: AccessBox) throws {
    box = try Box()
    try FileManager.default.copyItem(atPath: other.box.ledger, toPath: box.ledger)
  }

  var ledger: SubsidyLedger { SubsidyLedger(box.ledger) }
  var accessLog: String { "\(box.ledger)/\(AccessLog.name)" }

  func run(_ line: String, environment: [String: String] = [:]) -> Ran {
    let words = line.split(separator: " ").map { $0.hasPrefix("@") ? box.path(String($0.dropFirst())) : String($0) }
    return subsidyTests.run(
      words.joined(separator: " "), environment: environment.merging(["SUBSIDY_LEDGER": box.ledger]) { $1 })
  }

  func write(_ name: String, _ text: String) throws { try box.write(name, text) }

  /// The bytes that a command has put into `out`, if it was to.
  func written() throws -> String {
    guard try Files.exists(box.path("out")) else { return "" }
    return String(decoding: try box.read("out"), as: UTF8.self)
  }

  func looks() throws -> [Look] { try #require(try AccessLog.history(inLedger: box.ledger)).looks }

  /// The vault's data of all persons that must not be seen without a record, by key.
  func data() throws -> [Identifier: Set<String>] {
    var texts: [Identifier: Set<String>] = [:]
    try Vault.open(ledger: box.ledger).forEachVersion { owner, _, data in
      guard let person = owner.person else { return }
      let fields: [PrivateData.Field] = [.name, .idNumber, .phone, .account, .address]
      texts[person, default: []].formUnion(fields.compactMap { data?[$0] })
    }
    return texts
  }

  /// A demand that was raised.
  func demand() throws -> String {
    try #require(try ledger.state(verifying: false).recoveryDemands.first).id.description
  }

  /// Registers two administrators, and an operator who left.
  func registerOperators() throws {
    for line in [
      "operator register chief --roles administer --by chief",
      "operator register deputy --roles administer --by chief",
      "operator register gone --roles enter --reason new --by chief",
      "operator retire gone --reason left --by chief",
    ] {
      let ran = run(line)
      try #require(ran.code == .done, "\(line): \(ran.messages)")
      // From the second operator on a change takes two.
      for request in try ledger.stateOfPolicies().openRequests(on: SystemClock.now().civilDate) {
        let consent = run("consent \(request.body.request) --by deputy")
        try #require(consent.code == .done, "\(consent.messages)")
      }
    }
  }
}
