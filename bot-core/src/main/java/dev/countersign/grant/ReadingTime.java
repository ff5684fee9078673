package dev.countersign.grant;

import dev.countersign.audit.Folding.Folded;
import dev.countersign.audit.ShownCard;
import dev.countersign.audit.StandingCard;
import dev.countersign.people.ChatAddress;
import dev.countersign.policy.Ruling;
import dev.countersign.request.Decision;
import dev.countersign.request.Vote;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// How long a request's card has to stand at a place before an approval there counts, and since
/// when it stands where: by the entries, never by rows. Held against the ruling that the request
/// was opened under: nobody can read longer afterwards.
///
/// @param least empty where an approval counts at once
/// @param cards every rendering that was about to be shown
/// @param standing since when the card stands at each place
public record ReadingTime(
    Optional<Duration> least, List<ShownCard> cards, List<StandingCard> standing) {
  public ReadingTime {
    cards = List.copyOf(cards);
    standing = List.copyOf(standing);
  }

  public static ReadingTime of(Folded folded) {
    return new ReadingTime(Ruling.readFor(folded.ruled()), folded.cards(), folded.standing());
  }

  /// Since when the card stands at a place; a card of which no entry says so yet has only just
  /// come.
  public Instant since(ChatAddress place, int revision, Instant now) {
    return standing.stream()
        .filter(card -> card.revision() == revision && card.address().equals(place))
        .map(StandingCard::since)
        .findFirst()
        .orElse(now);
  }

  /// From when on an approval at this place counts, where that is still to come.
  public Optional<Instant> countsFrom(ChatAddress place, int revision, Instant now) {
    return least.map(time -> since(place, revision, now).plus(time)).filter(now::isBefore);
  }

  /// How long the card had stood when this vote was cast. A vote names its card and its chat, and
  /// no place: of several places of that chat that showed this card, the first counts.
  ///
  /// @param seq the number of the vote's entry
  /// @return empty where no entry before it says that the card stood there
  public Optional<Duration> stoodFor(Vote vote, int seq) {
    return cards.stream()
        .filter(card -> card.seq() < seq)
        .filter(card -> card.revision() == vote.revision() && card.card().equals(vote.card()))
        .filter(card -> card.isFor(vote.account()))
        .map(ShownCard::address)
        .flatMap(place -> standingAt(place, vote.revision(), seq))
        .min(Comparator.naturalOrder())
        .map(since -> Duration.between(since, vote.at()));
  }

  private Stream<Instant> standingAt(ChatAddress place, int revision, int seq) {
    return standing.stream()
        .filter(card -> card.seq() < seq && card.revision() == revision)
        .filter(card -> card.address().equals(place))
        .map(StandingCard::since);
  }

  /// Whether a vote may be so early. Only approvals are held back.
  ///
  /// @param seq the number of the vote's entry
  public boolean admits(Vote vote, int seq) {
    return vote.decision() != Decision.APPROVE
        || least.isEmpty()
        || stoodFor(vote, seq).filter(time -> time.compareTo(least.get()) >= 0).isPresent();
  }
}
