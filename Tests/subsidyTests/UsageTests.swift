import Catalogue
import Testing
import Values

@testable import subsidy

/// A wrong command line gets one line with the text found, the text expected and a page to read.
@Suite struct UsageTests {
  @Test(
    arguments: [
      ("btach", "no command `btach`; did you mean `batch`? See `subsidy --help`"),
      ("batch drfat", "no command `batch drfat`; did you mean `batch draft`? See `subsidy batch --help`"),
      ("help foo", "no command `foo`; see `subsidy --help`"),
      ("recovery demnd", "no command `recovery demnd`; did you mean `recovery demand`? See `subsidy recovery --help`"),
      (
        "audit",
        "`audit` needs one of: verify, replay, dispose, explain, timeline, diff, sample, package, report, checkpoint, prove, consistency, check-proof, witness; see `subsidy audit --help`"
      ),
      ("--foo init", "unknown option `--foo`; see `subsidy --help`"),
      ("person p1 --al", "unknown option `--al`; did you mean `--all`? See `subsidy person --help`"),
      ("init --by a --format json", "unknown option `--format`; see `subsidy init --help`"),
      ("init -x --by a", "unknown option `-x`; see `subsidy init --help`"),
      (
        "policy adopt linyi-2021-63 --eff 2022-01-01 --by a",
        "unknown option `--eff`; did you mean `--effective-from`? See `subsidy policy adopt --help`"
      ),
      (
        "batch draft b --scheme s --through --by o",
        "--through needs a value: a month such as 2024-11; see `subsidy batch draft --help`"
      ),
      (
        "batch draft b --scheme s --through=2024-13 --by o",
        "--through: found `2024-13`, expected a month such as 2024-11; see `subsidy batch draft --help`"
      ),
      (
        "person p1 --known-at 2024-12-6",
        "--known-at: found `2024-12-6`, expected a date, a time in China or an instant in UTC, such as 2024-12-06,"
          + " 2024-12-06 09:30 or 2024-12-06T01:30:00Z; see `subsidy person --help`"
      ),
      (
        "audit timeline p.1", "P: found `p.1`, expected 1 to 64 of A-Z a-z 0-9 _ -; see `subsidy audit timeline --help`"
      ),
      ("person --all=yes", "--all takes no value, found `yes`; see `subsidy person --help`"),
      ("person p1 --format yaml", "--format: found `yaml`, expected text, json or csv; see `subsidy person --help`"),
      ("person", "the argument P is missing; --all does as well; see `subsidy person --help`"),
      ("person p1 --all", "unexpected argument `p1`, expected none; see `subsidy person --help`"),
      ("person p1 p2", "unexpected argument `p2`, expected only P; see `subsidy person --help`"),
      ("init", "--by OP is missing; see `subsidy init --help`"),
      ("init --by", "--by needs a value: 1 to 64 of A-Z a-z 0-9 . _ -; see `subsidy init --help`"),
      ("init --by=", "--by: found ``, expected 1 to 64 of A-Z a-z 0-9 . _ -; see `subsidy init --help`"),
      ("init --by a --by=b", "--by is given twice, expected once; see `subsidy init --help`"),
      ("--ledger a init --ledger b --by c", "--ledger is given twice, expected once; see `subsidy init --help`"),
      ("demo --ledger x", "unknown option `--ledger`; see `subsidy demo --help`"),
      ("--ledger=x demo", "unknown option `--ledger`; see `subsidy demo --help`"),
      ("record f --late --by a", "--history is missing; see `subsidy record --help`"),
      (
        "record --history f --skip-refused",
        "--skip-refused says nothing beside --history, expected one of them; see `subsidy record --help`"
      ),
      (
        "batch export b --to f --as csv --payer n --by o",
        "--as pain.001 is missing; see `subsidy batch export --help`"
      ),
      (
        "batch export b --to f --as pain.001 --payer-bank n --by o",
        "--payer NAME is missing; see `subsidy batch export --help`"
      ),
      ("record --by a", "the argument FILE is missing; see `subsidy record --help`"),
      ("record f", "--by OP is missing; see `subsidy record --help`"),
      (
        "batch settle r.csv --by o",
        "the argument ID is missing; --batch ID does as well; see `subsidy batch settle --help`"
      ),
      (
        "batch settle --batch b --by o", "the argument RESULT.csv is missing; see `subsidy batch settle --help`"
      ),
      ("batch show b1 --batch b2", "unexpected argument `b1`, expected none; see `subsidy batch show --help`"),
      (
        "policy adopt x --set rate --by a",
        "--set: found `rate`, expected NAME=VALUE such as rate=2/3; see `subsidy policy adopt --help`"
      ),
    ])
  func wrongUsageIsOneClearLine(line: String, message: String) {
    let ran = run(line)
    #expect(ran.code == .usage)
    #expect(ran.messages == "subsidy: \(message)\n")
    #expect(ran.output.isEmpty)
  }

