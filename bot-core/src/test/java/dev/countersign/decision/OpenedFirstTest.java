package dev.countersign.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.RecordingChat;
import dev.countersign.TestGate;
import dev.countersign.UnseenCard;
import dev.countersign.audit.EntryType;
import dev.countersign.card.AttachmentDesk.Handed;
import dev.countersign.card.CardView;
import dev.countersign.card.Click;
import dev.countersign.card.ClickAnswer;
import dev.countersign.card.ReviewDesk.Reviewed;
import dev.countersign.drawing.CardComposer;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Digest;
import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.people.AccountId;
import dev.countersign.people.ChatAddress;
import dev.countersign.people.Surface;
import dev.countersign.policy.Finding;
import dev.countersign.policy.Ruling;
import dev.countersign.proposal.ProposalId;
import dev.countersign.proposal.SampleProposals;
import dev.countersign.request.Decision;
import dev.countersign.request.RequestState.Approved;
import dev.countersign.request.RequestState.Pending;
import dev.countersign.request.RequestState.Refused;
import dev.countersign.request.RequestState.Rejected;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Where a rule says `attachments: opened`, an approval counts only of somebody whom the chain says
/// to have opened each of them.
class OpenedFirstTest {
  private static final String ISSUER = "https://login.example";
  private static final String LEADS =
      """
      {"version":1,"rules":[{"id":"all","when":"true","gate":"ask",
        "stages":[{"group":"support-leads","approvals":1}],"sla":{"expires":"4h"}}]}
      """;
  private static final String OPENED =
      LEADS.replace("\"sla\"", "\"attachments\":\"opened\",\"sla\"");
  private static final byte[] TERMS = "terms".getBytes(StandardCharsets.UTF_8);
  private static final byte[] PRICES = "prices".getBytes(StandardCharsets.UTF_8);

  /// Lena and otto, who owns the agent, can sign in on the pages, too.
  private static final String PEOPLE =
      linked(linked(linked(TestGate.PEOPLE, "ULENA"), "UMARC"), "UOTTO");

  private final TestGate gate = gate(OPENED, PEOPLE);

  private static TestGate gate(String policy, String people) {
    return TestGate.withPages(new RecordingChat(), ISSUER, policy, people);
  }

  private static String linked(String people, String user) {
    String account = "\"user\":\"" + user + "\"}";
    assertThat(people).contains(account);
    return people.replace(
        account, account + ",\"oidc\":{\"iss\":\"" + ISSUER + "\",\"sub\":\"" + user + "\"}");
  }

  private static AccountId onPages(String user) {
    return new AccountId(Surface.CONSOLE, ISSUER, user);
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(Digest.sha256(bytes));
  }

  private static JsonObject named(String name, byte[] bytes) {
    return JsonObject.builder().put("name", name).put("sha256", hex(bytes)).build();
  }

  /// Terms, prices, and the terms once more by another name.
  private static byte[] body(JsonObject... attachments) {
    JsonObject body = (JsonObject) CanonicalJson.parse(SampleProposals.ticketReplyBody());
    return CanonicalJson.bytes(
        body.with(
                "proposed_changes",
                body.object("proposed_changes")
                    .with("attachments", new JsonArray(List.of(attachments))))
            .with("anew", Json.of(true)));
  }

  private static byte[] both() {
    return body(named("terms.pdf", TERMS), named("prices.pdf", PRICES), named("copy", TERMS));
  }

  private static void handIn(TestGate gate) {
    gate.attachments.keep(gate.agent().id(), TERMS);
    gate.attachments.keep(gate.agent().id(), PRICES);
  }

  private ProposalId asked() {
    handIn(gate);
    ProposalId id = gate.propose(both());
    gate.showCards();
    return id;
  }

  private void opens(String user, ProposalId id, byte[] bytes) {
    assertThat(gate.openings.open(onPages(user), id.value(), hex(bytes)))
        .isInstanceOf(Handed.File.class);
  }

