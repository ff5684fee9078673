package dev.countersign.grant;

import dev.countersign.card.CardRouting;
import dev.countersign.card.CardRouting.Places;
import dev.countersign.drawing.CardsToCome;
import dev.countersign.drawing.DetailPages;
import dev.countersign.drawing.ShownInFull;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.people.Absence;
import dev.countersign.people.AccountId;
import dev.countersign.people.Directory;
import dev.countersign.people.Electorate;
import dev.countersign.people.Electorate.Given;
import dev.countersign.people.Person;
import dev.countersign.people.Reach;
import dev.countersign.people.Surface;
import dev.countersign.policy.Finding;
import dev.countersign.policy.GroupName;
import dev.countersign.policy.Stage;
import dev.countersign.proposal.PersonId;
import dev.countersign.request.ApprovalRequest;
import dev.countersign.request.Decision;
import dev.countersign.request.Seat;
import dev.countersign.request.Vote;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Whether the quorum of a request can come about at all: asked before people are, and again before
/// a vote is counted that others depend on. [Electorate] answers; this tells it where people are
/// asked and what their chats show.
public final class QuorumProspects {
  private final Directory directory;
  private final CardRouting routing;
  private final ShownInFull shown;

  public QuorumProspects(Directory directory, CardRouting routing, ShownInFull shown) {
    this.directory = directory;
    this.routing = routing;
    this.shown = shown;
  }

  /// Why nobody could complete this request; empty when people can.
  ///
  /// @param asked the people of the moment at which it was ruled
  /// @param chats where they are asked, at that moment
  public List<Finding> whyNobodyCan(RequestRecord opened, Directory asked, CardRouting chats) {
    return electorate(opened, asked, opened.request().conflicted(), chats).whyNobodyCan();
  }

  /// Whether people could still complete the request, but not any more once this vote counts: its
  /// person is needed in a later stage, or takes the function that somebody needs there.
  public boolean areLostBy(Vote vote, RequestRecord record) {
    ApprovalRequest request = record.request();
    // Within one stage people stand in for each other.
    if (vote.decision() != Decision.APPROVE || request.stages().size() < 2) {
      return false;
    }
    Directory now = record.people(directory);
    Directory asked = now.only(Stage.groups(request.stages()));
    Electorate people = electorate(record, asked, record.conflicted(now), routing.by(asked));
    return people.canFollow(given(request.votes().stream()))
        && !people.canFollow(given(Stream.concat(request.votes().stream(), Stream.of(vote))));
  }

  private Electorate electorate(
      RequestRecord record, Directory asked, Set<PersonId> conflicted, CardRouting chats) {
    ApprovalRequest request = record.request();
    return new Electorate(request.stages(), asked, conflicted, new Chats(record, chats, shown));
  }

  private static List<Given> given(Stream<Vote> votes) {
    return votes
        .filter(vote -> vote.decision() == Decision.APPROVE)
        .map(vote ->
            new Given(
                vote.seats().stream().map(Seat::stage).toList(),
                vote.person(),
                vote.inPlaceOf(),
                vote.functions()))
        .toList();
  }

  /// The cards are made once, each chat is asked about them once, and each group is looked for
  /// once.
  private static final class Chats implements Reach {
    private final RequestRecord record;
    private final CardRouting routing;
    private final ShownInFull shown;
    private final CardsToCome cards;
    private final Map<GroupName, Places> places = new HashMap<>();
    private final Map<Surface, Boolean> whole = new EnumMap<>(Surface.class);

    Chats(RequestRecord record, CardRouting routing, ShownInFull shown) {
      this.record = record;
      this.routing = routing;
      this.shown = shown;
      this.cards = CardsToCome.of(record);
    }

    @Override
    public boolean asks(GroupName group, AccountId account) {
      return places(group).reach(account);
    }

    @Override
    public Set<Surface> surfaces(GroupName group) {
      return places(group).surfaces();
    }

    @Override
    public boolean showsWhole(Surface surface) {
      return whole.computeIfAbsent(surface, on -> shown.on(cards, on));
    }

    @Override
    public String mostShown() {
      return DetailPages.MOST + " pages";
    }

    @Override
    public boolean checksEnough(Surface surface) {
      return record.ruling().chatApprove() || routing.surfaces().offerStrongerCheck(surface);
    }

    @Override
    public boolean opens(Surface surface) {
      return record.ruling().openFirst().isEmpty() || !surface.isChat();
    }

    @Override
    public Optional<Absence> away(Person person) {
      return person.awayThroughout(record.now(), record.request().deadline());
    }

    @Override
    public List<PersonId> instead(Person away) {
      return away.insteadBetween(record.now(), record.request().deadline());
    }

    @Override
    public Set<Surface> connected() {
      return routing.surfaces().connected();
    }

    @Override
    public Optional<String> whyNowhere(GroupName group) {
      if (!places(group).addresses().isEmpty()) {
        return Optional.empty();
      }
      String nobodyHasIt = routing.asksDirectly(group) ? " and no member has the app" : "";
      return Optional.of("the group has no channel on a connected chat" + nobodyHasIt);
    }

    private Places places(GroupName group) {
      return places.computeIfAbsent(group, name -> routing.places(name, record.now()));
    }
  }
}
