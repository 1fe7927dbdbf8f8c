import Dispatch
import Synchronization
public import System

/// A server of HTTP/1.1 that runs for as long as this value lives.
///
/// One thread serves the network, some answer requests that only read, and one those that append. To stop the server, end the
/// value's life, as on SIGTERM: then no more connections are taken, requests that have come are answered, and every thread has
/// ended when that returns.
///
/// > Source: RFC 9110, RFC 9112.
public struct HTTPServer: ~Copyable {
  /// The address at which it listens, with the port that the system chose if none was given.
  public let endpoint: Endpoint
  private let core: ServerCore
  private let daemon: Daemon

  /// Starts a server.
  ///
  /// - Parameters:
  ///   - settings: how it is to be.
  ///   - router: the routes.
  /// - Throws: ``ServerError``.
  public init(_ settings: ServerSettings, _ router: Router) throws(ServerError) {
    if case .loopback = settings.exposure, !settings.endpoint.address.isLoopback {
      throw .notLoopback(settings.endpoint)
    }
    let identity = try TLSIdentity(settings.exposure)
    let socket = try ServerError.wrapping { () throws(SystemError) in try ListeningSocket(settings.endpoint) }
    let site = try settings.site(at: socket.endpoint)
    let started = try ServerError.wrapping { () throws(SystemError) in
      try ServerCore(settings, router, site: site)
    }
    daemon = try HTTPServer.start(socket, identity, started)
    core = started
    endpoint = socket.endpoint
  }

  private static func start(
    _ socket: borrowing ListeningSocket, _ identity: TLSIdentity?, _ core: ServerCore
  ) throws(ServerError) -> Daemon {
    do { return try Daemon(socket, identity, core) } catch {
      core.finish()
      throw error
    }
  }

  /// Stops the server, and returns when it has stopped.
  public consuming func stop() {}

  deinit {
    daemon.takeNoMore()
    core.drain()
  }
}

/// The parts that all of a server shares.
final class ServerCore: Sendable {
  let settings: ServerSettings
  let router: Router
  let site: Site
  let standardFields: [(name: String, value: String)]
  let connections = Connections()
  let uploads: UploadQuota
  private let readers: WorkQueue
  private let writer: WorkQueue
  private let stopping = Atomic<Bool>(false)

  init(_ settings: ServerSettings, _ router: Router, site: Site) throws(SystemError) {
    self.settings = settings
    self.router = router
    self.site = site
    standardFields = Response.standardFields(isSecure: site.isSecure)
    uploads = UploadQuota(most: settings.limits.uploadBytesOfCaller)
    readers = try WorkQueue(threads: settings.readers, mostWaiting: settings.limits.waitingRequests)
    do {
      writer = try WorkQueue(threads: 1, mostWaiting: settings.limits.waitingRequests)
    } catch {
      readers.finish()
      throw error
    }
    do { try connections.watch(every: settings.limits.lookEvery) } catch {
      finishQueues()
      throw error
    }
  }

  /// Whether no more requests are taken.
  var isStopping: Bool { stopping.load(ordering: .acquiring) }

  /// Adds a job to a queue; false if it is full, or the server has stopped.
  func submit(_ queue: Queue, _ job: @escaping WorkQueue.Job) -> Bool {
    switch queue {
    case .readers: readers.submit(job)
    case .writer: writer.submit(job)
    }
  }

  /// Waits until every connection has received its answer and has ended.
  ///
  /// The library must not be stopped while a connection is suspended, and an append is never cut short: so it waits without
  /// limit for requests that are being answered.
  func drain() {
    stopping.store(true, ordering: .releasing)
    let time = settings.limits.stopTime
    let end = ContinuousClock.now + time
    let pause = DispatchSemaphore(value: 0)
    while connections.count > 0 {
      let now = ContinuousClock.now
      connections.shutDown { wait in
        switch wait.phase {
        case .header: true
        case .body: now >= end
        // An answer that took long to make still gets its full time.
        case .answer: now >= max(end, wait.since + time)
        case .work: false
        }
      }
      _ = pause.wait(timeout: .now() + .milliseconds(2))
    }
    finish()
  }

  /// Ends all threads but the library's.
  func finish() {
    finishQueues()
    connections.endWatch()
  }

  private func finishQueues() {
    readers.finish()
    writer.finish()
  }
}
