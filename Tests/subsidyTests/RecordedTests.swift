import Catalogue
import Foundation
import Glibc
import Testing

@testable import subsidy

/// A command reports what it recorded, even if its output cannot be printed: a retry after a full disk once booked a repayment
/// twice.
@Suite struct RecordedTests {
  /// A life of a ledger in which every command that appends does so once: the lines that prepare it, and the command line.
  static let life: [(before: [String], line: String)] = [
    ([], "init --name box --by op-1"),
    ([], "policy adopt jingdezhen-2024-139 --by op-1"),
    ([], "record @entries --by op-1"),
    ([], "import contributions @c.csv --month 2025-03 --by op-1"),
    ([], "import undo IMPORT --by op-1"),
    ([], "import registrations @registrations.csv --scheme jingdezhen --by op-1"),
    ([], "import applications @applications.csv --scheme jingdezhen --by op-1"),
    ([], "import facts @facts.csv --scheme jingdezhen --by op-1"),
    (["record @pending --by op-1"], "import reviews @reviews.csv --scheme jingdezhen --by op-1"),
    (
      ["import contributions @c.csv --month 2025-03 --by op-1"],
      "batch draft b0 --scheme jingdezhen --through 2025-02 --by op-1"
    ),
    ([], "batch cancel b0 --by op-2"),
    (["batch draft b1 --scheme jingdezhen --through 2025-02 --by op-1"], "batch check b1 --by street-07"),
    ([], "batch approve b1 --by op-2"),
    ([], "batch fund b1 --request --by op-1"),
    ([], "batch export b1 --to @b1.csv --as csv --by op-1"),
    ([], "batch recall b1 --reason unsent --by op-3"),
    ([], "batch settle @r.csv --batch b1 --by op-1"),
    ([], "reverse PAID --reason slip --by op-3"),
    ([], "consent REQUEST --by op-4"),
    ([], "close 2024-11 --by op-1"),
    ([], "sample draw --scheme jingdezhen --sample s1 --seed lot --size 1 --by op-1"),
    ([], "paper roster --scheme jingdezhen --month 2025-01 --by op-1"),
    (
      [
        "batch draft b2 --scheme jingdezhen --through 2025-03 --by op-1", "batch approve b2 --by op-2",
        "record @employed --by op-1",
      ], "batch withhold b2 --stale --reason job --by op-1"
    ),
    (
      [],
      "audit dispose paid-employed/p1/jingdezhen/2025-01 --outcome confirmed --note x --by op-3"
    ),
    ([], "recovery demand --by op-1"),
    ([], "recovery write-off DEMAND --amount 1.00 --reason x --by op-1"),
    (
      ["import contributions @c.csv --month 2025-04 --by op-1"],
      "recovery offset DEMAND --month 2025-04 --amount 1.00 --agreement K-7 --reason agreed --by op-1"
    ),
    (
      ["record @above --above-debt --by op-1"],
      "recovery refund DEMAND --amount 1.00 --reference T-1 --reason x --by op-1"
    ),
    (["close 2024-12 --by op-1", "close THIS --before-end --by op-1"], "reopen THIS --reason early --by op-3"),
    (["record @again --by op-1"], "same-person p1 p2 --reason twice --by op-3"),
    (["LEAP"], "clock correct LAST --reason battery --by op-3"),
    ([], "consent REQUEST --by op-4"),
    ([], "sweep --on 2019-08-01 --by op-1"),
    (["record @spare --by op-1"], "vault erase p9 --reason request --by op-3"),
    ([], "consent REQUEST --by op-4"),
    ([], "operator register op-9 --roles administer,enter --by op-9"),
    (
      ["operator register op-1 --roles administer,enter --by op-9"],
      "operator change op-1 --roles administer,enter,audit --reason hired --by op-9"
    ),
    (
      ["operator register op-5 --roles administer --reason hired --by op-1", "consent REQUEST --by op-9"],
      "operator retire op-5 --reason left --by op-9"
    ),
    (
      [],
      "operator recover op-1 --vkey op-1+36ff07c2+AXkSe2Jfmz40lmAj4pA5r8DLpgatbHpujzP8OwGA9E42 --reason lost --by op-9"
    ),
    ([], "repair head --confirm SIZE --by op-1"),
  ]

