public import JSONText

/// A numbered part of an official document with its text.
public struct DocumentClause: Hashable, Sendable {
  /// The numbers that lead to it, from the outermost on: `一`, `（三）`, `4`.
  let path: [String]
  /// The text, without the line breaks of the printed page, its own parts left out.
  public fileprivate(set) var text: String

  /// The clause as packs name it: `一（三）4`.
  public var name: String {
    var name = path.first ?? ""
    for (above, number) in zip(path, path.dropFirst()) {
      if above.hasPrefix("附件") {
        name += " "
      } else if number.allSatisfy(\.isASCIIDigit), !above.hasSuffix("）"), !above.isUndertaking {
        name += "."
      }
      name += number
    }
    return name
  }

  /// Whether it is only a heading: no sentence and no part of a list.
  public var isHeading: Bool { !text.contains { "。；;".contains($0) } && text.count < 30 }
}

/// The numbered parts of an official document (条款), recognised by the beginnings of their lines.
///
/// > Source: GB/T 9704, the order of numbers: `一、`, `（一）`, `1.`; the appendices, and the undertaking that is one.
public enum DocumentClauses {
  /// The parts of a document in their order; the text before the first number is left out.
  public static func parts(of document: String) -> [DocumentClause] {
    var parts: [DocumentClause] = []
    var path: [String] = []
    var isInNotes = false
    for line in document.split(whereSeparator: \.isNewline) {
      let text = String(line.filter { !$0.isWhitespace && $0 != "#" && $0 != "*" })
      if text.isEmpty { continue }
      let (number, rest) = beginning(of: text)
      // The numbers of notes (注) are not the document's.
      if text.hasPrefix("注：") || text.hasPrefix("注:") { isInNotes = true }
      if let number, level(of: number) < 3 { isInNotes = false }
      if isInNotes { continue }
      if let number {
        path = path.prefix { level(of: $0) < level(of: number) } + [number]
        if !parts.contains(where: { $0.path == path }) { parts.append(DocumentClause(path: path, text: "")) }
      }
      if let place = parts.lastIndex(where: { $0.path == path }) { parts[place].text += rest }
    }
    return parts
  }

  /// The parts of a document that no rule of a pack names, headings left out.
  ///
  /// - Parameters:
  ///   - document: the text of the document.
  ///   - pack: the pack as JSON.
  /// - Returns: the parts, in the order of the document.
  public static func unnamed(of document: String, by pack: JSONValue) -> [DocumentClause] {
    var named: Set<String> = []
    collect(pack, into: &named)
    let clauses = named.map(numbers(of:)).filter { !$0.isEmpty }
    return parts(of: document).filter { part in
      !part.isHeading && !clauses.contains { DocumentClauses.names($0, part.path) }
    }
  }

  /// Whether a clause as packs name it leads to a part.
  public static func leads(_ clause: String, to part: DocumentClause) -> Bool {
    let numbers = numbers(of: clause)
    return !numbers.isEmpty && names(numbers, part.path)
  }

  /// Every clause that a pack names.
  private static func collect(_ value: JSONValue, into clauses: inout Set<String>) {
    for member in value.members ?? [] {
      if ["clause", "applying"].contains(member.key), let clause = member.value.text { clauses.insert(clause) }
      collect(member.value, into: &clauses)
    }
    for element in value.elements ?? [] { collect(element, into: &clauses) }
  }

  /// Whether the numbers of a clause lead to a part.
  ///
  /// They may leave out a number that every clause of the document would have: the first appendix, if it is the document
  /// itself, and the chapter, if the articles are numbered through.
  private static func names(_ clause: [String], _ path: [String]) -> Bool {
    if clause == path { return true }
    guard clause.count < path.count, Array(path.suffix(clause.count)) == clause else { return false }
    return path.dropLast(clause.count).allSatisfy { number in
      number == "附件" || number == "附件1" || level(of: number) == 1 && clause[0].hasPrefix("（")
    }
  }

  /// The numbers of a clause as packs name it: `附件3 二.1` is `附件3`, `二`, `1`.
  private static func numbers(of clause: String) -> [String] {
    var numbers: [String] = []
    var rest = clause[...]
    while let first = rest.first {
      if rest.hasPrefix("承诺书") {
        // The undertaking is an appendix without a number.
        if numbers.last == "附件" { numbers.removeLast() }
        numbers.append("承诺书")
        rest = rest.dropFirst(3)
      } else if rest.hasPrefix("附件") {
        let digits = rest.dropFirst(2).prefix(while: \.isASCIIDigit)
        numbers.append("附件\(digits)")
        rest = rest.dropFirst(2 + digits.count)
      } else if first == "（", let end = rest.firstIndex(of: "）") {
        // A suffix that is not a number, such as 末段, gives a place within a part.
        let isNumber = rest[..<end].dropFirst().allSatisfy(\.isChineseNumeral)
        if isNumber { numbers.append(String(rest[...end])) }
        rest = rest[rest.index(after: end)...]
      } else {
        let run = rest.prefix { first.isASCIIDigit ? $0.isASCIIDigit : $0.isChineseNumeral }
        if run.isEmpty {
          rest = rest.dropFirst()
        } else {
          numbers.append(String(run))
          rest = rest.dropFirst(run.count)
        }
      }
    }
    return numbers
  }

  /// The number that a line begins with, and the rest of the line.
  private static func beginning(of line: String) -> (number: String?, rest: String) {
    if line.hasPrefix("附件"), line.dropFirst(2).allSatisfy(\.isASCIIDigit) { return (line, "") }
    if line.hasSuffix("承诺书"), line.count < 30, line.first?.isASCIIDigit == false, !line.hasPrefix("附件") {
      return ("承诺书", line)
    }
    let numeral = line.prefix(while: \.isChineseNumeral)
    if !numeral.isEmpty, line.dropFirst(numeral.count).first == "、" {
      return (String(numeral), String(line.dropFirst(numeral.count + 1)))
    }
    if let first = line.first, "（(".contains(first) {
      let inner = line.dropFirst().prefix(while: \.isChineseNumeral)
      if !inner.isEmpty, let end = line.dropFirst(inner.count + 1).first, "）)".contains(end) {
        return ("（\(inner)）", String(line.dropFirst(inner.count + 2)))
      }
    }
    let digits = line.prefix(while: \.isASCIIDigit)
    if (1...2).contains(digits.count), let mark = line.dropFirst(digits.count).first, ".．、".contains(mark) {
      return (String(digits), String(line.dropFirst(digits.count + 1)))
    }
    return (nil, line)
  }

  /// How deep a number leads: an appendix holds chapters, a chapter articles, an article items.
  private static func level(of number: String) -> Int {
    if number.hasPrefix("附件") || number.isUndertaking { return 0 }
    if number.hasPrefix("（") { return 2 }
    return number.allSatisfy(\.isASCIIDigit) ? 3 : 1
  }
}

extension String {
  fileprivate var isUndertaking: Bool { self == "承诺书" }
}

extension Character {
  fileprivate var isASCIIDigit: Bool { isASCII && isNumber }
  fileprivate var isChineseNumeral: Bool { "一二三四五六七八九十".contains(self) }
}
