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

  @Test("what came by standard input is read again as it was")
  func standardInputIsKept() async {
    await #expect(processExitsWith: .success) {
      let bytes = Array("first\nsecond\n".utf8)
      let pipe = Pipe()
      try pipe.fileHandleForWriting.write(contentsOf: bytes)
      try pipe.fileHandleForWriting.close()
      #expect(dup2(pipe.fileHandleForReading.fileDescriptor, STDIN_FILENO) == STDIN_FILENO)
      for _ in 0..<3 { #expect(try FileDescriptor.input("-", atMost: 100).readWhole(atMost: 100) == bytes) }
    }
  }
}
