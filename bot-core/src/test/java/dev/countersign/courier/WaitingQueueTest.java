package dev.countersign.courier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.TestGate;
import dev.countersign.people.AccountId;
import dev.countersign.people.Surface;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Decision;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WaitingQueueTest {
  private static final String TWO_LEADS =
      TestGate.ONE_LEAD.replace("\"approvals\":1", "\"approvals\":2");

  private final TestGate gate = TestGate.inMemory(TWO_LEADS);

  @Test
  void theQueueNamesWhatWaitsForTheAskerAndNothingElse() {
    ProposalId id = gate.ask();

    assertThat(queue("ULENA")).contains(id.value()).contains("Decide by");
    assertThat(queue("UPIA")).as("another group").isEqualTo("Nothing waits for you.");
    assertThat(queue("UOTTO")).as("the agent's owner").isEqualTo("Nothing waits for you.");

    gate.press("ULENA", Decision.APPROVE);
    assertThat(queue("ULENA")).as("has voted").isEqualTo("Nothing waits for you.");
    assertThat(queue("UMARC")).contains(id.value());
  }

  @Test
  void aLongQueueIsCutAndSaysSo() {
    IntStream.rangeClosed(0, WaitingQueue.MOST_LINES)
        .forEach(number -> gate.propose(TestGate.body("{\"target_id\":\"no-" + number + "\"}")));

    assertThat(queue("ULENA").lines()).hasSize(WaitingQueue.MOST_LINES + 2).endsWith("… and more.");
  }

  @Test
  void aStatusIsToldToThoseWhomItConcernsOnly() {
    ProposalId id = gate.ask();

    assertThat(status("ULENA", id.value())).contains(id.value()).contains("RISK");
    assertThat(status("UOTTO", id.value())).as("the owner").contains("RISK");
    assertThat(status("UPIA", id.value()))
        .as("nobody else's business reads like nothing at all")
        .isEqualTo(status("UPIA", "prop_01KB000000000000000000000A"))
        .doesNotContain("RISK");

    gate.press("ULENA", Decision.APPROVE);
    gate.press("UMARC", Decision.APPROVE);
    gate.execute();
    assertThat(status("ULENA", id.value())).startsWith("✅ Executed");
  }

  @Test
  void whatIsNoIdAndWhoIsNobodyAreToldWhatToDo() {
    assertThat(status("ULENA", "the refund; drop table request")).contains("An id looks like");
    assertThat(queue("UNOBODY")).contains("ask your administrator");
    assertThat(status("UNOBODY", "prop_01KB000000000000000000000A"))
        .contains("ask your administrator");
  }

  private String queue(String user) {
    return gate.queue.queue(account(user));
  }

  private String status(String user, String id) {
    return gate.queue.status(account(user), id);
  }

  private static AccountId account(String user) {
    return new AccountId(Surface.SLACK, TestGate.TEAM, user);
  }
}
