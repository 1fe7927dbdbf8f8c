import Catalogue
import EventLog
import Ledger
import Papers
import Sheets
import Subsidy
import Values
import Web

/// A field of a form: declared once for its page and for the reader of its values.
struct FormField: Sendable {
  /// How it is filled in.
  enum Control: Sendable {
    /// A value of a form.
    case value(ValueKind)
    /// A text that a page never shows again: the type of its input, and the browser's hint for filling it.
    case input(type: String, filled: String)
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
  let isRequired: Bool
  /// The value that it begins with.
  let initial: String

  init(_ name: String, _ label: Text, _ hint: Text, _ control: Control, isRequired: Bool = true, initial: String = "") {
    (self.name, self.label, self.hint, self.control) = (name, label, hint, control)
    self.initial = initial
    // A tick may be left out.
    if case .tick = control { self.isRequired = false } else { self.isRequired = isRequired }
  }

  /// The problem of the typed value, as far as the form itself tells; the rules are asked later.
  func problem(in values: ActValues) -> Text? {
    if case .file = control { return values.file == nil && isRequired ? .fieldMissing(label) : nil }
    let typed = values[name]
    if typed.isEmpty { return isRequired ? .fieldMissing(label) : nil }
    switch control {
    case .value(.yuan): return Fen(yuan: typed.plainAmount) == nil ? .amountIs(label, typed) : nil
    case .value(let kind):
      return kind.accepts(kind.typing.isHalfWidth ? typed.halfWidth : typed) ? nil : .fieldIs(label, typed, kind)
    case .choice(let all), .radio(let all): return all.contains { $0.code == typed } ? nil : .fieldMissing(label)
    case .input, .lines, .tick, .file: return nil
    }
  }

  /// The id of its first control, to which a browser goes at a problem.
  var controlID: String {
    if case .radio(let all) = control, let first = all.first { return "\(name)-\(first.code)" }
    return name
  }

