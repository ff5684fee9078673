package dev.countersign.courier;

import dev.countersign.card.ChatChannel;
import dev.countersign.card.ChatChannel.Sent;
import dev.countersign.card.ChatProfile;
import dev.countersign.card.UnavailableException;
import dev.countersign.courier.WaitingQueue.Found;
import dev.countersign.drawing.DigestPage;
import dev.countersign.ledger.Digests;
import dev.countersign.ledger.Digests.Turn;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.Mutes;
import dev.countersign.ledger.WaitingLine;
import dev.countersign.people.AccountId;
import dev.countersign.people.Directory;
import dev.countersign.people.Group;
import dev.countersign.people.Person;
import dev.countersign.people.Surface;
import dev.countersign.people.Surfaces;
import dev.countersign.people.WorkingTime;
import dev.countersign.proposal.PersonId;
import dev.countersign.proposal.ProposalId;
import dev.countersign.token.ButtonSeals;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells whoever has a long queue what waits for them, in their own conversation with the app: at
/// most once in a period, only while one of their groups works and they are neither away nor muted,
/// and only when something waits that the last one did not tell. What is told is the answer to
/// `queue`, so nobody is told who would not be answered.
///
/// A turn is taken before it is sent: after a crash the person hears of it in the next period.
public final class DigestNews {
  /// People of one run: what each costs is a look at their queue, and a message at most.
  static final int MOST_PEOPLE = 10;

  /// How long after a look that found nothing to tell the next one comes.
  static final Duration LOOK_AGAIN = Duration.ofMinutes(2);

  private static final Logger log = LoggerFactory.getLogger(DigestNews.class);

  private final Ledger ledger;
  private final Digests digests;
  private final Mutes mutes;
  private final Directory directory;
  private final WaitingQueue queue;
  private final Map<Surface, ChatChannel> chats;
  private final Surfaces surfaces;
  private final MuteAgreements agreements;
  private final Optional<DigestRule> rule;

  /// @param queue finds what waits for a person
  /// @param seals for the button that mutes
  /// @param rule empty where nobody is told
  public DigestNews(
      Ledger ledger,
      Digests digests,
      Mutes mutes,
      Directory directory,
      WaitingQueue queue,
      Map<Surface, ChatChannel> chats,
      Surfaces surfaces,
      ButtonSeals seals,
      Optional<DigestRule> rule) {
    this.ledger = ledger;
    this.digests = digests;
    this.mutes = mutes;
    this.directory = directory;
    this.queue = queue;
    this.chats = Map.copyOf(chats);
    this.surfaces = surfaces;
    this.agreements = new MuteAgreements(seals);
    this.rule = rule;
  }

  public void tell() {
    rule.ifPresent(this::tell);
  }

  private void tell(DigestRule now) {
    Directory people = directory.asOfNow();
    Map<PersonId, Person> there = there(people, ledger.now());
    mutes.muted().forEach(there::remove);
    if (there.isEmpty()) {
      return;
    }
    Optional<Turn> next = next(there.keySet(), now);
    for (int told = 0; told < MOST_PEOPLE && next.isPresent(); told++) {
      Person person = there.remove(next.get().person());
      if (person != null) {
        tell(next.get(), person, people, now);
      }
      next = next(there.keySet(), now);
    }
  }

  /// One at a time, so that whoever is not told for an outage keeps nobody else's turn.
  private Optional<Turn> next(Set<PersonId> left, DigestRule now) {
    return left.isEmpty()
        ? Optional.empty()
        : digests.take(left, 1, now.period()).stream().findFirst();
  }

  /// Everybody who decides somewhere, can be told, and is at work.
  private Map<PersonId, Person> there(Directory people, Instant now) {
    Map<PersonId, Person> there = new LinkedHashMap<>();
    people.groups().stream()
        .filter(group -> works(group, now))
        .map(Group::name)
        .flatMap(group -> people.deciders(group, now).stream())
        .filter(person -> !person.isAway(now) && !accounts(person).isEmpty())
        .forEach(person -> there.put(person.id(), person));
    return there;
  }

  private static boolean works(Group group, Instant now) {
    return group.calendar().map(WorkingTime::new).filter(time -> !time.isWithin(now)).isEmpty();
  }

  private List<AccountId> accounts(Person person) {
    return person.accounts().stream()
        .filter(account -> surfaces.know(account) && chats.containsKey(account.surface()))
        .sorted(Comparator.comparing(AccountId::surface))
        .toList();
  }

  /// What cannot be looked up for one person keeps none of the others from theirs.
  private void tell(Turn turn, Person person, Directory people, DigestRule now) {
    try {
      Found found = queue.find(person, people);
      if (isNews(found, turn.told(), now)) {
        tell(turn, person, found);
      } else {
        digests.sentNothing(turn, LOOK_AGAIN);
      }
    } catch (UnavailableException e) {
      throw e;
    } catch (RuntimeException e) {
      log.error("it cannot be looked up what waits for {}", person.id(), e);
    }
  }

  private static boolean isNews(Found found, Set<ProposalId> told, DigestRule now) {
    return found.lines().size() >= now.from()
        && found.shown().stream().map(WaitingLine::id).anyMatch(id -> !told.contains(id));
  }

  /// In the first of their chats that takes it. Where it is not known whether one did, that is
  /// enough for this period.
  private void tell(Turn turn, Person person, Found found) {
    String last = "";
    for (AccountId account : accounts(person)) {
      ChatChannel chat = chats.get(account.surface());
      ChatProfile profile = chat == null ? ChatProfile.UNKNOWN : chat.profile(account);
      if (chat == null || !profile.mayAsk()) {
        last = profile.standing().name();
        continue;
      }
      Sent sent =
          chat.tell(
              account,
              DigestPage.of(found.shown(), found.count(), found.more(), agreements.mute(account)));
      switch (sent) {
        case Sent.Shown _ -> {
          digests.told(turn, found.shown().stream().map(WaitingLine::id).toList());
          return;
        }
        case Sent.Later later -> {
          if (later.limited()) {
            digests.sentNothing(turn, LOOK_AGAIN);
          }
          log.info("{} is not told what waits for now: {}", person.id(), later.code());
          return;
        }
        case Sent.Refused(_, String code) -> last = code;
      }
    }
    log.info("{} is not told what waits: {}", person.id(), last);
  }
}
