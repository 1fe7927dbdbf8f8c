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
      writer.key("index")
      writer.value(Int64(clamping: index))
    case .consistency(let size, let root):
      writer.value("consistency")
      writer.key("oldSize")
      writer.value(Int64(clamping: size))
      writer.key("oldRoot")
      writer.value(root.description)
    }
    writer.key("origin")
    writer.value(proof.checkpoint.origin)
    writer.key("size")
    writer.value(Int64(clamping: proof.checkpoint.size))
    writer.key("root")
    writer.value(proof.checkpoint.root.description)
    if case .inclusion(_, let line) = proof.claim {
      writer.key("event")
      writer.value(String(decoding: line, as: UTF8.self))
    }
    writer.key("signatures")
    writer.value(proof.signatures)
    writer.key("signers")
    writer.beginArray()
    for key in proof.signers { writer.value("\(key.name)+\(key.hexID)") }
    writer.endArray()
    writer.endObject()
  }

  /// Writes how a checkpoint that was kept agrees with the log.
  static func write(_ comparison: KeptComparison, to writer: inout JSONWriter) {
    writer.beginObject()
    writer.key("origin")
    writer.value(comparison.kept.origin)
    writer.key("size")
    writer.value(Int64(clamping: comparison.kept.size))
    writer.key("root")
    writer.value(comparison.kept.root.description)
    writer.key("found")
    if let root = comparison.root { writer.value(root.description) } else { writer.null() }
    writer.key("isPrefix")
    writer.value(comparison.isPrefix)
    writer.endObject()
  }
}
