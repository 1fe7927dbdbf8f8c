import Catalogue
import Ledger
import Papers
import ReadModel
import Reports

/// `subsidy projections`: the read model and the index, which the log can always rebuild.
enum ProjectionsCommands {
  /// The commands of this file, each with what runs it.
  static var commands: [Command] {
    [
      Command(spec: statusSpec, run: status),
      Command(spec: rebuildSpec, run: rebuild),
      Command(spec: checkSpec, run: check),
    ]
  }

  /// The specification of `projections status`.
  static var statusSpec: CommandSpec {
    CommandSpec(
      path: ["projections", "status"], audience: .developer,
      printsData: true,
      example: "projections status"
    )
  }

  /// The specification of `projections rebuild`.
  static var rebuildSpec: CommandSpec {
    CommandSpec(
      path: ["projections", "rebuild"], audience: .developer,
      options: [Option(name: "--dry-run")],
      printsData: true,
      example: "projections rebuild"
    )
  }

  /// The specification of `projections check`.
  static var checkSpec: CommandSpec {
    CommandSpec(
      path: ["projections", "check"], audience: .developer,
      printsData: true,
      example: "projections check",
      exits: [
        .done,
        .found,
      ]
    )
  }
}

extension ProjectionsCommands {
  /// Runs `projections status`.
  static func status(_ context: CommandContext) throws -> ExitCode {
    let status = try SubsidyLedger(context.ledger).projectionStatus()
    try context.emit {
      ProjectionReports.table(status)
    } json: { writer in
      ProjectionReports.status.write(status, to: &writer)
    }
    tellHalts(status.tables.compactMap { table in table.halt.map { (table.name, $0) } }, context)
    return .done
  }

  /// Runs `projections rebuild`.
  static func rebuild(_ context: CommandContext) throws -> ExitCode {
    let ledger = SubsidyLedger(context.ledger)
    let replayed = context.diagnostics.progress(in: .events, orLines: true)
    if context.has("--dry-run") {
      let tables = try ledger.surveyProjections { replayed.update(done: $0, of: $1) }
      replayed.finish()
      try context.emit {
        ProjectionReports.survey.table(tables)
      } json: { writer in
        ProjectionReports.checks.write(tables, to: &writer)
      }
      tellHalts(tables.compactMap { table in table.halt.map { (table.name, $0) } }, context)
      return .done
    }
    let written = context.diagnostics.progress(in: .persons, orLines: true)
    let status = try ledger.rebuildProjections {
      replayed.update(done: $0, of: $1)
    } written: {
      written.update(done: $0, of: $1)
    }
    written.finish()
    context.say(.projectionsRebuilt(status.size))
    tellHalts(status.tables.compactMap { table in table.halt.map { (table.name, $0) } }, context)
    return .done
  }

  /// Runs `projections check`.
  static func check(_ context: CommandContext) throws -> ExitCode {
    let progress = context.diagnostics.progress(in: .events, orLines: true)
    let (status, isOfThisLog, checks) = try SubsidyLedger(context.ledger).checkProjections {
      progress.update(done: $0, of: $1)
    }
    progress.finish()
    if status.position == nil { context.diagnostics.note(.projectionsMissing) }
    if status.index == nil { context.diagnostics.note(.indexMissing) }
    try context.emit(ProjectionReports.checks, checks)
    for check in checks {
      for difference in check.differences { context.diagnostics.note(.rowDiffers(check.name, difference)) }
    }
    tellHalts(checks.compactMap { check in check.halt.map { (check.name, $0) } }, context)
    if !isOfThisLog {
      context.diagnostics.note(.projectionsOfAnotherLog)
    } else {
      let (tables, index) = (status.position?.size, status.index?.size)
      if let tables, tables < status.size {
        context.diagnostics.note(
          tables == index
            ? .bothBehind(tables, of: status.size) : .projectionsBehind(tables, of: status.size))
      }
      if let index, index < status.size, index != tables {
        context.diagnostics.note(.indexBehind(index, of: status.size))
      }
    }
    let isThere = status.position != nil && status.index != nil
    return checks.allSatisfy(\.isEqual) && isOfThisLog && isThere ? .done : .found
  }

  private static func tellHalts(_ halts: [(String, ProjectionHalt)], _ context: CommandContext) {
    for (name, halt) in halts { context.diagnostics.note(.projectionHalted(name, halt)) }
  }
}
