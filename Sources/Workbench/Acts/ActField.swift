import Catalogue
import Merkle
import Papers
import Sheets
import System
import Values
import Web

/// A field of an act's form: said once for the page that asks and for the reader of what comes back.
struct ActField: Sendable {
  /// How it is filled in.
  enum Control: Sendable {
    /// A value of a form.
    case value(ValueKind)
    /// Several lines of text.
    case lines
    /// One of some values; an optional one may be none of them.
    case choice([(code: String, words: Text)])
    /// One of a few values, all of them in sight.
    case radio([(code: String, words: Text)])
    /// Yes, or nothing.
    case tick
    /// A file.
    case file
  }

  /// The name that the form sends, and the control's id.
  let name: String
  let label: Text
  let hint: Text
  let control: Control
  var isRequired = true
  /// What stands in it at first.
  var initial = ""

  init(_ name: String, _ label: Text, _ hint: Text, _ control: Control, isRequired: Bool = true, initial: String = "") {
    (self.name, self.label, self.hint, self.control) = (name, label, hint, control)
    (self.isRequired, self.initial) = (isRequired, initial)
  }

  /// What is wrong with what was typed, as far as the form itself tells; the rules speak later.
  func problem(in values: ActValues) -> Text? {
    if case .file = control { return values.file == nil && isRequired ? .fieldMissing(label) : nil }
    let typed = values[name]
    if typed.isEmpty {
      if case .tick = control { return nil }
      return isRequired ? .fieldMissing(label) : nil
    }
    switch control {
    case .value(.yuan): return Fen(yuan: typed.plainAmount) == nil ? .amountIs(label, typed) : nil
    case .value(let kind): return kind.accepts(kind.plain(typed)) ? nil : .fieldIs(label, typed, kind)
    case .choice(let all), .radio(let all): return all.contains { $0.code == typed } ? nil : .fieldMissing(label)
    case .lines, .tick, .file: return nil
    }
  }

  /// The id of its first control, where a browser goes if something is wrong.
  var controlID: String {
    if case .radio(let all) = control, let first = all.first { return "\(name)-\(first.code)" }
    return name
  }

  /// Writes it.
  func write(to form: inout HTMLWriter, _ values: ActValues, _ wrong: Text?, _ language: Language) {
    var field = FormField(name, label, hint, wrong: wrong)
    field.isRequired = isRequired
    let typed = values[name]
    switch control {
    case .value(let kind):
      field.value = typed
      field.type = kind.inputType
      field.write(inputTo: &form, language)
    case .lines:
      field.write(to: &form, language) { $0.element("textarea", $1 + ["rows": "4"], text: typed) }
    case .file:
      field.write(to: &form, language) {
        $0.void("input", $1 + ["type": "file"] + (isRequired ? ["required": ""] : [:]))
      }
    case .tick:
      form.element("div", ["class": "choice"]) { part in
        let attributes: HTMLWriter.Attributes = ["type": "checkbox", "name": name, "id": name, "value": "yes"]
        if let wrong { part.element("span", ["class": "error"], text: wrong(in: language)) }
        part.void("input", typed.isEmpty ? attributes : attributes + ["checked": ""])
        part.element("label", ["for": name]) { words in
          words.text(label(in: language))
          words.element("span", ["class": "hint"], text: hint(in: language))
        }
      }
    case .radio(let all):
      form.element("fieldset", ["class": wrong == nil ? "field" : "field has-error"]) { set in
        set.element("legend", text: label(in: language))
        if let wrong { set.element("span", ["class": "error"], text: wrong(in: language)) }
        for choice in all {
          set.element("div", ["class": "choice"]) { part in
            let id = "\(name)-\(choice.code)"
            let attributes: HTMLWriter.Attributes = ["type": "radio", "name": name, "id": id, "value": choice.code]
            part.void("input", choice.code == typed ? attributes + ["checked": ""] : attributes)
            part.element("label", ["for": id], text: choice.words(in: language))
          }
        }
      }
    case .choice(let all):
      field.write(to: &form, language) { part, attributes in
        part.element("select", attributes) { select in
          if !isRequired || all.count > 1 { select.element("option", ["value": ""], text: "–") }
          for choice in all {
            select.element(
              "option", choice.code == typed ? ["value": choice.code, "selected": ""] : ["value": choice.code],
              text: choice.words(in: language))
          }
        }
      }
    }
  }
}

