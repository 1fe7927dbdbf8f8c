import SeededRandom
import Synchronization
import System

extension SeededRandom {
  /// Whether something happens that happens once in `odds` times; 0 is never.
  mutating func happens(onceIn odds: Int) -> Bool { odds > 0 && Int.random(in: 0..<odds, using: &self) == 0 }
}

/// The faults of a simulated disk.
struct DiskFaults {
  /// The machine stops before this operation, counted from now; nil for never.
  var stopBefore: Int?
  /// One in so many calls fails with EIO; 0 for none.
  var failing = 0
  /// One in so many writes and reservations finds no space.
  var full = 0
  /// One in so many reads and writes does only a part.
  var short = 0
  /// One in so many synchronisations fails, and marks what it was to write as written.
  var failingSync = 0
  /// The synchronisation of this number, counted from now, fails.
  var failsSync: Int?
  /// Synchronising does nothing and says that it went well.
  var isLying = false
}

/// A disk that remembers which bytes were brought to it for good and which only the system's memory holds.
///
/// When the machine stops, each sector written since the last synchronisation is there, or not, or zeros, or rubbish; each
/// change of a name is there or not. Bytes that were synchronised before are safe, even if they share a sector with later ones.
final class SimulatedDisk: FileNames {
  enum Change {
    case write(offset: Int, [UInt8])
    case resize(Int)
  }

  struct Node {
    var isDirectory = false
    /// The bytes that programs see.
    var bytes: [UInt8] = []
    /// The bytes that a power cut is sure to leave.
    var durable: [UInt8] = []
    /// The changes since the last synchronisation, in order.
    var changes: [Change] = []
    var isLocked = false
  }

  enum Naming {
    case link(String, Int)
    case unlink(String)
    case rename(String, String, Int)
  }

  struct State {
    var nodes: [Node] = [Node(isDirectory: true)]
    var names: [String: Int] = ["/": 0]
    var durableNames: [String: Int] = ["/": 0]
    /// The changes of names since their directory was synchronised.
    var namings: [(directory: String, naming: Naming)] = []
    var random: SeededRandom
    var faults = DiskFaults()
    var operations = 0
    var synchronisations = 0
    var isStopped = false
    /// Handles of a machine that has stopped have no effect.
    var boot = 0
  }

  private let state: Mutex<State>

  init(seed: UInt64) { state = Mutex(State(random: SeededRandom(seed))) }

  var files: FileAccess<SimulatedFile> { FileAccess(self) }

  /// How many calls there were.
  var operations: Int { state.withLock { $0.operations } }
  /// How many synchronisations there were.
  var synchronisations: Int { state.withLock { $0.synchronisations } }
  /// Whether the machine has stopped.
  var isStopped: Bool { state.withLock { $0.isStopped } }

  /// Sets what goes wrong from now on.
  func set(_ faults: DiskFaults) {
    state.withLock {
      $0.faults = faults
      $0.operations = 0
      $0.synchronisations = 0
    }
  }

  /// The bytes that programs see in a file; nil if there is none.
  func bytes(_ path: String) -> [UInt8]? { state.withLock { state in state.names[path].map { state.nodes[$0].bytes } } }

  /// Cuts the power and starts the machine again.
  func crash() { state.withLock { $0.crash() } }

  /// Makes one call: counts it, and lets it go wrong.
  func call<Result: Sendable>(
    _ name: SystemCall, _ path: String, _ body: (inout State) throws(SystemError) -> Result
  ) throws(SystemError) -> Result {
    let result: Swift.Result<Result, SystemError> = state.withLock { state in
      do throws(SystemError) {
        try state.begin(name, path)
        return .success(try body(&state))
      } catch {
        return .failure(error)
      }
    }
    return try result.get()
  }

  /// Does what closing a handle does, which never fails here.
  func release(_ node: Int, boot: Int) {
    state.withLock { if $0.boot == boot { $0.nodes[node].isLocked = false } }
  }

  func status(of path: String) throws(SystemError) -> FileStatus? {
    try call(.stat, path) { state throws(SystemError) in state.names[path].map { state.status($0) } }
  }

  func names(in path: String) throws(SystemError) -> [String] {
    try call(.readdir, path) { state throws(SystemError) in
      guard state.names[path] != nil else { throw .failed(.readdir, path: path, .noSuchFile) }
      return state.names.keys.filter { $0 != "/" && Files.directory(of: $0) == path }
        .map { String($0.dropFirst(path == "/" ? 1 : path.count + 1)) }.sorted()
    }
  }

  func makeDirectory(_ path: String, mode: UInt16) throws(SystemError) {
    try call(.mkdir, path) { state throws(SystemError) in
      if state.names[path] != nil { throw .failed(.mkdir, path: path, .fileExists) }
      try state.link(path, Node(isDirectory: true), .mkdir)
    }
  }

  func rename(_ old: String, to new: String) throws(SystemError) {
    try call(.rename, old) { state throws(SystemError) in
      guard let node = state.names.removeValue(forKey: old) else { throw .failed(.rename, path: old, .noSuchFile) }
      state.names[new] = node
      state.namings.append((Files.directory(of: new), .rename(old, new, node)))
    }
  }

