package dev.countersign.courier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.TestGate;
import dev.countersign.audit.AuditHead;
import dev.countersign.audit.ChainLinks;
import dev.countersign.card.Chapter;
import dev.countersign.card.Chapter.Block;
import dev.countersign.card.Chapter.Topic;
import dev.countersign.card.ReviewDesk.Reviewed;
import dev.countersign.grant.RecordProof;
import dev.countersign.json.Digest;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.people.AccountId;
import dev.countersign.people.Person;
import dev.countersign.people.Surface;
import dev.countersign.proposal.PersonId;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Decision;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What a page tells around a request, and of whom.
class NeighboursTest {
  /// What costs much is for finance, everything else for the leads.
  private static final String TWO_GROUPS =
      """
      {"version":1,"rules":[
        {"id":"much","when":"proposal.claimed_risk == \\"high\\"","gate":"ask",
         "stages":[{"group":"finance","approvals":1}],"sla":{"expires":"4h"}},
        {"id":"calls","when":"action.class == \\"api_call\\"","gate":"ask",
         "stages":[{"group":"support-leads","approvals":1}],"sla":{"expires":"4h"}}]}
      """;

  private static final String ISSUER = "https://login.example";

  @Test
  void whatBecameOfTheSameTargetIsToldWithWhoDecidedIt() {
    TestGate gate = ReviewsTest.gate(TestGate.ONE_LEAD);
    ProposalId rejected = gate.propose(target("charge_1", 1));
    gate.showCards();
    gate.press("UMARC", Decision.REJECT);
    gate.clock.advance(Duration.ofSeconds(1));
    ProposalId other = gate.propose(target("charge_2", 2));
    ProposalId now = gate.propose(target("charge_1", 3));

    Chapter before = chapter(gate, "ULENA", now, Topic.TARGET).orElseThrow();
    assertThat(leads(before)).containsExactly(rejected);
    assertThat(before.toString()).contains("Rejected", "Marc Lead", "Against policy");
    assertThat(leads(chapter(gate, "ULENA", now, Topic.AGENT).orElseThrow()))
        .as("the newest first")
        .containsExactly(other, rejected);
  }

  @Test
  void aRequestThatIsNoneOfTheReadersBusinessIsNotAmongThem() {
    TestGate gate = ReviewsTest.gate(TWO_GROUPS);
    ProposalId finance =
        gate.propose(
            TestGate.body("{\"risk_level\":\"high\",\"target_id\":\"c\",\"rationale\":\"1\"}"));
    ProposalId now =
        gate.propose(
            TestGate.body("{\"risk_level\":\"low\",\"target_id\":\"c\",\"rationale\":\"2\"}"));

    assertThat(page(gate, "UMARC", now).chapters()).isNotEmpty();
    assertThat(chapter(gate, "UMARC", now, Topic.TARGET)).isEmpty();
    assertThat(chapter(gate, "UMARC", now, Topic.AGENT)).isEmpty();
    assertThat(leads(chapter(gate, "UNINA", now, Topic.TARGET).orElseThrow()))
        .as("she is in both groups")
        .containsExactly(finance);
    assertThat(page(gate, "URHEA", now).chapters())
        .as("whom the agent acts for sees how it stands")
        .isEmpty();
  }

  @Test
  void whoLooksAfterTheRecordReadsWhatTheyWereNeverAskedAboutAndDecidesNothing() {
    TestGate gate =
        ReviewsTest.gate(
            TestGate.ONE_LEAD,
            TestGate.PEOPLE.replace(
                "\"groups\":{",
                "\"groups\":{\"audit\":{\"members\":[\"pia\",\"reviewer-7\"],\"console\":\"auditor\"},"));
    ProposalId before = gate.propose(target("c", 1));
    ProposalId id = gate.propose(target("c", 2));

    Reviewed.Page page = page(gate, "UPIA", id);
    assertThat(page.tokens()).isEmpty();
    assertThat(page.words()).isNotEmpty();
    assertThat(leads(chapter(gate, "UPIA", id, Topic.TARGET).orElseThrow()))
        .containsExactly(before);
    assertThat(gate.audit(id)).as("nothing was shown to decide on").doesNotContain("page_shown");
    assertThat(page(gate, "URHEA", id).chapters())
        .as("for whom it is asked reads no more by another role of theirs")
        .isEmpty();
  }

