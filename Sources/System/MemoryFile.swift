import CLinux
import Glibc

/// A file in memory for libraries that write only to a path: nothing of it is ever on a disk.
public enum MemoryFile {
  /// Has something write a file, and reads it.
  ///
  /// - Parameter write: opens the path that it is given, writes and closes.
  /// - Returns: the bytes written.
  /// - Throws: `SystemError`.
  public static func bytes(_ write: (_ path: String) -> Void) throws(SystemError) -> [UInt8] {
    let name = "memory"
    let file = FileDescriptor(number: try call(.memory, name) { unsafe subsidy_memory_file("subsidy") }, path: name)
    write("/proc/self/fd/\(file.number)")
    return try file.readWhole(atMost: Int(Int32.max))
  }
}
