import JSONText
import Policy
import Subsidy
import Testing
import Values

/// One event of a type with every field that it can have, and what each field must look like.
struct Sample: Sendable, CustomTestStringConvertible {
  let body: EventBody
  /// The form of each field of the type's own.
  let forms: [String: EventError.Expected]
  var optional: Set<String> = []

  var type: EventType { body.type }
  var testDescription: String { type.rawValue }

  /// The event, with a key and an id.
  var event: Event {
    Event(sequence: 41, recorded: "2024-12-06T01:30:00Z", by: "op-017", key: "K.3", id: Sample.id, body: body)
  }

  /// The form of a field, those that every event has included.
  func form(of field: String) -> EventError.Expected? {
    let common: [String: EventError.Expected] = [
      "seq": .number, "type": .text, "recorded": .instant, "by": .identifier, "key": .identifier, "id": .entryID,
    ]
    return common[field] ?? forms[field]
  }

  func isOptional(_ field: String) -> Bool { field == "key" || field == "id" || optional.contains(field) }
}

extension Sample {
  static let id = Sample.entryID("si:2024/11#60750")
  static let key = OperatorKey("op-9+1e5b9a23+AXkSe2Jfmz40lmAj4pA5r8DLpgatbHpujzP8OwGA9E42")!
  static let sha256 = String(repeating: "0123456789abcdef", count: 4)
  static let document = (try? JSONValue(ShippedPacks.text("beijing-2019-1") ?? [])) ?? .null

  static func entryID(_ text: String) -> Identifier {
    Identifier(entryID: Array(text.utf8), at: 0, count: text.utf8.count)!
  }

  static let all: [Sample] = ledger + person + application + claim + payment + recovery + service + correction

