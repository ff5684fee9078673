package dev.countersign.decision;

import dev.countersign.card.Click;
import dev.countersign.card.PostedCard;
import dev.countersign.card.PressFlaw;
import dev.countersign.decision.ClickVerdict.AlreadyDecided;
import dev.countersign.decision.ClickVerdict.AlreadyVoted;
import dev.countersign.decision.ClickVerdict.Eligible;
import dev.countersign.decision.ClickVerdict.Refused;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.people.ChatAddress;
import dev.countersign.people.Person;
import dev.countersign.proposal.PersonId;
import dev.countersign.request.ApprovalRequest;
import dev.countersign.request.Decision;
import dev.countersign.request.Entitlement;
import dev.countersign.request.Remarks;
import dev.countersign.request.Seat;
import dev.countersign.request.Vote;
import dev.countersign.request.VotingRight;
import dev.countersign.token.DecisionClaims;
import dev.countersign.token.VerifiedToken;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Whether a click with a verified token counts, on the record as it stands. The order is part of
/// what a person is told, and does not change: where the card is, then the request, then the
/// person.
///
/// A page has no message: that it was shown is asked of the entries, by [Judge].
///
/// 0 a press as presses are, on a button that its token agrees with · 1 pressed where the card was
/// made for · 2 not decided before · 3 on a message and rendering that we put there · 4 about this
/// revision and these bytes · 5 by no outsider, by whom the button was shown to, and by a linked
/// account · 6 whose person has not voted yet, nor anybody in their place · 7 before the deadline ·
/// 8 free of conflict · 9 a member of the group that decides now, or in the place of one who is
/// away · 10 with a function that still counts · 11 approving with a passkey of theirs for exactly
/// this where a click does not suffice · 12 saying what the decision asks for
final class ClickChecklist {
  private ClickChecklist() {}

  /// @param conflicted persons whose approval does not count at this moment
  static ClickVerdict check(
      VerifiedToken token,
      Click click,
      RequestRecord record,
      Optional<Person> presser,
      Set<PersonId> conflicted) {
    DecisionClaims claims = token.claims();
    ApprovalRequest request = record.request();
    Optional<ClickRefusal> flaw = flaw(click);
    if (flaw.isPresent()) {
      return new Refused(flaw.get()); // 0
    }
    if (click.named().filter(name -> name != claims.decision()).isPresent()) {
      return new Refused(ClickRefusal.OTHER_DECISION); // 0
    }
    if (!claims.surface().equals(click.address())
        || !isAtHome(click)
        || click.account().surface() != click.address().surface()) {
      return new Refused(ClickRefusal.OTHER_CHANNEL); // 1
    }
    if (request.state().isDecided()) {
      return new AlreadyDecided(); // 2
    }
    if (click.address().surface().isChat()
        && Stream.concat(record.cards().stream(), record.batched().stream())
            .noneMatch(card -> carries(card, claims, click))) {
      return new Refused(ClickRefusal.NOT_POSTED_CARD); // 3
    }
    if (claims.revision() != request.revision() || !claims.action().equals(request.action())) {
      return new Refused(ClickRefusal.STALE_REVISION); // 4
    }
    if (click.flaw().isPresent()) {
      return new Refused(ClickRefusal.OUTSIDER); // 5
    }
    if (!claims.isFor(click.account())) {
      return new Refused(ClickRefusal.OTHER_PERSON); // 5
    }
    if (presser.isEmpty()) {
      return new Refused(ClickRefusal.UNLINKED_ACCOUNT); // 5
    }
    Person person = presser.get();
    Entitlement entitlement = request.entitlement(person, conflicted, record.now());
    if (entitlement == Entitlement.VOTED) {
      return new AlreadyVoted(); // 6
    }
    if (!record.now().isBefore(request.deadline())) {
      return new Refused(ClickRefusal.TOO_LATE); // 7: equal is too late
    }
    if (entitlement == Entitlement.CONFLICTED) {
      return new Refused(ClickRefusal.CONFLICTED); // 8
    }
    if (entitlement == Entitlement.OTHER_FUNCTION) {
      return new Refused(ClickRefusal.OTHER_FUNCTION); // 9
    }
    if (entitlement != Entitlement.ENTITLED) {
      return new Refused(ClickRefusal.NOT_ELIGIBLE); // 9
    }
    VotingRight right = request.right(person, conflicted, record.now()).orElseThrow();
    List<Seat> seats = right.seats();
    Optional<Remarks> remarks = RemarksReader.read(claims.decision(), click.inputs());
    Vote vote =
        new Vote(
            person.id(),
            right.inPlaceOf(),
            click.account(),
            claims.decision(),
            claims.revision(),
            claims.action(),
            claims.card(),
            seats.getFirst().stage(),
            seats.getFirst().group(),
            seats.subList(1, seats.size()),
            person.functions(),
            claims.id().value(),
            remarks.orElse(Remarks.NONE),
            click.callback(),
            record.now());
    if (!request.hasFunctionFor(vote)) {
      return new Refused(ClickRefusal.FUNCTION_TAKEN); // 10
    }
    if (claims.decision() == Decision.APPROVE
        && !record.ruling().chatApprove()
        && !isProven(click, vote, request)) {
      return new Refused(ClickRefusal.STRONGER_CHECK); // 11
    }
    if (remarks.isEmpty()) {
      return new Refused(ClickRefusal.INCOMPLETE); // 12
    }
    return new Eligible(new VerifiedDecision(vote));
  }

  private static boolean isProven(Click click, Vote vote, ApprovalRequest request) {
    return click
        .stronger()
        .filter(
            check -> check.isFor(vote.person(), request.id(), request.revision(), request.action()))
        .isPresent();
  }

  /// Whether the account is of the place's own tenant, and on its own pages; an outsider is refused
  /// as such.
  private static boolean isAtHome(Click click) {
    if (click.flaw().isPresent()) {
      return true;
    }
    return click.account().surface().isChat()
        ? click.account().tenant().equals(click.address().tenant())
        : click.address().equals(ChatAddress.ofPages(click.account()));
  }

  /// What is wrong with the press itself. Whether an outsider pressed is asked later, so that they
  /// read how a decided request stands.
  static Optional<ClickRefusal> flaw(Click click) {
    return click
        .flaw()
        .filter(flaw -> flaw != PressFlaw.OUTSIDER)
        .map(flaw ->
            switch (flaw) {
              case OUTSIDER -> ClickRefusal.OUTSIDER;
              case FOREIGN_APP -> ClickRefusal.FOREIGN_APP;
              case FOREIGN_WORKSPACE -> ClickRefusal.FOREIGN_WORKSPACE;
              case ORGANISATION_INSTALL -> ClickRefusal.ORGANISATION_INSTALL;
              case NOT_A_MESSAGE -> ClickRefusal.NOT_A_MESSAGE;
              case EPHEMERAL -> ClickRefusal.EPHEMERAL;
              case UNFURLED -> ClickRefusal.UNFURLED;
              case UNKNOWN_BUTTON -> ClickRefusal.UNKNOWN_BUTTON;
              case NOT_PRESSED -> ClickRefusal.NOT_PRESSED;
              case MALFORMED -> ClickRefusal.MALFORMED_PRESS;
            });
  }

  /// A rendering without a message id is one whose post the platform has not yet answered: its
  /// first click may be faster than that answer.
  static boolean carries(PostedCard card, DecisionClaims claims, Click click) {
    return card.digest().equals(claims.card())
        && card.revision() == claims.revision()
        && card.address().equals(click.address())
        && card.messageId().map(click.messageId()::equals).orElse(true);
  }
}
