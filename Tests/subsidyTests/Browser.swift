import Foundation

/// Chromium without a window, without the network, with a profile of its own that goes with it.
struct Browser {
  let program: String

  /// The browser; nil if none is installed.
  init?() {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    let found = folders.map { "\($0)/chromium" }.first { FileManager.default.isExecutableFile(atPath: $0) }
    guard let found else { return nil }
    program = found
  }

  static let isThere = Browser() != nil

  /// Opens a page and returns what the browser prints.
  ///
  /// It is stopped after a time: a browser that hangs must not hold up the tests.
  func open(_ page: String, _ options: String...) throws -> Data {
    let profile = NSTemporaryDirectory() + "browser-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: profile) }
    try FileManager.default.createDirectory(atPath: profile, withIntermediateDirectories: true)
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments =
      [
        "timeout", "--kill-after=5", "120", program, "--headless", "--no-sandbox", "--disable-gpu",
        "--disable-dev-shm-usage", "--hide-scrollbars", "--host-resolver-rules=MAP * ~NOTFOUND",
        "--user-data-dir=\(profile)",
      ] + options + ["file://\(page)"]
    process.environment = [
      "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "", "HOME": profile, "XDG_RUNTIME_DIR": profile,
    ]
    let output = Pipe()
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let bytes = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw Failed(code: process.terminationStatus) }
    return bytes
  }

  /// The browser ended otherwise than it should.
  struct Failed: Error {
    let code: Int32
  }
}
