import Testing
import Values

/// How one number is written in several ways.
@Suite struct WrittenFormTests {
  @Test(
    "width, case, blanks, what shows nothing and a No. in front make no other number",
    arguments: [
      "R-1", "r-1", "R－1", "Ｒ-１", "R 1".replacing(" ", with: "-"), " R - 1\t", "№R-1", "№ R-1", "No.R-1", "Ｎｏ．Ｒ－１",
      "R\u{200B}-1",
      "R\u{2060}-\u{FEFF}1", "R\u{AD}-1", "R‐1", "R−1", "\u{3000}r\u{A0}-1", "R-1\u{FE0E}",
    ])
  func oneNumber(_ text: String) {
    #expect(text.comparedNumber == "R-1")
    #expect(text.comparedNumber.comparedNumber == "R-1")
  }

  @Test(
    "what is told apart by what shows stays apart",
    arguments: ["R-1", "R1", "R-1/1", "R-01", "R_1", "P-1", "R-1.", "R-１１", "收R-1"])
  func otherNumbers(_ text: String) {
    let others = ["R-1", "R1", "R-1/1", "R-01", "R_1", "P-1", "R-1.", "R-11", "收R-1"]
    #expect(others.filter { $0.comparedNumber == text.comparedNumber }.count == 1)
  }

  @Test("a text of which nothing is left is compared as it is", arguments: ["№", "No.", "\u{200B}"])
  func nothingLeft(_ text: String) { #expect(text.comparedNumber == text) }

  @Test(
    "bytes are taken as they are only where the text is its own compared form",
    arguments: ["R-1", "r-1", "NO.1", "R 1", "№1", "收1", ""])
  func bytes(_ text: String) {
    #expect(!text.utf8.isComparedNumber || text.comparedNumber == text)
  }
}