  private static let correction = [
    Sample(
      body: .requested(
        Requested(
          request: "Q20241206-41", act: .paymentWithheld,
          content: ActContent(
            of: ["2024-10", "2024-11"].map { month in
              .paymentWithheld(
                PaymentWithheld(
                  person: "p1", scheme: "liuzhou", month: month, batch: "b-1", request: "Q20241206-41",
                  reason: "employed"))
            }), reason: "录入错误", authority: "柳人社〔2024〕12号")),
      forms: [
        "request": .identifier, "act": .text, "content": .actContent, "reason": .text, "authority": .text,
      ], optional: ["authority"]),
    Sample(
      body: .reversed(Reversed(of: 40, request: "Q20241206-41")), forms: ["of": .number, "request": .identifier]),
    Sample(
      body: .paymentWithheld(
        PaymentWithheld(
          person: "p1", scheme: "liuzhou", month: "2024-11", batch: "b-1", request: "Q20241206-41",
          reason: "employed")),
      forms: [
        "person": .personKey, "scheme": .identifier, "month": .month, "batch": .identifier, "request": .identifier,
        "reason": .text,
      ]),
    Sample(
      body: .batchRecalled(BatchRecalled(batch: "b-1", request: "Q20241206-41", reason: "未送银行")),
      forms: ["batch": .identifier, "request": .identifier, "reason": .text]),
    Sample(
      body: .repaymentRefunded(
        RepaymentRefunded(
          person: "p1", scheme: "liuzhou", demand: "N-1", amount: Fen(500), reference: "T 88",
          request: "Q20241206-41")),
      forms: [
        "person": .personKey, "scheme": .identifier, "notice": .identifier, "amountFen": .fen, "reference": .text,
        "request": .identifier,
      ]),
    Sample(
      body: .objected(
        Objected(
          person: "p1", scheme: "liuzhou", demand: "N-1", procedure: .review, on: "2024-12-20",
          reference: "柳政复〔2024〕8号")),
      forms: [
        "person": .personKey, "scheme": .identifier, "notice": .identifier, "procedure": .text, "on": .date,
        "reference": .text,
      ], optional: ["reference"]),
    Sample(
      body: .objectionDecided(
        ObjectionDecided(
          person: "p1", scheme: "liuzhou", demand: "N-1", outcome: .cancelled, on: "2025-02-10",
          authority: "柳政复决〔2025〕3号")),
      forms: [
        "person": .personKey, "scheme": .identifier, "notice": .identifier, "outcome": .text, "on": .date,
        "authority": .text,
      ]),
    Sample(
      body: .debtOffset(
        DebtOffset(
          person: "p1", scheme: "liuzhou", month: "2024-12", demand: "N-1", amount: Fen(20_000), agreement: "K-7",
          authority: "四（一）", request: "Q20241206-41")),
      forms: [
        "person": .personKey, "scheme": .identifier, "month": .month, "notice": .identifier, "amountFen": .fen,
        "agreement": .text, "authority": .text, "request": .identifier,
      ]),
    Sample(
      body: .claimed(
        Claimed(
          person: "p1", scheme: "liuzhou", from: "2024-01", through: "2024-12", on: "2024-12-06", claim: "S-2024-7")),
      forms: [
        "person": .personKey, "scheme": .identifier, "from": .month, "through": .month, "on": .date,
        "claim": .identifier,
      ], optional: ["claim"]),
    Sample(
      body: .retirementChosen(RetirementChosen(person: "p1", on: "2028-06-15")),
      forms: ["person": .personKey, "on": .date]),
    Sample(
      body: .samePerson(SamePerson(person: "p1", other: "p2", request: "Q20241206-41")),
      forms: ["person": .personKey, "other": .personKey, "request": .identifier]),
    Sample(
      body: .erased(Erased(person: "p1", request: "Q20241206-41")),
      forms: ["person": .personKey, "request": .identifier]),
    Sample(
      body: .operatorRegistered(
        OperatorRegistered(
          OperatorDetails(
            "op-9", roles: [.enter, .review], office: "社区", district: Region("450202"), keys: [key], vault: sha256),
          request: "Q20241206-41")),
      forms: [
        "operator": .identifier, "office": .text, "district": .region, "roles": .roles, "keys": .keys,
        "vault": .text, "request": .identifier,
      ], optional: ["office", "district", "keys", "vault", "request"]),
    Sample(
      body: .operatorChanged(
        OperatorChanged(
          OperatorDetails(
            "op-9", roles: [.audit], office: "社区", district: Region("450202"), keys: [key], vault: sha256),
          request: "Q20241206-41")),
      forms: [
        "operator": .identifier, "office": .text, "district": .region, "roles": .roles, "keys": .keys,
        "vault": .text, "request": .identifier,
      ], optional: ["office", "district", "keys", "vault", "request"]),
    Sample(
      body: .operatorRetired(OperatorRetired("op-9", request: "Q20241206-41")),
      forms: ["operator": .identifier, "request": .identifier], optional: ["request"]),
    Sample(
      body: .operatorRecovered(
        OperatorRecovered("op-9", keys: [key], request: "Q20241206-41", reason: "密钥遗失")),
      forms: ["operator": .identifier, "keys": .keys, "request": .identifier, "reason": .text]),
    Sample(
      body: .clockCorrected(ClockCorrected(of: 40, request: "Q20241206-41", reason: "电池耗尽")),
      forms: ["of": .number, "request": .identifier, "reason": .text]),
    Sample(
      body: .monthReopened(MonthReopened(month: "2024-11", request: "Q20241206-41")),
      forms: ["month": .month, "request": .identifier]),
  ]

  private static let ledger = [
    Sample(
      body: .ledgerOpened(LedgerOpened(ledger: "柳州市\"城中\"\\区\n一科", clockIsRight: true)),
      forms: ["ledger": .text, "format": .formatOne, "hash": .text, "clockIsRight": .bool],
      optional: ["clockIsRight"]),
    Sample(
      body: .policyAdopted(
        PolicyAdopted(
          scheme: "beijing", policy: "beijing-2019-1", effectiveFrom: "2024-01-01", document: document,
          parameters: [.init(name: "amountFen", value: "77733"), .init(name: "womenAge", value: "55")],
          request: "Q20241206-41")),
      forms: [
        "scheme": .identifier, "policy": .identifier, "effectiveFrom": .date, "document": .object,
        "parameters": .parameters, "request": .identifier,
      ], optional: ["request"]),
    Sample(
      body: .annulled(Annulled(of: .id(Sample.id), reason: "录入错误")),
      forms: ["of": .annulmentTarget, "reason": .text]),
    Sample(
      body: .historyImported(
        HistoryImported(file: "past.jsonl", sha256: sha256, entries: 12, importedAt: "2026-01-01T00:00:00Z")),
      forms: ["file": .text, "sha256": .text, "entries": .number, "importedAt": .instant]),
    Sample(
      body: .recovered(
        Recovered(
          segment: 0, offset: 1_000_000_000_000, bytes: 17, sha256: sha256, signedSize: 40, signedRoot: sha256)),
      forms: [
        "segment": .number, "offset": .number, "bytes": .number, "sha256": .text, "size": .number, "root": .text,
      ], optional: ["size", "root"]),
  ]

