import Catalogue
import Foundation
import Ledger
import Subsidy
import Testing
import Values

@testable import subsidy

/// A ledger of some events in a folder of its own, removed with everything in it.
final class SmallLedger {
  let folder: String
  var path: String { "\(folder)/ledger" }

  init(name: String = "https://ledger.example/our subsidy", events: Int = 6) throws {
    folder = NSTemporaryDirectory() + "proof-test-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try SubsidyLedger(path).create(name: name, openedAt: nil, by: "op-001")
    try grow(to: events)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  func file(_ name: String) -> String { "\(folder)/\(name)" }

  func text(_ name: String) throws -> String { try String(contentsOfFile: file(name), encoding: .utf8) }

  func write(_ text: String, to name: String) throws {
    try text.write(toFile: file(name), atomically: false, encoding: .utf8)
  }

  func write(_ bytes: [UInt8], to name: String) throws {
    try Data(bytes).write(to: URL(fileURLWithPath: file(name)))
  }

  /// Registers people until there are so many events.
  func grow(to events: Int, as prefix: String = "p") throws {
    let size = try SubsidyLedger(path).state().size
    let lines = (Int(size)..<events).map {
      #"{"type":"registered","person":"\#(prefix)\#($0)","birth":"1970-01-01","sex":"female","household":"450200"}"#
    }
    if lines.isEmpty { return }
    try write(lines.joined(separator: "\n") + "\n", to: "entries.jsonl")
    let ran = call("record \(file("entries.jsonl")) --by op-001")
    #expect(ran.code == .done, "\(ran.messages)")
  }

  func call(_ line: String) -> Ran { run("\(line) --ledger \(path)") }

  var lines: [String] {
    get throws {
      try String(contentsOfFile: "\(path)/log/00000000000000000000.jsonl", encoding: .utf8).split(separator: "\n")
        .filter { !$0.hasPrefix(#"{"commit""#) }.map(String.init)
    }
  }

  /// Makes the signing key of the tests and returns its public one.
  func makeKey(_ name: String = "ledger.example/subsidy", file key: String = "ledger.key") throws -> String {
    let ran = call("key create --name \(name) --to \(file(key))")
    #expect(ran.code == .done, "\(ran.messages)")
    return ran.output.trimmingCharacters(in: .newlines)
  }
}
