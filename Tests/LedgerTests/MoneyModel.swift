import Foundation

/// The money in the lines of a log, by the contract alone.
///
/// It is a second opinion for ``BatchPropertyTests``: it reads lines with Foundation, keeps plain dictionaries, computes
/// everything again from the beginning, and asks the program nothing. It covers only the steps of that test's lives: two
/// schemes with worths of their own, jobs, contributions, one application for each scheme.
///
/// > Source: contract section 6; contract 3, section 3; decision 103.
struct MoneyModel {
  struct ClaimKey: Hashable {
    let person: String
    let scheme: String
  }

  struct ItemKey: Hashable {
    let batch: String
    let person: String
    let month: String
  }

  struct DemandKey: Hashable {
    let claim: ClaimKey
    let notice: String
  }

  struct Answer {
    let sequence: Int
    let isPaid: Bool
    /// The bank's reference or code.
    let text: String?
  }

  struct Item {
    let scheme: String
    let amount: Int
    var isWithheld = false
    var answers: [Answer] = []
  }

  struct Batch {
    var scheme = ""
    var drafted: Int?
    var items = 0
    var total = 0
    var isApproved = false
    var isExported = false
    var isCancelled = false
    var isRecalled = false
    var funds: [(sequence: Int, amount: Int)] = []
    var isGivenUp: Bool { isCancelled || isRecalled }
  }

  struct Demand {
    var months: [(month: String, amount: Int)] = []
    var repaid: [(sequence: Int, amount: Int)] = []
    var putBack: [(sequence: Int, amount: Int)] = []
    var writtenOff: [(sequence: Int, amount: Int)] = []
    var refunded = 0
    var isCancelled = false
  }

  struct Application {
    let claim: ClaimKey
    var decisions: [Int] = []
    var approvals: [(sequence: Int, from: String)] = []
  }

  /// The sums in the books of a month, in the order of the columns.
  struct Sums: Equatable {
    var paid = 0
    var returned = 0
    var bounced = 0
    var adjusted = 0
    var repaid = 0
    var putBack = 0
    var writtenOff = 0
    var outstanding = 0
    var refunded = 0
    var reversedPaid = 0
    var reversedReturned = 0
    var reversedRepaid = 0
    var reversedPutBack = 0
    var reversedWrittenOff = 0
  }

  typealias Line = [String: Any]

  private let lines: [Line]
  private(set) var items: [ItemKey: Item] = [:]
  private(set) var batches: [String: Batch] = [:]
  private(set) var demands: [DemandKey: Demand] = [:]
  private(set) var applications: [String: Application] = [:]
  /// The number of the reversal of each event that was reversed.
  private(set) var reversed: [Int: Int] = [:]
  /// The closes of the books that are in force: the month, the number, whether the month was not over.
  private(set) var closes: [(month: String, sequence: Int, isEarly: Bool)] = []
  private var contributions: [String: [String: Int]] = [:]
  private var jobs: [(person: String, from: String, to: String, sequence: Int, id: String?)] = []
  private var annulled: Set<String> = []
  private(set) var persons: Set<String> = []

  /// The events of a text of lines; commits are none.
  static func lines(_ text: some StringProtocol) throws -> [Line] {
    try text.split(separator: "\n").compactMap { line in
      let parsed = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? Line
      return parsed?["seq"] == nil ? nil : parsed
    }
  }

  init(_ lines: [Line]) {
    self.lines = lines
    for line in lines { take(line) }
  }

