import Catalogue
import Ledger
import Merkle
import Papers
import Policy
import Sheets
import Subsidy
import Values
import Web

/// Entries at the counter, one by one on a form or many at once as a table: both are rows of the same tables.
enum CounterActs {
  // MARK: - One by one

  /// A form of one row; nil for an unknown scheme, and for reviews, which have a page of their own.
  static func entry(_ table: EntryTable, of scheme: Identifier, _ desk: Desk) throws -> Act? {
    guard table != .reviews, desk.schemes.contains(scheme) else { return nil }
    let by = desk.seat.by
    let columns = try desk.ledger.form(table, of: scheme).form.columns
    let person = try desk.request.query.optional("person") ?? ""
    let fields = columns.map { column in
      FormField(column, initial: column.key == "person" ? person : "", words: desk.words)
    }
    let language = desk.language
    /// Imports the row as a table of its own, with the column names of the page as headings.
    @Sendable func run(_ ledger: SubsidyLedger, _ values: ActValues, isDryRun: Bool) throws -> TableOutcome {
      let filled = columns.filter { values.has($0.key) }
      var text = CSVText()
      text.row(filled.map { $0.heading(in: language) })
      text.row(filled.map { values[$0.key] })
      return try ledger.importTable(
        text.bytes, named: table.rawValue, as: table, scheme: scheme,
        terms: TableTerms(isDryRun: isDryRun), by: by)
    }
    let words = desk.words
    var act = Act(
      path: Paths.entry(table, scheme), place: .counter, title: .entryTitle(table, words.scheme(scheme)),
      question: .entryQuestion(table), button: .recordIt,
      events: [table.event], begins: table.begins, subject: .typedPerson(in: "person"), fields: fields
    ) { ledger, values in
      try Act.Outcome(notes: told(of: run(ledger, values, isDryRun: false), words, isDryRun: false))
    }
    act.trial = (
      Paths.entryTrial(table, scheme),
      { ledger, values in
        let outcome = try run(ledger, values, isDryRun: true)
        let subject = try outcome.first.map { try told(of: $0, columns, ledger, values) } ?? []
        return Act.Preview(
          subject: outcome.first.map { .persons([$0.person]) },
          sentences: subject + told(of: outcome, words, isDryRun: true))
      }
    )
    return act
  }

  /// The person of the row, by key and masked name, and the private data that it changes.
  ///
  /// A mistyped key is another person's. The name is the known one; for a new person, the typed one.
  private static func told(
    of subject: RowSubject, _ columns: [SheetForm.Column], _ ledger: SubsidyLedger, _ values: ActValues
  ) throws -> [Text] {
    let person = subject.person
    let known = try ledger.names(of: [person])[person]
    let typed = NameForm.masked.person(name: values.text("name"), idNumber: values.text("idNumber"))
    let changed = columns.filter { subject.changedColumns.contains($0.key) }
    return [.rowIs(of: person, known ?? typed.map { .known($0) })]
      + (changed.isEmpty ? [] : [.privateDataChange(changed)])
  }

  /// The number of rows of a table that get a sentence each.
  private static let mostTold = 20

  /// The result of a table, or of its trial: the events in words, and notes about them.
  private static func told(of outcome: TableOutcome, _ words: LocalWords, isDryRun: Bool) -> [Text] {
    let events = outcome.record.firstEvents.map { body in
      let event = EventWords(body, words)
      let matter: Text = .joined([event.matter, event.content], by: .colon)
      return event.clause.map { matter + .inBrackets($0) } ?? matter
    }
    let nothing: [Text] = outcome.record.events == 0 ? [.nothingNewHelp] : []
    let made =
      outcome.rows == 1 ? [] : outcome.newPersons.prefix(mostTold).map { Text.personMade(row: $0.row, $0.person) }
    // For one row, the events say everything.
    let all = outcome.rows > 1 ? outcome.record.results : []
    let results = all.prefix(mostTold) + (all.count > mostTold ? [.more(all.count - mostTold)] : [])
    return leftOut(outcome.strangers) + nothing + (isDryRun ? events : []) + results + outcome.record.notes
      + (isDryRun ? [] : made)
  }

  // MARK: - Many at once

  /// A table; nil for an unknown scheme.
  static func table(_ table: EntryTable, of scheme: Identifier, _ desk: Desk) -> Act? {
    guard desk.schemes.contains(scheme) else { return nil }
    let (by, words) = (desk.seat.by, desk.words)
    return importing(
      Paths.table(table, scheme), Paths.tableTrial(table, scheme), .tableTitle(table, words.scheme(scheme)),
      event: table.event, begins: table.begins, fields: table.registersPersons ? [] : [skipsStrangers]
    ) { ledger, values, file, isDryRun, returned in
      try ledger.importTable(
        file.bytes(atMost: InputLimit.table), named: file.claimedName, as: table, scheme: scheme,
        terms: TableTerms(strangers: strangers(values), isDryRun: isDryRun), by: by, rows: rows(values),
        returning: returned)
    } preview: { outcome in
      Act.Preview(
        figures: [
          figure(.rowsRead, outcome.rows), figure(.eventsToCome, outcome.record.events),
          figure(.unchangedRows, outcome.unchanged), figure(.newPersons, outcome.newPersons.count),
        ], sentences: unread(outcome.unreadColumns) + told(of: outcome, words, isDryRun: true))
    } notes: { outcome in
      (outcome.id.map { [table == .reviews ? .reviewsReversed : .importNamed($0)] } ?? [])
        + told(of: outcome, words, isDryRun: false)
    }
  }

