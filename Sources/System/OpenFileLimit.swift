import Glibc

/// How many files the program may have open at the same time.
public enum OpenFileLimit {
  /// Raises it to what the system lets the program have: the usual 1,024 is meant for programs that ask with `select`.
  ///
  /// A system that refuses leaves it as it is.
  public static func raise() {
    var limit = rlimit()
    guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
    limit.rlim_cur = limit.rlim_max
    _ = unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
  }
}
