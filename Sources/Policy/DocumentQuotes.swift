/// The sentences of the five documents to which the clauses of the shipped packs refer, word for word.
///
/// They are not part of a pack: a ledger that adopted one before they were written down quotes them, too.
public enum DocumentQuotes {
  /// The sentence of a clause.
  ///
  /// - Parameters:
  ///   - clause: the clause as packs name it: `三（二）1`.
  ///   - document: the document's number: `柳人社规〔2022〕9号`.
  /// - Returns: the sentence without the line breaks of the printed page; nil for a document or clause without one.
  public static func sentence(of clause: String, in document: String) -> String? { sentences[document]?[clause] }

  /// The sentences by clause, by document number.
  public static let sentences: [String: [String: String]] = {
    var found: [String: [String: String]] = [:]
    for line in String(decoding: PackageResources.quotes_tsv, as: UTF8.self).split(separator: "\n") {
      let fields = line.split(separator: "\t").map(String.init)
      precondition(fields.count == 3, "a line of quotes.tsv has a number, a clause and a sentence")
      found[fields[0], default: [:]][fields[1]] = fields[2]
    }
    return found
  }()
}
