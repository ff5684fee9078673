package dev.countersign.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.TestGate;
import dev.countersign.people.Absence;
import dev.countersign.people.Delegation;
import dev.countersign.people.Person;
import dev.countersign.proposal.PersonId;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Linking an account in a chat on a page.
class AccountPagesTest {
  private static Pages pages;
  private static TestBrowser lena;

  @BeforeAll
  static void started() throws Exception {
    pages = new Pages(TestGate.ONE_LEAD);
    lena = pages.signedIn("ULENA");
  }

  @AfterAll
  static void stopped() {
    pages.close();
  }

  @Test
  void aCodeIsShownWhoseItIsBeforeItLinksAndTheLinkIsTakenBack() {
    String key = lena.get("/accounts").key();
    TestBrowser.Page question =
        lena.post("/accounts", Map.of("key", key, "deed", "link", "code", " GOOD-CODE "));

    assertThat(question.text()).contains("<b>Somebody</b>", "Link it to me", "not_linked");
    assertThat(question.html())
        .contains("name=\"agreement\" value=\"agreed\"")
        .doesNotContain("<b>Somebody");
    TestBrowser.Page done =
        lena.post(
            "/accounts",
            Map.of("key", key, "deed", "link", "code", "GOOD-CODE", "agreement", "agreed"));
    assertThat(done.text()).contains("Done: linked", "Account in Teams", "Unlink it");
    TestBrowser.Page back =
        lena.post(
            "/accounts",
            Map.of("key", key, "deed", AccountPages.UNLINK, "chat", "teams", "agreement", "mine"));
    assertThat(back.text()).contains("Done: unlinked", "not_linked");
  }

  @Test
  void itSaysWhenItsPersonIsAwayAndForWhomTheyDecide() {
    Instant now = Instant.parse("2026-12-01T09:00:00Z");
    Person lena =
        new Person(
            new PersonId("lena"),
            "Lena",
            new TreeSet<>(),
            Set.of(),
            Set.of(),
            List.of(
                absence("2026-11-01T00:00:00Z", Optional.empty()),
                absence("2026-12-20T00:00:00Z", Optional.of(new PersonId("marc"))),
                absence("2027-02-01T00:00:00Z", Optional.empty())),
            List.of(
                new Delegation(
                    new PersonId("pia"), Set.of(), now.minusSeconds(60), now.plusSeconds(60)),
                new Delegation(new PersonId("otto"), Set.of(), now.minusSeconds(60), now)));
    String said = Html.of("section", AccountPages.away(lena, now)).written();
    assertThat(said)
        .contains("marc decides in your place.", "Nobody decides in your place.")
        .contains("in the place of pia", "2026-12-20T00:00:00Z")
        .doesNotContain("2026-11-01", "otto");
    assertThat(AccountPages.away(lena, Instant.parse("2028-01-01T00:00:00Z"))).isEmpty();
  }

  private static Absence absence(String from, Optional<PersonId> instead) {
    Instant begins = Instant.parse(from);
    return new Absence(begins, begins.plus(Duration.ofDays(7)), ZoneOffset.UTC, instead);
  }

  @Test
  void lookingLinksNothingAndAWrongCodeIsSaidSo() {
    assertThat(lena.get("/accounts?deed=link&code=GOOD-CODE&agreement=agreed").text())
        .contains("not_linked");
    assertThat(
            lena.post(
                    "/accounts",
                    Map.of("key", lena.get("/").key(), "deed", "link", "code", "WRONG"))
                .text())
        .contains("code_wrong");
  }

  @Test
  void aFormOfAnEarlierSignInLinksNothing() {
    TestBrowser.Page stale =
        lena.post(
            "/accounts",
            Map.of("key", "x", "deed", "link", "code", "GOOD-CODE", "agreement", "agreed"));
    assertThat(stale.text()).contains("from an earlier sign-in", "GOOD-CODE");
    assertThat(lena.get("/accounts").text()).contains("not_linked");
  }

  /// A link outlives the session that made it.
  @Test
  void aSessionThatIsNotFreshLinksNothingAndKeepsTheCode() {
    Instant fresh = pages.signIns.openedAt.get();
    pages.signIns.openedAt.set(Instant.EPOCH.minus(AccountPages.FRESH));
    try {
      String key = lena.get("/accounts").key();
      for (String agreement : new String[] {"", "agreed"}) {
        TestBrowser.Page told =
            lena.post(
                "/accounts",
                Map.of("key", key, "deed", "link", "code", "GOOD-CODE", "agreement", agreement));
        assertThat(told.text()).contains("sign out and in again", "not_linked");
        assertThat(told.html()).contains("value=\"GOOD-CODE\"");
      }
    } finally {
      pages.signIns.openedAt.set(fresh);
    }
  }
}
