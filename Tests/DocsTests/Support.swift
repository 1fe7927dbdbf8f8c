import Foundation
import Testing

/// The files of the project, found from this file's own place.
enum Project {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// A page for people, with its place in the project.
  struct Page: CustomTestStringConvertible {
    let path: String
    let text: String

    var testDescription: String { path }
  }

  /// README.md and every page in docs.
  static func pages() throws -> [Page] {
    let docs = try FileManager.default.contentsOfDirectory(atPath: root.appending(path: "docs").path)
    return try (["README.md"] + docs.filter { $0.hasSuffix(".md") }.sorted().map { "docs/\($0)" }).map {
      Page(path: $0, text: try text($0))
    }
  }

  static func page(_ path: String) throws -> Page { Page(path: path, text: try text(path)) }

  static func text(_ path: String) throws -> String {
    try String(contentsOf: root.appending(path: path), encoding: .utf8)
  }

  /// The texts of all Swift files under a folder, by path.
  static func sources(_ folder: String) throws -> [(path: String, text: String)] {
    let paths = try FileManager.default.subpathsOfDirectory(atPath: root.appending(path: folder).path)
    return try paths.filter { $0.hasSuffix(".swift") }.sorted().map { ("\(folder)/\($0)", try text("\(folder)/\($0)")) }
  }
}

/// A script run by `sh`.
enum Shell {
  struct Ran {
    let code: Int32
    let output: String
    let fault: String
  }

  static func run(_ script: String, in folder: URL) throws -> Ran {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = ["-c", script]
    process.currentDirectoryURL = folder
    let fault = folder.appending(path: ".fault-\(UUID().uuidString)")
    try Data().write(to: fault)
    defer { try? FileManager.default.removeItem(at: fault) }
    let output = Pipe()
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    // Two pipes read one after the other could block each other.
    process.standardError = try FileHandle(forWritingTo: fault)
    try process.run()
    let bytes = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return Ran(
      code: process.terminationStatus, output: String(decoding: bytes, as: UTF8.self),
      fault: try String(contentsOf: fault, encoding: .utf8))
  }
}
