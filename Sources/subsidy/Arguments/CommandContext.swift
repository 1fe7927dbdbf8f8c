import Catalogue
import JSONText
import Ledger
import Papers
import ReadModel
import Policy
import Sheets
import Subsidy
import System
import Values
import Vault

/// The log that answers speak of.
final class SpokenOf {
  /// How many events; nil as long as no table was asked.
  var size: UInt64?
  /// The month, batch or day, for a report that is filed.
  var subject: [Text] = []
}

/// The context of a command: its arguments, read by type, and the outputs for its data and its messages.
///
/// The parser has checked every value's form, so an accessor throws only if a command asks for another form than its spec
/// names; the optional ones return nil if nothing was given.
struct CommandContext {
  /// The spec that the arguments were read by.
  let spec: CommandSpec
  /// The arguments by name.
  let arguments: ParsedArguments
  /// The value of ``ledger``.
  private let namedLedger: NamedLedger
  /// The ledger: `--ledger`, else `SUBSIDY_LEDGER`, else `ledger`.
  var ledger: NamedLedger {
    precondition(spec.usesLedger, "\(spec.name) takes no ledger")
    return namedLedger
  }
  /// The file of working days beyond the shipped ones: `--calendar`, else `SUBSIDY_CALENDAR`.
  let calendar: String?
  /// The language for people.
  let language: Language
  /// Standard output, for data.
  let output: Output
  /// Standard error, for messages and progress.
  let diagnostics: Diagnostics
  /// The log that the answers so far speak of.
  let spoken = SpokenOf()

  /// Puts a context together.
  init(
    spec: CommandSpec, arguments: ParsedArguments, ledger: NamedLedger, calendar: String?, passphrase: Passphrase,
    language: Language, output: Output, diagnostics: Diagnostics
  ) {
    self.passphrase = passphrase
    self.spec = spec
    self.arguments = arguments
    namedLedger = ledger
    self.calendar = calendar
    self.language = language
    self.output = output
    self.diagnostics = diagnostics
  }

  /// The form in which data is asked for.
  var format: OutputFormat { arguments.last("--format").flatMap(OutputFormat.init) ?? .text }

  /// Asks for passphrases.
  let passphrase: Passphrase

  /// Whether a flag, an option or a positional was given.
  func has(_ name: String) -> Bool { arguments.has(name) }

