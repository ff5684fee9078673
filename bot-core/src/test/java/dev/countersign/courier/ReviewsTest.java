package dev.countersign.courier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.TestGate;
import dev.countersign.audit.EntryType;
import dev.countersign.card.Button;
import dev.countersign.card.CardView;
import dev.countersign.card.Click;
import dev.countersign.card.ClickAnswer;
import dev.countersign.card.DetailsDesk;
import dev.countersign.card.Inputs;
import dev.countersign.card.RenderedCard;
import dev.countersign.card.ReviewDesk.Reviewed;
import dev.countersign.card.WhyNot;
import dev.countersign.drawing.CardComposer;
import dev.countersign.json.Digest;
import dev.countersign.json.JsonObject;
import dev.countersign.people.AccountId;
import dev.countersign.people.ChatAddress;
import dev.countersign.people.Surface;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Decision;
import dev.countersign.request.RequestState.Approved;
import dev.countersign.request.RequestState.Pending;
import dev.countersign.token.DecisionClaims;
import dev.countersign.token.DecisionTokens;
import dev.countersign.token.TokenId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ReviewsTest {
  private static final String ISSUER = "https://login.example";
  private static final String TWO_LEADS =
      TestGate.ONE_LEAD.replace("\"approvals\":1", "\"approvals\":2");

  private final TestGate gate = gate(TestGate.ONE_LEAD);

  @Test
  void anApprovalOnThePagesCountsAsOneInAChatDoes() {
    ProposalId id = gate.ask();
    Reviewed.Page page = page(gate, "ULENA", id);

    assertThat(page.tokens()).containsOnlyKeys(Decision.APPROVE, Decision.REJECT, Decision.RETURN);
    ClickAnswer answer = press(gate, "ULENA", page, Decision.APPROVE);

    assertThat(answer.kind()).as(answer.text()).isEqualTo(ClickAnswer.Kind.COUNTED);
    assertThat(gate.state(id)).isInstanceOf(Approved.class);
    assertThat(gate.record(id).request().votes().getFirst().account()).isEqualTo(account("ULENA"));
    gate.execute();
    assertThat(gate.executor.sent()).hasSize(1);
    gate.showCards();
    assertThat(gate.chat.only().card().asks()).as("the card in the chat is settled").isEmpty();
  }

  @Test
  void lookingMovesNothingAndIsWrittenDownOnceForEachWayItLooks() {
    ProposalId id = gate.ask();
    int version = gate.record(id).request().version();
    page(gate, "ULENA", id);
    page(gate, "ULENA", id);

    assertThat(gate.record(id).request().version()).isEqualTo(version);
    List<JsonObject> shown = gate.audit(id, EntryType.PAGE_SHOWN);
    assertThat(shown).hasSize(1);
    assertThat(shown.getFirst().object("data").text("person")).isEqualTo("lena");
    assertThat(gate.record(id).cards()).as("no message stands for it").hasSize(1);
  }

  @Test
  void whoeverIsNoneOfThoseAskedIsToldNoMoreThanOfARequestThatIsNotThere() {
    ProposalId id = gate.ask();

    assertThat(gate.reviews.look(account("UPIA"), id.value())).isEqualTo(new Reviewed.Unknown());
    assertThat(gate.reviews.look(account("ULENA"), "prop_01J0000000000000000000000A"))
        .isEqualTo(new Reviewed.Unknown());
    assertThat(gate.reviews.look(account("nobody"), id.value())).isEqualTo(new Reviewed.Unknown());
    assertThat(gate.reviews.look(account("ULENA"), "../etc")).isEqualTo(new Reviewed.Unknown());
    assertThat(gate.audit(id, EntryType.PAGE_SHOWN)).isEmpty();
  }

  @Test
  void theOwnerOfTheAgentReadsAndDecidesNothing() {
    ProposalId id = gate.ask();
    Reviewed.Page page = page(gate, "UOTTO", id);

    assertThat(page.tokens()).isEmpty();
    assertThat(page.words()).isEqualTo(WhyNot.CONFLICTED.said());
    assertThat(gate.audit(id, EntryType.PAGE_SHOWN)).isEmpty();
  }

  @Test
  void aButtonOfSomebodyElsesPagesIsOfNoUse() {
    ProposalId id = gate.ask();
    Reviewed.Page lenas = page(gate, "ULENA", id);
    page(gate, "UMARC", id);

    assertThat(press(gate, "UMARC", lenas, Decision.APPROVE).code()).isEqualTo("other_channel");
    Click atLenas =
        click("UMARC", ChatAddress.ofPages(account("ULENA")), token(lenas, Decision.APPROVE));
    assertThat(gate.desk.decide(atLenas).code()).isEqualTo("other_channel");
    assertThat(gate.state(id)).isInstanceOf(Pending.class);
  }

  @Test
  void aButtonOfACardInAChatIsOfNoUseOnPages() {
    ProposalId id = gate.ask();
    page(gate, "ULENA", id);
    String token =
        Optional.ofNullable(gate.chat.only().tokens().get(Decision.APPROVE)).orElseThrow();

    assertThat(
            gate.desk.decide(click("ULENA", ChatAddress.ofPages(account("ULENA")), token)).code())
        .isEqualTo("other_channel");
    assertThat(gate.state(id)).isInstanceOf(Pending.class);
  }

  /// As whoever has the decision key and not the evidence key would make one.
  @Test
  void aButtonForPagesThatNoEntrySaysWereShownCountsForNothing() {
    ProposalId id = gate.ask();
    Reviewed.Page page = page(gate, "ULENA", id);
    Instant now = gate.ledger.now().truncatedTo(java.time.temporal.ChronoUnit.SECONDS);
    String forged =
        new DecisionTokens(gate.keys)
            .mint(
                new DecisionClaims(
                        gate.issuer,
                        new TokenId(TokenId.PREFIX + gate.ids.next()),
                        now,
                        now.plus(Duration.ofMinutes(5)),
                        id,
                        1,
                        gate.record(id).request().action(),
                        Digest.of("something else than was shown"),
                        Decision.APPROVE,
                        ChatAddress.ofPages(account("ULENA")))
                    .shownTo(account("ULENA")));

    assertThat(
            gate.desk.decide(click("ULENA", ChatAddress.ofPages(account("ULENA")), forged)).code())
        .isEqualTo("not_posted_card");
    assertThat(gate.state(id)).isInstanceOf(Pending.class);
    assertThat(press(gate, "ULENA", page, Decision.APPROVE).kind())
        .isEqualTo(ClickAnswer.Kind.COUNTED);
  }

  @Test
  void aFormThatWasOpenWhileSomebodyElseVotedStillCounts() {
    TestGate two = gate(TWO_LEADS);
    ProposalId id = two.ask();
    Reviewed.Page marcs = page(two, "UMARC", id);
    press(two, "ULENA", page(two, "ULENA", id), Decision.APPROVE);

    assertThat(press(two, "UMARC", marcs, Decision.APPROVE).kind())
        .isEqualTo(ClickAnswer.Kind.COUNTED);
    assertThat(two.state(id)).isInstanceOf(Approved.class);
  }

  @Test
  void oneHumanInAChatAndOnThePagesIsOneVote() {
    TestGate two = gate(TWO_LEADS);
    ProposalId id = two.ask();
    two.press("ULENA", Decision.APPROVE);

    Reviewed.Page page = page(two, "ULENA", id);
    assertThat(page.tokens()).isEmpty();
    assertThat(two.record(id).request().votes()).hasSize(1);
  }

  @Test
  void aPressAfterTheDecisionIsToldHowItStands() {
    ProposalId id = gate.ask();
    Reviewed.Page page = page(gate, "ULENA", id);
    gate.press("UMARC", Decision.REJECT);

    assertThat(press(gate, "ULENA", page, Decision.APPROVE).code()).isEqualTo("already_decided");
  }

  @Test
  void aPressThatComesTwiceIsOneVote() {
    ProposalId id = gate.ask();
    Reviewed.Page page = page(gate, "ULENA", id);
    press(gate, "ULENA", page, Decision.REJECT);

    assertThat(press(gate, "ULENA", page, Decision.REJECT).kind())
        .isIn(ClickAnswer.Kind.STANDING, ClickAnswer.Kind.REPEATED);
    assertThat(gate.record(id).request().votes()).hasSize(1);
  }

  @Test
  void timeToReadRunsFromTheFirstLookOfEachPerson() {
    TestGate slow = gate(TestGate.ONE_LEAD.replace("\"sla\"", "\"read_for\":\"30s\",\"sla\""));
    ProposalId id = slow.ask();
    slow.clock.advance(Duration.ofMinutes(5));
    Reviewed.Page page = page(slow, "ULENA", id);

    assertThat(press(slow, "ULENA", page, Decision.APPROVE).code()).isEqualTo("too_fast");
    slow.clock.advance(Duration.ofSeconds(31));
    assertThat(press(slow, "ULENA", page, Decision.APPROVE).kind())
        .isEqualTo(ClickAnswer.Kind.COUNTED);
    slow.execute();
    assertThat(slow.executor.sent()).as("and the same holds before it is sent").hasSize(1);
  }

  @Test
  void afterTheDeadlineThePageHasNoButtons() {
    ProposalId id = gate.ask();
    Reviewed.Page page = page(gate, "ULENA", id);
    gate.clock.advance(Duration.ofHours(5));

    assertThat(page(gate, "ULENA", id).tokens()).isEmpty();
    ClickAnswer late = press(gate, "ULENA", page, Decision.APPROVE);
    assertThat(late.kind()).isEqualTo(ClickAnswer.Kind.REFUSED);
  }

  @Test
  void whatIsDecidedIsShownWithAllThatWasAsked() {
    ProposalId id = gate.ask();
    press(gate, "ULENA", page(gate, "ULENA", id), Decision.APPROVE);
    gate.execute();

    Reviewed.Page after = page(gate, "ULENA", id);
    assertThat(after.card().body().text("sections"))
        .contains(gate.record(id).request().action().value(), "Why you are asked");
    assertThat(after.chapters().toString())
        .contains("Proposed", "Opened in the console", "Approved", "Lena Lead", "Executed");
  }

  @Test
  void whatIsTooLongForAChatSaysOnItsCardAndInDetailsWhereItIsDecided() {
    ProposalId id = gate.propose(DetailsTest.body(Map.of("k", "\u200b".repeat(20_000))));
    assertThat(gate.state(id)).as("pages show it whole").isInstanceOf(Pending.class);
    gate.chat.shortenEverything();
    gate.showCards();
    String page = "https://approve.example.com/requests/" + id;

    assertThat(gate.chat.only().card().body().text("console")).isEqualTo(page);
    assertThat(gate.details.look(DetailsTest.look(gate, id, "ULENA", 1)))
        .isInstanceOfSatisfying(
            DetailsDesk.Shown.Not.class, not -> assertThat(not.why()).endsWith(page));
    TestGate without = TestGate.inMemory();
    assertThat(new CardComposer(without.directory).compose(without.record(without.ask())).console())
        .isEmpty();
  }

  static TestGate gate(String policy) {
    return gate(policy, TestGate.PEOPLE);
  }

  static TestGate gate(String policy, String people) {
    return TestGate.withPages(ReviewsTest::drawn, ISSUER, policy, signedIn(people));
  }

  private static RenderedCard drawn(CardView view) {
    return RenderedCard.of(
        JsonObject.builder()
            .put("heading", view.heading())
            .put("sections", view.sections().toString())
            .build(),
        true,
        view.buttons().stream().map(Button::decision).collect(Collectors.toSet()));
  }

  /// Everybody with an account in Slack signs in by its name.
  private static String signedIn(String people) {
    return people.replaceAll(
        "\"slack\":\\{\"team\":\"T01\",\"user\":\"([A-Z]+)\"}",
        "$0,\"oidc\":{\"iss\":\"" + ISSUER + "\",\"sub\":\"$1\"}");
  }

  static AccountId account(String subject) {
    return new AccountId(Surface.CONSOLE, ISSUER, subject);
  }

  private static Reviewed.Page page(TestGate gate, String subject, ProposalId id) {
    Reviewed seen = gate.reviews.look(account(subject), id.value());
    assertThat(seen).isInstanceOf(Reviewed.Page.class);
    return (Reviewed.Page) seen;
  }

  private static String token(Reviewed.Page page, Decision decision) {
    return Optional.ofNullable(page.tokens().get(decision)).orElseThrow();
  }

  private static ClickAnswer press(
      TestGate gate, String subject, Reviewed.Page page, Decision decision) {
    Click click =
        new Click(
            account(subject),
            ChatAddress.ofPages(account(subject)),
            "",
            token(page, decision),
            TestGate.inputs(decision),
            Digest.of("callback of " + subject));
    return gate.desk.decide(click.named(decision));
  }

  private static Click click(String subject, ChatAddress at, String token) {
    return new Click(
        account(subject),
        at,
        "",
        token,
        new Inputs(Optional.empty(), Optional.empty(), Set.of()),
        Digest.of("x"));
  }
}