  private mutating func take(_ line: Line) {
    let sequence = line.number("seq")
    let claim = ClaimKey(person: line.text("person"), scheme: line.text("scheme"))
    let key = ItemKey(batch: line.text("batch"), person: line.text("person"), month: line.text("month"))
    let amount = line.number("amountFen")
    let demand = DemandKey(claim: claim, notice: line.text("notice"))
    switch line.text("type") {
    case "registered": persons.insert(claim.person)
    case "contributed": contributions[claim.person, default: [:]][key.month] = amount
    case "fact-recorded" where line.text("fact") == "employed":
      jobs.append((claim.person, line.text("from"), line.text("to"), sequence, line["id"] as? String))
    case "annulled": annulled.insert(line["of"] as? String ?? "#\(line.number("of"))")
    case "applied": applications[line.text("application")] = Application(claim: claim)
    case "verified": applications[line.text("application")]?.decisions.append(sequence)
    case "approved": applications[line.text("application")]?.approvals.append((sequence, line.text("from")))
    case "payment-ordered": items[key] = Item(scheme: claim.scheme, amount: amount)
    case "batch-drafted":
      batches[key.batch, default: Batch()].scheme = claim.scheme
      batches[key.batch]?.drafted = sequence
      batches[key.batch]?.items = line.number("items")
      batches[key.batch]?.total = line.number("totalFen")
    case "batch-approved": batches[key.batch]?.isApproved = true
    case "batch-exported": batches[key.batch]?.isExported = true
    case "batch-cancelled": batches[key.batch]?.isCancelled = true
    case "batch-recalled": batches[key.batch]?.isRecalled = true
    case "funds-received": batches[key.batch]?.funds.append((sequence, amount))
    case "payment-withheld": items[key]?.isWithheld = true
    case "paid":
      items[key]?.answers.append(Answer(sequence: sequence, isPaid: true, text: line["reference"] as? String))
    case "payment-returned":
      items[key]?.answers.append(Answer(sequence: sequence, isPaid: false, text: line.text("code")))
    case "clawed-back":
      for part in line["months"] as? [Line] ?? [] {
        demands[demand, default: Demand()].months.append((part.text("month"), part.number("amountFen")))
      }
    case "repaid": demands[demand]?.repaid.append((sequence, amount))
    case "put-back": demands[demand]?.putBack.append((sequence, amount))
    case "written-off": demands[demand]?.writtenOff.append((sequence, amount))
    case "repayment-refunded": demands[demand]?.refunded += amount
    case "clawback-cancelled": demands[demand]?.isCancelled = true
    case "reversed": reverse(line.number("of"), by: sequence)
    case "month-closed": closes.append((key.month, sequence, line.month <= key.month))
    case "month-reopened": if closes.last?.month == key.month { closes.removeLast() }
    default: break
    }
  }

  private mutating func reverse(_ target: Int, by sequence: Int) {
    reversed[target] = sequence
    for (name, application) in applications where application.decisions.contains(target) {
      applications[name]?.decisions.removeAll { $0 == target }
      applications[name]?.approvals.removeAll { $0.sequence > target }
    }
  }
}

// The outcomes of the items of batches.
extension MoneyModel {
  /// The answers about an item that were not reversed.
  func answers(_ key: ItemKey) -> [Answer] { items[key]?.answers.filter { reversed[$0.sequence] == nil } ?? [] }

  /// `open`, `paid` or `returned`.
  func outcome(_ key: ItemKey) -> String {
    answers(key).last.map { $0.isPaid ? "paid" : "returned" } ?? "open"
  }

  /// Whether money of an item is on its way.
  func isInFlight(_ key: ItemKey) -> Bool {
    items[key]?.isWithheld == false && batches[key.batch]?.isGivenUp == false && outcome(key) == "open"
  }

  /// The items of a batch that are in it.
  func keys(of batch: String) -> [ItemKey] {
    items.filter { $0.key.batch == batch && !$0.value.isWithheld }.map(\.key)
      .sorted { ($0.person, $0.month) < ($1.person, $1.month) }
  }

  /// The sum of the items of a batch with some outcome; nil for all items.
  func sum(_ batch: String, _ outcome: String? = nil) -> Int {
    keys(of: batch).filter { outcome == nil || self.outcome($0) == outcome }.reduce(0) { $0 + items[$1]!.amount }
  }

  /// The money that the treasury sent for a batch.
  func funds(_ batch: String) -> Int { sum(batches[batch]?.funds ?? []) }

  private func keys(of claim: ClaimKey, _ month: String) -> [ItemKey] {
    items.filter { $0.key.person == claim.person && $0.key.month == month && $0.value.scheme == claim.scheme }.map(
      \.key)
  }

