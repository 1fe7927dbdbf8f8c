import EventLog
import Foundation
import JSONText
import Ledger
import Policy
import ReadModel
import Subsidy
import System
import Testing
import Values

/// A clock that does not move until a test moves it.
final class TestClock: @unchecked Sendable {
  // Every test has its own, and uses it from one thread at a time.
  var now: Instant
  init(_ now: Instant) { self.now = now }
}

/// A ledger in a directory of a test's own, removed when the test lets go of it.
// Every test has its own, and uses it from one thread at a time; a ledger that several tests copy is only read.
final class TestLedger: @unchecked Sendable {
  let directory: String
  let clock = TestClock(Instant("2025-04-10T02:00:00Z")!)
  var ledger: SubsidyLedger
  private var files = 0

  /// Opens a ledger in 2019 with the policy of Jingdezhen, unless a test wants its log empty.
  convenience init(adopting packs: [Identifier] = ["jingdezhen-2024-139"]) throws {
    try self.init(vouchingForClock: true)
    try ledger.create(name: "test", openedAt: Instant("2019-01-01T00:00:00Z")!, by: "op-0")
    for pack in packs {
      _ = try ledger.adopt(
        #require(ShippedPacks.text(pack)), parameters: pack == "beijing-2019-1" ? ["amountFen": "77733"] : [:],
        effectiveFrom: nil, by: "op-0")
    }
  }

  /// Continues from a copy of another test's ledger, which stays as it is.
  convenience init(copying other: TestLedger) throws {
    try self.init(vouchingForClock: true)
    try FileManager.default.copyItem(atPath: other.ledger.path, toPath: ledger.path)
  }

  /// Names a ledger that is not there yet.
  init(vouchingForClock clockIsRight: Bool) throws {
    let base = FileManager.default.fileExists(atPath: "/dev/shm") ? "/dev/shm" : NSTemporaryDirectory()
    directory = "\(base)/ledger-tests-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    let clock = clock
    // A child that another test starts holds the lock's descriptor until it has become its program.
    ledger = SubsidyLedger("\(directory)/ledger", clock: { clock.now }, clockIsRight: clockIsRight, patience: 10_000)
  }

  deinit { try? FileManager.default.removeItem(atPath: directory) }

  /// Writes a file of lines, or of any bytes.
  func file(_ lines: [String], name: String? = nil) throws -> String {
    try file(Array(lines.map { $0 + "\n" }.joined().utf8), name: name)
  }

  func file(_ bytes: [UInt8], name: String? = nil) throws -> String {
    files += 1
    let path = "\(directory)/\(name ?? "in-\(files).jsonl")"
    try Data(bytes).write(to: URL(filePath: path))
    return path
  }

  @discardableResult
  func record(
    _ lines: String..., by: Identifier = "op-1", key: Identifier? = nil, skipsRefused: Bool = false
  ) throws -> RecordOutcome {
    try ledger.record(file(lines), by: by, key: key, skipsRefused: skipsRefused)
  }

  @discardableResult
  func history(_ lines: String...) throws -> ImportOutcome { try ledger.importHistory(file(lines)) }

