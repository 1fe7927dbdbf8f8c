package import Ledger
package import Papers
import Policy
import Subsidy
import Values

/// The reports about a person's identity.
package enum PersonReports {
  /// A person, and the words of the ledger's packs.
  package struct Row: Sendable {
    let card: PersonCard
    let words: LocalWords

    /// Takes a person.
    package init(_ card: PersonCard, _ words: LocalWords) {
      self.card = card
      self.words = words
    }
  }

  /// A row for each person whom a search found.
  package static let found = Report<Row>(
    "find", hiding: .ifBlank,
    [
      .person { $0.card.person },
      .column("name", .personName) { name(of: $0) },
      .column("idNumber", .idNumber) { $0.card.data?.idNumber },
      .column("birth", .birth) { $0.card.registered?.birth },
      .column("household", .householdRegion) { $0.card.registered?.household },
      .column("phone", .phone) { $0.card.data?.phone },
      .column("applications", .applications) { applications(of: $0) },
      .column("missing", .missing) { missing(of: $0) }.inTablesOnly(),
      .member("missing") { $0.card.missing },
    ])

  /// A person at the counter.
  package static let card = Report<Row>(
    "card",
    [
      .column("name", .personName) { name(of: $0) },
      .column("idNumber", .idNumber) { $0.card.data?.idNumber },
      .column("sex", .sex) { $0.card.registered.map { Text.sex(isMale: $0.isMale).cell } ?? .none },
      .column("birth", .birth) { $0.card.registered?.birth },
      .column("household", .householdRegion) { $0.card.registered?.household },
      .column("phone", .phone) { $0.card.data?.phone },
      .column("bank", .bank) { $0.card.data?.bank },
      .column("account", .account) { $0.card.data?.account },
      .column("applications", .applications) { applications(of: $0) },
      .column("missing", .missing) { missing(of: $0) },
      .column("otherKeys", .otherKeys) { $0.card.otherKeys },
    ])

  private static func name(of row: Row) -> Table.Cell {
    if row.card.isErased { return .word(.erased, code: "erased") }
    return row.card.data?.name.map { .text($0) } ?? .none
  }

  private static func missing(of row: Row) -> Table.Cell {
    let missing = row.card.missing
    if missing.isEmpty { return .none }
    return .word(missing.map(\.words).joined, code: missing.map(\.rawValue).joined(separator: " "))
  }

  private static func applications(of row: Row) -> Table.Cell {
    let words = row.card.applications.map { application in
      let scheme = application.scheme.map { row.words.scheme($0) } ?? Text(same: "-")
      let outcome = application.outcome.words
      let waiting = application.waiting.map { Text.waiting(at: $0.office, since: $0.since) } ?? .none
      return Text(
        en: "\(application.id) (\(scheme.en)): \(outcome.en)\(waiting.en)",
        zh: "\(application.id)（\(scheme.zh)补贴）：\(outcome.zh)\(waiting.zh)")
    }
    let code = row.card.applications.map { "\($0.id):\($0.outcome.rawValue)" }.joined(separator: " ")
    return words.isEmpty ? .none : .word(words.joined, code: code)
  }
}

extension PersonCard.Missing: Worded {
  package var words: Text {
    switch self {
    case .registration: Text(en: "registration", zh: "登记信息")
    case .name: Text(en: "name", zh: "姓名")
    case .idNumber: Text(en: "ID number", zh: "身份证号")
    case .account: Text(en: "account", zh: "银行账号")
    case .bank: Text(en: "bank", zh: "开户银行")
    case .application: Text(en: "application", zh: "补贴申请")
    case .contribution: Text(en: "contributions", zh: "缴费记录")
    }
  }
}

extension Text {
  /// A word of the same form in every output.
  fileprivate var cell: Table.Cell { .word(self, code: en) }
  fileprivate static func sex(isMale: Bool) -> Text { isMale ? Text(en: "male", zh: "男") : Text(en: "female", zh: "女") }
  fileprivate static func waiting(at office: String, since: CivilDate) -> Text {
    Text(en: ", at \(office.printable) since \(since)", zh: "，待\(office.printable)办理，自 \(since)")
  }
}