  /// Writes it.
  ///
  /// - Parameters:
  ///   - form: the form.
  ///   - language: the page's.
  ///   - typed: the typed value.
  ///   - wrong: the problem, which is said beside it.
  ///   - isMarked: whether it is marked as wrong without a word.
  func write(
    to form: inout HTMLWriter, _ language: Language, typed: String = "", wrong: Text? = nil, isMarked: Bool = false
  ) {
    let isWrong = isMarked || wrong != nil
    let required: HTMLWriter.Attributes = isRequired ? ["required": ""] : [:]
    /// Writes it with a control, which gets the attributes of every control.
    func labelled(_ control: (inout HTMLWriter, HTMLWriter.Attributes) -> Void) {
      form.element("div", ["class": isWrong ? "field has-error" : "field"]) { field in
        field.element("label", ["for": name], text: label(in: language))
        field.element("span", ["class": "hint", "id": "\(name)-hint"], text: hint(in: language))
        if let wrong { field.element("span", ["class": "error", "id": "\(name)-error"], text: wrong(in: language)) }
        let described = "\(name)-hint" + (wrong == nil ? "" : " \(name)-error")
        let all: HTMLWriter.Attributes = ["id": name, "name": name, "aria-describedby": described]
        control(&field, isWrong ? all + ["aria-invalid": "true"] : all)
      }
    }
    switch control {
    case .value(let kind):
      labelled {
        $0.void("input", $1 + ["type": kind.typing.input, "autocomplete": "off", "value": typed] + required)
      }
    case .input(let type, let filled):
      labelled { $0.void("input", $1 + ["type": type, "autocomplete": filled] + required) }
    case .lines: labelled { $0.element("textarea", $1 + ["rows": "4"], text: typed) }
    case .file: labelled { $0.void("input", $1 + ["type": "file"] + required) }
    case .choice(let all):
      let empty: [(String, String)] = !isRequired || all.count > 1 ? [("", "–")] : []
      labelled { part, attributes in
        part.element("select", attributes) {
          $0.options(empty + all.map { ($0.code, $0.words(in: language)) }, typed.isEmpty ? nil : typed)
        }
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
      form.element("fieldset", ["class": isWrong ? "field has-error" : "field"]) { set in
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
    }
  }
}

extension [FormField] {
  /// The id of the control at which a browser and a screen reader begin if no other field is meant.
  var firstID: String { first?.controlID ?? "act" }
}

extension ValueKind {
  /// Whether it is typed in letters and digits, whose width does not matter, and the type of an input that takes it.
  fileprivate var typing: (isHalfWidth: Bool, input: String) {
    switch self {
    case .date: (true, "date")
    case .month: (true, "month")
    case .identifier, .person, .instant, .region, .number: (true, "text")
    case .someone, .path, .inputFolder, .output, .newOutput, .outputFolder, .text, .setting, .yuan, .choice, .roles:
      (false, "text")
    }
  }
}

// The other parts of forms.

extension HTMLWriter {
  /// A value that a form sends without showing it.
  mutating func hidden(_ name: String, _ value: String) {
    void("input", ["type": "hidden", "name": name, "value": value])
  }

  /// The session's secret, without which no form is taken.
  mutating func token(_ desk: Desk) { hidden(Sessions<Seat>.field, desk.session.formSecret.text) }

  /// The options of a choice, one of them chosen.
  mutating func options(_ all: [(code: String, words: String)], _ chosen: String?) {
    for (code, words) in all {
      element("option", code == chosen ? ["value": code, "selected": ""] : ["value": code], text: words)
    }
  }

  /// The button that sends a form.
  mutating func button(_ words: String, _ style: String = "btn main") {
    element("button", ["class": style, "type": "submit"], text: words)
  }

  /// The line below a form's fields, with the button that sends it and other links.
  mutating func buttons(_ words: String, _ style: String = "btn main", _ others: (inout HTMLWriter) -> Void = { _ in })
  {
    element("p", ["class": "buttons"]) { line in
      line.button(words, style)
      others(&line)
    }
  }
}

/// A refusal of a form, at one of its fields.
struct FormRefusal: Error {
  let field: String
  let text: Text
}

/// A problem of a field.
struct FormProblem: Sendable {
  let field: String
  let text: Text

  /// The problems of a refused form, and the page's status; nil for a failure of the program or the system.
  ///
  /// A problem about a field, by its name or label, is said there; every other one at the form's first field.
  static func refusals(_ error: any Error, in form: [FormField]) -> (problems: [FormProblem], status: Status)? {
    func problem(_ text: Text) -> FormProblem {
      let named = text.fields.lazy.compactMap { name in form.first { $0.name == name || $0.label.zh == name } }.first
      return FormProblem(field: named?.controlID ?? form.firstID, text: text.withoutNumbersOfPersons.onPage)
    }
    switch error {
    case let refusal as FormRefusal: return ([FormProblem(field: refusal.field, text: refusal.text)], .unprocessable)
    case LedgerFailure.lines(let faults):
      return (faults.map { problem($0.problem.text) }, .unprocessable)
    case let failure as LedgerFailure: return ([problem(failure.text)], .unprocessable)
    case let refusal as Refusal: return ([problem(refusal.text)], .unprocessable)
    case LogError.inUse: return ([problem(CommandFailure(mapping: error).text)], .unavailable)
    default: return nil
    }
  }

  /// Writes the problems of a form, each a link to its field; a browser and a screen reader begin there.
  static func write(_ problems: [FormProblem], to page: inout HTMLWriter, _ language: Language) {
    page.element("div", ["class": "problems", "role": "alert", "tabindex": "-1", "autofocus": ""]) { part in
      part.element("h2", text: Text.thereIsAProblem(in: language))
      part.element("ul") { list in
        for problem in problems {
          list.element("li") { $0.element("a", ["href": "#\(problem.field)"], text: problem.text(in: language)) }
        }
      }
    }
  }
}
