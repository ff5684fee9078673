package dev.countersign.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.RecordingChat;
import dev.countersign.SettableClock;
import dev.countersign.TestGate;
import dev.countersign.app.keys.KeyFile;
import dev.countersign.execution.Outcome;
import dev.countersign.people.People;
import dev.countersign.proposal.AgentId;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Execution;
import dev.countersign.request.RequestState.Approved;
import dev.countersign.store.PostgresStore;
import dev.countersign.token.KeyRing;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What operators see and say of what nobody knows the end of: here of a call that the policy
/// allowed, which has no card.
final class ExecutionsCommandTest extends CommandTestCase {
  private static final String ALLOWED =
      "{\"version\":1,\"rules\":[{\"id\":\"calls\",\"when\":\"action.class =="
          + " \\\"api_call\\\"\",\"gate\":\"allow\"}]}";

  private Ran executions(Path config, String... rest) {
    String[] args = new String[rest.length + 3];
    args[0] = "executions";
    System.arraycopy(rest, 0, args, 1, rest.length);
    args[rest.length + 1] = "--config";
    args[rest.length + 2] = config.toString();
    return run(args);
  }

  @Test
  void whatHasNoCardIsListedAndSettledAsThePersonsWord() throws IOException {
    makeKeys();
    Path config = settings("server:\n  public_url: https://gate.example\n");
    KeyRing keys =
        new KeyFile(folder.resolve("keys.json"), new SecureRandom(), InstantSource.system()).load();
    try (PostgresStore store = PostgresStore.open(database.config(), keys.evidence())) {
      People people = TestGate.people();
      store.importPeople(people.persons(), people.groups(), people.agents());
      TestGate gate =
          new TestGate(
              new SettableClock(Instant.now()),
              store.ledger(),
              store.deliveries(),
              store.directory(),
              ALLOWED,
              keys,
              new RecordingChat(),
              line -> line);
      assertThat(executions(config, "unknown").exitCode()).isZero();
      gate.executor.answer(_ -> new Outcome.Unknown("timeout", 0));
      ProposalId id = gate.propose();
      gate.execute();

      Ran listed = executions(config, "unknown");
      assertThat(listed.exitCode()).isEqualTo(1);
      assertThat(listed.out()).contains(id.value(), "support-bot", "timeout", "(no card)");
      assertThat(
              store
                  .unknownEnds()
                  .list(Optional.of(new AgentId("support-bot")), Optional.empty(), 9))
          .containsExactly(id);
      assertThat(
              store.unknownEnds().list(Optional.of(new AgentId("other-bot")), Optional.empty(), 9))
          .isEmpty();
      assertThat(store.backlog().read(9).unknown()).isEqualTo(1);

      assertThat(settled(config, id, "otto", "happened").err())
          .contains("somebody else has to look");
      assertThat(settled(config, id, "marc", "perhaps").exitCode()).isEqualTo(2);
      Ran said = settled(config, id, "marc", "nothing");
      assertThat(said.err()).isEmpty();
      assertThat(said.out()).contains("recorded as the word of marc");
      assertThat(executions(config, "unknown").exitCode()).isZero();
      assertThat(((Approved) gate.state(id)).execution())
          .isInstanceOfSatisfying(
              Execution.Reconciled.class, end -> assertThat(end.happened()).isFalse());
    }
    assertThat(run("verify", "--config", config.toString()).exitCode()).isZero();
  }

  private Ran settled(Path config, ProposalId id, String person, String found) {
    return executions(
        config,
        "settle",
        id.value(),
        "--found",
        found,
        "--person",
        person,
        "--note",
        "It is not in the ledger of the bank",
        "--as",
        "ops");
  }
}
