// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .strictMemorySafety(),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
]

/// A row of the architecture may import only the rows below it; the rows are listed from the ground up.
func module(
  _ name: String, _ dependencies: [String], with others: [Target.Dependency] = [], resources: [Resource] = []
) -> Target {
  .target(
    name: name, dependencies: dependencies.map { .init(stringLiteral: $0) } + others, resources: resources,
    swiftSettings: settings)
}

func tests(_ name: String, _ dependencies: [String]) -> Target {
  .testTarget(
    name: "\(name)Tests", dependencies: dependencies.map { .init(stringLiteral: $0) },
    // The tests run the release build; they themselves are compiled in half the time without being optimised.
    swiftSettings: settings + [.unsafeFlags(["-Onone"], .when(configuration: .release))])
}

func tests(of name: String, _ dependencies: [String]) -> Target { tests(name, dependencies + [name]) }

let ground = ["Values", "JSONText", "Merkle"]

let package = Package(
  name: "subsidy",
  products: [
    .executable(name: "subsidy", targets: ["subsidy"]),
    .executable(name: "subsidy-workbench", targets: ["subsidy-workbench"]),
    .library(name: "SubsidyLedger", targets: ["Ledger", "ReadModel", "Subsidy", "Policy", "EventLog", "Values"]),
  ],
  traits: [
    .trait(name: "Postgres", description: "Logs in PostgreSQL, by libpq."), .default(enabledTraits: []),
  ],
  targets: [
    // System libraries.
    .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
    .systemLibrary(name: "COpenSSL", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
    .systemLibrary(name: "CExpat", pkgConfig: "expat", providers: [.apt(["libexpat1-dev"])]),
    .systemLibrary(name: "CMinizip", pkgConfig: "minizip", providers: [.apt(["libminizip-dev"])]),
    .systemLibrary(name: "CXLSXWriter", pkgConfig: "xlsxwriter", providers: [.apt(["libxlsxwriter-dev"])]),
    .systemLibrary(name: "CMicroHTTPD", pkgConfig: "libmicrohttpd", providers: [.apt(["libmicrohttpd-dev"])]),
    .systemLibrary(name: "CPostgreSQL", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
    .systemLibrary(name: "CLinux"),
    // Ground.
    module("Values", []),
    module("JSONText", ["Values"]),
    module("Merkle", []),
    // Rules.
    module(
      "Policy", ["Values", "JSONText"],
      resources: [
        .embedInCode("Packs/liuzhou-2022-9.json"), .embedInCode("Packs/jingdezhen-2024-139.json"),
        .embedInCode("Packs/beijing-2019-1.json"), .embedInCode("Packs/linyi-2021-63.json"),
        .embedInCode("Packs/lianyungang-2021-50.json"), .embedInCode("Packs/quotes.tsv"),
        .embedInCode("Calendar/china-workdays.csv"),
      ]),
    // Domain.
    module("Subsidy", ["Values", "JSONText", "Policy"]),
    // Formats.
    module(
      "Papers", ["Values", "JSONText", "Merkle", "Policy", "Subsidy"],
      resources: [
        .embedInCode("Profiles/csv-bom.json"), .embedInCode("Profiles/csv-by-bank.json"),
        .embedInCode("Profiles/fixed.json"), .embedInCode("Report/report.css"), .embedInCode("Words/regions.csv"),
      ]),
    module("Notes", ["Merkle"]),
    // System.
    module("System", ["Values", "Merkle", "CSQLite", "COpenSSL", "CExpat", "CLinux"]),
    // Tables of people's programs.
    module(
      "Sheets", ["Values", "JSONText", "Papers", "System", "CExpat", "CMinizip", "CXLSXWriter"],
      resources: [
        .embedInCode("Words/headings.tsv"), .embedInCode("Words/choices.tsv"), .embedInCode("Words/notes.tsv"),
      ]),
    // Effects.
    module("EventLog", ground + ["System"]),
    module("Vault", ground + ["System", "COpenSSL"]),
    // Without the trait it is compiled without libpq, and refuses to connect.
    module(
      "PostgresStore", ["Values", "Merkle", "JSONText", "System", "EventLog", "Vault"],
      with: [.target(name: "CPostgreSQL", condition: .when(traits: ["Postgres"]))],
      resources: [
        "roles", "schemas", "store-tables", "store-guards", "vault-tables", "vault-guards",
      ].map { .embedInCode("Schema/\($0).sql") }),
    module("ReadModel", ground + ["Policy", "Subsidy", "System", "EventLog"]),
    module("Web", ["Values", "Merkle", "System", "CMicroHTTPD"]),
    // Use cases.
    module(
      "Ledger",
      ground + ["Policy", "Subsidy", "Papers", "Notes", "System", "Sheets", "EventLog", "ReadModel", "Vault"]),
    module(
      "Reports", ground + ["Policy", "Subsidy", "Papers", "Notes", "EventLog", "Vault", "ReadModel", "Ledger"]),
    // What people are told.
    module(
      "Catalogue",
      ground + [
        "Policy", "Subsidy", "Papers", "Notes", "System", "Sheets", "EventLog", "PostgresStore", "Vault", "ReadModel",
        "Ledger", "Reports",
      ]),
    // Programs.
    .target(
      name: "CDemoPast", path: "Fixtures/Demo/Past", exclude: ["until-2024-12-06.jsonl", "until-2025-12-01.jsonl"]),
    .target(
      name: "DemoData", dependencies: ["CDemoPast"], path: "Fixtures/Demo", exclude: ["Past"],
      resources: [.embedInCode("contributions-2025-11.csv"), .embedInCode("story.jsonl")], swiftSettings: settings),
    module(
      "Demo",
      ["DemoData", "Values", "JSONText", "Policy", "Subsidy", "Papers", "System", "EventLog", "Ledger"]),
    .target(
      name: "CheckTools", path: "Fixtures/tools", exclude: ["compare", "soak.py"],
      resources: [.embedInCode("verify.py")], swiftSettings: settings),
    module(
      "Workbench",
      ground + [
        "Policy", "Subsidy", "Papers", "Notes", "System", "Sheets", "EventLog", "Vault", "ReadModel", "Web", "Ledger",
        "Reports", "Catalogue", "Demo",
      ], resources: [.embedInCode("Style/workbench.css"), .embedInCode("Style/workbench.svg")]),
    .executableTarget(
      name: "subsidy-workbench", dependencies: ["Workbench", "Catalogue", "System"], swiftSettings: settings),
    .target(name: "CHandbook"),
    .executableTarget(
      name: "subsidy",
      dependencies: [
        "CHandbook", "Catalogue", "Demo", "CheckTools", "Ledger", "Values", "JSONText", "Policy", "Subsidy", "EventLog",
        "Papers", "Notes", "PostgresStore", "ReadModel", "System", "Sheets", "Vault", "Merkle", "Reports",
      ],
      resources: [.embedInCode("Words/help.tsv")],
      // Its tests look inside; nobody imports a program, so that all others keep what is theirs to themselves.
      swiftSettings: settings + [.unsafeFlags(["-enable-testing"], .when(configuration: .release))]),
    .executableTarget(
      name: "subsidy-bench",
      dependencies: [
        "Demo", "Ledger", "Values", "JSONText", "Policy", "Subsidy", "EventLog", "Papers", "ReadModel", "System",
        "Notes", "PostgresStore",
      ],
      swiftSettings: settings),
    // Tests, and what several of them share.
    .target(name: "SeededRandom", path: "Tests/SeededRandom", swiftSettings: settings),
    .target(name: "FaultSupport", path: "Tests/FaultSupport", swiftSettings: settings),
    .target(name: "WebSupport", dependencies: ["System"], path: "Tests/WebSupport", swiftSettings: settings),
    .target(name: "Extremes", dependencies: ["Values", "JSONText"], path: "Tests/Extremes", swiftSettings: settings),
    .target(
      name: "HistorySupport",
      dependencies: ["Values", "JSONText", "Policy", "Subsidy", "EventLog"],
      path: "Tests/HistorySupport",
      swiftSettings: settings),
    .target(
      name: "TestSupport",
      dependencies: ["Values", "JSONText", "Policy", "Subsidy", "Papers", "SeededRandom"],
      path: "Tests/TestSupport",
      swiftSettings: settings),
    tests(of: "Values", ["SeededRandom"]),
    tests(of: "JSONText", ["Values", "SeededRandom"]),
    tests(of: "System", ["Values", "SeededRandom"]),
    tests(of: "Sheets", ["Values"]),
    tests(of: "Web", ["Values", "Merkle", "System", "SeededRandom", "WebSupport"]),
    tests(
      of: "Workbench",
      ground + [
        "Policy", "Subsidy", "Papers", "System", "Vault", "ReadModel", "Web", "Ledger", "Reports", "Catalogue", "Demo",
        "WebSupport",
      ]),
    tests(of: "Merkle", ["System"]),
    tests(of: "Notes", ["Merkle", "System"]),
    tests(of: "Policy", ["Values", "JSONText", "Merkle", "System", "Extremes", "TestSupport"]),
    tests(of: "Subsidy", ["Values", "JSONText", "Policy", "Papers", "TestSupport", "HistorySupport", "SeededRandom"]),
    // The lines of the log and of what people send, which are the domain's.
    tests("Line", ["Values", "JSONText", "Policy", "Subsidy", "EventLog", "SeededRandom", "Extremes"]),
    tests(of: "EventLog", ground + ["System", "SeededRandom"]),
    tests(of: "Vault", ground + ["System"]),
    // With a server of its own, if there is one and the trait is on.
    tests(
      of: "PostgresStore",
      ground + ["Policy", "Subsidy", "System", "EventLog", "Vault", "Ledger", "SeededRandom"]),
    tests(
      of: "Ledger",
      ground + [
        "Policy", "Subsidy", "Papers", "System", "Sheets", "EventLog", "Vault", "ReadModel", "HistorySupport",
        "SeededRandom",
      ]),
    tests(
      of: "ReadModel",
      ground + ["Policy", "Subsidy", "System", "EventLog", "Ledger", "TestSupport", "SeededRandom"]),
    tests(
      of: "subsidy",
      ground + [
        "Policy", "Subsidy", "Papers", "Notes", "System", "Sheets", "EventLog", "Vault", "ReadModel",
        "Ledger", "Reports", "Catalogue", "Demo", "PostgresStore", "DemoData", "SeededRandom", "Extremes",
        "FaultSupport",
      ]),
    // The program itself, with faults at its system calls.
    tests(
      "Faults",
      [
        "subsidy", "Values", "Merkle", "JSONText", "Policy", "Subsidy", "EventLog", "Notes", "Ledger",
        "SeededRandom", "FaultSupport",
      ]),
    // Faults planted in a past, and an audit that has to find them.
    tests(
      "Audit",
      [
        "Ledger", "Values", "JSONText", "Policy", "Subsidy", "System", "TestSupport", "HistorySupport", "SeededRandom",
      ]),
    // A log folded in parts.
    tests(
      "Fold",
      ground + [
        "Ledger", "Policy", "Subsidy", "System", "EventLog", "TestSupport", "HistorySupport", "SeededRandom",
      ]),
    // The pages for people, and the tool for auditors, against the code.
    tests("Docs", ["Ledger", "ReadModel", "Subsidy", "EventLog", "Merkle", "Values"]),
    // Every rule of the documents by its number: where it is held, and which test says so.
    tests("Rules", ["Values", "JSONText", "Policy", "Subsidy", "Papers", "TestSupport", "HistorySupport"]),
  ],
  swiftLanguageModes: [.v6]
)

// A build with the trait needs no more tests than those that say something of it: SUBSIDY_TESTS names them, apart by commas.
if let named = Context.environment["SUBSIDY_TESTS"] {
  let kept = named.split(separator: ",").map(String.init)
  package.targets.removeAll { $0.type == .test && !kept.contains($0.name) }
}
