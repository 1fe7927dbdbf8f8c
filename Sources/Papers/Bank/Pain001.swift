public import Subsidy
public import Values

/// The payer: the data that a credit transfer must have about the debtor.
public struct Payer: Hashable, Sendable {
  /// The office's name.
  public var name: String
  /// The account that pays; nil if the bank knows it by contract.
  public var account: String?
  /// The bank that keeps it; nil if it is the bank that gets the file.
  public var bank: String?

  /// Makes a payer.
  public init(name: String, account: String? = nil, bank: String? = nil) {
    self.name = name
    self.account = account
    self.bank = bank
  }
}

/// The customer credit transfer initiation, ISO 20022 pain.001.001.09: one payment information with all lines.
///
/// Values that the standard asks for and the ledger does not have are `NOTPROVIDED`, as the standard's users write them.
///
/// > Source: ISO 20022, pain.001.001.09, CustomerCreditTransferInitiationV09.
public struct Pain001 {
  /// The most characters of a name, and of the text for the payee.
  public static var longestText: Int { 140 }
  /// The most characters of an account.
  public static var longestAccount: Int { 34 }
  private var bytes: [UInt8] = []

  /// Makes the message.
  ///
  /// - Parameters:
  ///   - message: its id, at most 30 characters.
  ///   - created: when the batch was approved; not when the file was written, so that the bytes stay the same.
  ///   - payer: the payer.
  ///   - lines: the lines.
  /// - Returns: the XML in UTF-8.
  /// - Throws: ``Refusal/fieldTooWide(person:field:width:)`` and ``Refusal/payerTooWide(field:width:)`` if a text is longer
  ///   than the standard allows.
  public static func bytes(
    message: String, created: Instant, payer: Payer, _ lines: [PaymentLine]
  ) throws(Refusal) -> [UInt8] {
    for (field, text, width) in [
      ("payer", payer.name, longestText), ("payer-account", payer.account ?? "", longestAccount),
      ("payer-bank", payer.bank ?? "", longestText),
    ] where text.unicodeScalars.count > width {
      throw .payerTooWide(field: field, width: width)
    }
    var xml = Pain001()
    xml.bytes.reserveCapacity(lines.count * 600 + 2_000)
    xml.raw(
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.09">
      <CstmrCdtTrfInitn>
      <GrpHdr>

      """)
    let sum = lines.reduce(Fen.zero) { $0 + $1.item.amount }
    xml.element("MsgId", message)
    xml.element("CreDtTm", created.description)
    xml.element("NbOfTxs", String(lines.count))
    xml.element("CtrlSum", sum.description)
    xml.raw("<InitgPty>")
    xml.element("Nm", payer.name)
    xml.raw("</InitgPty>\n</GrpHdr>\n<PmtInf>\n")
    xml.paymentHead(message, created, payer, count: lines.count, sum)
    for line in lines { try xml.transfer(line) }
    xml.raw("</PmtInf>\n</CstmrCdtTrfInitn>\n</Document>\n")
    return xml.bytes
  }

  /// The id of the one payment information of a message.
  public static func payment(ofMessage message: String) -> String { "\(message)-1" }

  private mutating func paymentHead(_ message: String, _ created: Instant, _ payer: Payer, count: Int, _ sum: Fen) {
    element("PmtInfId", Pain001.payment(ofMessage: message))
    element("PmtMtd", "TRF")
    element("NbOfTxs", String(count))
    element("CtrlSum", sum.description)
    raw("<ReqdExctnDt>")
    element("Dt", created.civilDate.description)
    raw("</ReqdExctnDt>\n<Dbtr>")
    element("Nm", payer.name)
    raw("</Dbtr>\n<DbtrAcct><Id><Othr>")
    element("Id", payer.account ?? "NOTPROVIDED")
    raw("</Othr></Id></DbtrAcct>\n<DbtrAgt><FinInstnId>")
    if let bank = payer.bank {
      element("Nm", bank)
    } else {
      raw("<Othr><Id>NOTPROVIDED</Id></Othr>")
    }
    raw("</FinInstnId></DbtrAgt>\n")
  }

  private mutating func transfer(_ line: PaymentLine) throws(Refusal) {
    raw("<CdtTrfTxInf><PmtId>")
    element("EndToEndId", line.endToEnd)
    raw("</PmtId><Amt><InstdAmt Ccy=\"CNY\">")
    raw(line.item.amount.description)
    raw("</InstdAmt></Amt>")
    if let bank = line.bank {
      raw("<CdtrAgt><FinInstnId>")
      element("Nm", try fitting(bank, .bank, line))
      raw("</FinInstnId></CdtrAgt>")
    }
    raw("<Cdtr>")
    element("Nm", try fitting(line.name ?? "NOTPROVIDED", .name, line))
    raw("</Cdtr>")
    if let account = line.account {
      raw("<CdtrAcct><Id><Othr>")
      element("Id", account)
      raw("</Othr></Id></CdtrAcct>")
    }
    raw("<RmtInf>")
    element("Ustrd", try fitting(line.remark, .remark, line))
    raw("</RmtInf></CdtTrfTxInf>\n")
  }

  private func fitting(
    _ text: String, _ field: ExportProfile.Field, _ line: PaymentLine
  ) throws(Refusal) -> String {
    guard text.unicodeScalars.count <= Pain001.longestText else {
      throw .fieldTooWide(person: line.item.person, field: field.rawValue, width: Pain001.longestText)
    }
    return text
  }

  private mutating func raw(_ text: String) { bytes.append(contentsOf: text.utf8) }

  private mutating func element(_ name: String, _ text: String) {
    bytes.append(UInt8(ascii: "<"))
    raw(name)
    bytes.append(UInt8(ascii: ">"))
    Markup.append(text, to: &bytes)
    raw("</")
    raw(name)
    bytes.append(UInt8(ascii: ">"))
  }
}
