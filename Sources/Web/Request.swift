/// A client's request, with the form that it sent.
public struct Request: Sendable {
  /// The method; a `HEAD` is answered as a `GET`, and the server leaves the body out.
  public let method: Method
  /// The parts of the path between its slashes, decoded; none for the path `/`.
  public let segments: [String]
  /// The fields behind the `?`.
  public let query: Fields
  /// The form that was sent; empty before the body was read, as guards see it, and for a route that takes none.
  public internal(set) var form: Form
  /// The address of the caller, in numbers; behind a proxy the one that the proxy names.
  public let remote: String
  private let headers: HeaderFields
  private let cookies: CookieFields

  init(_ head: RequestHead, method: Method) {
    self.method = method
    segments = head.segments
    query = head.query
    form = Form()
    remote = head.remote
    headers = head.headers
    cookies = head.cookies
  }

  /// The path that is asked, without its query.
  public var path: LocalPath { LocalPath(segments: segments) }

  /// The value of a header field that may be there once; nil if it is not.
  ///
  /// - Parameter name: in small letters: `if-none-match`.
  /// - Returns: the value as it was sent.
  /// - Throws: ``Fault/malformed(_:)`` if it occurs twice.
  public func header(_ name: String) throws(Fault) -> String? { try headers.single(name) }

  /// The value of a cookie; nil if the browser sent none of this name, or several.
  public func cookie(_ name: String) -> String? { cookies.single(name) }
}
