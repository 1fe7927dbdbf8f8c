import Foundation

/// The run of a program.
package struct RealRun: Sendable {
  /// How it ended, as the shell reports it.
  package let end: Int32
  package let output: String
  package let messages: String

  /// Its exit code; nil if a signal ended it.
  package var code: Int32? { end < 128 ? end : nil }

  package init(end: Int32, output: String, messages: String) {
    self.end = end
    self.output = output
    self.messages = messages
  }
}

/// The program itself, as users run it: the one of the same build as the tests.
package enum RealProgram {
  package static let environment = ProcessInfo.processInfo.environment
  package static let path: String = {
    let tests = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
    return URL(filePath: tests).deletingLastPathComponent().appending(path: "subsidy").path
  }()

  /// A number of rounds: few at a desk, many if `.ci/run` asks for them.
  package static func rounds(_ name: String, _ few: Int) -> Int { environment[name].flatMap { Int($0) } ?? few }

  /// Starts a program found by its name; its output goes nowhere.
  package static func start(_ words: [String]) throws -> Spawner.Started {
    try Spawner.shared.get().start(words, "/dev/null", "/dev/null")
  }

  /// Runs a program to its end.
  package static func run(_ words: [String]) throws -> RealRun {
    let name = NSTemporaryDirectory() + "ran-\(UUID().uuidString)"
    defer { for end in [".out", ".err"] { try? FileManager.default.removeItem(atPath: name + end) } }
    let end = try Spawner.shared.get().start(words, name + ".out", name + ".err").end()
    func text(_ end: String) throws -> String {
      String(decoding: try Data(contentsOf: URL(filePath: name + end)), as: UTF8.self)
    }
    return RealRun(end: end, output: try text(".out"), messages: try text(".err"))
  }

  /// Why these tests cannot run here, printed once; nil if they can.
  package static let tracingProblem: String? = {
    let ran = try? run(["strace", "-f", "-o", "/dev/null", "-e", "inject=getppid:retval=1", "true"])
    if ran?.code == 0 { return nil }
    print("skipped: strace is missing or may not trace here (\(ran?.messages ?? ""))")
    return "strace is missing or may not trace here"
  }()

  /// Prints the counts of a test, to be added up over many runs: `Fixtures/tools/soak.py` reads these lines.
  package static func tell(_ counts: KeyValuePairs<String, Int>, of test: String) {
    print("counted \(test):" + counts.map { " \($0.key)=\($0.value)" }.joined())
  }
}
