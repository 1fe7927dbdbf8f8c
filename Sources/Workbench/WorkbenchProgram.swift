package import Catalogue
import Demo
import Glibc
import Ledger
import Papers
import System
import Values
import Web

/// The program: opens a ledger, serves it, and stops at a signal.
package struct WorkbenchProgram: Sendable {
  private let environment: @Sendable (String) -> String?
  private let say: @Sendable (String) -> Void

  /// Makes the program.
  ///
  /// - Parameters:
  ///   - environment: looks up a variable of the environment.
  ///   - say: writes a line for the server's administrator.
  package init(environment: @escaping @Sendable (String) -> String?, say: @escaping @Sendable (String) -> Void) {
    self.environment = environment
    self.say = say
  }

  /// Runs until a signal comes.
  package func run(_ arguments: [String]) -> ExitCode {
    var language = Language.zh
    do {
      let options = try WorkbenchOptions(arguments)
      language = options.language
      if options.asksForHelp {
        say(Text.workbenchHelp(in: language))
        return .done
      }
      try serve(options)
      return .done
    } catch let failure as StartFailure {
      say("subsidy-workbench: \(failure.text(in: language))")
      return failure == .noOperators ? .refused : .usage
    } catch {
      let failure = CommandFailure(mapping: error)
      say("subsidy-workbench: \(failure.text(in: language))")
      return failure.exit
    }
  }

  private func serve(_ options: WorkbenchOptions) throws {
    let (ledger, keys) = try options.demo.map { try makeDemo($0, options.language) } ?? open(options)
    // Names on pages need the vault: better no server than one without them.
    _ = try ledger.opensVault()
    let bench = try Workbench(
      ledger, keys: keys, tokenProgram: options.tokenProgram ?? environment("SUBSIDY_SIGNER"),
      isSecure: options.exposure.isSecure, log: say)
    var settings = ServerSettings(endpoint: options.endpoint)
    settings.exposure = options.exposure
    settings.hosts = options.hosts
    // One reader that folds the log up to a day of the past does not keep the others waiting.
    settings.readers = 4
    settings.faultPage = { bench.faultPage($0) }
    settings.log = { [say] record in say(record.line) }
    let server = try WorkbenchProgram.start(settings, bench.router)
    let scheme = options.exposure.isSecure ? "https" : "http"
    let address = "\(scheme)://\(options.hosts.first ?? "\(server.endpoint)")/"
    say(Text.workbenchOpen(address, try bench.live.read { $0.size })(in: options.language))
    while (try? StopRequest.check()) != nil { usleep(200_000) }
    server.stop()
    bench.finish()
  }

  /// How long a change waits for another process that writes.
  ///
  /// > Units: milliseconds.
  private static let patience = 10_000

  /// Writes the news of a use case that concern the server's administrator.
  private func note(_ news: LedgerNews) {
    switch news {
    case .leftBehind(let failure): say(Text.leftBehind(failure)(in: .en))
    case .unrecordedLook: say(Text.lookNotRecorded(in: .en))
    case .committed, .signing, .leavesUnpaid, .waiting, .working: break
    }
  }

  private static func start(_ settings: ServerSettings, _ router: Router) throws(StartFailure) -> HTTPServer {
    do throws(ServerError) { return try HTTPServer(settings, router) } catch { throw .server(error) }
  }

  private func open(_ options: WorkbenchOptions) throws -> (SubsidyLedger, keys: String) {
    guard let keys = options.keys else { throw StartFailure.badValue(option: "--keys", found: nil) }
    var ledger = SubsidyLedger(
      options.ledger ?? environment("SUBSIDY_LEDGER") ?? "ledger",
      calendar: try .shipped(and: environment("SUBSIDY_CALENDAR")), patience: WorkbenchProgram.patience, onNews: note)
    ledger.officeFile = environment("SUBSIDY_OFFICE")
    // A server has no terminal for questions.
    ledger.vaultKeys = VaultKeys.keyring(environment, options.language, asks: false)
    return (ledger, keys)
  }

  /// Makes the sample ledger with its operators; its clock goes on from the end of its story.
  private func makeDemo(
    _ demo: WorkbenchOptions.Demo, _ language: Language
  ) throws -> (SubsidyLedger, keys: String) {
    let folder = try demo.folder ?? Files.makeTemporaryDirectory("subsidy-workbench")
    for name in ["files", "keys"] { try Files.makeDirectories("\(folder)/\(name)") }
    var scenario = DemoScenario(ledger: "\(folder)/ledger", files: "\(folder)/files")
    _ = try scenario.run { _, _ in }
    try SampleOperators.register(in: scenario.ledger, keys: "\(folder)/keys")
    let (start, end) = (SystemClock.now(), scenario.ledger.now)
    let ledger = SubsidyLedger(
      "\(folder)/ledger", clock: { Instant(seconds: end.seconds + SystemClock.now().seconds - start.seconds) },
      clockIsRight: true, patience: WorkbenchProgram.patience, onNews: note)
    let names = SampleOperators.names.map(\.description)
    say(Text.sampleOperators(names, passphrase: SampleOperators.passphrase)(in: language))
    return (ledger, "\(folder)/keys")
  }
}
