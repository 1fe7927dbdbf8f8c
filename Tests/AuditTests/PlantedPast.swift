import JSONText
import Policy
import Subsidy
import TestSupport
import Values

/// A past of many persons whose cases went as they should, with faults put into some of them, and what an audit must
/// find of those: no more and no less.
struct PlantedPast {
  /// The findings that an audit must have, by key, with whether the fault was known when the money was paid.
  private(set) var expected: [String: Bool?] = [:]
  /// The codes that were planted, once for each time.
  private(set) var codes: [Finding.Code] = []
  private var entries: [(day: CivilDate, event: Event)] = []
  private var persons = 0
  /// The accounts of persons that the vault has.
  private var accounts: [Identifier: String] = [:]
  /// The events that an older program appended to the ledger after the past: live events, then a history.
  private(set) var live: [(body: EventBody, by: Identifier)] = []
  private(set) var late: [(body: EventBody, by: Identifier)] = []

  /// The day of the last event, long after all that happens.
  static let end: CivilDate = "2026-01-15"

  /// The entries as a file of a history, in the order of their days.
  var lines: [UInt8] {
    var bytes: [UInt8] = []
    for (_, entry) in entries.enumerated().sorted(by: { ($0.element.day, $0.offset) < ($1.element.day, $1.offset) }) {
      var writer = JSONWriter()
      EventLine.write(entry.event, to: &writer)
      // An entry is its event without the sequence number, which comes first.
      let comma = writer.bytes.firstIndex(of: UInt8(ascii: ","))!
      bytes += [UInt8(ascii: "{")] + writer.bytes[(comma + 1)...].dropLast()
      if case .registered(let body) = entry.event.body, let account = accounts[body.person] {
        bytes += Array(#","private":{"account":"\#(account)"}"#.utf8)
      }
      bytes += Array("}\n".utf8)
    }
    return bytes
  }

  mutating func on(
    _ day: CivilDate, _ body: EventBody, by: Identifier = "op-1", key: Identifier? = nil, id: String? = nil
  ) {
    let recorded = Instant(seconds: Int64(day.days) * 86_400 + 7_200)
    let event = Event(
      sequence: 0, recorded: recorded, by: by, key: key,
      id: id.flatMap { Identifier(entryID: Array($0.utf8), at: 0, count: $0.utf8.count) }, body: body)
    entries.append((day, event))
  }

  /// Appends an event after the past, on the last day: live, or in a history that comes behind.
  mutating func after(_ body: EventBody, by: Identifier = "op-1", isLate: Bool) {
    if isLate { late.append((body, by)) } else { live.append((body, by)) }
  }

  /// Gives a person an account, which was registered with the person.
  mutating func give(_ account: String, to person: Identifier) { accounts[person] = account }

  /// A name that no person has yet.
  mutating func newPerson() -> Identifier {
    persons += 1
    return Identifier("p-\(persons)")!
  }

  /// Notes that an audit must find a code of a case, and of its month, application, stage or batch.
  mutating func expect(
    _ code: Finding.Code, _ person: Identifier?, _ scheme: Identifier?, _ rest: String..., known: Bool? = nil
  ) {
    codes.append(code)
    let parts = [code.code, person?.description, scheme?.description].compactMap { $0 } + rest
    expected.updateValue(known, forKey: parts.joined(separator: "/"))
  }
}

// A past without faults.
extension PlantedPast {
  /// The properties of a case; the values are those of a case without faults.
  struct Case {
    var scheme: Identifier = "liuzhou"
    var birth: CivilDate = "1985-05-16"
    var household: String?
    var prior: Registered.Prior?
    var basis = Basis.months(36)
    var policy: Identifier?
    var isFirst = true
    /// The day of the application: a Friday in the window of the year.
    var applied: CivilDate = "2025-01-03"
    var from: Month = "2025-01"
    var district: String?
    var place: Applied.Place?
    var hasApplication = true
    var undertaking = true
    /// The facts that are recorded, with their first days.
    var facts: [(FactCode, CivilDate)] = PlantedPast.required.map { ($0, "2024-12-09") }
    /// The stages: name, day, operator, key.
    var stages: [(name: Identifier, day: CivilDate, by: Identifier, key: Identifier?)]?
    var isApproved = true
    /// Whether the person leaves before a report on the employment is due.
    var leaves = true
  }

  /// The facts that the packs of these tests require, each at least once.
  static let required: [FactCode] = [
    .unemployedRegistered, .difficultyRecognised, .flexibleRegistered, .annualVerified, .graduated,
  ]

  /// The amount that a month is worth in a scheme with a contribution of 600.00 yuan.
  static func worth(_ scheme: Identifier) -> Int64 {
    switch scheme {
    case "liuzhou": 27_000
    case "jingdezhen": 50_000
    case "beijing": 77_733
    case "lushan": 40_000
    case "dalian": 33_120
    default: 30_000
    }
  }

  private static func policy(_ scheme: Identifier) -> Identifier {
    ShippedPacks.all.first { $0.scheme == scheme }?.id ?? ["lushan": "lushan-guide", "dalian": "dalian-2017-46"][
      scheme]!
  }

