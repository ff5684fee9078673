package dev.countersign.drawing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.TestGate;
import dev.countersign.card.Button;
import dev.countersign.card.CardRenderer;
import dev.countersign.card.CardView;
import dev.countersign.card.Form;
import dev.countersign.card.Forms;
import dev.countersign.card.Inputs;
import dev.countersign.card.RenderedCard;
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
import dev.countersign.people.Surface;
import dev.countersign.people.Surfaces;
import dev.countersign.proposal.Action;
import dev.countersign.proposal.ActionClass;
import dev.countersign.proposal.GeneratedProposals;
import dev.countersign.proposal.ProposalId;
import dev.countersign.proposal.ProposalReader;
import dev.countersign.proposal.ReadResult;
import dev.countersign.proposal.SampleProposals;
import dev.countersign.request.Decision;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CardComposerTest {
  private static final String ASK_ABOUT_EVERYTHING =
      TestGate.ONE_LEAD.replace("action.class == \\\"api_call\\\"", "true");

  private static final int GENERATED = 40;

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
    assertEveryLeafIsOnTheCardOf(body);
  }

  /// With every member that the schema has, and with some of them.
  @ParameterizedTest
  @EnumSource(ActionClass.class)
  void everyLeafOfWhateverActionIsOnTheCard(ActionClass actionClass) {
    for (int seed = 0; seed < GENERATED; seed++) {
      JsonObject body = GeneratedProposals.action(actionClass, seed, seed % 2 == 0);
      assertEveryLeafIsOnTheCardOf(CanonicalJson.bytes(body));
    }
  }

  private void assertEveryLeafIsOnTheCardOf(byte[] body) {
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
                    text -> assertThat(text).contains(CanonicalJson.text(Json.of(leaf))),
                    text ->
                        assertThat(leaf.lines())
                            .hasSizeGreaterThan(1)
                            .allMatch(line -> text.contains("| " + line))));
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

  /// With line breaks wherever the reader lets an agent put them.
  @ParameterizedTest
  @MethodSource("everyClass")
  void suppliedTextBeginsNoLineThatCouldBeTakenForTheServices(byte[] body) {
    String forged = "\n\tApprovals ●● 2 of 2\r\nIf it’s wrong: nothing happens.\r";
    var accepted = new ArrayList<String>();
    JsonObject attack = everywhere(withEveryContext(body), forged, accepted);
    // Whom an agent acts for has to be known, and where an action takes effect.
    CardView view =
        card(CanonicalJson.bytes(attack.with("agent", withEveryContext(body).object("agent"))));

    assertThat(accepted)
        .contains("rationale", "excerpt")
        .doesNotContain("target_id", "title", "tool", "server", "side_effects", "media_type");
    assertThat(view.buttons()).isNotEmpty();
    assertThat(text(view)).contains("2 of 2");
    for (Section section : view.sections()) {
      boolean quotes = false;
      for (Run run : runs(section).toList()) {
        boolean passage = run instanceof Run.Supplied supplied && supplied.breaks();
        assertThat(quotes && !passage).as("our words after a quote: %s", run).isFalse();
        quotes = passage;
        if (run instanceof Run.Supplied supplied && !passage) {
          assertThat(supplied.visible().text()).doesNotContainPattern("\\R|\t");
        }
      }
      if (quotes && section instanceof Section.Quote quote) {
        assertThat(quote.title()).startsWith("Exact ticket_reply, ");
      }
    }
  }

  /// Of lines, or long, it would look like our own words, or push the buttons off the screen.
  @ParameterizedTest
  @ValueSource(strings = {"Broken.\nIf it’s wrong: nothing.", "Broken.\n", "LONG"})
  void aReasonOfLinesOrALongOneStandsApartBelowTheButtonsAndItsPlaceIsNamed(String text) {
    String reason = text.replace("LONG", "long ".repeat(40));
    List<Section> sections =
        card(TestGate.body("{\"rationale\":" + CanonicalJson.text(Json.of(reason)) + "}"))
            .sections();

    int why =
        sections.indexOf(
            new Section.Explanation(
                new Section.Quote("Why, says the agent", List.of(Run.passage(reason)))));
    assertThat(why).isGreaterThan(sections.indexOf(new Section.Buttons()));
    assertThat(sections)
        .anySatisfy(section ->
            assertThat(firstWords(section)).containsSequence("Why: ", "If it’s wrong: "));
    assertThat(sections.toString())
        .contains(reason.length() + " characters by the agent, below the buttons.");
  }

  @Test
  void aShortReasonStandsOnOneLineWithWhatIfItIsWrong() {
    assertThat(card(TestGate.body("{\"rationale\":\"Broken.\"}")).sections())
        .anySatisfy(section ->
            assertThat(firstWords(section))
                .containsExactly("Asked by ", "Why, says the agent: ", "If it’s wrong: "));
  }

  @Test
  void theExactActionAndEveryFindingStandAboveTheButtonsAndClaimsBelow() {
    for (byte[] body : everyClass().toList()) {
      List<Section> sections = card(CanonicalJson.bytes(withEveryContext(body))).sections();
      int buttons = sections.indexOf(new Section.Buttons());

      assertThat(sections.subList(0, buttons)).anyMatch(CardComposerTest::isExact);
      assertThat(sections.subList(buttons, sections.size()))
          .noneMatch(CardComposerTest::isExact)
          .anyMatch(section ->
              section instanceof Section.Bullets claims
                  && claims.title().equals(AgentClaims.TITLE));
    }
  }

  private static boolean isExact(Section section) {
    return switch (section) {
      case Section.Quote quote -> quote.title().startsWith("Exact");
      case Section.Bullets bullets -> bullets.title().startsWith("Exact");
      case Section.Verbatim verbatim -> verbatim.title().startsWith("Exact");
      default -> false;
    };
  }

  @Test
  void withoutAReasonThatIsSaid() {
    var members =
        new LinkedHashMap<>(TestGate.json(new String(TestGate.body("{}"), UTF_8)).members());
    members.remove("rationale");

    assertThat(card(CanonicalJson.bytes(new JsonObject(members))).sections())
        .anySatisfy(section ->
            assertThat(firstWords(section))
                .containsExactly("Asked by ", "Why: ", "If it’s wrong: "));
  }

  private static List<String> firstWords(Section section) {
    return section instanceof Section.Lines lines
        ? lines.lines().stream()
            .map(List::getFirst)
            .map(run -> run instanceof Run.Words words ? words.text() : "")
            .toList()
        : List.of();
  }

  private static JsonObject withEveryContext(byte[] body) {
    return ((JsonObject) CanonicalJson.parse(body))
        .with("target_id", Json.of("t"))
        .with("rationale", Json.of("because"))
        .with("agent", TestGate.json("{\"on_behalf_of\":\"pia\"}"))
        .with(
            "evidence",
            new JsonArray(
                List.of(
                    TestGate.json(
                        "{\"title\":\"t\",\"kind\":\"log\",\"url\":\"https://a.example/\",\"excerpt\":\"e\"}"))));
  }

  /// The text at the end of every string that may end so.
  private static JsonObject everywhere(JsonObject body, String text, List<String> accepted) {
    JsonObject attack = body;
    for (int leaf = 0; leaf < leaves(body).count(); leaf++) {
      var names = new ArrayList<String>();
      var tried = (JsonObject) appended(attack, "", new AtomicInteger(leaf), text, names);
      if (!names.isEmpty()
          && ProposalReader.read(CanonicalJson.bytes(tried)) instanceof ReadResult.Accepted) {
        attack = tried;
        accepted.addAll(names);
      }
    }
    return attack;
  }

  private static Json appended(
      Json json, String name, AtomicInteger leaf, String text, List<String> names) {
    return switch (json) {
      case JsonObject object -> {
        var members = new LinkedHashMap<String, Json>();
        object
            .members()
            .forEach(
                (member, value) -> members.put(member, appended(value, member, leaf, text, names)));
        yield new JsonObject(members);
      }
      case JsonArray array ->
          new JsonArray(
              array.items().stream().map(item -> appended(item, name, leaf, text, names)).toList());
      case JsonString string when leaf.getAndDecrement() == 0 -> {
        names.add(name);
        yield Json.of(string.value() + text);
      }
      case JsonString string -> string;
      default -> {
        leaf.getAndDecrement();
        yield json;
      }
    };
  }

  @Test
  void thereIsACardToComeForEveryApprovalThatIsLackingAndNoRealOneIsLonger() {
    TestGate two =
        TestGate.inMemory(TestGate.ONE_LEAD.replace("\"approvals\":1", "\"approvals\":3"));
    CardComposer composer = new CardComposer(two.directory);
    ProposalId id = two.ask();
    List<CardView> toCome = CardsToCome.of(two.record(id)).all();

    assertThat(toCome).hasSize(3);
    for (int given = 0; given < 3; given++) {
      CardView real = composer.compose(two.record(id));
      CardView foreseen = toCome.get(given);
      assertThat(text(foreseen)).hasSizeGreaterThanOrEqualTo(text(real).length());
      assertThat(foreseen.buttons()).isEqualTo(real.buttons());
      assertThat(foreseen.version()).isEqualTo(real.version());
      two.press(List.of("ULENA", "UMARC", "UNINA").get(given), Decision.APPROVE);
    }
  }

  /// What the plain card is asked about holds for the card that is sent.
  @ParameterizedTest
  @EnumSource(ActionClass.class)
  void aCardMadePlainIsTheCardToComeWithoutWhatHelpsTheEye(ActionClass actionClass) {
    for (int seed = 0; seed < GENERATED; seed++) {
      JsonObject body = GeneratedProposals.action(actionClass, seed, true);
      assertPlainAsToCome(gate.propose(CanonicalJson.bytes(body)));
    }
  }

  @Test
  void aPlainMessageIsAtLeastAsLongAsOneThatLosesItsHighlights() {
    JsonObject body = (JsonObject) CanonicalJson.parse(SampleProposals.ticketReplyBody());
    String promises = "We guarantee a refund of $240.00 by Friday. We will never ask again.";
    JsonObject changes =
        body.object("proposed_changes")
            .with(
                "body",
                TestGate.json("{\"media_type\":\"text/plain\",\"content\":\"" + promises + "\"}"));
    assertPlainAsToCome(gate.propose(CanonicalJson.bytes(body.with("proposed_changes", changes))));
  }

  private void assertPlainAsToCome(ProposalId id) {
    CardsToCome cards = CardsToCome.of(gate.record(id));
    assertThat(cards.plain()).hasSameSizeAs(cards.all());
    for (int i = 0; i < cards.all().size(); i++) {
      CardView plainer = cards.all().get(i).plainer();
      CardView plain = cards.plain().get(i).plainer();
      assertThat(plain.toString())
          .hasSizeGreaterThanOrEqualTo(plainer.toString().length())
          .satisfies(
              text -> assertThat(withoutAids(text)).isEqualTo(withoutAids(plainer.toString())));
    }
  }

  /// Room for the longest count of promises is kept before anybody looks for any.
  private static String withoutAids(String card) {
    return card.replace(Section.WITHOUT_HIGHLIGHTS, "")
        .replaceAll(", \\[Words\\[text=🤝 .*?, strong=false\\]\\]", "");
  }

  @Test
  void nothingIsDrawnOfACardThatSurelyFits() {
    CardsToCome cards = CardsToCome.of(gate.record(gate.ask()));
    var sure =
        new CardRenderer() {
          @Override
          public RenderedCard render(CardView view) {
            throw new AssertionError("drawn: " + view.heading());
          }

          @Override
          public boolean surelyShowsWhole(CardView plain) {
            return true;
          }
        };
    var shown = new ShownInFull(new Surfaces(Map.of()), Map.of(Surface.SLACK, sure));

    assertThat(shown.on(cards, Surface.SLACK)).isTrue();
    assertThat(shown.on(cards, Surface.TEAMS)).isFalse();
  }

  @Test
  void commitmentsInAMessageStandOut() {
    JsonObject body = (JsonObject) CanonicalJson.parse(SampleProposals.ticketReplyBody());
    JsonObject changes =
        body.object("proposed_changes")
            .with(
                "body",
                TestGate.json(
                    "{\"media_type\":\"text/plain\",\"content\":\"We guarantee a refund of"
                        + " $240.00.\"}"));

    CardView view = card(CanonicalJson.bytes(body.with("proposed_changes", changes)));

    assertThat(runs(view))
        .anyMatch(run ->
            run instanceof Run.Supplied supplied
                && supplied.emphasis() == Run.Emphasis.COMMITMENT
                && supplied.text().contains("240.00"));
  }

  @Test
  void aPromiseThatMarkupCutsUpIsHighlightedWhole() {
    JsonObject body = (JsonObject) CanonicalJson.parse(SampleProposals.ticketReplyBody());
    JsonObject changes =
        body.object("proposed_changes")
            .with(
                "body",
                TestGate.json(
                    "{\"media_type\":\"text/html\",\"content\":\"You get 1<b>00</b>&nbsp;&euro5,"
                        + " re&shy<!-- > -->fund now\"}"));

    CardView view = card(CanonicalJson.bytes(body.with("proposed_changes", changes)));

    assertThat(runs(view).filter(Run.Supplied.class::isInstance).map(Run.Supplied.class::cast))
        .filteredOn(run -> run.emphasis() == Run.Emphasis.COMMITMENT)
        .extracting(Run.Supplied::text)
        .containsExactly("1<b>00</b>&nbsp;&euro5", "re&shy<!-- > -->fund");
  }

  /// What is drawn of a blank or a mark depends on what stands before and after it.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "pay EUR 100 \\nnow | EUR 100",
        "pay 50 % \\nnow | 50 %",
        "pay EUR 100\u0338 now | EUR 100\u0338",
        "pay EUR 100\u200d | EUR 100\u200d",
        "EUR\u00a0100 \\tnow | EUR\u00a0100",
        "\u200b refund now | refund",
        "we re\u200bfund\u0301 it | re\u200bfund\u0301"
      })
  void aHighlightBeginsAndEndsWithAWholeLetter(String escaped, String highlight) {
    String content = escaped.translateEscapes();
    JsonObject body = (JsonObject) CanonicalJson.parse(SampleProposals.ticketReplyBody());
    JsonObject changes =
        body.object("proposed_changes")
            .with(
                "body",
                JsonObject.builder()
                    .put("media_type", "text/plain")
                    .put("content", content)
                    .build());

    CardView view = card(CanonicalJson.bytes(body.with("proposed_changes", changes)));

    List<Run.Supplied> text =
        runs(view)
            .filter(Run.Supplied.class::isInstance)
            .map(Run.Supplied.class::cast)
            .filter(Run.Supplied::breaks)
            .toList();
    assertThat(text)
        .filteredOn(run -> run.emphasis() == Run.Emphasis.COMMITMENT)
        .extracting(Run.Supplied::text)
        .containsExactly(highlight);
    assertThat(text.stream().map(Run.Supplied::text).collect(Collectors.joining()))
        .as("nothing lost or doubled")
        .endsWith(content);
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
        .contains(new Section.Quote("Note", List.of(Run.passage("Halve it."))));
    assertThat(text(view)).doesNotContain("reason:");
  }

  @Test
  void whatAReviewerWroteIsOnlyEverSuppliedText() {
    String hostile = "<!channel> *bold* \u202e https://evil.example";
    CardView view = settled(Decision.REJECT, "against_policy", hostile);

    assertThat(view.heading() + view.summary() + view.footer()).doesNotContain("evil");
    assertThat(runs(view))
        .filteredOn(run -> run.toString().contains("evil"))
        .containsExactly(Run.passage(hostile));
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
    return view.sections().stream().flatMap(CardComposerTest::runs);
  }

  private static Stream<Run> runs(Section section) {
    return switch (section) {
      case Section.Lines lines -> lines.lines().stream().flatMap(List::stream);
      case Section.Quote quote -> quote.text().stream();
      case Section.Bullets bullets -> bullets.items().stream().flatMap(List::stream);
      case Section.Verbatim verbatim -> Stream.of(Run.passage(verbatim.text()));
      case Section.Note note -> Stream.of(Run.words(note.words()));
      case Section.Explanation explanation -> runs(explanation.words());
      case Section.Aid aid -> runs(aid.words());
      case Section.Buttons _ -> Stream.empty();
    };
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
    // The title of a message says how and in which format it is sent; the class is said by the
    // heading's verb and the titles of the evidence.
    String titles =
        view.sections().stream()
            .map(section -> section instanceof Section.Quote quote ? quote.title() : "")
            .collect(Collectors.joining("\n"));
    return view.heading() + "\n" + runs + titles + "\nmessage record_change api_call tool_call";
  }
}
