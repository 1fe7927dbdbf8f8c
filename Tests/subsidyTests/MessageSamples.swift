import Catalogue
import EventLog
import JSONText
import Ledger
import Merkle
import Notes
import Papers
import Policy
import PostgresStore
import Sheets
import Subsidy
import System
import Values
import Vault

@testable import subsidy

/// One error, the exit code it must lead to and the values that its message must show.
struct Sample: Sendable {
  /// The type and case, `Refusal.unknownPerson`.
  let name: String
  /// The message.
  let text: Text
  /// The exit code it leads to.
  let exit: ExitCode
  /// The exit code it must lead to.
  let expected: ExitCode
  /// The texts that the message must contain in every language.
  let values: [String]

  /// Makes a sample of an error.
  init(_ error: some Error, _ exit: ExitCode = .refused, _ values: String..., kind: String? = nil) {
    self.init(error, exit, parts: values, kind: kind)
  }

  /// Makes a sample of an error, with the texts that its message must contain as a list.
  init(_ error: some Error, _ exit: ExitCode = .refused, parts values: [String], kind: String? = nil) {
    let failure = CommandFailure(mapping: error)
    name = "\(type(of: error)).\(kind ?? caseName(error))"
    text = failure.text
    self.exit = failure.exit
    expected = exit
    self.values = values
  }

  /// Makes a sample of a line that cannot be taken.
  init(_ problem: LineProblem.Problem, _ values: String..., kind: String? = nil) {
    name = "Problem.\(kind ?? caseName(problem))"
    text = problem.text
    exit = CommandFailure(mapping: LedgerFailure.lines([LineProblem(file: "a", line: 1, problem: problem)])).exit
    expected = .refused
    self.values = values
  }
}

/// The name of an enum's case, without what it carries.
func caseName(_ value: Any) -> String { Mirror(reflecting: value).children.first?.label ?? "\(value)" }

/// One of each case of every error that the program can be given.
enum Samples {
  static let november = Month("2024-11")!
  static let december = CivilDate("2024-12-13")!
  static let early = Instant("2024-12-06T01:30:00Z")!
  static let late = Instant("2024-12-06T02:30:00Z")!
  static let rootOne = Digest(hex: String(repeating: "a1", count: 32))!
  static let rootTwo = Digest(hex: String(repeating: "b2", count: 32))!
  static let clause = "附件1 三.3"

  static var all: [Sample] {
    refusals + stages + finance + consent + forms + policies + vault + system + database + log + faults + lines
      + failures + proofs
  }