  private static let person = [
    Sample(
      body: .registered(
        Registered(
          person: "p_1-A", birth: "1975-02-28", isMale: false, household: Region("450200")!,
          prior: .init(firstApproved: "2020-02-29", months: 7), vault: sha256)),
      forms: [
        "person": .personKey, "birth": .date, "sex": .text, "household": .region, "prior": .object, "vault": .text,
      ],
      optional: ["prior", "vault"]),
    Sample(
      body: .accountChanged(AccountChanged(person: "p1", vault: sha256)),
      forms: ["person": .personKey, "vault": .text]),
    Sample(
      body: .factRecorded(
        FactRecorded(
          person: "p1", fact: .flexibleRegistered, from: "2024-01-01", to: "2024-01-01", source: "人社", detail: "4050",
          employment: .init(
            entry: .again, isUrban: true, place: Region("371302")!, kind: "送餐", hours: 40, income: Fen(310_000),
            platform: "平台"))),
      forms: [
        "person": .personKey, "fact": .text, "from": .date, "to": .date, "source": .text, "detail": .text,
        "employment": .object,
      ],
      optional: ["to", "detail", "employment"]),
    Sample(
      body: .contributed(
        Contributed(
          person: "p1", month: "2024-11", amount: Fen.largestInEvent, paidOn: "2024-11-20", source: "si-bureau")),
      forms: ["person": .personKey, "month": .month, "amountFen": .fen, "paidOn": .date, "source": .text]),
    Sample(
      body: .debitFailed(DebitFailed(person: "p1", month: "2024-11", source: "bank")),
      forms: ["person": .personKey, "month": .month, "source": .text]),
    Sample(
      body: .reported(
        Reported(
          person: "p1", on: "2024-11-20", channel: "微信",
          work: .init(kind: "送餐", place: "朝阳区", hours: 168, incomeBand: "3001-5000"))),
      forms: ["person": .personKey, "on": .date, "channel": .text, "work": .object],
      optional: ["work"]),
  ]

  private static let application = [
    Sample(
      body: .applied(
        Applied(
          person: "p1", application: "a.1", scheme: "beijing", from: "2024-11", undertaking: true, channel: "街道",
          work: .init(kind: "修车", since: "2024-01-02", incomeBand: "1001-2000"), delegate: "李四",
          district: Region("110105")!, place: .residence, category: "4050", materials: ["form-1", "card"], vault: sha256
        )),
      forms: [
        "person": .personKey, "application": .identifier, "scheme": .identifier, "from": .month, "undertaking": .bool,
        "channel": .text, "work": .object, "delegate": .text, "district": .region, "place": .text,
        "category": .identifier, "materials": .identifiers, "vault": .text,
      ],
      optional: ["work", "delegate", "district", "place", "category", "materials", "vault"]),
    Sample(
      body: .verified(
        Verified(
          person: "p1", application: "a.1", stage: "street", hasPassed: false,
          reasons: [.init(code: "no-work", clause: "三.2"), .init(code: "other", clause: nil)])),
      forms: [
        "person": .personKey, "application": .identifier, "stage": .identifier, "outcome": .text, "reasons": .reasons,
      ],
      optional: ["reasons"]),
    Sample(
      body: .approved(
        Approved(
          person: "p1", application: "a.1", scheme: "beijing", policy: "beijing-2019-1", from: "2024-11",
          basis: .until("2029-05"), first: false)),
      forms: [
        "person": .personKey, "application": .identifier, "scheme": .identifier, "policy": .identifier, "from": .month,
        "basis": .basis, "first": .bool,
      ]),
    Sample(
      body: .rejected(Rejected(person: "p1", application: "a.1", reasons: [.init(code: "employed", clause: "附件2")])),
      forms: ["person": .personKey, "application": .identifier, "reasons": .reasons]),
    Sample(
      body: .withdrawn(Withdrawn(person: "p1", application: "a.1")),
      forms: ["person": .personKey, "application": .identifier]),
    Sample(
      body: .startConfirmed(StartConfirmed(person: "p1", application: "a.1", from: "2024-12", mode: .asApplied)),
      forms: ["person": .personKey, "application": .identifier, "from": .month, "mode": .text],
      optional: ["mode"]),
    Sample(
      body: .correctionRequested(
        CorrectionRequested(
          person: "p1", application: "a.1", items: ["身份证复印件", "\"签名\""], reason: "新规定")),
      forms: ["person": .personKey, "application": .identifier, "items": .texts, "reason": .text],
      optional: ["reason"]),
  ]

