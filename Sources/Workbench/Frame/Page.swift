import Papers
import Web

/// The declaration of a page: an object, the question about it, and the parts that answer it, the next step first.
struct Page {
  /// A figure of a row of figures.
  struct Figure: Hashable, Sendable {
    let label: Text
    let value: String
    var note: Text?
    /// Whether it needs attention.
    var isHot = false
  }

  /// A part.
  enum Part {
    /// The next step, its reason, and the link to its page.
    case next(Text, why: Text?, link: (Text, LocalPath)?)
    case figures([Figure])
    case table(TableView)
    /// A chart of the table below, in yuan.
    case chart(Text, [BarChart.Bar])
    /// Labels and values, one below the other.
    case facts(Text, Table)
    /// Sentences under a heading.
    case sentences(Text, [Text])
    /// A note above the rest.
    case note(Text, Tone)
    /// The possible acts, under a heading; nothing if there are none.
    case actions(Text, [(Text, LocalPath)])
    /// Links beside each other.
    case links([(Text, LocalPath)])
    /// Anything else.
    case custom((inout HTMLWriter, Desk) -> Void)
  }

  /// The tone of a note.
  enum Tone: String {
    case note, ok, warn, bad
  }

  /// The object, which is the page's heading.
  let title: Text
  /// The question under it.
  let question: Text
  /// The place in the menu that it belongs to.
  let place: Place?
  /// The pages between it and its place's own; nil for a page without a way back to its place.
  var above: [(Text, LocalPath)]?
  var parts: [Part]
  var status = Status.ok
  /// The log of the page; nil for that of its request.
  var log: ShownLog?
  /// The seconds after which a browser reloads the page unless the reader has stopped that; nil for never.
  ///
  /// > Source: WCAG 2.2, 2.2.1.
  var refresh: Int?
  /// The parameter of a page that does not reload itself.
  static let stillField = "still"

  /// A row of a report as labels and values, with schemes and stages in the words of the packs.
  static func facts<Row>(_ heading: Text, _ report: Report<Row>, _ row: Row, _ desk: Desk) -> Part {
    .facts(heading, report.figures(row, in: desk.words))
  }

  /// A table by its name; nil if there is none.
  func table(_ id: some StringProtocol) -> TableView? {
    parts.lazy.compactMap { if case .table(let view) = $0, view.id == id { view } else { nil } }.first
  }
}
