import Foundation
import JSONText
import Policy
import Testing

/// The table of rules against the list of rules, the packs, the sources and the tests.
@Suite struct RuleTableTests {
  /// The names that the sources declare: the words after `struct`, `func` and the like.
  static func declared() throws -> Set<String> {
    let keywords: Set<String> = ["enum", "struct", "class", "func", "case", "var", "let"]
    var names: Set<String> = []
    for (_, text) in try Project.swiftFiles("Sources") {
      for line in text.split(separator: "\n") {
        let words = line.split { !($0.isLetter || $0.isNumber || $0 == "_") }
        for (keyword, name) in zip(words, words.dropFirst()) where keywords.contains(String(keyword)) {
          names.insert(String(name))
        }
      }
    }
    return names
  }

  @Test func `every rule has one row, in the order of the list, and every row is a rule`() throws {
    let ids = try RuleIDs().all
    #expect(ids.count == 256)
    #expect(Set(ids).count == ids.count)
    let rows = RuleTable.rules.map(\.id)
    #expect(Set(rows).count == rows.count, "a rule has two rows")
    #expect(Set(ids).subtracting(rows).sorted() == [], "rules without a row")
    #expect(Set(rows).subtracting(ids).sorted() == [], "rows without a rule")
  }

  @Test func `every row says in both languages what the ledger does`() {
    for rule in RuleTable.rules {
      #expect(rule.chinese.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) }, "\(rule.id)")
      #expect(
        rule.english.count > 5
          && rule.english.allSatisfy { $0.isASCII || "一二三四五六七八九十（）".contains($0) || "承诺书".contains($0) },
        "\(rule.id): \(rule.english)")
      #expect(!(rule.chinese + rule.english).contains("|"))
    }
  }

  @Test func `a place in a pack is there, and its clause is the row's`() throws {
    let ids = try RuleIDs()
    for section in RuleTable.sections {
      for rule in section.rules {
        for case .pack(let path, let id, let clause) in rule.places {
          let pack = try PackPath.pack(try #require(id ?? section.pack))
          let found = try PackPath(path, in: pack)
          if let clause {
            #expect(found.clause == clause, "\(rule.id) \(path)")
            #expect(!ids.clauses(of: rule.id).contains(clause), "\(rule.id) \(path) needs no clause of its own")
          } else if let own = found.clause {
            #expect(
              ids.clauses(of: rule.id).contains(own), "\(rule.id) \(path): \(own), not \(ids.clause(of: rule.id))")
          }
        }
      }
    }
  }

  @Test(arguments: ["excluded[fact=nothing]", "amount.tiers[9]", "nothing", "scope.work[code]", "limit.months.more"])
  func `a path that leads nowhere is found out`(path: String) throws {
    let pack = try PackPath.pack("liuzhou-2022-9")
    #expect(throws: PackPath.Failure.self) { try PackPath(path, in: pack) }
    #expect(throws: PackPath.Failure.self) { try PackPath.pack("liuzhou-2019-5") }
  }

  @Test func `a path finds its value and the clause around it`() throws {
    let pack = try PackPath.pack("beijing-2019-1")
    let tick = try PackPath("application.undertaking.lines[2]", in: pack)
    #expect(tick.value.text == "1、姓名：{name} □")
    #expect(tick.clause == "附件3")
    let amount = try PackPath("parameters[name=amountFen].kind", in: pack)
    #expect(amount.value.text == "fen")
    #expect(amount.clause == nil)
  }

  @Test func `a place in the code is declared in the sources`() throws {
    let declared = try RuleTableTests.declared()
    for rule in RuleTable.rules {
      for case .code(let name) in rule.places {
        for part in name.split(separator: ".") { #expect(declared.contains(String(part)), "\(rule.id): \(name)") }
      }
    }
    #expect(!declared.contains("NothingOfThisName"))
  }

  @Test func `every rule that works has a place and a test that names it`() throws {
    let tests = try TestIndex.shared.get()
    var missing: [String] = []
    for rule in RuleTable.rules where rule.standing == .kept {
      let isOpenOrCase = rule.id.hasPrefix("P") || rule.id.hasPrefix("G")
      #expect(!rule.places.isEmpty || isOpenOrCase, "\(rule.id) is held nowhere")
      if tests.tests(of: rule.id).isEmpty { missing.append(rule.id) }
    }
    #expect(missing == [], "rules that no test names")
  }

  @Test func `a test's name may name rules one by one or as a range`() throws {
    let ids = try RuleIDs()
    #expect(ids.named(in: "LZ07 LZ08: two") == ["LZ07", "LZ08"])
    #expect(ids.named(in: "JD22–JD25, JD03: some") == ["JD22", "JD23", "JD24", "JD25", "JD03"])
    #expect(ids.named(in: "LZ46–LZ46c the lists") == ["LZ46", "LZ46a", "LZ46b", "LZ46c"])
    #expect(ids.named(in: "LZ999 SHA256 xLZ07 p1").isEmpty)
    #expect(ids.clauses(of: "LZ30") == ["三（一）1"])
  }

  @Test("P1–P51 every question that the documents leave open is settled by name in a pack or a decision")
  func questions() throws {
    let decisions = try Project.text("docs/decisions.md")
    for rule in RuleTable.questions.rules {
      let isInPack = ShippedPacks.all.contains { !RulesPage.settling(rule.id, in: $0).isEmpty }
      let isDecided = decisions.contains(try Regex("\\b\(rule.id)\\b"))
      #expect(isInPack || isDecided, "\(rule.id) is settled nowhere")
    }
    #expect(RuleTable.questions.rules.map(\.id) == (1...51).map { "P\($0)" })
  }

  @Test("the pages of the rules are what the table says", arguments: RulesPage.Tongue.allCases)
  func page(tongue: RulesPage.Tongue) throws {
    let page = RulesPage(ids: try RuleIDs(), tests: try TestIndex.shared.get(), tongue: tongue)
    if ProcessInfo.processInfo.environment["SUBSIDY_WRITE_RULES"] == "1" {
      try Data(page.text.utf8).write(to: Project.root.appending(path: page.path))
    }
    let written = try Project.text(page.path).split(separator: "\n", omittingEmptySubsequences: false)
    let lines = page.text.split(separator: "\n", omittingEmptySubsequences: false)
    let differing = zip(written, lines).first { $0.0 != $0.1 }
    #expect(
      differing == nil && written.count == lines.count,
      "SUBSIDY_WRITE_RULES=1 swift test --filter RulesTests writes the page; it differs in: \(differing?.1 ?? "its length")"
    )
  }
}
