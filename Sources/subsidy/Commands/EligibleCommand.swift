import JSONText
import Ledger
import Policy
import Subsidy
import Values

/// `subsidy eligible`: who could be subsidised and has not applied.
enum EligibleCommand {
  /// The commands of this file, each with what runs it.
  static var commands: [Command] { [Command(spec: eligibleSpec, run: eligible)] }

  /// What `eligible` takes.
  static var eligibleSpec: CommandSpec {
    CommandSpec(
      path: ["eligible"], audience: .everyday, summary: .eligibleSummary,
      options: [
        .scheme,
        Option(name: "--month", valueName: "M", kind: .month, presence: .required, help: .eligibleMonth),
        .knownAt,
      ],
      printsData: true,
      example: Example("eligible --scheme lianyungang --month 2024-12", .eligibleExample)
    )
  }

  /// Runs `eligible`.
  static func eligible(_ context: CommandContext) throws -> ExitCode {
    let scheme = try context.identifier("--scheme")
    let state = try context.state()
    guard state.timeline(of: scheme)?.policies.isEmpty == false else { throw Refusal.unknownScheme(scheme) }
    let ledger = SubsidyLedger(context.ledger)
    let persons = state.eligible(
      in: scheme, from: try context.month("--month"),
      DecisionContext(now: try context.time(of: ledger), by: "-", calendar: .shipped()))
    context.emit {
      table(persons)
    } json: { writer in
      write(persons, to: &writer)
    }
    return .done
  }

  private static func table(_ persons: [EligiblePerson]) -> Table {
    var table = Table([
      .init("person", .person), .init("household", .householdRegion), .init("contributionFen", .contribution, .money),
      .init("worthFen", .worth, .money),
    ])
    for person in persons {
      table.row([
        .text(person.person.description), .text(person.household.description),
        person.contribution.map { .money($0) } ?? .none, person.worth.map { .money($0) } ?? .none,
      ])
    }
    return table
  }

  private static func write(_ persons: [EligiblePerson], to writer: inout JSONWriter) {
    writer.beginArray()
    for person in persons {
      writer.beginObject()
      writer.field("person", person.person)
      writer.field("household", person.household.description)
      writer.key("contributionFen")
      if let contribution = person.contribution { writer.value(contribution) } else { writer.null() }
      writer.key("worthFen")
      if let worth = person.worth { writer.value(worth) } else { writer.null() }
      writer.endObject()
    }
    writer.endArray()
  }
}
