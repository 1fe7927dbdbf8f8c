import Policy
public import Values

/// The values printed into a form in addition to the person's private data.
public struct FormFacts: Sendable {
  /// The values by the form's names for them.
  private let values: [FormValue: String]
  /// The code, the words or the yuan of the income that the applicant declared; nil if the form has none.
  public let incomeBand: String?

  /// Makes the values of an application.
  ///
  /// - Parameters:
  ///   - isMale: the sex; nil if the person was never registered.
  ///   - birth: the date of birth.
  ///   - unemployedSince: since when the person was registered as unemployed.
  ///   - workKind: the work declared.
  ///   - workSince: since when.
  ///   - incomeBand: the band declared.
  ///   - from: the first month.
  ///   - months: for how many months.
  ///   - appliedOn: the day of the application.
  public init(
    isMale: Bool?, birth: CivilDate?, unemployedSince: CivilDate?, workKind: String?, workSince: CivilDate?,
    incomeBand: String?, from: Month?, months: Int?, appliedOn: CivilDate?
  ) {
    var values: [FormValue: String] = [:]
    values[.sex] = isMale.map { $0 ? "男" : "女" }
    values[.birth] = birth?.chinese
    values[.unemployedSince] = unemployedSince?.chinese
    values[.workKind] = workKind
    values[.workSince] = workSince?.chinese
    if let workSince, let appliedOn, workSince <= appliedOn {
      // The day on which the work began is its first day.
      values[.workDays] = String(appliedOn.days - workSince.days + 1)
    }
    values[.fromMonth] = from?.chinese
    values[.months] = months.map { String($0) }
    values[.appliedOn] = appliedOn?.chinese
    self.values = values
    self.incomeBand = incomeBand
  }

  /// The text of a value: of these facts, else of the private data.
  func text(_ value: FormValue, _ details: PersonalDetails) -> String { values[value] ?? details[value] }

  /// All values by the names that the sentences of a pack use.
  func named(_ details: PersonalDetails) -> [String: String] {
    var named: [String: String] = [:]
    for value in FormValue.allCases {
      let text = text(value, details)
      if !text.isEmpty { named[value.rawValue] = text }
    }
    return named
  }
}