  /// The sum of the events that are not reversed.
  private func sum(_ parts: [(sequence: Int, amount: Int)]) -> Int {
    parts.reduce(0) { reversed[$1.sequence] == nil ? $0 + $1.amount : $0 }
  }
}

// The amounts of the months.
extension MoneyModel {
  /// Every month of a claim that has a contribution, an order or a payment.
  func months(of claim: ClaimKey) -> [String] {
    let ordered = items.filter { $0.key.person == claim.person && $0.value.scheme == claim.scheme }.map(\.key.month)
    return Set(ordered).union(contributions[claim.person]?.keys.map { $0 } ?? []).sorted()
  }

  func paid(_ claim: ClaimKey, _ month: String) -> Int {
    keys(of: claim, month).reduce(0) { sum, key in
      var (own, wasPaid) = (0, false)
      for answer in answers(key) {
        if answer.isPaid { own += items[key]!.amount } else if wasPaid { own -= items[key]!.amount }
        wasPaid = wasPaid || answer.isPaid
      }
      return sum + own
    }
  }

  /// How often a month was paid and did not come back.
  func payments(_ claim: ClaimKey, _ month: String) -> Int {
    keys(of: claim, month).count { outcome($0) == "paid" }
  }

  func inFlight(_ claim: ClaimKey, _ month: String) -> Int {
    keys(of: claim, month).reduce(0) { isInFlight($1) ? $0 + items[$1]!.amount : $0 }
  }

  func repaid(_ claim: ClaimKey, _ month: String) -> Int {
    demands.filter { $0.key.claim == claim }.reduce(0) { $0 + (allotted($1.key)[month] ?? 0) }
  }

  func held(_ claim: ClaimKey, _ month: String) -> Int { max(0, paid(claim, month) - repaid(claim, month)) }

  private func firstPaid(_ claim: ClaimKey, _ month: String) -> Int {
    keys(of: claim, month).flatMap { answers($0) }.filter(\.isPaid).map(\.sequence).min() ?? .max
  }

  func entitled(_ claim: ClaimKey, _ month: String) -> Int {
    let contribution = contributions[claim.person]?[month] ?? 0
    let isApproved = applications.values.contains { application in
      application.claim == claim && application.approvals.contains { $0.from <= month }
    }
    let hasJob = jobs.contains { job in
      job.person == claim.person && !annulled.contains("#\(job.sequence)") && !annulled.contains(job.id ?? "#")
        && job.from <= "\(month)-31" && job.to >= "\(month)-01" && job.from <= job.to
    }
    let isPaidElsewhere = ["liuzhou", "jingdezhen"].contains { scheme in
      let other = ClaimKey(person: claim.person, scheme: scheme)
      return scheme != claim.scheme && held(other, month) > 0 && firstPaid(other, month) < firstPaid(claim, month)
    }
    if contribution == 0 || !isApproved || hasJob || isPaidElsewhere { return 0 }
    if claim.scheme == "jingdezhen" { return 50_000 }
    return contribution >= 40_500 ? 27_000 : (4 * contribution + 3) / 6
  }

  func payable(_ claim: ClaimKey, _ month: String) -> Int {
    max(0, entitled(claim, month) - held(claim, month) - inFlight(claim, month))
  }

  func overpaid(_ claim: ClaimKey, _ month: String) -> Int { max(0, held(claim, month) - entitled(claim, month)) }

  /// Whether more is held and ordered of an item's month than the month is worth.
  func isWorthLess(_ key: ItemKey) -> Bool {
    let claim = ClaimKey(person: key.person, scheme: items[key]!.scheme)
    return held(claim, key.month) + inFlight(claim, key.month) > entitled(claim, key.month)
  }

  /// Every claim that an event names.
  var claims: [ClaimKey] {
    Set(applications.values.map(\.claim)).sorted { ($0.person, $0.scheme) < ($1.person, $1.scheme) }
  }
}

