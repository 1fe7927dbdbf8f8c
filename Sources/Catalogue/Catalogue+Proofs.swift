package import Ledger
package import Merkle
package import Notes
package import Papers

/// The messages of the commands of checkpoints, proofs and keys.
extension Text {

  package static func noteContent(_ checkpoint: Checkpoint) -> Text {
    Text(
      en: "\(checkpoint.origin.printable), \(checkpoint.size) events, root \(checkpoint.root)",
      zh: "\(checkpoint.origin.printable)，事件 \(checkpoint.size) 个，根哈希 \(checkpoint.root)")
  }

  package static func keyCreated(_ file: String) -> Text {
    Text(
      en: "wrote the private key to \(file.quoted); anyone who has it can sign, so keep it apart from the ledger",
      zh: "私钥已写入 \(file.quoted)；持有者即可签名，请与台账分开保管")
  }

  /// The outcome for a checkpoint that a witness was given.
  package static func witnessed(_ outcome: WitnessOutcome) -> Text {
    let checkpoint = outcome.checkpoint
    let head = noteContent(checkpoint)
    if outcome.isKnown { return Text(en: "kept before: \(head.en)", zh: "此前已留存：\(head.zh)") }
    guard let before = outcome.continues else {
      return Text(
        en: "kept as the first of its log: \(head.en); what it continues is not known here",
        zh: "已留存，为该日志的首个检查点：\(head.zh)；此前情况无从核对")
    }
    return Text(
      en: "kept: \(head.en); it continues the one of \(before) events and with it all that were kept before",
      zh: "已留存：\(head.zh)；与此前留存的 \(before) 个事件及更早的检查点相衔接")
  }

  /// A witness keeps nothing yet.
  package static func witnessKeepsNothing(_ folder: String) -> Text {
    Text(
      en: "\(folder.printable) keeps no checkpoint yet; `--add FILE` gives it the first",
      zh: "\(folder.printable) 尚未留存检查点；请用 `--add FILE` 录入")
  }

  package static func proven(_ proof: CheckedProof) -> Text {
    switch proof.claim {
    case .inclusion(let index, _):
      Text(
        en: "proven: this is event \(index) of the \(proof.checkpoint.size) in the checkpoint",
        zh: "证明成立：该事件是检查点所含 \(proof.checkpoint.size) 个事件中序号为 \(index) 的事件")
    case .consistency(let oldSize, _):
      Text(
        en: "proven: the first \(oldSize) of the \(proof.checkpoint.size) events are those of the old checkpoint",
        zh: "证明成立：\(proof.checkpoint.size) 个事件中的前 \(oldSize) 个与旧检查点一致")
    }
  }

  package static func signedBy(_ proof: CheckedProof) -> Text {
    if proof.signatures == 0 {
      return Text(
        en: "the checkpoint is not signed: compare it with one from another source", zh: "检查点未经签名：请与其他来源的检查点核对")
    }
    if proof.signers.isEmpty {
      return Text(
        en: "no signature was checked (\(proof.signatures) found): give the public key with --vkey",
        zh: "未核验签名（共 \(proof.signatures) 个）：请用 --vkey 给出公钥")
    }
    let names = proof.signers.map { "\($0.name)+\($0.hexID)".printable }.joined(separator: ", ")
    return Text(en: "signed by \(names)", zh: "签名有效：\(names)")
  }

  package static func failingProof(_ file: String, against kept: String, isNew: Bool) -> Text {
    let check = "subsidy audit check-proof \(file.printable) --old \(kept.printable)"
    return isNew
      ? Text(
        en:
          "wrote the proof that fails to \(file.printable); keep it with the checkpoint; `\(check)` shows how it fails",
        zh: "不成立的证明已写入 \(file.printable)；请与检查点一并保存；用 `\(check)` 可重现")
      : Text(
        en: "\(file.printable) holds the proof that fails already; `\(check)` shows how it fails",
        zh: "不成立的证明已存于 \(file.printable)；用 `\(check)` 可重现")
  }

