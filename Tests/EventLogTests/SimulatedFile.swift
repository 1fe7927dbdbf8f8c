import System

/// An open file of a simulated disk.
struct SimulatedFile: FileHandle, ~Copyable {
  let path: String
  private let disk: SimulatedDisk
  private let node: Int
  private let boot: Int
  private let appends: Bool

  static func open(
    _ path: String, _ flags: OpenFlags, mode: UInt16, on disk: SimulatedDisk
  ) throws(SystemError) -> SimulatedFile {
    let (node, boot) = try disk.call(.open, path) { state throws(SystemError) in
      if let node = state.names[path] {
        if flags.contains([.create, .exclusive]) { throw .failed(.open, path: path, .fileExists) }
        return (node, state.boot)
      }
      guard flags.contains(.create) else { throw .failed(.open, path: path, .noSuchFile) }
      try state.link(path, SimulatedDisk.Node(), .open)
      return (state.nodes.count - 1, state.boot)
    }
    return SimulatedFile(path: path, disk: disk, node: node, boot: boot, appends: flags.contains(.append))
  }

  private init(path: String, disk: SimulatedDisk, node: Int, boot: Int, appends: Bool) {
    self.path = path
    self.disk = disk
    self.node = node
    self.boot = boot
    self.appends = appends
  }

  deinit { disk.release(node, boot: boot) }

  consuming func close() throws(SystemError) {
    // Whatever the kernel had to say it has said when synchronising.
  }

  func readSome(into bytes: inout [UInt8], at start: Int, count: Int, offset: UInt64) throws(SystemError) -> Int {
    let node = node
    let part = try disk.call(.pread, path) { state throws(SystemError) in
      let all = state.nodes[node].bytes
      var end = min(all.count, Int(offset) + count)
      if end > Int(offset) + 1, state.random.happens(onceIn: state.faults.short) {
        end = Int.random(in: Int(offset) + 1..<end, using: &state.random)
      }
      return Int(offset) < end ? Array(all[Int(offset)..<end]) : []
    }
    bytes.replaceSubrange(start..<start + part.count, with: part)
    return part.count
  }

  func readSome(appendingTo output: inout OutputSpan<UInt8>, offset: UInt64) throws(SystemError) {
    var bytes = [UInt8](repeating: 0, count: output.freeCapacity)
    let count = try readSome(into: &bytes, at: 0, count: bytes.count, offset: offset)
    for byte in bytes.prefix(count) { output.append(byte) }
  }

  func writeSome(_ bytes: [UInt8], _ range: Range<Int>, offset: UInt64?) throws(SystemError) -> Int {
    let (node, appends) = (node, appends)
    return try disk.call(offset == nil ? .write : .pwrite, path) { state throws(SystemError) in
      var count = range.count
      if count > 1, state.random.happens(onceIn: state.faults.short) {
        count = Int.random(in: 1..<count, using: &state.random)
      }
      let end = state.nodes[node].bytes.count
      // Only appending and files that are written once from their start are asked for without an offset.
      let place = offset.map { Int($0) } ?? end
      precondition(appends || offset != nil || !state.nodes[node].isDirectory)
      let change = SimulatedDisk.Change.write(
        offset: place, Array(bytes[range.lowerBound..<range.lowerBound + count]))
      SimulatedDisk.apply(change, to: &state.nodes[node].bytes)
      state.nodes[node].changes.append(change)
      return count
    }
  }

  func status() throws(SystemError) -> FileStatus {
    let node = node
    return try disk.call(.stat, path) { state throws(SystemError) in state.status(node) }
  }

  func fileSystemType() throws(SystemError) -> UInt32 { 0xEF53 }

  func truncate(to size: UInt64) throws(SystemError) {
    let node = node
    try disk.call(.ftruncate, path) { state throws(SystemError) in
      SimulatedDisk.apply(.resize(Int(size)), to: &state.nodes[node].bytes)
      state.nodes[node].changes.append(.resize(Int(size)))
    }
  }

  func reserve(_ range: Range<UInt64>) throws(SystemError) {
    try disk.call(.fallocate, path) { _ throws(SystemError) in }
  }

  func synchronize() throws(SystemError) { try synchronize(.fsync) }

  func synchronizeData() throws(SystemError) { try synchronize(.fdatasync) }

  private func synchronize(_ name: SystemCall) throws(SystemError) {
    let (node, path) = (node, path)
    try disk.call(name, path) { state throws(SystemError) in try state.synchronise(node, path, name) }
  }

  func setMode(_ mode: UInt16) throws(SystemError) {
    try disk.call(.fchmod, path) { _ throws(SystemError) in }
  }

  func lock(exclusive: Bool) throws(SystemError) {
    let (node, path) = (node, path)
    try disk.call(.flock, path) { state throws(SystemError) in
      if state.nodes[node].isLocked { throw .lockHeld(path: path) }
      if exclusive { state.nodes[node].isLocked = true }
    }
  }

  func unlock() throws(SystemError) {
    let node = node
    try disk.call(.flock, path) { state throws(SystemError) in state.nodes[node].isLocked = false }
  }
}
