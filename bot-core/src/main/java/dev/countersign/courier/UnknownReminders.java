package dev.countersign.courier;

import dev.countersign.card.CardRouting;
import dev.countersign.card.Ring;
import dev.countersign.courier.BelowCard.Standing;
import dev.countersign.drawing.CardComposer;
import dev.countersign.ledger.Deliveries;
import dev.countersign.ledger.Delivery;
import dev.countersign.ledger.Mutes;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.people.Person;
import dev.countersign.request.Execution;
import dev.countersign.request.RequestState.Approved;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Reminds those who can say whether an action happened of which nobody knows it: ever more seldom,
/// in the end once a week, until somebody has said so. One delivery is kept for all of them.
final class UnknownReminders {
  /// After the end of the attempt, and from then on each [#WEEK].
  static final List<Duration> AFTER =
      List.of(
          Duration.ofHours(1),
          Duration.ofHours(8),
          Duration.ofDays(1),
          Duration.ofDays(3),
          Duration.ofDays(7));

  static final Duration WEEK = Duration.ofDays(7);

  private final Deliveries deliveries;
  private final CardComposer composer;
  private final AskedPeople asked;
  private final Mutes mutes;
  private final CardRouting routing;
  private final BelowCard below;

  UnknownReminders(
      Deliveries deliveries,
      CardComposer composer,
      AskedPeople asked,
      Mutes mutes,
      CardRouting routing,
      BelowCard below) {
    this.deliveries = deliveries;
    this.composer = composer;
    this.asked = asked;
    this.mutes = mutes;
    this.routing = routing;
    this.below = below;
  }

  /// Since when nobody knows; empty where somebody does.
  static Optional<Instant> since(RequestRecord record) {
    return record.request().state() instanceof Approved(_, _, Execution.Unknown lost)
        ? Optional.of(lost.at())
        : Optional.empty();
  }

  void remind(Delivery delivery, Standing standing, Instant since) {
    Duration passed = Duration.between(since, standing.record().now());
    if (passed.compareTo(AFTER.getFirst()) < 0) {
      deliveries.keep(delivery, AFTER.getFirst().minus(passed));
      return;
    }
    Duration pause = next(passed).minus(passed);
    List<Person> all = asked.toSay(standing.address().surface(), standing.record());
    NamedOnce places = asked.placesOfAll(standing.record(), routing);
    List<Person> here =
        BelowCard.unmuted(places.at(standing.address(), all), standing.record(), mutes);
    if (here.isEmpty() && (!all.isEmpty() || places.isPersonal(standing.address()))) {
      // Whoever reads here is named elsewhere, cannot say it, or wants quiet.
      deliveries.keep(delivery, pause);
      return;
    }
    if (below.say(
        delivery,
        standing,
        CardComposer.unknown(composer.summary(standing.record())),
        here.size() <= BelowCard.MOST_NAMED ? Ring.of(BelowCard.named(here)) : Ring.NOBODY)) {
      deliveries.keep(delivery, pause);
    }
  }

  /// @param passed since the end of the attempt
  /// @return after how long, counted from it, the next reminder is due
  static Duration next(Duration passed) {
    return AFTER.stream()
        .filter(moment -> moment.compareTo(passed) > 0)
        .findFirst()
        .orElseGet(() -> WEEK.multipliedBy(passed.dividedBy(WEEK) + 1));
  }
}
