import EventLog
import Foundation
import HistorySupport
import JSONText
import Ledger
import Merkle
import Notes
import Policy
import Subsidy
import System
import Testing
import Values

/// A ledger in which every operator signs: two administrators, a drafter, an approver and a clerk.
struct SignedOffice {
  let test: TestLedger
  private var keys: [Identifier: [PrivateKey]] = [:]

  static let roles: [(name: Identifier, roles: [OperatorRole])] = [
    ("chief", [.administer]), ("deputy", [.administer]), ("drafter", [.draft]), ("approver", [.approve]),
    ("clerk", [.enter, .review]),
  ]

  init() throws {
    test = try BankStory.ledger()
    for (name, roles) in SignedOffice.roles { try register(name, roles) }
  }

  /// One in which the clerk has keys of both algorithms, and the deputy's key was lost and recovered.
  static func withRecovery() throws -> SignedOffice {
    var office = try SignedOffice()
    let (first, second) = (office.key(of: "clerk"), try key(of: "clerk", isSM2: true))
    let keys = [try OperatorKeyFiles.publicKey(of: first, named: "clerk"), second.public]
    try office.change(OperatorDetails("clerk", roles: [.enter], keys: keys), to: [first, second.private])
    let new = try key(of: "deputy")
    let asked = try office.ledger(of: "chief").request(
      .recovery("deputy", [new.public]), AskedReason("lost"), by: "chief")
    office.test.clock.now = Instant(seconds: office.test.clock.now.seconds + 7 * 86_400)
    _ = try office.ledger(of: "drafter").consent(to: asked.request, by: "drafter")
    office.keep([new.private], of: "deputy")
    return office
  }

  /// A new key of Ed25519, with its public part in an operator's name.
  static func key(of name: Identifier, isSM2: Bool = false) throws -> (private: PrivateKey, public: OperatorKey) {
    let key = isSM2 ? PrivateKey.sm2(try SM2.makePrivateKey()) : .ed25519(try Ed25519.makeSeed())
    return (key, try OperatorKeyFiles.publicKey(of: key, named: name))
  }

  /// The ledger, with an operator's keys at hand.
  func ledger(of name: Identifier) -> SubsidyLedger { ledger(with: keys[name.lowercased] ?? []) }

  func ledger(with keys: [PrivateKey]) -> SubsidyLedger {
    var ledger = test.ledger
    ledger.signer = CommitSigner(keys: keys)
    return ledger
  }

  mutating func register(_ name: Identifier, _ roles: [OperatorRole], sm2: Bool = false) throws {
    let key = try SignedOffice.key(of: name, isSM2: sm2)
    let change = OperatorChange.registered(OperatorDetails(name, roles: roles, keys: [key.public]))
    try self.change(change)
    keys[name.lowercased] = [key.private]
  }

  /// Gives an operator other keys, whose private parts it keeps.
  mutating func change(_ details: OperatorDetails, to keys: [PrivateKey]) throws {
    try change(.changed(details))
    self.keys[details.name.lowercased] = keys
  }

  /// Keeps private keys that an operator has from now on.
  mutating func keep(_ keys: [PrivateKey], of name: Identifier) { self.keys[name.lowercased] = keys }

  func change(_ change: OperatorChange) throws {
    let asked = try ledger(of: "chief").change(change, AskedReason("hired"), by: "chief")
    if let asked { _ = try ledger(of: "deputy").consent(to: asked.request, by: "deputy") }
  }

  /// Signatures of a commit as a holder of a key makes them.
  func signature(
    of line: CommitLine, by key: PrivateKey, named name: Identifier, origin: String = "test", size: UInt64? = nil
  ) throws -> String {
    let secret: SigningKey
    switch key {
    case .ed25519(let seed): secret = try SigningKey(name: name.description, secret: seed, by: LibcryptoNotes())
    case .sm2(let number):
      secret = try SigningKey(name: name.description, type: .sm2, secret: number, by: LibcryptoNotes())
    }
    let text = CommitNote.text(
      origin: origin, size: size ?? line.size, root: line.root, recorded: line.recorded.description,
      by: line.by.description)
    return CommitNote.line([secret.sign(text, by: LibcryptoNotes())])
  }

