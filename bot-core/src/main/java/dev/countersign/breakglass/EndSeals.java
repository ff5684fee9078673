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

/// What the button carries that ends a use of break-glass: made by the gate, for the channel that
/// was told or for one person who asked. Who may end it is judged for whoever presses.
public final class EndSeals {
  /// Longer than any use can be ended: then the press is answered with that.
  private static final Duration LIFE = Duration.ofDays(7);

  private static final String END = "end_break_glass";

  private final ButtonSeals seals;

  public EndSeals(ButtonSeals seals) {
    this.seals = seals;
  }

  /// For everybody who reads there.
  public Reply.Ask in(ChatAddress place, ProposalId request) {
    return ask(request, readers(place));
  }

  Reply.Ask of(AccountId shown, ProposalId request) {
    return ask(request, shown);
  }

  private Reply.Ask ask(ProposalId request, AccountId shown) {
    return Commands.endGlass(request, seals.of(meant(request, shown), LIFE));
  }

  /// @param places where security is told
  boolean isOurs(String seal, ProposalId request, Asker by, Set<ChatAddress> places) {
    return by.pressed().isPresent()
        && Stream.concat(
                Stream.of(by.account()),
                places.stream()
                    .filter(place -> place.surface() == by.account().surface())
                    .map(EndSeals::readers))
            .anyMatch(shown -> seals.check(seal, meant(request, shown)) == Verdict.GENUINE);
  }

  private static AccountId readers(ChatAddress place) {
    return new AccountId(place.surface(), place.tenant(), "channel " + place.channel());
  }

  private static Meant meant(ProposalId request, AccountId shown) {
    return new Meant(END, request.value(), shown);
  }
}
