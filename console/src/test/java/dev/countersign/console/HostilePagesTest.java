package dev.countersign.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.nimbusds.jose.util.JSONArrayUtils;
import dev.countersign.card.CardView;
import dev.countersign.drawing.HostileDrawings;
import dev.countersign.json.Fixtures;
import dev.countersign.ledger.SignIn;
import dev.countersign.people.AccountId;
import dev.countersign.people.ConsoleRole;
import dev.countersign.people.Person;
import dev.countersign.people.Surface;
import dev.countersign.proposal.ActionClass;
import dev.countersign.proposal.PersonId;
import dev.countersign.report.PeriodFigures;
import dev.countersign.report.RequestLine;
import dev.countersign.report.RequestLines;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Whatever an agent, a target or a reviewer wrote is text on every page: it is shown, and no
/// browser takes any of it for markup.
class HostilePagesTest {
  static final List<String> ATTACKS =
      List.of(
          "<script>alert(1)</script>",
          "\"><img src=x onerror=alert(1)>",
          "' autofocus onfocus=alert(1) x='",
          "</textarea></pre></article><form action=//evil.example>",
          "<!--",
          "]]>",
          "&lt;b&gt; &amp;amp; &#60;",
          "<svg/onload=alert(1)>",
          "javascript:alert(1)",
          "\u0000\u0007\u001b[31m",
          "\u202e\u2066reversed\u2069",
          "\u2028next\u2029next\u0085next\u000bnext",
          "a" + "\u0301".repeat(50),
          "\n\n  two  spaces\tand a tab\n");

  /// All the markup that a page is made of.
  private static final Pattern OURS =
      Pattern.compile(
          "</?(article|section|div|p|h1|h2|h3|ul|ol|li|span|strong|b|del|ins|mark|code|pre|blockquote|time|a|table|thead|tbody|tr|th|td|dl|dt|dd|details|summary)("
              + " (class=\"[a-z"
              + " ]+\"|dir=\"auto\"|open|id=\"[a-z]+\"|datetime=\"[0-9TZ:.-]+\"|href=\"/[A-Za-z0-9/_?=]*\"|scope=\"col\"|role=\"[a-z]+\"|data-label=\"[A-Za-z"
              + " >-]+\"))*>");

  /// And what pictures are made of, and tables.
  private static final Pattern DRAWN =
      Pattern.compile(
          "</?(svg|rect|title|table|thead|tbody|tr|th|td|dl|dt|dd|nav|div|p|h1|h2|span|section|details|summary|time|a)("
              + " (class=\"[a-z ]+\"|dir=\"auto\"|(x|y|width|height)=\"[0-9]+\"|viewbox=\"[0-9"
              + " ]+\"|preserveaspectratio=\"none\"|role=\"[a-z]+\"|tabindex=\"0\"|scope=\"(row|col)\"|aria-(label|hidden|current)=\"[A-Za-z"
              + " ;]+\"|datetime=\"[0-9TZ:.-]+\"|href=\"/[A-Za-z0-9/_?=]*\"))*>");

  @Test
  void nothingSuppliedIsMarkupOnAnyCard() {
    int drawn = 0;
    for (String attack : ATTACKS) {
      for (ActionClass actionClass : ActionClass.values()) {
        HostileDrawings drawings = HostileDrawings.of(actionClass, attack);
        Map<String, CardView> cards = new LinkedHashMap<>(drawings.cards());
        cards.putAll(drawings.pages());
        for (var card : cards.entrySet()) {
          String html = PageRenderer.drawn(new PageRenderer().render(card.getValue())).written();
          assertIsOurs(card.getKey(), html);
          drawn++;
        }
        for (var chapters : drawings.chapters().entrySet()) {
          assertIsOurs(chapters.getKey(), ChapterParts.of(chapters.getValue()).written());
        }
        assertIsOurs(
            "compared", ChapterParts.of(HostileDrawings.comparing(actionClass, attack)).written());
        for (var reply : drawings.replies().entrySet()) {
          StringBuilder html = new StringBuilder();
          ReplyPage.of("Title", reply.getValue()).forEach(part -> part.write(html));
          assertIsOurs(reply.getKey(), html.toString());
        }
      }
    }
    assertThat(drawn).isGreaterThan(300);
  }

  /// The published list of strings that broke something somewhere.
  @Test
  void noPublishedNaughtyStringIsMarkup() throws Exception {
    Path file = Fixtures.require("vectors/blns/blns.json");
    int drawn = 0;
    for (Object each : JSONArrayUtils.parse(Files.readString(file))) {
      String text = String.valueOf(each);
      for (var card : HostileDrawings.of(ActionClass.TOOL_CALL, text).pages().entrySet()) {
        String html = PageRenderer.drawn(new PageRenderer().render(card.getValue())).written();
        assertIsOurs(card.getKey() + ": " + text, html);
        drawn++;
      }
    }
    assertThat(drawn).isGreaterThan(500);
  }

