import EventLog
import Glibc
import JSONText
import Ledger
import Merkle
import Notes
import Papers
import Policy
import PostgresStore
import ReadModel
import Sheets
import Subsidy
import System
import Vault

extension CommandFailure {
  /// The one place that maps errors of the layers below to an exit code and a text.
  ///
  /// An error that has no row here is a bug in this program, and is reported as one.
  package init(mapping error: any Error) {
    switch error {
    case let failure as CommandFailure: self = failure
    case let error as UsageError: self.init(.usage, error.text)
    case let refusal as Refusal: self.init(.refused, refusal.text)
    case let failure as LedgerFailure: self.init(.refused, failure.text, lines: failure.located)
    case let comparison as KeptComparison: self.init(.found, comparison.text)
    case let conflict as WitnessConflict: self.init(.found, conflict.text)
    case let comparison as VaultComparison: self.init(.found, comparison.text)
    case let refusal as ProofRefusal: self.init(refusal.exit, refusal.text)
    case let error as ProofError: self.init(.found, error.text)
    case let failure as SignatureFailure: self.init(.found, failure.text)
    case let error as NoteError: self.init(.refused, error.text)
    case let error as PolicyError: self.init(.refused, error.text)
    case let error as EventError: self.init(.refused, error.text)
    case let error as JSONError: self.init(.refused, error.text)
    case let fault as AccessLogFault: self.init(.found, fault.text)
    case let error as VaultError: self.init(error.exit, error.text)
    case let error as LogError: self.init(error.exit, error.text)
    case let fault as LogFault: self.init(.found, LogError.corrupt(fault).text)
    case let error as SystemError: self.init(error.exit, error.text)
    case let error as PostgresError: self.init(error.exit, error.text)
    case let error as SQLiteError: self.init(error.exit, error.text)
    case let paper as PaperTooLong: self.init(.refused, .paperTooLong(rows: paper.rows, most: paper.most))
    case let failure as HelperProgram.Failure: self.init(.refused, failure.text)
    case is IndexDamage: self.init(.found, .indexDamaged)
    default: self.init(.bug, .internalError("\(error)"))
    }
  }
}

extension LedgerFailure {
  /// The lines of input files that are at fault.
  fileprivate var located: [CommandFailure.Located] {
    if case .lines(let problems) = self { problems.map(\.located) } else { [] }
  }
}

extension ProofRefusal {
  /// A proof that fails is a finding; without the old checkpoint or the event there is nothing to be found.
  fileprivate var exit: ExitCode {
    switch self {
    case .proof, .signature, .otherOrigin, .otherOldSize: .found
    case .oldCheckpointMissing, .oldCheckpointUnused: .usage
    case .eventMissing: .refused
    }
  }
}

extension VaultError {
  /// Bad data is refused; a vault that is not there is a missing file; the rest is the system's.
  fileprivate var exit: ExitCode {
    switch self {
    case .notAnObject, .unknownField, .misplacedField, .repeatedField, .notText, .empty, .tooLong, .controlCharacter,
      .invalidIDNumber,
      .invalidAccount, .exists, .damaged, .inconsistent, .sealed, .wrongKey, .keyLength, .alreadySealed, .notSealed:
      .refused
    case .keySource(let failure): CommandFailure(mapping: failure.error).exit
    case .missing: .noFile
    case .notAVault, .notPrivate, .unfinished, .cryptography: .io
    case .database(let error): error.exit
    }
  }
}

extension LogError {
  fileprivate var exit: ExitCode {
    switch self {
    case .system(let error): error.exit
    case .notLedger: .noFile
    case .inUse: .busy
    // As with `audit verify`: a monitor of a writer can distinguish corruption from input that was refused.
    case .corrupt, .storesDiffer: .found
    case .moved: .busy
    // Nothing is wrong with such a log; it is this program that is the wrong one.
    case .newer: .refused
    case .exists, .headMissing, .headPresent, .headNotConfirmed, .lineTooLong, .clockBackwards, .positionAhead: .refused
    case .foreignWriter, .lockReplaced, .networkFileSystem, .outcomeUnknown: .io
    // The writer of events makes no such lines, and two ways to one root agree.
    case .emptyLine, .controlByte, .notUTF8, .commitAsEvent, .rootsDisagree: .bug
    }
  }
}

extension SystemError {
  fileprivate var exit: ExitCode {
    switch self {
    case .failed(_, _, .noSuchFile): .noFile
    case .failed: .io
    case .lockHeld: .busy
    case .notRegular, .notFolder, .tooLarge: .refused
    case .stopped(let signal): .stopped(by: signal)
    }
  }
}

extension PostgresError {
  /// A database is refused if the program was not built for it, or if it is not prepared, prepared twice or not allowed; other
  /// errors are the network's or the server's.
  fileprivate var exit: ExitCode { self == .notBuilt || isMissing || isThere || isPermission ? .refused : .io }
}

extension SQLiteError {
  fileprivate var exit: ExitCode {
    switch code {
    case .busy: .busy
    case .corrupt, .notADatabase, .interrupt, .tooBig: .refused
    case .cannotOpen where isNotRegular: .refused
    case .cannotOpen where systemCode == ENOENT: .noFile
    case .misuse, .range, .constraint: .bug
    default: .io
    }
  }
}
