/// The beginning of a root as paper has it: 20 hexadecimal digits in five groups of four, or more of them.
///
/// 20 digits are 80 bits: to make another log whose root begins with them, one would have to make about 2^80 logs.
///
/// > Source: contract 3, section 7.
public struct ShortRoot: Hashable, Sendable {
  /// How many digits paper has, and the fewest that anything is compared with.
  public static var fewestDigits: Int { 20 }
  /// How many digits a whole root has.
  public static var allDigits: Int { 64 }

  /// The digits, lowercase, without blanks.
  public let digits: String

  /// The beginning of a root as paper has it.
  public init(of root: Digest) { digits = String(root.description.prefix(ShortRoot.fewestDigits)) }

  /// Reads digits, of either case; nil for anything else and for too few or too many.
  public init?(_ digits: String) {
    guard (ShortRoot.fewestDigits...ShortRoot.allDigits).contains(digits.utf8.count),
      digits.utf8.allSatisfy(ShortRoot.isDigit)
    else { return nil }
    self.digits = digits.lowercased()
  }

  /// Whether a byte is a hexadecimal digit.
  static func isDigit(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
      UInt8(ascii: "A")...UInt8(ascii: "F"):
      true
    default: false
    }
  }

  /// Whether it has every digit of a root.
  public var isWhole: Bool { digits.utf8.count == ShortRoot.allDigits }

  /// Whether a root begins so.
  public func begins(_ root: Digest) -> Bool { root.description.utf8.starts(with: digits.utf8) }

  /// The digits in groups of four.
  public var grouped: String {
    var text = ""
    for (place, digit) in digits.enumerated() {
      if place > 0, place % 4 == 0 { text += " " }
      text.append(digit)
    }
    return text
  }
}

/// The head of a log as printed at the foot of a paper: a size and the beginning of a root.
public struct PrintedHead: Hashable, Sendable {
  /// How many events the log had.
  public let size: UInt64
  /// The beginning of the root over them.
  public let root: ShortRoot

  /// Takes a head, to print its beginning.
  public init(size: UInt64, root: Digest) {
    self.size = size
    self.root = ShortRoot(of: root)
  }

  /// Why a text is no head although it looks like one.
  public enum Fault: Error, Hashable, Sendable {
    /// The root has another number of digits.
    case digits(found: Int)
    /// Something in the place of the root is no hexadecimal digit.
    case notHexadecimal
  }

  /// Reads what is printed: `2,749 cd93 3be5 …`, with or without the words that paper has around it.
  ///
  /// - Returns: nil for a text that does not begin with a number and continue behind a blank: the name of a file.
  /// - Throws: ``Fault``.
  public init?(printed text: String) throws(Fault) {
    // A person who types a printed head may leave the blanks out.
    var numbers = text
    for word in PrintedHead.words { numbers = numbers.split(separator: word).joined(separator: " ") }
    let words = numbers.split { $0.isWhitespace }
    guard words.count >= 2, let first = words.first else { return nil }
    let number = first.filter { $0 != "," }
    let isNumber = first.first != "," && number.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    guard isNumber, let size = UInt64(number) else { return nil }
    let digits = words.dropFirst().joined()
    guard digits.utf8.allSatisfy(ShortRoot.isDigit) else { throw .notHexadecimal }
    guard let root = ShortRoot(digits) else { throw .digits(found: digits.utf8.count) }
    self.size = size
    self.root = root
  }

  /// The words that may surround the numbers.
  private static var words: [String] { ["账本", "条", "·", "校验"] }

  /// As the foot of a paper has it: `账本 2,749 条 · 校验 cd93 3be5 0f1a 22bb 9c01`.
  public var line: String {
    var digits = String(size)
    var shown = ""
    while digits.count > 3 {
      shown = ",\(digits.suffix(3))\(shown)"
      digits.removeLast(3)
    }
    return "账本 \(digits)\(shown) 条 · 校验 \(root.grouped)"
  }
}
