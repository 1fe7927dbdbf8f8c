import Values

/// The address of a log in a database: an address for libpq, and the name of the log, `postgresql://host/db?ledger=city`.
///
/// > Source: PostgreSQL 15, section 34.1.1.2, "Connection URIs".
public struct StoreAddress: Hashable, Sendable {
  /// The address for libpq.
  let database: String
  /// The name of the log in the database.
  public let ledger: String

  /// The name of a log that none is given for.
  private static var standardName: String { "ledger" }
  private static var parameter: String { "ledger=" }

  /// Whether a text is meant as an address and not as a folder.
  public static func isMeant(by text: String) -> Bool {
    text.hasPrefix("postgresql://") || text.hasPrefix("postgres://")
  }

  /// Reads an address; nil for what names no log.
  public init?(_ text: String) {
    guard StoreAddress.isMeant(by: text) else { return nil }
    let parts = text.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    var options = parts.count == 2 ? parts[1].split(separator: "&").map(String.init) : []
    let named = options.filter { $0.hasPrefix(StoreAddress.parameter) }
    options.removeAll { $0.hasPrefix(StoreAddress.parameter) }
    guard named.count <= 1 else { return nil }
    let name = named.first.map { String($0.dropFirst(StoreAddress.parameter.count)) } ?? StoreAddress.standardName
    guard Identifier(name) != nil else { return nil }
    ledger = name
    database = parts[0] + (options.isEmpty ? "" : "?" + options.joined(separator: "&"))
  }

  /// The address as messages have it, without user, password and options.
  public var name: String {
    let scheme = database.prefix { $0 != "/" } + "//"
    let place = database.dropFirst(scheme.count).prefix { $0 != "?" }
    let host = place.split(separator: "@", omittingEmptySubsequences: false).last ?? ""
    return "\(scheme)\(host)?\(StoreAddress.parameter)\(ledger)"
  }

  /// A text that distinguishes the log from all others, for the folder that follows it: the place of the server, the database
  /// and the ledger.
  public var identity: String {
    let places = database.split(separator: "?").dropFirst().flatMap { $0.split(separator: "&") }.filter { option in
      ["host=", "hostaddr=", "port=", "dbname=", "service="].contains { option.hasPrefix($0) }
    }
    return ([name] + places.map(String.init).sorted()).joined(separator: " ")
  }
}
