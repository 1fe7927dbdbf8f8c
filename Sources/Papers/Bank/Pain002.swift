public import Values

/// A payment status report of a bank, ISO 20022 pain.002: the status of a message and of its lines.
///
/// All versions with `OrgnlGrpInfAndSts` and, in `OrgnlPmtInfAndSts`, `TxInfAndSts` are read: .03 to .15 have the same names
/// for the elements needed here. Elements of other namespaces, and those that are not about a payment, are passed over.
///
/// > Source: ISO 20022, pain.002, CustomerPaymentStatusReport.
public struct Pain002: Hashable, Sendable {
  /// The meaning of a status for the money.
  public enum Meaning: Hashable, Sendable {
    /// It arrived.
    case paid
    /// It was refused, or came back.
    case returned
    /// It is on its way; nothing has happened yet.
    case silent
  }

  /// The bank's report about a line.
  public struct Line: Hashable, Sendable {
    /// The id that the line was sent with.
    public let endToEnd: String
    /// The status: `ACCP`, `ACSC`, `RJCT`, `PDNG`.
    public let status: String
    /// The reason's code: `AC01`, `AC04`, `AM05`; nil if there is none.
    public let reason: String?
    /// The amount, if the bank repeats it.
    public let amount: Fen?
    /// The currency of the amount.
    public let currency: String?
    /// The payee's account, if the bank repeats it.
    public let account: String?
    /// The payee's name, if the bank repeats it.
    public let name: String?
    /// The bank's own reference.
    public let reference: String?
    /// Its place in the report, counted from 1.
    public let number: Int
  }

  /// The reason that a tree is not a report that can be settled.
  public struct Fault: Error, Hashable, Sendable {
    /// The kind of fault.
    public enum Kind: Hashable, Sendable {
      /// It is not a pain.002, or names neither its message nor the outcome.
      case notReport
      /// An element that may appear once appears twice: it is not clear which one holds.
      case repeated(String)
      /// An amount that is not one, as the report writes it.
      case amount(String)
      /// One level says that the money arrived, another one that it was refused.
      case contradiction(String, String)
    }

    /// The place of the line in the report, counted from 1; 0 for a fault of the message.
    public let number: Int
    /// The kind of fault.
    public let kind: Kind
  }

  /// The id of the message that it answers.
  public let message: String
  /// The status of the message: `ACCP`, `PART`, `RJCT`; nil if the bank speaks of lines only.
  ///
  /// A batch is sent as one payment information; if that has a status of its own, this is that status, because it is more
  /// exact.
  public let status: String?
  /// The reason's code for the message.
  public let reason: String?
  /// The id of the payment information that its lines belong to; nil if the bank does not repeat it.
  public let payment: String?
  /// The lines that it speaks of.
  public let lines: [Line]

  /// The meaning of a line's status; nil for one that the standard does not define.
  ///
  /// Banks that answer by the line use ACCP for a line that they have credited to the account, so it counts as paid, as ACSC
  /// and ACCC do. A message's ACCP only means that the file was accepted (``meaningOfMessage``).
  public static func meaning(of status: String) -> Meaning? {
    switch status {
    case "ACCP", "ACSC", "ACCC": .paid
    case "RJCT", "CANC": .returned
    case "RCVD", "ACTC", "ACSP", "ACWC", "ACWP", "ACFC", "PDNG", "PATC", "PRES", "BLCK": .silent
    default: nil
    }
  }

  /// The meaning of the message's status for the lines that the report does not name; nil for an unknown status.
  public var meaningOfMessage: Meaning? {
    guard let status else { return .silent }
    return Pain002.meaning(ofMessage: status)
  }

  private static func meaning(ofMessage status: String) -> Meaning? {
    switch status {
    case "PART", "ACCP": .silent
    default: meaning(of: status)
    }
  }

  /// Reads a report.
  ///
  /// - Parameter root: the root of the text.
  /// - Throws: ``Fault``.
  public init(_ root: XMLElement) throws(Fault) {
    let report = try Pain002.once(root, "CstmrPmtStsRpt", 0)
    guard root.name == "Document", Pain002.isNamespace(root.namespace), let report else {
      throw Fault(number: 0, kind: .notReport)
    }
    let group = try Pain002.once(report, "OrgnlGrpInfAndSts", 0)
    guard let group, let message = try Pain002.text(group, "OrgnlMsgId", 0) else {
      throw Fault(number: 0, kind: .notReport)
    }
    self.message = message
    var levels: [(status: String, reason: String?)] = []
    if let status = try Pain002.text(group, "GrpSts", 0) { levels.append((status, Pain002.reason(in: group))) }
    var lines: [Line] = []
    var paymentID: String?
    if let payment = try Pain002.once(report, "OrgnlPmtInfAndSts", 0) {
      paymentID = try Pain002.text(payment, "OrgnlPmtInfId", 0)
      if let status = try Pain002.text(payment, "PmtInfSts", 0) { levels.append((status, Pain002.reason(in: payment))) }
      for (index, element) in payment.children("TxInfAndSts").enumerated() {
        lines.append(try Line(element, number: index + 1))
      }
    }
    // A line's status in a place that no version provides for would be lost silently.
    guard !levels.isEmpty || !lines.isEmpty, Pain002.countLines(report) == lines.count else {
      throw Fault(number: 0, kind: .notReport)
    }
    status = levels.last?.status
    reason = levels.last?.reason
    payment = paymentID
    self.lines = lines
    try Pain002.check(levels.map(\.status), lines)
  }

