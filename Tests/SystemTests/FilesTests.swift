import Foundation
import System
import Testing

/// Files that are read whole.
@Suite struct FilesTests {
  @Test("a file is read whole up to the limit, and without one")
  func isReadWhole() throws {
    let path = NSTemporaryDirectory() + "files-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: path) }
    for count in [0, 1, 64 << 10, (64 << 10) + 1, 300_000] {
      let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 7) }
      try Data(bytes).write(to: URL(fileURLWithPath: path))
      for limit in [count, count + 1, .max] {
        #expect(try Files.read(path, atMost: limit) == bytes, "\(count), \(limit)")
      }
      if count > 0 {
        #expect(throws: SystemError.tooLarge(path: path, limit: count - 1)) { try Files.read(path, atMost: count - 1) }
      }
    }
  }
}
