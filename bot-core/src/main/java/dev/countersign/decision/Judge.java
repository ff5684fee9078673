package dev.countersign.decision;

import static dev.countersign.decision.ClickRefusal.NOT_OPENED;
import static dev.countersign.decision.ClickRefusal.TOO_FAST;

import dev.countersign.audit.AuditEntry;
import dev.countersign.audit.Folding.Folded;
import dev.countersign.card.ConsoleAddress;
import dev.countersign.decision.Judgement.Sequel;
import dev.countersign.grant.Ballot;
import dev.countersign.grant.Electors;
import dev.countersign.grant.GrantIssuer;
import dev.countersign.grant.OpenedFirst;
import dev.countersign.grant.QuorumGate;
import dev.countersign.grant.QuorumGate.Verdict;
import dev.countersign.grant.QuorumProspects;
import dev.countersign.grant.ReadingTime;
import dev.countersign.grant.RecordProof;
import dev.countersign.grant.WholeReading;
import dev.countersign.ledger.CardOrders;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.people.ChatAddress;
import dev.countersign.people.Directory;
import dev.countersign.request.ApprovalRequest;
import dev.countersign.request.Decision;
import dev.countersign.request.RequestEvent.Voted;
import dev.countersign.request.RequestState.Approved;
import dev.countersign.request.Transition;
import dev.countersign.request.Vote;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Looks at everything that a press depends on beside the record: the people of the moment, what
/// its vote would do to the stages to come, the chain, the places that are asked next.
final class Judge {
  private final Ledger ledger;
  private final QuorumProspects prospects;
  private final RecordProof proof;
  private final GrantIssuer grants;
  private final CardOrders cards;
  private final Optional<ConsoleAddress> console;
  private final RefusedClicks refusedClicks;

  Judge(
      Ledger ledger,
      QuorumProspects prospects,
      RecordProof proof,
      GrantIssuer grants,
      CardOrders cards,
      Optional<ConsoleAddress> console,
      RefusedClicks refusedClicks) {
    this.ledger = ledger;
    this.prospects = prospects;
    this.proof = proof;
    this.grants = grants;
    this.cards = cards;
    this.console = console;
    this.refusedClicks = refusedClicks;
  }

  /// Who pressed, by the people of the record that is judged, and what it comes to.
  record Judged(Press press, Judgement judgement) {}

  /// @param chain read only for a vote that would count
  Judged of(Press press, RequestRecord record, Supplier<List<AuditEntry>> chain) {
    return new Judged(press, judgement(press, record, chain));
  }

  private Judgement judgement(Press press, RequestRecord record, Supplier<List<AuditEntry>> chain) {
    if (press.found().isPresent()) {
      return refused(press, press.found().get());
    }
    ClickVerdict verdict =
        ClickChecklist.check(
            press.token(),
            press.click(),
            record,
            press.presser(),
            record.conflicted(press.people()));
    return press.opening() ? opening(press, verdict) : deciding(press, verdict, record, chain);
  }

  /// What is missing is what the form asks for.
  private Judgement opening(Press press, ClickVerdict verdict) {
    return switch (verdict) {
      case ClickVerdict.Refused(var reason) when reason != ClickRefusal.INCOMPLETE ->
          refused(press, reason);
      case ClickVerdict.Refused _, ClickVerdict.Eligible _ ->
          press.lapsed() ? refused(press, ClickRefusal.EXPIRED_TOKEN) : new Judgement.Opens();
      case ClickVerdict.AlreadyVoted _ -> new Judgement.AlreadyVoted();
      case ClickVerdict.AlreadyDecided _ -> new Judgement.AlreadyDecided();
    };
  }

  private Judgement deciding(
      Press press, ClickVerdict verdict, RequestRecord record, Supplier<List<AuditEntry>> chain) {
    return switch (verdict) {
      case ClickVerdict.Eligible _ when press.lapsed() ->
          refused(press, ClickRefusal.EXPIRED_TOKEN);
      case ClickVerdict.Eligible _ when !isPasskeyKept(press) ->
          refused(press, ClickRefusal.STRONGER_CHECK);
      case ClickVerdict.Eligible(var decision) when prospects.areLostBy(decision.vote(), record) ->
          refused(press, ClickRefusal.NEEDED_LATER);
      case ClickVerdict.Eligible(var decision) ->
          switch (proof.of(record, chain.get())) {
            case RecordProof.Finding.Sound(var folded) ->
                proven(press, decision.vote(), record, folded);
            case RecordProof.Finding.Unsound(var place, var why) ->
                new Judgement.Unsound(place, why);
          };
      case ClickVerdict.AlreadyVoted _ -> new Judgement.AlreadyVoted();
      case ClickVerdict.AlreadyDecided _ -> new Judgement.AlreadyDecided();
      case ClickVerdict.Refused(var reason) -> refused(press, reason);
    };
  }