  static var refusals: [Sample] {
    [
      Sample(Refusal.unknownPerson("p1"), .refused, "p1"),
      Sample(Refusal.unknownScheme("linyi"), .refused, "linyi"),
      Sample(Refusal.inFuture(field: "paidOn", value: "2031-01-02"), .refused, "paidOn", "2031-01-02"),
      Sample(
        Refusal.beyondBounds(OutOfBounds(field: "prior.months", found: "1000000", bound: .months)), .refused,
        "prior.months", "1000000", "1200"),
      Sample(
        Refusal.beyondBounds(OutOfBounds(field: "reason", found: "5000", bound: .sentence)), .refused, "reason",
        "5000", "4096", kind: "beyondBounds, bytes"),
      Sample(
        Refusal.beyondBounds(OutOfBounds(field: "persons", found: "20000", bound: .drawn)), .refused, "persons",
        "20000", "10000", kind: "beyondBounds, elements"),
      Sample(
        Refusal.beyondBounds(OutOfBounds(field: "note", found: "U+202E", bound: .character)), .refused, "note",
        "U+202E",
        kind: "beyondBounds, character"),
      Sample(
        Refusal.tooFarAhead(field: "month", found: Month("2031-01")!, most: november), .refused, "month", "2031-01",
        "2024-11"),
      Sample(Refusal.beforeBirth(field: "from", found: "0206-02-28"), .refused, "from", "0206-02-28"),
      Sample(Refusal.activeApplication("a-1"), .refused, "a-1"),
      Sample(Refusal.applicationTaken("a-1"), .refused, "a-1"),
      Sample(Refusal.unknownApplication("a-1"), .refused, "a-1"),
      Sample(Refusal.applicationClosed("a-1", .rejected), .refused, "a-1"),
      Sample(Refusal.notApproved("a-1"), .refused, "a-1"),
      Sample(Refusal.wrongStage(found: "district", expected: "street"), .refused, "district", "street"),
      Sample(Refusal.sameOperator(stage: "district-1", clause: clause), .refused, "district-1", clause),
      Sample(Refusal.sameKey(stage: "district-1", clause: clause), .refused, "district-1", clause),
      Sample(Refusal.keyMissing(stage: "district-2", clause: clause), .refused, "district-2", clause, "--key"),
      Sample(Refusal.publicityRuns(until: december, clause: clause), .refused, "2024-12-13", clause),
      Sample(
        Refusal.olderProcess("a-1", acceptedFrom: december, clause: "四.1"), .refused, "a-1", "2024-12-13", "四.1"),
      Sample(
        Refusal.unknownCode(field: "category", found: "c-1", known: ["4050", "disabled"]), .refused, "category", "c-1",
        "4050"),
      Sample(Refusal.calendarMissing(year: 2031), .refused, "2031", "--calendar"),
      Sample(Refusal.correctionWithoutReason("a-1", clause: "五（三）"), .refused, "a-1", "五（三）"),
      Sample(Refusal.startBeforeApplication(november), .refused, "2024-11"),
      Sample(Refusal.nothingApproved("liuzhou"), .refused, "liuzhou"),
      Sample(Refusal.alreadyEnded("liuzhou"), .refused, "liuzhou"),
      Sample(Refusal.notSuspended("liuzhou"), .refused, "liuzhou"),
      Sample(Refusal.noExtension("liuzhou"), .refused, "liuzhou"),
      Sample(Refusal.extensionTaken(clause: "（十二）"), .refused, "（十二）"),
      Sample(Refusal.limitNotUsedUp(clause: "（十二）"), .refused, "（十二）"),
      Sample(Refusal.extensionNotOpen(after: november, clause: "五"), .refused, "2024-11", "五"),
      Sample(Refusal.extensionNotOpen(after: nil, clause: "五"), .refused, "五", kind: "extensionNotOpen, elsewhere"),
      Sample(Refusal.notRepeated(field: "womenAge"), .refused, "womenAge"),
      Sample(
        Refusal.moveWithoutDay(from: Region("360200")!, to: Region("310101")!, birth: CivilDate("1980-05-05")!),
        .refused,
        "360200", "310101", "1980-05-05", "since"),
      Sample(Refusal.moveWasCorrected(by: 17), .refused, "17"),
      Sample(Refusal.detailNotListed("4050", known: ["disabled", "other"]), .refused, "4050", "disabled"),
      Sample(Refusal.retiresLate(statutory: CivilDate("2029-05-15")!), .refused, "2029-05-15"),
      Sample(Refusal.retiresTooEarly(earliest: CivilDate("2028-06-15")!), .refused, "2028-06-15"),
      Sample(Refusal.claimWithoutPolicy(november), .refused, "2024-11"),
      Sample(
        Refusal.claimOutOfWindow(
          november, days: CivilDate("2025-01-01")!...CivilDate("2025-03-31")!, found: CivilDate("2025-04-01")!,
          clause: "二（三）"), .refused, "2024-11", "2025-03-31", "2025-04-01", "二（三）"),
      Sample(Refusal.claimBeforeEnd(november, clause: "二（三）"), .refused, "2024-11-30", "二（三）"),
      Sample(Refusal.claimBeforeContribution(november, clause: "二（三）"), .refused, "2024-11", "二（三）"),
      Sample(Refusal.extensionTooLong(most: 12, clause: "（十二）"), .refused, "12", "（十二）"),
      Sample(Refusal.nothingToExtend(clause: nil)),
      Sample(Refusal.unknownNotice("n-1"), .refused, "n-1"),
      Sample(Refusal.noticeCancelled("n-1"), .refused, "n-1"),
      Sample(Refusal.aboveOutstanding(Fen(54_005)), .refused, "540.05"),
      Sample(
        Refusal.receiptTaken("R-17", sequence: 41, demand: "N1", amount: Fen(27_000)), .refused, "R-17", "41", "N1",
        "270.00"),
      Sample(Refusal.aboveOutstanding(.zero), .refused, "0.00", kind: "aboveOutstanding, settled"),
      Sample(Refusal.aboveDemand(Fen(54_005)), .refused, "540.05"),
      Sample(Refusal.aboveDemand(.zero), .refused, "0.00", kind: "aboveDemand, settled"),
      Sample(
        Refusal.contributionsFall(november, persons: ["p1", "p2"], by: Fen(20_500)), .refused, "2024-11", "p1", "p2",
        "205.00", "--replacing"),
      Sample(Refusal.annulsNothing),
      Sample(Refusal.cannotBeAnnulled(.paid), .refused, "paid"),
      Sample(Refusal.alreadyAnnulled),
      Sample(Refusal.batchTaken("b1"), .refused, "b1"),
      Sample(Refusal.unknownBatch("b1"), .refused, "b1"),
      Sample(Refusal.batchStage("b1", found: .named, needed: .drafted), .refused, "b1"),
      Sample(
        Refusal.batchFromHistory("b1", .drafted), .refused, "b1", "batch cancel b1", kind: "batchFromHistory, drafted"),
      Sample(Refusal.batchFromHistory("b1", .exported), .refused, "b1", kind: "batchFromHistory, exported"),
      Sample(Refusal.approvedByDrafter("op-017"), .refused, "op-017"),
      Sample(Refusal.nothingPayable("liuzhou", through: november), .refused, "liuzhou", "2024-11"),
      Sample(Refusal.notOrdered(person: "p1", month: november, batch: "b1"), .refused, "p1", "2024-11", "b1"),
      Sample(
        Refusal.amountDiffers(person: "p1", month: november, ordered: Fen(27_000), found: Fen(27_001)), .refused,
        "p1", "2024-11", "270.00", "270.01"),
      Sample(Refusal.settledOtherwise(person: "p1", month: november), .refused, "p1", "2024-11"),
      Sample(Refusal.exportDiffers(batch: "b1", before: "0f1e"), .refused, "b1", "0f1e"),
      Sample(Refusal.paperDiffers("roster", number: "bj-2024-11", before: "0f1e"), .refused, "bj-2024-11", "0f1e"),
      Sample(Refusal.paperNotInDocument(scheme: "linyi", .notifications), .refused, "linyi"),
      Sample(Refusal.undertakingShortened(line: "7、真实", clause: "附件3"), .refused, "7、真实", "附件3"),
      Sample(Refusal.sampleTaken("s-1"), .refused, "s-1", "subsidy sample show"),
      Sample(Refusal.unknownSample("s-1"), .refused, "s-1"),
      Sample(Refusal.sampleTooSmall(least: 5, clause: "四（一）"), .refused, "5", "四（一）"),
      Sample(Refusal.nobodyToSample("linyi"), .refused, "linyi"),
      Sample(Refusal.unknownFinding("paid-employed/p1"), .refused, "paid-employed/p1", "audit replay"),
      Sample(Refusal.disposedByResponsible("op-7"), .refused, "op-7"),
      Sample(Refusal.nothingToDemand),
      Sample(Refusal.idTaken("e-1"), .refused, "e-1"),
      Sample(Refusal.identityTaken(by: "p2"), .refused, "p2"),
      Sample(
        Refusal.privateText(PrivateText(field: "reason", .number(.idNumber))), .refused, "reason",
        kind: "privateText, identity number"),
      Sample(
        Refusal.privateText(PrivateText(field: "work.kind", .number(.mobile))), .refused, "work.kind",
        kind: "privateText, mobile number"),
      Sample(
        Refusal.privateText(PrivateText(field: "items[1]", .number(.account))), .refused, "items[1]",
        kind: "privateText, account"),
      Sample(
        Refusal.privateText(PrivateText(field: "note", .name)), .refused, "note", kind: "privateText, name"),
      Sample(Refusal.identityDisagrees(field: "birth"), .refused, "birth"),
    ]
  }

