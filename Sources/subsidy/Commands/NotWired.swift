extension CommandContext {
  /// What a command throws whose use case is not connected yet; it goes when the last one is.
  var notWired: CommandFailure { CommandFailure(.bug, .notWired(spec.name)) }
}
