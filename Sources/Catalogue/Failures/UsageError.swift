/// A fault of a command line; the catalogue has the wording.
package enum UsageError: Error, Hashable {
  /// No command of this name.
  case unknownCommand(found: String, nearest: String?)
  /// The first word of some commands, and not the second.
  case missingSubcommand(group: String, known: [String])
  /// No option of this name.
  case unknownOption(found: String, nearest: String?, command: String)
  /// An option without the value it takes.
  case missingValue(option: String, kind: ValueKind, command: String)
  /// A flag with a value.
  case flagWithValue(option: String, found: String, command: String)
  /// An option that counts once, given twice.
  case repeatedOption(option: String, command: String)
  /// An option that must be given.
  case missingOption(label: String, command: String)
  /// An option that has no effect beside another one.
  case idleOption(option: String, with: String, command: String)
  /// An argument that must be given by its place, or by the option.
  case missingArgument(name: String, orOption: String?, command: String)
  /// One argument too many.
  case unexpectedArgument(found: String, expected: [String], command: String)
  /// A value of another form.
  case badValue(name: String, kind: ValueKind, found: String, command: String)
  /// A parameter of a pack given twice.
  case repeatedSetting(name: String, command: String)
  /// `-` in the place of two inputs.
  case repeatedStandardInput(command: String)
}
