package dev.countersign.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.RecordingChat.Message;
import dev.countersign.TestGate;
import dev.countersign.card.Click;
import dev.countersign.card.ClickAnswer;
import dev.countersign.card.ClickAnswer.Kind;
import dev.countersign.intake.IntakeResult;
import dev.countersign.ledger.Delivery;
import dev.countersign.ledger.DeliveryKind;
import dev.countersign.people.Agent;
import dev.countersign.people.People;
import dev.countersign.proposal.AgentId;
import dev.countersign.proposal.ProposalId;
import dev.countersign.store.PostgresStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Ten people who decide together in every channel, and as many agents and channels as the budgets
/// of so many open requests take.
final class Crowd {
  static final int PEOPLE = 10;

  /// As many as one agent, and one channel, may have open at once.
  private static final int OF_AN_AGENT = 50;

  private static final int OF_A_CHANNEL = 100;

  /// As many agents as propose at once, so that no opening waits longer than it may.
  private static final int PROPOSING = 64;

  /// As many people as press at once.
  private static final int PRESSING = 1_000;

  private static final int MOST_PRESSES = 100;
  private static final int WORKERS = 8;

  private static final Pattern ID = Pattern.compile(ProposalId.PREFIX + "[0-9A-Z]{26}");

  private final int requests;
  private final int approvals;

  /// @param requests how many are open at once
  /// @param approvals how many of the ten have to approve
  Crowd(int requests, int approvals) {
    this.requests = requests;
    this.approvals = approvals;
  }

  static String user(int person) {
    return "UREV%02d".formatted(person);
  }

  People people() {
    String persons =
        IntStream.range(0, PEOPLE)
            .mapToObj(
                """
                {"id":"rev-%1$02d","name":"Rev %1$02d","functions":["support"],
                 "accounts":{"slack":{"team":"T01","user":"UREV%1$02d"}}},
                """
                    ::formatted)
            .collect(Collectors.joining());
    String members =
        IntStream.range(0, PEOPLE)
            .mapToObj("\"rev-%02d\""::formatted)
            .collect(Collectors.joining(","));
    String groups =
        IntStream.range(0, channels())
            .mapToObj(nth ->
                "\"crew-%1$02d\":{\"members\":[%2$s],\"slack_channel\":\"C1%1$02d\"}"
                    .formatted(nth, members))
            .collect(Collectors.joining(","));
    String agents =
        IntStream.range(0, agents())
            .mapToObj(nth ->
                """
                "%1$s":{"owner":"otto","key":"ck_test_crewbot%2$04d","may_propose":["api_call"]}\
                """
                    .formatted(agent(nth), nth))
            .collect(Collectors.joining(","));
    return TestGate.people(
        """
        {"people":[%s
          {"id":"reviewer-7","name":"Rhea Requester","functions":[],"accounts":{}},
          {"id":"otto","name":"Otto Owner","functions":[],"accounts":{}}],
         "groups":{%s},"agents":{%s}}
        """
            .formatted(persons, groups, agents));
  }

  String policy() {
    String rules =
        IntStream.range(0, channels())
            .mapToObj(nth ->
                """
                {"id":"crew-%1$02d","when":"agent.id.startsWith(\\"bot-%1$02d-\\")","gate":"ask",
                 "stages":[{"group":"crew-%1$02d","approvals":%2$d}],"sla":{"expires":"4h"}}\
                """
                    .formatted(nth, approvals))
            .collect(Collectors.joining(","));
    return "{\"version\":1,\"rules\":[" + rules + "]}";
  }

  private int agents() {
    return (requests + OF_AN_AGENT - 1) / OF_AN_AGENT;
  }

  private int channels() {
    return (requests + OF_A_CHANNEL - 1) / OF_A_CHANNEL;
  }

  private static String agent(int nth) {
    return "bot-%02d-%d".formatted(nth * OF_AN_AGENT / OF_A_CHANNEL, nth);
  }

  void importInto(PostgresStore store) {
    People people = people();
    store.importPeople(people.persons(), people.groups(), people.agents());
  }

  /// Proposes them all, and lets their cards arrive.
  List<ProposalId> ask(TestGate gate) throws Exception {
    List<ProposalId> ids =
        together(
            PROPOSING,
            IntStream.range(0, requests)
                .mapToObj(nth -> (Callable<ProposalId>) () -> propose(gate, nth))
                .toList());
    work(gate, DeliveryKind.SHOW_CARD);
    return ids;
  }

  private static ProposalId propose(TestGate gate, int nth) {
    return recorded(submit(gate, nth, "{\"anew\":true}")).orElseThrow();
  }

  /// As the agent of the request of this number.
  static IntakeResult submit(TestGate gate, int nth, String changes) {
    return gate.intake.submit(of(gate, nth), TestGate.body(changes), Optional.empty());
  }

  static Agent of(TestGate gate, int nth) {
    return gate.directory.agent(new AgentId(agent(nth / OF_AN_AGENT))).orElseThrow();
  }

  static Optional<ProposalId> recorded(IntakeResult result) {
    return result instanceof IntakeResult.Recorded recorded
        ? Optional.of(recorded.id())
        : Optional.empty();
  }

  /// Works off all that is due, by several workers.
  static void work(TestGate gate, DeliveryKind kind) throws Exception {
    together(
        Collections.nCopies(
            WORKERS,
            () -> {
              List<Delivery> due = gate.deliveries.claim(kind, 20, Duration.ofMinutes(1));
              while (!due.isEmpty()) {
                due.forEach(
                    kind == DeliveryKind.EXECUTE ? gate.runner::run : gate.courier::deliver);
                due = gate.deliveries.claim(kind, 20, Duration.ofMinutes(1));
              }
              return true;
            }));
  }

  /// The card of each request.
  static Map<ProposalId, Message> cards(TestGate gate) {
    Map<ProposalId, Message> cards = new HashMap<>();
    for (Message message : gate.chat.messages()) {
      Matcher id = ID.matcher(message.card().body().text("summary"));
      assertThat(id.find()).isTrue();
      cards.put(new ProposalId(id.group()), message);
    }
    return cards;
  }

  /// As the words on the card say: where the gate could not take it, press again.
  static ClickAnswer patiently(TestGate gate, Click click) {
    for (int presses = 0; presses < MOST_PRESSES; presses++) {
      ClickAnswer answer = gate.desk.decide(click);
      if (answer.kind() != Kind.UNAVAILABLE) {
        return answer;
      }
    }
    throw new AssertionError("never taken");
  }

  /// All of them, begun at the same moment as far as threads can.
  static <T> List<T> together(List<? extends Callable<? extends T>> calls) throws Exception {
    return together(PRESSING, calls);
  }

  private static <T> List<T> together(int atOnce, List<? extends Callable<? extends T>> calls)
      throws Exception {
    CountDownLatch start = new CountDownLatch(1);
    Semaphore callers = new Semaphore(atOnce);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<T>> running = new ArrayList<>();
      for (Callable<? extends T> call : calls) {
        running.add(
            threads.submit(() -> {
              start.await();
              callers.acquire();
              try {
                return call.call();
              } finally {
                callers.release();
              }
            }));
      }
      start.countDown();
      List<T> results = new ArrayList<>();
      for (Future<T> result : running) {
        results.add(result.get());
      }
      return results;
    }
  }
}
