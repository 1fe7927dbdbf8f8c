import Catalogue
import Foundation
import Ledger
import Papers
import Policy
import Subsidy
import Testing

@testable import subsidy

/// Every error of the layers below is reported in both languages, on one line, with its values.
@Suite struct MessageTests {
  static var root: URL {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
  }

  private static func source(_ path: String) throws -> String {
    try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
  }

  /// The cases that an enum of a source file declares.
  private static func cases(of name: String, in path: String) throws -> Set<String> {
    var cases: Set<String> = []
    var indent: Substring?
    for line in try source(path).split(separator: "\n") {
      if let found = line.firstMatch(of: /^( *)public (?:indirect )?enum (\w+)\b/) {
        indent = found.2 == name ? found.1 : nil
      } else if let depth = indent, let found = line.firstMatch(of: /^( *)case (\w+)/), found.1.count == depth.count + 2
      {
        cases.insert(String(found.2))
      }
    }
    return cases
  }

  @Test(
    arguments: [
      ("Refusal", "Refusal", "Sources/Subsidy/Refusals/Refusal.swift"),
      ("LedgerFailure", "LedgerFailure", "Sources/Ledger/LedgerFailure.swift"),
      ("Problem", "Problem", "Sources/Ledger/LedgerFailure.swift"),
      ("EventError", "Kind", "Sources/Subsidy/Lines/EventError.swift"),
      ("JSONError", "Kind", "Sources/JSONText/JSONError.swift"),
      ("PolicyError", "Kind", "Sources/Policy/PolicyError.swift"),
      ("VaultError", "VaultError", "Sources/Vault/VaultError.swift"),
      ("SystemError", "SystemError", "Sources/System/SystemError.swift"),
      ("LogError", "LogError", "Sources/EventLog/LogError.swift"),
      ("NoteError", "Kind", "Sources/Notes/NoteError.swift"),
      ("SignatureFailure", "SignatureFailure", "Sources/Notes/NoteError.swift"),
      ("ProofRefusal", "ProofRefusal", "Sources/Notes/ProofCheck.swift"),
      ("ProofError", "ProofError", "Sources/Merkle/ProofError.swift"),
      ("LogFault", "Kind", "Sources/EventLog/LogError.swift"),
    ])
  func everyCaseHasASample(type: String, name: String, path: String) throws {
    let declared = try MessageTests.cases(of: name, in: path)
    let sampled = Samples.all.filter { $0.name.hasPrefix(type + ".") }.map {
      String($0.name.dropFirst(type.count + 1).prefix { $0 != "," })
    }
    #expect(!declared.isEmpty)
    #expect(declared == Set(sampled))
  }

  @Test func everyMessageIsOneLineInBothLanguagesAndShowsItsValues() {
    for sample in Samples.all {
      let (en, zh) = (sample.text.en, sample.text.zh)
      for value in sample.values {
        #expect(value.isEmpty || en.contains(value), "\(sample.name): \(en)")
        #expect(value.isEmpty || zh.contains(value), "\(sample.name): \(zh)")
      }
      #expect(!en.contains("\n") && !zh.contains("\n"), "\(sample.name)")
      #expect(!en.hasSuffix(".") && !zh.hasSuffix("。"), "\(sample.name)")
      #expect(!en.contains("  ") && !zh.contains("  "), "\(sample.name)")
      #expect(zh.firstMatch(of: /[，。；：、？（）][ ]/) == nil, "\(sample.name): \(zh)")
      let bare = sample.values.reduce(zh) { $1.isEmpty ? $0 : $0.replacing($1, with: "") }
      #expect(bare.firstMatch(of: /[\u{4E00}-\u{9FFF}][0-9A-Za-z]/) == nil, "\(sample.name): \(zh)")
      let plain = sample.values.reduce(en) { $1.isEmpty ? $0 : $0.replacing($1, with: "") }
      #expect(!plain.isEmpty && !holdsChinese(plain), "\(sample.name): \(en)")
      #expect(holdsChinese(zh), "\(sample.name): \(zh)")
      #expect(zh.contains { "，。；：、？（）".contains($0) }, "\(sample.name): \(zh)")
      #expect(zh.firstMatch(of: /[\u{4E00}-\u{9FFF}] ?[,;:?!(]/) == nil, "\(sample.name): \(zh)")
    }
  }