  @Test("every command takes --ledger but those that need none and those that name places themselves")
  func onlyTheDemoRefusesALedger() {
    let without = Program.commands.map(\.spec).filter { !$0.usesLedger }.map(\.name)
    #expect(
      without == ["demo", "policy test", "audit witness", "store create", "push", "pull", "fold"])
    #expect(!run("help demo").output.contains("--ledger"))
  }

  @Test func whatAnOptionNeedsIsAnOptionOfItsCommand() {
    for spec in Program.commands.map(\.spec) {
      for option in spec.options {
        for other in [option.needs?.option].compactMap({ $0 }) + option.idleWith {
          #expect(spec.allOptions.contains { $0.name == other }, "\(spec.name) \(option.name)")
        }
      }
    }
  }

  @Test func theSameIsSaidInChineseWhereverTheLanguageStands() {
    for line in ["--lang zh init", "init --lang=zh", "init --lang zh"] {
      #expect(run(line).messages == "subsidy: 缺少 --by OP；详见 `subsidy init --help`\n")
    }
  }

  @Test func whatIsNotPrintableDoesNotReachTheTerminal() {
    let ran = run("init --by a\u{1B}[31m\u{202E}")
    #expect(ran.messages.contains(#"`a\u{1b}[31m\u{202e}`"#))
    #expect(ran.messages.count(where: { $0 == "\n" }) == 1)
  }

  @Test func aLongValueIsCut() {
    let ran = run("init --by \(String(repeating: "x", count: 500))")
    #expect(ran.messages.count < 200)
  }
}

/// A right command line reaches its command with typed values.
@Suite struct ArgumentTests {
  @Test(arguments: ["batch settle b1 r.csv --by o", "batch settle r.csv --batch b1 --by o"])
  func aBatchIsNamedByItsPlaceOrByAnOption(line: String) {
    let ran = run(line, as: "batch settle") { context in
      let batch = try context.identifier("ID")
      #expect(batch == "b1")
      let file = try context.path("RESULT.csv")
      #expect(file == "r.csv")
      let clerk = try context.identifier("--by")
      #expect(clerk == "o")
      return .done
    }
    #expect(ran.code == .done)
    #expect(ran.messages.isEmpty)
  }

  @Test func theLedgerIsAnOptionElseAVariableElseAName() {
    func ledger(_ line: String, _ environment: [String: String]) -> String {
      let probe = Program.commands.map { command in
        Command(spec: command.spec) { context in
          context.output.write(context.ledger.path)
          return .done
        }
      }
      return run(line, environment: environment, commands: probe).output
    }
    #expect(ledger("batch list", [:]) == "ledger")
    #expect(ledger("batch list", ["SUBSIDY_LEDGER": ""]) == "ledger")
    #expect(ledger("batch list", ["SUBSIDY_LEDGER": "a"]) == "a")
    #expect(ledger("batch list --ledger=b", ["SUBSIDY_LEDGER": "a"]) == "b")
    #expect(ledger("batch --ledger b list", [:]) == "b")
  }

  @Test func twoDashesEndTheOptions() {
    let ran = run("record --by o -- --odd -x", as: "record") { context in
      #expect(context.all("FILE") == ["--odd", "-x"])
      return .done
    }
    #expect(ran.code == .done)
  }

  @Test func standardInputIsAWord() {
    let ran = run("record - --by o", as: "record") { context in
      #expect(context.all("FILE") == ["-"])
      return .done
    }
    #expect(ran.code == .done)
  }

  @Test func onlyAHistoryIsLate() throws {
    let ran = try Box().run("record --late a.jsonl --by o")
    #expect(ran.code == .usage && ran.messages.contains("--history"))
  }

  @Test func aHistoryNeedsNoOperator() {
    let ran = run("record --history a.jsonl b.jsonl", as: "record") { context in
      #expect(context.has("--history"))
      #expect(context.all("FILE") == ["a.jsonl", "b.jsonl"])
      let clerk = try context.optionalIdentifier("--by")
      #expect(clerk == nil)
      return .done
    }
    #expect(ran.code == .done)
  }

  @Test func parametersAreGivenOnce() {
    let body: @Sendable (CommandContext) throws -> ExitCode = { context in
      let parameters = try context.parameters("--set")
      #expect(parameters == ["rate": "2/3", "note": "a=b"])
      return .done
    }
    #expect(run("policy adopt x --set rate=2/3 --set note=a=b --by o", as: "policy adopt", body: body).code == .done)
    let twice = run("policy adopt x --set r=1/2 --set r=2/3 --by o", as: "policy adopt", body: body)
    #expect(twice.code == .usage)
    #expect(
      twice.messages
        == "subsidy: the parameter `r` is set twice, expected once; see `subsidy policy adopt --help`\n")
  }

  @Test func monthsDatesAndInstantsArriveAsSuch() {
    let ran = run("person p --known-at 2024-12-06T01:30:00Z --format json", as: "person") { context in
      let instant = try context.instant("--known-at")
      #expect(instant == Instant("2024-12-06T01:30:00Z"))
      #expect(context.format == .json)
      return .found
    }
    #expect(ran.code == .found)
  }

  @Test func anErrorWithoutARowIsABugAndSaysSo() {
    struct Odd: Error {}
    let ran = run("batch list", as: "batch list") { _ in throw Odd() }
    #expect(ran.code == .bug)
    #expect(ran.messages == "subsidy: internal error, please report it: Odd()\n")
  }
}
