import Merkle

/// The lines of a text that notes and proofs are made of, checked for bytes that all of them forbid.
struct NoteText {
  /// The lines without their line feeds.
  let lines: [ArraySlice<UInt8>]

  /// Cuts a text into lines.
  ///
  /// - Throws: ``NoteError`` for text that is not UTF-8, has control characters or no line feed at its end.
  init(_ bytes: [UInt8], limit: Int) throws(NoteError) {
    guard bytes.count <= limit else { throw NoteError(.tooLong) }
    guard bytes.last == UInt8(ascii: "\n") else { throw NoteError(.unterminated) }
    var lines: [ArraySlice<UInt8>] = []
    var start = 0
    for (offset, byte) in bytes.enumerated() where byte < 0x20 {
      guard byte == UInt8(ascii: "\n") else { throw NoteError(.controlCharacter, line: lines.count + 1) }
      lines.append(bytes[start..<offset])
      start = offset + 1
    }
    for (number, line) in lines.enumerated() where String(validating: line, as: UTF8.self) == nil {
      throw NoteError(.notUTF8, line: number + 1)
    }
    self.lines = lines
  }

  /// A decimal number without leading zeros; nil for anything else, and above the largest signed one.
  static func number(_ digits: some Collection<UInt8>) -> UInt64? {
    guard (1...19).contains(digits.count), digits.count == 1 || digits.first != UInt8(ascii: "0") else { return nil }
    var number: UInt64 = 0
    for digit in digits {
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
      number = number * 10 + UInt64(digit - UInt8(ascii: "0"))
    }
    return number <= UInt64(Int64.max) ? number : nil
  }

  /// A hash in base64; nil for anything that has not 32 bytes.
  static func digest(_ text: some Collection<UInt8>) -> Digest? {
    guard text.count == 44, let bytes = Base64.decode(text) else { return nil }
    return Digest(bytes)
  }

  /// The text behind a word and a blank; nil if the line does not begin with them.
  static func value(_ line: ArraySlice<UInt8>, of word: String) -> ArraySlice<UInt8>? {
    line.starts(with: word.utf8 + [UInt8(ascii: " ")]) ? line.dropFirst(word.utf8.count + 1) : nil
  }
}