  /// The folder in which the life is lived, with its files and no ledger yet.
  static func box() throws -> Box {
    let box = try Box()
    try box.write("c.csv", "person,amount,paidOn\np1,600,2025-03-20\n")
    try box.write("r.csv", "person,month,status\np1,2025-01,paid\np1,2025-02,paid\n")
    for (name, text) in SmallTables.all { try box.write(name, text) }
    try box.write("entries", FinanceCommandTests.entries.joined(separator: "\n"))
    try box.write("again", FinanceCommandTests.entries[0].replacing("p1", with: "p2"))
    try box.write("spare", FinanceCommandTests.entries[0].replacing("p1", with: "p9"))
    try box.write(
      "employed",
      #"{"type":"fact-recorded","person":"p1","fact":"employed","from":"2025-01-05","to":"2025-03-31","source":"si"}"#)
    return box
  }

  /// Runs a command line whose output is lost.
  private static func runUnheard(_ line: String, _ box: Box, on output: Int32) -> (ExitCode, String) {
    let messages = ByteSink(descriptor: nil)
    let program = Program(
      output: ByteSink(descriptor: output), messages: messages,
      environment: { $0 == "SUBSIDY_LEDGER" ? box.ledger : nil })
    let words = line.split(separator: " ").map { $0.hasPrefix("@") ? box.path(String($0.dropFirst())) : String($0) }
    return (program.run(words), String(decoding: messages.collected, as: UTF8.self))
  }

  @Test("every command that appends is in the life")
  func isComplete() {
    let appending = Program.commands.map(\.spec).filter { $0.options.contains { $0.name == "--by" } }.map(\.name)
    let tried = appending.filter { name in RecordedTests.life.contains { $0.line.hasPrefix("\(name) ") } }
    #expect(tried == appending)
    #expect(appending.count > 15)
  }

  @Test("an output that fails after an append says what was recorded and ends with 74", arguments: [true, false])
  func outputFails(onFullDevice: Bool) throws {
    signal(SIGPIPE, SIG_IGN)
    var ends: [Int32] = [0, 0]
    unsafe #expect(pipe(&ends) == 0)
    close(ends[0])
    let full = unsafe open("/dev/full", O_WRONLY)
    defer {
      close(full)
      close(ends[1])
    }
    let (lived, past) = (try RecordedTests.box(), try TimeCommandTests.box())
    for (before, line) in RecordedTests.life {
      // Time alone brings something about only in a past that lies far enough back.
      let box = line.hasPrefix("sweep") ? past : lived
      for step in before { try box.prepare(step) }
      let size = Box.size(of: box)
      if line.hasPrefix("repair head") { try box.write("ledger/HEAD", "broken") }
      let (code, messages) = RecordedTests.runUnheard(
        try box.expanded(line), box, on: onFullDevice ? full : ends[1])
      let now = Box.size(of: box)
      #expect(code == .io, "\(line): \(code) \(messages)")
      #expect(now > size, "\(line) appended nothing")
      let events = now - size == 1 ? "1 event" : "\(now - size) events"
      let told = "subsidy: recorded all the same: \(events), and the log has \(now); "
      #expect(messages.contains(told), "\(line): \(messages)")
      let isMadeAgain = line.hasPrefix("batch export") || line.hasPrefix("paper roster")
      #expect(messages.hasSuffix(isMadeAgain ? "records nothing more\n" : "do not record it again\n"), "\(messages)")
    }
    let (code, messages) = RecordedTests.runUnheard(
      "batch export b1 --to @b1.csv --as csv --by op-1", lived, on: full)
    #expect(code == .io && !messages.contains("recorded all the same"), "nothing was recorded this time: \(messages)")
  }

  @Test("a history of which nobody hears is told, and so is a file before one that is refused")
  func history() throws {
    let full = unsafe open("/dev/full", O_WRONLY)
    defer { close(full) }
    let box = try Box()
    _ = box.run("init --name box --history-from 2024-01-01T00:00:00Z --by op-1")
    try box.write(
      "past", BadInputTests.registered.replacing("}", with: #","recorded":"2024-02-01T00:00:00Z","by":"op"}"#) + "\n")
    let (code, messages) = RecordedTests.runUnheard("record --history @past", box, on: full)
    #expect(code == .io && messages.contains("recorded all the same: 2 events, and the log has 3"), "\(messages)")
    try box.write("good", BadInputTests.registered.replacing("p1", with: "p2"))
    try box.write("bad", "{}\n")
    let ran = box.run("record @good @bad --by op-1 --lang zh")
    #expect(ran.code == .refused && ran.messages.hasSuffix("已登记 1 个事件，日志现有 4 个；请勿重复登记\n"), "\(ran.messages)")
  }
}
