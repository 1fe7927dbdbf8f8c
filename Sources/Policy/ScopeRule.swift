public import Values

/// The persons and matters that a document covers: its target groups, kinds of work, area and money.
public struct ScopeRule: Hashable, Sendable {
  /// The target groups (补贴对象); an application names one as its `category`.
  public let targets: [ListedRule]
  /// The kinds of flexible employment (灵活就业人员范围).
  public let work: [ListedRule]
  /// The catalogue of usual jobs (常见岗位参考目录).
  public let jobs: [ListedRule]
  /// The area in which the document applies; nil if it does not say.
  public let jurisdiction: JurisdictionRule?
  /// The fund that pays; nil if the document does not say.
  public let funding: FundingRule?
  /// The clause by which the document is public (主动公开); nil if it does not say.
  public let publicationClause: String?
}

/// The area that a document governs.
public struct JurisdictionRule: Hashable, Sendable {
  /// The region codes, or their first digits, that it covers.
  public let includes: [String]
  /// Those of them that it leaves to others (柳江区除外).
  public let excludes: [String]
  /// The clause.
  public let clause: String?

  /// Whether a district lies in the area and is not excluded.
  public func covers(_ district: Region) -> Bool {
    region(district, isWithin: includes, except: excludes)
  }

  /// Whether the district is one that the document leaves to others by name.
  public func excludes(_ district: Region) -> Bool {
    let code = district.description
    return excludes.contains { code.hasPrefix($0) }
  }
}

/// The fund that the money comes from.
public struct FundingRule: Hashable, Sendable {
  /// The fund as the document names it: 就业补助资金.
  public let source: String
  /// The clause.
  public let clause: String?
}