  @Test
  void anApprovalInAChatCountsOnceItsPersonHasOpenedEachOnThePages() {
    ProposalId id = asked();
    ClickAnswer none = gate.press("ULENA", Decision.APPROVE);
    assertThat(none.code()).isEqualTo("not_opened");
    assertThat(none.text())
        .isEqualTo(
            "The policy has everybody open each attachment before their approval counts, so nothing"
                + " was counted. You have 2 attachments to open. Please open each on the request's"
                + " page in the console, and approve then. You can reject, or request changes, at"
                + " once. The page: "
                + TestGate.CONSOLE.of(id));

    opens("ULENA", id, TERMS);
    assertThat(gate.press("ULENA", Decision.APPROVE).text())
        .contains("You have 1 attachment to open. Please open it on");
    opens("ULENA", id, PRICES);
    opens("ULENA", id, PRICES);
    assertThat(gate.press("ULENA", Decision.APPROVE).kind()).isEqualTo(ClickAnswer.Kind.COUNTED);

    assertThat(gate.state(id)).isInstanceOf(Approved.class);
    assertThat(gate.audit(id, EntryType.ATTACHMENT_OPENED)).hasSize(2);
    gate.execute();
    assertThat(gate.executor.sent()).hasSize(1);
  }

  @Test
  void whatSomebodyElseOpenedIsOpenedByThemAlone() {
    ProposalId id = asked();
    opens("UMARC", id, TERMS);
    opens("UMARC", id, PRICES);

    assertThat(gate.press("ULENA", Decision.APPROVE).code()).isEqualTo("not_opened");
    assertThat(gate.state(id)).isInstanceOf(Pending.class);
    assertThat(gate.press("UMARC", Decision.APPROVE).kind()).isEqualTo(ClickAnswer.Kind.COUNTED);
  }

  /// Another request is another chain: whoever opened the same bytes for one opens them for the
  /// next, beside the text that they go with there.
  @Test
  void whatWasOpenedForAnotherRequestIsOpenedAgain() {
    ProposalId first = asked();
    opens("ULENA", first, TERMS);
    opens("ULENA", first, PRICES);
    ProposalId id = gate.propose(both());

    assertThat(page("ULENA", id).openFirst())
        .containsExactlyInAnyOrder(Digest.of(TERMS), Digest.of(PRICES));
    assertThat(page("ULENA", first).openFirst()).isEmpty();
  }

  @Test
  void rejectingTakesNone() {
    ProposalId id = asked();
    gate.press("ULENA", Decision.REJECT);
    assertThat(gate.state(id)).isInstanceOf(Rejected.class);
  }

  private Reviewed.Page page(String user, ProposalId id) {
    return (Reviewed.Page) gate.reviews.look(onPages(user), id.value());
  }

  private ClickAnswer press(Reviewed.Page page) {
    return gate.desk.decide(
        new Click(
                onPages("ULENA"),
                ChatAddress.ofPages(onPages("ULENA")),
                "",
                Objects.requireNonNull(page.tokens().get(Decision.APPROVE)),
                TestGate.inputs(Decision.APPROVE),
                Digest.of("callback"))
            .named(Decision.APPROVE));
  }

  @Test
  void onThePagesItIsTheSame() {
    ProposalId id = asked();
    Reviewed.Page page = page("ULENA", id);
    assertThat(page.openFirst()).hasSize(2);
    assertThat(press(page).code()).isEqualTo("not_opened");
    opens("ULENA", id, TERMS);
    opens("ULENA", id, PRICES);
    assertThat(page("ULENA", id).openFirst()).isEmpty();
    assertThat(page("UOTTO", id).openFirst()).as("who decides nothing has nothing to do").isEmpty();
    assertThat(press(page).kind()).isEqualTo(ClickAnswer.Kind.COUNTED);
  }

