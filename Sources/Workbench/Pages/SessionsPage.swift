import Papers
import Reports
import Values
import Web

/// The operator's sessions, each with a button that ends it.
enum SessionsPage {
  /// A session, and whether it is the page's own.
  struct Row: Sendable {
    let number: Int
    let opened: Instant
    let used: Instant
    let isThis: Bool
  }

  private static let report = Report<Row>(
    "sessions",
    [
      .column("opened", .since) { $0.opened },
      .column("used", .lastUsed) { $0.used },
      .column("this", .thisOne) { $0.isThis },
    ])

  static func page(_ desk: Desk, _ sessions: [Session<Seat>]) throws -> Page {
    let rows = sessions.map { session in
      Row(
        number: session.key.number, opened: session.opened, used: session.used, isThis: session.key == desk.session.key)
    }
    return Page(
      title: Place.sessions.name, question: .sessionsQuestion, place: .sessions,
      parts: [
        try desk.table("sessions", Place.sessions.name, report, rows),
        .custom { html, desk in
          for row in rows where !row.isThis {
            html.element("form", ["method": "post", "action": desk.link(Paths.endSession(row.number))]) { form in
              form.token(desk)
              form.button(desk.say(.endSession(row.opened.chinaMinute)), "btn")
            }
          }
        },
      ])
  }
}
