/// A command line, one word or option at a time.
struct ArgumentReader: Sendable {
  /// A piece of a command line.
  enum Token: Equatable, Sendable {
    /// A word that belongs to a command's name or is an argument by its place.
    case word(String)
    /// An option, and its value if an equals sign attaches one.
    case option(String, String?)
  }

  private let arguments: [String]
  private var position = 0
  private var previous = (position: 0, optionsEnded: false)
  private var optionsEnded = false

  /// Starts at the first argument.
  init(_ arguments: [String]) { self.arguments = arguments }

  /// The next piece; nil at the end.
  mutating func next() -> Token? {
    previous = (position, optionsEnded)
    guard position < arguments.count else { return nil }
    let argument = arguments[position]
    position += 1
    if optionsEnded { return .word(argument) }
    if argument == "--" {
      optionsEnded = true
      return next()
    }
    if argument == "-h" { return .option("--help", nil) }
    guard argument.hasPrefix("-"), argument != "-" else { return .word(argument) }
    guard argument.hasPrefix("--"), let sign = argument.firstIndex(of: "=") else { return .option(argument, nil) }
    return .option(String(argument[..<sign]), String(argument[argument.index(after: sign)...]))
  }

  /// Puts the last piece back.
  mutating func unread() { (position, optionsEnded) = previous }

  /// The next argument as the value of an option; nil if it is the end or another option.
  mutating func value() -> String? {
    guard position < arguments.count, !arguments[position].hasPrefix("--") else { return nil }
    position += 1
    return arguments[position - 1]
  }

  /// The next piece, if it is a word.
  var peekWord: String? {
    var ahead = self
    if case .word(let word)? = ahead.next() { return word }
    return nil
  }

  /// Whether `--help` is anywhere in the rest, before a `--`.
  var asksForHelp: Bool {
    guard !optionsEnded else { return false }
    return arguments[position...].prefix { $0 != "--" }.contains { $0 == "--help" || $0 == "-h" }
  }
}
