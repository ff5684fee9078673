package dev.countersign.grant;

import static java.util.stream.Collectors.toSet;

import dev.countersign.audit.AuditEntry;
import dev.countersign.audit.ChainFold;
import dev.countersign.audit.ChainLinks;
import dev.countersign.audit.Folding;
import dev.countersign.audit.Folding.Folded;
import dev.countersign.audit.ShownCard;
import dev.countersign.json.Json;
import dev.countersign.json.JsonObject;
import dev.countersign.ledger.IssuedGrant;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.ledger.Soundness;
import dev.countersign.ledger.UnsoundRecordException;
import dev.countersign.policy.Ruling;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.RequestEvent.GrantIssued;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Whether the rows of a request are what its authentic entries say. Rows alone prove nothing:
/// whoever holds the database can write any of them, but no entry, because an entry carries a MAC
/// under a key that the database does not have; each vote carries one of its own.
public final class RecordProof implements Soundness {
  private final ChainLinks chain;

  /// @param chain tells whether a chain is whole, linked and authentic
  public RecordProof(ChainLinks chain) {
    this.chain = chain;
  }

  /// What a look at the rows gives.
  public sealed interface Finding {
    /// @param folded what the entries say, and so do the rows
    record Sound(Folded folded) implements Finding {}

    /// @param place which row or entry; never a stored body
    record Unsound(String place, String why) implements Finding {}
  }

  @Override
  public void require(RequestRecord record, List<AuditEntry> entries) {
    if (of(record, entries) instanceof Finding.Unsound(var place, var why)) {
      throw new UnsoundRecordException(record.request().id(), place, why);
    }
  }

  /// @param entries the whole chain, read at the same moment as the record or later
  public Finding of(RequestRecord record, List<AuditEntry> entries) {
    // Later entries are of later steps: the commit that follows would be overtaken anyway.
    List<AuditEntry> seen =
        entries.stream().filter(entry -> entry.seq() <= record.head().seq()).toList();
    if (seen.isEmpty() || !seen.getLast().head().equals(record.head())) {
      return new Finding.Unsound("request", "the row does not end where its chain ends");
    }
    Optional<Folding.Broken> broken = chain.whyBroken(record.request().id(), seen);
    if (broken.isPresent()) {
      return new Finding.Unsound("audit_entry " + broken.get().seq(), broken.get().why());
    }
    return switch (ChainFold.of(record.request().id(), seen)) {
      case Folding.Broken(int seq, var why) -> new Finding.Unsound("audit_entry " + seq, why);
      case Folded folded ->
          whyForged(record)
              .<Finding>map(place -> new Finding.Unsound(place, "no seal of this gate is over it"))
              .or(() ->
                  whyOther(record, folded, proposed(seen))
                      .map(place -> new Finding.Unsound(place, "it is not what the entries say")))
              .orElse(new Finding.Sound(folded));
    };
  }

  /// The seal covers all that the vote says, so nothing of it can be exchanged, not even together
  /// with an entry.
  private Optional<String> whyForged(RequestRecord record) {
    ProposalId id = record.request().id();
    return record.request().votes().stream()
        .filter(
            vote -> !chain.isCast(id, vote, Optional.ofNullable(record.seals().get(vote.person()))))
        .findFirst()
        .map(vote -> "vote of " + vote.person());
  }

  private static JsonObject proposed(List<AuditEntry> entries) {
    return entries.getFirst().document().object("data");
  }

  private static Optional<String> whyOther(
      RequestRecord record, Folded folded, JsonObject proposed) {
    if (!folded.request().equals(record.request())) {
      return Optional.of("request");
    }
    if (!proposed.text("action").equals(record.proposal().action().digest().value())
        || !proposed.text("context").equals(record.proposal().context().digest().value())
        || !proposed.text("agent").equals(record.proposal().agent().value())
        || !proposed.text("owner").equals(record.proposal().owner().value())
        || !folded.request().action().equals(record.proposal().action().digest())) {
      return Optional.of("proposal");
    }
    if (!cards(record)
        .equals(
            folded.cards().stream()
                .filter(ShownCard::hasRow)
                .map(RecordProof::told)
                .collect(toSet()))) {
      return Optional.of("posted_card");
    }
    if (!isLatest(record.grant(), folded)) {
      return Optional.of("exec_grant");
    }
    boolean sameRuling =
        Ruling.inTheFormOf(folded.ruled(), record.ruling().toJson()).members().entrySet().stream()
            .allMatch(member -> same(member.getValue(), folded.ruled().get(member.getKey())));
    return sameRuling ? Optional.empty() : Optional.of("proposal.ruling");
  }

  /// Whether the latest grant row is the latest grant of the entries: one beside it would otherwise
  /// take its place.
  private static boolean isLatest(Optional<IssuedGrant> row, Folded folded) {
    Optional<Folding.Turn> told =
        folded.turns().stream()
            .filter(turn -> turn.event() instanceof GrantIssued)
            .reduce((_, later) -> later);
    return told.isPresent() == row.isPresent()
        && told.stream()
            .allMatch(turn ->
                row.filter(grant -> isTold(grant, (GrantIssued) turn.event(), turn)).isPresent());
  }

  private static boolean isTold(IssuedGrant row, GrantIssued told, Folding.Turn turn) {
    return row.id().equals(told.grant())
        && row.expiresAt().equals(told.expiresAt())
        && row.revision() == turn.after().revision();
  }

  /// Without the message, which the platform names later.
  private static Set<List<Object>> cards(RequestRecord record) {
    return Stream.concat(record.cards().stream(), record.batched().stream())
        .map(card ->
            List.<Object>of(
                card.id(), card.revision(), card.digest(), card.address(), card.batch()))
        .collect(toSet());
  }

  private static List<Object> told(ShownCard card) {
    return List.of(card.id(), card.revision(), card.card(), card.address(), card.batch());
  }

  private static boolean same(Json stored, @Nullable Json proved) {
    return Objects.equals(stored, proved);
  }
}
