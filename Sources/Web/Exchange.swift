import Synchronization

/// One request on its way to its answer.
///
/// The network's thread drives it until the form is whole. Then the library leaves the connection alone, and a thread of the
/// route's queue makes the answer; after that the network's thread continues. So no two threads ever drive it at the same time.
final class Exchange: Sendable {
  private enum Stage: Sendable {
    /// The first line has come.
    case begun(target: [UInt8])
    /// The body is being read.
    case receiving(FormReader, Task)
    /// The body is thrown away, and this answer sent behind it.
    case discarding(Response)
    /// A thread makes the answer.
    case working
    /// The answer is there.
    case ready(Response)
    /// The answer was handed over, or the connection was given up.
    case done(Response?)
  }

  /// The work to do once the form is there.
  private struct Task: Sendable {
    let request: Request
    let queue: Queue
    let work: Route.Work
  }

  private struct State {
    var stage: Stage
    var remote: String
    var method: Method?
    var route: String?
    /// The room set aside for its files.
    var share: UploadQuota.Share?
  }

  private let core: ServerCore
  private let connection: Connection
  private let start = ContinuousClock.now
  private let state: Mutex<State>

  init(target: [UInt8], _ connection: Connection, _ core: ServerCore) {
    self.core = core
    self.connection = connection
    state = Mutex(State(stage: .begun(target: target), remote: connection.peer))
  }

  /// The library calls this when the header has come, for each piece of the body, when all has come, and when the connection
  /// continues.
  ///
  /// - Parameters:
  ///   - library: the connection.
  ///   - method: the method's word.
  ///   - version: the protocol's.
  ///   - piece: a piece of the body; none at all in every other call.
  /// - Returns: false if the connection has to be closed.
  func goOn(_ library: LibraryConnection, method: [UInt8], version: [UInt8], piece: [UInt8]) -> Bool {
    let stage = state.withLock { state in
      defer { state.stage = .working }
      return state.stage
    }
    switch stage {
    case .begun(let target): return begin(library.head(target: target, method: method, version: version), library)
    case .receiving(var reader, let task):
      if piece.isEmpty { return hand(task, reader, library) }
      do {
        try reader.feed(piece)
        set(.receiving(reader, task))
      } catch { set(.discarding(page(error))) }
      return true
    case .discarding(let response):
      if piece.isEmpty { return answer(response, library) }
      set(.discarding(response))
      return true
    case .ready(let response): return answer(response, library)
    case .working, .done: return false
    }
  }

  /// Notes the end, whatever its cause.
  func end(isDelivered: Bool) {
    connection.await(.header, within: core.settings.limits.headerTime)
    let record = state.withLock { state in
      state.share = nil
      var sent: Response?
      if case .done(let response) = state.stage { sent = response }
      return RequestRecord(
        remote: state.remote, method: state.method, route: state.route, status: sent?.status,
        bytes: sent?.body?.bytes.count ?? 0, isDelivered: isDelivered && sent != nil, time: .now - start)
    }
    core.settings.log(record)
  }

  private func set(_ stage: Stage) { state.withLock { $0.stage = stage } }

  /// The page of a fault.
  private func page(_ fault: Fault) -> Response {
    .fault(fault, body: core.settings.faultPage(fault))
  }

  private func begin(_ raw: RawHead, _ library: LibraryConnection) -> Bool {
    let framing: Framing
    do { framing = try Framing(raw, core.settings.limits) } catch {
      return answer(page(error).endingConnection(), library)
    }
    let limits = core.settings.limits
    connection.await(.body, within: limits.time(for: framing.bodyLength))
    do {
      let head = try RequestHead(raw, framing, of: core.site, limits, peer: connection.peer)
      switch try prepare(head, framing) {
      case .receive(let reader, let task): set(.receiving(reader, task))
      case .refuse(let response): return refuse(response, framing, library)
      }
      return true
    } catch { return refuse(page(error), framing, library) }
  }

  private enum Preparation {
    case receive(FormReader, Task)
    case refuse(Response)
  }

  /// Finds the route, and asks it for its work and whether it admits the caller.
  private func prepare(_ head: RequestHead, _ framing: Framing) throws(Fault) -> Preparation {
    state.withLock { ($0.remote, $0.method) = (head.remote, head.method) }
    if core.isStopping { throw .unavailable(retryAfter: 5) }
    let route = try core.router.route(head.method, head.segments)
    state.withLock { $0.route = route.pattern }
    guard let method = head.method else { throw .methodNotAllowed(Method.allCases) }
    let request = Request(head, method: method)
    switch route.prepare(request) {
    case .notFound: throw .notFound
    case .refused(let response): return .refuse(response)
    case .answer(let work, let caller):
      if case .upload = route.takes {
        let share = try core.uploads.take(framing.bodyLength, of: caller ?? head.remote)
        state.withLock { $0.share = share }
      }
      return .receive(
        try reader(route.takes, framing), Task(request: request, queue: route.queue, work: work))
    }
  }

  private func reader(_ body: BodyKind, _ framing: Framing) throws(Fault) -> FormReader {
    let (most, limits) = core.settings.bounds(of: body)
    if framing.bodyLength > most { throw .contentTooLarge(limit: most) }
    if framing.bodyLength == 0 { return .empty }
    return try FormReader(contentType: try framing.headers.single("content-type"), limits: limits)
  }

  /// Answers without the form.
  ///
  /// A server that closes a connection with bytes unread resets it, and the sender never sees why: so they are read. Only a
  /// body beyond all measure, and one that the sender has not begun, are not read.
  private func refuse(_ response: Response, _ framing: Framing, _ library: LibraryConnection) -> Bool {
    let isRead = framing.bodyLength <= core.settings.limits.thrownAwayBytes && !framing.waitsForWord
    guard isRead || framing.bodyLength == 0 else { return answer(response.endingConnection(), library) }
    set(.discarding(response))
    return true
  }

  /// Hands the request to its queue.
  private func hand(_ task: Task, _ reader: consuming FormReader, _ library: LibraryConnection) -> Bool {
    var request = task.request
    do { request.form = try reader.finish() } catch { return answer(page(error), library) }
    connection.await(.work, within: nil)
    let whole = request
    // A job may be done before this returns, so the connection is suspended before there is one.
    library.suspend()
    let isTaken = core.submit(task.queue) { [self] in
      set(.ready(respond(task.work, whole)))
      library.resume()
    }
    if !isTaken {
      set(.ready(page(.unavailable(retryAfter: 5))))
      library.resume()
    }
    return true
  }

  private func respond(_ work: Route.Work, _ request: Request) -> Response {
    do { return try work(request) } catch { return page(error) }
  }

  private func answer(_ response: Response, _ library: LibraryConnection) -> Bool {
    let sent = core.isStopping ? response.endingConnection() : response
    connection.await(.answer, within: core.settings.limits.time(for: sent.body?.bytes.count ?? 0))
    let isTaken = library.answer(sent, core.standardFields)
    set(.done(isTaken ? sent : nil))
    return isTaken
  }
}