  package static func keptAgrees(_ comparison: KeptComparison) -> Text {
    let size = comparison.kept.size
    guard case .printed(let head) = comparison.kept else {
      return Text(en: "the log begins with the checkpoint of \(size) events", zh: "日志与事件数为 \(size) 的检查点相符")
    }
    let digits = head.root.digits.utf8.count
    let more =
      head.root.isWhole
      ? Text(same: "") : Text(en: "; all \(ShortRoot.allDigits) prove more", zh: "；以全部 \(ShortRoot.allDigits) 位核对更为可靠")
    return Text(
      en: "the log begins with the \(size) events of the paper: \(digits) digits of the root agree",
      zh: "日志与纸面所载 \(size) 条事件相符：根哈希前 \(digits) 位一致") + more
  }
}

extension KeptComparison {
  /// Both heads, if the log does not begin with the kept checkpoint's events.
  package var text: Text {
    let holder: Text
    let digits: String
    switch kept {
    case .checkpoint:
      holder = Text(en: "the checkpoint", zh: "检查点")
      digits = kept.digits
    case .printed(let head):
      holder = Text(en: "the paper", zh: "纸面")
      digits = head.root.grouped
    }
    guard let root else {
      return Text(
        en: "the log is not what was kept: \(holder.en) has \(kept.size) events with the root \(digits), "
          + "the log only \(size) with the root \(head); it was cut back, or restored from an older copy",
        zh: "日志与保存的\(holder.zh)不符：\(holder.zh)有 \(kept.size) 个事件，根哈希 \(digits)；"
          + "日志只有 \(size) 个，根哈希 \(head)；日志被截短，或由旧备份恢复")
    }
    return Text(
      en: "the log is not what was kept: at \(kept.size) events \(holder.en) has the root \(digits), "
        + "the log \(root); the log has now \(size) with the root \(head); it was rewritten, or is another log",
      zh: "日志与保存的\(holder.zh)不符：事件数为 \(kept.size) 时，\(holder.zh)根哈希 \(digits)，日志根哈希 \(root)；"
        + "日志现有 \(size) 个事件，根哈希 \(head)；日志被改写，或不是同一日志")
  }
}

extension WitnessConflict {
  /// Both heads, the proof that fails, and the place of the evidence.
  package var text: Text {
    let why = refusal?.text ?? Text(en: "two logs have this size", zh: "同一事件数出现两个不同的日志")
    return Text(
      en: "the log of \(kept.origin.quoted) does not continue what this witness keeps: kept \(kept.size) events, "
        + "root \(kept.root); given \(found.size) events, root \(found.root); \(why.en); nothing was cosigned; "
        + "what was given is in \(file.printable): keep it with the folder; if both heads are signed, they prove it",
      zh: "\(kept.origin.quoted) 的日志与本见证方留存的检查点不衔接：留存 \(kept.size) 个事件，根哈希 \(kept.root)；"
        + "现收到 \(found.size) 个事件，根哈希 \(found.root)；\(why.zh)；未作见证签名；"
        + "收到的文件已存入 \(file.printable)，请与该目录一并保存；两份检查点如均有签名，即为证据")
  }
}

extension PrintedHead.Fault {
  /// The wording, without a full stop.
  package var text: Text {
    let (fewest, all) = (ShortRoot.fewestDigits, ShortRoot.allDigits)
    switch self {
    case .digits(let found):
      return Text(
        en: "found a root of \(found) digits, expected at least \(fewest) of its \(all); "
          + "give all that the paper has: \(all) prove more",
        zh: "根哈希实为 \(found) 位，应不少于 \(fewest) 位，至多 \(all) 位；请按纸面完整录入，\(all) 位更为可靠")
    case .notHexadecimal:
      return Text(
        en: "found something else than hexadecimal digits behind the size, expected a root as the paper has it, "
          + "`2749 cd93 3be5 0f1a 22bb 9c01`",
        zh: "条数之后含有十六进制数字以外的字符，应按纸面录入根哈希，如 `2749 cd93 3be5 0f1a 22bb 9c01`")
    }
  }
}