  static var forms: [Sample] {
    [
      Sample(EventError(.missing, field: "paidOn"), .refused, "paidOn", kind: "missing"),
      Sample(EventError(.unknown, field: "work.sinse"), .refused, "work.sinse", kind: "unknown"),
      Sample(EventError(.repeated, field: "month"), .refused, "month", kind: "repeated"),
      Sample(EventError(.notForEntries, field: "seq"), .refused, "seq", kind: "notForEntries"),
      Sample(
        EventError(.notForEntries, field: "type", found: "paid"), .refused, "type", "paid", kind: "notForEntries, type"),
      Sample(
        EventError(.unknownType, field: "type", found: "contribtued"), .refused, "contribtued", "contributed",
        kind: "unknownType"),
      Sample(
        EventError(.outOfSequence(expected: 6), field: "seq", found: "7"), .refused, "6", "7", kind: "outOfSequence"),
    ]
      + EventError.Expected.allCases.map {
        Sample(
          EventError(.illFormed(expected: $0), field: "work.since", found: "xyz"), .refused, "work.since", "xyz",
          kind: "illFormed, \($0)")
      }
      + jsonKinds.map {
        Sample(EventError(.json($0, offset: 17)), .refused, "17", kind: "json, \($0)")
      } + jsonKinds.map { Sample(JSONError($0, at: 17), .refused, "17", kind: "\($0)") }
  }

  static let jsonKinds: [JSONError.Kind] = [
    .endsEarly, .unexpectedByte, .malformedString, .numberOutOfForm, .equalKeys, .tooManyMembers, .tooDeep,
    .trailingBytes,
  ]

  /// A path, the value found and the value expected, as the decoder of packs gives them.
  private static func policyError(_ kind: PolicyError.Kind) -> PolicyError {
    let (path, found, expected) =
      switch kind {
      case .notJSON: ("", "tooDeep at byte 17", "JSON")
      case .unknownKey: ("limit.mnths", "36", "months, extension")
      case .missingKey: ("limit.months", "nothing", "months")
      case .wrongType: ("amount.tiers", "object(2)", "array")
      case .malformed: ("amount.tiers[1].rate", "\"0.7\"", "n/d")
      case .outOfRange: ("parameters.rate", "\"3/2\"", "above 0/1 to 1/1")
      case .repeated: ("excluded[1].fact", "\"employed\"", "one")
      case .empty: ("amount.tiers", "array(0)", "one or more")
      case .outOfOrder: ("amount.tiers[1].atLeastFen", "50000", "below 40500")
      case .undeclared: ("amount.tiers[0].rate.parameter", "\"rat\"", "a declared parameter")
      case .unused: ("parameters[0].name", "\"rate\"", "a rule that uses it")
      case .unknownFact: ("excluded[1].fact", "\"emploid\"", "a fact code")
      case .contradiction: ("requires[0].fact", "\"employed\"", "a fact that is not excluded")
      case .noAuthority: ("limit.clause", "null", "clause or interpretation")
      case .parameterMissing: ("parameters.rate", "nothing", "1/2 to 2/3")
      case .parameterUnknown: ("parameters.rat", "\"2/3\"", "rate, limitMonths")
      case .beforePack: ("effectiveFrom", "2020-01-01", "2022-01-01 or later")
      }
    return PolicyError(kind, path: path, found: found, expected: expected)
  }

  static var policies: [Sample] {
    PolicyError.Kind.allCases.map { kind in
      let error = policyError(kind)
      let path = error.path.hasPrefix("parameters.") ? String(error.path.dropFirst(11)) : error.path
      let showsFound = error.found.hasPrefix("\"") || error.found.hasPrefix("2020") || error.found == "50000"
      return Sample(error, .refused, path, showsFound ? error.found : "", kind: "\(kind)")
    } + [
      Sample(
        PolicyError(.missingKey, path: "amount.tiers[0]", found: "nothing", expected: "flatFen or rate"), .refused,
        "amount.tiers[0]", "flatFen", kind: "missingKey, one of two"),
      Sample(
        PolicyError(.notJSON, path: "", found: "endsEarly at byte 17", expected: "JSON"), .refused, "17",
        kind: "notJSON, early"),
    ]
  }

