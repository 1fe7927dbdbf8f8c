/// Why a command stopped, and with which exit code; printed as one line on standard error.
struct CommandFailure: Error, Hashable {
  /// What the shell is told.
  let exit: ExitCode
  /// What the person is told, without the program's name and without a full stop.
  let text: Text

  /// Makes a failure.
  init(_ exit: ExitCode, _ text: Text) {
    self.exit = exit
    self.text = text
  }

  /// The one place where errors of the layers below turn into an exit code and a text.
  ///
  /// An error that has no row here is a bug in this program, and says so.
  init(mapping error: any Error) {
    switch error {
    case let failure as CommandFailure: self = failure
    case let error as UsageError: self.init(.usage, error.text)
    default: self.init(.bug, .internalError("\(error)"))
    }
  }
}