  func remove(_ path: String) throws(SystemError) {
    try call(.unlink, path) { state throws(SystemError) in
      guard state.names.removeValue(forKey: path) != nil else { throw .failed(.unlink, path: path, .noSuchFile) }
      state.namings.append((Files.directory(of: path), .unlink(path)))
    }
  }
}

extension SimulatedDisk.State {
  /// Counts a call and lets it fail if it is its turn.
  mutating func begin(_ name: SystemCall, _ path: String) throws(SystemError) {
    if isStopped { throw .failed(name, path: path, .inputOutput) }
    if faults.stopBefore == operations {
      isStopped = true
      throw .failed(name, path: path, .inputOutput)
    }
    operations += 1
    if name.isSynchronisation { return }
    if random.happens(onceIn: faults.failing) { throw .failed(name, path: path, .inputOutput) }
    let takesSpace = name == .write || name == .fallocate || name == .mkdir
    if takesSpace, random.happens(onceIn: faults.full) { throw .failed(name, path: path, .noSpace) }
  }

  func status(_ node: Int) -> FileStatus {
    FileStatus(size: UInt64(nodes[node].bytes.count), inode: UInt64(node), device: 1)
  }

  mutating func link(_ path: String, _ node: SimulatedDisk.Node, _ call: SystemCall) throws(SystemError) {
    let parent = Files.directory(of: path)
    guard names[parent] != nil else { throw .failed(call, path: path, .noSuchFile) }
    nodes.append(node)
    names[path] = nodes.count - 1
    namings.append((parent, .link(path, nodes.count - 1)))
  }

  /// Brings a file or a directory to the disk, unless it is the turn of a failure or a lie.
  mutating func synchronise(_ node: Int, _ path: String, _ call: SystemCall) throws(SystemError) {
    synchronisations += 1
    if faults.isLying { return }
    let fails = faults.failsSync == synchronisations - 1 || random.happens(onceIn: faults.failingSync)
    if nodes[node].isDirectory {
      let mine = namings.filter { $0.directory == path }
      if fails, !mine.isEmpty { throw .failed(call, path: path, .inputOutput) }
      namings.removeAll { $0.directory == path }
      for change in mine { apply(change.naming) }
    } else if fails {
      // The pages count as written from now on, whatever the disk got of them.
      tear(node)
      throw .failed(call, path: path, .inputOutput)
    } else {
      for change in nodes[node].changes { SimulatedDisk.apply(change, to: &nodes[node].durable) }
      nodes[node].changes = []
    }
  }

  private mutating func apply(_ naming: SimulatedDisk.Naming) {
    switch naming {
    case .link(let path, let node): durableNames[path] = node
    case .unlink(let path): durableNames[path] = nil
    case .rename(let old, let new, let node):
      durableNames[old] = nil
      durableNames[new] = node
    }
  }

  /// Lets each sector that is not synchronised reach the disk, or not, or not as it was.
  private mutating func tear(_ node: Int) {
    for change in nodes[node].changes {
      switch change {
      case .resize: if Bool.random(using: &random) { SimulatedDisk.apply(change, to: &nodes[node].durable) }
      case .write(let offset, let bytes):
        var start = 0
        while start < bytes.count {
          let end = min(bytes.count, start + 512 - (offset + start) % 512)
          var piece = Array(bytes[start..<end])
          switch Int.random(in: 0..<8, using: &random) {
          case 0...1: piece = []
          case 2: piece = [UInt8](repeating: 0, count: piece.count)
          case 3: for place in piece.indices { piece[place] = UInt8.random(in: 0...255, using: &random) }
          case 4: piece = Array(piece.prefix(Int.random(in: 0...piece.count, using: &random)))
          default: break
          }
          SimulatedDisk.apply(.write(offset: offset + start, piece), to: &nodes[node].durable)
          start = end
        }
      }
    }
    nodes[node].changes = []
  }

  mutating func crash() {
    for node in nodes.indices { tear(node) }
    for change in namings where Bool.random(using: &random) { apply(change.naming) }
    namings = []
    // A file in a directory that is not there is not there either.
    names = durableNames.filter { path, _ in
      var parent = Files.directory(of: path)
      while parent != "/" {
        if durableNames[parent] == nil { return false }
        parent = Files.directory(of: parent)
      }
      return true
    }
    durableNames = names
    for node in nodes.indices {
      nodes[node].bytes = nodes[node].durable
      nodes[node].isLocked = false
    }
    isStopped = false
    boot += 1
    faults = DiskFaults()
  }
}

extension SimulatedDisk {
  static func apply(_ change: Change, to bytes: inout [UInt8]) {
    switch change {
    case .resize(let size):
      if size < bytes.count {
        bytes.removeLast(bytes.count - size)
      } else {
        bytes += [UInt8](repeating: 0, count: size - bytes.count)
      }
    case .write(let offset, let piece):
      if piece.isEmpty { return }
      let end = offset + piece.count
      if end > bytes.count { bytes += [UInt8](repeating: 0, count: end - bytes.count) }
      bytes.replaceSubrange(offset..<end, with: piece)
    }
  }
}
