import EventLog
import JSONText
import Ledger
import Notes
import Subsidy
import System
import Values

/// The cost of checking signatures: a ledger of signed commits of one event each, against as many checks by libcrypto alone.
struct SignatureBench {
  /// How many commits.
  let commits: Int
  /// The folder; on a disk in memory the ledger is made sooner.
  let folder: String

  private struct Signed: Sendable {
    let text: [UInt8]
    let signature: [UInt8]
  }

  /// Makes the ledger, measures both in turn and prints.
  func run() throws {
    let ledger = SubsidyLedger("\(folder)/signatures")
    try ledger.create(name: "bench", openedAt: nil, by: "chief")
    let seed = try Ed25519.makeSeed()
    let key = try OperatorKeyFiles.publicKey(of: .ed25519(seed), named: "chief")
    _ = try ledger.change(
      .registered(OperatorDetails("chief", roles: [.administer, .enter], keys: [key])), nil, by: "chief")
    let signing = try SigningKey(name: "chief", secret: seed, by: LibcryptoNotes())
    let signed = try append(to: ledger, signing)
    let publicKey = Ed25519.publicKey(seed: seed)
    var (alone, checked) = ([Duration](), [Duration]())
    for _ in 0..<5 {
      alone.append(
        try ContinuousClock().measure {
          let wrong = try Threads.results(ofParts: signed.count, each: 64) { part in
            signed[part].count { !Ed25519.verify($0.signature, of: $0.text, by: publicKey) }
          }
          precondition(wrong.allSatisfy { $0 == 0 }, "a signature holds")
        })
      checked.append(
        try ContinuousClock().measure {
          let summary = try LogReader(ledger: ledger.path).checkSignatures(clock: ClockCorrections())
          precondition(summary.signed == commits, "every commit is signed")
        })
    }
    let (bare, whole) = (alone.min()!, checked.min()!)
    print("check of \(commits) signatures by libcrypto alone  \(rate(commits, bare)) a second")
    print(
      "read of the log with the same check      \(rate(commits, whole)) a second, \(percent(whole, bare)) % of its time"
    )
  }

  private func append(to ledger: SubsidyLedger, _ key: SigningKey) throws -> [Signed] {
    var log = try LogWriter(opening: ledger.path)
    var signed: [Signed] = []
    let now = SystemClock.now()
    for number in 0..<commits {
      try log.beginAppend()
      let visit = EventBody.visited(Visited(person: "p1", on: now.civilDate, finding: nil))
      var writer = JSONWriter()
      EventLine.write(Event(sequence: log.head.size, recorded: now, by: "chief", body: visit), to: &writer)
      _ = try log.add(writer.bytes, 0..<writer.bytes.count)
      let line = log.commitLine(recorded: now, by: "chief")
      let text = line.signedText(of: "bench")
      let signature = key.sign(text, by: LibcryptoNotes())
      signed.append(Signed(text: text, signature: signature.bytes))
      _ = try log.commit(line.signed(CommitNote.line([signature])))
      if number.isMultiple(of: 10_000) { try StopRequest.check() }
    }
    return signed
  }
}
