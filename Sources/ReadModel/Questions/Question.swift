public import Subsidy
import System
public import Values

/// A question to the tables: which of them it needs, and how they are asked.
///
/// The tables on the disk and those that are made in memory for a point in the past are asked the same question.
public struct Question<Answer> {
  /// The tables that it needs.
  public let tables: [any Projection]
  let ask: (borrowing ReadModel) throws -> Answer

  init(_ tables: any Projection..., ask: @escaping (borrowing ReadModel) throws -> Answer) {
    self.tables = tables
    self.ask = ask
  }
}

extension Question where Answer == [BatchSummary] {
  /// The batches, by name.
  public static var batches: Question { Question(BatchesProjection(), PaymentsProjection()) { try $0.batches() } }
}

extension Question where Answer == BatchContent? {
  /// A batch and its lines, by person and month; nil if no event names it.
  ///
  /// - Parameters:
  ///   - batch: the batch.
  ///   - day: the day on which it is asked what keeps the lines back.
  /// - Returns: the question.
  public static func batch(_ batch: Identifier, on day: CivilDate) -> Question {
    Question(BatchesProjection(), PaymentsProjection()) { tables in
      guard let found = try tables.batches(batch).first else { return nil }
      return BatchContent(batch: found, lines: try tables.lines(of: found, on: day))
    }
  }
}

extension Question where Answer == [RecoveryDemand] {
  /// Every demand that was made, cancelled ones too, by person, scheme, id and the key that was booked.
  public static var demands: Question { Question(DemandsProjection()) { try $0.demands() } }
  /// The demands with money still to come, in the same order.
  public static var openDemands: Question {
    Question(DemandsProjection()) { try $0.demands(where: DemandsProjection.isOpen) }
  }
}

/// A person and the region in which the household is registered.
public struct RegisteredPerson: Hashable, Sendable {
  /// The person.
  public let person: Identifier
  /// The region in which the household is registered.
  public let household: Region
}

extension Question where Answer == [RegisteredPerson] {
  /// The registered persons who have nothing under review in a scheme, and nothing approved that has no end, by key.
  public static func persons(withoutApplicationIn scheme: Identifier) -> Question {
    Question(PersonsProjection(), ClaimsProjection()) { tables in
      try tables.ask(
        """
        SELECT person, household FROM persons
        WHERE person NOT IN (SELECT person FROM claims WHERE scheme = ? AND active IS NOT NULL) ORDER BY person
        """, [scheme.description]
      ) { RegisteredPerson(person: try $0.read(), household: try $0.read()) }
    }
  }
}

extension Question where Answer == [Identifier] {
  /// The persons who have an application with this id, by key: it is unique only among one person's own.
  public static func persons(withApplication application: Identifier) -> Question {
    Question(ApplicationsProjection()) { tables in
      try tables.ask(
        "SELECT person FROM applications WHERE application = ? ORDER BY person", [application.description]
      ) { try $0.read(Identifier.self) }
    }
  }
}

extension Question where Answer == Fen {
  /// The items in open batches: ordered, and not answered by a bank.
  public static var inFlight: Question {
    Question(MonthsProjection()) { tables in
      try tables.ask("SELECT coalesce(sum(in_flight_fen), 0) FROM month_sums") {
        try $0.read(Fen.self)
      }.first ?? .zero
    }
  }
}

extension Question where Answer == BatchAnswers.Part {
  /// The payments that a bank returned and whose months are payable again, and their sum.
  public static var returnedAndPayable: Question {
    Question(MonthsProjection()) { tables in
      try tables.part("SELECT payable, payable_fen FROM month_sums WHERE returned = 1")
    }
  }

  /// The claims with money that was paid too much and is not demanded back, and its sum.
  public static var undemanded: Question {
    Question(ClaimsProjection()) { tables in
      try tables.part(
        """
        SELECT count(*), coalesce(sum(undemanded_fen), 0) FROM claims
        WHERE \(ClaimsProjection.hasRecovery) AND undemanded_fen > 0
        """)
    }
  }
}

extension ReadModel {
  /// How many rows a question counts, and their sum.
  fileprivate func part(_ question: String) throws -> BatchAnswers.Part {
    try ask(question) { BatchAnswers.Part(items: try $0.read(), total: try $0.read()) }.first ?? BatchAnswers.Part()
  }
}

extension Question where Answer == MonthBooks {
  /// The books of a month, closed or open, or of several months that end with it.
  public static func books(of month: Month, from first: Month? = nil) -> Question {
    Question(PaymentsProjection(), MovementsProjection(), DebtsProjection(), ClosesProjection()) {
      try $0.books(of: month, from: first)
    }
  }
}

/// The open matters in the tables, all of them at one point of the log.
public struct OpenMatters: Sendable {
  /// The work that waits for the offices.
  public let work: OpenWorkSums
  /// The batches, by name.
  public let batches: [BatchSummary]
  /// The payments that a bank returned and whose months are payable again.
  public let returned: BatchAnswers.Part
  /// The claims with money that was paid too much and is not demanded back.
  public let undemanded: BatchAnswers.Part
  /// The books of a month.
  public let books: MonthBooks
}

