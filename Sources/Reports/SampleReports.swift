package import Ledger
import Merkle
package import Papers
package import Subsidy
package import Values

/// The reports about draws: the ledger's own samples and an auditor's.
package enum SampleReports {
  /// An auditor's draw and the request for it.
  package typealias Draw = (drawn: DrawnSample, request: SampleRequest)
  /// A claim that was drawn, by its place in the draw.
  package typealias Drawn = (number: Int, claim: PaidClaim)

  /// The claims of a draw, by stratum and rank.
  package static func claims(of draw: Draw) -> [Drawn] {
    draw.drawn.sample.drawn.enumerated().map { ($0.offset + 1, $0.element) }
  }

  /// A row for each stratum.
  package static func strata(by stratification: Stratification) -> Report<AuditSample.Stratum> {
    Report(
      "strata", totalLabel: Heading.total.text,
      [
        .column("stratum", .stratum) { Table.Cell.word(.stratum($0.name, by: stratification), code: $0.name) },
        .column("population", .population) { $0.population }.summed(),
        .column("drawn", .drawn) { $0.size }.summed(),
      ])
  }

  /// A row for each claim.
  package static func claims(by stratification: Stratification) -> Report<Drawn> {
    Report(
      "claims",
      [
        .column("number", .number) { $0.number }.inTablesOnly(),
        .column("stratum", .stratum) {
          Table.Cell.word(.stratum($0.claim.stratum, by: stratification), code: $0.claim.stratum)
        },
        .scheme { $0.claim.scheme },
        .person { $0.claim.person },
        .column("months", .months) { $0.claim.months },
        .column("paidFen", .paid) { $0.claim.paid },
      ])
  }

  /// The draw with all data needed to repeat it.
  package static func draw(by stratification: Stratification) -> Report<Draw> {
    Report(
      "audit sample",
      [
        .member("size") { $0.drawn.log.size },
        .member("root") { $0.drawn.log.root.description },
        .member("seed") { $0.drawn.sample.seed },
        .member("stratify") { $0.request.stratification.rawValue },
        .member("population") { $0.drawn.sample.population },
        .member("populationSha256") { $0.drawn.sample.populationHash },
        .rows("strata", strata(by: stratification)) { $0.drawn.sample.strata },
        .rows("claims", claims(by: stratification)) { claims(of: $0) },
      ])
  }

  /// A sample of the ledger.
  package static let sample = Report<SampleDrawn>(
    "sample show",
    [
      .member("sample") { $0.sample },
      .member("scheme") { $0.scheme },
      .member("seed") { $0.seed },
      .member("population") { $0.population },
      .member("populationSha256") { $0.populationSHA256 },
      .member("persons") { $0.persons },
    ])

  /// A row for each person of a sample.
  package static let persons = Report<(number: Int, person: Identifier)>(
    "sample persons",
    [
      .column("number", .number) { $0.number },
      .person { $0.person },
    ])
}

extension Text {
  /// A stratum; those that bear a name of the ledger, a scheme or a district, keep it.
  static func stratum(_ name: String, by stratification: Stratification) -> Text {
    let amount = AmountClass(rawValue: name)
    switch (stratification, name) {
    case (.none, _): return Text(en: "all", zh: "全部")
    case (.district, "unknown"): return Text(en: "unknown", zh: "不详")
    case (.basis, "until-retirement"): return Text(en: "until retirement", zh: "至退休")
    case (.basis, "no-basis"): return Text(en: "no term", zh: "未定期限")
    case (.basis, _): return Int(name.prefix { $0 != "-" }).map { Basis.months($0).words } ?? Text(same: name)
    case (.amount, _) where amount == .below1000: return Text(en: "below 1,000 yuan", zh: "1000 元以下")
    case (.amount, _) where amount == .below5000: return Text(en: "1,000 yuan and more", zh: "1000 元以上")
    case (.amount, _) where amount == .below10000: return Text(en: "5,000 yuan and more", zh: "5000 元以上")
    case (.amount, _) where amount == .more: return Text(en: "10,000 yuan and more", zh: "10000 元以上")
    case (.scheme, _), (.district, _), (.amount, _): return Text(same: name)
    }
  }
}