  /// The stages as the documents ask for them.
  static func stages(
    _ scheme: Identifier, from day: CivilDate
  ) -> [(name: Identifier, day: CivilDate, by: Identifier, key: Identifier?)] {
    switch scheme {
    case "liuzhou": ["community", "street", "district", "city"].map { ($0, day, Identifier("rev-\($0)")!, nil) }
    case "jingdezhen": [("acceptance", day, "rev-1", nil), ("review", day, "rev-2", nil)]
    case "dalian": [("street", day, "rev-1", nil)]
    case "beijing":
      // Five working days of publicity lie between the first and the last.
      [
        ("street", day, "rev-1", nil), ("district-1", day, "rev-2", "key-1"),
        ("district-2", day.adding(days: 12), "rev-3", "key-2"),
      ]
    default: [("review", day, "rev-1", nil)]
    }
  }

  /// Adopts the policies; that of Liuzhou excludes by every fact of the contract and requires every other one, so that every
  /// reason can occur against a month.
  mutating func adopt() throws {
    let day: CivilDate = "2024-12-06"
    var members: [JSONValue.Member] = []
    for member in try JSONValue(ShippedPacks.text("liuzhou-2022-9")!).members ?? [] {
      switch member.key {
      case "excluded", "required":
        var rules = member.value.elements ?? []
        let named = Set(rules.compactMap { $0["fact"]?.text })
        let isExcluded = member.key == "excluded"
        for fact in FactCode.allCases where fact.isAgainstEntitlement == isExcluded && !named.contains(fact.rawValue) {
          rules.append(
            .object(
              [JSONValue.Member("fact", .string(fact.rawValue))]
                + (isExcluded ? [] : [JSONValue.Member("unlessGraduate", .bool(false))])
                + [JSONValue.Member("clause", .string("附加"))]))
        }
        members.append(JSONValue.Member(member.key, .array(rules)))
      default: members.append(member)
      }
    }
    func adopted(
      _ scheme: Identifier, _ document: JSONValue? = nil, _ parameters: [(String, String)] = []
    ) throws -> EventBody {
      let pack = ShippedPacks.all.first { $0.scheme == scheme }!
      return .policyAdopted(
        PolicyAdopted(
          scheme: scheme, policy: pack.id, effectiveFrom: pack.effectiveFrom,
          document: try document ?? JSONValue(ShippedPacks.text(pack.id)!),
          parameters: parameters.map { .init(name: $0.0, value: $0.1) }))
    }
    on(day, try adopted("liuzhou", .object(members), [("applicationWindow", "01-01/03-31")]))
    on(day, try adopted("jingdezhen"))
    on(day, try adopted("beijing", nil, [("amountFen", "77733")]))
    on(day, try adopted("linyi", nil, [("rate", "1/2")]))
    let bases = [("pensionBase", "2019-01:600000"), ("medicalBase", "2019-01:800000")]
    for (city, parameters) in [("lushan-guide", [("minimumPension", "2023-01:100000")]), ("dalian-2017-46", bases)] {
      let document = try JSONValue(Fixtures.bytes("packs/cities/\(city).json"))
      let pack = try PolicyPack(json: document)
      on(
        day,
        .policyAdopted(
          PolicyAdopted(
            scheme: pack.scheme, policy: pack.id, effectiveFrom: pack.effectiveFrom, document: document,
            parameters: parameters.map { .init(name: $0.0, value: $0.1) })))
    }
  }

  /// Registers a person, and takes an application through its stages to the approval.
  @discardableResult
  mutating func enrol(_ change: (inout Case) -> Void = { _ in }) -> Identifier {
    var own = Case()
    change(&own)
    let person = newPerson()
    let household =
      own.household ?? [
        "liuzhou": "450200", "jingdezhen": "360200", "beijing": "110105", "lushan": "360483", "dalian": "210202",
      ][own.scheme] ?? "371302"
    on(
      "2024-12-10",
      .registered(
        Registered(
          person: person, birth: own.birth, isMale: true, household: Region(household)!, prior: own.prior)),
      id: "r-\(person)")
    for (fact, from) in own.facts where own.scheme == "liuzhou" || fact != .graduated {
      record(fact, of: person, from: from)
    }
    apply(own, person)
    return person
  }

  /// An application of a registered person, through its stages to the approval.
  mutating func apply(_ own: Case, _ person: Identifier, application: Identifier = "a1") {
    if own.hasApplication {
      on(
        own.applied,
        .applied(
          Applied(
            person: person, application: application, scheme: own.scheme, from: own.from, undertaking: own.undertaking,
            channel: "counter", district: own.district.map { Region($0)! }, place: own.place)), by: "clerk")
      for stage in own.stages ?? PlantedPast.stages(own.scheme, from: own.applied) {
        on(
          stage.day,
          .verified(Verified(person: person, application: application, stage: stage.name, hasPassed: true)),
          by: stage.by, key: stage.key)
      }
    }
    let last =
      own.hasApplication ? (own.stages ?? PlantedPast.stages(own.scheme, from: own.applied)).map(\.day).max() : nil
    if own.isApproved {
      on(
        last ?? own.applied,
        .approved(
          Approved(
            person: person, application: application, scheme: own.scheme,
            policy: own.policy ?? PlantedPast.policy(own.scheme), from: own.from, basis: own.basis,
            first: own.isFirst)),
        by: "chief", id: "ok-\(person)-\(application)")
    }
    if own.leaves, own.scheme == "beijing" {
      on(
        "2025-03-20",
        .ended(Ended(person: person, scheme: "beijing", from: "2025-04", reason: "moved")), id: "end-\(person)")
    }
  }

