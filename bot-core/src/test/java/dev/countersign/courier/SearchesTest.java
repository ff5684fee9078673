package dev.countersign.courier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.TestGate;
import dev.countersign.card.Chapter.Block;
import dev.countersign.card.SearchDesk;
import dev.countersign.card.SearchDesk.Found;
import dev.countersign.ledger.InMemoryLedger;
import dev.countersign.ledger.RequestSearch;
import dev.countersign.people.AccountId;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Decision;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is found for whom.
class SearchesTest {
  private static final String TWO_GROUPS =
      """
      {"version":1,"rules":[
        {"id":"much","when":"proposal.claimed_risk == \\"high\\"","gate":"ask",
         "stages":[{"group":"finance","approvals":1}],"sla":{"expires":"4h"}},
        {"id":"calls","when":"action.class == \\"api_call\\" && proposal.claimed_risk != \\"high\\"","gate":"ask",
         "stages":[{"group":"support-leads","approvals":1}],"sla":{"expires":"4h"}}]}
      """;

  private static final String WITH_ROLES =
      TestGate.PEOPLE.replace(
          "\"groups\":{",
          "\"groups\":{\"audit\":{\"members\":[\"pia\",\"reviewer-7\"],\"console\":\"auditor\"},"
              + "\"watch\":{\"members\":[\"marc\"],\"console\":\"viewer\"},");

  private static SearchDesk desk(TestGate gate) {
    return new Searches(((InMemoryLedger) gate.ledger)::search, gate.ledger, gate.directory);
  }

  private static AccountId account(String name) {
    return ReviewsTest.account(name);
  }

  private static List<ProposalId> found(TestGate gate, String reader, String typed) {
    assertThat(desk(gate).search(account(reader), typed)).isInstanceOf(Found.Requests.class);
    return desk(gate).search(account(reader), typed) instanceof Found.Requests(var rows, _)
        ? rows.stream().map(Block.Row::leadsTo).map(Optional::orElseThrow).toList()
        : List.of();
  }

  private static ProposalId propose(TestGate gate, String risk, String target) {
    return gate.propose(
        TestGate.body(
            "{\"risk_level\":\"%s\",\"target_id\":\"%s\",\"rationale\":\"%s\"}"
                .formatted(risk, target, target)));
  }

  @Test
  void oneRequestIsFoundByEachOfWhatItsPageShows() {
    TestGate gate = ReviewsTest.gate(TWO_GROUPS);
    ProposalId id = propose(gate, "low", "charge_4711");
    propose(gate, "low", "charge_4712");
    String digest = gate.record(id).proposal().action().digest().value();
    String agent = gate.record(id).proposal().agent().value();

    for (String typed :
        List.of(
            id.value(),
            "https://gate.example/requests/" + id + "?x",
            id.value().substring(id.value().length() - 6),
            "#" + id.value().substring(id.value().length() - 6),
            "charge_4711",
            "4711 " + agent,
            digest,
            digest.substring(0, 16))) {
      assertThat(found(gate, "ULENA", typed)).as(typed).containsExactly(id);
    }
    assertThat(found(gate, "ULENA", agent)).hasSize(2);
    assertThat(found(gate, "ULENA", "charge_47")).as("its beginning").isEmpty();
  }

  @Test
  void theNewestIsFirstAndWhatWasDecidedIsFoundToo() {
    TestGate gate = ReviewsTest.gate(TWO_GROUPS);
    ProposalId first = propose(gate, "low", "charge_1");
    gate.showCards();
    gate.press("UMARC", Decision.REJECT);
    gate.clock.advance(Duration.ofMillis(1));
    ProposalId second = propose(gate, "low", "charge_2");

    assertThat(found(gate, "UMARC", "charge")).containsExactly(second, first);
    assertThat(desk(gate).search(account("UMARC"), "charge_1").toString()).contains("Rejected");
  }

