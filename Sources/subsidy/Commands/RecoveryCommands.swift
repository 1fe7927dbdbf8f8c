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
      Command(spec: noticesSpec, run: notices),
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
        Option(name: "--person", valueName: "P", kind: .person, help: .recoveryDemandPerson),
        Option(name: "--scheme", valueName: "S", kind: .identifier, help: .recoveryDemandScheme),
        Option(name: "--debtor", valueName: "ID", kind: .identifier, help: .recoveryDemandDebtor),
        Option(name: "--reason", valueName: "TEXT", kind: .text, help: .recoveryDemandReason),
        .by,
      ],
      printsData: true,
      example: Example("recovery demand --by op-031", .recoveryDemandExample)
    )
  }

  /// What `recovery notices` takes.
  static var noticesSpec: CommandSpec {
    CommandSpec(
      path: ["recovery", "notices"], audience: .finance, summary: .recoveryNoticesSummary,
      options: [
        .knownAt
      ],
      printsData: true,
      example: Example("recovery notices --format csv", .recoveryNoticesExample)
    )
  }
}

extension RecoveryCommands {
  /// Runs `recovery`.
  static func recovery(_ context: CommandContext) throws -> ExitCode {
    let state = try context.state()
    let claims = state.personsInOrder.flatMap { number in
      state.entitlements(ofPersonAt: number).filter(\.recovery.isAny)
        .sorted { state.schemes[$0.scheme] < state.schemes[$1.scheme] }
    }
    context.emit {
      let table = RecoveryTables.claims(claims, state)
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
    let order = DemandOrder(
      person: try context.optionalIdentifier("--person"), scheme: try context.optionalIdentifier("--scheme"),
      debtor: try context.optionalIdentifier("--debtor"), reason: try context.optionalText("--reason"))
    let notices = try SubsidyLedger(context.ledger).demandRecovery(order, by: try context.identifier("--by"))
    context.emit {
      let table = RecoveryTables.raised(notices)
      return context.format == .text && order.debtor == nil ? table.without(["debtor"]) : table
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
        writer.field("clause", orNull: notice.clause)
        writer.field("debtor", orNull: notice.debtor?.description)
        writer.endObject()
      }
      writer.endArray()
    }
    return .done
  }

  /// Runs `recovery notices`.
  static func notices(_ context: CommandContext) throws -> ExitCode {
    let notices = try context.state().recoveryNotices
    context.emit {
      let table = RecoveryTables.notices(notices)
      guard context.format == .text else { return table }
      return table.without(notices.contains { $0.debtor != nil } ? [] : ["debtor"])
    } json: { writer in
      writer.beginArray()
      for notice in notices { write(notice, to: &writer) }
      writer.endArray()
    }
    return .done
  }

  private static func write(_ notice: RecoveryNotice, to writer: inout JSONWriter) {
    writer.beginObject()
    writer.field("person", notice.person)
    writer.field("scheme", notice.scheme)
    writer.field("notice", notice.notice)
    writer.field("since", notice.since)
    writer.field("debtor", orNull: notice.debtor?.description)
    writer.field("demandedFen", notice.demanded)
    writer.field("repaidFen", notice.repaid)
    writer.field("putBackFen", notice.putBack)
    writer.field("writtenOffFen", notice.writtenOff)
    writer.field("outstandingFen", notice.outstanding)
    writer.field("cancelled", notice.isCancelled)
    writer.field("reason", notice.reason)
    writer.field("clause", orNull: notice.clause)
    writer.endObject()
  }
}
