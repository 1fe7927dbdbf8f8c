import Ledger
import Papers
import Sheets
import Values

/// `subsidy template`: forms as spreadsheets, with the columns that `import` reads.
enum TemplateCommand {
  /// The commands of this file, each with what runs it.
  static var commands: [Command] {
    ([nil] + EntryTable.allCases).map { kind in Command(spec: spec(kind)) { try template(kind, $0) } }
  }

  /// What the form of a kind of table takes; nil for that of contributions.
  static func spec(_ kind: EntryTable?) -> CommandSpec {
    let name = kind?.rawValue ?? SheetForm.contributions.name
    return CommandSpec(
      path: ["template", name], audience: .everyday,
      options: [.scheme, Option(name: "--to", valueName: "FILE.xlsx", kind: .output, presence: .required)],
      example: "template \(name) --scheme liuzhou --to \(name).xlsx")
  }

  /// Writes a form.
  static func template(_ kind: EntryTable?, _ context: CommandContext) throws -> ExitCode {
    guard let file = try context.optionalOutputFile("--to") else {
      throw UsageError.missingOption(label: "--to FILE.xlsx", command: context.spec.name)
    }
    let (form, made) = try SubsidyLedger(context.ledger).form(kind, of: try context.identifier("--scheme"))
    let bytes = try form.draft(marking: Text.requiredMark.zh).bytes(made: made)
    context.diagnostics.note(try context.write(bytes, to: file, mode: 0o644))
    return .done
  }
}
