import JSONText
package import Ledger
package import Papers
package import Subsidy
package import Values
package import Vault

/// The reports about the vault; none of them shows a person's data except those exported for that person.
package enum VaultReports {
  /// The vault's report about itself.
  package static let status = Report<VaultStatus>(
    "vault status",
    [
      .column("key", .vaultKey) { status in
        status.kind.map { Table.Cell.word($0.words, code: $0.rawValue) }
          ?? .word(Text(en: "none: clear", zh: "无，未加密"), code: "none")
      },
      .column("persons", .persons) { $0.persons },
      .column("versions", .versions) { $0.versions },
      .column("erased", .personsErased) { $0.erased },
    ])

  /// The findings of a check of the whole vault.
  package static let check = Report<VaultCheck>(
    "vault check",
    [
      .column("versions", .versions) { $0.versions },
      .column("damaged", .damaged) { $0.damaged.count },
      .column("missing", .missing) { $0.comparison.missing },
      .column("toErase", .toErase) { $0.toErase },
      .member("digests") { Table.Cell.list($0.damaged.map { .text($0) }) },
    ])

  /// A row for each person whose data have been kept for their time.
  package static let due = Report<DataRetention>(
    "vault due",
    [
      .person { $0.person },
      .column("schemes", .scheme) { $0.schemes },
      .column("lastEvent", .lastEvent) { $0.lastEvent },
      .column("until", .keptUntil) { $0.until },
    ])

  /// Everything that the vault keeps of a person, the last version at the end.
  package static let person = Report<(person: Identifier, versions: [PrivateVersion])>(
    "vault export-person",
    [.member("person") { $0.person }, .rows("versions", version) { $0.versions }])

  private static let version = Report<PrivateVersion>(
    "version",
    [
      .member("person") { $0.person },
      .member("vault") { $0.digest },
      .json { row, writer in
        writer.key("private")
        guard let data = row.data else { return writer.null() }
        writer.beginObject()
        for field in PrivateData.Field.allCases {
          guard let text = data[field] else { continue }
          writer.key(text: field.rawValue)
          writer.value(text)
        }
        writer.endObject()
      },
    ])
}

extension VaultKeyKind {
  /// The place of the key.
  package var words: Text {
    switch self {
    case .file: Text(en: "in a file", zh: "密钥文件")
    case .passphrase: Text(en: "by a passphrase", zh: "口令")
    case .program: Text(en: "by a program", zh: "外部程序")
    }
  }
}
