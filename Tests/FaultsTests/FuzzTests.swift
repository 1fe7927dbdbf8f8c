import EventLog
import FaultSupport
import Foundation
import JSONText
import Ledger
import Notes
import Policy
import SeededRandom
import Subsidy
import Testing

/// Every parser of what comes from outside takes anything: it refuses, or it takes and can write the same again.
///
/// Mutations start from the files in `Fixtures/fuzz/<parser>` and findings are kept there. A seeded harness and not libFuzzer:
/// it needs no instrumented build and runs in every `swift test`. `SUBSIDY_FUZZ_SECONDS` lets it run longer.
///
/// > Source: durability section 2, F27, F28, F30.
@Suite struct FuzzTests {
  /// A parser that must not trap; it returns false if a value that it took reads back otherwise.
  enum Parser: String, CaseIterable {
    case event, entry, pack, proof, note, key

    func survives(_ bytes: [UInt8]) -> Bool {
      let crypto = LibcryptoNotes()
      switch self {
      case .event:
        guard let event = try? EventLine.readEvent(bytes, 0..<bytes.count, expecting: nil) else { return true }
        var writer = JSONWriter()
        EventLine.write(event, to: &writer)
        return (try? EventLine.readEvent(writer.bytes, 0..<writer.bytes.count, expecting: nil)) == event
      case .entry:
        for source in [LineSource.entry, .history] {
          _ = try? EventLine.readEntry(bytes, 0..<bytes.count, source: source)
        }
        return true
      case .pack:
        guard let pack = try? PolicyPack(text: bytes) else { return true }
        return (try? PolicyPack(text: bytes)) == pack
      case .proof:
        guard let file = try? ProofFile(bytes, by: crypto) else { return true }
        switch file {
        case .inclusion(let file): return file.bytes == bytes
        case .consistency(let file): return file.bytes == bytes
        }
      case .note:
        guard let note = try? PublishedCheckpoint(bytes, by: crypto) else { return true }
        return note.note.map { $0.bytes == bytes } ?? (note.checkpoint.body == bytes)
      case .key:
        let text = String(decoding: bytes, as: UTF8.self)
        guard let key = try? VerifierKey(text, by: crypto) else { return true }
        return key.text == text
      }
    }
  }

  private static var folder: URL {
    URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Fixtures/fuzz")
  }

  private static func samples(_ parser: Parser) throws -> [[UInt8]] {
    let folder = folder.appending(path: parser.rawValue)
    return try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted().map {
      Array(try Data(contentsOf: folder.appending(path: $0)))
    }
  }

  private static func mutated(_ samples: [[UInt8]], _ random: inout SeededRandom) -> [UInt8] {
    var bytes = samples.randomElement(using: &random) ?? []
    for _ in 0...Int.random(in: 0...3, using: &random) where !bytes.isEmpty {
      let place = Int.random(in: bytes.indices, using: &random)
      let end = min(bytes.count, place + Int.random(in: 1...24, using: &random))
      switch Int.random(in: 0...7, using: &random) {
      case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
      case 1: bytes[place] ^= 1 << UInt8.random(in: 0...7, using: &random)
      case 2: bytes.removeSubrange(place..<end)
      case 3: bytes.insert(contentsOf: bytes[place..<end], at: place)
      case 4: bytes.insert("\"{}[]:,\\0129eE-.u\n\r \u{0}\u{7F}+/=—".utf8.randomElement(using: &random) ?? 0, at: place)
      case 5: bytes.insert(contentsOf: [UInt8](repeating: bytes[place], count: 70), at: place)
      case 6: bytes.removeSubrange(end...)
      default:
        let other = samples.randomElement(using: &random) ?? []
        bytes = Array(bytes[..<place]) + Array(other[min(place, other.count)...])
      }
    }
    return bytes
  }

  @Test("F27, F28 whatever a parser is given, it refuses or takes it, and ends", arguments: Parser.allCases)
  func takesAnything(parser: Parser) throws {
    let samples = try FuzzTests.samples(parser)
    try #require(!samples.isEmpty)
    for sample in samples { #expect(parser.survives(sample)) }
    // Entries are read by the parser of events, and a key is short: a part of the time will do for them.
    let seconds = Program.rounds("SUBSIDY_FUZZ_SECONDS", 1)
    let end = ContinuousClock.now + .seconds(parser == .entry || parser == .key ? max(1, seconds / 6) : seconds)
    var random = SeededRandom(UInt64(Program.rounds("SUBSIDY_FUZZ_SEED", 1)))
    repeat {
      for _ in 0..<50 {
        let bytes = FuzzTests.mutated(samples, &random)
        guard !parser.survives(bytes) else { continue }
        Issue.record("keep this in Fixtures/fuzz/\(parser.rawValue): \(Data(bytes).base64EncodedString())")
        return
      }
    } while ContinuousClock.now < end
  }
}
