import Foundation
import Ledger
import Papers
import Subsidy
import System
import Testing
import Values

/// A batch with payees of two banks, rare characters in their names, one of them without an account.
enum BankStory {
  /// The payees: name, bank, account without its check digit.
  static let payees: [(person: String, name: String, bank: String, account: String)] = [
    ("p1", "王㛃", "中国工商银行", "622202000000000001"), ("p2", "李𬭛", "中国农业银行", "622848000000000002"),
    ("p3", "龚䶮", "中国工商银行", "622202000000000003"), ("p4", "阿依·古丽<&>", "中国农业银行", "622848000000000004"),
  ]

  /// A ledger with the payees approved and registered; two months are payable for each.
  static func ledger(payees: [(person: String, name: String, bank: String, account: String)] = payees) throws
    -> TestLedger
  {
    let test = try TestLedger()
    for payee in payees {
      try test.approve(payee.person)
      try test.record(
        Entry.registered(
          payee.person,
          privateData:
            #"{"name":"\#(payee.name)","bank":"\#(payee.bank)","account":"\#(withCheckDigit(payee.account))"}"#),
        Entry.contributed("2025-01", 60_000, payee.person), Entry.contributed("2025-02", 60_000, payee.person))
    }
    return test
  }

  /// The same with a batch that is drafted and approved.
  static func approved(_ batch: Identifier = "b1") throws -> TestLedger {
    let test = try ledger()
    try approve(batch, test)
    return test
  }

  static func approve(_ batch: Identifier, _ test: TestLedger) throws {
    _ = try test.ledger.draft(batch, scheme: "jingdezhen", through: Month("2025-02")!, by: "drafter")
    try test.ledger.approve(batch, by: "second")
  }

  /// A number with the check digit that makes it a card's.
  static func withCheckDigit(_ digits: String) -> String {
    (0...9).map { "\(digits)\($0)" }.first { AccountNumber.fault($0) == nil } ?? digits
  }

  static func order(_ form: String) -> ExportOrder {
    switch form {
    case "csv": ExportOrder(.csv)
    case "pain.001": ExportOrder(.pain001(Payer(name: "人社局")))
    case "control": ExportOrder(.control)
    case "control-html": ExportOrder(.controlPage)
    default: ExportOrder(.profile(ExportProfile.shipped(form)!))
    }
  }

  static var fixtures: URL {
    URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Fixtures/finance")
  }

  /// Compares with a reviewed file; `SUBSIDY_WRITE_FINANCE=1` writes it again, for reviewers to read the difference.
  static func compare(_ bytes: [UInt8], with name: String) throws {
    let bytes = PaperLedger.withoutRoot(bytes)
    let file = fixtures.appending(path: name)
    if ProcessInfo.processInfo.environment["SUBSIDY_WRITE_FINANCE"] != nil {
      try FileManager.default.createDirectory(at: fixtures, withIntermediateDirectories: true)
      try Data(bytes).write(to: file)
    }
    let reviewed = Array(try Data(contentsOf: file))
    #expect(bytes == reviewed, "\(name) differs from what was reviewed")
  }
}
