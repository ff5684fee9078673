package dev.countersign.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.TestKeys;
import dev.countersign.json.Digest;
import dev.countersign.ledger.HeldAttachments;
import dev.countersign.ledger.HeldAttachments.Found;
import dev.countersign.ledger.HeldAttachments.Kept;
import dev.countersign.ledger.HeldAttachmentsContract;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.OpeningBuilder;
import dev.countersign.proposal.AgentId;
import dev.countersign.proposal.ProposalId;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PostgresAttachmentsTest extends HeldAttachmentsContract {
  private static final AgentId AGENT = new AgentId("replicas");

  @RegisterExtension final EmbeddedPostgresExtension postgres = new EmbeddedPostgresExtension();

  @Override
  protected HeldAttachments attachments() {
    return postgres.store().attachments();
  }

  @Override
  protected Ledger ledger() {
    return postgres.store().ledger();
  }

  @Override
  protected void pass(Duration time) {
    change(
        "update countersign.attachment set kept_at = kept_at - interval '"
            + time.toSeconds()
            + " seconds'; update countersign.attachment_hold set held_at = held_at - interval '"
            + time.toSeconds()
            + " seconds'");
  }

  private void change(String sql) {
    try (Connection connection = postgres.admin().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void twoReplicasHaveOneCount() throws Exception {
    try (PostgresStore other = PostgresStore.open(postgres.config(), TestKeys.EVIDENCE);
        var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int nth = 0; nth < HeldAttachments.MOST - 3; nth++) {
        attachments().keep(AGENT, bytes("before-" + nth));
      }
      List<Callable<Kept>> handing = new ArrayList<>();
      for (int nth = 0; nth < 12; nth++) {
        HeldAttachments replica = nth % 2 == 0 ? attachments() : other.attachments();
        byte[] each = bytes("at once " + nth);
        handing.add(() -> replica.keep(AGENT, each));
      }
      int kept = 0;
      for (Future<Kept> answer : callers.invokeAll(handing)) {
        kept += answer.get() instanceof Kept.Is ? 1 : 0;
      }
      assertThat(kept).isEqualTo(3);
    }
  }

  /// Each of many is old enough to be forgotten, and held at that very moment.
  @Test
  void whatIsHeldAtTheMomentAtWhichItIsForgottenIsOneOfTheTwo() throws Exception {
    try (PostgresStore other = PostgresStore.open(postgres.config(), TestKeys.EVIDENCE);
        var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Digest> digests = new ArrayList<>();
      for (int nth = 0; nth < 30; nth++) {
        digests.add(((Kept.Is) attachments().keep(AGENT, bytes("old " + nth))).digest());
      }
      pass(HeldAttachments.UNHELD);
      List<ProposalId> requests = new ArrayList<>();
      List<Callable<Boolean>> both = new ArrayList<>();
      for (Digest digest : digests) {
        var opening = OpeningBuilder.at(ledger().now()).build();
        ledger().open(opening);
        requests.add(opening.proposal().id());
        both.add(() -> attachments().hold(opening.proposal().id(), AGENT, Set.of(digest)));
      }
      both.add(3, () -> other.attachments().forget() >= 0);
      both.add(20, () -> attachments().forget() >= 0);
      List<Boolean> held = new ArrayList<>();
      for (Future<Boolean> answer : callers.invokeAll(both)) {
        held.add(answer.get());
      }
      held.remove(20);
      held.remove(3);
      for (int nth = 0; nth < digests.size(); nth++) {
        assertThat(attachments().find(requests.get(nth), digests.get(nth)) instanceof Found.Whole)
            .isEqualTo(held.get(nth));
      }
    }
  }

  @Test
  void otherBytesAreNeverWhatWasHandedIn() {
    Digest digest = ((Kept.Is) attachments().keep(AGENT, bytes("as approved"))).digest();
    var opening = OpeningBuilder.at(ledger().now()).build();
    ledger().open(opening);
    attachments().hold(opening.proposal().id(), AGENT, Set.of(digest));
    String other = "update countersign.attachment set bytes = '\\x6576696c'";
    assertThatThrownBy(() -> change(other)).hasMessageContaining("attachment_is_of_its_digest");

    change(
        "alter table countersign.attachment drop constraint attachment_is_of_its_digest; " + other);

    assertThat(attachments().find(opening.proposal().id(), digest))
        .isInstanceOf(Found.Damaged.class);
    assertThat(postgres.store().evidence().attachments(opening.proposal().id()))
        .as("what verify compares")
        .isEqualTo(Map.of(digest, Digest.of("evil")));
  }
}