  static var vault: [Sample] {
    [
      Sample(VaultError.sealed(.file), .refused, "SUBSIDY_VAULT_KEY"),
      Sample(VaultError.sealed(.passphrase), .refused, "SUBSIDY_VAULT_PASSPHRASE_FILE"),
      Sample(VaultError.sealed(.program), .refused, "SUBSIDY_VAULT_PROGRAM"),
      Sample(VaultError.wrongKey, .refused, "vault.sqlite"), Sample(VaultError.keyLength(33), .refused, "33", "32"),
      Sample(
        VaultError.keySource(VaultKeyFailure(LedgerFailure.keyFile("vault.key", .readByOthers))), .refused, "vault.key",
        "0600"),
      Sample(VaultError.alreadySealed, .refused, "vault rekey"), Sample(VaultError.notSealed, .refused, "vault seal"),
      Sample(VaultError.notAnObject, .refused, "private"),
      Sample(VaultError.unknownField("phome"), .refused, "private.phome"),
      Sample(VaultError.misplacedField(.phone), .refused, "private.phone", "account-changed"),
      Sample(VaultError.repeatedField(.name), .refused, "private.name"),
      Sample(VaultError.notText(.phone), .refused, "private.phone"),
      Sample(VaultError.empty(.bank), .refused, "private.bank"),
      Sample(VaultError.tooLong(.address), .refused, "private.address", "4096"),
      Sample(VaultError.controlCharacter(.name), .refused, "private.name"),
      Sample(VaultError.invalidIDNumber, .refused, "private.idNumber"),
      Sample(VaultError.invalidAccount, .refused, "private.account"),
      Sample(VaultError.exists, .refused, "vault.sqlite"),
      Sample(VaultError.missing, .noFile, "vault.sqlite"),
      Sample(VaultError.notAVault, .io, "vault.sqlite"),
      Sample(VaultError.notPrivate(systemCode: 1), .io, "vault.sqlite", "Operation not permitted"),
      Sample(VaultError.damaged(digest: "0f1e"), .refused, "vault.sqlite", "0f1e"),
      Sample(VaultError.inconsistent, .refused, "vault.sqlite"),
      Sample(VaultError.unfinished, .io, "vault.sqlite"),
      Sample(VaultError.cryptography, .io),
      Sample(VaultError.database(SQLiteError(extendedCode: 5, message: "locked")), .busy, "vault.sqlite"),
    ]
  }

  static let calls: [SystemCall] = [
    .open, .pread, .read, .memory, .write, .pwrite, .stat, .statfs, .ftruncate, .fallocate, .fsync, .fdatasync, .fchmod,
    .close, .flock,
    .readdir,
    .mkdir, .rename, .renameToFree, .realpath, .unlink, .rmdir, .getrandom,
  ]

  static var system: [Sample] {
    [
      Sample(SystemError.lockHeld(path: "ledger/LOCK"), .busy, "ledger/LOCK"),
      Sample(SystemError.notRegular(path: "ledger/HEAD"), .refused, "ledger/HEAD"),
      Sample(SystemError.notFolder(path: "ledger/log"), .refused, "ledger/log"),
      Sample(SystemError.tooLarge(path: "a.csv", limit: 4096), .refused, "a.csv", "4,096"),
      Sample(SystemError.stopped(signal: 2), .interrupted, "SIGINT"),
    ]
      + calls.map {
        Sample(
          SystemError.failed($0, path: "a.csv", Errno(code: 5)), .io, "a.csv", "Input/output error",
          kind: "failed, \($0)")
      }
      + [(2, ExitCode.noFile), (13, .io), (28, .io), (30, .io), (21, .io), (40, .io), (74, .io)].map { code, exit in
        Sample(
          SystemError.failed(.open, path: "a.csv", Errno(code: code)), exit, "a.csv", Errno(code: code).description,
          kind: "failed, errno \(code)")
      }
  }

  static var database: [Sample] {
    [
      (1, ExitCode.io), (5, .busy), (8, .io), (9, .refused), (10, .io), (11, .refused), (13, .io), (14, .io),
      (18, .refused), (19, .bug), (1_550, .refused),
      (26, .refused),
    ]
    .map { code, exit in
      Sample(SQLiteError(extendedCode: code, message: "why"), exit, "read-model.sqlite", kind: "\(code)")
    } + [
      Sample(
        SQLiteError(extendedCode: 14, systemCode: 2, message: "unable to open database file"), .noFile,
        "No such file or directory", kind: "14, errno 2")
    ]
  }

