package dev.countersign.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.TestGate;
import dev.countersign.audit.EntryType;
import dev.countersign.people.ConsoleRole;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.RequestState.Pending;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Who sees which page, by walking the table of them, and what a role shows of a request.
class RolesOnPagesTest {
  private static final String SECRET = "AKIAIOSFODNN7EXAMPLE";
  private static Pages pages;
  private static final Map<String, TestBrowser> BROWSERS = new LinkedHashMap<>();

  /// By the names with which they sign in.
  private static final Map<String, Set<ConsoleRole>> ROLES =
      Map.of(
          "ULENA", Set.of(ConsoleRole.REVIEWER),
          "UVIC", Set.of(ConsoleRole.REVIEWER, ConsoleRole.VIEWER),
          "UANA", Set.of(ConsoleRole.REVIEWER, ConsoleRole.AUDITOR),
          "UADAM", Set.of(ConsoleRole.REVIEWER, ConsoleRole.ADMIN));

  @BeforeAll
  static void started() throws Exception {
    pages =
        new Pages(
            TestGate.ONE_LEAD.replace(
                "{\"version\":1,", "{\"version\":1,\"mask_in_chat\":\"secrets\","));
    ROLES.keySet().forEach(name -> BROWSERS.put(name, pages.signedIn(name)));
  }

  @AfterAll
  static void stopped() {
    pages.close();
  }

  private static TestBrowser as(String name) {
    return Objects.requireNonNull(BROWSERS.get(name));
  }

  @Test
  void eachPageIsForItsRolesAndStandsInTheirNavigationAlone() throws Exception {
    for (Route route : pages.routes().table()) {
      for (var person : ROLES.entrySet()) {
        boolean theirs = person.getValue().stream().anyMatch(route.readers()::contains);
        String path = route.leadsBelow() ? route.path() + "x" : route.path();
        HttpResponse<InputStream> answer = as(person.getKey()).stream(path);
        try (InputStream body = answer.body()) {
          assertThat(answer.statusCode() == 403)
              .as(person.getKey() + " at " + path + " gets " + answer.statusCode())
              .isEqualTo(!theirs);
          if (!answer.headers().firstValue("Content-Type").orElse("").contains("event-stream")) {
            assertThat(new String(body.readAllBytes(), UTF_8)).as(path).contains("<nav");
          }
        }
        if (!route.entry().isEmpty()) {
          String navigation = as(person.getKey()).get("/").html();
          assertThat(navigation.contains("<a href=\"" + route.path() + "\""))
              .as(person.getKey() + " is led to " + path)
              .isEqualTo(theirs);
        }
      }
    }
  }

  @Test
  void whoIsNotSignedInIsShownNoPageOfTheTable() {
    for (Route route : pages.routes().table()) {
      String path = route.leadsBelow() ? route.path() + "x" : route.path();
      assertThat(pages.browser().get(path).status()).as(path).isEqualTo(303);
    }
  }

  @Test
  void theDocumentNamesEveryPage() throws Exception {
    String document = Files.readString(Path.of("..", "docs", "console.md"));
    for (Route route : pages.routes().table()) {
      String named = route.leadsBelow() ? route.path() + "…" : route.path();
      assertThat(document).contains("`" + named + "`");
    }
  }

  @Test
  void aRoleShowsARequestToBeReadAndNobodyDecidesByIt() {
    ProposalId id = ask();
    String path = "/requests/" + id;
    String deciding = as("ULENA").get(path).text();
    assertThat(deciding).contains(SECRET, "Your decision");

    for (String name : new String[] {"UANA", "UADAM"}) {
      TestBrowser.Page page = as(name).get(path);
      assertThat(page.status()).isEqualTo(200);
      assertThat(page.text())
          .as(name)
          .contains("You read this by your role", "What happened", "hidden ██")
          .doesNotContain(SECRET);
      assertThat(page.html()).doesNotContain(">Your decision<", "name=\"token\"");
    }
    TestBrowser.Page standing = as("UVIC").get(path);
    assertThat(standing.status()).isEqualTo(200);
    assertThat(standing.text()).doesNotContain(SECRET, "What happened");
    assertThat(standing.html()).doesNotContain(">Your decision<");
    assertThat(pages.signedIn("UPIA").get(path).status()).isEqualTo(404);
    assertThat(pages.gate.audit(id, EntryType.PAGE_SHOWN)).as("of who decides alone").hasSize(1);
  }

  /// With the very form of somebody who may decide.
  @Test
  void theFormOfSomebodyElseDecidesNothingForARole() {
    ProposalId id = ask();
    String path = "/requests/" + id;
    TestBrowser.Page page = as("ULENA").get(path);

    for (String name : new String[] {"UVIC", "UANA", "UADAM"}) {
      as(name)
          .post(
              path,
              Map.of(
                  "key",
                  as(name).get("/").key(),
                  "decision",
                  "approve",
                  "token",
                  page.field("approve", "token")));
      assertThat(pages.gate.state(id)).as(name).isInstanceOf(Pending.class);
    }
  }

  @Test
  void theQueueOfARoleHasWhatWaitsForOthersAndThatOfAReviewerNever() {
    ProposalId id = ask();

    for (String name : new String[] {"UVIC", "UANA", "UADAM"}) {
      assertThat(as(name).get("/").text()).as(name).contains("Nothing waits for you");
      assertThat(as(name).get("/?of=all").html()).as(name).contains("href=\"/requests/" + id);
    }
    TestBrowser.Page others = pages.signedIn("UPIA").get("/?of=all");
    assertThat(others.text()).contains("Nothing waits for you");
    assertThat(others.html()).doesNotContain(id.value(), "of=all");
  }

  /// Many pages are no wall of links; the page that is open is never behind one.
  @Test
  void whatDoesNotComeFirstIsBehindOnePress() {
    TestBrowser.Page people = as("UADAM").get("/people");
    assertThat(people.html())
        .containsSubsequence(
            "<nav", "href=\"/people\" aria-current=\"page\"", "<summary>More</summary>", "</nav>")
        .containsOnlyOnce("<a href=\"/people\"");
    assertThat(as("UADAM").get("/").html())
        .containsSubsequence("<summary>More</summary>", "<a href=\"/people\"", "</details>");
  }

  private static ProposalId ask() {
    String body = new String(TestGate.body("{\"anew\":true}"), UTF_8);
    ProposalId id =
        pages.gate.propose(body.replace("damaged", "take " + SECRET + " and go").getBytes(UTF_8));
    pages.gate.showCards();
    return id;
  }
}
