import CDemoPast

/// The sample data of the demonstration, compiled into the program.
///
/// Every person in it is made up: the identity numbers have the form of GB 11643 and agree with birth and sex, the
/// accounts pass the Luhn check, the telephone numbers belong to no carrier.
public enum DemoData {
  /// A history up to a day, for an import: what the ledger of a district recorded of 117 persons since November 2022.
  ///
  /// It was recorded once, from the program's own decisions on what was known then; only one payment in July 2025 was
  /// made without care, by hand.
  public enum Past: CaseIterable, Sendable {
    /// Up to 6 December 2024, with the documents of four cities.
    case until2024
    /// From then up to 1 December 2025, with Jingdezhen's document.
    case until2025

    /// The lines.
    public var lines: [UInt8] {
      var count = 0
      let start =
        switch self {
        case .until2024: unsafe demo_past_until_2024_12_06(&count)
        case .until2025: unsafe demo_past_until_2025_12_01(&count)
        }
      return unsafe Array(UnsafeBufferPointer(start: start, count: count))
    }
  }

  /// The insurance bureau's list of contributions for the month that the story pays.
  public static var contributions: [UInt8] { PackageResources.contributions_2025_11_csv }
  /// What happens in the month of the story, each line an entry with the step that it belongs to, when, by whom, with
  /// which key.
  public static var story: [UInt8] { PackageResources.story_jsonl }
}
