package import Papers

/// Why a command stopped, and with which exit code; printed on standard error.
package struct CommandFailure: Error, Hashable {
  /// A fault at a line of a file.
  package struct Located: Hashable {
    /// The file as it was named.
    package let file: String
    /// The line, counted from 1.
    package let line: Int
    /// The fault.
    package let text: Text
  }

  /// The exit code for the shell.
  package let exit: ExitCode
  /// The lines of files that are at fault, each shown on a line of its own before ``text``.
  package let lines: [Located]
  /// The message for the person, without the program's name and without a full stop.
  package let text: Text

  /// Makes a failure.
  package init(_ exit: ExitCode, _ text: Text, lines: [Located] = []) {
    self.exit = exit
    self.lines = lines
    self.text = text.withoutNumbersOfPersons
  }
}
