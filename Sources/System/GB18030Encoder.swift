import Glibc

/// Writes text in GB18030, character by character as the system's table has it; opened once, for many texts.
@safe
public struct GB18030Encoder: ~Copyable {
  private let converter: iconv_t

  /// Opens the table; nil where the system has none.
  public init?() {
    guard let converter = unsafe iconv_open("GB18030", "UTF-8"), Int(bitPattern: converter) != -1 else { return nil }
    unsafe self.converter = converter
  }

  deinit { unsafe _ = iconv_close(converter) }

  /// The bytes of a text; nil where a character has none.
  public func encode(_ text: String) -> [UInt8]? {
    var input = Array(text.utf8)
    // Three bytes become at most four.
    var output = [UInt8](repeating: 0, count: input.count * 2 + 16)
    let written: Int? = unsafe input.withUnsafeMutableBytes { source in
      unsafe output.withUnsafeMutableBytes { target in
        var from = unsafe source.baseAddress?.assumingMemoryBound(to: CChar.self)
        var fromLeft = source.count
        var to = unsafe target.baseAddress?.assumingMemoryBound(to: CChar.self)
        var toLeft = target.count
        guard unsafe iconv(converter, &from, &fromLeft, &to, &toLeft) == 0, fromLeft == 0 else {
          // What failed half-way must not be left to the next text.
          unsafe _ = iconv(converter, nil, nil, nil, nil)
          return nil
        }
        return target.count - toLeft
      }
    }
    return written.map { Array(output[..<$0]) }
  }
}
