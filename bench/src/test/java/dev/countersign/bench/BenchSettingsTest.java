package dev.countersign.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.app.cli.CountersignCommand;
import dev.countersign.app.cli.ExitCode;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class BenchSettingsTest {
  private final StringWriter err = new StringWriter();
  private final StringWriter out = new StringWriter();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --clients 0                          | clients are 1 to 256
          --clients 16,257                     | clients are 1 to 256
          --rounds 0                           | rounds are 1 to 50
          --seconds 0                          | a round takes more than 0 and up to 60 seconds
          --seconds 61                         | a round takes more than 0 and up to 60 seconds
          --click-seconds 121                  | clicks arrive for more than 0 and up to 120 seconds
          --warm-up-seconds 601                | a warm-up takes more than 0 and up to 600 seconds
          --connections 31                     | connections are 1 to 30
          --only clicks                        | clicks need lifecycles
          --only steps --peer-command true     | a peer is measured beside lifecycles
          --only lifecycle                     | lifecycles, clicks, steps
          """)
  void whatIsOutOfBoundsIsRefusedBeforeAnythingIsMade(String options, String rule) {
    int status = run(("bench --embedded " + options.strip()).split(" "));

    assertThat(status).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains(rule);
  }

  @Test
  void theHelpSaysWhatAPeerIsToDo() {
    assertThat(run("bench", "--help")).isEqualTo(ExitCode.OK);
    assertThat(out.toString().replaceAll("\\s+", " "))
        .contains("BENCH_CALLERS", "BENCH_SECONDS", "its last line is its items per second");
  }

  private int run(String... arguments) {
    CommandLine command = CountersignCommand.commandLine().addSubcommand(new BenchCommand());
    command.setErr(new PrintWriter(err, true));
    command.setOut(new PrintWriter(out, true));
    return command.execute(arguments);
  }
}