  @Test
  void aRevisionIsComparedWordByWordWithTheOneBefore() {
    TestGate gate = ReviewsTest.gate(TestGate.ONE_LEAD);
    ProposalId first = gate.propose(target("c", 1));
    ProposalId second =
        gate.propose(
            TestGate.body(
                "{\"target_id\":\"d\",\"rationale\":\"2\",\"supersedes\":\"" + first + "\"}"));

    Chapter revisions = chapter(gate, "ULENA", second, Topic.REVISIONS).orElseThrow();
    assertThat(leads(revisions)).containsExactly(first);
    assertThat(revisions.blocks())
        .anySatisfy(block ->
            assertThat(block)
                .isInstanceOfSatisfying(
                    Block.Compared.class,
                    compared -> {
                      assertThat(compared.place().toString()).contains("target_id");
                      assertThat(compared.before().toString()).contains("text=c", "STRUCK");
                      assertThat(compared.after().toString()).contains("text=d", "STRONG");
                    }));
    assertThat(chapter(gate, "ULENA", second, Topic.AGENT))
        .as("a revision of it is not another request")
        .isEmpty();
    assertThat(leads(chapter(gate, "ULENA", first, Topic.REVISIONS).orElseThrow()))
        .as("and the earlier one leads on")
        .containsExactly(second);
  }

  @Test
  void aPageSaysWhetherWhatItTellsProvesToBeSo() {
    TestGate gate = ReviewsTest.gate(TestGate.ONE_LEAD);
    ProposalId id = gate.propose(target("c", 1));

    assertThat(chapter(gate, "ULENA", id, Topic.TIMELINE).orElseThrow())
        .satisfies(timeline -> {
          assertThat(timeline.told()).contains("checked");
          assertThat(timeline.toString()).contains("sealed by this gate", "entry ");
        });
    RequestRecord record = gate.record(id);
    RequestRecord other =
        new RequestRecord(
            record.proposal(),
            record.ruling(),
            record.request(),
            new AuditHead(record.head().seq(), Digest.of("another end")),
            record.grant(),
            record.cards(),
            record.now());
    Person lena = gate.directory.byId(new PersonId("lena")).orElseThrow();
    Neighbours neighbours =
        new Neighbours(gate.ledger, new RecordProof(ChainLinks.under(gate.keys.evidence())));
    assertThat(neighbours.of(record, gate.ledger.audit(id), lena, gate.directory).sound()).isTrue();
    assertThat(neighbours.of(other, gate.ledger.audit(id), lena, gate.directory).sound()).isFalse();
  }

  @Test
  void votesAndTheExecutionAreToldWithWhatTheTargetAnswered() {
    TestGate gate = ReviewsTest.gate(TestGate.ONE_LEAD);
    ProposalId id = gate.ask();
    assertThat(chapter(gate, "ULENA", id, Topic.VOTES).orElseThrow().toString())
        .contains("Nobody has voted yet");
    gate.press("UMARC", Decision.APPROVE);
    gate.execute();

    assertThat(chapter(gate, "ULENA", id, Topic.VOTES).orElseThrow().toString())
        .contains("Marc Lead", "approved", "in Slack", "1 of 1");
    assertThat(chapter(gate, "ULENA", id, Topic.EXECUTION).orElseThrow().toString())
        .contains("The target answered 201", "What was sent ", "The target’s answer ", "sha-256:");
  }

  private static byte[] target(String target, int number) {
    return TestGate.body(
        "{\"anew\":true,\"target_id\":\"" + target + "\",\"rationale\":\"number " + number + "\"}");
  }

  private static List<ProposalId> leads(Chapter chapter) {
    return chapter.blocks().stream()
        .flatMap(block -> block instanceof Block.Row row ? row.leadsTo().stream() : null)
        .toList();
  }

  private static Optional<Chapter> chapter(
      TestGate gate, String subject, ProposalId id, Topic topic) {
    return page(gate, subject, id).chapters().stream()
        .filter(chapter -> chapter.topic() == topic)
        .findFirst();
  }

  private static Reviewed.Page page(TestGate gate, String subject, ProposalId id) {
    return (Reviewed.Page)
        gate.reviews.look(new AccountId(Surface.CONSOLE, ISSUER, subject), id.value());
  }
}