  /// The bureau's list of contributions for a month.
  static func contributions(_ month: Month, _ desk: Desk) -> Act {
    let by = desk.seat.by
    return importing(
      Paths.contributions(month), Paths.contributionsTrial(month), .contributionsTitle(month), event: .contributed,
      fields: [FormField("less", .replacesWithLess, .replacesWithLessHint, .tick), skipsStrangers]
    ) { ledger, values, file, isDryRun, returned in
      let terms = ContributionTerms(
        replacesWithLess: values.has("less"), strangers: strangers(values), isDryRun: isDryRun)
      return try ledger.importContributions(
        file.path, named: file.claimedName, month: month, terms: terms, by: by, rows: rows(values),
        returning: returned)
    } preview: { outcome in
      if let refusal = outcome.refusal { throw refusal }
      return Act.Preview(
        figures: [
          figure(.rowsRead, outcome.rows), figure(.eventsToCome, outcome.recorded),
          figure(.unchangedRows, outcome.unchanged),
          Page.Figure(label: Heading.total.text, value: outcome.total.yuan),
        ], sentences: told(of: outcome, month))
    } notes: { outcome in
      told(of: outcome, month) + (outcome.id.map { [.importNamed($0)] } ?? [])
    }
  }

  private static func figure(_ label: Text, _ count: Int) -> Page.Figure {
    Page.Figure(label: label, value: Int64(count).grouped)
  }

  /// The field for leaving out rows of persons who are not registered.
  private static var skipsStrangers: FormField {
    FormField("strangers", .skipsStrangers, .skipsStrangersHint, .tick)
  }

  private static func strangers(_ values: ActValues) -> StrangerRows { values.has("strangers") ? .leftOut : .refused }

  /// The number of rows that the operator has counted; nil if the field is empty.
  private static func rows(_ values: ActValues) throws(FormRefusal) -> UInt64? {
    try values.optional("count", values.count).map { UInt64($0) }
  }

  private static func unread(_ columns: [String]) -> [Text] { columns.isEmpty ? [] : [.columnsNotRead(columns)] }

  private static func leftOut(_ strangers: [LineProblem]) -> [Text] {
    strangers.isEmpty ? [] : [.strangersLeftOut(strangers.count)]
  }

  private static func told(of outcome: ContributionOutcome, _ month: Month) -> [Text] {
    [.contributionsTaken(month, outcome)] + unread(outcome.unreadColumns) + leftOut(outcome.strangers)
      + (outcome.failed > 0 ? [.contributionsFailed(outcome)] : [])
      + (outcome.replaced > 0 ? [.contributionsReplaced(outcome)] : [])
  }

  /// An act that takes a file: tried first, with the problems row by row.
  private static func importing<Result>(
    _ path: LocalPath, _ trial: LocalPath, _ title: Text, event: EventType, begins: Set<EventType> = [],
    fields: [FormField],
    run:
      @escaping @Sendable (
        SubsidyLedger, ActValues, Upload, _ isDryRun: Bool, _ returned: @escaping (ReturnedRows) throws -> Void
      ) throws -> Result,
    preview: @escaping @Sendable (Result) throws -> Act.Preview, notes: @escaping @Sendable (Result) -> [Text]
  ) -> Act {
    let fields =
      [
        FormField("file", .tableFile, .tableFileHint, .file),
        FormField("count", .rowCount, .rowCountHint, .value(.number), isRequired: false),
      ] + fields
    var act = Act(
      path: path, place: .counter, title: title, question: .importQuestion, button: .recordRows, events: [event],
      begins: begins, subject: .nothing, fields: fields, isLong: true
    ) { ledger, values in
      var left: [Act.File] = []
      let result = try run(ledger, values, values.neededFile(.tableFile), false) { left = [try Act.File(refused: $0)] }
      return Act.Outcome(notes: notes(result), files: left)
    }
    act.trial = (
      trial,
      { ledger, values in
        var refused: Act.File?
        do {
          let file = try values.neededFile(.tableFile)
          var preview = try preview(run(ledger, values, file, true) { refused = try Act.File(refused: $0) })
          preview.refused = refused
          preview.sentences.insert(.fileIs(file.claimedName, file.size, "\(try file.digest())"), at: 0)
          return preview
        } catch LedgerFailure.lines(let problems) {
          return Act.Preview(problems: problems.map { (Text.row($0.line), $0.problem.text) }, refused: refused)
        }
      }
    )
    return act
  }
}

extension Act.File {
  /// The refused rows of a table, with the reasons.
  fileprivate init(refused rows: ReturnedRows) throws {
    self.init(
      name: "refused.xlsx", type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
      bytes: try rows.workbook(isFromPage: true))
  }
}

extension SheetForm.Column {
  /// Its heading in a table and its name in messages: the office's name for it, and its key in English.
  fileprivate func heading(in language: Language) -> String {
    language == .zh ? headings.first ?? key : key
  }
}

extension FormField {
  /// The field for a column of a table, one row of which is typed.
  fileprivate init(_ column: SheetForm.Column, initial: String, words: LocalWords) {
    let control: Control =
      switch column.kind {
      case .text, .number: .value(.text)
      case .amount: .value(.yuan)
      case .date: .value(.date)
      case .month: .value(.month)
      case .choice(let all):
        .choice(all.map { ($0.value, .words(of: $0)) })
      }
    self.init(
      column.key, .column(column), .hint(of: column), control, isRequired: column.isRequired, initial: initial)
  }
}

extension EntryTable {
  /// The events with which the entries of a row may begin, before its own.
  fileprivate var begins: Set<EventType> { self == .applications ? [.registered, .factRecorded] : [] }

  /// The event that a row is about, whose roles allow it.
  var event: EventType {
    switch self {
    case .registrations: .registered
    case .applications: .applied
    case .facts: .factRecorded
    case .reviews: .verified
    }
  }
}
