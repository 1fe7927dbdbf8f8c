import CLinux
import Glibc

/// The terminal at which a user may sit.
public enum Terminal {
  /// How many cells a line has; nil if the descriptor is no terminal, or the terminal does not say.
  ///
  /// > Source: ioctl_tty(2), TIOCGWINSZ.
  public static func columns(of descriptor: Int32) -> Int? {
    let columns = subsidy_terminal_columns(descriptor)
    return columns > 0 ? Int(columns) : nil
  }
}

extension Terminal {
  /// Asks the user at the terminal for a passphrase, which is not shown.
  ///
  /// - Parameters:
  ///   - prompt: the question.
  ///   - limit: how many bytes it may have.
  /// - Returns: the text typed, without the line's end; nil if there is no terminal.
  /// - Throws: ``SystemError``, `tooLarge` for a longer one, `stopped` for a signal meanwhile.
  /// > Source: termios(3), ECHO.
  public static func passphrase(prompt: String, atMost limit: Int) throws(SystemError) -> [UInt8]? {
    let path = "/dev/tty"
    guard let terminal = try? FileDescriptor(path, .readWrite) else { return nil }
    var before = termios()
    guard unsafe tcgetattr(terminal.number, &before) == 0 else { return nil }
    var hidden = before
    hidden.c_lflag &= ~tcflag_t(ECHO)
    // The quit key would leave a terminal that shows nothing.
    unsafe withUnsafeMutableBytes(of: &hidden.c_cc) { unsafe $0[Int(VQUIT)] = 0 }
    try terminal.write(Array(prompt.utf8))
    _ = unsafe tcsetattr(terminal.number, TCSAFLUSH, &hidden)
    defer {
      _ = unsafe tcsetattr(terminal.number, TCSAFLUSH, &before)
      try? terminal.write([UInt8(ascii: "\n")])
    }
    var typed: [UInt8] = []
    while true {
      var wait = pollfd(fd: terminal.number, events: Int16(POLLIN), revents: 0)
      let ready = unsafe poll(&wait, 1, -1)
      try StopRequest.check()
      if ready < 0 { continue }
      var byte: UInt8 = 0
      let count = unsafe read(terminal.number, &byte, 1)
      if count == 0 || byte == UInt8(ascii: "\n") { return typed }
      if count < 0 { throw .failed(.read, path: path, .current) }
      typed.append(byte)
      if typed.count > limit { throw .tooLarge(path: path, limit: limit) }
    }
  }
}
