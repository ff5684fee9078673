package dev.countersign.breakglass;

import dev.countersign.audit.AuditEntry;
import dev.countersign.audit.AuditFact;
import dev.countersign.audit.EntryType;
import dev.countersign.card.BreakGlassDesk.Told;
import dev.countersign.json.JsonObject;
import dev.countersign.json.WireName;
import dev.countersign.ledger.DamagedRecordException;
import dev.countersign.ledger.LedgerUnavailableException;
import dev.countersign.ledger.RefusedAttempts;
import dev.countersign.ledger.Steps;
import dev.countersign.passkey.Passkey;
import dev.countersign.passkey.StrongerCheck;
import dev.countersign.people.AccountId;
import dev.countersign.people.Person;
import dev.countersign.proposal.ProposalId;
import dev.countersign.refusal.Door;
import dev.countersign.refusal.GlassRefusal;
import dev.countersign.refusal.RefusedAttempt;
import dev.countersign.refusal.RefusedAttempt.NamedPasskey;
import dev.countersign.refusal.RefusedAttempt.Who;
import dev.countersign.refusal.Trace;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers what comes to nothing of break-glass, and leaves the trace of it that [Trace] says: an
/// entry of the deployment, from which operators are told; and of a use that is one of a request, a
/// note in the chain of that, too.
final class GlassRefusals {
  private static final Logger log = LoggerFactory.getLogger(GlassRefusals.class);

  /// So many refusals of one request are written into its chain.
  private static final int MOST_NOTED = 20;

  private final RefusedAttempts attempts;
  private final Steps steps;
  private final GlassMetrics metrics;

  GlassRefusals(RefusedAttempts attempts, Steps steps, GlassMetrics metrics) {
    this.attempts = attempts;
    this.steps = steps;
    this.metrics = metrics;
  }

  /// Somebody who asked for something.
  ///
  /// @param person empty for an account of nobody
  /// @param id of the request, as sent
  record Asking(Door door, AccountId account, Optional<Person> person, String id) {
    private Optional<ProposalId> request() {
      return ProposalId.parse(id);
    }

    private RefusedAttempt refused(GlassRefusal why, Optional<StrongerCheck> check) {
      return RefusedAttempt.of(
          door,
          why,
          new Who(Optional.of(account), person.map(Person::id)),
          check.map(StrongerCheck::passkey).map(NamedPasskey::of),
          request().map(ProposalId::value).orElse(""));
    }
  }

  Told refused(Asking asking, GlassRefusal why) {
    return refused(asking, why, "", Optional.empty());
  }

  /// @param detail for the log; may be empty
  /// @param check that a use came with
  Told refused(Asking asking, GlassRefusal why, String detail, Optional<StrongerCheck> check) {
    metrics.glassRefused(why);
    log.warn(
        "{} on {} asked for by {} and refused: {} {}",
        WireName.of(asking.door()),
        asking.request().map(ProposalId::value).orElse("what is no request"),
        asking.account(),
        WireName.of(why),
        detail);
    if (Trace.of(asking.door(), why) != Trace.NONE
        && attempts.note(asking.refused(why, check))
        && check.isPresent()
        && why != GlassRefusal.RECORD_UNSOUND) { // nothing is written after what no gate wrote
      asking.request().ifPresent(request -> note(request, fact(asking, why, check.get())));
    }
    return GlassWords.refused(why);
  }

  /// The deployment's entry is there already, so this is left out where it cannot be.
  private void note(ProposalId request, AuditFact fact) {
    try {
      steps.runOnChain(
          request,
          (_, chain) -> noted(chain.get()),
          (record, noted) -> GlassStep.refused(record, noted < MOST_NOTED, fact));
    } catch (LedgerUnavailableException | DamagedRecordException e) {
      log.warn("a refused use of break-glass on {} is not noted: {}", request, e.getMessage());
    }
  }

  private static long noted(List<AuditEntry> chain) {
    return chain.stream()
        .filter(entry -> entry.document().text("type").equals(WireName.of(EntryType.GLASS_REFUSED)))
        .count();
  }

  private static AuditFact fact(Asking asking, GlassRefusal why, StrongerCheck check) {
    Passkey passkey = check.passkey();
    return new AuditFact(
        EntryType.GLASS_REFUSED,
        "account:" + asking.account(),
        JsonObject.builder()
            .put("reason", WireName.of(why))
            .put("person", person(asking))
            .put("passkey", passkey.number())
            .build());
  }

  private static @Nullable String person(Asking asking) {
    return asking.person().map(person -> person.id().value()).orElse(null);
  }
}
