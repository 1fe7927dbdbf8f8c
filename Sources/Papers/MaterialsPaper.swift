public import Policy

/// The papers that an applicant brings (申请材料), each with its clause.
public enum MaterialsPaper {
  /// The list alone, for a document that has no form of its own.
  public static func sheet(_ materials: [MaterialRule]) -> PaperSheet {
    PaperSheet(title: "申请材料清单", parts: lines(materials))
  }

  /// The list under a form; empty for a document that asks for none.
  static func parts(_ materials: [MaterialRule]) -> [PaperSheet.Part] {
    materials.isEmpty ? [] : [.heading("申请材料清单")] + lines(materials)
  }

  private static func lines(_ materials: [MaterialRule]) -> [PaperSheet.Part] {
    materials.map { material in
      let clause = material.item.clause.map { "（依据：\($0)）" } ?? ""
      return .line("□\(material.item.chinese)\(when(material.condition))\(clause)")
    }
  }

  private static func when(_ condition: MaterialRule.Condition) -> String {
    switch condition {
    case .always: ""
    case .householdFromElsewhere: "［限外省市迁入户籍人员］"
    case .delegated: "［限委托他人代办］"
    case .notShared: "［系统核查或数据共享可得的免交］"
    }
  }
}
