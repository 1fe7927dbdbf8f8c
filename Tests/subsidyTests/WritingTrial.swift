import Catalogue
import FaultSupport
import Foundation
import Testing
import Vault

@testable import subsidy

/// A command as it goes when nothing happens, to compare with what becomes of it otherwise.
struct WritingTrial {
  /// The outcome of `audit verify` for a ledger.
  private struct Standing: Equatable {
    let code: ExitCode
    let size: Int?
  }

  /// The calls by which it changes its folder.
  let calls: [SystemCall]
  /// The command line.
  let line: String
  private let sample: WritingSample
  private let before: Box
  /// How many events the log has before, whatever HEAD says.
  private let events: Int
  private let start: Standing
  private let code: Int32
  private let end: Standing
  /// The exit code of the same command once more, and how many events it then appends.
  private let again: (code: ExitCode, events: Int)
  private let quarantined: Int
  /// The names in the folder when all is done.
  private let names: Set<String>
  private let output: [String: [UInt8]]
  /// Whether the same command in the same folder writes the same bytes.
  private let isFixed: Bool

  init(_ sample: WritingSample) throws {
    self.sample = sample
    before = try sample.makeBox()
    events = Box.size(of: before)
    line = try before.expanded(sample.line)
    start = WritingTrial.standing(before)
    let box = try before.copy()
    let (ran, calls) = try RealProgram.changes(of: box.words(line), in: box.mark)
    code = try #require(ran.code)
    self.calls = calls.map(\.call)
    try #require([0, 1, 65].contains(code), "\(line): \(ran.messages)")
    end = WritingTrial.standing(box)
    output = try WritingTrial.contents(sample.output, in: box)
    let repeated = box.run(line)
    again = (repeated.code, (WritingTrial.standing(box).size ?? 0) - (end.size ?? 0))
    _ = try WritingTrial.recordLast(box, "\(line)")
    quarantined = box.quarantined
    names = try box.allNames()
    isFixed = try output.isEmpty || output == WritingTrial.madeAgain(sample, line, before)
  }

  /// The files that another run from the same beginning writes.
  private static func madeAgain(_ sample: WritingSample, _ line: String, _ before: Box) throws -> [String: [UInt8]] {
    let box = try before.copy()
    _ = try RealProgram.run(box.words(line))
    return try contents(sample.output, in: box)
  }

  private static func standing(_ box: Box) -> Standing {
    let ran = box.run("audit verify --format json")
    // A death within a change of the vault is reported, and the next change of the ledger takes back what it began.
    let code = ran.messages.contains("a change of vault.sqlite was cut short") ? ExitCode.done : ran.code
    return Standing(code: code, size: ran.output.firstMatch(of: /"size":([0-9]+)/).flatMap { Int($0.1) })
  }

  /// The contents of an output, a file or a folder; empty if there is none.
  private static func contents(_ name: String?, in box: Box) throws -> [String: [UInt8]] {
    guard let name, FileManager.default.fileExists(atPath: box.path(name)) else { return [:] }
    guard let below = FileManager.default.subpaths(atPath: box.path(name)), !below.isEmpty else {
      return ["": try box.read(name)]
    }
    var found: [String: [UInt8]] = [:]
    for path in below { found[path] = (try? box.read("\(name)/\(path)")) ?? [] }
    return found
  }

