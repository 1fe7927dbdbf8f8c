import Catalogue
import Foundation
import JSONText
import Papers
import Testing

@testable import subsidy

/// Every command as its users run it: a person of Liuzhou from registration to payment and recovery.
@Suite struct CommandRunTests {
  static let entries = [
    #"{"type":"registered","id":"c-1","person":"p1","birth":"1985-05-16","sex":"male","household":"450200","private":{"name":"某人","idNumber":"450200198505161231","bank":"bank","account":"6222020000000000000"}}"#,
    #"{"type":"fact-recorded","id":"c-2","person":"p1","fact":"difficulty-recognised","from":"2024-01-10","source":"s","detail":"4050"}"#,
    #"{"type":"fact-recorded","id":"c-3","person":"p1","fact":"flexible-registered","from":"2024-01-12","source":"s"}"#,
    #"{"type":"fact-recorded","id":"c-4","person":"p1","fact":"annual-verified","from":"2024-01-01","to":"2024-12-31","source":"s"}"#,
    #"{"type":"applied","id":"c-5","person":"p1","application":"a1","scheme":"liuzhou","from":"2024-02","undertaking":true,"channel":"counter"}"#,
    #"{"type":"verified","person":"p1","application":"a1","stage":"community","outcome":"passed"}"#,
    #"{"type":"verified","person":"p1","application":"a1","stage":"street","outcome":"passed"}"#,
    #"{"type":"verified","person":"p1","application":"a1","stage":"district","outcome":"passed"}"#,
    #"{"type":"verified","person":"p1","application":"a1","stage":"city","outcome":"passed"}"#,
  ]

  /// Runs a command that must succeed; an adoption names the readings that took their standard, any other says nothing.
  @discardableResult private func done(_ box: Box, _ line: String) -> String {
    let ran = box.run(line)
    #expect(ran.code == .done && (ran.messages.isEmpty || line.hasPrefix("policy adopt")), "\(line): \(ran.messages)")
    return ran.output
  }

  private func json(_ box: Box, _ line: String, code: ExitCode = .done) throws -> JSONValue {
    let ran = box.run(line + " --format json")
    #expect(ran.code == code, "\(line): \(ran.messages)")
    return try JSONValue(Array(ran.output.utf8))
  }

  private func keys(_ value: JSONValue?) -> [String] { value?.members?.map(\.key) ?? [] }

