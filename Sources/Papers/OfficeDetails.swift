import JSONText
import Values

/// An office's details on its papers: parameters that no document and no log has.
public struct OfficeDetails: Sendable {
  /// The account to which money is brought back.
  public struct Account: Sendable {
    /// The account's holder.
    public let name: String
    /// The bank.
    public let bank: String
    /// The number.
    public let number: String
  }

  /// A fault of a member of the file, in words for an error.
  public enum Fault: Error, Hashable, Sendable {
    /// The file is not a JSON object in UTF-8, or names a member twice.
    case noObject
    /// A member is unknown, or not of its kind: a text, `account` an object, `repaymentDays` 1 to 365.
    case member(String)
  }

  /// The office that makes papers (编制单位).
  public private(set) var name: String?
  /// The office's address.
  public private(set) var address: String?
  /// Its telephone number.
  public private(set) var phone: String?
  /// The account to which money is brought back.
  public private(set) var account: Account?
  /// How many days after its letter a demand is to be met.
  public private(set) var repaymentDays: Int?
  /// The authority to which an application for reconsideration goes (行政复议机关).
  public private(set) var reconsideration: String?
  /// The court before which an action is brought (人民法院).
  public private(set) var litigation: String?

  /// No details: papers have blanks in their place.
  public init() {}

  /// Reads an office's file.
  ///
  /// - Throws: ``Fault``, for the first member that is unknown or not of its kind.
  public init(json bytes: [UInt8]) throws(Fault) {
    let bytes = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
    guard let members = (try? JSONValue(bytes))?.members else { throw .noObject }
    for (key, value) in members.map({ ($0.key, $0.value) }) {
      switch key {
      case "name": name = try OfficeDetails.text(value, key)
      case "address": address = try OfficeDetails.text(value, key)
      case "phone": phone = try OfficeDetails.text(value, key)
      case "reconsideration": reconsideration = try OfficeDetails.text(value, key)
      case "litigation": litigation = try OfficeDetails.text(value, key)
      case "repaymentDays":
        guard let days = value.number, (1...365).contains(days) else { throw .member(key) }
        repaymentDays = Int(days)
      case "account":
        guard let parts = value.members, parts.count == 3 else { throw .member(key) }
        func part(_ name: String) throws(Fault) -> String {
          guard let value = parts.first(where: { $0.key == name })?.value else { throw .member("account.\(name)") }
          return try OfficeDetails.text(value, "account.\(name)")
        }
        account = Account(name: try part("name"), bank: try part("bank"), number: try part("number"))
      default: throw .member(key)
      }
    }
  }

  private static func text(_ value: JSONValue, _ key: String) throws(Fault) -> String {
    guard let text = value.text, !text.isEmpty, !text.unicodeScalars.contains(where: \.isControl) else {
      throw .member(key)
    }
    return text
  }
}
