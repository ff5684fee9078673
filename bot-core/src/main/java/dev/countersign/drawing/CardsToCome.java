package dev.countersign.drawing;

import dev.countersign.card.CardView;
import dev.countersign.card.Run;
import dev.countersign.json.Digest;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.people.AccountId;
import dev.countersign.people.PeopleReader;
import dev.countersign.people.Surface;
import dev.countersign.policy.ChatMask;
import dev.countersign.policy.Stage;
import dev.countersign.proposal.PersonId;
import dev.countersign.request.ApprovalRequest;
import dev.countersign.request.Decision;
import dev.countersign.request.Remarks;
import dev.countersign.request.RequestState;
import dev.countersign.request.Vote;
import dev.countersign.request.Widening;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// All cards that a request just opened can come to have until it is decided, none of them smaller
/// than it will be: one for each approval that it still lacks. A card names everybody who has
/// approved, so it grows; one that fits only before the first approval would lose its approve
/// button half-way.
///
/// Who will approve is not known, nor what they will be called by then: each approval is by
/// somebody with the longest name there may be, whom no chat can mention, in the place of another
/// such person.
public final class CardsToCome {
  private static final Run SOMEBODY =
      new Run.Human("W".repeat(PeopleReader.LONGEST_NAME), Set.of());

  private final RequestRecord opened;
  private final List<RequestRecord> states;
  private @Nullable List<CardView> all;
  private @Nullable List<CardView> plain;
  private @Nullable List<CardView> pages;

  private CardsToCome(RequestRecord opened, List<RequestRecord> states) {
    this.opened = opened;
    this.states = List.copyOf(states);
  }

  public static CardsToCome of(RequestRecord opened) {
    List<RequestRecord> states = new ArrayList<>();
    List<Vote> votes = new ArrayList<>();
    List<Stage> stages = opened.request().stages();
    for (int stage = 0; stage < stages.size(); stage++) {
      for (int given = 0; given < stages.get(stage).required(); given++) {
        states.add(with(votes, opened));
        votes.add(approval(opened, votes.size(), stage));
      }
    }
    return new CardsToCome(opened, states);
  }

  /// Whether something of the action is hidden on them.
  boolean masked() {
    return opened.ruling().chatMask() != ChatMask.NONE;
  }

  /// As they would be sent; made once, when somebody asks for them.
  public List<CardView> all() {
    if (all == null) {
      all =
          states.stream()
              .map(record -> PendingCard.of(record, _ -> SOMEBODY).withDetails(DetailPages.MOST))
              .toList();
    }
    return all;
  }

  /// Without what only helps the eye, which is most of the work: no part of them is smaller than in
  /// [CardView#plainer] of what would be sent. Made once, when somebody asks for them.
  public List<CardView> plain() {
    if (plain == null) {
      plain =
          states.stream()
              .map(record -> PendingCard.plain(record, _ -> SOMEBODY).withDetails(DetailPages.MOST))
              .toList();
    }
    return plain;
  }

  /// What people are shown where a card is too short for the action; none where that is longer than
  /// any details. Made once, when somebody asks for them.
  List<CardView> pages() {
    if (pages == null) {
      pages = DetailPages.unnamed(opened).all();
    }
    return pages;
  }

  private static RequestRecord with(List<Vote> votes, RequestRecord opened) {
    ApprovalRequest request = opened.request();
    return new RequestRecord(
        opened.proposal(),
        opened.ruling(),
        request.as(request.version() + votes.size(), votes, escalated(request)),
        opened.head(),
        opened.grant(),
        opened.cards(),
        opened.now());
  }

  /// A card that says who is asked too is longer than one that does not, most of all where somebody
  /// says why in as many characters as there may be.
  private static RequestState escalated(ApprovalRequest request) {
    return request.state() instanceof RequestState.Pending(int reminded, _, int extended, _)
        ? new RequestState.Pending(
            reminded,
            IntStream.range(0, request.stages().size())
                .filter(stage -> request.stages().get(stage).escalation().isPresent())
                .boxed()
                .collect(Collectors.toSet()),
            extended,
            IntStream.range(0, request.stages().size())
                .boxed()
                .flatMap(stage ->
                    request.stages().get(stage).mayAsk().stream()
                        .map(group ->
                            new Widening(
                                stage,
                                group,
                                new PersonId("somebody"),
                                Optional.of("\"".repeat(Widening.LONGEST_NOTE)),
                                request.openedAt())))
                .toList())
        : request.state();
  }

  private static Vote approval(RequestRecord opened, int number, int stage) {
    ApprovalRequest request = opened.request();
    Digest none = Digest.of("");
    return new Vote(
        new PersonId("approver-" + number),
        Optional.of(new PersonId("absent-" + number)),
        new AccountId(Surface.CONSOLE, "none", "approver-" + number),
        Decision.APPROVE,
        request.revision(),
        request.action(),
        none,
        stage,
        request.stages().get(stage).group(),
        List.of(),
        new TreeSet<>(),
        "",
        Remarks.NONE,
        none,
        opened.now());
  }
}