  mutating func record(
    _ fact: FactCode, of person: Identifier, from: CivilDate, to: CivilDate? = nil, on day: CivilDate = "2024-12-10"
  ) {
    on(
      day, .factRecorded(FactRecorded(person: person, fact: fact, from: from, to: to, source: "bureau")),
      id: "f-\(person)-\(fact.rawValue)")
  }

  /// A contribution, known in the month after.
  mutating func contribute(
    _ person: Identifier, _ month: Month = "2025-03", _ amount: Int64 = 60_000, on day: CivilDate? = nil
  ) {
    on(
      day ?? month.adding(1).firstDay,
      .contributed(
        Contributed(person: person, month: month, amount: Fen(amount), paidOn: month.lastDay, source: "si")))
  }

  /// A batch of one person, ordered, approved by a second one and paid.
  mutating func pay(
    _ person: Identifier, _ scheme: Identifier = "liuzhou", _ month: Month = "2025-03", _ amount: Int64? = nil,
    on day: CivilDate = "2025-04-20", batch: Identifier? = nil, approver: Identifier = "second", times: Int = 1
  ) {
    let batch = batch ?? Identifier("b-\(person)-\(month)-\(scheme)")!
    let fen = Fen(amount ?? PlantedPast.worth(scheme))
    on(
      day, .paymentOrdered(PaymentOrdered(person: person, scheme: scheme, month: month, amount: fen, batch: batch)),
      by: "drafter")
    on(
      day,
      .batchDrafted(BatchDrafted(batch: batch, scheme: scheme, through: month, persons: 1, items: 1, total: fen)),
      by: "drafter")
    on(day.adding(days: 1), .batchApproved(BatchApproved(batch: batch)), by: approver)
    for _ in 0..<times {
      on(
        day.adding(days: 2),
        .paid(Paid(person: person, scheme: scheme, month: month, amount: fen, batch: batch)), by: "drafter")
    }
  }

  /// A demand for the excess paid for a month, so that only the payment is at fault.
  mutating func demand(
    _ person: Identifier, _ scheme: Identifier = "liuzhou", _ month: Month = "2025-03", _ amount: Int64? = nil
  ) {
    on(
      "2025-12-01",
      .clawedBack(
        ClawedBack(
          person: person, scheme: scheme, demand: Identifier("n-\(person)")!,
          months: [.init(month: month, amount: Fen(amount ?? PlantedPast.worth(scheme)))], reason: "audit")))
  }

  /// Takes back an entry.
  mutating func annul(_ id: String, on day: CivilDate = "2025-06-10") {
    let target = Identifier(entryID: Array(id.utf8), at: 0, count: id.utf8.count)!
    on(day, .annulled(Annulled(of: .id(target), reason: "wrong")))
  }

  /// Persons with nothing to find: some with several months, some under several schemes' rules, some under review.
  mutating func clean(_ count: Int, _ random: inout some RandomNumberGenerator) throws {
    let schemes: [Identifier] = ["liuzhou", "jingdezhen", "beijing", "linyi"]
    for _ in 0..<count {
      let scheme = schemes.randomElement(using: &random)!
      let pack = ShippedPacks.all.first { $0.scheme == scheme }!
      let parameters: [Identifier: [String: String]] = ["beijing": ["amountFen": "77733"], "linyi": ["rate": "1/2"]]
      let policy = try Policy(pack: pack, parameters: parameters[scheme] ?? [:])
      let person = enrol { $0.scheme = scheme }
      var month: Month = "2025-01"
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        // Less than the flat amount would be found.
        let least: Int64 = scheme == "jingdezhen" ? PlantedPast.worth(scheme) : 20_000
        let contribution = Int64.random(in: least...90_000, using: &random)
        contribute(person, month, contribution)
        let worth = policy.amount(for: month, of: Fen(contribution))
        let day = month.adding(1).firstDay.adding(days: Int.random(in: 5...25, using: &random))
        pay(person, scheme, month, worth.value, on: day)
        month = month.adding(1)
      }
      switch Int.random(in: 0..<6, using: &random) {
      case 0: record(.employed, of: person, from: "2024-03-01", to: "2024-11-30", on: "2025-05-05")
      case 1:
        // Wrong, and taken back before anything followed from it.
        record(.pension, of: person, from: "2025-01-01", on: "2025-05-05")
        annul("f-\(person)-pension", on: "2025-05-06")
      case 2:
        let application = Case(scheme: "linyi", isApproved: false)
        if scheme != "linyi" { apply(application, person, application: "a2") }
      default: break
      }
    }
  }
}