  static var log: [Sample] {
    [
      Sample(LogError.system(.failed(.fsync, path: "ledger/HEAD", .inputOutput)), .io, "ledger/HEAD"),
      Sample(LogError.system(.failed(.open, path: "a", .noSuchFile)), .noFile, "`a`", kind: "system, ENOENT"),
      Sample(LogError.exists(ledger: "ledger"), .refused, "`ledger`", "--ledger"),
      Sample(LogError.notLedger("ledger"), .noFile, "`ledger`", "subsidy init", "--ledger"),
      Sample(LogError.inUse(ledger: "ledger"), .busy, "`ledger`"),
      Sample(LogError.headMissing(ledger: "ledger"), .refused, "`ledger`", "HEAD"),
      Sample(
        LogError.headPresent(Head(size: 42, root: rootOne, segment: 0, offset: 900, commits: rootOne)), .refused, "42",
        rootOne.description),
      Sample(
        LogError.headNotConfirmed(
          size: 41, found: Head(size: 42, root: rootOne, segment: 0, offset: 900, commits: rootOne)), .refused, "41",
        "42", "--confirm"),
      Sample(
        LogError.corrupt(
          LogFault(segment: 7, line: 3, offset: 512, kind: .commitSize(expected: 41, actual: 42))), .found,
        "log/00000000000000000007.jsonl", "3", "512", "41", "42", "subsidy audit verify"),
      Sample(LogError.newer(.head), .refused, "HEAD", kind: "newer, head"),
      Sample(LogError.newer(.commit(segment: 7, line: 41)), .refused, "7", "41", kind: "newer, commit"),
      Sample(LogError.newer(.event(sequence: 41)), .refused, "41", kind: "newer, event"),
      Sample(LogError.emptyLine, .bug),
      Sample(LogError.lineTooLong(count: 70_000), .refused, "70000"),
      Sample(LogError.controlByte(9, at: 4), .bug, "9", "4"),
      Sample(LogError.notUTF8(0xB2, at: 4), .bug, "0xb2", "4"),
      Sample(LogError.commitAsEvent, .bug),
      Sample(LogError.clockBackwards(previous: late, now: early), .refused, late.description, early.description),
      Sample(
        LogError.foreignWriter(
          segment: 7, expectedSize: 900, actual: FileStatus(size: 950, inode: 1, device: 1)), .io,
        "00000000000000000007.jsonl", "900", "950"),
      Sample(
        LogError.foreignWriter(segment: 7, expectedSize: 900, actual: nil), .io, "900", kind: "foreignWriter, gone"),
      Sample(LogError.lockReplaced(ledger: "ledger"), .io, "`ledger`", "LOCK"),
      Sample(LogError.rootsDisagree(rootOne, rootTwo), .bug, rootOne.description, rootTwo.description),
      Sample(LogError.networkFileSystem(type: 0x6969), .io, "0x6969"),
      Sample(
        LogError.outcomeUnknown(.failed(.fdatasync, path: "HEAD", .inputOutput)), .io, "HEAD", "subsidy audit verify"),
      Sample(LogError.outcomeUnknown(nil), .io, "subsidy audit verify", kind: "outcomeUnknown, later"),
      Sample(
        LogError.positionAhead(
          LogPosition(sequence: 50, segment: 0, offset: 9), end: LogPosition(sequence: 42, segment: 0, offset: 8)),
        .refused, "50", "42"),
      Sample(LogError.moved(decidedAt: 41, found: 43), .busy, "41", "43"),
      Sample(LogError.storesDiffer(size: 41), .found, "41", "subsidy audit verify"),
      Sample(PostgresError.notBuilt, .refused, "--traits Postgres", kind: "notBuilt"),
      Sample(PostgresError(state: "42P01", message: "why"), .refused, "42P01", "subsidy store create", kind: "missing"),
      Sample(PostgresError(state: "42P06", message: "why\n"), .refused, "42P06", "subsidy push", kind: "there"),
      Sample(PostgresError(state: "42501", message: "why"), .refused, "42501", "subsidy_writer", kind: "permission"),
      Sample(PostgresError(state: "08006", message: "why"), .io, "08006", "why", kind: "connection"),
      Sample(PostgresError(state: "23505", message: "why"), .io, "23505", "why", kind: "other"),
    ]
  }

  static var faults: [Sample] {
    let kinds: [(LogFault.Kind, [String])] = [
      (.emptyLine, []), (.controlByte(9), ["0x9"]), (.notUTF8(0xB2), ["0xb2"]),
      (.lineTooLong, ["65,535"]), (.unterminatedLine, []),
      (.malformedCommit, []), (.commitWithoutEvents, []), (.commitSize(expected: 41, actual: 42), ["41", "42"]),
      (.commitRoot(expected: rootOne, actual: rootTwo), [rootOne.description, rootTwo.description]),
      (.recordedBackwards(previous: late, found: early), [late.description, early.description]),
      (.eventsWithoutCommit, []), (.segmentMissing, []), (.segmentName(expected: 42, actual: 41), ["41", "42"]),
      (.emptySegment, []), (.foreignName("x.txt"), ["x.txt"]), (.tooShort(expected: 41, actual: 42), ["41", "42"]),
      (.headSize(expected: 41, actual: 42), ["41", "42"]),
      (.headRoot(expected: rootOne, actual: rootTwo), [rootOne.description, rootTwo.description]),
      (.headCommits(expected: rootOne, actual: rootTwo), [rootOne.description, rootTwo.description]),
      (.tailBeforeSegment(next: 77), ["77"]), (.notAnEvent, []), (.noEvents, ["subsidy init"]),
      (.opensNoLedger, ["ledger-opened"]), (.marksNoHistory, ["history-imported"]),
      (.signature(.missing(by: "op-1", algorithm: "SM2")), ["op-1", "SM2"]),
      (.signature(.keyNotInForce(by: "op-1", key: "1e5b9a23")), ["op-1", "1e5b9a23"]),
      (.signature(.keyNotInForce(by: "op-1", key: nil)), ["op-1"]),
      (.signature(.wrong(by: "op-1", key: "1e5b9a23")), ["op-1", "1e5b9a23"]),
      (.signature(.operatorWithoutKey("op-1")), ["op-1"]),
      (.signature(.otherAuthor("op-2", by: "op-1")), ["op-1", "op-2"]),
      (.historyNotMarked, ["history-imported"]),
      (.eventSequence(expected: 41, actual: 42), ["41", "42"]),
      (.eventBackwards(previous: late, found: early), [late.description, early.description]),
      (.clockNotCorrected, []),
      (.unreadable(LineReason(EventError(.repeated, field: "month"))), ["`month`"]),
      (.closedSize(expected: 41, actual: 42), ["41", "42"]),
      (.closedRoot(expected: rootOne, actual: rootTwo), [rootOne.description, rootTwo.description]),
    ]
    return kinds.enumerated().map { line, pair in
      let fault = LogFault(segment: 7, line: UInt64(line), offset: 512, kind: pair.0)
      return Sample(
        fault, .found, "log/00000000000000000007.jsonl", "512", pair.1.first ?? "", pair.1.last ?? "",
        kind: caseName(pair.0))
    }
  }