  @Test
  void nothingOutOfAFileIsMarkupOnThePagesOfOperators() {
    Visitor admin =
        new Visitor(
            "secret",
            new AccountId(Surface.CONSOLE, "https://issuer.example", "ada"),
            new SignIn.Means.Issuer(),
            Instant.EPOCH,
            new Person(new PersonId("ada"), "Ada", new TreeSet<>(), Set.of(), Set.of()),
            Set.of(ConsoleRole.ADMIN));
    for (String attack : ATTACKS) {
      Map<String, List<Html>> drawn = new LinkedHashMap<>();
      drawn.put("policy", PolicyPages.parts(TestOverviews.inForce(attack), admin));
      drawn.put("simulation", List.of(SimulationPages.found(TestOverviews.found(attack))));
      drawn.put("people", PeoplePages.parts(TestOverviews.listing(attack)));
      drawn.put("connections", SetupPages.parts(TestOverviews.connectionLines(attack)));
      drawn.put("agents", SetupPages.parts(TestOverviews.agentLines(attack)));
      drawn.put("not taken", TryPages.found(TestOverviews.notTaken(attack)));
      drawn.forEach((what, parts) -> {
        StringBuilder html = new StringBuilder();
        parts.forEach(part -> part.write(html));
        assertIsOurs(what, html.toString().replace("-&gt;", ""));
      });
    }
  }

  private static void assertIsOurs(String what, String html) {
    assertThat(OURS.matcher(html).replaceAll(""))
        .as(what)
        .doesNotContain("<", ">", "\u0000", "\u202e", "\u001b");
  }

  /// Names of rules, groups and agents are of alphabets of ours; a row that says otherwise is drawn
  /// as text all the same.
  @Test
  void namesInFiguresAreText() {
    for (String attack : ATTACKS) {
      RequestLine line = ExportPagesTest.line(1, attack);
      RequestLine hostile =
          new RequestLine(
              line.id(),
              line.proposedAt(),
              attack,
              attack,
              List.of(attack),
              List.of(attack),
              line.state(),
              line.deadline(),
              line.shownAt(),
              line.ballots(),
              false,
              line.frozen(),
              line.onBehalfOf(),
              line.beneficiaries(),
              false);
      RequestLines lines = (_, _, _) -> new RequestLines.Page(List.of(hostile), 1, "");
      Instant now = line.deadline();
      StringBuilder html = new StringBuilder();
      new MetricsPage(
              Period.WEEK,
              PeriodFigures.of(lines, Instant.EPOCH, now, LineFile.END_OF_IDS, 10),
              now)
          .parts()
          .forEach(part -> part.write(html));

      assertThat(DRAWN.matcher(html.toString()).replaceAll(""))
          .as(attack)
          .doesNotContain("<", ">", "\u0000", "\u202e", "\u001b");
    }
  }

  @Test
  void suppliedTextIsShownWhole() {
    String text = "<b>bold</b> & \"quoted\"";
    for (ActionClass actionClass : ActionClass.values()) {
      HostileDrawings.of(actionClass, text)
          .pages()
          .forEach((what, card) -> {
            if (what.endsWith(", decided on")) {
              String html = PageRenderer.drawn(new PageRenderer().render(card)).written();
              assertThat(
                      HostileDrawings.shows(new TestBrowser.Page(200, Map.of(), html).text(), text))
                  .as(what)
                  .isTrue();
            }
          });
    }
  }

  /// Two texts that differ are drawn differently, whatever a browser does with blanks at an edge.
  @Test
  void aFirstLineFeedIsDrawn() {
    assertThat(Runs.passage("\nx").written()).contains("\n\nx</pre>");
    assertThat(Runs.passage("x").written()).contains("\nx</pre>").doesNotContain("\n\nx");
  }

  @Test
  void noLinkLeadsElsewhereAndNoAttributeRunsAnything() {
    for (String path :
        List.of("//evil.example", "https://evil.example", "javascript:x", "/\\evil", "/a//b\"")) {
      assertThatIllegalArgumentException().as(path).isThrownBy(() -> Html.link(path, "x"));
    }
    assertThatIllegalArgumentException().isThrownBy(() -> Html.of("p", "x").with("onclick", "x"));
    assertThatIllegalArgumentException().isThrownBy(() -> Html.of("script", "x"));
  }
}