  /// Messages that no page of the workbench can cause: operators, samples, erasures, packs of the office's own, files that are
  /// written, repairs, witnesses, proofs, seals and shared databases are the commands' alone.
  private static let commandsOnly: Set<String> = [
    "Refusal.erasureOwed", "Refusal.restsOnImport", "Refusal.sampleTaken", "Refusal.sampleTooSmall",
    "Refusal.unknownFinding", "Refusal.packNotAsked", "Refusal.severalNotices", "Refusal.operatorKnown",
    "Refusal.firstIsAnother", "Refusal.importerMissing", "Refusal.reasonMissing", "Refusal.keyOfAnother",
    "Problem.notInLateHistory", "LedgerFailure.historyAfterLive", "LedgerFailure.streamBeside",
    "LedgerFailure.notExported", "LedgerFailure.exportUnreadable", "LedgerFailure.unknownPack",
    "LedgerFailure.outputExists", "LedgerFailure.otherOrigin", "LedgerFailure.originOfOtherTree",
    "LedgerFailure.growthMissing", "LedgerFailure.notWitness", "LedgerFailure.cosigningUnsigned",
    "LedgerFailure.passphraseMissing", "LedgerFailure.keyFile", "LedgerFailure.viewerUnnamed",
    "PolicyError.parameterMissing", "VaultError.alreadySealed", "VaultError.notSealed", "LogError.notLedger",
    "LogError.exists", "LogFault.noEvents", "LogError.headNotConfirmed", "LogError.storesDiffer",
    "PostgresError.notBuilt",
    "PostgresError.missing", "PostgresError.there", "ProofRefusal.oldCheckpointMissing",
    "ProofRefusal.oldCheckpointUnused",
    "ProofRefusal.eventMissing", "NoteError.cosignerKey", "NoteError.notCosignerKey",
  ]

  @Test func noTextOfAPageNamesAnOptionOrACommand() {
    var naming: Set<String> = []
    for sample in Samples.all {
      let kind = String(sample.name.prefix { $0 != "," })
      for words in Language.allCases.map({ sample.text.onPage(in: $0) }) where words.namesCommands {
        naming.insert(kind)
        #expect(MessageTests.commandsOnly.contains(kind), "\(sample.name): \(words)")
      }
    }
    #expect(naming == MessageTests.commandsOnly)
  }

  @Test func aTextMadeOfOthersSaysOnAPageWhatTheySayThere() {
    let (plain, other) = (Text(en: "a", zh: "甲"), Text(en: "b", zh: "乙").orOnPage(Text(en: "c", zh: "丙")))
    #expect((plain + other).onPage == Text(en: "ac", zh: "甲丙") && (other + plain).onPage == Text(en: "ca", zh: "丙甲"))
    #expect([plain, other].joined.onPage == Text(en: "a; c", zh: "甲；丙"))
    #expect(other.cited("一").onPage == Text(en: "c (一)", zh: "丙（依据：一）"))
    #expect(plain.then(other, onPage: nil).onPage == plain && plain.then(plain, onPage: plain).onPage.en == "a; a")
    #expect(CommandFailure(.refused, other).text.onPage.en == "c" && (plain + plain).onPage == plain + plain)
  }

