package dev.countersign.audit;

import dev.countersign.evidence.EvidenceKeys;
import dev.countersign.evidence.Seal;
import dev.countersign.evidence.SealVerdict;
import dev.countersign.evidence.SealedKind;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.JsonObject;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Vote;
import java.time.temporal.ChronoUnit;

/// The seal of a vote covers all that it says and the request that it is cast on.
public final class VoteSeal {
  private static final String VERSION = "countersign-vote/1";

  private VoteSeal() {}

  public static Seal seal(ProposalId request, Vote vote, EvidenceKeys keys) {
    return keys.seal(SealedKind.VOTE, covered(request, vote));
  }

  public static SealVerdict verify(ProposalId request, Vote vote, Seal seal, EvidenceKeys keys) {
    return keys.verify(SealedKind.VOTE, covered(request, vote), seal);
  }

  private static byte[] covered(ProposalId request, Vote vote) {
    JsonObject.Builder said =
        JsonObject.builder()
            .put("v", VERSION)
            .put("request", request.value())
            // As finely as a ledger keeps it.
            .put("at", vote.at().truncatedTo(ChronoUnit.MICROS));
    EventCodec.putVote(said, vote);
    return CanonicalJson.bytes(said.build());
  }
}
