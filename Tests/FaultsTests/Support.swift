import FaultSupport
import Foundation
import Testing

typealias Program = RealProgram
typealias Ran = RealRun

/// A folder with a ledger made by the program, of which every round of a test takes a copy.
final class Template: Sendable {
  let folder: String
  /// How many events the ledger has.
  let size: Int
  /// A file with two new entries, each with an id.
  var entries: String { folder + "/new.jsonl" }

  static let shared: Result<Template, any Error> = Result {
    atexit {
      if case .success(let template) = Template.shared { try? FileManager.default.removeItem(atPath: template.folder) }
    }
    return try Template()
  }

  init(people: Int = 60) throws {
    // Strace compares paths as the kernel shows them.
    folder = URL(filePath: NSTemporaryDirectory()).resolvingSymlinksInPath().path + "/faults-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try Template.registrations(0..<people).write(toFile: folder + "/old.jsonl", atomically: true, encoding: .utf8)
    try Template.registrations(9_000..<9_002).write(toFile: folder + "/new.jsonl", atomically: true, encoding: .utf8)
    for words in [["init", "--by", "op-001"], ["record", folder + "/old.jsonl", "--by", "op-001"]] {
      let ran = try Program.run([Program.path] + words + ["--ledger", folder + "/ledger"])
      guard ran.code == 0 else { throw Failure(text: ran.messages) }
    }
    size = 1 + people
  }

  struct Failure: Error { let text: String }

  static func registrations(_ numbers: Range<Int>) -> String {
    numbers.map {
      #"{"type":"registered","id":"r-\#($0)","person":"p\#($0)","birth":"1980-01-02","sex":"male","household":"450200"}"#
        + "\n"
    }.joined()
  }

  /// Registrations whose names and accounts go to the vault.
  static func privateRegistrations(_ numbers: Range<Int>) -> String {
    registrations(numbers).split(separator: "\n").map { line in
      "\(line.dropLast())" + #","private":{"name":"张三","account":"622200001111222"}}"# + "\n"
    }.joined()
  }

  /// Gives a copy of the ledger to the body and takes it away afterwards.
  func withCopy<Result>(_ body: (Copy) throws -> Result) throws -> Result {
    let path = folder + "/\(UUID().uuidString)"
    try FileManager.default.copyItem(atPath: folder + "/ledger", toPath: path)
    defer { try? FileManager.default.removeItem(atPath: path) }
    return try body(Copy(path: path, template: self))
  }
}

/// A ledger that may be spoiled.
struct Copy {
  let path: String
  let template: Template

  var segment: String { path + "/log/00000000000000000000.jsonl" }
  var head: String { path + "/HEAD" }
  var record: [String] { [Program.path, "record", template.entries, "--by", "op-001", "--ledger", path] }
  var verify: [String] { [Program.path, "audit", "verify", "--format", "json", "--ledger", path] }

  func bytes(_ file: String) throws -> Data { try Data(contentsOf: URL(filePath: file)) }

  /// The size that verification names.
  static func size(_ report: Ran) -> Int? {
    report.output.firstMatch(of: #/"size":([0-9]+)/#).flatMap { Int($0.1) }
  }

  /// The log must be whole, hold what was acknowledged, and take the same entries once more without doubling them.
  func expectSound(acknowledged: Bool, _ comment: Comment) throws {
    let before = try Program.run(verify)
    #expect(before.code == 0 || before.code == 2, "\(comment) \(before.output) \(before.messages)")
    let size = Copy.size(before) ?? 0
    #expect(size == template.size + 2 || (size == template.size && !acknowledged), comment)
    let again = try Program.run(record)
    #expect(again.code == 0, "\(comment) \(again.messages)")
    let after = try Program.run(verify)
    // A tail that was torn off is recorded in an event of its own.
    let told =
      try FileManager.default.fileExists(atPath: path + "/quarantine")
      ? FileManager.default.contentsOfDirectory(atPath: path + "/quarantine").count : 0
    #expect(after.code == 0 && Copy.size(after) == template.size + 2 + told, "\(comment) \(after.output)")
  }
}