/// Why a proof proves nothing.
extension ProofRefusal {
  /// The wording, without a full stop.
  package var text: Text {
    switch self {
    case .proof(let error): error.text
    case .signature(let failure): failure.text
    case .otherOrigin(let expected, let actual):
      Text(
        en: "the old checkpoint is of \(expected.quoted), the proof of \(actual.quoted): these are two logs",
        zh: "旧检查点属于 \(expected.quoted)，证明属于 \(actual.quoted)：不是同一日志")
    case .otherOldSize(let expected, let actual):
      Text(
        en:
          "the old checkpoint has \(expected) events, but the proof begins at \(actual); ask for one from \(expected)",
        zh: "旧检查点有 \(expected) 个事件，证明却从 \(actual) 个起；请索取从 \(expected) 起的证明")
    case .oldCheckpointMissing:
      Text(
        en: "the proof is of growth and needs the checkpoint you kept; give it with --old",
        zh: "该证明须与自行保存的旧检查点对照；请用 --old 给出")
    case .oldCheckpointUnused:
      Text(
        en: "the proof is of one event and has nothing to do with an old checkpoint; leave out --old",
        zh: "该证明针对单个事件，与旧检查点无关；请去掉 --old")
    case .eventMissing:
      Text(
        en:
          "the proof holds no event in `extra`, so there is nothing to check it against; make it with `subsidy audit prove`",
        zh: "证明的 `extra` 中没有事件，无从核验；请用 `subsidy audit prove` 生成")
    }
  }
}

extension ProofError {
  /// The wording, without a full stop.
  package var text: Text {
    switch self {
    case .indexOutsideTree(let index, let size):
      Text(
        en: "the proof fails: there is no event \(index) among \(size)", zh: "证明不成立：\(size) 个事件中没有序号 \(index)")
    case .sizesReversed(let old, let new):
      Text(
        en: "the proof fails: it leads from \(old) events to only \(new)",
        zh: "证明不成立：由 \(old) 个事件变为 \(new) 个，反而减少")
    case .length(let expected, let actual):
      Text(
        en: "the proof fails: it has \(actual) hashes, expected \(expected)",
        zh: "证明不成立：有 \(actual) 个哈希，应为 \(expected) 个")
    case .root(let expected, let actual):
      Text(
        en: "the proof fails: its hashes lead to the root \(actual), the checkpoint has \(expected)",
        zh: "证明不成立：推算的根哈希为 \(actual)，检查点为 \(expected)")
    case .oldRoot(let expected, let actual):
      Text(
        en: "the proof fails: its hashes lead to the old root \(actual), the old checkpoint has \(expected)",
        zh: "证明不成立：推算的原根哈希为 \(actual)，旧检查点为 \(expected)")
    }
  }
}

extension SignatureFailure {
  /// The wording, without a full stop.
  package var text: Text {
    switch self {
    case .invalid(let name, let id):
      Text(
        en: "a signature in the name of \("\(name)+\(id)".quoted) was not made by that key: trust nothing in the file",
        zh: "以 \("\(name)+\(id)".quoted) 名义的签名并非由该密钥作出：文件内容均不可信")
    case .missing(let name, let id):
      Text(
        en: "the checkpoint has no signature by \("\(name)+\(id)".quoted), which must have signed",
        zh: "检查点缺少 \("\(name)+\(id)".quoted) 的签名，该签名必不可少")
    }
  }
}

/// The reason that a text is not a key, checkpoint or proof.
extension NoteError {
  /// The wording, without a full stop.
  package var text: Text {
    let text = kind.text
    if line == 0 { return text }
    return Text(en: "line \(line): \(text.en)", zh: "第 \(line) 行：\(text.zh)")
  }
}

