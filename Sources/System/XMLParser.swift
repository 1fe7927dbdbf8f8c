import CExpat
public import Values

/// Why bytes are not the XML that this program reads.
public struct XMLError: Error, Hashable, Sendable {
  /// The kind of error.
  public enum Kind: CaseIterable, Hashable, Sendable {
    /// It breaks a rule of XML or of its namespaces.
    case notWellFormed
    /// It declares a document type, and so could declare entities and cause files to be fetched.
    case documentType
    /// It names an encoding that is neither UTF-8, UTF-16, ISO 8859-1, US-ASCII nor GB18030, or is not in the one it names.
    case encoding
    /// It has more bytes, elements, or nested elements, than are read.
    case tooLarge
  }

  /// The line, counted from 1, on which it is wrong.
  public let line: Int
  /// The kind.
  public let kind: Kind
}

/// Reads XML by expat, whole, into a tree.
///
/// No document type is accepted: so no entity can be declared, nothing grows and nothing is fetched.
///
/// > Source: XML 1.0, fifth edition; Namespaces in XML 1.0.
public enum XMLParser {
  /// The longest text.
  ///
  /// > Units: bytes.
  public static var largest: Int { 32 << 20 }
  /// The most elements that a text may have.
  public static var mostElements: Int { 2_000_000 }
  /// The greatest depth of nested elements.
  public static var deepest: Int { 64 }

  /// Reads a text.
  ///
  /// Its own declaration, or its byte order mark, says in which encoding it is, as in XML; GB2312 and GBK are read as GB18030,
  /// of which they are parts.
  ///
  /// - Parameter bytes: the text.
  /// - Returns: the root.
  /// - Throws: ``XMLError``.
  public static func parse(_ bytes: [UInt8]) throws(XMLError) -> XMLElement {
    guard bytes.count <= largest else { throw XMLError(line: 1, kind: .tooLarge) }
    let builder = XMLTreeBuilder()
    do {
      return try tree(bytes, encoding: nil, builder)
    } catch {
      let names = ["gb18030", "gbk", "gb2312"]
      guard error.kind == .encoding, let name = builder.unknownEncoding, names.contains(name.lowercased()),
        let text = decodeGB18030(bytes)
      else { throw error }
      return try tree(Array(text.utf8), encoding: "UTF-8", XMLTreeBuilder())
    }
  }

  private static func tree(
    _ bytes: [UInt8], encoding: String?, _ builder: XMLTreeBuilder
  ) throws(XMLError) -> XMLElement {
    let parser = ParserHandle(encoding: encoding)
    builder.begin(parser)
    let status = unsafe bytes.withUnsafeBytes {
      unsafe XML_Parse(parser.pointer, $0.baseAddress?.assumingMemoryBound(to: CChar.self), Int32($0.count), 1)
    }
    // The parser holds the builder by its address alone.
    let (fault, root) = withExtendedLifetime(builder) { (builder.fault, builder.root) }
    if status == XML_STATUS_OK, fault == nil, let root { return root }
    throw XMLError(line: parser.line, kind: fault ?? parser.fault)
  }
}

/// The one owner of a parser of expat.
@safe
private struct ParserHandle: ~Copyable {
  let pointer: XML_Parser

  init(encoding: String?) {
    guard let parser = unsafe XML_ParserCreateNS(encoding, XML_Char(UInt8(ascii: "\n"))) else {
      preconditionFailure("out of memory")
    }
    unsafe pointer = parser
  }

  deinit { unsafe XML_ParserFree(pointer) }

  var line: Int { max(1, Int(unsafe XML_GetCurrentLineNumber(pointer))) }

  var fault: XMLError.Kind {
    switch unsafe XML_GetErrorCode(pointer) {
    case XML_ERROR_UNKNOWN_ENCODING, XML_ERROR_INCORRECT_ENCODING: .encoding
    default: .notWellFormed
    }
  }
}

/// Makes a tree of what expat calls out.
@safe
private final class XMLTreeBuilder {
  private(set) var root: XMLElement?
  private(set) var fault: XMLError.Kind?
  /// The encoding that the text names and expat does not support.
  private(set) var unknownEncoding: String?
  private var open: [XMLElement] = []
  private var elements = 0
  private var parser: XML_Parser?

  func begin(_ parser: borrowing ParserHandle) {
    unsafe self.parser = parser.pointer
    let this = unsafe Unmanaged.passUnretained(self).toOpaque()
    unsafe XML_SetUserData(parser.pointer, this)
    unsafe XML_SetElementHandler(
      parser.pointer,
      { builder, name, attributes in
        guard let name = unsafe name else { return }
        unsafe XMLTreeBuilder.of(builder)?.start(String(cString: name), XMLTreeBuilder.texts(attributes))
      },
      { builder, _ in unsafe XMLTreeBuilder.of(builder)?.end() })
    unsafe XML_SetCharacterDataHandler(parser.pointer) { builder, start, count in
      let bytes = unsafe UnsafeRawBufferPointer(start: start, count: Int(count))
      unsafe XMLTreeBuilder.of(builder)?.text(String(decoding: bytes, as: UTF8.self))
    }
    unsafe XML_SetStartDoctypeDeclHandler(parser.pointer) { builder, _, _, _, _ in
      unsafe XMLTreeBuilder.of(builder)?.stop(.documentType)
    }
    unsafe XML_SetUnknownEncodingHandler(
      parser.pointer,
      { builder, name, _ in
        if let name = unsafe name { unsafe XMLTreeBuilder.of(builder)?.unknownEncoding = String(cString: name) }
        return 0
      }, this)
  }

  private static func of(_ pointer: UnsafeMutableRawPointer?) -> XMLTreeBuilder? {
    unsafe pointer.map { unsafe Unmanaged<XMLTreeBuilder>.fromOpaque($0).takeUnretainedValue() }
  }

  /// The parser calls once more after it was stopped; those calls are passed over.
  private func stop(_ kind: XMLError.Kind) {
    guard fault == nil else { return }
    fault = kind
    unsafe XML_StopParser(parser, 0)
  }

  /// An element begins; its name has its namespace and a line feed before it, which no namespace holds.
  private func start(_ name: String, _ attributes: [String: String]) {
    guard fault == nil else { return }
    elements += 1
    guard open.count < XMLParser.deepest, elements <= XMLParser.mostElements else { return stop(.tooLarge) }
    let mark = name.utf8.lastIndex(of: UInt8(ascii: "\n"))
    open.append(
      XMLElement(
        namespace: mark.map { String(name[..<$0]) } ?? "",
        name: mark.map { String(name[name.utf8.index(after: $0)...]) } ?? name, attributes: attributes))
  }

  /// The attributes without a namespace: names and values by turns, a null pointer after the last.
  private static func texts(_ list: UnsafeMutablePointer<UnsafePointer<XML_Char>?>?) -> [String: String] {
    guard let list = unsafe list else { return [:] }
    var texts: [String: String] = [:]
    var position = 0
    while let name = unsafe list[position], let value = unsafe list[position + 1] {
      let name = unsafe String(cString: name)
      if !name.utf8.contains(UInt8(ascii: "\n")) { texts[name] = unsafe String(cString: value) }
      position += 2
    }
    return texts
  }

  private func text(_ text: String) {
    guard fault == nil, !open.isEmpty else { return }
    open[open.count - 1].text += text
  }

  private func end() {
    guard fault == nil, let element = open.popLast() else { return }
    if open.isEmpty { root = element } else { open[open.count - 1].children.append(element) }
  }
}
