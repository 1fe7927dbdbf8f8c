import Catalogue
import Foundation
import JSONText
import Policy
import Testing
import Values

@testable import subsidy

/// `deadlines` and `sweep` as their users run them.
///
/// Everything is in the past, so that the day on which the tests run changes nothing.
@Suite struct TimeCommandTests {
  private static let past = [
    #"{"recorded":"2019-04-20T01:00:00Z","by":"op-1","type":"policy-adopted","scheme":"beijing","policy":"beijing-2019-1","parameters":{"amountFen":"77733"}}"#,
    #"{"recorded":"2019-04-20T02:00:00Z","by":"op-1","type":"registered","person":"p1","birth":"1985-05-16","sex":"male","household":"110000"}"#,
    #"{"recorded":"2019-04-20T02:00:01Z","by":"op-1","type":"registered","person":"p2","birth":"1985-05-16","sex":"male","household":"110000"}"#,
    #"{"recorded":"2019-04-20T02:00:02Z","by":"op-1","type":"approved","person":"p2","application":"a2","scheme":"beijing","policy":"beijing-2019-1","from":"2019-05","basis":{"kind":"months","months":36},"first":true}"#,
    #"{"recorded":"2019-04-25T02:00:00Z","by":"op-1","type":"applied","person":"p1","application":"a1","scheme":"beijing","from":"2019-05","undertaking":true,"channel":"counter"}"#,
    #"{"recorded":"2019-04-28T02:00:00Z","by":"op-1","type":"verified","person":"p1","application":"a1","stage":"street","outcome":"passed"}"#,
  ]

  static func box() throws -> Box {
    let box = try Box()
    #expect(box.run("init --name box --history-from 2019-01-01T00:00:00Z --by op-1").code == .done)
    try box.write("past", TimeCommandTests.past.joined(separator: "\n"))
    #expect(box.run("record --history @past").code == .done)
    return box
  }

