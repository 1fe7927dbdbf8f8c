import Catalogue
import EventLog
import Foundation
import JSONText
import Ledger
import Merkle
import Papers
import System
import Testing

@testable import subsidy

/// A package is checked by what its own instructions say, and by nothing else.
@Suite struct PackageTests {
  /// A demonstration with a package in each language, made once.
  private struct Made {
    let folder: String
    let said: [Language: Ran]

    init() throws {
      folder = NSTemporaryDirectory() + "package-test-\(UUID().uuidString)"
      let demo = run("demo \(folder)/ledger")
      guard demo.code == .done else { throw CommandFailure(.bug, .internalError(demo.messages)) }
      _ = run("key create --name office.example/log --to \(folder)/key")
      var said: [Language: Ran] = [:]
      for language in Language.allCases {
        said[language] = run(
          "audit package \(folder)/\(language) --month 2025-07 --key \(folder)/key --lang \(language) "
            + "--ledger \(folder)/ledger")
      }
      self.said = said
    }
  }

  private static let made = Result { try Made() }

  private func package(_ language: Language) throws -> URL {
    URL(filePath: try PackageTests.made.get().folder).appending(path: "\(language)")
  }

  private func files(_ folder: URL) throws -> [String] {
    let names = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
    return names.filter { name in !names.contains { $0.hasPrefix(name + "/") } }.sorted()
  }

  /// The commands that the package itself tells its reader to run.
  private func instructions(_ folder: URL) throws -> String {
    let page = try String(contentsOf: folder.appending(path: "README.md"), encoding: .utf8)
    let blocks = page.components(separatedBy: "```sh\n").dropFirst().map { $0.components(separatedBy: "```")[0] }
    try #require(blocks.count == 2)
    return "set -e\n" + blocks.joined()
  }

