import Merkle
import System
import Testing

/// A head as paper has it.
@Suite struct ShortRootTests {
  private let root = SHA256.hash([])

  @Test("the line at the foot of a paper reads back as the head that it was made of")
  func line() throws {
    let head = PrintedHead(size: 1_234_567, root: root)
    #expect(head.line == "账本 1,234,567 条 · 校验 e3b0 c442 98fc 1c14 9afb")
    #expect(try PrintedHead(printed: head.line) == head)
    #expect(try PrintedHead(printed: "1234567\te3b0c44298fc1c149afb") == head)
    #expect(try PrintedHead(printed: "账本1,234,567条·校验e3b0 c442 98fc 1c14 9afb") == head)
    #expect(head.root.begins(root) && !head.root.isWhole && !head.root.begins(SHA256.hash([1])))
  }

  @Test("the names of files are no heads, and too few digits are a fault")
  func faults() throws {
    for name in ["2024-12.checkpoint", "5", "kept", "", "a b", "x 1234", ",5 abcd"] {
      #expect(try PrintedHead(printed: name) == nil, "\(name)")
    }
    #expect(throws: PrintedHead.Fault.digits(found: 19)) { try PrintedHead(printed: "5 e3b0c44298fc1c149af") }
    #expect(throws: PrintedHead.Fault.digits(found: 65)) {
      try PrintedHead(printed: "5 \(root)0")
    }
    #expect(throws: PrintedHead.Fault.notHexadecimal) { try PrintedHead(printed: "5 checkpoint") }
    #expect(try PrintedHead(printed: "5 \(root)")?.root.isWhole == true)
  }
}