  static var lines: [Sample] {
    [
      Sample(.form(EventError(.missing, field: "paidOn")), "paidOn"),
      Sample(.refused(.unknownPerson("p1")), "p1"),
      Sample(.vault(.invalidIDNumber), "private.idNumber"),
      Sample(
        .policy(PolicyError(.beforePack, path: "effectiveFrom", found: "2020-01-01", expected: "2022-01-01 or later")),
        "2020-01-01", "2022-01-01"),
      Sample(.empty),
      Sample(.tooLong, "65,535"),
      Sample(.commitAsEvent, "commit"),
      Sample(.repeatedEvent(41, line: 7), "41", "7"),
      Sample(.recordedBefore(late, found: early), late.description, early.description),
      Sample(.recordedAfterImport(now: early, found: late), late.description, early.description),
      Sample(.notInLateHistory(.batchApproved), "batch-approved", "contributed"),
      Sample(.repeated(person: "p1", month: november), "p1", "2024-11"),
      Sample(.repeatedRow),
      Sample(.repeatedDay(december), "2024-12-13"),
      Sample(.unknownIdentity),
      Sample(.columnCount(found: 3, expected: 4), "3", "4"), Sample(.endsWithinField, "--count"),
      Sample(.otherThanAsked(column: "batch", found: "b1", expected: "b2"), "batch", "b1", "b2"),
      Sample(.notAsExported(column: "account", person: "p1", month: november), "account", "p1", "2024-11"),
      Sample(.repeatedColumn("amount"), "amount"),
      Sample(.sameMeaning(column: "amount", headings: ["缴费金额", "实缴金额"]), "缴费金额", "实缴金额", "amount", "--profile"),
      Sample(
        .row(.total(column: "缴费金额", found: Fen(100), expected: Fen(250))), "缴费金额", "1.00", "2.50",
        kind: "row, total"),
      Sample(.row(.hidden), kind: "row, hidden"),
      Sample(.notCSV, "CSV"),
      Sample(.repeatedElement("TxSts"), "TxSts"),
      Sample(.statusesDiffer("ACSC", "RJCT"), "ACSC", "RJCT"),
      Sample(.unknownStatus("ABCD"), "ABCD"),
    ]
      + XMLError.Kind.allCases.map { Sample(.xml($0), "XML", kind: "xml, \($0)") }
      + CellFault.allCases.map {
        Sample(.row(.cell(column: "缴费金额", found: "1.5E+17", $0)), "缴费金额", kind: "row, \($0)")
      }
      + LineProblem.ColumnForm.allCases.map {
        let shows = $0 != .idNumber && $0 != .personKey
        return Sample(
          .column(name: "amount", found: "12.345", expected: $0), "amount", shows ? "12.345" : "",
          kind: "column, \($0)")
      }
  }

  private static let sheetFaults: [SheetFault] = [
    .encrypted, .oldWorkbook, .openDocument, .webPage, .notWorkbook, .damaged(part: "xl/workbook.xml"),
    .tooLarge(part: "xl/worksheets/sheet1.xml"), .documentType(part: "xl/workbook.xml"), .severalSheets(["a", "b"]),
    .noSheet("list"), .mergedHeadings(row: 3),
  ]

