import Glibc
import Synchronization
import System
import Testing

/// Programs that are started, given bytes and asked for bytes.
@Suite struct HelperProgramTests {
  private static func shell(_ script: String, _ environment: [String: String] = [:], within: Int? = nil) throws
    -> String
  {
    String(
      decoding: try HelperProgram.run(
        "/bin/sh", ["-c", script], input: Array("in".utf8), atMost: 1_000, environment: environment, within: within),
      as: UTF8.self)
  }

  @Test func `it has the variables that it is given before the caller's, and the caller's besides`() throws {
    #expect(try HelperProgramTests.shell(#"echo "$HOME_OF_NOBODY" "${PATH:+path}"; cat"#) == " path\nin")
    #expect(try HelperProgramTests.shell(#"echo "$PATH""#, ["PATH": "/own"]) == "/own\n")
  }

  @Test(arguments: [nil, 20]) func `its status and its output are those of a program that ends`(within: Int?) throws {
    #expect(try HelperProgramTests.shell("sleep 0.02; cat", within: within) == "in")
    #expect(throws: HelperProgram.Failure.ended("/bin/sh", status: 3)) {
      try HelperProgramTests.shell("exit 3", within: within)
    }
  }

  @Test(arguments: [nil, 20]) func `several at once have each its own input and output`(within: Int?) throws {
    let wrong = Mutex<[String]>([])
    let left = Mutex(4)
    for thread in 0..<4 {
      try Threads.start {
        for turn in 0..<25 {
          let text = "\(thread) \(turn)"
          let script = "cat > /tmp/helper-$$ && sleep 0.0\(turn % 3) && cat /tmp/helper-$$; rm /tmp/helper-$$"
          let given = try? HelperProgram.run(
            "/bin/sh", ["-c", script], input: Array(text.utf8), atMost: 1_000, within: within)
          if given != Array(text.utf8) {
            wrong.withLock { $0.append("\(text): \(given.map { String(decoding: $0, as: UTF8.self) } ?? "nothing")") }
          }
        }
        left.withLock { $0 -= 1 }
      }
    }
    while left.withLock({ $0 > 0 }) { usleep(5_000) }
    #expect(wrong.withLock { $0 } == [])
  }

  @Test func `one that does not end is ended`() {
    #expect(throws: HelperProgram.Failure.tooLong("/bin/sh", seconds: 1)) {
      try HelperProgramTests.shell("exec sleep 600", within: 1)
    }
  }

  @Test func `what it has started ends with it`() throws {
    let file = "/tmp/helper-\(getpid()).pid"
    defer { try? Files.remove(file) }
    #expect(throws: HelperProgram.Failure.tooLong("/bin/sh", seconds: 1)) {
      try HelperProgramTests.shell("sleep 600 & echo $! > \(file); wait", within: 1)
    }
    let text = String(decoding: try Files.read(file), as: UTF8.self)
    let child = try #require(pid_t(text.filter(\.isNumber)))
    // For a moment it may be a zombie of the process that takes in orphans.
    var isThere = true
    for _ in 0..<500 where isThere {
      isThere = kill(child, 0) == 0
      if isThere { usleep(10_000) }
    }
    #expect(!isThere)
  }
}
