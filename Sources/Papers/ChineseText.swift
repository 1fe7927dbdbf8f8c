import Values

extension CivilDate {
  /// The date as a Chinese paper prints it: `2024年12月5日`.
  var chinese: String {
    let parts = parts
    return "\(parts.year)年\(parts.month)月\(parts.day)日"
  }
}

extension Month {
  /// The month as a Chinese paper prints it: `2024年11月`.
  var chinese: String { "\(year)年\(number)月" }
}

/// Fills `{name}` in the sentences of a pack.
enum TemplateText {
  /// The sentence with its values in place; a name that has no value leaves a blank, as an empty form does.
  static func fill(_ sentence: String, _ values: [String: String]) -> String {
    var filled = ""
    var rest = sentence[...]
    while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
      filled += rest[..<open] + (values[String(rest[rest.index(after: open)..<close])] ?? "")
      rest = rest[rest.index(after: close)...]
    }
    return filled + rest
  }
}
