package dev.countersign.trial;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A page as people see it: on a desk and on a phone, in light and in dark. With
/// `-Dcountersign.pictures=FOLDER` it is drawn there, too.
final class PageLook {
  private static final String PICTURES = System.getProperty("countersign.pictures", "");
  static final int DESK = 1280;
  static final int PHONE = 360;
  private static final int NARROW = 320;

  private PageLook() {}

  /// What axe finds, and whether anything has to be scrolled to the side.
  static List<String> flaws(Chromium browser, String page) throws IOException {
    List<String> flaws = new ArrayList<>();
    browser.script(axe() + ";return ''");
    for (int width : new int[] {DESK, PHONE, NARROW}) {
      for (boolean dark : new boolean[] {false, true}) {
        flaws.addAll(flaws(browser, page, width, dark));
      }
    }
    return flaws;
  }

  /// The same in two looks, light on a desk and dark on a phone: for pages whose parts are looked
  /// at elsewhere.
  static List<String> flawsInTwoLooks(Chromium browser, String page) throws IOException {
    List<String> flaws = new ArrayList<>();
    browser.script(axe() + ";return ''");
    flaws.addAll(flaws(browser, page, DESK, false));
    flaws.addAll(flaws(browser, page, PHONE, true));
    return flaws;
  }

  private static List<String> flaws(Chromium browser, String page, int width, boolean dark)
      throws IOException {
    browser.look(width, dark);
    if (!PICTURES.isEmpty()) {
      Files.write(
          Path.of(PICTURES, page + "-" + width + (dark ? "-dark" : "") + ".png"),
          browser.picture());
    }
    String found =
        browser.script(
            "return"
                + " axe.run(document,{runOnly:['wcag2a','wcag2aa','wcag21aa','wcag22aa']}).then(r=>r.violations.map(v=>v.id+'"
                + " '+v.nodes.map(n=>n.target)).join('; '))");
    String wide =
        browser.script("return String(document.documentElement.scrollWidth > innerWidth)");
    return found.isEmpty() && wide.equals("false")
        ? List.of()
        : List.of(page + " at " + width + ": " + found + ", too wide: " + wide);
  }

  private static String axe() throws IOException {
    try (InputStream in = PageLook.class.getResourceAsStream("/axe.min.js")) {
      assertThat(in).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
