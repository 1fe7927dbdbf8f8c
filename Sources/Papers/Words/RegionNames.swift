import Synchronization
package import Values

extension Region {
  /// The region's name, else its code.
  package var inWords: String { RegionNames.name(of: self) ?? description }
}

/// The names of the regions of China, by their codes.
///
/// > Source: GB/T 2260, of provinces, prefectures and counties, as of 2020.
package enum RegionNames {
  /// The name of a region with that of the city it belongs to: `450205` is 柳州市柳北区; nil for a code without a name.
  package static func name(of region: Region) -> String? { name(of: region.description) }

  /// The name of the region whose code begins with some digits: `4502` is 柳州市.
  package static func name(of code: String) -> String? {
    let padded = code + String(repeating: "0", count: max(0, 6 - code.count))
    return name(of: padded) { code in added.withLock { $0[code] } ?? names[code] }
  }

  /// The name of a region as the program knows it, regardless of an office's additions: an issued paper stays as it was.
  package static func shippedName(of region: Region) -> String? { name(of: region.description) { names[$0] } }

  /// The own name of a region, behind that of the city or province it belongs to.
  private static func name(of code: String, own: (String) -> String?) -> String? {
    guard let name = own(code) else { return nil }
    if code.hasSuffix("00") { return name }
    return (own(code.prefix(4) + "00") ?? own(code.prefix(2) + "0000") ?? "") + name
  }

  /// The names that an office has added.
  private static let added = Mutex<[String: String]>([:])

  /// A line of a file of names without a code of six digits, a comma and a name.
  package struct Malformed: Error {
    /// Its number, from 1.
    package let line: Int
  }

  /// Adds the names of an office's own file, for regions that are new, renamed or divided further: each replaces the known one.
  ///
  /// - Parameter csv: lines of a code and a name, as `450205,柳北区`.
  /// - Throws: ``Malformed``, for the first line that is not of this form.
  package static func add(_ csv: String) throws(Malformed) {
    var found: [String: String] = [:]
    let lines = csv.drop { $0 == "\u{FEFF}" }.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
    for (number, line) in lines.enumerated() {
      if line.isEmpty { continue }
      let fields = line.split(separator: ",", omittingEmptySubsequences: false)
      guard fields.count == 2, Region(fields[0]) != nil, !fields[1].isEmpty,
        !fields[1].unicodeScalars.contains(where: \.isControl)
      else { throw Malformed(line: number + 1) }
      found[String(fields[0])] = String(fields[1])
    }
    added.withLock { $0.merge(found) { $1 } }
  }

  /// The code of the only region with a name, as ``name(of:)`` has it; nil if none or several have it.
  package static func code(of name: String) -> String? {
    let own = added.withLock { Array($0.keys) }.filter { self.name(of: $0) == name }
    return own.isEmpty ? codes[name] ?? nil : own.count == 1 ? own[0] : nil
  }

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
