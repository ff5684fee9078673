package dev.countersign.ledger;

import dev.countersign.audit.AuditHead;
import dev.countersign.card.PostedCard;
import dev.countersign.evidence.Seal;
import dev.countersign.freeze.Freeze;
import dev.countersign.freeze.Freezing;
import dev.countersign.json.Digest;
import dev.countersign.people.Beneficiaries;
import dev.countersign.people.ConsoleRole;
import dev.countersign.people.Directory;
import dev.countersign.people.Person;
import dev.countersign.people.ProposingSide;
import dev.countersign.policy.ChatMask;
import dev.countersign.policy.GroupName;
import dev.countersign.policy.Ruling;
import dev.countersign.policy.Stage;
import dev.countersign.proposal.ExecutionMode;
import dev.countersign.proposal.PersonId;
import dev.countersign.proposal.Proposal;
import dev.countersign.request.ApprovalRequest;
import dev.countersign.request.Entitlement;
import dev.countersign.request.Execution;
import dev.countersign.request.RequestState;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Everything the ledger holds of one request, read in one snapshot.
///
/// @param head the end of the audit chain; a commit built on this record lands only while it still
///   is
/// @param grant the latest grant, if any was issued
/// @param cards all renderings so far, oldest first
/// @param seals by person, the seals of the votes of this revision; a vote without one proves
///   nothing
/// @param batched its renderings on cards about several requests, oldest first
/// @param now the ledger's clock at the read: the only clock that decides anything
/// @param freezing what was frozen at the read; a grant that a commit on this record issues or
///   spends lands only while it still is so
/// @param imported the digest of the import of people that was in force at the read, where the
///   ledger tells; a vote, a grant and a redemption on this record land only while it still is
public record RequestRecord(
    Proposal proposal,
    Ruling ruling,
    ApprovalRequest request,
    AuditHead head,
    Optional<IssuedGrant> grant,
    List<PostedCard> cards,
    Map<PersonId, Seal> seals,
    List<PostedCard> batched,
    Instant now,
    Freezing freezing,
    Optional<Digest> imported) {
  public RequestRecord {
    cards = List.copyOf(cards);
    batched = List.copyOf(batched);
    seals = Map.copyOf(seals);
  }

  /// A record from before the first freeze.
  public RequestRecord(
      Proposal proposal,
      Ruling ruling,
      ApprovalRequest request,
      AuditHead head,
      Optional<IssuedGrant> grant,
      List<PostedCard> cards,
      Map<PersonId, Seal> seals,
      List<PostedCard> batched,
      Instant now) {
    this(
        proposal,
        ruling,
        request,
        head,
        grant,
        cards,
        seals,
        batched,
        now,
        Freezing.NONE,
        Optional.empty());
  }

  /// A record of a request that no batch has.
  public RequestRecord(
      Proposal proposal,
      Ruling ruling,
      ApprovalRequest request,
      AuditHead head,
      Optional<IssuedGrant> grant,
      List<PostedCard> cards,
      Map<PersonId, Seal> seals,
      Instant now) {
    this(proposal, ruling, request, head, grant, cards, seals, List.of(), now);
  }

  /// A record on which nobody has voted.
  public RequestRecord(
      Proposal proposal,
      Ruling ruling,
      ApprovalRequest request,
      AuditHead head,
      Optional<IssuedGrant> grant,
      List<PostedCard> cards,
      Instant now) {
    this(proposal, ruling, request, head, grant, cards, Map.of(), now);
  }

  /// This record once a commit on it has landed, as [Ledger#find] would read it. Not for commits
  /// with a vote, whose seal only the ledger knows.
  public RequestRecord after(Commit commit) {
    if (!commit.seen().equals(head) || commit.vote().isPresent()) {
      throw new IllegalArgumentException("what the ledger holds then is not known here");
    }
    return new RequestRecord(
        proposal,
        ruling,
        commit.request(),
        commit.head(),
        commit.grant().or(() -> grant),
        with(cards, commit.card().filter(card -> card.batch().isEmpty())),
        seals,
        with(batched, commit.card().filter(card -> card.batch().isPresent())),
        now,
        freezing,
        imported);
  }

  private static List<PostedCard> with(List<PostedCard> before, Optional<PostedCard> rendering) {
    Map<String, PostedCard> shown = new LinkedHashMap<>();
    before.forEach(card -> shown.put(card.id(), card));
    rendering.ifPresent(card -> shown.put(card.id(), card));
    return List.copyOf(shown.values());
  }

  /// The same record at another moment.
  ///
  /// @param moment by the ledger's clock
  public RequestRecord at(Instant moment) {
    return new RequestRecord(
        proposal, ruling, request, head, grant, cards, seals, batched, moment, freezing, imported);
  }

  /// The same record, read while this was frozen.
  public RequestRecord under(Freezing other) {
    return new RequestRecord(
        proposal, ruling, request, head, grant, cards, seals, batched, now, other, imported);
  }

  /// The same record, read while this import of people was in force.
  public RequestRecord by(Optional<Digest> other) {
    return new RequestRecord(
        proposal, ruling, request, head, grant, cards, seals, batched, now, freezing, other);
  }

  /// The people in force at the read, or now where that is not known.
  public Directory people(Directory directory) {
    return directory.asOf(imported);
  }

  /// The freeze that keeps it from running; empty too once it has begun to or never will, and where
  /// nothing is executed. What is shown goes by it; a grant by [Freezing#covering] alone.
  public Optional<Freeze> frozen() {
    boolean isToRun =
        switch (request.state()) {
          case RequestState.Pending _ -> true;
          case RequestState.Approved(_, _, Execution.NotGranted _) -> true;
          case RequestState.Approved(_, _, Execution.Granted _) -> true;
          default -> false;
        };
    return isToRun && (isExecutedHere() || isExecutedOutside())
        ? freezing.covering(proposal)
        : Optional.empty();
  }

  private boolean isExecutedOutside() {
    return !proposal.context().dryRun()
        && proposal.context().executionMode() != ExecutionMode.NONE
        && ruling.circumstances().executor().isPresent();
  }

  /// The person that the agent acts for. Intake finds out who that is and puts them among those in
  /// conflict, beside the owner and the authors of its revisions, none of whom it may act for;
  /// somebody else is there only as that person, or the ruling says who it is.
  public Optional<PersonId> actsFor() {
    PersonId owner = proposal.owner();
    return proposal
        .context()
        .onBehalfOf()
        .map(_ ->
            ruling
                .circumstances()
                .actsFor()
                .or(() ->
                    request.conflicted().stream()
                        .filter(person -> !person.equals(owner))
                        .filter(person -> !proposal.context().authors().contains(person))
                        .findFirst())
                .orElse(owner));
  }

  /// Whose approval does not count: whom the proposal froze, and by these people the proposing side
  /// and whom the action is for.
  ///
  /// @param people of the moment at which it is asked
  public Set<PersonId> conflicted(Directory people) {
    Set<PersonId> conflicted = new HashSet<>(request.conflicted());
    conflicted.addAll(ProposingSide.of(proposal.agent(), proposal.context().onBehalfOf(), people));
    conflicted.addAll(Beneficiaries.of(ruling.beneficiaries(), people));
    return Set.copyOf(conflicted);
  }

  /// Not whom the action is for: it may be kept from them.
  private boolean isOfProposingSide(PersonId person, Directory people) {
    return person.equals(proposal.owner())
        || actsFor().filter(person::equals).isPresent()
        || ProposingSide.of(proposal.agent(), proposal.context().onBehalfOf(), people)
            .contains(person);
  }

  /// Whether a person may decide now.
  ///
  /// @param people of the moment at which it is asked
  public Entitlement entitlement(Person person, Directory people) {
    return request.entitlement(person, conflicted(people), now);
  }

  /// Whether a person may know how it stands: the proposing side, those whom any of its stages asks
  /// or may come to ask, those who stand in for one of them now, and whoever voted.
  ///
  /// @param people of the moment at which it is asked
  public boolean concerns(Person person, Directory people) {
    return isOfProposingSide(person.id(), people)
        || isOf(Stage.groups(ruling.stages()), person, people)
        || request.hasVoted(person.id());
  }

  /// Whether a person may read all that its card shows: those who were asked so far, those who
  /// stand in for one of them now, and whoever voted. Who may only come to be asked, and the
  /// proposing side, know how it stands and no more: what is said of the latter is not said to
  /// them.
  ///
  /// @param people of the moment at which it is asked
  public boolean isShownTo(Person person, Directory people) {
    return isOf(request.askedSoFar(), person, people) || request.hasVoted(person.id());
  }

  /// Whether a person may read on pages all that its card shows those who do not decide it: those
  /// to whom it is shown, and those who look after the record. Nobody on whom it bears is among the
  /// latter: what is said of them is not said to them by another role of theirs.
  ///
  /// @param people of the moment at which it is asked
  public boolean isReadBy(Person person, Directory people) {
    return isShownTo(person, people)
        || (people.consoleRoles(person).stream().anyMatch(ConsoleRole::readsRequests)
            && !conflicted(people).contains(person.id()));
  }

  /// Whether a person is handed the whole record as a file. What the ruling masks is in it
  /// unmasked, so where it masks anything, only those who look after the record are. Nobody on whom
  /// it bears is, whatever else they are.
  ///
  /// @param people of the moment at which it is asked
  public boolean isHandedTo(Person person, Directory people) {
    return isReadBy(person, people)
        && !conflicted(people).contains(person.id())
        && (ruling.chatMask() == ChatMask.NONE
            || people.consoleRoles(person).stream().anyMatch(ConsoleRole::readsRequests));
  }

  private boolean isOf(Set<GroupName> groups, Person person, Directory people) {
    Set<PersonId> conflicted = conflicted(people);
    return groups.stream()
        .anyMatch(group ->
            person.groups().contains(group)
                || person.delegations().stream()
                    .filter(each -> !conflicted.contains(each.from()))
                    .anyMatch(each -> each.covers(group, now)));
  }

  /// Whether this gate sends the action itself once it is approved; not for a dry run, where the
  /// agent wants a decision alone, and on a connection that only advises.
  public boolean isExecutedHere() {
    return !proposal.context().dryRun()
        && proposal.context().executionMode() != ExecutionMode.NONE
        && ruling.circumstances().executedHere();
  }

  /// The executor outside of this gate on whose word alone the end of the execution rests; empty
  /// where this gate saw it, or it has not ended.
  public Optional<String> reportedBy() {
    return ruling
        .circumstances()
        .executor()
        .filter(_ ->
            request.state() instanceof RequestState.Approved(_, _, var execution)
                && switch (execution) {
                  case Execution.Succeeded _ -> true;
                  case Execution.Failed end -> end.code().startsWith(Execution.REPORTED);
                  case Execution.Unknown end -> end.code().startsWith(Execution.REPORTED);
                  case Execution.NotGranted _,
                      Execution.Granted _,
                      Execution.Running _,
                      Execution.Reconciled _,
                      Execution.Skipped _ ->
                      false;
                });
  }

  /// The moment that an approved action waits for; empty once it has come.
  public Optional<Instant> waitsUntil() {
    return proposal.action().notBefore().filter(now::isBefore);
  }
}
