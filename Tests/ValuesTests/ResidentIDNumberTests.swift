import Testing
import Values

@Suite struct ResidentIDNumberTests {
  @Test(
    "A valid number is read with its birth and sex",
    arguments: [
      // The examples of GB 11643-1999.
      ("11010519491231002X", "1949-12-31", false), ("440524188001010014", "1880-01-01", true),
      ("11010519491231002x", "1949-12-31", false), ("110105200002290013", "2000-02-29", true),
    ])
  func reads(_ text: String, _ birth: String, _ isMale: Bool) throws {
    let number = try #require(ResidentIDNumber(text))
    #expect(number.text == text.uppercased())
    #expect(number.birth == CivilDate(birth))
    #expect(number.isMale == isMale)
    #expect(number.lastFour == String(text.uppercased().suffix(4)))
  }

  @Test func `Of the eleven check characters exactly one is right`() throws {
    for serial in 100..<300 {
      let digits = "11010519491231\(serial)"
      let valid = "0123456789X".filter { ResidentIDNumber(digits + String($0)) != nil }
      #expect(valid.count == 1)
      // The definition of ISO 7064 MOD 11-2, digit by digit and without weights.
      var product = 0
      for digit in digits { product = (product + (digit.wholeNumberValue ?? 0)) * 2 % 11 }
      #expect(String(valid) == ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "X"][(12 - product) % 11])
    }
  }

  @Test func `One wrong digit or two neighbours exchanged are always found`() throws {
    let valid = Array("440524188001010014".utf8)
    for position in valid.indices {
      for digit in UInt8(ascii: "0")...UInt8(ascii: "9") where digit != valid[position] {
        var wrong = valid
        wrong[position] = digit
        #expect(ResidentIDNumber(String(decoding: wrong, as: UTF8.self)) == nil)
      }
      guard position > 0, valid[position] != valid[position - 1] else { continue }
      var exchanged = valid
      exchanged.swapAt(position, position - 1)
      #expect(ResidentIDNumber(String(decoding: exchanged, as: UTF8.self)) == nil)
    }
  }

  @Test(
    "What is no number is refused, a right check character notwithstanding",
    arguments: [
      "", "110105491231002", "11010519491231002", "11010519491231002XX", "110105194912310020", "X1010519491231002X",
      "1101051949123100２X", "11010519491231002Ｘ", " 1010519491231002X", "110105190002290017", "110105202302300016",
      "110105202313010014", "11010500000101001X",
    ])
  func refuses(_ text: String) { #expect(ResidentIDNumber(text) == nil) }

  @Test func `A number in a message or a dump shows nothing of itself`() throws {
    let number = try #require(ResidentIDNumber("11010519491231002X"))
    var shown = "\(number) \([number]) \(Optional(number) as Any) \(String(reflecting: number))"
    dump([number], to: &shown)
    for part in ["110105", "1949", "1231", "002X"] { #expect(!shown.contains(part)) }
  }
}
