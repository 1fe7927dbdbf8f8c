import Glibc

/// Threads of the program's own.
public enum Threads {
  /// How many threads the machine can run at the same time.
  public static var available: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

  /// The most that a caller may ask for: beyond a machine's processors, more of them only take memory.
  public static var most: Int { 1_024 }

  /// Works on the parts of a list with several threads.
  ///
  /// - Parameters:
  ///   - count: how many elements the list has.
  ///   - size: how many of them a part has; the last one may have fewer.
  ///   - threads: how many threads work at the same time.
  ///   - work: works on a part, given as its range in the list.
  /// - Returns: the results in the order of the parts, the same whatever the number of threads.
  /// - Throws: ``SystemError`` if the system gives no thread.
  public static func results<Output: Sendable>(
    ofParts count: Int, each size: Int, threads: Int = available,
    _ work: @escaping @Sendable (Range<Int>) -> Output
  ) throws(SystemError) -> [Output] {
    let parts = stride(from: 0, to: count, by: size).map { $0..<min($0 + size, count) }
    let crew = try WorkCrew(threads: min(threads, parts.count), work)
    defer { crew.close() }
    var results: [Output] = []
    results.reserveCapacity(parts.count)
    crew.forEachResult(of: parts) { results.append($0) }
    return results
  }

  private final class Work {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }

  /// Runs a body on a new thread.
  ///
  /// - Throws: ``SystemError`` if the system gives no thread.
  public static func start(_ body: @escaping @Sendable () -> Void) throws(SystemError) {
    var thread = pthread_t()
    let work = unsafe Unmanaged.passRetained(Work(body))
    let result = unsafe pthread_create(
      &thread, nil,
      { pointer in
        guard let pointer = unsafe pointer else { return nil }
        unsafe Unmanaged<Work>.fromOpaque(pointer).takeRetainedValue().body()
        return nil
      }, work.toOpaque())
    guard result == 0 else {
      unsafe work.release()
      throw .failed(.createThread, path: "", Errno(code: result))
    }
    pthread_detach(thread)
  }
}
