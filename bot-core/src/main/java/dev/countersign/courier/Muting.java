package dev.countersign.courier;

import dev.countersign.card.Asker;
import dev.countersign.card.MuteDesk;
import dev.countersign.card.Reply;
import dev.countersign.card.WhyNot;
import dev.countersign.drawing.MutePage;
import dev.countersign.ledger.Mutes;
import dev.countersign.people.Directory;
import dev.countersign.people.Person;
import dev.countersign.token.ButtonSeals;
import java.time.Instant;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps who wants quiet, by the person: whoever mutes themselves in one chat is muted in all.
public final class Muting implements MuteDesk {
  private static final Logger log = LoggerFactory.getLogger(Muting.class);

  private final Mutes mutes;
  private final Directory directory;
  private final MuteAgreements agreements;

  /// @param seals for the buttons, so that only whoever was shown one can press it
  public Muting(Mutes mutes, Directory directory, ButtonSeals seals) {
    this.mutes = mutes;
    this.directory = directory;
    this.agreements = new MuteAgreements(seals);
  }

  @Override
  public Reply mute(Asker asker, String agreement) {
    return forPerson(
        asker,
        person -> {
          if (!agreements.mutes(agreement, asker)) {
            return MutePage.whatItDoes(agreements.mute(asker.account()));
          }
          Instant until = mutes.mute(person.id(), Mutes.LASTS);
          log.info("{} is muted until {}, asked by {}", person.id(), until, asker);
          return MutePage.muted(until, agreements.unmute(asker.account()));
        });
  }

  @Override
  public Reply unmute(Asker asker, String agreement) {
    return forPerson(
        asker,
        person -> {
          if (!agreements.unmutes(agreement, asker)) {
            return MutePage.whatEndingDoes(agreements.unmute(asker.account()));
          }
          mutes.unmute(person.id());
          log.info("{} is muted no more, asked by {}", person.id(), asker);
          return MutePage.unmuted();
        });
  }

  private Reply forPerson(Asker asker, Function<Person, Reply> step) {
    return directory
        .byAccount(asker.account())
        .map(step)
        .orElseGet(() -> new Reply.Words(WhyNot.UNLINKED.said()));
  }
}
