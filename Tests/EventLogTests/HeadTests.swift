import EventLog
import Merkle
import System
import Testing
import Values

@Suite struct HeadTests {
  @Test("HEAD is two lines of 4,096 bytes that take turns")
  func looks() throws {
    let scratch = try Scratch()
    let sample = try SampleLog(scratch.ledger, counts: [2, 1, 2])
    let bytes = try #require(sample.headFiles.last)
    #expect(bytes.count == 8_192 && bytes[4_095] == 10 && bytes[8_191] == 10)
    let text = String(decoding: bytes[..<4_095], as: UTF8.self)
    #expect(text.hasPrefix("head-v2 generation=00000000000000000004 size=00000000000000000005 root="))
    let other = String(decoding: bytes[4_096...], as: UTF8.self)
    #expect(other.hasPrefix("head-v2 generation=00000000000000000003 size=00000000000000000003 root="))
  }

  @Test("HEAD holds the peaks of the tree and the link of the chain in front of the last commit")
  func holdsPeaks() throws {
    let scratch = try Scratch()
    let sample = try SampleLog(scratch.ledger, counts: [2, 1, 2])
    let text = String(decoding: try #require(sample.headFiles.last)[..<4_095], as: UTF8.self)
    var tree = CompactRange(hasher: SHA256TreeHasher())
    for line in sample.lines { tree.append(Array(line.utf8), 0..<line.utf8.count) }
    let peaks = tree.roots.map(\.description).joined(separator: ",")
    #expect(tree.roots.count == 2 && text.contains(" before=\(sample.heads[2].commits) peaks=\(peaks) sha256="))
  }

  @Test("every flipped bit of a slot leaves the other one, and of both leaves none")
  func everyBitFlip() throws {
    let scratch = try Scratch()
    let sample = try SampleLog(scratch.ledger, counts: [2, 1, 2])
    let whole = sample.headFiles[3]
    func head(_ bytes: [UInt8]) throws -> Head? {
      try Scratch.overwrite(scratch.ledger + "/HEAD", bytes)
      do { return try LogReader(ledger: scratch.ledger).head } catch {
        let expected: [LogError] = [.newer(.head), .headMissing(ledger: scratch.ledger)]
        #expect(expected.contains(error))
        return nil
      }
    }
    for position in 0..<4_096 {
      for bit in 0..<8 {
        var bytes = whole
        bytes[position] ^= 1 << UInt8(bit)
        let found = try head(bytes)
        #expect(found == sample.heads[2] || found == nil && position == 6, "\(position) \(bit)")
        bytes[4_096 + position] ^= 1 << UInt8(bit)
        if position % 7 == 0 { #expect(try head(bytes) == nil, "\(position) \(bit)") }
      }
    }
  }

  @Test("a slot whose peaks are not those of its root is none, whoever made its hash fit")
  func refusesForgedPeaks() throws {
    let scratch = try Scratch()
    let sample = try SampleLog(scratch.ledger, counts: [2, 1, 2])
    let changes: [(inout [String]) -> Void] = [
      { $0[8] = $0[8].replacing("peaks=", with: "peaks=\(Digest()),") }, { $0[8] = "peaks=\(Digest()),\(Digest())" },
      { $0[8] = "peaks=" }, { $0[8] = "peaks=" + $0[3].dropFirst(5) }, { $0.removeLast() },
    ]
    for change in changes {
      try Scratch.overwrite(scratch.ledger + "/HEAD", SampleLog.forged(sample.headFiles[3], change))
      let missing = LogError.headMissing(ledger: scratch.ledger)
      #expect(logError { _ = try LogWriter(opening: scratch.ledger) } == missing)
      #expect(logError { _ = try LogReader(ledger: scratch.ledger) } == missing)
    }
    try Scratch.overwrite(
      scratch.ledger + "/HEAD", SampleLog.forged(sample.headFiles[3]) { $0[7] = "before=\(Digest())" })
    for error in [
      logError { _ = try LogWriter(opening: scratch.ledger) },
      logError { _ = try LogReader(ledger: scratch.ledger).lines() },
    ] {
      guard case .headCommits? = error?.fault?.kind else {
        Issue.record("\(String(describing: error))")
        continue
      }
    }
    guard case .corrupt = LogVerifier.verify(ledger: scratch.ledger).outcome else {
      Issue.record("verification")
      return
    }
  }

  @Test("a HEAD of version 1 is read, kept by opening, and raised by the next append", arguments: [[0, 1], [0], [1]])
  func raisesVersion1(slots: [Int]) throws {
    let scratch = try Scratch()
    let sample = try SampleLog(scratch.ledger, counts: [2, 1, 2])
    let old = SampleLog.version1(sample.headFiles[3], slots: slots)
    try Scratch.overwrite(scratch.ledger + "/HEAD", old)
    #expect(try LogReader(ledger: scratch.ledger).lines() == sample.lines)
    #expect(LogVerifier.verify(ledger: scratch.ledger).outcome == .whole)
    var writer = try LogWriter(opening: scratch.ledger)
    #expect(writer.head == sample.heads[3])
    #expect(try Files.read(scratch.ledger + "/HEAD") == old)
    let head = try writer.append(SampleLog.lines(1, from: 5))
    _ = consume writer
    #expect(String(decoding: try Files.read(scratch.ledger + "/HEAD")[4_096..<4_103], as: UTF8.self) == "head-v2")
    #expect(try LogWriter(opening: scratch.ledger).head == head)
    #expect(LogVerifier.verify(ledger: scratch.ledger).outcome == .whole)
    // Whichever slot is torn, the other one is read, of whatever version.
    var torn = try Files.read(scratch.ledger + "/HEAD")
    torn[4_200] ^= 1
    try Scratch.overwrite(scratch.ledger + "/HEAD", torn)
    #expect(try LogReader(ledger: scratch.ledger).head == sample.heads[3])
    #expect(try LogWriter(opening: scratch.ledger).head == head)
    #expect(try LogReader(ledger: scratch.ledger).head == head)
  }

  @Test("a torn newer slot leaves the older one, and the commit that it knew of is found again")
  func survivesTornSlot() throws {
    let scratch = try Scratch()
    let sample = try SampleLog(scratch.ledger, counts: [2, 1, 2])
    for position in stride(from: 0, to: 4_096, by: 11) {
      var bytes = sample.headFiles[3]
      bytes[position] ^= 1
      try Scratch.overwrite(scratch.ledger + "/HEAD", bytes)
      #expect(try LogReader(ledger: scratch.ledger).head == sample.heads[2])
    }
    #expect(try LogWriter(opening: scratch.ledger).head == sample.heads[3])
    #expect(try LogReader(ledger: scratch.ledger).head == sample.heads[3])
  }

  @Test(
    "a missing or broken HEAD is refused until somebody has it made anew", arguments: [nil, [], [65]] as [[UInt8]?])
  func refusesBrokenHead(_ bytes: [UInt8]?) throws {
    let scratch = try Scratch()
    let sample = try SampleLog(scratch.ledger, counts: [2, 1, 2], segmentLimit: 200)
    let intact = LogError.headPresent(sample.heads[3])
    #expect(logError { _ = try LogWriter.rebuildHead(ledger: scratch.ledger) } == intact)
    try Files.remove(scratch.ledger + "/HEAD")
    if let bytes { try Scratch.overwrite(scratch.ledger + "/HEAD", bytes) }
    let missing = LogError.headMissing(ledger: scratch.ledger)
    #expect(logError { _ = try LogWriter(opening: scratch.ledger) } == missing)
    #expect(logError { _ = try LogReader(ledger: scratch.ledger) } == missing)
    #expect(LogVerifier.verify(ledger: scratch.ledger).outcome == .unreadable(missing))
    #expect(try LogWriter.rebuildHead(ledger: scratch.ledger) == sample.heads[3])
    #expect(try LogReader(ledger: scratch.ledger).lines() == sample.lines)
  }

  @Test("HEAD is not made anew from a log in which a commit line follows the damage")
  func refusesToRebuildOverDamage() throws {
    let scratch = try Scratch()
    let sample = try SampleLog(scratch.ledger, counts: [2, 1, 2])
    let whole = try Files.read(scratch.segment())
    try Files.remove(scratch.ledger + "/HEAD")
    var damaged = whole
    damaged[Int(sample.heads[1].offset) + 3] ^= 1
    try Scratch.overwrite(scratch.segment(), damaged)
    #expect(logError { _ = try LogWriter.rebuildHead(ledger: scratch.ledger) }?.fault != nil)
    #expect(try !Files.exists(scratch.ledger + "/HEAD"))
    try Scratch.overwrite(scratch.segment(), Array(whole.dropLast(7)))
    #expect(try LogWriter.rebuildHead(ledger: scratch.ledger) == sample.heads[2])
    let writer = try LogWriter(opening: scratch.ledger)
    #expect(writer.recoveredTail?.offset == sample.heads[2].offset)
  }
  @Test("whatever byte of the last append is damaged, HEAD is not made anew without it", arguments: [1, 1 << 28])
  func rebuildsNoHeadWithoutLastAppend(segmentLimit: UInt64) throws {
    let scratch = try Scratch()
    let sample = try SampleLog(scratch.ledger, counts: [2, 1], segmentLimit: segmentLimit)
    try Files.remove(scratch.ledger + "/HEAD")
    let path = scratch.segment(segmentLimit == 1 ? 2 : 0)
    let whole = try Files.read(path)
    for position in (segmentLimit == 1 ? 0 : Int(sample.heads[1].offset))..<whole.count {
      for bit in [1, 0x80] as [UInt8] {
        var damaged = whole
        damaged[position] ^= bit
        try Scratch.overwrite(path, damaged)
        var head: Head?
        let error = logError { head = try LogWriter.rebuildHead(ledger: scratch.ledger) }
        // Another time or author makes another commit that is as good; only a seal would reveal it.
        #expect(error?.fault != nil || head?.root == sample.heads[2].root, "\(position) \(bit)")
        if head != nil { try Files.remove(scratch.ledger + "/HEAD") }
      }
    }
  }

  @Test("a commit is found behind damage wherever blocks are cut, and a torn one is not taken for one")
  func findsCommitsAcrossBlocks() throws {
    let scratch = try Scratch()
    var writer = try LogWriter.create(ledger: scratch.ledger)
    let first = try writer.append(["{}"])
    _ = try writer.append(SampleLog.bulk(from: 1))
    _ = consume writer
    try Files.remove(scratch.ledger + "/HEAD")
    let whole = try Files.read(scratch.segment())
    let line = whole.dropLast().lastIndex(of: 10)! + 1
    // The newline before the commit is gone, and filling moves the commit over a block's end.
    let border = 1_048_576 - (line - Int(first.offset)) % 1_048_576
    for filling in border - 14..<border + 3 {
      let filler = [UInt8](repeating: UInt8(ascii: "x"), count: filling)
      try Scratch.overwrite(scratch.segment(), Array(whole[..<(line - 1)]) + filler + Array(whole[line...]))
      #expect(logError { _ = try LogWriter.rebuildHead(ledger: scratch.ledger) }?.fault != nil)
    }
    for length in Array(stride(from: line, to: whole.count, by: 9)) + [whole.count - 1] {
      try Scratch.overwrite(scratch.segment(), Array(whole[..<length]))
      #expect(try LogWriter.rebuildHead(ledger: scratch.ledger) == first)
      try Files.remove(scratch.ledger + "/HEAD")
    }
  }
}
