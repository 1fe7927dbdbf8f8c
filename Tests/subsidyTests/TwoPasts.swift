import Catalogue
import Foundation
import Testing

@testable import subsidy

/// A ledger with a past in two parts, and a copy of it that knows only the first.
struct TwoPasts {
  /// The ledger with both parts.
  let box: Box
  /// The folder of the copy with the first part.
  let earlier: String
  /// When the first part ends.
  static let end = "2022-05-31T02:00:00Z"

  init() throws {
    box = try Box()
    earlier = box.path("earlier")
    for line in ["init --name box --history-from 2021-12-01T00:00:00Z --by op-1"] {
      try #require(box.run(line).code == .done)
    }
    try TwoPasts.take(TwoPasts.first, "first", into: box)
    try FileManager.default.copyItem(atPath: box.ledger, toPath: earlier)
    try TwoPasts.take(TwoPasts.second, "second", into: box)
  }

  private static func take(_ lines: [String], _ name: String, into box: Box) throws {
    try box.write(name, lines.joined(separator: "\n"))
    let ran = box.run("record --history @\(name)")
    try #require(ran.code == .done, "\(ran.messages)")
  }

  /// Runs a command line on one of the two; a word `@name` is the path of a file that both share.
  func run(_ line: String, onEarlier: Bool) -> Ran {
    let words = line.split(separator: " ").map { $0.hasPrefix("@") ? box.path(String($0.dropFirst())) : String($0) }
    return subsidyTests.run(
      words.joined(separator: " "), environment: ["SUBSIDY_LEDGER": onEarlier ? earlier : box.ledger])
  }

