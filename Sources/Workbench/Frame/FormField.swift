import Catalogue
import EventLog
import Ledger
import Papers
import Subsidy
import Web

/// A field of a form: its label, a hint, what is wrong with it, and the control.
struct FormField {
  /// The name that the form sends, and the control's id.
  let name: String
  let label: Text
  let hint: Text
  /// What is wrong with it, said beside it.
  let wrong: Text?
  /// Whether it is marked as wrong.
  var isWrong: Bool
  /// The type of an input.
  var type = "text"
  /// What a browser fills it with.
  var filled = "off"
  /// What stands in an input; nothing that is masked.
  var value: String?
  var isRequired = true

  init(_ name: String, _ label: Text, _ hint: Text, wrong: Text? = nil) {
    (self.name, self.label, self.hint, self.wrong) = (name, label, hint, wrong)
    isWrong = wrong != nil
  }

  /// Writes it with an input.
  func write(inputTo form: inout HTMLWriter, _ language: Language) {
    write(to: &form, language) { field, attributes in
      field.void(
        "input",
        attributes + ["type": type, "autocomplete": filled] + (value.map { ["value": $0] } ?? [:])
          + (isRequired ? ["required": ""] : [:]))
    }
  }

  /// Writes it with a control of the caller's, which is given the attributes that every control has.
  func write(
    to form: inout HTMLWriter, _ language: Language, _ control: (inout HTMLWriter, HTMLWriter.Attributes) -> Void
  ) {
    form.element("div", ["class": isWrong ? "field has-error" : "field"]) { field in
      field.element("label", ["for": name], text: label(in: language))
      field.element("span", ["class": "hint", "id": "\(name)-hint"], text: hint(in: language))
      if let wrong { field.element("span", ["class": "error", "id": "\(name)-error"], text: wrong(in: language)) }
      let described = "\(name)-hint" + (wrong == nil ? "" : " \(name)-error")
      control(
        &field,
        ["id": name, "name": name, "aria-describedby": described] + (isWrong ? ["aria-invalid": "true"] : [:]))
    }
  }
}

/// A field that something is wrong with, and what.
struct FormProblem: Sendable {
  let field: String
  let text: Text

  /// What stands against what was asked for, so that the form comes back with it; nil for a failure of the program or the system.
  ///
  /// What is about a field, by its name or label, is said there; all else at the form's first field.
  ///
  /// - Parameters:
  ///   - error: what was thrown.
  ///   - form: the form's fields.
  /// - Returns: what is wrong, and the page's status.
  static func refusals(_ error: any Error, in form: [ActField]) -> (problems: [FormProblem], status: Status)? {
    func problem(_ text: Text, _ names: [String]) -> FormProblem {
      let named = names.lazy.compactMap { name in form.first { $0.name == name || $0.label.zh == name } }.first
      return FormProblem(field: named?.controlID ?? form.firstID, text: text.withoutNumbersOfPersons.onPage)
    }
    switch error {
    case let refusal as FormRefusal: return ([FormProblem(field: refusal.field, text: refusal.text)], .unprocessable)
    case LedgerFailure.lines(let faults):
      return (faults.map { problem($0.problem.text, $0.problem.fieldNames) }, .unprocessable)
    case let failure as LedgerFailure: return ([problem(failure.text, failure.fieldNames)], .unprocessable)
    case let refusal as Refusal: return ([problem(refusal.text, refusal.fieldNames)], .unprocessable)
    case LogError.inUse: return ([problem(CommandFailure(mapping: error).text, [])], .unavailable)
    default: return nil
    }
  }

  /// Writes what is wrong with a form, each a link to its field, where a browser and whoever is read to begin.
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
