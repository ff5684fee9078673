package dev.countersign.clockwork;

import dev.countersign.RecordingChat;
import dev.countersign.SettableClock;
import dev.countersign.TestGate;
import dev.countersign.TestKeys;
import dev.countersign.audit.AuditEntry;
import dev.countersign.card.PostedCard;
import dev.countersign.clockwork.WeekPeople.Crew;
import dev.countersign.intake.IntakeResult;
import dev.countersign.ledger.Delivery;
import dev.countersign.ledger.DeliveryKind;
import dev.countersign.ledger.InMemoryLedger;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.LedgerUnavailableException;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.people.AccountId;
import dev.countersign.people.PeopleDirectory;
import dev.countersign.people.Person;
import dev.countersign.people.Surface;
import dev.countersign.proposal.AgentId;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Decision;
import dev.countersign.request.Entitlement;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/// Two replicas over one ledger, minute by minute: agents propose, people of four zones press in
/// their hours, both replicas sweep and deliver in an order that changes, and one of them dies half
/// way. What happens follows from the seed alone.
final class SimulatedWeek {
  static final Instant BEGIN = Instant.parse("2026-10-23T00:00:00Z");
  static final Instant END = Instant.parse("2026-10-31T00:00:00Z");

  /// How far apart the sweeps of a replica are.
  static final Duration SWEEP = Duration.ofMinutes(10);

  private static final Instant DEATH = Instant.parse("2026-10-26T12:00:00Z");
  private static final Duration LAST_PROPOSAL = Duration.ofHours(6 * 24 + 12);

  /// How long after the week the last ones may wait for working time.
  private static final Duration LONGEST_TAIL = Duration.ofDays(6);

  private static final int REPLICAS = 2;

  private final Random random;
  private final SettableClock clock = new SettableClock(BEGIN);
  private final InMemoryLedger ledger = new InMemoryLedger(clock);
  private final RecordingChat chat = new RecordingChat();
  private final PeopleDirectory people = new PeopleDirectory(WeekPeople.people());
  private final List<Replica> replicas = new ArrayList<>();
  private final TreeMap<Instant, byte[]> proposals = new TreeMap<>();
  private final List<ProposalId> asked = new ArrayList<>();
  private final List<ProposalId> waiting = new ArrayList<>();
  private boolean rebuilt;

  /// How often a step of one replica landed while another one computed its own.
  private int overlaps;

  SimulatedWeek(long seed, int requests) {
    random = new Random(seed);
    for (int i = 0; i < REPLICAS; i++) {
      replicas.add(new Replica(i));
    }
    while (proposals.size() < requests) {
      Instant at = BEGIN.plus(random.nextInt((int) LAST_PROPOSAL.toMinutes()), ChronoUnit.MINUTES);
      if (!proposals.containsKey(at)) {
        proposals.put(at, body(proposals.size()));
      }
    }
  }

  /// A gate, whose commits another one may come before.
  private final class Replica {
    private final int number;
    private final TestGate gate;

    /// Before how many more commits the others sweep; 0 where they do not.
    private int until;

    private boolean dying;

    private Replica(int number) {
      this.number = number;
      this.gate =
          new TestGate(
              clock,
              line(),
              ledger,
              people,
              WeekPeople.policy(),
              TestKeys.RING,
              chat,
              channel -> channel);
    }

    private Ledger line() {
      return (Ledger)
          Proxy.newProxyInstance(
              Ledger.class.getClassLoader(),
              new Class<?>[] {Ledger.class},
              (_, method, arguments) -> {
                if (method.getName().equals("commit")) {
                  beforeCommit();
                }
                try {
                  return method.invoke(ledger, arguments);
                } catch (InvocationTargetException e) {
                  throw e.getCause();
                }
              });
    }

    private void beforeCommit() {
      if (dying) {
        throw new LedgerUnavailableException("this replica died");
      }
      if (until > 0 && --until == 0) {
        replicas.stream().filter(other -> other != this).forEach(other -> other.gate.due.run());
        overlaps++;
      }
    }

    /// @param commit before which of its commits the others sweep, counted from 1; 0 for none
    private void meeting(int commit, Runnable step) {
      until = commit;
      step.run();
      until = 0;
    }
  }

  SimulatedWeek run() {
    Instant minute = BEGIN;
    while (minute.isBefore(END)
        || ((!waiting.isEmpty() || !proposals.isEmpty())
            && minute.isBefore(END.plus(LONGEST_TAIL)))) {
      clock.set(minute);
      propose();
      if (minute.getEpochSecond() % SWEEP.toSeconds() == 0) {
        sweep();
      }
      if (random.nextBoolean()) {
        deliver();
      }
      for (Crew crew : WeekPeople.CREWS) {
        for (String person : crew.members()) {
          if (random.nextInt(45) == 0) {
            look(person, crew);
          }
        }
      }
      minute = minute.plus(1, ChronoUnit.MINUTES);
    }
    deliver();
    return this;
  }

  // What the checks look at.

  List<ProposalId> asked() {
    return List.copyOf(asked);
  }

  RequestRecord record(ProposalId id) {
    return ledger.find(id).orElseThrow();
  }

  List<AuditEntry> chain(ProposalId id) {
    return ledger.audit(id);
  }

  PeopleDirectory people() {
    return people;
  }

  boolean wasRebuilt() {
    return rebuilt;
  }

  int overlaps() {
    return overlaps;
  }

  RecordingChat.Message shown(PostedCard card) {
    return card.messageId().flatMap(chat::message).orElseThrow();
  }

  // What happens.

