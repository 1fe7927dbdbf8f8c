import Merkle
public import Notes
import System
public import Values

/// The outcome of giving a checkpoint to a witness.
public struct WitnessOutcome: Sendable {
  /// The checkpoint.
  public let checkpoint: Checkpoint
  /// Whether it was kept before.
  public let isKnown: Bool
  /// The size of the last one that it was shown to continue; nil for the first of its log.
  public let continues: UInt64?
  /// The note with the witness's cosignature; nil without a key.
  public let cosigned: SignedNote?
}

/// A log that does not continue what a witness keeps.
public struct WitnessConflict: Error, Hashable, Sendable {
  /// The head that is kept and contradicted.
  public let kept: Checkpoint
  /// The head that was given.
  public let found: Checkpoint
  /// How the proof fails; nil if two heads of one size disagree.
  public let refusal: ProofRefusal?
  /// The file in which the contradicting checkpoint was put aside.
  public let file: String

  /// Names a conflict.
  public init(kept: Checkpoint, found: Checkpoint, refusal: ProofRefusal?, file: String) {
    self.kept = kept
    self.found = found
    self.refusal = refusal
    self.file = file
  }
}

/// A folder of plain files in which a party outside the office keeps the checkpoints of logs: a witness.
///
/// It needs no ledger. Each log has a folder of its own, `SIZE.checkpoint` for each head that was kept, with the witness's
/// cosignature if it gave one, `keys` with the public keys that its checkpoints must be signed by, and `refused/` with the
/// checkpoints that contradicted them. A head is kept only if a proof shows that it continues the last one kept, which
/// continues all before it.
///
/// > Source: C2SP tlog-witness; tlog-cosignature: a head is on the disk before its cosignature leaves.
public struct Witness: Sendable {
  /// A checkpoint that is kept.
  public struct Kept: Sendable {
    /// The checkpoint.
    public let checkpoint: Checkpoint
    /// The checkpoint with its signatures.
    let published: PublishedCheckpoint
    /// The file.
    public let file: String
  }

  /// The folder.
  public let path: String

  /// Names a folder, which is made when it is first given something to keep.
  public init(_ path: String) { self.path = path }

  /// All that is kept, by log and size.
  ///
  /// - Throws: ``LedgerFailure/note(file:_:)`` for a file that was changed, and the system's failures.
  public func kept() throws -> [Kept] {
    guard try isThere() else { return [] }
    return try Files.names(in: path).filter { $0 != Witness.lockName }.flatMap { try kept(inFolder: "\(path)/\($0)") }
  }

  /// Keeps a checkpoint if its log continues all that is kept of it, and cosigns it.
  ///
  /// - Parameters:
  ///   - file: a checkpoint, or a proof of growth with the checkpoint that it leads to.
  ///   - keys: the public keys that must have signed it, in the place of those that were kept; none for the latter.
  ///   - cosigner: the witness's key; nil to keep it alone.
  ///   - now: when it is cosigned.
  /// - Returns: the outcome.
  /// - Throws: ``WitnessConflict``; `SignatureFailure`; ``LedgerFailure/growthMissing(kept:found:)``,
  ///   ``LedgerFailure/witnessAhead(kept:found:)``, ``LedgerFailure/cosigningUnsigned``; the failures of the files.
  public func add(
    _ file: String, signedBy keys: [VerifierKey], cosigner: SigningKey?, at now: Instant
  ) throws -> WitnessOutcome {
    let given = try NoteFiles.witnessed(file)
    try OutputFile.checkFolder(path)
    if try !isThere() { try Files.makeDirectories(path) }
    let lock = try FileLock(path: "\(path)/\(Witness.lockName)", on: LocalFiles())
    let outcome = try add(given, from: file, keys, cosigner, now)
    _ = consume lock
    return outcome
  }

  private func add(
    _ given: Given, from file: String, _ keys: [VerifierKey], _ cosigner: SigningKey?, _ now: Instant
  ) throws -> WitnessOutcome {
    let checkpoint = given.published.checkpoint
    let folder = "\(path)/\(Witness.folderName(of: checkpoint.origin))"
    let known = try kept(inFolder: folder)
    let keysFile = "\(folder)/keys"
    let demanded = try keys.isEmpty && Files.exists(keysFile) ? NoteFiles.verifierKeys(keptIn: keysFile) : keys
    if cosigner != nil, demanded.isEmpty { throw LedgerFailure.cosigningUnsigned }
    let signers = try given.published.signers(among: demanded, isRequired: true, by: NoteFiles.cryptography)
    let same = known.first { $0.checkpoint.size == checkpoint.size }
    if let same, same.checkpoint.root != checkpoint.root {
      throw try conflict(same.checkpoint, given, nil, in: folder)
    }
    if same == nil { try check(given, continues: known.last, in: folder) }
    if same == nil || !keys.isEmpty { try Files.makeDirectories(folder) }
    if !keys.isEmpty {
      try Files.atomicallyWrite(keysFile, Array(keys.map { "\($0.text)\n" }.joined().utf8))
    }
    let note = try note(given, same, signedBy: signers, from: file)
    let cosigned = try cosigner.flatMap { key in try note.map { try cosign($0, by: key, from: file, at: now) } }
    let bytes = (cosigned ?? note)?.bytes ?? given.published.bytes
    // A head must be kept before its cosignature leaves: a cosigned head must never be forgotten.
    if same?.published.bytes != bytes {
      try Files.atomicallyWrite("\(folder)/\(Witness.fileName(of: checkpoint.size))", bytes)
    }
    return WitnessOutcome(
      checkpoint: checkpoint, isKnown: same != nil, continues: known.last?.checkpoint.size, cosigned: cosigned)
  }

