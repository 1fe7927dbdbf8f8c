import JSONText
package import Ledger
import Merkle
package import Papers
package import Subsidy
import Values

/// The output of a worker after the claims of its part of a log: sums that may be added, and the input that it was given.
package enum FoldReports {
  /// A line for each batch, scheme and month.
  package static let books = Report<BatchMonth>(
    "fold books",
    [
      .member("batch") { $0.batch },
      .member("scheme") { $0.scheme },
      .member("month") { $0.month },
      .object("open", part) { $0.answers[.open] },
      .object("paid", part) { $0.answers[.paid] },
      .object("returned", part) { $0.answers[.returned] },
      .object("withheld", part) { $0.withheld },
      .member("arrivedFen") { $0.arrived },
    ])

  private static let part = Report<BatchAnswers.Part>(
    "fold part",
    [
      .member("items") { $0.items },
      .member("amountFen") { $0.total },
    ])

  /// The input that was folded.
  package static let trailer = Report<PartitionFold>(
    "fold trailer",
    [
      .member("persons") { $0.keys },
      .member("lines") { $0.own.count },
      .member("hashes") { $0.own.sum.description },
      .member("sharedLines") { $0.shared.count },
      .member("sharedHashes") { $0.shared.sum.description },
      .json { fold, writer in
        writer.key("together")
        writer.beginArray()
        for group in fold.together {
          writer.beginArray()
          for key in group { writer.value(key.description) }
          writer.endArray()
        }
        writer.endArray()
      },
    ])
}
