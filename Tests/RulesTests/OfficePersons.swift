import Policy
import Subsidy
import TestSupport
import Values

/// An applicant: the person, and the content of the application.
struct Applicant {
  /// Wherein the application is another than the usual one.
  var name = "as usual"
  /// The day of the application.
  var day: CivilDate = "2025-03-12"
  var birth: CivilDate = "1980-05-05"
  var isMale = true
  var household: Region
  var facts: [PlannedFact]
  /// A cross-check that was made and not passed.
  var failedCheck: String?
  var from: Month = "2025-03"
  var undertaking = true
  var district: Region?
  var place: Applied.Place?
  var category: Identifier?
  var materials: [Identifier] = []
  var delegate: String?

  init(household: Region, facts: [PlannedFact], places: [ListedRule]) {
    self.household = household
    self.facts = facts
    district = household
    place = places.first.flatMap { Applied.Place(rawValue: $0.code) }
  }

  /// The same applicant in another respect.
  func but(_ name: String, _ change: (inout Applicant) -> Void) -> Applicant {
    var other = self
    other.name = name
    change(&other)
    return other
  }

  func application(_ person: Identifier, in scheme: Identifier) -> Applied {
    Applied(
      person: person, application: Identifier(joined: "a", "\(person)"), scheme: scheme, from: from,
      undertaking: undertaking, channel: "street", delegate: delegate, district: district, place: place,
      category: category, materials: materials)
  }

  /// The events recorded of the person before the application.
  func past(_ person: Identifier) -> [EventBody] {
    let registered = Registered(person: person, birth: birth, isMale: isMale, household: household)
    let checks = failedCheck.map { [Entries.checked(Identifier(stringLiteral: $0), passed: false, person: person)] }
    return [.registered(registered)] + facts.map { $0.body(person) } + (checks ?? [])
  }
}

extension Applicant {
  /// Those who apply rightly, and those who are wrong in one respect each that a pack may ask about.
  static func all(under pack: PolicyPack, _ usual: Applicant, _ regions: [Region]) -> [Applicant] {
    [usual, usual.but("without an undertaking") { $0.undertaking = false }]
      + places(usual, regions) + papers(under: pack, usual) + facts(usual) + newFacts(under: pack, usual)
      + days(under: pack, usual)
      + (pack.registration?.checks ?? []).map { rule in usual.but("failed \(rule.code)") { $0.failedCheck = rule.code }
      }
  }

  private static func places(_ usual: Applicant, _ regions: [Region]) -> [Applicant] {
    regions.map { region in usual.but("in district \(region)") { $0.district = region } }
      + regions.map { region in
        usual.but("with household \(region)") { ($0.household, $0.district) = (region, nil) }
      } + Applied.Place.allCases.map { place in usual.but("at \(place.rawValue)") { $0.place = place } }
  }

  private static func papers(under pack: PolicyPack, _ usual: Applicant) -> [Applicant] {
    let groups = (pack.scope?.targets ?? []).map(\.code) + ["nobody"]
    let papers = (pack.application?.materials ?? []).map(\.item.code)
    func names(_ codes: [String]) -> [Identifier] { codes.map { Identifier(stringLiteral: $0) } }
    return groups.map { code in usual.but("of group \(code)") { $0.category = Identifier(stringLiteral: code) } }
      + (papers + ["nothing"]).map { code in usual.but("with \(code)") { $0.materials = names([code]) } }
      + [
        usual.but("by another, without papers") { $0.delegate = "d-1" },
        usual.but("by another, with all papers") { ($0.delegate, $0.materials) = ("d-1", names(papers)) },
      ]
  }

  private static func facts(_ usual: Applicant) -> [Applicant] {
    FactCode.allCases.flatMap { code in
      [
        usual.but("who has \(code.rawValue)") { $0.facts.append(PlannedFact(code, from: "2025-03-05")) },
        usual.but("who had no \(code.rawValue)") { $0.facts.removeAll { $0.code == code } },
        usual.but("whose \(code.rawValue) began late") { applicant in
          applicant.facts = applicant.facts.map { $0.code == code ? PlannedFact(code, from: "2018-01-01") : $0 }
        },
      ]
    }
  }

