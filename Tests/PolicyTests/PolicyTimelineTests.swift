import Policy
import Testing
import Values

private func month(_ text: String) -> Month { Month(text)! }

@Test(
  arguments: [
    ("2021-10", nil), ("2021-11", 0), ("2022-09", 0), ("2022-10", 2), ("2023-12", 2), ("2024-01", 4), ("2030-01", 4),
  ] as [(String, Int?)])
func `In force is the latest start not after the month's last day, of two the later adopted`(
  text: String, index: Int?
) throws {
  let timeline = PolicyTimeline([
    try adopt("lianyungang-2021-50", ["rate": "3/5"]),
    try adopt("lianyungang-2021-50", ["rate": "2/3"], from: "2022-10-01"),
    try adopt("lianyungang-2021-50", ["rate": "7/12"], from: "2022-10-01"),
    // Adopted later with an earlier start in its month: the later start holds.
    try adopt("lianyungang-2021-50", ["rate": "1/2"], from: "2024-01-15"),
    try adopt("lianyungang-2021-50", ["rate": "2/3"], from: "2024-01-31"),
    try adopt("lianyungang-2021-50", ["rate": "1/2"], from: "2024-01-02"),
  ])
  #expect(timeline.index(for: month(text)) == index)
  #expect(timeline.inForce(for: month(text)) == index.map { timeline.policies[$0] })
}

@Test func `The choice is that of a search over all adoptions, in whatever order they come`() throws {
  let starts = ["2021-12-01", "2021-11-08", "2022-03-31", "2022-03-01", "2021-12-01", "2022-03-31", "2021-11-30"]
  for turn in starts.indices {
    let policies = try (starts[turn...] + starts[..<turn]).map {
      try adopt("lianyungang-2021-50", ["rate": "1/2"], from: $0)
    }
    let timeline = PolicyTimeline(policies)
    for index in month("2021-09").index...month("2022-05").index {
      let month = Month(index: index)
      var best: Int?
      for (place, policy) in policies.enumerated() where policy.effectiveFrom <= month.lastDay {
        if let found = best, policies[found].effectiveFrom > policy.effectiveFrom { continue }
        best = place
      }
      #expect(timeline.index(for: month) == best, "\(turn) \(month)")
    }
  }
}

@Test func `LZ01: a policy that begins on any day of a month is in force for all of it`() throws {
  let timeline = PolicyTimeline([try adopt("jingdezhen-2024-139")])
  #expect(timeline.index(for: month("2024-11")) == nil)
  #expect(timeline.index(for: month("2024-12")) == 0)
  #expect(PolicyTimeline().inForce(for: month("2024-12")) == nil)
}
