package dev.countersign.audit;

import dev.countersign.audit.EntrySeal.Flaw;
import dev.countersign.audit.EntrySeal.Proof;
import dev.countersign.evidence.EvidenceKeys;
import dev.countersign.evidence.Seal;
import dev.countersign.evidence.SealVerdict;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Vote;
import java.util.List;
import java.util.Optional;

/// Whether entries are one whole chain that this deployment wrote, and votes are its own. A chain
/// that began without seals is none: it may be read and verified, but nothing is decided or
/// executed on it any more.
public final class ChainLinks {
  private final EvidenceKeys keys;

  private ChainLinks(EvidenceKeys keys) {
    this.keys = keys;
  }

  public static ChainLinks under(EvidenceKeys keys) {
    return new ChainLinks(keys);
  }

  /// Whether this deployment wrote down this vote, in this request and just so.
  ///
  /// @param seal the one beside the stored vote; an absent one proves nothing
  public boolean isCast(ProposalId id, Vote vote, Optional<Seal> seal) {
    return seal.map(proof -> VoteSeal.verify(id, vote, proof, keys)).orElse(SealVerdict.FORGED)
        == SealVerdict.GENUINE;
  }

  /// @param entries from the first on
  public Optional<Folding.Broken> whyBroken(ProposalId id, List<AuditEntry> entries) {
    return switch (EntrySeal.prove(id, entries, keys)) {
      case Proof.Keyed _ -> Optional.empty();
      case Proof.Unkeyed _ ->
          Optional.of(
              new Folding.Broken(
                  1, "it was opened by a release without seals; it has to be proposed anew"));
      case Proof.Flawed(int seq, Flaw flaw) -> Optional.of(new Folding.Broken(seq, flaw.words()));
    };
  }
}
