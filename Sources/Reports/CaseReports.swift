import JSONText
package import Papers
package import Subsidy
import Values

/// The report about the cases of a pack.
package enum CaseReports {
  /// A case, and its differences from the expectation.
  package struct Row: Sendable {
    let line: Int
    let policyCase: PolicyCase
    let differences: [PolicyCase.Difference]

    /// Whether the pack gives the results that the case expects.
    package var isRight: Bool { differences.isEmpty }

    /// A case of a file by its line.
    package init(line: Int, _ policyCase: PolicyCase, _ differences: [PolicyCase.Difference]) {
      (self.line, self.policyCase, self.differences) = (line, policyCase, differences)
    }
  }

  /// A row for each case.
  package static let tried = Report<Row>(
    "policy test",
    [
      .column("line", .line) { Table.Cell.number(UInt64($0.line)) },
      .column("case", .sampleCase) { $0.policyCase.name },
      .column("shows", .shows) { $0.policyCase.shows },
      .column("outcome", .result) { CaseOutcome(isRight: $0.differences.isEmpty) },
      .column("differences", .differences) { CaseDifferences(list: $0.differences.joined) }.hidden(.ifBlank),
    ])
}

/// Whether a pack gives the results that a case expects.
private struct CaseOutcome: CellContent {
  let isRight: Bool

  var words: Text { isRight ? Text(en: "right", zh: "相符") : Text(en: "WRONG", zh: "不符") }
  var code: String { isRight ? "right" : "wrong" }
  func write(to writer: inout JSONWriter) { writer.value(code) }
}

/// The differences of a case from its expectation, consecutive months with the same amounts as one.
private struct CaseDifferences: CellContent {
  /// A difference, or several in a row that differ in the month alone.
  struct Span {
    let first: PolicyCase.Difference
    var last: PolicyCase.Difference
  }

  let list: [Span]

  var words: Text { .joined(list.map(\.words), by: .semicolon) }
  var code: String {
    list.map { "\($0.name): \($0.first.expected.code) -> \($0.first.found.code)" }.joined(separator: "; ")
  }

  func write(to writer: inout JSONWriter) {
    writer.beginArray()
    for span in list {
      writer.beginObject()
      writer.field("subject", span.name)
      writer.key(text: "expected")
      span.first.expected.write(to: &writer)
      writer.key(text: "found")
      span.first.found.write(to: &writer)
      writer.endObject()
    }
    writer.endArray()
  }
}

extension [PolicyCase.Difference] {
  fileprivate var joined: [CaseDifferences.Span] {
    reduce(into: []) { spans, next in
      if let last = spans.last?.last, case .month(let before) = last.subject, case .month(let month) = next.subject,
        month == before.adding(1), last.expected == next.expected, last.found == next.found
      {
        spans[spans.count - 1].last = next
      } else {
        spans.append(CaseDifferences.Span(first: next, last: next))
      }
    }
  }
}

extension CaseDifferences.Span {
  /// Its subject, in the words of the file of cases.
  fileprivate var name: String {
    let (first, last) = (first.subject.name, last.subject.name)
    return first == last ? first : "\(first)/\(last)"
  }

  fileprivate var words: Text {
    let subject: Text
    switch first.subject {
    case .month: subject = Text(same: name)
    case .basis: subject = Text(en: "term", zh: "享受期限")
    case .used: subject = Text(en: "months used", zh: "已享受月数")
    case .remaining: subject = Text(en: "months left", zh: "剩余月数")
    }
    let (expected, found) = (first.expected.words, first.found.words)
    return Text(
      en: "\(subject.en): expected \(expected.en), found \(found.en)",
      zh: "\(subject.zh)：应为\(expected.zh)，实为\(found.zh)")
  }
}

extension PolicyCase.Subject {
  fileprivate var name: String {
    switch self {
    case .month(let month): month.description
    case .basis: "basis"
    case .used: "used"
    case .remaining: "remaining"
    }
  }
}

extension PolicyCase.Value {
  fileprivate var words: Text {
    switch self {
    case .worth(let amount): Text(en: "\(amount) yuan", zh: " \(amount) 元")
    case .reasons(let codes): Text.joined(codes.map { .code($0) }, by: .comma)
    case .basis(let basis): basis.words
    case .count(let count): Text(en: "\(count)", zh: " \(count) 个月")
    case .nothing: Text(en: "none", zh: "无")
    }
  }

  fileprivate var code: String {
    switch self {
    case .worth(let amount): String(amount.value)
    case .reasons(let codes): codes.joined(separator: " ")
    case .basis(let basis): basis.code
    case .count(let count): String(count)
    case .nothing: ""
    }
  }

  fileprivate func write(to writer: inout JSONWriter) {
    switch self {
    case .worth(let amount): writer.value(amount)
    case .reasons(let codes):
      writer.beginArray()
      for code in codes { writer.value(code) }
      writer.endArray()
    case .basis(let basis): writer.value(basis)
    case .count(let count): writer.value(count)
    case .nothing: writer.null()
    }
  }
}
