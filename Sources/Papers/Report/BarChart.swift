import Values

/// A chart of bars over months as SVG, in whole numbers, so that the same figures draw the same bytes.
///
/// It shows nothing that a table beside it does not show.
public struct BarChart: Sendable {
  /// A bar: the whole of it, and the parts of it that are set off, from the top.
  public struct Bar: Hashable, Sendable {
    /// The label under it; empty for none.
    public let label: String
    /// How high it is.
    public let value: Int64
    /// How much of it is wrong, at the top.
    public let wrong: Int64
    /// How much of it is set off below that.
    public let part: Int64

    /// Makes a bar.
    public init(label: String, value: Int64, wrong: Int64 = 0, part: Int64 = 0) {
      self.label = label
      self.value = value
      self.wrong = min(wrong, value)
      self.part = min(part, value - self.wrong)
    }
  }

  private let bars: [Bar]
  private let height = 170
  private let top = 10

  /// Makes a chart.
  public init(_ bars: [Bar]) { self.bars = bars }

  private var pitch: Int { max(7, min(44, 836 / max(1, bars.count))) }
  private var largest: Int64 { max(1, bars.map(\.value).max() ?? 1) }

  /// The distance of the lines: 1, 2 or 5 times a power of ten, so that there are at most five.
  private var step: Int64 {
    var power: Int64 = 1
    while true {
      for factor: Int64 in [1, 2, 5] where power * factor * 5 >= largest { return power * factor }
      power *= 10
    }
  }

  private func y(_ value: Int64) -> Int {
    let full = (largest + step - 1) / step * step
    return top + height - Int(value.scaled(to: Int64(height), of: full))
  }

  /// Writes the drawing.
  ///
  /// - Parameters:
  ///   - page: the page to write to.
  ///   - title: the subject of the chart, for readers who cannot see it.
  ///   - label: writes the value of a line.
  public func write(to page: inout HTMLWriter, title: String, label: (Int64) -> String) {
    // The longest label is above the highest bar.
    let left = max(64, 8 * label(largest + step).utf8.count + 16)
    let width = left + pitch * bars.count + 8
    let size = "0 0 \(width) \(top + height + 26)"
    page.element("svg", ["class": "chart", "role": "img", "aria-label": title, "viewBox": size, "width": "\(width)"]) {
      svg in
      var lines = ""
      var value: Int64 = 0
      while value < largest + step {
        lines += "M\(left) \(y(value))H\(width)"
        svg.element("text", ["class": "tick", "x": "\(left - 8)", "y": "\(y(value) + 4)"], text: label(value))
        value += step
      }
      svg.element("path", ["class": "grid", "d": lines], text: "")
      svg.element("path", ["class": "bar", "d": path(from: left) { (0, $0.value) }], text: "")
      svg.element(
        "path", ["class": "part", "d": path(from: left) { ($0.value - $0.wrong - $0.part, $0.part) }], text: "")
      svg.element("path", ["class": "wrong", "d": path(from: left) { ($0.value - $0.wrong, $0.wrong) }], text: "")
      for (place, bar) in bars.enumerated() where !bar.label.isEmpty {
        let x = left + place * pitch
        svg.element("text", ["class": "year", "x": "\(x)", "y": "\(top + height + 20)"], text: bar.label)
      }
    }
  }

  /// The part of each bar that rests on another; one that is too small to be seen is drawn two units high.
  private func path(from left: Int, _ part: (Bar) -> (below: Int64, value: Int64)) -> String {
    var path = ""
    for (place, bar) in bars.enumerated() {
      let (below, value) = part(bar)
      if value <= 0 { continue }
      let from = y(below + value)
      let height = max(2, y(below) - from)
      path += "M\(left + place * pitch + pitch / 6) \(from)h\(pitch * 2 / 3)v\(height)h-\(pitch * 2 / 3)z"
    }
    return path
  }
}
