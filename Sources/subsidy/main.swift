import Catalogue
import Glibc
import System

// A reader that has seen enough must not kill the program in the middle of its work.
signal(SIGPIPE, SIG_IGN)
ProcessMemory.forbidDumps()
Trap.install()
StopRequest.install()
let program = Program(
  output: ByteSink(descriptor: STDOUT_FILENO), messages: ByteSink(descriptor: STDERR_FILENO),
  environment: { name in unsafe getenv(name).map { unsafe String(cString: $0) } })
exit(program.run(Array(CommandLine.arguments.dropFirst())).rawValue)
