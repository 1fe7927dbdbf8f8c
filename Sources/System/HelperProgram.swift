import Glibc

/// A program that is started, given bytes and asked for bytes, without a shell.
public enum HelperProgram {
  /// Why it gave none.
  public enum Failure: Error, Hashable, Sendable {
    /// It could not be started.
    case notStarted(String, Errno)
    /// It ended with this status, above 255 if a signal ended it.
    case ended(String, status: Int32)
  }

  /// Runs a program to its end.
  ///
  /// Input and output are files in memory, so that neither side waits for the other; standard error and the terminal are the
  /// caller's, for a program that asks somebody for a number.
  ///
  /// - Parameters:
  ///   - program: the path.
  ///   - arguments: what follows its name.
  ///   - input: what it finds on standard input.
  ///   - limit: how much of its output is taken.
  /// - Returns: its output.
  /// - Throws: ``Failure``; ``SystemError``, `tooLarge` for more output.
  public static func run(
    _ program: String, _ arguments: [String], input: [UInt8], atMost limit: Int
  ) throws -> [UInt8] {
    let source = try FileDescriptor.inMemory(for: program)
    let target = try FileDescriptor.inMemory(for: program)
    try source.write(input, offset: 0)
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    unsafe posix_spawn_file_actions_adddup2(&actions, source.number, 0)
    unsafe posix_spawn_file_actions_adddup2(&actions, target.number, 1)
    var words = unsafe ([program] + arguments).map { unsafe strdup($0) } + [nil]
    defer { for number in 0...arguments.count { unsafe free(words[number]) } }
    var process: pid_t = 0
    let error = unsafe posix_spawn(&process, program, &actions, nil, &words, environ)
    if error != 0 { throw Failure.notStarted(program, Errno(code: error)) }
    var status: Int32 = 0
    while unsafe waitpid(process, &status, 0) < 0, Errno.current == .interrupted { try? StopRequest.check() }
    if status != 0 { throw Failure.ended(program, status: status & 0x7F == 0 ? status >> 8 : 256 + (status & 0x7F)) }
    return try target.readWhole(atMost: limit)
  }
}
