/// An answer.
public struct Response: Sendable {
  /// The bytes that are sent, and their type.
  public struct Body: Hashable, Sendable {
    /// The type: `text/html; charset=utf-8`.
    public let type: String
    /// The bytes.
    public let bytes: [UInt8]

    /// Makes a body.
    public init(type: String, bytes: [UInt8]) {
      precondition(HeaderText.isValue(type), "a type is a line")
      self.type = type
      self.bytes = bytes
    }

    /// A page in UTF-8.
    public static func html(_ bytes: [UInt8]) -> Body { Body(type: "text/html; charset=utf-8", bytes: bytes) }

    /// A text in UTF-8.
    public static func text(_ text: String) -> Body { Body(type: "text/plain; charset=utf-8", bytes: Array(text.utf8)) }
  }

  /// How long the receiver keeps it.
  enum Caching: String, Sendable {
    /// Not at all: it may hold a person's data.
    case never = "no-store"
    /// For ever, by anyone: a file with its hash in its name never changes.
    case forEver = "public, max-age=31536000, immutable"
  }

  /// The status.
  public let status: Status
  /// The body; nil for none.
  public let body: Body?
  let caching: Caching
  private(set) var fields: [(name: String, value: String)] = []
  /// Whether the connection ends with it.
  private(set) var endsConnection = false

  init(_ status: Status, body: Body?, caching: Caching = .never, fields: [(name: String, value: String)] = []) {
    self.status = status
    self.body = body
    self.caching = caching
    self.fields = fields
  }

  /// A page.
  public static func html(_ bytes: [UInt8], status: Status = .ok) -> Response { Response(status, body: .html(bytes)) }

  /// Bytes to be kept as a file.
  ///
  /// - Parameters:
  ///   - bytes: the file.
  ///   - type: its type.
  ///   - name: the file's name.
  /// - Returns: the answer.
  public static func download(_ bytes: [UInt8], type: String, name: String) -> Response {
    let ascii = String(String.UnicodeScalarView(name.unicodeScalars.map { isPlain($0) ? $0 : "_" }))
    // > Source: RFC 6266 section 4.3, RFC 8187 section 3.2.
    let disposition = "attachment; filename=\"\(ascii)\"; filename*=UTF-8''\(PercentCoding.encode(name))"
    return Response(
      .ok, body: Body(type: type, bytes: bytes), fields: [("Content-Disposition", disposition)])
  }

  /// A table in CSV, to be kept as a file.
  public static func csv(_ bytes: [UInt8], name: String) -> Response {
    download(bytes, type: "text/csv; charset=utf-8", name: name)
  }

  /// The result of a form is at another path: the browser asks for it, and a reload asks for it again and sends nothing twice.
  public static func seeOther(_ path: LocalPath) -> Response {
    Response(.seeOther, body: nil, fields: [("Location", path.text)])
  }

  /// The browser's copy is still valid.
  public static func notModified(tag: EntityTag) -> Response {
    Response(.notModified, body: nil, caching: .forEver, fields: [("ETag", tag.text)])
  }

  static func fault(_ fault: Fault, body: Body) -> Response {
    Response(fault.status, body: body, fields: fault.fields)
  }

  /// This answer with a cookie.
  public func setting(_ cookie: Cookie) -> Response { adding("Set-Cookie", cookie.text) }

  /// This answer, which the browser asks for again after so many seconds.
  ///
  /// > Source: WHATWG HTML, 4.2.5.3 (`Refresh`).
  public func refreshing(after seconds: Int) -> Response { adding("Refresh", "\(seconds)") }

  func adding(_ name: String, _ value: String) -> Response {
    var response = self
    response.fields.append((name, value))
    return response
  }

  func endingConnection() -> Response {
    var response = self
    response.endsConnection = true
    return response
  }

  private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
    scalar.isASCII && scalar.value >= 0x20 && scalar.value != 0x7F && !["\"", "\\", "%", "/"].contains(scalar)
  }
}

extension Response {
  /// The header fields of every answer.
  ///
  /// Nothing is fetched from elsewhere, nothing runs, no other site shows a page in a frame or learns the address of one.
  ///
  /// > Source: W3C CSP Level 3; WHATWG HTML (cross-origin opener policy) and Fetch (`Cross-Origin-Resource-Policy`,
  ///   `X-Content-Type-Options`); W3C Referrer Policy; RFC 6797.
  static func standardFields(isSecure: Bool) -> [(name: String, value: String)] {
    [
      (
        "Content-Security-Policy",
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
          + "frame-ancestors 'none'"
      ),
      ("X-Content-Type-Options", "nosniff"),
      ("Cross-Origin-Opener-Policy", "same-origin"),
      ("Cross-Origin-Resource-Policy", "same-origin"),
      ("Referrer-Policy", "no-referrer"),
    ] + (isSecure ? [("Strict-Transport-Security", "max-age=63072000")] : [])
  }
}

/// A path of this server, with its query, as a link has it.
public struct LocalPath: Hashable, Sendable {
  /// The path, percent-encoded, from its first slash on.
  public let text: String

  init(segments: [String]) { text = "/" + segments.map(PercentCoding.encode).joined(separator: "/") }

  private init(text: String) { self.text = text }

  /// The path with fields behind it.
  public func with(_ query: KeyValuePairs<String, String>) -> LocalPath {
    with(Fields(query.map { Fields.Item(name: $0.key, value: $0.value) }))
  }

  /// The path with fields behind it.
  public func with(_ query: Fields) -> LocalPath {
    let fields = query.items.map { "\(PercentCoding.encode($0.name))=\(PercentCoding.encode($0.value))" }
    return fields.isEmpty
      ? self
      : LocalPath(text: text + (text.utf8.contains(UInt8(ascii: "?")) ? "&" : "?") + fields.joined(separator: "&"))
  }
}

/// A tag that distinguishes the versions of a file.
///
/// > Source: RFC 9110 section 8.8.3.
public struct EntityTag: Hashable, Sendable {
  /// The tag in its quotes.
  let text: String

  /// Makes a tag of a hash.
  ///
  /// - Parameter hexadecimal: digits and letters only.
  init(hexadecimal: String) { text = "\"\(hexadecimal)\"" }

  /// Whether a browser that sends this `If-None-Match` has this version.
  func matches(_ field: String) -> Bool {
    field.split(separator: ",").contains { HeaderText.trimmed($0) == text || HeaderText.trimmed($0) == "W/\(text)" }
  }
}

/// A cookie that a browser is to keep as long as it runs, to send back to this server alone, and to show to no script.
///
/// > Source: RFC 6265 section 4.1; draft-ietf-httpbis-rfc6265bis for `SameSite` and the prefix `__Host-`.
public struct Cookie: Hashable, Sendable {
  /// As `Set-Cookie` has it.
  let text: String

  init(name: String, value: String, isSecure: Bool, isRemoved: Bool = false) {
    precondition(HeaderText.isToken(name) && HeaderText.isToken(value.isEmpty ? "-" : value))
    text =
      "\(name)=\(value); Path=/; HttpOnly; SameSite=Strict" + (isSecure ? "; Secure" : "")
      + (isRemoved ? "; Max-Age=0" : "")
  }
}
