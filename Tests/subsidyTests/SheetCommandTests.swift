import Catalogue
import JSONText
import Testing

@testable import subsidy

/// The sheets of recovery and registration, as their users print them.
@Suite struct SheetCommandTests {
  /// Runs a command that must succeed.
  @discardableResult private func done(_ box: Box, _ line: String) -> String {
    let ran = box.run(line)
    #expect(ran.code == .done && ran.messages.isEmpty, "\(line): \(ran.messages)")
    return ran.output
  }

  // MARK: Demands

  /// A past in which two persons of Jingdezhen were paid for a month in which they were employed.
  private func overpaid() throws -> Box {
    let box = try Box()
    done(box, "init --history-from 2024-01-01T00:00:00Z --by op")
    var lines = [
      #"{"type":"policy-adopted","scheme":"jingdezhen","policy":"jingdezhen-2024-139","parameters":{}}"#
    ]
    for person in ["p1", "p2"] {
      lines += [
        #"{"type":"registered","person":"\#(person)","birth":"1980-05-05","sex":"male","household":"360200"}"#,
        #"{"type":"fact-recorded","person":"\#(person)","fact":"employed","from":"2025-01-10","to":"2025-01-20","source":"si"}"#,
        #"{"type":"paid","person":"\#(person)","scheme":"jingdezhen","month":"2025-01","amountFen":50000,"batch":"b1"}"#,
      ]
    }
    try box.write(
      "past",
      lines.map { #"{"recorded":"2025-02-01T00:00:00Z","by":"op",\#($0.dropFirst())"# }.joined(separator: "\n"))
    done(box, "record --history @past")
    return box
  }

  @Test("LZ45 a demand for one person names the debtor, and the list tells put back from repaid")
  func demands() throws {
    let box = try overpaid()
    #expect(done(box, "recovery notices --format json") == "[]\n")
    #expect(box.run("recovery demand --person p9 --by op").code == .refused)
    #expect(box.run("recovery demand --scheme linyi --by op").code == .refused)
    let raised = done(
      box, "recovery demand --person p1 --scheme jingdezhen --debtor street-07 --reason 把关不到位 --by op --format json")
    let one = try #require(try JSONValue(Array(raised.utf8)).elements)
    #expect(one.count == 1)
    #expect(one.first?["debtor"]?.text == "street-07")
    #expect(one.first?["reason"]?.text == "把关不到位")
    let demand = try #require(one.first?["notice"]?.text)
    #expect(!done(box, "recovery demand --by op").contains("debtor"))
    let fields = #""person":"p1","scheme":"jingdezhen","notice":"\#(demand)""#
    try box.write(
      "money",
      #"{"type":"repaid",\#(fields),"amountFen":10000,"receipt":"R"}"# + "\n"
        + #"{"type":"put-back",\#(fields),"amountFen":45000,"unit":"street-07","receipt":"G"}"#)
    done(box, "record @money --by op")
    let listed = try #require(
      try JSONValue(Array(done(box, "recovery notices --format json").utf8)).elements)
    #expect(listed.map { $0["person"]?.text } == ["p1", "p2"])
    let first = try #require(listed.first)
    #expect(
      first.members?.map(\.key) == [
        "person", "scheme", "notice", "since", "debtor", "demandedFen", "repaidFen", "putBackFen", "writtenOffFen",
        "outstandingFen", "cancelled", "reason", "clause",
      ])
    #expect(first["putBackFen"]?.number == 45_000)
    #expect(first["repaidFen"]?.number == 10_000)
    #expect(first["outstandingFen"]?.number == 40_000)
    #expect(first["clause"]?.text == "承诺书3")
    #expect(listed.last?["debtor"] == .null)
    let csv = done(box, "recovery notices --format csv")
    #expect(csv.contains(",street-07,50000,10000,45000,0,40000,0,0,0,0,false,把关不到位,承诺书3\n"))
    #expect(
      csv.hasPrefix(
        "notice,person,scheme,since,debtor,demandedFen,repaidFen,putBackFen,writtenOffFen,outstandingFen,withoutGroundFen,"
          + "reversedFen,refundedFen,refundableFen,cancelled,"))
    let text = done(box, "recovery notices --lang zh")
    #expect(text.contains("归垫") && text.contains("450.00") && text.contains("责令追回对象"))
    #expect(done(box, "recovery notices --known-at 2025-03-01T00:00:00Z") == "(none)\nas of 9 events\n")
  }

  // MARK: Registration

