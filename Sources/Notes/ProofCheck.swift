public import Merkle

/// Why a well-formed proof proves nothing.
public enum ProofRefusal: Error, Hashable, Sendable {
  /// The hashes do not lead to the expected root.
  case proof(ProofError)
  /// A signature is wrong or missing.
  case signature(SignatureFailure)
  /// The old checkpoint is another log's.
  case otherOrigin(expected: String, actual: String)
  /// The proof begins at another size than the old checkpoint has.
  case otherOldSize(expected: UInt64, actual: UInt64)
  /// A proof of growth says nothing without the old checkpoint.
  case oldCheckpointMissing
  /// A proof that an event is in the log takes no old checkpoint.
  case oldCheckpointUnused
  /// The proof holds no event, so that there is nothing it could be the proof of.
  case eventMissing
}

/// The result of checking a proof.
public struct CheckedProof: Hashable, Sendable {
  /// The two things that can be proven.
  public enum Claim: Hashable, Sendable {
    /// This line is at this index.
    case inclusion(index: UInt64, line: [UInt8])
    /// The log has only grown since this head.
    case consistency(oldSize: UInt64, oldRoot: Digest)
  }

  /// The claim that is proven.
  public let claim: Claim
  /// The head that it is about.
  public let checkpoint: Checkpoint
  /// The known keys that have signed the head.
  public let signers: [VerifierKey]
  /// How many signatures the head has, those of unknown keys included.
  public let signatures: Int
}

extension ProofFile {
  /// Checks signatures and hashes.
  ///
  /// - Parameters:
  ///   - old: the head that the checker kept, for a proof of growth; from size 0 it may be left out.
  ///   - keys: the keys that must have signed the new head. The old one is the checker's own: it need not be signed,
  ///     but a signature by one of the keys must be right.
  ///   - cryptography: checks signatures.
  ///   - hasher: hashes leaves and nodes.
  /// - Returns: the claim that is proven, and its head.
  /// - Throws: ``ProofRefusal``.
  public func checked(
    old: PublishedCheckpoint?, keys: [VerifierKey], by cryptography: some NoteCryptography, hasher: some TreeHasher
  ) throws(ProofRefusal) -> CheckedProof {
    let claim: CheckedProof.Claim
    switch self {
    case .inclusion(let file):
      if old != nil { throw .oldCheckpointUnused }
      claim = try file.claim(hasher)
    case .consistency(let file):
      claim = try file.claim(old?.checkpoint, hasher)
    }
    let signers: [VerifierKey]
    do {
      _ = try old?.signers(among: keys, isRequired: false, by: cryptography)
      signers = try published.signers(among: keys, isRequired: true, by: cryptography)
    } catch {
      throw .signature(error)
    }
    return CheckedProof(
      claim: claim, checkpoint: published.checkpoint, signers: signers,
      signatures: published.note?.signatures.count ?? 0)
  }
}

extension InclusionFile {
  fileprivate func claim(_ hasher: some TreeHasher) throws(ProofRefusal) -> CheckedProof.Claim {
    guard let extra else { throw .eventMissing }
    do {
      try proof.verify(leaf: hasher.leaf(extra, 0..<extra.count), root: published.checkpoint.root, hasher: hasher)
    } catch {
      throw .proof(error)
    }
    return .inclusion(index: proof.index, line: extra)
  }
}

extension ConsistencyFile {
  fileprivate func claim(
    _ old: Checkpoint?, _ hasher: some TreeHasher
  ) throws(ProofRefusal) -> CheckedProof.Claim {
    guard old != nil || proof.oldSize == 0 else { throw .oldCheckpointMissing }
    let new = published.checkpoint
    if let old {
      guard old.origin.utf8.elementsEqual(new.origin.utf8) else {
        throw .otherOrigin(expected: old.origin, actual: new.origin)
      }
      guard old.size == proof.oldSize else { throw .otherOldSize(expected: old.size, actual: proof.oldSize) }
    }
    let oldRoot = old?.root ?? hasher.emptyRoot()
    do {
      try proof.verify(oldRoot: oldRoot, newRoot: new.root, hasher: hasher)
    } catch {
      throw .proof(error)
    }
    return .consistency(oldSize: proof.oldSize, oldRoot: oldRoot)
  }
}
