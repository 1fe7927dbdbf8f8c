import Foundation
import System
import Testing
import WebSupport
import Web

/// The server under load, for its figures; nothing is asserted of its speed.
@Suite struct LoadTests {
  @Test(
    "a ready page of 44 KB is served as often as asked",
    .enabled(if: ProcessInfo.processInfo.environment["SUBSIDY_WEB_LOAD"] != nil))
  func readyPage() throws {
    let (clients, rounds) = (8, 5_000)
    try Example.serve { endpoint in
      let start = ContinuousClock.now
      let received = Notes<Int>()
      try together(clients) { _ in
        guard let client = try? Client(endpoint) else { return }
        let request = Array(Example.get("/page", endpoint).utf8)
        received.add((0..<rounds).reduce(0) { sum, _ in sum + client.skim(request, Example.page.count) })
      }
      let seconds = (ContinuousClock.now - start) / .seconds(1)
      let peak =
        try String(contentsOfFile: "/proc/self/status", encoding: .utf8).split(separator: "\n")
        .first { $0.hasPrefix("VmHWM") } ?? ""
      print("\(Int(Double(clients * rounds) / seconds)) requests/s of 44 KB by \(clients) clients; \(peak)")
      #expect(received.all.reduce(0, +) == clients * rounds)
    }
  }
}
