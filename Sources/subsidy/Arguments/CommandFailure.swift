import Papers

/// Why a command stopped, and with which exit code; printed on standard error.
struct CommandFailure: Error, Hashable {
  /// What is wrong at a line of a file.
  struct Located: Hashable {
    /// The file as it was named.
    let file: String
    /// The line, counted from 1.
    let line: Int
    /// What is wrong there.
    let text: Text
  }

  /// What the shell is told.
  let exit: ExitCode
  /// The lines of files that are at fault, each told on a line of its own before ``text``.
  let lines: [Located]
  /// What the person is told, without the program's name and without a full stop.
  let text: Text

  /// Makes a failure.
  init(_ exit: ExitCode, _ text: Text, lines: [Located] = []) {
    self.exit = exit
    self.lines = lines
    self.text = text.withoutNumbersOfPersons
  }

  /// The failure with what a command that was stopped had done; any other one as it is.
  ///
  /// - Parameters:
  ///   - reach: how far long work had come.
  ///   - isRecorded: whether something was recorded before, which is told on a line of its own.
  /// - Returns: the failure.
  func stopped(at reach: ProgressLine.Reach?, recorded isRecorded: Bool) -> CommandFailure {
    guard exit.isStop else { return self }
    return CommandFailure(exit, .stopped(text, at: reach, recorded: isRecorded))
  }
}
