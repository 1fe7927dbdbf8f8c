import JSONText
import Ledger
import Merkle
import Notes

/// The tables of proofs.
enum ProofTables {
  /// What a proof proves, a row for each figure; the event's line last, where it is wanted.
  static func table(of proof: CheckedProof, withEvent: Bool) -> Table {
    var table = Table([.init("check", .check), .init("value", .value)])
    table.row([.word(.proofOrigin, code: "origin"), .text(proof.checkpoint.origin)])
    switch proof.claim {
    case .inclusion(let index, _):
      table.row([.word(Heading.sequence.text, code: "index"), .text("\(index)")])
    case .consistency(let size, let root):
      table.row([.word(.proofOldSize, code: "oldSize"), .text("\(size)")])
      table.row([.word(.proofOldRoot, code: "oldRoot"), .text(root.description)])
    }
    table.row([.word(.verifiedEvents, code: "size"), .text("\(proof.checkpoint.size)")])
    table.row([.word(.verifiedRoot, code: "root"), .text(proof.checkpoint.root.description)])
    if withEvent, case .inclusion(_, let line) = proof.claim {
      table.row([.word(.proofEvent, code: "event"), .text(String(decoding: line, as: UTF8.self))])
    }
    return table
  }

  /// Writes what a proof proves.
  static func write(_ proof: CheckedProof, to writer: inout JSONWriter) {
    writer.beginObject()
    writer.key("kind")
    switch proof.claim {
    case .inclusion(let index, _):
      writer.value("inclusion")
      writer.field("index", Int64(clamping: index))
    case .consistency(let size, let root):
      writer.value("consistency")
      writer.field("oldSize", Int64(clamping: size))
      writer.field("oldRoot", root.description)
    }
    writer.field("origin", proof.checkpoint.origin)
    writer.field("size", Int64(clamping: proof.checkpoint.size))
    writer.field("root", proof.checkpoint.root.description)
    if case .inclusion(_, let line) = proof.claim {
      writer.field("event", String(decoding: line, as: UTF8.self))
    }
    writer.field("signatures", proof.signatures)
    writer.key("signers")
    writer.beginArray()
    for key in proof.signers { writer.value("\(key.name)+\(key.hexID)") }
    writer.endArray()
    writer.endObject()
  }

  /// Writes how a checkpoint that was kept agrees with the log, and where the proof that fails was kept.
  static func write(_ comparison: KeptComparison, failingProof file: String?, to writer: inout JSONWriter) {
    writer.beginObject()
    writer.field("origin", comparison.kept.origin)
    writer.field("size", Int64(clamping: comparison.kept.size))
    writer.field("root", comparison.kept.root.description)
    writer.key("found")
    if let root = comparison.root { writer.value(root.description) } else { writer.null() }
    writer.field("isPrefix", comparison.isPrefix)
    writer.key("failingProof")
    if let file { writer.value(file) } else { writer.null() }
    writer.endObject()
  }
}
