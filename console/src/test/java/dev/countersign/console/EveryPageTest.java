package dev.countersign.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.TestGate;
import dev.countersign.audit.EntryType;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Json;
import dev.countersign.json.JsonObject;
import dev.countersign.json.WireName;
import dev.countersign.proposal.ProposalId;
import dev.countersign.proposal.SampleProposals;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What holds for all pages, by walking the table of them.
class EveryPageTest {
  /// A page with its style and its script, which are loaded once and kept.
  private static final int MOST_BYTES = 150_000;

  private static final List<String> DEEDS =
      List.of("use", "end", "file", "close", "link", "unlink", "enrol", "confirm", "remove");

  private static Pages pages;
  private static ProposalId id;

  @BeforeAll
  static void started() throws Exception {
    pages = new Pages(TestGate.ONE_LEAD);
    id = pages.gate.ask();
  }

  @AfterAll
  static void stopped() {
    pages.close();
  }

  @Test
  void noPageMovesAnythingByBeingOpened() throws IOException {
    for (String name : List.of("ULENA", "UADAM")) {
      TestBrowser browser = pages.signedIn(name);
      TestBrowser.Page form = browser.get("/requests/" + id);
      String key = form.key();
      String token = form.field("approve", "token");
      List<String> before = entries();
      List<Object> around = around();

      for (Route route : pages.routes().table()) {
        for (String deed : DEEDS) {
          open(browser, path(route) + asAForm(key, token, deed));
        }
      }

      assertThat(entries()).as("of the request, by " + name).isEqualTo(before);
      assertThat(around()).as("around it, by " + name).isEqualTo(around);
    }
  }

  @Test
  void everyPageIsSmall() throws IOException {
    TestBrowser admin = pages.signedIn("UADAM");
    int loaded = bytes(admin, "/console.css") + bytes(admin, "/console.js");

    for (Route route : pages.routes().table()) {
      assertThat(loaded + bytes(admin, path(route))).as(path(route)).isLessThan(MOST_BYTES);
    }
    int largest = bytes(pages.signedIn("ULENA"), "/requests/" + withMembers(1_900));
    assertThat(loaded + largest).isLessThan(MOST_BYTES);
  }

  /// Each field that any form of ours has, with what would move something.
  private static String asAForm(String key, String token, String deed) {
    return "?key=%s&token=%s&deed=%s&request=%s&decision=approve&note=Note&reason=wrong"
            .formatted(key, token, deed, id)
        + "&incident=INC-1&why=Why&choice=happened&code=GOOD-CODE&agreement=agreed&chat=slack"
        + "&name=Key&number=1&form=csv&proposal=%7B%7D&policy=%7B%7D";
  }

  private static String path(Route route) {
    return route.leadsBelow() ? route.path() + id : route.path();
  }

  /// What was noted, but that a page was shown.
  private static List<String> entries() {
    String shown = WireName.of(EntryType.PAGE_SHOWN);
    return pages.gate.audit(id).stream().filter(type -> !type.equals(shown)).toList();
  }

  private static List<Object> around() {
    return List.of(
        pages.gate.record(id).request(),
        pages.freezes.now().inForce(),
        pages.passkeys.all(),
        Set.copyOf(pages.signIns.open.keySet()));
  }

  /// A document has at most 2,000 in all.
  private static ProposalId withMembers(int number) {
    JsonObject.Builder json = JsonObject.builder();
    IntStream.range(0, number)
        .forEach(each -> json.put("k" + each, Json.of("value " + each + " of the call")));
    JsonObject changes =
        ((JsonObject) CanonicalJson.parse(SampleProposals.refundBody())).object("proposed_changes");
    JsonObject body = changes.object("body").with("json", json.build());
    return pages.gate.propose(
        TestGate.body(
            CanonicalJson.text(
                JsonObject.builder()
                    .put("anew", true)
                    .put("proposed_changes", changes.with("body", body))
                    .build())));
  }

  private static int bytes(TestBrowser browser, String path) throws IOException {
    return open(browser, path).length;
  }

  /// What does not end by itself is left.
  private static byte[] open(TestBrowser browser, String path) throws IOException {
    HttpResponse<InputStream> answer = browser.stream(path);
    try (InputStream body = answer.body()) {
      return answer.headers().firstValue("Content-Type").orElse("").contains("event-stream")
          ? new byte[0]
          : body.readAllBytes();
    }
  }
}
