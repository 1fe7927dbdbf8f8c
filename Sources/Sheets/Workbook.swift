/// Reads workbooks, .xlsx.
///
/// > Source: ECMA-376, fifth edition, part 1 (SpreadsheetML) and part 2 (packages); both namespaces, transitional and strict.
enum Workbook {
  /// Reads all sheets that are shown.
  ///
  /// - Parameter bytes: the file.
  /// - Returns: the sheets in the order of the workbook.
  /// - Throws: ``SheetFault``.
  static func grids(_ bytes: [UInt8]) throws(SheetFault) -> [Grid] {
    let archive = try ZipArchive(bytes)
    if archive.has("mimetype"), !archive.has("[Content_Types].xml") { throw .openDocument }
    guard archive.has("_rels/.rels") else { throw archive.has("EncryptedPackage") ? .encrypted : .notWorkbook }
    let office = try relationships("_rels/.rels", of: archive, from: "")
    guard let book = office.first(where: { $0.kind == "officeDocument" })?.target, archive.has(book),
      !book.hasSuffix(".bin")
    else { throw .notWorkbook }
    let outline = Elements()
    try XMLPart.read(book, of: archive, outline)
    guard outline.found.first?.name == XMLName("workbook") else { throw .notWorkbook }
    let folder = book.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
    let file = book.split(separator: "/").last ?? ""
    let related = try relationships(
      (folder.isEmpty ? "" : folder + "/") + "_rels/\(file).rels", of: archive, from: folder)
    let store = TextStore()
    let strings = SharedStrings(store)
    if let part = related.first(where: { $0.kind == "sharedStrings" })?.target {
      try XMLPart.read(part, of: archive, strings)
    }
    let styles = Elements()
    if let part = related.first(where: { $0.kind == "styles" })?.target {
      try XMLPart.read(part, of: archive, styles)
    }
    let dateStyles = DateStyles.indices(in: styles.found)
    let from1904 = outline.found.first { $0.name == XMLName("workbookPr") }?["date1904"].map(isTrue) ?? false
    var grids: [Grid] = []
    for sheet in outline.found where sheet.name == XMLName("sheet") && sheet["state"] ?? "visible" == "visible" {
      // A sheet that is a chart has no cells.
      guard let relation = related.first(where: { $0.id == sheet["id"] }), relation.kind == "worksheet" else {
        continue
      }
      let reader = SheetReader(
        Grid(name: sheet["name"] ?? "", store: store), strings: strings.places, dateStyles: dateStyles,
        part: relation.target)
      try XMLPart.read(relation.target, of: archive, reader)
      var grid = reader.grid
      grid.countsFrom1904 = from1904
      grids.append(grid)
    }
    return grids
  }

  static func isTrue(_ text: String) -> Bool { text == "1" || text == "true" }

  private struct Relation {
    let id: String
    let kind: String
    let target: String
  }

  /// The parts that another part names, their places from the root of the package.
  private static func relationships(
    _ part: String, of archive: ZipArchive, from folder: String
  ) throws(SheetFault) -> [Relation] {
    guard archive.has(part) else { return [] }
    let elements = Elements()
    try XMLPart.read(part, of: archive, elements)
    return elements.found.compactMap { element in
      guard element.name == XMLName("Relationship"), element["TargetMode"] != "External",
        let id = element["Id"], let type = element["Type"], let target = element["Target"]
      else { return nil }
      let kind = type.split(separator: "/").last.map(String.init) ?? ""
      return Relation(id: id, kind: kind, target: place(target, from: folder))
    }
  }

  private static func place(_ target: String, from folder: String) -> String {
    var steps = target.hasPrefix("/") ? [] : folder.split(separator: "/")
    for step in target.split(separator: "/") {
      switch step {
      case ".": continue
      case "..": _ = steps.popLast()
      default: steps.append(step)
      }
    }
    return steps.joined(separator: "/")
  }
}

/// All elements of a small part, in their order.
private final class Elements: XMLPartHandler {
  struct Element {
    let name: XMLName
    /// The element that contains it.
    let parent: XMLName?
    fileprivate let attributes: [XMLName: String]

    subscript(name: StaticString) -> String? { attributes[XMLName(name)] }
  }

