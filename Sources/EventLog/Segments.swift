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
    try files.open(path(segment), flags.union(.regular))
  }

  /// The most bytes behind a head that are moved, copied or searched: more than any append that was cut off has.
  ///
  /// > Units: bytes.
  static var longestTail: UInt64 { 16 << 30 }

  /// Refuses bytes behind a head that are too many for the remains of a crash.
  ///
  /// - Throws: `SystemError.tooLarge`: a file with a hole of a terabyte would keep a disk busy, or fill another one.
  func checkTail(_ segments: [UInt64], behind head: Head) throws(LogError) {
    for segment in segments where segment >= head.segment {
      let start = segment == head.segment ? head.offset : 0
      if let size = try size(segment), size > start, size - start > LogFolder.longestTail {
        throw .system(.tooLarge(path: path(segment), limit: Int(LogFolder.longestTail)))
      }
    }
  }

  /// How long a segment is; nil if there is none.
  func size(_ segment: UInt64) throws(LogError) -> UInt64? {
    try LogError.wrap { () throws(SystemError) in try files.system.status(of: path(segment))?.size }
  }

  /// The most segments of a log: its index counts them in 16 bits.
  static var mostSegments: Int { 65_535 }

  /// The segments of a ledger, in order; anything else in the directory is a fault.
  func segments() throws(LogError) -> [UInt64] {
    let names = try LogError.wrap { () throws(SystemError) in
      _ = try files.open(log, [.readOnly, .ownDirectory])
      return try files.system.names(in: log)
    }
    if names.count > LogFolder.mostSegments {
      throw .system(.tooLarge(path: log, limit: LogFolder.mostSegments))
    }
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
