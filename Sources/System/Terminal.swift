import CLinux

/// The terminal at which somebody may sit.
public enum Terminal {
  /// How many cells a line has; nil if the descriptor is no terminal, or the terminal does not say.
  ///
  /// > Source: ioctl_tty(2), TIOCGWINSZ.
  public static func columns(of descriptor: Int32) -> Int? {
    let columns = subsidy_terminal_columns(descriptor)
    return columns > 0 ? Int(columns) : nil
  }
}
