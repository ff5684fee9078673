package dev.countersign.breakglass;

import dev.countersign.audit.AuditEntry;
import dev.countersign.audit.ClosedRetrospective;
import dev.countersign.audit.FiledRetrospective;
import dev.countersign.card.ChatChannel;
import dev.countersign.card.ChatChannel.Sent;
import dev.countersign.card.ConsoleAddress;
import dev.countersign.card.Reply;
import dev.countersign.card.Reply.Part;
import dev.countersign.card.UnavailableException;
import dev.countersign.drawing.RetrospectiveReminder;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.ReminderMoment;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.ledger.RetrospectiveReminders;
import dev.countersign.ledger.Retrospectives;
import dev.countersign.ledger.Retrospectives.Listed;
import dev.countersign.ledger.Retrospectives.Retrospective;
import dev.countersign.people.AccountId;
import dev.countersign.people.ChatAddress;
import dev.countersign.people.Directory;
import dev.countersign.people.Person;
import dev.countersign.people.Surface;
import dev.countersign.people.Surfaces;
import dev.countersign.proposal.PersonId;
import dev.countersign.request.RequestState.Approved;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reminds of retrospectives that nobody has filed, or two others have not read, at each
/// [ReminderMoment]: whoever used break-glass and whoever has to look at it, each in their own
/// conversation with the app, and security where it is told of uses. Away and muted people are
/// told, too: the right waits for it.
///
/// A replica that is lost between sending and noting tells it twice.
public final class RetrospectiveNews {
  /// Looked at in one run, the earliest due first.
  static final int MOST = 1_000;

  private static final Logger log = LoggerFactory.getLogger(RetrospectiveNews.class);

  private final Retrospectives retrospectives;
  private final RetrospectiveReminders reminders;
  private final Ledger ledger;
  private final Directory directory;
  private final Map<Surface, ChatChannel> chats;
  private final Surfaces surfaces;
  private final Collection<ChatAddress> channels;
  private final GlassSeals seals;
  private final Optional<ConsoleAddress> console;

  /// @param channels of security, at most one in each chat
  /// @param seals for the button that opens the form
  /// @param console where the pages are
  public RetrospectiveNews(
      Retrospectives retrospectives,
      RetrospectiveReminders reminders,
      Ledger ledger,
      Directory directory,
      Map<Surface, ChatChannel> chats,
      Surfaces surfaces,
      Collection<ChatAddress> channels,
      GlassSeals seals,
      Optional<ConsoleAddress> console) {
    this.retrospectives = retrospectives;
    this.reminders = reminders;
    this.ledger = ledger;
    this.directory = directory;
    this.chats = Map.copyOf(chats);
    this.surfaces = surfaces;
    this.channels = List.copyOf(channels);
    this.seals = seals;
    this.console = console;
  }

  /// What cannot be told of one keeps none of the others back.
  public void tell() {
    Instant now = ledger.now();
    for (Listed listed : retrospectives.unclosed(MOST)) {
      Retrospective one = listed.of();
      try {
        ReminderMoment.at(listed, now).ifPresent(moment -> remind(one, moment));
      } catch (UnavailableException e) {
        throw e;
      } catch (RuntimeException e) {
        log.error("nobody can be reminded of the retrospective of {}", one.request(), e);
      }
    }
  }

  private void remind(Retrospective one, ReminderMoment moment) {
    Directory people = directory.asOfNow();
    Map<String, Target> targets = targets(one);
    Map<String, Integer> taken = reminders.take(one.request(), moment, targets.keySet());
    if (taken.isEmpty()) {
      return;
    }
    Optional<RequestRecord> record = waiting(one, moment);
    taken.forEach((name, tries) -> {
      Target target = targets.get(name);
      if (record.isEmpty()
          || target == null
          || isSettled(target.tell(record.get(), moment, people), name, one, tries)) {
        reminders.done(one.request(), moment, name);
      }
    });
  }