  static var failures: [Sample] {
    [
      Sample(LedgerFailure.lines([problem(1)]), .refused, "1", kind: "lines, one"),
      Sample(LedgerFailure.lines([problem(1), problem(2), problem(9)]), .refused, "3"),
      Sample(LedgerFailure.clockBehind(last: late, now: early), .refused, late.description, early.description),
      Sample(
        LedgerFailure.clockAhead(last: early, now: late), .refused, late.description, early.description,
        "--clock-is-right"),
      Sample(LedgerFailure.clockOutOfRange(seconds: -1 << 40), .refused, "1900"),
      Sample(LedgerFailure.openedInFuture(now: early, found: late), .refused, late.description, early.description),
      Sample(LedgerFailure.pathTooLong("a/b", bytes: 500, most: 460), .refused, "a/b", "500", "460"),
      Sample(LedgerFailure.historyAfterLive(first: 41), .refused, "41", "--late", "`prior`"),
      Sample(
        LedgerFailure.recordedBackwards(sequence: 41, previous: late, found: early), .refused, "41", late.description,
        early.description),
      Sample(
        LedgerFailure.unreadableEvent(
          sequence: 41, EventError(.illFormed(expected: .month), field: "month", found: "2024-13")), .refused,
        "41", "month", "2024-13"),
      Sample(
        LedgerFailure.unreadablePolicy(
          sequence: 41, PolicyError(.unknownKey, path: "x", found: "1", expected: "id, scheme")), .refused, "41", "`x`"),
      Sample(LedgerFailure.unreadableText(file: "a.csv"), .refused, "a.csv"),
      Sample(LedgerFailure.missingColumn(file: "a.csv", column: "paidOn"), .refused, "a.csv", "paidOn"),
      Sample(LedgerFailure.emptyFile(file: "a.csv"), .refused, "a.csv"),
    ]
      + sheetFaults.map {
        Sample(LedgerFailure.sheet(file: "a.xlsx", $0), .refused, "a.xlsx", kind: "sheet, \(caseName($0))")
      } + [
        Sample(LedgerFailure.notSheetProfile(file: "a.json", field: "columns"), .refused, "a.json", "columns"),
        Sample(LedgerFailure.rowCount(file: "a.csv", found: 3, expected: 4), .refused, "a.csv", "3", "4", "--count"),
        Sample(LedgerFailure.streamBeside(file: "-", option: "--skip-refused"), .refused, "`-`", "--skip-refused"),
        Sample(LedgerFailure.notStatusReport(file: "a.xml"), .refused, "a.xml", "pain.002"),
        Sample(
          LedgerFailure.notExported(file: "a.csv", sha256: "0123ab", batch: "b1"), .refused, "a.csv", "0123ab", "b1",
          "--sent"),
        Sample(LedgerFailure.exportUnreadable(file: "a.txt", format: "ours"), .refused, "a.txt", "ours", "--sent"),
        Sample(LedgerFailure.notOffice(file: "office.json", member: "phone"), .refused, "office.json", "phone"),
        Sample(LedgerFailure.notProfile(file: "a.json", field: "encoding"), .refused, "a.json", "encoding"),
        Sample(LedgerFailure.unknownPack("liuzou"), .refused, "liuzou"),
        Sample(LedgerFailure.unknownApplication("a-1"), .refused, "a-1"),
        Sample(
          LedgerFailure.ambiguousApplication("a-1", persons: ["p1", "p2"]), .refused, "a-1", "2", "--person"),
        Sample(LedgerFailure.unknownPerson("p1"), .refused, "p1"),
        Sample(LedgerFailure.unknownEvent(sequence: 50, size: 42), .refused, "50", "42"),
        Sample(LedgerFailure.sizeAhead(50, size: 42), .refused, "50", "42"),
        Sample(LedgerFailure.followsStore("copy"), .refused, "`copy`"),
        Sample(LedgerFailure.notOverStore),
        Sample(LedgerFailure.backupGrown(checkpoint: 41, found: 43), .refused, "41", "43"),
        Sample(LedgerFailure.fileExists("ledger.key"), .refused, "`ledger.key`"),
        Sample(LedgerFailure.outputExists("a.csv"), .refused, "`a.csv`", "--replace"),
        Sample(LedgerFailure.outputInLedger("l/HEAD", ledger: "/l"), .refused, "`l/HEAD`", "`/l`"),
        Sample(LedgerFailure.outputIsLink("a.csv"), .refused, "`a.csv`"),
        Sample(LedgerFailure.outputIsFolder("papers"), .refused, "`papers`"),
        Sample(LedgerFailure.outputHasOtherNames("a.csv"), .refused, "`a.csv`"),
        Sample(LedgerFailure.otherOrigin(kept: "a", found: "b"), .refused, "`a`", "`b`", "--origin"),
        Sample(LedgerFailure.originOfOtherTree("a/sm3"), .refused, "`a/sm3`", "--hash sm3"),
        Sample(LedgerFailure.signatureNeeded("op-1", keys: ["1e5b9a23"]), .refused, "op-1", "1e5b9a23", "--sign-with"),
        Sample(LedgerFailure.notSignedByKey(program: "sign", key: "1e5b9a23"), .refused, "sign", "1e5b9a23"),
        Sample(LedgerFailure.signsWithoutPIN(program: "sign"), .refused, "sign", "SUBSIDY_PIN"),
        Sample(LedgerFailure.keyFile("op-1.pem", .wrongPassphrase), .refused, "op-1.pem"),
        Sample(LedgerFailure.keyFile("op-1.pem", .readByOthers), .refused, "op-1.pem", "0600"),
        Sample(LedgerFailure.keyFile("op-1.pem", .notSealed), .refused, "op-1.pem", "key create"),
        Sample(LedgerFailure.keyFile("op-1.pem", .notKey), .refused, "op-1.pem", "PKCS #8"),
        Sample(LedgerFailure.passphraseMissing("op-1.pem"), .refused, "op-1.pem", "--passphrase-file"),
        Sample(LedgerFailure.badPassphrase, .refused, "1024"),
        Sample(LedgerFailure.notPublicKey("token.der"), .refused, "token.der"),
        Sample(HelperProgram.Failure.notStarted("sign", .noSuchFile), .refused, "sign"),
        Sample(HelperProgram.Failure.ended("sign", status: 1), .refused, "sign", "1"),
        Sample(HelperProgram.Failure.tooLong("sign", seconds: 60), .refused, "sign", "60"),
        Sample(LedgerFailure.repeatedKey("ledger.key"), .refused, "`ledger.key`"),
        Sample(LedgerFailure.note(file: "a.note", NoteError(.root, line: 3)), .refused, "`a.note`", "3"),
        Sample(LedgerFailure.viewerUnnamed, .refused, "--by", "SUBSIDY_BY"),
        Sample(LedgerFailure.viewerUnknown("op-9"), .refused, "op-9", "subsidy operators"),
        Sample(LedgerFailure.partitionWithoutOpening),
        Sample(LedgerFailure.reasonNamesPerson, .refused, "--purpose"),
        Sample(LedgerFailure.printedHead(.digits(found: 12)), .refused, "12", "20", "64"),
        Sample(LedgerFailure.printedHead(.notHexadecimal), .refused, "2749", kind: "printedHead, no digits"),
        Sample(LedgerFailure.growthMissing(kept: 41, found: 43), .refused, "41", "43", "audit consistency 41"),
        Sample(LedgerFailure.witnessAhead(kept: 43, found: 41), .refused, "41", "43"),
        Sample(LedgerFailure.cosigningUnsigned, .refused, "--vkey"),
        Sample(LedgerFailure.notWitness("kept"), .refused, "`kept`", "audit witness"),
      ]
  }

