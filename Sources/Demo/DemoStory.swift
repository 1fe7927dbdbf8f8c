import DemoData
package import JSONText
package import Values

/// The entries of the story, read.
package struct DemoStory {
  /// An entry of the story.
  package struct Entry {
    /// The step that it belongs to.
    package let step: String
    /// When it is recorded, by whom and with which key.
    package let at: Instant
    package let by: Identifier
    package let key: Identifier?
    package let entry: JSONValue
  }

  package let entries: [Entry]

  /// Reads the entries; data that cannot be read are a bug of ours, which a test finds.
  package init() {
    entries = DemoData.story.split(separator: UInt8(ascii: "\n")).map { line in
      let value = must(try? JSONValue(Array(line)))
      return Entry(
        step: must(value["step"]?.text), at: must(value["at"]?.text.flatMap { Instant($0) }),
        by: must(value["by"]?.text.flatMap { Identifier($0) }), key: value["key"]?.text.flatMap { Identifier($0) },
        entry: must(value["entry"]))
    }
  }
}

/// A value that the compiled-in data must have.
package func must<Value>(_ value: Value?, file: StaticString = #fileID, line: UInt = #line) -> Value {
  guard let value else { preconditionFailure("the sample data is malformed", file: file, line: line) }
  return value
}

extension JSONWriter {
  /// The bytes of one value.
  package static func line(_ value: JSONValue) -> [UInt8] {
    var writer = JSONWriter()
    writer.value(value)
    return writer.bytes
  }
}
