/// The sample data of the demonstration, compiled into the program.
///
/// Every person in it is made up: the identity numbers have the form of GB 11643 and agree with birth and sex, the
/// accounts pass the Luhn check, the telephone numbers belong to no carrier.
public enum DemoData {
  /// The persons, with what goes to the vault: birth and sex are those of the identity number.
  public static var people: [UInt8] { PackageResources.people_csv }
  /// What other authorities know, for a person or for a run of persons (`lz-009..lz-013`).
  public static var facts: [UInt8] { PackageResources.facts_csv }
  /// The applications of the past.
  public static var applications: [UInt8] { PackageResources.applications_csv }
  /// The contributions, each row for a run of months.
  public static var contributions: [UInt8] { PackageResources.contributions_csv }
  /// The special cases, each line an entry with the step of the story that it belongs to, when, by whom, with which key;
  /// those of the step `past` are lines of the imported history as they are.
  public static var story: [UInt8] { PackageResources.story_jsonl }
}
