import Catalogue
import Merkle
import Sheets
import System
import Values
import Web

/// What somebody typed into an act's form; what the form's declaration asks for has been looked at when an act reads it.
struct ActValues: Sendable {
  private var texts: [String: String] = [:]
  /// The file that came with it.
  private(set) var file: Upload?

  /// What stands in a form that nobody has touched.
  init(initial fields: [FormField]) { for field in fields { texts[field.name] = field.initial } }

  /// What came with a request, of the fields of a form.
  ///
  /// - Throws: ``Fault/malformed(_:)`` for a field that is there twice.
  init(_ fields: [FormField], _ form: Form) throws(Fault) {
    for field in fields {
      if case .file = field.control {
        file = form.uploads.first { $0.field == field.name }
      } else if let typed = try form.fields.optional(field.name) {
        texts[field.name] = typed.withoutBlanksAround
      }
    }
  }

  /// Lets the file go, which then is gone with its last copy.
  mutating func letGoOfFile() { file = nil }

  /// A digest of all that was typed into a form of a page, and of the bytes of the file.
  ///
  /// - Throws: `SystemError`.
  func digest(at path: LocalPath) throws(SystemError) -> Digest {
    let typed = texts.filter { !$0.value.isEmpty }.sorted { $0.key < $1.key }.flatMap { [$0.key, $0.value] }
    var parts = [path.text] + typed
    if let file { parts += [file.claimedName, try file.digest().description] }
    // Each part with its length, so that no two lists of parts are one text.
    return SHA256.hash(parts.flatMap { Array("\($0.utf8.count):\($0)".utf8) })
  }

  /// What stands in a field; empty for nothing.
  subscript(name: String) -> String { texts[name] ?? "" }

  /// Whether something stands in a field, or a tick.
  func has(_ name: String) -> Bool { !self[name].isEmpty }
  /// A text; nil for an empty one.
  func text(_ name: String) -> String? { has(name) ? self[name] : nil }

  // The form's declaration was asked before anything is read here. A value that cannot be read is refused, and never taken for none.

  func identifier(_ name: String) throws(FormRefusal) -> Identifier { try read(name) { Identifier($0.halfWidth) } }
  func region(_ name: String) throws(FormRefusal) -> Region { try read(name) { Region($0.halfWidth) } }
  func amount(_ name: String) throws(FormRefusal) -> Fen { try read(name) { Fen(yuan: $0.plainAmount) } }
  func count(_ name: String) throws(FormRefusal) -> Int {
    try read(name) { ValueKind.number($0.halfWidth).map { Int(clamping: $0) } }
  }

  /// What is read of a field; nil for an empty one.
  func optional<Value>(
    _ name: String, _ read: (String) throws(FormRefusal) -> Value
  ) throws(FormRefusal) -> Value? {
    try has(name) ? read(name) : nil
  }

  /// A value without which nothing is recorded.
  func read<Value>(_ name: String, _ value: (String) -> Value?) throws(FormRefusal) -> Value {
    guard let value = value(self[name]) else { throw FormRefusal(field: name, text: .fieldUnread) }
    return value
  }
}
