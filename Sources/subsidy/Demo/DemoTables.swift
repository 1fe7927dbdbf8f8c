import DemoData
import JSONText
import Papers
import Values

/// The sample data, read.
struct DemoTables {
  /// A person with what goes to the vault.
  struct Person {
    let key: Identifier
    let name: String
    let idNumber: ResidentIDNumber
    let phone: String
    let bank: String
    let account: String
    let household: Region
    let registered: CivilDate
    let prior: (firstApproved: CivilDate, months: Int)?
  }

  /// Something that another authority knows of a run of persons.
  struct Fact {
    let persons: ClosedRange<Identifier>
    let fact: String
    let from: CivilDate
    let to: CivilDate?
    let source: String
    let detail: String?
  }

  /// An application of the past.
  struct Application {
    let person: Identifier
    let scheme: Identifier
    let from: Month
    let applied: CivilDate
    let work: String
    let since: CivilDate
    let income: String
  }

  /// The same contribution for a run of months.
  struct Contribution {
    let person: Identifier
    let months: ClosedRange<Month>
    let amount: Fen
  }

  /// An entry of the story.
  struct Entry {
    /// The step that it belongs to; `past` for the history.
    let step: String
    /// When it is recorded, by whom and with which key; nil in the history, whose entries say so themselves.
    let at: Instant?
    let by: Identifier?
    let key: Identifier?
    let entry: JSONValue
  }

  let people: [Person]
  let facts: [Fact]
  let applications: [Application]
  let contributions: [Contribution]
  let story: [Entry]

  /// Reads the sample data; data that cannot be read are a bug of ours, which a test finds.
  init() {
    people = DemoTables.rows(DemoData.people).map { row in
      let prior = CivilDate(row[8]).map { ($0, Int(row[9]) ?? 0) }
      return Person(
        key: must(Identifier(row[0])), name: row[1], idNumber: must(ResidentIDNumber(row[2])), phone: row[3],
        bank: row[4], account: row[5], household: must(Region(row[6])), registered: must(CivilDate(row[7])),
        prior: prior)
    }
    facts = DemoTables.rows(DemoData.facts).map { row in
      let ends = row[0].split(separator: ".").map { must(Identifier($0)) }
      return Fact(
        persons: ends[0]...ends[ends.count - 1], fact: row[1], from: must(CivilDate(row[2])), to: CivilDate(row[3]),
        source: row[4], detail: row[5].isEmpty ? nil : row[5])
    }
    applications = DemoTables.rows(DemoData.applications).map { row in
      Application(
        person: must(Identifier(row[0])), scheme: must(Identifier(row[1])), from: must(Month(row[2])),
        applied: must(CivilDate(row[3])), work: row[4], since: must(CivilDate(row[5])), income: row[6])
    }
    contributions = DemoTables.rows(DemoData.contributions).map { row in
      Contribution(
        person: must(Identifier(row[0])), months: must(Month(row[1]))...must(Month(row[2])),
        amount: must(Fen(yuan: row[3])))
    }
    story = DemoData.story.split(separator: UInt8(ascii: "\n")).map { line in
      let value = must(try? JSONValue(Array(line)))
      return Entry(
        step: must(value["step"]?.text), at: value["at"]?.text.flatMap { Instant($0) },
        by: value["by"]?.text.flatMap { Identifier($0) }, key: value["key"]?.text.flatMap { Identifier($0) },
        entry: must(value["entry"]))
    }
  }

  private static func rows(_ bytes: [UInt8]) -> [[String]] {
    must(try? CSVReader.records(String(decoding: bytes, as: UTF8.self))).dropFirst().map(\.fields)
  }
}

/// A value that the compiled-in data must have.
func must<Value>(_ value: Value?, file: StaticString = #fileID, line: UInt = #line) -> Value {
  guard let value else { preconditionFailure("the sample data is malformed", file: file, line: line) }
  return value
}
