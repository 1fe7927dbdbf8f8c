import Foundation
import Synchronization

/// Starts programs by way of one shell.
///
/// A process that forks hands its locks to the child until that calls another program: tests of the log in this very process
/// would find their ledger in use. So this process forks once, and the shell does the rest.
package final class Spawner: Sendable {
  package static let shared = Result { try Spawner() }

  private let commands: Mutex<FileHandle>

  private init() throws {
    let (shell, pipe) = (Process(), Pipe())
    shell.executableURL = URL(filePath: "/bin/bash")
    shell.standardInput = pipe
    // Threads of the test runner block signals, and a program inherits that from its parent.
    var (none, blocked) = (sigset_t(), sigset_t())
    unsafe sigemptyset(&none)
    unsafe pthread_sigmask(SIG_SETMASK, &none, &blocked)
    defer { unsafe pthread_sigmask(SIG_SETMASK, &blocked, nil) }
    try shell.run()
    commands = Mutex(pipe.fileHandleForWriting)
  }

  /// A program under way.
  package struct Started {
    package let processID: Int32
    fileprivate let answers: FileHandle

    /// Waits for the end; nil if a signal ended it.
    package func wait() throws -> Int32? {
      let code = try end()
      return code < 128 ? code : nil
    }

    /// Waits for the end, as the shell reports it: from 128 on a signal, or what the program itself says of one.
    package func end() throws -> Int32 {
      let rest = String(decoding: try answers.readToEnd() ?? Data(), as: UTF8.self)
      return Int32(rest.trimmingCharacters(in: .whitespacesAndNewlines)) ?? 255
    }
  }

  /// Starts a program whose output and messages go to files.
  package func start(_ words: [String], _ output: String, _ messages: String) throws -> Started {
    let answers = NSTemporaryDirectory() + "answers-\(UUID().uuidString)"
    guard unsafe mkfifo(answers, 0o600) == 0 else { throw CocoaError(.fileWriteUnknown) }
    defer { try? FileManager.default.removeItem(atPath: answers) }
    let program = words.map(Spawner.quoted).joined(separator: " ")
    let files = "</dev/null >\(Spawner.quoted(output)) 2>\(Spawner.quoted(messages))"
    let line = "{ \(program) \(files) & echo $!; wait $!; echo $?; } >\(Spawner.quoted(answers)) 2>/dev/null &\n"
    try commands.withLock { try $0.write(contentsOf: Data(line.utf8)) }
    let handle = try FileHandle(forReadingFrom: URL(filePath: answers))
    var number: [UInt8] = []
    while let byte = try handle.read(upToCount: 1)?.first, byte != 10 { number.append(byte) }
    guard let processID = Int32(String(decoding: number, as: UTF8.self)) else { throw CocoaError(.fileReadUnknown) }
    return Started(processID: processID, answers: handle)
  }

  private static func quoted(_ word: String) -> String { "'" + word.replacing("'", with: "'\\''") + "'" }
}
