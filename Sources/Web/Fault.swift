/// The ways in which a request can be ill-formed.
public enum BadRequest: Hashable, Sendable {
  /// The end of its body can be read in two ways, which is how requests are smuggled past a proxy.
  ///
  /// > Source: RFC 9112 sections 6.3 and 11.2.
  case framing
  /// A header field has a name that is no token, a control character, no UTF-8, or occurs twice though it may occur once.
  case headerField
  /// The path or the query is not percent-encoded UTF-8, or the path has a segment that is empty, `.` or `..`.
  case target
  /// There is not exactly one `Host`.
  case host
  /// The body is no form of its declared type, or is cut short.
  case form
  /// A field that the form must have is not there.
  case missingField(String)
  /// A field that the form may have once occurs more often.
  case repeatedField(String)
}

/// Why a request does not get the answer that it asks for; each reason has one status.
public enum Fault: Error, Hashable, Sendable {
  /// The request is ill-formed.
  case malformed(BadRequest)
  /// The caller may not, the form's token is not the session's, or the form is another site's.
  case forbidden
  /// There is nothing at this path.
  case notFound
  /// The path does not take this method; it takes these.
  case methodNotAllowed([Method])
  /// The body does not say its length beforehand.
  case lengthRequired
  /// The body, or a part of it, is longer than it may be.
  ///
  /// > Units: bytes.
  case contentTooLarge(limit: Int)
  /// The path with its query is longer than it may be.
  case targetTooLong
  /// The body is of a type that forms do not have.
  case unsupportedMediaType
  /// The request is meant for a host that this server is not: a name of another party that points here.
  case misdirected
  /// The caller has asked too often, and may again after this time.
  ///
  /// > Units: seconds.
  case tooManyRequests(retryAfter: Int)
  /// The header is longer than it may be, or has too many fields.
  case headerTooLarge
  /// The program failed.
  case failed
  /// The server has more work than it can do, or is stopping; the request may be made again after this time.
  ///
  /// > Units: seconds.
  case unavailable(retryAfter: Int)
  /// It is neither HTTP/1.1 nor HTTP/1.0.
  case versionNotSupported

  /// The status that says so.
  ///
  /// > Source: RFC 9110 section 15, RFC 6585.
  public var status: Status {
    switch self {
    case .malformed: .badRequest
    case .forbidden: .forbidden
    case .notFound: .notFound
    case .methodNotAllowed: .methodNotAllowed
    case .lengthRequired: .lengthRequired
    case .contentTooLarge: .contentTooLarge
    case .targetTooLong: .targetTooLong
    case .unsupportedMediaType: .unsupportedMediaType
    case .misdirected: .misdirected
    case .tooManyRequests: .tooManyRequests
    case .headerTooLarge: .headerTooLarge
    case .failed: .failed
    case .unavailable: .unavailable
    case .versionNotSupported: .versionNotSupported
    }
  }

  /// The header fields that belong to the status.
  var fields: [(name: String, value: String)] {
    switch self {
    case .methodNotAllowed(let methods): [("Allow", methods.map(\.rawValue).joined(separator: ", "))]
    case .tooManyRequests(let seconds), .unavailable(let seconds): [("Retry-After", "\(seconds)")]
    case .malformed, .forbidden, .notFound, .lengthRequired, .contentTooLarge, .targetTooLong, .unsupportedMediaType,
      .misdirected, .headerTooLarge, .failed, .versionNotSupported:
      []
    }
  }
}
