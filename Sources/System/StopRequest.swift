import Glibc
import Synchronization

/// The request that the program stop: a SIGINT, SIGTERM or SIGHUP that has come.
///
/// The handler notes it and nothing else. Long work asks at points at which nothing is half done, and stops there: between
/// blocks of the log, entries, persons and files, and while it waits. An append is never stopped half-way, so it counts whole
/// or not at all. A second signal ends the program at once.
public enum StopRequest {
  private static let noted = Atomic<Int32>(0)

  /// Notes these signals from now on, except those that its parent has set to be ignored, as `nohup` does.
  public static func install() {
    // Made before any handler needs it.
    noted.store(0, ordering: .relaxed)
    for signal in [SIGINT, SIGTERM, SIGHUP] {
      var before = sigaction()
      guard unsafe sigaction(signal, nil, &before) == 0, !isIgnored(before) else { continue }
      var action = sigaction()
      unsafe action.__sigaction_handler.sa_handler = { signal in
        if StopRequest.noted.exchange(signal, ordering: .relaxed) != 0 { _exit(128 + signal) }
      }
      // A call that brings bytes to the disk goes on; one that waits for bytes is interrupted by `poll`, which does not go on.
      action.sa_flags = SA_RESTART
      _ = unsafe sigaction(signal, &action, nil)
    }
  }

  private static func isIgnored(_ action: sigaction) -> Bool {
    unsafe unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
  }

  /// Returns if no stop was requested.
  ///
  /// - Throws: ``SystemError/stopped(signal:)``, again and again once a signal has come.
  public static func check() throws(SystemError) {
    let signal = noted.load(ordering: .relaxed)
    if signal != 0 { throw .stopped(signal: signal) }
  }
}
