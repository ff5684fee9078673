package dev.countersign.trial;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is printed when the trial stays up, taken at its word.
@ExtendWith(SharedTrial.class)
class InvitationTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static String printed(SharedTrial.Running trial) {
    StringWriter said = new StringWriter();
    new Invitation(trial.gate(), trial.page().url(), Optional.empty())
        .print(new Transcript(new PrintWriter(said, true), false));
    return said.toString();
  }

  /// What stands behind the name, up to the comma or the blank that ends it.
  private static URI address(String printed, String name) {
    Matcher found = Pattern.compile(Pattern.quote(name) + " +(http[^ ,\\n]+)").matcher(printed);
    assertThat(found.find()).as(printed).isTrue();
    return URI.create(found.group(1));
  }

  private static HttpResponse<String> get(URI address) throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
          HttpRequest.newBuilder(address).timeout(PATIENCE).build(), BodyHandlers.ofString());
    }
  }

  @Test
  void theAddressToOpenAnswersWithThePage(SharedTrial.Running trial) throws Exception {
    HttpResponse<String> page = get(address(printed(trial), "Open this"));
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body()).contains("<title>Countersign sandbox", "As Slack shows it");
  }

  @ParameterizedTest
  @CsvSource({
    "Console, 303",
    "Agents' API, 401",
    "Management, 200",
    "Sandbox Slack, 200",
  })
  void eachOtherAddressIsThere(String name, int status, SharedTrial.Running trial)
      throws Exception {
    assertThat(get(address(printed(trial), name)).statusCode()).isEqualTo(status);
  }
}
