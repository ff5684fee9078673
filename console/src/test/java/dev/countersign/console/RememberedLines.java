package dev.countersign.console;

import dev.countersign.ledger.LedgerUnavailableException;
import dev.countersign.proposal.ProposalId;
import dev.countersign.report.RequestLine;
import dev.countersign.report.RequestLines;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// Requests as a store tells of them, in memory.
final class RememberedLines implements RequestLines {
  final List<RequestLine> all = new ArrayList<>();

  /// So many pages are read before the ledger is away.
  final AtomicInteger left = new AtomicInteger(Integer.MAX_VALUE);

  @Override
  public Page page(ProposalId from, String before, int most) {
    if (left.getAndDecrement() <= 0) {
      throw new LedgerUnavailableException("away");
    }
    List<RequestLine> found =
        all.stream()
            .filter(line -> line.id().value().compareTo(from.value()) >= 0)
            .filter(line -> line.id().value().compareTo(before) < 0)
            .sorted(Comparator.comparing((RequestLine line) -> line.id().value()).reversed())
            .limit(most)
            .toList();
    return new Page(found, found.size(), found.isEmpty() ? "" : found.getLast().id().value());
  }
}
