import Catalogue
import SeededRandom
import Testing

@testable import subsidy

/// Entries that went wrong on their way are taken or refused, and nothing else happens.
@Suite struct FuzzTests {
  static let seeds: [String] = [
    BadInputTests.registered.replacing(
      "}", with: #","id":"f-1","private":{"name":"某","idNumber":"450200198505161231"}}"#),
    BadInputTests.registered.replacing("}", with: #","prior":{"firstApproved":"2023-01-02","months":7}}"#),
    #"{"type":"fact-recorded","id":"f-2","person":"p1","fact":"employed","from":"2024-01-10","to":"2024-02-01","source":"s","detail":"d"}"#,
    #"{"type":"applied","person":"p1","application":"a1","scheme":"liuzhou","from":"2024-02","undertaking":true,"channel":"counter","work":{"kind":"rider","since":"2023-01","incomeBand":"2"},"delegate":"d"}"#,
    #"{"type":"verified","person":"p1","application":"a1","stage":"community","outcome":"failed","reasons":[{"code":"x","clause":null},"y"]}"#,
    #"{"type":"withdrawn","person":"p1","application":"a1"}"#,
    #"{"type":"start-confirmed","person":"p1","application":"a1","from":"2024-02"}"#,
    #"{"type":"contributed","person":"p1","month":"2024-11","amountFen":60750,"paidOn":"2024-11-20","source":"s"}"#,
    #"{"type":"debit-failed","person":"p1","month":"2024-11","source":"bank"}"#,
    #"{"type":"suspended","person":"p1","scheme":"liuzhou","from":"2024-11","reason":"r","clause":"三"}"#,
    #"{"type":"ended","person":"p1","scheme":"liuzhou","from":"2024-11","reason":"fraud"}"#,
    #"{"type":"extended","person":"p1","scheme":"liuzhou","months":12,"reason":"r"}"#,
    #"{"type":"repaid","person":"p1","scheme":"liuzhou","notice":"n","amountFen":27000,"receipt":"r"}"#,
    #"{"type":"clawback-cancelled","person":"p1","scheme":"liuzhou","notice":"n","authority":"a"}"#,
    #"{"type":"annulled","of":"f-2","reason":"r"}"#,
    #"{"type":"annulled","of":1,"reason":"r"}"#,
  ]

  private static func mutated(_ seed: String, _ random: inout SeededRandom) -> [UInt8] {
    var bytes = Array(seed.utf8)
    for _ in 0...Int.random(in: 0...2, using: &random) where !bytes.isEmpty {
      let place = Int.random(in: bytes.indices, using: &random)
      switch Int.random(in: 0...4, using: &random) {
      case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
      case 1: bytes.removeSubrange(place..<min(bytes.count, place + Int.random(in: 1...20, using: &random)))
      case 2: bytes.insert("\"{}[]:,\\0129eE-.u\u{0}\u{7F}".utf8.randomElement(using: &random) ?? 0, at: place)
      case 3: bytes.insert(contentsOf: bytes[place..<min(bytes.count, place + 9)], at: place)
      default: bytes[place] = UInt8(ascii: "0") + UInt8.random(in: 0...9, using: &random)
      }
    }
    return bytes
  }

  /// Three thousand lines: each file is a few lines, so that lines and whole files go wrong.
  @Test(arguments: [1, 2, 3, 4] as [UInt64]) func whateverComesIsTakenOrRefused(seed: UInt64) throws {
    let box = try Box(adopting: "liuzhou-2022-9")
    var random = SeededRandom(seed)
    for round in 0..<75 {
      var file: [UInt8] = []
      for _ in 0..<10 {
        file += FuzzTests.mutated(FuzzTests.seeds.randomElement(using: &random) ?? "", &random) + [10]
      }
      try box.write("fuzz", file)
      let skips = round.isMultiple(of: 2) ? " --skip-refused" : ""
      let before = skips.isEmpty ? try box.fingerprint() : [:]
      let ran = box.run("record @fuzz --by op\(skips)")
      #expect(ran.code == .done || ran.code == .refused, "seed \(seed), round \(round): \(ran.messages)")
      if skips.isEmpty, ran.code == .refused {
        #expect(try box.fingerprint() == before, "seed \(seed), round \(round)")
      }
      for line in ran.lines { #expect(!line.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F }) }
    }
    #expect(box.run("audit verify").code == .done, "seed \(seed)")
    #expect(box.run("projections check").code == .done, "seed \(seed)")
    #expect([ExitCode.done, .found].contains(box.run("audit replay").code), "seed \(seed)")
    #expect(box.run("person --all --format json").code == .done, "seed \(seed)")
  }

  /// The same for lists of contributions.
  @Test func whateverListComesIsTakenOrRefused() throws {
    let box = try Box(adopting: "liuzhou-2022-9")
    try box.write("known", BadInputTests.registered + "\n")
    #expect(box.run("record @known --by op").code == .done)
    var random = SeededRandom(5)
    for round in 0..<200 {
      let list = "person,idNumber,amount,paidOn\np1,,607.50,2024-11-20\n,450200198505161231,1.20,2024-11-21\n"
      try box.write("list.csv", FuzzTests.mutated(list, &random))
      let ran = box.run("import contributions @list.csv --month 2024-11 --by op")
      #expect(ran.code == .done || ran.code == .refused, "round \(round): \(ran.messages)")
    }
    #expect(box.run("audit verify").code == .done)
  }
}
