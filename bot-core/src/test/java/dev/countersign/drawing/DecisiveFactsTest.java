package dev.countersign.drawing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.TestGate;
import dev.countersign.card.Button;
import dev.countersign.card.CardView;
import dev.countersign.card.Run;
import dev.countersign.card.Section;
import dev.countersign.catalogue.Reading;
import dev.countersign.catalogue.Reading.Line;
import dev.countersign.catalogue.Reading.Meaning;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Decision;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What an action comes to stands in the heading and directly below the risk.
class DecisiveFactsTest {
  private static final String ASK =
      """
      {"version":1,
       "rules":[{"id":"all","when":"true","gate":"ask",
        "stages":[{"group":"support-leads","approvals":1}],"sla":{"expires":"4h"}}]}
      """;

  private final TestGate gate = TestGate.inMemory(ASK);

  private static Reading refund(Optional<Boolean> reversible) {
    return new Reading(
        "refund",
        "Refund EUR 42.50",
        Optional.of("charge_1"),
        List.of(
            new Line("amount", new Meaning.Words("EUR 42.50"), true),
            new Line("charge", new Meaning.Supplied("charge_1"), false),
            new Line("reason", new Meaning.Unclear("*none*"), false)),
        reversible,
        reversible.filter(can -> can).map(_ -> "charge it again"));
  }

  private static String call(String rationale, String sideEffect) {
    return """
    {"action_type":"refund.create","target_system":"billing","rationale":"%s",
     "proposed_changes":{"class":"api_call","method":"POST",
       "url":"https://api.billing.example/v1/refunds","side_effects":["%s"],
       "body":{"media_type":"application/json",
         "json":{"amount":4250,"currency":"eur","deep":{"x":1},"a":"1","b":"2","c":"3"}}}}
    """
        .formatted(rationale, sideEffect);
  }

  private CardView card(String body) {
    ProposalId id = gate.propose(body.getBytes(UTF_8));
    return new CardComposer(TestGate.directory()).compose(gate.ledger.find(id).orElseThrow());
  }

  private CardView read(Reading reading, String rationale, String sideEffect) {
    gate.executor.read(_ -> Optional.of(reading));
    return card(call(rationale, sideEffect));
  }

  private static List<String> lines(CardView card) {
    return card.sections().stream()
        .flatMap(section ->
            switch (section) {
              case Section.Lines(var lines) -> lines.stream();
              case Section.Bullets(var _, var items) -> items.stream();
              default -> Stream.<List<Run>>empty();
            })
        .map(DecisiveFactsTest::text)
        .toList();
  }

  private static String text(List<Run> line) {
    return line.stream()
        .map(run ->
            switch (run) {
              case Run.Words(var words, _) -> words;
              case Run.Supplied supplied -> supplied.text();
              case Run.Moment(var at) -> at.toString();
              case Run.Human(var name, _) -> name;
            })
        .collect(Collectors.joining());
  }

  @Test
  void aReadingStandsInHeadingNotificationButtonAndOutcome() {
    CardView card = read(refund(Optional.empty()), "x", "x");

    assertThat(card.heading()).endsWith(" Refund EUR 42.50");
    assertThat(card.summary()).contains(": Refund EUR 42.50 · charge_1 (");
    assertThat(card.buttons().getFirst().label()).isEqualTo("Approve: Refund EUR 42.50");
    assertThat(lines(card))
        .containsSubsequence(
            "charge: charge_1",
            "Reads as 🔒 critical  ·  amount: EUR 42.50",
            "reason: ⚠️ not as the catalogue expects it: *none*");
  }

  @Test
  void suppliedTextOfAReadingStaysWhereNothingIsParsed() {
    CardView card = read(refund(Optional.empty()), "x", "x");

    assertThat(card.heading() + card.summary() + card.footer()).doesNotContain("*none*");
    assertThat(card.heading() + card.footer()).doesNotContain("charge_1");
    assertThat(
            card.sections().stream()
                .filter(Section.Lines.class::isInstance)
                .flatMap(section -> ((Section.Lines) section).lines().stream())
                .flatMap(List::stream)
                .filter(run ->
                    run.toString().contains("charge_1") || run.toString().contains("*none*")))
        .hasSize(2)
        .allMatch(Run.Supplied.class::isInstance);
  }

  @Test
  void aReadingIsThatOfTheRulingWhateverTheCatalogueSaysLater() {
    gate.executor.read(_ -> Optional.of(refund(Optional.empty())));
    ProposalId id = gate.propose(call("x", "x").getBytes(UTF_8));
    gate.executor.read(_ -> Optional.empty());

    CardView card =
        new CardComposer(TestGate.directory()).compose(gate.ledger.find(id).orElseThrow());

    assertThat(card.heading()).endsWith(" Refund EUR 42.50");
  }