  /// > Source: contract 3, section 3: settled and refused on two levels contradict.
  private static func check(_ levels: [String], _ lines: [Line]) throws(Fault) {
    func contradict(_ one: Meaning?, _ other: Meaning?) -> Bool {
      one == .paid && other == .returned || one == .returned && other == .paid
    }
    if levels.count == 2, contradict(meaning(ofMessage: levels[0]), meaning(ofMessage: levels[1])) {
      throw Fault(number: 0, kind: .contradiction(levels[0], levels[1]))
    }
    for line in lines {
      for level in levels where contradict(meaning(ofMessage: level), meaning(of: line.status)) {
        throw Fault(number: line.number, kind: .contradiction(level, line.status))
      }
    }
  }

  private static func countLines(_ parent: XMLElement) -> Int {
    parent.children.reduce(0) { count, child in
      count + (child.name == "TxInfAndSts" && child.namespace == parent.namespace ? 1 : countLines(child))
    }
  }

  /// Whether a namespace is that of a pain.002, in any version.
  private static func isNamespace(_ name: String) -> Bool {
    let prefix = "urn:iso:std:iso:20022:tech:xsd:pain.002.001."
    let version = name.utf8.dropFirst(prefix.utf8.count)
    return name.hasPrefix(prefix) && version.count == 2 && version.allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
  }

  fileprivate static func once(_ parent: XMLElement, _ name: String, _ number: Int) throws(Fault) -> XMLElement? {
    do { return try parent.child(name) } catch { throw Fault(number: number, kind: .repeated(error.name)) }
  }

  /// The one element at the end of a path of names, each of which may appear once; nil if there is none.
  fileprivate static func only(_ parent: XMLElement, _ path: [String], _ number: Int) throws(Fault) -> XMLElement? {
    var found = parent
    for name in path {
      guard let next = try once(found, name, number) else { return nil }
      found = next
    }
    return found
  }

  /// The text of the one element of a name; nil if there is none, or nothing in it.
  fileprivate static func text(_ parent: XMLElement, _ name: String, _ number: Int) throws(Fault) -> String? {
    try once(parent, name, number).flatMap { $0.value.isEmpty ? nil : $0.value }
  }

  /// The first reason: a bank may give several.
  fileprivate static func reason(in parent: XMLElement) -> String? {
    for information in parent.children("StsRsnInf") {
      for reason in information.children("Rsn") {
        if let code = (reason.children("Cd") + reason.children("Prtry")).first { return code.value }
      }
    }
    return nil
  }
}

extension Pain002.Line {
  fileprivate init(_ element: XMLElement, number: Int) throws(Pain002.Fault) {
    guard let endToEnd = try Pain002.text(element, "OrgnlEndToEndId", number),
      let status = try Pain002.text(element, "TxSts", number)
    else { throw Pain002.Fault(number: number, kind: .notReport) }
    let original = try Pain002.once(element, "OrgnlTxRef", number)
    let instructed = try original.flatMap { original throws(Pain002.Fault) in
      try Pain002.only(original, ["Amt", "InstdAmt"], number)
    }
    let amount = instructed.flatMap { Fen(yuan: $0.value) }
    if let instructed, amount == nil { throw Pain002.Fault(number: number, kind: .amount(instructed.value)) }
    func said(_ paths: [String]...) throws(Pain002.Fault) -> String? {
      guard let original else { return nil }
      for path in paths {
        if let found = try Pain002.only(original, path, number), !found.value.isEmpty { return found.value }
      }
      return nil
    }
    self.init(
      endToEnd: endToEnd, status: status, reason: Pain002.reason(in: element), amount: amount,
      currency: instructed?.attributes["Ccy"],
      account: try said(["CdtrAcct", "Id", "Othr", "Id"], ["CdtrAcct", "Id", "IBAN"]),
      name: try said(["Cdtr", "Pty", "Nm"], ["Cdtr", "Nm"]),
      reference: try Pain002.text(element, "AcctSvcrRef", number), number: number)
  }
}
