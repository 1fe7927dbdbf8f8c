import System
import Values

/// Reads a form that came as `multipart/form-data`, in pieces of any size.
///
/// It is stricter than the standard, and takes what browsers send: nothing before the first boundary, no padding behind one, no
/// line but one line end behind the last. A text is kept until it is whole, so that no piece splits a character; a file goes
/// to its ``Upload`` as it comes.
///
/// > Source: RFC 7578, RFC 2046 section 5.1; WHATWG HTML, "Multipart form data", for the names in quotes.
package struct MultipartReader: Sendable {
  private enum State: Sendable {
    case beforeFirstBoundary
    case behindBoundary
    case inHeader
    case inContent(Part)
    case behindLastBoundary
  }

  private struct Part: Sendable {
    let name: String
    /// The name of a file; nil for a text.
    let fileName: String?
    var text: [UInt8] = []
    var file: UploadFile?
    var size = 0
  }

  private static let lineEnd = Array("\r\n".utf8)
  private static let headerEnd = Array("\r\n\r\n".utf8)
  private static var longestHeader: Int { 4_096 }

  private let delimiter: [UInt8]
  private let limits: FormLimits
  private var state = State.beforeFirstBoundary
  /// The bytes that came and could not be read yet; the line end before the first boundary is added.
  private var pending = MultipartReader.lineEnd
  private var textBytes = 0
  private var parts = 0
  private var items: [Fields.Item] = []
  private var uploads: [Upload] = []

  /// Starts before the first byte.
  ///
  /// - Parameters:
  ///   - boundary: the text between the parts, as the header field gives it; the reader is nil if it cannot be a boundary.
  ///   - limits: how much is taken.
  package init?(boundary: [UInt8], limits: FormLimits) {
    guard (1...70).contains(boundary.count), boundary.last != UInt8(ascii: " "),
      boundary.allSatisfy({ HeaderText.isBoundary($0) })
    else { return nil }
    delimiter = MultipartReader.lineEnd + Array("--".utf8) + boundary
    self.limits = limits
  }

  /// Reads a piece.
  ///
  /// - Throws: ``Fault``: the form is ill-formed or too large, or the disk took no more.
  package mutating func feed(_ piece: [UInt8]) throws(Fault) {
    pending += piece
    var position = 0
    defer { pending.removeFirst(position) }
    while try advance(&position) {}
  }

  /// The form, once the last piece was read.
  ///
  /// - Throws: ``Fault`` for a form that was cut short.
  package consuming func finish() throws(Fault) -> Form {
    guard case .behindLastBoundary = state, pending.isEmpty || pending == MultipartReader.lineEnd else {
      throw .malformed(.form)
    }
    return Form(fields: Fields(items), uploads: uploads)
  }

  /// Goes one step on in what is pending; false if that takes more bytes.
  private mutating func advance(_ position: inout Int) throws(Fault) -> Bool {
    switch state {
    case .beforeFirstBoundary:
      guard pending.count - position >= delimiter.count else { return false }
      guard pending[position...].starts(with: delimiter) else { throw .malformed(.form) }
      position += delimiter.count
      state = .behindBoundary
    case .behindBoundary:
      guard pending.count - position >= 2 else { return false }
      let isLast = pending[position...].starts(with: "--".utf8)
      guard isLast || pending[position...].starts(with: MultipartReader.lineEnd) else { throw .malformed(.form) }
      position += 2
      state = isLast ? .behindLastBoundary : .inHeader
    case .inHeader:
      guard let end = first(MultipartReader.headerEnd, from: position) else {
        if pending.count - position > MultipartReader.longestHeader { throw .malformed(.form) }
        return false
      }
      guard end - position <= MultipartReader.longestHeader else { throw .malformed(.form) }
      state = .inContent(try begin(pending[position..<end]))
      position = end + MultipartReader.headerEnd.count
    case .inContent(var part):
      // The copy in the state must not keep the bytes of a text alive while they grow.
      state = .behindBoundary
      if let end = first(delimiter, from: position) {
        try add(pending[position..<end], to: &part)
        try take(part)
        position = end + delimiter.count
      } else {
        // The last bytes may be the beginning of a delimiter.
        let end = max(position, pending.count - delimiter.count + 1)
        try add(pending[position..<end], to: &part)
        position = end
        state = .inContent(part)
        return false
      }
    case .behindLastBoundary:
      guard MultipartReader.lineEnd.starts(with: pending[position...]) else { throw .malformed(.form) }
      return false
    }
    return true
  }

  private func first(_ needle: [UInt8], from start: Int) -> Int? {
    var position = start
    while let found = ByteSearch.first(needle[0], in: pending, position..<pending.count) {
      guard pending.count - found >= needle.count else { return nil }
      if pending[found...].starts(with: needle) { return found }
      position = found + 1
    }
    return nil
  }

  /// A part, by its header.
  private mutating func begin(_ header: ArraySlice<UInt8>) throws(Fault) -> Part {
    parts += 1
    guard parts <= limits.fields, let text = PercentCoding.text(header) else { throw .malformed(.form) }
    var disposition: String?
    for line in text.split(separator: "\r\n", omittingEmptySubsequences: false) {
      guard let colon = line.utf8.firstIndex(of: UInt8(ascii: ":")) else { throw .malformed(.form) }
      switch line[..<colon].lowercased() {
      case "content-disposition":
        guard disposition == nil else { throw .malformed(.form) }
        disposition = String(line[colon...].dropFirst())
      // The sender's opinion of the content's type decides nothing.
      case "content-type": continue
      default: throw .malformed(.form)
      }
    }
    guard let disposition, let (name, fileName) = Disposition.parse(disposition) else { throw .malformed(.form) }
    return Part(name: name, fileName: fileName)
  }

  private mutating func add(_ bytes: ArraySlice<UInt8>, to part: inout Part) throws(Fault) {
    guard !bytes.isEmpty else { return }
    part.size += bytes.count
    guard part.fileName != nil else {
      textBytes += bytes.count
      if textBytes > limits.textBytes { throw .contentTooLarge(limit: limits.textBytes) }
      part.text += bytes
      return
    }
    if part.size > limits.uploadBytes { throw .contentTooLarge(limit: limits.uploadBytes) }
    do {
      let file = try part.file ?? UploadFile(in: limits.uploadFolder)
      part.file = file
      try file.descriptor.write(pending, bytes.startIndex..<bytes.endIndex)
    } catch { throw .failed }
  }

  /// Takes a part that is whole.
  private mutating func take(_ part: Part) throws(Fault) {
    guard let fileName = part.fileName else {
      guard let value = PercentCoding.text(part.text[...]) else { throw .malformed(.form) }
      items.append(Fields.Item(name: part.name, value: value))
      return
    }
    guard let file = part.file else { return }
    guard uploads.count < limits.uploads else { throw .contentTooLarge(limit: limits.uploadBytes) }
    uploads.append(
      Upload(field: part.name, claimedName: Upload.shown(fileName), size: part.size, file: file))
  }
}

