import System

/// A request's header as the network gave it, before anything was checked.
package struct RawHead: Sendable {
  /// The method's word.
  package var method: [UInt8] = []
  /// The path with its query.
  package var target: [UInt8] = []
  /// `HTTP/1.1`.
  package var version: [UInt8] = []
  /// The fields.
  package var fields: [(name: [UInt8], value: [UInt8])] = []
  /// How long all of that is.
  ///
  /// > Units: bytes.
  package var size = 0

  package init() {}

  /// How long it is as every browser and proxy writes it: one blank behind a colon, CR and LF behind a line.
  ///
  /// > Units: bytes.
  package var writtenSize: Int {
    let line = method.count + target.count + version.count + 2
    return fields.reduce(line + 4) { $0 + $1.name.count + $1.value.count + 4 }
  }
}

/// The server as browsers see it.
package struct Site: Sendable {
  /// The authorities that it answers to, in small letters: `localhost:8080`.
  let hosts: [String]
  /// Whether browsers reach it by TLS, its own or a proxy's.
  let isSecure: Bool
  /// Whether a proxy says who asks.
  let isBehindProxy: Bool

  package init(hosts: [String], isSecure: Bool, isBehindProxy: Bool) {
    self.hosts = hosts
    self.isSecure = isSecure
    self.isBehindProxy = isBehindProxy
  }

  /// The scheme that browsers use.
  var scheme: String { isSecure ? "https" : "http" }
}

/// The length of a request, which tells where it ends.
///
/// A request whose end cannot be told ends its connection, because the start of the next one is unknown.
package struct Framing: Sendable {
  let headers: HeaderFields
  /// How long the body is.
  ///
  /// > Units: bytes.
  let bodyLength: Int
  /// Whether the sender waits for the server's word before it sends the body.
  let waitsForWord: Bool

  /// Reads the fields of a header.
  ///
  /// - Throws: ``Fault``.
  package init(_ raw: RawHead, _ limits: Limits) throws(Fault) {
    guard raw.version.elementsEqual("HTTP/1.1".utf8) || raw.version.elementsEqual("HTTP/1.0".utf8) else {
      throw .versionNotSupported
    }
    guard raw.size <= limits.headerBytes, raw.fields.count <= limits.headerFields else { throw .headerTooLarge }
    // The library ends a line at a NUL, and puts a line that continues with a blank (RFC 9112 section 5.2) behind the name of
    // its field: the one shows in the length, the other in the name.
    guard raw.size == raw.writtenSize else { throw .malformed(.framing) }
    var headers = HeaderFields()
    for (name, value) in raw.fields { try headers.append(name: name[...], value: value[...]) }
    guard headers.isPlain("content-length"), headers.isPlain("transfer-encoding") else { throw .malformed(.framing) }
    bodyLength = try Framing.bodyLength(headers)
    waitsForWord = !headers.all("expect").isEmpty
    self.headers = headers
  }

  /// The length of the body.
  ///
  /// Chunked bodies are refused, which a server may do; browsers send none.
  ///
  /// > Source: RFC 9112 section 6.3.
  private static func bodyLength(_ headers: HeaderFields) throws(Fault) -> Int {
    let lengths = headers.all("content-length")
    let isCoded = !headers.all("transfer-encoding").isEmpty
    guard lengths.count <= 1, !(isCoded && !lengths.isEmpty) else { throw .malformed(.framing) }
    if isCoded { throw .lengthRequired }
    guard let text = lengths.first else { return 0 }
    guard (1...15).contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
      let length = Int(text)
    else { throw .malformed(.framing) }
    return length
  }
}

/// A request's header, checked: one that is ill-formed, or of another host or site, does not become one.
package struct RequestHead: Sendable {
  /// The method; nil for one that nothing here is asked by.
  let method: Method?
  /// The parts of the path between its slashes, decoded; none for the path `/`.
  package let segments: [String]
  package let query: Fields
  let headers: HeaderFields
  let cookies: CookieFields
  package let remote: String

  /// Checks a header.
  ///
  /// - Throws: ``Fault``.
  package init(_ raw: RawHead, _ framing: Framing, of site: Site, _ limits: Limits, peer: String) throws(Fault) {
    headers = framing.headers
    let host = try RequestHead.host(headers, site)
    guard raw.target.count <= limits.targetBytes else { throw .targetTooLong }
    (segments, query) = try RequestHead.split(raw.target[...], limits)
    method = Method.allCases.first { raw.method.elementsEqual($0.rawValue.utf8) }
    if method != .get, method != .head { try RequestHead.checkOrigin(headers, "\(site.scheme)://\(host)") }
    cookies = CookieFields(try headers.single("cookie") ?? "")
    let forwarded = site.isBehindProxy ? headers.all("x-forwarded-for").last : nil
    remote = forwarded.flatMap(RequestHead.lastAddress)?.description ?? peer
  }

  /// The host that is asked, one of those that the server is.
  ///
  /// A page of another site whose name was pointed here (DNS rebinding) sends that name.
  private static func host(_ headers: HeaderFields, _ site: Site) throws(Fault) -> String {
    let hosts = headers.all("host")
    guard hosts.count == 1 else { throw .malformed(.host) }
    let host = hosts[0].lowercased()
    guard site.hosts.contains(host) else { throw .misdirected }
    return host
  }

  /// Path and query.
  ///
  /// > Source: RFC 9112 section 3.2.1, the origin form, which browsers and proxies send to a server.
  private static func split(_ target: ArraySlice<UInt8>, _ limits: Limits) throws(Fault) -> ([String], Fields) {
    let parts = target.split(separator: UInt8(ascii: "?"), maxSplits: 1, omittingEmptySubsequences: false)
    guard let path = parts.first, path.first == UInt8(ascii: "/"),
      let query = PercentCoding.fields(parts.dropFirst().first ?? [], atMost: limits.formFields)
    else { throw .malformed(.target) }
    var segments: [String] = []
    if path.count > 1 {
      for part in path.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false) {
        guard let segment = PercentCoding.decode(part, plusIsBlank: false), isSegment(segment) else {
          throw .malformed(.target)
        }
        segments.append(segment)
      }
    }
    return (segments, query)
  }

  private static func isSegment(_ text: String) -> Bool {
    !text.isEmpty && text != "." && text != ".."
      && text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F && $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "\\") }
  }

  /// Whether a page of this site made the request.
  ///
  /// Browsers say so in `Sec-Fetch-Site`. A browser that is too old for that sends the page's origin, but `null` if the page
  /// asked for no referrer, as those of this server do. From such a browser `null` is refused, because a page in a sandbox
  /// sends it too.
  ///
  /// > Source: W3C Fetch Metadata Request Headers section 2.4; WHATWG Fetch, "append a request `Origin` header".
  private static func checkOrigin(_ headers: HeaderFields, _ own: String) throws(Fault) {
    let origin = try headers.single("origin")
    guard let relation = try headers.single("sec-fetch-site") else {
      guard origin == own else { throw .forbidden }
      return
    }
    guard relation == "same-origin", origin == nil || origin == "null" || origin == own else { throw .forbidden }
  }

  /// The address that the nearest proxy added behind all others.
  private static func lastAddress(_ field: String) -> NetworkAddress? {
    field.split(separator: ",").last.flatMap { NetworkAddress(String(HeaderText.trimmed($0))) }
  }
}
