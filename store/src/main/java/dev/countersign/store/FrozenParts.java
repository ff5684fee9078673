package dev.countersign.store;

import dev.countersign.card.RecentlyUsed;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.JsonObject;
import dev.countersign.policy.Ruling;
import dev.countersign.proposal.Action;
import dev.countersign.proposal.AgentId;
import dev.countersign.proposal.Context;
import dev.countersign.proposal.PersonId;
import dev.countersign.proposal.Proposal;
import dev.countersign.proposal.ProposalId;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What was frozen with a proposal, understood once for as long as its bytes stay the same: a
/// request is read about five times on its way. What the database says is read each time and
/// compared to the last byte, so whoever changes a row changes what is read.
final class FrozenParts {
  /// Requests on their way at the same time, and a few more.
  static final int MOST = 512;

  /// Longer ones are understood anew each time; all together so bound what is kept.
  static final int LONGEST_BYTES = 16 * 1_024;

  private final Map<ProposalId, Kept> kept = new RecentlyUsed<>(MOST);

  /// @param proposal what an agent asked for
  /// @param ruling what the policy said of it
  record Frozen(Proposal proposal, Ruling ruling) {}

  private record Kept(RequestRow row, Frozen frozen) {}

  Frozen of(ProposalId id, RequestRow row) {
    Kept known = known(id);
    if (known != null && isSame(known.row(), row)) {
      return known.frozen();
    }
    Frozen frozen = read(id, row);
    if (row.action().length + row.context().length + row.ruling().length <= LONGEST_BYTES) {
      synchronized (kept) {
        kept.put(id, new Kept(row, frozen));
      }
    }
    return frozen;
  }

  private @Nullable Kept known(ProposalId id) {
    synchronized (kept) {
      return kept.get(id);
    }
  }

  /// All columns that [#read] looks at.
  private static boolean isSame(RequestRow one, RequestRow other) {
    return one.id().equals(other.id())
        && one.agent().equals(other.agent())
        && one.owner().equals(other.owner())
        && one.createdAt().equals(other.createdAt())
        && Arrays.equals(one.action(), other.action())
        && Arrays.equals(one.context(), other.context())
        && Arrays.equals(one.ruling(), other.ruling());
  }

  static Frozen read(ProposalId id, RequestRow row) {
    return new Frozen(
        new Proposal(
            id,
            new AgentId(row.agent()),
            new PersonId(row.owner()),
            Action.read(row.action()),
            Context.read(row.context()),
            row.createdAt().toInstant()),
        Ruling.fromJson(object(row.ruling())));
  }

  static JsonObject object(byte[] canonical) {
    if (CanonicalJson.parse(canonical) instanceof JsonObject object) {
      return object;
    }
    throw new IllegalStateException("a stored document is not an object");
  }
}
