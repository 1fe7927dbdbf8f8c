import Catalogue
import Glibc
import JSONText
import Papers
import Testing

@testable import subsidy

/// Standard output, standard error and progress.
@Suite struct OutputTests {
  @Test func aFullDeviceIsAnErrorOfOutput() {
    let full = unsafe open("/dev/full", O_WRONLY)
    defer { close(full) }
    let messages = ByteSink(descriptor: nil)
    let program = Program(output: ByteSink(descriptor: full), messages: messages, environment: { _ in nil })
    #expect(program.run(["--help"]) == .io)
    #expect(
      String(decoding: messages.collected, as: UTF8.self)
        == "subsidy: cannot write the output: No space left on device\n")
  }

  @Test func aReaderThatHasSeenEnoughIsNoFailure() {
    signal(SIGPIPE, SIG_IGN)
    var ends: [Int32] = [0, 0]
    unsafe #expect(pipe(&ends) == 0)
    close(ends[0])
    defer { close(ends[1]) }
    let messages = ByteSink(descriptor: nil)
    let program = Program(output: ByteSink(descriptor: ends[1]), messages: messages, environment: { _ in nil })
    #expect(program.run(["--help"]) == .done)
    #expect(messages.collected.isEmpty)
  }

  @Test func longOutputArrivesWhole() {
    let sink = ByteSink(descriptor: nil)
    let output = Output(sink)
    for number in 0..<20_000 { output.line("line \(number)") }
    #expect(!sink.collected.isEmpty)
    output.flush()
    #expect(sink.collected.count { $0 == UInt8(ascii: "\n") } == 20_000)
  }

  @Test func dataComesInTheFormThatIsAskedFor() {
    let body: @Sendable (CommandContext) throws -> ExitCode = { context in
      try context.emit(Report<String>("batches", [.column("batch", .batch) { $0 }]), ["b1"])
      return .done
    }
    #expect(run("batch list", as: "batch list", body: body).output == "batch\n-----\nb1\n")
    #expect(run("batch list --lang zh", as: "batch list", body: body).output == "发放批次\n--------\nb1\n")
    #expect(run("batch list --format csv", as: "batch list", body: body).output == "batch\nb1\n")
    #expect(run("batch list --format json", as: "batch list", body: body).output == #"[{"batch":"b1"}]"# + "\n")
  }

  @Test func progressIsDrawnTenTimesASecondAndClearsItself() {
    let sink = ByteSink(descriptor: nil)
    let diagnostics = Diagnostics(sink, language: .en, isTerminal: true)
    let start = ContinuousClock.now
    let line = ProgressLine(diagnostics, language: .en, now: start)
    for step in 0...50 { line.update(done: step * 10_000, of: 1_000_000, now: start + .milliseconds(step * 10)) }
    let drawn = String(decoding: sink.collected, as: UTF8.self).split(separator: "\r")
    #expect(drawn.count == 5)
    #expect(drawn.last == "50%  500,000 events  1,000,000/s  0:01 left\u{1B}[K")
    diagnostics.note(.noFindings)
    #expect(
      String(decoding: sink.collected, as: UTF8.self)
        .hasSuffix("\r\u{1B}[Ksubsidy: no findings\n"))
  }

  @Test func progressIsSilentWhereNoTerminalIs() {
    let sink = ByteSink(descriptor: nil)
    let line = Diagnostics(sink, language: .en).progress()
    line.update(done: 5, of: 10, now: .now + .seconds(1))
    line.finish()
    #expect(sink.collected.isEmpty)
  }

  @Test func progressOfLongWorkIsAPlainLineEveryTenSecondsWhereNoTerminalIs() {
    let sink = ByteSink(descriptor: nil)
    let start = ContinuousClock.now
    let line = ProgressLine(Diagnostics(sink, language: .en), language: .en, orLines: true, now: start)
    for second in 0...25 { line.update(done: second * 10, of: 1_000, now: start + .seconds(second)) }
    line.finish()
    #expect(
      String(decoding: sink.collected, as: UTF8.self)
        == "10%  100 events  10/s  1:30 left\n20%  200 events  10/s  1:20 left\n")
  }

  @Test func aFaultInAFileIsWhereEditorsJumpTo() {
    let sink = ByteSink(descriptor: nil)
    Diagnostics(sink, language: .zh).located("a.jsonl", line: 7, UsageError.missingOption(label: "x", command: "").text)
    #expect(String(decoding: sink.collected, as: UTF8.self) == "a.jsonl:7: 缺少 x；详见 `subsidy --help`\n")
  }
}