  static var proofs: [Sample] {
    let kept = Checkpoint(origin: "a", size: 42, root: rootOne)!
    let signer = (name: "ledger.example/a", id: "261b399e")
    return [
      Sample(ProofRefusal.proof(.length(expected: 5, actual: 4)), .found, "5", "4"),
      Sample(ProofRefusal.signature(.missing(name: signer.name, id: signer.id)), .found, signer.name, signer.id),
      Sample(ProofRefusal.otherOrigin(expected: "a", actual: "b"), .found, "`a`", "`b`"),
      Sample(ProofRefusal.otherOldSize(expected: 42, actual: 41), .found, "42", "41"),
      Sample(ProofRefusal.oldCheckpointMissing, .usage, "--old"),
      Sample(ProofRefusal.oldCheckpointUnused, .usage, "--old"),
      Sample(ProofRefusal.eventMissing, .refused, "`extra`"),
      Sample(ProofError.indexOutsideTree(index: 50, size: 42), .found, "50", "42"),
      Sample(ProofError.sizesReversed(old: 50, new: 42), .found, "50", "42"),
      Sample(ProofError.length(expected: 5, actual: 4), .found, "5", "4"),
      Sample(ProofError.root(expected: rootOne, actual: rootTwo), .found, rootOne.description, rootTwo.description),
      Sample(ProofError.oldRoot(expected: rootOne, actual: rootTwo), .found, rootOne.description, rootTwo.description),
      Sample(SignatureFailure.invalid(name: signer.name, id: signer.id), .found, signer.name, signer.id),
      Sample(SignatureFailure.missing(name: signer.name, id: signer.id), .found, signer.name, signer.id),
      Sample(
        KeptComparison(kept: .checkpoint(kept), root: rootTwo, size: 50, head: rootTwo), .found, "42", "50",
        rootOne.description,
        rootTwo.description, kind: "fork"),
      Sample(
        KeptComparison(kept: .checkpoint(kept), root: nil, size: 41, head: rootTwo), .found, "42", "41",
        rootOne.description,
        rootTwo.description, kind: "shorter"),
      Sample(
        KeptComparison(kept: .printed(PrintedHead(size: 42, root: rootOne)), root: rootTwo, size: 50, head: rootTwo),
        .found, "42", "50", ShortRoot(of: rootOne).grouped, rootTwo.description, kind: "fork, on paper"),
      Sample(
        WitnessConflict(
          kept: kept, found: Checkpoint(origin: "a", size: 42, root: rootTwo)!, refusal: nil, file: "kept/a/refused/x"),
        .found, "42", rootOne.description, rootTwo.description, "kept/a/refused/x"),
      Sample(
        WitnessConflict(
          kept: kept, found: Checkpoint(origin: "a", size: 50, root: rootTwo)!,
          refusal: .proof(.length(expected: 5, actual: 4)), file: "x.proof"),
        .found, "42", "50", "x.proof", kind: "WitnessConflict, proof"),
      Sample(VaultComparison(digests: 23, missing: 2, damaged: 1, firstFault: 41), .found, "23", "2", "1", "41"),
      Sample(AccessLogFault(line: 7, .form), .found, AccessLog.name, "7", kind: "look, form"),
      Sample(AccessLogFault(line: 7, .number(9)), .found, AccessLog.name, "7", "9", kind: "look, number"),
      Sample(
        AccessLogFault(line: 7, .previous(found: rootOne, expected: rootTwo)), .found, AccessLog.name, "7",
        rootOne.description, rootTwo.description, kind: "look, previous"),
      Sample(
        AccessLogFault(line: 7, .head(found: rootOne, expected: rootTwo)), .found, AccessLog.name, "7",
        rootOne.description, rootTwo.description, kind: "look, head"),
      Sample(AccessLogFault(line: 7, .short(5)), .found, AccessLog.name, "7", "5", kind: "look, short"),
    ]
      + NoteError.Kind.allCases.map { Sample(NoteError($0, line: 3), .refused, "3", kind: "\($0)") }
      + [Sample(NoteError(.key), .refused, "PRIVATE+KEY+", kind: "key, without a line")]
  }

  static func problem(_ line: Int) -> LineProblem {
    LineProblem(file: "a.jsonl", line: line, problem: .refused(.unknownPerson("p1")))
  }
}

extension Samples {
  /// The refusal that lists items.
  static func refusal(items count: Int) -> Refusal { .noLongerPayable(held(count), batch: "b1") }
}
