import JSONText
import Policy
import Subsidy
import TestSupport
import Testing
import Values

/// Each key of each pack, changed: the cases of the pack or a run of an office have to notice.
@Suite struct PackMutationTests {
  /// The packs that ship, and those of the cities under Fixtures.
  static let packs: [String] =
    ShippedPacks.all.map(\.id.description) + ["dalian-2017-46", "jingmen-list", "lushan-guide", "shanghai-2022-8"]

  @Test("no key of a pack can be changed unnoticed, and every row's rule is noticed", arguments: packs)
  func everyKey(_ id: String) throws {
    let trial = try PackTrial(id)
    let rows = try MutatedRow.all(of: id, in: trial.document)
    let (found, needed) = trial.notices(id)
    #expect(found.count > 100)
    for (mutation, notice) in found where notice == .nobody {
      let rows = rows.filter { $0.covers(mutation) }.map(\.rule)
      #expect(
        UndecidedKey.all.contains { $0.isMeant(mutation, id) },
        "\(mutation.path.text): \(mutation.change) goes unnoticed; rows: \(rows.joined(separator: ", "))")
    }
    for (number, key) in UndecidedKey.all.enumerated() where !needed.contains(number) {
      #expect(
        !found.contains { key.isMeant($0.mutation, id) }, "\(key.pattern) is noticed: no exception is needed")
    }
    for (rule, places) in Dictionary(grouping: rows, by: \.rule) {
      let meant = found.filter { found in places.contains { $0.covers(found.mutation) } }
      #expect(
        meant.isEmpty || meant.contains { $0.notice == .cases || $0.notice == .office },
        "\(rule): nobody notices if the rule is taken out")
    }
  }

  @Test func `a change is one of a single place, and texts are left alone`() throws {
    let document = try JSONValue(Array(#"{"a":[{"clause":"x","from":1}],"b":true,"c":"2/3"}"#.utf8))
    let found = PackMutation.all(of: document).map { "\($0.path.text): \($0.change)" }
    #expect(
      found == [
        "a: taken out", "a: null", "a[0]: taken out", "a[0].from: taken out", "a[0].from: null", "a[0].from: 2 for 1",
        "a[0].from: 0 for 1", "b: taken out", "b: null", "b: false for true", "c: taken out", "c: null",
        "c: 2/4 for 2/3", "c: 5/9 for 2/3",
      ])
  }
}

/// A pack that is tried with changes.
private struct PackTrial {
  /// The part that notices a change.
  enum Notice {
    /// The pack cannot be read or adopted.
    case refused
    /// A case that travels with the pack is wrong.
    case cases
    /// The office gets a different answer.
    case office
    case nobody
  }

  /// The pack as it is.
  let document: JSONValue
  private let plan: OfficePlan
  private let cases: [PolicyCase]
  /// The lines of an office under the pack as it is, for each setting of the plan.
  private let lives: [[String]]

  init(_ id: String) throws {
    let document =
      if let shipped = Identifier(id).flatMap({ ShippedPacks.text($0) }) {
        try JSONValue(shipped)
      } else {
        try JSONValue(Fixtures.bytes("packs/cities/\(id).json"))
      }
    let plan = OfficePlan(try PolicyPack(json: document))
    let bytes = try Fixtures.bytes("policy-cases/\(id).jsonl")
    cases = try Fixtures.lines(bytes).map { try PolicyCase(Array(bytes[$0])) }
    lives = try plan.settings.map { try OfficeRun.lines(plan, document, $0) }
    (self.document, self.plan) = (document, plan)
  }

  /// Every change with who notices it, and the exceptions that are needed, by their places in the table.
  ///
  /// One unnoticed change shows that an exception is needed; the others that it is for are not tried.
  func notices(_ id: String) -> (found: [(mutation: PackMutation, notice: Notice)], needed: Set<Int>) {
    var needed: Set<Int> = []
    let found = PackMutation.all(of: document).map { mutation in
      let key = UndecidedKey.all.firstIndex { $0.isMeant(mutation, id) }
      if let key, needed.contains(key) { return (mutation: mutation, notice: Notice.nobody) }
      let notice = notice(of: mutation)
      if let key, notice == .nobody { needed.insert(key) }
      return (mutation, notice)
    }
    return (found, needed)
  }

  private func notice(of mutation: PackMutation) -> Notice {
    guard let pack = try? PolicyPack(json: mutation.document),
      (try? Policy(pack: pack, parameters: plan.settings[0])) != nil
    else { return .refused }
    // The part that can see the change is asked first.
    if case .key(let part) = mutation.path[0], PackTrial.ofOffice.contains(part) {
      return isNoticedByOffice(mutation) ? .office : isNoticedByCases(mutation) ? .cases : .nobody
    }
    return isNoticedByCases(mutation) ? .cases : isNoticedByOffice(mutation) ? .office : .nobody
  }

