public import Ledger
import Papers
import Subsidy
import Values
public import Web

/// A page of the main menu, with the roles that open it.
enum Place: CaseIterable, Sendable {
  case today, overview, find, counter, reviews, deadlines, months, batches, recovery, requests, audit, looks,
    operators, policies, sessions

  /// Its address, and the roles of which one opens it: all of them for a page that every operator may see.
  private var declared: (pattern: PathPattern<>, roles: Set<OperatorRole>) {
    let everyRole = Set(OperatorRole.allCases)
    return switch self {
    case .today: (PathPattern("/"), everyRole)
    case .overview: (PathPattern("/overview"), [.audit, .administer])
    case .find: (PathPattern("/people"), everyRole)
    case .counter: (PathPattern("/counter"), [.enter, .review])
    case .reviews: (PathPattern("/reviews"), [.review, .audit, .administer])
    case .deadlines: (PathPattern("/deadlines"), [.enter, .review, .check, .audit, .administer])
    case .months: (PathPattern("/months"), [.draft, .check, .approve, .export, .settle, .audit, .administer])
    case .batches: (PathPattern("/batches"), Place.months.roles)
    case .recovery: (PathPattern("/recovery"), [.enter, .draft, .settle, .recover, .audit, .administer])
    case .requests: (PathPattern("/requests"), everyRole)
    case .audit: (PathPattern("/audit"), [.audit, .administer])
    case .looks: (PathPattern("/looks"), everyRole)
    case .operators: (PathPattern("/operators"), [.audit, .administer])
    case .policies: (PathPattern("/policies"), everyRole)
    case .sessions: (PathPattern("/sessions"), everyRole)
    }
  }

  /// The address for its route.
  var pattern: PathPattern<> { declared.pattern }
  /// The address for links.
  var path: LocalPath { declared.pattern() }
  /// The roles of which one opens it.
  var roles: Set<OperatorRole> { declared.roles }
  /// Whether an operator may open it.
  func admits(_ operator: OperatorState) -> Bool { roles.contains { `operator`.has($0) } }
}

/// The addresses of the pages below the places, each said once for its route and its links; none has a name or a number of a person
/// in it.
enum Paths {
  static let login = PathPattern("/login")
  static let logout = PathPattern("/logout")
  static let endSession = PathPattern("/sessions/{session}/end", Int.self)
  static let found = PathPattern("/people/found/{search}", Secret.self)
  static let person = PathPattern("/people/{person}", Identifier.self)
  static let reveal = PathPattern("/people/{person}/reveal", Identifier.self)
  static let revealed = PathPattern("/people/{person}/revealed/{token}", Identifier.self, Secret.self)
  static let explanation = PathPattern("/people/{person}/months/{month}", Identifier.self, Month.self)
  static let personChanges = PathPattern("/people/{person}/changes", Identifier.self)
  static let monthChanges = PathPattern("/months/{month}/changes", Month.self)
  static let month = PathPattern("/months/{month}", Month.self)
  static let batch = PathPattern("/batches/{batch}", Identifier.self)
  static let review = PathPattern("/reviews/{person}/{application}", Identifier.self, Identifier.self)
  static let sweep = PathPattern("/deadlines/sweep")
  static let findings = PathPattern("/audit/findings")
  static let finding = PathPattern("/audit/findings/{finding}", FindingName.self)
  static let registerOperator = PathPattern("/operators/register")
  static let `operator` = PathPattern("/operators/of/{operator}", Identifier.self)
  static let operatorAct = PathPattern("/operators/of/{operator}/{act}", Identifier.self, OperatorAct.self)
  static let batchAct = PathPattern("/batches/{batch}/{act}", Identifier.self, BatchAct.self)
  static let batchTrial = PathPattern("/batches/{batch}/{act}/try", Identifier.self, BatchAct.self)
  static let monthAct = PathPattern("/months/{month}/{act}", Month.self, MonthAct.self)
  static let demand = PathPattern("/recovery/{person}/{demand}", Identifier.self, Identifier.self)
  static let demandAct = PathPattern(
    "/recovery/{person}/{demand}/{act}", Identifier.self, Identifier.self, DemandAct.self)
  static let raise = PathPattern("/recovery/{person}/of/{scheme}/raise", Identifier.self, Identifier.self)
  static let request = PathPattern("/requests/{request}", Identifier.self)
  static let entry = PathPattern("/counter/one/{table}/{scheme}", EntryTable.self, Identifier.self)
  static let entryTrial = PathPattern("/counter/one/{table}/{scheme}/try", EntryTable.self, Identifier.self)
  static let table = PathPattern("/counter/many/{table}/{scheme}", EntryTable.self, Identifier.self)
  static let tableTrial = PathPattern("/counter/many/{table}/{scheme}/try", EntryTable.self, Identifier.self)
  static let contributions = PathPattern("/counter/contributions/{month}", Month.self)
  static let contributionsTrial = PathPattern("/counter/contributions/{month}/try", Month.self)
  static let done = PathPattern("/done/{form}", ChangeToken.self)
  static let file = PathPattern("/done/{form}/files/{number}", ChangeToken.self, Int.self)
  static let policy = PathPattern("/policies/{policy}", Identifier.self)
  static let policyAgainst = PathPattern("/policies/{policy}/against/{other}", Identifier.self, Identifier.self)
}

/// A parameter that is one of a few words.
protocol WordInPath: PathParameter, RawRepresentable<String>, CaseIterable {}

extension WordInPath {
  init?(pathSegment: String) { self.init(rawValue: pathSegment) }
  var pathSegment: String { rawValue }
  static var pathSegments: [String]? { allCases.map(\.rawValue) }
}

extension EntryTable: PathParameter {
  /// The words of all tables.
  public static var pathSegments: [String]? { allCases.map(\.rawValue) }
  /// Reads the word of a table from a path; nil for what is none.
  public init?(pathSegment: String) { self.init(rawValue: pathSegment) }
  /// Its text in a path.
  public var pathSegment: String { rawValue }
}

extension ChangeToken: PathParameter {
  /// Reads a token from a path; nil for what is none.
  public init?(pathSegment: String) { self.init(pathSegment) }
  /// Its text in a path.
  public var pathSegment: String { id.description }
}
