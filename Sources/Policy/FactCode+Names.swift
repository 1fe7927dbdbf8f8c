extension FactCode {
  /// What the fact says, in English.
  public var english: String {
    switch self {
    case .employed: "insured by an employer, or under a full-time labour contract"
    case .businessOwner: "legal representative, shareholder, partner or person in charge of a business"
    case .pension: "drawing a basic pension"
    case .unemploymentBenefit: "drawing unemployment benefit"
    case .training: "in an employer's skills training"
    case .publicPost: "in a public-welfare post"
    case .imprisoned: "serving a sentence"
    case .fiscallySupported: "paid from public funds"
    case .dishonest: "on a list of dishonest persons"
    case .otherSubsidy: "the same subsidy from another department"
    case .movedOut: "household moved out of the city"
    case .deceased: "dead"
    case .contributionRefunded: "contributions paid back"
    case .unemployedRegistered: "registered as unemployed"
    case .difficultyRecognised: "recognised as hard to employ"
    case .flexibleRegistered: "registered as flexibly employed"
    case .annualVerified: "certificate verified for the year"
    case .graduated: "left school"
    }
  }

  /// What the fact says, in Chinese.
  public var chinese: String {
    switch self {
    case .employed: "用人单位参保或建立劳动关系"
    case .businessOwner: "企业法定代表人、股东（合伙人）或负责人"
    case .pension: "享受基本养老保险待遇"
    case .unemploymentBenefit: "领取失业保险金"
    case .training: "参加企业职工技能提升培训"
    case .publicPost: "公益性岗位安置就业"
    case .imprisoned: "服刑"
    case .fiscallySupported: "财政供养"
    case .dishonest: "失信人员"
    case .otherSubsidy: "享受其他部门给予的社会保险补贴"
    case .movedOut: "户籍迁移到市外"
    case .deceased: "死亡"
    case .contributionRefunded: "社保退费"
    case .unemployedRegistered: "失业登记"
    case .difficultyRecognised: "认定为就业困难人员"
    case .flexibleRegistered: "办理灵活就业登记"
    case .annualVerified: "《就业创业证》或《就业失业登记证》年度核验"
    case .graduated: "离校"
    }
  }
}
