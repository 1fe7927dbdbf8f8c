/// How much a form may have.
package struct FormLimits: Sendable {
  /// All texts together.
  ///
  /// > Units: bytes.
  let textBytes: Int
  /// Fields and files together.
  let fields: Int
  /// One file; 0 if none is taken.
  ///
  /// > Units: bytes.
  let uploadBytes: Int
  /// How many files.
  let uploads: Int
  /// The folder for files; nil for the folder of temporary files.
  let uploadFolder: String?

  package init(textBytes: Int, fields: Int, uploadBytes: Int, uploads: Int, uploadFolder: String?) {
    self.textBytes = textBytes
    self.fields = fields
    self.uploadBytes = uploadBytes
    self.uploads = uploads
    self.uploadFolder = uploadFolder
  }
}

/// Reads a body as it comes.
package enum FormReader: Sendable {
  /// A body of no bytes.
  case empty
  /// `application/x-www-form-urlencoded`: the bytes so far.
  case urlEncoded([UInt8], FormLimits)
  /// `multipart/form-data`.
  case multipart(MultipartReader)

  /// A reader for what a `Content-Type` names.
  ///
  /// - Throws: ``Fault/unsupportedMediaType`` for a type that forms do not have, ``Fault/malformed(_:)`` for an odd boundary.
  package init(contentType: String?, limits: FormLimits) throws(Fault) {
    guard let contentType, let media = MediaType(contentType) else { throw .unsupportedMediaType }
    switch media.name {
    case "application/x-www-form-urlencoded": self = .urlEncoded([], limits)
    case "multipart/form-data":
      guard let boundary = media.boundary, let reader = MultipartReader(boundary: Array(boundary.utf8), limits: limits)
      else { throw .malformed(.form) }
      self = .multipart(reader)
    default: throw .unsupportedMediaType
    }
  }

  /// Reads a piece.
  ///
  /// - Throws: ``Fault``.
  package mutating func feed(_ piece: [UInt8]) throws(Fault) {
    switch consume self {
    case .empty:
      self = .empty
      throw .malformed(.framing)
    case .urlEncoded(var bytes, let limits):
      self = .empty
      guard bytes.count + piece.count <= limits.textBytes else { throw .contentTooLarge(limit: limits.textBytes) }
      bytes += piece
      self = .urlEncoded(bytes, limits)
    case .multipart(var reader):
      self = .empty
      try reader.feed(piece)
      self = .multipart(reader)
    }
  }

  /// The form, once the last piece was read.
  ///
  /// - Throws: ``Fault`` for a form that is ill-formed or cut short.
  package consuming func finish() throws(Fault) -> Form {
    switch self {
    case .empty: return Form()
    case .urlEncoded(let bytes, let limits):
      guard let fields = PercentCoding.fields(bytes[...], atMost: limits.fields) else { throw .malformed(.form) }
      return Form(fields: fields)
    case .multipart(let reader): return try reader.finish()
    }
  }
}

/// A `Content-Type`, as far as forms need it.
///
/// > Source: RFC 9110 section 8.3.1.
private struct MediaType {
  let name: String
  private(set) var boundary: String?

  init?(_ text: String) {
    let parts = text.split(separator: ";", omittingEmptySubsequences: false).map { HeaderText.trimmed($0) }
    name = parts[0].lowercased()
    for part in parts.dropFirst() {
      let sides = part.split(separator: "=", maxSplits: 1)
      guard sides.count == 2 else { return nil }
      guard sides[0].lowercased() == "boundary" else { continue }
      var value = sides[1]
      if value.count >= 2, value.first == "\"", value.last == "\"" { value = value.dropFirst().dropLast() }
      guard boundary == nil else { return nil }
      boundary = String(value)
    }
  }
}
