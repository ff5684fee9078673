package dev.countersign.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.TestGate;
import dev.countersign.audit.EntryType;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Digest;
import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.proposal.ProposalId;
import dev.countersign.proposal.SampleProposals;
import dev.countersign.request.RequestState.Approved;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What a request attaches is opened by those who may read it, as a file and as nothing else.
class AttachmentPagesTest {
  private static final byte[] SCRIPT =
      "<script>alert(document.cookie)</script>".getBytes(StandardCharsets.UTF_8);
  private static final byte[] DAMAGED = "once was sound".getBytes(StandardCharsets.UTF_8);
  private static final String LEADS =
      """
      {"version":1,"rules":[{"id":"all","when":"true","gate":"ask",
        "stages":[{"group":"support-leads","approvals":1}],"sla":{"expires":"4h"}}]}
      """;

  private static Pages pages;
  private static TestBrowser lena;

  @BeforeAll
  static void started() throws Exception {
    pages = new Pages(LEADS);
    pages.gate.attachments.keep(pages.gate.agent().id(), SCRIPT);
    pages.gate.attachments.keep(pages.gate.agent().id(), DAMAGED);
    lena = pages.signedIn("ULENA");
  }

  @AfterAll
  static void stopped() {
    pages.close();
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(Digest.sha256(bytes));
  }

  private static ProposalId asked(byte[] attached) {
    JsonObject attachment =
        JsonObject.builder()
            .put("name", "../R\u00e9sum\u00e9 \u202e\\\";x=.html")
            .put("media_type", "text/html")
            .put("sha256", hex(attached))
            .build();
    JsonObject body = (JsonObject) CanonicalJson.parse(SampleProposals.ticketReplyBody());
    ProposalId id =
        pages.gate.propose(
            CanonicalJson.bytes(
                body.with(
                        "proposed_changes",
                        body.object("proposed_changes")
                            .with("attachments", new JsonArray(List.of(attachment))))
                    .with("anew", Json.of(true))));
    pages.gate.showCards();
    return id;
  }

  private static TestBrowser.Page open(TestBrowser browser, ProposalId id, String sha256) {
    return browser.post(
        "/attachments/" + id, Map.of("key", browser.get("/").key(), "sha256", sha256));
  }

  @Test
  void itIsHandedOverAsAFileOnceItsChainSaysSo() {
    ProposalId id = asked(SCRIPT);
    TestBrowser.Page page = lena.get("/requests/" + id);
    assertThat(page.html())
        .contains("action=\"/attachments/" + id + "\"", hex(SCRIPT))
        .doesNotContain("\u202e");
    assertThat(lena.get("/attachments/" + id).status()).as("a GET moves nothing").isEqualTo(404);
    assertThat(pages.gate.audit(id, EntryType.ATTACHMENT_OPENED)).isEmpty();

    TestBrowser.Page file = open(lena, id, hex(SCRIPT));
    assertThat(file.html()).isEqualTo(new String(SCRIPT, StandardCharsets.UTF_8));
    assertThat(file.headers())
        .containsEntry("content-type", "application/octet-stream")
        .containsEntry("x-content-type-options", "nosniff")
        .containsEntry("content-security-policy", "sandbox; default-src 'none'")
        .containsEntry("cache-control", "no-store")
        .containsEntry(
            "content-disposition", "attachment; filename*=UTF-8''_R%C3%A9sum%C3%A9%20____x_.html");
    open(lena, id, hex(SCRIPT));
    assertThat(pages.gate.audit(id, EntryType.ATTACHMENT_OPENED)).hasSize(1);
    assertThat(lena.get("/requests/" + id).text()).contains("An attachment was opened");
  }

  @Test
  void whoseBusinessItIsNotIsHandedNothing() {
    ProposalId id = asked(SCRIPT);
    TestBrowser pia = pages.signedIn("UPIA");
    assertThat(open(pia, id, hex(SCRIPT)).status()).isEqualTo(404);
    assertThat(lena.post("/attachments/" + id, Map.of("key", "x", "sha256", hex(SCRIPT))).html())
        .doesNotContain("alert(");
    assertThat(pages.gate.audit(id, EntryType.ATTACHMENT_OPENED)).isEmpty();
  }

  /// A digest opens what its own request attaches, and nothing by way of another one.
  @Test
  void anotherRequestIsNoWayToIt() {
    asked(SCRIPT);
    assertThat(open(lena, pages.gate.ask(), hex(SCRIPT)).status()).isEqualTo(404);
    ProposalId id = asked(SCRIPT);
    for (String sha256 : List.of("0".repeat(64), "", "x", hex(DAMAGED))) {
      assertThat(open(lena, id, sha256).status()).as(sha256).isEqualTo(404);
    }
  }

  @Test
  void otherBytesThanWereHandedInAreShownToNobody() {
    ProposalId id = asked(DAMAGED);
    pages.gate.attachments.damage(Digest.of(DAMAGED));

    assertThat(open(lena, id, hex(DAMAGED)).status()).isEqualTo(409);
    assertThat(pages.gate.audit(id, EntryType.ATTACHMENT_OPENED)).isEmpty();
  }

  @Test
  void whereApprovingTakesIt() {
    pages.gate.policy.set(
        TestGate.policy(
            LEADS.replace("\"gate\":\"ask\"", "\"gate\":\"ask\",\"attachments\":\"opened\"")));
    ProposalId id = asked(SCRIPT);
    pages.gate.policy.set(TestGate.policy(LEADS));
    TestBrowser.Page page = lena.get("/requests/" + id);
    assertThat(page.text())
        .contains(
            "Your approval counts only once you have downloaded this to open it.",
            "Approving this takes having opened its attachment");
    assertThat(lena.decide("/requests/" + id, page, "approve", Map.of()).text())
        .contains("You have 1 attachment to open.");

    open(lena, id, hex(SCRIPT));
    page = lena.get("/requests/" + id);
    assertThat(page.text()).doesNotContain("Your approval counts only once");
    lena.decide("/requests/" + id, page, "approve", Map.of());
    assertThat(pages.gate.state(id)).isInstanceOf(Approved.class);
  }

  /// What the gate never had cannot be opened, and no page says that it could.
  @Test
  void whatIsNotHeldHasNoForm() {
    ProposalId id = asked("never handed in".getBytes(StandardCharsets.UTF_8));
    assertThat(lena.get("/requests/" + id).html()).doesNotContain("/attachments/");
  }
}
