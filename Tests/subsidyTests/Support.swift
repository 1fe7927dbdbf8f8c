import Catalogue
import System
import Testing
import Values

@testable import subsidy

/// The run of one command line.
struct Ran {
  /// How it ended.
  let code: ExitCode
  /// Its standard output.
  let output: String
  /// Its messages.
  let messages: String
}

/// Runs a command line in memory.
func run(
  _ line: String, environment: [String: String] = [:], commands: [Command] = Program.commands,
  clock: @escaping @Sendable () -> Instant = { SystemClock.now() }
) -> Ran {
  let output = ByteSink(descriptor: nil)
  let messages = ByteSink(descriptor: nil)
  let program = Program(
    output: output, messages: messages, environment: { environment[$0] }, commands: commands, clock: clock,
    account: "tester")
  let code = program.run(line.split(separator: " ").map(String.init))
  return Ran(
    code: code, output: String(decoding: output.collected, as: UTF8.self),
    messages: String(decoding: messages.collected, as: UTF8.self))
}

/// Runs a command line whose command is replaced by a body of the test.
func run(_ line: String, as name: String, body: @escaping @Sendable (CommandContext) throws -> ExitCode) -> Ran {
  run(line, commands: Program.commands.map { $0.spec.name == name ? Command(spec: $0.spec, run: body) : $0 })
}

/// Whether a text holds a Chinese character.
func holdsChinese(_ text: some StringProtocol) -> Bool {
  text.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) }
}