  /// Whether nobody has removed the passkey that signed for it since.
  private boolean isPasskeyKept(Press press) {
    return press.click().stronger().stream()
        .allMatch(check -> ledger.keepsPasskey(check.passkey().number()));
  }

  private Judgement refused(Press press, ClickRefusal reason) {
    return new Judgement.Refused(reason, isNoted(press, reason));
  }

  private boolean isNoted(Press press, ClickRefusal reason) {
    return refusedClicks.isNoted(press.source(), reason);
  }

  private Judgement proven(Press press, Vote vote, RequestRecord record, Folded folded) {
    if (!isShown(press.click().address(), vote, folded)) {
      return refused(press, ClickRefusal.NOT_POSTED_CARD);
    }
    // The vote comes after all entries there are.
    if (!WholeReading.of(folded).admits(vote, Integer.MAX_VALUE)) {
      return refused(press, ClickRefusal.NOT_READ);
    }
    int unopened =
        vote.decision() == Decision.APPROVE
            ? OpenedFirst.of(folded).missing(vote.person(), vote.revision(), vote.action()).size()
            : 0;
    if (unopened > 0) {
      return new Judgement.NotOpened(
          unopened,
          console.map(address -> address.of(record.request().id())),
          isNoted(press, NOT_OPENED));
    }
    ReadingTime reading = ReadingTime.of(folded);
    ChatAddress place = press.click().address();
    Optional<Instant> countsFrom =
        vote.decision() == Decision.APPROVE
            ? reading.countsFrom(place, vote.revision(), record.now())
            : Optional.empty();
    Duration stood =
        Duration.between(reading.since(place, vote.revision(), record.now()), record.now());
    return countsFrom
        .<Judgement>map(moment -> new Judgement.TooFast(stood, moment, isNoted(press, TOO_FAST)))
        .orElseGet(() -> counts(vote, record, folded, press, stood));
  }

  /// Of a card in a chat its row was asked before; of a page there is the entry alone.
  private static boolean isShown(ChatAddress place, Vote vote, Folded folded) {
    return place.surface().isChat()
        || folded.cards().stream()
            .anyMatch(card ->
                card.address().equals(place)
                    && card.revision() == vote.revision()
                    && card.card().equals(vote.card()));
  }

  private Judgement counts(
      Vote vote, RequestRecord record, Folded folded, Press press, Duration stood) {
    // The checklist asks all that the table asks, and more.
    ApprovalRequest next = Transition.move(record.request(), new Voted(vote));
    return new Judgement.Counts(vote, next, sequel(next, record, folded, press), stood);
  }

  private Sequel sequel(ApprovalRequest next, RequestRecord record, Folded folded, Press press) {
    if (next.state() instanceof Approved) {
      return approved(next, record, folded, press);
    }
    return next.state().isDecided()
        ? new Sequel.Closed()
        : new Sequel.Asked(cards.places(next, record.now()));
  }

  /// The last approval may find that an earlier one does not count any more, because its person has
  /// left the group: then the request is approved by the count and barred by the gate at once. The
  /// people are those of the import that this vote names; before anything is sent, those of that
  /// moment are asked again.
  private Sequel approved(ApprovalRequest next, RequestRecord record, Folded folded, Press press) {
    Directory people = press.people();
    Ballot counted = Ballot.of(folded, next, record.ruling().gate(), record.conflicted(people));
    Ballot ballot = press.proven(record.now()).map(counted::proven).orElse(counted);
    return switch (QuorumGate.prove(ballot, Electors.now(people, ballot.groups()))) {
      case Verdict.Proven(var approval) ->
          new Sequel.Granted(
              grants.issue(
                  record.proposal(), record.ruling(), approval, record.freezing(), record.now()));
      case Verdict.NotProven(var why, var detail) -> new Sequel.Barred(why, detail);
    };
  }
}