  private static let claim = [
    Sample(
      body: .suspended(
        Suspended(person: "p1", scheme: "beijing", from: "2024-12", reason: "no-report", clause: "三.5")),
      forms: ["person": .personKey, "scheme": .identifier, "from": .month, "reason": .text, "clause": .text],
      optional: ["clause"]),
    Sample(
      body: .resumed(Resumed(person: "p1", scheme: "beijing", from: "2025-01")),
      forms: ["person": .personKey, "scheme": .identifier, "from": .month]),
    Sample(
      body: .ended(Ended(person: "p1", scheme: "beijing", from: "2025-02", reason: Ended.fraud, clause: "附件3 二.5")),
      forms: ["person": .personKey, "scheme": .identifier, "from": .month, "reason": .text, "clause": .text],
      optional: ["clause"]),
    Sample(
      body: .extended(Extended(person: "p1", scheme: "lianyungang", months: 12, reason: "期满未就业")),
      forms: ["person": .personKey, "scheme": .identifier, "months": .months, "reason": .text]),
  ]

  private static let payment = [
    Sample(
      body: .batchDrafted(
        BatchDrafted(batch: "b-1", scheme: "beijing", through: "2024-12", persons: 2, items: 3, total: Fen(81_000))),
      forms: [
        "batch": .identifier, "scheme": .identifier, "through": .month, "persons": .number, "items": .number,
        "totalFen": .fen,
      ]),
    Sample(
      body: .paymentOrdered(
        PaymentOrdered(person: "p1", scheme: "beijing", month: "2024-11", amount: Fen(27_000), batch: "b-1")),
      forms: [
        "person": .personKey, "scheme": .identifier, "month": .month, "amountFen": .fen, "batch": .identifier,
      ]),
    Sample(body: .batchApproved(BatchApproved(batch: "b-1")), forms: ["batch": .identifier]),
    Sample(body: .batchCancelled(BatchCancelled(batch: "b-1")), forms: ["batch": .identifier]),
    Sample(
      body: .batchExported(BatchExported(batch: "b-1", format: "csv", sha256: sha256)),
      forms: ["batch": .identifier, "format": .text, "sha256": .text]),
    Sample(
      body: .paid(
        Paid(
          person: "p1", scheme: "beijing", month: "2024-11", amount: Fen(27_000), batch: "b-1", reference: "R/1 回单")),
      forms: [
        "person": .personKey, "scheme": .identifier, "month": .month, "amountFen": .fen, "batch": .identifier,
        "reference": .text,
      ],
      optional: ["reference"]),
    Sample(
      body: .paymentReturned(
        PaymentReturned(
          person: "p1", scheme: "beijing", month: "2024-11", amount: Fen(27_000), batch: "b-1", code: "AC04")),
      forms: [
        "person": .personKey, "scheme": .identifier, "month": .month, "amountFen": .fen, "batch": .identifier,
        "code": .text,
      ]),
  ]

