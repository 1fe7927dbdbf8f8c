import Testing
import Values

/// The numbers of persons that a text holds.
@Suite struct NumberOfPersonTests {
  private static let day = CivilDate("2026-03-01")!

  @Test(
    "a number of a person is found by form and check digit, grouped or not, in full width or not",
    arguments: [
      ("身份证450203199001010011有误", NumberOfPerson.idNumber), ("45020319900101001１", .idNumber),
      ("450203 19900101 0011", .idNumber), ("11010519491231002x", .idNumber), ("（11010519491231002X）", .idNumber),
      ("call 13800138000", .mobile), ("138 0013 8000", .mobile), ("138-0013-8000", .mobile),
      ("+86 13800138000", .mobile),
      ("8613800138000", .mobile), ("１３８００１３８０００", .mobile), ("3月 138 0013 8000", .mobile),
      ("6222021234567890128", .account), ("6222 0212 3456 7890 128", .account), ("账号6217000000000000004。", .account),
    ])
  func found(_ text: String, _ kind: NumberOfPerson) {
    #expect(text.numbersOfPersons(on: Self.day) == [kind])
    #expect(Array(text.utf8).mayHoldNumberOfPerson)
  }

  @Test(
    "dates, receipts, amounts and numbers with a wrong check digit are no numbers of persons",
    arguments: [
      "", "2024-01-01 2024-12-31", "450203199001010016", "110105202501010011", "23800138000", "12345678901",
      "6222021234567890129", "柳人社规〔2022〕9号", "20241206013000", "No. 0077-2024", "138001380001", "0772-3133333",
    ])
  func notFound(_ text: String) { #expect(text.numbersOfPersons(on: Self.day).isEmpty) }

  @Test(
    "a name is found with blanks, points and full width in it, a Latin one in whole words",
    arguments: [
      ("欧阳小明已搬走", "欧阳小明"), ("欧阳 小明", "欧阳小明"), ("见阿依古丽买买提", "阿依古丽·买买提"), ("seen by LI Ming", "Li Ming"),
      ("ｌｉ　ｍｉｎｇ", "Li Ming"),
    ])
  func named(_ text: String, _ name: String) { #expect(text.holds(name: name)) }

  @Test(
    "a part of a name, a name of one character and letters within a word are none",
    arguments: [("小明", "欧阳小明"), ("明年", "明"), ("listing", "Li"), ("", "张三"), ("a", "a"), ("张二三", "张三")])
  func notNamed(_ text: String, _ name: String) { #expect(!text.holds(name: name)) }
}
