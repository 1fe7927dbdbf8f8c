public import System

/// Who can reach the server, and how.
public enum Exposure: Sendable {
  /// Only programs of this machine, by plain HTTP: the endpoint must be a loopback address.
  case loopback
  /// Every client, by TLS 1.2 or 1.3.
  ///
  /// - Parameters:
  ///   - certificate: the path of the certificates in PEM, the server's own first.
  ///   - key: the path of the private key in PEM, which only its owner may read.
  case tls(certificate: String, key: String)
  /// A proxy that speaks TLS with browsers and plain HTTP with this server, and that no client can bypass.
  ///
  /// It sets `X-Forwarded-For` to the caller's address, or adds that as the last, and leaves `Host` as it came.
  case behindProxy

  /// Whether browsers reach the server by TLS.
  public var isSecure: Bool {
    switch self {
    case .loopback: false
    case .tls, .behindProxy: true
    }
  }
}

/// The limits of what the server takes, and of how long it waits.
public struct Limits: Sendable {
  /// The path with its query.
  ///
  /// > Units: bytes.
  public var targetBytes = 4_096
  /// The header, at most half of what the library keeps for a connection; beyond that it refuses by itself.
  ///
  /// > Units: bytes.
  public var headerBytes = 16 << 10
  /// The header's fields.
  public var headerFields = 64
  /// The texts of a form, all together.
  ///
  /// > Units: bytes.
  public var formBytes = 256 << 10
  /// The fields of a form or of a query.
  public var formFields = 1_000
  /// The files of a form.
  public var uploads = 1
  /// The bodies with files that one caller sends at the same time, all together; one alone may be longer.
  ///
  /// > Units: bytes.
  public var uploadBytesOfCaller = 192 << 20
  /// How much of a body that is too long is read and thrown away, so that the sender reads the reason; a longer one is not read
  /// at all.
  ///
  /// > Units: bytes.
  public var thrownAwayBytes = 64 << 20
  /// Connections in all.
  public var connections: UInt32 = 400
  /// Connections of one address; a proxy has all of them.
  public var connectionsOfAddress: UInt32 = 300
  /// Requests that wait for a thread, in each queue.
  public var waitingRequests = 1_000
  /// How long a header may take, from the connection's beginning or the last answer on.
  public var headerTime = Duration.seconds(15)
  /// How long a body or an answer may take, whatever its length.
  public var bodyTime = Duration.seconds(10)
  /// And how much longer for each 100 KB of it.
  public var bodyTimePer100KB = Duration.seconds(1)
  /// How often the server looks for late clients.
  public var lookEvery = Duration.milliseconds(250)
  /// How long a stop waits for a body or an answer that is under way; requests that are being answered it always waits for.
  public var stopTime = Duration.seconds(10)

  /// The limits of an office's server.
  public init() {}

  /// How long so many bytes may take.
  func time(for bytes: Int) -> Duration { bodyTime + bodyTimePer100KB * (Double(bytes) / 100_000) }
}

/// How a server is to be.
public struct ServerSettings: Sendable {
  /// The address at which it listens.
  public var endpoint: Endpoint
  /// Who can reach it.
  public var exposure = Exposure.loopback
  /// The authorities that browsers ask, such as `ledger.example` or `ledger.example:8443`; for a server on a loopback address
  /// they need not be given.
  public var hosts: [String] = []
  /// How many threads answer requests that only read.
  public var readers = 2
  /// The limits of requests.
  public var limits = Limits()
  /// The folder on whose file system uploads are kept; nil for the one of temporary files.
  public var uploadFolder: String?
  /// The content of a fault's page.
  public var faultPage: @Sendable (Fault) -> Response.Body = { .text("\($0.status.rawValue) \($0.status.reason)\n") }
  /// Receives every request that was answered or cut.
  public var log: @Sendable (RequestRecord) -> Void = { _ in }

  /// Makes settings for a server of this machine.
  public init(endpoint: Endpoint = Endpoint(.loopback, port: 8_080)) { self.endpoint = endpoint }

  /// The server as browsers see it, once it listens.
  func site(at endpoint: Endpoint) throws(ServerError) -> Site {
    var hosts = self.hosts.map { $0.lowercased() }
    if hosts.isEmpty {
      guard case .loopback = exposure else { throw .noHosts }
      hosts = ["\(endpoint)", "localhost:\(endpoint.port)"]
    }
    var isBehindProxy = false
    if case .behindProxy = exposure { isBehindProxy = true }
    return Site(hosts: hosts, isSecure: exposure.isSecure, isBehindProxy: isBehindProxy)
  }
}

/// Why a server did not start.
public enum ServerError: Error, Hashable, Sendable {
  /// The system did not do what was asked.
  case system(SystemError)
  /// Others could reach it, and neither TLS nor a proxy was set.
  case notLoopback(Endpoint)
  /// Others may read the private key.
  case keyNotPrivate(path: String)
  /// It was not said what browsers call it.
  case noHosts
  /// The library did not start: the certificate or the key is none, or they do not belong together.
  case notStarted

  static func wrapping<Result: ~Copyable>(
    _ body: () throws(SystemError) -> Result
  ) throws(ServerError) -> Result {
    do { return try body() } catch { throw .system(error) }
  }
}

/// A line of the log about a request: no query, no form, no name of a person; not even the path, but the route's pattern.
public struct RequestRecord: Hashable, Sendable {
  /// The address of the caller.
  public let remote: String
  /// The method; nil if it is not one of those that are taken, or none was read.
  public let method: Method?
  /// The route's path as it was declared; nil if there is none.
  public let route: String?
  /// The status of the answer; nil if none was sent.
  public let status: Status?
  /// The length of the answer's body.
  ///
  /// > Units: bytes.
  public let bytes: Int
  /// Whether all of the answer went out.
  public let isDelivered: Bool
  /// How long it took, from the first line on.
  public let time: Duration

  /// The line of a log: `127.0.0.1 GET /persons/{person} 200 44102 3ms`.
  public var line: String {
    let status = status.map { "\($0.rawValue)" } ?? "cut"
    return "\(remote) \(method?.rawValue ?? "-") \(route ?? "-") \(status) \(bytes) \(Int(time / .milliseconds(1)))ms"
      + (isDelivered || self.status == nil ? "" : " undelivered")
  }
}

extension ServerSettings {
  /// How long a body of a kind may be, and what is read of it.
  func bounds(of body: BodyKind) -> (most: Int, limits: FormLimits) {
    var (uploads, uploadBytes) = (0, 0)
    switch body {
    case .nothing: return (0, limits(uploads: 0, uploadBytes: 0))
    case .form: break
    case .upload(let most): (uploads, uploadBytes) = (limits.uploads, most)
    }
    // The bytes between the parts of a form are at most as many as those of its texts.
    return (limits.formBytes * 2 + uploads * uploadBytes, limits(uploads: uploads, uploadBytes: uploadBytes))
  }

  private func limits(uploads: Int, uploadBytes: Int) -> FormLimits {
    FormLimits(
      textBytes: limits.formBytes, fields: limits.formFields, uploadBytes: uploadBytes, uploads: uploads,
      uploadFolder: uploadFolder)
  }
}
