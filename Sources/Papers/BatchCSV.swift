public import Subsidy
import Values

/// One line of a payment file, with the account that the vault knows.
public struct PaymentLine: Hashable, Sendable {
  /// The item.
  public let item: BatchItem
  /// The payee's name, nil if the vault has none.
  public let name: String?
  /// The payee's bank.
  public let bank: String?
  /// The payee's account.
  public let account: String?
  /// The id by which the bank answers, at most 35 characters.
  public let endToEnd: String
  /// The text for the payee.
  public let remark: String

  /// Makes a line.
  public init(
    item: BatchItem, name: String?, bank: String?, account: String?, endToEnd: String = "", remark: String = ""
  ) {
    self.item = item
    self.name = name
    self.bank = bank
    self.account = account
    self.endToEnd = endToEnd
    self.remark = remark
  }
}

/// The payment file of a batch as CSV in UTF-8: one line for each person and month, amounts in yuan.
public enum BatchCSV {
  /// The columns, in their order.
  public static let columns = ["batch", "person", "name", "bank", "account", "scheme", "month", "amount"]

  /// The bytes of the file; the same lines always give the same bytes.
  public static func file(batch: String, _ lines: [PaymentLine]) -> [UInt8] {
    var csv = CSVText()
    csv.row(columns)
    for line in lines {
      csv.row([
        batch, line.item.person.description, line.name ?? "", line.bank ?? "", line.account ?? "",
        line.item.scheme.description, line.item.month.description, line.item.amount.description,
      ])
    }
    return csv.bytes
  }
}