  /// The ledger takes one more entry, whatever happened to it, and is then whole in all its parts.
  ///
  /// - Returns: how many events it then has, without a consent that had to come first.
  static func recordLast(_ box: Box, _ comment: Comment) throws -> Int? {
    try box.write("last", BadInputTests.registered.replacing("p1", with: "last"))
    var (ran, consents) = (box.run("record @last --by op-9"), 0)
    // Nothing comes before a correction of the clock that was asked for.
    if let request = ran.messages.firstMatch(of: /`subsidy consent ([^`]+)` first/)?.1 {
      #expect(box.run("consent \(request) --by op-8").code == .done, comment)
      (ran, consents) = (box.run("record @last --by op-9"), 1)
    }
    #expect(ran.code == .done, "\(comment) \(ran.messages)")
    let verified = standing(box)
    #expect(verified.code == .done, "\(comment) \(verified)")
    let checked = box.run("projections check")
    #expect(checked.code == .done, "\(comment) \(checked.output) \(checked.messages)")
    let log = String(decoding: try box.read(Box.segment), as: UTF8.self)
    let vault = try Vault.open(ledger: box.ledger)
    for match in log.matches(of: /"vault":"([0-9a-f]{64})"/) {
      // It throws if the data do not give the digest.
      let version = try vault.version(digest: String(match.1))
      #expect(version != nil, "\(comment) the vault lacks \(match.1)")
    }
    return verified.size.map { $0 - consents }
  }

  /// Runs the command with a fault and looks at what it leaves.
  ///
  /// - Returns: whether the fault struck.
  func holds(_ fault: CallFault, at call: SystemCall) throws -> Bool {
    let box = try before.copy()
    let (ran, isStruck) = try RealProgram.run(box.words(line), with: fault, at: call)
    let comment: Comment = "\(line): \(fault) at \(call): \(ran.code.map { "\($0)" } ?? "killed") \(ran.messages)"
    if fault == .death { #expect((ran.code == nil) == isStruck, comment) }
    let found = WritingTrial.standing(box)
    let isRecorded = found.size == end.size && end.size != start.size
    expectAllOrNothing(found, comment)
    if let code = ran.code { try expectSaid(code, ran.messages, found, isRecorded, box, comment) }
    let written = try WritingTrial.contents(sample.output, in: box)
    if !written.isEmpty { expectWhole(written, comment) }
    if ran.code != nil, !["unlink", "unlinkat", "rmdir"].contains(call.name) {
      let left = box.names(in: ".").filter { $0.hasPrefix(".") }
      #expect(left.isEmpty, "\(comment) left \(left)")
    }

    let repeated = box.run(line)
    let next: Comment = "\(comment) and again: \(repeated.code) \(repeated.messages)"
    let isDone = isRecorded || !written.isEmpty || isBegun(box)
    #expect(repeated.code.rawValue == code || isDone && repeated.code == again.code, next)
    let made = try WritingTrial.contents(sample.output, in: box)
    if !output.isEmpty { expectWhole(made, next) }
    let last = try WritingTrial.recordLast(box, next)
    let told = box.quarantined - quarantined
    let size = (end.size ?? 0) + (isRecorded ? again.events : 0) + 1 + told
    #expect(last == size, "\(next) expected \(size) events, found \(last ?? 0)")
    let others = try box.allNames().subtracting(names).filter { !WritingTrial.mayStay($0) }
    #expect(others.isEmpty, "\(next) left \(others)")
    return isStruck
  }

  /// The repair of HEAD has two steps, and the next change records the rest after the first.
  private func isBegun(_ box: Box) -> Bool { start.code != .done && WritingTrial.standing(box).code == .done }

  private func expectAllOrNothing(_ found: Standing, _ comment: Comment) {
    #expect([.done, .tornTail, start.code].contains(found.code), "\(comment) \(found)")
    #expect([start.size, events, end.size].contains(found.size), "\(comment) \(found)")
  }

  /// A command that ends reports the true state.
  private func expectSaid(
    _ code: Int32, _ messages: String, _ found: Standing, _ isRecorded: Bool, _ box: Box, _ comment: Comment
  ) throws {
    if code == self.code {
      #expect(found.size == end.size, "\(comment) lost what it acknowledged")
      let written = try WritingTrial.contents(sample.output, in: box)
      // A finding takes precedence over a file that cannot be written, which is reported.
      let isTold = code == ExitCode.found.rawValue && messages.contains("subsidy: cannot ")
      #expect(written.keys == output.keys || isTold, "\(comment) did not write what it said")
      return
    }
    #expect([65, 66, 74].contains(code), comment)
    #expect(messages.hasPrefix("subsidy: ") || messages.contains("\nsubsidy: "), comment)
    #expect(!messages.contains("internal error"), comment)
    if isRecorded { #expect(messages.contains("recorded all the same") || messages.contains("unknown"), comment) }
  }

  private func expectWhole(_ written: [String: [UInt8]], _ comment: Comment) {
    if isFixed {
      #expect(written == output, "\(comment) the output is not whole")
    } else {
      #expect(written.keys == output.keys, "\(comment) the output is not whole")
      for (name, bytes) in written { #expect(bytes.count == output[name]?.count, "\(comment) \(name) is not whole") }
    }
  }

  /// Remains of a death that do no harm: an output, a ledger or a HEAD that never got its name.
  private static func mayStay(_ name: String) -> Bool {
    [".subsidy-", ".ledger.", "ledger/.HEAD.", "ledger/quarantine"].contains { name.hasPrefix($0) }
  }
}

extension Box {
  /// A part of the folder's path that no other path has, links followed or not.
  var mark: String { folder.split(separator: "/").last.map(String.init) ?? folder }

  /// The words of a command line on this ledger, for the real program.
  func words(_ line: String) -> [String] {
    let words = line.split(separator: " ").map { $0.hasPrefix("@") ? path(String($0.dropFirst())) : String($0) }
    let takesNone = Program.commands.map(\.spec).contains { !$0.usesLedger && line.hasPrefix($0.name) }
    return [RealProgram.path] + words + (takesNone ? [] : ["--ledger", ledger])
  }

  /// The names in a folder within; none if it is not there.
  func names(in name: String) -> [String] {
    (try? FileManager.default.contentsOfDirectory(atPath: path(name))) ?? []
  }

  /// How many torn tails and lost heads the log keeps, each of which an event records; a name that was not finished is none.
  var quarantined: Int {
    names(in: "ledger/quarantine").count { $0.wholeMatch(of: /[0-9]{20}-[0-9]+-[0-9a-f]{64}/) != nil }
  }

  /// Everything below the folder, SQLite's passing files left out.
  func allNames() throws -> Set<String> {
    Set(
      try FileManager.default.subpathsOfDirectory(atPath: folder).filter {
        !$0.hasSuffix("-wal") && !$0.hasSuffix("-shm") && !$0.hasSuffix("-journal")
      })
  }
}
