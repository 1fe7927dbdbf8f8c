/// A paper of sentences: a title, a table of labels and values, and lines; printed as text or as a page of HTML.
public struct PaperSheet: Hashable, Sendable {
  /// A part of a sheet.
  public enum Part: Sendable, Hashable {
    /// A heading.
    case heading(String)
    /// A label with its value.
    case field(String, String)
    /// A line.
    case line(String)
  }

  /// The title.
  public let title: String
  /// The parts in their order.
  public let parts: [Part]

  /// Makes a sheet.
  public init(title: String, parts: [Part]) {
    self.title = title
    self.parts = parts
  }

  /// UTF-8 for people.
  public var text: [UInt8] {
    var text = title + "\n"
    for part in parts {
      switch part {
      case .heading(let heading): text += "\n\(heading)\n"
      case .field(let label, let value): text += "\(label)：\(value)\n"
      case .line(let line): text += "\(line)\n"
      }
    }
    return Array(text.utf8)
  }

  /// A page of HTML that needs nothing else to be printed.
  public var html: [UInt8] {
    var page = """
      <!DOCTYPE html>
      <html lang="zh-CN">
      <head>
      <meta charset="utf-8">
      <title>\(HTMLText.escaped(title))</title>
      <style>
      @page { size: A4; margin: 20mm; }
      body { font-family: "SimSun", "Songti SC", "Noto Serif CJK SC", serif; line-height: 1.7; }
      h1 { font-size: 1.4em; text-align: center; }
      h2 { font-size: 1.1em; margin-bottom: 0; }
      table { border-collapse: collapse; width: 100%; }
      th, td { border: 1px solid #000; padding: 4px 8px; text-align: left; }
      th { width: 35%; font-weight: normal; }
      p { margin: 4px 0; }
      </style>
      </head>
      <body>
      <h1>\(HTMLText.escaped(title))</h1>

      """
    var isInTable = false
    for part in parts {
      if case .field = part, !isInTable { page += "<table>\n" }
      if case .field = part {
        isInTable = true
      } else if isInTable {
        page += "</table>\n"
        isInTable = false
      }
      switch part {
      case .heading(let heading): page += "<h2>\(HTMLText.escaped(heading))</h2>\n"
      case .field(let label, let value):
        page += "<tr><th>\(HTMLText.escaped(label))</th><td>\(HTMLText.escaped(value))</td></tr>\n"
      case .line(let line): page += "<p>\(HTMLText.escaped(line))</p>\n"
      }
    }
    return Array((page + (isInTable ? "</table>\n" : "") + "</body>\n</html>\n").utf8)
  }
}

/// Text within HTML.
enum HTMLText {
  /// The text with everything replaced that HTML would read as its own.
  static func escaped(_ text: String) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }
}