  /// With a fact on the day of applying that the pack excludes then: the month that is asked for is another.
  private static func newFacts(under pack: PolicyPack, _ usual: Applicant) -> [Applicant] {
    (pack.application?.excluded ?? []).flatMap { rule in
      let now = usual.but("who has \(rule.fact.rawValue) now and asks for February") { applicant in
        applicant.from = "2025-02"
        applicant.facts.append(PlannedFact(rule.fact, from: "2025-03-05"))
      }
      let graduate = now.but("a graduate, \(now.name)") { applicant in
        applicant.facts.removeAll { $0.code == .difficultyRecognised }
        applicant.facts.append(PlannedFact(.graduated, from: "2024-06-30"))
      }
      return [now, graduate]
    }
  }

  /// At both sides of each border of days and ages.
  private static func days(under pack: PolicyPack, _ usual: Applicant) -> [Applicant] {
    let first = [pack.effectiveFrom, pack.process.transition?.acceptedFrom].compactMap { $0 }
    let borders = first.flatMap { [$0.adding(days: -1), $0, $0.adding(days: 1), $0.adding(months: 1)] }
    let seasons: [CivilDate] = ["2025-01-15", "2025-02-10", "2025-11-20", "2025-12-15"]
    let births: [(CivilDate, Bool)] = [
      ("2009-03-12", true), ("2009-03-13", true), ("2008-03-12", true), ("2010-03-12", true), ("1962-05-05", true),
      ("1968-05-05", false), ("1973-05-05", false),
    ]
    // No person applies for a month before the document.
    return (borders + seasons).map { day in
      usual.but("on \(day)") { ($0.day, $0.from) = (day, max(day.month, pack.effectiveFrom.month)) }
    }
      + births.map { birth, isMale in
        usual.but("\(isMale ? "a man" : "a woman") born \(birth)") { applicant in
          (applicant.birth, applicant.isMale) = (birth, isMale)
          applicant.facts = applicant.facts.map { PlannedFact($0.code, from: "2022-01-01", detail: $0.detail) }
        }
      }
  }
}

/// A person with an approval of January 2025, and the other entries about them.
struct Recipient {
  /// Their peculiarity.
  var name: String
  /// The person; only the person of the application counts.
  var person: Applicant
  /// Months enjoyed elsewhere.
  var prior: Registered.Prior?
  /// The entries, in their order, each on a day.
  var entries: [(day: CivilDate, body: Entry)] = []

  /// Something that is recorded of a person in a scheme.
  typealias Entry = (_ person: Identifier, _ scheme: Identifier) -> EventBody

  /// The contributions of a usual half-year.
  static let usualMonths: [(Month, Int64)] = (0..<6).map { (Month("2025-01").adding($0), 60_000) }

  init(_ name: String, _ person: Applicant, months: [(Month, Int64)] = Recipient.usualMonths) {
    self.name = name
    self.person = person
    for (month, amount) in months { contribute(month, amount, paidOn: month.lastDay) }
  }

  mutating func contribute(_ month: Month, _ amount: Int64, paidOn: CivilDate, _ insurance: InsuranceKind? = nil) {
    entries.append(
      (
        paidOn,
        { person, _ in
          .contributed(
            Contributed(
              person: person, month: month, amount: Fen(amount), paidOn: paidOn, source: "si", insurance: insurance))
        }
      ))
  }

  /// The same recipient with more that is recorded.
  func with(_ name: String, on day: CivilDate, _ body: @escaping Entry) -> Recipient {
    var other = self
    other.name = name
    other.entries.append((day, body))
    return other
  }
}

extension Recipient {
  /// A recipient for each thing that a month can fail by, or that an amount or a term depends on.
  static func all(under pack: PolicyPack, _ usual: Applicant, _ regions: [Region]) -> [Recipient] {
    [Recipient("as usual", usual)] + facts(under: pack, usual) + money(usual) + households(usual, regions)
      + ages(usual) + decisions(under: pack, usual) + claims(usual) + newlyEmployed(usual, regions)
  }