  /// A required identifier: an operator, a batch, a scheme, a person.
  func identifier(_ name: String) throws(UsageError) -> Identifier {
    try require(name, .identifier) { Identifier($0) }
  }
  /// An identifier, if given.
  func optionalIdentifier(_ name: String) throws(UsageError) -> Identifier? {
    try read(name, .identifier) { Identifier($0) }
  }
  /// The person whom an argument names by a key, or by what `find` takes, and a fold that has them.
  ///
  /// - Throws: ``LedgerFailure/unknownPerson(_:)`` for a key, else a failure that says how many answer.
  func person(_ name: String) throws -> (key: Identifier, state: LedgerState) {
    let text = try someone(name)
    let key = Identifier(text).flatMap { $0.isPersonKey ? $0 : nil }
    if let key {
      let state = try state(of: key)
      if state.number(ofPerson: key) != nil { return (key, state) }
    }
    let found = try SubsidyLedger(ledger).find(text, at: ReplayPoint(knownAt: knownAt))
    switch found.cards.count {
    case 1: return (found.cards[0].person, try state(of: found.cards[0].person))
    case 0:
      if let key, !text.isTypedNumber { throw LedgerFailure.unknownPerson(key) }
      throw CommandFailure(.refused, .nobodyFound(text))
    default: throw CommandFailure(.refused, .severalFound(text, found))
    }
  }
  /// The text that a user typed to name a person.
  func someone(_ name: String) throws(UsageError) -> String { try require(name, .someone) { $0 } }
  /// A required month.
  func month(_ name: String) throws(UsageError) -> Month { try require(name, .month) { Month($0) } }
  /// A month, if given.
  func optionalMonth(_ name: String) throws(UsageError) -> Month? { try read(name, .month) { Month($0) } }
  /// A date, if given.
  func date(_ name: String) throws(UsageError) -> CivilDate? { try read(name, .date) { CivilDate($0) } }
  /// An instant, if given.
  func instant(_ name: String) throws(UsageError) -> Instant? { try read(name, .instant) { ValueKind.instant($0) } }
  /// A region, if given.
  func region(_ name: String) throws(UsageError) -> Region? { try read(name, .region) { Region($0) } }
  /// A required number.
  func number(_ name: String) throws(UsageError) -> UInt64 { try require(name, .number) { ValueKind.number($0) } }
  /// The roles of an operator.
  func roles(_ name: String) throws(UsageError) -> [OperatorRole] { try require(name, .roles) { ValueKind.roles($0) } }
  /// A number, if given.
  func optionalNumber(_ name: String) throws(UsageError) -> UInt64? { try read(name, .number) { ValueKind.number($0) } }
  /// An amount in yuan, if given.
  func yuan(_ name: String) throws(UsageError) -> Fen { try require(name, .yuan) { Fen(typed: $0) } }
  /// An amount of money that may be left out.
  func optionalYuan(_ name: String) throws(UsageError) -> Fen? { try read(name, .yuan) { Fen(typed: $0) } }
  /// A required path of what is read.
  func path(_ name: String) throws(UsageError) -> String {
    precondition(declares(name, .path), "\(name) is written to: ask for its output file")
    return try require(name, .path) { $0 }
  }
  /// A required folder that is read.
  func inputFolder(_ name: String) throws(UsageError) -> String { try require(name, .inputFolder) { $0 } }
  /// A path of what is read, if given.
  func optionalPath(_ name: String) throws(UsageError) -> String? { has(name) ? try path(name) : nil }
  /// A required file to be written.
  func outputFile(_ name: String) throws(UsageError) -> OutputFile {
    guard let kind = spec.kinds.first(where: { $0.name == name })?.kind, [.output, .newOutput].contains(kind) else {
      preconditionFailure("\(name) is declared as an output")
    }
    return try require(name, kind) { outputFile($0, isReplaceable: kind == .output) }
  }
  /// A file to be written, if given.
  func optionalOutputFile(_ name: String) throws(UsageError) -> OutputFile? { has(name) ? try outputFile(name) : nil }
  /// The file to be written at a path, according to `--replace` and standard output.
  func outputFile(_ path: String, isReplaceable: Bool) -> OutputFile {
    OutputFile(path, ifPresent: !isReplaceable ? .kept : has(Option.replace.name) ? .replaced : .refused) { bytes in
      output.write(bytes)
    }
  }
  /// A required folder to be made.
  func outputFolder(_ name: String) throws(UsageError) -> String {
    precondition(declares(name, .outputFolder), "\(name) is declared as a folder that is made")
    return try require(name, .outputFolder) { $0 }
  }
  /// A folder to be made, if given.
  func optionalOutputFolder(_ name: String) throws(UsageError) -> String? {
    has(name) ? try outputFolder(name) : nil
  }

  /// The files named to be read.
  private var inputs: [String] { spec.kinds.filter { $0.kind == .path }.flatMap { all($0.name) } }

  /// Whether all that it reads can be read again: the bytes of a named pipe are gone, those of standard input are kept.
  var readsAgain: Bool {
    get throws(SystemError) {
      for input in inputs where input != Input.standard {
        if try Input.isStream(input) { return false }
      }
      return true
    }
  }

  /// Refuses standard input in two places: the second reader would find nothing.
  func checkInputs() throws(UsageError) {
    if inputs.count(where: { $0 == Input.standard }) > 1 {
      throw .repeatedStandardInput(command: spec.name)
    }
  }

