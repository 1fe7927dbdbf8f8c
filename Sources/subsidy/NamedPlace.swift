import Catalogue
import EventLog
import Merkle
import PostgresStore
import System
import Values

/// The place of a ledger as a command line names it: a folder, or a log in a database with the folder that follows it here.
struct NamedPlace {
  /// The folder.
  let folder: String
  /// The store of the log that the folder follows; nil if the folder has the log itself.
  let store: (any LogStore)?

  /// Reads what `--ledger` says; nothing is connected.
  ///
  /// - Parameters:
  ///   - text: a folder, or the address of a log in a database.
  ///   - spec: the command.
  ///   - variable: looks up a variable of the environment.
  /// - Throws: `CommandFailure` for an address that names no log, for a command that makes a ledger, and if the environment
  ///   names no place for the folder.
  init(_ text: String, for spec: CommandSpec, _ variable: (String) -> String?) throws(CommandFailure) {
    guard spec.usesLedger, StoreAddress.isMeant(by: text) else {
      (folder, store) = (text, nil)
      return
    }
    if spec.makesLedger { throw CommandFailure(.refused, .madeInFolder) }
    let address = try StoreAddress(place: text)
    guard
      let state = variable("SUBSIDY_MIRRORS")
        ?? (variable("XDG_STATE_HOME") ?? variable("HOME").map { "\($0)/.local/state" }).map({ "\($0)/subsidy" })
    else { throw CommandFailure(.usage, .mirrorsMissing) }
    folder = "\(state)/\(SHA256.hash(Array(address.identity.utf8)).description.prefix(16))"
    store = PostgresStore(address)
  }
}

extension StoreAddress {
  /// Reads a text that a user typed as an address.
  ///
  /// - Throws: `CommandFailure` for what names no log.
  init(place: String) throws(CommandFailure) {
    guard let address = StoreAddress(place) else { throw CommandFailure(.usage, .badStore(place)) }
    self = address
  }
}
