import CExpat
import System

/// The name of an element or attribute without its namespace, held as a number: its last eight bytes, and how many it has.
struct XMLName: Hashable, BitwiseCopyable {
  private var tail: UInt64 = 0
  private var count = 0

  /// The name of a literal.
  init(_ name: StaticString) { for byte in name.description.utf8 { append(byte) } }

  /// The name at a pointer, which expat gives with its namespace and a line feed before it.
  fileprivate init(_ pointer: UnsafePointer<XML_Char>) {
    var position = 0
    while true {
      let byte = unsafe UInt8(bitPattern: pointer[position])
      if byte == 0 { return }
      if byte == UInt8(ascii: "\n") { (tail, count) = (0, 0) } else { append(byte) }
      position += 1
    }
  }

  private mutating func append(_ byte: UInt8) {
    tail = tail << 8 | UInt64(byte)
    count += 1
  }
}

/// The attributes of an element: names and values by turns, a null pointer after the last.
@safe
struct XMLAttributes {
  private let list: UnsafeMutablePointer<UnsafePointer<XML_Char>?>?

  fileprivate init(_ list: UnsafeMutablePointer<UnsafePointer<XML_Char>?>?) { unsafe self.list = list }

  /// The value of an attribute, in any namespace.
  subscript(name: XMLName) -> String? {
    guard let list = unsafe list else { return nil }
    var position = 0
    while let found = unsafe list[position], let value = unsafe list[position + 1] {
      if unsafe XMLName(found) == name { return unsafe String(cString: value) }
      position += 2
    }
    return nil
  }
}

/// A handler that takes in the elements of a part as they come.
protocol XMLPartHandler: AnyObject {
  /// Why nothing more is taken in; nil while all is well.
  var fault: SheetFault? { get }
  func begin(_ name: XMLName, _ attributes: XMLAttributes)
  func end(_ name: XMLName)
  func text(_ bytes: UnsafeRawBufferPointer)
}

/// Reads a part of a workbook with expat as it is unpacked; only what the handler keeps stays in memory.
///
/// As with ``XMLParser``, no document type is accepted, and elements are nested no deeper than there.
enum XMLPart {
  /// Passes a part to a handler, whose results may be used once this has returned.
  ///
  /// - Throws: ``SheetFault`` of the archive, of the XML or of the handler.
  static func read(
    _ name: String, of archive: ZipArchive, _ handler: any XMLPartHandler
  ) throws(SheetFault) {
    let pump = XMLPump(handler, part: name)
    unsafe try archive.read(name) { bytes throws(SheetFault) in unsafe try pump.feed(bytes, isLast: false) }
    unsafe try pump.feed(UnsafeRawBufferPointer(start: nil, count: 0), isLast: true)
  }
}

/// The one owner of a parser of expat that is fed block by block.
@safe
private final class XMLPump {
  private let parser: XML_Parser
  private let handler: any XMLPartHandler
  private let part: String
  private var depth = 0
  private var fault: SheetFault?

  init(_ handler: any XMLPartHandler, part: String) {
    guard let parser = unsafe XML_ParserCreateNS(nil, XML_Char(UInt8(ascii: "\n"))) else {
      preconditionFailure("out of memory")
    }
    unsafe self.parser = parser
    self.handler = handler
    self.part = part
    unsafe XML_SetUserData(parser, Unmanaged.passUnretained(self).toOpaque())
    unsafe XML_SetElementHandler(
      parser,
      { pump, name, attributes in
        guard let name = unsafe name, let pump = unsafe XMLPump.of(pump) else { return }
        unsafe pump.begin(XMLName(name), XMLAttributes(attributes))
      },
      { pump, name in
        guard let name = unsafe name, let pump = unsafe XMLPump.of(pump) else { return }
        unsafe pump.end(XMLName(name))
      })
    unsafe XML_SetCharacterDataHandler(parser) { pump, start, count in
      guard let pump = unsafe XMLPump.of(pump), pump.fault == nil else { return }
      unsafe pump.handler.text(UnsafeRawBufferPointer(start: start, count: Int(count)))
    }
    unsafe XML_SetStartDoctypeDeclHandler(parser) { pump, _, _, _, _ in
      guard let pump = unsafe XMLPump.of(pump) else { return }
      pump.stop(.documentType(part: pump.part))
    }
  }

  deinit { unsafe XML_ParserFree(parser) }

  private static func of(_ pointer: UnsafeMutableRawPointer?) -> XMLPump? {
    unsafe pointer.map { unsafe Unmanaged<XMLPump>.fromOpaque($0).takeUnretainedValue() }
  }

  func feed(_ bytes: UnsafeRawBufferPointer, isLast: Bool) throws(SheetFault) {
    let status = unsafe XML_Parse(
      parser, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(bytes.count), isLast ? 1 : 0)
    // The parser holds this object by its address alone.
    let fault = withExtendedLifetime(self) { self.fault }
    if let fault { throw fault }
    if status != XML_STATUS_OK { throw .damaged(part: part) }
  }

  /// The parser calls once more after it was stopped; those calls are passed over.
  private func stop(_ fault: SheetFault) {
    guard self.fault == nil else { return }
    self.fault = fault
    unsafe XML_StopParser(parser, 0)
  }

  private func begin(_ name: XMLName, _ attributes: XMLAttributes) {
    guard fault == nil else { return }
    depth += 1
    if depth > XMLParser.deepest { return stop(.tooLarge(part: part)) }
    handler.begin(name, attributes)
    if let fault = handler.fault { stop(fault) }
  }

  private func end(_ name: XMLName) {
    guard fault == nil else { return }
    depth -= 1
    handler.end(name)
    if let fault = handler.fault { stop(fault) }
  }
}