  /// The most elements of such a part: styles have some thousands.
  private static let most = 300_000

  private(set) var found: [Element] = []
  private var open: [XMLName] = []
  private(set) var fault: SheetFault?

  private static let names: [XMLName] = [
    "Id", "Type", "Target", "TargetMode", "id", "name", "state", "date1904", "numFmtId", "formatCode",
  ].map { XMLName($0) }

  func begin(_ name: XMLName, _ attributes: XMLAttributes) {
    var kept: [XMLName: String] = [:]
    for name in Elements.names { if let value = attributes[name] { kept[name] = value } }
    found.append(Element(name: name, parent: open.last, attributes: kept))
    open.append(name)
    if found.count > Elements.most { fault = .tooLarge(part: "xl/workbook.xml") }
  }

  func end(_ name: XMLName) { _ = open.popLast() }

  func text(_ bytes: UnsafeRawBufferPointer) {}
}

/// Which styles of a workbook show a number as a day or a time.
private enum DateStyles {
  static func indices(in elements: [Elements.Element]) -> Set<Int> {
    var formats: [Int: String] = [:]
    var styles: [Int] = []
    for element in elements {
      let number = element["numFmtId"].flatMap { Int($0) }
      if element.name == XMLName("numFmt"), let number { formats[number] = element["formatCode"] }
      if element.name == XMLName("xf"), element.parent == XMLName("cellXfs") { styles.append(number ?? 0) }
    }
    return Set(
      styles.indices.filter { index in
        // A format may be redefined under a number that is built in.
        formats[styles[index]].map(isDate) ?? isBuiltIn(styles[index])
      })
  }

  /// The numbers of built-in formats of days and times, those of East Asian locales among them.
  ///
  /// > Source: ECMA-376 part 1, 18.8.30.
  private static func isBuiltIn(_ number: Int) -> Bool {
    (14...22).contains(number) || (27...36).contains(number) || (45...47).contains(number)
      || (50...58).contains(number)
  }

  /// Whether a code has a letter of days or times outside of quotation marks, brackets and escapes.
  private static func isDate(_ code: String) -> Bool {
    var (isQuoted, isEscaped, brackets) = (false, false, 0)
    for scalar in code.unicodeScalars {
      if isEscaped { isEscaped = false; continue }
      switch scalar {
      case "\"": isQuoted.toggle()
      case _ where isQuoted: continue
      case "\\", "_", "*": isEscaped = true
      case "[": brackets += 1
      case "]": brackets -= 1
      case ";" where brackets == 0: return false
      case "y", "Y", "m", "M", "d", "D", "h", "H", "s", "S", "年", "月", "日": if brackets == 0 { return true }
      default: continue
      }
    }
    return false
  }
}

/// The texts that cells name by their numbers.
private final class SharedStrings: XMLPartHandler {
  private let store: TextStore
  private(set) var places: [(start: UInt32, count: UInt32)] = []
  private var start = 0
  private var texts = TextCollector()
  private(set) var fault: SheetFault?

  init(_ store: TextStore) { self.store = store }

  func begin(_ name: XMLName, _ attributes: XMLAttributes) {
    if name == TextCollector.item { start = store.bytes.count }
    texts.begin(name)
  }

  func end(_ name: XMLName) {
    texts.end(name)
    guard name == TextCollector.item else { return }
    store.unescape(from: start)
    places.append((UInt32(start), UInt32(store.bytes.count - start)))
    if store.isFull { fault = .tooLarge(part: "xl/sharedStrings.xml") }
  }

  func text(_ bytes: UnsafeRawBufferPointer) { if texts.isOpen { unsafe store.bytes.append(contentsOf: bytes) } }
}

/// Collects the texts of a cell: those in `t`, except how they are read aloud.
private struct TextCollector {
  static let item = XMLName("si")
  private static let text = XMLName("t")
  private static let phonetic = XMLName("rPh")
  private var isInText = false
  private var isPhonetic = false

  var isOpen: Bool { isInText && !isPhonetic }

  mutating func begin(_ name: XMLName) {
    if name == TextCollector.text { isInText = true }
    if name == TextCollector.phonetic { isPhonetic = true }
  }

