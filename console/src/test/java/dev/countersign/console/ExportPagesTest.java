package dev.countersign.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.TestGate;
import dev.countersign.audit.EntryType;
import dev.countersign.card.AskLimit;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.JsonObject;
import dev.countersign.proposal.PersonId;
import dev.countersign.proposal.ProposalId;
import dev.countersign.report.RequestLine;
import dev.countersign.request.Decision;
import dev.countersign.request.RejectReason;
import dev.countersign.request.RequestState;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ExportPagesTest {
  private static final Instant NOW = Instant.EPOCH.plusSeconds(60);
  private static Pages pages;
  private static TestBrowser lena;
  private static TestBrowser cara;

  @BeforeAll
  static void started() throws Exception {
    pages = new Pages(TestGate.ONE_LEAD);
    pages.lines.all.add(line(1, "=cmd|' /C calc'!A0"));
    pages.lines.all.add(line(2, "crm, \"north\"\nand south"));
    pages.lines.all.add(line(3, "bears on cara", Set.of(new PersonId("cara"))));
    pages.lines.all.add(line(4, "is for cara by now", Set.of(), Optional.of("cara")));
    lena = pages.signedIn("ULENA");
    cara = pages.signedIn("UCARA");
  }

  @AfterAll
  static void stopped() {
    pages.close();
  }

  static RequestLine line(int number, String actionType) {
    return line(number, actionType, Set.of());
  }

  private static RequestLine line(int number, String actionType, Set<PersonId> frozen) {
    return line(number, actionType, frozen, Optional.empty());
  }

  private static RequestLine line(
      int number, String actionType, Set<PersonId> frozen, Optional<String> onBehalfOf) {
    return new RequestLine(
        ProposalId.firstOf(NOW.plusSeconds(number)),
        NOW.plusSeconds(number),
        "support-bot",
        actionType,
        List.of("calls", "more"),
        List.of("support-leads"),
        new RequestState.Rejected(new PersonId("lena"), NOW.plusSeconds(90)),
        NOW.plusSeconds(3600),
        Optional.of(NOW.plusSeconds(30)),
        List.of(
            new RequestLine.Ballot(
                "lena",
                "support-leads",
                Decision.REJECT,
                Optional.of(RejectReason.WRONG_CONTENT),
                NOW.plusSeconds(90))),
        false,
        frozen,
        onBehalfOf,
        List.of(),
        false);
  }

  @Test
  void aListHasALineForEachRequestAndRunsNothingInASpreadsheet() {
    TestBrowser.Page file = export(cara, "csv");

    assertThat(file.status()).isEqualTo(200);
    assertThat(file.headers())
        .containsEntry("content-disposition", "attachment; filename=\"countersign-requests.csv\"");
    assertThat(file.html())
        .startsWith("id,proposed_at,agent,action_type,rules,groups,ending,")
        .contains(
            ",support-bot,\"crm, \"\"north\"\"\nand south\",calls more,support-leads,rejected,",
            ",'=cmd|' /C calc'!A0,",
            ",lena,reject,wrong_content\r\n");
  }

  @Test
  void whatBearsOnTheReaderIsLeftOut() {
    assertThat(export(cara, "csv").html()).doesNotContain("bears on cara", "is for cara by now");
  }

  @Test
  void jsonLinesAreOneObjectInEachLineTheNewestFirst() {
    List<JsonObject> objects =
        export(cara, "json_lines")
            .html()
            .lines()
            .map(each ->
                (JsonObject)
                    CanonicalJson.parse(each.getBytes(java.nio.charset.StandardCharsets.UTF_8)))
            .toList();

    assertThat(objects).hasSize(2);
    assertThat(objects.getFirst().text("action_type")).startsWith("crm");
    assertThat(objects.getFirst().texts("rules")).containsExactly("calls", "more");
  }

  @Test
  void anExportThatBreaksOffIsNotTakenForAWholeOne() {
    List<RequestLine> before = List.copyOf(pages.lines.all);
    for (int number = 10; number < 10 + 2 * ExportPages.PAGE; number++) {
      pages.lines.all.add(line(number, "refund"));
    }
    TestBrowser.Page form = cara.get("/export");
    pages.lines.left.set(2);
    try {
      assertThatThrownBy(
              () -> cara.post("/export", Map.of("key", form.key(), "days", "7", "form", "csv")))
          .isInstanceOf(UncheckedIOException.class);
    } finally {
      pages.lines.left.set(Integer.MAX_VALUE);
      pages.lines.all.retainAll(before);
    }
  }

  @Test
  void onlyWhoLooksAfterTheRecordGetsALine() {
    assertThat(lena.get("/export").status()).isEqualTo(403);
    assertThat(
            lena.post("/export", Map.of("key", lena.get("/").key(), "days", "7", "form", "csv"))
                .status())
        .isEqualTo(403);
    assertThat(cara.post("/export", Map.of("key", "other", "days", "7", "form", "csv")).html())
        .doesNotContain("support-bot");
    assertThat(
            cara.post(
                    "/export", Map.of("key", cara.get("/export").key(), "days", "9", "form", "csv"))
                .status())
        .isEqualTo(400);
  }

  @Test
  void theEvidenceOfARequestIsHandedOverOnceItsChainSaysSo() {
    ProposalId id = pages.gate.ask();
    String path = "/evidence/" + id;
    TestBrowser.Page page = lena.get("/requests/" + id);
    assertThat(page.html()).contains("action=\"" + path + "\"");
    assertThat(lena.get(path).status()).as("a GET moves nothing").isEqualTo(404);
    assertThat(pages.gate.audit(id, EntryType.RECORD_EXPORTED)).isEmpty();

    TestBrowser.Page file = lena.post(path, Map.of("key", page.key()));
    assertThat(file.headers())
        .containsEntry("content-type", "application/json")
        .containsEntry(
            "content-disposition", "attachment; filename=\"countersign-" + id + ".json\"");
    assertThat(file.html()).contains("\"v\":\"countersign-evidence/1\"", "record_exported");
    assertThat(pages.gate.audit(id, EntryType.RECORD_EXPORTED)).hasSize(1);
    assertThat(lena.get("/requests/" + id).text()).contains("Its evidence was exported");
  }

  @Test
  void whoseBusinessItIsNotIsHandedNothingAndNoEntrySaysThatTheyAsked() {
    ProposalId id = pages.gate.ask();
    TestBrowser pia = pages.signedIn("UPIA");
    TestBrowser.Page foreign = pia.post("/evidence/" + id, Map.of("key", pia.get("/").key()));

    assertThat(foreign.status()).isEqualTo(404);
    assertThat(lena.post("/evidence/" + id, Map.of("key", "another")).html())
        .doesNotContain("countersign-evidence");
    assertThat(pages.gate.audit(id, EntryType.RECORD_EXPORTED)).isEmpty();
    assertThat(cara.post("/evidence/" + id, Map.of("key", cara.get("/export").key())).html())
        .as("who looks after the record is")
        .contains("countersign-evidence/1");
  }

  @Test
  void whoTakesFilesTooOftenIsToldSoAndTheChainGrowsNoMore() {
    ProposalId id = pages.gate.ask();
    String path = "/evidence/" + id;
    TestBrowser marc = pages.signedIn("UMARC");
    String key = marc.get("/").key();
    pages.standsStill.set(true);
    try {
      for (int nth = 0; nth < AskLimit.MOST; nth++) {
        assertThat(marc.post("/evidence/other", Map.of("key", key)).status()).isEqualTo(404);
      }
      assertThat(marc.post(path, Map.of("key", key)).status()).isEqualTo(429);
      assertThat(marc.post("/attachments/" + id, Map.of("key", key)).status()).isEqualTo(429);
    } finally {
      pages.standsStill.set(false);
    }
    for (int nth = 0; nth < 20; nth++) {
      assertThat(marc.post(path, Map.of("key", key)).status()).isEqualTo(200);
    }
    TestBrowser.Page refused = marc.post(path, Map.of("key", key));
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.text()).contains("exported too often");
    assertThat(pages.gate.audit(id, EntryType.RECORD_EXPORTED)).hasSize(20);
  }

  private static TestBrowser.Page export(TestBrowser browser, String form) {
    return browser.post(
        "/export", Map.of("key", browser.get("/export").key(), "days", "7", "form", form));
  }
}
