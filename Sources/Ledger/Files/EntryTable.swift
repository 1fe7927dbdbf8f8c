import Papers
package import Policy
package import Sheets
import Subsidy
import Values

/// The subject of a table of people's entries.
public enum EntryTable: String, CaseIterable, Hashable, Sendable {
  /// Persons: one a row, new or corrected.
  case registrations
  /// Applications, each with its person and the facts that the document asks for.
  case applications
  /// Facts that come from other authorities.
  case facts
  /// Decisions of a review stage.
  case reviews

  /// Whether its rows register persons who are not registered yet.
  public var registersPersons: Bool {
    switch self {
    case .registrations, .applications: true
    case .facts, .reviews: false
    }
  }

  /// The columns under a pack: where the document leaves a choice, the pack names the values.
  package func form(_ pack: PolicyPack) -> SheetForm {
    switch self {
    case .registrations:
      SheetForm(name: rawValue, columns: EntryTable.keys + EntryTable.person(isRequired: true), anyOf: [])
    case .applications:
      SheetForm(
        name: rawValue, columns: EntryTable.keys + EntryTable.person(isRequired: false) + EntryTable.application(pack),
        anyOf: [])
    case .facts: SheetForm(name: rawValue, columns: EntryTable.keys + EntryTable.fact, anyOf: ["idNumber", "person"])
    case .reviews:
      SheetForm(name: rawValue, columns: EntryTable.keys + EntryTable.review(pack), anyOf: ["idNumber", "person"])
    }
  }

  private static let keys = [SheetForm.Column("idNumber", .number), SheetForm.Column("person", .number)]

  private static func person(isRequired: Bool) -> [SheetForm.Column] {
    [
      SheetForm.Column("name", .text), SheetForm.Column("household", .text, required: isRequired),
      SheetForm.Column("since", .date),
      SheetForm.Column("phone", .number), SheetForm.Column("address", .text), SheetForm.Column("bank", .text),
      SheetForm.Column("account", .number), SheetForm.Column("accountHolder", .text),
    ]
  }

  /// The private fields that a table of persons may have, by the names of their columns.
  static let privateFields = ["name", "phone", "address", "bank", "account", "accountHolder"]

  private static func application(_ pack: PolicyPack) -> [SheetForm.Column] {
    [
      SheetForm.Column("from", .month, required: true),
      SheetForm.Column("undertaking", .choice(SheetWords.choice("yesno")), required: true),
      SheetForm.Column("channel", .text), SheetForm.Column("application", .number),
      SheetForm.Column("district", .text), SheetForm.Column("source", .text),
    ]
      + facts(askedBy: pack).flatMap { fact in
        [
          SheetForm.Column(
            factKey(fact), .date, headings: [fact.words.zh + "日期", fact.words.zh + "起始日期", fact.words.zh]),
          SheetForm.Column(detailKey(fact), .text, headings: [fact.words.zh + "类别", fact.words.zh + "说明"]),
        ]
      }
  }

  /// The facts that a pack asks for, in its order.
  static func facts(askedBy pack: PolicyPack) -> [FactCode] {
    var facts: [FactCode] = []
    for fact in pack.required.map(\.fact) where !facts.contains(fact) { facts.append(fact) }
    return facts
  }

  /// The column of the day from which a fact holds.
  static func factKey(_ fact: FactCode) -> String { "fact.\(fact.rawValue)" }

  /// The column of what more is said of a fact.
  static func detailKey(_ fact: FactCode) -> String { "detail.\(fact.rawValue)" }

  private static let fact = [
    SheetForm.Column(
      "fact", .choice(FactCode.allCases.map { SheetChoice(value: $0.rawValue, words: [$0.words.zh]) }), required: true),
    SheetForm.Column("factFrom", .date, required: true), SheetForm.Column("factTo", .date),
    SheetForm.Column("source", .text, required: true), SheetForm.Column("detail", .text),
  ]

  private static func review(_ pack: PolicyPack) -> [SheetForm.Column] {
    [
      SheetForm.Column("application", .number),
      SheetForm.Column(
        "stage",
        .choice(
          pack.process.stages.map { SheetChoice(value: $0.name.description, words: [$0.office]) })),
      SheetForm.Column("outcome", .choice(SheetWords.choice("outcome")), required: true),
      SheetForm.Column("reason", .text),
    ]
  }
}
