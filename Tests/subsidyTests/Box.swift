import Catalogue
import Foundation
import Ledger
import Merkle
import System
import Values

@testable import subsidy

/// A folder of a test's own with a ledger and input files in it; it goes with the test.
final class Box: Sendable {
  /// The folder.
  let folder: String
  /// The ledger in it.
  let ledger: String

  /// Makes the folder, with a ledger if a pack is named.
  init(adopting pack: String? = nil) throws {
    folder = NSTemporaryDirectory() + "subsidy-test-\(UUID().uuidString)"
    ledger = folder + "/ledger"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    guard let pack else { return }
    for line in ["init --name box --by op-001", "policy adopt \(pack) --by op-001"] {
      let ran = run(line)
      if ran.code != .done { throw CommandFailure(.bug, .internalError(ran.messages)) }
    }
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  /// The path of a file of the folder.
  func path(_ name: String) -> String { folder + "/" + name }

  /// Writes a file into the folder.
  func write(_ name: String, _ text: String) throws { try write(name, Array(text.utf8)) }

  /// Writes a file into the folder that no other user may read.
  func write(secret name: String, _ text: String) throws {
    try write(name, text)
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path(name))
  }

  /// Writes a file into the folder.
  func write(_ name: String, _ bytes: [UInt8]) throws {
    try Data(bytes).write(to: URL(fileURLWithPath: path(name)))
  }

  /// The bytes of a file of the folder.
  func read(_ name: String) throws -> [UInt8] { Array(try Data(contentsOf: URL(fileURLWithPath: path(name)))) }

  /// Takes what SQLite keeps beside a file of the folder into it, so that its bytes are all of it.
  func settle(_ name: String) throws {
    try SQLiteDatabase(path: path(name), access: .readWrite).execute("PRAGMA wal_checkpoint(TRUNCATE)")
  }

  /// Runs a command line on the ledger; a word `@name` is the path of a file of the folder.
  func run(_ line: String) -> Ran {
    let words = line.split(separator: " ").map { $0.hasPrefix("@") ? path(String($0.dropFirst())) : String($0) }
    return subsidyTests.run(words.joined(separator: " "), environment: ["SUBSIDY_LEDGER": ledger])
  }

  /// The ledger, byte for byte: the log, HEAD and the quarantine.
  func fingerprint() throws -> [String: String] {
    var found: [String: String] = [:]
    let names = (try? FileManager.default.subpathsOfDirectory(atPath: ledger)) ?? []
    for name in names where name == "HEAD" || name.hasPrefix("log/") || name.hasPrefix("quarantine/") {
      found[name] = SHA256.hash(try read("ledger/" + name)).description
    }
    return found
  }

  /// How many events a box's ledger has.
  static func size(of box: Box) -> Int {
    let log = (try? String(contentsOfFile: box.path(Box.segment), encoding: .utf8)) ?? ""
    return log.split(separator: "\n").count { !$0.hasPrefix(#"{"commit""#) }
  }

  /// Does what a test needs before its command: runs a command line, or LEAPs with the clock to 2035 and records a visit.
  func prepare(_ step: String) throws {
    guard step == "LEAP" else {
      try FinanceCommandTests.ok(self, expanded(step))
      return
    }
    try write("visit", #"{"type":"visited","person":"p1","on":"2025-02-01"}"#)
    let ledger = SubsidyLedger(ledger, clock: { Instant("2035-03-01T01:00:00Z")! }, clockIsRight: true)
    _ = try ledger.record(path("visit"), by: "op-1", key: nil, skipsRefused: false)
  }

  /// A command line with the values that only its ledger gives: SIZE, the LAST number, the number of the last PAID, the last
  /// IMPORT, REQUEST and DEMAND, THIS month.
  func expanded(_ line: String) throws -> String {
    let log = (try? String(contentsOfFile: path(Box.segment), encoding: .utf8)) ?? ""
    let line = line.replacing("THIS", with: SystemClock.now().civilDate.month.description)
      .replacing("SIZE", with: "\(Box.size(of: self))").replacing("LAST", with: "\(Box.size(of: self) - 1)")
      .replacing("PAID", with: log.matches(of: /"seq":([0-9]+),"type":"paid"/).last?.1 ?? "")
      .replacing("IMPORT", with: log.matches(of: /"id":"(I[^\/"]+)\/1"/).last?.1 ?? "")
      .replacing("REQUEST", with: log.matches(of: /"type":"requested".*?"request":"([^"]+)"/).last?.1 ?? "")
    guard let demand = log.matches(of: /"type":"clawed-back".*?"notice":"([^"]+)"/).last?.1 else { return line }
    if line.contains("@above") {
      try write(
        "above",
        #"{"type":"repaid","person":"p1","scheme":"jingdezhen","notice":"\#(demand)","amountFen":900000,"receipt":"R-1"}"#
      )
    }
    return line.replacing("DEMAND", with: demand)
  }

  /// The bytes of the first segment.
  static var segment: String { "ledger/log/00000000000000000000.jsonl" }

  /// Changes a byte of a file, counted from the start or, below 0, from the end.
  func flip(_ name: String, at place: Int) throws {
    var bytes = try read(name)
    bytes[place < 0 ? bytes.count + place : place] ^= 1
    try write(name, bytes)
  }

  /// Appends bytes to a file.
  func append(_ name: String, _ text: String) throws { try write(name, try read(name) + Array(text.utf8)) }
}

extension Ran {
  /// The lines of the messages.
  var lines: [Substring] { messages.split(separator: "\n") }
}
