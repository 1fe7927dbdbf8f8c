/// The requirements that a document makes of an application: time, place, papers and words.
public struct ApplicationRule: Hashable, Sendable {
  /// The part of the year in which applications are taken; nil if the document names none.
  public let window: WindowRule?
  /// The clause by which contributions are paid before the application (先缴后补); nil if there is none.
  public let payFirstClause: String?
  /// The places at which an application may be made: an application names one as its `place`.
  public let places: [ListedRule]
  /// The ways of applying, in person or online.
  public let channels: [ListedRule]
  /// Registrations that must have been made one after the other; nil if the document does not say.
  public let order: OrderRule?
  /// Facts that bar an application made in a month that has a day of them, for any months that it asks for.
  public let excluded: [FactRule]
  /// The persons who may apply for the applicant; nil if the document does not say.
  public let delegation: ListedRule?
  /// The papers that an applicant brings.
  public let materials: [MaterialRule]
  /// The application form; nil if the document has none.
  public let form: FormRule?
  /// The text of the undertaking (承诺书); nil if the document has none.
  public let undertaking: UndertakingRule?
}

/// A part of the year in which a task has to be done.
public struct WindowRule: Hashable, Sendable {
  /// The days.
  public let days: Quantity<YearWindow>
  /// The clause.
  public let clause: String?
}

/// Facts whose first days must not go backwards (依次).
public struct OrderRule: Hashable, Sendable {
  /// The facts in their order.
  public let facts: [FactCode]
  /// The clause.
  public let clause: String?
}

/// A paper that an applicant brings.
public struct MaterialRule: Hashable, Sendable {
  /// When a paper is asked for.
  public enum Condition: String, CaseIterable, Hashable, Sendable {
    /// Of every applicant.
    case always
    /// Of a person whose household came from another province.
    case householdFromElsewhere = "household-from-elsewhere"
    /// If another person applies on the applicant's behalf.
    case delegated
    /// Only if no system has the data.
    case notShared = "not-shared"
  }
  /// The paper.
  public let item: ListedRule
  /// When it is asked for.
  public let condition: Condition
}

/// An application form with its fields in their order.
public struct FormRule: Hashable, Sendable {
  /// The title as printed.
  public let title: String
  /// The fields.
  public let fields: [FormField]
  /// The sentences that the applicant declares, with `{name}` for values.
  public let statements: [String]
  /// The bands of the monthly income, in whole yuan.
  public let incomeBands: [IncomeBand]
  /// The lines that the office fills in, with `{name}` for values.
  public let opinion: [String]
  /// The notes under the form.
  public let notes: [String]
  /// The clause.
  public let clause: String?
}

/// A field of a form.
public struct FormField: Hashable, Sendable {
  /// The label as printed.
  public let chinese: String
  /// The label in English.
  public let english: String
  /// The source of its value.
  public let source: FormValue
}

/// A value that a form, a notification or a roster can ask from the ledger and the vault.
public enum FormValue: String, CaseIterable, Hashable, Sendable {
  /// The person's name (姓名).
  case name
  /// The sex (性别).
  case sex
  /// The date of birth (出生日期).
  case birth
  /// The resident identity number (身份证号).
  case idNumber = "id-number"
  /// The telephone number (联系电话).
  case phone
  /// The person to call in an emergency (紧急联系人).
  case emergencyContact = "emergency-contact"
  /// The bank (开户银行).
  case bank
  /// The account (账号).
  case account
  /// The person's home address (家庭居住地址).
  case address
  /// The address of the registered household (户口所在地址).
  case householdAddress = "household-address"
  /// The level of education (文化程度).
  case education
  /// The person's status before being unemployed (失业前身份).
  case formerStatus = "former-status"
  /// The unit that keeps the person's file (存档单位).
  case archive
  /// Unemployed since (失业时间).
  case unemployedSince = "unemployed-since"
  /// The flexible work (灵活就业项目).
  case workKind = "work-kind"
  /// Since when (自何日起).
  case workSince = "work-since"
  /// For how many days (至今已).
  case workDays = "work-days"
  /// The band of the monthly income (月收入区间).
  case incomeBand = "income-band"
  /// The first month applied for (拟享受起月).
  case fromMonth = "from-month"
  /// For how many months (享受月数).
  case months
  /// The day of the application (递交申请日期).
  case appliedOn = "applied-on"
}

/// A band of the monthly income, in whole yuan.
public struct IncomeBand: Hashable, Sendable {
  /// The code in `work.incomeBand`.
  public let code: String
  /// The label as printed.
  public let chinese: String
  /// The label in English.
  public let english: String
  /// The smallest income.
  public let fromYuan: Int64
  /// The largest income; nil for the last band.
  public let toYuan: Int64?
}

/// The text of an undertaking (承诺书); a district may add to it and take nothing away.
public struct UndertakingRule: Hashable, Sendable {
  /// The title as printed.
  public let title: String
  /// The lines as printed, with `{name}` for values.
  public let lines: [String]
  /// The text that the applicant copies by hand; nil if the document asks for none.
  public let copied: String?
  /// The clause.
  public let clause: String?

  /// The first line that a district's version lacks; nil if it keeps them all.
  ///
  /// > Source: 京劳服失发〔2019〕1号 附件1 四.2: 现有内容不能删减，可结合实际，自行增加内容.
  public func firstLineMissing(in district: [String]) -> String? {
    (lines + (copied.map { [$0] } ?? [])).first { !district.contains($0) }
  }
}

/// Registration as flexibly employed (灵活就业登记) on the applicant's word, checked by comparing data.
public struct RegistrationRule: Hashable, Sendable {
  /// The clause by which a written undertaking takes the place of proofs (承诺制).
  public let commitmentClause: String?
  /// The cross-checks; one that was not made is "not checked", never "passed".
  public let checks: [ListedRule]
  /// The places at which a person may register.
  public let places: [ListedRule]
  /// The fields that are asked for.
  public let fields: [ListedRule]
  /// The youngest age in years; nil if the document names none.
  public let minimumAge: AgeRule?
}

/// An age that a person must have reached.
public struct AgeRule: Hashable, Sendable {
  /// The age in years.
  public let years: Int
  /// The clause.
  public let clause: String?
}