  /// As the record has it, whatever the row says: empty where it was filed, or read by two,
  /// meanwhile, or there is no such use.
  private Optional<RequestRecord> waiting(Retrospective one, ReminderMoment moment) {
    Optional<RequestRecord> record =
        ledger
            .find(one.request())
            .filter(found ->
                found.request().state() instanceof Approved approved
                    && approved
                        .glass()
                        .filter(glass ->
                            glass.by().equals(one.actor())
                                && glass.owner().equals(one.owner())
                                && glass.due().equals(one.due()))
                        .isPresent());
    if (record.isEmpty()) {
      log.error("a row tells of a use of break-glass on {} that there is not", one.request());
    }
    return record.filter(_ -> {
      List<AuditEntry> entries = ledger.audit(one.request());
      boolean filed = FiledRetrospective.in(entries).isPresent();
      boolean read = ClosedRetrospective.in(entries).size() >= ClosedRetrospective.PERSONS;
      return moment.isOfReading() ? filed && !read : !filed;
    });
  }

  private static boolean isSettled(String code, String name, Retrospective one, int tries) {
    if (code.isEmpty()) {
      return true;
    }
    log.warn("{} is not reminded of the retrospective of {}: {}", name, one.request(), code);
    return tries >= RetrospectiveReminders.MOST_TRIES;
  }

  private static String code(Sent sent) {
    return switch (sent) {
      case Sent.Shown _ -> "";
      case Sent.Later(_, String code, _) -> code;
      case Sent.Refused(_, String code) -> code;
    };
  }

  /// Whom to tell, in one chat or another.
  private interface Target {
    /// @return why it is not told yet; empty once nobody has to try again
    String tell(RequestRecord record, ReminderMoment moment, Directory people);
  }

  /// By what they are kept as.
  private Map<String, Target> targets(Retrospective one) {
    Map<String, Target> targets = new LinkedHashMap<>();
    for (ChatAddress channel : channels) {
      targets.put(
          channel.toString(), (record, moment, people) -> say(channel, record, moment, people));
    }
    for (PersonId person : List.of(one.actor(), one.owner())) {
      targets.put(
          "person:" + person, (record, moment, people) -> tell(person, record, moment, people));
    }
    return targets;
  }

  private String say(
      ChatAddress channel, RequestRecord record, ReminderMoment moment, Directory people) {
    ChatChannel chat = chats.get(channel.surface());
    return chat == null
        ? "chat_not_connected"
        : code(
            chat.say(
                channel,
                reminder(
                    record, moment, people, false, seals.filing(channel, record.request().id()))));
  }

  /// In the first of their chats that takes it; whoever has none reads of it on pages.
  private String tell(PersonId id, RequestRecord record, ReminderMoment moment, Directory people) {
    String code = "";
    Optional<Person> person = people.byId(id);
    for (AccountId account : person.map(this::accounts).orElse(List.of())) {
      ChatChannel chat = chats.get(account.surface());
      if (chat == null || !chat.profile(account).mayAsk()) {
        code = "no_member";
        continue;
      }
      boolean whole = record.isShownTo(person.orElseThrow(), people);
      Reply.Ask file = seals.filing(account, record.request().id());
      code = code(chat.tell(account, reminder(record, moment, people, whole, file)));
      if (code.isEmpty()) {
        return code;
      }
    }
    return code;
  }

  private List<AccountId> accounts(Person person) {
    return person.accounts().stream()
        .filter(account -> surfaces.know(account) && chats.containsKey(account.surface()))
        .sorted(Comparator.comparing(AccountId::surface))
        .toList();
  }

  private Reply reminder(
      RequestRecord record,
      ReminderMoment moment,
      Directory people,
      boolean whole,
      Reply.Ask file) {
    List<Part> ways = new ArrayList<>();
    if (!moment.isOfReading()) {
      ways.add(new Part.Asks(List.of(file)));
    }
    console.ifPresent(pages ->
        ways.add(new Part.Leads("Open its page", pages.retrospective(record.request().id()))));
    return RetrospectiveReminder.of(record, people, moment, whole, ways);
  }
}
