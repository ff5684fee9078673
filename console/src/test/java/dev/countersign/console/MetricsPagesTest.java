package dev.countersign.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.TestGate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MetricsPagesTest {
  private Pages pages;
  private TestBrowser cara;

  @BeforeEach
  void started() throws Exception {
    pages = new Pages(TestGate.ONE_LEAD);
    cara = pages.signedIn("UCARA");
  }

  @AfterEach
  void stopped() {
    pages.close();
  }

  @Test
  void withoutARequestThePageSaysSoAndDrawsNoBar() {
    TestBrowser.Page page = cara.get("/metrics");

    assertThat(page.status()).isEqualTo(200);
    assertThat(page.text()).contains("Nothing was proposed in these days", "–");
    assertThat(page.html().replace("<script src=\"/console.js\" defer></script>", ""))
        .doesNotContain("class=\"allowed\"", "NaN", "style=", "<script");
  }

  @Test
  void eachPictureHasItsNumbersInATableAndOneRequestIsOneBar() {
    pages.lines.all.add(ExportPagesTest.line(1, "refund.create"));
    TestBrowser.Page page = cara.get("/metrics?days=30");

    assertThat(page.html())
        .contains(
            "role=\"img\"",
            "<td class=\"number\">1</td>",
            "<th scope=\"row\" dir=\"auto\">support-leads</th>",
            "aria-current=\"true\">30 days<",
            "<th scope=\"row\">Wrong content or amount</th>");
    assertThat(page.text()).contains("half within 1 min", "Requests on each day", "By agent");
    assertThat(bars(page)).isEqualTo(1);
  }

  private static long bars(TestBrowser.Page page) {
    String picture =
        page.html().substring(page.html().indexOf("<svg"), page.html().indexOf("</svg>"));
    return Pattern.compile("class=\"asked\"").matcher(picture).results().count();
  }

  @Test
  void figuresAreCountedOnceAMinuteAtMost() {
    pages.standsStill.set(true);
    cara.get("/metrics");
    pages.lines.all.add(ExportPagesTest.line(1, "refund.create"));

    assertThat(cara.get("/metrics").text()).contains("Nothing was proposed");
    assertThat(cara.get("/metrics?days=90").text())
        .as("another period is counted by itself")
        .doesNotContain("Nothing was proposed");
    pages.standsStill.set(false);
    cara.get("/metrics");
    assertThat(cara.get("/metrics").text()).doesNotContain("Nothing was proposed");
  }

  @Test
  void whoeverHasNoRoleSeesNoFigures() {
    assertThat(pages.signedIn("ULENA").get("/metrics").status()).isEqualTo(403);
  }
}