  @Test func exitCodesAreThoseOfTheContract() {
    for sample in Samples.all { #expect(sample.exit == sample.expected, "\(sample.name)") }
    let busy = Samples.all.filter { $0.exit == .busy }.map(\.name)
    #expect(
      busy == ["VaultError.database", "SystemError.lockHeld", "SQLiteError.5", "LogError.inUse", "LogError.moved"])
    let noFile = Samples.all.filter { $0.exit == .noFile }.map(\.name)
    #expect(
      noFile == [
        "VaultError.missing", "SystemError.failed, errno 2", "SQLiteError.14, errno 2", "LogError.system, ENOENT",
        "LogError.notLedger",
      ])
    let bugs = Samples.all.filter { $0.exit == .bug }.map(\.name)
    #expect(
      bugs == [
        "SQLiteError.19", "LogError.emptyLine", "LogError.controlByte", "LogError.notUTF8", "LogError.commitAsEvent",
        "LogError.rootsDisagree",
      ])
  }

  @Test func atMostFiveItemsAreListed() {
    let text = CommandFailure(mapping: Samples.refusal(items: 8)).text
    #expect(text.en.contains("p5") && !text.en.contains("p6") && text.en.contains("and 3 more"))
    #expect(text.zh.contains("p5") && !text.zh.contains("p6") && text.zh.contains("等，另有 3 项"))
    #expect(!CommandFailure(mapping: Samples.refusal(items: 5)).text.en.contains("more"))
  }

  // A name or an identity number that was put in the place of a key must not reach a terminal or a log of it.
  @Test func noPersonsDataIsRepeated() {
    let found = "张三 450202199001011234"
    var texts = ["person", "private", "private.name"].map {
      EventError(.illFormed(expected: .personKey), field: $0, found: found).text
    }
    texts += [LineProblem.ColumnForm.personKey, .idNumber].map {
      LineProblem.Problem.column(name: "person", found: found, expected: $0).text
    }
    for text in texts {
      #expect(!text.en.contains("4502") && !text.en.contains("张三"))
      #expect(!text.zh.contains("4502") && !text.zh.contains("张三"))
    }
  }

  @Test func whatMayBeAnybodysNameIsShownAsItsShape() {
    let text = EventError(.illFormed(expected: .month), field: "month", found: "二〇二四\u{FFFD}").text
    #expect(text.en.contains("`xxxxx`"))
  }

  // The decoder of packs speaks short English; each of its phrases needs its Chinese.
  @Test func phrasesOfTheDecoderOfPacksAreKnownInChinese() throws {
    let folder = MessageTests.root.appendingPathComponent("Sources/Policy")
    let files = try FileManager.default.subpathsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".swift") }
    var phrases: Set<String> = []
    for file in files {
      let text = try String(contentsOf: folder.appendingPathComponent(file), encoding: .utf8)
      for match in text.matches(of: /expected: (?:aboveZero \? )?"([^"\\]+)"(?: : "([^"\\]+)")?/) {
        phrases.insert(String(match.1))
        if let other = match.2 { phrases.insert(String(other)) }
      }
    }
    #expect(phrases.count > 20)
    for phrase in phrases.sorted() where !["JSON", "untilAge", "0"].contains(phrase) {
      let zh = PolicyError(.wrongType, path: "x", found: "1", expected: phrase).text.zh
      let after = zh.split(separator: "应为").last ?? ""
      #expect(holdsChinese(after), "\(phrase): \(zh)")
    }
  }

  /// `SUBSIDY_WRITE_MESSAGES=1` writes the files again, for reviewers to read the difference.
  @Test(arguments: Language.allCases)
  func messagesAreThoseThatWereReviewed(language: Language) throws {
    try review(
      Samples.all.map { "\($0.name) [\($0.exit.rawValue)]: \($0.text(in: language))\n" }.joined(), language.rawValue)
  }

  /// Those that a page says in other words.
  @Test(arguments: Language.allCases)
  func messagesOfPagesAreThoseThatWereReviewed(language: Language) throws {
    let others = Samples.all.filter { $0.text.onPage != $0.text }
    try review(others.map { "\($0.name): \($0.text.onPage(in: language))\n" }.joined(), "page.\(language.rawValue)")
  }

  /// The fields of a form at which a page shows them, the likeliest first; all others are shown at the first field.
  @Test func messagesAboutFieldsAreThoseThatWereReviewed() throws {
    let about = Samples.all.filter { !$0.text.fields.isEmpty }
    try review(about.map { "\($0.name): \($0.text.fields.joined(separator: " "))\n" }.joined(), "fields")
  }

  private func review(_ listed: String, _ name: String) throws {
    let file = MessageTests.root.appendingPathComponent("Fixtures/messages/\(name).txt")
    if ProcessInfo.processInfo.environment["SUBSIDY_WRITE_MESSAGES"] != nil {
      try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(listed.utf8).write(to: file)
    }
    let reviewed = try String(contentsOf: file, encoding: .utf8)
    let pairs = zip(listed.split(separator: "\n"), reviewed.split(separator: "\n"))
    for (now, before) in pairs where now != before { Issue.record("now:    \(now)\nbefore: \(before)") }
    #expect(listed == reviewed)
  }
}

extension String {
  /// Whether it names an option or a command of the program.
  fileprivate var namesCommands: Bool { contains("--") || contains("`subsidy") }
}

/// The output of the program when lines of a file cannot be taken.
@Suite struct LocatedFailureTests {
  @Test func everyLineIsToldWhereItStandsAndThenTheSum() {
    let ran = run("record a.jsonl --by o", as: "record") { _ in
      throw LedgerFailure.lines([Samples.problem(1), Samples.problem(2), Samples.problem(9)])
    }
    #expect(ran.code == .refused)
    let reason = "no person p1 is registered; check the key, or record their `registered` first"
    #expect(
      ran.messages == """
        a.jsonl:1: \(reason)
        a.jsonl:2: \(reason)
        a.jsonl:9: \(reason)
        subsidy: 3 of the lines cannot be taken; nothing was appended

        """)
  }

  @Test func theSameIsSaidInChinese() {
    let ran = run("record a.jsonl --by o --lang zh", as: "record") { _ in
      throw LedgerFailure.lines([Samples.problem(7)])
    }
    #expect(
      ran.messages == "a.jsonl:7: 人员 p1 未登记；请核对人员标识，或先登记 `registered` 记录\nsubsidy: 有 1 行无法登记；未登记任何内容\n")
  }

  // Lines that `record --skip-refused` leaves out are reported in the same form.
  @Test func aLineThatWasLeftOutIsToldAlone() {
    let ran = run("record a.jsonl --by o", as: "record") { context in
      context.diagnostics.located(Samples.problem(3).located)
      return .refused
    }
    #expect(ran.messages.hasPrefix("a.jsonl:3: no person p1"))
    #expect(ran.messages.count { $0 == "\n" } == 1)
  }
}
