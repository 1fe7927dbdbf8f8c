import JSONText
import Ledger
import Papers
import Subsidy
import Values

/// `subsidy recovery`: who owes what, and the notices.
enum RecoveryCommands {
  /// The commands of this file, each with what runs it.
  static var commands: [Command] {
    [
      Command(spec: recoverySpec, run: recovery),
      Command(spec: demandSpec, run: demand),
    ]
  }

  /// What `recovery` takes.
  static var recoverySpec: CommandSpec {
    CommandSpec(
      path: ["recovery"], audience: .finance, summary: .recoverySummary,
      options: [
        .knownAt
      ],
      printsData: true,
      example: Example("recovery --known-at 2024-12-31T16:00:00Z", .recoveryExample)
    )
  }

  /// What `recovery demand` takes.
  static var demandSpec: CommandSpec {
    CommandSpec(
      path: ["recovery", "demand"], audience: .finance, summary: .recoveryDemandSummary,
      options: [
        .by
      ],
      printsData: true,
      example: Example("recovery demand --by op-031", .recoveryDemandExample)
    )
  }
}

extension RecoveryCommands {
  /// Runs `recovery`.
  static func recovery(_ context: CommandContext) throws -> ExitCode {
    let state = try context.state(knownAt: try context.instant("--known-at"))
    let claims = state.personsInOrder.flatMap { number in
      state.entitlements(ofPersonAt: number).filter(\.recovery.isAny)
        .sorted { state.schemes[$0.scheme] < state.schemes[$1.scheme] }
    }
    context.emit {
      let table = PersonTables.recovery(claims, state)
      return context.format == .text ? table.withoutZeros(keeping: ["overpaidFen", "outstandingFen"]) : table
    } json: { writer in
      let json = EntitlementJSON(state)
      writer.beginArray()
      for claim in claims { json.writeRecovery(claim, to: &writer) }
      writer.endArray()
    }
    return .done
  }

  /// Runs `recovery demand`.
  static func demand(_ context: CommandContext) throws -> ExitCode {
    let notices = try SubsidyLedger(context.ledger).demandRecovery(by: try context.identifier("--by"))
    context.emit {
      PersonTables.notices(notices)
    } json: { writer in
      writer.beginArray()
      for notice in notices {
        writer.beginObject()
        writer.field("person", notice.person)
        writer.field("scheme", notice.scheme)
        writer.field("notice", notice.notice)
        writer.field("months", notice.months.count)
        writer.field("demandedFen", notice.months.reduce(Fen.zero) { $0 + $1.amount })
        writer.field("reason", notice.reason)
        writer.key("clause")
        if let clause = notice.clause { writer.value(clause) } else { writer.null() }
        writer.endObject()
      }
      writer.endArray()
    }
    return .done
  }
}
