import Catalogue
import Ledger
import Papers
import Sheets
import Values

/// `subsidy template`: forms as spreadsheets, with the columns that `import` reads.
enum TemplateCommand {
  /// The commands of this file, each with what runs it.
  static var commands: [Command] {
    [
      command(nil, path: ["template", "contributions"]),
      command(.registrations, path: ["template", "registrations"]),
      command(.applications, path: ["template", "applications"]), command(.facts, path: ["template", "facts"]),
      command(.reviews, path: ["template", "reviews"]),
    ]
  }

  /// The command for a kind of table; nil for that of contributions.
  private static func command(_ kind: EntryTable?, path words: [String]) -> Command {
    let name = words.joined(separator: " ")
    let spec = CommandSpec(
      path: words, audience: .everyday,
      options: [.scheme, Option(name: "--to", valueName: "FILE.xlsx", kind: .output, presence: .required)],
      example: "\(name) --scheme liuzhou --to \(words.last ?? "").xlsx")
    return Command(spec: spec) { try template(kind, $0) }
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
