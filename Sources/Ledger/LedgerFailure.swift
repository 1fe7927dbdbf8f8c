public import Merkle
public import Notes
public import Policy
public import Sheets
public import Subsidy
public import System
public import Values
public import Vault

/// A reason to stop a use case other than a ``Refusal`` and the failures of the effects below.
public enum LedgerFailure: Error, Hashable, Sendable {
  /// Lines of an input file that cannot be taken; nothing was appended.
  case lines([LineProblem])
  /// The clock is behind the last event.
  case clockBehind(last: Instant, now: Instant)
  /// The clock is more than 31 days ahead of the last event and of the last import, and no operator has said that it is right.
  case clockAhead(last: Instant, now: Instant)
  /// The clock is before 1900 or after 9999, years that no instant of the log can have.
  case clockOutOfRange(seconds: Int64)
  /// An event of the log that this program cannot read.
  case unreadableEvent(sequence: UInt64, EventError)
  /// An event of the log that was recorded before the one in front of it.
  case recordedBackwards(sequence: UInt64, previous: Instant, found: Instant)
  /// A ledger was to be opened at a time that has not come.
  case openedInFuture(now: Instant, found: Instant)
  /// The path of a new ledger, or a name in it, is longer than SQLite and the file system take.
  case pathTooLong(String, bytes: Int, most: Int)
  /// A history that is not given as a late one, though the ledger has gone live with this event.
  case historyAfterLive(first: UInt64)
  /// A pack in the log that this program cannot read.
  case unreadablePolicy(sequence: UInt64, PolicyError)
  /// The input file is not UTF-8 and not GB18030.
  case unreadableText(file: String)
  /// A column that the header of a CSV file must name.
  case missingColumn(file: String, column: String)
  /// A result file without lines.
  case emptyFile(file: String)
  /// The number of rows differs from the one that a person has counted.
  case rowCount(file: String, found: Int, expected: UInt64)
  /// A stream, beside which the lines that are left out cannot be written.
  case streamBeside(file: String, option: String)
  /// XML, but no pain.002.
  case notStatusReport(file: String)
  /// A file that was given as the one exported for a batch, and is another one.
  case notExported(file: String, sha256: String, batch: Identifier)
  /// The file that was exported, in a form from which no payee can be read again.
  case exportUnreadable(file: String, format: String)
  /// A workbook or a text that is no table which is read.
  case sheet(file: String, SheetFault)
  /// No profile of an office's tables.
  case notSheetProfile(file: String, field: String)
  /// No profile of an export.
  case notProfile(file: String, field: String)
  /// An ill-formed file of an office's details: the member that is wrong, or nil if it is no JSON object.
  case notOffice(file: String, member: String?)
  /// No shipped pack and no file has this name.
  case unknownPack(String)
  /// The person has no event.
  case unknownPerson(Identifier)
  /// No person has an application with this id.
  case unknownApplication(Identifier)
  /// Several persons have an application with this id.
  case ambiguousApplication(Identifier, persons: [Identifier])
  /// The log has no event of this number.
  case unknownEvent(sequence: UInt64, size: UInt64)
  /// The log has not got to this size.
  case sizeAhead(UInt64, size: UInt64)
  /// A file that is never overwritten exists.
  case fileExists(String)
  /// A file that is overwritten only on demand exists, with other bytes.
  case outputExists(String)
  /// A place for output in the folder of a ledger.
  case outputInLedger(String, ledger: String)
  /// A place for output that is a link to a file or to nothing, a socket or a block device.
  case outputIsLink(String)
  /// A place for a file that is a folder.
  case outputIsFolder(String)
  /// A file that would be replaced has other names, maybe in the folder of a ledger.
  case outputHasOtherNames(String)
  /// A file that may only be replaced by a checkpoint of the same log holds another log's.
  case otherOrigin(kept: String, found: String)
  /// An origin that names another tree than the one that was asked for.
  case originOfOtherTree(String)
  /// A backup that has more events than the checkpoint that was made with it.
  case backupGrown(checkpoint: UInt64, found: UInt64)
  /// The operator signs, with a key of each algorithm that they have, and no means to do so were given.
  case signatureNeeded(Identifier, keys: [String])
  /// The output of a program is no signature of the key with this ID.
  case notSignedByKey(program: String, key: String)
  /// A program for a token signs even without a PIN.
  case signsWithoutPIN(program: String)
  /// A file that is no private key of an operator.
  case keyFile(String, KeyFileError)
  /// A key is under a passphrase, and there is no way to ask for it.
  case passphraseMissing(String)
  /// An empty passphrase, one that is too long, or two that differ.
  case badPassphrase
  /// A file that is no public key of Ed25519 or SM2.
  case notPublicKey(String)
  /// One key was given twice.
  case repeatedKey(String)
  /// A key, a checkpoint or a proof that has not the form it must have.
  case note(file: String, NoteError)
  /// A witness keeps an older head of the log and was given no proof of growth from it.
  case growthMissing(kept: UInt64, found: UInt64)
  /// A witness keeps a later head of the log than the one that it was given.
  case witnessAhead(kept: UInt64, found: UInt64)
  /// A folder named as a witness's is none, and holds something else.
  case notWitness(String)
  /// A witness was to cosign a head without knowing the log's own key.
  case cosigningUnsigned
  /// Private data were to be shown to a viewer who was not named, in a ledger with operators.
  case viewerUnnamed
  /// Private data were to be shown to a viewer who is not, or no longer, an operator of the ledger.
  case viewerUnknown(Identifier)
  /// The text given as the reason of a look holds a person's name or number.
  case reasonNamesPerson
  /// Lines of a part of a log without the event that opens the ledger, which every part has.
  case partitionWithoutOpening
  /// A folder that follows a log elsewhere was to be written to as if it had its own.
  case followsStore(String)
  /// An action on the folder of a ledger was asked of a ledger in a database.
  case notOverStore
  /// The text at the foot of a paper was not copied exactly.
  case printedHead(PrintedHead.Fault)
}

