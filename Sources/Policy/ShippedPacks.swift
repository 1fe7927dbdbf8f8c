public import Values

/// The packs that are compiled into the program, one for each of the five documents.
public enum ShippedPacks {
  /// All packs, ordered by id.
  public static let all: [PolicyPack] = texts.map { text in
    do {
      return try PolicyPack(text: text)
    } catch {
      preconditionFailure("a shipped pack does not decode: \(error)")
    }
  }

  /// The pack with this id; nil if none is shipped.
  public static func pack(_ id: Identifier) -> PolicyPack? { all.first { $0.id == id } }

  /// The exact text of the file of the pack with this id, as an adoption records it.
  public static func text(_ id: Identifier) -> [UInt8]? { all.firstIndex { $0.id == id }.map { texts[$0] } }

  /// The revision of the shipped pack with the id of another one, if it is a later one; nil otherwise.
  ///
  /// > Source: contract 3, section 5.
  public static func laterRevision(than pack: PolicyPack) -> Int? {
    guard let shipped = ShippedPacks.pack(pack.id)?.revision, shipped > pack.revision ?? 0 else { return nil }
    return shipped
  }

  private static let texts: [[UInt8]] = [
    PackageResources.beijing_2019_1_json, PackageResources.jingdezhen_2024_139_json,
    PackageResources.lianyungang_2021_50_json, PackageResources.linyi_2021_63_json,
    PackageResources.liuzhou_2022_9_json,
  ]
}
