import JSONText
import Ledger
import Papers
import Policy
import Subsidy
import System
import Values

/// One batch from its draft to the bank's answer, with a person for each line.
struct BatchBench {
  let items: Int
  let folder: String

  /// Makes the ledger and measures the batch's life.
  func run() throws {
    let history = "\(folder)/batch.jsonl"
    let bench = Bench(entries: items)
    try bench.measure("generate \(items) persons with a payable month") { try generate(history) }
    let ledger = SubsidyLedger("\(folder)/batch-ledger")
    guard let opened = Instant("2024-12-06T00:00:00Z"), let month = Month("2024-12") else {
      preconditionFailure("an instant and a month")
    }
    try ledger.create(name: "bench", openedAt: opened, by: "bench")
    try bench.measure("record --history") { _ = try ledger.importHistory(history) }
    try bench.measure("projections rebuild") { _ = try ledger.rebuildProjections() }
    try bench.measure("batch draft, approve, export, settle") {
      try bench.measure("  batch draft") {
        _ = try ledger.draft("b1", scheme: "jingdezhen", through: month, by: "op-1")
      }
      try bench.measure("  batch approve") { try ledger.approve("b1", by: "op-2") }
      try bench.measure("  batch export, pain.001") {
        _ = try ledger.export("b1", to: "\(folder)/b1.xml", as: ExportOrder(.pain001(Payer(name: "bench"))), by: "op-1")
      }
      try answer(ledger)
      try bench.measure("  batch settle") {
        _ = try ledger.settle("b1", results: "\(folder)/b1.csv", by: "op-1")
      }
    }
    print("files in \(folder)")
  }

  /// The bank's answer: every fiftieth line comes back.
  private func answer(_ ledger: SubsidyLedger) throws {
    var text = "person,month,status,code,reference\n"
    for number in 0..<items {
      text +=
        number % 50 == 0 ? "\(name(number)),2024-12,returned,AC04,\n" : "\(name(number)),2024-12,paid,,R\(number)\n"
    }
    try Files.atomicallyWrite("\(folder)/b1.csv", Array(text.utf8))
  }

  private func name(_ number: Int) -> Identifier {
    guard let name = Identifier("p\(10_000_000 + number)") else { preconditionFailure("a person's key has its form") }
    return name
  }

  private func generate(_ file: String) throws {
    guard let recorded = Instant("2024-12-07T00:00:00Z"), let birth = CivilDate("1985-05-05"),
      let start = CivilDate("2020-01-01"), let month = Month("2024-12"), let region = Region("360202")
    else { preconditionFailure("values of their forms") }
    var bytes = Array(
      """
      {"type":"policy-adopted","recorded":"\(recorded)","by":"bench","scheme":"jingdezhen",\
      "policy":"jingdezhen-2024-139","parameters":{}}

      """.utf8)
    var writer = JSONWriter()
    for number in 0..<items {
      let person = name(number)
      let bodies: [EventBody] = [
        .registered(Registered(person: person, birth: birth, isMale: true, household: region)),
        .factRecorded(FactRecorded(person: person, fact: .difficultyRecognised, from: start, source: "hall")),
        .factRecorded(FactRecorded(person: person, fact: .flexibleRegistered, from: start, source: "hall")),
        .approved(
          Approved(
            person: person, application: person, scheme: "jingdezhen", policy: "jingdezhen-2024-139", from: month,
            basis: .months(36), first: true)),
        .contributed(
          Contributed(person: person, month: month, amount: Fen(60_000), paidOn: month.firstDay, source: "si")),
      ]
      for body in bodies {
        writer.removeAll()
        EventLine.write(Event(sequence: 0, recorded: recorded, by: "bench", body: body), to: &writer)
        // An entry is an event without its number.
        bytes += Array("{".utf8) + writer.bytes.dropFirst("{\"seq\":0,".utf8.count) + Array("\n".utf8)
      }
    }
    try Files.atomicallyWrite(file, bytes)
  }
}
