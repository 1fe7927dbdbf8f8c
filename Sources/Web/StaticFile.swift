import Merkle
import System

/// Files that never change under their names, as each name holds the file's hash: style sheets, pictures.
public struct StaticFiles: Sendable {
  /// One of them.
  public struct File: Sendable {
    /// The path at which browsers get it.
    public let path: LocalPath
    fileprivate let name: String
    fileprivate let tag: EntityTag
    fileprivate let response: Response

    /// Makes a file.
    ///
    /// - Parameters:
    ///   - name: the part before the hash: `style`.
    ///   - suffix: the part behind it: `css`.
    ///   - type: `text/css; charset=utf-8`.
    ///   - bytes: the file.
    public init(name: String, suffix: String, type: String, bytes: [UInt8]) {
      let hash = SHA256.hash(bytes).description
      self.name = "\(name).\(hash.prefix(32)).\(suffix)"
      path = StaticFiles.pattern(self.name)
      tag = EntityTag(hexadecimal: hash)
      response = Response(
        .ok, body: Response.Body(type: type, bytes: bytes), caching: .forEver, fields: [("ETag", tag.text)])
    }
  }

  private static var pattern: PathPattern<String> { PathPattern("/static/{file}", String.self) }

  /// Answers for all of them.
  public let route: Route

  /// Serves files.
  public init(_ files: [File]) {
    let named = Dictionary(uniqueKeysWithValues: files.map { ($0.name, $0) })
    route = .get(StaticFiles.pattern, for: .everybody) { request, _, name throws(Fault) in
      guard let file = named[name] else { throw .notFound }
      guard let known = try request.header("if-none-match"), file.tag.matches(known) else { return file.response }
      return .notModified(tag: file.tag)
    }
  }
}
