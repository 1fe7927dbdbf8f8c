/// The threads that answer a request.
public enum Queue: CaseIterable, Hashable, Sendable {
  /// By one of several threads at the same time: for requests that only read.
  case readers
  /// By the one thread that answers such requests one after the other, in their order: for requests that append.
  case writer
}

/// The kind of body that a route takes.
public enum BodyKind: Hashable, Sendable {
  /// Nothing: a request with a body is refused.
  case nothing
  /// A form without files.
  case form
  /// A form with files, each of at most so many bytes.
  case upload(atMost: Int)
}

/// The rule for who may use a route, and the identity of the caller.
///
/// A route declares its guard, and its answer begins with the caller that the guard has identified: a route for signed-in users
/// cannot be written without a guard that identifies them.
public struct Guard<Caller: Sendable>: Sendable {
  /// A guard's decision about a request.
  public enum Admission: Sendable {
    /// It proceeds, made by this caller.
    case admitted(Caller)
    /// It gets this answer instead; its body is discarded.
    case refused(Response)
  }

  let admit: @Sendable (Request) -> Admission
  let confirm: @Sendable (Caller, Request) throws(Fault) -> Void
  let name: @Sendable (Caller) -> String?

  /// Declares a guard.
  ///
  /// - Parameters:
  ///   - admit: is asked when the header has come, so that no files are taken from callers who may not send any. It is asked on
  ///     the thread that serves all connections: it looks only at memory.
  ///   - confirm: is asked once more when the form has come; an error that it throws is the answer.
  ///   - name: the owner of the files that a caller sends, so that no one sends too many at once; nil to go by the address.
  public init(
    admit: @escaping @Sendable (Request) -> Admission,
    confirm: @escaping @Sendable (Caller, Request) throws(Fault) -> Void = { _, _ in },
    name: @escaping @Sendable (Caller) -> String? = { _ in nil }
  ) {
    self.admit = admit
    self.confirm = confirm
    self.name = name
  }
}

extension Guard<Void> {
  /// Admits everyone.
  public static var everybody: Guard<Void> { Guard(admit: { _ in .admitted(()) }) }
}

/// One kind of request: its method, its path, its callers, and the code that answers it.
public struct Route: Sendable {
  /// Answers a request once its form is there.
  typealias Work = @Sendable (Request) throws(Fault) -> Response

  /// A route's decision about a request's header.
  enum Preparation: Sendable {
    case answer(Work, by: String?)
    case refused(Response)
    case notFound
  }

  let method: Method
  /// The path as it was declared: the log has it in place of the path that was asked.
  let pattern: String
  /// Its paths, as ``PathPattern/spelled``.
  let spelled: [String]
  let queue: Queue
  let takes: BodyKind
  let literals: Int
  let hasForm: @Sendable ([String]) -> Bool
  let prepare: @Sendable (Request) -> Preparation

  /// Declares a page.
  ///
  /// - Parameters:
  ///   - path: its path.
  ///   - caller: the guard of its readers.
  ///   - queue: the threads that answer it.
  ///   - respond: answers, given the request, the caller, and the values in the path.
  /// - Returns: the route.
  public static func get<Caller: Sendable, each Parameter: PathParameter>(
    _ path: PathPattern<repeat each Parameter>, for caller: Guard<Caller>, on queue: Queue = .readers,
    respond: @escaping @Sendable (Request, Caller, repeat each Parameter) throws(Fault) -> Response
  ) -> Route {
    Route(.get, path, caller, queue, .nothing, respond)
  }

  /// Declares what a form is sent to.
  ///
  /// - Parameters:
  ///   - path: its path.
  ///   - caller: the guard of its senders.
  ///   - queue: the threads that answer it.
  ///   - body: the kind of body sent.
  ///   - respond: answers, given the request, the caller, and the values in the path.
  /// - Returns: the route.
  public static func post<Caller: Sendable, each Parameter: PathParameter>(
    _ path: PathPattern<repeat each Parameter>, for caller: Guard<Caller>, on queue: Queue,
    taking body: BodyKind = .form,
    respond: @escaping @Sendable (Request, Caller, repeat each Parameter) throws(Fault) -> Response
  ) -> Route {
    Route(.post, path, caller, queue, body, respond)
  }

  private init<Caller: Sendable, each Parameter: PathParameter>(
    _ method: Method, _ path: PathPattern<repeat each Parameter>, _ caller: Guard<Caller>, _ queue: Queue,
    _ body: BodyKind, _ respond: @escaping @Sendable (Request, Caller, repeat each Parameter) throws(Fault) -> Response
  ) {
    self.method = method
    pattern = path.text
    spelled = path.spelled
    self.queue = queue
    takes = body
    literals = path.literals
    hasForm = { path.hasForm($0) }
    prepare = { request in
      guard let values = path.values(in: request.segments) else { return .notFound }
      switch caller.admit(request) {
      case .refused(let response): return .refused(response)
      case .admitted(let found):
        let work: Work = { request throws(Fault) in
          try caller.confirm(found, request)
          return try respond(request, found, repeat each values)
        }
        return .answer(work, by: caller.name(found))
      }
    }
  }
}

/// Everything that can be asked.
public struct Router: Sendable {
  private let routes: [Route]

  /// The requests that can be made, in order: the method and the path, with a name in braces for a value out of many.
  package var spelled: [String] {
    routes.flatMap { route in route.spelled.map { "\(route.method.rawValue) \($0)" } }.sorted()
  }

  /// Makes a table of routes.
  ///
  /// - Parameter routes: all of them; no two have the same method and form of path.
  public init(_ routes: [Route]) {
    let forms = routes.map { route in
      [route.method.rawValue] + route.pattern.split(separator: "/").map { $0.hasPrefix("{") ? "{}" : String($0) }
    }
    precondition(Set(forms).count == forms.count, "a route is declared once")
    self.routes = routes
  }

  /// The route of a request.
  ///
  /// - Throws: ``Fault/notFound`` if no route has the path, ``Fault/methodNotAllowed(_:)`` if only other methods do.
  func route(_ method: Method?, _ segments: [String]) throws(Fault) -> Route {
    let there = routes.filter { $0.hasForm(segments) }
    guard let most = there.map(\.literals).max() else { throw .notFound }
    let meant = there.filter { $0.literals == most }
    if let method, let route = meant.first(where: { $0.method == (method == .head ? .get : method) }) { return route }
    throw .methodNotAllowed(Method.allCases.filter { asked in meant.contains { Router.answers($0, asked) } })
  }

  private static func answers(_ route: Route, _ method: Method) -> Bool {
    switch method {
    case .get, .head: route.method == .get
    case .post: route.method == .post
    }
  }
}
