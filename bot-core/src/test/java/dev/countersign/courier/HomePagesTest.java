package dev.countersign.courier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.TestGate;
import dev.countersign.card.Reply;
import dev.countersign.card.WhyNot;
import dev.countersign.people.AccountId;
import dev.countersign.people.Surface;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Decision;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HomePagesTest {
  private static final String TWO_LEADS =
      TestGate.ONE_LEAD.replace("\"approvals\":1", "\"approvals\":2");

  private final TestGate gate = TestGate.with(Map.of(), TWO_LEADS, TestGate.PEOPLE);

  @Test
  void whatAPersonApprovedWaitsForOthersUntilTheyDecided() {
    ProposalId id = gate.ask();
    assertThat(home("ULENA").text())
        .isEqualTo("Your approvals. Needs you: 1. Waiting on others: 0.");

    gate.press("ULENA", Decision.APPROVE);
    assertThat(home("ULENA").text())
        .isEqualTo("Your approvals. Needs you: 0. Waiting on others: 1.");
    assertThat(recent("ULENA").text()).contains("(" + id + "): Waits for others");
    assertThat(home("UMARC").text()).startsWith("Your approvals. Needs you: 1.");

    gate.press("UMARC", Decision.APPROVE);
    assertThat(home("ULENA").text())
        .isEqualTo("Your approvals. Needs you: 0. Waiting on others: 0.");
    assertThat(recent("ULENA").text()).contains("(" + id + "): Approved, about to run");
    gate.execute();
    assertThat(recent("ULENA").text()).contains("(" + id + "): Executed");
    assertThat(recent("UMARC").text()).contains("(" + id + "): Executed");
  }

  @Test
  void whatOthersDecidedIsNotThere() {
    gate.ask();
    gate.press("ULENA", Decision.APPROVE);

    assertThat(recent("UMARC").text()).isEqualTo("You have decided nothing yet.");
    assertThat(home("UMARC").parts().toString()).doesNotContain("You decided lately");
  }

  @Test
  void whoIsNoPersonReadsHowToBecomeOne() {
    assertThat(gate.homes.home(account("UNOBODY")).text()).isEqualTo(WhyNot.UNLINKED.said());
    assertThat(gate.homes.recent(account("UNOBODY"), "").text()).isEqualTo(WhyNot.UNLINKED.said());
  }

  @Test
  void moreThanAPageIsCountedNoFurther() {
    for (int number = 0; number <= HomePages.MOST_LINES; number++) {
      gate.propose(TestGate.body("{\"target_id\":\"no-" + number + "\"}"));
    }

    Reply.Listing home = home("ULENA");

    assertThat(home.text()).contains("Needs you: more than 10.");
    assertThat(asks(home)).anyMatch(ask -> ask.question().startsWith("queue after prop_"));
  }

  @Test
  void whatWasDecidedComesInPagesAndNobodyElsesRequestIsAPlaceToGoOnFrom() {
    List<ProposalId> decided = new ArrayList<>();
    for (int number = 0; number < HomePages.MOST_LINES + 3; number++) {
      ProposalId id = ask(TestGate.body("{\"target_id\":\"no-" + number + "\"}"));
      gate.press("ULENA", Decision.APPROVE);
      gate.clock.advance(Duration.ofSeconds(1));
      decided.addFirst(id);
    }

    Reply first = recent("ULENA");
    String more = more(first).orElseThrow();
    Reply second = gate.homes.recent(account("ULENA"), more.replace("recent after ", ""));

    assertThat(ids(first)).isEqualTo(decided.subList(0, HomePages.MOST_LINES));
    assertThat(ids(second)).isEqualTo(decided.subList(HomePages.MOST_LINES, decided.size()));
    assertThat(more(second)).isEmpty();
    assertThat(gate.homes.recent(account("ULENA"), decided.getLast().value()).text())
        .isEqualTo("You have decided nothing before that.");
    assertThat(gate.homes.recent(account("UMARC"), decided.getLast().value()).text())
        .as("not theirs")
        .isEqualTo("You have decided nothing yet.");
  }

  @Test
  void nothingThatAnAgentWroteIsOnThePage() {
    ask(TestGate.body("{\"rationale\":\"<!channel> *urgent*\"}"));
    gate.press("ULENA", Decision.APPROVE);

    assertThat(home("UMARC").parts().toString() + home("ULENA").parts() + recent("ULENA"))
        .doesNotContain("channel", "urgent");
  }

  private ProposalId ask(byte[] body) {
    ProposalId id = gate.propose(body);
    gate.showCards();
    return id;
  }

  private Reply.Listing home(String user) {
    return (Reply.Listing) gate.homes.home(account(user));
  }

  private Reply recent(String user) {
    return gate.homes.recent(account(user), "");
  }

  private static List<ProposalId> ids(Reply page) {
    return ((Reply.Listing) page)
        .parts().stream()
            .filter(Reply.Part.Row.class::isInstance)
            .map(row -> ((Reply.Part.Row) row).ask().orElseThrow().question())
            .map(question -> new ProposalId(question.replace("status ", "")))
            .toList();
  }

  private static List<Reply.Ask> asks(Reply page) {
    return ((Reply.Listing) page)
        .parts().stream()
            .filter(Reply.Part.Asks.class::isInstance)
            .flatMap(part -> ((Reply.Part.Asks) part).asks().stream())
            .toList();
  }

  private static Optional<String> more(Reply page) {
    return asks(page).stream()
        .map(Reply.Ask::question)
        .filter(question -> question.contains(" after "))
        .findFirst();
  }

  private static AccountId account(String user) {
    return new AccountId(Surface.SLACK, TestGate.TEAM, user);
  }
}
