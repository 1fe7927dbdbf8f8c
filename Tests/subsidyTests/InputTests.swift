import Catalogue
import Foundation
import Glibc
import System
import Testing

@testable import subsidy

/// An input may be a file, a pipe or standard input, for every input of every command.
@Suite struct InputTests {
  @Test("every input that a command declares has a sample")
  func isComplete() {
    #expect(Set(InputSample.declared) == Set(InputSample.all.map(\.name)))
    #expect(InputSample.declared.count > 15)
  }

  /// The output, without the parts that differ from ledger to ledger.
  private static func said(_ ran: Ran, _ input: String) -> String {
    (ran.output + ran.messages).replacing(input, with: "IN").replacing(/[0-9a-f]{64}|[A-Za-z0-9+\/=]{40,}/, with: "H")
      .replacing(/[^ `]*\/subsidy-test-[0-9A-F-]+/, with: "BOX").replacing(/20[0-9-]+T[0-9:]+Z/, with: "T")
  }

  @Test("a pipe is as good as the file", arguments: InputSample.all)
  func pipe(_ sample: InputSample) throws {
    let box = try sample.box()
    let fromFile = box.run(sample.line.replacing("IN", with: "@\(sample.file)"))
    #expect(fromFile.code == sample.code, "\(fromFile.messages)")
    let other = try sample.box()
    let (bytes, pipe) = (try other.read(sample.file), other.path("pipe"))
    #expect(unsafe mkfifo(pipe, 0o600) == 0)
    try Threads.start { try? FileDescriptor(pipe, .writeOnly).write(bytes) }
    let fromPipe = other.run(sample.line.replacing("IN", with: "@pipe"))
    #expect(fromPipe.code == sample.code, "\(fromPipe.messages)")
    #expect(
      InputTests.said(fromPipe, other.path("pipe")) == InputTests.said(fromFile, box.path(sample.file)))
  }

  @Test("standard input cannot be two inputs, and nothing is written beside it")
  func standardInput() throws {
    let box = try Box(adopting: "liuzhou-2022-9")
    let before = try box.fingerprint()
    let twice = box.run("record - - --by op-1")
    #expect(twice.code == .usage && twice.messages.contains("`-` is given twice"), "\(twice.messages)")
    #expect(box.run("record - --by op-1 --calendar -").code == .usage)
    let beside = box.run("record - --by op-1 --skip-refused --lang zh")
    #expect(beside.code == .refused && beside.messages.contains("--skip-refused"), "\(beside.messages)")
    let list = box.run("import contributions - --month 2025-03 --skip-unknown --by op-1")
    #expect(list.code == .refused && list.messages.contains("--skip-unknown"), "\(list.messages)")
    #expect(try box.fingerprint() == before)
  }

  /// An import of each kind: the command line, the header, and two rows of which the last may be cut.
  static let tables: [(line: String, rows: String)] = [
    ("import contributions @t --month 2025-03 --by op-1", "person,paidOn,amount\np1,2025-03-20,600.00"),
    ("batch settle @t --batch b1 --by op-1", "person,month,status\np1,2025-01,paid\np1,2025-02,paid"),
    ("deadlines --on 2025-03-03 --calendar @t", "date,kind,holiday\n2025-03-04,off,x"),
  ]

  private static func box() throws -> Box {
    let box = try FinanceCommandTests.box()
    try FinanceCommandTests.ok(box, "batch approve b1 --by op-2")
    try FinanceCommandTests.ok(box, "batch export b1 --as csv --to @out --by op-1")
    return box
  }

  @Test("a table that ends within its last field is refused unless something says that it is whole", arguments: tables)
  func cut(_ line: String, _ rows: String) throws {
    let box = try InputTests.box()
    let before = try box.fingerprint()
    let last = rows.split(separator: "\n").count
    for end in [0, 1, 2] {
      try box.write("t", String(rows.dropLast(end)))
      let ran = box.run(line)
      #expect(ran.code == .refused && ran.messages.contains("t:\(last): "), "\(ran.messages)")
      #expect(end > 0 || ran.messages.contains("may have been cut"), "\(ran.messages)")
    }
    #expect(try box.fingerprint() == before)
    let quoted =
      rows.split(separator: ",").dropLast().map(String.init) + ["\"\(rows.split(separator: ",").last ?? "")\""]
    for whole in [rows + "\n", rows + "\r\n", quoted.joined(separator: ",")] {
      let box = try InputTests.box()
      try box.write("t", whole)
      #expect(box.run(line).code == .done, "\(whole)")
    }
  }

  @Test("a row count says that a table is whole, and another one that it is not", arguments: tables.prefix(2))
  func counted(_ line: String, _ rows: String) throws {
    let box = try InputTests.box()
    let before = try box.fingerprint()
    let count = rows.split(separator: "\n").count - 1
    try box.write("t", rows)
    for wrong in [0, count - 1, count + 1] {
      let ran = box.run("\(line) --count \(wrong)")
      #expect(
        ran.code == .refused && ran.messages.contains("found \(count) rows, expected \(wrong)"), "\(ran.messages)")
    }
    try box.write("t", rows + "\n")
    #expect(box.run("\(line) --count \(count + 1)").code == .refused)
    #expect(try box.fingerprint() == before)
    try box.write("t", rows)
    #expect(box.run("\(line) --count \(count)").code == .done)
  }

  @Test("the answers of a bank's report are counted, too")
  func countedReport() throws {
    let box = try InputTests.box()
    let report = box.path("t")
    try box.write(
      "t",
      """
      <Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.03"><CstmrPmtStsRpt><OrgnlGrpInfAndSts>
      <OrgnlMsgId>b1</OrgnlMsgId><GrpSts>ACCP</GrpSts></OrgnlGrpInfAndSts></CstmrPmtStsRpt></Document>
      """)
    let ran = box.run("batch settle \(report) --batch b1 --by op-1 --count 7")
    #expect(ran.code == .refused && ran.messages.contains("found 0 rows, expected 7"), "\(ran.messages)")
  }
}
