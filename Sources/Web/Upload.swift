public import Merkle
public import System
import Values

/// A file that a client sent, in a file without a name that only this program can open; it is gone with its last copy.
public struct Upload: Sendable {
  /// The name of the form's input.
  public let field: String
  /// The sender's name for the file, only for people to read: the last part of a path, cut to 200 bytes, without control
  /// characters.
  public let claimedName: String
  /// How many bytes it has, at least one.
  public let size: Int
  private let file: UploadFile

  init(field: String, claimedName: String, size: Int, file: UploadFile) {
    self.field = field
    self.claimedName = claimedName
    self.size = size
    self.file = file
  }

  /// A path for readers that take one; it opens the file for as long as this value lives.
  public var path: String { file.descriptor.pathOfHandle }

  /// The bytes.
  ///
  /// - Throws: `SystemError`, `tooLarge` for more than the limit.
  public func bytes(atMost limit: Int) throws(SystemError) -> [UInt8] { try file.descriptor.readWhole(atMost: limit) }

  /// The hash of the bytes.
  ///
  /// - Throws: `SystemError`.
  public func digest() throws(SystemError) -> Digest {
    var stream = SHA256Stream()
    var offset = 0
    while offset < size {
      let part = try file.descriptor.read(count: min(size - offset, 256 << 10), offset: UInt64(offset))
      if part.isEmpty { break }
      stream.update(part, 0..<part.count)
      offset += part.count
    }
    return stream.finish()
  }

  /// The part of a sent file name that is shown.
  static func shown(_ name: String) -> String {
    let last = name.unicodeScalars.split { $0 == "/" || $0 == "\\" }.last.map { String($0) } ?? ""
    var shown = String.UnicodeScalarView()
    var bytes = 0
    for scalar in last.unicodeScalars where !scalar.isControl && !scalar.turnsDirection {
      bytes += UTF8.width(scalar)
      if bytes > 200 { break }
      shown.append(scalar)
    }
    return String(shown)
  }
}

/// The one owner of the file of an upload, which copies of the request share.
final class UploadFile: Sendable {
  let descriptor: FileDescriptor

  init(in folder: String?) throws(SystemError) { descriptor = try FileDescriptor.withoutName(in: folder) }
}