extension Question where Answer == OpenMatters {
  /// The open matters, with the books of a month: questions that other callers ask one by one, answered together.
  public static func openMatters(books month: Month) -> Question {
    Question(
      DeadlinesProjection(), BatchesProjection(), PaymentsProjection(), MonthsProjection(), ClaimsProjection(),
      MovementsProjection(), DebtsProjection(), ClosesProjection()
    ) { tables in
      OpenMatters(
        work: try Question<OpenWorkSums>.openWorkSums(for: nil, in: nil).ask(tables),
        batches: try Question<[BatchSummary]>.batches.ask(tables),
        returned: try Question<BatchAnswers.Part>.returnedAndPayable.ask(tables),
        undemanded: try Question<BatchAnswers.Part>.undemanded.ask(tables),
        books: try Question<MonthBooks>.books(of: month).ask(tables))
    }
  }
}

extension Question where Answer == [MonthBooks] {
  /// The books of each of some months, closed or open, in their order.
  public static func books(ofEach months: ClosedRange<Month>) -> Question {
    Question(PaymentsProjection(), MovementsProjection(), DebtsProjection(), ClosesProjection()) {
      try $0.books(ofEach: months)
    }
  }
}

extension Question where Answer == [UnpaidClaim] {
  /// The claims that can be paid or are on their way on a day, the oldest first.
  public static func unpaid(on day: CivilDate) -> Question {
    Question(ClaimsProjection(), MonthsProjection()) { try $0.unpaidClaims(on: day) }
  }
}

extension Question where Answer == Void {
  /// Gives the claims of a scheme, or of all schemes, one by one, by person and scheme.
  ///
  /// - Parameters:
  ///   - scheme: the scheme; nil for all.
  ///   - withMonths: whether they come with their months.
  ///   - body: takes a claim.
  /// - Returns: the question.
  public static func claims(
    of scheme: Identifier?, withMonths: Bool, _ body: @escaping (ClaimStatement) throws -> Void
  ) -> Question {
    if !withMonths {
      return Question(ClaimsProjection()) { try $0.forEachClaim(.sums(scheme: scheme), body) }
    }
    return Question(ClaimsProjection(), MonthsProjection()) { try $0.forEachClaim(.months(scheme: scheme), body) }
  }
}

extension Question where Answer == [ClaimStatement] {
  /// The claims that are granted and have no more than some months left, the fewest first.
  public static func claims(endingWithin months: Int) -> Question {
    Question(ClaimsProjection()) { try $0.claims(.ending(within: months)) }
  }

  /// The claims with a sum of recovery, by person and scheme, without months.
  public static var recoveredClaims: Question { Question(ClaimsProjection()) { try $0.claims(.recovered) } }

  /// The claims of some persons with a sum of recovery, by person and scheme, each with the months with money that is, or was, to
  /// come back.
  public static func recovery(of persons: Set<Identifier>) -> Question {
    Question(ClaimsProjection(), MonthsProjection()) { try $0.claims(.recovery(of: persons)) }
  }
}

extension Question where Answer == RecoveryList {
  /// The persons who have money to bring back, or had.
  public static var recovery: Question {
    Question(ClaimsProjection(), MonthsProjection(), DemandsProjection()) { tables in
      RecoveryList(
        claims: try tables.claims(.recovery(of: nil)),
        withoutGround: try tables.demands(where: "without_ground_fen > 0"))
    }
  }
}

extension ReadModel {
  /// Answers a question; nil if one of the tables that it needs is not ours, or is halted.
  ///
  /// - Throws: ``UnreadableCell``, `SQLiteError`.
  public func answer<Answer>(_ question: Question<Answer>) throws -> Answer? {
    let statuses = try tableStatuses()
    for table in question.tables {
      let (name, version) = (table.layout.name, table.layout.version)
      guard statuses.contains(where: { $0.name == name && $0.version == version && $0.halt == nil }) else { return nil }
    }
    return try question.ask(self)
  }

  /// The tables that a question needs, made from a fold of all persons.
  ///
  /// - Throws: as ``temporary(_:filling:)``.
  public static func temporary(_ projections: [any Projection], from source: ReadModelSource) throws -> ReadModel {
    try temporary(projections) { write in
      let state = source.state
      let persons = state.personsInOrder.map { state.persons.identifiers[$0] }
      try Renderer(source, projections, projections.map(\.layout)).forEachPart(of: persons[...], write)
      return source
    }
  }

  /// The tables that a question needs, in memory, and beyond its limit in a file without a name.
  ///
  /// - Parameters:
  ///   - projections: the tables.
  ///   - fill: writes the rows of all persons, and returns a fold that covers at least the events about no person.
  /// - Returns: the tables, which go with it.
  /// - Throws: `SQLiteError`, ``ProjectionHalt`` for an event that one of the tables cannot take, and what `fill` throws.
  public static func temporary(
    _ projections: [any Projection], filling fill: ((RenderedRows) throws -> Void) throws -> ReadModelSource
  ) throws -> ReadModel {
    let model = try ReadModel(SQLiteDatabase.temporary(), projections)
    try model.createTables()
    let writers = try model.layouts.map { try TableWriter($0, in: model.database) }
    try model.database.begin(.immediate)
    func write(_ rendered: RenderedRows) throws {
      for halt in rendered.halts.first { if let halt { throw halt } }
      for (writer, rows) in zip(writers, rendered.tables) { try writer.insert(rows) }
    }
    let renderer = try Renderer(fill(write), projections, model.layouts)
    try write(renderer.ledgerRows())
    for status in renderer.statuses { try model.write(status) }
    try model.finishTables()
    try model.database.commit()
    return model
  }
}
