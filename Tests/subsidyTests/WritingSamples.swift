import Catalogue
import Foundation
import Policy
import Testing
import Values

@testable import subsidy

/// A real use of a command that writes, with the folder in which it is run.
struct WritingSample: Sendable, CustomTestStringConvertible {
  /// The command, `batch draft`.
  let command: String
  /// The command line; a word `@name` is the path of a file of the folder.
  let line: String
  /// The name in the folder of the file that it writes beside the ledger; nil if it writes nothing else.
  var output: String?
  /// Makes the folder as it is before the command, once for all uses of it.
  let makeBox: @Sendable () throws -> Box

  var testDescription: String { line }

  /// All of them: every command that appends, every output that a command declares, and the cases that no declaration shows.
  static var all: [WritingSample] {
    ofLife + ofOutputs + others
  }

  /// Commands with tests of their own: `demo` makes a ledger by the commands of all others, in ten thousand calls,
  /// `WholeOrNoneTests` demands more of a backup and a restore than that the same command can be called again; a witness's
  /// folder grows file by file, which `WitnessCommandTests` checks; a vault is sealed in another file, which `SealedVaultTests`
  /// cuts short; logs go from one place to another in `StoreCommandTests`, and by the line in `StoreTests`.
  static let ownTests: Set<String> = [
    "demo", "backup", "restore", "audit witness", "vault seal", "vault rekey", "push", "pull", "store create",
  ]

  /// The commands that change neither a ledger nor another file, each with a use on the ledger of two pasts.
  ///
  /// A command that writes and appends nothing in an operator's name is in ``others``.
  static let reading: [String: String] = [
    "policy list": "policy list", "policy show": "policy show beijing-2019-1",
    "policy validate": "policy validate @pack.json", "policy test": "policy test jingdezhen-2024-139 @cases",
    "policy compare": "policy compare beijing-2019-1 beijing-2019-1 --set amountFen=90000",
    "person": "person --all", "registration": "registration p2 --scheme linyi",
    "eligible": "eligible --scheme beijing --month 2022-06", "deadlines": "deadlines --on 2022-06-30",
    "batch check-file": "batch check-file b1 @pack.json",
    "batch show": "batch show b1 --totals", "batch list": "batch list", "batch reconcile": "batch reconcile b1",
    "find": "find p1", "today": "today --on 2022-06-30",
    "recovery": "recovery", "requests": "requests", "operators": "operators",
    "vault due": "vault due --on 2099-01-01",
    "recovery notices": "recovery notices", "recovery ageing": "recovery ageing",
    "report unpaid": "report unpaid", "report monthly": "report monthly 2022-06",
    "audit explain": "audit explain p1 2022-02",
    "audit timeline": "audit timeline p1", "audit diff": "audit diff --from \(TwoPasts.end)",
    "audit sample": "audit sample --size 2 --seed x", "audit check-proof": "audit check-proof @proof",
    "sample show": "sample show s1", "sample population": "sample population --scheme beijing",
    "vault status": "vault status", "vault check": "vault check", "vault access": "vault access",
    "key public": "key public @token.der --operator op-1",
    "fold": "fold @events", "projections status": "projections status", "projections check": "projections check",
  ]