  @Test
  void theCardSaysSoAndLeadsThere() {
    ProposalId id = asked();
    CardView card =
        new CardComposer(gate.directory, Optional.of(TestGate.CONSOLE)).compose(gate.record(id));

    assertThat(card.way()).contains(new CardView.Way("Open attachments", TestGate.CONSOLE.of(id)));
    assertThat(card.sections().toString())
        .contains(
            "Approving this takes having opened its 2 attachments, each reviewer for themselves, on"
                + " its page in the console.");
    gate.press("ULENA", Decision.REJECT);
    assertThat(
            new CardComposer(gate.directory, Optional.of(TestGate.CONSOLE))
                .compose(gate.record(id))
                .way())
        .isEmpty();
  }

  /// What a gate with a fault would write, every seal genuine.
  @Test
  void aVoteThatSlippedInIsNeitherRedeemedNorCompletesAQuorum() {
    ProposalId id = asked();
    UnseenCard.approve(gate, id, gate.record(id).cards().getFirst().digest(), "lena");
    gate.execute();

    assertThat(gate.executor.sent()).isEmpty();
    assertThat(gate.audit(id, EntryType.EXECUTION_BARRED).getFirst().object("data").text("code"))
        .isEqualTo("policy_changed");
  }

  /// What was approved runs only if it would be approved by the policy of the moment.
  @Test
  void aPolicyThatAsksForItMeanwhileBarsWhatNobodyOpened() {
    TestGate loose = gate(LEADS, PEOPLE);
    handIn(loose);
    ProposalId id = loose.propose(both());
    loose.showCards();
    loose.press("ULENA", Decision.APPROVE);
    loose.policy.set(TestGate.policy(OPENED));
    loose.execute();

    assertThat(loose.executor.sent()).isEmpty();
    assertThat(loose.audit(id, EntryType.EXECUTION_BARRED)).hasSize(1);
  }

  @Test
  void whatNobodyCouldOpenIsRefused() {
    handIn(gate);
    assertThat(
            why(gate, body(named("terms.pdf", "never handed in".getBytes(StandardCharsets.UTF_8)))))
        .contains("the gate does not have their bytes");

    TestGate chatsAlone = TestGate.inMemory(OPENED);
    handIn(chatsAlone);
    assertThat(why(chatsAlone, both())).contains("this deployment has no console");

    TestGate nobodyThere = gate(OPENED, linked(TestGate.PEOPLE, "UOTTO"));
    handIn(nobodyThere);
    assertThat(why(nobodyThere, both()))
        .contains("3 have no account where attachments are opened")
        .contains("Link an account on the console for 1 more person.");
  }

  private static String why(TestGate gate, byte[] body) {
    ProposalId id = gate.propose(body);
    assertThat(gate.state(id)).isInstanceOf(Refused.class);
    Finding last = gate.record(id).ruling().findings().getLast();
    assertThat(last.result()).isEqualTo("nobody_can_decide");
    return last.because();
  }

  @Test
  void aMessageWithoutAttachmentsAsksNobodyForThem() {
    for (byte[] body : List.of(body(), SampleProposals.ticketReplyBody())) {
      assertThat(gate.record(gate.propose(body)).ruling().openFirst()).isEmpty();
    }
  }

  @Test
  void theRulingAndItsEntryNameEachDigestOnce() {
    Ruling ruling = gate.record(asked()).ruling();
    assertThat(ruling.openFirst()).containsExactly(Digest.of(TERMS), Digest.of(PRICES));
    assertThat(Ruling.openFirst(ruling.toEntry())).isEqualTo(ruling.openFirst());
    assertThat(Ruling.fromJson(ruling.toJson())).isEqualTo(ruling);
    assertThat(ruling.refusedBecause(Finding.of("a", "b", "c")).openFirst()).isEmpty();
    TestGate loose = gate(LEADS, PEOPLE);
    handIn(loose);
    assertThat(loose.record(loose.propose(both())).ruling().toJson().has("open_first"))
        .as("rulings without keep the bytes that they have always had")
        .isFalse();
  }
}
