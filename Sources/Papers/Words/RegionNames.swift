package import Values

/// The names of the regions of China, by their codes.
///
/// > Source: GB/T 2260, of provinces, prefectures and counties, as of 2020.
package enum RegionNames {
  /// The name of a region with that of the city it belongs to: `450205` is 柳州市柳北区; nil for a code without a name.
  package static func name(of region: Region) -> String? { name(of: region.description) }

  /// The name of the region whose code begins with some digits: `4502` is 柳州市.
  package static func name(of code: String) -> String? {
    let padded = code + String(repeating: "0", count: max(0, 6 - code.count))
    guard let own = names[padded] else { return nil }
    if padded.hasSuffix("00") { return own }
    let above = names[String(padded.prefix(4)) + "00"] ?? names[String(padded.prefix(2)) + "0000"]
    return (above ?? "") + own
  }

  /// The code of the only region with a name, as ``name(of:)`` has it; nil where none or several have it.
  package static func code(of name: String) -> String? { codes[name] ?? nil }

  private static let codes: [String: String?] = {
    var found: [String: String?] = [:]
    for code in names.keys {
      guard let name = RegionNames.name(of: code) else { continue }
      found.updateValue(found[name] == nil ? code : nil, forKey: name)
    }
    return found
  }()

  private static let names: [String: String] = {
    var found: [String: String] = [:]
    for line in String(decoding: PackageResources.regions_csv, as: UTF8.self).split(separator: "\n") {
      let fields = line.split(separator: ",")
      precondition(fields.count == 2, "a line of regions.csv has a code and a name")
      found[String(fields[0])] = String(fields[1])
    }
    return found
  }()
}
