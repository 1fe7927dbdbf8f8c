import Testing
import Values

@Suite struct FenTests {
  @Test(
    "An amount in yuan is read to the fen",
    arguments: [
      ("0", 0), ("405", 40_500), ("405.5", 40_550), ("405.50", 40_550), ("0.01", 1), ("0.1", 10), ("007.05", 705),
      ("10000000000", 1_000_000_000_000), ("10000000000.00", 1_000_000_000_000), ("9999999999.99", 999_999_999_999),
    ] as [(String, Int64)])
  func reads(_ text: String, _ fen: Int64) { #expect(Fen(yuan: text) == Fen(fen)) }

  @Test(
    "What is no amount in yuan is refused",
    arguments: [
      "", ".", "1.", ".5", "1.234", "1.2.3", "-1", "+1", " 1", "1 ", "1,000", "1e3", "0x10", "１", "1．5", "¥1", "NaN",
      "10000000000.01", "10000000001", "99999999999999999999999999", "3.35abc",
    ])
  func refuses(_ text: String) { #expect(Fen(yuan: text) == nil) }

  @Test func `An amount printed is read back`() {
    for fen in Array(0...1_099) + [26_666, 123_456_789, 1_000_000_000_000] {
      #expect(Fen(yuan: Fen(Int64(fen)).description) == Fen(Int64(fen)))
    }
    #expect(Fen(-5).description == "-0.05")
    #expect(Fen(-12_345).description == "-123.45")
    #expect(Fen(.min).description == "-92233720368547758.08")
  }

  @Test func `Amounts add, subtract, compare and are cut at zero`() {
    var sum = Fen(150)
    sum += Fen(50)
    sum -= Fen(500)
    #expect(sum == Fen(-300))
    #expect(sum < .zero)
    #expect(sum.orZero == .zero)
    #expect((Fen(1) - Fen(3) + Fen(5)).orZero == Fen(3))
  }

  @Test func `A sum beyond the largest number is capped`() {
    #expect(Fen(.max) + Fen(1) == Fen(.max) && Fen(.min) + Fen(-1) == Fen(.min))
    #expect(Fen(.min) - Fen(1) == Fen(.min) && Fen(.max) - Fen(-1) == Fen(.max) && Fen(0) - Fen(.min) == Fen(.max))
    #expect(Fen(.max) + Fen(.min) == Fen(-1) && Fen(.max) - Fen(.max) == .zero)
    var sum = Fen.zero
    for _ in 0..<20 { sum += Fen(.max / 10) }
    #expect(sum.isCapped && sum == Fen(.max))
    sum -= Fen(1)
    #expect(!sum.isCapped && !Fen.largestInEvent.isCapped)
  }
}

@Suite struct RatioTests {
  @Test(
    "A fraction of an amount is rounded half up to a fen",
    arguments: [
      ("2/3", 40_499, 26_999), ("2/3", 40_000, 26_667), ("2/3", 1, 1), ("1/3", 1, 0), ("1/2", 1, 1), ("1/2", 3, 2),
      ("1/4", 1, 0), ("1/4", 2, 1), ("0/1", 99, 0), ("1/1", 99, 99), ("3/2", 3, 5), ("999999/1000000", 1, 1),
      ("1048575/1", 1_000_000_000_000, 1_048_575_000_000_000_000), ("1/1048575", 524_287, 0), ("1/1048575", 524_288, 1),
    ] as [(String, Int64, Int64)])
  func rounds(_ ratio: String, _ amount: Int64, _ part: Int64) throws {
    #expect(try #require(Ratio(ratio)).roundedHalfUp(of: Fen(amount)) == Fen(part))
  }

  @Test func `Rounding is never more than half a fen off, and upwards in the middle`() throws {
    for below in Int64(1)...24 {
      for above in Int64(0)...below {
        for amount in Int64(0)...60 {
          let part = try #require(Ratio(above, below)).roundedHalfUp(of: Fen(amount)).value
          let twiceTheError = 2 * (part * below - amount * above)
          #expect(twiceTheError > -below && twiceTheError <= below, "\(above)/\(below) of \(amount)")
        }
      }
    }
  }

  @Test(
    "What is no fraction is refused",
    arguments: [
      "", "/", "1/", "/2", "1/0", "0/0", "-1/2", "1/-2", "0.5", "1", "1/2/3", " 1/2", "1 /2", "1048576/1", "1/1048576",
    ])
  func refuses(_ text: String) { #expect(Ratio(text) == nil) }

  @Test func `Fractions compare by value and print as written`() throws {
    #expect(try #require(Ratio("1/2")) < #require(Ratio("2/3")))
    #expect(try !(#require(Ratio("2/4")) < #require(Ratio("1/2"))))
    #expect(try #require(Ratio("2/4")).description == "2/4")
    #expect(Ratio(-1, 2) == nil)
  }
}
