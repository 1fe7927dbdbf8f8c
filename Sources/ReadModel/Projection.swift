public import Subsidy
public import Values

/// A table that is derived from the log and nothing else: it can be thrown away and made again.
///
/// The content of a row comes from two folds. The one that all projections share is ``LedgerState``, and a projection that
/// shows it needs nothing but ``rows(of:_:in:)``. A projection folds itself the data that the shared fold does not keep: it
/// names the event types it takes and evolves a state of its own, one for each person, or one for the events that are about no
/// person. These states are not kept: each is folded from the events of one person when that person's rows are written, so it
/// may hold anything.
///
/// An error that ``evolve(_:_:)`` throws halts the projection at that event; it is never passed over.
public protocol Projection: Sendable {
  /// The state that a projection keeps of the events that it takes.
  associatedtype State: Sendable = Void

  /// The content of a row.
  associatedtype Row

  /// The table: its name, version and columns.
  var table: TableDeclaration<Row> { get }
  /// The types of the events that ``evolve(_:_:)`` takes; none for a projection that shows the shared fold alone.
  var eventTypes: Set<EventType> { get }
  /// The types of the events that leave every row as it is: a change of nothing else passes the table over.
  var unchangedBy: Set<EventType> { get }
  /// The state before the first event.
  var initial: State { get }
  /// Takes an event in: one of a person's own, or, for rows of the ledger, one that is about no person.
  ///
  /// Annulled events are left out.
  ///
  /// - Throws: anything, which halts the projection at this event.
  func evolve(_ state: inout State, _ event: Event) throws
  /// The rows of one person, in any order.
  func rows(of person: PersonView, _ state: State, in ledger: LedgerState) -> [Row]
  /// The rows of a table that is not about persons, in any order.
  ///
  /// They must follow from the events that are about no person: after a change of few persons `ledger` holds those.
  func rows(_ state: State, in ledger: LedgerState) -> [Row]
  /// Adds the rows of a person, or of the ledger, from the events of its own.
  ///
  /// Every projection has it from the protocol. It is a requirement so that it is compiled for each projection's own rows;
  /// otherwise the type of every row would be known only at run time.
  ///
  /// - Throws: ``ProjectionHalt`` at the first event that ``evolve(_:_:)`` does not take.
  func render(
    _ events: TypedEvents, of person: PersonView?, in ledger: LedgerState, _ shape: TableShape, into rows: inout Rows
  ) throws(ProjectionHalt)
}

extension Projection {
  /// No events of its own.
  public var eventTypes: Set<EventType> { [] }
  /// Any event may change it.
  public var unchangedBy: Set<EventType> { [] }
  /// Nothing happens.
  public func evolve(_ state: inout State, _ event: Event) {}
  /// No rows of one person.
  public func rows(of person: PersonView, _ state: State, in ledger: LedgerState) -> [Row] { [] }
  /// No rows of the ledger.
  public func rows(_ state: State, in ledger: LedgerState) -> [Row] { [] }
}

extension Projection {
  /// Whether a change by events of some types alone can change a row; if no types are given, it is not known what has changed.
  func isChanged(by types: Set<EventType>) -> Bool { types.isEmpty || !types.isSubset(of: unchangedBy) }
}

extension Projection where State == Void {
  /// Nothing is remembered.
  public var initial: Void { () }
}

extension EventType {
  /// The life of a batch and its items: most of the events about all persons at once.
  static var ofBatches: Set<EventType> {
    [
      .paymentOrdered, .paid, .paymentReturned, .paymentWithheld, .batchDrafted, .batchApproved, .batchExported,
      .batchCancelled, .batchRecalled, .listChecked, .fundsRequested, .fundsReceived,
    ]
  }
}

/// A person with the evaluation that all projections share.
public struct PersonView: Sendable {
  /// The person's number in the state.
  public let number: Int
  /// The person's key.
  public let person: Identifier
  /// The claims, by scheme.
  public let claims: [ClaimEntitlement]

  /// Evaluates a person.
  public init(_ number: Int, in state: LedgerState) {
    self.number = number
    person = state.persons.identifiers[number]
    claims = state.entitlementsByScheme(ofPersonAt: number)
  }
}

/// The projections that the program comes with.
public enum Projections {
  /// In the order in which the tables are written.
  public static var standard: [any Projection] {
    [
      ClaimsProjection(), MonthsProjection(), PaymentsProjection(), DemandsProjection(), ApplicationsProjection(),
      StagesProjection(), FactsProjection(), NotificationsProjection(), DeadlinesProjection(), StatisticsProjection(),
      BatchesProjection(), PapersProjection(), MovementsProjection(), DebtsProjection(), ClosesProjection(),
      PersonsProjection(),
    ]
  }
}
