import Glibc

/// The system's user who runs this program.
public enum SystemUser {
  /// The name of the account, or its number if it has no name.
  ///
  /// > Source: POSIX.1-2017, getuid, getpwuid_r.
  public static func name() -> String {
    let number = getuid()
    var entry = unsafe passwd()
    var found: UnsafeMutablePointer<passwd>?
    var room = [CChar](repeating: 0, count: 16 << 10)
    let name: String? = unsafe room.withUnsafeMutableBufferPointer { room in
      guard let start = room.baseAddress,
        unsafe getpwuid_r(number, &entry, start, room.count, &found) == 0, unsafe found != nil,
        let name = unsafe entry.pw_name
      else { return nil }
      return unsafe String(cString: name)
    }
    return name.flatMap { $0.isEmpty ? nil : $0 } ?? String(number)
  }
}