  private func check(_ folder: URL) throws -> (code: Int32, output: String) {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = ["-c", try instructions(folder)]
    process.currentDirectoryURL = folder
    process.environment = ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? "", "PYTHONDONTWRITEBYTECODE": "1"]
    let output = Pipe()
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let bytes = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: bytes, as: UTF8.self))
  }

  @Test("what the instructions say holds, and comes to the head of the ledger", arguments: Language.allCases)
  func instructionsHold(language: Language) throws {
    let said = try #require(try PackageTests.made.get().said[language])
    #expect(said.code == .done && said.messages.isEmpty, "\(said.messages)")
    let ran = try check(package(language))
    let report = SubsidyLedger("\(try PackageTests.made.get().folder)/ledger").verify()
    #expect(ran.code == 0 && ran.output == "\(report.size) \(report.root)\n", "\(ran.output)")
    let sums = try Data(contentsOf: package(language).appending(path: "SHA256SUMS"))
    #expect(said.output.contains(SHA256.hash(Array(sums)).description))
  }

  @Test("the log is copied byte for byte, opens as a ledger, and the findings are those of a replay")
  func copyOpens() throws {
    let (folder, ledger) = (try package(.en), "\(try PackageTests.made.get().folder)/ledger")
    let segment = "log/00000000000000000000.jsonl"
    #expect(
      FileManager.default.contentsEqual(
        atPath: folder.appending(path: segment).path, andPath: "\(ledger)/\(segment)"))
    #expect(run("audit verify --ledger \(folder.path) --against \(folder.path)/checkpoint").code == .done)
    let findings = try String(contentsOf: folder.appending(path: "findings.json"), encoding: .utf8)
    #expect(run("audit replay --ledger \(ledger) --format json").output == findings)
    #expect(run("audit replay --ledger \(folder.path) --format json").output == findings)
    #expect(
      try String(contentsOf: folder.appending(path: "books.json"), encoding: .utf8)
        == run("report monthly 2025-07 --ledger \(ledger) --format json").output)
  }

  @Test("each payment of the month has a proof that holds, signed by the office")
  func paymentsAreProven() throws {
    let (folder, root) = (try package(.en), try PackageTests.made.get().folder)
    let lines = try String(contentsOf: folder.appending(path: "payments.csv"), encoding: .utf8).split(separator: "\n")
    let books = try JSONValue(Array(try Data(contentsOf: folder.appending(path: "books.json"))))
    #expect(lines.count > 3)
    let key = try String(contentsOfFile: "\(root)/key", encoding: .utf8)
    #expect(!key.isEmpty)
    var paid: Int64 = 0
    for line in lines.dropFirst() {
      let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      let ran = run("audit check-proof \(folder.path)/\(cells[6]) --format json")
      let proof = try JSONValue(Array(ran.output.utf8))
      #expect(ran.code == .done && proof["index"]?.number.map { "\($0)" } == cells[0], "\(ran.messages)")
      #expect(ran.output.contains(cells[1]) && ran.output.contains(cells[3]))
      paid += Int64(cells[4]) ?? 0
    }
    let total = books["total"]?["paidFen"]?.number.map { Int64($0) }
    #expect(total == paid)
    #expect(try files(folder).count { $0.hasPrefix("proofs/") } == lines.count - 1)
  }

  @Test func `a changed byte in any file is noticed`() throws {
    let folder = URL(filePath: NSTemporaryDirectory()).appending(path: "package-tampered-\(UUID().uuidString)")
    try FileManager.default.copyItem(at: package(.zh), to: folder)
    defer { try? FileManager.default.removeItem(at: folder) }
    let names = try files(folder)
    let proofs = names.filter { $0.hasPrefix("proofs/") }
    for name in names where !proofs.contains(name) || name == proofs.first || name == proofs.last {
      // The instructions are run as they were handed over, not as they were changed.
      let path = folder.appending(path: name)
      let whole = try Data(contentsOf: path)
      for place in [0, whole.count / 2, whole.count - 2] {
        var changed = whole
        changed[place] ^= 1
        try changed.write(to: path)
        if name == "README.md" {
          #expect(try sums(folder) != 0)
        } else {
          #expect(try check(folder).code != 0, "\(name) at \(place)")
        }
      }
      try whole.write(to: path)
    }
    #expect(try check(folder).code == 0)
    try FileManager.default.removeItem(at: folder.appending(path: try #require(proofs.first)))
    #expect(try check(folder).code != 0)
  }

  private func sums(_ folder: URL) throws -> Int32 {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = ["-c", "sha256sum --check --strict --quiet SHA256SUMS"]
    process.currentDirectoryURL = folder
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return process.terminationStatus
  }

  @Test func `the same head gives the same package`() throws {
    let root = try PackageTests.made.get().folder
    let again = run(
      "audit package \(root)/again/ --month 2025-07 --key \(root)/key --ledger \(root)/ledger")
    #expect(again.code == .done, "\(again.messages)")
    let sums = try ["en", "again"].map { try Data(contentsOf: URL(filePath: "\(root)/\($0)/SHA256SUMS")) }
    #expect(sums[0] == sums[1])
  }

  @Test func `a folder that exists is left alone, and nothing half made stays`() throws {
    let root = try PackageTests.made.get().folder
    let before = try files(package(.en))
    let ran = run("audit package \(root)/en --month 2025-07 --ledger \(root)/ledger")
    #expect(ran.code == .refused && ran.messages.contains("exists already"))
    #expect(try files(package(.en)) == before)
    let broken = run("audit package \(root)/broken --month 2025-07 --ledger \(root)/nowhere")
    #expect(broken.code == .noFile)
    let names = try FileManager.default.contentsOfDirectory(atPath: root)
    // Other tests make packages in the same folder at the same time.
    #expect(!names.contains { $0.hasPrefix("broken") || $0.hasPrefix("en.") })
  }

  @Test func `nothing of the vault is in it`() throws {
    let secrets = try DemoTests.registrations().flatMap { person in
      ["idNumber", "account", "phone"].compactMap { person["private"]?[$0]?.text }
    }
    #expect(secrets.count > 20)
    for name in try files(package(.zh)) {
      let bytes = try Data(contentsOf: package(.zh).appending(path: name))
      for secret in secrets { #expect(bytes.firstRange(of: Data(secret.utf8)) == nil, "\(name) holds \(secret)") }
    }
  }
}
