import Catalogue
import JSONText
import Ledger
import Papers
import ReadModel
import Reports
import Subsidy
import System
import Values

/// The steps of a batch's life around the bank: list check, funds, the forms of the file, reconciliation.
extension BatchCommands {
  /// The values of `--as`.
  static var forms: [String] {
    ["csv", "pain.001"] + ExportProfile.shippedNames + ["profile", "control", "control-html"]
  }

  /// The specification of `batch check`.
  static var checkSpec: CommandSpec {
    CommandSpec(
      path: ["batch", "check"], audience: .finance,
      positionals: [.batch],
      options: [.batch, .by],
      example: "batch check 2024-11-a --by street-07"
    )
  }

  /// The specification of `batch fund`.
  static var fundSpec: CommandSpec {
    CommandSpec(
      path: ["batch", "fund"], audience: .finance,
      positionals: [.batch],
      options: [
        Option(name: "--request"),
        Option(name: "--receive"),
        Option(name: "--amount", valueName: "YUAN", kind: .yuan),
        Option(name: "--reference", valueName: "TEXT", kind: .text),
        .batch,
        .by,
      ],
      example: "batch fund 2024-11-a --receive --amount 540.00 --reference CZ-1207 --by op-021"
    )
  }

  /// The specification of `batch reconcile`.
  static var reconcileSpec: CommandSpec {
    CommandSpec(
      path: ["batch", "reconcile"], audience: .finance,
      positionals: [.batch],
      options: [.batch, .knownAt, .size],
      printsData: true,
      example: "batch reconcile 2024-11-a"
    )
  }
}

extension BatchCommands {
  /// Runs `batch check`.
  static func check(_ context: CommandContext) throws -> ExitCode {
    let batch = try context.identifier("ID")
    let isNew = try SubsidyLedger(context.ledger).checkList(of: batch, by: try context.identifier("--by"))
    context.say(.listChecked(batch, isNew: isNew))
    return .done
  }

  /// Runs `batch fund`: exactly one of a request and a receipt.
  static func fund(_ context: CommandContext) throws -> ExitCode {
    let batch = try context.identifier("ID")
    let by = try context.identifier("--by")
    let ledger = SubsidyLedger(context.ledger)
    if context.has("--request") {
      for other in ["--receive", "--amount", "--reference"] where context.has(other) {
        throw UsageError.unexpectedArgument(found: other, expected: ["--request"], command: context.spec.name)
      }
      context.say(.fundsRequested(batch, isNew: try ledger.requestFunds(for: batch, by: by)))
      return .done
    }
    guard context.has("--receive") else {
      throw UsageError.missingOption(label: "--request|--receive", command: context.spec.name)
    }
    guard let amount = try context.optionalYuan("--amount") else {
      throw UsageError.missingOption(label: "--amount YUAN", command: context.spec.name)
    }
    let receipt = FundsReceived(batch: batch, amount: amount, reference: try context.text("--reference"))
    context.say(.fundsReceived(batch, amount, isNew: try ledger.receiveFunds(receipt, by: by)))
    return .done
  }

  /// Runs `batch reconcile`.
  static func reconcile(_ context: CommandContext) throws -> ExitCode {
    let batch = try context.identifier("ID")
    let content = try context.batch(batch)
    let found = BatchReconciliation(content.batch)
    try context.emit {
      BatchReports.parts.table(BatchReports.parts(of: found))
    } json: { writer in
      BatchReports.reconciliation.write(found, to: &writer)
    }
    if found.isBalanced { return .done }
    context.diagnostics.note(.batchUnbalanced(batch))
    return .found
  }

  /// The totals that `batch show --totals` prints.
  static func totals(_ context: CommandContext, _ batch: Identifier) throws -> ExitCode {
    try context.emit(BatchReports.totals, try SubsidyLedger(context.ledger).totals(of: batch, context.state()))
    return .done
  }

  /// The order of `batch export`.
  static func order(_ context: CommandContext) throws -> ExportOrder {
    let name = try context.optionalText("--payer")
    let account = try context.optionalText("--payer-account")
    let bank = try context.optionalText("--payer-bank")
    let payer = name.map { Payer(name: $0, account: account, bank: bank) }
    let form = try context.text("--as")
    if payer == nil, form == "pain.001" {
      throw UsageError.missingOption(label: "--payer NAME", command: context.spec.name)
    }
    return ExportOrder(
      try self.form(form, payer, context), requiresFunds: context.has("--require-funds"),
      requiresAccounts: context.has("--require-accounts"))
  }

  private static func form(_ name: String, _ payer: Payer?, _ context: CommandContext) throws -> ExportOrder.Form {
    if name == "pain.001", let payer { return .pain001(payer) }
    switch name {
    case "csv": return .csv
    case "control": return .control
    case "control-html": return .controlPage
    case "profile":
      guard let file = try context.optionalPath("--profile") else {
        throw UsageError.missingOption(label: "--profile FILE", command: context.spec.name)
      }
      let bytes = try Input.read(file, atMost: InputLimit.document)
      do {
        return .profile(try ExportProfile(json: bytes))
      } catch { throw LedgerFailure.notProfile(file: file, field: error.field) }
    case let name:
      guard let profile = ExportProfile.shipped(name) else { preconditionFailure("the parser checks the forms") }
      return .profile(profile)
    }
  }
}