  private static func facts(under pack: PolicyPack, _ usual: Applicant) -> [Recipient] {
    let during = FactCode.allCases.map { code in
      Recipient(
        "\(code.rawValue) in March",
        usual.but("") { $0.facts.append(PlannedFact(code, from: "2025-03-10", to: "2025-03-12")) })
    }
    let late = FactCode.allCases.map { code in
      Recipient(
        "\(code.rawValue) from March",
        usual.but("") { person in
          person.facts = person.facts.map {
            $0.code == code ? PlannedFact(code, from: "2025-03-28", detail: $0.detail) : $0
          }
        })
    }
    let groups = (pack.scope?.targets ?? []).map { group in
      Recipient(
        "of group \(group.code)",
        usual.but("") { person in
          person.facts = person.facts.map { PlannedFact($0.code, from: $0.from, detail: group.code) }
        })
    }
    let unverified = Recipient(
      "not verified in 2025",
      usual.but("") { person in
        person.facts.removeAll { $0.code == .annualVerified }
        person.facts.append(PlannedFact(.annualVerified, from: "2024-01-01", to: "2024-12-31"))
      })
    return during + late + groups + [unverified]
  }

  private static func money(_ usual: Applicant) -> [Recipient] {
    let amounts: [Int64] = [1, 40_499, 40_500, 59_999, 300_000, 900_000]
    let months = amounts.enumerated().map { (Month("2025-01").adding($0.offset), $0.element) }
    var kinds = Recipient("by insurance", usual, months: [])
    for (number, kind) in InsuranceKind.allCases.enumerated() {
      let month = Month("2025-01").adding(number)
      kinds.contribute(month, 60_000, paidOn: month.lastDay, kind)
    }
    var late = Recipient("paid late", usual, months: [])
    let days: [CivilDate] = ["2025-02-14", "2025-03-31", "2025-05-01", "2025-07-31", "2025-12-31", "2026-01-01"]
    for (number, day) in days.enumerated() { late.contribute(Month("2025-01").adding(number), 60_000, paidOn: day) }
    return [Recipient("by amount", usual, months: months), kinds, late]
  }

  private static func households(_ usual: Applicant, _ regions: [Region]) -> [Recipient] {
    regions.flatMap { region in
      [
        Recipient("with household \(region)", usual.but("") { $0.household = region }),
        Recipient("moved", usual).with("moved to \(region)", on: "2025-03-20") { person, _ in
          .registered(
            Registered(
              person: person, birth: usual.birth, isMale: usual.isMale, household: region, since: "2025-03-15"))
        },
      ]
    }
  }

  /// Men and women around the ages that documents name, and graduates.
  private static func ages(_ usual: Applicant) -> [Recipient] {
    let births: [(CivilDate, Bool)] = [
      ("1964-11-05", true), ("1965-06-05", true), ("1969-11-05", true), ("1970-01-10", true), ("1970-06-05", true),
      ("1969-11-05", false), ("1973-11-05", false), ("1975-01-10", false), ("1975-01-11", false),
      ("1980-01-10", false),
    ]
    let aged = births.map { birth, isMale in
      Recipient(
        "\(isMale ? "a man" : "a woman") born \(birth)", usual.but("") { ($0.birth, $0.isMale) = (birth, isMale) })
    }
    let schooldays: [CivilDate] = ["2022-12-31", "2023-01-10", "2023-06-30", "2024-01-10", "2024-06-30", "2025-06-30"]
    let graduates = schooldays.flatMap { day in
      [true, false].map { isRecognised in
        Recipient(
          "graduated on \(day)\(isRecognised ? ", recognised" : "")",
          usual.but("") { person in
            if !isRecognised { person.facts.removeAll { $0.code == .difficultyRecognised } }
            person.facts.append(PlannedFact(.graduated, from: day))
          })
      }
    }
    return aged + graduates
  }