  private byte[] body(int number) {
    String kind = WeekPeople.KINDS.get(random.nextInt(WeekPeople.KINDS.size()));
    return """
    {"schema":"proposal.v1","action_type":"refund.create","target_system":"billing",
     "target_id":"charge_%1$d","environment":"production","confidence":0.9,"anew":true,
     "proposed_changes":{"class":"api_call","method":"POST",
       "url":"https://api.billing.example/v1/%2$s",
       "headers":{"content-type":"application/json"},
       "body":{"media_type":"application/json","json":{"charge":%1$d,"large":%3$b}}},
     "rationale":"The parcel arrived broken.",
     "execution":{"mode":"%4$s"}}
    """
        .formatted(
            number,
            kind,
            random.nextInt(3) == 0,
            // What is executed takes most time, and is not what is looked at here.
            random.nextInt(5) == 0 ? "gateway" : "none")
        .getBytes(StandardCharsets.UTF_8);
  }

  private Replica any() {
    return replicas.get(random.nextInt(REPLICAS));
  }

  /// What a full queue declines is proposed again, in a minute of its own.
  private void propose() {
    byte[] body = proposals.remove(clock.instant());
    if (body == null) {
      return;
    }
    AgentId agent = new AgentId("bot-" + random.nextInt(WeekPeople.AGENTS));
    IntakeResult result =
        any().gate.intake.submit(people.agent(agent).orElseThrow(), body, Optional.empty());
    if (result instanceof IntakeResult.Recorded(var id, _, _, _)) {
      asked.add(id);
      waiting.add(id);
      return;
    }
    Instant again = clock.instant().plus(17, ChronoUnit.MINUTES);
    while (proposals.containsKey(again)) {
      again = again.plus(1, ChronoUnit.MINUTES);
    }
    proposals.put(again, body);
  }

  private void sweep() {
    int first = random.nextInt(REPLICAS);
    for (int i = 0; i < REPLICAS; i++) {
      Replica replica = replicas.get((first + i) % REPLICAS);
      int commit = random.nextInt(4);
      if (replica.number == 0 && !rebuilt && !clock.instant().isBefore(DEATH)) {
        dieIn(replica);
      } else {
        replica.meeting(commit, replica.gate.due::run);
      }
    }
    waiting.removeIf(id -> record(id).request().state().isDecided());
  }

  /// It claims deliveries that it never makes, and dies in its sweep, at the first commit.
  private void dieIn(Replica replica) {
    for (DeliveryKind kind : DeliveryKind.values()) {
      ledger.claim(kind, Integer.MAX_VALUE, Duration.ofMinutes(1));
    }
    replica.dying = true;
    try {
      replica.gate.due.run();
      // Nothing was due: it dies in the next one.
      replica.dying = false;
    } catch (LedgerUnavailableException _) {
      replicas.set(replica.number, new Replica(replica.number));
      rebuilt = true;
    }
  }

  /// Until nothing is due, a few by each replica in turn.
  private void deliver() {
    int turn = random.nextInt(REPLICAS);
    int few = 1 + random.nextInt(4);
    for (DeliveryKind kind : DeliveryKind.values()) {
      List<Delivery> due = ledger.claim(kind, few, Duration.ofMinutes(1));
      while (!due.isEmpty()) {
        TestGate gate = replicas.get(turn++ % REPLICAS).gate;
        due.forEach(
            switch (kind) {
              case SHOW_CARD -> gate.courier::deliver;
              case REMIND -> gate.reminders::deliver;
              case RING -> gate.reminders::ring;
              case TELL -> gate.outcomes::deliver;
              case ALARM -> gate.alarms::deliver;
              case ASK_ANEW -> gate.changed::deliver;
              case READ_BACK -> gate.readBacks::deliver;
              case EXECUTE -> gate.runner::run;
            });
        due = ledger.claim(kind, few, Duration.ofMinutes(1));
      }
    }
  }

  /// Somebody goes through what waits. Who is not asked presses now and then all the same.
  private void look(String id, Crew crew) {
    if (crew.isSilent()
        || !crew.works(clock.instant())
        || WeekPeople.isAway(id, crew, clock.instant())) {
      return;
    }
    Person person = people.byAccount(account(id)).orElseThrow();
    for (ProposalId request : waiting) {
      RequestRecord record = record(request);
      boolean mayDecide = record.entitlement(person, people) == Entitlement.ENTITLED;
      if (random.nextInt(100) < (mayDecide ? 30 : 1)) {
        act(id, record);
      }
    }
  }

  private void act(String person, RequestRecord record) {
    Replica replica = any();
    int commit = random.nextInt(8) == 0 ? 1 : 0;
    int mood = random.nextInt(100);
    if (mood < 60) {
      replica.meeting(commit, () -> press(person, record, Decision.APPROVE, replica));
    } else if (mood < 68) {
      replica.meeting(commit, () -> press(person, record, Decision.REJECT, replica));
    } else if (mood < 76) {
      replica.meeting(commit, () -> press(person, record, Decision.RETURN, replica));
    } else {
      replica.meeting(
          commit,
          () -> replica.gate.deadlines.extend(account(person), record.request().id().value()));
    }
  }

  private static AccountId account(String person) {
    return new AccountId(Surface.SLACK, TestGate.TEAM, WeekPeople.account(person));
  }

  private void press(String person, RequestRecord record, Decision decision, Replica replica) {
    record.cards().stream()
        .filter(card -> card.messageId().isPresent())
        .max(Comparator.comparing(card -> card.address().channel()))
        .map(this::shown)
        .filter(message -> message.tokens().containsKey(decision))
        .ifPresent(message ->
            replica.gate.desk.decide(
                TestGate.click(WeekPeople.account(person), message, decision)));
  }
}