  /// Keeps a head: nothing that was kept is dropped, and signatures that it lacks are added.
  private func note(
    _ given: Given, _ same: Kept?, signedBy signers: [VerifierKey], from file: String
  ) throws -> SignedNote? {
    guard let same else { return given.published.note }
    guard let found = given.published.note else { return same.published.note }
    guard let kept = same.published.note else { return signers.isEmpty ? nil : found }
    do throws(NoteError) { return try kept.taking(found, by: signers) } catch {
      throw LedgerFailure.note(file: file, error)
    }
  }

  /// A note with the witness's cosignature: unchanged if it has one, so that the same input gives the same note.
  private func cosign(
    _ note: SignedNote, by key: SigningKey, from file: String, at now: Instant
  ) throws -> SignedNote {
    if try note.signers(among: [key.verifier], by: NoteFiles.cryptography).count == 1 { return note }
    do throws(NoteError) {
      return try note.cosigned(by: key, at: UInt64(clamping: now.seconds), by: NoteFiles.cryptography)
    } catch {
      throw LedgerFailure.note(file: file, error)
    }
  }

  /// Whether there is a folder of a witness; anything else that has the name is left alone.
  ///
  /// - Throws: ``LedgerFailure/notWitness(_:)`` and the system's failures.
  private func isThere() throws -> Bool {
    guard let found = try Files.look(at: path, followingLink: false) else { return false }
    guard found.kind == .directory else { throw LedgerFailure.notWitness(path) }
    let names = try Files.names(in: path)
    guard names.isEmpty || names.contains(Witness.lockName) else { throw LedgerFailure.notWitness(path) }
    return true
  }

  private typealias Given = (published: PublishedCheckpoint, growth: ConsistencyFile?, bytes: [UInt8])

  private func check(_ given: Given, continues last: Kept?, in folder: String) throws {
    guard let last else { return }
    let (kept, found) = (last.checkpoint.size, given.published.checkpoint.size)
    guard found > kept else { throw LedgerFailure.witnessAhead(kept: kept, found: found) }
    guard let growth = given.growth else { throw LedgerFailure.growthMissing(kept: kept, found: found) }
    let hasher = ChosenTreeHasher(last.checkpoint.tree)
    do throws(ProofRefusal) {
      _ = try ProofFile.consistency(growth).checked(
        old: last.published, keys: [], by: NoteFiles.cryptography, hasher: hasher)
    } catch {
      // A proof from another size shows nothing, and contradicts nothing.
      guard case .proof = error else { throw error }
      throw try conflict(last.checkpoint, given, error, in: folder)
    }
  }

  /// Puts aside what contradicts a kept head.
  private func conflict(
    _ kept: Checkpoint, _ given: Given, _ refusal: ProofRefusal?, in folder: String
  ) throws -> WitnessConflict {
    let found = given.published.checkpoint
    let ending = given.growth == nil ? "checkpoint" : "proof"
    let file = "\(folder)/refused/\(found.size)-\(found.root.description.prefix(16)).\(ending)"
    try Files.makeDirectories("\(folder)/refused")
    if try !Files.exists(file) { try Files.atomicallyWrite(file, given.bytes) }
    return WitnessConflict(kept: kept, found: found, refusal: refusal, file: file)
  }

  private func kept(inFolder folder: String) throws -> [Kept] {
    guard try Files.exists(folder) else { return [] }
    return try Files.names(in: folder).filter { $0.hasSuffix(".checkpoint") }.map { name in
      let file = "\(folder)/\(name)"
      let published = try NoteFiles.checkpoint(keptIn: file)
      return Kept(checkpoint: published.checkpoint, published: published, file: file)
    }.sorted { $0.checkpoint.size < $1.checkpoint.size }
  }

  /// By this file its folders are known.
  private static var lockName: String { "witness.lock" }

  private static func fileName(of size: UInt64) -> String {
    let digits = String(size)
    return "\(String(repeating: "0", count: 20 - digits.utf8.count))\(digits).checkpoint"
  }

  /// The name of a log's folder: its origin, with the bytes that no file name may have as hexadecimal digits; for a very long
  /// origin, its hash.
  private static func folderName(of origin: String) -> String {
    var name = ""
    for byte in origin.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
        name.unicodeScalars.append(Unicode.Scalar(byte))
      case UInt8(ascii: ".") where !name.isEmpty: name += "."
      default:
        let digits = String(byte, radix: 16, uppercase: true)
        name += "%" + (digits.utf8.count == 1 ? "0" : "") + digits
      }
    }
    return name.utf8.count > 200 || name == lockName ? "%\(SHA256.hash(Array(origin.utf8)))" : name
  }
}