  private static func decisions(under pack: PolicyPack, _ usual: Applicant) -> [Recipient] {
    var near = Recipient("near the limit", usual)
    near.prior = Registered.Prior(firstApproved: "2021-01-10", months: 34)
    let plain = Recipient("", usual)
    let unpaid = Recipient("", usual, months: [("2025-01", 60_000)])
    func failure(_ month: Month) -> Recipient.Entry {
      { person, _ in .debitFailed(DebitFailed(person: person, month: month, source: "si")) }
    }
    let exits = (pack.supervision?.exits ?? []).map { exit in
      plain.with("left by \(exit.item.code)", on: "2025-05-20") { person, scheme in
        .ended(Ended(person: person, scheme: scheme, from: "2025-04", reason: exit.item.code))
      }
    }
    return [
      near,
      plain.with("a deceiver", on: "2025-05-20") { person, scheme in
        .ended(Ended(person: person, scheme: scheme, from: "2025-05", reason: Ended.fraud))
      },
      plain.with("suspended", on: "2025-05-20") { person, scheme in
        .suspended(Suspended(person: person, scheme: scheme, from: "2025-05", reason: "no-report"))
      },
      plain.with("paid elsewhere", on: "2025-05-20") { person, _ in
        .paid(Paid(person: person, scheme: "elsewhere", month: "2025-03", amount: Fen(100), batch: "e1"))
      },
      unpaid.with("with a failed debit", on: "2025-02-28", failure("2025-02")),
      unpaid.with("", on: "2025-02-28", failure("2025-02")).with(
        "with failed debits", on: "2025-03-31", failure("2025-03")),
      plain.with("who reported", on: "2025-03-20") { person, _ in
        .reported(Reported(person: person, on: "2025-03-20", channel: "street"))
      },
    ] + exits
  }

  private static func claims(_ usual: Applicant) -> [Recipient] {
    let days: [CivilDate] = ["2025-02-15", "2025-04-10", "2025-07-15", "2025-12-21", "2026-01-20", "2026-04-02"]
    return days.map { day in
      Recipient("", usual).with("claimed on \(day)", on: day) { person, scheme in
        .claimed(Claimed(person: person, scheme: scheme, from: "2025-01", through: "2025-06", on: day))
      }
    }
  }

  /// Those whom a statistic of the newly employed may count, each by one of its tests.
  private static func newlyEmployed(_ usual: Applicant, _ regions: [Region]) -> [Recipient] {
    func recipient(
      _ name: String, _ work: FactRecorded.Employment, _ facts: [PlannedFact] = [], insured: [Month]
    ) -> Recipient {
      let person = usual.but("") { person in
        person.facts.removeAll { $0.code == .flexibleRegistered }
        person.facts += [PlannedFact(.flexibleRegistered, from: "2025-02-01", employment: work)] + facts
      }
      return Recipient(name, person, months: insured.map { ($0, 60_000) })
    }
    func work(
      _ entry: FactRecorded.Employment.Entry, _ income: Int64? = nil, _ platform: String? = nil, at place: Region? = nil
    ) -> FactRecorded.Employment {
      FactRecorded.Employment(
        entry: entry, isUrban: true, place: place ?? usual.household, income: income.map { Fen($0) },
        platform: platform)
    }
    let changed = [
      PlannedFact(.employed, from: "2024-01-01", to: "2024-06-30"),
      PlannedFact(.unemployedRegistered, from: "2024-07-01", to: "2025-01-31"),
    ]
    let benefit = [PlannedFact(.unemploymentBenefit, from: "2024-06-01", to: "2025-01-31")]
    let incomes: [Int64] = [77_733, 77_732]
    return incomes.flatMap { income in
      [
        recipient("first employed for \(income)", work(.first, income), insured: ["2020-01"]),
        recipient("on a platform for \(income)", work(.again, income, "p"), insured: ["2025-03"]),
      ]
    } + regions.map { recipient("first insured at \($0)", work(.first, at: $0), insured: ["2025-03"]) } + [
      recipient("returned", work(.again), changed, insured: ["2023-01", "2025-03"]),
      recipient("after the benefit", work(.again), benefit, insured: ["2024-07", "2025-02"]),
    ]
  }
}
