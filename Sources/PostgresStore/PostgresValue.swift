/// A value for a statement in the binary form of its type.
///
/// > Source: PostgreSQL 15, `src/include/catalog/pg_type.dat` for the numbers of types; section 55.2.2, "extended query".
struct PostgresValue {
  /// The type's number.
  let type: UInt32
  /// The bytes; nil for NULL.
  let bytes: [UInt8]?

  private init(_ type: UInt32, _ bytes: [UInt8]?) { (self.type, self.bytes) = (type, bytes) }

  private static var bytesType: UInt32 { 17 }
  private static var textType: UInt32 { 25 }

  /// A `bigint`.
  static func number(_ value: UInt64) -> PostgresValue { PostgresValue(20, value.bigEndianBytes) }
  /// A `text`.
  static func text(_ value: String?) -> PostgresValue { PostgresValue(textType, value.map { Array($0.utf8) }) }
  /// A `bytea`.
  static func bytes(_ value: [UInt8]?) -> PostgresValue { PostgresValue(bytesType, value) }
  /// A `text[]`.
  static func texts(_ values: [String]?) -> PostgresValue {
    PostgresValue(1_009, values.map { array(of: textType, $0.map { Array($0.utf8) }) })
  }
  /// A `bytea[]`.
  static func arrays(_ values: [[UInt8]]?) -> PostgresValue {
    PostgresValue(1_001, values.map { array(of: bytesType, $0) })
  }

  /// > Source: PostgreSQL 15, `array_recv`: dimensions, flags, the elements' type, length and lower bound, then each element.
  private static func array(of type: UInt32, _ values: [[UInt8]]) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes += UInt32(values.isEmpty ? 0 : 1).bigEndianBytes
    bytes += UInt32(0).bigEndianBytes
    bytes += type.bigEndianBytes
    if values.isEmpty { return bytes }
    bytes += UInt32(values.count).bigEndianBytes
    bytes += UInt32(1).bigEndianBytes
    for value in values {
      bytes += UInt32(value.count).bigEndianBytes
      bytes += value
    }
    return bytes
  }
}

extension FixedWidthInteger {
  /// The bytes of the number, the highest first.
  var bigEndianBytes: [UInt8] {
    stride(from: bitWidth - 8, through: 0, by: -8).map { UInt8(truncatingIfNeeded: self >> Self($0)) }
  }
}

extension PostgresRows {
  /// A `bigint` or an `integer`; nil for NULL.
  func number(_ row: Int, _ column: Int) -> UInt64? {
    bytes(row, column).map { $0.reduce(0) { $0 << 8 | UInt64($1) } }
  }

  /// A `text`; nil for NULL.
  func text(_ row: Int, _ column: Int) -> String? {
    bytes(row, column).map { String(decoding: $0, as: UTF8.self) }
  }
}

/// Rows for a `COPY … FROM STDIN BINARY`.
///
/// > Source: PostgreSQL 15, COPY, "Binary Format".
struct CopiedRows {
  private var data = Array("PGCOPY\n".utf8) + [0xFF, 0x0D, 0x0A, 0x00] + [UInt8](repeating: 0, count: 8)

  /// Appends a row with a value for each column.
  mutating func append(_ values: [PostgresValue]) {
    data += UInt16(values.count).bigEndianBytes
    for value in values {
      data += Int32(value.bytes?.count ?? -1).bigEndianBytes
      data += value.bytes ?? []
    }
  }

  /// The whole stream.
  consuming func end() -> [UInt8] { data + UInt16.max.bigEndianBytes }
}
