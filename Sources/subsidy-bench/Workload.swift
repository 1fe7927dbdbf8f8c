import JSONText
import Policy
import Subsidy
import Values

/// A made-up past: people of the five schemes who contribute and are paid month by month, about one in twelve of them
/// wrongly in some month.
///
/// The same seed and sizes give the same bytes.
struct Workload {
  let people: Int
  let entries: Int
  private var random: SplitMix64

  /// Makes a past of so many entries over so many people.
  init(people: Int, entries: Int, seed: UInt64) {
    self.people = people
    self.entries = entries
    random = SplitMix64(state: seed)
    policies = zip(Workload.schemes, Workload.parameters).map { scheme, parameters in
      guard let pack = ShippedPacks.pack(scheme.pack), let policy = try? Policy(pack: pack, parameters: parameters)
      else { preconditionFailure("the workload's packs are shipped") }
      return policy
    }
  }

  /// The policies that value a month, one for each scheme, in their order.
  private let policies: [Policy]

  private static let parameters: [[String: String]] = [
    [:], [:], ["amountFen": "98765"], ["rate": "1/2"], ["rate": "3/5"],
  ]

  private static let schemes: [(scheme: Identifier, pack: Identifier, region: String)] = [
    ("liuzhou", "liuzhou-2022-9", "450202"), ("jingdezhen", "jingdezhen-2024-139", "360202"),
    ("beijing", "beijing-2019-1", "110105"), ("linyi", "linyi-2021-63", "371302"),
    ("lianyungang", "lianyungang-2021-50", "320706"),
  ]

  /// The lines of the history, handed over in blocks of about a megabyte.
  mutating func write(_ body: @escaping ([UInt8]) throws -> Void) throws {
    var output = Output(body: body)
    try adopt(&output)
    var month = 0
    while output.entries < entries {
      for person in 0..<people where output.entries < entries {
        if month == 0 {
          try enrol(person, &output)
        } else {
          try live(person, month, &output)
        }
      }
      month += 1
    }
    try output.flush()
  }

  private func adopt(_ output: inout Output) throws {
    for (index, scheme) in Workload.schemes.enumerated() {
      try output.raw(
        """
        {"type":"policy-adopted","scheme":"\(scheme.scheme)","policy":"\(scheme.pack)","parameters":{\
        \(Workload.parameters[index].map { "\"\($0.key)\":\"\($0.value)\"" }.joined())}
        """)
    }
  }

  private mutating func enrol(_ person: Int, _ output: inout Output) throws {
    let scheme = Workload.schemes[person % 5]
    let name = Workload.name(person)
    // Young enough that no person's months run to retirement.
    let birth = CivilDate(days: Int32(4_500 + Int(random.next() % 5_000)))
    guard let region = Region(scheme.region), let start = CivilDate(year: 2019, month: 1, day: 1) else { return }
    try output.body(
      .registered(
        Registered(person: name, birth: birth, isMale: random.next() & 1 == 0, household: region)))
    for fact in [FactCode.difficultyRecognised, .flexibleRegistered, .annualVerified] {
      try output.body(
        .factRecorded(FactRecorded(person: name, fact: fact, from: start, source: "hall")))
    }
    try output.body(
      .approved(
        Approved(
          person: name, application: Workload.identifier("a-\(name)"), scheme: scheme.scheme, policy: scheme.pack,
          from: Workload.month(1), basis: .months(36), first: true)))
  }

  /// The amount of a month in a scheme, none of whose tiers asks for more than the contribution.
  private func due(_ scheme: Int, _ month: Month, _ contribution: Fen) -> Fen {
    let tier = policies[scheme].rules.tiers.first { tier in
      tier.when.allSatisfy { if case .contribution(let range) = $0 { range.contains(contribution) } else { false } }
    }
    guard let tier else { preconditionFailure("the last tier of a pack always stands") }
    return tier.amount(for: month, of: contribution).amount
  }

  private mutating func live(_ person: Int, _ number: Int, _ output: inout Output) throws {
    let scheme = Workload.schemes[person % 5].scheme
    let name = Workload.name(person)
    let month = Workload.month(number)
    let batch = Workload.identifier("b-\(scheme)-\(month)")
    let contribution = Fen(30_000 + Int64(random.next() % 60_000))
    try output.body(
      .contributed(
        Contributed(
          person: name, month: month, amount: contribution, paidOn: month.firstDay.adding(days: 19),
          source: "si-bureau")), id: "c-\(name)-\(month)")
    let due = due(person % 5, month, contribution)
    let amount = random.next() % 500 == 0 ? due + Fen(1_000) : due
    try output.body(
      .paymentOrdered(PaymentOrdered(person: name, scheme: scheme, month: month, amount: amount, batch: batch)))
    if random.next() % 50 == 0 {
      try output.body(
        .paymentReturned(
          PaymentReturned(person: name, scheme: scheme, month: month, amount: amount, batch: batch, code: "AC04")))
    } else {
      try output.body(
        .paid(Paid(person: name, scheme: scheme, month: month, amount: amount, batch: batch, reference: "R\(number)")))
    }
    if random.next() % 400 == 0 {
      try output.body(
        .factRecorded(
          FactRecorded(
            person: name, fact: .employed, from: month.firstDay, to: month.lastDay, source: "cross-check")),
        id: "f-\(name)-\(month)")
    }
    if random.next() % 2_000 == 0 {
      try output.body(.annulled(Annulled(of: .id(Workload.identifier("c-\(name)-\(month)")), reason: "mistyped")))
    }
  }

  /// The key of a person, by number from 0.
  static func name(_ person: Int) -> Identifier { identifier("p\(10_000_000 + person)") }

  private static func month(_ number: Int) -> Month { Month(index: 2025 * 12).adding(number - 1) }

  private static func identifier(_ text: String) -> Identifier {
    guard let identifier = Identifier(text) else {
      preconditionFailure("the workload's own identifiers have their form")
    }
    return identifier
  }

  /// Lines on their way to a file, with a clock that moves on by a second every few entries.
  ///
  /// It begins on 1 November 2026, when 22 months of contributions have been paid in: an audit finds what was recorded before
  /// it was paid, and a workload of more months measures these findings.
  private struct Output {
    let body: ([UInt8]) throws -> Void
    var entries = 0
    private var writer = JSONWriter()
    private var block: [UInt8] = []

    init(body: @escaping ([UInt8]) throws -> Void) { self.body = body }

    private var recorded: Instant { Instant(seconds: 1_793_491_200 + Int64(entries / 64)) }

    mutating func raw(_ line: String) throws {
      try append(Array("\(line),\"recorded\":\"\(recorded)\",\"by\":\"chief\"}\n".utf8))
    }

    mutating func body(_ body: EventBody, id: String? = nil) throws {
      writer.removeAll()
      EventLine.write(
        Event(sequence: 0, recorded: recorded, by: "op-017", id: id.map { Workload.identifier($0) }, body: body),
        to: &writer)
      // An entry is an event without its number.
      try append(Array("{".utf8) + writer.bytes.dropFirst("{\"seq\":0,".utf8.count) + Array("\n".utf8))
    }

    private mutating func append(_ line: [UInt8]) throws {
      block.append(contentsOf: line)
      entries += 1
      if block.count > 1 << 20 { try flush() }
    }

    mutating func flush() throws {
      try body(block)
      block.removeAll(keepingCapacity: true)
    }
  }
}

/// A small generator of random numbers whose sequence is fixed by its seed.
///
/// > Source: Steele, Lea, Flood: Fast splittable pseudorandom number generators (2014).
struct SplitMix64: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