  /// Refuses the places of all outputs that may not be written to, before the command has done anything.
  func checkOutputs() throws {
    for (name, kind) in spec.kinds {
      switch kind {
      case .output: for path in all(name) { try outputFile(path, isReplaceable: true).check() }
      // The findings of an audit are reported even if their evidence has no place.
      case .newOutput: for path in all(name) { try outputFile(path, isReplaceable: false).checkForHarm() }
      case .outputFolder: for path in all(name) { try OutputFile.checkFolder(path) }
      case .identifier, .person, .someone, .month, .date, .instant, .region, .path, .inputFolder, .text, .setting,
        .number, .yuan, .choice, .roles:
        break
      }
    }
    guard let beside = spec.outputBeside, has(beside.flag) else { return }
    for path in all(beside.argument) {
      // A stream has no place beside it.
      if try Input.isStream(path) { throw LedgerFailure.streamBeside(file: path, option: beside.flag) }
      try outputFile(path + beside.ending, isReplaceable: true).check()
    }
  }

  private func declares(_ name: String, _ kind: ValueKind) -> Bool {
    spec.kinds.contains { $0.name == name && $0.kind == kind }
  }
  /// A required text.
  func text(_ name: String) throws(UsageError) -> String { try require(name, .text) { $0 } }
  /// A text, if given.
  func optionalText(_ name: String) throws(UsageError) -> String? { try read(name, .text) { $0 } }
  /// All the texts of a name that may be repeated, in their order.
  func all(_ name: String) -> [String] { arguments.texts[name] ?? [] }

  /// The values of a pack's parameters, by name.
  func parameters(_ name: String) throws(UsageError) -> [String: String] {
    var parameters: [String: String] = [:]
    for text in all(name) {
      guard let setting = Setting(text) else { throw bad(name, .setting, text) }
      if parameters.updateValue(setting.value, forKey: setting.name) != nil {
        throw UsageError.repeatedSetting(name: setting.name, command: spec.name)
      }
    }
    return parameters
  }

  /// The ledger with the working days that were named, for commands that compute deadlines.
  func ledgerWithCalendar() throws -> SubsidyLedger {
    SubsidyLedger(ledger, calendar: try .shipped(and: calendar))
  }

  /// The point of knowledge at which the ledger is read, for every command that reads one; nil for now.
  var knownAt: Instant? { get throws(UsageError) { try instant("--known-at") } }

  /// The point up to which events count for the command's questions.
  var point: ReplayPoint {
    get throws(UsageError) { ReplayPoint(knownAt: try knownAt, size: try optionalNumber(Option.size.name)) }
  }

  /// The time that a command uses: its point of knowledge, else now.
  func time(of ledger: SubsidyLedger) throws(UsageError) -> Instant { try knownAt ?? ledger.now }

  /// The state at the command's point of knowledge, of one person or of all, with the progress on a terminal.
  func state(of person: Identifier? = nil) throws -> LedgerState {
    let knownAt = try knownAt
    let progress = diagnostics.progress()
    let ledger = SubsidyLedger(ledger)
    let state =
      if let person {
        try ledger.state(of: person, knownAt: knownAt) { progress.update(done: $0, of: $1) }
      } else {
        try ledger.state(knownAt: knownAt) { progress.update(done: $0, of: $1) }
      }
    progress.finish()
    return state
  }

  /// The state at the command's point of knowledge of everything that is about no person.
  func stateOfLedger() throws -> LedgerState { try SubsidyLedger(ledger).stateOfPolicies(at: point) }

  /// Answers a question at the command's point of knowledge, with the progress on a terminal.
  func answer<Value>(_ question: Question<Value>) throws -> Value {
    try answered { ledger, progress in try ledger.answer(question, at: point, progress: progress) }
  }

  /// Has the ledger answer, with the progress on a terminal.
  func answered<Value>(
    _ ask: (SubsidyLedger, (Int, Int) -> Void) throws -> Answered<Value>
  ) throws -> Value {
    let progress = diagnostics.progress()
    let found = try ask(SubsidyLedger(ledger)) { progress.update(done: $0, of: $1) }
    progress.finish()
    spoken.size = found.size
    return found.value
  }

  /// Reports that a key belongs to a person with another key, if it does.
  func tellIfJoined(_ key: Identifier, with person: Identifier) {
    if key != person { diagnostics.note(.joinedKey(key, person)) }
  }

