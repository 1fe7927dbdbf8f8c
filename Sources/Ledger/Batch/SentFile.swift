import Merkle
import Papers
import Subsidy
import System
import Values

/// A file that was handed to the bank, read again for the payees that it named.
struct SentFile {
  /// The payee that a line of the file names; nil for each field that it leaves out.
  struct Payee {
    let name: String?
    let account: String?
  }

  /// The payees by the items of the batch; a file for one bank has the items of that bank.
  private(set) var payees: [ItemKey: Payee] = [:]
  private let keys: [String: ItemKey]

  /// Reads a file that was exported, known by its hash in the log.
  ///
  /// - Throws: ``LedgerFailure/notExported(file:sha256:batch:)`` for any other file; ``LedgerFailure/exportUnreadable(file:format:)``
  ///   for a form whose columns have no names, as a profile of the office's own may.
  init(_ path: String, of batch: Identifier, _ state: LedgerState) throws {
    let bytes = try Input.read(path, atMost: InputLimit.table)
    let sha256 = SHA256.hash(bytes).description
    guard let export = state.batch(batch)?.exports.first(where: { $0.sha256 == sha256 }) else {
      throw LedgerFailure.notExported(file: path, sha256: sha256, batch: batch)
    }
    keys = Dictionary(
      state.items(ofBatch: batch).map {
        (EndToEnd.id(batch, $0.person, $0.month), ItemKey($0))
      }, uniquingKeysWith: { first, _ in first })
    let profile = ExportProfile.shipped(String(export.format.prefix { $0 != "/" }))
    if bytes.first == UInt8(ascii: "<") {
      readTransfers(bytes)
    } else if let profile, profile.layout == .fixed {
      readColumns(bytes, profile)
    } else {
      readTable(bytes, path)
    }
    if payees.isEmpty { throw LedgerFailure.exportUnreadable(file: path, format: export.format) }
  }

  /// Takes in a line of any form.
  ///
  /// An item is found by its id, else by person and month.
  private mutating func take(_ value: (ExportProfile.Field) -> String?) {
    let key =
      value(.endToEnd).flatMap { keys[$0] }
      ?? value(.person).flatMap { Identifier($0) }.flatMap { person in
        value(.month).flatMap { Month($0) }.map { ItemKey(person, $0) }
      }
    guard let key else { return }
    let payee = Payee(name: value(.name), account: value(.account))
    if payee.name != nil || payee.account != nil { payees[key] = payee }
  }

  private mutating func readTable(_ bytes: [UInt8], _ path: String) {
    let fields: [ExportProfile.Field] = [.endToEnd, .person, .month, .name, .account]
    guard let csv = try? CSVFile(bytes, named: path, columns: fields.map(\.rawValue), rows: nil) else { return }
    for row in csv.rows { take { csv.field($0.rawValue, row) } }
  }

  private mutating func readColumns(_ bytes: [UInt8], _ profile: ExportProfile) {
    let width = profile.columns.reduce(0) { $0 + $1.width }
    for line in bytes.split(separator: UInt8(ascii: "\n")) where line.count >= width {
      var values: [ExportProfile.Field: String] = [:]
      var rest = line
      for column in profile.columns {
        let field = rest.prefix(column.width)
        rest = rest.dropFirst(column.width)
        let text = field.drop { column.isRight && $0 == column.pad }
        let whole =
          column.isRight ? text : text[..<(text.lastIndex { $0 != column.pad }.map { $0 + 1 } ?? text.startIndex)]
        if !whole.isEmpty { values[column.field] = decodeGB18030(Array(whole)) }
      }
      take { values[$0] }
    }
  }

  /// > Source: ISO 20022, pain.001.001.09; `NOTPROVIDED` is what ``Pain001`` writes for a name that is not known.
  private mutating func readTransfers(_ bytes: [UInt8]) {
    guard let message = try? XMLParser.parse(bytes) else { return }
    let payments = message.at("CstmrCdtTrfInitn")?.children("PmtInf") ?? []
    for transfer in payments.flatMap({ $0.children("CdtTrfTxInf") }) {
      take { field in
        switch field {
        case .endToEnd: transfer.at("PmtId", "EndToEndId")?.value
        case .name: transfer.at("Cdtr", "Nm").flatMap { $0.value == "NOTPROVIDED" ? nil : $0.value }
        case .account: transfer.at("CdtrAcct", "Id", "Othr", "Id")?.value
        case .number, .batch, .person, .bank, .scheme, .month, .amount, .amountFen, .remark: nil
        }
      }
    }
  }
}

extension XMLElement {
  /// The first element at the end of a path of names.
  fileprivate func at(_ names: String...) -> XMLElement? {
    names.reduce(self) { element, name in element?.children(name).first }
  }
}
