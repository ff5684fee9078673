package dev.countersign.clockwork;

import dev.countersign.clockwork.DueStep.Done;
import dev.countersign.ledger.CardOrders;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.LedgerUnavailableException;
import dev.countersign.ledger.Steps;
import dev.countersign.people.Directory;
import dev.countersign.proposal.ProposalId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Does what time asks for: reminds those who have not decided, asks another group too, ends what
/// nobody decided. Safe to run at the same moment on every replica: the first commit wins.
public final class DueSweep {
  /// How many requests one run looks at; the rest wait for the next.
  static final int BATCH = 200;

  /// How many that cannot be moved are looked past; more of them take their places in the batch.
  static final int MOST_STUCK = 1_000;

  private static final Logger log = LoggerFactory.getLogger(DueSweep.class);

  private final Ledger ledger;
  private final Steps steps;
  private final DueLook look;
  private final Set<ProposalId> stuck = ConcurrentHashMap.newKeySet();

  public DueSweep(Ledger ledger, Steps steps, Directory directory, CardOrders orders) {
    this.ledger = ledger;
    this.steps = steps;
    this.look = new DueLook(directory, orders);
  }

  /// What one run did, in numbers of requests.
  public record Swept(int expired, int reminded, int escalated) {}

  public Swept run() {
    List<Done> done = new ArrayList<>();
    for (ProposalId id : ledger.due(BATCH + stuck.size())) {
      Done here = moved(id);
      here.tell(id);
      done.add(here);
    }
    return new Swept(
        count(done.stream().map(Done::expired).toList()),
        count(done.stream().map(Done::reminded).toList()),
        count(done.stream().map(Done::escalated).toList()));
  }

  private static int count(List<Boolean> done) {
    return (int) done.stream().filter(each -> each).count();
  }

  /// One that cannot be read or moved keeps no other from it; it is told once and tried on.
  private Done moved(ProposalId id) {
    try {
      Done done = steps.run(id, look::at, DueStep::of).orElse(Done.NOTHING);
      stuck.remove(id);
      return done;
    } catch (LedgerUnavailableException e) {
      throw e;
    } catch (RuntimeException e) {
      if (stuck.size() < MOST_STUCK && stuck.add(id)) {
        log.error(
            "{} is due and cannot be moved ({}); run countersign verify",
            id,
            e.getClass().getSimpleName());
      }
      return Done.NOTHING;
    }
  }
}
