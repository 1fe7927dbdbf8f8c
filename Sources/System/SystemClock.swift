import CLinux
import Glibc
public import Values

/// The wall clock, read at the program's edge only: everything below takes the time as a parameter.
public enum SystemClock {
  /// The current time, cut to the second.
  public static func now() -> Instant { Instant(seconds: Int64(time(nil))) }
}

/// Random bytes from the system's generator, for names and keys.
///
/// - Throws: ``SystemError``.
public func randomBytes(_ count: Int) throws(SystemError) -> [UInt8] {
  var bytes = [UInt8](repeating: 0, count: count)
  var done = 0
  while done < count {
    done += try call(.getrandom, "") {
      unsafe bytes.withUnsafeMutableBytes { unsafe getrandom($0.baseAddress! + done, count - done, 0) }
    }
  }
  return bytes
}
