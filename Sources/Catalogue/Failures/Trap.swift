import Glibc

/// The message if the program meets a state that should be impossible.
///
/// The language's own report would print memory, and memory holds private data; a core file would hold all of it.
package enum Trap {
  /// Replaces the default handling of a trap: one line, and the exit code of a bug.
  package static func install() {
    for number in [SIGILL, SIGTRAP, SIGABRT, SIGFPE, SIGBUS, SIGSEGV] {
      signal(number) { _ in
        unsafe _ = write(STDERR_FILENO, Trap.said.utf8Start, Trap.said.utf8CodeUnitCount)
        _exit(ExitCode.bug.rawValue)
      }
    }
  }
}
