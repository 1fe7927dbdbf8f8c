/// A fact that another authority knows about a person, by the code of the ledger's contract.
///
/// > Source: contract section 4.
public enum FactCode: String, CaseIterable, Hashable, Sendable {
  /// An employer pays pension insurance, or there is a full-time labour contract (用人单位参保、劳动关系).
  case employed
  /// Legal representative, shareholder, partner or person in charge of a business (法定代表人、股东、合伙人、负责人).
  case businessOwner = "business-owner"
  /// Drawing a basic pension (享受基本养老保险待遇).
  case pension
  /// Drawing unemployment benefit (领取失业保险金).
  case unemploymentBenefit = "unemployment-benefit"
  /// In an employer's skills training (企业职工技能提升培训).
  case training
  /// In a public-welfare post (公益性岗位).
  case publicPost = "public-post"
  /// Serving a sentence (服刑).
  case imprisoned
  /// Paid from public funds (财政供养).
  case fiscallySupported = "fiscally-supported"
  /// On a list of dishonest persons (失信人员).
  case dishonest
  /// The same subsidy from another department (其他部门给予的社会保险补贴).
  case otherSubsidy = "other-subsidy"
  /// Household moved out of the city (户籍迁移到市外).
  case movedOut = "moved-out"
  /// Dead (死亡).
  case deceased
  /// Contributions paid back (社保退费).
  case contributionRefunded = "contribution-refunded"
  /// Registered as unemployed (失业登记).
  case unemployedRegistered = "unemployed-registered"
  /// Recognised as hard to employ (就业困难人员认定), with the category as detail.
  case difficultyRecognised = "difficulty-recognised"
  /// Registered as flexibly employed (灵活就业登记).
  case flexibleRegistered = "flexible-registered"
  /// The certificate's annual verification (年度核验); from and to are the year it covers.
  case annualVerified = "annual-verified"
  /// Left school (离校); from is the date.
  case graduated

  /// A small number for bitmaps: the position among all codes.
  public var ordinal: Int {
    switch self {
    case .employed: 0
    case .businessOwner: 1
    case .pension: 2
    case .unemploymentBenefit: 3
    case .training: 4
    case .publicPost: 5
    case .imprisoned: 6
    case .fiscallySupported: 7
    case .dishonest: 8
    case .otherSubsidy: 9
    case .movedOut: 10
    case .deceased: 11
    case .contributionRefunded: 12
    case .unemployedRegistered: 13
    case .difficultyRecognised: 14
    case .flexibleRegistered: 15
    case .annualVerified: 16
    case .graduated: 17
    }
  }

  /// Whether the contract lists it as against entitlement; the others are requirements of some schemes.
  ///
  /// > Source: contract section 4.
  public var isAgainstEntitlement: Bool { ordinal < FactCode.unemployedRegistered.ordinal }
}
