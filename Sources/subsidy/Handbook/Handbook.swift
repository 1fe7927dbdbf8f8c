import CHandbook
import Papers

/// The pages of the handbook, compiled into the program as they are in docs.
enum Handbook {
  /// A page, which `subsidy help NAME` prints.
  struct Page: Sendable {
    /// The name of its file, without what it ends in.
    let name: String
    private let markdown: @Sendable (Language) -> String

    fileprivate init(_ page: handbook_page) {
      name = unsafe String(cString: page.name)
      let english = unsafe UnsafeBufferPointer(start: page.en, count: page.en_count)
      let chinese = unsafe UnsafeBufferPointer(start: page.zh, count: page.zh_count)
      let texts = unsafe (String(decoding: english, as: UTF8.self), String(decoding: chinese, as: UTF8.self))
      markdown = { $0 == .en ? texts.0 : texts.1 }
    }

    /// The page as it is in docs.
    func markdown(in language: Language) -> String { markdown(language) }

    /// Its first heading.
    func title(in language: Language) -> String {
      let heading: Substring = markdown(language).prefix { $0 != "\n" }
      return String(heading.drop { $0 == "#" || $0 == " " })
    }
  }

  /// All pages, in the order in which help lists them.
  static var pages: [Page] {
    var count = 0
    let first = unsafe handbook_pages(&count)
    let pages = unsafe UnsafeBufferPointer(start: first, count: count)
    return unsafe pages.map { unsafe Page($0) }
  }

  /// The page of a name; nil if there is none.
  static func page(_ name: String) -> Page? { pages.first { $0.name == name } }
}
