import Catalogue
import CheckTools
import JSONText
import Ledger
import Papers
import Reports
import Subsidy
import Values

/// `subsidy audit package`: one folder to take away, checked without this program.
enum AuditPackageCommand {
  /// The commands of this file, each with what runs it.
  static var commands: [Command] { [Command(spec: spec, run: make)] }

  /// The specification of `audit package`.
  static var spec: CommandSpec {
    CommandSpec(
      path: ["audit", "package"], audience: .auditor,
      positionals: [Positional(name: "DIR", kind: .outputFolder)],
      options: [
        Option(name: "--month", valueName: "M", kind: .month, presence: .required),
        .noteKey, .origin,
      ],
      example: "audit package for-audit --month 2024-11 --key ledger.key"
    )
  }

  /// Runs `audit package`.
  static func make(_ context: CommandContext) throws -> ExitCode {
    let folder = try context.outputFolder("DIR")
    let outcome = try context.ledgerWithCalendar().makePackage(
      folder, month: try context.month("--month"), by: try ProofCommands.signer(context)
    ) { contents in
      papers(contents, context.language)
    }
    context.say(.packageMade(folder, outcome))
    return .done
  }

  /// The papers of a package; files for programs are the same in every language.
  private static func papers(_ contents: PackageContents, _ language: Language) -> [PackageFile] {
    func json(_ write: (inout JSONWriter) -> Void) -> [UInt8] {
      var writer = JSONWriter()
      write(&writer)
      writer.newline()
      return writer.bytes
    }
    let findings = FindingReports.findings.table(FindingReports.rows(contents.report))
    return [
      PackageFile("README.md", Array(PackageWords(contents).readme(in: language).utf8)),
      PackageFile("verify.py", CheckTools.verifier),
      PackageFile("summary.txt", Array(summary(contents, language).utf8)),
      PackageFile("findings.json", json { AuditReports.replay.write(contents.report, to: &$0) }),
      PackageFile("findings.csv", findings.csv()),
      PackageFile("doubts.csv", FindingReports.doubts(contents.report, in: language).csvForSpreadsheets(over: nil)),
      PackageFile("books.json", json { FinanceReports.books.write(contents.books, to: &$0) }),
      PackageFile("books.csv", FinanceReports.rows.table(contents.books.rows).csv()),
      PackageFile("payments.csv", AuditReports.payments.table(contents.payments).csv()),
    ]
  }

  /// The text that `audit replay` and `report monthly` would print.
  private static func summary(_ contents: PackageContents, _ language: Language) -> String {
    let findings = FindingReports.findings.table(FindingReports.rows(contents.report))
    let parts = [
      Text.replayed(contents.report)(in: language) + "\n"
        + AuditReports.totals.table([contents.report.totals]).text(in: language),
      findings.rows.isEmpty ? Text.noFindings(in: language) + "\n" : findings.text(in: language),
      ([Text.monthState(contents.books)] + (contents.books.close.map { [.closeOfLog($0)] } ?? []))
        .map { $0(in: language) + "\n" }.joined()
        + FinanceReports.rows.table(contents.books.rows).text(in: language),
    ]
    return parts.joined(separator: "\n")
  }
}
