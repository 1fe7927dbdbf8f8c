public import Values

extension Fen {
  private static let digits = ["零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"]
  private static let places = ["", "拾", "佰", "仟"]
  private static let groups = ["", "万", "亿", "万亿", "亿亿"]

  /// The amount in capital characters (大写金额), as papers about money have it beside the figures: 人民币壹佰元整.
  ///
  /// > Source: 支付结算办法 附一, 正确填写票据和结算凭证的基本规定, 一 to 四.
  public var capital: String {
    let (yuan, cents) = value.magnitude.quotientAndRemainder(dividingBy: 100)
    let (tenths, hundredths) = (Int(cents) / 10, Int(cents) % 10)
    var text = value < 0 ? "人民币负" : "人民币"
    if yuan > 0 { text += Fen.capital(yuan) + "元" }
    if cents == 0 { return text + (yuan > 0 ? "整" : "零元整") }
    if tenths > 0 {
      text += (yuan > 0 && yuan % 10 == 0 ? "零" : "") + Fen.digits[tenths] + "角"
    } else if yuan > 0 {
      text += "零"
    }
    return hundredths > 0 ? text + Fen.digits[hundredths] + "分" : text
  }

  /// Whole yuan; zeros that follow each other are written once, and those at the end of a group not at all.
  private static func capital(_ yuan: UInt64) -> String {
    let digits = String(yuan).utf8.map { Int($0 - UInt8(ascii: "0")) }
    var text = ""
    var (skipped, isGroupSaid) = (false, false)
    for (position, digit) in digits.enumerated() {
      let (group, place) = (digits.count - 1 - position).quotientAndRemainder(dividingBy: 4)
      if digit == 0 {
        skipped = true
      } else {
        text += (skipped ? Fen.digits[0] : "") + Fen.digits[digit] + places[place]
        (skipped, isGroupSaid) = (false, true)
      }
      if place == 0, isGroupSaid {
        text += groups[group]
        isGroupSaid = false
      }
    }
    return text
  }
}
