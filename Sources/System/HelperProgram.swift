import Glibc

/// A program that is started without a shell, given bytes, and read.
public enum HelperProgram {
  /// Why it gave none.
  public enum Failure: Error, Hashable, Sendable {
    /// It could not be started.
    case notStarted(String, Errno)
    /// It ended with this status, above 255 if a signal ended it.
    case ended(String, status: Int32)
    /// It was ended because it had not ended by itself after so many seconds.
    case tooLong(String, seconds: Int)
  }

  /// Runs a program to its end.
  ///
  /// Input and output are files in memory, so that neither side waits for the other; standard error and the terminal are the
  /// caller's, for a program that asks its user for a number.
  ///
  /// - Parameters:
  ///   - program: the path.
  ///   - arguments: the words after its name.
  ///   - input: the bytes on its standard input.
  ///   - limit: how much of its output is taken.
  ///   - environment: variables in addition to the caller's.
  ///   - longest: how many seconds it may take; nil for as long as it needs.
  /// - Returns: its output.
  /// - Throws: ``Failure``; ``SystemError``, `tooLarge` for more output.
  public static func run(
    _ program: String, _ arguments: [String], input: [UInt8], atMost limit: Int, environment: [String: String] = [:],
    within longest: Int? = nil
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
    let given = unsafe environment.map { unsafe strdup("\($0)=\($1)") }
    defer {
      for number in 0...arguments.count { unsafe free(words[number]) }
      for number in unsafe given.indices { unsafe free(given[number]) }
    }
    var variables = unsafe given
    var next = unsafe environ
    while let own = unsafe next.pointee {
      if environment[String(unsafe String(cString: own).prefix { $0 != "=" })] == nil { unsafe variables.append(own) }
      unsafe next += 1
    }
    unsafe variables.append(nil)
    // A group of its own, so that processes that the program has started end with it. A program that may wait for a person
    // stays in the caller's group, since only that may read from the terminal.
    var attributes = posix_spawnattr_t()
    unsafe posix_spawnattr_init(&attributes)
    defer { unsafe posix_spawnattr_destroy(&attributes) }
    if longest != nil { unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP)) }
    var process: pid_t = 0
    let error = unsafe posix_spawn(&process, program, &actions, &attributes, &words, &variables)
    if error != 0 { throw Failure.notStarted(program, Errno(code: error)) }
    let status = try end(of: process, program, within: longest)
    if status != 0 { throw Failure.ended(program, status: status & 0x7F == 0 ? status >> 8 : 256 + (status & 0x7F)) }
    return try target.readWhole(atMost: limit)
  }

  /// Waits for the end of a process.
  ///
  /// - Returns: its status, as the system gives it.
  /// - Throws: ``Failure/tooLong(_:seconds:)``, and then the process and all that it has started have ended, too.
  private static func end(of process: pid_t, _ program: String, within longest: Int?) throws -> Int32 {
    var status: Int32 = 0
    func wait(_ options: Int32) -> pid_t {
      while true {
        let ended = unsafe waitpid(process, &status, options)
        guard ended < 0, Errno.current == .interrupted else { return ended }
        try? StopRequest.check()
      }
    }
    guard let longest else {
      _ = wait(0)
      return status
    }
    let deadline = ContinuousClock.now + .seconds(longest)
    while wait(WNOHANG) == 0 {
      if ContinuousClock.now >= deadline {
        kill(-process, SIGKILL)
        _ = wait(0)
        throw Failure.tooLong(program, seconds: longest)
      }
      usleep(5_000)
    }
    return status
  }
}