  private func registered() throws -> Box {
    let box = try Box(adopting: "linyi-2021-63 --set rate=2/3")
    try box.write(
      "e",
      [
        #"{"type":"registered","person":"p1","birth":"1980-05-05","sex":"male","household":"371302"}"#,
        #"{"type":"fact-recorded","person":"p1","fact":"flexible-registered","from":"2024-01-12","source":"s"}"#,
        #"{"type":"checked","person":"p1","check":"labour-record","outcome":"passed","on":"2024-01-13","source":"hall"}"#,
        #"{"type":"checked","person":"p1","check":"shareholder","outcome":"failed","on":"2024-01-13","source":"registry"}"#,
        #"{"type":"fact-recorded","person":"p1","fact":"pension","from":"2024-06-01","source":"s"}"#,
      ].joined(separator: "\n"))
    done(box, "record @e --by op")
    return box
  }

  @Test("LY14, LY15, LZ21 the sheet of a registration says not checked where nobody compared, and names the exits")
  func registration() throws {
    let box = try registered()
    #expect(
      done(box, "registration p1") == """
        p1  linyi under linyi-2021-63  registration as flexibly employed
        kind                     item                      result        since       until  source    clause
        -----------------------  ------------------------  ------------  ----------  -----  --------  ------
        registration             registered as flexibly    registered    2024-01-12
                                 employed
        commitment instead of                              applies                                    三
        proofs
        place                    where the household is    applies                                    三
        place                    where one lives           applies                                    三
        place                    where one works           applies                                    三
        place                    where one is insured      applies                                    三
        check                    employment status         not checked                                三
        check                    social insurance          not checked                                三
        check                    labour contracts on       passed        2024-01-13         hall      三
                                 record
        check                    business registry         not checked                                三
        check                    shareholders              failed        2024-01-13         registry  三
        check                    holds the employment and  not checked                                三
                                 start-up certificate
        exit                     drawing a basic pension   has happened  2024-06-01                   三


        """)
    let csv = done(box, "registration p1 --scheme linyi --format csv")
    #expect(csv.hasPrefix("person,scheme,policy,kind,code,outcome,from,to,source,clause\n"))
    let rows = csv.split(separator: "\n").map { $0.replacing("p1,linyi,linyi-2021-63,", with: "") }
    #expect(
      rows.dropFirst() == [
        "registration,flexible-registered,registered,2024-01-12,,,", "commitment,,given,,,,三",
        "place,household,given,,,,三", "place,residence,given,,,,三", "place,employment,given,,,,三",
        "place,insurance,given,,,,三", "check,employment-status,not-checked,,,,三",
        "check,social-insurance,not-checked,,,,三", "check,labour-record,passed,2024-01-13,,hall,三",
        "check,business-registry,not-checked,,,,三", "check,shareholder,failed,2024-01-13,,registry,三",
        "check,employment-certificate,not-checked,,,,三",
        "exit,pension,left,2024-06-01,,,三",
      ])
    let chinese = done(box, "registration p1 --lang zh")
    #expect(chinese.contains("未比对") && chinese.contains("劳动关系备案") && chinese.contains("依法享受基本养老保险待遇"))
    let sheet = try #require(
      try JSONValue(Array(done(box, "registration p1 --format json").utf8)).elements?.first)
    #expect(
      sheet.members?.map(\.key) == [
        "person", "scheme", "policy", "registered", "commitmentClause", "places", "checks", "exits",
      ])
    #expect(
      try sheet["checks"]?.elements?.first?.sameMeaning(
        as: JSONValue(
          Array(
            #"{"code":"employment-status","outcome":"not-checked","on":null,"source":null,"clause":"三"}"#.utf8)))
        == true)
  }

  @Test("LY14 an application is told which comparison failed, in the document's words")
  func failedCheck() throws {
    let box = try registered()
    try box.write(
      "a",
      #"{"type":"applied","person":"p1","application":"a1","scheme":"linyi","from":"2024-05","undertaking":true,"channel":"c"}"#
    )
    #expect(box.run("record @a --by op --lang zh").output.contains("数据比对不通过：个人股东（"))
  }

  @Test("a scheme without rules of registration has no sheet, and an unknown one is refused")
  func withoutRules() throws {
    let box = try Box(adopting: "jingdezhen-2024-139")
    try box.write("e", #"{"type":"registered","person":"p1","birth":"1980-05-05","sex":"male","household":"360200"}"#)
    done(box, "record @e --by op")
    let ran = box.run("registration p1 --format json")
    #expect(ran.code == .done && ran.output == "[]\n" && ran.lines.count == 1)
    #expect(box.run("registration p1 --scheme linyi").code == .refused)
    #expect(box.run("registration p2").code == .refused)
  }
}