  @Test func whatIsDueIsShownPerOffice() throws {
    let box = try TimeCommandTests.box()
    let ran = box.run("deadlines --on 2019-04-30 --list")
    #expect(ran.code == .done && ran.messages.isEmpty, "\(ran.messages)")
    #expect(
      ran.output == """
        office                due         state  working days  to do                            person
            scheme   application  stage       since       publicity from  to          due from upload
            clause
        --------------------  ----------  -----  ------------  -------------------------------  ------
        区经办机构            2019-05-14  due               8  review                           p1
            beijing  a1           district-1  2019-05-07  2019-04-28      2019-05-07  2019-05-07
            三.3
        街道（乡镇）经办机构  2019-05-24  due              16  confirmation of the first month  p2
            beijing  a2                       2019-04-20
            三.4
        as of 8 events
        0 overdue, 2 due, 0 behind a publicity

        """)
    #expect(
      box.run("deadlines --on 2019-04-30").output == """
        office                to do                            scheme   overdue  due  waiting  earliest
        --------------------  -------------------------------  -------  -------  ---  -------  ----------
        区经办机构            review                           beijing        0    1        0  2019-05-14
        街道（乡镇）经办机构  confirmation of the first month  beijing        0    1        0  2019-05-24
        --------------------  -------------------------------  -------  -------  ---  -------  ----------
                                                                              0    2        0
        as of 8 events
        0 overdue, 2 due, 0 behind a publicity

        """)
    let chinese = box.run("deadlines --on 2019-05-15 --lang zh").output
    #expect(chinese.contains("已逾期") && chinese.hasSuffix("已逾期 1 项，待办 2 项，公示中 0 项\n"))
    #expect(box.run("deadlines --on 2019-04-01").output == "(none)\nas of 1 event\n")
  }

  @Test func whatIsDueIsDataToo() throws {
    let box = try TimeCommandTests.box()
    let csv = box.run("deadlines --on 2019-04-30 --format csv").output.split(separator: "\n")
    #expect(
      csv.first
        == "office,due,state,workingDays,kind,person,scheme,application,stage,month,since,publicityFrom,publicityTo,dueFromPrevious,clause"
    )
    #expect(
      csv.dropFirst().first
        == "区经办机构,2019-05-14,due,8,review,p1,beijing,a1,district-1,,2019-05-07,2019-04-28,2019-05-07,2019-05-07,三.3")
    let json = try JSONValue(Array(box.run("deadlines --on 2019-04-30 --format json").output.utf8))
    let row =
      #"{"office":"区经办机构","kind":"review","person":"p1","scheme":"beijing","application":"a1","#
      + #""stage":"district-1","month":null,"since":"2019-05-07","due":"2019-05-14","state":"due","workingDays":8,"#
      + #""clause":"三.3","publicityFrom":"2019-04-28","publicityTo":"2019-05-07","dueFromPrevious":"2019-05-07"}"#
    #expect(json.elements?.count == 2)
    #expect(json.elements?.first == (try JSONValue(Array(row.utf8))))
    #expect(box.run("deadlines --scheme peking").code == .refused)
  }

  @Test func aSweepIsShownThenRecordedOnce() throws {
    let box = try TimeCommandTests.box()
    let before = try box.fingerprint()
    let table = """
      person  scheme   what   from     reasons            clause      why
      ------  -------  -----  -------  -----------------  ----------  ---------------------------------
      p2      beijing  ended  2019-08  no report in time  附件3 二.3  no report from 2019-05 to 2019-07

      """
    let dry = box.run("sweep --on 2019-08-01 --dry-run")
    #expect(dry.output == table + "dry run: 1 event would be appended, nothing was\n")
    #expect(dry.code == .done && dry.messages.isEmpty)
    #expect(try box.fingerprint() == before)
    #expect(box.run("sweep --on 2019-08-01").code == .usage)
    #expect(box.run("sweep --dry-run").code == .usage)
    #expect(
      box.run("sweep --on 2019-08-01 --dry-run --format csv").output
        == "person,scheme,type,from,reason,clause,why\n"
        + "p2,beijing,ended,2019-08,report-missed,附件3 二.3,firstMonth=2019-05 lastMonth=2019-07\n")
    let json =
      #"[{"person":"p2","scheme":"beijing","type":"ended","from":"2019-08","reason":"report-missed","#
      + #""clause":"附件3 二.3","why":{"firstMonth":"2019-05","lastMonth":"2019-07"}}]"#
    let ran = box.run("sweep --on 2019-08-01 --by op-7 --format json")
    #expect(try JSONValue(Array(ran.output.utf8)) == JSONValue(Array(json.utf8)))
    let after = try box.fingerprint()
    #expect(after != before)
    for line in ["sweep --on 2019-08-01 --by op-7", "sweep --on 2019-08-01 --dry-run"] {
      let again = box.run(line)
      #expect(again.code == .done && again.output == "nothing to suspend or end\n")
    }
    #expect(box.run("sweep --on 2019-08-02 --by op-7 --lang zh").output == "没有应暂停或终止的事项\n")
    #expect(box.run("sweep --on 2019-08-02 --by op-7 --format json").output == "[]\n")
    #expect(try box.fingerprint() == after)
    #expect(box.run("projections check").code == .done)
    #expect(box.run("sweep --on 9000-01-01 --by op-7").messages.contains("`9000-01-01`"))
  }

  // A year that lies behind the shipped ones is as good as one that lies ahead.
  @Test func aCalendarCanBeExtendedByAFile() throws {
    let box = try Box()
    #expect(box.run("init --name box --history-from 2009-01-01T00:00:00Z --by op-1").code == .done)
    let lines = TimeCommandTests.past.map {
      $0.replacing("2019-04", with: "2010-04").replacing("2019-05", with: "2010-05")
    }
    // No shipped pack is as old as that: this one is Beijing's with earlier days.
    let text = String(decoding: try #require(ShippedPacks.text("beijing-2019-1")), as: UTF8.self)
      .replacing("2019-04-01", with: "2009-01-01")
    var document = JSONWriter()
    document.value(try JSONValue(Array(text.utf8)))
    let adopted = lines.map { line in
      line.contains("policy-adopted")
        ? line.dropLast()
          + #","effectiveFrom":"2009-01-01","document":\#(String(decoding: document.bytes, as: UTF8.self))}"#
        : line
    }
    try box.write("past", adopted.joined(separator: "\n"))
    #expect(box.run("record --history @past").code == .done)
    let missing = box.run("deadlines --on 2010-04-30")
    #expect(
      missing.code == .refused && missing.messages.contains("no year 2010") && missing.messages.contains("--calendar"))
    try box.write("calendar.csv", "date,kind,holiday\n2010-05-03,off,Labour Day\n")
    let named = box.run("deadlines --on 2010-04-30 --list --calendar @calendar.csv")
    #expect(named.code == .done && named.output.contains("2010-05-06"), "\(named.messages)")
    let environment = ["SUBSIDY_LEDGER": box.ledger, "SUBSIDY_CALENDAR": box.path("calendar.csv")]
    #expect(run("deadlines --on 2010-04-30 --list", environment: environment).output == named.output)
    #expect(box.run("audit replay").messages.contains("no year 2010"))
    #expect(!run("audit replay", environment: environment).messages.contains("no year 2010"))
    try box.write("bad.csv", "date,kind,holiday\n2010-05-03,off,x\n2010-05-04,free,x\n")
    let bad = box.run("deadlines --on 2010-04-30 --calendar @bad.csv")
    #expect(bad.code == .refused && bad.lines.first?.hasPrefix(box.path("bad.csv") + ":3: ") == true)
    #expect(box.run("record @past --by op-1 --calendar @bad.csv").code == .refused)
    #expect(box.run("deadlines --calendar @none.csv").code == .noFile)
  }
}
