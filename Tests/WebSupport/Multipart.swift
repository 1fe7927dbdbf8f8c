/// Forms as a browser sends them that have files.
package enum Multipart {
  package typealias Part = (header: String, content: [UInt8])

  package static let boundary = "----WebKitFormBoundary7MA4YWxkTrZu0gW"
  package static var type: String { "multipart/form-data; boundary=\(boundary)" }

  /// A form: parts with their headers and contents.
  package static func form(_ parts: [Part]) -> [UInt8] {
    parts.flatMap { Array("--\(boundary)\r\n\($0.header)\r\n\r\n".utf8) + $0.content + Array("\r\n".utf8) }
      + Array("--\(boundary)--\r\n".utf8)
  }

  package static func text(_ name: String, _ value: String) -> Part {
    ("Content-Disposition: form-data; name=\"\(name)\"", Array(value.utf8))
  }

  package static func file(_ name: String, _ fileName: String, _ content: [UInt8]) -> Part {
    (
      "Content-Disposition: form-data; name=\"\(name)\"; filename=\"\(fileName)\"\r\nContent-Type: text/csv", content
    )
  }
}
