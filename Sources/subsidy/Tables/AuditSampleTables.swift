import JSONText
import Ledger
import Merkle
import Subsidy
import Values

/// An auditor's draw as tables and as JSON.
enum AuditSampleTables {
  /// A row for each stratum.
  static func strata(_ sample: AuditSample, by stratification: Stratification) -> Table {
    var table = Table([
      .init("stratum", .stratum), .init("population", .population, .number), .init("drawn", .drawn, .number),
    ])
    for stratum in sample.strata {
      table.row([name(stratum.name, stratification), .number(Int64(stratum.population)), .number(Int64(stratum.size))])
    }
    table.total = [
      .word(Heading.total.text, code: "total"), .number(Int64(sample.population)),
      .number(Int64(sample.drawn.count)),
    ]
    return table
  }

  /// A row for each claim drawn, by stratum and rank.
  static func claims(_ sample: AuditSample, by stratification: Stratification) -> Table {
    var table = Table([
      .init("number", .number, .number), .init("stratum", .stratum), .init("scheme", .scheme),
      .init("person", .person), .init("months", .months, .number), .init("paidFen", .paid, .money),
    ])
    for (position, claim) in sample.drawn.enumerated() {
      table.row([
        .number(Int64(position + 1)), name(claim.stratum, stratification), .text(claim.scheme.description),
        .text(claim.person.description), .number(Int64(claim.months)), .money(claim.paid),
      ])
    }
    return table
  }

  private static func name(_ stratum: String, _ stratification: Stratification) -> Table.Cell {
    .word(.stratum(stratum, by: stratification), code: stratum)
  }

  /// Writes the draw with all that it can be repeated from.
  static func write(_ drawn: DrawnSample, _ request: SampleRequest, to writer: inout JSONWriter) {
    let sample = drawn.sample
    writer.beginObject()
    writer.field("size", Int64(clamping: drawn.size))
    writer.field("root", drawn.root.description)
    writer.field("seed", sample.seed)
    writer.field("stratify", request.stratification.rawValue)
    writer.field("population", sample.population)
    writer.field("populationSha256", sample.populationHash)
    writer.key("strata")
    writer.beginArray()
    for stratum in sample.strata {
      writer.beginObject()
      writer.field("stratum", stratum.name)
      writer.field("population", stratum.population)
      writer.field("drawn", stratum.size)
      writer.endObject()
    }
    writer.endArray()
    writer.key("claims")
    writer.beginArray()
    for claim in sample.drawn {
      writer.beginObject()
      writer.field("stratum", claim.stratum)
      writer.field("scheme", claim.scheme)
      writer.field("person", claim.person)
      writer.field("months", claim.months)
      writer.field("paidFen", claim.paid)
      writer.endObject()
    }
    writer.endArray()
    writer.endObject()
  }
}
