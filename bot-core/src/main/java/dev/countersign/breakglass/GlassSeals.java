package dev.countersign.breakglass;

import dev.countersign.card.Asker;
import dev.countersign.card.Commands;
import dev.countersign.card.Reply;
import dev.countersign.people.AccountId;
import dev.countersign.people.ChatAddress;
import dev.countersign.proposal.ProposalId;
import dev.countersign.token.ButtonSeals;
import dev.countersign.token.ButtonSeals.Meant;
import dev.countersign.token.ButtonSeals.Verdict;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Stream;

/// What the buttons carry that end a use of break-glass and open the form of its retrospective, and
/// what that form carries: made by the gate, a button for the channel that was told or for one
/// person, a form for one person. Who may is judged for whoever presses and sends.
public final class GlassSeals {
  /// Longer than any use can be ended, and than any retrospective is waited for without another
  /// reminder. Whoever presses later gets a button of their own.
  private static final Duration LIFE = Duration.ofDays(7);

  /// For writing a form: longer than anybody takes, over a night.
  private static final Duration WRITING = Duration.ofDays(1);

  private static final String END = "end_break_glass";
  private static final String FILE = "file_retrospective";
  private static final String SHEET = "retrospective_form";

  private final ButtonSeals seals;

  public GlassSeals(ButtonSeals seals) {
    this.seals = seals;
  }

  /// Ends a use, for everybody who reads there.
  public Reply.Ask ending(ChatAddress place, ProposalId request) {
    return ending(readers(place), request);
  }

  Reply.Ask ending(AccountId shown, ProposalId request) {
    return Commands.endGlass(request, seal(END, shown, request, LIFE));
  }

  /// Opens the form of a retrospective, for everybody who reads there.
  public Reply.Ask filing(ChatAddress place, ProposalId request) {
    return filing(readers(place), request);
  }

  /// The same for one person.
  Reply.Ask filing(AccountId shown, ProposalId request) {
    return Commands.fileRetrospective(request, seal(FILE, shown, request, LIFE));
  }

  /// What the form of a retrospective is sent back with.
  String sheet(AccountId shown, ProposalId request) {
    return Commands.filing(request, seal(SHEET, shown, request, WRITING));
  }

  private String seal(String action, AccountId shown, ProposalId request, Duration life) {
    return seals.of(meant(action, request, shown), life);
  }

  /// @param places where security is told
  boolean isEnding(String seal, ProposalId request, Asker by, Set<ChatAddress> places) {
    return isOurs(END, seal, request, by, places);
  }

  /// @param places where security is told
  boolean isFiling(String seal, ProposalId request, Asker by, Set<ChatAddress> places) {
    return isOurs(FILE, seal, request, by, places);
  }

  /// Whether the gate showed the form to exactly whoever sends it.
  boolean isSheet(String seal, ProposalId request, Asker by) {
    return seals.check(seal, meant(SHEET, request, by.account())) == Verdict.GENUINE;
  }

  private boolean isOurs(
      String action, String seal, ProposalId request, Asker by, Set<ChatAddress> places) {
    return by.pressed().isPresent()
        && Stream.concat(
                Stream.of(by.account()),
                places.stream()
                    .filter(place -> place.surface() == by.account().surface())
                    .map(GlassSeals::readers))
            .anyMatch(shown -> seals.check(seal, meant(action, request, shown)) == Verdict.GENUINE);
  }

  private static AccountId readers(ChatAddress place) {
    return new AccountId(place.surface(), place.tenant(), "channel " + place.channel());
  }

  private static Meant meant(String action, ProposalId request, AccountId shown) {
    return new Meant(action, request.value(), shown);
  }
}
