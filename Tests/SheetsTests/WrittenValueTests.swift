import Sheets
import Testing
import Values

/// Values as people and their programs write them in tables.
@Suite struct WrittenValueTests {
  @Test(
    "a day in any of its forms",
    arguments: [
      "2024-09-10", "2024/9/10", "2024/09/10", "2024.9.10", "2024年9月10日", "2024年09月10号", "20240910", "2024-9-10",
      "２０２４年９月１０日", "2024-09-10 00:00:00", "2024-09-10T08:30:00", "2024/9/10 8:30",
    ])
  func days(_ text: String) {
    #expect(CivilDate(written: text) == CivilDate("2024-09-10"))
  }

  @Test(
    "what is no day, or may be two",
    arguments: [
      "", "2024-13-01", "2024-02-30", "10/9/2024", "24-9-10", "2024年9月", "2024-09", "202409", "9月10日", "45545",
      "2024-09-10 abc", "2024-09/10", "2024--10", "二〇二四年九月十日",
    ])
  func noDays(_ text: String) {
    #expect(CivilDate(written: text) == nil)
  }

  @Test(
    "a month in any of its forms",
    arguments: ["2024-09", "2024/9", "2024.09", "2024年9月", "2024年09月", "202409", "２０２４０９"])
  func months(_ text: String) {
    #expect(Month(written: text) == Month("2024-09"))
  }

  @Test("what is no month", arguments: ["", "2024-13", "9/2024", "20240910", "2024年9月10日", "2024", "24-09"])
  func noMonths(_ text: String) {
    #expect(Month(written: text) == nil)
  }

  @Test(
    "an amount in any of its forms",
    arguments: [
      ("1183.6", "1183.6"), ("1,183.60", "1183.60"), ("¥1183.6", "1183.6"), ("￥1,183.60", "1183.60"),
      ("1183.60元", "1183.60"), ("１１８３．６", "1183.6"), ("¥ 1 183.6", "1183.6"), ("1,234,567.89", "1234567.89"),
      ("12,34.5", "12,34.5"), ("-1,183.6", "-1183.6"),
    ])
  func amounts(_ text: String, _ plain: String) {
    #expect(text.plainAmount == plain)
  }

  @Test(
    "a number of a workbook is what the spreadsheet shows",
    arguments: [
      ("1183.5999999999999", "1183.6"), ("0.30000000000000004", "0.3"), ("1183.6", "1183.6"), ("45545", "45545"),
      ("1.1836E3", "1183.6"), ("1E-2", "0.01"), ("-5.50", "-5.5"), ("0", "0"), ("0.0", "0"), ("007", "7"),
      ("999999999999999.9", "1000000000000000"), ("100", "100"), ("1183.605", "1183.605"), ("1E2", "100"),
    ])
  func numbers(_ text: String, _ plain: String) {
    #expect(DecimalText.read(Array(text.utf8)[...]) == .plain(Array(plain.utf8)))
  }

  @Test(
    "a whole number of more than fifteen digits has lost some",
    arguments: ["450202198005051230", "4.502021980050512E17"])
  func longNumbers(_ text: String) {
    #expect(DecimalText.read(Array(text.utf8)[...]) == .long)
  }

  @Test("what is no number", arguments: ["", "-", "1.2.3", "1e", "abc", "1E9999", "1 2"])
  func noNumbers(_ text: String) {
    #expect(DecimalText.read(Array(text.utf8)[...]) == .none)
  }

  @Test(
    "headings are the same whatever blanks, widths, marks and units they have",
    arguments: [
      "缴费金额（元）", " 缴 费\n金 额 ", "缴费金额(单位：元)", "*缴费金额", "缴费金额：", "缴费金额【必填】", "缴费金额（元）（必填）",
    ])
  func headings(_ text: String) {
    #expect(SheetWords.comparable(text) == "缴费金额")
  }

  @Test("a heading whose brackets say something else is another one", arguments: ["缴费金额（单位）", "缴费金额(个人)"])
  func otherHeadings(_ text: String) {
    #expect(SheetWords.comparable(text) != "缴费金额")
  }

  @Test("no heading means two columns of one form", arguments: [SheetForm.contributions, .answers])
  func headingsAreUnambiguous(_ form: SheetForm) {
    var seen: [String: String] = [:]
    for column in form.columns {
      let names = SheetWords.names(of: column.key)
      #expect(!names.isEmpty, "\(column.key)")
      for name in Set((names + [column.key]).map(SheetWords.comparable)) {
        #expect(seen.updateValue(column.key, forKey: name) == nil, "\(name)")
      }
    }
  }
}
