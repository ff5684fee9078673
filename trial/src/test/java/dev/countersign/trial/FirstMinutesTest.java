package dev.countersign.trial;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// What the README says of the first minutes, and the page's own tour.
class FirstMinutesTest {
  private static final Pattern STEP_OF_THE_PAGE = Pattern.compile("\\{ words: '(.*)',\n");
  private static final Pattern STEP_OF_THE_README =
      Pattern.compile("^[0-9]+\\. (.*)$", Pattern.MULTILINE);
  private static final Pattern SPOKEN_OF = Pattern.compile("\\*(.+?)\\*");
  private static final Pattern QUOTED = Pattern.compile("“(.+?)”");

  private static String readme() throws IOException {
    String readme = Files.readString(Path.of("../README.md"));
    int begin = readme.indexOf("**Your first three minutes.**");
    return readme.substring(begin, readme.indexOf("![", begin));
  }

  private static List<String> steps() {
    return STEP_OF_THE_PAGE
        .matcher(TrialFolder.resource("page/tour.js"))
        .results()
        .map(found -> found.group(1).replace('’', '\''))
        .toList();
  }

  @Test
  void theReadmeAndThePageNameTheSameSteps() throws Exception {
    List<String> ofTheReadme =
        STEP_OF_THE_README
            .matcher(readme())
            .results()
            .map(found -> SPOKEN_OF.matcher(found.group(1)).replaceAll("“$1”"))
            .toList();
    assertThat(ofTheReadme).isEqualTo(steps()).hasSize(8);
    assertThat(readme()).contains("lists eight steps");
  }

  /// Whatever a step has in quotation marks can be found there.
  @Test
  void whatTheStepsNameIsOnThePage() {
    String shown =
        TrialFolder.resource("page/index.html")
            + TrialFolder.resource("page/page.js")
            + source("TrialExamples")
            + source("page/Trouble");
    for (String step : steps()) {
      assertThat(
              QUOTED
                  .matcher(step)
                  .results()
                  .map(MatchResult::group)
                  .map(one -> one.substring(1, one.length() - 1)))
          .as(step)
          .allMatch(name -> name.equals("Approve") || shown.contains(name));
    }
  }

  private static String source(String name) {
    try {
      return Files.readString(Path.of("src/main/java/dev/countersign/trial/" + name + ".java"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
