package dev.countersign.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.SettableClock;
import dev.countersign.TestGate;
import dev.countersign.audit.EntryType;
import dev.countersign.json.JsonObject;
import dev.countersign.ledger.InMemoryLedger;
import dev.countersign.people.Directory;
import dev.countersign.people.PeopleDirectory;
import dev.countersign.people.ProposingSide;
import dev.countersign.proposal.PersonId;
import dev.countersign.proposal.Proposal;
import dev.countersign.proposal.ProposalId;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// People are imported while a proposal is ruled on. Whoever verifies it later asks the import that
/// the ruling names, so everything about people in the ruling has to be of that one.
class RulingOfOneImportTest {
  /// In the second one marc and nina have each other's account, and lena owns the agent.
  private static final List<PeopleDirectory> IMPORTS =
      List.of(
          new PeopleDirectory(TestGate.people()),
          new PeopleDirectory(
              TestGate.people(
                  TestGate.PEOPLE
                      .replace("UMARC", "U-swapped")
                      .replace("UNINA", "UMARC")
                      .replace("U-swapped", "UNINA")
                      .replace("\"owner\":\"otto\"", "\"owner\":\"lena\""))));

  private final AtomicInteger readings = new AtomicInteger();

  /// Every answer is of another import than the one before it.
  private Directory importedAllTheTime() {
    return (Directory)
        Proxy.newProxyInstance(
            Directory.class.getClassLoader(),
            new Class<?>[] {Directory.class},
            (_, asked, with) ->
                asked.invoke(IMPORTS.get(readings.getAndIncrement() % IMPORTS.size()), with));
  }

  @Test
  void whoNeverCountsAndWhoOwnsTheAgentAreOfTheImportThatTheRulingNames() {
    SettableClock clock = new SettableClock(TestGate.START);
    InMemoryLedger ledger = new InMemoryLedger(clock);
    TestGate gate = new TestGate(clock, ledger, ledger, importedAllTheTime(), TestGate.ONE_LEAD);
    for (int tries = 0; tries < 8; tries++) {
      readings.set(tries);
      ProposalId id =
          gate.propose(
              TestGate.body("{\"anew\":true,\"agent\":{\"on_behalf_of\":\"slack:T01:UMARC\"}}"));
      JsonObject ruled = gate.audit(id, EntryType.RULED).getFirst().object("data");
      Proposal proposal = gate.record(id).proposal();
      PeopleDirectory named =
          IMPORTS.stream()
              .filter(one -> one.version().orElseThrow().value().equals(ruled.text("people")))
              .findFirst()
              .orElseThrow();

      assertThat(ruled.texts("conflicted"))
          .containsAll(
              ProposingSide.of(proposal.agent(), proposal.context().onBehalfOf(), named).stream()
                  .map(PersonId::value)
                  .toList())
          .hasSize(2);
      assertThat(proposal.owner()).isEqualTo(named.agent(proposal.agent()).orElseThrow().owner());
    }
  }
}
