import Glibc

/// Reads text in GB18030, the encoding that the bureaux' spreadsheets still save lists in.
///
/// - Returns: nil where the bytes are no such text, or the system has no table for it.
public func decodeGB18030(_ bytes: [UInt8]) -> String? {
  guard let converter = unsafe iconv_open("UTF-8", "GB18030"), Int(bitPattern: converter) != -1 else {
    return nil
  }
  defer { unsafe _ = iconv_close(converter) }
  var input = bytes
  // Two bytes become at most three, four become four.
  var output = [UInt8](repeating: 0, count: bytes.count * 2 + 16)
  let written: Int? = unsafe input.withUnsafeMutableBytes { source in
    unsafe output.withUnsafeMutableBytes { target in
      var from = unsafe source.baseAddress?.assumingMemoryBound(to: CChar.self)
      var fromLeft = source.count
      var to = unsafe target.baseAddress?.assumingMemoryBound(to: CChar.self)
      var toLeft = target.count
      guard unsafe iconv(converter, &from, &fromLeft, &to, &toLeft) != -1, fromLeft == 0 else { return nil }
      return target.count - toLeft
    }
  }
  guard let written else { return nil }
  return String(validating: output[..<written], as: UTF8.self)
}