  private static let recovery = [
    Sample(
      body: .clawedBack(
        ClawedBack(
          person: "p1", scheme: "beijing", demand: "N1",
          months: [.init(month: "2024-11", amount: Fen(1)), .init(month: "2024-10", amount: Fen(0))],
          reason: "employed", clause: "附件3", debtor: "street-07")),
      forms: [
        "person": .personKey, "scheme": .identifier, "notice": .identifier, "months": .demands, "reason": .text,
        "clause": .text, "debtor": .identifier,
      ],
      optional: ["clause", "debtor"]),
    Sample(
      body: .repaid(Repaid(person: "p1", scheme: "beijing", demand: "N1", amount: Fen(500), receipt: "No. 7")),
      forms: [
        "person": .personKey, "scheme": .identifier, "notice": .identifier, "amountFen": .fen, "receipt": .text,
      ]),
    Sample(
      body: .writtenOff(
        WrittenOff(person: "p1", scheme: "beijing", demand: "N1", amount: Fen(500), authority: "局长办公会")),
      forms: [
        "person": .personKey, "scheme": .identifier, "notice": .identifier, "amountFen": .fen, "authority": .text,
      ]),
    Sample(
      body: .clawbackCancelled(ClawbackCancelled(person: "p1", scheme: "beijing", demand: "N1", authority: "复议")),
      forms: ["person": .personKey, "scheme": .identifier, "notice": .identifier, "authority": .text]),
    Sample(
      body: .putBack(
        PutBack(
          person: "p1", scheme: "beijing", demand: "N1", amount: Fen(500), unit: "street-07", receipt: "归垫 7")),
      forms: [
        "person": .personKey, "scheme": .identifier, "notice": .identifier, "amountFen": .fen, "unit": .identifier,
        "receipt": .text,
      ]),
  ]

  private static let service = [
    Sample(
      body: .checked(
        Checked(
          person: "p1", check: "labour-record", hasPassed: false, on: "2024-11-20", source: "人社", detail: "有备案")),
      forms: [
        "person": .personKey, "check": .identifier, "outcome": .text, "on": .date, "source": .text, "detail": .text,
      ],
      optional: ["detail"]),
    Sample(
      body: .notified(
        Notified(
          person: "p1", scheme: "beijing", notification: "report-due", on: "2024-11-20", channel: "短信",
          application: "a.1")),
      forms: [
        "person": .personKey, "scheme": .identifier, "notice": .identifier, "on": .date, "channel": .text,
        "application": .identifier,
      ],
      optional: ["application"]),
    Sample(
      body: .visited(Visited(person: "p1", on: "2024-11-20", finding: "在岗")),
      forms: ["person": .personKey, "on": .date, "finding": .text], optional: ["finding"]),
    Sample(
      body: .sampleDrawn(
        SampleDrawn(
          scheme: "liuzhou", sample: "s-1", seed: "2024.11_a-1", population: 1_000, populationSHA256: sha256,
          persons: ["p1", "p_2-A"])),
      forms: [
        "scheme": .identifier, "sample": .identifier, "seed": .identifier, "population": .number,
        "populationSha256": .text, "persons": .persons,
      ]),
    Sample(
      body: .paperIssued(
        PaperIssued(
          scheme: "beijing", paper: "roster", number: "110105-2024.11", month: "2024-11", sha256: sha256, rows: 14)),
      forms: [
        "scheme": .identifier, "paper": .identifier, "number": .identifier, "month": .month, "sha256": .text,
        "rows": .number,
      ]),
    Sample(body: .listChecked(ListChecked(batch: "b-1")), forms: ["batch": .identifier]),
    Sample(
      body: .fundsRequested(FundsRequested(batch: "b-1", amount: Fen(54_000))),
      forms: ["batch": .identifier, "amountFen": .fen]),
    Sample(
      body: .fundsReceived(FundsReceived(batch: "b-1", amount: Fen(54_000), reference: "财〔2024〕1207")),
      forms: ["batch": .identifier, "amountFen": .fen, "reference": .text]),
    Sample(
      body: .monthClosed(
        MonthClosed(
          month: "2024-11", size: 881, root: sha256, sums: closed, looks: LookHead(count: 12, sha256: sha256))),
      forms: [
        "month": .month, "size": .number, "root": .text, "paidFen": .fen, "returnedFen": .fen,
        "bouncedFen": .fen, "adjustedFen": .fen, "repaidFen": .fen, "putBackFen": .fen,
        "writtenOffFen": .fen, "outstandingFen": .fen, "refundedFen": .fen, "reversed": .object,
        "looks": .object,
      ], optional: ["refundedFen", "reversed", "looks"]),
    Sample(
      body: .findingDisposed(
        FindingDisposed(
          finding: FindingKey(
            code: "stage-late", person: "p0012345", scheme: "beijing", month: "2024-11", application: "a-77",
            stage: "street", batch: "b-1"), outcome: .confirmed, note: "属实")),
      forms: [
        "code": .identifier, "person": .personKey, "scheme": .identifier, "month": .month,
        "application": .identifier, "stage": .identifier, "batch": .identifier, "outcome": .text, "note": .text,
      ],
      optional: ["person", "scheme", "month", "application", "stage", "batch"]),
  ]
}