  /// The folder of ``reading``.
  static func readingBox() throws -> Box {
    let box = try TwoPasts().box
    try box.write("proof", box.run("audit prove 3").output)
    let log = String(decoding: try box.read(Box.segment), as: UTF8.self).split(separator: "\n")
    try box.write("events", log.filter { !$0.hasPrefix(#"{"commit""#) }.joined(separator: "\n") + "\n")
    try box.write("cases", SmallCases.jingdezhen)
    try box.write("token.der", InputSample.publicKey)
    try box.write("pack.json", ShippedPacks.text("beijing-2019-1") ?? [])
    return box
  }

  /// Cases that the declarations of the commands do not show: other ways of one command, and commands that write without an
  /// operator.
  private static var others: [WritingSample] {
    [
      WritingSample(command: "record", line: "record --history @first") {
        let box = try Box()
        try FinanceCommandTests.ok(box, "init --name box --history-from 2021-12-01T00:00:00Z --by op-1")
        try box.write("first", TwoPasts.first.joined(separator: "\n"))
        return box
      },
      WritingSample(command: "record", line: "record --history --late @paper") {
        let box = try FinanceCommandTests.box()
        let last = try box.lastRecorded()
        try box.write("paper", #"{"type":"visited","person":"p1","on":"2025-01-20","recorded":"\#(last)","by":"op-4"}"#)
        return box
      },
      // Another version of private data, which the vault has before the log.
      WritingSample(command: "record", line: "record @moved --by op-1 --key k-1") {
        let box = try FinanceCommandTests.box()
        let moved = FinanceCommandTests.entries[0].replacing("0000018", with: "0000026")
          .replacing("{\"type\"", with: #"{"id":"moved","type""#)
        try box.write("moved", moved)
        return box
      },
      // A copy of the vault from before an erasure.
      WritingSample(command: "vault purge", line: "vault purge") {
        let box = try FinanceCommandTests.box()
        try box.write("spare", FinanceCommandTests.entries[0].replacing("p1", with: "p9"))
        try FinanceCommandTests.ok(box, "record \(box.path("spare")) --by op-1")
        let older = try box.read("ledger/vault.sqlite")
        try FinanceCommandTests.ok(box, "vault erase p9 --reason request --by op-3")
        try FinanceCommandTests.ok(box, box.expanded("consent REQUEST --by op-4"))
        try box.write("ledger/vault.sqlite", older)
        return box
      },
      WritingSample(command: "projections rebuild", line: "projections rebuild") { try FinanceCommandTests.box() },
      // A ledger whose tables are missing.
      WritingSample(command: "projections rebuild", line: "projections rebuild --format json") {
        let box = try FinanceCommandTests.box()
        for name in ["index.sqlite", "read-model.sqlite"] {
          try FileManager.default.removeItem(atPath: box.ledger + "/" + name)
        }
        return box
      },
    ]
  }

  private static var ofLife: [WritingSample] {
    // A line that writes a file is among those of the outputs.
    RecordedTests.life.indices.filter { !RecordedTests.life[$0].line.contains(" --to ") }.map { number in
      let line = RecordedTests.life[number].line
      return WritingSample(command: declared(line), line: line) { try Life.shared.get().boxes[number] }
    }
  }

  private static var ofOutputs: [WritingSample] {
    OutputSample.all.filter { !ownTests.contains($0.spec.name) }.compactMap { sample in
      sample.line(to: "@out\(sample.ending)").map { line in
        WritingSample(command: sample.spec.name, line: line, output: "out\(sample.ending)") { try box(of: sample) }
      }
    }
  }

  private static func box(of sample: OutputSample) throws -> Box {
    let box = try sample.box()
    if sample.name == "record --skip-refused" {
      let good = #"{"type":"registered","id":"q","person":"q","birth":"1980-05-05","sex":"male","household":"110105"}"#
      try box.write("out", good + "\n{}\n")
    } else if sample.name == "import facts --skip-unknown" || sample.name == "import reviews --skip-unknown" {
      try box.write(
        "out", OutputSample.strangers + "p1,110105,405.00,2022-02-20,2022-02,yes,employed,2022-02-01,si,passed\n")
    } else if sample.name == "import contributions --skip-unknown" {
      try box.write("out", try #require(OutputSample.leavingOut[sample.name]) + "p1,405.00,2022-02-20\n")
    } else if sample.name == "audit verify --proof-to" {
      // A proof is written if the log is not the one that was kept.
      var kept = String(decoding: try box.read("kept"), as: UTF8.self).split(separator: "\n").map(String.init)
      kept[2] = Data(count: 32).base64EncodedString()
      try box.write("kept", kept.joined(separator: "\n") + "\n")
    }
    return box
  }

  /// The name of the command that a line calls.
  private static func declared(_ line: String) -> String {
    Program.commands.map(\.spec.name).filter { line.hasPrefix($0 + " ") }.max { $0.count < $1.count } ?? ""
  }
}

/// The folders of ``RecordedTests/life`` before each of its command lines.
private struct Life {
  let boxes: [Box]

  static let shared: Result<Life, any Error> = Result {
    atexit {
      guard case .success(let life) = Life.shared else { return }
      for box in life.boxes { try? FileManager.default.removeItem(atPath: box.folder) }
    }
    return try Life()
  }

  private init() throws {
    let (lived, past) = (try RecordedTests.box(), try TimeCommandTests.box())
    var boxes: [Box] = []
    for (before, line) in RecordedTests.life {
      let box = line.hasPrefix("sweep") ? past : lived
      for step in before { try box.prepare(step) }
      if line.hasPrefix("repair head") { try box.write("ledger/HEAD", "broken") }
      boxes.append(try box.copy())
      try FinanceCommandTests.ok(box, box.expanded(line))
    }
    self.boxes = boxes
  }
}

extension Box {
  /// Another folder with the same in it.
  func copy() throws -> Box {
    let copy = try Box()
    try FileManager.default.removeItem(atPath: copy.folder)
    try FileManager.default.copyItem(atPath: folder, toPath: copy.folder)
    return copy
  }

  /// When the last event was recorded.
  func lastRecorded() throws -> String {
    let log = String(decoding: try read(Box.segment), as: UTF8.self)
    return String(try #require(log.matches(of: /"recorded":"([^"]+)"/).last).1)
  }
}