// The demands.
extension MoneyModel {
  func repaid(_ key: DemandKey) -> Int { sum(demands[key]!.repaid) }
  func putBack(_ key: DemandKey) -> Int { sum(demands[key]!.putBack) }
  func writtenOff(_ key: DemandKey) -> Int { sum(demands[key]!.writtenOff) }
  func demanded(_ key: DemandKey) -> Int { demands[key]!.months.reduce(0) { $0 + $1.amount } }

  func outstanding(_ key: DemandKey) -> Int {
    demands[key]!.isCancelled ? 0 : max(0, demanded(key) - kept(key) - writtenOff(key))
  }

  func refundable(_ key: DemandKey) -> Int { refundable(key, received: repaid(key), writtenOff: writtenOff(key)) }

  /// The reversed part of a demand's receipts, of write-offs and of money that units put back.
  func reversed(_ key: DemandKey) -> Int {
    let demand = demands[key]!
    return (demand.repaid + demand.putBack + demand.writtenOff)
      .reduce(0) { reversed[$1.sequence] == nil ? $0 : $0 + $1.amount }
  }

  private func kept(_ key: DemandKey) -> Int { max(0, repaid(key) - demands[key]!.refunded) }

  private func refundable(_ key: DemandKey, received: Int, writtenOff: Int) -> Int {
    max(0, received - demands[key]!.refunded - owed(key, writtenOff))
  }

  private func owed(_ key: DemandKey, _ writtenOff: Int) -> Int {
    demands[key]!.isCancelled ? demanded(key) : max(0, demanded(key) - writtenOff)
  }

  /// How the receipts of a demand fall on its months, oldest first.
  private func allotted(_ key: DemandKey) -> [String: Int] {
    var (rest, parts) = (kept(key), [String: Int]())
    for (month, amount) in demands[key]!.months.sorted(by: { $0.month < $1.month }) {
      let part = min(rest, amount)
      parts[month, default: 0] += part
      rest -= part
    }
    return parts
  }

  /// Money paid in excess that no open demand covers.
  var undemanded: Int {
    claims.reduce(0) { sum, claim in
      months(of: claim).reduce(sum) { $0 + undemanded(claim, $1) }
    }
  }

  private func undemanded(_ claim: ClaimKey, _ month: String) -> Int {
    let open = demands.filter { $0.key.claim == claim && !$0.value.isCancelled }.reduce(0) { sum, demand in
      let asked = demand.value.months.filter { $0.month == month }.reduce(0) { $0 + $1.amount }
      return sum + asked - (allotted(demand.key)[month] ?? 0)
    }
    return max(0, overpaid(claim, month) - open)
  }
}

// The rules for who may take back what.
extension MoneyModel {
  /// The numbers of all events that are of a type that can be reversed.
  var reversible: [Int] {
    let types: Set = ["paid", "payment-returned", "repaid", "put-back", "written-off", "funds-received", "verified"]
    return lines.filter { types.contains($0.text("type")) }.map { $0.number("seq") }
  }

  /// Whether the rules let two people reverse an event.
  func mayReverse(_ sequence: Int) -> Bool {
    guard reversed[sequence] == nil else { return false }
    let line = lines[sequence]
    let claim = ClaimKey(person: line.text("person"), scheme: line.text("scheme"))
    let key = ItemKey(batch: line.text("batch"), person: claim.person, month: line.text("month"))
    let demand = DemandKey(claim: claim, notice: line.text("notice"))
    let amount = line.number("amountFen")
    switch line.text("type") {
    case "paid":
      let next = answers(key).first { $0.sequence > sequence }
      return next?.isPaid ?? true && !isOrdered(after: sequence, claim.person, [key.month])
    case "payment-returned":
      let next = answers(key).first { $0.sequence > sequence }
      let before = answers(key).last { $0.sequence < sequence }
      if before?.isPaid == true, next?.isPaid == true { return false }
      return !isOrdered(after: sequence, claim.person, [key.month])
    case "repaid":
      let months = Set(demands[demand]!.months.map(\.month))
      return stands(demand, received: repaid(demand) - amount, writtenOff: writtenOff(demand))
        && !isOrdered(after: sequence, claim.person, months)
    case "written-off":
      return stands(demand, received: repaid(demand), writtenOff: writtenOff(demand) - amount)
    case "verified":
      let application = applications[line.text("application")]!
      guard application.decisions.last == sequence else { return false }
      return application.approvals.isEmpty
        || !isOrdered(after: sequence, claim.person, nil, scheme: application.claim.scheme)
    default: return true
    }
  }

