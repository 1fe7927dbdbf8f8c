import EventLog
import Foundation
import Ledger
import Testing
import Values

/// Files of lines are read in bounded memory, whatever is in them.
@Suite struct InputFileTests {
  @Test(
    "a line longer than any entry is handed over once, too long, and the lines around it whole",
    arguments: [65_536, 1 << 20, (3 << 20) + 17])
  func passesOverLongLines(_ length: Int) throws {
    let path = "\(NSTemporaryDirectory())input-\(length)-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: path) }
    let text = String(repeating: "x", count: length)
    try Data("first\n\(text)\nthird\n\nlast".utf8).write(to: URL(filePath: path))
    var input = try InputFile(path, atMost: 1 << 20)
    var counts: [Int: Int] = [:]
    try input.forEachLine { _, range, number in counts[number] = range.count }
    let long = counts.removeValue(forKey: 2) ?? 0
    #expect(counts == [1: 5, 3: 5, 4: 0, 5: 4])
    #expect(long > LogLine.longest && long <= length)
  }
}
