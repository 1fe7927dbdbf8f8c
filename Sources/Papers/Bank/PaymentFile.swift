public import Subsidy
import Values

/// The payment file of a batch by a profile: the same lines always give the same bytes.
public struct PaymentFile {
  private let profile: ExportProfile
  private let batch: String
  private let encode: (String) -> [UInt8]?
  private var bytes: [UInt8] = []

  /// Makes the bytes of a file.
  ///
  /// - Parameters:
  ///   - profile: the form in which the bank takes it.
  ///   - batch: the batch.
  ///   - lines: the lines of this file, in their order.
  ///   - encode: the bytes of a text in the profile's encoding; nil if it has none for a character.
  /// - Returns: the file.
  /// - Throws: ``Refusal/fieldTooWide(person:field:width:)`` and ``Refusal/notEncodable(person:field:)``: text that a bank
  ///   would cut off or misread is never written.
  public static func bytes(
    _ profile: ExportProfile, batch: String, _ lines: [PaymentLine], encode: (String) -> [UInt8]?
  ) throws(Refusal) -> [UInt8] {
    try withoutActuallyEscaping(encode) { encode throws(Refusal) in
      var file = PaymentFile(profile: profile, batch: batch, encode: encode)
      if profile.encoding == .utf8WithMark { file.bytes = [0xEF, 0xBB, 0xBF] }
      if profile.hasHeader { file.header() }
      for (index, line) in lines.enumerated() { try file.append(line, number: index + 1) }
      return file.bytes
    }
  }

  private init(profile: ExportProfile, batch: String, encode: @escaping (String) -> [UInt8]?) {
    self.profile = profile
    self.batch = batch
    self.encode = encode
  }

  private mutating func header() {
    var csv = CSVText()
    csv.row(profile.columns.map(\.field.rawValue))
    bytes += csv.bytes.dropLast() + profile.lineEnd.bytes
  }

  private mutating func append(_ line: PaymentLine, number: Int) throws(Refusal) {
    switch profile.layout {
    case .csv:
      var csv = CSVText()
      csv.row(
        profile.columns.map { column in
          let text = text(column.field, line, number)
          if !profile.isForSpreadsheets { return text }
          return (column.field.isNumber ? SheetCell.number(text) : .text(text)).field
        })
      let row = String(decoding: csv.bytes.dropLast(), as: UTF8.self)
      bytes += try encoded(row, .remark, line)
    case .fixed:
      for column in profile.columns {
        let field = try encoded(text(column.field, line, number), column.field, line)
        guard field.count <= column.width else {
          throw .fieldTooWide(person: line.item.person, field: column.field.rawValue, width: column.width)
        }
        let rest = [UInt8](repeating: column.pad, count: column.width - field.count)
        bytes += column.isRight ? rest + field : field + rest
      }
    }
    bytes += profile.lineEnd.bytes
  }

  private func encoded(_ text: String, _ field: ExportProfile.Field, _ line: PaymentLine) throws(Refusal) -> [UInt8] {
    if profile.encoding != .gb18030 || text.utf8.allSatisfy({ $0 < 0x80 }) { return Array(text.utf8) }
    guard let bytes = encode(text) else {
      throw .notEncodable(person: line.item.person, field: field.rawValue)
    }
    return bytes
  }

  private func text(_ field: ExportProfile.Field, _ line: PaymentLine, _ number: Int) -> String {
    switch field {
    case .number: String(number)
    case .batch: batch
    case .person: line.item.person.description
    case .name: line.name ?? ""
    case .bank: line.bank ?? ""
    case .account: line.account ?? ""
    case .scheme: line.item.scheme.description
    case .month: line.item.month.description
    case .amount: line.item.amount.description
    case .amountFen: String(line.item.amount.value)
    case .endToEnd: line.endToEnd
    case .remark: line.remark
    }
  }
}

extension BatchItem {
  /// The text for the payee: the purpose, and that the amount is paid again if it came back before.
  package var remark: String { returnedFrom.map { "社保补贴 \(month) 补发 \($0)" } ?? "社保补贴 \(month)" }
}
