package import Policy

/// A document and its pack side by side (全文逐条对照): each part of the document with the pack's rules for it.
package struct DocumentComparison: Hashable, Sendable {
  /// One part of the document.
  package struct Part: Hashable, Sendable {
    /// The clause; nil for rules that the document does not state.
    package let clause: String?
    /// The document's sentence; nil if its text is not available.
    package let sentence: String?
    /// The pack's rows for it: the rules, then the readings; empty if there are none.
    package let rows: [ClauseRow]
  }

  /// The line about the document itself.
  package let document: ClauseRow
  /// The parts: first those that are not numbers of the document, then its numbers in their order, then the rules that it does
  /// not state.
  package let parts: [Part]
}

extension PolicyPack {
  /// Compares the pack with its document.
  ///
  /// - Parameter text: the document; nil to quote the sentences that the program knows, of the clauses that decide.
  /// - Returns: with the document all of its numbered parts, headings left out; without it those that the pack names.
  package func comparison(with text: String?) -> DocumentComparison {
    let sheet = clauseSheet()
    let rows = Array(sheet.dropFirst())
    let clauses = rows.compactMap(\.clause).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
    func standing(under clause: String?) -> [ClauseRow] { rows.filter { $0.clause == clause } }
    func part(_ clause: String?, _ sentence: String?) -> DocumentComparison.Part {
      DocumentComparison.Part(clause: clause, sentence: sentence, rows: standing(under: clause))
    }
    var parts: [DocumentComparison.Part]
    if let text {
      let numbered = DocumentClauses.parts(of: text)
      var left = clauses
      parts = numbered.compactMap { number in
        let own = left.filter { DocumentClauses.leads($0, to: number) }
        if own.isEmpty, number.isHeading { return nil }
        left.removeAll { own.contains($0) }
        return DocumentComparison.Part(clause: number.name, sentence: number.text, rows: own.flatMap(standing))
      }
      parts.insert(contentsOf: left.map { part($0, nil) }, at: 0)
    } else {
      parts = clauses.map { part($0, DocumentQuotes.sentence(of: $0, in: document.number)) }
    }
    let silent = part(nil, nil)
    return DocumentComparison(document: sheet[0], parts: parts + (silent.rows.isEmpty ? [] : [silent]))
  }
}
