/// One rule of a document, an open question or a golden case, and what became of it in this project.
///
/// Its clause is in Fixtures/rules/ids.tsv, next to its number.
struct Rule: Sendable {
  /// The number: `LZ07`, `P12`, `G3`.
  let id: String
  /// The ledger's behaviour, in Chinese; for a rule that it does not keep, the reason.
  let chinese: String
  /// The same in English.
  let english: String
  /// The places that keep it.
  let places: [Place]
  let standing: Standing

  enum Standing: Hashable, Sendable {
    /// It works, and a test proves it.
    case kept
    /// It is not for this program.
    case outOfScope
  }

  /// A place in a pack or in the code.
  enum Place: Hashable, Sendable {
    /// A path in a pack: in the pack of the rule's own document unless `id` names another.
    ///
    /// `clause` is given if the pack's clause is finer or coarser than that of the table of rules.
    case pack(String, id: String? = nil, clause: String? = nil)
    /// A declaration in the sources: `Retirement`, `LedgerState.decideDemands`.
    case code(String)
  }

  static func kept(_ id: String, _ chinese: String, _ english: String, _ places: Place...) -> Rule {
    Rule(id: id, chinese: chinese, english: english, places: places, standing: .kept)
  }

  static func outOfScope(_ id: String, _ chinese: String, _ english: String) -> Rule {
    Rule(id: id, chinese: chinese, english: english, places: [], standing: .outOfScope)
  }
}

/// The rows of one document.
struct RuleSection: Sendable {
  let chinese: String
  let english: String
  /// The pack that holds them; nil if a section is about several.
  let pack: String?
  let rules: [Rule]
}

/// Every rule, document by document.
enum RuleTable {
  static let sections = [liuzhou, jingdezhen, beijing, linyi, lianyungang, questions, cases]

  static var rules: [Rule] { sections.flatMap(\.rules) }
}
