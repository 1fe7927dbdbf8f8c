import Catalogue
import Papers
import Subsidy
import Values

extension AuditPage {
  /// Writes a table, without the columns that say nothing, its times in China Standard Time.
  func write(
    _ table: Table, caption: Text, share: Set<String> = [], linked: (Table.Cell) -> String? = { _ in nil },
    to page: inout HTMLWriter
  ) {
    table.forPeople().inChinaTime().write(to: &page, caption: caption, in: language, share: share, linked: linked)
  }

  /// Writes a part that is opened by a click or a key, and is always open on paper.
  func folded(_ title: Text, to page: inout HTMLWriter, _ body: (inout HTMLWriter) -> Void) {
    page.element("details", ["class": "print"]) { details in
      details.element("summary", text: say(title))
      body(&details)
    }
    page.line()
  }
}
