public import Subsidy

/// The slots of a claim as cells, twelve in a row, distinguished by shape as well as by colour.
///
/// The months of each kind are beside it as text; the drawing shows nothing else.
public struct StripDrawing: Sendable {
  private let strip: SlotStrip
  private static let cell = 16
  private static let pitch = 19
  private static let inRow = 12

  /// Makes the drawing of a claim.
  public init(_ strip: SlotStrip) { self.strip = strip }

  /// Writes the drawing.
  ///
  /// - Parameters:
  ///   - page: the page to write to.
  ///   - title: the subject of the strip, for readers who cannot see it.
  public func write(to page: inout HTMLWriter, title: String) {
    let rows = StripDrawing.rows(strip.slots.count)
    let gap = strip.beyond.isEmpty || rows == 0 ? 0 : 8
    let height = (rows + StripDrawing.rows(strip.beyond.count)) * StripDrawing.pitch + gap
    let width = min(StripDrawing.inRow, max(strip.slots.count, strip.beyond.count)) * StripDrawing.pitch
    let size = "0 0 \(width) \(height)"
    page.element("svg", ["class": "strip", "role": "img", "aria-label": title, "viewBox": size, "width": "\(width)"]) {
      svg in
      for outcome in SlotStrip.Outcome.allCases {
        let cells = strip.slots.indices.filter { strip.slots[$0].outcome == outcome }
        write(cells.map { StripDrawing.corner($0) }, outcome.rawValue, to: &svg)
      }
      let start = rows * StripDrawing.pitch + gap
      write(
        strip.beyond.indices.map { (StripDrawing.corner($0).x, StripDrawing.corner($0).y + start) }, "beyond", to: &svg)
    }
  }

  /// One path for all cells of a kind: the cell, with a cross in it for money paid wrongly and a stroke for money due.
  private func write(_ corners: [(x: Int, y: Int)], _ kind: String, to svg: inout HTMLWriter) {
    if corners.isEmpty { return }
    let side = StripDrawing.cell
    let cells = corners.map { "M\($0.x) \($0.y)h\(side)v\(side)h-\(side)z" }.joined()
    svg.element("path", ["class": kind, "d": cells], text: "")
    if kind == "above" || kind == "beyond" {
      let crosses = corners.map { "M\($0.x + 4) \($0.y + 4)l8 8m0-8l-8 8" }.joined()
      svg.element("path", ["class": "cross", "d": crosses], text: "")
    } else if kind == "due" {
      let strokes = corners.map { "M\($0.x + 4) \($0.y + 8)h8" }.joined()
      svg.element("path", ["class": "stroke", "d": strokes], text: "")
    }
  }

  private static func rows(_ count: Int) -> Int { (count + inRow - 1) / inRow }

  private static func corner(_ place: Int) -> (x: Int, y: Int) {
    (place % inRow * pitch + 1, place / inRow * pitch + 1)
  }
}
