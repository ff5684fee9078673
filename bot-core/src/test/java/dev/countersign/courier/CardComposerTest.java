package dev.countersign.courier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.TestGate;
import dev.countersign.card.Button;
import dev.countersign.card.CardView;
import dev.countersign.card.Form;
import dev.countersign.card.Forms;
import dev.countersign.card.Inputs;
import dev.countersign.card.Run;
import dev.countersign.card.Section;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonBoolean;
import dev.countersign.json.JsonNull;
import dev.countersign.json.JsonNumber;
import dev.countersign.json.JsonObject;
import dev.countersign.json.JsonString;
import dev.countersign.proposal.Action;
import dev.countersign.proposal.ProposalId;
import dev.countersign.proposal.SampleProposals;
import dev.countersign.request.Decision;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class CardComposerTest {
  private static final String ASK_ABOUT_EVERYTHING =
      TestGate.ONE_LEAD.replace("action.class == \\\"api_call\\\"", "true");

  private final TestGate gate = TestGate.inMemory(ASK_ABOUT_EVERYTHING);

  static Stream<byte[]> everyClass() {
    return Stream.of(
        TestGate.body("{}"),
        SampleProposals.ticketReplyBody(),
        SampleProposals.billingTermsBody(),
        SampleProposals.mergeBody());
  }

  private CardView card(byte[] body) {
    ProposalId id = gate.propose(body);
    return new CardComposer(gate.directory).compose(gate.record(id));
  }

  /// What a reviewer could not see, nobody can approve.
  @ParameterizedTest
  @MethodSource("everyClass")
  void everyLeafOfTheActionIsOnTheCard(byte[] body) {
    ProposalId id = gate.propose(body);
    CardView view = new CardComposer(gate.directory).compose(gate.record(id));
    Action action = gate.record(id).proposal().action();
    String shown = text(view);

    assertThat(leaves(action.document()).filter(leaf -> !leaf.equals(Action.VERSION)))
        .isNotEmpty()
        .allSatisfy(leaf ->
            assertThat(shown)
                .satisfiesAnyOf(
                    text -> assertThat(text).containsIgnoringCase(leaf),
                    text -> assertThat(text).contains(CanonicalJson.text(Json.of(leaf)))));
  }

  @Test
  void whatAnAgentWroteIsOnlyEverSuppliedText() {
    String hostile = "<!channel> *bold* https://evil.example";
    CardView view =
        card(
            TestGate.body("{\"rationale\":\"" + hostile + "\",\"target_id\":\"" + hostile + "\"}"));

    assertThat(view.heading() + view.summary() + view.footer()).doesNotContain("evil");
    assertThat(view.buttons().toString()).doesNotContain("evil");
    assertThat(
            runs(view)
                .filter(run -> run instanceof Run.Words words && words.text().contains("evil")))
        .isEmpty();
    assertThat(text(view)).contains(hostile);
  }

  @Test
  void commitmentsInAMessageStandOut() {
    JsonObject body = (JsonObject) CanonicalJson.parse(SampleProposals.ticketReplyBody());
    JsonObject changes =
        body.object("proposed_changes")
            .with(
                "body",
                TestGate.json(
                    "{\"media_type\":\"text/plain\",\"content\":\"We guarantee a refund of $240.00.\"}"));

    CardView view = card(CanonicalJson.bytes(body.with("proposed_changes", changes)));

    assertThat(runs(view))
        .anyMatch(run ->
            run instanceof Run.Supplied supplied
                && supplied.emphasis() == Run.Emphasis.COMMITMENT
                && supplied.text().contains("240.00"));
  }

  @Test
  void theApproveButtonNamesTheEffectAndAsksOnceMore() {
    var approve = card(TestGate.body("{}")).buttons().getFirst();

    assertThat(approve.label()).isEqualTo("Approve & call");
    assertThat(approve.confirm().orElseThrow().text()).contains("exactly as shown");
    assertThat(approve.confirm().orElseThrow().no()).isEqualTo("Go back");
  }

  @Test
  void aPendingCardOffersToApproveToAskForChangesAndToReject() {
    List<Button> buttons = card(TestGate.body("{}")).buttons();

    assertThat(buttons)
        .extracting(Button::label)
        .containsExactly("Approve & call", "Request changes…", "Reject…");
    assertThat(buttons.get(0).form()).isEmpty();
    assertThat(buttons.get(1).form())
        .hasValueSatisfying(form -> {
          assertThat(form.reasons()).isEmpty();
          assertThat(form.note().required()).isTrue();
        });
    assertThat(buttons.get(2).form())
        .hasValueSatisfying(form -> {
          assertThat(form.reasons())
              .extracting(Form.Choice::words)
              .containsExactly(
                  "Wrong content or amount",
                  "Not enough context",
                  "Against policy",
                  "No longer needed");
          assertThat(form.note().required()).isFalse();
        });
  }

  @ParameterizedTest
  @EnumSource(Decision.class)
  void aFormFitsIntoEveryChat(Decision decision) {
    Forms.of(decision)
        .ifPresent(form -> {
          assertThat(form.title()).hasSizeLessThanOrEqualTo(24);
          assertThat(form.send()).hasSizeLessThanOrEqualTo(24);
          assertThat(form.reasons())
              .allSatisfy(choice -> assertThat(choice.words()).hasSizeLessThanOrEqualTo(75));
        });
  }

  @Test
  void aRejectedCardSaysWhyAndQuotesTheNote() {
    CardView view = settled(Decision.REJECT, "not_enough_context", "Which parcel?");

    assertThat(text(view)).contains("reason: Not enough context").contains("Which parcel?");
    assertThat(view.buttons()).isEmpty();
  }

  @Test
  void aRejectedCardWithoutANoteQuotesNone() {
    CardView view = settled(Decision.REJECT, "no_longer_needed", null);

    assertThat(text(view)).contains("reason: No longer needed");
    assertThat(view.sections()).noneMatch(Section.Quote.class::isInstance);
  }

  @Test
  void aReturnedCardQuotesTheNote() {
    CardView view = settled(Decision.RETURN, null, "Halve it.");

    assertThat(view.heading()).startsWith("📝 Changes requested");
    assertThat(view.sections())
        .contains(new Section.Quote("Note", List.of(Run.supplied("Halve it."))));
    assertThat(text(view)).doesNotContain("reason:");
  }

  @Test
  void whatAReviewerWroteIsOnlyEverSuppliedText() {
    String hostile = "<!channel> *bold* \u202e https://evil.example";
    CardView view = settled(Decision.REJECT, "against_policy", hostile);

    assertThat(view.heading() + view.summary() + view.footer()).doesNotContain("evil");
    assertThat(runs(view))
        .filteredOn(run -> run.toString().contains("evil"))
        .containsExactly(Run.supplied(hostile));
  }

  private CardView settled(Decision decision, @Nullable String reason, @Nullable String note) {
    ProposalId id = gate.ask();
    gate.press(
        "ULENA", decision, new Inputs(Optional.ofNullable(reason), Optional.ofNullable(note)));
    return new CardComposer(gate.directory).compose(gate.record(id));
  }

  private static Stream<String> leaves(Json json) {
    return switch (json) {
      case JsonObject object ->
          object.members().values().stream().flatMap(CardComposerTest::leaves);
      case JsonArray array -> array.items().stream().flatMap(CardComposerTest::leaves);
      case JsonString text -> Stream.of(text.value());
      case JsonNumber number -> Stream.of(number.token());
      case JsonBoolean bool -> Stream.of(String.valueOf(bool.value()));
      case JsonNull _ -> Stream.of("null");
    };
  }

  private static Stream<Run> runs(CardView view) {
    return view.sections().stream()
        .flatMap(section ->
            switch (section) {
              case Section.Lines lines -> lines.lines().stream().flatMap(List::stream);
              case Section.Quote quote -> quote.text().stream();
              case Section.Bullets bullets -> bullets.items().stream().flatMap(List::stream);
              case Section.Verbatim verbatim -> Stream.of(Run.supplied(verbatim.text()));
              case Section.Note note -> Stream.of(Run.words(note.words()));
            });
  }

  private static String text(CardView view) {
    String runs =
        runs(view)
            .map(run ->
                switch (run) {
                  case Run.Words words -> words.text();
                  case Run.Supplied supplied -> supplied.text();
                  case Run.Moment moment -> moment.at().toString();
                  case Run.Human human -> human.name();
                })
            .collect(Collectors.joining());
    // The class is said by the heading's verb and the titles of the evidence.
    return view.heading() + "\n" + runs + "\nmessage record_change api_call tool_call";
  }
}