  /// Prints a line of data for people.
  func say(_ text: Text) { output.line(text(in: language)) }

  /// Says which log the data speak of: with the data for people, otherwise on standard error, so that it changes no column.
  ///
  /// - Parameters:
  ///   - text: the sentence.
  ///   - isInJSON: whether JSON has it as members, so that nothing need be said beside it.
  func tell(_ text: Text, isInJSON: Bool) {
    switch format {
    case .text: say(text)
    case .csv: diagnostics.note(text)
    case .json: if !isInJSON { diagnostics.note(text) }
    }
  }

  /// Says that an output was written, on standard error if the output itself is on standard output.
  func say(_ text: Text, of file: OutputFile) throws {
    try file.isStandardOutput ? diagnostics.note(text) : say(text)
  }

  /// Writes an output.
  ///
  /// - Parameters:
  ///   - bytes: the bytes.
  ///   - file: the file.
  ///   - mode: the permissions of a new file.
  ///   - content: its content, in words.
  /// - Returns: the outcome for the file, to report.
  /// - Throws: as ``OutputFile/write(_:mode:)``.
  func write(_ bytes: [UInt8], to file: OutputFile, mode: UInt16, _ content: Text? = nil) throws -> Text {
    .written(file.path, isNew: try file.write(bytes, mode: mode), content)
  }

  /// Prints below data for people how many events they speak of, if tables have given them.
  func sayOfHowManyEvents() {
    if let size = spoken.size { say(.asOf(size)) }
  }

  /// Says that the log is not signed, if that is so: with data for people, otherwise on standard error.
  func sayIfUnsigned() throws {
    if try !SubsidyLedger(ledger).isSigned(at: point) { tell(.unsigned, isInJSON: false) }
  }

  /// Prints a table for people.
  func write(_ table: Table) throws {
    try named(inWords(table)).write(in: language, width: output.width) { output.write($0) }
  }

  /// Prints labels with their values, which need no heading.
  func write(figures: Table) {
    let lines = figures.text(in: language, width: output.width).split(separator: "\n").dropFirst(2)
    for line in lines { output.line(String(line)) }
  }

  /// Writes a report into the file that `--to` names, as people file it.
  private func file(_ table: Table, as form: PaperForm) throws {
    let ledger = SubsidyLedger(ledger)
    let shown = try named(inWords(table)).forPeople()
    let unit = shown.columns.contains { $0.kind == .money } ? [Text.inYuan] : []
    let paper = PaperOutcome(
      paper: PaperTable(
        title: HelpWords().title(of: spec)(in: language), heading: (spoken.subject + unit).map { $0(in: language) },
        shown,
        in: language),
      log: try ledger.printedHead(at: spoken.size ?? ledger.size()), rows: shown.rows.count, withoutDetails: 0)
    diagnostics.note(
      try write(paper.bytes(as: form, by: ledger.officeDetails()), to: outputFile(Option.reportTo.name), mode: 0o600))
  }

  /// The table with schemes and stages in the words of the ledger's packs, if the language has such words.
  private func inWords(_ table: Table) -> Table {
    guard language != .en, spec.usesLedger, table.hasCodesOfPacks, !table.rows.isEmpty else { return table }
    return table.inWords(localWords)
  }

  /// The words of the packs that the ledger has adopted; codes as they are if it cannot be read.
  var localWords: LocalWords {
    guard let state = try? SubsidyLedger(ledger).stateOfPolicies() else { return LocalWords() }
    return LocalWords(state)
  }

  /// How much of the vault's data is shown.
  var nameForm: NameForm { has(Option.fullNames.name) ? .whole : .masked }

  /// Whether names are to be shown beside keys.
  var asksForNames: Bool { spec.namesPersons && (has(Option.names.name) || has(Option.fullNames.name)) }

  /// Refuses names in JSON: programs that read it would store them.
  func refuseNamesInJSON() throws(UsageError) {
    for option in [Option.names.name, Option.fullNames.name] where has(option) {
      throw .idleOption(option: option, with: "--format json", command: spec.name)
    }
  }