  /// Whether the refunds of a demand would be possible with other sums.
  private func stands(_ key: DemandKey, received: Int, writtenOff: Int) -> Bool {
    let refunded = demands[key]!.refunded
    return refunded == 0 || refunded <= max(0, received - owed(key, writtenOff))
  }

  /// Whether a batch in force has ordered a month of a person since an event.
  private func isOrdered(
    after sequence: Int, _ person: String, _ months: Set<String>?, scheme: String? = nil
  ) -> Bool {
    items.contains { key, item in
      key.person == person && months?.contains(key.month) ?? true && scheme ?? item.scheme == item.scheme
        && !item.isWithheld && batches[key.batch]?.isGivenUp == false && batches[key.batch]?.drafted ?? 0 > sequence
    }
  }
}

// The books.
extension MoneyModel {
  /// The books of a month: an event belongs to the month in which it was recorded, or to the first that was not closed.
  func books(of month: String) -> Sums {
    var sums = Sums()
    for (sequence, line) in lines.enumerated() where belongs(sequence) == month { add(line, sequence, to: &sums) }
    let end = lines.indices.first { belongs($0) > month } ?? lines.count
    // The close itself is of the month that it ends.
    let then = MoneyModel(Array(lines[..<min(end, closes.first { $0.month >= month }?.sequence ?? end)]))
    sums.outstanding = then.demands.keys.reduce(0) { $0 + then.outstanding($1) }
    return sums
  }

  private func belongs(_ sequence: Int) -> String {
    let closed = closes.last { $0.sequence < sequence }?.month
    return max(lines[sequence].month, closed.map(MoneyModel.next) ?? "")
  }

  private static func next(_ month: String) -> String {
    let number = Int(month.prefix(4))! * 12 + Int(month.suffix(2))!
    return String(format: "%04d-%02d", number / 12, number % 12 + 1)
  }

  private func add(_ line: Line, _ sequence: Int, to sums: inout Sums) {
    let amount = line.number("amountFen")
    switch line.text("type") {
    case "paid": sums.paid += amount
    case "payment-returned":
      sums.returned += amount
      guard let first = confirmed(before: sequence) else { return }
      sums.bounced += amount
      if belongs(first) < belongs(sequence) { sums.adjusted += amount }
    case "repaid": sums.repaid += amount
    case "put-back": sums.putBack += amount
    case "written-off": sums.writtenOff += amount
    case "repayment-refunded": sums.refunded += amount
    case "reversed": reverse(line.number("of"), &sums)
    default: break
    }
  }

  private func reverse(_ sequence: Int, _ sums: inout Sums) {
    let amount = lines[sequence].number("amountFen")
    switch lines[sequence].text("type") {
    case "paid": sums.reversedPaid += amount
    case "payment-returned": if confirmed(before: sequence) != nil { sums.reversedReturned += amount }
    case "repaid": sums.reversedRepaid += amount
    case "put-back": sums.reversedPutBack += amount
    case "written-off": sums.reversedWrittenOff += amount
    default: break
    }
  }

  /// The payment that had confirmed an item when it came back, as far as it counted then.
  private func confirmed(before sequence: Int) -> Int? {
    let line = lines[sequence]
    let key = ItemKey(batch: line.text("batch"), person: line.text("person"), month: line.text("month"))
    return items[key]?.answers.first { answer in
      answer.isPaid && answer.sequence < sequence && reversed[answer.sequence] ?? .max > sequence
    }?.sequence
  }
}

extension MoneyModel.Line {
  func text(_ name: String) -> String { self[name] as? String ?? "" }
  func number(_ name: String) -> Int { (self[name] as? NSNumber)?.intValue ?? 0 }
  /// The month in which the event was recorded: the lives keep clocks of hours in which Beijing has the same day.
  var month: String { String(text("recorded").prefix(7)) }
}