/// A line of an input file that cannot be taken.
public struct LineProblem: Hashable, Sendable {
  /// The problem.
  public enum Problem: Hashable, Sendable {
    /// Its form.
    case form(EventError)
    /// A rule is against it.
    case refused(Refusal)
    /// Its private data.
    case vault(VaultError)
    /// The pack or parameters that it adopts.
    case policy(PolicyError)
    /// An empty line.
    case empty
    /// More than 65,535 bytes.
    case tooLong
    /// A commit line among those of events.
    case commitAsEvent
    /// The event of an earlier line of the same input, by its number in the log and that line's in the input.
    case repeatedEvent(UInt64, line: Int)
    /// Recorded before the line, or the event of the log, that comes before it.
    case recordedBefore(Instant, found: Instant)
    /// Recorded after the import itself.
    case recordedAfterImport(now: Instant, found: Instant)
    /// An event of a type that no late history brings.
    case notInLateHistory(EventType)
    /// A column of a CSV file, with what was found there as ``Swift/String/shownInErrors`` has it.
    case column(name: String, found: String, expected: ColumnForm)
    /// A column that names something other than was asked for: `batch`, `scheme`, `month`, `person`.
    case otherThanAsked(column: String, found: String, expected: String)
    /// A line that was paid, and a column of it that is not as it was exported: `account`, `name`, `currency`.
    case notAsExported(column: String, person: Identifier, month: Month)
    /// A known column that occurs twice in the header.
    case repeatedColumn(String)
    /// Two headings of a table that mean the same column.
    case sameMeaning(column: String, headings: [String])
    /// A row or a cell of a table has a fault that does not depend on its column.
    case row(RowFault)
    /// The same person and month twice in one file.
    case repeated(person: Identifier, month: Month)
    /// The same person, or the same of a person, twice in one table.
    case repeatedRow
    /// The same day twice in a calendar.
    case repeatedDay(CivilDate)
    /// An identity number that no registered person has.
    case unknownIdentity
    /// Text that is no XML that is read.
    case xml(XMLError.Kind)
    /// An element of a pain.002 that may occur once occurs twice.
    case repeatedElement(String)
    /// One level of a pain.002 says that the money arrived, another one that it was refused.
    case statusesDiffer(String, String)
    /// A status of a payment that is not in the standard.
    case unknownStatus(String)
    /// A quote that is not closed, or one inside a field without quotes.
    case notCSV
    /// The file ends within the last field of this line, and nothing says that it is whole.
    case endsWithinField
    /// Another number of columns than the header has.
    case columnCount(found: Int, expected: Int)
  }

  /// The form that a CSV column must have.
  public enum ColumnForm: String, CaseIterable, Hashable, Sendable {
    /// A person's key.
    case personKey
    /// An identity number with a valid check character.
    case idNumber
    /// An amount in yuan with at most two decimals.
    case yuan
    /// A date.
    case date
    /// A month.
    case month
    /// `paid` or `returned`.
    case status
    /// The bank's reason, which a returned line must have.
    case code
    /// `work` or `off`.
    case dayKind
    /// A kind of social insurance.
    case insurance
    /// Whether a contribution has arrived.
    case paid
    /// Yes or no.
    case yesNo
    /// A region, by its code or by its name.
    case region
    /// An identifier, such as an application's.
    case identifier
    /// A kind of fact.
    case fact
    /// A stage of the review under the scheme's pack.
    case stage
    /// Passed or failed.
    case outcome
    /// Why something failed.
    case reason
  }

  /// The file as it was named.
  public let file: String
  /// The line, counted from 1.
  public let line: Int
  /// The problem of the line.
  public let problem: Problem

  /// Makes a problem.
  public init(file: String, line: Int, problem: Problem) {
    self.file = file
    self.line = line
    self.problem = problem
  }
}
