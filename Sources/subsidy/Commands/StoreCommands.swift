import Catalogue
import EventLog
import Ledger
import PostgresStore

/// `subsidy store create`, `push` and `pull`: logs in a database that many machines share.
enum StoreCommands {
  /// The commands of this file, each with what runs it.
  static var commands: [Command] {
    [Command(spec: createSpec, run: create), Command(spec: pushSpec, run: bring), Command(spec: pullSpec, run: bring)]
  }

  /// The specification of `store create`.
  static var createSpec: CommandSpec {
    CommandSpec(
      path: ["store", "create"], audience: .developer,
      positionals: [Positional(name: "ADDRESS", kind: .text)], options: [Option(name: "--plain")],
      usesLedger: false,
      example: "store create postgresql://db.example/subsidies"
    )
  }

  /// The specification of `push`.
  static var pushSpec: CommandSpec {
    CommandSpec(
      path: ["push"], audience: .developer, options: places + [Option(name: "--vault")], usesLedger: false,
      example: "push --from ledger --to copy", exits: [.done, .found])
  }

  /// The specification of `pull`.
  static var pullSpec: CommandSpec {
    CommandSpec(
      path: ["pull"], audience: .developer, options: places, usesLedger: false,
      example: "pull --from ledger --to copy", exits: [.done, .found])
  }

  /// The source and the target of a log.
  private static var places: [Option] {
    ["--from", "--to"].map { Option(name: $0, valueName: "PLACE", kind: .text, presence: .required) }
  }

  /// Runs `store create`.
  static func create(_ context: CommandContext) throws -> ExitCode {
    let address = try StoreAddress(place: context.text("ADDRESS"))
    let isPlain = context.has("--plain")
    try PostgresStore(address).create(isPlain: isPlain)
    context.say(isPlain ? .plainStoreMade(address.name) : .storeMade(address.name))
    return .done
  }

  /// Runs `push` and `pull`: the addresses tell which of the two places is a folder.
  static func bring(_ context: CommandContext) throws -> ExitCode {
    let (source, target) = (try store(context.text("--from")), try store(context.text("--to")))
    if context.has("--vault") {
      // The vault comes first, as always, so that the log names no missing data.
      guard let shared = target as? PostgresStore, let folder = source as? FolderStore else {
        throw CommandFailure(.usage, .vaultPlaces)
      }
      try SubsidyLedger(folder.name).shareVault { try shared.share($0, $1) }
    }
    let progress = context.diagnostics.progress()
    let end = try source.head()?.size ?? 0
    let brought = try LogTransfer.run(from: source, to: target) { progress.update(done: Int($0), of: Int(end)) }
    progress.finish()
    context.say(.logBrought(brought, to: target.name))
    return .done
  }

  /// The store that a place names: an address of a database, else a folder.
  static func store(_ place: String) throws -> any LogStore {
    StoreAddress.isMeant(by: place) ? PostgresStore(try StoreAddress(place: place)) : FolderStore(place)
  }
}
