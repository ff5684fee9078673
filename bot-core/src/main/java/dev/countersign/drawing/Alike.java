package dev.countersign.drawing;

import dev.countersign.card.Run;
import dev.countersign.catalogue.Reading.Meaning;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.policy.Circumstances;
import dev.countersign.policy.Ruling;
import dev.countersign.policy.Stage;
import dev.countersign.proposal.ActionKind;
import dev.countersign.proposal.Message;
import dev.countersign.proposal.RiskLevel;
import dev.countersign.request.RequestState.Pending;
import java.util.List;
import java.util.Optional;

/// Which requests one card may ask about: the one place that says so.
///
/// Of one agent for one party, under the same rules, by one approval of one group, about the same
/// kind of action on the same system with the same fields. They differ in what the fields hold, and
/// that is shown of each. Whatever needs a look of its own has a card of its own: more than medium
/// risk, a message, a revision, an earlier vote, a stronger check, a group that was asked because
/// another did not decide, and anything that the gate warns of.
public final class Alike {
  private Alike() {}

  /// What requests that are alike have in common.
  public record Kind(List<Object> parts) {
    public Kind {
      parts = List.copyOf(parts);
    }
  }

  /// Empty for a request that is asked about alone.
  public static Optional<Kind> of(RequestRecord record) {
    if (!mayStandBesideOthers(record)) {
      return Optional.empty();
    }
    Ruling ruling = record.ruling();
    var proposal = record.proposal();
    var action = proposal.action();
    var context = proposal.context();
    return Optional.of(
        new Kind(
            List.of(
                proposal.agent(),
                proposal.owner(),
                context.onBehalfOf(),
                record.request().conflicted(),
                context.dryRun(),
                context.executionMode(),
                context.blockingCustomer(),
                ruling.policy(),
                ruling.rules(),
                ruling.stages(),
                ruling.readFor(),
                ruling.risk().assessed(),
                ruling.risk().irreversible(),
                ruling.tags(),
                ruling.circumstances().executedHere(),
                ruling.circumstances().executor(),
                ruling.circumstances().reading().map(reading -> reading.operation()),
                ruling.circumstances().reading().flatMap(reading -> reading.reversible()),
                action.targetSystem(),
                action.environment(),
                action.actionType(),
                ActionKind.of(action),
                CommonParts.shape(PendingCard.inBatch(record, _ -> Run.words(""))))));
  }

  private static boolean mayStandBesideOthers(RequestRecord record) {
    Ruling ruling = record.ruling();
    return isDecidable(record)
        && record.request().votes().isEmpty()
        && record.request().revision() == 1
        && record.request().asked().size() == 1
        && ruling.stages().stream().mapToInt(Stage::required).sum() == 1
        && ruling.stages().size() == 1
        && ruling.chatApprove()
        && ruling.risk().assessed().rank() <= RiskLevel.MEDIUM.rank()
        && !(record.proposal().action().changes() instanceof Message)
        && record.proposal().context().undoOf().isEmpty()
        && !isWarnedOf(record);
  }

  /// Whether people may still decide it.
  static boolean isDecidable(RequestRecord record) {
    return record.request().state() instanceof Pending
        && record.now().isBefore(record.request().deadline());
  }

  private static boolean isWarnedOf(RequestRecord record) {
    Circumstances found = record.ruling().circumstances();
    return found.possibleDuplicateOf().isPresent()
        || found.waitingOnTarget().isPresent()
        || record.ruling().sensitiveContent().isPresent()
        || NamedAmounts.contradicting(record).isPresent()
        || found.reading().stream()
            .flatMap(reading -> reading.lines().stream())
            .anyMatch(line -> line.meaning() instanceof Meaning.Unclear)
        || ActionEvidence.isSuspect(record.proposal().action());
  }
}
