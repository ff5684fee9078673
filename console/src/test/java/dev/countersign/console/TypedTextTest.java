package dev.countersign.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.TestGate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What somebody typed into any form comes back where nothing could come of it.
class TypedTextTest {
  private static final String ID = "prop_01J0000000000000000000000A";

  private static Pages pages;

  @BeforeAll
  static void open() throws Exception {
    pages = new Pages(TestGate.ONE_LEAD);
  }

  @AfterAll
  static void close() throws Exception {
    pages.close();
  }

  static Stream<Arguments> forms() {
    return Stream.of(
        form("ULENA", "/requests/" + ID, "note"),
        form("ULENA", "/requests/" + ID + "/break-glass", "incident", "why"),
        form(
            "ULENA",
            "/retrospectives/" + ID,
            "justification",
            "impact",
            "normal_way",
            "rollback",
            "changes"),
        form("ULENA", "/unknown", "note"),
        form("ULENA", "/accounts", "code"),
        form("ULENA", "/passkeys", "name"),
        form("UADAM", "/try", "proposal"),
        form("UADAM", "/policy/simulation", "policy"));
  }

  private static Arguments form(String who, String path, String... fields) {
    return Arguments.of(who, path, List.of(fields));
  }

  @ParameterizedTest
  @MethodSource("forms")
  void aDatabaseThatIsAwayLosesNothingTyped(String who, String path, List<String> fields) {
    TestBrowser browser = pages.signedIn(who);
    pages.signIns.away.set(true);
    try {
      TestBrowser.Page answer = browser.post(path, typed(fields));
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.text()).contains(typed(fields).values());
    } finally {
      pages.signIns.away.set(false);
    }
  }

  @ParameterizedTest
  @MethodSource("forms")
  void whoeverWasSignedOutMeanwhileLosesNothingTyped(String who, String path, List<String> fields) {
    TestBrowser browser = pages.signedIn(who);
    pages.signIns.open.remove(browser.session().orElseThrow());

    TestBrowser.Page answer = browser.post(path, typed(fields));

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.text()).contains(typed(fields).values());
  }

  @Test
  void aLongTextIsNotLostEither() {
    String typed = "# a long policy\n".repeat(6_000).strip();
    Map<String, String> policy = Map.of("policy", typed);
    TestBrowser adam = pages.signedIn("UADAM");
    pages.signIns.away.set(true);
    try {
      TestBrowser.Page away = adam.post("/policy/simulation", policy);
      assertThat(away.status()).isEqualTo(503);
      assertThat(away.text()).contains(typed);
    } finally {
      pages.signIns.away.set(false);
    }
    pages.signIns.open.remove(adam.session().orElseThrow());
    TestBrowser.Page out = adam.post("/policy/simulation", policy);
    assertThat(out.status()).isEqualTo(401);
    assertThat(out.text()).contains(typed);

    adam.cookies.put(Browser.SESSION, "made-by-a-stranger");
    assertThat(adam.post("/policy/simulation", policy).status()).isEqualTo(413);
  }

  @ParameterizedTest
  @MethodSource("forms")
  void aFormOfAnEarlierSignInLosesNothingTyped(String who, String path, List<String> fields) {
    TestBrowser.Page answer = pages.signedIn(who).post(path, typed(fields));

    assertThat(answer.text()).contains(SentForm.STALE).contains(shown(answer, fields));
  }

  /// Tags and their attributes, without what any of them says.
  @ParameterizedTest
  @MethodSource("forms")
  void whateverIsTypedThePageIsTheSameMarkup(String who, String path, List<String> fields) {
    TestBrowser browser = pages.signedIn(who);
    List<String> harmless = markup(browser.post(path, typed(fields)));

    for (String attack : HostilePagesTest.ATTACKS) {
      Map<String, String> hostile = new LinkedHashMap<>();
      fields.forEach(field -> hostile.put(field, attack));
      assertThat(markup(browser.post(path, hostile))).as(attack).isEqualTo(harmless);
    }
  }

  private static List<String> markup(TestBrowser.Page page) {
    return Pattern.compile("<[^>]*>")
        .matcher(page.html())
        .results()
        .map(tag -> tag.group().replaceAll("\"[^\"]*\"", "\"\""))
        .toList();
  }

  /// The one line of a form is in an attribute.
  private static List<String> shown(TestBrowser.Page answer, List<String> fields) {
    return typed(fields).values().stream()
        .filter(text -> !answer.html().contains("value=\"" + text + "\""))
        .toList();
  }

  private static Map<String, String> typed(List<String> fields) {
    Map<String, String> typed = new LinkedHashMap<>();
    fields.forEach(field -> typed.put(field, "What was typed as " + field));
    return typed;
  }
}
