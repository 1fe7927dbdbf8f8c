import Synchronization

/// How many bytes of files each caller is sending at the same time: they are on the disk before any code looks at them.
final class UploadQuota: Sendable {
  /// The room that a request has set aside, until its last copy is gone.
  final class Share: Sendable {
    private let quota: UploadQuota
    private let caller: String
    private let bytes: Int

    fileprivate init(_ quota: UploadQuota, _ caller: String, _ bytes: Int) {
      (self.quota, self.caller, self.bytes) = (quota, caller, bytes)
    }

    deinit { quota.giveBack(bytes, of: caller) }
  }

  private let most: Int
  private let taken = Mutex<[String: Int]>([:])

  init(most: Int) { self.most = most }

  /// Sets bytes aside; one body alone always has room.
  ///
  /// - Throws: ``Fault/unavailable(retryAfter:)`` for a caller who is sending as much as there may be.
  func take(_ bytes: Int, of caller: String) throws(Fault) -> Share {
    let isTaken = taken.withLock { taken in
      let before = taken[caller] ?? 0
      guard before == 0 || before + bytes <= most else { return false }
      taken[caller] = before + bytes
      return true
    }
    guard isTaken else { throw .unavailable(retryAfter: 5) }
    return Share(self, caller, bytes)
  }

  private func giveBack(_ bytes: Int, of caller: String) {
    taken.withLock { taken in
      let left = (taken[caller] ?? 0) - bytes
      taken[caller] = left > 0 ? left : nil
    }
  }
}
