import Ledger
import Merkle
import System
import Testing
import Values

import Workbench

/// Lists that pages share, and how many of them there is room for.
@Suite struct MemoTests {
  private static func point(_ size: UInt64, isLive: Bool = true) -> Memo.Point {
    Memo.Point(
      isLive: isLive, log: ReplayedLog(size: size, root: SHA256.hash([])), day: CivilDate("2026-01-05")!)
  }

  /// Asks for lists by their names, of so many rows each, and returns the names of those that were made.
  private func made(_ names: String, in memo: Memo, rows: Int = 4, at point: Memo.Point = point(1)) -> String {
    var made = ""
    for name in names {
      _ = memo.value("\(name)", at: point) { () -> [Int] in
        made.append(name)
        return Array(0..<rows)
      }
    }
    return made
  }

  @Test func `lists are kept up to a number of rows, and what nobody has asked for the longest goes first`() {
    let memo = Memo(mostRows: 10)
    #expect(made("abab", in: memo) == "ab")
    // The third has no room beside both.
    #expect(made("acac", in: memo) == "c")
    #expect(made("b", in: memo) == "b")
    #expect(made("cb", in: memo) == "" && made("a", in: memo) == "a")
  }

  @Test func `a list that is longer than all may be is kept alone`() {
    let memo = Memo(mostRows: 10)
    #expect(made("ab", in: memo) == "ab")
    #expect(made("zz", in: memo, rows: 11) == "z")
    #expect(made("ab", in: memo) == "ab" && made("z", in: memo, rows: 11) == "z")
  }

  @Test func `the rows of the past count beside those of now`() {
    let (memo, past) = (Memo(mostRows: 10), MemoTests.point(1, isLive: false))
    #expect(made("ab", in: memo, at: past) == "ab")
    #expect(made("c", in: memo) == "c")
    #expect(made("b", in: memo, at: past) == "" && made("a", in: memo, at: past) == "a")
  }

  @Test(arguments: [
    ([], 0), ([1], 1), ([1, 1, 1, 1], 3), ([90_000_000], 1), ([90_000_000, 1], 1), ([1, 90_000_000], 1),
    ([9_000_000, 9_000_000, 9_000_000], 2), ([10_000_000, 10_000_000], 2), ([10_000_000, 10_000_001], 1),
  ])
  func `points in the past are kept up to a number of events, the last one always`(sizes: [UInt64], count: Int) {
    #expect(KeptFolds.kept(sizes) == count)
  }

  @Test func `lists of a log that is over go with the next change, and take up nothing`() {
    let memo = Memo(mostRows: 10)
    #expect(made("ab", in: memo) == "ab")
    #expect(made("ab", in: memo, at: MemoTests.point(2)) == "ab")
    #expect(made("ab", in: memo, at: MemoTests.point(2)) == "")
  }
}