  @Test
  void theChainHoldsTheDigestOfAReadingAndNoneOfItsValues() {
    gate.executor.read(_ -> Optional.of(refund(Optional.empty())));
    ProposalId id = gate.propose(call("x", "x").getBytes(UTF_8));

    String chain =
        gate.ledger.audit(id).stream()
            .map(entry -> new String(entry.body(), UTF_8))
            .collect(Collectors.joining());

    assertThat(chain).contains("reading_digest").doesNotContain("charge_1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          true  | It can be undone, says the catalogue: charge it again. | false
          false | It can’t be undone, says the catalogue.                | true
          """)
  void whetherItCanBeUndoneIsSaidByTheCatalogue(boolean can, String words, boolean confirmed) {
    CardView card = read(refund(Optional.of(can)), "x", "x");

    assertThat(lines(card)).anyMatch(line -> line.contains(words));
    Button approve = card.buttons().getFirst();
    assertThat(approve.confirm().orElseThrow().toString().contains("can’t be undone"))
        .isEqualTo(confirmed);
  }

  @ParameterizedTest
  @ValueSource(strings = {"A refund of EUR 24.50.", "Pay 4250 euros back", "$42.05 as agreed"})
  void anotherAmountInTheAgentsWordsIsMarked(String rationale) {
    assertThat(lines(read(refund(Optional.empty()), rationale, "x")))
        .anyMatch(line -> line.startsWith("⚠️ The agent writes of "));
    assertThat(lines(read(refund(Optional.empty()), "x", rationale + ".")))
        .anyMatch(line -> line.startsWith("⚠️ The agent writes of "));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "A refund of EUR 42.50.",
        "€42,50 back",
        "42.50 EUR of EUR 80",
        "no amount",
        "7 days"
      })
  void theSameAmountOrNoneIsNotMarked(String rationale) {
    assertThat(lines(read(refund(Optional.empty()), rationale, "x")))
        .noneMatch(line -> line.contains("The agent writes of"));
  }

  @Test
  void withoutACatalogueACallTellsItsMethodPathAndFirstValues() {
    assertThat(lines(card(call("x", "x"))).get(2))
        .isEqualTo(
            "POST /v1/refunds  ·  a → \"1\"  ·  amount → 4250  ·  b → \"2\"  ·  c → \"3\""
                + "  ·  and 1 more below");
  }

  @Test
  void withoutACatalogueAMessageBeginsWithItsRecipientsAndItsOutcomeNamesTheFirstAndTheSubject() {
    String mail =
        """
        {"action_type":"message.send","target_system":"desk",
         "proposed_changes":{"class":"message","channel":"email","subject":"Hello %s",
           "to":[{"address":"a@b.example"},{"address":"c@d.example"}],
           "body":{"media_type":"text/plain","content":"x"}}}
        """
            .formatted("x".repeat(200));
    ProposalId id = gate.propose(mail.getBytes(UTF_8));
    gate.showCards();

    assertThat(composed(id).sections().get(1)).isInstanceOf(Section.Quote.class);
    gate.press("ULENA", Decision.REJECT);
    String line = lines(composed(id)).getFirst();
    assertThat(line).startsWith("To a@b.example and 1 more: Hello xxx").endsWith("xx…");
    assertThat(Objects.requireNonNull(line).length()).isLessThan(130);
  }

  /// Whoever looks for it a week later has to know what was refunded.
  @Test
  void whatTheDeedIsAboutStandsFirstBelowTheHeadingOfEveryCardAndIsCut() {
    Reading reading = refund(Optional.empty());
    String endless = "charge_" + "7".repeat(100);
    gate.executor.read(_ ->
        Optional.of(
            new Reading(
                reading.operation(),
                reading.deed(),
                Optional.of(endless),
                List.of(new Line("charge", new Meaning.Supplied(endless), false)),
                Optional.empty(),
                Optional.empty())));
    ProposalId id = gate.propose(call("x", "x").getBytes(UTF_8));
    gate.showCards();

    String first = "charge: " + endless.substring(0, 40) + "…";
    assertThat(lines(composed(id)).getFirst()).isEqualTo(first);
    assertThat(lines(composed(id))).contains("Reads as charge: " + endless.substring(0, 80) + "…");
    gate.press("ULENA", Decision.REJECT);
    assertThat(lines(composed(id)).getFirst()).isEqualTo(first);
  }

  private CardView composed(ProposalId id) {
    return new CardComposer(TestGate.directory()).compose(gate.ledger.find(id).orElseThrow());
  }
}
