import JSONText
import Ledger
import ReadModel
import Values

/// `subsidy projections`: the read model, which the log can always rebuild.
enum ProjectionsCommands {
  /// The commands of this file, each with what runs it.
  static var commands: [Command] {
    [
      Command(spec: statusSpec, run: status),
      Command(spec: rebuildSpec, run: rebuild),
      Command(spec: checkSpec, run: check),
    ]
  }

  /// What `projections status` takes.
  static var statusSpec: CommandSpec {
    CommandSpec(
      path: ["projections", "status"], audience: .developer, summary: .projectionsStatusSummary,
      printsData: true,
      example: Example("projections status", .projectionsStatusExample)
    )
  }

  /// What `projections rebuild` takes.
  static var rebuildSpec: CommandSpec {
    CommandSpec(
      path: ["projections", "rebuild"], audience: .developer, summary: .projectionsRebuildSummary,
      example: Example("projections rebuild", .projectionsRebuildExample)
    )
  }

  /// What `projections check` takes.
  static var checkSpec: CommandSpec {
    CommandSpec(
      path: ["projections", "check"], audience: .developer, summary: .projectionsCheckSummary,
      printsData: true,
      example: Example("projections check", .projectionsCheckExample),
      exits: [
        (.done, .exitSame),
        (.found, .exitDiffers),
      ]
    )
  }
}

extension ProjectionsCommands {
  /// Runs `projections status`.
  static func status(_ context: CommandContext) throws -> ExitCode {
    show(try SubsidyLedger(context.ledger).projectionStatus(), context)
    return .done
  }

  /// Runs `projections rebuild`.
  static func rebuild(_ context: CommandContext) throws -> ExitCode {
    let progress = context.diagnostics.progress(in: .persons)
    let status = try SubsidyLedger(context.ledger).rebuildProjections { progress.update(done: $0, of: $1) }
    progress.finish()
    context.say(.projectionsRebuilt(status.size))
    return .done
  }

  /// Runs `projections check`.
  static func check(_ context: CommandContext) throws -> ExitCode {
    let (status, isOfThisLog, checks) = try SubsidyLedger(context.ledger).checkProjections()
    let isEqual = checks.allSatisfy(\.isEqual) && isOfThisLog && status.position?.version == ReadModel.version
    context.emit {
      var table = Table([
        .init("projection", .projection), .init("rows", .rows, .number), .init("result", .result),
      ])
      for check in checks {
        table.row([
          .text(check.name), .number(Int64(check.rows)),
          .word(Word.check(check.isEqual), code: check.isEqual ? "equal" : "differs"),
        ])
      }
      return table
    } json: { writer in
      writer.beginArray()
      for check in checks {
        writer.beginObject()
        writer.field("projection", check.name)
        writer.field("rows", check.rows)
        writer.field("equal", check.isEqual)
        writer.field("storedDigest", check.storedDigest)
        writer.field("foldedDigest", check.foldedDigest)
        writer.endObject()
      }
      writer.endArray()
    }
    for check in checks {
      for difference in check.differences { context.diagnostics.note(.rowDiffers(check.name, difference)) }
    }
    if !isOfThisLog {
      context.diagnostics.note(.projectionsOfAnotherLog)
    } else if !status.isCurrent {
      context.diagnostics.note(.projectionsBehind(status))
    }
    return isEqual ? .done : .found
  }

  private static func show(_ status: ProjectionStatus, _ context: CommandContext) {
    let state: Word = status.position == nil ? .missing : status.isCurrent ? .current : .behind
    context.emit {
      var table = Table([
        .init("projection", .projection), .init("upTo", .upTo, .number), .init("events", .events, .number),
        .init("result", .result),
      ])
      table.row([
        .text("read-model.sqlite"), status.position.map { .number(Int64($0.size)) } ?? .none,
        .number(Int64(status.size)), .word(state.text, code: state.rawValue),
      ])
      return table
    } json: { writer in
      writer.beginObject()
      writer.field("size", Int64(status.size))
      writer.field("root", status.root)
      writer.field("version", ReadModel.version)
      writer.key("position")
      if let position = status.position { writer.value(Int64(position.size)) } else { writer.null() }
      writer.field("current", status.isCurrent)
      writer.endObject()
    }
  }
}