/// The names in the `Content-Disposition` of a part.
private enum Disposition {
  /// Reads ` form-data; name="…"; filename="…"`.
  ///
  /// Browsers percent-encode only quotes and line ends; a backslash is an ordinary character.
  static func parse(_ text: String) -> (name: String, fileName: String?)? {
    var rest = Array(text.utf8)[...]
    func skip(_ literal: StaticString) -> Bool {
      guard rest.starts(with: "\(literal)".utf8) else { return false }
      rest = rest.dropFirst(literal.utf8CodeUnitCount)
      return true
    }
    func quoted() -> String? {
      guard let end = rest.firstIndex(of: UInt8(ascii: "\"")) else { return nil }
      defer { rest = rest[end...].dropFirst() }
      return unescaped(rest[..<end])
    }
    guard skip(" form-data; name=\""), let name = quoted(), !name.isEmpty else { return nil }
    if rest.isEmpty { return (name, nil) }
    guard skip("; filename=\""), let fileName = quoted(), rest.isEmpty else { return nil }
    return (name, fileName)
  }

  private static func unescaped(_ bytes: ArraySlice<UInt8>) -> String {
    var output: [UInt8] = []
    var rest = bytes
    while let byte = rest.popFirst() {
      let escape: [(StaticString, UInt8)] = [("22", UInt8(ascii: "\"")), ("0D", 13), ("0A", 10)]
      if byte == UInt8(ascii: "%"), let (code, character) = escape.first(where: { rest.starts(with: "\($0.0)".utf8) }) {
        output.append(character)
        rest = rest.dropFirst(code.utf8CodeUnitCount)
      } else {
        output.append(byte)
      }
    }
    return String(decoding: output, as: UTF8.self)
  }
}
