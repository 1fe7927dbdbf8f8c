/// The place of a clause in its document, so that a pack can be read in the document's order.
///
/// The documents number 一（二）3, （十二）, 六.5, 承诺书3 and 附件3 二.1: Chinese and Arabic numerals are read alike, and the attachments
/// come after the text.
struct ClauseOrder: Comparable {
  let steps: [Int]

  init(_ clause: String) {
    var steps: [Int] = []
    var number = 0
    var inNumber = false
    for character in clause {
      if let digit = ClauseOrder.digit(character) {
        // 十二 is ten and two, 12 is one and two.
        number = character.isASCII ? number * 10 + digit : number + digit
        inNumber = true
      } else if character == "十" {
        number = max(1, number) * 10
        inNumber = true
      } else {
        if inNumber { steps.append(number) }
        (number, inNumber) = (0, false)
        switch character {
        case "末": steps.append(900)
        case "附": steps.append(1000)
        case "承": steps.append(2000)
        case "尾": steps.append(3000)
        default: break
        }
      }
    }
    if inNumber { steps.append(number) }
    self.steps = steps
  }

  private static func digit(_ character: Character) -> Int? {
    switch character {
    case "0"..."9": character.wholeNumberValue
    case "一": 1
    case "二": 2
    case "三": 3
    case "四": 4
    case "五": 5
    case "六": 6
    case "七": 7
    case "八": 8
    case "九": 9
    default: nil
    }
  }

  static func < (left: ClauseOrder, right: ClauseOrder) -> Bool { left.steps.lexicographicallyPrecedes(right.steps) }
}
