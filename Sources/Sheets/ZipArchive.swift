import CMinizip
import Glibc

/// A ZIP archive in memory, judged by its directory before a byte of it is unpacked.
@safe
final class ZipArchive {
  /// The largest size of all parts of an archive together.
  ///
  /// > Units: bytes.
  static var largest: UInt64 { 1 << 30 }
  /// The largest size of one part.
  ///
  /// > Units: bytes.
  static var largestPart: UInt64 { 512 << 20 }
  /// The most parts.
  static var mostParts: Int { 4_096 }
  /// How many times its packed size a part may have, if it has more than a mebibyte.
  ///
  /// Sheets of a hundred thousand equal rows have a hundred times; deflate itself ends at 1,032.
  static var largestRatio: UInt64 { 300 }

  private struct Part {
    let name: String
    let size: UInt64
    var place: unz64_file_pos
  }

  private let file: unzFile
  /// Held by minizip by its address alone.
  private let source: MemoryFile
  private var parts: [String: Part] = [:]
  /// The name of the first part.
  private(set) var first = ""

  /// Reads the directory.
  ///
  /// - Throws: ``SheetFault`` for an archive that is damaged, encrypted or would grow too large.
  init(_ bytes: [UInt8]) throws(SheetFault) {
    let source = MemoryFile(bytes)
    self.source = source
    var functions = unsafe source.functions
    guard let file = unsafe unzOpen2_64("", &functions) else { throw .damaged(part: "ZIP") }
    unsafe self.file = unsafe file
    var total: UInt64 = 0
    var status = unsafe unzGoToFirstFile(file)
    while status == UNZ_OK {
      let part = unsafe try ZipArchive.part(file)
      total += part.size
      if total > ZipArchive.largest { throw .tooLarge(part: part.name) }
      if parts.isEmpty { first = part.name }
      // The names of an Office package do not differ by case alone.
      guard parts.count < ZipArchive.mostParts, parts.updateValue(part, forKey: part.name.lowercased()) == nil else {
        throw .damaged(part: part.name)
      }
      status = unsafe unzGoToNextFile(file)
    }
    guard status == UNZ_END_OF_LIST_OF_FILE else { throw .damaged(part: "ZIP") }
  }

  deinit { unsafe _ = unzClose(file) }

  private static func part(_ file: unzFile) throws(SheetFault) -> Part {
    var info = unz_file_info64()
    var name = [CChar](repeating: 0, count: 1_024)
    var place = unz64_file_pos()
    let isRead = unsafe unzGetCurrentFileInfo64(file, &info, &name, UInt(name.count - 1), nil, 0, nil, 0) == UNZ_OK
    guard isRead, info.size_filename < name.count, unsafe unzGetFilePos64(file, &place) == UNZ_OK else {
      throw .damaged(part: "ZIP")
    }
    let text = String(decoding: name.prefix(Int(info.size_filename)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    if info.flag & 1 != 0 { throw .encrypted }
    guard [0, 8].contains(info.compression_method) else { throw .damaged(part: text) }
    let (size, packed) = (UInt64(info.uncompressed_size), UInt64(info.compressed_size))
    let isBomb = size > 1 << 20 && size / ZipArchive.largestRatio > packed
    if size > largestPart || isBomb { throw .tooLarge(part: text) }
    return Part(name: text, size: size, place: place)
  }

  /// Whether there is a part of this name.
  func has(_ name: String) -> Bool { parts[name.lowercased()] != nil }

  /// Unpacks a part, block by block.
  ///
  /// Its checksum is known after the last block: until this returns nothing of it may be used.
  ///
  /// - Throws: ``SheetFault/damaged(part:)``; the errors of `body`.
  func read(_ name: String, _ body: (UnsafeRawBufferPointer) throws(SheetFault) -> Void) throws(SheetFault) {
    guard var part = parts[name.lowercased()], unsafe unzGoToFilePos64(file, &part.place) == UNZ_OK,
      unsafe unzOpenCurrentFile(file) == UNZ_OK
    else { throw .damaged(part: name) }
    var block = [UInt8](repeating: 0, count: 1 << 18)
    var size: UInt64 = 0
    var fault: SheetFault?
    while fault == nil {
      let count = unsafe unzReadCurrentFile(file, &block, UInt32(block.count))
      guard count > 0 else {
        if count < 0 { fault = .damaged(part: name) }
        break
      }
      size += UInt64(count)
      fault = unsafe block.withUnsafeBytes { bytes in
        do throws(SheetFault) {
          unsafe try body(UnsafeRawBufferPointer(rebasing: bytes[..<Int(count)]))
          return nil
        } catch {
          return error
        }
      }
    }
    let isWhole = unsafe unzCloseCurrentFile(file) == UNZ_OK && size == part.size
    if let fault { throw fault }
    if !isWhole { throw .damaged(part: name) }
  }
}

/// Bytes that minizip reads as if they were a file.
private final class MemoryFile {
  private let bytes: [UInt8]
  private var position = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The functions that minizip calls; they hold this object by its address alone.
  var functions: zlib_filefunc64_def {
    var functions = unsafe zlib_filefunc64_def()
    unsafe functions.opaque = unsafe Unmanaged.passUnretained(self).toOpaque()
    unsafe functions.zopen64_file = { this, _, _ in unsafe this }
    unsafe functions.zread_file = { this, _, target, count in
      guard let file = unsafe MemoryFile.of(this), let target = unsafe target else { return 0 }
      return unsafe UInt(file.read(UnsafeMutableRawBufferPointer(start: target, count: Int(count))))
    }
    unsafe functions.zwrite_file = { _, _, _, _ in 0 }
    unsafe functions.ztell64_file = { this, _ in unsafe ZPOS64_T(MemoryFile.of(this)?.position ?? 0) }
    unsafe functions.zseek64_file = { this, _, offset, origin in
      unsafe MemoryFile.of(this)?.seek(offset, origin) == true ? 0 : -1
    }
    unsafe functions.zclose_file = { _, _ in 0 }
    unsafe functions.zerror_file = { _, _ in 0 }
    return unsafe functions
  }

  private static func of(_ pointer: UnsafeMutableRawPointer?) -> MemoryFile? {
    unsafe pointer.map { unsafe Unmanaged<MemoryFile>.fromOpaque($0).takeUnretainedValue() }
  }

  private func read(_ target: UnsafeMutableRawBufferPointer) -> Int {
    let count = min(target.count, bytes.count - position)
    unsafe bytes.withUnsafeBytes { source in
      unsafe target.copyMemory(from: UnsafeRawBufferPointer(rebasing: source[position..<position + count]))
    }
    position += count
    return count
  }

  private func seek(_ offset: ZPOS64_T, _ origin: Int32) -> Bool {
    let base =
      switch origin {
      case ZLIB_FILEFUNC_SEEK_CUR: position
      case ZLIB_FILEFUNC_SEEK_END: bytes.count
      default: 0
      }
    let (sum, overflows) = base.addingReportingOverflow(Int(Int64(bitPattern: UInt64(offset))))
    guard !overflows, (0...bytes.count).contains(sum) else { return false }
    position = sum
    return true
  }
}
