import Papers
import Web

/// A page as it is declared: an object, the question that is asked of it, and the parts that answer it, the next step first.
struct Page {
  /// A figure of a row of figures.
  struct Figure: Hashable, Sendable {
    let label: Text
    let value: String
    var note: Text?
    /// Whether somebody has to look.
    var isHot = false
  }

  /// A part.
  enum Part {
    /// What comes next, why, and where it is done.
    case next(Text, why: Text?, link: (Text, LocalPath)?)
    case figures([Figure])
    case table(TableView)
    /// What a table below says, as bars in yuan.
    case chart(Text, [BarChart.Bar])
    /// Labels and values, one below the other.
    case facts(Text, Table)
    /// Sentences under a heading.
    case sentences(Text, [Text])
    /// What has to be known before the rest is read.
    case note(Text, Tone)
    /// What can be done, under a heading; nothing where nothing can.
    case actions(Text, [(Text, LocalPath)])
    /// Links beside each other.
    case links([(Text, LocalPath)])
    /// Anything else.
    case custom((inout HTMLWriter, Desk) -> Void)
  }

  /// How a note is meant.
  enum Tone: String {
    case note, ok, warn, bad
  }

  /// The object: the page's one heading.
  let title: Text
  /// The question under it.
  let question: Text
  /// The place in the menu that it belongs to.
  let place: Place?
  /// The pages between it and its place's own; nil for a page without a way back to its place.
  var above: [(Text, LocalPath)]?
  var parts: [Part]
  var status = Status.ok
  /// The log that the page is made of; nil for that of its request.
  var log: ShownLog?
  /// After how many seconds a browser asks again unless somebody has stopped that; nil for never.
  ///
  /// > Source: WCAG 2.2, 2.2.1.
  var refresh: Int?
  /// The parameter with which a page is asked for that does not ask again.
  static let stillField = "still"

  /// A row of a report as labels and values, with schemes and stages in the words of the packs.
  static func facts<Row>(_ heading: Text, _ report: Report<Row>, _ row: Row, _ desk: Desk) -> Part {
    .facts(heading, report.figures(row, in: desk.words))
  }

  /// The table that somebody wants as a file; nil if no table is named so.
  func table(_ id: some StringProtocol) -> TableView? {
    parts.lazy.compactMap { if case .table(let view) = $0, view.id == id { view } else { nil } }.first
  }
}
