import System

/// The names of segments: twenty digits, the sequence number of the segment's first event, and `.jsonl`.
///
/// > Source: contract section 2; durability rule 4.
enum Segments {
  static func digits(_ number: UInt64) -> String {
    let text = String(number)
    return String(repeating: "0", count: 20 - text.utf8.count) + text
  }

  static func name(_ segment: UInt64) -> String { digits(segment) + ".jsonl" }
}

/// A ledger's directory on a file system.
struct LogFolder<Handle: FileHandle & ~Copyable>: Sendable {
  let files: FileAccess<Handle>
  let ledger: String

  var log: String { ledger + "/log" }
  var head: String { ledger + "/HEAD" }
  var lock: String { ledger + "/LOCK" }
  var quarantine: String { ledger + "/quarantine" }

  func path(_ segment: UInt64) -> String { log + "/" + Segments.name(segment) }

  func open(_ segment: UInt64, _ flags: OpenFlags) throws(SystemError) -> Handle {
    try files.open(path(segment), flags)
  }

  /// How long a segment is; nil where there is none.
  func size(_ segment: UInt64) throws(LogError) -> UInt64? {
    try LogError.wrap { () throws(SystemError) in try files.system.status(of: path(segment))?.size }
  }

  /// The segments of a ledger, in order; anything else in the directory is a fault.
  func segments() throws(LogError) -> [UInt64] {
    let names = try LogError.wrap { () throws(SystemError) in try files.system.names(in: log) }
    var segments: [UInt64] = []
    for name in names {
      guard let segment = UInt64(name.prefix(20)), Segments.name(segment) == name else {
        throw .corrupt(LogFault(segment: segments.last ?? 0, line: 0, offset: 0, kind: .foreignName(name)))
      }
      segments.append(segment)
    }
    return segments
  }
}

/// A ledger's directory on the machine's own file system.
typealias LocalFolder = LogFolder<FileDescriptor>

extension LogFolder where Handle == FileDescriptor {
  init(_ ledger: String) { self.init(files: LocalFiles(), ledger: ledger) }
}