  func key(of name: Identifier) -> PrivateKey { keys[name.lowercased]![0] }

  /// The fault that a verification finds in signatures; nil for a log that is whole.
  func fault() throws -> SignatureFault? {
    switch test.ledger.verify().outcome {
    case .whole: return nil
    case .corrupt(let fault):
      guard case .signature(let found) = fault.kind else { throw fault }
      return found
    case .tornTail, .unreadable: throw LogError.rootsDisagree(test.ledger.verify().root, test.ledger.verify().root)
    }
  }
}

/// Every commit is signed by its operator's key in force, and a log in which one is not is no log.
///
/// > Source: contract 3, section 6.
@Suite struct SignatureTests {
  private static let february = Month("2025-02")!

  private func failure(_ body: () throws -> Void) throws -> LedgerFailure? {
    do {
      try body()
      return nil
    } catch let failure as LedgerFailure {
      return failure
    }
  }

  @Test("an operator signs from the commit on that follows the one with the key, and the log is whole")
  func signs() throws {
    let office = try SignedOffice()
    _ = try office.ledger(of: "drafter").draft(
      "b1", scheme: "jingdezhen", through: SignatureTests.february, by: "drafter")
    // However the name is spelt.
    try office.ledger(of: "approver").approve("b1", by: "APPROVER")
    let verified = office.test.ledger.verifyWithDigests()
    #expect(verified.report.outcome == .whole)
    let commits = verified.report.commits
    let unsigned = commits - verified.report.signed
    #expect(verified.signatures == SignatureSummary(signed: Int(commits - unsigned), unsigned: Int(unsigned)))
    // The second administrator's registration is the first that a key signs, and each other operator takes two commits.
    #expect(verified.report.signed == 1 + 2 * 3 + 2)
    try office.test.check()
  }