  mutating func end(_ name: XMLName) {
    if name == TextCollector.text { isInText = false }
    if name == TextCollector.phonetic { isPhonetic = false }
  }
}

extension TextStore {
  /// Whether more text is held than any table has: places are numbers of 32 bits.
  fileprivate var isFull: Bool { bytes.count > 512 << 20 }

  /// Replaces `_x000D_` and the like by the characters that they represent, from an offset on.
  ///
  /// > Source: ECMA-376 part 1, 22.9.2.19.
  fileprivate func unescape(from start: Int) {
    guard let first = bytes[start...].firstIndex(of: UInt8(ascii: "_")) else { return }
    var result: [UInt8] = []
    var position = first
    while position < bytes.count {
      if let value = escape(at: position) {
        result += Array(String(value).utf8)
        position += 7
      } else {
        result.append(bytes[position])
        position += 1
      }
    }
    bytes.replaceSubrange(first..., with: result)
  }

  private func escape(at position: Int) -> Unicode.Scalar? {
    guard position + 7 <= bytes.count, bytes[position] == UInt8(ascii: "_"),
      bytes[position + 1] == UInt8(ascii: "x"), bytes[position + 6] == UInt8(ascii: "_")
    else { return nil }
    let digits = bytes[position + 2..<position + 6]
    guard digits.allSatisfy({ ($0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x66) || (0x30...0x39).contains($0) }),
      let value = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
    else { return nil }
    return Unicode.Scalar(value)
  }
}

/// Takes in the cells of a sheet.
private final class SheetReader: XMLPartHandler {
  private(set) var grid: Grid
  private(set) var fault: SheetFault?
  private let strings: [(start: UInt32, count: UInt32)]
  private let dateStyles: Set<Int>
  private let part: String
  private var texts = TextCollector()
  private var isInData = false
  private var isInValue = false
  private var hasFormula = false
  private var hasValue = false
  private var type = ""
  private var isDateStyle = false
  private var column = 0
  private var start = 0

  /// The rows and columns that a sheet can have.
  ///
  /// > Source: Microsoft, Excel specifications and limits.
  private static let mostRows = 1_048_576
  private static let mostColumns = 16_384
  /// More cells than a table of a hundred columns for every person of a city has.
  private static let mostCells = 16_000_000

  private static let (data, row, cell) = (XMLName("sheetData"), XMLName("row"), XMLName("c"))
  private static let (value, formula, merge) = (XMLName("v"), XMLName("f"), XMLName("mergeCell"))
  private static let (reference, style, kind) = (XMLName("r"), XMLName("s"), XMLName("t"))
  private static let (hidden, ref, sheet) = (XMLName("hidden"), XMLName("ref"), XMLName("worksheet"))

  init(_ grid: Grid, strings: [(start: UInt32, count: UInt32)], dateStyles: Set<Int>, part: String) {
    self.grid = grid
    self.strings = strings
    self.dateStyles = dateStyles
    self.part = part
  }

  func begin(_ name: XMLName, _ attributes: XMLAttributes) {
    switch name {
    case SheetReader.cell where isInData: beginCell(attributes)
    case SheetReader.value where isInData: (isInValue, hasValue) = (true, true)
    case SheetReader.formula where isInData: hasFormula = true
    case SheetReader.row where isInData: beginRow(attributes)
    case SheetReader.data: isInData = true
    case SheetReader.merge:
      guard let text = attributes[SheetReader.ref], let merge = Grid.Merge(text) else { return damaged() }
      grid.merges.append(merge)
    default: texts.begin(name)
    }
  }

  func end(_ name: XMLName) {
    switch name {
    case SheetReader.cell where isInData: endCell()
    case SheetReader.value: isInValue = false
    case SheetReader.row where isInData:
      guard let last = grid.rows.indices.last else { return damaged() }
      grid.rows[last].cells = grid.rows[last].cells.lowerBound..<grid.cells.count
    case SheetReader.data: isInData = false
    default: texts.end(name)
    }
  }

  func text(_ bytes: UnsafeRawBufferPointer) {
    if isInValue || isInData && texts.isOpen { unsafe grid.store.bytes.append(contentsOf: bytes) }
  }

