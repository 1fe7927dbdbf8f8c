import Catalogue
import Glibc
import System
import Workbench

// A browser that has gone must not end the program for all others.
signal(SIGPIPE, SIG_IGN)
ProcessMemory.forbidDumps()
Trap.install()
StopRequest.install()
// A form that is tried keeps its file open.
OpenFileLimit.raise()
exit(
  WorkbenchProgram(
    environment: { name in unsafe getenv(name).map { unsafe String(cString: $0) } },
    say: { line in
      var bytes = Array((line + "\n").utf8)
      unsafe _ = bytes.withUnsafeMutableBytes { unsafe write(STDERR_FILENO, $0.baseAddress!, $0.count) }
    }
  ).run(Array(CommandLine.arguments.dropFirst())).rawValue)