  /// The same words, the same answer: nobody learns that there is one.
  @Test
  void whatIsNoneOfAReadersBusinessIsFoundByNothing() {
    TestGate gate = ReviewsTest.gate(TWO_GROUPS);
    ProposalId finance = propose(gate, "high", "secretproject_9");
    String digest = gate.record(finance).proposal().action().digest().value();

    assertThat(found(gate, "UNINA", "secretproject")).containsExactly(finance);
    for (String typed : List.of("secretproject", finance.value(), digest)) {
      assertThat(desk(gate).search(account("UMARC"), typed))
          .as(typed)
          .isEqualTo(desk(gate).search(account("UMARC"), "nosuchwordanywhere"));
    }
    assertThat(desk(gate).search(account("NOBODY"), finance.value()))
        .isEqualTo(desk(gate).search(account("UMARC"), finance.value()));
  }

  /// Whoever sees no more than how it stands would read the rest by trying words.
  @Test
  void nobodyFindsARequestByWordsThatItsPageDoesNotShowThem() {
    TestGate gate = ReviewsTest.gate(TWO_GROUPS, WITH_ROLES);
    ProposalId id = propose(gate, "low", "charge_4711");
    String digest = gate.record(id).proposal().action().digest().value();
    ProposalId finance = propose(gate, "high", "charge_9999");

    assertThat(found(gate, "UPIA", "charge_4711")).as("an auditor").containsExactly(id);
    assertThat(found(gate, "URHEA", id.value())).as("whom it is for").containsExactly(id);
    for (String typed : List.of("charge_4711", digest, "support-bot")) {
      assertThat(found(gate, "URHEA", typed)).as(typed).isEmpty();
    }
    assertThat(found(gate, "UMARC", "support-bot")).as("as the queue has it").contains(finance);
    for (String typed :
        List.of("charge_9999", gate.record(finance).proposal().action().digest().value())) {
      assertThat(found(gate, "UMARC", typed)).as(typed).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"'',Nothing", "'  ',Nothing", "a,Unread", "'! & |',Unread"})
  void whatSaysNothingIsAnsweredClearly(String typed, String kind) {
    Found found = desk(ReviewsTest.gate(TWO_GROUPS)).search(account("ULENA"), typed);
    assertThat(found.getClass().getSimpleName()).isEqualTo(kind);
  }

  @Test
  void whatIsTooLongIsNotLookedFor() {
    RequestSearch never =
        (_, _, _) -> {
          throw new AssertionError("looked");
        };
    TestGate gate = ReviewsTest.gate(TWO_GROUPS);
    assertThat(
            new Searches(never, gate.ledger, gate.directory)
                .search(account("ULENA"), "word ".repeat(41)))
        .isEqualTo(new Found.Unread(Searches.TOO_LONG));
  }

  @Test
  void aSearchThatTakesTooLongSaysWhatToDo() {
    TestGate gate = ReviewsTest.gate(TWO_GROUPS);
    assertThat(
            new Searches((_, _, _) -> Optional.empty(), gate.ledger, gate.directory)
                .search(account("ULENA"), "refund"))
        .isEqualTo(new Found.GivenUp(Searches.GIVEN_UP));
  }

  /// However many there are that its reader may not see.
  @Test
  void aSearchLooksAtABoundedNumber() {
    TestGate gate = ReviewsTest.gate(TWO_GROUPS);
    ProposalId finance = propose(gate, "high", "secretproject_9");
    int[] looked = {0};
    RequestSearch endless =
        (_, _, most) -> {
          looked[0] += most;
          return Optional.of(
              new RequestSearch.Page(
                  Collections.nCopies(most, gate.record(finance)), Optional.of(finance)));
        };
    assertThat(
            new Searches(endless, gate.ledger, gate.directory).search(account("UMARC"), "refund"))
        .isEqualTo(new Found.Requests(List.of(), Searches.NOTE));
    assertThat(looked[0]).isEqualTo(Searches.LOOKED_AT);
  }
}
