package dev.countersign.drawing;

import dev.countersign.card.RecentlyUsed;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.policy.Ruling;
import dev.countersign.proposal.Proposal;
import dev.countersign.proposal.ProposalId;
import java.util.Map;

/// How many pages the details of a request have, counted once for as long as the proposal and its
/// ruling are the very same objects: a card is drawn about three times on its way, and laying out
/// the pages costs as much as drawing it. A store that reads a row anew has them counted anew.
/// Nothing is kept of what takes more than a page, so that what is kept stays small.
final class PageCounts {
  /// Requests on their way at the same time, and a few more.
  private static final int MOST = 512;

  private final Map<ProposalId, OnePage> kept = new RecentlyUsed<>(MOST);

  private record OnePage(Proposal proposal, Ruling ruling) {
    @SuppressWarnings("ReferenceEquality") // comparing all that they say costs more than counting
    private boolean isOf(RequestRecord record) {
      return proposal == record.proposal() && ruling == record.ruling();
    }
  }

  /// From 1 to [DetailPages#MOST]; 0 where it takes more.
  int of(RequestRecord record) {
    ProposalId id = record.proposal().id();
    synchronized (kept) {
      OnePage known = kept.get(id);
      if (known != null && known.isOf(record)) {
        return 1;
      }
    }
    int pages = DetailPages.count(record);
    if (pages == 1) {
      synchronized (kept) {
        kept.put(id, new OnePage(record.proposal(), record.ruling()));
      }
    }
    return pages;
  }
}