  /// A ledger in which p1 is paid for 2024-11.
  private func paid() throws -> Box {
    let box = try Box(adopting: "liuzhou-2022-9")
    try box.write("e", CommandRunTests.entries.joined(separator: "\n"))
    #expect(
      done(box, "record @e --by op-017").hasSuffix("e: 9 entries taken, 10 events appended\n1 application approved\n"))
    try box.write("c.csv", "idNumber,amount,paidOn\n450200198505161231,607.50,2024-11-20\n")
    let imported = done(box, "import contributions @c.csv --month 2024-11 --by op-017")
    #expect(
      try imported
        == box.expanded(
          "2024-11: 1 contribution recorded, 0 unchanged; the file sums to 607.50 yuan\n"
            + "undo it with `subsidy import undo IMPORT`\n"))
    #expect(done(box, "batch draft b1 --scheme liuzhou --through 2024-11 --by op-021").contains("270.00"))
    #expect(box.run("batch approve b1 --by op-021").code == .refused)
    #expect(box.run("batch export b1 --to @out.csv --as csv --by op-021").code == .refused)
    #expect(done(box, "batch approve b1 --by op-022") == "approved the batch b1\n")
    #expect(done(box, "batch export b1 --to @out.csv --as csv --by op-021").contains("1 line, 270.00 yuan, SHA-256 "))
    #expect(done(box, "batch export b1 --to @out.csv --as csv --by op-021").contains("is unchanged: the same export"))
    #expect(
      String(decoding: try box.read("out.csv"), as: UTF8.self)
        == "batch,person,name,bank,account,scheme,month,amount\nb1,p1,某人,bank,6222020000000000000,liuzhou,2024-11,270.00\n"
    )
    try box.write("r.csv", "person,month,status,amount,reference\np1,2024-11,paid,270.00,R-1\n")
    #expect(
      try json(box, "batch settle @r.csv --batch b1 --by op-021").sameMeaning(
        as: JSONValue(Array(#"{"paid":1,"paidFen":27000,"returned":0,"returnedFen":0,"known":0,"open":0}"#.utf8))))
    return box
  }

  @Test func aMonthFromApplicationToPayment() throws {
    let box = try paid()
    let month =
      #"{"month":"2024-11","policy":"liuzhou-2022-9","contributionFen":60750,"entitledFen":27000,"paidFen":27000,"#
      + #""repaidFen":0,"inFlightFen":0,"payableFen":0,"overpaidFen":0,"reasons":[]}"#
    let claim =
      #"{"person":"p1","scheme":"liuzhou","basis":{"kind":"months","months":36},"term":"limit","usedMonths":1,"remainingMonths":35,"#
      + #""months":[\#(month)],"recovery":{"overpaidFen":0,"demandedFen":0,"repaidFen":0,"writtenOffFen":0,"#
      + #""outstandingFen":0,"undemandedFen":0}}"#
    #expect(done(box, "person p1 --format json") == "[\n\(claim)\n]\n")
    #expect(done(box, "person --all --format json") == "[\n\(claim)\n]\n")
    #expect(done(box, "person --all --scheme linyi --format json") == "[\n]\n")
    #expect(
      done(box, "person p1") == """
        name          某*
        ID number     *1231
        sex           male
        born          1985-05-16
        household     450200
        bank          bank
        account       *0000
        applications  a1 (liuzhou): approved

        p1  liuzhou under liuzhou-2022-9  1 of 36 months used, 35 left
        month    contribution  entitled    paid  reasons
        -------  ------------  --------  ------  -------
        2024-11        607.50    270.00  270.00
        -------  ------------  --------  ------  -------
                                 270.00  270.00


        """)
    #expect(
      done(box, "person p1 --format csv")
        == "person,scheme,month,policy,contributionFen,entitledFen,paidFen,repaidFen,inFlightFen,payableFen,overpaidFen,reasons\n"
        + "p1,liuzhou,2024-11,liuzhou-2022-9,60750,27000,27000,0,0,0,0,\n")
    let none = box.run("person p1 --scheme linyi")
    #expect(none.code == .done && none.lines.count == 1)
    #expect(none.output.hasSuffix("\napplications  a1 (liuzhou): approved\n\n"))
    #expect(box.run("person p1 --known-at 2000-01-01T00:00:00Z").code == .refused)
  }

  @Test func sameIdTwiceIsTakenOnce() throws {
    let box = try paid()
    let before = try box.fingerprint()
    try box.write("again", CommandRunTests.entries[0...3].joined(separator: "\n") + "\r\n")
    let output = done(box, "record @again --by op-099")
    #expect(
      output.hasSuffix("again: 0 entries taken, 0 events appended\n4 entries known already, not repeated\n"))
    try box.write("other", CommandRunTests.entries[2].replacing("2024-01-12", with: "2024-01-13"))
    #expect(box.run("record @other --by op-017").code == .refused)
    #expect(try box.fingerprint() == before)
  }

  @Test func goodLinesAreTakenAndTheOthersWrittenBeside() throws {
    let box = try paid()
    try box.write("mixed", #"{"type":"reported","person":"p1","on":"2024-11-01","channel":"app"}"# + "\n{\n")
    let ran = box.run("record @mixed --by op-017 --skip-refused")
    #expect(ran.code == .refused && ran.output.hasSuffix("1 entry taken, 1 event appended\n") && ran.lines.count == 2)
    let left = try JSONValue(box.read("mixed.refused.jsonl"))
    #expect(keys(left) == ["line", "reason", "entry"] && left["line"]?.number == 2 && left["entry"]?.text == "{")
  }

  @Test func aRejectionIsToldWithItsClauses() throws {
    let box = try Box(adopting: "jingdezhen-2024-139")
    try box.write(
      "e",
      #"{"type":"registered","person":"p1","birth":"1985-05-16","sex":"male","household":"450200"}"# + "\n"
        + #"{"type":"applied","person":"p1","application":"a1","scheme":"jingdezhen","from":"2025-02","undertaking":false,"channel":"c"}"#
    )
    let ran = box.run("record @e --by op-017")
    #expect(
      ran.code == .done && ran.output.contains("was recorded and rejected: ") && ran.output.contains("no undertaking (")
    )
    #expect(!ran.output.contains("no-undertaking"))
    try box.write(
      "f",
      #"{"type":"applied","person":"p1","application":"a2","scheme":"jingdezhen","from":"2025-02","undertaking":false,"channel":"c"}"#
    )
    #expect(box.run("record @f --by op-017 --lang zh").output.contains("未签订承诺书（"))
  }

  @Test func whatWasPaidWronglyIsFoundDemandedAndRepaid() throws {
    let box = try paid()
    #expect(box.run("audit replay").code == .done)
    #expect(done(box, "recovery").hasPrefix("(none)\nas of ") && done(box, "recovery --format json") == "[]\n")
    try box.write(
      "f",
      #"{"type":"fact-recorded","person":"p1","fact":"employed","from":"2024-11-03","to":"2024-11-29","source":"si"}"#)
    // It says which months that are paid are due no more.
    let recorded = box.run("record @f --by op-017")
    #expect(recorded.code == .done && recorded.messages.contains("p1") && recorded.messages.contains("270.00"))
    #expect(
      done(box, "recovery --format json")
        == #"[{"person":"p1","scheme":"liuzhou","overpaidFen":27000,"demandedFen":0,"repaidFen":0,"writtenOffFen":0,"outstandingFen":0,"undemandedFen":27000}]"#
        + "\n")
    #expect(done(box, "recovery").contains("employed (三（二）1)"))
    let replay = try json(box, "audit replay", code: .found)
    #expect(keys(replay) == ["size", "root", "isSigned", "totals", "findings", "day", "sums"])
    #expect(
      keys(replay["totals"]) == [
        "persons", "months", "entitledFen", "paidFen", "repaidFen", "payableFen", "overpaidFen", "demandedFen",
        "outstandingFen", "undemandedFen",
      ])
    let finding = replay["findings"]?.elements?.first
    #expect(
      keys(finding) == [
        "code", "person", "scheme", "month", "amountFen", "knownWhenPaid", "responsible", "clause", "seqs", "severity",
        "application", "stage", "batch", "finding", "disposition",
      ])
    #expect(finding?["code"]?.text == "paid-employed" && finding?["clause"]?.text == "三（二）1")
    let demands = try json(box, "recovery demand --by op-031")
    let demand = try #require(demands.elements?.first?["notice"]?.text)
    #expect(box.run("recovery demand --by op-031").code == .refused)
    try box.write(
      "r",
      #"{"type":"repaid","person":"p1","scheme":"liuzhou","notice":"\#(demand)","amountFen":27000,"receipt":"R","id":"r"}"#
    )
    done(box, "record @r --by op-031")
    // The same receipt again is booked once, whether its id or its number shows it.
    done(box, "record @r --by op-031")
    try box.write("again", String(decoding: try box.read("r"), as: UTF8.self).replacing(#","id":"r""#, with: ""))
    #expect(done(box, "record @again --by op-031").contains("1 entry known already, not repeated"))
    #expect(done(box, "recovery --format csv").contains(",27000,0,0,0"))
    #expect(box.run("audit replay").code == .done)
    #expect(done(box, "recovery").contains("270.00"))
    #expect(done(box, "projections check").contains("equal"))
  }

  @Test func batchesAreShownListedAndCancelled() throws {
    let box = try paid()
    let shown = try json(box, "batch show b1")
    let fields = [
      "batch", "scheme", "through", "state", "persons", "items", "totalFen", "draftedBy", "approvedBy", "exportSha256",
    ]
    #expect(keys(shown) == fields + ["lines"])
    #expect(keys(shown["lines"]?.elements?.first) == ["person", "month", "amountFen", "outcome"])
    #expect(try keys(json(box, "batch list").elements?.first) == fields)
    #expect(done(box, "batch list --format csv").hasSuffix("b1,liuzhou,2024-11,exported,1,1,27000\n"))
    #expect(
      done(box, "batch show b1").contains("drafted by op-021, approved by op-022\n1 item for 1 person, 270.00 yuan\n"))
    #expect(done(box, "batch show b1 --lang zh").contains("已送银行"))
    #expect(box.run("batch cancel b1 --by op-022").code == .refused)
    try box.write("c2.csv", "person,amount,paidOn\np1,607.50,2024-10-20\n")
    done(box, "import contributions @c2.csv --month 2024-10 --by op-017")
    done(box, "batch draft --batch b2 --scheme liuzhou --through 2024-11 --by op-021")
    #expect(try json(box, "person p1").elements?[0]["months"]?.elements?[0]["inFlightFen"]?.number == 27_000)
    #expect(done(box, "batch cancel b2 --by op-022").contains("its items are free again"))
    #expect(try json(box, "person p1").elements?[0]["months"]?.elements?[0]["payableFen"]?.number == 27_000)
    // A cancelled batch is no part of the total.
    #expect(
      done(box, "batch list").hasPrefix(
        """
        batch  scheme   through  state      persons  items   total    paid  returned  no answer
        -----  -------  -------  ---------  -------  -----  ------  ------  --------  ---------
        b1     liuzhou  2024-11  settled          1      1  270.00  270.00      0.00       0.00
        b2     liuzhou  2024-11  cancelled        1      1  270.00    0.00      0.00
        -----  -------  -------  ---------  -------  -----  ------  ------  --------  ---------
                                                         1  270.00  270.00      0.00       0.00
        """ + "\nas of "))
  }

  @Test("LG05 an exclusion without a clause is named when a pack is checked")
  func exclusionsWithoutAClause() throws {
    let box = try Box()
    try box.write("pack.json", done(box, "policy show lianyungang-2021-50 --format json"))
    let ran = box.run("policy validate @pack.json")
    #expect(ran.code == .done)
    for fact in ["pension", "deceased"] { #expect(ran.messages.contains("the exclusion `\(fact)`")) }
    #expect(!ran.messages.contains("employed"))
  }

  @Test("what of its document a pack does not name is listed in both languages, and another document is told")
  func documentsAreCompared() throws {
    let box = try Box()
    let pack = "liuzhou-2022-9"
    let document = URL(filePath: #filePath).deletingLastPathComponent().appending(
      path: "../../Fixtures/documents/\(pack).txt"
    ).path
    try box.write("pack.json", done(box, "policy show \(pack) --format json"))
    let ran = box.run("policy validate @pack.json --document \(document) --lang zh")
    #expect(ran.code == .done && !ran.messages.contains("SHA-256"), "\(ran.messages)")
    #expect(ran.output.contains("以下各条未被引用") && ran.output.contains("五（一）  各县可根据当地的实际情况参照执行。"), "\(ran.output)")
    // A line with a path is as long as the path.
    for line in ran.output.split(separator: "\n") where !line.contains("pack.json") {
      #expect(line.cells <= 100, "\(line)")
    }
    try box.write("short.txt", "一、补贴标准\n（一）每月500元。\n（五）其他事项另行通知。\n")
    let other = box.run("policy validate @pack.json --document @short.txt")
    #expect(other.code == .done && other.messages.contains("has another SHA-256"), "\(other.messages)")
    #expect(other.output.contains("of 2 numbered parts of the document the pack names 1; nothing in it refers to:"))
    #expect(other.output.contains("一（五）  其他事项另行通知。"))
    try box.write("bare.txt", "各有关单位：请遵照执行。\n")
    #expect(box.run("policy validate @pack.json --document @bare.txt").code == .refused)
  }

  @Test func packsAreListedShownAndChecked() throws {
    let box = try Box()
    #expect(try json(box, "policy list").elements?.count == 5)
    #expect(done(box, "policy list --lang zh").contains("未采用"))
    for pack in ["liuzhou-2022-9", "jingdezhen-2024-139", "beijing-2019-1", "linyi-2021-63", "lianyungang-2021-50"] {
      for language in ["en", "zh"] {
        for line in done(box, "policy show \(pack) --lang \(language)").split(separator: "\n") {
          #expect(line.cells <= 100, "\(line)")
        }
      }
      let text = done(box, "policy show \(pack) --format json")
      try box.write("pack.json", text)
      #expect(box.run("policy validate @pack.json").output.contains("\(pack) is valid, "))
      #expect(done(box, "policy show \(pack) --format csv").hasPrefix("clause,topic,rule,interpretation\n"))
    }
    done(box, "init --by op")
    #expect(done(box, "policy adopt @pack.json --set rate=3/5 --by op").hasPrefix("adopted lianyungang-2021-50 ("))
    #expect(done(box, "policy adopt @pack.json --set rate=3/5 --by op").contains("nothing was appended"))
    #expect(
      done(box, "policy adopt lianyungang-2021-50 --set rate=2/3 --effective-from 2025-01-01 --by op")
        .hasSuffix("from 2025-01-01\n"))
    let adopted = try json(box, "policy list").elements?.filter { $0["adopted"]?.bool == true }
    #expect(adopted?.map { $0["parameters"]?["rate"]?.text } == ["3/5", "2/3"])
  }

  @Test func aReadModelThatIsBehindIsComparedWhereItStands() throws {
    let box = try Box()
    done(box, "init --history-from 2020-01-01T00:00:00Z --by op")
    try box.write(
      "h",
      #"{"type":"registered","person":"p1","birth":"1985-05-16","sex":"male","household":"450200","recorded":"2021-01-01T00:00:00Z","by":"op"}"#
    )
    #expect(done(box, "record --history @h --no-tables").hasSuffix("h: 1 entry of history taken in one commit\n"))
    let status = try json(box, "projections status")
    #expect(keys(status) == ["size", "root", "version", "position", "current", "projections", "index"])
    #expect(status["position"]?.number == 1 && status["size"]?.number == 3 && status["current"]?.bool == false)
    #expect(done(box, "projections status --format csv").hasSuffix("persons,1,3,behind\nindex.sqlite,1,3,behind\n"))
    let check = box.run("projections check")
    #expect(check.code == .done && check.lines.count == 1 && check.messages.contains("as of event 1 of 3"))
    #expect(done(box, "projections rebuild") == "rebuilt the read model and the index from 3 events\n")
    #expect(
      try keys(json(box, "projections check").elements?.first) == [
        "projection", "rows", "equal", "storedDigest", "foldedDigest",
      ])
    #expect(done(box, "projections check --format csv").hasPrefix("projection,rows,result\nclaims,0,equal\n"))
    #expect(
      done(box, "projections rebuild --dry-run --format csv").hasPrefix("projection,rows,digest\nclaims,0,e3b0c442"))
    #expect(
      try keys(json(box, "projections rebuild --dry-run").elements?.first) == ["projection", "rows", "foldedDigest"])
  }

  @Test func aReadModelOfAnotherLogIsFound() throws {
    let (box, other) = (try Box(adopting: "liuzhou-2022-9"), try Box(adopting: "liuzhou-2022-9"))
    done(other, "policy adopt jingdezhen-2024-139 --by op")
    done(box, "policy adopt jingdezhen-2024-139 --by op-2")
    for box in [box, other] { try box.settle("ledger/read-model.sqlite") }
    try box.write("ledger/read-model.sqlite", try other.read("ledger/read-model.sqlite"))
    let check = box.run("projections check")
    #expect(check.code == .found && check.lines.count == 1 && check.messages.contains("another log"))
    done(box, "projections rebuild")
    done(box, "projections check")
  }

  @Test func verificationTellsWhatItRead() throws {
    let box = try paid()
    let report = try json(box, "audit verify")
    #expect(
      keys(report) == [
        "outcome", "size", "root", "commits", "signed", "segments", "bytes", "inFlightBytes", "vault", "looks",
      ])
    #expect(report["outcome"]?.text == "whole" && report["segments"]?.number == 1)
    #expect(report["bytes"]?.number == Int64(try box.read(Box.segment).count))
    #expect(
      done(box, "audit verify --format csv").hasPrefix(
        "check,value\noutcome,whole\nsize,\(report["size"]?.number ?? 0)\n"))
    #expect(
      done(box, "audit verify --lang zh").hasSuffix(
        "日志完整：全部哈希与提交一致\n本台账的办理未经签名：登记密钥的管理员不足两名\n日志中的 1 个个人信息摘要，vault.sqlite 均有对应内容且相符\n"
          + "查看记录完整：共 2 次查看；尚无月结留存其末条哈希\n"))
    #expect(box.run("audit replay --format csv").output.hasPrefix("code,person,scheme,month,amountFen,knownWhenPaid,"))
  }
}