extension [ActField] {
  /// The id of the control at which a browser and whoever is read to begin if no other field is meant.
  var firstID: String { first?.controlID ?? "act" }
}

/// What stands against a form, at a field of it.
struct FormRefusal: Error {
  let field: String
  let text: Text
}

extension ValueKind {
  /// What was typed, in the width of letters and digits that the kind has; a text as it is.
  fileprivate func plain(_ typed: String) -> String {
    switch self {
    case .identifier, .person, .month, .date, .instant, .region, .number: typed.halfWidth
    case .someone, .path, .inputFolder, .output, .newOutput, .outputFolder, .text, .setting, .yuan, .choice, .roles:
      typed
    }
  }

  /// The type of an input that takes such a value.
  fileprivate var inputType: String {
    switch self {
    case .date: "date"
    case .month: "month"
    case .identifier, .person, .someone, .instant, .region, .path, .inputFolder, .output, .newOutput, .outputFolder,
      .text, .setting, .number, .yuan, .choice, .roles:
      "text"
    }
  }
}

/// What somebody typed into an act's form; what the form's declaration asks for has been looked at when an act reads it.
struct ActValues: Sendable {
  private var texts: [String: String] = [:]
  /// The file that came with it.
  private(set) var file: Upload?

  /// What stands in a form that nobody has touched.
  init(initial fields: [ActField]) { for field in fields { texts[field.name] = field.initial } }

  /// What came with a request, of the fields of a form.
  ///
  /// - Throws: ``Fault/malformed(_:)`` for a field that is there twice.
  init(_ fields: [ActField], _ form: Form) throws(Fault) {
    for field in fields {
      if case .file = field.control {
        file = form.uploads.first { $0.field == field.name }
      } else if let typed = try form.fields.optional(field.name) {
        texts[field.name] = typed.withoutBlanksAround
      }
    }
  }

  /// Lets the file go, which then is gone with its last copy.
  mutating func letGoOfFile() { file = nil }

  /// A digest of all that was typed into a form of a page, and of the bytes of the file.
  ///
  /// - Throws: `SystemError`.
  func digest(at path: LocalPath) throws(SystemError) -> Digest {
    let typed = texts.filter { !$0.value.isEmpty }.sorted { $0.key < $1.key }.flatMap { [$0.key, $0.value] }
    var parts = [path.text] + typed
    if let file { parts += [file.claimedName, try file.digest().description] }
    // Each part with its length, so that no two lists of parts are one text.
    return SHA256.hash(parts.flatMap { Array("\($0.utf8.count):\($0)".utf8) })
  }

  /// What stands in a field; empty for nothing.
  subscript(name: String) -> String { texts[name] ?? "" }

  /// Whether something stands in a field, or a tick.
  func has(_ name: String) -> Bool { !self[name].isEmpty }
  /// A text; nil for an empty one.
  func text(_ name: String) -> String? { has(name) ? self[name] : nil }

  // The form's declaration has been asked for what these read. Nobody is to find out by money that it was not: what cannot be read is
  // refused, and never taken for nothing.

  func identifier(_ name: String) throws(FormRefusal) -> Identifier? {
    try read(name) { Identifier(ValueKind.identifier.plain($0)) }
  }
  func region(_ name: String) throws(FormRefusal) -> Region? { try read(name) { Region(ValueKind.region.plain($0)) } }
  func count(_ name: String) throws(FormRefusal) -> Int? {
    try read(name) { ValueKind.number(ValueKind.number.plain($0)).map { Int(clamping: $0) } }
  }
  func amount(_ name: String) throws(FormRefusal) -> Fen? { try read(name) { Fen(yuan: $0.plainAmount) } }

  private func read<Value>(_ name: String, _ value: (String) -> Value?) throws(FormRefusal) -> Value? {
    guard has(name) else { return nil }
    guard let value = value(self[name]) else { throw FormRefusal(field: name, text: .fieldUnread) }
    return value
  }

  /// A value without which nothing is recorded.
  func needed<Value>(_ name: String, _ value: Value?) throws(FormRefusal) -> Value {
    guard let value else { throw FormRefusal(field: name, text: .fieldUnread) }
    return value
  }
}
