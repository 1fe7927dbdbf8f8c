import CLinux

/// The memory of this process, which holds private data and keys.
public enum ProcessMemory {
  /// Makes the system write no core file of the process, whatever signal ends it.
  ///
  /// > Source: prctl(2), PR_SET_DUMPABLE.
  public static func forbidDumps() { _ = subsidy_forbid_dumps() }
}
