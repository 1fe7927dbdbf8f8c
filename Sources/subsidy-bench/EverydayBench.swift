import Glibc
import Ledger
import System

/// The everyday questions of an office, each asked by a process of its own of a large ledger and of one with a hundredth of
/// its events and persons.
struct EverydayBench {
  /// A question, and what it may take.
  private struct Question {
    /// The command line, without the ledger.
    let words: [String]
    /// How long it may take.
    ///
    /// > Units: milliseconds.
    let limit: Int
    /// Whether both ledgers answer with as many lines, so that the times can be compared.
    let isOfOneSize: Bool
  }

  private static let questions =
    [
      Question(words: ["person", "p10000000", "--format", "text"], limit: 30, isOfOneSize: true),
      Question(words: ["report", "monthly", "2025-01"], limit: 30, isOfOneSize: true),
      Question(words: ["deadlines", "--office", "district"], limit: 30, isOfOneSize: true),
      Question(words: ["today", "--office", "district"], limit: 30, isOfOneSize: false),
    ]
    + [
      ["batch", "list"], ["batch", "show", "b-jingdezhen-2025-01"], ["report", "unpaid"], ["recovery"],
      ["eligible", "--scheme", "jingdezhen", "--month", "2025-01"],
      ["person", "--all", "--scheme", "jingdezhen"], ["deadlines"],
    ].map { Question(words: $0, limit: 600, isOfOneSize: false) }

  /// The resources that a process used.
  private struct Cost {
    var time = Duration.seconds(Int64.max)
    var kilobytes = 0
  }

  /// The ledgers, the smaller one first.
  let ledgers: [String]
  /// The program that is asked.
  let program: String

  private static let rounds = 5

  /// Asks each question of each ledger in turn, and prints the shortest time and the largest memory beside what is allowed.
  func run() throws {
    print("question, best of \(EverydayBench.rounds)".padded(46) + "small      large   allowed   ratio   memory")
    for question in EverydayBench.questions {
      var costs = [Cost](repeating: Cost(), count: ledgers.count)
      for _ in 0..<EverydayBench.rounds {
        for (number, ledger) in ledgers.enumerated() {
          let cost = try cost(of: question.words, ledger)
          costs[number].time = min(costs[number].time, cost.time)
          costs[number].kilobytes = max(costs[number].kilobytes, cost.kilobytes)
        }
      }
      let times = costs.map { $0.time.tenths }
      let ratio = question.isOfOneSize ? (times[1] * 10 / max(1, times[0])).asTenths : "-"
      print(
        question.words.joined(separator: " ").padded(42) + times.map { $0.asTenths.aligned(8) + " ms" }.joined()
          + "\(question.limit)".aligned(7) + " ms" + ratio.aligned(8) + "\(costs[1].kilobytes / 1_024)".aligned(6)
          + " MB")
    }
  }

  private func cost(of words: [String], _ ledger: String) throws -> Cost {
    let start = ContinuousClock.now
    let usage = try ChildProcess.run([program] + words + ["--ledger", ledger])
    return Cost(time: ContinuousClock.now - start, kilobytes: usage.ru_maxrss)
  }
}

/// Programs that are started.
enum ChildProcess {
  /// Becomes another program.
  static func replaceThis(with words: [String]) -> Never {
    var arguments = unsafe words.map { unsafe strdup($0) } + [nil]
    unsafe execv(words[0], &arguments)
    preconditionFailure("\(words[0]) cannot be started: \(errno)")
  }

  /// Runs a program to its end; its output goes nowhere.
  ///
  /// - Returns: the resources that it used.
  static func run(_ words: [String]) throws -> rusage {
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    unsafe posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
    var arguments = unsafe words.map { unsafe strdup($0) } + [nil]
    defer { for number in words.indices { unsafe free(arguments[number]) } }
    var process: pid_t = 0
    let error = unsafe posix_spawn(&process, words[0], &actions, nil, &arguments, environ)
    precondition(error == 0, "\(words[0]) cannot be started: \(error)")
    var (status, usage): (Int32, rusage) = (0, rusage())
    while unsafe wait4(process, &status, 0, &usage) < 0, errno == EINTR {}
    precondition(status == 0, "\(words.joined(separator: " ")) ended with \(status)")
    return usage
  }
}

extension Duration {
  /// > Units: tenths of a millisecond.
  fileprivate var tenths: Int {
    Int(components.seconds) * 10_000 + Int(components.attoseconds / 100_000_000_000_000)
  }
}

extension Int {
  /// A number of tenths with its decimal point.
  fileprivate var asTenths: String { "\(self / 10).\(self % 10)" }
}

extension String {
  /// The text with blanks behind it, at least one.
  func padded(_ width: Int) -> String { self + String(repeating: " ", count: max(1, width - count)) }
  fileprivate func aligned(_ width: Int) -> String { String(repeating: " ", count: max(0, width - count)) + self }
}
