public import Values

/// A payment status report of a bank, ISO 20022 pain.002: what it says of a message and of its lines.
///
/// All versions with the elements `OrgnlGrpInfAndSts` and `TxInfAndSts` are read: .03 to .15 name what is needed alike.
///
/// > Source: ISO 20022, pain.002, CustomerPaymentStatusReport.
public struct Pain002: Hashable, Sendable {
  /// What a status means for the money.
  public enum Meaning: Hashable, Sendable {
    /// It arrived.
    case paid
    /// It was refused, or came back.
    case returned
    /// It is on its way; nothing has happened yet.
    case silent
  }

  /// What the bank says of a line.
  public struct Line: Hashable, Sendable {
    /// The id that the line was sent with.
    public internal(set) var endToEnd = ""
    /// The status: `ACCP`, `ACSC`, `RJCT`, `PDNG`.
    public internal(set) var status = ""
    /// The reason's code: `AC01`, `AC04`, `AM05`; nil where there is none.
    public internal(set) var reason: String?
    /// The amount, where the bank repeats it.
    public internal(set) var amount: Fen?
    /// The bank's own reference.
    public internal(set) var reference: String?
    /// The line of the file, counted from 1, in the order of the report.
    public internal(set) var number = 0
  }

  /// The id of the message that it answers.
  public private(set) var message = ""
  /// The status of the message: `ACCP`, `PART`, `RJCT`; nil where the bank speaks of lines only.
  public private(set) var status: String?
  /// The reason's code for the message.
  public private(set) var reason: String?
  /// The lines that it speaks of.
  public private(set) var lines: [Line] = []

  /// What a line's status means; nil for one that the standard does not know.
  ///
  /// Banks that answer by the line say ACCP for a line that they have taken to the account; so it counts as paid, as
  /// ACSC and ACCC do. A message's ACCP only says that the file was taken (``meaningOfMessage``).
  public static func meaning(of status: String) -> Meaning? {
    switch status {
    case "ACCP", "ACSC", "ACCC": .paid
    case "RJCT", "CANC": .returned
    case "RCVD", "ACTC", "ACSP", "ACWC", "ACWP", "ACFC", "PDNG", "PATC", "PRES", "BLCK": .silent
    default: nil
    }
  }

  /// What the message's status means for the lines that the report does not name; nil for an unknown status.
  public var meaningOfMessage: Meaning? {
    guard let status else { return .silent }
    return switch status {
    case "ACSC", "ACCC": .paid
    case "RJCT": .returned
    case "PART": .silent
    default: Pain002.meaning(of: status) == nil ? nil : .silent
    }
  }

  /// Reads a report.
  ///
  /// - Throws: ``XMLError``; on line 0 where the XML is whole but no such report.
  public init(_ text: String) throws(XMLError) {
    var reader = XMLReader(text)
    var path: [String] = []
    var content = ""
    var line: Line?
    while let piece = try reader.next() {
      switch piece {
      case .start(let name):
        path.append(name)
        content = ""
        if name == "TxInfAndSts" { line = Line(number: lines.count + 1) }
      case .text(let text): content += text
      case .end(let name):
        let value = String(content.drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
        if line != nil { Pain002.take(name, path, value, into: &line) } else { take(name, path, value) }
        if name == "TxInfAndSts", let whole = line {
          guard !whole.endToEnd.isEmpty, !whole.status.isEmpty else { throw XMLError(line: 0) }
          lines.append(whole)
          line = nil
        }
        path.removeLast()
        content = ""
      }
    }
    guard !message.isEmpty, status != nil || !lines.isEmpty else { throw XMLError(line: 0) }
  }

  private mutating func take(_ name: String, _ path: [String], _ value: String) {
    switch name {
    case "OrgnlMsgId": message = value
    // A batch is sent as one payment information, so its status is the message's.
    case "GrpSts", "PmtInfSts": status = status ?? value
    case "Cd" where path.contains("Rsn"), "Prtry" where path.contains("Rsn"): reason = reason ?? value
    default: break
    }
  }

  private static func take(_ name: String, _ path: [String], _ value: String, into line: inout Line?) {
    switch name {
    case "OrgnlEndToEndId": line?.endToEnd = value
    case "TxSts": line?.status = value
    case "Cd" where path.contains("Rsn"), "Prtry" where path.contains("Rsn"):
      if line?.reason == nil { line?.reason = value }
    case "InstdAmt": line?.amount = Fen(yuan: value)
    case "AcctSvcrRef": line?.reference = value
    default: break
    }
  }
}
