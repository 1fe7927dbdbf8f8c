import System

/// The names of segments: twenty digits, the sequence number of the segment's first event, and `.jsonl`.
///
/// > Source: contract section 2; durability rule 4.
enum Segments {
  static func directory(_ ledger: String) -> String { ledger + "/log" }

  static func digits(_ number: UInt64) -> String {
    let text = String(number)
    return String(repeating: "0", count: 20 - text.utf8.count) + text
  }

  static func name(_ segment: UInt64) -> String { digits(segment) + ".jsonl" }

  static func path(_ ledger: String, _ segment: UInt64) -> String { directory(ledger) + "/" + name(segment) }

  /// The segments of a ledger, in order; anything else in the directory is a fault.
  static func list(_ ledger: String) throws(LogError) -> [UInt64] {
    let names = try LogError.wrap { () throws(SystemError) in try Files.names(in: directory(ledger)) }
    var segments: [UInt64] = []
    for name in names {
      guard let segment = UInt64(name.prefix(20)), self.name(segment) == name else {
        throw .corrupt(LogFault(segment: segments.last ?? 0, line: 0, offset: 0, kind: .foreignName(name)))
      }
      segments.append(segment)
    }
    return segments
  }
}
