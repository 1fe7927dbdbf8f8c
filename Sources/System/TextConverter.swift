import Glibc

/// Converts text from one encoding into another, character by character by the system's table; opened once, for many texts.
@safe
struct TextConverter: ~Copyable {
  private let converter: iconv_t

  /// Opens the table; nil if the system has none.
  init?(from source: String, to target: String) {
    guard let converter = unsafe iconv_open(target, source), Int(bitPattern: converter) != -1 else { return nil }
    unsafe self.converter = converter
  }

  deinit { unsafe _ = iconv_close(converter) }

  /// The text in the other encoding, and how many characters only had a similar one there.
  ///
  /// - Parameter bytes: the text, whose bytes become at most twice as many.
  /// - Returns: nil if the bytes are no such text, or a character is not in the other encoding.
  func convert(_ bytes: [UInt8]) -> (bytes: [UInt8], inexact: Int)? {
    var input = bytes
    var output = [UInt8](repeating: 0, count: bytes.count * 2 + 16)
    let written: (count: Int, inexact: Int)? = unsafe input.withUnsafeMutableBytes { source in
      unsafe output.withUnsafeMutableBytes { target in
        var from = unsafe source.baseAddress?.assumingMemoryBound(to: CChar.self)
        var fromLeft = source.count
        var to = unsafe target.baseAddress?.assumingMemoryBound(to: CChar.self)
        var toLeft = target.count
        let inexact = unsafe Int(truncatingIfNeeded: iconv(converter, &from, &fromLeft, &to, &toLeft))
        guard inexact != -1, fromLeft == 0 else {
          // The state of a conversion that failed must not affect the next text.
          unsafe _ = iconv(converter, nil, nil, nil, nil)
          return nil
        }
        return (target.count - toLeft, inexact)
      }
    }
    return written.map { (Array(output[..<$0.count]), $0.inexact) }
  }
}