extension Month: ExpressibleByStringLiteral {
  init(stringLiteral text: String) { self = Month(String(text))! }
}
extension CivilDate: ExpressibleByStringLiteral {
  init(stringLiteral text: String) { self = CivilDate(String(text))! }
}
extension Instant: ExpressibleByStringLiteral {
  init(stringLiteral text: String) { self = Instant(String(text))! }
}

/// Lines as trees, to be changed and written again.
enum Line {
  static func bytes(_ event: Event) -> [UInt8] {
    var writer = JSONWriter()
    EventLine.write(event, to: &writer)
    return writer.bytes
  }

  static func members(_ event: Event) throws -> [JSONValue.Member] {
    try #require(try JSONValue(bytes(event)).members)
  }

  /// The text of a value, with blanks around every token.
  static func text(_ value: JSONValue, blank: String = "") -> String {
    switch value {
    case .object(let members):
      let parts = members.map { member in
        "\(blank)\(text(.string(member.key)))\(blank):\(blank)\(text(member.value, blank: blank))\(blank)"
      }
      return "{\(parts.joined(separator: ","))\(parts.isEmpty ? blank : "")}"
    case .array(let elements):
      return "[\(elements.map { "\(blank)\(text($0, blank: blank))\(blank)" }.joined(separator: ","))]"
    default:
      var writer = JSONWriter()
      writer.value(value)
      return String(decoding: writer.bytes, as: UTF8.self)
    }
  }

  /// Reads an event of the log, in the middle of a block.
  static func event(_ members: [JSONValue.Member], blank: String = "") throws(EventError) -> Event {
    let line = Array(text(.object(members), blank: blank).utf8)
    let block = Array("{\"x\":1}\n".utf8) + line + Array("\n{}".utf8)
    return try EventLine.readEvent(block, 8..<8 + line.count)
  }

  static func entry(_ members: [JSONValue.Member], _ source: LineSource = .entry) throws(EventError) -> Entry {
    let line = Array(text(.object(members)).utf8)
    return try EventLine.readEntry(line, 0..<line.count, source: source)
  }

  static func entry(_ text: String, _ source: LineSource = .entry) throws(EventError) -> Entry {
    let line = Array(text.utf8)
    return try EventLine.readEntry(line, 0..<line.count, source: source)
  }
}

/// The error that reading a line throws; nil if it throws nothing.
func eventError(_ body: () throws(EventError) -> some Sendable) -> EventError? {
  do throws(EventError) {
    _ = try body()
    return nil
  } catch {
    return error
  }
}

extension [JSONValue.Member] {
  func replacing(_ key: String, _ value: JSONValue) -> [JSONValue.Member] {
    map { $0.key == key ? .init(key, value) : $0 }
  }

  func without(_ keys: String...) -> [JSONValue.Member] { filter { !keys.contains($0.key) } }
}

/// The sums of a month, each another number.
private let closed: MonthSums = {
  var sums = MonthSums()
  sums.paid = Fen(81_000)
  sums.returned = Fen(27_000)
  sums.bounced = Fen(13_500)
  sums.adjusted = Fen(6_750)
  sums.repaid = Fen(5_000)
  sums.putBack = Fen(4_000)
  sums.writtenOff = Fen(3_000)
  sums.outstanding = Fen(2_000)
  sums.refunded = Fen(1_000)
  sums.reversed = MonthSums.Reversed(
    paid: Fen(500), returned: Fen(400), repaid: Fen(300), putBack: Fen(200), writtenOff: Fen(100))
  return sums
}()
