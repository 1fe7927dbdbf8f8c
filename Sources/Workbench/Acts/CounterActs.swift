import Catalogue
import Ledger
import Merkle
import Papers
import Policy
import Sheets
import Subsidy
import Values
import Web

/// What is taken in at the counter, one by one on a form, or many at once as a table: both are rows of the same tables.
enum CounterActs {
  // MARK: - One by one

  /// A form of one row; nil for a scheme that there is not, and for reviews, which have a page of their own.
  static func entry(_ table: EntryTable, of scheme: Identifier, _ desk: Desk) throws -> Act? {
    guard table != .reviews, desk.schemes.contains(scheme) else { return nil }
    let by = desk.seat.by
    let columns = try desk.ledger.form(table, of: scheme).form.columns
    let person = try desk.request.query.optional("person") ?? ""
    let fields = columns.map { column in
      FormField(column, initial: column.key == "person" ? person : "", words: desk.words)
    }
    let language = desk.language
    /// The row as a table of its own, with headings by which its columns are called on the page.
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

  /// Whose the row is, by key and masked name, and which of the person's private data it changes.
  ///
  /// A key that was mistyped is somebody else's. The name is the one that is known, of somebody new the one that was typed.
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

  /// How much is told row by row of a table.
  private static let mostTold = 20

  /// What a table has brought, or would bring: the events in words, and what somebody should know of it.
  private static func told(of outcome: TableOutcome, _ words: LocalWords, isDryRun: Bool) -> [Text] {
    let events = outcome.record.firstEvents.map { body in
      let event = EventWords(body, words)
      let matter: Text = .joined([event.matter, event.content], by: .colon)
      return event.clause.map { matter + .inBrackets($0) } ?? matter
    }
    let nothing: [Text] = outcome.record.events == 0 ? [.nothingNewHelp] : []
    let made =
      outcome.rows == 1 ? [] : outcome.newPersons.prefix(mostTold).map { Text.personMade(row: $0.row, $0.person) }
    // Of one row the events say all.
    let all = outcome.rows > 1 ? outcome.record.results : []
    let results = all.prefix(mostTold) + (all.count > mostTold ? [.more(all.count - mostTold)] : [])
    return leftOut(outcome.strangers) + nothing + (isDryRun ? events : []) + results + outcome.record.notes
      + (isDryRun ? [] : made)
  }

  // MARK: - Many at once

  /// A table; nil for a scheme that there is not.
  static func table(_ table: EntryTable, of scheme: Identifier, _ desk: Desk) -> Act? {
    guard desk.schemes.contains(scheme) else { return nil }
    let (by, words) = (desk.seat.by, desk.words)
    @Sendable func run(
      _ ledger: SubsidyLedger, _ values: ActValues, isDryRun: Bool, _ returned: @escaping (ReturnedRows) throws -> Void
    )
      throws -> TableOutcome
    {
      let file = try file(values)
      return try ledger.importTable(
        file.bytes(atMost: InputLimit.table), named: file.claimedName, as: table, scheme: scheme,
        terms: TableTerms(strangers: strangers(values), isDryRun: isDryRun), by: by,
        rows: values.optional("count", values.count).map { UInt64($0) },
        returning: returned)
    }
    return importing(
      Paths.table(table, scheme), Paths.tableTrial(table, scheme), .tableTitle(table, words.scheme(scheme)),
      event: table.event, begins: table.begins, fields: table.registersPersons ? [] : [skipsStrangers]
    ) { ledger, values, returned in
      let outcome = try run(ledger, values, isDryRun: true, returned)
      return Act.Preview(
        figures: [
          Page.Figure(label: .rowsRead, value: Int64(outcome.rows).grouped),
          Page.Figure(label: .eventsToCome, value: Int64(outcome.record.events).grouped),
          Page.Figure(label: .unchangedRows, value: Int64(outcome.unchanged).grouped),
          Page.Figure(label: .newPersons, value: Int64(outcome.newPersons.count).grouped),
        ],
        sentences: (outcome.unreadColumns.isEmpty ? [] : [.columnsNotRead(outcome.unreadColumns)])
          + told(of: outcome, words, isDryRun: true))
    } perform: { ledger, values, returned in
      let outcome = try run(ledger, values, isDryRun: false, returned)
      return Act.Outcome(
        notes: (outcome.id.map { [table == .reviews ? .reviewsReversed : .importNamed($0)] } ?? [])
          + told(of: outcome, words, isDryRun: false))
    }
  }

  /// The bureau's list of contributions for a month.
  static func contributions(_ month: Month, _ desk: Desk) -> Act {
    let by = desk.seat.by
    @Sendable func run(
      _ ledger: SubsidyLedger, _ values: ActValues, isDryRun: Bool, _ returned: @escaping (ReturnedRows) throws -> Void
    ) throws -> ContributionOutcome {
      let terms = ContributionTerms(
        replacesWithLess: values.has("less"), strangers: strangers(values), isDryRun: isDryRun)
      let file = try file(values)
      return try ledger.importContributions(
        file.path, named: file.claimedName, month: month, terms: terms, by: by,
        rows: values.optional("count", values.count).map { UInt64($0) }, returning: returned)
    }
    return importing(
      Paths.contributions(month), Paths.contributionsTrial(month), .contributionsTitle(month), event: .contributed,
      fields: [
        FormField("less", .replacesWithLess, .replacesWithLessHint, .tick), skipsStrangers,
      ]
    ) { ledger, values, returned in
      let outcome = try run(ledger, values, isDryRun: true, returned)
      if let refusal = outcome.refusal { throw refusal }
      return Act.Preview(
        figures: [
          Page.Figure(label: .rowsRead, value: Int64(outcome.rows).grouped),
          Page.Figure(label: .eventsToCome, value: Int64(outcome.recorded).grouped),
          Page.Figure(label: .unchangedRows, value: Int64(outcome.unchanged).grouped),
          Page.Figure(label: Heading.total.text, value: outcome.total.yuan),
        ], sentences: told(of: outcome, month))
    } perform: { ledger, values, returned in
      let outcome = try run(ledger, values, isDryRun: false, returned)
      return Act.Outcome(notes: told(of: outcome, month) + (outcome.id.map { [.importNamed($0)] } ?? []))
    }
  }

  /// Whether rows of persons whom nobody registered are left out.
  private static var skipsStrangers: FormField {
    FormField("strangers", .skipsStrangers, .skipsStrangersHint, .tick)
  }

  private static func strangers(_ values: ActValues) -> StrangerRows { values.has("strangers") ? .leftOut : .refused }

  private static func leftOut(_ strangers: [LineProblem]) -> [Text] {
    strangers.isEmpty ? [] : [.strangersLeftOut(strangers.count)]
  }

  private static func told(of outcome: ContributionOutcome, _ month: Month) -> [Text] {
    [.contributionsTaken(month, outcome)]
      + (outcome.unreadColumns.isEmpty ? [] : [.columnsNotRead(outcome.unreadColumns)])
      + leftOut(outcome.strangers) + (outcome.failed > 0 ? [.contributionsFailed(outcome)] : [])
      + (outcome.replaced > 0 ? [.contributionsReplaced(outcome)] : [])
  }

  /// An act that takes a file in: tried first, with what is wrong row by row.
  private static func importing(
    _ path: LocalPath, _ trial: LocalPath, _ title: Text, event: EventType, begins: Set<EventType> = [],
    fields: [FormField],
    preview:
      @escaping @Sendable (SubsidyLedger, ActValues, @escaping (ReturnedRows) throws -> Void) throws -> Act.Preview,
    perform:
      @escaping @Sendable (SubsidyLedger, ActValues, @escaping (ReturnedRows) throws -> Void) throws -> Act.Outcome
  ) -> Act {
    let fields =
      [
        FormField("file", .tableFile, .tableFileHint, .file),
        FormField("count", .rowCount, .rowCountHint, .value(.number), isRequired: false),
      ] + fields
    return Act(
      path: path, place: .counter, title: title, question: .importQuestion,
      button: .recordRows, events: [event], begins: begins,
      subject: .nothing, fields: fields,
      trial: (
        trial,
        { ledger, values in
          var refused: Act.File?
          do {
            var preview = try preview(ledger, values) { refused = try Act.File(refused: $0) }
            preview.refused = refused
            let file = try file(values)
            preview.sentences.insert(.fileIs(file.claimedName, file.size, "\(try file.digest())"), at: 0)
            return preview
          } catch LedgerFailure.lines(let problems) {
            return Act.Preview(
              problems: problems.map { (Text.row($0.line), $0.problem.text) }, refused: refused)
          }
        }
      ), isLong: true
    ) { ledger, values in
      var left: [Act.File] = []
      var outcome = try perform(ledger, values) { left = [try Act.File(refused: $0)] }
      outcome.files += left
      return outcome
    }
  }

  private static func file(_ values: ActValues) throws(FormRefusal) -> Upload {
    guard let file = values.file else { throw FormRefusal(field: "file", text: .fieldMissing(.tableFile)) }
    return file
  }
}

extension Act.File {
  /// The rows of a table that cannot be taken, with the reasons.
  fileprivate init(refused rows: ReturnedRows) throws {
    self.init(
      name: "refused.xlsx", type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
      bytes: try rows.workbook(isFromPage: true))
  }
}

extension SheetForm.Column {
  /// What heads it in a table, and is said of it where something is wrong: as an office calls it, and its key in English.
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
