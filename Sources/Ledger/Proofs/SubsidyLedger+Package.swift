import EventLog
public import Merkle
public import Notes
public import Subsidy
import System
public import Values

/// The contents of a package, from which its papers are written.
public struct PackageContents: Sendable {
  /// A payment of the month with its proof.
  public struct Payment: Sendable {
    /// The number of the event.
    public let sequence: UInt64
    /// The body of the event.
    public let payment: Paid
    /// The path of the proof in the package.
    public let proof: String
  }

  /// The month.
  public let month: Month
  /// The head of the log that everything rests on.
  public let published: PublishedCheckpoint
  /// The result of a replay.
  public let report: AuditReport
  /// The books of the month.
  public let books: MonthBooks
  /// The payments that the books count, in the order of the log.
  public let payments: [Payment]
}

/// A file of a package.
public struct PackageFile: Sendable {
  /// Its path in the package.
  public let path: String
  /// Its bytes.
  public let bytes: [UInt8]

  /// Makes a file.
  public init(_ path: String, _ bytes: [UInt8]) {
    self.path = path
    self.bytes = bytes
  }
}

/// A package that was made.
public struct PackageOutcome: Sendable {
  /// Its contents.
  public let contents: PackageContents
  /// How many files it has.
  public let files: Int
  /// The SHA-256 of its list of checksums, which covers all of it.
  public let sums: Digest
}

extension SubsidyLedger {
  /// Makes a folder to take away: the log up to HEAD, the checkpoint, the proofs of a month's payments, and papers, with a
  /// checksum for each file.
  ///
  /// The log is copied first, and all else is read from the copy: so it is of one head, whatever is appended meanwhile, and
  /// reading verifies the copy. The folder gets its name last; one that cannot be finished is removed.
  ///
  /// - Parameters:
  ///   - folder: the folder, which must not exist.
  ///   - month: the month whose payments are proven: those in its books.
  ///   - signer: speaks for the log.
  ///   - papers: writes the papers; none may have the name of another file.
  /// - Returns: the contents.
  /// - Throws: ``LedgerFailure/outputInLedger(_:ledger:)``, ``LedgerFailure/fileExists(_:)``, the log's and the system's failures.
  ///
  /// > Source: durability rule 45.
  public func makePackage(
    _ folder: String, month: Month, by signer: Signer, papers: (PackageContents) throws -> [PackageFile]
  ) throws -> PackageOutcome {
    let folder = try PackageFolder(path: folder)
    try folder.begin()
    do {
      var sums: [String: Digest] = [:]
      _ = try LogCopy.make(of: path, in: folder.part) { sums[$0] = $1 }
      let copy = SubsidyLedger(folder.part, calendar: calendar, clock: clock)
      // This verifies every hash of the copy.
      let report = try copy.auditReplay()
      let (books, payments) = try copy.booksAndPayments(of: month)
      let (published, proofs) = try copy.proofs(of: payments.map(\.sequence), by: signer)
      var files = [PackageFile("checkpoint", published.bytes)]
      files += zip(payments, proofs).map { PackageFile(PackageFolder.proof(of: $0.sequence), $1.bytes) }
      let contents = PackageContents(
        month: month, published: published, report: report, books: books,
        payments: payments.map {
          PackageContents.Payment(
            sequence: $0.sequence, payment: $0.payment, proof: PackageFolder.proof(of: $0.sequence))
        })
      files += try papers(contents)
      try folder.makeDirectory("proofs")
      for file in files {
        precondition(sums[file.path] == nil, "a package has no file twice")
        sums[file.path] = try folder.write(file)
      }
      let list = sums.sorted { $0.key < $1.key }.map { "\($0.value)  \($0.key)\n" }.joined()
      let digest = try folder.write(PackageFile("SHA256SUMS", Array(list.utf8)))
      try folder.finish()
      return PackageOutcome(contents: contents, files: sums.count + 1, sums: digest)
    } catch {
      folder.abandon()
      throw error
    }
  }
}

/// A folder that is made under another name and gets its own when it is whole.
private struct PackageFolder {
  let path: String
  let part: String

  /// The path of a payment's proof, so long that the names sort as the numbers do.
  static func proof(of sequence: UInt64) -> String {
    let digits = String(sequence)
    return "proofs/\(String(repeating: "0", count: max(0, 12 - digits.utf8.count)))\(digits).tlog-proof"
  }

  init(path: String) throws {
    var path = path
    while path.utf8.count > 1, path.hasSuffix("/") { path.removeLast() }
    self.path = path
    part = try Files.temporaryName(in: Files.directory(of: path))
  }

  func begin() throws {
    try OutputFile.checkFolder(path)
    if try Files.exists(path) { throw LedgerFailure.fileExists(path) }
    try Files.makeDirectory(part)
  }

  func makeDirectory(_ name: String) throws(SystemError) { try Files.makeDirectory("\(part)/\(name)") }

  func write(_ file: PackageFile) throws(SystemError) -> Digest {
    let output = try FileDescriptor("\(part)/\(file.path)", [.writeOnly, .create, .exclusive])
    try output.write(file.bytes)
    try output.close()
    return SHA256.hash(file.bytes)
  }

  func finish() throws {
    // Thousands of proofs are brought to the disk at once.
    try FileDescriptor(part, [.readOnly, .directory]).synchronizeAll()
    guard try !Files.exists(path) else { throw LedgerFailure.fileExists(path) }
    try Files.rename(part, to: path)
    try Files.synchronizeDirectory(Files.directory(of: path))
  }

  /// Removes the unfinished package as far as possible: the failure that led here is the one to report.
  func abandon() { try? Files.removeTree(part) }
}
