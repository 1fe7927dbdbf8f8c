public import JSONText
public import Values

/// The city's data about a person that must never enter the log: names, numbers, addresses.
///
/// It is checked when it is made, so that all stored data can be printed on a roster and sent to a bank. It shows nothing in
/// messages, in string interpolation or in a debugger's dump. Two are equal if their bytes are, which is stricter than Swift's
/// equality of strings.
///
/// > Source: contract section 3, `registered`, and 京劳服失发〔2019〕1号 附件1 and 附件4, the forms that ask for these fields.
public struct PrivateData: Sendable {
  /// A field, in the order of the canonical form; the raw value is its key.
  public enum Field: String, CaseIterable, Hashable, Sendable {
    /// The person's name (姓名).
    case name
    /// The resident identity number (公民身份号码) of GB 11643.
    case idNumber
    /// The person's telephone number (联系电话).
    case phone
    /// The person to call in an emergency (紧急联系人).
    case emergencyContact
    /// The bank that keeps the account (开户银行).
    case bank
    /// The account the subsidy goes to (银行账号).
    case account
    /// The person's address (现住址).
    case address
    /// The address at which the person's household is registered (户籍地址).
    case householdAddress
    /// The level of education (文化程度).
    case education
    /// The person's status before unemployment (原身份).
    case formerStatus
    /// The place that keeps the person's file (档案存放地).
    case archive
    /// The holder of the account (账户户名), if not the person.
    case accountHolder
    /// The person who acts for an applicant (代办人).
    case delegate
    /// The number of that person's identity card or passport (代办人证件号码).
    case delegateNumber

    /// The fields that an entry that changes only the account may hold.
    ///
    /// > Source: contract 3, section 4, `account-changed`.
    public static let ofAccount: Set<Field> = [.bank, .account, .accountHolder]
    /// The fields of an application about the person who acts for the applicant.
    public static let ofDelegate: Set<Field> = [.delegate, .delegateNumber]
    /// The warning about a text in the field.
    func warning(of text: String) -> TextWarning? {
      switch self {
      case .name, .accountHolder, .delegate: text.nameWarning
      case .phone: text.telephoneWarning
      // A name or a number; the + of a number belongs there.
      case .emergencyContact: text.contains { $0.isLetter } ? text.warning : text.telephoneWarning
      case .account: text.accountWarning
      case .idNumber, .bank, .address, .householdAddress, .education, .formerStatus, .archive, .delegateNumber:
        text.warning
      }
    }

    /// The fields that a registration may hold: all data of the person.
    public static let ofPerson = Set(allCases).subtracting(ofDelegate)
  }

  /// The most bytes that a field may have; no form has room for as many.
  public static var longestField: Int { 4_096 }

  /// The ID number, read; nil if it is not known.
  public let idNumber: ResidentIDNumber?
  // In the order of Field.allCases.
  private let texts: [String?]

  /// Reads an object with all that is known.
  ///
  /// - Throws: ``VaultError``, for the first member that is unknown, occurs twice or does not have the form of its field.
  public init(_ value: JSONValue) throws(VaultError) {
    try self.init(value, onto: nil, isStored: false)
  }

  /// Reads the `private` object of an entry over the known data: an absent field stays, a null one is removed.
  ///
  /// - Parameters:
  ///   - value: the object.
  ///   - known: the person's data before; nil if there are none.
  ///   - fields: the fields that the entry may have.
  /// - Throws: as ``init(_:)``, and ``VaultError/misplacedField(_:)``.
  ///
  /// > Source: contract 3, section 4.
  public init(
    _ value: JSONValue, onto known: PrivateData?, fields: Set<Field>
  ) throws(VaultError) {
    guard let members = value.members else { throw .notAnObject }
    for member in members {
      if let field = Field(rawValue: member.key), !fields.contains(field) { throw .misplacedField(field) }
    }
    let gone = members.filter { $0.value == .null }
    let unknown = gone.first { Field(rawValue: $0.key) == nil }
    if let unknown { throw .unknownField(unknown.key) }
    let rest = known ?? PrivateData()
    try self.init(
      .object(members.filter { $0.value != .null }),
      onto: rest.without(Set(gone.compactMap { Field(rawValue: $0.key) })),
      isStored: false)
  }

  /// Nothing.
  private init() {
    idNumber = nil
    texts = Array(repeating: nil, count: Field.allCases.count)
  }

  private init(idNumber: ResidentIDNumber?, texts: [String?]) {
    self.idNumber = idNumber
    self.texts = texts
  }

  /// The same data without some fields.
  private func without(_ fields: Set<Field>) -> PrivateData {
    PrivateData(
      idNumber: fields.contains(.idNumber) ? nil : idNumber,
      texts: zip(Field.allCases, texts).map { fields.contains($0) ? nil : $1 })
  }

