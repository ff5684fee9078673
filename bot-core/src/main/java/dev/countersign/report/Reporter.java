package dev.countersign.report;

import dev.countersign.audit.ChainLinks;
import dev.countersign.proposal.ProposalId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/// Walks over the chains, a page at a time, and counts what they tell.
public final class Reporter {
  /// Chains in memory at once.
  static final int PAGE = 100;

  /// An id is made a little before its request is written, by the clock of the replica that makes
  /// it.
  private static final Duration APART = Duration.ofHours(1);

  private final ChainStore store;
  private final ChainLinks links;

  public Reporter(ChainStore store, ChainLinks links) {
    this.store = store;
    this.links = links;
  }

  /// @param since only what was proposed then or later; empty for everything
  /// @param progress told after each page how many requests were read so far
  public QualityReport report(Optional<Instant> since, LongConsumer progress) {
    QualityReport report = new QualityReport();
    Optional<ProposalId> last = since.map(Reporter::justBefore);
    long read = 0;
    List<StoredChain> page;
    do {
      page = store.chainsAfter(last, PAGE);
      page.forEach(chain -> count(report, chain, since));
      last = page.isEmpty() ? last : Optional.of(page.getLast().id());
      read += page.size();
      progress.accept(read);
    } while (page.size() == PAGE);
    return report;
  }

  private static ProposalId justBefore(Instant since) {
    return ProposalId.firstOf(since.minus(APART));
  }

  private void count(QualityReport report, StoredChain chain, Optional<Instant> since) {
    switch (RequestFacts.read(chain, links)) {
      case RequestFacts.Reading.Read(var facts) -> {
        if (since.filter(facts.proposedAt()::isBefore).isEmpty()) {
          report.add(facts);
        }
      }
      case RequestFacts.Reading.NotCounted(var why) -> report.leaveOut(chain.id(), why);
    }
  }
}
