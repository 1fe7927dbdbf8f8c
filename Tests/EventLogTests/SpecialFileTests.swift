import Foundation
import System
import Testing

/// Output never takes the place of something that is no file.
@Suite struct SpecialFileTests {
  // A paper printed to /dev/null by root replaced the device with a file, for every program of the machine.
  @Test("a file is not written over a pipe or a directory, and nothing is left beside it")
  func special() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "special-\(UUID().uuidString)").path
    try Files.makeDirectories("\(folder)/directory")
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let made = unsafe mkfifo("\(folder)/pipe", 0o600)
    #expect(made == 0)
    for name in ["pipe", "directory"] {
      #expect(throws: SystemError.failed(.rename, path: "\(folder)/\(name)", .notSupported)) {
        try Files.atomicallyWrite("\(folder)/\(name)", [1])
      }
    }
    #expect(try Files.names(in: folder) == ["directory", "pipe"])
    try Files.atomicallyWrite("\(folder)/file", [1])
    try Files.atomicallyWrite("\(folder)/file", [2])
    #expect(try Files.read("\(folder)/file") == [2])
  }
}