  /// Reads the object of an entry, or the one that a vault keeps: data that earlier versions took stay readable.
  private init(_ value: JSONValue, onto known: PrivateData?, isStored: Bool) throws(VaultError) {
    guard let members = value.members else { throw .notAnObject }
    var texts = known?.texts ?? Array(repeating: nil, count: Field.allCases.count)
    var idNumber = known?.idNumber
    var seen: Set<Field> = []
    for member in members {
      guard let position = Field.allCases.firstIndex(where: { $0.rawValue.utf8.elementsEqual(member.key.utf8) }) else {
        throw .unknownField(member.key)
      }
      let field = Field.allCases[position]
      guard seen.insert(field).inserted else { throw .repeatedField(field) }
      guard let text = member.value.text else { throw .notText(field) }
      try PrivateData.check(text, field)
      if !isStored, text.firstControl != nil { throw .controlCharacter(field) }
      texts[position] = text
      if field == .idNumber {
        guard let number = ResidentIDNumber(text) else { throw .invalidIDNumber }
        idNumber = number
        // One spelling of the check character, so that the same number gives the same digest.
        texts[position] = number.text
      }
    }
    self.idNumber = idNumber
    self.texts = texts
  }

  private static func check(_ text: String, _ field: Field) throws(VaultError) {
    let bytes = text.utf8
    if bytes.isEmpty { throw .empty(field) }
    if bytes.count > longestField { throw .tooLong(field) }
    if text.unicodeScalars.contains(where: \.isControl) { throw .controlCharacter(field) }
    if field == .account {
      let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
      guard (8...30).contains(bytes.count), bytes.allSatisfy(digits.contains) else { throw .invalidAccount }
    }
  }

  /// The text of a field; nil if it is not known.
  public subscript(field: Field) -> String? {
    // The cases are in the order of the texts.
    Field.allCases.firstIndex(of: field).flatMap { texts[$0] }
  }

  /// The fields with a warning.
  public var warnings: [(field: Field, warning: TextWarning)] {
    zip(Field.allCases, texts).compactMap { field, text in
      text.flatMap { field.warning(of: $0) }.map { (field, $0) }
    }
  }

  /// Whether no field is known.
  public var isEmpty: Bool { texts.allSatisfy { $0 == nil } }

  /// The person's name (姓名).
  public var name: String? { self[.name] }
  /// The owner of the account: the holder, if one is named, else the person.
  public var payeeName: String? { self[.accountHolder] ?? name }
  /// The person's telephone number (联系电话).
  public var phone: String? { self[.phone] }
  /// The person to call in an emergency (紧急联系人).
  public var emergencyContact: String? { self[.emergencyContact] }
  /// The bank that keeps the account (开户银行).
  public var bank: String? { self[.bank] }
  /// The account the subsidy goes to, 8 to 30 digits (银行账号).
  public var account: String? { self[.account] }
  /// The person's address (现住址).
  public var address: String? { self[.address] }
  /// The address at which the person's household is registered (户籍地址).
  public var householdAddress: String? { self[.householdAddress] }
  /// The level of education (文化程度).
  public var education: String? { self[.education] }
  /// The person's status before unemployment (原身份).
  public var formerStatus: String? { self[.formerStatus] }
  /// The place that keeps the person's file (档案存放地).
  public var archive: String? { self[.archive] }

  /// The data as JSON in its one form: no blanks, the keys in the order of ``Field``, unknown fields left out.
  ///
  /// The digest in the log is made of these bytes, so their form may never change.
  public var canonicalJSON: [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    for (field, text) in zip(Field.allCases, texts) {
      guard let text else { continue }
      writer.key(text: field.rawValue)
      writer.value(text)
    }
    writer.endObject()
    return writer.bytes
  }

  /// Reads the canonical form back; nil if the bytes are anything else.
  package init?(canonicalJSON bytes: [UInt8]) {
    guard let value = try? JSONValue(bytes), let data = try? PrivateData(value, onto: nil, isStored: true),
      data.canonicalJSON == bytes
    else {
      return nil
    }
    self = data
  }
}

extension PrivateData: Equatable {
  /// Whether every field has the same bytes.
  public static func == (left: PrivateData, right: PrivateData) -> Bool { left.canonicalJSON == right.canonicalJSON }
}

extension PrivateData: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// A placeholder, so that no message shows a person's data by accident.
  public var description: String { "PrivateData(…)" }
  /// The same placeholder.
  public var debugDescription: String { description }
  /// Nothing, so that a dump shows no person's data.
  public var customMirror: Mirror { Mirror(self, children: []) }
}
