/// The methods that this server takes.
///
/// > Source: RFC 9110 section 9.
public enum Method: String, CaseIterable, Hashable, Sendable {
  /// Asks for a page.
  case get = "GET"
  /// Asks for the header of a page.
  case head = "HEAD"
  /// Sends a form.
  case post = "POST"
}

/// The statuses that answers have.
///
/// > Source: RFC 9110 section 15; RFC 6585 for 429 and 431.
public enum Status: UInt32, CaseIterable, Hashable, Sendable {
  /// Here it is.
  case ok = 200
  /// The result of a form is at another path.
  case seeOther = 303
  /// The browser's copy equals the current content.
  case notModified = 304
  /// The request is ill-formed.
  case badRequest = 400
  /// The caller may not.
  case forbidden = 403
  /// There is nothing.
  case notFound = 404
  /// It is not asked so.
  case methodNotAllowed = 405
  /// Something has changed since the form was made.
  case conflict = 409
  /// The body does not say its length.
  case lengthRequired = 411
  /// The body is too long.
  case contentTooLarge = 413
  /// The path with its query is too long.
  case targetTooLong = 414
  /// The body is no form.
  case unsupportedMediaType = 415
  /// Another host is meant.
  case misdirected = 421
  /// A form that was understood and cannot be taken; the answer is the form with what is wrong.
  case unprocessable = 422
  /// Too often.
  case tooManyRequests = 429
  /// The header is too long.
  case headerTooLarge = 431
  /// The program failed.
  case failed = 500
  /// Not now.
  case unavailable = 503
  /// Another HTTP.
  case versionNotSupported = 505

  /// The words of the standard.
  public var reason: String {
    switch self {
    case .ok: "OK"
    case .seeOther: "See Other"
    case .notModified: "Not Modified"
    case .badRequest: "Bad Request"
    case .forbidden: "Forbidden"
    case .notFound: "Not Found"
    case .methodNotAllowed: "Method Not Allowed"
    case .conflict: "Conflict"
    case .lengthRequired: "Length Required"
    case .contentTooLarge: "Content Too Large"
    case .targetTooLong: "URI Too Long"
    case .unsupportedMediaType: "Unsupported Media Type"
    case .misdirected: "Misdirected Request"
    case .unprocessable: "Unprocessable Content"
    case .tooManyRequests: "Too Many Requests"
    case .headerTooLarge: "Request Header Fields Too Large"
    case .failed: "Internal Server Error"
    case .unavailable: "Service Unavailable"
    case .versionNotSupported: "HTTP Version Not Supported"
    }
  }
}
