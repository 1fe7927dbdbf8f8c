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

  /// README.md and every page in docs, in the handbook's two languages too.
  static func pages() throws -> [Page] {
    let folders = try ["docs", "docs/en", "docs/zh"].flatMap { folder in
      try FileManager.default.contentsOfDirectory(atPath: root.appending(path: folder).path)
        .filter { $0.hasSuffix(".md") }.sorted().map { "\(folder)/\($0)" }
    }
    return try (["README.md"] + folders).map(page)
  }

  /// The words of every command of the program.
  static func commandPaths() throws -> [[String]] {
    try sources("Sources/subsidy/Commands").map(\.text).joined().matches(of: #/path: \[([^\]]+)\]/#).map { match in
      match.1.split(separator: ",").map { $0.trimmingCharacters(in: [" ", "\""]) }
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

extension Project.Page {
  /// A heading: how deep it is, and what it says.
  struct Heading {
    let level: Int
    let words: String
  }

  /// The lines of the page, each with whether it is in a fenced block.
  private var lines: [(text: Substring, isCode: Bool, isFence: Bool)] {
    var isCode = false
    return text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      let isFence = line.trimmingPrefix { $0 == " " }.hasPrefix("```")
      if isFence { isCode.toggle() }
      return (line, isCode && !isFence, isFence)
    }
  }

  /// The headings, from the top.
  var headings: [Heading] {
    lines.filter { !$0.isCode && !$0.isFence && $0.text.hasPrefix("#") }.map { line in
      let level = line.text.prefix { $0 == "#" }.count
      return Heading(level: level, words: line.text.dropFirst(level).trimmingCharacters(in: .whitespaces))
    }
  }

  /// The names on the fences of code, in their order: a form, and a file.
  var fences: [String] {
    var isOpen = false
    return lines.filter(\.isFence).compactMap { line in
      isOpen.toggle()
      return isOpen ? String(line.text.trimmingPrefix { $0 == " " }.dropFirst(3)) : nil
    }
  }

  /// The command lines after `subsidy` in code: between single backquotes, or a line of a fenced block.
  var commandLines: [String] {
    // A code span may be broken at the end of a line.
    let joined = text.replacing(#/`([^`\n]*)\n *([^`\n]*)`/#) { match in
      match.1.hasPrefix("subsidy ") ? "`\(match.1) \(match.2)`" : String(match.0)
    }
    return Project.Page(path: path, text: joined).lines.flatMap { line -> [String] in
      if line.isFence { return [] }
      if line.isCode {
        return line.text.firstMatch(of: #/^ *(?:\$ )?(?:.*swift run -c release )?subsidy (.+)$/#).map {
          [String($0.1)]
        } ?? []
      }
      return line.text.matches(of: #/`subsidy ([^`]+)`/#).map { String($0.1) }
    }
  }

  /// The options that the page names in code.
  var options: Set<String> {
    let spans = lines.filter { !$0.isFence }.flatMap { line in
      line.isCode ? [line.text] : line.text.matches(of: #/`([^`]+)`/#).map(\.1)
    }
    return Set(spans.flatMap { $0.matches(of: #/(?:^|[ \[(])(--[a-z][a-z-]+)/#).map { String($0.1) } })
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