  private func damaged() { fault = .damaged(part: part) }

  /// A row may leave its number out; if rows have numbers, these grow.
  private func beginRow(_ attributes: XMLAttributes) {
    let before = grid.rows.last?.number ?? 0
    let number = attributes[SheetReader.reference].map { Int($0) ?? 0 } ?? before + 1
    guard number > before, number <= SheetReader.mostRows else { return damaged() }
    let count = grid.cells.count
    grid.rows.append(
      Grid.Row(
        number: number, cells: count..<count, isHidden: attributes[SheetReader.hidden].map(Workbook.isTrue) ?? false))
    column = 0
  }

  private func beginCell(_ attributes: XMLAttributes) {
    let place = attributes[SheetReader.reference].map { Grid.Merge.column($0) ?? 0 } ?? column + 1
    guard !grid.rows.isEmpty, place > column, place <= SheetReader.mostColumns else { return damaged() }
    column = place
    type = attributes[SheetReader.kind] ?? "n"
    isDateStyle = attributes[SheetReader.style].flatMap { Int($0) }.map(dateStyles.contains) ?? false
    (hasFormula, hasValue) = (false, false)
    start = grid.store.bytes.count
  }

  private func endCell() {
    let store = grid.store
    var kind = Grid.Kind.text
    var place = (start: UInt32(start), count: UInt32(store.bytes.count - start))
    switch type {
    case "s":
      let index = Int(String(decoding: store.bytes[start...], as: UTF8.self))
      store.bytes.removeSubrange(start...)
      guard let index else { if hasValue { damaged() }; return }
      guard strings.indices.contains(index) else { return damaged() }
      place = strings[index]
    case "n":
      guard place.count > 0 else { break }
      switch DecimalText.read(store.bytes[start...]) {
      case .plain(let plain):
        kind = isDateStyle ? .serial : .number
        if plain.count != place.count || !store.bytes[start...].elementsEqual(plain) {
          store.bytes.replaceSubrange(start..., with: plain)
          place.count = UInt32(plain.count)
        }
      case .long: kind = .longNumber
      case .none: return damaged()
      }
    case "e": kind = .failed
    case "b":
      let isTrue = Workbook.isTrue(String(decoding: store.bytes[start...], as: UTF8.self))
      store.bytes.replaceSubrange(start..., with: (isTrue ? "TRUE" : "FALSE").utf8)
      place.count = UInt32(store.bytes.count - start)
    case "str", "inlineStr", "d":
      store.unescape(from: start)
      place.count = UInt32(store.bytes.count - start)
    default: return damaged()
    }
    // A formula whose result is an empty text has a type and an empty value.
    if hasFormula, place.count == 0, !(type == "str" && hasValue) { kind = .uncomputed }
    if place.count == 0, kind == .text { return }
    grid.cells.append(
      Grid.Cell(column: UInt16(column), kind: kind, start: place.start, count: place.count))
    if grid.cells.count > SheetReader.mostCells || store.isFull { fault = .tooLarge(part: part) }
  }
}

extension Grid.Merge {
  /// Reads `A1:C1`.
  fileprivate init?(_ text: String) {
    let corners = text.split(separator: ":").map(String.init)
    guard let first = corners.first, let last = corners.last, corners.count <= 2,
      let left = Grid.Merge.column(first), let right = Grid.Merge.column(last), left <= right,
      let top = Grid.Merge.row(first), let bottom = Grid.Merge.row(last), top <= bottom
    else { return nil }
    (rows, columns) = (top...bottom, left...right)
  }

  /// The number of the column of `C7`, counted from 1.
  fileprivate static func column(_ reference: String) -> Int? {
    var number = 0
    for byte in reference.utf8 {
      switch byte {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): number = number * 26 + Int(byte - 0x40)
      case UInt8(ascii: "a")...UInt8(ascii: "z"): number = number * 26 + Int(byte - 0x60)
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "$"): return number == 0 ? nil : number
      default: return nil
      }
      if number > 16_384 { return nil }
    }
    return nil
  }

  private static func row(_ reference: String) -> Int? {
    Int(reference.drop { !("0"..."9").contains($0) })
  }
}