  /// The table with names, if they are asked for.
  func named(_ table: Table) throws -> Table {
    guard asksForNames else { return table }
    let persons = table.persons
    if persons.isEmpty { return table.withNames { _ in nil } }
    let about = spec.positionals.first { $0.kind == .identifier }.flatMap { arguments.last($0.name) }
    let names = try SubsidyLedger(ledger).names(of: persons, at: point, as: nameForm, about: about)
    return table.withNames { [language] in names[$0]?.text(in: language) }
  }

  /// Prints data in the form that is asked for.
  ///
  /// - Parameters:
  ///   - table: the data as rows, for text and CSV; built only when needed.
  ///   - json: writes the data in the shape that the contract fixes; the line's end is added.
  /// - Throws: a usage error for `--names` with JSON, the errors of the closures, and the failures of the ledger and of the
  ///   file.
  func emit(_ table: () throws -> Table, json: (inout JSONWriter) throws -> Void) throws {
    if let form = arguments.last(Option.reportAs.name).flatMap({ PaperForm(rawValue: $0) }), spec.isReport {
      return try file(table(), as: form)
    }
    switch format {
    case .text:
      try write(table())
      sayOfHowManyEvents()
    case .csv: try named(table()).writeCSV(to: output.write)
    case .json:
      try refuseNamesInJSON()
      var writer = JSONWriter()
      try json(&writer)
      writer.newline()
      output.write(writer.bytes)
    }
  }

  /// Prints a report whose JSON is an array with an object for each row, of which at most a block is held in memory.
  func emit<Row, Rows: RandomAccessCollection & Sendable>(_ report: Report<Row>, _ rows: Rows) throws
  where Rows.Element == Row, Rows.Index == Int {
    try emit {
      report.table(rows)
    } json: { writer in
      writer.beginArray()
      for row in rows {
        report.write(row, to: &writer)
        if writer.bytes.count >= Output.bufferSize {
          output.write(writer.bytes)
          writer.forgetTaken()
        }
      }
      writer.endArray()
    }
  }

  /// Prints one row as figures, one below the other; its JSON is one object.
  ///
  /// - Parameters:
  ///   - report: the report.
  ///   - row: the row.
  ///   - keys: columns that are left out of the figures.
  /// - Throws: as ``emit(_:json:)``.
  func emit<Row>(_ report: Report<Row>, figures row: Row, without keys: Set<String> = []) throws {
    try emit {
      report.figures(row, without: keys)
    } json: { writer in
      report.write(row, to: &writer)
    }
  }

  /// Prints a report of one row, whose JSON is one object.
  func emit<Row>(_ report: Report<Row>, _ row: Row) throws {
    try emit {
      report.table([row])
    } json: { writer in
      report.write(row, to: &writer)
    }
  }

  private func read<Value>(_ name: String, _ kind: ValueKind, _ parse: (String) -> Value?) throws(UsageError) -> Value?
  {
    guard let text = given(name) else { return nil }
    guard let value = parse(text) else { throw bad(name, kind, text) }
    return value
  }

  private func require<Value>(_ name: String, _ kind: ValueKind, _ parse: (String) -> Value?) throws(UsageError)
    -> Value
  {
    guard let value = try read(name, kind, parse) else {
      let label = spec.options.first { $0.name == name }?.label
      if let label { throw UsageError.missingOption(label: label, command: spec.name) }
      throw UsageError.missingArgument(name: name, orOption: nil, command: spec.name)
    }
    return value
  }

  /// The text of a name; a positional's may come from the option that replaces it.
  private func given(_ name: String) -> String? {
    if let text = arguments.last(name) { return text }
    guard case .requiredUnless(let other)? = spec.positionals.first(where: { $0.name == name })?.presence else {
      return nil
    }
    return arguments.last(other)
  }

  private func bad(_ name: String, _ kind: ValueKind, _ text: String) -> UsageError {
    .badValue(name: name, kind: kind, found: text, command: spec.name)
  }
}