extension NoteError.Kind {
  fileprivate var text: Text {
    switch self {
    case .tooLong: Text(en: "too many bytes for a key, a checkpoint or a proof", zh: "字节过多，不是密钥、检查点或证明")
    case .notUTF8: Text(en: "not UTF-8; take the file as it was made", zh: "编码不是 UTF-8；请使用原文件")
    case .controlCharacter:
      Text(
        en: "a control character, a carriage return perhaps; take the file as it was made",
        zh: "含控制字符，可能是回车符；请使用原文件")
    case .unterminated:
      Text(en: "the last line has no line feed; take the file as it was made", zh: "末行没有换行符；请使用原文件")
    case .noBlankLine:
      Text(en: "no empty line before the signatures or the checkpoint", zh: "签名或检查点之前，缺少空行")
    case .endsEarly: Text(en: "the text ends too early", zh: "内容不完整，提前结束")
    case .signature:
      Text(en: "found no signature, expected `— name base64`", zh: "不是签名，应为 `— 名称 base64`")
    case .tooManySignatures:
      Text(en: "more than \(SignedNote.signatureLimit) signatures", zh: "签名过多，至多 \(SignedNote.signatureLimit) 个")
    case .repeatedSignature: Text(en: "a key has signed twice, expected once", zh: "同一密钥签名两次，应为一次")
    case .name:
      Text(en: "a name needs one character or more, without blanks and `+`", zh: "名称不得为空，不得含空格或 `+`")
    case .origin: Text(en: "the first line of a checkpoint is empty, expected its origin", zh: "检查点首行为空，应为日志名称")
    case .size:
      Text(en: "found no tree size, expected a number without leading zeros", zh: "不是事件数，应为不带前导零的数字")
    case .root: Text(en: "found no root, expected the base64 of 32 bytes", zh: "不是根哈希，应为 32 字节的 base64 编码")
    case .emptyRoot:
      Text(en: "the root of no events is another one", zh: "没有事件时，根哈希不应为此值")
    case .extensionLine:
      Text(
        en: "an empty line or a signature is among the lines of the checkpoint", zh: "检查点各行之中，有空行或签名")
    case .notProof:
      Text(
        en: "found no proof, expected `\(InclusionFile.header)` or `old` and a size",
        zh: "不是证明，应为 `\(InclusionFile.header)` 或 `old` 加事件数")
    case .extra: Text(en: "found no base64 after `extra`", zh: "`extra` 之后，应为 base64 编码")
    case .index:
      Text(en: "found no `index` and number without leading zeros", zh: "应为 `index` 加数字，不带前导零")
    case .oldSize: Text(en: "found no number without leading zeros after `old`", zh: "`old` 之后，应为不带前导零的数字")
    case .hash: Text(en: "found no hash, expected the base64 of 32 bytes", zh: "不是哈希，应为 32 字节的 base64 编码")
    case .tooManyHashes:
      Text(en: "more than \(ProofFile.hashLimit) hashes", zh: "哈希过多，至多 \(ProofFile.hashLimit) 个")
    case .key:
      Text(
        en: "found no key, expected `name+id+base64`, a private one with `PRIVATE+KEY+` before it",
        zh: "不是密钥，应为 `名称+编号+base64`，私钥之前另有 `PRIVATE+KEY+`")
    case .keyID:
      Text(en: "the key's ID is not that of its name and bytes; copy it whole", zh: "密钥编号与其名称和内容不符；请完整复制")
    case .cosignerKey:
      Text(
        en: "a witness's key, which signs for no log; expected one of `subsidy key create` without --witness",
        zh: "该密钥为见证密钥，不能代表日志签名；应为 `subsidy key create` 不带 --witness 生成的密钥")
    case .notCosignerKey:
      Text(
        en: "a log's key, which cosigns nothing; expected one of `subsidy key create --witness`",
        zh: "该密钥为日志签名密钥，不能用于见证；应为 `subsidy key create --witness` 生成的密钥")
    case .keyType:
      Text(en: "a kind of key that cannot be checked here, expected Ed25519", zh: "密钥类型无法核验，应为 Ed25519")
    }
  }
}