  /// A person of Jingdezhen with all that the scheme asks for, approved from 2024-12.
  func approve(_ person: String = "p1", extra: [String] = []) throws {
    try record(
      Entry.registered(person), Entry.fact("difficulty-recognised", person), Entry.fact("flexible-registered", person),
      #"{"type":"applied","person":"\#(person)","application":"a-\#(person)","scheme":"jingdezhen","from":"2024-12","undertaking":true,"channel":"c"}"#,
      #"{"type":"verified","person":"\#(person)","application":"a-\#(person)","stage":"acceptance","outcome":"passed"}"#,
      #"{"type":"verified","person":"\#(person)","application":"a-\#(person)","stage":"review","outcome":"passed"}"#)
  }

  /// Pays everything payable in Jingdezhen, as one batch.
  func pay(_ batch: Identifier = "b1", through: Month = Month("2025-03")!) throws {
    _ = try ledger.draft(batch, scheme: "jingdezhen", through: through, by: "drafter")
    try ledger.approve(batch, by: "second")
    _ = try ledger.export(batch, to: "\(directory)/\(batch).csv", by: "drafter")
    var csv = "person,month,status\n"
    for item in try ledger.state().items(ofBatch: batch) { csv += "\(item.person),\(item.month),paid\n" }
    _ = try ledger.settle(batch, results: file(Array(csv.utf8)), by: "drafter")
  }

  /// The outcome of a batch, by the tables.
  func reconciliation(of batch: Identifier) throws -> BatchReconciliation {
    let content = try #require(try ledger.answer(.batch(batch, on: clock.now.civilDate)).value)
    return BatchReconciliation(content.batch)
  }

  // MARK: What is on disk

  func write(_ bytes: some Sequence<UInt8>, to path: String) throws {
    try Data(bytes).write(to: URL(filePath: path))
  }

  func remove(_ path: String) throws { try FileManager.default.removeItem(atPath: path) }

  var logPath: String { "\(ledger.path)/log/00000000000000000000.jsonl" }

  func bytes(_ path: String) throws -> [UInt8] { Array(try Data(contentsOf: URL(filePath: path))) }

  /// Takes what SQLite keeps beside a file of the ledger into it, so that its bytes are all of it.
  func settle(_ file: String) throws {
    try SQLiteDatabase(path: "\(ledger.path)/\(file)", access: .readWrite).execute("PRAGMA wal_checkpoint(TRUNCATE)")
  }

  /// The log and the head that acknowledges it.
  func disk() throws -> [[UInt8]] { [try bytes(logPath), try bytes("\(ledger.path)/HEAD")] }

  var log: String { get throws { String(decoding: try bytes(logPath), as: UTF8.self) } }

  func events() throws -> [Event] { try TestLedger.events(log[...]) }

  static func events(_ text: Substring) throws -> [Event] {
    var events: [Event] = []
    let lines = text.split(separator: "\n")
    for line in lines where !line.hasPrefix(#"{"commit""#) {
      let bytes = Array(line.utf8)
      events.append(try EventLine.readEvent(bytes, 0..<bytes.count))
    }
    return events
  }

  var commits: Int { get throws { try log.split(separator: "\n").filter { $0.hasPrefix(#"{"commit""#) }.count } }

  /// Whether the log is whole and the read model shows what it amounts to.
  func check() throws {
    #expect(ledger.verify().outcome == .whole)
    let (status, _, checks) = try ledger.checkProjections()
    #expect(status.isCurrent && status.isIndexCurrent)
    for check in checks { #expect(check.isEqual, "\(check.name): \(check.differences)") }
  }

  func month(_ month: String, person: Identifier = "p1", scheme: Identifier = "jingdezhen") throws -> MonthEntitlement {
    let claim = try #require(try ledger.state().entitlement(of: person, in: scheme))
    return try #require(claim.months.first { $0.month == Month(month) })
  }

  func mode(_ path: String) throws -> Int {
    try #require(FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? NSNumber).intValue
  }
}

/// Lines of input files.
enum Entry {
  static func registered(
    _ person: String = "p1", birth: String = "1980-05-05", sex: String = "male", id: String? = nil,
    privateData: String? = nil
  ) -> String {
    let tail = (id.map { #","id":"\#($0)""# } ?? "") + (privateData.map { #","private":\#($0)"# } ?? "")
    return
      #"{"type":"registered","person":"\#(person)","birth":"\#(birth)","sex":"\#(sex)","household":"360200"\#(tail)}"#
  }

  static func fact(
    _ code: String, _ person: String = "p1", from: String = "2015-01-01", to: String? = nil, id: String? = nil
  ) -> String {
    let tail = (to.map { #","to":"\#($0)""# } ?? "") + (id.map { #","id":"\#($0)""# } ?? "")
    return #"{"type":"fact-recorded","person":"\#(person)","fact":"\#(code)","from":"\#(from)","source":"s"\#(tail)}"#
  }

  static func contributed(_ month: String, _ amount: Int = 60_000, _ person: String = "p1", id: String? = nil) -> String
  {
    let tail = id.map { #","id":"\#($0)""# } ?? ""
    return
      #"{"type":"contributed","person":"\#(person)","month":"\#(month)","amountFen":\#(amount),"paidOn":"\#(month)-20","source":"si"\#(tail)}"#
  }

  static func annulled(_ of: String, id: String? = nil) -> String {
    #"{"type":"annulled","of":\#(of),"reason":"wrong"\#(id.map { #","id":"\#($0)""# } ?? "")}"#
  }

  /// The same with its own time and operator.
  static func past(_ line: String, _ recorded: String, by: String = "op-9") -> String {
    #"{"recorded":"\#(recorded)","by":"\#(by)",\#(line.dropFirst())"#
  }
}

/// The problems of lines, by line number.
func problems(_ body: () throws -> Void) throws -> [Int: LineProblem.Problem]? {
  do {
    try body()
    return nil
  } catch LedgerFailure.lines(let problems) {
    return Dictionary(problems.map { ($0.line, $0.problem) }, uniquingKeysWith: { first, _ in first })
  }
}

/// The refusal that a command throws; nil if it throws none.
func refusal(_ body: () throws -> Void) throws -> Refusal? {
  do {
    try body()
    return nil
  } catch let refusal as Refusal {
    return refusal
  }
}

/// An invented identity number: 17 digits with the check character of ISO 7064.
func idNumber(_ digits: String) -> String {
  var product = 0
  for digit in digits { product = (product + (digit.wholeNumberValue ?? 0)) * 2 % 11 }
  let check = (12 - product) % 11
  return digits + (check == 10 ? "X" : String(check))
}

/// The text of a shipped pack.
enum ShippedPack {
  static var beijing: String { String(decoding: text("beijing-2019-1") ?? [], as: UTF8.self) }
  static func text(_ id: Identifier) -> [UInt8]? { ShippedPacks.text(id) }
}
