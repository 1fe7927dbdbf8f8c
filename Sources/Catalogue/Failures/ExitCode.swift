/// The exit code that the program gives the shell.
///
/// The numbers above 63 are those of sysexits(3).
///
/// > Source: contract section 7, the exit codes of all commands and those of `audit verify`.
package enum ExitCode: Int32, CaseIterable, Sendable {
  /// Done; a check found nothing.
  case done = 0
  /// A check found something: `projections check`, `audit replay` with findings, a proof that fails, and for
  /// `audit verify` a corrupt log.
  case found = 1
  /// `audit verify`: whole except for a torn tail.
  case tornTail = 2
  /// `audit verify`: the log could not be read.
  case unreadable = 3
  /// `audit verify`: whole, but a required signature is missing.
  case signatureMissing = 4
  /// Wrong usage: the command line itself is at fault.
  case usage = 64
  /// Bad or refused input, an unknown person, batch or pack, or, for `init`, an existing directory.
  case refused = 65
  /// No such file.
  case noFile = 66
  /// The ledger is in use by another writer.
  case busy = 69
  /// A bug in this program.
  case bug = 70
  /// An error of input or output: a full disk, a failing device.
  case io = 74
  /// Stopped by SIGHUP: 128 and the signal's number, as shells have it.
  case hungUp = 129
  /// Stopped by SIGINT, Ctrl-C.
  case interrupted = 130
  /// Stopped by SIGTERM.
  case terminated = 143

  /// The code of a command that a signal stopped.
  package static func stopped(by signal: Int32) -> ExitCode {
    guard let code = ExitCode(rawValue: 128 + signal) else { preconditionFailure("only signals with a code are noted") }
    return code
  }

  /// Whether a signal stopped the command.
  package var isStop: Bool {
    switch self {
    case .hungUp, .interrupted, .terminated: true
    case .done, .found, .tornTail, .unreadable, .signatureMissing, .usage, .refused, .noFile, .busy, .bug, .io: false
    }
  }
}