  /// The parts of a pack of which cases, which are about months, see little.
  private static let ofOffice: Set<String> = ["scope", "application", "registration", "supervision", "process"]

  /// Whether a case is wrong under a changed pack, or cannot be tried any more.
  private func isNoticedByCases(_ mutation: PackMutation) -> Bool {
    cases.contains { (try? $0.differences(under: mutation.document)) != [] }
  }

  private func isNoticedByOffice(_ mutation: PackMutation) -> Bool {
    zip(plan.settings, lives).contains { setting, life in
      (try? OfficeRun.lines(plan, mutation.document, setting, expecting: life)) == nil
    }
  }
}

/// A row of the table of rules with one of its places in a pack.
private struct MutatedRow {
  /// The rule's number.
  let rule: String
  /// Its place in the pack.
  let place: [PackPath.Step]

  func covers(_ mutation: PackMutation) -> Bool { mutation.path.starts(with: place) }

  static func all(of id: String, in document: JSONValue) throws -> [MutatedRow] {
    try RuleTable.sections.flatMap { section in
      try section.rules.flatMap { rule in
        try rule.places.compactMap { place in
          guard case .pack(let path, let other, _) = place, (other ?? section.pack) == id else { return nil }
          return MutatedRow(rule: rule.id, place: try PackPath(path, in: document).steps)
        }
      }
    }
  }
}

/// A key that decides nothing, so that no one can notice.
private struct UndecidedKey {
  /// The path without the places in lists.
  let pattern: String
  /// The beginning of the change that decides nothing; nil for every change.
  var change: String?
  /// The packs in which it decides nothing; nil for all.
  var packs: Set<String>?
  /// Why.
  let reason: String

  func isMeant(_ mutation: PackMutation, _ id: String) -> Bool {
    mutation.path.pattern == pattern && packs?.contains(id) != false
      && change.map { mutation.change.hasPrefix($0) } != false
  }

  static let all: [UndecidedKey] =
    [
      "scope.work[].code", "scope.jobs[].code", "registration.places[].code", "registration.fields[].code",
      "application.channels[].code", "application.delegation.code",
    ].map { UndecidedKey(pattern: $0, reason: "only names an entry") } + [
      UndecidedKey(pattern: "revision", reason: "counts the versions of the file"),
      UndecidedKey(
        pattern: "required[].unlessGraduate", change: "taken out", packs: olderForm, reason: "false if it is missing"),
      UndecidedKey(pattern: "statutoryAge.own", change: "taken out", packs: ownAge, reason: "true if it is missing"),
      UndecidedKey(
        pattern: "supervision.exits[].code", packs: recordedExits,
        reason: "an exit by hand is shown, and a sweep's clause is that of its own rule, too"),
      UndecidedKey(
        pattern: "supervision.exits[].fact", packs: ["liuzhou-2022-9", "jingdezhen-2024-139"],
        reason: "an exit by hand is only shown"),
      UndecidedKey(
        pattern: "amount.tiers[].atLeastFen", change: "40501", packs: ["liuzhou-2022-9"],
        reason: "two thirds of 405 yuan are 270 yuan, too"),
      UndecidedKey(
        pattern: "parameters[].standard", change: "02-01/12-31", packs: ["liuzhou-2022-9"],
        reason: "only the last day of verificationWindow stops anybody"),
      UndecidedKey(
        pattern: "process.stages[].deadline.within", change: "immediate for same-day", reason: "both are the day itself"
      ),
      UndecidedKey(
        pattern: "process.stages[].deadline.within", change: "same-day for immediate", reason: "both are the day itself"
      ),
      UndecidedKey(
        pattern: "terms[].extension.when[].day.from", change: "2024-01-02", reason: "asked on the last day of a month"),
      UndecidedKey(
        pattern: "terms[].extension.when[].day.from", change: "above", reason: "asked on the last day of a month"),
      UndecidedKey(
        pattern: "terms[].extension.when[].day.to", change: "2026-04-01", reason: "asked on the last day of a month"),
    ]

  /// The packs whose requirements are for graduates, too.
  private static let olderForm: Set<String> = [
    "liuzhou-2022-9", "jingdezhen-2024-139", "beijing-2019-1", "linyi-2021-63", "lushan-guide", "shanghai-2022-8",
  ]
  /// The packs in which a woman's own statutory age counts.
  private static let ownAge: Set<String> = [
    "liuzhou-2022-9", "beijing-2019-1", "linyi-2021-63", "lianyungang-2021-50", "lushan-guide",
  ]
  /// The packs with exits that an operator records by hand.
  private static let recordedExits: Set<String> = ["liuzhou-2022-9", "jingdezhen-2024-139", "beijing-2019-1"]
}
