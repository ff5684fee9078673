package dev.countersign.console;

import dev.countersign.proposal.ProposalId;
import dev.countersign.report.RequestLine;
import dev.countersign.report.RequestLines;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Requests as a store tells of them, in memory.
final class RememberedLines implements RequestLines {
  final List<RequestLine> all = new ArrayList<>();

  @Override
  public Page page(ProposalId from, String before, int most) {
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
