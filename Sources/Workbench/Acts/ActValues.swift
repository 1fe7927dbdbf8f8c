import Catalogue
import Merkle
import Papers
import Sheets
import System
import Values
import Web

/// The values typed into an act's form; they have passed the form's declaration when an act reads them.
struct ActValues: Sendable {
  private var texts: [String: String] = [:]
  /// The file that came with it.
  private(set) var file: Upload?

  /// The values that a form begins with.
  init(initial fields: [FormField]) { for field in fields { texts[field.name] = field.initial } }

  /// The values of a form's fields in a request.
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

  /// Lets the file go, which is deleted with its last copy.
  mutating func letGoOfFile() { file = nil }

  /// A digest of all values typed into a form of a page, and of the bytes of the file.
  ///
  /// - Throws: `SystemError`.
  func digest(at path: LocalPath) throws(SystemError) -> Digest {
    let typed = texts.filter { !$0.value.isEmpty }.sorted { $0.key < $1.key }.flatMap { [$0.key, $0.value] }
    var parts = [path.text] + typed
    if let file { parts += [file.claimedName, try file.digest().description] }
    // Each part with its length, so that no two lists of parts are one text.
    return SHA256.hash(parts.flatMap { Array("\($0.utf8.count):\($0)".utf8) })
  }

  /// The text of a field; empty for nothing.
  subscript(name: String) -> String { texts[name] ?? "" }

  /// Whether a field has a text, or a tick.
  func has(_ name: String) -> Bool { !self[name].isEmpty }
  /// The text of a field; nil for an empty one.
  func text(_ name: String) -> String? { has(name) ? self[name] : nil }

  // The form's declaration was asked before anything is read here. A value that cannot be read is refused, and never taken for none.

  func identifier(_ name: String) throws(FormRefusal) -> Identifier { try read(name) { Identifier($0.halfWidth) } }
  func region(_ name: String) throws(FormRefusal) -> Region { try read(name) { Region($0.halfWidth) } }
  func amount(_ name: String) throws(FormRefusal) -> Fen { try read(name) { Fen(yuan: $0.plainAmount) } }
  func count(_ name: String) throws(FormRefusal) -> Int {
    try read(name) { ValueKind.number($0.halfWidth).map { Int(clamping: $0) } }
  }

  /// The value of a field; nil for an empty one.
  func optional<Value>(
    _ name: String, _ read: (String) throws(FormRefusal) -> Value
  ) throws(FormRefusal) -> Value? {
    try has(name) ? read(name) : nil
  }

  /// The file without which nothing is recorded, in the field `file`.
  func neededFile(_ label: Text) throws(FormRefusal) -> Upload {
    guard let file else { throw FormRefusal(field: "file", text: .fieldMissing(label)) }
    return file
  }

  /// A value without which nothing is recorded.
  func read<Value>(_ name: String, _ value: (String) -> Value?) throws(FormRefusal) -> Value {
    guard let value = value(self[name]) else { throw FormRefusal(field: name, text: .fieldUnread) }
    return value
  }
}
