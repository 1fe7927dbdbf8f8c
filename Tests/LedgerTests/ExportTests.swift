import Foundation
import Ledger
import Merkle
import Papers
import Subsidy
import System
import Testing
import Values

/// The files that go to the bank: their bytes, their hashes in the log, and what stops them.
@Suite struct ExportTests {
  @Test(
    "each form has the bytes that were reviewed, twice the same, and only the owner may read them",
    arguments: ["csv", "csv-bom", "csv-by-bank", "fixed", "pain.001", "control", "control-html"])
  func forms(_ form: String) throws {
    let test = try BankStory.approved()
    let order = BankStory.order(form)
    // A control sheet names the files by their hashes.
    let earlier =
      form.hasPrefix("control") ? try test.ledger.export("b1", to: "\(test.directory)/e", by: "x").files : []
    let first = try test.ledger.export("b1", to: "\(test.directory)/a.out", as: order, by: "drafter")
    let again = try test.ledger.export("b1", to: "\(test.directory)/b.out", as: order, by: "drafter")
    #expect(first.lines == 8)
    #expect(first.total == Fen(400_000))
    #expect(first.files.reduce(0) { $0 + $1.lines } == 8)
    let isRecorded = !form.hasPrefix("control")
    let logged = try test.events().compactMap {
      if case .batchExported(let body) = $0.body { body.sha256 } else { nil }
    }
    #expect(logged == (isRecorded ? first.files : earlier).map(\.sha256))
    #expect(again.isRepeated == isRecorded)
    for (index, (file, other)) in zip(first.files, again.files).enumerated() {
      let bytes = try test.bytes(file.path)
      #expect(bytes == (try test.bytes(other.path)))
      #expect(file.sha256 == SHA256.hash(bytes).description)
      #expect(try test.mode(file.path) == 0o600)
      try BankStory.compare(bytes, with: "\(form)\(first.files.count > 1 ? "-\(index + 1)" : "")")
    }
    let left = try FileManager.default.contentsOfDirectory(atPath: test.directory)
    #expect(!left.contains { $0.hasSuffix(".tmp") })
  }