  private static func entry(_ type: String, _ day: String, _ rest: String, by: String = "op-9", key: String? = nil)
    -> String
  {
    let signed = key.map { #""key":"\#($0)","# } ?? ""
    return #"{"type":"\#(type)","recorded":"\#(day)T02:00:00Z","by":"\#(by)",\#(signed)\#(rest)}"#
  }

  private static func registered(_ person: String, _ day: String, _ household: String, name: String) -> String {
    entry(
      "registered", day,
      #""person":"\#(person)","birth":"1985-05-16","sex":"male","household":"\#(household)","private":{"name":"\#(name)"}"#
    )
  }

  private static func fact(
    _ person: String, _ day: String, _ code: String, _ rest: String = "", from: String = "2021-01-01"
  )
    -> String
  {
    entry(
      "fact-recorded", day, #""person":"\#(person)","fact":"\#(code)","from":"\#(from)"\#(rest),"source":"bureau""#)
  }

  private static let employment =
    #","employment":{"entry":"first","urban":true,"place":"371302","incomeFen":300000}"#

  private static func stages(_ person: String, _ application: String, _ days: [String]) -> [String] {
    let stages = [("street", "r-1", nil), ("district-1", "r-2", "k-1"), ("district-2", "r-3", "k-2")]
    return zip(stages, days).map { stage, day in
      entry(
        "verified", day,
        #""person":"\#(person)","application":"\#(application)","stage":"\#(stage.0)","outcome":"passed""#,
        by: stage.1, key: stage.2)
    }
  }

  private static func application(_ person: String, _ id: String, _ days: [String], from: String) -> [String] {
    [
      entry(
        "applied", days[0],
        #""person":"\#(person)","application":"\#(id)","scheme":"beijing","from":"\#(from)","undertaking":true,"#
          + #""channel":"counter","work":{"kind":"送货","since":"2021-10-01","incomeBand":"2001-4999"},"district":"110105""#
      )
    ] + stages(person, id, Array(days.dropFirst())) + [
      entry(
        "approved", days[3],
        #""person":"\#(person)","application":"\#(id)","scheme":"beijing","policy":"beijing-2019-1","from":"\#(from)","#
          + #""basis":{"kind":"months","months":36},"first":true"#, by: "r-3")
    ]
  }

  private static func contributed(_ person: String, _ month: String, _ day: String) -> String {
    entry(
      "contributed", day,
      #""person":"\#(person)","month":"\#(month)","amountFen":90000,"paidOn":"\#(month)-20","source":"si""#)
  }

  private static func money(_ type: String, _ day: String, _ month: String, _ batch: String) -> String {
    entry(
      type, day, #""person":"p1","scheme":"beijing","month":"\#(month)","amountFen":77733,"batch":"\#(batch)""#,
      by: "drafter")
  }

  private static func batch(_ name: String, _ day: String, _ months: [String]) -> [String] {
    months.map { money("payment-ordered", day, $0, name) } + [
      entry(
        "batch-drafted", day,
        #""batch":"\#(name)","scheme":"beijing","through":"\#(months.last ?? "")","persons":1,"items":\#(months.count),"#
          + #""totalFen":\#(77_733 * months.count)"#, by: "drafter"),
      entry("batch-approved", day, #""batch":"\#(name)""#, by: "second"),
    ]
  }

  private static func sample(_ name: String, _ day: String) -> String {
    entry(
      "sample-drawn", day,
      #""scheme":"beijing","sample":"\#(name)","seed":"lot","population":1,"populationSha256":"#
        + #""\#(String(repeating: "0", count: 64))","persons":["p1"]"#)
  }

  /// The history of the first part.
  static let first: [String] =
    [
      entry(
        "policy-adopted", "2022-01-03",
        #""scheme":"beijing","policy":"beijing-2019-1","parameters":{"amountFen":"77733"}"#),
      entry(
        "policy-adopted", "2022-01-03",
        #""scheme":"linyi","policy":"linyi-2021-63","parameters":{"rate":"1/2","minimumLivingFen":"80000"}"#),
      registered("p1", "2022-01-04", "110105", name: "王一"), fact("p1", "2022-01-04", "flexible-registered"),
      registered("p2", "2022-01-04", "371302", name: "李二"), fact("p2", "2022-01-04", "difficulty-recognised"),
      fact("p2", "2022-01-04", "flexible-registered", employment, from: "2022-01-02"),
      registered("p3", "2022-01-04", "110105", name: "张三"), fact("p3", "2022-01-04", "flexible-registered"),
    ] + application("p1", "a1", ["2022-01-10", "2022-01-11", "2022-01-12", "2022-01-19"], from: "2022-02") + [
      contributed("p1", "2022-02", "2022-04-01"), contributed("p1", "2022-03", "2022-04-01"),
    ] + batch("b1", "2022-04-11", ["2022-02", "2022-03"]) + [
      entry(
        "reported", "2022-04-15", #""person":"p1","on":"2022-04-15","channel":"counter""#),
      money("paid", "2022-04-20", "2022-02", "b1"),
      entry(
        "fact-recorded", "2022-05-10",
        #""person":"p1","fact":"employed","from":"2022-02-10","to":"2022-02-12","source":"bureau""#),
      entry(
        "clawed-back", "2022-05-12",
        #""person":"p1","scheme":"beijing","notice":"n1","months":[{"month":"2022-02","amountFen":77733}],"#
          + #""reason":"employed""#),
      sample("s1", "2022-05-20"),
      entry("visited", "2022-05-31", #""person":"p1","on":"2022-05-31""#),
    ]

  /// The history of the second part.
  static let second: [String] =
    [
      entry(
        "policy-adopted", "2022-06-01",
        #""scheme":"beijing","policy":"beijing-2019-1","effectiveFrom":"2022-06-01","parameters":{"amountFen":"80000"}"#
      ),
      registered("p1", "2022-06-02", "110105", name: "王壹"), contributed("p1", "2022-04", "2022-06-02"),
      contributed("p1", "2022-05", "2022-06-02"),
      registered("p4", "2022-06-02", "110105", name: "赵四"), fact("p4", "2022-06-02", "flexible-registered"),
      registered("p5", "2022-06-02", "371302", name: "孙五"),
      fact("p5", "2022-06-02", "flexible-registered", employment, from: "2022-01-02"),
      registered("p6", "2022-06-02", "110105", name: "周六"), fact("p6", "2022-06-02", "flexible-registered"),
      fact("p2", "2022-06-03", "employed"),
    ] + application("p4", "a4", ["2022-06-06", "2022-06-09", "2022-06-10", "2022-06-17"], from: "2022-05") + [
      money("paid", "2022-06-18", "2022-03", "b1")
    ] + batch("b2", "2022-06-19", ["2022-04"]) + [
      entry("reported", "2022-06-20", #""person":"p1","on":"2022-06-20","channel":"counter""#),
      entry(
        "start-confirmed", "2022-06-21", #""person":"p1","application":"a1","from":"2022-02","mode":"as-applied""#),
      entry(
        "repaid", "2022-06-22", #""person":"p1","scheme":"beijing","notice":"n1","amountFen":1000,"receipt":"r""#),
      sample("s2", "2022-06-23"),
    ]
}