  @Test("an append without the signature that it needs is refused before anything is decided")
  func refused() throws {
    let office = try SignedOffice()
    let size = office.test.ledger.verify().size
    func draft(_ ledger: SubsidyLedger, by: Identifier) throws {
      _ = try ledger.draft("b1", scheme: "jingdezhen", through: SignatureTests.february, by: by)
    }
    let id = try #require(try office.test.ledger.operators().first { $0.details.name == "drafter" }).keysInForce[0].id
    #expect(
      try failure { try draft(office.test.ledger, by: "drafter") } == .signatureNeeded("drafter", keys: [id]))
    #expect(
      try failure { try draft(office.ledger(of: "approver"), by: "drafter") }
        == .signatureNeeded("drafter", keys: [id]))
    // Two administrators have keys: an operator without a key appends nothing, whatever the roles.
    try office.change(.registered(OperatorDetails("bare", roles: [.draft])))
    #expect(try refusal { try draft(office.ledger(of: "drafter"), by: "bare") } == .operatorWithoutKey("bare"))
    #expect(office.test.ledger.verify().size == size + 2)
    // A change that is only tried out is not signed.
    let tried = try office.test.ledger.record(
      office.test.file([Entry.fact("employed", "p1")]), by: "clerk", key: nil, skipsRefused: false, isDryRun: true)
    #expect(tried.accepted == 1)
  }

  @Test("a signature in a log in which nobody has a key is found by verify and by replay")
  func signatureOfNobody() throws {
    let test = try BankStory.ledger()
    let visit = EventBody.visited(Visited(person: "p1", on: test.clock.now.civilDate, finding: nil))
    try OldProgram.append([(visit, "clerk")], to: test.ledger.path, at: test.clock.now, isHistory: false) { _ in "AAAA"
    }
    let expected = LogFault.Kind.signature(.keyNotInForce(by: "clerk", key: nil))
    func fault(_ body: () throws -> Void) throws -> LogFault.Kind? {
      do {
        try body()
        return nil
      } catch LogError.corrupt(let fault) {
        return fault.kind
      }
    }
    guard case .corrupt(let found) = test.ledger.verify().outcome else {
      Issue.record("verify found nothing")
      return
    }
    #expect(found.kind == expected)
    #expect(try fault { _ = try test.ledger.state() } == expected)
    #expect(try fault { _ = try test.ledger.auditReplay() } == expected)
  }

  /// The attacks of a person who has the folder and every file in it, and no second person's key.
  enum Attack: String, CaseIterable {
    case unsigned, otherName, otherCase, ownKey, replayed, otherSize, otherLedger, keyAfterwards, retiredKey, givenUpKey
    case sham, historyOfOther, hiddenAuthor, noKeyAnyMore, garbage, oneAlgorithm
    case hiddenBehindOwn, besideRecovery, recoveryByOther
  }

  @Test(
    "nobody approves alone, and whoever tries is found by verify, by replay and by the second reader",
    arguments: Attack.allCases)
  func attacked(_ attack: Attack) throws {
    var office = try SignedOffice()
    _ = try office.ledger(of: "drafter").draft(
      "b1", scheme: "jingdezhen", through: SignatureTests.february, by: "drafter")
    let approval = EventBody.batchApproved(BatchApproved(batch: "b1"))
    let (ledger, now) = (office.test.ledger, office.test.clock.now)
    let own = office.key(of: "drafter")
    func append(
      _ bodies: [(body: EventBody, by: Identifier)], isHistory: Bool = false, by: Identifier? = nil,
      _ sign: ((CommitLine) throws -> String?)? = nil
    ) throws {
      try OldProgram.append(bodies, to: ledger.path, at: now, isHistory: isHistory, by: by, signing: sign)
    }
    let expected: SignatureFault
    switch attack {
    case .unsigned:
      try append([(approval, "approver")])
      expected = .missing(by: "approver", algorithm: "Ed25519")
    case .otherName:
      try append([(approval, "newcomer")])
      expected = .operatorWithoutKey("newcomer")
    case .otherCase:
      try append([(approval, "Approver")])
      expected = .missing(by: "Approver", algorithm: "Ed25519")
    case .ownKey:
      // The drafter's own key, said to be the approver's.
      try append([(approval, "approver")]) { try office.signature(of: $0, by: own, named: "drafter") }
      let id = try OperatorKeyFiles.publicKey(of: own, named: "drafter").id
      expected = .keyNotInForce(by: "approver", key: id)
    case .replayed:
      try office.ledger(of: "approver").approve("b1", by: "approver")
      let signature = try #require(try lastCommit(ledger).signature)
      try append([(.batchCancelled(BatchCancelled(batch: "b1")), "approver")]) { _ in signature }
      expected = .wrong(by: "approver", key: try id(of: "approver", ledger))
    case .otherSize:
      let key = office.key(of: "approver")
      try append([(approval, "approver")]) {
        try office.signature(of: $0, by: key, named: "approver", size: $0.size + 1)
      }
      expected = .wrong(by: "approver", key: try id(of: "approver", ledger))
    case .otherLedger:
      let key = office.key(of: "approver")
      try append([(approval, "approver")]) {
        try office.signature(of: $0, by: key, named: "approver", origin: "another")
      }
      expected = .wrong(by: "approver", key: try id(of: "approver", ledger))
    case .keyAfterwards:
      let key = try SignedOffice.key(of: "approver")
      try append([(approval, "approver")]) { try office.signature(of: $0, by: key.private, named: "approver") }
      // It comes later, as two administrators have it.
      let change = OperatorChange.changed(OperatorDetails("approver", roles: [.approve], keys: [key.public]))
      let request = Requested(
        request: "q-9", act: .operatorChanged, content: ActContent(of: [change.event("q-9")]), reason: "x")
      try append([(.requested(request), "chief")]) {
        try office.signature(of: $0, by: office.key(of: "chief"), named: "chief")
      }
      try append([(change.event("q-9"), "deputy")]) {
        try office.signature(of: $0, by: office.key(of: "deputy"), named: "deputy")
      }
      expected = .keyNotInForce(by: "approver", key: key.public.id)
    case .retiredKey:
      let key = office.key(of: "approver")
      try office.change(.retired("approver"))
      try append([(approval, "approver")]) { try office.signature(of: $0, by: key, named: "approver") }
      expected = .keyNotInForce(by: "approver", key: nil)
    case .givenUpKey:
      let (old, new) = (office.key(of: "approver"), try SignedOffice.key(of: "approver"))
      try office.change(OperatorDetails("approver", roles: [.approve], keys: [new.public]), to: [new.private])
      try append([(approval, "approver")]) { try office.signature(of: $0, by: old, named: "approver") }
      let id = try OperatorKeyFiles.publicKey(of: old, named: "approver").id
      expected = .keyNotInForce(by: "approver", key: id)
    case .sham:
      // One administrator registers an operator with a key of their own.
      let key = try SignedOffice.key(of: "sham")
      let change = OperatorChange.registered(OperatorDetails("sham", roles: [.approve], keys: [key.public]))
      try append([(change.event(nil), "chief")]) {
        try office.signature(of: $0, by: office.key(of: "chief"), named: "chief")
      }
      try append([(approval, "sham")]) { try office.signature(of: $0, by: key.private, named: "sham") }
      expected = .keyNotInForce(by: "sham", key: nil)
    case .historyOfOther:
      try append([(approval, "approver")], isHistory: true, by: "approver")
      expected = .missing(by: "approver", algorithm: "Ed25519")
    case .hiddenAuthor:
      // The approval is in a commit that the drafter signs.
      try append([(approval, "approver")], by: "drafter") {
        try office.signature(of: $0, by: own, named: "drafter")
      }
      expected = .otherAuthor("approver", by: "drafter")
    case .hiddenBehindOwn:
      // The approver has just signed something else.
      try office.change(.changed(OperatorDetails("clerk", roles: [.enter])))
      try office.ledger(of: "approver").approve("b1", by: "approver")
      try append([(.batchCancelled(BatchCancelled(batch: "b1")), "approver")], by: "drafter") {
        try office.signature(of: $0, by: own, named: "drafter")
      }
      expected = .otherAuthor("approver", by: "drafter")
    case .besideRecovery:
      let sham = try SignedOffice.key(of: "chief")
      let recovered = EventBody.operatorRecovered(
        OperatorRecovered("chief", keys: [sham.public], request: "q-9", reason: "x"))
      let request = Requested(
        request: "q-9", act: .operatorRecovered, content: ActContent(of: [recovered]), reason: "x")
      try append([(approval, "approver"), (.requested(request), "approver")])
      expected = .missing(by: "approver", algorithm: "Ed25519")
    case .recoveryByOther:
      let sham = try SignedOffice.key(of: "chief")
      let recovered = EventBody.operatorRecovered(
        OperatorRecovered("chief", keys: [sham.public], request: "q-9", reason: "x"))
      let request = Requested(
        request: "q-9", act: .operatorRecovered, content: ActContent(of: [recovered]), reason: "x")
      // No administrator, and with a key.
      try append([(.requested(request), "clerk")])
      expected = .missing(by: "clerk", algorithm: "Ed25519")
    case .noKeyAnyMore:
      // Two administrators take the key away: from then on the operator is one without.
      try office.change(.changed(OperatorDetails("approver", roles: [.approve])))
      try append([(approval, "approver")])
      expected = .operatorWithoutKey("approver")
    case .garbage:
      try append([(approval, "approver")]) { _ in "AAAA" }
      expected = .keyNotInForce(by: "approver", key: nil)
    case .oneAlgorithm:
      let (first, second) = (office.key(of: "approver"), try SignedOffice.key(of: "approver", isSM2: true))
      let keys = [try OperatorKeyFiles.publicKey(of: first, named: "approver"), second.public]
      try office.change(OperatorDetails("approver", roles: [.approve], keys: keys), to: [first, second.private])
      try append([(approval, "approver")]) { try office.signature(of: $0, by: first, named: "approver") }
      expected = .missing(by: "approver", algorithm: "SM2")
    }
    #expect(try office.fault() == expected)
    #expect(throws: LogError.self) { _ = try ledger.auditReplay() }
    // No operator can move money on such a log.
    #expect(throws: LogError.self) {
      _ = try office.ledger(of: "drafter").draft(
        "b2", scheme: "jingdezhen", through: SignatureTests.february, by: "drafter")
    }
    let read = try secondReader(ledger)
    #expect(read.status == 1, "\(read.output)")
  }

  private func id(of name: Identifier, _ ledger: SubsidyLedger) throws -> String {
    try #require(try ledger.operators().first { $0.details.name == name }).keysInForce[0].id
  }

  private func lastCommit(_ ledger: SubsidyLedger) throws -> CommitLine {
    let path = "\(ledger.path)/log/00000000000000000000.jsonl"
    let bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
    let line = try #require(bytes.dropLast().lastIndex(of: 10)) + 1
    return try #require(CommitLine(bytes, line..<bytes.count - 1))
  }

  /// Fixtures/tools/verify.py, which shares no code with the program and has openssl check signatures.
  private func secondReader(_ ledger: SubsidyLedger) throws -> (status: Int32, output: String) {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Fixtures/tools/verify.py")
    process.arguments = ["python3", script.standardized.path, ledger.path]
    let pipe = Pipe()
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    process.waitUntilExit()
    return (
      process.terminationStatus, String(decoding: try pipe.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    )
  }

  @Test("an operator with keys of both algorithms signs with both, which openssl confirms")
  func bothAlgorithms() throws {
    var office = try SignedOffice()
    let (first, second) = (office.key(of: "approver"), try SignedOffice.key(of: "approver", isSM2: true))
    let keys = [try OperatorKeyFiles.publicKey(of: first, named: "approver"), second.public]
    try office.change(OperatorDetails("approver", roles: [.approve], keys: keys), to: [first, second.private])
    _ = try office.ledger(of: "drafter").draft(
      "b1", scheme: "jingdezhen", through: SignatureTests.february, by: "drafter")
    let half = office.ledger(with: [first])
    #expect(
      try failure { try half.approve("b1", by: "approver") } == .signatureNeeded("approver", keys: [second.public.id]))
    try office.ledger(of: "approver").approve("b1", by: "approver")
    #expect(try lastCommit(office.test.ledger).signature?.split(separator: " ").count == 2)
    #expect(try office.fault() == nil)
    let read = try secondReader(office.test.ledger)
    let report = office.test.ledger.verify()
    #expect(read.status == 0 && read.output == "\(report.size) \(report.root)\n", "\(read.output)")
  }

  @Test("a key is its operator's, nobody else's, and does not come back; two administrators who can sign remain")
  func keys() throws {
    let office = try SignedOffice()
    func refused(_ change: OperatorChange) throws -> Refusal? {
      try refusal { _ = try office.ledger(of: "chief").change(change, AskedReason("x"), by: "chief") }
    }
    let (ofClerk, ofDrafter) = try (
      OperatorKeyFiles.publicKey(of: office.key(of: "clerk"), named: "clerk"),
      OperatorKeyFiles.publicKey(of: office.key(of: "drafter"), named: "clerk")
    )
    let other = try SignedOffice.key(of: "somebody").public
    #expect(
      try refused(.registered(OperatorDetails("second", roles: [.enter], keys: [ofClerk])))
        == .keyOfAnother(ofClerk, "second"))
    #expect(
      try refused(.changed(OperatorDetails("clerk", roles: [.enter], keys: [ofDrafter])))
        == .keyTaken(ofDrafter, by: "drafter"))
    #expect(
      try refused(.changed(OperatorDetails("clerk", roles: [.enter], keys: [other]))) == .keyOfAnother(other, "clerk"))
    try office.change(.changed(OperatorDetails("clerk", roles: [.enter])))
    #expect(
      try refused(.changed(OperatorDetails("clerk", roles: [.enter], keys: [ofClerk])))
        == .keyTaken(ofClerk, by: "clerk"))
    #expect(try refused(.changed(OperatorDetails("deputy", roles: [.administer]))) == .lastSigners)
    #expect(try refused(.changed(OperatorDetails("deputy", roles: [.audit]))) == .lastAdministrators)
  }

  @Test("a late history is signed once by whoever brings it")
  func lateHistory() throws {
    let office = try SignedOffice()
    let file = try office.test.file([Entry.past(Entry.contributed("2025-01"), "2025-04-10T02:00:00Z", by: "op-9")])
    #expect(
      try failure { _ = try office.test.ledger.importHistory(file, by: "clerk", isLate: true) }
        == .signatureNeeded("clerk", keys: [try id(of: "clerk", office.test.ledger)]))
    _ = try office.ledger(of: "clerk").importHistory(file, by: "clerk", isLate: true)
    #expect(try office.fault() == nil)
    #expect(try lastCommit(office.test.ledger).isHistory && lastCommit(office.test.ledger).signature != nil)
  }

  @Test("a held ledger follows no commit that is not signed as it must be")
  func live() throws {
    let office = try SignedOffice()
    let live = try LiveLedger(office.ledger(of: "drafter"))
    try live.append {
      _ = try $0.draft("b1", scheme: "jingdezhen", through: SignatureTests.february, by: "drafter")
    }
    try office.ledger(of: "approver").approve("b1", by: "approver")
    try live.follow()
    try OldProgram.append(
      [(.batchCancelled(BatchCancelled(batch: "b1")), "approver")], to: office.test.ledger.path,
      at: office.test.clock.now, isHistory: false)
    #expect(throws: LedgerContradiction.self) { try live.follow() }
  }

  @Test("signatures up to a checkpoint are not checked again, and every later one is")
  func since() throws {
    let office = try SignedOffice()
    try OldProgram.append(
      [(.batchCancelled(BatchCancelled(batch: "b1")), "approver")], to: office.test.ledger.path,
      at: office.test.clock.now, isHistory: false)
    let size = office.test.ledger.verify().size
    func outcome(_ size: UInt64) -> VerificationReport.Outcome {
      office.test.ledger.verifyWithDigests(since: size).report.outcome
    }
    #expect(outcome(size) == .whole)
    #expect(outcome(size - 1) != .whole)
  }

  @Test(
    "an administrator's lost key is replaced by two others, seven days apart, signed or not, and it is named for ever")
  func recovery() throws {
    var office = try SignedOffice()
    let new = try SignedOffice.key(of: "deputy")
    let act = AskedAct.recovery("deputy", [new.public])
    #expect(
      try refusal {
        _ = try office.test.ledger.request(
          .recovery("clerk", [try SignedOffice.key(of: "clerk").public]), AskedReason("x"), by: "chief")
      } == .notAdministrator("clerk"))
    let asked = try office.ledger(of: "chief").request(act, AskedReason("lost"), by: "chief")
    let early = try #require(Instant("2025-04-17T02:00:00Z"))
    #expect(
      try refusal { _ = try office.ledger(of: "clerk").consent(to: asked.request, by: "clerk") }
        == .recoveryTooEarly(asked.request, from: early))
    office.test.clock.now = early
    #expect(
      try refusal { _ = try office.ledger(of: "chief").consent(to: asked.request, by: "chief") }
        == .consentByRequester("chief"))
    // An operator with a key signs.
    #expect(
      try failure { _ = try office.test.ledger.consent(to: asked.request, by: "clerk") }
        == .signatureNeeded("clerk", keys: [try id(of: "clerk", office.test.ledger)]))
    _ = try office.ledger(of: "clerk").consent(to: asked.request, by: "clerk")
    #expect(try office.fault() == nil)
    let verified = office.test.ledger.verifyWithDigests()
    #expect(verified.incidents.map(\.body.type).contains(.operatorRecovered))
    let found = try office.test.ledger.auditReplay().findings.filter { $0.code == .keysRecovered }
    #expect(found.map(\.responsible) == [["chief", "clerk"]], "\(found)")
    office.keep([new.private], of: "deputy")
    try office.change(
      .changed(
        OperatorDetails(
          "clerk", roles: [.enter],
          keys: [
            try OperatorKeyFiles.publicKey(of: office.key(of: "clerk"), named: "clerk")
          ])))
    #expect(try office.fault() == nil)
    let named = try secondReader(office.test.ledger)
    #expect(named.status == 4 && named.output.contains("deputy"), "\(named.output)")
    // A recovery that comes too early counts for nothing.
    let sham = try SignedOffice.key(of: "chief")
    let request = Requested(
      request: "q-9", act: .operatorRecovered,
      content: ActContent(of: [
        .operatorRecovered(OperatorRecovered("chief", keys: [sham.public], request: "q-9", reason: "x"))
      ]),
      reason: "x")
    let recovered = EventBody.operatorRecovered(
      OperatorRecovered("chief", keys: [sham.public], request: "q-9", reason: "x"))
    for (body, by) in [(.requested(request), "deputy"), (recovered, "chief")] as [(EventBody, Identifier)] {
      try OldProgram.append([(body, by)], to: office.test.ledger.path, at: office.test.clock.now, isHistory: false)
    }
    #expect(try office.fault() == nil)
    #expect(try id(of: "chief", office.test.ledger) != sham.public.id)
  }

  @Test("commits of two operators in turn are whole wherever a block of the log ends")
  func blocks() throws {
    let office = try SignedOffice()
    var log = try LogWriter(opening: office.test.ledger.path)
    let now = office.test.clock.now
    for number in 0..<4_000 {
      let by: Identifier = number.isMultiple(of: 2) ? "clerk" : "approver"
      try log.beginAppend()
      var writer = JSONWriter()
      let visit = EventBody.visited(Visited(person: "p1", on: now.civilDate, finding: nil))
      EventLine.write(Event(sequence: log.head.size, recorded: now, by: by, body: visit), to: &writer)
      _ = try log.add(writer.bytes, 0..<writer.bytes.count)
      let line = log.commitLine(recorded: now, by: by)
      _ = try log.commit(line.signed(office.signature(of: line, by: office.key(of: by), named: by)))
    }
    #expect(log.head.offset > 1 << 20)
    _ = consume log
    #expect(try office.fault() == nil)
  }

  @Test("a key of which anybody makes signatures is no operator's, and alone nobody recovers anything")
  func weak() throws {
    let point = [UInt8]([1] + [UInt8](repeating: 0, count: 31))
    let weak = try #require(VerifierKey(name: "op-9", bytes: point, by: LibcryptoNotes()))
    #expect(try failure { _ = try OperatorKeyFiles.publicKey(typed: weak.text) } != nil)
    let test = try BankStory.ledger()
    let key = try SignedOffice.key(of: "chief").public
    _ = try test.ledger.change(
      .registered(OperatorDetails("chief", roles: [.administer], keys: [key])), nil, by: "chief")
    let other = try SignedOffice.key(of: "chief").public
    let recovered = EventBody.operatorRecovered(
      OperatorRecovered("chief", keys: [other], request: "nothing", reason: "x"))
    try OldProgram.append([(recovered, "chief")], to: test.ledger.path, at: test.clock.now, isHistory: false)
    #expect(try id(of: "chief", test.ledger) == key.id)
  }

  @Test("a signed commit whose append was torn is recorded with its size and root")
  func torn() throws {
    let office = try SignedOffice()
    let path = "\(office.test.ledger.path)/log/00000000000000000000.jsonl"
    let commit = try lastCommit(office.test.ledger)
    var line: [UInt8] = []
    commit.signed(commit.signature).write(to: &line)
    // The event is lost, and its commit is there.
    let handle = try FileHandle(forWritingTo: URL(filePath: path))
    try handle.seekToEnd()
    try handle.write(contentsOf: Data([UInt8](repeating: 0, count: 17)) + Data([10]) + Data(line))
    try handle.close()
    _ = try office.ledger(of: "drafter").draft(
      "b1", scheme: "jingdezhen", through: SignatureTests.february, by: "drafter")
    let incidents = office.test.ledger.verifyWithDigests().incidents
    let told = incidents.compactMap { if case .recovered(let body) = $0.body { body } else { nil } }
    #expect(told.count == 1 && told[0].signedSize == commit.size && told[0].signedRoot == commit.root.description)
    #expect(try office.fault() == nil)
  }

  @Test("operators whose names look alike are told apart by their keys")
  func lookAlike() throws {
    var office = try SignedOffice()
    try office.register("op-1", [.enter])
    try office.register("op-l", [.enter])
    for name in ["op-1", "op-l"] as [Identifier] {
      _ = try office.ledger(of: name).record(
        office.test.file([Entry.fact("employed", "p1", from: "2025-03-0\(name == "op-1" ? 1 : 2)")]), by: name,
        key: nil,
        skipsRefused: false)
    }
    #expect(try office.test.ledger.auditReplay().findings.filter { $0.code == .operatorsLookAlike } == [])
  }
}