  @Test("of several files none is written and nothing recorded if one is in the way, and a crash between is mended")
  func oneOfSeveral() throws {
    let test = try BankStory.approved()
    let order = BankStory.order("fixed")
    try "mine".write(toFile: "\(test.directory)/a-2.txt", atomically: false, encoding: .utf8)
    let before = try test.disk()
    let second = "\(test.directory)/a-2.txt"
    #expect(throws: LedgerFailure.outputExists(second)) {
      try test.ledger.export("b1", to: "\(test.directory)/a.txt", as: order, by: "x")
    }
    #expect(try test.disk() == before)
    let left = try FileManager.default.contentsOfDirectory(atPath: test.directory)
    #expect(!left.contains("a-1.txt") && !left.contains { $0.hasSuffix(".tmp") })
    let made = try test.ledger.export(
      "b1", to: OutputFile("\(test.directory)/a.txt", ifPresent: .replaced), as: order, by: "x")
    let bytes = try test.bytes(second)
    // As a crash leaves it after the append, between the two names.
    try FileManager.default.removeItem(atPath: second)
    let again = try test.ledger.export("b1", to: "\(test.directory)/a.txt", as: order, by: "x")
    #expect(again.isRepeated && again.files == made.files)
    #expect(try test.bytes(second) == bytes)
  }

  @Test("the columns of a fixed file stand at their bytes in GB18030, rare characters and the middle dot too")
  func fixedColumns() throws {
    let test = try BankStory.approved()
    let made = try test.ledger.export("b1", to: "\(test.directory)/a.txt", as: BankStory.order("fixed"), by: "x")
    #expect(made.files.map(\.bank) == ["中国农业银行", "中国工商银行"])
    #expect(made.files.map { $0.path.suffix(7) } == ["a-1.txt", "a-2.txt"])
    var names: [String] = []
    for file in made.files {
      let bytes = try test.bytes(file.path)
      let width = 6 + 35 + 32 + 60 + 15 + 7 + 80 + 2
      #expect(bytes.count == width * file.lines)
      for start in stride(from: 0, to: bytes.count, by: width) {
        #expect(bytes[(start + width - 2)..<(start + width)] == [0x0D, 0x0A])
        let name = Array(bytes[(start + 73)..<(start + 133)])
        names.append(try #require(decodeGB18030(name)).trimmingCharacters(in: .whitespaces))
        #expect(String(decoding: bytes[(start + 133)..<(start + 148)], as: UTF8.self) == "000000000050000")
      }
    }
    #expect(Set(names) == Set(BankStory.payees.map(\.name)))
  }

  @Test("a text goes to GB18030 and comes back the same", arguments: ["㛃", "𬭛", "䶮", "·", "阿依·古丽", "a", ""])
  func encodes(_ text: String) throws {
    guard let encoder = GB18030Encoder() else { return #expect(Bool(false), "no table for GB18030") }
    let (encoded, dot) = (encoder.encode(text), encoder.encode("·"))
    #expect(decodeGB18030(try #require(encoded)) == text)
    #expect(dot == [0xA1, 0xA4])
  }

  @Test("what does not fit its column is refused, not cut off")
  func tooWide() throws {
    let long = String(repeating: "长", count: 31)
    let test = try BankStory.ledger(payees: [("p1", long, "银行", "622202000000000001")])
    try BankStory.approve("b1", test)
    let before = try test.disk()
    #expect(
      try refusal { _ = try test.ledger.export("b1", to: "\(test.directory)/a", as: BankStory.order("fixed"), by: "x") }
        == .fieldTooWide(person: "p1", field: "name", width: 60))
    #expect(try test.disk() == before)
    #expect(!FileManager.default.fileExists(atPath: "\(test.directory)/a"))
  }

  @Test("G15 an account that changed since the first export changes no other form of the batch either")
  func changedPayee() throws {
    let test = try BankStory.approved()
    let first = try test.ledger.export("b1", to: "\(test.directory)/a.csv", by: "x")
    try test.record(Entry.registered("p1", privateData: #"{"name":"王㛃","account":"6222021111111111111"}"#))
    let before = try test.disk()
    let again = try test.ledger.export("b1", to: "\(test.directory)/b.csv", by: "x")
    #expect(again.isRepeated && again.sha256 == first.sha256)
    #expect(try test.disk() == before)
    for form in ["pain.001", "fixed"] {
      let file = "\(test.directory)/\(form)"
      let made = try test.ledger.export("b1", to: OutputFile(file), as: BankStory.order(form), by: "x")
      #expect(made.withChangedAccount == ["p1"])
      for part in made.files {
        #expect(try !String(decoding: test.bytes(part.path), as: UTF8.self).contains("6222021111111111111"))
      }
    }
  }

  @Test("accounts that are missing or fail their check are counted, and stop an office that insists")
  func accounts() throws {
    let test = try BankStory.ledger()
    try test.record(
      Entry.registered("p1", privateData: #"{"account":null}"#),
      Entry.registered("p2", privateData: #"{"account":"6222020000000000001"}"#))
    try BankStory.approve("b1", test)
    #expect(
      try refusal {
        _ = try test.ledger.export(
          "b1", to: "\(test.directory)/a", as: ExportOrder(.csv, requiresAccounts: true), by: "x")
      } == .accountsMissing("b1", persons: ["p1", "p2"]))
    let made = try test.ledger.export("b1", to: "\(test.directory)/a", by: "x")
    #expect(made.withoutAccount == ["p1"])
    #expect(made.withBadAccount == ["p2"])
  }

  @Test("names that banks may refuse are told with the file, whenever they were recorded")
  func names() throws {
    let test = try BankStory.ledger()
    try test.record(
      Entry.registered("p1", privateData: #"{"name":"阿依•古丽"}"#),
      Entry.registered("p2", privateData: #"{"name":"阿依·古丽"}"#),
      Entry.registered("p3", privateData: #"{"accountHolder":"王\#u{E863}"}"#))
    try BankStory.approve("b1", test)
    #expect(try test.ledger.export("b1", to: "\(test.directory)/a", by: "x").withOddName == ["p1", "p3"])
  }

  @Test("one account for several persons is told to whoever approves and with the file")
  func sharedAccounts() throws {
    let test = try BankStory.ledger()
    try test.record(
      Entry.registered("p1", privateData: #"{"account":"6222020000000001"}"#),
      Entry.registered("p2", privateData: #"{"account":"6222020000000002"}"#),
      Entry.registered("p3", privateData: #"{"account":"6222020000000001"}"#))
    _ = try test.ledger.draft("b1", scheme: "jingdezhen", through: Month("2025-02")!, by: "drafter")
    #expect(try test.ledger.approve("b1", by: "second").withSharedAccount == ["p1", "p3"])
    #expect(try test.ledger.export("b1", to: "\(test.directory)/a", by: "x").withSharedAccount == ["p1", "p3"])
  }

  @Test(
    "the check digit of a card",
    arguments: [
      (Optional("6222020000000000001"), AccountNumber.Fault?.some(.checkDigit)), ("79927398713", nil),
      ("1234567", .length),
      ("4111111111111111", nil), ("4111111111111112", .checkDigit), ("12345678a", .length), ("", .missing),
      (String?.none, .missing),
    ])
  func checkDigits(_ account: String?, _ fault: AccountNumber.Fault?) {
    #expect(AccountNumber.fault(account) == fault)
  }

  @Test("the hash total adds the last ten digits of each account")
  func hashTotals() {
    #expect(AccountNumber.hashTotal(["1112345678901", "8"]) == "0000002345678909")
    #expect(AccountNumber.hashTotal([]) == "0000000000000000")
  }

  @Test("a second payment says so to the payee, and the csv form keeps its columns")
  func remark() throws {
    let test = try BankStory.approved()
    _ = try test.ledger.export("b1", to: "\(test.directory)/a.csv", by: "x")
    let answer = try test.file(Array("person,month,status,code\np1,2025-01,returned,AC04\n".utf8))
    _ = try test.ledger.settle("b1", results: answer, by: "x")
    try BankStory.approve("b2", test)
    let form = BankStory.order("csv-bom")
    _ = try test.ledger.export("b2", to: "\(test.directory)/b.csv", as: form, by: "x")
    let text = String(decoding: try test.bytes("\(test.directory)/b.csv"), as: UTF8.self)
    #expect(text.contains("社保补贴 2025-01 补发 b1"))
    #expect(!text.contains("2025-02"))
  }

  @Test("every shipped profile is whole, and its name is its own", arguments: ExportProfile.shippedNames)
  func shipped(_ name: String) { #expect(ExportProfile.shipped(name)?.name == name) }

  @Test("a profile is data: one of the office's own works like a shipped one, a wrong member is named")
  func ownProfile() throws {
    let own =
      #"{"name":"own","encoding":"utf-8","layout":"fixed","header":false,"lineEnd":"lf","byBank":false,"columns":[{"field":"person","width":4},{"field":"amountFen","width":8,"align":"right","pad":"0"}]}"#
    let profile = try ExportProfile(json: Array(own.utf8))
    let test = try BankStory.approved()
    _ = try test.ledger.export("b1", to: "\(test.directory)/own", as: ExportOrder(.profile(profile)), by: "x")
    #expect(String(decoding: try test.bytes("\(test.directory)/own"), as: UTF8.self).hasPrefix("p1  00050000\np1  "))
    for (wrong, field) in [
      ("own", "name"), ("utf-8", "encoding"), ("fixed", "layout"), ("lf", "lineEnd"),
      ("person", "columns.field"), ("right", "columns.align"),
    ] {
      let text = own.replacing("\"\(wrong)\"", with: "\"?\"")
      do throws(ExportProfile.ProfileError) {
        _ = try ExportProfile(json: Array(text.utf8))
        Issue.record("\(field) is taken")
      } catch { #expect(error.field == field) }
    }
  }
}
